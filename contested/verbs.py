"""What each verb of the command line does."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable

import pandas as pd

from contested import origins, views
from contested.case import Case, check_case, load
from contested.export import records
from contested.figures import worded
from contested.folders import case_folder, default_case
from contested.printing import BOUNDS, SHOWN, SPREAD, TRACED, emit, nothing, print_scope, scope_document
from contested.problems import ContestedError, listed, one_of
from contested.schema import FIGURE_TABLES
from contested.spread import spreads
from contested.standing import Standing, standing
from contested.words import plural


def opened(options: Namespace) -> Case:
    """The case asked for, as its ledger stood on the day asked for."""
    case = load(default_case(options.case))
    return case.known_on(views.day("known_on", options.known_on)) if options.known_on else case


def stood(options: Namespace) -> Standing:
    """The case as of the day asked for, or of its last day; ``options.missing`` says why nothing stands, if so."""
    case = opened(options)
    known = views.day("known_on", options.known_on, views.NO_DAY)
    when = views.day("as_of", options.as_of, views.last_day(case.ledger, known))
    options.missing = views.missing(case.ledger, when)
    return standing(case, when)


def filtered(rows: pd.DataFrame, options: Namespace, case: Case) -> pd.DataFrame:
    """Rows that fit the options of the verb. Raises ContestedError for an option that the case does not know."""
    known = {
        "metric": ("metric_id", case.metrics.index),
        "subject": ("subject", case.sides.index),
        "place": ("place_id", case.places.index),
        "claimant": ("claimant_id", case.claimants.index),
    }
    for option, (column, allowed) in known.items():
        wanted = getattr(options, option, None)
        if wanted and wanted not in allowed:
            raise ContestedError(f"{option}: '{wanted}' is unknown; allowed: {one_of(allowed, 60)}")
        rows = rows[rows[column].eq(wanted)] if wanted else rows
    return rows


def _said_by(case: Case, options: Namespace) -> pd.DataFrame:
    """The rows said by the day asked for; without one all rows, the undated ones too."""
    when = views.day("as_of", options.as_of, views.last_day(case.ledger))
    options.missing = views.missing(case.ledger, when) if options.as_of or case.ledger.empty else ""
    return views.as_of(case.ledger, when) if options.as_of else case.ledger


def check(options: Namespace) -> int:
    """Print all problems of a case; 1 when there are any."""
    found = check_case(case_folder(default_case(options.case)))
    if options.format == "table":
        print(listed(found) or "no problems")
    else:
        frame = pd.DataFrame([vars(each) for each in found], columns=["file", "line", "column", "what", "allowed"])
        emit(frame, options, [])
    return 1 if found else 0


def figures(options: Namespace) -> int:
    """Print rows with their bounds; without a day the undated ones too."""
    case = opened(options)
    ledger = origins.with_origins(_said_by(case, options), case)
    rows = worded(filtered(ledger, options, case))
    if options.format == "table":
        return emit(rows, options, SHOWN)
    stored = [name for table in FIGURE_TABLES if table in case.tables for name in case.tables[table]]
    added = [*BOUNDS, "canonical_unit", "table", "origin", "side", "publisher", "url", "published"]
    return emit(rows[list(dict.fromkeys([*stored, *added]))], options, [])


def spread(options: Namespace) -> int:
    """Print the latest figure of each claimant of one metric, scope by scope, and the range of each."""
    now = stood(options)
    case, when = now.case, now.when
    found = spreads(filtered(now.statements, options, case), options.metric, when, case)
    scopes = [(scope, worded(each)) for scope, each in found]
    if options.format == "table":
        for scope, each in scopes:
            print_scope(scope, each, when)
        if not scopes:
            print(nothing(options))
        return 0
    documents = [scope_document(scope, each) for scope, each in scopes]
    first = documents[0] if documents else {"range": None, "figures": []}
    document = {"metric": options.metric, "as_of": f"{when:%Y-%m-%d}", **first, "others": documents[1:]}
    frame = pd.concat([each[[*scope, *SPREAD]] for scope, each in scopes]) if scopes else pd.DataFrame(columns=SPREAD)
    return emit(frame, options, [], document)


def trace(options: Namespace) -> int:
    """Print every row that carries a number, by origin, the first report of each origin first."""
    case = opened(options)
    wanted = _number(options.number)
    ledger = _said_by(case, options)
    rows = filtered(origins.with_origins(ledger, case), options, case)
    rows = rows[rows[["value", "low", "high"]].eq(wanted).any(axis=1)]
    sized = rows.assign(
        _size=rows.groupby("origin")["id"].transform("size"), first_report=rows["id"].eq(rows["origin"])
    )
    order = ["_size", "origin", "said", "published", "id"]
    found = worded(sized.sort_values(order, ascending=[False, True, True, True, True]))[TRACED]
    counts = {
        "reports": len(rows),
        "origins": int(rows["_origin"].nunique()),
        "publishers": int(rows["publisher"].nunique()),
    }
    if options.format == "table" and len(rows):
        print(", ".join(plural(count, noun.removesuffix("s")) for noun, count in counts.items()))
    columns = ["origin", "id", "claimant_id", "figure", "place", "said", "publisher", "published"]
    return emit(found, options, columns, {"number": wanted, **counts, "rows": records(found)})


def _number(text: str) -> float:
    if not re.fullmatch(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", text):
        raise ContestedError(f"number: '{text}' is not a number; allowed: digits, as in 1,294 or 63.2")
    return float(text.replace(",", ""))


def verify_source(options: Namespace) -> int:
    """Hold a text against a seed's card and figures; 1 when anything differs."""
    from contested.seeds import NOT_COMPARED, verify

    found = verify(options.file, options.seed or "", options.case)
    differs = ~found["finding"].isin(["as printed", NOT_COMPARED])
    emit(found, options, ["id", "locator", "figure", "finding"])
    return 1 if differs.any() else 0


VERBS: dict[str, Callable[[Namespace], int]] = {
    "check": check,
    "figures": figures,
    "spread": spread,
    "trace": trace,
    "verify-source": verify_source,
}

"""What each verb of the command line does."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

import pandas as pd

from contested import views
from contested.case import Case, case_folder, case_names, check_case, load
from contested.disputes import disputes
from contested.export import records
from contested.figures import worded
from contested.parts import FINDINGS, remainders
from contested.problems import ContestedError, one_of
from contested.series import audit
from contested.spread import range_of, spreads
from contested.words import interval, quantity

BOUNDS = ["lower", "upper", "lower_open", "upper_open"]
SHOWN = ["id", "claimant", "figure", "label", "subject", "place", "day", "said", "publisher"]


def default_case(name: str) -> str:
    """The case asked for, or the only one there is. Raises ContestedError when neither is the case."""
    if name:
        return name
    known = case_names()
    if len(known) == 1:
        return known[0]
    raise ContestedError(f"case: none was named; allowed: --case with {one_of(known) or 'a folder'}")


def emit(rows: pd.DataFrame, options: Namespace, columns: list[str], document: Any = None) -> int:
    """Print rows as a table of some columns, or all of them as JSON (a document, if given) or CSV."""
    if options.format == "json":
        json.dump(records(rows) if document is None else document, sys.stdout, indent=1, ensure_ascii=False)
        print()
    elif options.format == "csv":
        pd.DataFrame(records(rows), columns=[name for name in rows if not str(name).startswith("_")]).to_csv(
            sys.stdout, index=False, lineterminator="\n"
        )
    elif rows.empty:
        print("nothing found")
    else:
        shown = rows[columns].copy()
        for name in shown.select_dtypes("datetime"):
            shown[name] = shown[name].dt.strftime("%Y-%m-%d").fillna("")
        print(shown.to_string(index=False, max_colwidth=60, na_rep=""))
    return 0


def _opened(options: Namespace) -> tuple[Case, pd.Timestamp, pd.DataFrame]:
    """The case, the day asked for and the rows said by then, with their origins."""
    case = load(default_case(options.case))
    when = views.day("as_of", options.as_of, views.last_day(case.ledger))
    return case, when, views.with_origins(views.as_of(case.ledger, when), case)


def _filtered(rows: pd.DataFrame, options: Namespace, case: Case) -> pd.DataFrame:
    known = {"metric": ("metric_id", case.metrics.index), "subject": ("subject", case.sides.index), "place": ("place_id", case.places.index), "claimant": ("claimant_id", case.claimants.index)}  # fmt: skip
    for option, (column, allowed) in known.items():
        wanted = getattr(options, option, None)
        if wanted and wanted not in allowed:
            raise ContestedError(f"{option}: '{wanted}' is unknown; allowed: {one_of(allowed, 60)}")
        rows = rows[rows[column].eq(wanted)] if wanted else rows
    return rows


def check(options: Namespace) -> int:
    """Print all problems of a case; 1 when there are any."""
    found = check_case(case_folder(default_case(options.case)))
    if options.format == "table":
        print("\n".join(map(str, found)) or "no problems")
    else:
        frame = pd.DataFrame([vars(each) for each in found], columns=["file", "line", "column", "what", "allowed"])
        emit(frame, options, [])
    return 1 if found else 0


def figures(options: Namespace) -> int:
    """Print rows with their bounds; without a day the undated ones too."""
    case = load(default_case(options.case))
    ledger = case.ledger if not options.as_of else views.as_of(case.ledger, views.day("as_of", options.as_of))
    rows = worded(_filtered(views.with_origins(ledger, case), options, case))
    columns = list(
        dict.fromkeys(
            name
            for table in ("claims", "strikes")
            if table in case.tables
            for name in case.tables[table]
            if not name.startswith("_")
        )
    )
    extra = [*BOUNDS, "canonical_unit", "table", "origin", "side", "publisher", "url", "published"]
    full = [name for name in [*columns, *extra] if name in rows]
    return emit(
        rows[[*full, *(name for name in SHOWN if name not in full)]] if options.format == "table" else rows[full],
        options,
        SHOWN,
    )


def spread(options: Namespace) -> int:
    """Print the latest figure of each claimant of one metric, scope by scope, and the range of each."""
    case, when, rows = _opened(options)
    found = spreads(views.statements(_filtered(rows, options, case)), options.metric, when, case)
    names = [
        "id",
        "claimant_id",
        "claimant",
        "side",
        "figure",
        *BOUNDS,
        "qualifier",
        "value",
        "low",
        "high",
        "unit",
        "said",
        "day",
        "age_days",
        "stale",
        "reports",
        "publishers",
        "origin",
    ]
    worded_scopes = [(scope, worded(each)) for scope, each in found]
    documents = [
        {
            **scope,
            "unit": each["canonical_unit"].iloc[0],
            "range": {key: _plain(value) for key, value in range_of(each).items()},
            "figures": records(each[names]),
        }
        for scope, each in worded_scopes
    ]
    first = documents[0] if documents else {"range": None, "figures": []}
    document = {"metric": options.metric, "as_of": f"{when:%Y-%m-%d}", **first, "others": documents[1:]}
    if options.format != "table":
        frame = pd.concat([each.assign(**scope) for scope, each in worded_scopes]) if worded_scopes else rows.iloc[:0]
        return emit(frame[[*found[0][0], *names]] if found else frame, options, [], document)
    for scope, each in worded_scopes:
        print(", ".join(str(value) for value in scope.values() if value))
        unit, dimension = each["canonical_unit"].iloc[0], each["dimension"].iloc[0]
        print(
            each[["claimant", "figure", "said", "stale", "reports", "id"]]
            .assign(said=each["said"].dt.strftime("%Y-%m-%d"))
            .to_string(index=False)
        )
        print(f"range: {interval(range_of(each), unit, dimension)} as of {when:%Y-%m-%d}\n")
    if not found:
        print("nothing found")
    return 0


def _plain(value: Any) -> Any:
    from contested.export import plain

    return plain(value)


def contradictions(options: Namespace) -> int:
    """Print pairs of figures that cannot both hold."""
    case, _, rows = _opened(options)
    said = views.statements(rows)
    found = disputes(_filtered(said, options, case), case)
    found = found[found["kind"].eq(options.kind)] if options.kind else found
    by_id = said.set_index("id")
    for half in "ab":
        picked = by_id.loc[found[half]]
        text = [f"{row['claimant']}: {quantity(row)} ({row['said']:%Y-%m-%d})" for row in picked.to_dict("records")]
        found = found.assign(**{f"claim_{half}": text, f"reports_{half}": picked["reports"].to_numpy()})
    found = found.assign(reason=[_reason(row) for row in found.to_dict("records")])
    return emit(found, options, ["kind", "metric_id", "place", "a", "claim_a", "b", "claim_b", "ratio"])


def _reason(row: dict[str, Any]) -> str:
    """One sentence: what cannot both hold, and the gate's warning if it gave one."""
    if row["kind"] == "stance":
        said = f"one asserts what the other denies: {row['claim_a']} against {row['claim_b']}"
    else:
        said = f"the bounds do not meet: {row['claim_a']} against {row['claim_b']}"
    return f"{said}; with a warning: {row['reason']}" if row["reason"] else said


def audit_verb(options: Namespace) -> int:
    """Print what is odd in running counts, then the totals with parts, in one table."""
    case, _, rows = _opened(options)
    rows = _filtered(rows, options, case)
    odd = audit(views.statements(rows), case)
    parts = remainders(rows, case)
    claimants = rows.set_index("id")["claimant_id"]
    summed = pd.DataFrame(
        {
            "kind": "parts", "claimant_id": claimants.reindex(parts["total"]).to_numpy(), "metric_id": parts["metric_id"], "place": parts["place"],
            "from_id": parts["part_ids"], "to_id": parts["total"], "day": parts["day"], "explanation": "",
            "what": [f"{FINDINGS[row.finding]}: {interval(row._asdict(), row.unit, 'count')}" for row in parts.itertuples()],
            "finding": parts["finding"], **{name: parts[name] for name in BOUNDS},
        }
    )  # fmt: skip
    both = pd.concat([odd, summed], ignore_index=True) if len(summed) else odd
    return emit(both, options, ["kind", "claimant_id", "metric_id", "to_id", "what", "explanation"])


def trace(options: Namespace) -> int:
    """Print every row that carries a number, by origin, the first report of each origin first."""
    case = load(default_case(options.case))
    try:
        wanted = float(options.number.replace(",", ""))
    except ValueError:
        raise ContestedError(
            f"number: '{options.number}' is not a number; allowed: digits, as in 1,294 or 63.2"
        ) from None
    rows = case.ledger if not options.as_of else views.as_of(case.ledger, views.day("as_of", options.as_of))
    rows = views.with_origins(_filtered(rows, options, case), case)
    rows = rows[rows[["value", "low", "high"]].eq(wanted).any(axis=1)]
    ranked = rows.assign(_size=rows.groupby("origin")["id"].transform("size")).sort_values(
        ["_size", "origin", "said", "published", "id"], ascending=[False, True, True, True, True]
    )
    shown = worded(ranked).assign(first_report=ranked["id"].eq(ranked["origin"]).to_numpy())
    names = [
        "origin",
        "first_report",
        "id",
        "claimant_id",
        "relayed_by",
        "metric_id",
        "figure",
        "place",
        "said",
        "said_on_basis",
        "publisher",
        "wire",
        "published",
        "locator",
        "url",
        "paraphrase",
        "note",
    ]
    counted = {
        "reports": len(shown),
        "origins": int(shown["origin"].nunique()),
        "publishers": int(shown["publisher"].nunique()),
    }
    if options.format == "table" and len(shown):
        print(f"{counted['reports']} reports, {counted['origins']} origins, {counted['publishers']} publishers")
    return emit(
        shown[names],
        options,
        ["origin", "id", "claimant_id", "figure", "place", "said", "publisher", "published"],
        {"number": wanted, **counted, "rows": records(shown[names])},
    )


def run(options: Namespace) -> int:
    """Run the notebooks and build the report."""
    from contested.runner import run_report

    given = dict(options.parameter or [])
    return run_report(default_case(options.case), options.as_of, given, options.notebook or [], options.jobs)


def verify_source(options: Namespace) -> int:
    """Hold a text against a seed's card and figures; 1 when anything differs."""
    from contested.seeds import verify

    found = verify(options.file, options.seed or "", options.case)
    differs = found["finding"].ne("as printed")
    emit(found, options, ["id", "locator", "figure", "finding"])
    return 1 if differs.any() else 0


VERBS = {
    "run": run, "check": check, "figures": figures, "spread": spread, "contradictions": contradictions, "audit": audit_verb,
    "trace": trace, "verify-source": verify_source,
}  # fmt: skip

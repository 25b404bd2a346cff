"""The parameters of a notebook: read, checked, and refused with one sentence where they are wrong."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from contested import views
from contested.case import Case, load
from contested.desk import Desk
from contested.frames import rehearse
from contested.numerals import held
from contested.problems import ContestedError, one_of
from contested.record import MOST_RECORDED
from contested.standing import Standing, standing
from contested.units import DISPLAY

NEVER = pd.Timestamp.max.normalize()
"""No day of the ledger was asked for: all that is recorded is known."""


@dataclass(frozen=True)
class Parameters:
    """What a notebook was asked for, read and found right: the case as its ledger stood, and the rest of it."""

    case: Case
    when: pd.Timestamp
    start: pd.Timestamp
    sides: list[str]
    units: str
    seed: str
    known_on: str
    metric: list[str]

    def standing(self) -> Standing:
        """What stands, worked out once for all that ask for the same."""
        return standing(self.case, self.when, self.units, self.start, tuple(self.sides), tuple(self.metric))

    def chosen(self) -> dict[str, Any]:
        """What was asked for besides the case and its days."""
        return {name: getattr(self, name) for name in ("sides", "units", "seed", "known_on", "metric")}


def open_desk(notebook: str, case: str, *given: object, **named: object) -> Desk:
    """Open a case for a notebook with its parameters, which are those of ``read``.

    Raises ContestedError, one sentence with the parameter, its value and what is allowed, when one of them is wrong.
    """
    _refuse_unknown()
    return Desk(notebook, read(load(str(case)), *given, **named))


def settled(given: Mapping[str, object]) -> dict[str, str]:
    """What parameters leave open: the ``name`` of the case and the day, ``as_of``. Raises as ``load`` and ``read``."""
    asked = _read_given(given)
    return {"name": asked.case.name, "as_of": f"{asked.when:%Y-%m-%d}"}


def share_case(case: str) -> None:
    """Load a case and its ledger, find the numbers that its rows hold, which no day changes, and rehearse a chart, for
    processes that are forked from this one."""
    loaded = load(case)
    _ = loaded.by_id, loaded.entries
    held(list(loaded.ledger["id"].head(MOST_RECORDED)), loaded)
    rehearse()


def share(given: Mapping[str, object], brief: str = "", alone: bool = False) -> None:
    """Work out what all notebooks with these parameters need, for processes that are forked from this one.

    A notebook that is ``alone`` works out for itself what it looks at, and nothing else. The brief of the day is
    written into the file ``brief``, where one is named.
    """
    now = _read_given(given).standing()
    if not alone:
        now.work_out()
    if brief:
        from contested.brief import write_brief

        write_brief(now, Path(brief))


def read(
    case: Case,
    as_of: object = "",
    start: object = "",
    sides: object = "",
    units: object = "metric",
    seed: object = "",
    known_on: object = "",
    metric: object = "",
) -> Parameters:
    """Read the parameters of a notebook for a case; raises ContestedError for the first that is wrong."""
    ledger_day = views.day("known_on", known_on, NEVER)
    loaded = case if ledger_day == NEVER else case.known_on(ledger_day)
    when = views.day("as_of", as_of, views.last_day(loaded.ledger, views.NO_DAY if ledger_day == NEVER else ledger_day))
    begin = views.day("start", start, min(views.first_day(loaded.ledger), when))
    if begin > when:
        raise ContestedError(f"start: {begin:%Y-%m-%d} is after as_of {when:%Y-%m-%d}; allowed: a day on or before it")
    if not isinstance(units, str) or units not in DISPLAY:
        raise ContestedError(f"units: '{units}' is unknown; allowed: {one_of(DISPLAY)}")
    if seed and not loaded.tables["sources"]["id"].eq(str(seed)).any():
        allowed = "an id of its sources.csv, or nothing"
        raise ContestedError(f"seed: '{seed}' is no source of case {loaded.name}; allowed: {allowed}")
    ledger = "" if ledger_day == NEVER else f"{ledger_day:%Y-%m-%d}"
    chosen, counted = _listed("sides", sides, loaded.sides), _listed("metric", metric, loaded.metrics)
    return Parameters(loaded, when, begin, chosen, units, str(seed or ""), ledger, counted)


def _read_given(given: Mapping[str, object]) -> Parameters:
    return read(load(str(given["case"])), **{name: value for name, value in given.items() if name != "case"})


def _listed(parameter: str, given: object, known: pd.DataFrame) -> list[str]:
    """The sides or metrics asked for, which the case must have."""
    listed = given if isinstance(given, list | tuple) else str(given or "").split(",")
    chosen = list(filter(None, (str(name).strip() for name in listed)))
    for name in chosen:
        if name not in known.index:
            raise ContestedError(f"{parameter}: '{name}' is unknown; allowed: {one_of(known.index)}, or none for all")
    return chosen


def _refuse_unknown() -> None:
    """Refuse an injected parameter that the notebook does not have: papermill only warns, and runs another report."""
    kernel = sys.modules.get("IPython")
    shell = kernel.get_ipython() if kernel else None
    sources = [str(each) for each in shell.user_ns.get("In", [])] if shell else []
    injected = next((text for text in sources if text.lstrip().startswith("# Parameters")), "")
    known = {name for text in sources[: sources.index(injected)] for name in _assigned(text)} if injected else set()
    for name in _assigned(injected):
        if name not in known:
            raise ContestedError(f"{name}: there is no such parameter; allowed: {one_of(sorted(known))}")


def _assigned(source: str) -> list[str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    targets: list[ast.expr] = [each.target for each in body if isinstance(each, ast.AnnAssign)]
    targets += [target for each in body if isinstance(each, ast.Assign) for target in each.targets]
    return [target.id for target in targets if isinstance(target, ast.Name)]

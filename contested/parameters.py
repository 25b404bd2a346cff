"""The parameters of a notebook: read, checked, and refused with one sentence where they are wrong."""

from __future__ import annotations

import ast
import sys

import pandas as pd

from contested import views
from contested.case import load
from contested.desk import Desk
from contested.problems import ContestedError, one_of
from contested.units import DISPLAY

NEVER = pd.Timestamp.max.normalize()
"""No day of the ledger was asked for: all that is recorded is known."""


def open_desk(
    notebook: str,
    case: str,
    as_of: object = "",
    start: object = "",
    sides: object = "",
    units: str = "metric",
    seed: str = "",
    known_on: object = "",
) -> Desk:
    """Open a case for a notebook with its parameters.

    Raises ContestedError, one sentence with the parameter, its value and what is allowed, when one of them is wrong.
    """
    _refuse_unknown()
    loaded = load(str(case))
    ledger_day = views.day("known_on", known_on, NEVER)
    loaded = loaded if ledger_day == NEVER else loaded.known_on(ledger_day)
    when = views.day("as_of", as_of, views.last_day(loaded.ledger))
    begin = views.day("start", start, views.first_day(loaded.ledger))
    if begin > when:
        raise ContestedError(f"start: {begin:%Y-%m-%d} is after as_of {when:%Y-%m-%d}; allowed: a day on or before it")
    listed = sides if isinstance(sides, list | tuple) else str(sides).split(",")
    chosen = list(filter(None, (str(name).strip() for name in listed)))
    for name in chosen:
        if name not in loaded.sides.index:
            raise ContestedError(f"sides: '{name}' is unknown; allowed: {one_of(loaded.sides.index)}, or none for all")
    if not isinstance(units, str) or units not in DISPLAY:
        raise ContestedError(f"units: '{units}' is unknown; allowed: {one_of(DISPLAY)}")
    if seed and not loaded.tables["sources"]["id"].eq(str(seed)).any():
        allowed = "an id of its sources.csv, or nothing"
        raise ContestedError(f"seed: '{seed}' is no source of case {loaded.name}; allowed: {allowed}")
    return Desk(
        notebook,
        loaded,
        when,
        begin,
        chosen,
        units,
        str(seed or ""),
        "" if ledger_day == NEVER else f"{ledger_day:%Y-%m-%d}",
    )


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

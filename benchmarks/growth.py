"""How the work grows with the ledger: each part of it, and each notebook, on synthetic cases of known findings."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import joins
from benchmarks.measuring import python
from benchmarks.synthetic import write_case

FEW = 4_000
"""About the size of a curated case."""

MOST = int(os.environ.get("GROWTH_ROWS", "250000"))
"""The largest case; a million rows take more than all the rest of the benchmark."""

SIZES = tuple(size for size in (FEW, 32_000, 250_000, 1_000_000) if size <= MOST)

JOINED = 250_000
"""From so many rows on, the join is held against DuckDB."""

SHOWN = int(os.environ.get("NOTEBOOK_ROWS", "32000"))
"""Rows on which the notebooks are run against few; a million take more than all the rest of the benchmark."""


def steps(folder: str) -> dict[str, object]:
    """Seconds of each part of the work on a case, in turn; ends with an error where it finds other than is known."""
    from contested import origins, views
    from contested.case import load
    from contested.spread import spreads
    from contested.standing import Standing

    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        begun = time.perf_counter()
        done = work()
        seconds[name] = round(time.perf_counter() - begun, 3)
        return done

    case = timed("load and check", lambda: load(folder))
    ledger = timed("ledger", lambda: case.ledger)  # type: ignore[attr-defined]
    when = views.last_day(ledger)
    rows = timed("origins", lambda: origins.with_origins(views.as_of(ledger, when), case))
    now = Standing(case, rows, when)
    timed("statements", lambda: now.statements)
    timed("contradictions", lambda: now.conflicts)
    busiest = now.statements["metric_id"].mode().iloc[0]
    timed("spread", lambda: spreads(now.statements[now.statements["metric_id"].eq(busiest)], busiest, when, case))
    timed("audit", lambda: now.audit)
    known = json.loads((Path(folder) / "answers.json").read_text(encoding="utf-8"))
    found = {(kind, *sorted(pair)) for kind, *pair in now.conflicts[["kind", "a", "b"]].itertuples(index=False)}
    assert found == {tuple(pair) for pair in known["pairs"]}, "other findings than were planted"
    joined = joins.both(case, len(ledger), "even") if len(ledger) >= JOINED else {}
    return {"steps": seconds, "findings": len(found), "joined": joined}


def notebooks(folder: str, build: str) -> dict[str, object]:
    """Seconds of loading a case, of what its notebooks share, and of each notebook's cells once these are there."""
    from benchmarks.plain import run
    from contested.case import load
    from contested.execution import notebook_names
    from contested.parameters import read

    os.environ["CONTESTED_BUILD"] = build
    seconds: dict[str, float] = {}
    begun = time.perf_counter()
    case = load(folder)
    _ = case.ledger, case.by_id
    seconds["loading"] = round(time.perf_counter() - begun, 3)
    begun = time.perf_counter()
    read(case).standing().work_out()
    seconds["what all share"] = round(time.perf_counter() - begun, 3)
    for name in notebook_names():
        begun = time.perf_counter()
        run(name, case=folder)
        seconds[name] = round(time.perf_counter() - begun, 3)
    return {"notebooks": seconds}


def growing(folder: Path) -> list[dict[str, object]]:
    """One row a part and size; joins against DuckDB; each notebook on many rows against few."""
    told: list[dict[str, object]] = []
    for size in SIZES:
        case = folder / f"grow-{size}"
        write_case(case, size)
        done = python("benchmarks.growth:steps", case)
        for name, spent in dict(done["steps"]).items():  # type: ignore[call-overload]
            told.append({"what": "growth", "way": name, "rows": size, "median s": spent, "findings": done["findings"]})
        told += [_against_duckdb(done["joined"])] if done["joined"] else []
    told.append(_against_duckdb(joins.measure(JOINED, skewed=True)))
    if SHOWN not in SIZES:
        write_case(folder / f"grow-{SHOWN}", SHOWN)
    few, many = (
        dict(python("benchmarks.growth:notebooks", place, folder / f"build-{place.name}")["notebooks"])  # type: ignore[call-overload]
        for place in (folder / f"grow-{FEW}", folder / f"grow-{SHOWN}")
    )
    for name, spent in many.items():
        about = {"rows": SHOWN, "median s": spent, "few rows s": few[name]}
        goal = "" if name == "loading" else _judged(spent, most=3 * few[name] + many["loading"])
        told.append({"what": "notebooks", "way": name, **about, "goal": goal})
    return told


def _judged(spent: float, most: float) -> str:
    met = "met" if spent <= most else "MISSED"
    return f"{met}: at most 3 x {FEW:,} rows and the loading of all, {most:.1f} s, is {spent:.1f}"


def _against_duckdb(met: dict[str, object]) -> dict[str, object]:
    ratio = float(str(met["duckdb / own"]))
    goal = f"{'met' if ratio >= 1 else 'MISSED'}: no slower than DuckDB, which takes {ratio:.1f} x"
    about = {"rows": met["rows"], "median s": met["own s"], "duckdb s": met["duckdb s"], "findings": met["pairs"]}
    return {"what": "contradiction join", "way": f"sort and search, {met['shape']}", **about, "goal": goal}

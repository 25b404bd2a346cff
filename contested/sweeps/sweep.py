"""Run a sweep: leave what is whole, have the rest made, and put the results of all into one table and two pages."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import BrokenExecutor, Executor, as_completed

import pandas as pd

from contested.case import data_digest, load
from contested.execution import chosen
from contested.folders import build_folder
from contested.parameters import read
from contested.problems import CaseError, ContestedError
from contested.sweeps import executors, pages
from contested.sweeps.gather import gather
from contested.sweeps.grid import Cell, key, read_grid
from contested.sweeps.store import Store, local_case
from contested.sweeps.work import Task, code_digest, whole, work

TRIES = 3
"""How often a report is begun whose worker died."""


def sweep(grid: str, case: str, into: str, executor: str, jobs: int, engine: str) -> pd.DataFrame:
    """Make the reports of a grid that are not yet there, and the table and pages over all of them.

    Out: one row a report: its parameters, ``report`` (where it is), ``state`` (made, kept, failed) and ``error``.
    Raises ContestedError for a grid, a store or an executor that is not to be had; what is wrong with one report is
    told in its row and stops no other.
    """
    if jobs < 1:
        raise ContestedError(f"jobs: {jobs} is too few; allowed: 1 or more")
    told = read_grid(grid, case)
    names = tuple(chosen(told.notebooks))
    store = Store(into or str(build_folder() / "sweeps" / grid.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]))
    if not store.shared and (executor != "local" or jobs > 1):
        raise ContestedError(f"into: '{into}' is seen by one process alone; allowed: --executor local --jobs 1 with it")
    asked = [(cell, *_task(cell, names, store.url, engine)) for cell in told.cells]
    errors = {key(cell): error for cell, task, error in asked if task is None}
    tasks = [task for _, task, _ in asked if task is not None]
    kept = {task.name for task in tasks if whole(task, store)}
    errors |= _all_made([task for task in tasks if task.name not in kept], executor, jobs)
    made = [task.name for task in tasks if not errors.get(task.name)]
    gather(made, store)
    rows = []
    for cell in told.cells:
        name = key(cell)
        state = "failed" if errors.get(name) else "kept" if name in kept else "made"
        rows.append({**cell, "report": name, "state": state, "error": errors.get(name, "")})
    frame = pd.DataFrame(rows).fillna("")
    pages.write(frame, store)
    return frame.assign(report=[store.path("reports", name, "index.html") for name in frame["report"]])


def _task(cell: Cell, names: tuple[str, ...], into: str, engine: str) -> tuple[Task | None, str]:
    """The task of a report, or why there is none."""
    try:
        folder = local_case(cell["case"])
        if not cell.get("as_of"):
            cell["as_of"] = f"{read(load(str(folder))).when:%Y-%m-%d}"
        return Task(key(cell), cell, names, data_digest(folder), code_digest(), into, engine), ""
    except CaseError as error:
        return None, f"the case has {len(error.problems)} problem(s), the first: {error.problems[0]}"
    except ContestedError as error:
        return None, str(error)


def _all_made(tasks: list[Task], executor: str, jobs: int) -> dict[str, str]:
    """Have reports made, again where a worker died; out: what went wrong with each, by name."""
    from tqdm import tqdm

    errors: dict[str, str] = {}
    with tqdm(total=len(tasks), unit="report", desc="sweeping", disable=None, smoothing=0.05) as bar:
        for _ in range(TRIES):
            left = [task for task in tasks if task.name not in errors]
            if not left:
                break
            with executors.opened(executor, min(jobs, len(left))) as pool:
                for name, error in _finished(left, pool):
                    errors[name] = error
                    bar.update()
    return {task.name: errors.get(task.name, f"its worker died, {TRIES} times") for task in tasks}


def _finished(tasks: list[Task], pool: Executor) -> Iterable[tuple[str, str]]:
    """What became of each report, as they end; nothing of those whose worker died."""
    waiting = {pool.submit(work, task): task for task in tasks}
    for future in as_completed(waiting):
        error = future.exception()
        if not isinstance(error, BrokenExecutor):
            said = future.result() if error is None else f"{error.__class__.__name__}: {error}"
            yield waiting[future].name, said

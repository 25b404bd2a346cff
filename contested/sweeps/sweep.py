"""Run a sweep: leave what is whole, have the rest made, and put the results of all into one table and two pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from functools import cache
from itertools import islice

import pandas as pd

from contested.case import load
from contested.execution import import_tools
from contested.folders import build_folder, data_digest
from contested.parameters import read
from contested.problems import ContestedError
from contested.sharing import warm_up
from contested.sweeps import executors, pages
from contested.sweeps.gather import gather
from contested.sweeps.grid import PARAMETERS, Cell, Grid, key, read_grid
from contested.sweeps.store import Store, local_case
from contested.sweeps.work import MANIFEST, Task, code_digest, said, whole, work

TRIES = 3
"""How often a report is begun whose worker died."""


def sweep(grid: str, case: str, into: str, executor: str, jobs: int, engine: str) -> pd.DataFrame:
    """Make the reports of a grid that are not yet there, and the table and pages over all of them.

    Out: one row a report: its parameters, ``report`` (where it is), ``state`` (made, kept, failed) and ``error``.
    Raises ContestedError for a grid, a store or an executor that is not to be had; what is wrong with one report is
    told in its row and stops no other.
    """
    told = read_grid(grid, case)
    store = _store(grid, into, executor, jobs)
    cells, tasks, errors = _asked(told, store, engine)
    kept = {task.name for task in tasks if whole(task, store)}
    wanted = [task for task in tasks if task.name not in kept]
    if executor == "local" and wanted:
        warm_up(engine, str(local_case(wanted[0].cell["case"], wanted[0].case_digest)))
        import_tools()
    errors |= _all_made(wanted, store, executor, jobs)
    gather([task.name for task in tasks if not errors.get(task.name)], store)
    rows = []
    for name, cell in cells.items():
        state = "failed" if errors.get(name) else "kept" if name in kept else "made"
        rows.append({**cell, "report": name, "state": state, "error": errors.get(name, "")})
    asked_for = [name for name in PARAMETERS if any(name in cell for cell in cells.values())]
    frame = pd.DataFrame(rows, columns=[*asked_for, "report", "state", "error"]).fillna("")
    pages.write(frame, store)
    return frame.assign(report=[store.link("reports", name, "index.html") for name in frame["report"]])


def _store(grid: str, into: str, executor: str, jobs: int) -> Store:
    """The place of the reports; raises ContestedError when it, the executor or the jobs do not fit together."""
    if jobs < 1:
        raise ContestedError(f"jobs: {jobs} is too few; allowed: 1 or more")
    executors.refuse_unknown(executor)
    name = grid.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    try:
        store = Store(into or str(build_folder() / "sweeps" / name))
        if not store.shared and (executor != "local" or jobs > 1):
            said = f"'{into}' is seen by one process alone"
            raise ContestedError(f"{said}; allowed: --executor local --jobs 1 with it")
        store.begin()
    except ContestedError as error:
        raise ContestedError(f"{'into' if into else 'CONTESTED_BUILD'}: {error}") from None
    return store


def _asked(told: Grid, store: Store, engine: str) -> tuple[dict[str, Cell], list[Task], dict[str, str]]:
    """The reports of a grid: parameters by name, the tasks of those that can be made, and why others cannot."""

    @cache
    def digest(case: str) -> str:
        return data_digest(local_case(case))

    cells: dict[str, Cell] = {}
    tasks: dict[str, Task] = {}
    errors: dict[str, str] = {}
    for given in told.cells:
        cell = given
        try:
            known = digest(cell["case"])
            if not cell.get("as_of"):
                # The day is written down, so that a report of the last day is known for what it is when rows come.
                case = load(str(local_case(cell["case"], known)))
                last = f"{read(case, known_on=cell.get('known_on', '')).when:%Y-%m-%d}"
                cell = {name: (cell | {"as_of": last})[name] for name in PARAMETERS if name == "as_of" or name in cell}
            tasks[key(cell)] = Task(key(cell), cell, tuple(told.notebooks), known, code_digest(), store.url, engine)
        except ContestedError as error:
            errors[key(cell)] = said(error)
        cells[key(cell)] = cell
    return cells, list(tasks.values()), errors


def _all_made(tasks: list[Task], store: Store, executor: str, jobs: int) -> dict[str, str]:
    """Have reports made, again where a worker died; out: what went wrong with each, by name.

    A report whose worker died is begun again after all others and alone, so that it takes none of them with it and it
    is known whose fault it was.
    """
    from tqdm import tqdm

    errors: dict[str, str] = {}
    died: Counter[str] = Counter()
    tqdm.monitor_interval = 0  # Its thread would be in the way of forks, and every report ends with an update.
    with tqdm(total=len(tasks), unit="report", desc="sweeping", disable=None, smoothing=0.05) as bar:
        while left := [task for task in tasks if task.name not in errors]:
            now = [task for task in left if not died[task.name]] or left[:1]
            with executors.opened(executor, jobs, len(now)) as (pool, most):
                for task, error in _ended(now, pool, most):
                    died[task.name] += error is None
                    if error is None and died[task.name] == TRIES:
                        error = f"its worker died, {TRIES} times"
                    if error is not None:
                        errors[task.name] = error or _unseen(task, store)
                        bar.update()
    return errors


def _ended(tasks: list[Task], pool: Executor, most: int) -> Iterator[tuple[Task, str | None]]:
    """Each report with what went wrong, as they end; None where its worker died, and with it the pool.

    No more than ``most`` are given away at a time, so that those are known that a dying worker may have had.
    """
    left, broken = iter(tasks), False
    running: dict[Future[str], Task] = {}
    while True:
        if not broken:
            try:
                for task in islice(left, most - len(running)):
                    running[pool.submit(work, task)] = task
            except BrokenExecutor:
                # The one that could not be given away is begun in the next pool.
                broken = True
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            error = _error(future)
            broken = broken or error is None
            yield running.pop(future), error


def _error(future: Future[str]) -> str | None:
    try:
        return future.result()
    except BrokenExecutor:
        return None
    except CancelledError:
        return "the scheduler was lost; what it was to make is made when the sweep is run again"
    except Exception as error:
        return said(error)


def _unseen(task: Task, store: Store) -> str:
    """What is wrong when a worker elsewhere has written into a folder of its own."""
    if store.read("reports", task.name, MANIFEST) is not None:
        return ""
    return f"its worker wrote it to '{store.url}', where it is not seen from here; allowed: a store that both see"

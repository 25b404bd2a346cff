"""A worker of a sweep: python -m benchmarks.worker STORE CASE makes a report for each day on its standard input."""

import sys
from pathlib import Path

from contested.execution import import_tools, notebook_names
from contested.folders import data_digest
from contested.sharing import warm_up
from contested.sweeps.store import Store, local_case
from contested.sweeps.work import Task, code_digest, work


def main() -> None:
    """Make the reports, and say of each what went wrong on a line of its own, blank where nothing did."""
    place, case = sys.argv[1:]
    digest = data_digest(Path(local_case(case)))
    warm_up("warm", case)
    import_tools()
    store = Store(place)
    store.begin()
    for day in map(str.strip, sys.stdin):
        cell = {"case": case, "as_of": day}
        print(work(Task(day, cell, tuple(notebook_names()), digest, code_digest(), store.url)), flush=True)


if __name__ == "__main__":
    main()

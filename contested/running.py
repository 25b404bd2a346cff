"""The verbs that execute notebooks; what is slow is imported when the warm process has been started."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable

from contested.folders import case_names, default_case
from contested.runner import run_report
from contested.sharing import warm_up


def run(options: Namespace) -> int:
    """Run the notebooks and build the report; 1 when a notebook failed."""
    given, only = dict(options.parameter or []), options.notebook or []
    done = run_report(default_case(options.case), options.as_of, given, only, options.jobs, options.engine)
    failed = any(each["error"] for each in done)
    if options.format != "table":
        import pandas as pd

        from contested.printing import emit

        emit(pd.DataFrame(done), options, [])
    elif not failed:
        print(f"report: {done[0]['report']}")
    return 1 if failed else 0


def sweep(options: Namespace) -> int:
    """Run the reports of a grid; 1 when one of them failed."""
    if options.executor == "local":
        warm_up(options.engine)  # Starts while this process imports.
    from contested.printing import emit
    from contested.sweeps.sweep import sweep as made
    from contested.words import plural

    usual = options.case or (case_names()[0] if len(case_names()) == 1 else "")
    done = made(options.grid, usual, options.into, options.executor, options.jobs, options.engine)
    failed = done[done["state"].eq("failed")]
    if options.format != "table":
        emit(done, options, [])
        return int(len(failed) > 0)
    for row in failed.to_dict("records"):
        asked = ", ".join(f"{name} {row[name]}" for name in done.columns[:-3] if row[name])
        print(f"contested: {asked}: {row['error']}", file=sys.stderr)
    counts = done["state"].value_counts()
    said = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("made", "kept", "failed"))
    print(f"{plural(len(done), 'report')}: {said}; {done['report'].iloc[0].rsplit('/reports/', 1)[0]}/index.html")
    return int(len(failed) > 0)


VERBS: dict[str, Callable[[Namespace], int]] = {"run": run, "sweep": sweep}

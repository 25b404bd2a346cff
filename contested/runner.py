"""Make the report of one case and day, and put it whole in the place of the older one."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contested.execution import Order, Outcome, chosen, execute_all, import_tools
from contested.folders import NOTEBOOKS, build_folder, case_folder, data_folder
from contested.problems import ContestedError, one_of
from contested.report import chapter, write_report
from contested.sharing import settled, warm_up

OPTIONS = {"case": "--case NAME", "as_of": "--as-of DAY"}
"""Parameters of the notebooks that the command line gives by options."""


def run_report(
    case: str, as_of: str, given: Mapping[str, str], only: list[str], jobs: int, engine: str = "warm"
) -> list[dict[str, str]]:
    """Run the notebooks of one case and day and build its report.

    Out: one row a notebook: ``notebook``, ``error`` (blank when it ran), ``report`` (the page; blank when any failed).
    Everything is made in a folder of its own and takes the place of the older report when it is whole. When a notebook
    fails, the older report stays, and the executed copy of the failing one is kept beside it. A report of some of the
    notebooks, or with other parameters than the usual ones, has a place of its own.
    """
    from tqdm import tqdm

    if jobs < 1:
        raise ContestedError(f"jobs: {jobs} is too few; allowed: 1 or more")
    warm_up(engine, case)
    import_tools()
    folder, names = case_folder(case), chosen(only)
    refuse_unknown(names, given)
    asked = settled(engine, {"case": str(folder), "as_of": as_of, **given})
    when, place = asked["as_of"], build_folder() / asked["name"]
    place /= place_name(when, given, names if only else [])
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"'{place.parent}' cannot be written ({error.strerror}); allowed: a folder of yours"
        raise ContestedError(f"CONTESTED_BUILD: {said}") from None
    named = case if (data_folder() / case).resolve() == folder else str(folder)
    with tempfile.TemporaryDirectory(prefix=".run-", dir=place.parent) as temporary:
        order = Order(names, {"case": named, "as_of": when, **given}, Path(temporary), engine, jobs)
        with tqdm(total=len(names), unit="notebook", desc="running", disable=None) as bar:
            outcomes, made = make(order, bar.update)
        failed = [each for each in outcomes if each.error]
        page = _publish(made, place) if not failed else _keep(failed, place)
    return [{"notebook": each.name, "error": each.error, "report": "" if failed else str(page)} for each in outcomes]


def make(order: Order, told: Callable[[], Any] = lambda: None) -> tuple[list[Outcome], Path]:
    """Execute the notebooks of an order and, where all of them ran, write their report.

    Out: what became of each, and the folder of the report; where one failed, that of the executed copies.
    """
    done = execute_all(order, lambda outcome: chapter(outcome.name, outcome.path), told)
    outcomes = [outcome for outcome, _ in done]
    if any(each.error for each in outcomes):
        return outcomes, order.folder
    # The notebooks name the folder of their results after the case and the day; those without results have none.
    named = order.build / Path(order.parameters["case"]).name / order.parameters["as_of"]
    made = next((path.parent.parent for path in order.build.glob("*/*/*/results.json")), named)
    made.mkdir(parents=True, exist_ok=True)
    order.folder.rename(made / "notebooks")
    write_report([page for _, page in done], made, made.parent.name, made.name)
    return outcomes, made


def place_name(when: str, given: Mapping[str, str], only: list[str]) -> str:
    """The folder of a report: its day, and what makes it another than the whole one with the usual parameters."""
    unlike = [f"{key}={value}" for key, value in sorted(given.items())]
    unlike += [f"notebooks={'+'.join(only)}"] if only else []
    return re.sub(r"[^\w.+=,-]", "_", ",".join([when, *unlike]))


def refuse_unknown(names: list[str], given: Mapping[str, str]) -> None:
    """Papermill only warns of a parameter that a notebook does not have; a typing error would give another report."""
    if not given:
        return
    import papermill

    for name in names:
        found = papermill.inspect_notebook(str(NOTEBOOKS / f"{name}.ipynb"))
        known = [parameter for parameter in found if parameter not in OPTIONS]
        for parameter in given:
            if parameter in OPTIONS:
                raise ContestedError(f"{parameter}: it has an option of its own; allowed: {OPTIONS[parameter]}")
            if parameter not in known:
                raise ContestedError(f"{parameter}: notebook {name} has no such parameter; allowed: {one_of(known)}")


def _keep(failed: list[Outcome], place: Path) -> Path:
    """Keep the executed copies of failing notebooks beside the place of the report."""
    kept = place.with_name(f"{place.name}.failed")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for each in failed:
        if each.path.exists():
            shutil.copy(each.path, kept / each.path.name)
        print(f"contested: notebook {each.name} failed; {each.error}", file=sys.stderr)
    older = "; an older report stays" if place.exists() else ""
    said = f"{len(failed)} notebook(s) failed; their executed copies are in {kept}{older}"
    print(f"contested: {said}", file=sys.stderr)
    return kept


def _publish(made: Path, place: Path) -> Path:
    """Put a report in the place of the older one; return its page."""
    older = place.with_name(f".{place.name}.older")
    shutil.rmtree(older, ignore_errors=True)
    if place.exists():
        place.rename(older)
    made.rename(place)
    shutil.rmtree(older, ignore_errors=True)
    shutil.rmtree(place.with_name(f"{place.name}.failed"), ignore_errors=True)
    return place / "index.html"

"""Run the notebooks with papermill, several at a time, and put a whole report in the place of the older one."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from contested.case import ROOT, data_folder, load
from contested.folders import build_folder
from contested.parameters import read
from contested.problems import ContestedError, one_of

NOTEBOOKS = ROOT / "notebooks"
OPTIONS = {"case": "--case NAME", "as_of": "--as-of DAY"}
"""Parameters of the notebooks that the command line gives by options."""


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook: where its executed copy stands, and what went wrong, if anything did."""

    name: str
    path: Path
    error: str = ""


def notebook_names() -> list[str]:
    """Names of the notebooks, in the order of their numbers."""
    return sorted(path.stem for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


def execute(name: str, target: Path, parameters: Mapping[str, object], build: Path) -> Outcome:
    """Run one notebook into ``target``; a failing cell is an outcome, not an exception.

    The executed copy is stored also when a cell fails, so that it can be looked at.
    """
    os.environ.update(CONTESTED_BUILD=str(build), JUPYTER_PREFER_ENV_PATH="1", PYTHONHASHSEED="0")
    os.environ.pop("MPLBACKEND", None)
    import papermill
    from jupyter_client.manager import AsyncKernelManager
    from papermill.exceptions import PapermillExecutionError

    class LocalKernel(AsyncKernelManager):
        """A kernel that encrypts its messages where the libraries can: one that does not warns at every start."""

        transport_encryption = "auto"

    try:
        papermill.execute_notebook(
            str(NOTEBOOKS / f"{name}.ipynb"),
            str(target),
            dict(parameters),
            cwd=str(NOTEBOOKS),
            progress_bar=False,
            log_output=False,
            record_timing=False,
            shutdown_kernel="immediate",
            kernel_manager_class=LocalKernel,
        )
    except PapermillExecutionError as error:
        return Outcome(name, target, "\n".join(error.traceback).strip() or f"{error.ename}: {error.evalue}")
    except Exception as error:  # A kernel that dies or does not start must not take the other notebooks with it.
        return Outcome(name, target, f"{error.__class__.__name__}: {error}")
    return Outcome(name, target)


def execute_all(
    names: list[str], folder: Path, parameters: Mapping[str, object], build: Path, executor: Executor
) -> list[Outcome]:
    """Run notebooks through an executor with a progress bar; outcomes come in the order of the names."""
    from tqdm import tqdm

    waiting = {executor.submit(execute, name, folder / f"{name}.ipynb", parameters, build): name for name in names}
    done: dict[str, Outcome] = {}
    with tqdm(total=len(names), unit="notebook", desc="running", disable=None) as bar:
        for future in as_completed(waiting):
            name = waiting[future]
            error = future.exception()
            done[name] = future.result() if error is None else Outcome(name, folder / f"{name}.ipynb", str(error))
            bar.update()
    return [done[name] for name in names]


def run_report(case: str, as_of: str, given: Mapping[str, str], only: list[str], jobs: int) -> pd.DataFrame:
    """Run the notebooks of one case and day and build its report.

    Out: one row a notebook: ``notebook``, ``error`` (blank when it ran), ``report`` (the page; blank when any failed).
    Everything is made in a folder of its own and takes the place of the older report when it is whole. When a notebook
    fails, the older report stays, and the executed copy of the failing one is kept beside it. A report of some of the
    notebooks, or with other parameters than the usual ones, has a place of its own.
    """
    if jobs < 1:
        raise ContestedError(f"jobs: {jobs} is too few; allowed: 1 or more")
    loaded = load(case)
    names = _chosen(only)
    _refuse_unknown(names, given)
    when = f"{read(loaded, as_of, **given).when:%Y-%m-%d}"
    place = build_folder() / loaded.name / _place_name(when, given, names if only else [])
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"'{place.parent}' cannot be written ({error.strerror}); allowed: a folder of yours"
        raise ContestedError(f"CONTESTED_BUILD: {said}") from None
    named = case if (data_folder() / case).is_dir() else str(loaded.folder)
    parameters = {"case": named, "as_of": when, **given}
    with tempfile.TemporaryDirectory(prefix=".run-", dir=place.parent) as temporary:
        build = Path(temporary)
        (build / "notebooks").mkdir()
        with ProcessPoolExecutor(min(jobs, len(names)), mp_context=get_context("spawn")) as pool:
            outcomes = execute_all(names, build / "notebooks", parameters, build, pool)
        failed = [each for each in outcomes if each.error]
        page = _publish(outcomes, build, loaded.name, when, place) if not failed else _keep(failed, place)
    rows = [{"notebook": each.name, "error": each.error, "report": "" if failed else str(page)} for each in outcomes]
    return pd.DataFrame(rows)


def _place_name(when: str, given: Mapping[str, str], only: list[str]) -> str:
    """The folder of a report: its day, and what makes it another than the whole one with the usual parameters."""
    unlike = [f"{key}={value}" for key, value in sorted(given.items())]
    unlike += [f"notebooks={'+'.join(only)}"] if only else []
    return re.sub(r"[^\w.+=,-]", "_", ",".join([when, *unlike]))


def _chosen(only: list[str]) -> list[str]:
    names = notebook_names()
    for name in only:
        if name.removesuffix(".ipynb") not in names:
            raise ContestedError(f"notebook: '{name}' is unknown; allowed: {one_of(names)}")
    return [name for name in names if name in {each.removesuffix(".ipynb") for each in only}] if only else names


def _refuse_unknown(names: list[str], given: Mapping[str, str]) -> None:
    """Papermill only warns of a parameter that a notebook does not have; a typing error would give another report."""
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


def _publish(outcomes: list[Outcome], build: Path, case: str, day: str, place: Path) -> Path:
    """Write the report and put it in the place of the older one; return its page."""
    from contested.report import write_report

    made = build / case / day
    made.mkdir(parents=True, exist_ok=True)
    shutil.move(str(build / "notebooks"), str(made / "notebooks"))
    write_report([(each.name, made / "notebooks" / each.path.name) for each in outcomes], made, case, day)
    older = place.with_name(f".{place.name}.older")
    shutil.rmtree(older, ignore_errors=True)
    if place.exists():
        place.rename(older)
    made.rename(place)
    shutil.rmtree(older, ignore_errors=True)
    shutil.rmtree(place.with_name(f"{place.name}.failed"), ignore_errors=True)
    return place / "index.html"

"""Run the notebooks with papermill, several at a time, and put a whole report in the place of the older one."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from contested import views
from contested.case import ROOT, load
from contested.desk import build_folder
from contested.problems import ContestedError, one_of

NOTEBOOKS = ROOT / "notebooks"


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


def run_report(case: str, as_of: str, given: Mapping[str, str], only: list[str], jobs: int) -> int:
    """Run the notebooks of one case and day and build its report; 1 when a notebook failed, else 0.

    Everything is made in a folder of its own and takes the place of the older report when it is whole. When a
    notebook fails, the older report stays, and the executed copy of the failing one is kept in ``failed``.
    """
    if jobs < 1:
        raise ContestedError(f"jobs: {jobs} is too few; allowed: 1 or more")
    loaded = load(case)
    when = views.day("as_of", as_of, views.last_day(loaded.ledger))
    names = _chosen(only)
    parameters = {
        "case": case if not Path(case).is_dir() else str(Path(case).resolve()),
        "as_of": f"{when:%Y-%m-%d}",
        **given,
    }
    _refuse_unknown(names, given)
    chosen = [f"{key}={value}" for key, value in sorted(given.items())]
    place = build_folder() / loaded.name / ",".join([f"{when:%Y-%m-%d}", *chosen])
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".run-", dir=place.parent) as temporary:
        build = Path(temporary)
        (build / "notebooks").mkdir()
        with ProcessPoolExecutor(min(jobs, len(names)), mp_context=get_context("spawn")) as pool:
            outcomes = execute_all(names, build / "notebooks", parameters, build, pool)
        failed = [each for each in outcomes if each.error]
        if failed:
            return _report_failures(failed, place)
        return _publish(outcomes, build, loaded.name, when.strftime("%Y-%m-%d"), place)


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
        known = papermill.inspect_notebook(str(NOTEBOOKS / f"{name}.ipynb"))
        for parameter in given:
            if parameter not in known:
                raise ContestedError(f"{parameter}: notebook {name} has no such parameter; allowed: {one_of(known)}")


def _report_failures(failed: list[Outcome], place: Path) -> int:
    kept = place.with_name(f"{place.name}.failed")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for each in failed:
        if each.path.exists():
            shutil.copy(each.path, kept / each.path.name)
        print(f"contested: notebook {each.name} failed; {each.error}", file=sys.stderr)
    print(
        f"contested: {len(failed)} notebook(s) failed; their executed copies are in {kept}; an older report stays",
        file=sys.stderr,
    )
    return 1


def _publish(outcomes: list[Outcome], build: Path, case: str, day: str, place: Path) -> int:
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
    print(f"report: {place / 'index.html'}")
    return 0

"""Execute the notebooks of a report through papermill, several at a time, in kernels that share what they can."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contested.folders import NOTEBOOKS, data_folder
from contested.problems import ContestedError, one_of
from contested.sharing import environment, sharing, warm_up
from contested.warm.parent import ColdError

WARM = "contested-warm"
"""papermill's name of the engine that forks children of a warm process."""


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook: where its executed copy stands, and what went wrong, if anything did."""

    name: str
    path: Path
    error: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be executed: notebooks by name, the parameters of all of them, where they write, and with what.

    ``build`` is what the notebooks find as CONTESTED_BUILD, ``data`` as CONTESTED_DATA (blank: as this process does).
    ``brief`` is the file in ``build`` that the brief of the day is written into, blank for none.
    """

    names: list[str]
    parameters: Mapping[str, str]
    build: Path
    engine: str = "warm"
    jobs: int = 1
    data: str = ""
    brief: str = ""

    @property
    def folder(self) -> Path:
        """The folder of the executed copies."""
        return self.build / "notebooks"


def notebook_names() -> list[str]:
    """Names of the notebooks, in the order of their numbers."""
    return sorted(path.stem for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


def chosen(only: list[str]) -> list[str]:
    """Some of the notebooks by their names, or all; raises ContestedError for a name that is none of theirs."""
    names = notebook_names()
    for name in only:
        if name.removesuffix(".ipynb") not in names:
            raise ContestedError(f"notebook: '{name}' is unknown; allowed: {one_of(names)}")
    return [name for name in names if name in {each.removesuffix(".ipynb") for each in only}] if only else names


def execute_all(
    order: Order, then: Callable[[Outcome], Any] = lambda _: None, told: Callable[[], Any] = lambda: None
) -> list[tuple[Outcome, Any]]:
    """Execute notebooks; of each that ran, ``then`` makes something while others run, and ``told`` hears of each end.

    As many notebooks run at a time as there are jobs; the kernel of the next one is forked while they do.

    Out: outcomes in the order of the names, each with what ``then`` returned (None for one that failed).
    """
    order.folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(order)
    try:
        with ThreadPoolExecutor(1) as after, ThreadPoolExecutor(order.jobs + ("warm" in settings)) as pool:
            running = [pool.submit(_one, name, order, settings) for name in order.names]
            made: dict[str, Future[Any]] = {}
            try:
                for future in as_completed(running):
                    outcome = future.result()
                    if not outcome.error:
                        made[outcome.name] = after.submit(then, outcome)
                    told()
            except BaseException:
                # Interrupted: what waits is not begun, and kernels that run end with the process that forked them.
                for each in (pool, after):
                    each.shutdown(wait=False, cancel_futures=True)
                if "warm" in settings:
                    settings["warm"].close()
                raise
        outcomes = [future.result() for future in running]
        return [(each, made[each.name].result() if each.name in made else None) for each in outcomes]
    finally:
        if "warm" in settings:
            settings["warm"].close()


def _settings(order: Order) -> dict[str, Any]:
    """papermill's settings for all notebooks of an order."""
    own = {"CONTESTED_BUILD": str(order.build), "CONTESTED_DATA": order.data or str(data_folder().absolute())}
    settings: dict[str, Any] = {
        "progress_bar": False,
        "log_output": False,
        "record_timing": False,
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
        "shutdown_kernel": "immediate",
        "resources": {"metadata": {"path": str(NOTEBOOKS)}},
    }
    warm_up(order.engine)
    import_tools()
    if order.engine == "warm":
        try:
            turns = threading.BoundedSemaphore(order.jobs)
            settings |= {"engine_name": WARM, "warm": sharing(order, own), "turns": turns}
        except ColdError as reason:
            print(f"contested: ordinary kernels run the notebooks, since {reason}", file=sys.stderr)
    # With a warm process, too: it may end while notebooks wait for it.
    return {**settings, "kernel_manager_class": _local_kernel({**environment(), **own})}


def import_tools() -> None:
    """Import what executes notebooks and makes pages of them; done early, it takes no time while a process warms up."""
    import nbconvert  # noqa: F401
    import papermill  # noqa: F401


def _local_kernel(variables: Mapping[str, str]) -> type:
    """A manager of ordinary kernels with these variables."""
    from jupyter_client.manager import AsyncKernelManager

    class LocalKernel(AsyncKernelManager):
        """A kernel that encrypts its messages where the libraries can: one that does not warns at every start."""

        transport_encryption = "auto"

        async def start_kernel(self, **given: Any) -> None:  # type: ignore[override]
            await super().start_kernel(**{**given, "env": dict(variables)})

    return LocalKernel


def _one(name: str, order: Order, settings: Mapping[str, Any]) -> Outcome:
    """Execute one notebook; a failing cell is an outcome, not an exception.

    The executed copy is stored also when a cell fails, so that it can be looked at.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    target = order.folder / f"{name}.ipynb"
    source = str(NOTEBOOKS / f"{name}.ipynb")
    try:
        papermill.execute_notebook(source, str(target), dict(order.parameters), **settings)
    except PapermillExecutionError as error:
        said = "\n".join(error.traceback).strip() or f"{error.ename}: {error.evalue}"
        return Outcome(name, target, said)
    except Exception as error:  # A kernel that dies or does not start must not take the other notebooks with it.
        return Outcome(name, target, f"{error.__class__.__name__}: {error}")
    return Outcome(name, target)

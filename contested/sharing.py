"""What the notebooks of a report share: a warm process that has loaded their case and worked out what all of them need.

Nothing slow is imported here, so that the process starts while others import.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from contested.folders import NOTEBOOKS, case_folder, data_digest
from contested.problems import ContestedError
from contested.warm.parent import ColdError, Warm, shared

if TYPE_CHECKING:
    from contested.execution import Order

FIXED = {"JUPYTER_PREFER_ENV_PATH": "1", "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""Variables of every kernel: the packages of this environment come first, sets have one order, and the debugger, which
nobody uses, is silent (as with papermill's own command)."""

_loaded: dict[tuple[Warm, Path, str], Warm] = {}
"""Branches of warm processes that have loaded a case, by the process, the case's folder and its digest."""

_loading = threading.Lock()
"""Held while one of them loads: a worker with several threads loads a case once too."""

_begun: list[threading.Thread] = []
"""What ``warm_up`` began."""


def warm_up(engine: str, case: str = "") -> None:
    """Begin to start the warm process and to load a case in a branch of it; what is wrong with either is said later."""

    def begin() -> None:
        with suppress(ColdError, ContestedError, OSError):
            root = _root()
            if case:
                _with_case(root, case_folder(case))

    if engine == "warm":
        _begun[:] = [each for each in _begun if each.is_alive()]
        _begun.append(threading.Thread(target=begin, daemon=True))
        _begun[-1].start()


def warmed_up() -> None:
    """Wait until all that ``warm_up`` began is there: children that are forked then share it."""
    while _begun:
        _begun.pop().join()


def environment() -> dict[str, str]:
    """The variables of every kernel; with MPLBACKEND set, notebooks would show no picture."""
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {**kept, **FIXED}


def _root() -> Warm:
    """The warm process that all others branch from."""
    return shared(environment(), str(NOTEBOOKS))


def sharing(order: Order, own: Mapping[str, str]) -> Warm:
    """A branch of the warm process that has worked out what all notebooks of an order need.

    ``own`` are variables of these notebooks alone. Raises ContestedError for parameters that are wrong, and ColdError
    where no warm process is to be had.
    """
    case = order.parameters.get("case", "")
    branch = _with_case(_root(), Path(order.data, case) if order.data else case_folder(case))
    brief = str(order.build / order.brief) if order.brief else ""
    arguments = {"given": dict(order.parameters), "brief": brief, "alone": len(order.names) == 1}
    warm = branch.branch("contested.parameters:share", arguments, own)
    if warm.error:
        warm.close()
        raise ContestedError(warm.error)
    return warm


def settled(engine: str, given: Mapping[str, str]) -> dict[str, str]:
    """What parameters leave open, see ``parameters.settled``; a warm process finds it, so that nothing is loaded here.

    Raises ContestedError for parameters that are wrong, and CaseError for a case with problems.
    """
    if engine == "warm":
        with suppress(ColdError):
            loaded = _with_case(_root(), case_folder(given["case"]))
            branch = loaded.branch("contested.parameters:settled", {"given": given})
            branch.close()
            if branch.told:
                return dict(branch.told)
    # Also where something is wrong: here it is said in full.
    from contested import parameters

    return parameters.settled(given)


def _with_case(root: Warm, folder: Path) -> Warm:
    """A branch of the warm process that has loaded a case, kept for the next order about the same files."""
    loaded = (root, folder, data_digest(folder))
    with _loading:
        if loaded not in _loaded:
            for older in list(_loaded)[:-1]:
                _loaded.pop(older).close()
            _loaded[loaded] = root.branch("contested.parameters:share_case", {"case": str(folder)})
        return _loaded[loaded]

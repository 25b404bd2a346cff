"""The other end of the warm process: start it, ask it for kernels and branches, close it."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from weakref import WeakSet

OWN = "CONTESTED_"
"""Variables that may differ from run to run; with any other one changed, another warm process is started."""

LONGEST = 1 << 16
"""Bytes of a request; the kernel of Linux takes no message of any length."""

FOLDERS = ("MPLCONFIGDIR", "MATPLOTLIBRC", "IPYTHONDIR", "JUPYTER_CONFIG_DIR")
"""Variables that may name a folder from where the process stands."""

START_SECONDS, BRANCH_SECONDS = 120.0, 3600.0
MOST = 2
"""Warm processes that one process keeps, for as many environments."""


class ColdError(Exception):
    """No warm process is to be had; its text is the reason, as a clause."""


class Warm:
    """A warm process, or a branch of one, whose children get ``environment`` on top of this process's own variables.

    Several threads may ask it at once.
    """

    def __init__(
        self,
        control: socket.socket,
        process: subprocess.Popen[bytes] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.control, self.process, self.environment = control, process, dict(environment or {})
        self.error = ""
        self.told: Any = None
        self._pipes: WeakSet[Connection] = WeakSet()
        self.closed = False

    def kernel(self, folder: str) -> Connection:
        """A new kernel that works in ``folder``: the pipe to it. Raises ColdError when the warm process is gone."""
        mine, other = socket.socketpair()
        # As jupyter_client tells every kernel; IPython's watches by it whether it is still wanted.
        self._ask({"do": "kernel", "cwd": folder}, other, {"JPY_PARENT_PID": str(os.getpid()), **self.environment})
        pipe = Connection(mine.detach())
        self._pipes.add(pipe)
        return pipe

    @property
    def busy(self) -> bool:
        """Whether a kernel of it may still run; those of branches are not known to it, and outlive it."""
        return any(not pipe.closed for pipe in self._pipes)

    def branch(
        self, prepare: str, arguments: Mapping[str, object], environment: Mapping[str, str] | None = None
    ) -> Warm:
        """A warm process whose children share what ``prepare`` ("module:function") worked out.

        ``told`` of the branch is what ``prepare`` returned, which JSON has to hold, and ``error`` the sentence of a
        ContestedError that it raised; any other error is left to the children, which will meet it too. Raises
        ColdError when the process ends or may not be forked any more.
        """
        mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        own = {**self.environment, **(environment or {})}
        request = {"do": "branch", "cwd": str(Path.cwd()), "prepare": prepare, "arguments": dict(arguments)}
        self._ask(request, other, own)
        return _awaited(Warm(mine, environment=own), BRANCH_SECONDS)

    def _ask(self, request: Mapping[str, object], other: socket.socket, environment: Mapping[str, str]) -> None:
        own = {name: value for name, value in os.environ.items() if name.startswith(OWN)}
        text = json.dumps({**request, "environment": {**own, **environment}}).encode()
        with other:
            if len(text) > LONGEST:
                raise ColdError(f"the parameters are too long for one message ({len(text):,} bytes)")
            try:
                socket.send_fds(self.control, [text], [other.fileno()])
            except OSError as error:
                raise ColdError(f"the warm process is gone ({error.strerror})") from None

    def close(self) -> None:
        """End the process and the kernels that it forked; no ordinary ones are to take their place."""
        self.closed = True
        self.control.close()
        if self.process is not None:
            self.process.wait()


def _awaited(warm: Warm, seconds: float) -> Warm:
    """Wait until the process says that it is ready."""
    warm.control.settimeout(seconds)
    try:
        text = warm.control.recv(LONGEST)
    except OSError:
        text = b""
    told = json.loads(text) if text else {"unsafe": "the warm process ended before it was ready"}
    if told["unsafe"]:
        warm.close()
        raise ColdError(told["unsafe"])
    warm.error, warm.told = told["error"], told["told"]
    warm.control.settimeout(None)
    return warm


def start(environment: Mapping[str, str], folder: str) -> Warm:
    """Start a warm process with these variables in this folder. Raises ColdError where there is no safe fork."""
    if sys.platform != "linux":
        raise ColdError(f"processes are not forked on {sys.platform}")
    mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "contested.warm.server", str(other.fileno())]
    settings = {"pass_fds": [other.fileno()], "stdin": subprocess.PIPE, "start_new_session": True}
    with other:
        process = subprocess.Popen(command, cwd=folder, env=dict(environment), **settings)  # type: ignore[call-overload]
    process.stdin.close()
    return _awaited(Warm(mine, process), START_SECONDS)


def home(environment: Mapping[str, str], folder: str) -> str:
    """The folder to start in: the kernels' own, where something is looked up in it as Python and Matplotlib start."""
    searched = environment.get("PYTHONPATH", "")
    named = [*(searched.split(os.pathsep) if searched else []), *(environment.get(name, "/") for name in FOLDERS)]
    local = (Path(folder) / "matplotlibrc").exists() or not all(Path(each).is_absolute() for each in named)
    return folder if local else "/"


_started: dict[tuple[object, ...], Warm | ColdError] = {}
_starting = threading.Lock()


def shared(environment: Mapping[str, str] | None = None, folder: str = "") -> Warm:
    """The warm process of this one for kernels that work in ``folder``, started when it is first asked for.

    A kernel reads its environment (by default that of this process) as it starts and imports; so one with other
    variables needs another process. One that could not be started is not tried again: the same ColdError is raised.
    """
    asked = dict(os.environ if environment is None else environment)
    place = home(asked, folder or str(Path.cwd()))
    now = (place, *sorted(each for each in asked.items() if not each[0].startswith(OWN)))
    with _starting:
        if now not in _started:
            idle = [key for key, warm in _started.items() if isinstance(warm, ColdError) or not warm.busy]
            for key in idle[: max(0, len(_started) + 1 - MOST)]:
                _end(_started.pop(key))
            try:
                _started[now] = start(asked, place)
            except ColdError as reason:
                _started[now] = reason
        found = _started[now]
    if isinstance(found, ColdError):
        raise found
    return found


def _end(warm: Warm | ColdError) -> None:
    if isinstance(warm, Warm):
        warm.close()


def close() -> None:
    """End the warm processes of this one."""
    with _starting:
        while _started:
            _end(_started.popitem()[1])


atexit.register(close)

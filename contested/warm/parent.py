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

OWN = "CONTESTED_"
"""Variables that may differ from run to run; with any other one changed, another warm process is started."""

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

    def kernel(self, folder: str) -> Connection:
        """A new kernel that works in ``folder``: the pipe to it. Raises ColdError when the warm process is gone."""
        mine, other = socket.socketpair()
        self._ask({"do": "kernel", "cwd": folder}, other, self.environment)
        return Connection(mine.detach())

    def branch(
        self, prepare: str, arguments: Mapping[str, object], environment: Mapping[str, str] | None = None
    ) -> Warm:
        """A warm process whose children share what ``prepare`` ("module:function") worked out.

        An error of ``prepare`` is left to the children, which will meet it too. Raises ColdError when the process ends
        or may not be forked any more.
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
            try:
                socket.send_fds(self.control, [text], [other.fileno()])
            except OSError as error:
                raise ColdError(f"the warm process is gone ({error.strerror})") from None

    def close(self) -> None:
        """End the process and the kernels that it forked."""
        self.control.close()
        if self.process is not None:
            self.process.wait()


def _awaited(warm: Warm, seconds: float) -> Warm:
    """Wait until the process says that it is ready."""
    warm.control.settimeout(seconds)
    try:
        text = warm.control.recv(1 << 16)
    except OSError:
        text = b""
    unsafe = json.loads(text)["unsafe"] if text else "the warm process ended before it was ready"
    if unsafe:
        warm.close()
        raise ColdError(unsafe)
    warm.control.settimeout(None)
    return warm


def start(environment: Mapping[str, str]) -> Warm:
    """Start a warm process with these variables. Raises ColdError where there is no safe fork."""
    if sys.platform != "linux":
        raise ColdError(f"processes are not forked on {sys.platform}")
    mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "contested.warm.server", str(other.fileno())]
    settings = {"pass_fds": [other.fileno()], "stdin": subprocess.DEVNULL, "start_new_session": True}
    with other:
        process = subprocess.Popen(command, env=dict(environment), **settings)  # type: ignore[call-overload]
    return _awaited(Warm(mine, process), START_SECONDS)


_started: dict[tuple[tuple[str, str], ...], Warm] = {}
_starting = threading.Lock()


def shared(environment: Mapping[str, str] | None = None) -> Warm:
    """The warm process of this one for an environment (by default its own), started when it is first asked for.

    A kernel reads its environment as it starts and imports; so one with other variables needs another process.
    """
    asked = os.environ if environment is None else environment
    now = tuple(sorted(each for each in asked.items() if not each[0].startswith(OWN)))
    with _starting:
        if now not in _started:
            for key in list(_started)[: len(_started) + 1 - MOST]:
                _started.pop(key).close()
            _started[now] = start(asked)
        return _started[now]


def close() -> None:
    """End the warm processes of this one."""
    with _starting:
        while _started:
            _started.popitem()[1].close()


atexit.register(close)
os.register_at_fork(after_in_child=_started.clear)

"""The warm process: it imports what notebooks import, then forks a child for every run that it is asked for.

It has a control socket, on which each request is one message: a JSON object, and the descriptor of the socket that the
child is to speak through. ``do`` is ``kernel`` (a kernel of IPython) or ``branch`` (a warm process of its own, which
first calls ``prepare`` with ``arguments``, so that its children share what that worked out). Requests carry ``cwd`` and
``environment``, the variables of the project by name.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from contested.problems import ContestedError
from contested.warm.forks import unsafe
from contested.warm.kernel import as_in_a_cell, made_ready, run
from contested.warm.parent import LONGEST, OWN
from contested.warm.wire import Wire

PRELOADED = ("contested.brief", "contested.narrative", "contested.parameters", "contested.tables", "contested.columns")
"""What the project's notebooks import, and pandas and Matplotlib with it."""

LONGEST_ERROR = 4000
"""Most signs of an error that are sent: a case may have a thousand problems, JSON may write a sign in twelve bytes."""


def main() -> None:
    """Make ready, say so on the control socket, and serve until it is closed.

    Every child comes back to this frame, a child of a branch too: a kernel has as many frames below its cells as one
    started anew, so that endless recursion ends at the same depth.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    app = made_ready()
    with as_in_a_cell(app):
        for name in PRELOADED:
            import_module(name)
    control.send(json.dumps({"unsafe": unsafe(), "error": "", "told": None}).encode())
    while True:
        asked, descriptor = serve(control)
        try:
            settle(asked)
            if asked["do"] == "kernel":
                break
            with as_in_a_cell(app):
                told, wrong = prepare(asked["prepare"], asked["arguments"])
            control = socket.socket(fileno=descriptor)
            control.send(json.dumps({"unsafe": unsafe(), "error": wrong, "told": told}).encode())
        except BaseException as error:
            # The other end sees the closed socket; no child goes on as its parent. Where whoever asked was killed,
            # nobody is left to be told.
            if not isinstance(error, BrokenPipeError):
                traceback.print_exc()
            os._exit(1)
    run(app, Wire(Connection(descriptor)))


def serve(control: socket.socket) -> tuple[dict[str, Any], int]:
    """Fork a child for each request, until the other end of the control socket is closed; returns in the children only.

    Out: the request, and the descriptor of the child's socket, which programs that the child starts do not get.
    """
    gc.collect()
    gc.freeze()
    kernels: set[int] = set()
    while True:
        text, descriptors, *_ = socket.recv_fds(control, LONGEST, 1, socket.MSG_CMSG_CLOEXEC)
        kernels -= reaped()
        if not text:
            break
        asked = json.loads(text)
        try:
            child = os.fork()
        except OSError:
            traceback.print_exc()
            child = -1
        if child == 0:
            control.close()
            return asked, descriptors[0]
        if child > 0 and asked["do"] == "kernel":
            kernels.add(child)
        os.close(descriptors[0])
    # A branch has a control socket of its own; kernels in the middle of a cell would go on for nobody.
    for child in kernels:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    os._exit(0)


def reaped() -> set[int]:
    """The children that have ended since this was last asked."""
    ended = set()
    with suppress(ChildProcessError):
        while child := os.waitpid(-1, os.WNOHANG)[0]:
            ended.add(child)
    return ended


def settle(asked: dict[str, Any]) -> None:
    """Give a forked child its session, its variables and its folder."""
    os.setsid()
    for name in [each for each in os.environ if each.startswith(OWN)]:
        del os.environ[name]
    os.environ.update(asked["environment"])
    os.chdir(asked["cwd"])


def prepare(function: str, arguments: dict[str, Any]) -> tuple[Any, str]:
    """Call ``module:function`` with arguments; out: what it returned, or the sentence of an error of the user's.

    Any other error is left to the children, which meet it too and can show where.
    """
    module, _, name = function.partition(":")
    try:
        return getattr(import_module(module), name)(**arguments), ""
    except ContestedError as error:
        from contested.scripts import shortened  # What notebooks import is imported when the kernel is ready.

        return None, shortened(str(error), LONGEST_ERROR)
    except Exception:
        return None, ""


if __name__ == "__main__":
    # As for every kernel: the folder it was started in is no place to import from while it is made ready.
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]
    main()

"""IPython's own kernel, made ready before the fork and run after it, with a wire in the place of its sockets."""

from __future__ import annotations

import atexit
import os
import random
import signal
import sys
import threading
from types import SimpleNamespace
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets import Type

from contested.warm.wire import Outlet, Wire


class WiredKernel(IPythonKernel):
    """The kernel of IPython; only where its messages go to is another."""

    shell_stream = AnyTrait()
    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits in a queue: the client sends the next cell when the one before is done."""


class WarmApp(IPKernelApp):
    """The application around the kernel, in two steps: ``initialize`` opens nothing and starts no thread, so that the
    process may be forked; ``attach`` gives the child its streams and its wire."""

    kernel_class = Type(WiredKernel)

    def nothing(self, **_: object) -> None:
        """There are no sockets, so none is opened, written down or watched."""

    init_connection_file = write_connection_file = log_connection_info = nothing
    init_poller = init_sockets = init_heartbeat = nothing

    def init_io(self) -> None:
        """Leave the streams alone until ``attach``: redirecting them starts threads."""

    def init_kernel(self) -> None:
        """Make the kernel without sockets."""
        self.kernel = WiredKernel.instance(
            parent=self, session=self.session, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns
        )

    def attach(self, wire: Wire) -> None:
        """Give the kernel of a forked child its streams, its display hooks and the wire for its messages."""
        self.session.pid = os.getpid()
        self.iopub_thread = IOPubThread(Outlet(wire, "iopub", zmq.Context()), pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket
        IPKernelApp.init_io(self)
        kernel: Any = self.kernel
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        kernel.shell_stream = Outlet(wire, "shell")
        kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
        kernel.shell.displayhook.pub_socket = kernel.shell.display_pub.pub_socket = self.iopub_socket
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        self.displayhook.get_execution_count = lambda: kernel.execution_count


def made_ready() -> WarmApp:
    """The application with its kernel and shell, with the user's own configuration, as papermill would start it."""
    app = WarmApp.instance()
    app.initialize(["--HistoryManager.hist_file=:memory:"])
    app.session.key = b""
    return app


def run(app: WarmApp, wire: Wire) -> None:
    """Answer the messages of the wire until it is closed, then end this process; never returns."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    app.attach(wire)
    kernel: Any = app.kernel
    loop = kernel.io_loop = IOLoop.current()
    done = threading.Event()

    def listen() -> None:
        while True:
            try:
                _, frames = wire.receive()
            except (EOFError, OSError):
                break
            loop.add_callback(kernel.shell_main, None, [zmq.Frame(frame) for frame in frames])
        # An idle kernel ends as others do; one in the middle of a cell would keep on working for nobody.
        loop.add_callback(loop.stop)
        if not done.wait(1):
            os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=listen, daemon=True, name="wire").start()
    wire.send("ready", [str(os.getpid()).encode()])
    loop.start()
    done.set()
    atexit._run_exitfuncs()
    os._exit(0)

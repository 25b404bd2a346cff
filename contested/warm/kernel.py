"""IPython's own kernel, made ready before the fork and run after it, with a wire in the place of its sockets."""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import ipykernel.kernelapp as ordinary
import ipykernel_launcher
import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets import Type

from contested.warm.wire import LAST_SECONDS, Outlet, Wire


class Standing(io.TextIOBase):
    """The standard stream of the warm process, whose writer is exchanged for the kernel's own in each child.

    It looks like the kernel's to modules as they are imported: pandas takes its encoding, others keep hold of it.
    """

    encoding = "UTF-8"

    def __init__(self) -> None:
        self.writer: Any = sys.__stderr__

    def write(self, text: str) -> int:
        """Write to the stream of the moment."""
        return int(self.writer.write(text))

    def flush(self) -> None:
        """Flush the stream of the moment."""
        self.writer.flush()


class WiredKernel(IPythonKernel):
    """The kernel of IPython; only where its messages go to is another."""

    shell_stream = AnyTrait()
    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits in a queue: the client sends the next cell when the one before is done."""


class IPKernelApp(ordinary.IPKernelApp):
    """The application around the kernel, in two steps: ``initialize`` opens nothing and starts no thread, so that the
    process may be forked; ``attach`` gives the child its streams and its wire.

    Its name is the ordinary one's, by which libraries and IPython's configuration know that this is a notebook."""

    kernel_class = Type(WiredKernel)

    def nothing(self, **_: object) -> None:
        """There are no sockets, so none is opened, written down or watched."""

    init_connection_file = write_connection_file = log_connection_info = init_heartbeat = nothing

    def init_poller(self) -> None:
        """Watch no parent; the thread of an ordinary kernel that does has a number, and those of cells the next."""
        threading.Thread()

    def init_sockets(self) -> None:
        """Open none; the log that an ordinary kernel sets up along with its sockets belongs to the cells, too."""
        self.configure_tornado_logger()

    def init_io(self) -> None:
        """Leave the streams alone until ``attach``: redirecting them starts threads."""

    def init_extensions(self) -> None:
        """Leave the user's extensions until ``attach``: they may print, start threads, or ask for the folder."""

    def init_code(self) -> None:
        """Leave the user's startup files until ``attach``, as the extensions."""

    def init_kernel(self) -> None:
        """Make the kernel without sockets."""
        self.kernel = WiredKernel.instance(
            parent=self, session=self.session, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns
        )

    def attach(self, wire: Wire) -> None:
        """Give the kernel of a forked child its streams, its display hooks and the wire; then run the user's code."""
        self.session.pid = os.getpid()
        self.iopub_thread = IOPubThread(Outlet(wire, "iopub", zmq.Context()), pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket
        standing: Any = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        ordinary.IPKernelApp.init_io(self)
        standing[0].writer, standing[1].writer = sys.stdout, sys.stderr
        kernel: Any = self.kernel
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        kernel.shell_stream = Outlet(wire, "shell")
        kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
        kernel.shell.displayhook.pub_socket = kernel.shell.display_pub.pub_socket = self.iopub_socket
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        self.displayhook.get_execution_count = lambda: kernel.execution_count
        ordinary.IPKernelApp.init_extensions(self)
        ordinary.IPKernelApp.init_code(self)
        # What was said until now belongs to no cell.
        kernel._stdout.flush()
        kernel._stderr.flush()


def made_ready() -> IPKernelApp:
    """The application with its kernel and shell, with the user's own configuration, as papermill would start it.

    The words of the command are those of an ordinary kernel, since cells and libraries look at them (tqdm, argparse);
    only the connection file is not there.
    """
    unused = tempfile.mktemp(suffix=".json")
    sys.argv[:] = [ipykernel_launcher.__file__, "-f", unused, "--HistoryManager.hist_file=:memory:"]
    app = IPKernelApp.instance()
    app.initialize()
    app.session.key = b""
    sys.stdout, sys.stderr = Standing(), Standing()
    return app


def as_in_a_cell(app: IPKernelApp) -> AbstractContextManager[object]:
    """Where modules are imported: they ask IPython whether they are in a notebook, which it says within cells."""
    shell: Any = app.shell
    return shell.builtin_trap


def run(app: IPKernelApp, wire: Wire) -> None:
    """Answer the messages of the wire until it is closed or a cell ends the kernel."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    app.attach(wire)
    kernel: Any = app.kernel
    loop = kernel.io_loop = IOLoop.current()

    async def end() -> None:
        await kernel._at_shutdown()
        loop.stop()

    def listen() -> None:
        while True:
            try:
                _, frames = wire.receive()
            except (EOFError, OSError):
                break
            loop.add_callback(kernel.shell_main, None, [zmq.Frame(frame) for frame in frames])
        # An idle kernel ends as others do; one in the middle of a cell would keep on working for nobody.
        loop.add_callback(end)
        time.sleep(LAST_SECONDS + 1)
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=listen, daemon=True, name="wire").start()
    wire.send("ready", [str(os.getpid()).encode()])
    loop.start()

"""A forked kernel as nbclient sees it: its manager and its client in one, over a wire."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.session import Session

from contested.warm.parent import Warm
from contested.warm.wire import Wire

LAST_SECONDS = 10.0
"""How long a kernel may take to end by itself, as jupyter_client has it."""


class Channel:
    """The messages of one channel, in the order of their coming."""

    def __init__(self, kernel: ForkedKernel) -> None:
        self.kernel = kernel
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Wait for the next message; raises queue.Empty when none comes within ``timeout`` seconds."""
        self.kernel.listen()
        try:
            return await asyncio.wait_for(self.waiting.get(), timeout)
        except TimeoutError:
            raise Empty from None

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self.kernel.send(message)


class ForkedKernel:
    """One kernel for one notebook, with what nbclient asks of a KernelManager and of a KernelClient."""

    allow_stdin = False

    def __init__(self, warm: Warm) -> None:
        self.warm = warm
        self.session = Session(key=b"")
        self.shell_channel, self.iopub_channel, self._ready = Channel(self), Channel(self), Channel(self)
        self.has_kernel = self._ended = False
        self._pid = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def start_kernel(self, cwd: str = "", **_: object) -> None:
        """Have the kernel forked; raises ColdError when that is not to be had."""
        self._wire = Wire(self.warm.kernel(cwd or str(Path.cwd())))
        self.has_kernel = True

    def client(self) -> ForkedKernel:
        """The kernel's client, which is this."""
        return self

    def start_channels(self) -> None:
        """Nothing: the wire is open."""

    def stop_channels(self) -> None:
        """Stop listening."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._wire.connection.fileno())
        self._loop = None

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has said its process number; raises RuntimeError when it does not."""
        try:
            self._pid = (await self._ready.get_msg(timeout))["pid"]
        except Empty:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None

    def listen(self) -> None:
        """Take messages off the wire whenever the running loop is idle."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop and not self._ended:
            self.stop_channels()
            self._loop = loop
            loop.add_reader(self._wire.connection.fileno(), self._take)

    def _take(self) -> None:
        try:
            channel, frames = self._wire.receive()
        except (EOFError, OSError):
            self.stop_channels()
            self._ended = True
            return
        if channel == "ready":
            self._ready.waiting.put_nowait({"pid": int(frames[0])})
            return
        _, parts = self.session.feed_identities(frames)
        into = self.shell_channel if channel == "shell" else self.iopub_channel
        into.waiting.put_nowait(self.session.deserialize(parts))

    def send(self, message: dict[str, Any]) -> str:
        """Send a message to the kernel and return its id; one that is gone is found by ``is_alive``."""
        try:
            self._wire.send("shell", self.session.serialize(message))
        except OSError:
            self._ended = True
        return str(message["header"]["msg_id"])

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Send a cell; return the id of the message."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": self.allow_stdin,
            "stop_on_error": stop_on_error,
        }
        return self.send(self.session.msg("execute_request", content))

    def kernel_info(self) -> str:
        """Ask the kernel what it is; return the id of the message."""
        return self.send(self.session.msg("kernel_info_request"))

    def is_alive(self) -> bool:
        """Whether the other end of the wire is open."""
        return self.has_kernel and not self._ended

    def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs, and what it has started."""
        os.killpg(self._pid, signal.SIGINT)

    def shutdown_kernel(self, now: bool = False) -> None:
        """End the kernel: at once, or as it ends by itself when its client is gone."""
        if not self.has_kernel:
            return
        self.stop_channels()
        if not now and not self._ended:
            now = not self._wire.hung_up(LAST_SECONDS)
        if now and self._pid:
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
        self._wire.connection.close()
        self.has_kernel = False

    def cleanup_resources(self) -> None:
        """Nothing: the kernel had no files."""

"""A forked kernel as nbclient sees it: its manager and its client in one, over a wire."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.session import Session

from contested.warm.parent import ColdError, Warm
from contested.warm.wire import LAST_SECONDS, Wire


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
    """One kernel for one notebook, with what nbclient asks of a KernelManager and of a KernelClient.

    Raises ColdError when it is not to be had within ``seconds``.
    """

    allow_stdin = False
    has_kernel = True

    def __init__(self, warm: Warm, folder: str, seconds: float) -> None:
        self.session = Session(key=b"")
        self.shell_channel, self.iopub_channel = Channel(self), Channel(self)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended, self._running = False, ""
        self._wire = Wire(warm.kernel(folder))
        self._pid = self._wire.number("ready", seconds)
        if not self._pid:
            self._wire.connection.close()
            raise ColdError("the warm process did not fork a kernel")

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

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Nothing: it is ready."""

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
        _, parts = self.session.feed_identities(frames)
        message = self.session.deserialize(parts)
        if channel == "shell" and message["parent_header"].get("msg_id") == self._running:
            self._running = ""
        into = self.shell_channel if channel == "shell" else self.iopub_channel
        into.waiting.put_nowait(message)

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
        self._running = self.send(self.session.msg("execute_request", content))
        return self._running

    def kernel_info(self) -> str:
        """Ask the kernel what it is; return the id of the message."""
        return self.send(self.session.msg("kernel_info_request"))

    def is_alive(self) -> bool:
        """Whether the kernel runs; what it started may hold its end of the wire open for longer."""
        return not (self._ended or self._gone())

    def _gone(self) -> bool:
        """Whether the process has ended; the warm process may not have asked for its exit code yet."""
        try:
            state = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        return state in "ZX"

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._pid, number)

    def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs, and what it has started."""
        self._signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False) -> None:
        """End the kernel and what it started: at once, or by the steps of jupyter_client, each with its time.

        Until it has ended, nbclient hears what an interrupted cell says.
        """
        self.listen()
        if not now:
            if self._running:
                self._signal(signal.SIGINT)
            self._wire.hang_up()
            if not await self._gone_within(LAST_SECONDS / 2):
                self._signal(signal.SIGTERM)
                await self._gone_within(LAST_SECONDS / 2)
        self._signal(signal.SIGKILL)
        self.stop_channels()
        self._wire.connection.close()

    async def _gone_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._gone() and time.monotonic() < until:
            await asyncio.sleep(0.005)
        # What it said last may still be on its way.
        if self._running:
            await asyncio.sleep(0.05)
        return self._gone()

    def cleanup_resources(self) -> None:
        """Nothing: the kernel had no files."""

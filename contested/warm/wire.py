"""Jupyter messages over a pipe between a client and its kernel: a channel's name, then the frames of the message."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from contextlib import suppress
from itertools import accumulate, pairwise
from multiprocessing.connection import Connection

LAST_SECONDS = 5.0
"""How long a kernel may take to end by itself, as jupyter_client has it."""


class Wire:
    """Both ends of the pipe speak through one of these; several threads may send."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._sending = threading.Lock()

    def send(self, channel: str, frames: list[bytes]) -> None:
        """Send one message; raises OSError when the other end is gone."""
        parts = [channel.encode(), *frames]
        head = struct.pack(f"!H{len(parts)}Q", len(parts), *map(len, parts))
        # In one piece: a message has about nine frames, and every write is a call of the system.
        with self._sending:
            self.connection.send_bytes(b"".join([head, *parts]))

    def receive(self) -> tuple[str, list[bytes]]:
        """Wait for one message; raises EOFError or OSError when the other end is gone."""
        told = self.connection.recv_bytes()
        (count,) = struct.unpack_from("!H", told)
        ends = accumulate(struct.unpack_from(f"!{count}Q", told, 2), initial=2 + 8 * count)
        channel, *frames = (told[begin:end] for begin, end in pairwise(ends))
        return channel.decode(), frames

    def number(self, named: str, seconds: float) -> int:
        """The number that the other end says on a channel of this name; 0 when it says none in time.

        What it says before, as startup files do, belongs to no cell and is forgotten.
        """
        until = time.monotonic() + seconds
        try:
            while self.connection.poll(max(0.0, until - time.monotonic())):
                channel, frames = self.receive()
                if channel == named:
                    return int(frames[0])
        except (EOFError, OSError):
            return 0
        return 0

    def hang_up(self) -> None:
        """Say no more; what the other end says can still be read."""
        with socket.socket(fileno=os.dup(self.connection.fileno())) as pipe, suppress(OSError):
            pipe.shutdown(socket.SHUT_WR)


class Outlet:
    """One channel of a wire as the socket that IPython's kernel writes to."""

    def __init__(self, wire: Wire, channel: str, context: object = None) -> None:
        self.wire, self.channel, self.context = wire, channel, context

    def send_multipart(self, frames: list[bytes], *_: object, **__: object) -> None:
        """Send one message, given as a socket takes it; once nobody listens there is nothing to be told."""
        try:
            self.wire.send(self.channel, [bytes(frame) for frame in frames])
        except OSError:
            return

    def close(self) -> None:
        """Nothing: the wire is closed where it was opened."""

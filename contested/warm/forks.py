"""Whether this process may be forked."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

FORKABLE = ("jemalloc_bg_thd",)
"""Threads that come to no harm: jemalloc, in Arrow, holds its locks over a fork and starts its thread anew."""


def unsafe() -> str:
    """Why this process may not be forked, as a clause; blank when it may.

    A lock that another thread holds at the fork is held for ever in the child. Libraries that stop their own threads
    before a fork are no danger, so a fork is tried first and the threads that are left are counted.
    """
    if sys.platform != "linux":
        return f"processes are not forked on {sys.platform}"
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    tasks = [each for each in Path("/proc/self/task").iterdir() if each.name != str(os.getpid())]
    left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    left += [name for each in tasks if (name := (each / "comm").read_text().strip()) not in FORKABLE]
    return f"threads run beside the main one ({', '.join(left)})" if left else ""

"""Whether this process may be forked."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
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
    try:
        child = os.fork()
    except OSError as error:
        return f"a process cannot be forked ({error.strerror})"
    if child == 0:
        os._exit(0)
    with suppress(ChildProcessError):  # Where SIGCHLD is ignored nobody need wait for it.
        os.waitpid(child, 0)
    left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # It has ended since.
            name = (task / "comm").read_text().strip()
            left += [name] if task.name != str(os.getpid()) and name not in FORKABLE else []
    return f"threads run beside the main one ({', '.join(left)})" if left else ""

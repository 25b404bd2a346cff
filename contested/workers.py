"""Processes that make reports beside this one, forked from one that has imported what all of them need."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

PRELOADED = ["contested.sweeps.work", "contested.sweeps.gather"]


def workers() -> BaseContext:
    """How workers are started: forked from a process of their own, or anew where there is no such fork."""
    forked = "forkserver" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if forked else "spawn")


def prepare_workers() -> None:
    """Begin to start the process that workers are forked from."""
    context = workers()
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver

        context.set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()

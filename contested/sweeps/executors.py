"""Where the reports of a sweep are made: in processes of this machine, or wherever an existing scheduler puts them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, connection, get_context, parent_process
from typing import Any

from contested.problems import ContestedError
from contested.sharing import warmed_up
from contested.sweeps import work
from contested.warm.forks import unsafe

ALLOWED = "local, or dask://HOST:PORT, the address of a Dask scheduler"
ADDRESS = re.compile(r"dask://(?:\[([0-9a-fA-F:.]+)\]|([^\s/:\[\]]+)):([0-9]{1,5})/?")
ANSWERS = 20
"""Seconds in which a scheduler has to answer."""

FAR = 2000
"""Reports that a scheduler is given at a time: more than a cluster makes at once."""


def refuse_unknown(name: str) -> None:
    """Raise ContestedError for a name that is no executor's."""
    found = ADDRESS.fullmatch(name)
    if name != "local" and not (found and 0 < int(found[3]) < 65536):
        raise ContestedError(f"executor: '{name}' is unknown; allowed: {ALLOWED}")


@contextmanager
def opened(name: str, jobs: int, many: int) -> Iterator[tuple[Executor, int]]:
    """Open an executor by its name for so many reports; out: the executor, and how many it is to be given at a time.

    ``local`` has as many processes as there are ``jobs``. With one of them all is done in this process, so that a store
    in its memory can be used. Raises ContestedError where Dask is not installed or its scheduler is not there.
    """
    if name != "local":
        with _dask(name) as far:
            yield far, FAR
    elif jobs == 1:
        yield Here(), 1
    else:
        with _processes(min(jobs, many)) as pool:
            yield pool, min(jobs, many)


class Here(Executor):
    """Does what it is given at once, in this thread: an interrupt ends it, and waits for nothing."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call a function; out: its result or error, as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Processes of this machine, which end with this one, and what they were making with them.

    Where it is safe they are forked, with what this process has imported and with its warm process.
    """
    warmed_up()
    context = get_context("spawn" if unsafe() else "fork")
    with tempfile.TemporaryDirectory(prefix="contested-sweep-", ignore_cleanup_errors=True) as scratch:
        pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(scratch,))
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in active_children():
                child.terminate()
                child.join()
            raise
        pool.shutdown()


def _begin(scratch: str) -> None:
    """Make a worker end when the process that started it does: it would wait for its next report for ever."""
    work.SCRATCH = scratch
    work.code_digest.cache_clear()  # That of the process it was forked from may be of older files.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent").start()


@contextmanager
def _dask(name: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ContestedError(f"executor: '{name}' needs Dask; to install it: pip install 'contested[dask]'") from None
    found = ADDRESS.fullmatch(name)
    assert found is not None
    try:
        # Dask itself asks an address again and again on which nobody listens.
        socket.create_connection((found[1] or found[2], int(found[3])), ANSWERS).close()
        client = Client(name.rstrip("/").replace("dask://", "tcp://"), timeout=ANSWERS, set_as_default=False)
    except (OSError, ValueError) as error:
        said = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise ContestedError(f"executor: there is no Dask scheduler at '{name}' ({said}); allowed: {ALLOWED}") from None
    # Reports with the same parameters are asked for once by the sweep itself; Dask must not guess that for it.
    with client:
        far = client.get_executor(pure=False)
        try:
            yield far
        except BaseException:
            far.shutdown(wait=False)
            raise
        far.shutdown()

"""Where the reports of a sweep are made: in processes of this machine, or wherever an existing scheduler puts them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from contested.problems import ContestedError

ALLOWED = "local, or dask://HOST:PORT, the address of a Dask scheduler"


@contextmanager
def opened(name: str, jobs: int) -> Iterator[Executor]:
    """Open an executor by its name: ``local`` with so many workers, or that of a Dask scheduler at an address.

    With one local worker all is done in this process, so that a store in its memory can be used. Raises ContestedError
    for another name, and where Dask is not installed or its scheduler is not there.
    """
    if name == "local":
        one = ThreadPoolExecutor(1)
        pool: Executor = one if jobs == 1 else ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
    elif name.startswith("dask://"):
        with _dask(name) as far:
            yield far
    else:
        raise ContestedError(f"executor: '{name}' is unknown; allowed: {ALLOWED}")


@contextmanager
def _dask(name: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ContestedError(f"executor: '{name}' needs Dask; to install it: pip install 'contested[dask]'") from None
    try:
        client = Client(f"tcp://{name.removeprefix('dask://')}", timeout=20, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ContestedError(
            f"executor: there is no Dask scheduler at '{name}' ({error}); allowed: {ALLOWED}"
        ) from None
    # Reports with the same parameters are asked for once by the sweep itself; Dask must not guess that for it.
    with client, client.get_executor(pure=False) as far:
        yield far

"""The engine ``contested-warm`` for papermill; imports nothing until it runs, since papermill loads every engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, ClassVar


class WarmEngine:
    """papermill's own engine, with a kernel forked from a warm process in the place of one started anew."""

    said: ClassVar[set[str]] = set()
    """Reasons for ordinary kernels that the log has had already."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, warm: Any = None, turns: Any = None, **settings: Any) -> Any:
        """Execute a notebook as ``papermill.engines.NBClientEngine`` does, whose settings these are.

        ``warm`` is the warm process to fork from; without it this process has one of its own. Where none is to be had
        the ordinary engine runs the notebook, and papermill's log says why. ``turns``, a semaphore, is held while the
        cells run; without it they run at once.
        """
        from jupyter_core.utils import run_sync
        from papermill.engines import NBClientEngine
        from papermill.log import logger

        from contested.warm import parent, specs
        from contested.warm.client import ForkedKernel

        @contextmanager
        def turn() -> Iterator[None]:
            with turns or nullcontext():
                if warm and warm.closed:  # Interrupted while it waited.
                    raise parent.ColdError("the warm process was closed")
                yield

        folder = str(settings.get("resources", {}).get("metadata", {}).get("path") or Path.cwd())
        try:
            specs.refuse_other(kernel_name, {} if warm else settings)
            kernel = ForkedKernel(warm or parent.shared(folder=folder), folder, settings.get("start_timeout") or 60)
        except parent.ColdError as reason:
            if warm and warm.closed:
                raise
            if str(reason) not in cls.said:
                cls.said.add(str(reason))
                logger.warning(f"contested-warm: ordinary kernels run the notebooks, since {reason}")
            with turn():
                return NBClientEngine.execute_notebook(nb, kernel_name, **settings)

        class ForkedEngine(NBClientEngine):
            """The ordinary engine with a kernel given to it, which it ends before the notebook is stored, as its own.

            What a cell says that was interrupted by a timeout belongs to the notebook.
            """

            @classmethod
            def execute_managed_notebook(cls, *given: Any, **settings: Any) -> Any:
                try:
                    with turn():
                        return super().execute_managed_notebook(*given, km=kernel, **settings)
                finally:
                    run_sync(kernel.shutdown_kernel)(now=settings.get("shutdown_kernel") == "immediate")

        return ForkedEngine.execute_notebook(nb, kernel_name, **settings)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> Any:
        """The kernel that the notebook asks for; see papermill."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> Any:
        """The language that the notebook is in; see papermill."""
        from papermill.utils import nb_language

        return nb_language(nb, language)

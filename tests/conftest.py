"""What the tests share: the case of the project, and makers of tiny made-up cases."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from make_case import write_case

from contested.case import Case, load

# Where the tests themselves run in the background, an interrupt is ignored, and by all that they start as well.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def kursk() -> Case:
    """The case of the project, loaded once."""
    return load("kursk-2024")


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write made-up cases, each into a folder of its own; see ``make_case.write_case``."""
    names = iter(range(1000))
    return lambda *rows, **options: write_case(tmp_path / f"case-{next(names)}", rows, **options)


@pytest.fixture
def world(folder: Callable[..., Path]) -> Callable[..., Case]:
    """Write made-up cases and load them."""
    return lambda *rows, **options: load(str(folder(*rows, **options)))

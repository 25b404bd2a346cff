"""What can be wrong with a case, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one cell, line or file of a case."""

    file: str
    line: int
    column: str
    what: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.allowed}"


class ContestedError(Exception):
    """A mistake of the user's, said in one sentence that names what is wrong and what is allowed."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook the sentence stands alone: a traceback would hide it."""
        return [str(self)]


class CaseError(ContestedError):
    """A case that cannot be loaded, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def one_of(names: Iterable[str], most: int = 12) -> str:
    """Say what is allowed: all names when they are few, else how many there are and the first of them."""
    known = [name for name in names if name]
    if len(known) <= most:
        return ", ".join(known) or "nothing"
    return f"{', '.join(known[:most])} and {len(known) - most} more"

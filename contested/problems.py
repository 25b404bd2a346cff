"""What can be wrong with a case, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST, FIRST = 1000, 20
"""How many problems are listed one by one, and how many of each column where there are more."""


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
        self.problems = in_order(problems)
        super().__init__(listed(self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and column, each once."""
    found = {(each.file, each.line, each.column, each.what, each.allowed): each for each in problems}
    return [found[key] for key in sorted(found)]


def listed(problems: Sequence[Problem]) -> str:
    """Problems line by line; of very many the first of each column, and how many more it has."""
    if len(problems) <= MOST:
        return "\n".join(map(str, problems))
    columns: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        columns.setdefault((each.file, each.column), []).append(each)
    lines: list[str] = []
    for (file, column), found in columns.items():
        lines += map(str, found[:FIRST])
        if rest := found[FIRST:]:
            where = f"in lines {rest[0].line} to {rest[-1].line}"
            lines.append(f"{file}::{column}: {len(rest)} more {where}; 'contested check --format csv' lists them all")
    return "\n".join(lines)


def one_of(names: Iterable[str], most: int = 12) -> str:
    """Say what is allowed: all names when they are few, else how many there are and the first of them."""
    known = [name for name in names if name]
    if len(known) <= most:
        return ", ".join(known) or "nothing"
    return f"{', '.join(known[:most])} and {len(known) - most} more"

"""What can be wrong in a cell by itself: it is blank, doubled, of another type or form, or out of range."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from contested.problems import Problem, one_of
from contested.reading import LINE
from contested.schema import Field, Table

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
DAY = "a day as YYYY-MM-DD"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
"""Control characters, which no page prints; a tab and the ends of lines may stand in a note."""


class Reporter:
    """Turns masks over a table's rows into problems with file, line and column."""

    def __init__(self, folder: Path, table: Table, frame: pd.DataFrame) -> None:
        self.file, self.frame = str(folder / table.path), frame

    def __call__(
        self, bad: Iterable[bool], column: str, what: str, allowed: str | Callable[[str], str]
    ) -> Iterator[Problem]:
        """Yield a problem for each True in ``bad``, one a row; ``{}`` in ``what`` stands for the cell."""
        for index in self.frame.index[np.asarray(bad, dtype=bool)]:
            cell, line = str(self.frame.at[index, column]), int(self.frame.at[index, LINE])
            said = allowed(cell) if callable(allowed) else allowed
            yield Problem(self.file, line, column, what.replace("{}", re.sub(CONTROL, _named, cell)), said)


def _named(found: re.Match[str]) -> str:
    """A control character in a form that can be printed."""
    return f"<U+{ord(found[0]):04X}>"


def check_fields(report: Reporter, table: Table) -> Iterator[Problem]:
    """Check every column's required cells, type, enum, pattern, range and uniqueness."""
    for field in table.fields:
        cells = report.frame[field.name]
        blank = cells.eq("")
        control = cells.str.contains(CONTROL)
        yield from report(control, field.name, "'{}' holds a control character", "text that can be printed")
        if field.required:
            yield from report(blank, field.name, "the cell is blank", "a value is required here")
        yield from _check_type(report, field, cells, ~blank)
        if field.constraints.get("unique"):
            yield from _check_unique(report, field.name, cells.duplicated(keep="first") & ~blank)
    key = list(table.primary_key)
    if len(key) > 1:
        doubled = report.frame.duplicated(key, keep="first")
        yield from report(doubled, key[0], "the row stands twice", f"one row for each {', '.join(key)}")


def _check_unique(report: Reporter, column: str, doubled: pd.Series) -> Iterator[Problem]:
    lines = report.frame.drop_duplicates(column).set_index(column)[LINE]
    yield from report(doubled, column, "'{}' stands twice", lambda cell: f"it stands in line {lines[cell]}")


def _check_type(report: Reporter, field: Field, cells: pd.Series, given: pd.Series) -> Iterator[Problem]:
    if field.type in ("number", "integer"):
        yield from _check_number(report, field, cells, given)
    elif field.type == "date":
        yield from report(given & ~real_dates(cells), field.name, "'{}' is not a date", DAY)
    elif "enum" in field.constraints:
        names = field.constraints["enum"]
        allowed = f"one of {one_of(names, 20)}"
        yield from report(given & ~cells.isin(names), field.name, "'{}' is not known here", allowed)
    elif "pattern" in field.constraints:
        pattern = field.constraints["pattern"]
        bad = given & ~cells.str.fullmatch(pattern)
        yield from report(bad, field.name, "'{}' has the wrong form", f"it must match {pattern}")
        if field.name == "said_on":
            days = cells + pd.Series("-01", index=cells.index).where(cells.str.len().eq(7), "")
            times = pd.to_datetime(days.where(given & ~bad), format="ISO8601", utc=True, errors="coerce")
            unreal = given & ~bad & (~real_dates(days.str.slice(0, 10)) | times.isna())
            allowed = f"{DAY}, such a day and a time with its offset, or a month as YYYY-MM"
            yield from report(unreal, field.name, "'{}' is not a date", allowed)


def _check_number(report: Reporter, field: Field, cells: pd.Series, given: pd.Series) -> Iterator[Problem]:
    pattern, kind = NUMBER, "a plain number, without separators"
    if field.type == "integer":
        pattern, kind = r"[+-]?[0-9]+", "a whole number"
    wrong = given & ~cells.str.fullmatch(pattern)
    yield from report(wrong, field.name, f"'{{}}' is not {kind}", "digits with a point for decimals, or blank")
    numbers = cells.where(given & ~wrong).astype(float)
    endless = numbers.abs().eq(float("inf"))
    yield from report(endless, field.name, "'{}' is too large", "a number that a computer can hold")
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    outside = (numbers < low) if low is not None else pd.Series(False, index=cells.index)
    outside |= (numbers > high) if high is not None else False
    limits = [f"{low} or more" if low is not None else "", f"{high} or less" if high is not None else ""]
    yield from report(outside, field.name, "{} is out of range", " and ".join(filter(None, limits)))


def real_dates(cells: pd.Series) -> pd.Series:
    """Whether each text is a day that the calendar has, written YYYY-MM-DD."""
    shaped = cells.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    return shaped & pd.to_datetime(cells.where(shaped), format="%Y-%m-%d", errors="coerce").notna()

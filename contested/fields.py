"""What can be wrong in a cell by itself: it is blank, doubled, of another type or form, or out of range."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from contested.problems import Problem, one_of
from contested.reading import LINE
from contested.schema import Field, Table

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
DAY = "a day as YYYY-MM-DD"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
"""Control characters, which no page prints; a tab and the ends of lines may stand in a note."""

TOGETHER = 10_000
"""Texts that are searched for control characters in one go; of more a simple form is looked for by Arrow."""

PLAIN = r"(?!.*(\[\[|\[:|\(\?|\?\+|\*\+|\+\+|\}\+|\{,|\{0[0-9]|,0[0-9]))[A-Za-z0-9_.^$\[\]()|?*+{},#-]*"
"""Patterns that mean the same to Python and to RE2, Arrow's engine: signs of ASCII, their classes and repetitions."""


class Reporter:
    """Turns masks over a table's rows into problems with file, line and column."""

    def __init__(self, folder: Path, table: Table, frame: pd.DataFrame) -> None:
        self.file, self.frame = str(folder / table.path), frame

    def __call__(
        self, bad: Iterable[bool], column: str, what: str, allowed: str | Callable[[str], str]
    ) -> Iterator[Problem]:
        """Yield a problem for each True in ``bad``, one a row; ``{}`` in ``what`` stands for the cell."""
        rows = np.flatnonzero(np.asarray(bad, dtype=bool))
        said: dict[str, tuple[str, str]] = {}
        for cell, line in zip(self.frame[column].iloc[rows], self.frame[LINE].iloc[rows].tolist(), strict=True):
            if cell not in said:
                shown = what.replace("{}", re.sub(CONTROL, _named, cell))
                said[cell] = shown, allowed(cell) if callable(allowed) else allowed
            yield Problem(self.file, line, column, *said[cell])

    def texts(self, bad: Iterable[bool], column: str, what: str, allowed: str) -> Iterator[Problem]:
        """Yield a problem for each row whose text is a bad one, given a mask over ``distinct`` of the column."""
        wrong = np.asarray(bad, dtype=bool)
        if wrong.any():
            yield from self(spread(wrong, self.frame[column]), column, what, allowed)


def distinct(cells: pd.Series) -> pd.Series:
    """The texts of a column: each once where they repeat, else those of its rows."""
    return pd.Series(cells.cat.categories, dtype=object) if isinstance(cells.dtype, pd.CategoricalDtype) else cells


def spread(answers: pd.Series | np.ndarray, cells: pd.Series) -> np.ndarray:
    """What was found of ``distinct`` texts, for every row of their column."""
    found = np.asarray(answers)
    return found[cells.cat.codes.to_numpy()] if isinstance(cells.dtype, pd.CategoricalDtype) else found


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of texts with one object a cell in every column."""
    return pd.DataFrame(
        {
            name: pd.Series(spread(distinct(frame[name]), frame[name]), dtype=None if name == LINE else object)
            for name in frame
        }
    )


def _named(found: re.Match[str]) -> str:
    """A control character in a form that can be printed."""
    return f"<U+{ord(found[0]):04X}>"


def check_fields(report: Reporter, table: Table, unique: Iterable[str] = ()) -> Iterator[Problem]:
    """Check every column's required cells, type, enum, pattern, range and uniqueness, if not known to be ``unique``."""
    for field in table.fields:
        cells = report.frame[field.name]
        texts = distinct(cells)
        blank = texts.eq("")
        yield from report.texts(
            _controlled(texts), field.name, "'{}' holds a control character", "text that can be printed"
        )
        if field.required:
            yield from report.texts(blank, field.name, "the cell is blank", "a value is required here")
        yield from _check_type(report, field, texts, ~blank)
        if field.constraints.get("unique") and field.name not in unique and not all_differ(cells):
            yield from _check_unique(report, field.name, cells.duplicated(keep="first") & cells.ne(""))
    key = list(table.primary_key)
    if len(key) > 1:
        doubled = report.frame.duplicated(key, keep="first")
        yield from report(doubled, key[0], "the row stands twice", f"one row for each {', '.join(key)}")


def _controlled(texts: pd.Series) -> np.ndarray:
    """Whether each text holds a control character; hardly any does, so that bytes are looked at first, many at once."""
    search = re.compile(CONTROL).search
    found: np.ndarray = np.zeros(len(texts), dtype=bool)
    for start in range(0, len(texts), TOGETHER):
        part = texts.iloc[start : start + TOGETHER].tolist()
        joined = "".join(part)
        signs = np.frombuffer(joined.encode(), dtype=np.uint8)
        # Of the characters beyond ASCII, those that control begin with C2.
        if ((signs < 0x20) | (signs == 0x7F) | (signs == 0xC2)).any() and search(joined):
            found[start : start + TOGETHER] = [search(text) is not None for text in part]
    return found


def all_differ(cells: pd.Series) -> bool:
    """Whether no two cells can be the same, since no two of their hashes are: a sort is faster than a look-up each."""
    hashes = np.sort(np.fromiter(map(hash, cells), dtype=np.int64, count=len(cells)))
    return bool((hashes[1:] != hashes[:-1]).all())


def _check_unique(report: Reporter, column: str, doubled: pd.Series) -> Iterator[Problem]:
    first = report.frame[[column, LINE]].drop_duplicates(column)
    lines = dict(zip(first[column], first[LINE], strict=True))
    yield from report(doubled, column, "'{}' stands twice", lambda cell: f"it stands in line {lines[cell]}")


def matching(texts: pd.Series, pattern: str) -> np.ndarray:
    """Whether each text as a whole is of a form."""
    form = re.compile(pattern)
    if len(texts) > TOGETHER and re.fullmatch(PLAIN, pattern):
        with suppress(pa.ArrowInvalid):
            return pc.match_substring_regex(pa.array(texts, pa.string()), f"^(?:{pattern})$").to_numpy(False)
    return np.fromiter(map(bool, map(form.fullmatch, texts)), dtype=bool, count=len(texts))


def _check_type(report: Reporter, field: Field, texts: pd.Series, given: pd.Series) -> Iterator[Problem]:
    if field.type in ("number", "integer"):
        yield from _check_number(report, field, texts, given)
    elif field.type == "date":
        yield from report.texts(given & days(texts).isna(), field.name, "'{}' is not a date", DAY)
    elif "enum" in field.constraints:
        names = field.constraints["enum"]
        allowed = f"one of {one_of(names, 20)}"
        yield from report.texts(given & ~texts.isin(names), field.name, "'{}' is not known here", allowed)
    elif "pattern" in field.constraints:
        pattern = field.constraints["pattern"]
        formed = matching(texts, pattern)
        yield from report.texts(given & ~formed, field.name, "'{}' has the wrong form", f"it must match {pattern}")
        if field.name == "said_on":
            unreal = given & formed & ~_real_times(texts.where(given & formed, ""))
            allowed = f"{DAY}, such a day and a time with its offset, or a month as YYYY-MM"
            yield from report.texts(unreal, field.name, "'{}' is not a date", allowed)


def _real_times(texts: pd.Series) -> np.ndarray:
    """Whether each text is a day or a month that the calendar has, with a time that a day has where one is given."""
    dated = [f"{text}-01" if len(text) == 7 else text for text in texts]
    codes, first = pd.factorize(np.array([text[:10] for text in dated], dtype=object))
    times = pd.to_datetime(pd.Series(dated, dtype=object), format="ISO8601", utc=True, errors="coerce")
    return days(pd.Series(first, dtype=object)).notna().to_numpy()[codes] & times.notna().to_numpy()


def _check_number(report: Reporter, field: Field, texts: pd.Series, given: pd.Series) -> Iterator[Problem]:
    pattern, kind = NUMBER, "a plain number, without separators"
    if field.type == "integer":
        pattern, kind = r"[+-]?[0-9]+", "a whole number"
    wrong = given & ~matching(texts, pattern)
    allowed = "digits with a point for decimals, or blank"
    yield from report.texts(wrong, field.name, f"'{{}}' is not {kind}", allowed)
    numbers = texts.where(given & ~wrong).astype(float)
    endless = numbers.abs().eq(float("inf"))
    yield from report.texts(endless, field.name, "'{}' is too large", "a number that a computer can hold")
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    outside = (numbers < low) if low is not None else pd.Series(False, index=texts.index)
    outside |= (numbers > high) if high is not None else False
    limits = [f"{low} or more" if low is not None else "", f"{high} or less" if high is not None else ""]
    yield from report.texts(outside, field.name, "{} is out of range", " and ".join(filter(None, limits)))


def days(texts: pd.Series) -> pd.Series:
    """Texts written YYYY-MM-DD as dates, with NaT for all others and for days that the calendar does not have."""
    shaped = matching(texts, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    return pd.to_datetime(texts.where(shaped), format="%Y-%m-%d", errors="coerce")

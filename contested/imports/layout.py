"""Files in the research layout: one row a figure, as one claimant gave it, as one page reports it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contested.problems import ContestedError

COLUMNS: tuple[str, ...] = (
    "said_on",
    "event_start",
    "event_end",
    "claimant",
    "claimant_side",
    "subject_side",
    "metric",
    "qualifier",
)
COLUMNS += ("value", "low", "high", "unit", "basis", "place", "publisher", "url", "published", "where_in_page")
COLUMNS += ("paraphrase",)
"""The columns of the layout, in order."""

LONGEST_CELL = 131_072
"""Signs that a cell may have: the limit of Python's csv module."""

FURTHER = ("group", "denominator", "note", "relayed_by")
"""Columns of the ledger that a file may have besides."""

NEEDED = ("claimant", "metric", "value", "unit")
"""Columns without which no row can be read."""

SERIES: tuple[str, ...] = ("claimant", "subject_side", "metric", "basis", "place", "publisher", "url", "unit", "group")
"""What a row is about, without its figure and its days: by these a newer file is held against an older one."""


@dataclass(frozen=True)
class Raw:
    """One row of a file: its line, its cells by column, and whether its length was wrong."""

    line: int
    cells: Mapping[str, str]
    length: str = ""

    @property
    def digest(self) -> str:
        """Sixteen digits of the SHA-256 of all cells."""
        return _hashed(self.cells.get(name, "") for name in (*COLUMNS, *FURTHER))

    @property
    def record(self) -> str:
        """Sixteen digits of the SHA-256 of what the row is about and of its days."""
        return _hashed(self._about(*SERIES, "event_start", "event_end", "said_on"))

    @property
    def series(self) -> str:
        """Sixteen digits of the SHA-256 of what the row is about, without its days."""
        return _hashed(self._about(*SERIES))

    def _about(self, *names: str) -> list[str]:
        return [" ".join(self.cells.get(name, "").split()).casefold() for name in names]


@dataclass(frozen=True)
class Remark:
    """What was done with a row: ``what`` is taken, changed, guessed, refused, known, revised or withdrawn."""

    line: int
    id: str
    what: str
    column: str
    text: str


@dataclass
class Draft:
    """A row on its way into the ledger: cells by the ledger's columns, names still as printed, and the remarks on
    it."""

    raw: Raw
    id: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    refused: str = ""

    def remark(self, what: str, column: str, text: str) -> None:
        """Say what was done to a cell."""
        self.remarks.append(Remark(self.raw.line, self.id, what, column, text))


def _hashed(cells: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:16]


def read_rows(path: Path) -> tuple[list[Raw], list[Remark]]:
    """Read a CSV in the layout; remarks tell of columns that are not in it and are left out.

    Raises ContestedError when the file cannot be read as CSV in UTF-8, or lacks one of ``NEEDED``.
    """
    header, rows = table(path)
    missing = [name for name in NEEDED if name not in header]
    if missing:
        allowed = f"the columns are {', '.join(COLUMNS)}; for another layout use: contested import mapping"
        raise ContestedError(f"file: {path} has no column {', '.join(missing)}; {allowed}")
    spare = [name for name in header if name not in (*COLUMNS, *FURTHER)]
    absent = [name for name in COLUMNS if name not in header]
    remarks = [
        Remark(1, "", "refused", name, f"column '{name}' is not in the layout and is left out") for name in spare
    ]
    remarks += [Remark(1, "", "guessed", name, f"there is no column '{name}'; its cells are blank") for name in absent]
    return rows, remarks


def table(path: Path) -> tuple[list[str], list[Raw]]:
    """Read any CSV with a first line of names, or a JSON list of flat records, as text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ContestedError(f"file: '{path}' cannot be read ({error.strerror}); allowed: a CSV file") from None
    except UnicodeDecodeError:
        raise ContestedError(f"file: '{path}' is not UTF-8; allowed: save it as UTF-8") from None
    if "\0" in text:
        raise ContestedError(f"file: '{path}' is not a text file; allowed: CSV in UTF-8")
    if path.suffix.casefold() == ".json":
        return _records(path, text)
    # Spreadsheets of many countries part cells by semicolons or tabs.
    first = text.lstrip().partition("\n")[0]
    sign = max(",;\t", key=lambda each: (first.count(each), each == ","))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    try:
        header = [name.strip() for name in next(reader, [])]
        doubled = sorted({name for name in header if header.count(name) > 1 and name})
        if doubled:
            raise ContestedError(f"file: {path} has column '{doubled[0]}' twice; allowed: each column once")
        return header, list(_raws(reader, header))
    except csv.Error as error:
        said = f"{path} is not CSV, line {reader.line_num} ({error})"
        raise ContestedError(f"file: {said}; allowed: comma separated, quoted with double quotes") from None


def _raws(reader: Any, header: list[str]) -> Iterable[Raw]:
    start = reader.line_num + 1
    for cells in reader:
        # Said here too: some libraries lift the limit of the csv module for all, and then no other program reads it.
        if max(map(len, cells), default=0) > LONGEST_CELL:
            raise csv.Error(f"field larger than field limit ({LONGEST_CELL})")
        if any(cell.strip() for cell in cells):
            wrong = "" if len(cells) == len(header) else f"the row has {len(cells)} cells, not {len(header)}"
            yield Raw(start, dict(zip(header, cells, strict=False)), wrong)
        start = reader.line_num + 1


def _records(path: Path, text: str) -> tuple[list[str], list[Raw]]:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ContestedError(f"file: {path} is not JSON{where}; allowed: a list of records") from None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise ContestedError(f"file: {path} holds no list of records; allowed: [{{...}}, {{...}}]")
    header = list(dict.fromkeys(name for each in listed for name in each))
    cells = [{name: _text(each.get(name)) for name in header} for each in listed]
    return header, [Raw(place, each) for place, each in enumerate(cells, 1)]


def _text(value: object) -> str:
    """A JSON value as a cell; halves of signs that no text can hold are replaced."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")

"""Files in the research layout with made-up names, for the tests of imports, and what an import of them says."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from contested.cli import main
from contested.imports.layout import COLUMNS

Row = dict[str, str]

DAY = "2031-06-30"
"""The day on which the tests' rows enter the ledger."""

BASE: Row = {
    "said_on": "2031-05-10",
    "event_start": "2031-05-01",
    "event_end": "2031-05-10",
    "claimant": "Velmar army command",
    "claimant_side": "velmar",
    "subject_side": "orsk",
    "metric": "soldiers_killed",
    "qualifier": "exact",
    "value": "120",
    "low": "",
    "high": "",
    "unit": "people",
    "basis": "cumulative",
    "place": "Tarn Valley",
    "publisher": "Tarn Courier",
    "url": "https://tarn.example/1",
    "published": "2031-05-10",
    "where_in_page": "paragraph 2",
    "paraphrase": "Velmar's army command puts the fallen at the stated figure.",
}
"""A clean row of the layout; tests say in what theirs differs."""


def row(**cells: str) -> Row:
    """The clean row with other cells."""
    return {**BASE, **cells}


def write(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    """Write rows as CSV in the layout, further columns behind it."""
    listed = list(rows)
    names = list(dict.fromkeys([*columns, *(name for each in listed for name in each)]))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    return path


def tell(*words: str) -> tuple[int, str, str]:
    """Run a command in this process: its exit status, what it printed and what it complained about."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(words)
        except SystemExit as stop:
            status = int(stop.code or 0)
    return status, out.getvalue(), err.getvalue()


def bring(file: Path, into: Path | str, *words: str, layout: str = "figures", day: str = DAY) -> Any:
    """Import a file and give what the import says to programs."""
    told = tell("import", layout, str(file), "--into", str(into), "--recorded-on", day, "--format", "json", *words)
    assert (told[0], told[2]) == (0, ""), told
    return json.loads(told[1])


def read(folder: Path, table: str) -> list[Row]:
    """The rows of a table of a case, as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def figures(folder: Path) -> dict[str, Row]:
    """All figures of a case by their ids, with the table in which each stands."""
    return {
        each["id"]: {**each, "table": table}
        for table in ("claims", "evacuations", "strikes")
        for each in read(folder, table)
    }


def by_id(folder: Path, table: str) -> dict[str, Row]:
    """The rows of a table by their ids."""
    return {each["id"]: each for each in read(folder, table)}


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder with what stands in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def said(report: Any, what: str, line: int = 0) -> list[tuple[str, str]]:
    """Column and words of the remarks of one kind, on one line or on all."""
    return [
        (each["column"], each["text"])
        for each in report["remarks"]
        if each["what"] == what and (not line or each["line"] == line)
    ]

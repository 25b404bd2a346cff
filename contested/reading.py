"""CSV files as text cells with their line numbers, so that every problem can name its place."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from contested.problems import Problem
from contested.quick import Content, column_of, read_quickly
from contested.schema import Table

LINE = "_line"


def read_text(folder: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one table's CSV as text.

    Returns a frame of strings with the schema's columns (missing ones blank) plus ``_line``, the physical line on
    which each row starts, and the problems of the file itself: not there, not UTF-8, unknown, missing or doubled
    columns, rows with too few or too many cells. A row of the wrong length is reported and left out. A column whose
    texts repeat is categorical, so that each of them is stored and checked once.
    """
    path = folder / table.path
    blank = pd.DataFrame({name: pd.Series(dtype=object) for name in [*table.columns, LINE]})
    try:
        content = read_quickly(path) or read_exactly(path)
    except FileNotFoundError:
        return blank, [Problem(str(path), 0, "", "there is no such file", f"table {table.name} stands in it")]
    except UnicodeDecodeError as error:
        return blank, [Problem(str(path), 0, "", f"not UTF-8 ({error.reason})", "save the file as UTF-8")]
    except OSError as error:
        return blank, [Problem(str(path), 0, "", f"it cannot be read ({error.strerror})", "a CSV file")]
    except csv.Error as error:
        return blank, [Problem(str(path), 0, "", f"not CSV ({error})", "comma separated, quoted with double quotes")]
    allowed = f"{len(content.header)}, one for each column of the first line"
    problems = [Problem(str(path), line, "", f"the row has {cells} cells", allowed) for line, cells in content.misfits]
    problems += _header_problems(str(path), content.header, table.columns)
    known = dict(zip(reversed(content.header), reversed(content.columns), strict=True))
    spare = column_of(np.full(len(content.lines), "", dtype=object))
    shaped = {name: known.get(name, spare) for name in table.columns}
    return pd.DataFrame({**shaped, LINE: content.lines}, copy=False), problems


def read_exactly(path: Path) -> Content:
    """Read a CSV file with the csv module. Raises csv.Error, UnicodeDecodeError and OSError."""
    rows: list[list[str]] = []
    lines: list[int] = []
    misfits: list[tuple[int, int]] = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        header: list[str] = next(reader, [])
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append(cells)
                lines.append(start)
            elif cells:
                misfits.append((start, len(cells)))
            start = reader.line_num + 1
    columns = [column_of(np.array([row[place] for row in rows], dtype=object)) for place in range(len(header))]
    return Content(header, columns, np.array(lines, dtype=int), misfits)


def _header_problems(file: str, header: list[str], columns: list[str]) -> list[Problem]:
    allowed = f"the columns are {', '.join(columns)}"
    unknown = [Problem(file, 1, name, f"unknown column '{name}'", allowed) for name in header if name not in columns]
    missing = [Problem(file, 1, name, f"column '{name}' is missing", allowed) for name in columns if name not in header]
    doubled = [
        Problem(file, 1, name, f"column '{name}' stands twice", allowed)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    return unknown + missing + doubled

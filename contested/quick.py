"""Large CSV files read by two threads, where it is certain that the csv module would read the same."""

from __future__ import annotations

import csv
import mmap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

MARK = b"\xef\xbb\xbf"
QUOTE, COMMA, LINE_END, RETURN = b'",\n\r'
SMALL = 1 << 16
"""Bytes of a file that the csv module reads before threads have started."""

BLOCK, PIECE = 1 << 18, 1 << 23
"""Bytes looked at and bytes read in one go: few enough that the next ones take the same memory."""

TEXTS, CODES = pa.string(), pa.dictionary(pa.int32(), pa.string())
"""How pyarrow reads a column: one text a row, or each different text once and its number in each row."""

POOL = pa.system_memory_pool()
"""Takes the same memory for one piece after the other; pyarrow's own gives it back to the system and asks anew."""

FEW, SAMPLE = 1000, 10_000
"""Rows that are too few for a column to be stored by its distinct texts, and rows by which that is decided."""


@dataclass(frozen=True)
class Content:
    """The cells of a CSV file: its first line, a column of texts for each cell of it, the lines on which rows start.

    A column in which most texts repeat is categorical, so that each of them is stored and checked once; others hold
    one object a row. ``misfits`` are the lines of rows that are not as long as the first line, left out of the columns,
    and how many cells they have.
    """

    header: list[str]
    columns: list[pd.Series]
    lines: np.ndarray
    misfits: list[tuple[int, int]]


@dataclass(frozen=True)
class Rows:
    """Where rows stand: the line on which each starts and the byte at which it ends."""

    lines: np.ndarray
    ends: np.ndarray
    several_lines: bool
    ascii_only: bool


def read_quickly(path: Path) -> Content | None:
    """Read a CSV file, or None where the csv module has to decide.

    That is so for whatever the csv module refuses or pyarrow might read otherwise: bytes that are not UTF-8,
    returns without a new line, quotes within a cell that is not quoted, huge rows. Small files are left to it
    too. Raises OSError when the file cannot be read.
    """
    if path.stat().st_size < SMALL:
        return None
    with path.open("rb") as handle:
        data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    first = data.readline()
    body = np.frombuffer(data, dtype=np.uint8, offset=data.tell())
    try:
        return _content(first.removeprefix(MARK).removesuffix(b"\n").removesuffix(b"\r"), body)
    except (UnicodeDecodeError, pa.ArrowInvalid):
        return None


def _content(first: bytes, body: np.ndarray) -> Content | None:
    """In: the first line, and the bytes after it. Raises UnicodeDecodeError and pyarrow.ArrowInvalid."""
    rows = _rows(body) if len(body) and first and not set(first) & set(b'"\r') else None
    if rows is None or not len(rows.lines):
        return None
    header = first.decode().split(",")
    after: np.ndarray = np.asarray(np.searchsorted(rows.ends, range(PIECE, len(body), PIECE)))
    after = after[after < len(rows.ends)]  # Blank lines at the end belong to no row.
    cuts = np.unique(np.minimum([0, *rows.ends[after] + 1, len(body)], len(body)))
    if any(body[cut : cut + len(MARK)].tobytes() == MARK for cut in cuts):
        return None  # pyarrow would take it out of the first cell
    buffer, width = pa.py_buffer(body), len(header)
    sample, _ = _cells(buffer.slice(0, min(rows.ends[:SAMPLE][-1] + 1, len(body))), [TEXTS] * width, rows)
    types = [TEXTS if _differ(len(cells.unique()), len(rows.lines)) else CODES for cells in sample.columns]

    def piece(start: int, stop: int) -> tuple[list[np.ndarray | pa.Array], dict[int, int]]:
        found, misfits = _cells(buffer.slice(start, stop - start), types, rows)
        before = int(np.searchsorted(rows.ends, start))
        columns = [cells.combine_chunks() for cells in found.columns]
        told = [each.to_numpy(zero_copy_only=False) if each.type == TEXTS else each for each in columns]
        return told, {before + row: cells for row, cells in misfits.items()}

    with ThreadPoolExecutor(2) as pool:
        pieces, odd = zip(*pool.map(piece, cuts[:-1].tolist(), cuts[1:].tolist()), strict=True)
        columns = list(pool.map(_joined, zip(*pieces, strict=True)))
    misfits = [(int(rows.lines[row]), cells) for each in odd for row, cells in each.items()]
    lines: np.ndarray = np.delete(rows.lines, [row for each in odd for row in each])
    return Content(header, columns, lines, misfits) if len(columns[0]) == len(lines) else None


def column_of(texts: np.ndarray) -> pd.Series:
    """A column of ``Content``, given one object a row."""
    if _differ(len(set(texts[:SAMPLE])), len(texts)):
        return pd.Series(texts, dtype=object)
    return _coded(*pd.factorize(texts))


def _differ(different: int, rows: int) -> bool:
    """Whether most texts of so many rows differ, given how many do in the first rows.

    Where all texts are equally frequent, one pair of the sample in as many as there are texts is of the same text.
    """
    sampled = min(rows, SAMPLE)
    return rows < FEW or (different * 2 > sampled and sampled**2 > (sampled - different) * rows)


def _coded(codes: np.ndarray, values: np.ndarray) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype=object)))


def _rows(body: np.ndarray) -> Rows | None:
    """Find the rows; None where a return or quote makes it unsure how the csv module reads them, or one is too long."""
    with ThreadPoolExecutor(2) as pool:
        looks = pool.map(partial(_look, body), range(0, len(body), BLOCK))
        found, returns, highest = zip(*looks, strict=True)
    spots = np.concatenate(found)
    quoted = body[spots] == QUOTE
    places = np.flatnonzero(~quoted)
    ends = spots[places]
    lone_returns = sum(returns) - np.count_nonzero(body[ends[ends > 0] - 1] == RETURN)
    if lone_returns or not _paired(body, spots[quoted]):
        return None
    if body[-1] != LINE_END:
        places, ends = np.append(places, len(spots)), np.append(ends, len(body))
    lines = np.arange(2, len(ends) + 2)
    # A line's end is within a cell where the quotes before it, which are all the spots but other ends, are odd.
    within = (places - np.arange(len(places))) % 2 == 1
    several = bool(within.any())
    if several:
        lines, ends = lines[np.append(True, ~within[:-1])], ends[~within]
    lengths = np.diff(ends, prepend=-1) - 1
    if lengths.max() > csv.field_size_limit():
        return None
    if lengths.min() < 2:
        lengths[lengths == 1] -= body[ends[lengths == 1] - 1] == RETURN
        lines, ends = lines[lengths > 0], ends[lengths > 0]
    return Rows(lines, ends, several, max(highest) < 0x80)


def _look(body: np.ndarray, start: int) -> tuple[np.ndarray, int, int]:
    """Where quotes and ends of lines stand in a block, how many returns, and the highest of its bytes."""
    block = body[start : start + BLOCK]
    spots: np.ndarray = np.flatnonzero((block == QUOTE) | (block == LINE_END)) + start
    return spots, int(np.count_nonzero(block == RETURN)), int(block.max())


def _paired(body: np.ndarray, quotes: np.ndarray) -> bool:
    """Whether quotes come in pairs around whole cells, those within a cell doubled."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    before: np.ndarray = body[opening - 1]
    after: np.ndarray = body.take(closing + 1, mode="clip")
    opens = (before == COMMA) | (before == LINE_END) | (opening == 0)
    closes = (after == COMMA) | (after == LINE_END) | (after == RETURN) | (closing == len(body) - 1)
    return bool((opens | np.append(False, doubled)[: len(opens)]).all() and (closes | np.append(doubled, False)).all())


def _cells(data: pa.Buffer, types: list[pa.DataType], rows: Rows) -> tuple[pa.Table, dict[int, int]]:
    """The cells of some rows, and which of these have another length, by their number from 0.

    Raises UnicodeDecodeError and pyarrow.ArrowInvalid.
    """
    if not rows.ascii_only:
        str(memoryview(data), "utf-8")  # pyarrow would not look into rows of another length
    names = [str(place) for place in range(len(types))]
    misfits: dict[int, int] = {}

    def leave_out(row: pyarrow.csv.InvalidRow) -> str:
        misfits[row.number - 1] = row.actual_columns
        return "skip"

    cells = pyarrow.csv.read_csv(
        pa.BufferReader(data),
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=rows.several_lines, invalid_row_handler=leave_out),
        convert_options=pyarrow.csv.ConvertOptions(
            check_utf8=False, strings_can_be_null=False, column_types=dict(zip(names, types, strict=True))
        ),
        memory_pool=POOL,
    )
    return cells, misfits


def _joined(pieces: tuple[np.ndarray | pa.Array, ...]) -> pd.Series:
    if isinstance(pieces[0], np.ndarray):
        return pd.Series(np.concatenate(pieces), dtype=object)
    chunks = pa.chunked_array(pieces).unify_dictionaries().chunks
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
    return _coded(codes, chunks[0].dictionary.to_numpy(zero_copy_only=False))

"""CSV files read by several threads at once, where it is certain that the csv module would read the same."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

MARK = b"\xef\xbb\xbf"
QUOTE, COMMA, LINE_END, RETURN = b'",\n\r'
BLOCK = 1 << 20
"""Bytes looked at in one go, which stay in the processor's cache."""

SAMPLE = 10_000
"""Rows by which it is decided whether the texts of a column repeat."""


@dataclass(frozen=True)
class Content:
    """The cells of a CSV file: its first line, a column of texts for each cell of it, the lines on which rows start.

    A column in which most texts repeat is categorical, so that each of them is stored and checked once; others hold
    one object a row.
    """

    header: list[str]
    columns: list[pd.Series]
    lines: np.ndarray


def read_quickly(path: Path) -> Content | None:
    """Read a CSV file of which every row is as long as the first line, or None where the csv module has to decide.

    That is so for whatever the csv module refuses or pyarrow might read otherwise: bytes that are not UTF-8, NUL,
    returns without a new line, quotes within a cell that is not quoted, rows of another length, huge cells.
    Raises OSError when the file cannot be read.
    """
    data = path.read_bytes()
    start, end = len(MARK) if data.startswith(MARK) else 0, data.find(b"\n")
    first = data[start : max(end, 0)].removesuffix(b"\r")
    if b"\0" in data or b'"' in first or not first or _lone_returns(data):
        return None
    body = np.frombuffer(data, dtype=np.uint8, offset=end + 1)
    lines = _lines(body)
    if lines is None or not len(lines):
        return None
    try:
        header = first.decode().split(",")
        cells = _cells(pa.py_buffer(data).slice(end + 1), len(header), ascii_only=data.isascii())
    except (UnicodeDecodeError, pa.ArrowInvalid):
        return None
    if cells.num_rows != len(lines):
        return None
    del data, body
    with ThreadPoolExecutor(2) as pool:
        return Content(header, list(pool.map(_column, cells.columns)), lines)


def column_of(texts: np.ndarray) -> pd.Series:
    """A column of ``Content``, given one object a row."""
    if _distinct(len(set(texts[:SAMPLE])), len(texts)):
        return pd.Series(texts, dtype=object)
    return _coded(*pd.factorize(texts))


def _distinct(different: int, rows: int) -> bool:
    return different * 2 > min(rows, SAMPLE)


def _coded(codes: np.ndarray, values: np.ndarray) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype=object)))


def _lone_returns(data: bytes) -> bool:
    return b"\r" in data and data.count(b"\r") != data.count(b"\r\n")


def _lines(body: np.ndarray) -> np.ndarray | None:
    """The line on which each row starts, blank ones left out; None where a quote is not at the end of a cell.

    In: the bytes after the first line.
    """
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda at: _spots(body[at : at + BLOCK]) + at, range(0, len(body), BLOCK))
        spots = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    if len(body) and body[-1] != LINE_END:
        spots = np.append(spots, len(body))
    quoted: np.ndarray = np.zeros(len(spots), dtype=bool)
    known = spots < len(body)
    quoted[known] = body[spots[known]] == QUOTE
    inside = (np.cumsum(quoted) & 1).astype(bool)
    if quoted.any() and not _accounted(body, spots[quoted]):
        return None
    row_ends = ~quoted & ~inside
    ends, lines = spots[row_ends], 1 + np.cumsum(~quoted)[row_ends]
    starts: np.ndarray = np.append(0, ends[:-1] + 1)[: len(ends)]
    first_lines: np.ndarray = np.append(2, lines[:-1] + 1)[: len(ends)]
    lengths = ends - starts
    if len(lengths) and lengths.max() > csv.field_size_limit():
        return None
    lengths[lengths == 1] -= body[starts[lengths == 1]] == RETURN
    return first_lines[lengths > 0]


def _spots(block: np.ndarray) -> np.ndarray:
    """Where quotes and ends of lines stand."""
    return np.flatnonzero((block == QUOTE) | (block == LINE_END))


def _accounted(body: np.ndarray, quotes: np.ndarray) -> bool:
    """Whether quotes come in pairs around whole cells, those within a cell doubled."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    before = np.where(opening > 0, body[opening - 1], LINE_END)
    after = np.where(closing + 1 < len(body), body[np.minimum(closing + 1, len(body) - 1)], LINE_END)
    opens = np.isin(before, (COMMA, LINE_END))
    closes = np.isin(after, (COMMA, LINE_END, RETURN))
    return bool((opens | np.append(False, doubled)).all() and (closes | np.append(doubled, False)).all())


def _cells(data: pa.Buffer, width: int, ascii_only: bool) -> pa.Table:
    names = [str(place) for place in range(width)]
    return pyarrow.csv.read_csv(
        pa.BufferReader(data),
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            check_utf8=not ascii_only, strings_can_be_null=False, column_types=dict.fromkeys(names, pa.string())
        ),
    )


def _column(cells: pa.ChunkedArray) -> pd.Series:
    if _distinct(len(cells.slice(0, SAMPLE).unique()), len(cells)):
        return pd.Series(cells.to_numpy(), dtype=object)
    coded = cells.dictionary_encode()
    codes = pa.chunked_array([chunk.indices for chunk in coded.chunks]).to_numpy()
    return _coded(codes, coded.chunk(0).dictionary.to_numpy(zero_copy_only=False))

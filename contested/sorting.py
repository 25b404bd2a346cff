"""Sorting and grouping of large frames by several columns, on numbers instead of objects."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def order(rows: pd.DataFrame, *by: str, descending: tuple[str, ...] = ()) -> np.ndarray:
    """The positions in which ``rows.sort_values(by)`` puts its rows: stable, and what is missing comes last."""
    keys = [_key(rows[name], name in descending) for name in reversed(by)]
    return np.lexsort(keys) if len(rows) else np.arange(0)


def _key(column: pd.Series, down: bool) -> np.ndarray:
    """Numbers that sort as a column does."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        number = column.to_numpy(dtype=float)
        return -number if down else number
    if pd.api.types.is_datetime64_any_dtype(column):
        number, missing = column.array.asi8, column.isna().to_numpy()
    else:
        number = ranks(column)
        missing = number < 0
    return np.where(missing, np.iinfo(np.int64).max, -number if down else number)


def ranks(texts: pd.Series) -> np.ndarray:
    """Numbers that sort as texts do, -1 for a missing one; those of a ledger, sorted by id, take no sorting."""
    if texts.is_monotonic_increasing:
        named = texts.to_numpy(dtype=object)
        return np.append(0, np.cumsum(named[1:] != named[:-1])) if len(named) else np.arange(0)
    place, names = pd.factorize(texts)
    rank: np.ndarray = np.full(len(names) + 1, -1)
    # Arrow sorts the bytes of UTF-8, whose order is that of the signs.
    rank[pc.sort_indices(pa.array(names, pa.string()))] = np.arange(len(names))
    return rank[place]


def places(known: npt.ArrayLike, asked: npt.ArrayLike) -> np.ndarray:
    """Where each asked number stands among the known ones, which all differ; -1 where it does not, or is below 0."""
    # Columns of an empty frame may have any type.
    known, asked = np.asarray(known, dtype=np.int64), np.asarray(asked, dtype=np.int64)
    at: np.ndarray = np.full(max(known.max(initial=-1), asked.max(initial=-1)) + 2, -1)  # The last one answers for -1.
    at[known] = np.arange(len(known))
    found: np.ndarray = at[asked]
    return found


def nunique(number: np.ndarray, values: pd.Series, many: int) -> np.ndarray:
    """How many different values there are under each number from 0 to ``many``; a missing one is none."""
    place, different = pd.factorize(values)
    pairs = pd.unique((number.astype(np.int64) * (len(different) + 1) + place)[place >= 0])
    return np.bincount(pairs // (len(different) + 1), minlength=many)


def mapped(texts: pd.Series, known: pd.Series) -> pd.Series:
    """What a table says of each text, NaN where it says nothing; each different text is looked up once."""
    place, names = pd.factorize(texts)
    found = pd.Series(names, dtype=object).map(known).astype(object)
    return pd.Series(found.array.take(place, allow_fill=True), index=texts.index)


def groups(rows: pd.DataFrame, columns: Iterable[str]) -> np.ndarray:
    """A number for each row that is the same exactly where all these columns are; what is missing is a value too."""
    code: np.ndarray = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        place, names = pd.factorize(rows[name])
        if len(names) > 1 or (place < 0).any():
            code = pd.factorize(code * (len(names) + 1) + place + 1)[0]
    return code

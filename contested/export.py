"""Rows for programs: plain records without infinities, dates as ISO text."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def plain(value: Any) -> Any:
    """One cell for JSON.

    None for a missing or unbounded value, whole floats as integers, days as ISO dates, times with their zone.
    """
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat() if value.tzinfo else f"{value:%Y-%m-%d}"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() else round(value, 9)
    return value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as a list of records; columns whose name begins with an underscore stay inside."""
    told = columns(frame)
    return [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """The cells of ``records`` by column, for frames of any length."""
    kept = [name for name in frame.columns if not str(name).startswith("_")]
    return {name: _plain(frame[name]) for name in kept}


def _plain(column: pd.Series) -> list[Any]:
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=False) == "string":
        return column.tolist()
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        return [plain(value) for value in column.tolist()]
    # Days and numbers come back again and again.
    place, different = pd.factorize(column, use_na_sentinel=False)
    texts = [plain(value) for value in different.tolist()]
    return [texts[number] for number in place]

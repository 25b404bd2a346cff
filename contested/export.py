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
    kept = [name for name in frame.columns if not str(name).startswith("_")]
    return [{name: plain(value) for name, value in row.items()} for row in frame[kept].to_dict("records")]

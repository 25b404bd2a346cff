"""Rows for programs: plain records without infinities, dates as ISO text, and their files, CSV and JSON."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
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
    if isinstance(column.dtype, pd.StringDtype):
        return column.astype(object).where(column.notna(), None).tolist()
    if column.dtype == object:
        values = column.tolist()
        return values if _texts(values) else [plain(value) for value in values]
    # Days and numbers come back again and again.
    place, different = pd.factorize(column, use_na_sentinel=False)
    texts: np.ndarray = np.empty(len(different), dtype=object)
    texts[:] = [plain(value) for value in different.tolist()]
    return texts[place].tolist()


def _texts(values: Sequence[Any]) -> bool:
    return pd.api.types.infer_dtype(values, skipna=False) == "string"


def write_csv(path: Path, told: Mapping[str, Sequence[Any]]) -> None:
    """Write the cells of ``columns`` as ``DataFrame.to_csv`` does: a column of numbers with blanks holds floats."""
    # Texts need no frame: it would turn each of millions into a type of its own and back.
    cells = [each if _texts(each) else _numbers(each) for each in told.values()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(told)
        writer.writerows(zip(*cells, strict=True))


def _numbers(cells: Sequence[Any]) -> list[Any]:
    column = pd.Series(cells)
    return column.astype(object).where(column.notna(), None).tolist()


def as_json(value: Any, start: str = "\n") -> str:
    """Write what ``json.dumps`` does with ``indent=1`` and sorted keys, by its encoder in C, which indents none.

    Keys are texts.
    """
    inner = f"{start} "
    if not isinstance(value, dict | list | tuple) or not value:
        return json.dumps(value, ensure_ascii=False)
    if not any(
        isinstance(each, dict | list | tuple) for each in (value.values() if isinstance(value, dict) else value)
    ):
        told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(f",{inner}", ": "))
        return f"{told[0]}{inner}{told[1:-1]}{start}{told[-1]}"
    if not isinstance(value, dict):
        return f"[{inner}{f',{inner}'.join(as_json(each, inner) for each in value)}{start}]"
    named = (f"{json.dumps(name, ensure_ascii=False)}: {as_json(each, inner)}" for name, each in sorted(value.items()))
    return f"{{{inner}{f',{inner}'.join(named)}{start}}}"

"""What a printed figure says as an interval."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from contested.schema import Settings

RULES = {
    "exact": "v is [v, v]",
    "about": "v is [v - d, v + d], d the larger of {about:.0%} of v and half a unit of its last significant digit",
    "nearly": "v is [{nearly_floor:g} v, v)",
    "at_least": "v is [v, infinity)",
    "more_than": "v is (v, infinity)",
    "at_most": "v is [0, v]",
    "less_than": "v is [0, v)",
    "between": "low and high is [low, high]",
}
"""The rule of each qualifier, in the words that the codebook and the command line show."""


def half_last_digit(value: float) -> float:
    """Half a unit of the last significant digit of a printed number: 500 for 121000, 0.05 for 2.5, 0.5 for 17."""
    if not np.isfinite(value) or value == 0:
        return 0.0
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** int(exponent)


def printed_step(value: float) -> float:
    """Half a unit of the last digit that a number is printed with: 0.5 for 200, 0.05 for 2.5; 0 for no number."""
    if not np.isfinite(value):
        return 0.0
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)


def bounds(figures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Give the interval that each figure states, in its printed unit.

    In: ``qualifier``, ``value``, ``low``, ``high``. Out: ``lower``, ``upper`` (infinite where open), ``lower_open``,
    ``upper_open`` (True where the bound itself is excluded, and at infinity), on the same index. The rules are those
    of ``RULES``; the tolerances are the case's settings.
    """
    value, kind = figures["value"].astype(float), figures["qualifier"]
    digits = {each: half_last_digit(each) for each in value[kind == "about"].dropna().unique()}
    spread = np.maximum(settings.about * value.abs(), value.map(digits).astype(float).fillna(0.0))
    lower, upper = value.copy(), value.copy()
    lower = lower.mask(kind == "about", np.maximum(value - spread, np.where(value >= 0, 0.0, -np.inf)))
    upper = upper.mask(kind == "about", value + spread)
    lower = lower.mask(kind == "nearly", (1 - settings.nearly) * value)
    upper = upper.mask(kind.isin(["at_least", "more_than"]), np.inf)
    lower = lower.mask(kind.isin(["at_most", "less_than"]), 0.0)
    lower = lower.mask(kind == "between", figures["low"].astype(float))
    upper = upper.mask(kind == "between", figures["high"].astype(float))
    return pd.DataFrame(
        {
            "lower": lower,
            "upper": upper,
            "lower_open": kind.eq("more_than"),
            "upper_open": kind.isin(["nearly", "less_than", "at_least", "more_than"]),
        },
        index=figures.index,
    )


def printed(row: Mapping[str, Any]) -> float:
    """The number that a figure is known by, in the canonical unit: as printed, or the middle of a range."""
    if row["qualifier"] in ("at_least", "more_than"):
        return float(row["lower"])
    if row["qualifier"] in ("at_most", "less_than", "nearly"):
        return float(row["upper"])
    return float(row["lower"] + row["upper"]) / 2


def printed_numbers(rows: pd.DataFrame) -> np.ndarray:
    """The number that each figure is known by; the same rule as ``printed``, for whole frames."""
    low, high = rows["lower"].to_numpy(dtype=float), rows["upper"].to_numpy(dtype=float)
    floor = rows["qualifier"].isin(["at_least", "more_than"])
    ceiling = rows["qualifier"].isin(["at_most", "less_than", "nearly"])
    return np.select([floor, ceiling], [low, high], (low + high) / 2)


def disjoint(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Whether the intervals of two frames of pairs (same index, columns as from ``bounds``) do not meet."""
    a_below = (a["upper"] < b["lower"]) | ((a["upper"] == b["lower"]) & (a["upper_open"] | b["lower_open"]))
    b_below = (b["upper"] < a["lower"]) | ((b["upper"] == a["lower"]) & (b["upper_open"] | a["lower_open"]))
    return a_below | b_below


def excludes(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether the intervals of two rows do not meet; the same rule as ``disjoint``, for one pair."""
    low, high = sorted((a, b), key=lambda row: (row["lower"], row["upper"]))
    touching = high["lower"] == low["upper"] and (high["lower_open"] or low["upper_open"])
    return bool(high["lower"] > low["upper"] or touching)

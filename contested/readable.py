"""What a chart draws of more rows than it can show: fewer, or spans of them, and the sentence that says so."""

from __future__ import annotations

import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.windows import day_of
from contested.words import number, plural

MOST_LINES = 30
"""Most figures beside each other."""

MOST_MARKS = 400
"""Most figures along time that can still be told apart."""

MOST_PAIRS = 1_000
"""From so many lines on it is said that a chart draws the first twelve."""

ENDS = 12
"""How many of the lowest, and of the highest, stand for more figures than fit."""

LONG_DAYS = 200
"""From so many days on figures are put together by month, else by week."""


def readable(form: str, rows: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, str]:
    """The rows that a form of chart draws of these, and what it leaves out, in a sentence; blank for nothing."""
    if form == "spread" and len(rows) > MOST_LINES:
        told = f"Of {plural(len(rows), 'figure')} the {ENDS} lowest and the {ENDS} highest are drawn."
        return pd.concat([rows.head(ENDS), rows.tail(ENDS)], ignore_index=True), told
    if form == "steps" and len(rows) > MOST_MARKS:
        return _spans(rows, case)
    if form in ("gaps", "pairs", "remainders", "zones", "trail") and len(rows) > MOST_PAIRS:
        count = rows["name"].nunique() if form == "trail" else len(rows)
        return rows.head(MOST_PAIRS), f"The first {ENDS} of {number(count)} lines are drawn."
    return rows, ""


def _spans(rows: pd.DataFrame, case: Case) -> tuple[pd.DataFrame, str]:
    """One row for all that a side said about one month or week: the span of its numbers, as a range."""
    days = day_of(rows)
    by_month = (days.max() - days.min()).days > LONG_DAYS
    period = days.dt.to_period("M" if by_month else "W")
    ordered = rows.assign(_number=printed_numbers(rows), _period=period).sort_values(["day", "said_at", "id"])
    grouped = ordered.groupby(["side", "_period"], sort=True)
    spans = grouped.tail(1).set_index(["side", "_period"], drop=False).sort_index()
    numbers = grouped["_number"].agg(["min", "max"])
    spans = spans.assign(
        lower=numbers["min"], upper=numbers["max"], qualifier="between", lower_open=False, upper_open=False
    )
    spans = spans.assign(claimant=spans["side"].map(case.sides["label"]), claimant_id=spans["side"])
    told = f"{plural(len(rows), 'figure')} are too many to draw: each mark spans the numbers of one side in one "
    kept = spans.drop(columns=["_number", "_period"]).reset_index(drop=True)
    return kept, f"{told}{'month' if by_month else 'week'}, whatever their qualifiers."

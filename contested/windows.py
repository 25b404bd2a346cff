"""The days that figures are about, and whether those of two figures overlap enough."""

from __future__ import annotations

import numpy as np
import pandas as pd

START_DAYS = 7
"""Running counts that begin at most so many days apart count the same."""

COUNT_DAYS = 7
"""Running counts up to days at most so far apart are still held against each other: a total cannot fall."""


def day_of(rows: pd.DataFrame) -> pd.Series:
    """The day that a figure is about: the last of its window, else the day it was said."""
    return rows["event_end"].fillna(rows["said"])


def windows(a: pd.DataFrame, b: pd.DataFrame, near_days: int, time: str) -> pd.Series:
    """Say of each pair whether the windows overlap enough for this use: '', 'warning: ...' or 'no: ...'.

    Points must be within ``near_days`` of each other, running counts within a week, with a warning beyond
    ``near_days``; running counts also start within a week of each other; flows must share half of the days that either
    covers.
    """
    said = pd.Series("", index=a.index, dtype=object)
    period, running = a["basis"].eq("period"), a["basis"].eq("cumulative")
    start = (a["event_start"] - b["event_start"]).dt.days.abs()
    said[running & start.isna()] = "warning: the day from which one of them counts is not known"
    if time == "near":
        apart = (day_of(a) - day_of(b)).dt.days.abs()
        said[running & apart.gt(near_days)] = "warning: they count up to different days"
        said[apart.gt(pd.Series(near_days, index=a.index).mask(running, COUNT_DAYS)) & ~period] = (
            "no: they are about days too far apart"
        )
        said[~period & apart.isna()] = "no: the day that one of them is about is not known"
    after = (a["event_start"] > b["event_end"]) | (b["event_start"] > a["event_end"])
    said[running & (start.gt(START_DAYS) | after)] = "no: they count from different days"
    if time != "axis":
        share = _overlap(a, b)
        said[period & share.lt(1)] = "warning: their windows differ"
        said[period & share.lt(0.5)] = "no: their windows do not overlap enough"
        said[period & share.isna()] = "no: the window of one of them is not known"
    return said


def _overlap(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """The days that two windows share, as a part of those that either covers."""
    common = np.minimum(a["event_end"], b["event_end"]) - np.maximum(a["event_start"], b["event_start"])
    union = np.maximum(a["event_end"], b["event_end"]) - np.minimum(a["event_start"], b["event_start"])
    return (common.dt.days + 1).clip(lower=0) / (union.dt.days + 1)


def counted_from(ledger: pd.DataFrame) -> pd.Series:
    """The start of each running count, blank for others; counts that begin within a week are given the first day.

    A counter that its claimant starts anew, each time after the last day of the one before, keeps its own start. Only
    the starts in ``ledger`` count, so a view of what was said by a day takes them anew (``views.as_of``).
    """
    starts = ledger["event_start"].where(ledger["basis"].eq("cumulative"))
    place, days = pd.factorize(starts, sort=True)
    leader: list[str] = []
    first = pd.NaT
    for day in days:
        first = day if pd.isna(first) or (day - first).days > START_DAYS else first
        leader.append(f"{first:%Y-%m-%d}")
    named = pd.Series(np.array([*leader, ""], dtype=object)[place], index=ledger.index, dtype=object)
    anew = _started_anew(ledger, starts)
    return named.mask(anew, starts[anew].dt.strftime("%Y-%m-%d"))


def _started_anew(ledger: pd.DataFrame, starts: pd.Series) -> pd.Series:
    """Whether a running count is one of several of its claimant that follow each other within a week."""
    same = ["claimant_id", "metric_id", "place_id", "subject", "group"]
    counts = ledger[[*same, "event_end"]].assign(_start=starts).dropna(subset=["_start", "event_end"])
    spans = counts.groupby([*same, "_start"], dropna=False)["event_end"].max().reset_index()
    before = spans.groupby(same, dropna=False)
    apart = spans["_start"] > before["event_end"].shift()
    anew = spans[apart & (spans["_start"] - before["_start"].shift()).dt.days.le(START_DAYS)]
    marked = pd.Series(False, index=ledger.index)
    if len(anew):
        running = ledger.loc[starts.notna(), same]
        found = pd.MultiIndex.from_frame(running).isin(pd.MultiIndex.from_frame(anew[same]))
        marked[running.index] = found
    return marked

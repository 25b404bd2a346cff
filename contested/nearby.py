"""Pairs of rows that are about the same thing within days of each other, by sorting and binary search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from contested.case import Case
from contested.compare import about, enclosing
from contested.windows import COUNT_DAYS, day_of

BLOCK = 1_000_000
"""About so many pairs are judged at a time, so that memory does not grow with the ledger."""


class Stands(NamedTuple):
    """Rows (``at``, positions) as they stand under a key, what they are about and where, sorted by it and by turn."""

    at: np.ndarray
    key: np.ndarray


def reach_of(rows: pd.DataFrame, near_days: int) -> np.ndarray:
    """How many days after a row the last figure that it may be held against ends: as far as its own window is long."""
    length = (rows["event_end"] - rows["event_start"]).dt.days.add(1).fillna(0)
    reach = length.where(rows["basis"].eq("period"), 0).mask(rows["basis"].eq("cumulative"), COUNT_DAYS)
    return reach.clip(lower=near_days).to_numpy().astype(np.int64)


def near_pairs(rows: pd.DataFrame, reach: np.ndarray, case: Case) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of positions, the earlier day first, in blocks: they agree in all of ``SAME``, are at most ``reach`` days
    apart, and the place of one is that of the other or holds it.

    Rows are sorted by what they are about and by day; the partners of a row are the later ones up to a day that a
    binary search finds, so the work grows with the pairs found and not with the square of the rows. A row also stands
    at every place around its own, where it meets those that are about that place itself.
    """
    if rows.empty:
        return
    days = day_of(rows).to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((rows["_row"].to_numpy(), days))
    turn: np.ndarray = np.empty(len(rows), dtype=np.int64)
    turn[order] = np.arange(len(rows))
    # A search for what is sorted too finds its places side by side in memory, and is several times as fast.
    own, around = (_in_turn(stands, turn) for stands in _stands(rows, case))
    for first, second in ((own, own), (own, around), (around, own)):
        yield from _later(first, second, days - days.min(), turn, reach)


def _stands(rows: pd.DataFrame, case: Case) -> tuple[Stands, Stands]:
    """The rows at their own places, and at those places around them that other rows are about."""
    group = about(rows)
    place, names = pd.factorize(rows["place_id"])
    code = {name: number for number, name in enumerate(names)}
    outer = enclosing(case)
    above = [[code[each] for each in outer.get(name, ()) if each in code] for name in names]
    many = np.array([len(each) for each in above], dtype=np.int64)
    begun = np.cumsum(many) - many
    inner: np.ndarray = np.repeat(np.arange(len(rows)), many[place])
    step = np.arange(len(inner)) - np.repeat(np.cumsum(many[place]) - many[place], many[place])
    flat = np.array([each for names in above for each in names], dtype=np.int64)
    lifted = group[inner] * len(names) + flat[begun[place[inner]] + step]
    key = group * len(names) + place
    at_own, known = pd.factorize(key, sort=True)
    met = np.isin(lifted, known)
    own = Stands(np.arange(len(rows)), at_own)
    return own, Stands(inner[met], np.asarray(np.searchsorted(known, lifted[met])))


def _in_turn(stands: Stands, turn: np.ndarray) -> Stands:
    order = np.argsort(stands.key * len(turn) + turn[stands.at])
    return Stands(stands.at[order], stands.key[order])


def _later(
    first: Stands, second: Stands, days: np.ndarray, turn: np.ndarray, reach: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pair each row of ``first`` with those of ``second`` under its key that come after it, within its reach."""
    if not len(first.at) or not len(second.at):
        return
    at, key = second
    last = int(days.max()) + 1
    after = np.asarray(
        np.searchsorted(key * len(days) + turn[at], first.key * len(days) + turn[first.at], side="right")
    )
    until = np.minimum(days[first.at] + reach[first.at], last)
    count = np.searchsorted(key * (last + 1) + days[at], first.key * (last + 1) + until, side="right") - after
    for block in np.split(np.arange(len(first.at)), np.flatnonzero(np.diff(np.cumsum(count) // BLOCK)) + 1):
        left: np.ndarray = np.repeat(block, count[block])
        step = np.arange(len(left)) - np.repeat(np.cumsum(count[block]) - count[block], count[block])
        if len(left):
            yield first.at[left], at[after[left] + step]

"""Pairs of statements that cannot both hold: contradiction, stance, discrepancy, revision."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from contested.bounds import disjoint
from contested.case import Case
from contested.compare import SAME, comparable_pairs
from contested.explained import at_odds, unexplained
from contested.views import SERIES
from contested.windows import COUNT_DAYS, day_of

COLUMNS = ["kind", "a", "b", "metric_id", "place", "subject", "day", "gap", "ratio", "unit", "answer", "reason"]
KINDS = {
    "contradiction": "comparable figures of different sides, near in time, whose bounds do not meet",
    "stance": "one side asserts what another denies, about the same thing within days",
    "discrepancy": "the same within one side or between allies: two claimants disagree, or a running total fell",
    "revision": "a claimant gives another figure about the same day, or its running total fell",
}
"""What a pair of statements that cannot both hold is called."""

BLOCK = 1_000_000
"""About so many pairs are judged at a time, so that memory does not grow with the ledger."""

NEEDED = [
    *dict.fromkeys([*SAME, *SERIES]),
    "id",
    "label",
    "place",
    "claimant_id",
    "side",
    "camp",
    "said",
    "said_on",
    "said_at",
    "event_start",
    "event_end",
    "lower",
    "upper",
    "lower_open",
    "upper_open",
    "canonical_unit",
    "unit",
    "step",
]
"""The columns of statements that judging takes; the others would only be copied for every pair."""


def conflicts(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Find all pairs of statements that cannot both hold.

    In: dated statements (``views.statements``). Out, one row a pair, largest ratio first within each kind: ``kind``
    (contradiction: different sides; stance: different sides, one asserts what the other denies; discrepancy: the same
    side, or allies; revision: the same claimant about the same day, or its running count fallen), the ids ``a`` (said
    first) and ``b``, ``gap`` in the canonical ``unit`` and as a ``ratio`` of the nearer ends (NaN where one is 0),
    ``day`` of the later figure, and ``answer`` and ``reason`` from the gate of comparability. A pair of different
    claimants of whom one's side is not known is not judged.
    """
    rows = statements.loc[statements["said"].notna(), NEEDED].reset_index(drop=True)
    named = rows["claimant_id"].map(case.claimants["kind"]).ne("official_anonymous")
    rows = rows.assign(actor=actors(rows, case), named=named, final=last_words(rows))
    reach = reach_of(rows, case.settings.near_days)
    found = [_judge(rows, first, second, case) for first, second in near_pairs(rows, reach)]
    found.append(_judge(rows, *_falls(rows), case, "held"))
    frame = unexplained(pd.concat(found, ignore_index=True).drop_duplicates(["a", "b"]), rows, case)
    ranks = {"_kind": True, "ratio": False, "gap": False, "day": True, "a": True, "b": True}
    ranked = frame.assign(_kind=frame["kind"].map(list(KINDS).index)).sort_values([*ranks], ascending=[*ranks.values()])
    return ranked[COLUMNS].reset_index(drop=True)


def actors(rows: pd.DataFrame, case: Case) -> pd.Series:
    """Who disagrees: a party and its allies speak with many mouths, an observer for itself; so a party's camp, else the
    claimant."""
    party = rows["side"].map(case.sides["role"]).eq("party")
    return rows["camp"].where(party, rows["claimant_id"]).astype(object)


def last_words(rows: pd.DataFrame) -> pd.Series:
    """Whether a figure is the last that its claimant gave on its day about one window."""
    same = ["claimant_id", *SERIES, "event_start", "event_end", "said"]
    return rows.groupby(same, dropna=False)["said_at"].transform("max").eq(rows["said_at"])


def in_order(a: pd.DataFrame, b: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs with the figure that was said first in ``a``; of two said at one time the one with the smaller id."""
    swap = (b["said_at"] < a["said_at"]) | (b["said_at"].eq(a["said_at"]) & (b["id"] < a["id"]))
    return a.mask(swap, b).infer_objects(), b.mask(swap, a).infer_objects()


def reach_of(rows: pd.DataFrame, near_days: int) -> np.ndarray:
    """How many days after a row the last figure that it may be held against ends: as far as its own window is long."""
    length = (rows["event_end"] - rows["event_start"]).dt.days.add(1).fillna(0)
    reach = length.where(rows["basis"].eq("period"), 0).mask(rows["basis"].eq("cumulative"), COUNT_DAYS)
    return reach.clip(lower=near_days).to_numpy().astype(np.int64)


def near_pairs(rows: pd.DataFrame, reach: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of positions that agree in all of ``SAME`` and are at most ``reach`` days apart, in blocks.

    Rows are sorted by group and day; the partners of a row are the later rows of its group up to a day that a binary
    search finds, so the work grows with the pairs found and not with the square of the rows.
    """
    if rows.empty:
        return
    group = rows.groupby(list(SAME), dropna=False, sort=False).ngroup().to_numpy().astype(np.int64)
    days = day_of(rows).to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((rows["id"].to_numpy().astype(str), days, group))
    key = group[order] * 10_000_000 + days[order]
    count = np.searchsorted(key, key + reach[order], side="right") - np.arange(len(key)) - 1
    blocks = np.split(np.arange(len(key)), np.flatnonzero(np.diff(np.cumsum(count) // BLOCK)) + 1)
    for block in blocks:
        first: np.ndarray = np.repeat(block, count[block])
        step = np.arange(len(first)) - np.repeat(np.cumsum(count[block]) - count[block], count[block])
        if len(first):
            yield order[first], order[first + step + 1]


def _falls(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Positions of running totals that fell, however much later: the larger total before, and the lower one.

    A claimant's total is held against its own largest before; a party speaks with many mouths, so that the total of
    one of its offices is held against the one that another gave just before it, if both count from the same known day
    and neither is unnamed.
    """
    dated = rows["basis"].eq("cumulative") & rows["event_end"].notna()
    running = rows[dated].reset_index(names="_at").sort_values(["event_end", "said_at", "id"])
    own = running.groupby(["claimant_id", *SERIES], dropna=False, sort=False)
    most = running["_at"].where(running["lower"].eq(own["lower"].cummax()))
    peak = most.groupby(own.ngroup()).ffill().groupby(own.ngroup()).shift()
    offices = running[running["event_start"].notna() & running["named"]]
    sides = offices.groupby(["actor", "event_start", *SERIES], dropna=False, sort=False)
    other = sides["_at"].shift().where(sides["claimant_id"].shift().ne(offices["claimant_id"]))
    pairs = pd.concat([running.assign(_before=peak), offices.assign(_before=other)])
    pairs = pairs.dropna(subset="_before")
    fell = pairs["upper"].to_numpy() < rows["lower"].to_numpy()[pairs["_before"].astype(int)]
    return pairs.loc[fell, "_before"].to_numpy().astype(int), pairs.loc[fell, "_at"].to_numpy()


def _judge(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray, case: Case, time: str = "near") -> pd.DataFrame:
    a, b = rows.iloc[first].reset_index(drop=True), rows.iloc[second].reset_index(drop=True)
    apart = disjoint(a, b)
    a, b = a[apart].reset_index(drop=True), b[apart].reset_index(drop=True)
    a, b = in_order(a, b)
    verdict = comparable_pairs(a, b, case, time)
    kind = _kind(a, b, case)
    keep = verdict["answer"].ne("no") & kind.ne("") & at_odds(a, b, verdict["inside"], case)
    above = np.maximum(a["lower"], b["lower"])
    below = np.minimum(a["upper"], b["upper"])
    ratio = (above / below.where(below > 0)).astype(float)
    frame = pd.DataFrame(
        {
            "kind": kind,
            "a": a["id"],
            "b": b["id"],
            "metric_id": b["metric_id"],
            "place": b["place"].mask(verdict["inside"].eq("b"), a["place"]),
            "subject": b["subject"],
            "day": np.maximum(day_of(a), day_of(b)),
            "gap": (above - below).astype(float),
            "ratio": ratio,
            "unit": b["canonical_unit"],
            "answer": verdict["answer"],
            "reason": verdict["reason"],
        }
    )
    return frame[keep]


def _kind(a: pd.DataFrame, b: pd.DataFrame, case: Case) -> pd.Series:
    role = case.sides["role"]
    known = a["side"].map(role).isin(["party", "observer"]) & b["side"].map(role).isin(["party", "observer"])
    same_claimant, same_side = a["claimant_id"].eq(b["claimant_id"]), a["camp"].eq(b["camp"])
    kind = pd.Series("", index=a.index, dtype=object)
    kind[known & ~same_side] = "contradiction"
    kind[known & ~same_side & a["dimension"].eq("boolean")] = "stance"
    kind[known & same_side] = "discrepancy"
    kind[same_claimant] = "revision"
    return kind

"""Contradictions between sides, discrepancies within one, revisions of a claimant's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint
from contested.case import Case
from contested.compare import SAME, comparable_pairs, day_of

COLUMNS = ["kind", "a", "b", "metric_id", "place", "subject", "day", "gap", "ratio", "unit", "answer", "reason"]
KINDS = ("contradiction", "stance", "discrepancy", "revision")
BLOCK = 1_000_000
"""About so many pairs are judged at a time, so that memory does not grow with the ledger."""

NEEDED = [
    *SAME,
    "id",
    "metric_id",
    "label",
    "place_id",
    "place",
    "claimant_id",
    "side",
    "said",
    "said_at",
    "event_start",
    "event_end",
    "lower",
    "upper",
    "lower_open",
    "upper_open",
    "canonical_unit",
]
"""The columns of statements that judging takes; the others would only be copied for every pair."""


def disputes(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Find all pairs of statements that cannot both hold.

    In: dated statements (``views.statements``). Out, one row a pair, largest ratio first within each kind: ``kind``
    (contradiction: different sides; stance: different sides, one asserts what the other denies; discrepancy: the same
    side; revision: the same claimant about the same day), the ids ``a`` (said first) and ``b``, ``gap`` in the
    canonical ``unit`` and as a ``ratio`` of the nearer ends (NaN where one is 0), ``day`` of the later figure, and
    ``answer`` and ``reason`` from the gate of comparability. A pair of
    different claimants of whom one's side is not known is not judged.
    """
    rows = statements.loc[statements["said"].notna(), NEEDED].reset_index(drop=True)
    found = [_judge(rows, first, second, case) for first, second in _near(rows, case.settings.near_days)]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.concat(found, ignore_index=True)
    ranks = {"_kind": True, "ratio": False, "gap": False, "day": True, "a": True, "b": True}
    ranked = frame.assign(_kind=frame["kind"].map(KINDS.index)).sort_values([*ranks], ascending=[*ranks.values()])
    return ranked[COLUMNS].reset_index(drop=True)


def _near(rows: pd.DataFrame, near_days: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of positions that agree in all that must agree and are at most ``near_days`` apart, in blocks.

    Rows are sorted by group and day; the partners of a row are the later rows of its group up to a day that a binary
    search finds, so the work grows with the pairs found and not with the square of the rows.
    """
    if rows.empty:
        return []
    group = rows.groupby(list(SAME), dropna=False, sort=False).ngroup().to_numpy().astype(np.int64)
    days = day_of(rows).to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((rows["id"].to_numpy().astype(str), days, group))
    key = group[order] * 10_000_000 + days[order]
    count = np.searchsorted(key, key + near_days, side="right") - np.arange(len(key)) - 1
    blocks = np.split(np.arange(len(key)), np.flatnonzero(np.diff(np.cumsum(count) // BLOCK)) + 1)
    pairs = []
    for block in blocks:
        first: np.ndarray = np.repeat(block, count[block])
        step = np.arange(len(first)) - np.repeat(np.cumsum(count[block]) - count[block], count[block])
        if len(first):
            pairs.append((order[first], order[first + step + 1]))
    return pairs


def _judge(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray, case: Case) -> pd.DataFrame:
    a, b = rows.iloc[first].reset_index(drop=True), rows.iloc[second].reset_index(drop=True)
    apart = disjoint(a, b)
    a, b = a[apart].reset_index(drop=True), b[apart].reset_index(drop=True)
    swap = (b["said_at"] < a["said_at"]) | (b["said_at"].eq(a["said_at"]) & (b["id"] < a["id"]))
    a, b = a.mask(swap, b).infer_objects(), b.mask(swap, a).infer_objects()
    verdict = comparable_pairs(a, b, case)
    kind = _kind(a, b, case)
    keep = verdict["answer"].ne("no") & kind.ne("") & _at_odds(a, b, verdict["inside"], case.settings.near_days)
    above = np.maximum(a["lower"], b["lower"])
    below = np.minimum(a["upper"], b["upper"])
    ratio = (above / below.where(below > 0)).astype(float)
    frame = pd.DataFrame(
        {
            "kind": kind,
            "a": a["id"],
            "b": b["id"],
            "metric_id": b["metric_id"],
            "place": b["place"],
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
    same_claimant, same_side = a["claimant_id"].eq(b["claimant_id"]), a["side"].eq(b["side"])
    kind = pd.Series("", index=a.index, dtype=object)
    kind[known & ~same_side] = "contradiction"
    kind[known & ~same_side & a["dimension"].eq("boolean")] = "stance"
    kind[known & same_side] = "discrepancy"
    kind[same_claimant] = "revision"
    return kind


def _at_odds(a: pd.DataFrame, b: pd.DataFrame, inside: pd.Series, near_days: int) -> pd.Series:
    """Whether two figures with disjoint bounds really cannot both hold.

    A running count that is higher on a later day has grown. A place inside another may have less of anything than the
    whole, never more. A claimant who gives another figure about another day has seen a change, not revised.
    """
    same_day = day_of(a).eq(day_of(b))
    later_is_b = day_of(b) > day_of(a)
    grown = np.where(later_is_b, b["lower"] >= a["upper"], a["lower"] >= b["upper"])
    running = a["basis"].eq("cumulative") & ~same_day & grown
    part = inside.eq("a") & (a["upper"] <= b["lower"]) | inside.eq("b") & (b["upper"] <= a["lower"])
    near = (a["said"] - b["said"]).dt.days.abs() <= near_days
    own = a["claimant_id"].eq(b["claimant_id"]) & ~same_day
    return ~running & ~part & (near | a["claimant_id"].eq(b["claimant_id"])) & ~own

"""Pairs of statements that cannot both hold: contradiction, stance, discrepancy, revision."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint
from contested.case import Case
from contested.compare import SAME, comparable_pairs
from contested.explained import at_odds, unexplained
from contested.nearby import near_pairs, reach_of
from contested.sorting import groups, mapped, order
from contested.views import NUMBERED
from contested.windows import day_of

COLUMNS = ["kind", "a", "b", "metric_id", "place", "subject", "day", "gap", "ratio", "unit", "answer", "reason"]
KINDS = {
    "contradiction": "comparable figures of different sides, near in time, whose bounds do not meet",
    "stance": "one side asserts what another denies, about the same thing within days",
    "discrepancy": "the same within one side or between allies: two claimants disagree, or a running total fell",
    "revision": "a claimant gives another figure about the same day, or its running total fell",
}
"""What a pair of statements that cannot both hold is called."""

NEEDED = [
    *SAME,
    *NUMBERED,
    "_row",
    "id",
    "metric_id",
    "place_id",
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
    named = mapped(rows["claimant_id"], case.claimants["kind"]).ne("official_anonymous")
    rows = rows.assign(actor=actors(rows, case), named=named, final=last_words(rows))
    reach = reach_of(rows, case.settings.near_days)
    found = [_judge(rows, first, second, case) for first, second in near_pairs(rows, reach, case)]
    found.append(_judge(rows, *_falls(rows), case, "held"))
    frame = unexplained(pd.concat(found, ignore_index=True).drop_duplicates(["a", "b"]), rows, case)
    ranks = {"_kind": True, "ratio": False, "gap": False, "day": True, "a": True, "b": True}
    ranked = frame.assign(_kind=frame["kind"].map(list(KINDS).index)).sort_values([*ranks], ascending=[*ranks.values()])
    return ranked[COLUMNS].reset_index(drop=True)


def actors(rows: pd.DataFrame, case: Case) -> pd.Series:
    """Who disagrees: a party and its allies speak with many mouths, an observer for itself; so a party's camp, else the
    claimant."""
    party = mapped(rows["side"], case.sides["role"]).eq("party")
    return rows["camp"].where(party, rows["claimant_id"]).astype(object)


def last_words(rows: pd.DataFrame) -> pd.Series:
    """Whether a figure is the last that its claimant gave on its day about one window."""
    same = ["claimant_id", *NUMBERED, "event_start", "event_end", "said"]
    return rows["said_at"].groupby(groups(rows, same)).transform("max").eq(rows["said_at"])


def in_order(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows at these positions, of each pair the figure that was said first in the first frame; of two said at one
    time the one with the smaller id."""
    said, turn = rows["said_at"].array.asi8, rows["_row"].to_numpy()
    swap = (said[second] < said[first]) | ((said[second] == said[first]) & (turn[second] < turn[first]))
    ends = np.where(swap, second, first), np.where(swap, first, second)
    return rows.take(ends[0]).reset_index(drop=True), rows.take(ends[1]).reset_index(drop=True)


def apart(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether the bounds of the rows at these positions do not meet."""
    bounds = rows[["lower", "upper", "lower_open", "upper_open"]]
    a, b = (bounds.take(which).reset_index(drop=True) for which in (first, second))
    return disjoint(a, b).to_numpy()


def _falls(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Positions of running totals that fell, however much later: the larger total before, and the lower one.

    A claimant's total is held against its own largest before; a party speaks with many mouths, so that the total of
    one of its offices is held against the one that another gave just before it, if both count from the same known day
    and neither is unnamed.
    """
    dated = rows["basis"].eq("cumulative") & rows["event_end"].notna()
    running = rows[dated].reset_index(names="_at")
    running = running.take(order(running, "event_end", "said_at", "_row"))
    series = groups(running, ["claimant_id", *NUMBERED])
    most = running["_at"].where(running["lower"].eq(running["lower"].groupby(series).cummax()))
    peak = most.groupby(series).ffill().groupby(series).shift()
    offices = running[running["event_start"].notna() & running["named"]]
    sides = offices.groupby(groups(offices, ["actor", "event_start", *NUMBERED]), sort=False)
    other = sides["_at"].shift().where(sides["claimant_id"].shift().ne(offices["claimant_id"]))
    pairs = pd.concat([running.assign(_before=peak), offices.assign(_before=other)])
    pairs = pairs.dropna(subset="_before")
    fell = pairs["upper"].to_numpy() < rows["lower"].to_numpy()[pairs["_before"].astype(int)]
    return pairs.loc[fell, "_before"].to_numpy().astype(int), pairs.loc[fell, "_at"].to_numpy()


def _judge(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray, case: Case, time: str = "near") -> pd.DataFrame:
    # Before anything else, and on numbers alone: nearly all pairs meet.
    kept = apart(rows, first, second)
    a, b = in_order(rows, first[kept], second[kept])
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

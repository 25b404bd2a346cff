"""What explains that two figures differ, so that nobody disagrees: growth, change, a longer window, a part."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint
from contested.case import Case
from contested.compare import SAME
from contested.units import MEASURES
from contested.windows import COUNT_DAYS, day_of


def at_odds(a: pd.DataFrame, b: pd.DataFrame, inside: pd.Series, case: Case) -> pd.Series:
    """Whether two figures with disjoint bounds really cannot both hold.

    A running count that is higher on a later day, or at a later hour of one day, has grown; one that is lower on a
    later day has not; so has a flow of which the claimant, before its window ended, had counted fewer. A longer window
    may hold more than a shorter one within it, and a place more than one inside it. A state may have changed between
    two days, by ``change_per_day``; a claimant who gives another figure of a state on another day, or at another hour,
    has seen a change, not revised. A figure that says of which day it is, and one that does not, are held
    against nobody; nor are a total and its part. Two figures said long apart are at odds only where they are about the
    very same days.
    """
    running, state = a["basis"].eq("cumulative"), a["basis"].eq("point")
    own, apart = a["claimant_id"].eq(b["claimant_id"]), _days_between(a, b)
    timed = [rows["said_on"].str.len().gt(10) for rows in (a, b)]
    order = (day_of(b) - day_of(a)).dt.days
    # b is said at the same time as a or after it; of two on one day of which one has no hour nobody knows the order.
    hours = timed[0] & timed[1] & (b["said_at"] > a["said_at"])
    unordered = timed[0].ne(timed[1]) & a["said"].eq(b["said"])
    midway = timed[0] & (a["said"] <= a["event_end"]) & (b["said"] > a["said"])
    # Of a claimant's own figures in the course of a day the last one stands: another one later is a revision.
    midway &= ~own | ~a["final"].astype(bool)
    later = np.where(order.eq(0), (hours | midway).astype(int), np.sign(order))
    less, more = a["upper"] <= b["lower"], b["upper"] <= a["lower"]
    grown = running & ((later > 0) & less | (later < 0) & more | order.eq(0) & unordered)
    unfinished = a["basis"].eq("period") & own & (hours | midway) & (a["said"] <= a["event_end"])
    grown |= unfinished & less
    a_within = (a["event_start"] >= b["event_start"]) & (a["event_end"] <= b["event_end"])
    b_within = (b["event_start"] >= a["event_start"]) & (b["event_end"] <= a["event_end"])
    window = a["basis"].eq("period") & (a_within & ~b_within & less | b_within & ~a_within & more)
    place = inside.eq("a") & less | inside.eq("b") & more
    # A thousandfold is beyond any change that is counted here; the cap keeps the power finite.
    allowed = np.minimum((1 + case.settings.change_per_day) ** apart.clip(upper=400), 1000)
    ratio = np.maximum(a["lower"], b["lower"]) / np.minimum(a["upper"], b["upper"]).replace(0, np.nan)
    by_day = apart.gt(0) & (own | (a["dimension"].ne("boolean") & (ratio <= allowed)))
    changed = state & (by_day | own & hours)
    dated = a["event_end"].notna().eq(b["event_end"].notna()) & (a["event_end"].notna() | ~running)
    reach = pd.Series(case.settings.near_days, index=a.index).mask(running, COUNT_DAYS)
    fallen = running & a["camp"].eq(b["camp"])
    near = own | fallen | (a["said"] - b["said"]).dt.days.abs().le(reach)
    # 200 nautical miles and 370 km are one distance, each as exact as it is printed.
    gap = np.maximum(a["lower"], b["lower"]) - np.minimum(a["upper"], b["upper"])
    converted = a["dimension"].isin(MEASURES) & a["unit"].ne(b["unit"]) & (gap <= a["step"] + b["step"])
    same_window = a["event_start"].eq(b["event_start"]) & a["event_end"].eq(b["event_end"]) & ~state
    near = near | same_window
    return near & dated & ~grown & ~window & ~place & ~changed & ~converted & ~_joined(a, b, case)


def _days_between(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """The most days that can lie between what two rows are about: a state may be known to the month only."""
    ends = [day_of(rows) for rows in (a, b)]
    starts = [rows["event_start"].fillna(end) for rows, end in zip((a, b), ends, strict=True)]
    return np.maximum((ends[0] - starts[1]).dt.days, (ends[1] - starts[0]).dt.days)


def _joined(a: pd.DataFrame, b: pd.DataFrame, case: Case) -> pd.Series:
    """Whether relations.csv calls one of a pair a part or a narrower figure of the other."""
    relations = case.tables.get("relations", pd.DataFrame(columns=["from_id", "relation", "to_id"]))
    inner = relations[relations["relation"].isin(["part_of", "narrows"])]
    known = {frozenset(pair) for pair in zip(inner["from_id"], inner["to_id"], strict=True)}
    return pd.Series([frozenset(pair) in known for pair in zip(a["id"], b["id"], strict=True)], index=a.index)


def unexplained(found: pd.DataFrame, rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Leave out two states of different days where one of the two claimants itself gave, nearer to the day of the
    other's figure, one that meets it: then the state has changed between the days, and nobody disagrees."""
    rows = rows.assign(_day=day_of(rows))
    keys = [name for name in SAME if name != "comparability"]
    states = rows[rows["basis"].eq("point")]
    by_id = rows.set_index("id")
    explained: set[int] = set()
    for one, other in (("a", "b"), ("b", "a")):
        mine, theirs = (by_id.loc[found[name]].reset_index() for name in (one, other))
        between = (theirs["_day"] - mine["_day"]).dt.days
        for step in range(1 - case.settings.near_days, case.settings.near_days):
            own = mine[["claimant_id", "place_id", "comparability", *keys]]
            own = own.assign(_pair=found.index, _day=theirs["_day"] + pd.Timedelta(days=step))
            own = own[mine["basis"].eq("point") & between.abs().gt(abs(step))]
            near = own.merge(states, on=["claimant_id", "place_id", "comparability", *keys, "_day"])
            held = theirs.set_axis(found.index).loc[near["_pair"]].reset_index(drop=True)
            explained |= set(near.loc[~disjoint(near, held).to_numpy(), "_pair"])
    return found.drop(index=sorted(explained))

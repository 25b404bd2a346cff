"""Disputes: the pairs of statements that cannot both hold, grouped by who disagrees about what, and how each ended."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contested.bounds import excludes
from contested.case import Case
from contested.compare import SAME, comparable
from contested.conflicts import actors
from contested.interest import marks
from contested.windows import day_of

ENDINGS = {
    "conceded": "one later gave the other's figure",
    "converged": "their later figures meet",
    "dropped": "neither spoke of it again",
    "open": "still open",
}
"""How a dispute can end, as ``disputes`` decides it."""

FOUND = ["pairs", "ids", "members", "claimants", "origins", "reports", "since", "until", "ended", "days"]
"""The columns that grouping adds to those of a dispute's leading pair."""

SURE = ("page", "url")
"""How a day is known that the page itself, or its address, states."""


def disputes(conflicts: pd.DataFrame, statements: pd.DataFrame, case: Case, when: pd.Timestamp) -> pd.DataFrame:
    """Group conflicts into disputes: of the same two about the same thing, with no longer pause than ``max_age_days``.

    In: ``conflicts.conflicts`` and the statements it was found in. Out, one row a dispute, ranked within its kind by
    ``doubts`` (a warning of the gate, a day not on a page, each counts one) and then by ratio: the columns of the pair
    that leads it so ranked (of equal ones the latest), ``pairs``, ``ids`` (all statements, joined by |), ``members``
    (its pairs, as a+b, joined by |), ``claimants``, ``origins``, ``reports``, ``since`` and ``until`` (blank while
    open; the last day it was spoken of where it was dropped), ``ended`` (see ``ENDINGS``), ``days`` between, ``mark_a``
    and ``mark_b`` (see ``interest.marks``).
    """
    rows = statements.sort_values(["said_at", "id"]).set_index("id", drop=False).rename_axis("row")
    rows = rows.assign(actor=actors(rows, case), day=day_of(rows))
    ranked = _ranked(conflicts, rows, case)
    if ranked.empty:
        return pd.DataFrame(columns=[*(name for name in ranked if not name.startswith("_")), *FOUND])
    scope = rows.groupby(list(SAME), dropna=False, sort=False).ngroup()
    said = dict(iter(rows.groupby(scope, sort=False)))
    found = [_dispute(each, rows, said[scope[each["b"].iloc[0]]], case, when) for _, each in ranked.groupby("_dispute")]
    order = ["_kind", "doubts", "ratio", "gap", "day", "a"]
    up = [True, True, False, False, True, True]
    frame = pd.DataFrame(found).sort_values(order, ascending=up, na_position="last", ignore_index=True)
    frame["days"] = (frame["until"] - frame["since"]).dt.days
    return frame.drop(columns=["_kind", "_dispute", "_begun"])


def _ranked(conflicts: pd.DataFrame, rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Conflicts with their marks, doubts and the dispute that each belongs to, the leading ones first."""
    a, b = rows.loc[conflicts["a"]].reset_index(drop=True), rows.loc[conflicts["b"]].reset_index(drop=True)
    frame = conflicts.reset_index(drop=True).join(marks(a, b, case))
    frame["_begun"] = np.maximum(a["said"], b["said"])
    unsure = sum((~half["said_on_basis"].isin(SURE)).astype(int) for half in (a, b))
    frame["doubts"] = frame["answer"].eq("warning").astype(int) + unsure
    speaking = [half["actor"].mask(frame["kind"].eq("revision"), half["claimant_id"]).astype(str) for half in (a, b)]
    keys = b[list(SAME)].assign(
        kind=frame["kind"], place=frame["place"], one=np.minimum(*speaking), two=np.maximum(*speaking)
    )
    group = keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup()
    by_day = frame.assign(_g=group).sort_values(["_g", "day"])
    pause = by_day.groupby("_g")["day"].diff().dt.days.gt(case.settings.max_age_days)
    frame["_dispute"] = (pause | by_day["_g"].ne(by_day["_g"].shift())).cumsum().reindex(frame.index)
    frame["_kind"] = frame["kind"].map({"contradiction": 0, "stance": 1, "discrepancy": 2, "revision": 3})
    order = ["_kind", "doubts", "ratio", "gap", "day", "a", "b"]
    return frame.sort_values(order, ascending=[True, True, False, False, False, True, True], ignore_index=True)


def _dispute(
    pairs: pd.DataFrame, rows: pd.DataFrame, scope: pd.DataFrame, case: Case, when: pd.Timestamp
) -> dict[str, Any]:
    lead = pairs.iloc[0]
    ids = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
    mine = rows.loc[ids]
    latest = pairs.loc[pairs["_begun"].idxmax()]
    ended, until = _ending(
        rows.loc[latest["a"]].to_dict(), rows.loc[latest["b"]].to_dict(), scope, case, when, lead["kind"]
    )
    return {
        **lead,
        "pairs": len(pairs),
        "ids": "|".join(sorted(ids)),
        "members": "|".join(f"{a}+{b}" for a, b in zip(pairs["a"], pairs["b"], strict=True)),
        "claimants": int(mine["claimant_id"].nunique()),
        "origins": len(ids),
        "reports": int(mine["reports"].sum()),
        "since": pairs["_begun"].min(),
        "until": until,
        "ended": ended,
    }


def _ending(
    a: dict[str, Any], b: dict[str, Any], scope: pd.DataFrame, case: Case, when: pd.Timestamp, kind: str
) -> tuple[str, pd.Timestamp]:
    """Follow a dispute from its last pair on: what its two said later about the same thing, until a long silence.

    A revision ends with itself: the later figure has taken the place of the former.
    """
    last = max(a["said"], b["said"])
    if kind == "revision":
        return "conceded", last
    who = "claimant_id" if a["actor"] == b["actor"] else "actor"
    later = scope[scope[who].isin([a[who], b[who]]) & (scope["said_at"] > max(a["said_at"], b["said_at"]))]
    later = later[later["place_id"].isin([a["place_id"], b["place_id"]])]
    now = {a[who]: a, b[who]: b}
    for row in later.to_dict("records"):
        if (row["said"] - last).days > case.settings.max_age_days:
            break
        former, other = now[row[who]], next(each for name, each in now.items() if name != row[who])
        meets = not excludes(row, other) and comparable(row, other, case)
        if row["basis"] == "period" and not meets and not comparable(row, former, case):
            continue  # What happened in another window ends no dispute about this one.
        last = row["said"]
        if meets:
            same_day = row["day"] <= max(former["day"], other["day"])
            return ("conceded" if same_day and excludes(row, former) else "converged"), last
        now[row[who]] = row
    return ("dropped", last) if (when - last).days > case.settings.max_age_days else ("open", pd.NaT)

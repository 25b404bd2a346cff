"""Disputes: the pairs of statements that cannot both hold, grouped by who disagrees about what, and how each ended."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.compare import ASKED, SAME, about
from contested.conflicts import actors
from contested.endings import ENDINGS, endings
from contested.interest import marks
from contested.sorting import groups, order, places
from contested.windows import day_of

__all__ = ["ENDINGS", "disputes"]

FOUND = ["pairs", "ids", "members", "claimants", "origins", "reports", "since", "until", "ended", "days"]
"""The columns that grouping adds to those of a dispute's leading pair."""

NEEDED = [
    *dict.fromkeys([*ASKED, "id", "claimant_id", "side", "camp", "said_at", "said_on_basis", "metric_id", "qualifier"]),
    *("_row", "_scope", "lower", "upper", "lower_open", "upper_open", "reports"),
]
"""The columns of statements that disputes take."""

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
    rows = _concerned(conflicts, statements, case)
    rows = rows.take(order(rows, "said_at", "_row")).set_index("id", drop=False).rename_axis("row")
    rows = rows.assign(actor=actors(rows, case), day=day_of(rows))
    ranked = _ranked(conflicts, rows, case)
    if ranked.empty:
        return pd.DataFrame(columns=[*(name for name in ranked if not name.startswith("_")), *FOUND])
    # The first pair of a dispute leads it; of those that began last, the first one is where it stood in the end.
    leads = ranked.drop_duplicates("_dispute").sort_values("_dispute", ignore_index=True)
    last = ranked.sort_values(["_dispute", "_begun"], ascending=[True, False], kind="stable")
    ended, until = endings(last.drop_duplicates("_dispute").reset_index(drop=True), rows, case, when)
    told = _counted(ranked, rows)
    frame = leads.assign(**{name: told[name].to_numpy() for name in FOUND if name in told}, until=until, ended=ended)
    by = ["_kind", "doubts", "ratio", "gap", "day", "a"]
    up = [True, True, False, False, True, True]
    frame = frame.sort_values(by, ascending=up, na_position="last", ignore_index=True)
    frame["days"] = (frame["until"] - frame["since"]).dt.days
    return frame[[*(name for name in ranked if not name.startswith("_")), *FOUND]]


def _concerned(conflicts: pd.DataFrame, statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """The statements about what figures are at odds about, at their places: nothing else was said in a dispute."""
    halves = [places(statements["_row"], case.positions(conflicts[half])) for half in "ab"]
    what = groups(pd.DataFrame({"about": about(statements), "place": statements["place_id"]}), ["about", "place"])
    return statements.loc[np.isin(what, what[np.concatenate(halves)]), NEEDED]


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
    by = ["_kind", "doubts", "ratio", "gap", "day", "a", "b"]
    return frame.sort_values(by, ascending=[True, True, False, False, False, True, True], ignore_index=True)


def _counted(ranked: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What the pairs of each dispute are together, by its number."""
    disputes = ranked.groupby("_dispute")
    members = ranked["a"] + "+" + ranked["b"]
    halves = [ranked[["_dispute", half]].set_axis(["_dispute", "id"], axis=1) for half in "ab"]
    ids = pd.concat(halves).drop_duplicates().sort_values(["_dispute", "id"], ignore_index=True)
    said = rows.loc[ids["id"], ["claimant_id", "reports"]].reset_index(drop=True)
    mine = ids.join(said).groupby("_dispute")
    return pd.DataFrame(
        {
            "pairs": disputes.size(),
            "ids": mine["id"].agg("|".join),
            "members": members.groupby(ranked["_dispute"]).agg("|".join),
            "claimants": mine["claimant_id"].nunique(),
            "origins": mine.size(),
            "reports": mine["reports"].sum(),
            "since": disputes["_begun"].min(),
        }
    )

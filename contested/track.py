"""How far a claimant's figures were off where something later, or somebody else's count, allows to say so."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint, printed_numbers
from contested.case import Case
from contested.sorting import mapped, order, places

BOUNDS = ("lower", "upper", "lower_open", "upper_open")

ENOUGH = 5
"""Fewer cases than this say nothing about a claimant."""

YARDSTICKS = {
    "conceded": "the claimant's own later figure of the same",
    "counted": "a documented count of somebody else",
    "admitted": "the figure of the side that it is about, of its own losses",
}
"""What a figure may be measured by, the first that there is."""

RELIABILITY = {"A": 0.95, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.0}
"""The least share of a claimant's cases in which its figure and the yardstick can both hold, for each grade."""


def yardsticks(statements: pd.DataFrame, conflicts: pd.DataFrame, meetings: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Find the statements that can be measured by another one.

    In: statements, their conflicts and their ``support.meetings``. Out, one row a statement: ``id``, ``by`` (the
    yardstick's id), ``yardstick`` (see ``YARDSTICKS``), ``claimant_id``, ``metric_id``, ``off`` (within, above or
    below: whether the bounds meet, else on which side) and ``ratio`` of the printed numbers (NaN where one is 0). An
    open bound that reaches the yardstick is within; statements of fact are not measured.
    """
    row = statements["_row"].to_numpy()
    side = statements["side"].take(places(row, meetings["_row"])).set_axis(meetings.index)
    other_side = side.ne(meetings["other_side"]) & mapped(side, case.sides["role"]).eq("party")
    admitted, counted = meetings["other_own"].astype(bool) & other_side, meetings["other_evidence"].eq("count")
    met = meetings[["id", "_row", "other", "_other"]].assign(
        yardstick=np.select([admitted, counted], ["admitted", "counted"], "")
    )
    revised = conflicts.loc[conflicts["kind"].eq("revision"), ["a", "b"]].set_axis(["id", "other"], axis=1)
    revised = revised.assign(_row=case.positions(revised["id"]), _other=case.positions(revised["other"]))
    found = pd.concat([met[met["yardstick"].ne("")], revised.assign(yardstick="conceded")])
    found["_rank"] = found["yardstick"].map(list(YARDSTICKS).index)
    found = found.take(order(found, "_row", "_rank", "_other")).drop_duplicates("_row").reset_index(drop=True)
    rows = statements[["claimant_id", "metric_id", "dimension", "qualifier", *BOUNDS]]
    halves = (places(row, found[name]) for name in ("_row", "_other"))
    mine, theirs = (rows.take(at).reset_index(drop=True) for at in halves)
    found = found.rename(columns={"other": "by"})[["id", "by", "yardstick"]]
    counted = mine["dimension"].ne("boolean")
    off = np.where(~disjoint(mine, theirs), "within", np.where(mine["lower"] >= theirs["upper"], "above", "below"))
    numbers = [printed_numbers(half) for half in (mine, theirs)]
    ratio = np.divide(*numbers, out=np.full(len(found), np.nan), where=numbers[1] > 0)
    about = mine[["claimant_id", "metric_id"]]
    return found.assign(off=off, ratio=ratio).join(about)[counted.to_numpy()].reset_index(drop=True)


def track_record(cases: pd.DataFrame) -> pd.DataFrame:
    """Count the cases of each claimant, metric and yardstick, and say nothing where there are fewer than ``ENOUGH``.

    Out, in alphabetical order, which is no ranking: ``claimant_id``, ``metric_id``, ``yardstick``, ``cases``,
    ``within``, ``above``, ``below`` and ``ratio``, the median of the claimant's number over the yardstick's.
    """
    keys = ["claimant_id", "metric_id", "yardstick"]
    offs = {name: cases["off"].eq(name).astype(int) for name in ("within", "above", "below")}
    grouped = cases.assign(cases=1, **offs).groupby(keys, sort=True)
    frame = grouped[["cases", *offs]].sum().join(grouped["ratio"].median()).reset_index()
    return frame[frame["cases"] >= ENOUGH].reset_index(drop=True)


def reliability(cases: pd.DataFrame) -> dict[str, str]:
    """The Admiralty grade of each claimant with enough cases that a documented count measures; see ``RELIABILITY``.

    Only documented counts are chosen without a view to the outcome: a figure that was corrected was off, and a side may
    make its own losses small. All other claimants are F.
    """
    counted = cases[cases["yardstick"].eq("counted")]
    share = counted.assign(within=counted["off"].eq("within")).groupby("claimant_id")["within"].agg(["mean", "size"])
    share = share[share["size"] >= ENOUGH]
    return {
        str(name): next(grade for grade, least in RELIABILITY.items() if mean >= least)
        for name, mean in share["mean"].items()
    }


def named(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Add ``claimant`` and ``label``, and in words the yardstick (``measured_by``) and the ratio (``ratio_text``)."""
    return rows.assign(
        ratio_text=[f"{ratio:.3g}" if np.isfinite(ratio) else "" for ratio in rows["ratio"].astype(float)],
        claimant=rows["claimant_id"].map(case.claimants["name"]),
        label=rows["metric_id"].map(case.metrics["label"]),
        measured_by=rows["yardstick"].map(YARDSTICKS),
    )

"""Which figures are parts of which totals by the case's own tables, where nobody has decided it row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.sorting import groups, mapped

TOGETHER = ["claimant_id", "basis", "event_start", "event_end", "denominator"]
TOGETHER += ["weapon", "fate", "counting_unit", "origin_id"]
"""What agrees between a total and its parts: one claimant gave them about one window."""

WAYS = {
    "metric": ("metric_id", ["subject", "place_id", "target_id", "group"]),
    "group": ("group", ["subject", "metric_id", "place_id", "target_id"]),
    "place": ("place_id", ["subject", "metric_id", "group"]),
    "subject": ("subject", ["metric_id", "place_id", "target_id", "group"]),
}
"""In what the parts of a total differ from it, by column, and what else agrees."""

NEEDED = [*TOGETHER, "subject", "metric_id", "place_id", "target_id", "group", "id", "source_id", "said_on"]
"""The columns of statements that looking for parts takes."""

ADDED = ("people", "count", "area")
"""Dimensions whose figures add up: shares, rates, lengths and statements of fact do not."""

WITHOUT_BORDER = ("zone", "front", "areas")
"""Levels whose places may overlap."""


def inner(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Find the figures that lie inside another one given together with it.

    A metric lies inside its ``subset_of``, a group inside the figure without a group, a place inside its ``parent``, a
    party inside the side of all parties together. Out: ``id``, ``part`` (its metric, group, place or side), ``whole``,
    ``by`` (which of the four) and ``breakdown``, blank where parts of that kind may overlap and are never added: that
    of the metric or the group, places or parties.
    """
    rows = statements.loc[statements["dimension"].isin(ADDED), NEEDED]
    found = [_pairs(rows, way, *_wholes(rows, way, case)) for way in WAYS if way != "subject"]
    parties, joint = (case.sides.index[case.sides["role"].eq(role)] for role in ("party", "joint"))
    of_party = rows["subject"].isin(parties)
    for side in joint:
        whole = pd.Series(side, index=rows.index, dtype=object).where(of_party)
        found.append(_pairs(rows, "subject", whole, pd.Series("parties", index=rows.index)))
    return pd.concat(found, ignore_index=True).sort_values(["whole", "by", "id"], ignore_index=True)


def parts(statements: pd.DataFrame, inside: pd.DataFrame) -> pd.DataFrame:
    """The disjoint parts, two or more that were given at one time, of a total; in and out: columns as from ``inner``.

    The breakdown of parts that were given at another time than the total carries that day. Where one claimant gave two
    figures for one part at one time, nobody can tell which is meant, and none is added.
    """
    found = inside.astype(object)
    if found.empty:
        return found
    found = found.assign(breakdown=found["breakdown"].str.split("|")).explode("breakdown")
    found = found[found["breakdown"].ne("")].reset_index(drop=True)
    said = statements.set_index("id")["said_on"]
    day, whole = (found[name].map(said) for name in ("id", "whole"))
    later = found["breakdown"] + "_" + day.str.replace(r"\D", "_", regex=True)
    found["breakdown"] = found["breakdown"].where(day.eq(whole), later)
    keys = ["whole", "by", "breakdown"]
    found["_twice"] = found.duplicated([*keys, "part"], keep=False)
    sets = found.groupby(keys)
    return found[sets["id"].transform("size").gt(1) & ~sets["_twice"].transform("any")].drop(columns="_twice")


def _wholes(rows: pd.DataFrame, way: str, case: Case) -> tuple[pd.Series, pd.Series]:
    """For each row the value that its whole has in the varying column (NaN for none), and its breakdown."""
    if way == "group":
        table = case.tables.get("groups")
        named = pd.Series(dtype=object) if table is None else table.set_index("id")["breakdown"]
        whole = pd.Series("", index=rows.index, dtype=object).where(rows["group"].ne(""))
        return whole, mapped(rows["group"], named).fillna("")
    if way == "metric":
        whole = mapped(rows["metric_id"], case.metrics["subset_of"])
        return whole.where(whole.ne("")), mapped(rows["metric_id"], case.metrics["breakdown"])
    parent, level = (mapped(rows["place_id"], case.places[name]) for name in ("parent", "level"))
    bordered = pd.Series("places", index=rows.index, dtype=object).mask(level.isin(WITHOUT_BORDER), "")
    return parent.where(parent.ne("")), bordered


def _pairs(rows: pd.DataFrame, way: str, whole: pd.Series, breakdown: pd.Series) -> pd.DataFrame:
    column, same = WAYS[way]
    keys = [*TOGETHER, *same, "source_id", "said_on"]
    mine, theirs = _alike(rows, whole, rows[column])
    parts = rows.loc[mine, ["id", *keys]].assign(part=rows[column], _whole=whole, breakdown=breakdown)
    names = {"id": "whole", column: "_whole", "source_id": "_page", "said_on": "_said_on"}
    totals = rows.loc[theirs, ["id", column, *keys]].rename(columns=names)
    pairs = parts.merge(totals, on=[*TOGETHER, *same, "_whole"])
    # Two figures without a known window are taken for one window only where one page gives both, at one time.
    one_page = pairs["source_id"].eq(pairs["_page"]) & pairs["said_on"].eq(pairs["_said_on"])
    known = pairs["event_end"].notna() | one_page
    return pairs.loc[known, ["id", "part", "whole", "breakdown"]].assign(by=way)


def _alike(rows: pd.DataFrame, whole: pd.Series, own: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The rows of which some may be part of some others: their claimant gave a figure of the whole for their day.

    Most have none, and need not be compared in all columns.
    """
    values, window = pd.concat([whole, own], ignore_index=True), groups(rows, ["claimant_id", "event_end"])
    both = groups(pd.DataFrame({"value": values, "window": np.tile(window, 2)}), ["value", "window"])
    part, total = both[: len(rows)], both[len(rows) :]
    known = whole.notna().to_numpy()
    return known & np.isin(part, total), np.isin(total, part[known])

"""Statements on one quantity: chosen, put into words and the reader's units, and set side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.compare import linked_pairs
from contested.sorting import groups, order
from contested.spread import KEY, scopes
from contested.units import DISPLAY, MEASURES, factor
from contested.views import NUMBERED
from contested.windows import day_of
from contested.words import day_text, interval, quantities

OPEN_FIRST = ("exceeds", "refused", "remainder", "open", "closes")
"""The findings on totals and their parts, the most telling first."""


CHOOSING = ["topic", "dimension", "metric_id", "claimant_id", "id"]
"""The columns by which the main metric is chosen."""


def worded(rows: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Put figures into words and their bounds into the reader's units.

    In: ledger rows. Out: the same with ``figure`` (the quantity in words) and ``day`` (the day it is about);
    ``lower``, ``upper`` and ``canonical_unit`` of areas and lengths change with ``units``.
    """
    shown = rows.assign(figure=quantities(rows, units), day=day_of(rows))
    for old, new in DISPLAY[units].items():
        mine = shown["canonical_unit"].eq(old) & shown["dimension"].isin(MEASURES)
        scale = factor(old, new, "area" if new.endswith("2") else "length")
        shown.loc[mine, ["lower", "upper"]] *= scale
        shown.loc[mine, "canonical_unit"] = new
    return shown


def main_metric(statements: pd.DataFrame, topics: list[str], dimensions: tuple[str, ...] = ()) -> str:
    """Name the metric of these topics that most claimants speak about; '' when none does."""
    rows = statements[statements["topic"].isin(topics) & statements["dimension"].ne("boolean")]
    rows = rows[rows["dimension"].isin(dimensions)] if dimensions else rows
    if rows.empty:
        return ""
    counted = rows.groupby("metric_id", sort=True).agg(claimants=("claimant_id", "nunique"), n=("id", "size"))
    return str(counted.sort_values(["claimants", "n"], ascending=False).index[0])


def spread(
    statements: pd.DataFrame, metric: str, when: pd.Timestamp, case: Case, units: str = "metric"
) -> pd.DataFrame:
    """The latest figure of each claimant in the scope of a metric that most claimants speak about, lowest first."""
    if not metric or not statements["metric_id"].eq(metric).any():
        return worded(statements.iloc[:0].assign(age_days=0, stale=False), units)
    return worded(next(scopes(statements, metric, when, case))[1], units)


def history(statements: pd.DataFrame, metric: str, units: str = "metric") -> pd.DataFrame:
    """All statements in the scope of a metric that most statements are about, oldest first."""
    rows = statements[statements["metric_id"].eq(metric) & statements["said"].notna()]
    if len(rows):
        scope = rows.groupby(KEY, dropna=False, sort=True).ngroup()
        rows = rows[scope.eq(scope.value_counts().sort_index().idxmax())]
    return worded(rows, units).sort_values(["day", "said_at", "id"], ignore_index=True)


def newest(
    statements: pd.DataFrame, topics: list[str], units: str = "metric", *, group: bool | None = None
) -> pd.DataFrame:
    """The latest statement of each claimant, metric and scope in these topics, best backed first."""
    asked = statements["topic"].isin(topics) & statements["said"].notna()
    if group is not None:
        asked &= statements["group"].ne("") == group
    rows = statements.loc[asked, ["said_at", "reports", "_row", "claimant_id", *NUMBERED]]
    turn = order(rows, "said_at", "reports", "_row", descending=("said_at", "reports"))
    series = groups(rows, ["claimant_id", *NUMBERED])[turn]
    newest = statements.take(np.flatnonzero(asked)[turn[~pd.Series(series).duplicated().to_numpy()]])
    by = ["reports", "said_at", "id"]
    return worded(newest.sort_values(by, ascending=[False, False, True], ignore_index=True), units)


def paired(statements: pd.DataFrame, left: str, right: str, units: str = "metric") -> pd.DataFrame:
    """Launched beside shot down: statements of one claimant about one window that differ only in fate, newest first."""
    keys = ["claimant_id", *(name for name in KEY if name != "fate"), "event_start", "event_end"]
    rows = worded(statements[statements["fate"].isin([left, right]) & statements["event_end"].notna()], units)
    rows = rows.sort_values(["reports", "id"], ascending=[False, True]).drop_duplicates([*keys, "fate"])
    both = rows[rows["fate"].eq(left)].merge(rows[rows["fate"].eq(right)], on=keys, suffixes=("", "_right")).copy()
    both["target"] = both["place"]
    return both.sort_values(["event_end", "claimant_id", "id"], ascending=[False, True, True], ignore_index=True)


def as_pairs(both: pd.DataFrame) -> pd.DataFrame:
    """Shape ``paired`` rows as pairs for a chart: a is the left figure, b the right one, a part of it."""
    right = both.assign(**{name: both[f"{name}_right"] for name in ("dimension", "canonical_unit", "label")})
    halves: dict[str, pd.Series] = {}
    for name in ("figure", "qualifier", "lower", "upper", "side", "claimant"):
        halves |= {f"{name}_a": both[name], f"{name}_b": both[f"{name}_right"]}
    about = zip(both["weapon"].str.replace("_", " "), both["target"], both["event_end"], strict=True)
    names = [f"{weapon}, {target}, {day_text(day)}" for weapon, target, day in about]
    return pd.DataFrame({**halves, "id": both["id"], "name": names, "gap_text": ""}, index=both.index).assign(
        answer=linked_pairs(right, both)["answer"].to_numpy()
    )


def rests(remainders: pd.DataFrame, ledger: pd.DataFrame, topics: list[str]) -> pd.DataFrame:
    """Put totals on these topics, and what their parts leave, into words; those that do not close come first."""
    rows = ledger.set_index("id")
    mine = remainders[rows["topic"].reindex(remainders["total"]).isin(topics).to_numpy()]
    base = rows.reindex(mine["total"])
    totals = pd.DataFrame({name: base[name].to_numpy() for name in ("claimant", "label", "said")}, index=mine.index)
    said = mine.join(totals).assign(
        total_text=quantities(base),
        parts_text=[_parts_text(row) for row in mine.to_dict("records")],
        rest_text=[_rest_text(row) for row in mine.to_dict("records")],
    )
    about = zip(said["claimant"], said["label"], said["place"], said["said"], strict=True)
    said["name"] = [f"{claimant}: {label}, {place}, {day_text(day)}" for claimant, label, place, day in about]
    ranked = said.assign(_rank=said["finding"].map(OPEN_FIRST.index))
    by = ["_rank", "parts", "total"]
    return ranked.sort_values(by, ascending=[True, False, True], ignore_index=True).drop(columns="_rank")


def _parts_text(row: dict[str, Any]) -> str:
    bounds = ("lower", "upper", "lower_open", "upper_open")
    return interval({name: row[f"parts_{name}"] for name in bounds}, "", "count")


def _rest_text(row: dict[str, Any]) -> str:
    return row["finding"] if row["finding"] in ("closes", "exceeds", "refused") else interval(row, "", "count")


def zones(statements: pd.DataFrame, dimension: str, units: str = "metric") -> pd.DataFrame:
    """The grey zone beside control: statements of one claimant about one day and place of what is held and contested.

    In: ``dimension``, area or count. Out, newest first, for ``panels.zones``: the row of what is held, with ``name``,
    ``held``, ``contested`` (printed numbers in one unit), ``figure`` and ``figure_contested``, ``id_contested``.
    """
    states = statements["dimension"].eq(dimension) & statements["basis"].eq("point")
    rows = worded(statements[states & statements["topic"].isin(["control", "contest"])], units)
    keys = ["claimant_id", "subject", "place_id", "group", "day", "canonical_unit"]
    held, grey = (rows[rows["topic"].eq(topic)].drop_duplicates(keys) for topic in ("control", "contest"))
    both = held.merge(grey, on=keys, suffixes=("", "_contested")).copy()
    bounds = ["qualifier", "lower", "upper"]
    theirs = both[[f"{name}_contested" for name in bounds]].set_axis(bounds, axis=1)
    numbers = {"held": printed_numbers(both), "contested": printed_numbers(theirs)}
    names = [f"{row.claimant}, {day_text(row.day)}" for row in both.itertuples()]
    return both.assign(**numbers, name=names).sort_values(["day", "id"], ascending=[False, True], ignore_index=True)

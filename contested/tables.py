"""The tables of the notebooks: reports counted in several ways, with the tables of figures and the columns shown."""

from __future__ import annotations

import pandas as pd

from contested.case import Case
from contested.columns import (
    AUDIT,
    COUNTS,
    COVERAGE,
    DRIFTS,
    DURATION,
    ECHOES,
    EVIDENCE,
    GROUPS,
    PAIRED,
    PAIRS,
    PUBLISHERS,
    RESTS,
    RULES,
    STANCES,
)
from contested.figures import as_pairs, history, main_metric, newest, paired, rests, spread, worded

__all__ = [
    "AUDIT",
    "COUNTS",
    "COVERAGE",
    "DRIFTS",
    "DURATION",
    "ECHOES",
    "EVIDENCE",
    "GROUPS",
    "PAIRED",
    "PAIRS",
    "PUBLISHERS",
    "RESTS",
    "RULES",
    "STANCES",
    "as_counts",
    "as_pairs",
    "by_month",
    "counted",
    "coverage",
    "drifts",
    "echoes",
    "evidence",
    "history",
    "main_metric",
    "newest",
    "paired",
    "rests",
    "routes",
    "spread",
    "weapons",
    "worded",
]


def coverage(rows: pd.DataFrame, by: str = "claimant") -> pd.DataFrame:
    """Count rows, statements, publishers and days of each claimant (or other column), most rows first."""
    frame = rows.groupby([by, "side"] if by == "claimant" else [by], sort=True).agg(
        reports=("id", "size"),
        origins=("origin", "nunique"),
        publishers=("publisher", "nunique"),
        metrics=("metric_id", "nunique"),
        first=("said", "min"),
        last=("said", "max"),
    )
    return frame.reset_index().sort_values(["reports", by], ascending=[False, True], ignore_index=True)


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the month in which they were said and by the claimant's side."""
    months = rows.assign(month=rows["said"].dt.strftime("%Y-%m")).groupby(["month", "side"], sort=True)
    return months.agg(reports=("id", "size"), statements=("origin", "nunique")).reset_index()


def evidence(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Count reports by how their day is known, by kind of evidence and by their claimant's reliability grade."""
    grades = rows["claimant_id"].map(case.claimants["reliability"])
    kinds = rows.assign(dated=rows["said_on_basis"], reliability=grades)
    grouped = kinds.groupby(["dated", "evidence", "reliability"], sort=True)
    frame = grouped.agg(reports=("id", "size"), statements=("origin", "nunique")).reset_index()
    return frame.sort_values(["reports", "dated", "evidence"], ascending=[False, True, True], ignore_index=True)


def weapons(rows: pd.DataFrame) -> pd.DataFrame:
    """Count reports of weapons by kind and fate, and by side."""
    armed = rows[rows["weapon"].ne("")]
    fate = armed["fate"].where(armed["fate"].ne(""), "not stated")
    return counted(armed.assign(kind=(armed["weapon"] + ", " + fate).str.replace("_", " ")), "kind")


def routes(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Count reports of fire by origin and target, and by side; where one is not named, that is said."""
    names = case.places["name"]
    ends = [rows[end].map(names).fillna("not named") for end in ("origin_id", "target_id")]
    return counted(rows.assign(route=ends[0] + " to " + ends[1]), "route")


def counted(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count reports and statements by a column and by the claimant's side, most reports first."""
    grouped = rows.groupby([by, "side"], sort=True)
    frame = grouped.agg(reports=("id", "size"), statements=("origin", "nunique")).reset_index()
    ranked = frame.assign(_all=frame.groupby(by)["reports"].transform("sum"))
    order = ["_all", by, "side"]
    return ranked.sort_values(order, ascending=[False, True, True], ignore_index=True).drop(columns="_all")


def drifts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements that pages printed with different numbers or qualifiers: the variants, most reported first."""
    figures = worded(rows)
    variants = figures.groupby("origin", sort=True)["figure"].agg(lambda each: each.value_counts().index.tolist())
    several = variants[variants.map(len) > 1]
    base = figures[figures["id"].isin(several.index)].set_index("id")
    grouped = figures[figures["origin"].isin(several.index)].groupby("origin")
    counts = grouped.agg(reports=("id", "size"), publishers=("publisher", "nunique"))
    frame = base[["claimant", "side", "label", "place", "said"]].join(counts)
    frame["printed as"] = [" | ".join(several[name]) for name in frame.index]
    return _most_reported(frame)


def echoes(rows: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    """Statements by the pages that had carried them by a day: publishers, languages, first and last day printed."""
    dated = rows.assign(printed=rows["published"].fillna(rows["said"]))
    dated = dated[dated["printed"] <= when]
    counts = dated.groupby("origin", sort=True).agg(
        reports=("id", "size"),
        publishers=("publisher", "nunique"),
        languages=("language", lambda each: each[each.ne("")].nunique()),
        first=("printed", "min"),
        last=("printed", "max"),
    )
    base = worded(rows[rows["id"].isin(counts.index)]).set_index("id")
    return _most_reported(base[["claimant", "side", "label", "figure", "place"]].join(counts))


def _most_reported(statements: pd.DataFrame) -> pd.DataFrame:
    """Turn the index, ids of statements, into the column ``origin``; most reports first."""
    frame = statements.rename_axis("origin").reset_index()
    return frame.sort_values(["reports", "origin"], ascending=[False, True], ignore_index=True)


def as_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Shape echoes for a bar chart: the statement in words, its side and its reports."""
    said = [f"{row.claimant}: {row.figure}, {row.label} [{row.origin}]" for row in rows.itertuples()]
    return rows[["side", "reports", "origin"]].assign(statement=said)[["statement", "side", "reports", "origin"]]

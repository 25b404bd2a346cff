"""The tables of the notebooks: frames of statements chosen, ranked and put into words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.compare import day_of
from contested.spread import KEY, spreads
from contested.units import DISPLAY, MEASURES, factor
from contested.words import interval, quantity

LONGEST = 12
"""Most rows that a notebook shows; the whole table is written beside the report."""


def worded(rows: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Add ``figure`` (the quantity in words) and ``day`` (the day it is about) and put the bounds into the reader's units.

    In and out: ledger rows; ``lower``, ``upper`` and ``canonical_unit`` of areas and lengths change with ``units``.
    """
    shown = rows.assign(figure=[quantity(row, units) for row in rows.to_dict("records")], day=day_of(rows))
    for old, new in DISPLAY[units].items():
        mine = shown["canonical_unit"].eq(old) & shown["dimension"].isin(MEASURES)
        scale = factor(old, new, "area" if new.endswith("2") else "length")
        shown.loc[mine, ["lower", "upper"]] *= scale
        shown.loc[mine, "canonical_unit"] = new
    return shown


def coverage(rows: pd.DataFrame, by: str = "claimant") -> pd.DataFrame:
    """Count rows, statements, publishers and days of each claimant (or other column), most rows first."""
    frame = rows.groupby([by, "side"] if by == "claimant" else [by], sort=True).agg(
        reports=("id", "size"), origins=("origin", "nunique"), publishers=("publisher", "nunique"),
        metrics=("metric_id", "nunique"), first=("said", "min"), last=("said", "max"),
    )  # fmt: skip
    return frame.reset_index().sort_values(["reports", by], ascending=[False, True], ignore_index=True)


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the month in which they were said and by the claimant's side."""
    month = rows["said"].dt.strftime("%Y-%m")
    counted = (
        rows.assign(month=month)
        .groupby(["month", "side"], sort=True)
        .agg(reports=("id", "size"), origins=("origin", "nunique"))
    )
    return counted.reset_index()


def evidence(rows: pd.DataFrame) -> pd.DataFrame:
    """Count rows by how their day is known and by what sort of evidence they are."""
    counted = (
        rows.assign(dated=rows["said_on_basis"]).groupby(["dated", "evidence"], sort=True).agg(reports=("id", "size"))
    )
    return counted.reset_index().sort_values(["reports", "dated"], ascending=[False, True], ignore_index=True)


def main_metric(statements: pd.DataFrame, topics: list[str], case: Case, dimensions: tuple[str, ...] = ()) -> str:
    """Name the metric of these topics that most claimants speak about; '' when none does."""
    rows = statements[
        statements["topic"].isin(topics) & (statements["dimension"].isin(dimensions) if dimensions else True)
    ]
    rows = rows[rows["dimension"].ne("boolean")]
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
    return worded(spreads(statements, metric, when, case)[0][1], units)


def history(statements: pd.DataFrame, metric: str, case: Case, units: str = "metric") -> pd.DataFrame:
    """All statements in the scope of a metric that most statements are about, oldest first."""
    rows = statements[statements["metric_id"].eq(metric) & statements["said"].notna()]
    if rows.empty:
        return worded(rows, units)
    best = rows.groupby(KEY, dropna=False, sort=True)["id"].transform("size")
    rows = rows[best.eq(best.max())]
    rows = rows[rows[KEY].astype(str).agg("|".join, axis=1).eq("|".join(rows[KEY].astype(str).iloc[0]))]
    return worded(rows, units).sort_values(["day", "said_at", "id"], ignore_index=True)


def newest(
    statements: pd.DataFrame, topics: list[str], units: str = "metric", *, groups: bool | None = None
) -> pd.DataFrame:
    """The latest statement of each claimant, metric and scope in these topics, best backed first."""
    rows = statements[statements["topic"].isin(topics) & statements["said"].notna()]
    if groups is not None:
        rows = rows[rows["group"].ne("") == groups]
    ordered = rows.sort_values(["said_at", "reports", "id"], ascending=[False, False, True])
    newest = ordered.drop_duplicates(["claimant_id", *KEY])
    return worded(
        newest.sort_values(["reports", "said_at", "id"], ascending=[False, False, True], ignore_index=True), units
    )


def paired(statements: pd.DataFrame, left: str, right: str, units: str = "metric") -> pd.DataFrame:
    """Launched beside shot down: statements of one claimant about one window that differ only in fate, newest first."""
    keys = ["claimant_id", "metric_id", "weapon", "group", "subject", "target_id", "event_start", "event_end"]
    rows = worded(statements[statements["fate"].isin([left, right]) & statements["event_end"].notna()], units)
    rows = rows.sort_values(["reports", "id"], ascending=[False, True]).drop_duplicates([*keys, "fate"])
    both = rows[rows["fate"].eq(left)].merge(rows[rows["fate"].eq(right)], on=keys, suffixes=("", "_right"))
    return both.sort_values(["event_end", "claimant_id", "id"], ascending=[False, True, True], ignore_index=True)


def collisions(found: pd.DataFrame, statements: pd.DataFrame, kinds: list[str], units: str = "metric") -> pd.DataFrame:
    """Put disputes of these kinds into words: both figures, both claimants, the gap; largest ratio first."""
    rows = worded(statements, units).set_index("id")
    picked = found[found["kind"].isin(kinds)]
    picked = picked[picked["ratio"].notna() | picked["kind"].eq("stance")].reset_index(drop=True)
    carried = ["claimant", "claimant_id", "side", "figure", "qualifier", "lower", "upper", "said", "reports", "value"]
    for half in "ab":
        side = rows.loc[picked[half], carried].add_suffix(f"_{half}").reset_index(drop=True)
        picked = pd.concat([picked, side], axis=1)
    label = rows["label"].groupby(rows["metric_id"]).first()
    picked["label"] = picked["metric_id"].map(label)
    picked["name"] = [
        f"{row.label}, {row.place}\n{row.claimant_a} / {row.claimant_b}, {row.day:%Y-%m-%d}"
        for row in picked.itertuples()
    ]
    picked["gap_text"] = [f"{row.ratio:.2g} times" if np.isfinite(row.ratio) else "" for row in picked.itertuples()]
    return picked


def one_each(found: pd.DataFrame) -> pd.DataFrame:
    """Keep the widest dispute of each pair of claimants about each metric and place, with ``pairs``, how many there are."""
    keys = ["claimant_id_a", "claimant_id_b", "metric_id", "place"]
    first = found.drop_duplicates(keys)
    pairs = found.groupby(keys, sort=False).size().rename("pairs").reset_index()
    return first.merge(pairs, on=keys)


def rests(remainders: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Put totals and what their parts leave into words: ``total_text``, ``parts_text``, ``rest_text``, ``name``."""
    rows = ledger.set_index("id")
    said = remainders.assign(
        claimant=rows["claimant"].reindex(remainders["total"]).to_numpy(), total_text=[quantity(rows.loc[one]) for one in remainders["total"]],
        label=rows["label"].reindex(remainders["total"]).to_numpy(), said=rows["said"].reindex(remainders["total"]).to_numpy(),
        parts_text=[interval({"lower": row.parts_lower, "upper": row.parts_upper, "lower_open": False, "upper_open": False}, "", "count").strip() for row in remainders.itertuples()],
        rest_text=[row.finding if row.finding in ("closes", "exceeds") else interval(row._asdict(), "", "count").strip() for row in remainders.itertuples()],
    )  # fmt: skip
    said["name"] = [f"{row.label}, {row.place}\n{row.claimant}, {row.said:%Y-%m-%d}" for row in said.itertuples()]
    return said


def drifts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements that pages printed with different numbers or qualifiers: the variants, most reported first."""
    figures = worded(rows)
    variants = figures.groupby("origin", sort=True)["figure"].agg(lambda each: each.value_counts().index.tolist())
    several = variants[variants.map(len) > 1]
    base = figures[figures["id"].isin(several.index)].set_index("id")
    counted = (
        figures[figures["origin"].isin(several.index)]
        .groupby("origin")
        .agg(reports=("id", "size"), publishers=("publisher", "nunique"))
    )
    frame = base[["claimant", "side", "label", "place", "said"]].join(counted)
    frame["printed as"] = [" | ".join(several[name]) for name in frame.index]
    return (
        frame.rename_axis("origin")
        .reset_index()
        .sort_values(["reports", "origin"], ascending=[False, True], ignore_index=True)
    )


def echoes(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements by how many pages carried them: reports, publishers, languages, first and last day printed."""
    dated = rows.assign(printed=rows["published"].fillna(rows["said"]))
    counted = dated.groupby("origin", sort=True).agg(
        reports=("id", "size"), publishers=("publisher", "nunique"), languages=("language", lambda each: each[each.ne("")].nunique()),
        first=("printed", "min"), last=("printed", "max"),
    )  # fmt: skip
    base = worded(rows[rows["id"].isin(counted.index)]).set_index("id")[
        ["claimant", "side", "label", "figure", "place"]
    ]
    frame = base.join(counted).rename_axis("origin").reset_index()
    return frame.sort_values(["reports", "origin"], ascending=[False, True], ignore_index=True)

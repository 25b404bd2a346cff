"""The tables of the notebooks in which reports are counted, and what was not compared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested import origins
from contested.case import Case
from contested.compare import comparable_pairs
from contested.figures import worded
from contested.sorting import nunique, order, places
from contested.vocabulary import DRIFTS as DRIFT_WORDS
from contested.words import QUANTITY, quantities

ASKED = (
    "control", "recapture", "contest", "advance", "personnel", "equipment", "prisoners",
    "departed", "ordered", "remaining", "sheltered", "missing", "harmed", "fire",
)  # fmt: skip
"""The topics of which notebooks 02 to 05 show the figures."""

MOST_COMPARED = 200
"""Most statements whose pairs are asked why they are not compared."""


def coverage(rows: pd.DataFrame, by: str = "claimant") -> pd.DataFrame:
    """Count rows, statements, publishers and days of each claimant (or other column), most rows first."""
    frame = rows.groupby([by, "side"] if by == "claimant" else [by], sort=True).agg(
        reports=("id", "size"),
        origins=("_origin", "nunique"),
        publishers=("publisher", "nunique"),
        metrics=("metric_id", "nunique"),
        first=("said", "min"),
        last=("said", "max"),
    )
    return frame.reset_index().sort_values(["reports", by], ascending=[False, True], ignore_index=True)


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the month in which they were said and by the claimant's side."""
    months = rows.assign(month=rows["said"].dt.strftime("%Y-%m")).groupby(["month", "side"], sort=True)
    return months.agg(reports=("id", "size"), statements=("_origin", "nunique")).reset_index()


def evidence(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Count reports by how their day is known, by kind of evidence and by their claimant's reliability grade."""
    grades = rows["claimant_id"].map(case.claimants["reliability"])
    kinds = rows.assign(dated=rows["said_on_basis"], reliability=grades)
    grouped = kinds.groupby(["dated", "evidence", "reliability"], sort=True)
    frame = grouped.agg(reports=("id", "size"), statements=("_origin", "nunique")).reset_index()
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
    frame = grouped.agg(reports=("id", "size"), statements=("_origin", "nunique")).reset_index()
    ranked = frame.assign(_all=frame.groupby(by)["reports"].transform("sum"))
    return ranked.sort_values(["_all", by, "side"], ascending=[False, True, True], ignore_index=True).drop(
        columns="_all"
    )


def apart(rows: pd.DataFrame, case: Case, units: str = "metric") -> pd.DataFrame:
    """Metrics that no section of the notebooks on a question shows: of other topics than ``ASKED``, or facts.

    Out, most reports first: ``label``, ``topic``, ``reports``, ``statements``, ``claimants`` and the latest statement:
    ``claimant``, ``side``, ``figure``, ``place``, ``said``, ``id``.
    """
    mine = rows[~rows["topic"].isin(ASKED) | rows["dimension"].eq("boolean")]
    counts = mine.groupby("metric_id", sort=True).agg(
        reports=("id", "size"), statements=("_origin", "nunique"), claimants=("claimant_id", "nunique")
    )
    latest = mine.sort_values(["said_at", "id"]).drop_duplicates("metric_id", keep="last")
    shown = worded(latest, units)[["metric_id", "topic", "claimant", "side", "figure", "place", "said", "id"]]
    found = shown.assign(label=shown["metric_id"].map(case.metrics["label"])).join(counts, on="metric_id")
    return found.sort_values(["reports", "metric_id"], ascending=[False, True], ignore_index=True)


def drifts(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Reports that depart from the statement that they carry, in words, the gravest drift first.

    In: rows of the ledger, and the ``origins.drifts`` found in them. Adds to these: ``kind`` in words, ``claimant``,
    ``side``, ``label``, ``place``, ``said``, ``publisher`` of the report, and ``figure`` and ``printed_as``, the
    statement's figure and the report's.
    """
    figures = worded(rows[rows["id"].isin({*found["first"], *found["id"]})]).set_index("id")
    first, mine = figures.loc[found["first"]].reset_index(), figures.loc[found["id"]].reset_index()
    told = {name: first[name] for name in ("claimant", "side", "label", "place", "said", "figure")}
    said = found.assign(
        kind=found["drift"].map(DRIFT_WORDS), **told, printed_as=mine["figure"], publisher=mine["publisher"]
    )
    rank = found["drift"].map(list(DRIFT_WORDS).index)
    return said.assign(_rank=rank).sort_values(["_rank", "said", "id"], ignore_index=True).drop(columns="_rank")


def echoes(rows: pd.DataFrame, when: pd.Timestamp, case: Case, found: pd.DataFrame) -> pd.DataFrame:
    """Statements by the pages that had carried them by a day: publishers, languages, first and last day printed.

    In: rows of the ledger, and the ``origins.drifts`` found in them. ``why`` says why its reports are taken for one
    statement.
    """
    narrow = rows[["_row", "origin", "_origin", "publisher", "language", "published", "said"]]
    dated = printed_by(narrow, when)
    place, leads = pd.factorize(dated["_origin"])
    languages = dated["language"].where(dated["language"].ne(""))
    drifted = places(dated["_row"], case.positions(found["id"]))
    printed = dated["printed"].groupby(place)
    counts = pd.DataFrame(
        {
            "reports": np.bincount(place, minlength=len(leads)),
            "publishers": nunique(place, dated["publisher"], len(leads)),
            "languages": nunique(place, languages, len(leads)),
            "first": printed.min(),
            "last": printed.max(),
            "drifted": np.bincount(place[drifted[drifted >= 0]], minlength=len(leads)),
        }
    )
    spoken = places(rows["_row"], leads)
    base = rows[["_row", "id", "claimant", "side", "label", "place", *QUANTITY]].take(spoken[spoken >= 0])
    base = base.assign(figure=quantities(base)).rename(columns={"id": "origin"}).reset_index(drop=True)
    base = base[["_row", "origin", "claimant", "side", "label", "figure", "place"]]
    base = base.join(counts[spoken >= 0].reset_index(drop=True))
    ranked = base.take(order(base, "reports", "_row", descending=("reports",))).drop(columns="_row")
    why = origins.why_joined(dated, case)
    several = np.flatnonzero(ranked["reports"] > 1)
    told: np.ndarray = np.full(len(ranked), "", dtype=object)
    told[several] = [why[name] for name in ranked["origin"].take(several)]
    return ranked.assign(why=told).reset_index(drop=True)


def printed_by(rows: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    """Reports that had been printed by a day, with ``printed``, the day of the page or else the day it was said."""
    dated = rows.assign(printed=rows["published"].fillna(rows["said"]))
    return dated[dated["printed"] <= when]


def spreading(rows: pd.DataFrame, echoed: pd.DataFrame, when: pd.Timestamp, most: int = 9) -> pd.DataFrame:
    """How many reports of the most repeated statements there had been by each day, for ``panels.echoes``."""
    shown = echoed.head(most)
    dated = printed_by(rows, when)
    daily = dated[dated["origin"].isin(shown["origin"])].groupby(["origin", "printed"]).size().rename("reports")
    by_day = daily.groupby(level="origin").cumsum().reset_index()
    named = shown.assign(name=[f"{row.claimant}: {row.figure}, {row.label}" for row in shown.itertuples()])
    turn = {name: place for place, name in enumerate(shown["origin"])}
    joined = by_day.merge(named[["origin", "name", "side"]], on="origin")
    return (
        joined.assign(_o=joined["origin"].map(turn))
        .sort_values(["_o", "printed"], ignore_index=True)
        .drop(columns="_o")
    )


def graded(rows: pd.DataFrame) -> pd.DataFrame:
    """Count statements by their credibility, with one statement for example."""
    ordered = rows.sort_values(["reports", "id"], ascending=[False, True])
    grouped = ordered.groupby(["credibility", "meaning"], sort=True)
    frame = grouped.agg(statements=("id", "size"), reports=("reports", "sum"), example=("id", "first"))
    return frame.reset_index()


def refusals(statements: pd.DataFrame, topics: list[str], case: Case) -> pd.DataFrame:
    """Why figures on these topics are not held against each other: the gate's reasons, and how many pairs each keeps
    apart.

    In: statements. Out, most pairs first: ``reason``, ``pairs`` of the latest statements of different claimants about
    each metric, and one pair for example (``a``, ``b``).
    """
    rows = statements[statements["topic"].isin(topics) & statements["said"].notna()]
    rows = rows.sort_values(["said_at", "reports", "id"]).drop_duplicates(["claimant_id", "metric_id"], keep="last")
    rows = rows.tail(MOST_COMPARED)
    first, second = np.triu_indices(len(rows), 1)
    a, b = rows.iloc[first].reset_index(drop=True), rows.iloc[second].reset_index(drop=True)
    verdicts = comparable_pairs(a, b, case)
    found = pd.DataFrame({"reason": verdicts["reason"], "a": a["id"], "b": b["id"]})
    apart = verdicts["answer"].eq("no") & a["claimant_id"].ne(b["claimant_id"])
    found = found[apart].assign(reason=lambda frame: frame["reason"].str.removeprefix("not comparable, because "))
    counted = found.groupby("reason", sort=True).agg(pairs=("a", "size"), a=("a", "first"), b=("b", "first"))
    return counted.reset_index().sort_values(["pairs", "reason"], ascending=[False, True], ignore_index=True)

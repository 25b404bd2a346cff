"""What can be wrong with what one row, decision or setting says of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from contested.fields import Reporter
from contested.problems import Problem, one_of
from contested.schema import Package

Frames = Mapping[str, pd.DataFrame]


def check_relations(report: Reporter, ids: set[str]) -> Iterator[Problem]:
    """Check that relations and anomalies name rows that exist."""
    for column in ("from_id", "to_id"):
        cells = report.frame[column]
        allowed = "the id of a row of claims, evacuations or strikes"
        yield from report(cells.ne("") & ~cells.isin(ids), column, "there is no row '{}'", allowed)


def check_readings(report: Reporter, ids: set[str], left_out: set[str]) -> Iterator[Problem]:
    """Check that every imported row stands in a table of figures or was left out."""
    lost = ~report.frame["id"].isin(ids | left_out)
    yield from report(lost, "id", "there is no row '{}'", "the id of a row of figures, or of left-out.csv")


def check_decisions(report: Reporter) -> Iterator[Problem]:
    """Check that relations join two rows, that no row repeats itself by way of others, and what drift may stand on."""
    frame = report.frame
    yield from report(frame["from_id"].eq(frame["to_id"]), "to_id", "'{}' is related to itself", "another row")
    for column, relation in (("drift", "repeats"), ("breakdown", "part_of")):
        misplaced = frame[column].ne("") & frame["relation"].ne(relation)
        yield from report(misplaced, column, "'{}' stands on another relation", f"blank, or on {relation}")
    repeats = frame["relation"].eq("repeats")
    other = frame[repeats & ~frame.duplicated(["from_id", "relation", "to_id"])]["from_id"].duplicated()
    twice = other.reindex(frame.index, fill_value=False)
    yield from report(twice, "from_id", "'{}' repeats two rows", "one row, the one that it carries")
    told = dict(zip(frame.loc[repeats, "from_id"], frame.loc[repeats, "to_id"], strict=True))
    itself = frame["from_id"].map(lambda name: within_itself(name, told))
    circular = repeats & itself & frame["from_id"].ne(frame["to_id"])
    yield from report(circular, "to_id", "the row repeats itself by way of '{}'", "the row that was printed first")


def check_corrections(report: Reporter) -> Iterator[Problem]:
    """Check that no row revises itself, by way of others or at once."""
    frame = report.frame
    given = frame["revises"].ne("").to_numpy()
    ids = frame.loc[given, "id"]
    revises = dict(zip(ids, frame.loc[given, "revises"], strict=True))
    circular: np.ndarray = np.zeros(len(frame), dtype=bool)
    circular[given] = [within_itself(name, revises) for name in ids]
    yield from report(circular, "revises", "the row revises itself by way of '{}'", "an earlier row, or blank")


def check_headlines(folder: Path, package: Package, frames: Frames) -> Iterator[Problem]:
    """Check that every headline of the settings is a metric, or a metric and a place, and the main place a place."""
    main = [f"@{package.settings.main_place}"] if package.settings.main_place else []
    for headline in (*package.settings.headlines, *main):
        metric, _, place = str(headline).partition("@")
        for name, part in (("metrics", metric), ("places", place)):
            if part and name in frames and part not in set(frames[name]["id"]):
                said = "main_place" if headline in main else f"headline '{headline}'"
                what = f"{said}: '{part}' is not in {name}.csv"
                allowed = f"one of {one_of(frames[name]['id'])}"
                yield Problem(str(folder / "datapackage.json"), 0, "contested", what, allowed)


def within_itself(name: str, parents: Mapping[str, str]) -> bool:
    """Whether a name is reached again by way of what it lies in, repeats or revises."""
    seen, at = {name}, parents.get(name, "")
    while at and at not in seen:
        seen.add(at)
        at = parents.get(at, "")
    return at == name and bool(at)

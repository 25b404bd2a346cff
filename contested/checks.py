"""Everything that can be wrong in the tables of a case, found in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from contested.fields import Reporter, all_differ, check_fields, days, distinct, matching, plain, spread
from contested.linkage import (
    Frames,
    check_corrections,
    check_decisions,
    check_headlines,
    check_readings,
    check_relations,
    within_itself,
)
from contested.palette import check_looks
from contested.problems import Problem, one_of
from contested.schema import FIGURE_TABLES, Package, Table
from contested.units import factor


def check_keys(report: Reporter, table: Table, frames: Frames) -> Iterator[Problem]:
    """Check that every foreign key stands in the table that it refers to."""
    for key in table.foreign_keys:
        if key.table not in frames:
            continue
        texts, known = distinct(report.frame[key.column]), frames[key.table][key.target]
        pattern = next((each.constraints.get("pattern") for each in table.fields if each.name == key.column), None)
        formed = texts.ne("") & (matching(texts, pattern) if pattern else True)
        strange = formed & ~texts.isin(standing(texts, known))
        if strange.any():
            what, allowed = (
                f"'{{}}' is not in {key.table}.csv",
                f"an {key.target} of {key.table}.csv, one of {one_of(known)}",
            )
            yield from report.texts(strange, key.column, what, allowed)


def standing(texts: Iterable[str], known: pd.Series) -> set[str]:
    """Those texts that stand in a column, which may be far longer: it is looked through, not looked up in."""
    sought = set(texts)
    return set(known[known.isin(sought)]) if sought else sought


def check_figures(report: Reporter, metrics: pd.DataFrame) -> Iterator[Problem]:
    """Check what the columns of a figure mean together: qualifier and numbers, dates in order, unit and metric."""
    frame = report.frame
    value, low, high = (_numbers(frame[name]) for name in ("value", "low", "high"))
    ranged = frame["qualifier"].eq("between")
    lacking = ranged & (np.isnan(low) | np.isnan(high))
    yield from report(lacking, "low", "a range lacks an end", "between needs low and high")
    doubled, missing = ranged & frame["value"].ne(""), ~ranged & frame["value"].eq("")
    yield from report(doubled, "value", "a range has a value too", "between needs low and high, and no value")
    yield from report(missing, "value", "the figure has no value", "a number, or between with low and high")
    spare = ~ranged & (frame["low"].ne("") | frame["high"].ne(""))
    yield from report(spare, "low", "low or high stands beside a single value", "only between has low and high")
    yield from report(low > high, "low", "low is above high ({})", "low <= high")
    for column, number in (("value", value), ("low", low)):
        yield from report(number < 0, column, "a count or measure is below zero ({})", "zero or more")
    yield from _check_days(report)
    yield from _check_metric(report, metrics, value)


def _numbers(cells: pd.Series) -> np.ndarray:
    return spread(pd.to_numeric(distinct(cells), errors="coerce").astype(float), cells)


def _check_days(report: Reporter) -> Iterator[Problem]:
    start, end = (spread(days(distinct(cells)), cells) for cells in map(report.frame.get, ("event_start", "event_end")))
    allowed = "event_start on or before event_end"
    yield from report(start > end, "event_start", "the window ends before it starts ({})", allowed)
    odd = report.frame["said_on_basis"].eq("unknown") ^ report.frame["said_on"].eq("")
    yield from report(odd, "said_on_basis", "'{}' does not fit said_on", "unknown exactly where said_on is blank")


def _check_metric(report: Reporter, metrics: pd.DataFrame, value: np.ndarray) -> Iterator[Problem]:
    metric, unit = report.frame["metric_id"], report.frame["unit"]
    table = metrics.drop_duplicates("id").set_index("id")
    pairs = report.frame[["metric_id", "unit"]].drop_duplicates()
    for name, units in pairs.groupby("metric_id", observed=True)["unit"]:
        allowed = table["units"].get(name, "").split("|")
        if name in table.index and not units.isin(allowed).all():
            strange = metric.eq(name) & ~unit.isin(allowed)
            yield from report(strange, "unit", "the metric is not counted in '{}'", f"{name} allows {one_of(allowed)}")
    stance = metric.isin(table.index[table["dimension"].eq("boolean")])
    unclear = stance & ~np.isin(value, (0, 1))
    yield from report(unclear, "value", "'{}' is not a statement of fact", "1 asserts, 0 denies")
    share = metric.isin(table.index[table["dimension"].eq("share")])
    without = share & report.frame["denominator"].eq("")
    yield from report(without, "denominator", "a share has no denominator", "what it is a share of, in snake_case")


def check_metrics(report: Reporter) -> Iterator[Problem]:
    """Check that every unit of a metric converts into its canonical one, and that its phrase has a place for it."""
    frame = report.frame
    strange = [not _convertible(row.unit, row.units.split("|"), row.dimension) for row in frame.itertuples()]
    allowed = "the canonical unit, and others of the same dimension, separated by |"
    yield from report(strange, "units", "'{}' cannot be converted", allowed)
    stance = frame["dimension"].eq("boolean")
    unplaced = ~stance & ~frame["phrase"].str.contains("{}", regex=False)
    yield from report(unplaced, "phrase", "the phrase has no {}", "{} where the quantity goes")
    inside = dict(zip(frame["id"], frame["subset_of"], strict=True))
    circular = [within_itself(name, inside) for name in frame["id"]]
    yield from report(
        circular, "subset_of", "the metric lies within itself by way of '{}'", "a larger metric, or blank"
    )
    undenied = stance & frame["denial"].eq("")
    yield from report(undenied, "denial", "the denial is blank", "the clause said where value is 0")


def _convertible(canonical: str, units: list[str], dimension: str) -> bool:
    try:
        return canonical in units and all(factor(unit, canonical, dimension) > 0 for unit in units)
    except ValueError:
        return False


def check_sides(report: Reporter) -> Iterator[Problem]:
    """Check that parties alone are allies, of parties, and that nobody is its own ally by way of others."""
    frame = report.frame
    if "ally_of" not in frame:
        return
    allies = dict(zip(frame["id"], frame["ally_of"], strict=True))
    circular = [within_itself(name, allies) for name in frame["id"]]
    yield from report(circular, "ally_of", "the side is its own ally by way of '{}'", "another party, or blank")
    roles = dict(zip(frame["id"], frame["role"], strict=True))
    strange = frame["ally_of"].ne("") & (frame["role"].ne("party") | frame["ally_of"].map(roles).ne("party"))
    yield from report(strange, "ally_of", "'{}' and its ally are not both parties", "only parties have allies, parties")


def check_places(report: Reporter) -> Iterator[Problem]:
    """Check that members exist and that no place lies within itself."""
    frame = report.frame
    known, parents = set(frame["id"]), dict(zip(frame["id"], frame["parent"], strict=True))
    strange = [bool(set(filter(None, cell.split("|"))) - known) for cell in frame["members"]]
    yield from report(strange, "members", "a member of '{}' is not a place", "ids of places.csv, separated by |")
    circular = [within_itself(name, parents) for name in frame["id"]]
    yield from report(circular, "parent", "the place lies within itself by way of '{}'", "a larger place, or blank")


def check_package(folder: Path, package: Package, frames: Frames) -> list[Problem]:
    """Find all problems in the cells of a case, given its tables as text with line numbers."""
    figure_names = [name for name in FIGURE_TABLES if name in frames]
    frames = {name: frame if name in figure_names else plain(frame) for name, frame in frames.items()}
    ids = _figures_named(frames, figure_names)
    unique = all_differ(pd.concat([frames[name]["id"] for name in figure_names])) if figure_names else False
    found: list[Problem] = []
    for name, frame in frames.items():
        table = package.tables[name]
        report = Reporter(folder, table, frame)
        found += [
            *check_fields(report, table, ["id"] if unique and name in figure_names else []),
            *check_keys(report, table, frames),
        ]
        if name in figure_names and "metrics" in frames:
            found += check_figures(report, frames["metrics"])
        if name == "metrics":
            found += check_metrics(report)
        if name in figure_names and "revises" in frame:
            found += check_corrections(report)
        if name in ("relations", "anomalies"):
            found += check_relations(report, ids)
        if name == "relations":
            found += check_decisions(report)
        if name == "imports":
            found += check_readings(report, ids, set(frames["left-out"]["id"]) if "left-out" in frames else set())
        if name == "left-out" and "recorded_on" in frame:
            absent = frame["recorded_on"].ne("") & ~frame["id"].isin(ids)
            found += report(absent, "id", "there is no row '{}' to be left out", "a row of figures, or no recorded_on")
        if name == "places":
            found += check_places(report)
        if name == "sides":
            found += [*check_sides(report), *check_looks(report)]
    found += _check_ids(folder, package, frames, figure_names if not unique else [])
    return [*found, *check_headlines(folder, package, frames)]


def _figures_named(frames: Frames, figure_names: list[str]) -> set[str]:
    """The ids of figures that tables beside those of figures name."""
    named = {
        "relations": ["from_id", "to_id"],
        "anomalies": ["from_id", "to_id"],
        "imports": ["id"],
        "left-out": ["id"],
    }
    sought = {
        cell for name, columns in named.items() if name in frames for column in columns for cell in frames[name][column]
    }
    return {each for name in figure_names for each in standing(sought, frames[name]["id"])}


def _check_ids(folder: Path, package: Package, frames: Frames, names: list[str]) -> Iterator[Problem]:
    """Check that no id stands in two tables of figures."""
    for place, name in enumerate(names):
        ids, report = frames[name]["id"], Reporter(folder, package.tables[name], frames[name])
        stands = {each: other for other in names[:place] for each in standing(ids, frames[other]["id"])}

        def allowed(cell: str, stands: dict[str, str] = stands) -> str:
            return f"ids are unique; it stands in {stands[cell]}.csv"

        yield from report(ids.isin(list(stands)), "id", "'{}' stands in another table", allowed)

"""Everything that can be wrong in the cells of a case, found in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from contested.problems import Problem, one_of
from contested.reading import LINE
from contested.schema import Field, Package, Table
from contested.units import factor

Frames = Mapping[str, pd.DataFrame]
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
DAY = "a day as YYYY-MM-DD"


class Reporter:
    """Turns masks over a table's rows into problems with file, line and column."""

    def __init__(self, folder: Path, table: Table, frame: pd.DataFrame) -> None:
        self.file, self.frame = str(folder / table.path), frame

    def __call__(
        self, bad: pd.Series, column: str, what: str, allowed: str | Callable[[str], str]
    ) -> Iterator[Problem]:
        """Yield a problem for each True in ``bad``; ``{}`` in ``what`` stands for the cell."""
        for index in self.frame.index[bad.to_numpy(dtype=bool)]:
            cell, line = str(self.frame.at[index, column]), int(self.frame.at[index, LINE])
            said = allowed(cell) if callable(allowed) else allowed
            yield Problem(self.file, line, column, what.replace("{}", cell), said)


def check_fields(report: Reporter, table: Table) -> Iterator[Problem]:
    """Check every column's required cells, type, enum, pattern, range and uniqueness."""
    for field in table.fields:
        cells = report.frame[field.name]
        blank = cells.eq("")
        if field.required:
            yield from report(blank, field.name, "the cell is blank", "a value is required here")
        yield from _check_type(report, field, cells, ~blank)
        if field.constraints.get("unique"):
            doubled = cells.duplicated(keep="first") & ~blank
            first = report.frame.drop_duplicates(field.name).set_index(field.name)[LINE]
            yield from report(
                doubled, field.name, "'{}' stands twice", lambda cell, at=first: f"it stands in line {at[cell]}"
            )
    key = list(table.primary_key)
    if len(key) > 1:
        doubled = report.frame.duplicated(key, keep="first")
        yield from report(doubled, key[0], "the row stands twice", f"one row for each {', '.join(key)}")


def _check_type(report: Reporter, field: Field, cells: pd.Series, given: pd.Series) -> Iterator[Problem]:
    if field.type in ("number", "integer"):
        yield from _check_number(report, field, cells, given)
    elif field.type == "date":
        yield from report(given & ~real_dates(cells), field.name, "'{}' is not a date", DAY)
    elif "enum" in field.constraints:
        names = field.constraints["enum"]
        yield from report(
            given & ~cells.isin(names), field.name, "'{}' is not known here", f"one of {one_of(names, 20)}"
        )
    elif "pattern" in field.constraints:
        pattern = field.constraints["pattern"]
        bad = given & ~cells.str.fullmatch(pattern)
        yield from report(bad, field.name, "'{}' has the wrong form", f"it must match {pattern}")
        if field.name == "said_on":
            unreal = given & ~bad & ~real_dates(cells.str.slice(0, 10))
            yield from report(
                unreal, field.name, "'{}' is not a date", f"{DAY}, or such a day and a time with its offset"
            )


def _check_number(report: Reporter, field: Field, cells: pd.Series, given: pd.Series) -> Iterator[Problem]:
    pattern, kind = (
        (r"[+-]?\d+", "a whole number") if field.type == "integer" else (NUMBER, "a plain number, without separators")
    )
    wrong = given & ~cells.str.fullmatch(pattern)
    yield from report(wrong, field.name, f"'{{}}' is not {kind}", "digits with a point for decimals, or blank")
    numbers = pd.to_numeric(cells.where(given & ~wrong), errors="coerce")
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    outside = (numbers < low) if low is not None else pd.Series(False, index=cells.index)
    outside |= (numbers > high) if high is not None else False
    yield from report(outside, field.name, "{} is out of range", f"between {low} and {high}")


def real_dates(cells: pd.Series) -> pd.Series:
    """Whether each text is a day that the calendar has, written YYYY-MM-DD."""
    shaped = cells.str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    return shaped & pd.to_datetime(cells.where(shaped), format="%Y-%m-%d", errors="coerce").notna()


def check_keys(report: Reporter, table: Table, frames: Frames) -> Iterator[Problem]:
    """Check that every foreign key stands in the table that it refers to."""
    for key in table.foreign_keys:
        if key.table not in frames:
            continue
        cells, known = report.frame[key.column], frames[key.table][key.target]
        what = f"'{{}}' is not in {key.table}.csv"
        allowed = f"an {key.target} of {key.table}.csv, one of {one_of(known)}"
        yield from report(cells.ne("") & ~cells.isin(known), key.column, what, allowed)


def check_figures(report: Reporter, metrics: pd.DataFrame) -> Iterator[Problem]:
    """Check what the columns of a figure mean together: qualifier and numbers, dates in order, unit and metric."""
    frame = report.frame
    value, low, high = (pd.to_numeric(frame[name], errors="coerce") for name in ("value", "low", "high"))
    ranged = frame["qualifier"].eq("between")
    yield from report(ranged & (low.isna() | high.isna()), "low", "a range lacks an end", "between needs low and high")
    yield from report(
        ranged & frame["value"].ne(""), "value", "a range has a value too", "between needs low and high, and no value"
    )
    yield from report(
        ~ranged & frame["value"].eq(""), "value", "the figure has no value", "a number, or between with low and high"
    )
    spare = ~ranged & (frame["low"].ne("") | frame["high"].ne(""))
    yield from report(spare, "low", "low or high stands beside a single value", "only between has low and high")
    yield from report(low > high, "low", "low is above high ({})", "low <= high")
    negative = (value < 0) | (low < 0)
    yield from report(negative, "value", "a count or measure is below zero ({})", "zero or more")
    start, end = frame["event_start"], frame["event_end"]
    ordered = real_dates(start) & real_dates(end) & (start > end)
    yield from report(
        ordered, "event_start", "the window ends before it starts ({})", "event_start on or before event_end"
    )
    unknown, unsaid = frame["said_on_basis"].eq("unknown"), frame["said_on"].eq("")
    yield from report(
        unknown ^ unsaid, "said_on_basis", "'{}' does not fit said_on", "unknown exactly where said_on is blank"
    )
    yield from _check_metric(report, metrics, value)


def _check_metric(report: Reporter, metrics: pd.DataFrame, value: pd.Series) -> Iterator[Problem]:
    metric, unit = report.frame["metric_id"], report.frame["unit"]
    table = metrics.drop_duplicates("id").set_index("id")
    allowed = {name: units.split("|") for name, units in table["units"].items()}
    fits = [name not in allowed or one in allowed[name] for name, one in zip(metric, unit, strict=True)]
    by_line = dict(zip(report.frame[LINE], metric, strict=True))
    for problem in report(~pd.Series(fits, index=metric.index), "unit", "the metric is not counted in '{}'", ""):
        name = by_line[problem.line]
        yield Problem(problem.file, problem.line, "unit", problem.what, f"{name} allows {one_of(allowed[name])}")
    stance = metric.map(table["dimension"]).eq("boolean")
    yield from report(stance & ~value.isin([0, 1]), "value", "'{}' is not a statement of fact", "1 asserts, 0 denies")
    share = metric.map(table["dimension"]).eq("share")
    without = share & report.frame["denominator"].eq("")
    yield from report(without, "denominator", "a share has no denominator", "what it is a share of, in snake_case")


def check_metrics(report: Reporter) -> Iterator[Problem]:
    """Check that every unit of a metric converts into its canonical one, and that its phrase has a place for it."""
    frame = report.frame
    convertible = [_convertible(row.unit, row.units.split("|"), row.dimension) for row in frame.itertuples()]
    allowed = "the canonical unit, and others of the same dimension, separated by |"
    yield from report(
        ~pd.Series(convertible, index=frame.index, dtype=bool), "units", "'{}' cannot be converted", allowed
    )
    stance = frame["dimension"].eq("boolean")
    unplaced = ~stance & ~frame["phrase"].str.contains("{}", regex=False)
    yield from report(unplaced, "phrase", "the phrase has no {}", "{} where the quantity goes")
    yield from report(
        stance & frame["denial"].eq(""), "denial", "the denial is blank", "the clause said where value is 0"
    )


def _convertible(canonical: str, units: list[str], dimension: str) -> bool:
    try:
        return canonical in units and all(factor(unit, canonical, dimension) > 0 for unit in units)
    except ValueError:
        return False


def check_relations(report: Reporter, ids: set[str]) -> Iterator[Problem]:
    """Check that relations and anomalies name rows that exist."""
    for column in ("from_id", "to_id"):
        cells = report.frame[column]
        allowed = "the id of a row of claims, evacuations or strikes"
        yield from report(cells.ne("") & ~cells.isin(ids), column, "there is no row '{}'", allowed)


def check_places(report: Reporter) -> Iterator[Problem]:
    """Check that members exist and that no place lies within itself."""
    frame = report.frame
    known, parents = set(frame["id"]), dict(zip(frame["id"], frame["parent"], strict=True))
    strange = [bool(set(filter(None, cell.split("|"))) - known) for cell in frame["members"]]
    yield from report(
        pd.Series(strange, index=frame.index, dtype=bool),
        "members",
        "a member of '{}' is not a place",
        "ids of places.csv, separated by |",
    )
    circular = []
    for name in frame["id"]:
        seen, at = {name}, parents.get(name, "")
        while at and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        circular.append(at == name and bool(at))
    yield from report(
        pd.Series(circular, index=frame.index, dtype=bool),
        "parent",
        "the place lies within itself by way of '{}'",
        "a larger place, or blank",
    )


def check_package(folder: Path, package: Package, frames: Frames) -> list[Problem]:
    """Find all problems in the cells of a case, given its tables as text with line numbers."""
    figure_names = [name for name in ("claims", "evacuations", "strikes") if name in frames]
    ids = {each for name in figure_names for each in frames[name]["id"]}
    found: list[Problem] = []
    for name, frame in frames.items():
        table = package.tables[name]
        report = Reporter(folder, table, frame)
        found += [*check_fields(report, table), *check_keys(report, table, frames)]
        if name in figure_names and "metrics" in frames:
            found += check_figures(report, frames["metrics"])
        if name == "metrics":
            found += check_metrics(report)
        if name in ("relations", "anomalies"):
            found += check_relations(report, ids)
        if name == "places":
            found += check_places(report)
    found += _check_ids(folder, package, frames, figure_names)
    return found


def _check_ids(folder: Path, package: Package, frames: Frames, names: list[str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in names:
        report = Reporter(folder, package.tables[name], frames[name])
        doubled = frames[name]["id"].isin(list(seen))
        yield from report(
            doubled, "id", "'{}' stands in another table", lambda cell: f"ids are unique; it stands in {seen[cell]}"
        )
        seen |= dict.fromkeys(frames[name]["id"], f"{name}.csv")

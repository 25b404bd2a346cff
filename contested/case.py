"""Load a case: its tables, checked and typed, and the ledger of all its figures."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from contested.bounds import bounds
from contested.checks import check_package
from contested.problems import CaseError, ContestedError, Problem, one_of
from contested.reading import LINE, read_text
from contested.schema import BASE_TABLES, FIGURE_TABLES, Package, Settings, Table, read_package
from contested.units import factor
from contested.vocabulary import weapons
from contested.windows import counted_from

ROOT = Path(__file__).resolve().parent.parent
STRIKE_COLUMNS = ("weapon", "fate", "counting_unit", "origin_id", "target_id")


@dataclass(frozen=True)
class Case:
    """A loaded case.

    ``tables`` are typed and by name: blank text is "", blank numbers and dates are NaN.
    """

    folder: Path
    package: Package
    tables: Mapping[str, pd.DataFrame]

    @property
    def name(self) -> str:
        """The name of the case, as its data package has it."""
        return self.package.name

    @property
    def settings(self) -> Settings:
        """The tolerances and spans of the case."""
        return self.package.settings

    def known_on(self, when: pd.Timestamp) -> Case:
        """The case as the ledger stood on a day: only rows, relations and explanations recorded by then."""
        kept = {
            name: table[table["recorded_on"] <= when].reset_index(drop=True) if "recorded_on" in table else table
            for name, table in self.tables.items()
        }
        return replace(self, tables=kept)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """All figures of the case in one frame; see ``build_ledger``."""
        return build_ledger(self)

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """The ledger by the ids of its rows."""
        return self.ledger.set_index("id", drop=False).rename_axis("row")

    @cached_property
    def sides(self) -> pd.DataFrame:
        """The table of sides by their id."""
        return self.tables["sides"].set_index("id")

    @cached_property
    def camps(self) -> pd.Series:
        """The camp of each side: the party whose ally it is, by way of others too, else itself."""
        allies = self.sides["ally_of"].to_dict() if "ally_of" in self.sides else {}

        def lead(side: str) -> str:
            return lead(allies[side]) if allies.get(side) else side

        return pd.Series({side: lead(side) for side in self.sides.index}, dtype=object)

    @cached_property
    def groups(self) -> dict[str, str]:
        """Labels of the groups by their id; none where a case has no such table."""
        table = self.tables.get("groups")
        return {} if table is None else dict(zip(table["id"], table["label"], strict=True))

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """The table of metrics by their id."""
        return self.tables["metrics"].set_index("id")

    @cached_property
    def claimants(self) -> pd.DataFrame:
        """The table of claimants by their id."""
        return self.tables["claimants"].set_index("id")

    @cached_property
    def places(self) -> pd.DataFrame:
        """The gazetteer by the ids of its places."""
        return self.tables["places"].set_index("id")


def data_folder() -> Path:
    """Where the cases stand: the folder in CONTESTED_DATA, else data/ beside the library."""
    return Path(os.environ.get("CONTESTED_DATA") or ROOT / "data")


def case_names() -> list[str]:
    """Names of all cases in the data folder."""
    return sorted(path.parent.name for path in data_folder().glob("*/datapackage.json"))


def case_folder(case: str) -> Path:
    """Find a case by its name in the data folder, or by a path. Raises ContestedError when there is none."""
    for folder in (data_folder() / case, Path(case)):
        if case and (folder / "datapackage.json").is_file():
            return folder.resolve()
    allowed = one_of(case_names())
    raise ContestedError(f"case: there is no case '{case}'; allowed: {allowed}, or a folder with a datapackage.json")


def check_case(folder: Path) -> list[Problem]:
    """Find all problems of the case in ``folder``, each with file, line, column and what is allowed."""
    return _read(folder)[2]


def load(case: str) -> Case:
    """Load a case by its name or folder.

    Raises ContestedError when there is no such case, and CaseError with all problems when there are any.
    """
    folder = case_folder(case)
    package, frames, problems = _read(folder)
    if problems:
        raise CaseError(problems)
    return Case(folder, package, {name: typed(frame, package.tables[name]) for name, frame in frames.items()})


def _read(folder: Path) -> tuple[Package, dict[str, pd.DataFrame], list[Problem]]:
    try:
        package = read_package(folder)
    except CaseError as error:
        return Package("", "", "", "", Settings(), {}), {}, error.problems
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name, table in package.tables.items():
        frames[name], found = read_text(folder, table)
        problems += found
    missing = [name for name in BASE_TABLES if name not in package.tables]
    missing += [] if set(FIGURE_TABLES) & set(package.tables) else [" or ".join(FIGURE_TABLES)]
    if missing:
        file, allowed = str(folder / "datapackage.json"), f"a case has {', '.join(BASE_TABLES)} and a table of figures"
        return package, frames, [Problem(file, 0, "", f"there is no resource {name}", allowed) for name in missing]
    return package, frames, sorted(set(problems + check_package(folder, package, frames)))


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn a table of texts into one of numbers (float), dates (datetime64) and texts, by the schema's types."""
    shaped = {}
    for field in table.fields:
        cells = frame[field.name]
        if field.type in ("number", "integer"):
            shaped[field.name] = pd.to_numeric(cells.where(cells.ne("")), errors="raise").astype(float)
        elif field.type == "date":
            shaped[field.name] = pd.to_datetime(cells.where(cells.ne("")), format="%Y-%m-%d")
        else:
            shaped[field.name] = cells.astype(object)
    return pd.DataFrame({**shaped, LINE: frame[LINE]})


def build_ledger(case: Case) -> pd.DataFrame:
    """Put all figures of a case into one frame, sorted by id, without those that were taken back.

    Columns: those of the figure tables (those of strikes blank elsewhere); ``table`` and ``_line``; ``said`` (the day
    it was said), ``said_at`` (UTC, the start of the day where no hour is known); ``lower``, ``upper``, ``lower_open``,
    ``upper_open`` in the metric's canonical unit; ``claimant``, ``evidence`` of the claimant, the ``side`` that it spoke for
    and that side's ``camp``;
    ``dimension``, ``comparability``, ``topic``, ``label``, ``canonical_unit`` of the metric; ``publisher``,
    ``published``, ``language``, ``wire``, ``url`` of the source; ``place`` by name; ``since``, the day from which a
    running count counts; ``corrects``, the row that it corrects by relations.csv, or blank.
    """
    frames = [case.tables[name].assign(table=name) for name in FIGURE_TABLES if name in case.tables]
    ledger = pd.concat(frames, ignore_index=True)
    ledger = ledger[~ledger["id"].isin(_taken_back(case))].reset_index(drop=True)
    for column in (*STRIKE_COLUMNS, "speaking_for"):
        ledger[column] = ledger[column].fillna("") if column in ledger else ""
    ledger["said"], ledger["said_at"] = _when_said(ledger["said_on"])
    metrics = case.metrics[["dimension", "comparability", "topic", "label", "unit"]]
    metrics = metrics.rename(columns={"unit": "canonical_unit"})
    people = case.claimants[["name", "side", "evidence"]].rename(columns={"name": "claimant"})
    pages = case.tables["sources"].set_index("id")[["publisher", "published", "language", "wire", "url"]]
    ledger = ledger.join(metrics, on="metric_id").join(people, on="claimant_id").join(pages, on="source_id")
    armed = ledger["metric_id"].map(case.metrics["phrase"]).str.contains("{weapon}", regex=False)
    named = ledger["weapon"].map(weapons) + " " + ledger["fate"].str.replace("_", " ").replace("", "fired")
    ledger["label"] = ledger["label"].mask(armed, named)
    relations = case.tables.get("relations", pd.DataFrame({"from_id": [], "relation": [], "to_id": []}, dtype=object))
    corrects = relations[relations["relation"].eq("corrects")].drop_duplicates("from_id").set_index("from_id")["to_id"]
    ledger["corrects"] = ledger["id"].map(corrects).fillna("").astype(object)
    ledger["side"] = ledger["speaking_for"].where(ledger["speaking_for"].ne(""), ledger["side"])
    ledger["camp"] = ledger["side"].map(case.camps)
    ledger["since"] = counted_from(ledger)
    ledger["place"] = ledger["place_id"].map(case.places["name"])
    stated = bounds(ledger, case.settings)
    measures = zip(ledger["unit"], ledger["canonical_unit"], ledger["dimension"], strict=True)
    scale = np.array([factor(*measure) for measure in measures])
    # Twelve digits: 230 ha and 2.3 km2 are the same area, whatever the last bit of their product.
    converted = stated[["lower", "upper"]].mul(scale, axis=0).map(lambda bound: float(f"{bound:.12g}"))
    stated[["lower", "upper"]] = converted
    return ledger.join(stated).sort_values("id", ignore_index=True)


def _when_said(said_on: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The day, and the time in UTC, at which figures were said; of a month its last day: by then it was said."""
    months = said_on.str.len().eq(7)
    dated = (said_on + pd.Series("-01", index=said_on.index).where(months, "")).where(said_on.ne(""))
    to_end = pd.to_timedelta(np.where(months, pd.to_datetime(dated.str.slice(0, 10)).dt.days_in_month - 1, 0), unit="D")
    day = pd.to_datetime(dated.str.slice(0, 10), format="%Y-%m-%d") + to_end
    return day, pd.to_datetime(dated, format="ISO8601", utc=True) + to_end


def _taken_back(case: Case) -> set[str]:
    """Ids of rows that left-out.csv takes out of the ledger."""
    table = case.tables.get("left-out")
    return set(table["id"]) if table is not None else set()

"""Load a case: its tables, checked and typed, and the ledger of all its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from contested.checks import check_package
from contested.fields import distinct, spread
from contested.folders import case_folder, data_digest
from contested.ledger import build_ledger
from contested.problems import CaseError, Problem, in_order
from contested.reading import LINE, read_text
from contested.schema import BASE_TABLES, FIGURE_TABLES, Package, Settings, Table, read_package


@dataclass(frozen=True, eq=False)
class Case:
    """A loaded case, the same only as itself.

    ``tables`` are typed and by name: blank text is "", blank numbers and dates are NaN.
    ``digest`` is that of its files, see ``folders.data_digest``.
    """

    folder: Path
    package: Package
    tables: Mapping[str, pd.DataFrame]
    digest: str

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
        return _known_on(self, when)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """All figures of the case in one frame; see ``build_ledger``."""
        return build_ledger(self)

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """The ledger by the ids of its rows."""
        return self.ledger.set_index("id", drop=False).rename_axis("row")

    def positions(self, names: Iterable[str]) -> np.ndarray:
        """The positions in the ledger of rows by their ids, as its ``_row``; -1 where there is no such row."""
        found: np.ndarray = self.by_id.index.get_indexer(pd.Index(list(names), dtype=object))
        return found

    @cached_property
    def sides(self) -> pd.DataFrame:
        """The table of sides by their id."""
        return self.tables["sides"].set_index("id")

    @cached_property
    def camps(self) -> pd.Series:
        """The camp of each side: the party whose ally it is, by way of others too, else itself.

        ``checks.check_sides`` has refused allies in a circle.
        """
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

    @cached_property
    def numbers(self) -> dict[str, frozenset[str]]:
        """What ``numerals.held`` has found, by the ids of rows."""
        return {}

    @cached_property
    def entries(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """The rows of sides, claimants, metrics and places by table and id, for what reads one at a time."""
        tables = {"sides": self.sides, "claimants": self.claimants, "metrics": self.metrics, "places": self.places}
        return {name: table.to_dict("index") for name, table in tables.items()}


@lru_cache(maxsize=2)
def _known_on(case: Case, when: pd.Timestamp) -> Case:
    kept = {
        name: table[table["recorded_on"] <= when].reset_index(drop=True) if "recorded_on" in table else table
        for name, table in case.tables.items()
    }
    return replace(case, tables=kept)


def check_case(folder: Path) -> list[Problem]:
    """Find all problems of the case in ``folder``, each with file, line, column and what is allowed."""
    return _read(folder)[2]


def load(case: str) -> Case:
    """Load a case by its name or folder.

    Raises ContestedError when there is no such case, and CaseError with all problems when there are any.
    """
    folder = case_folder(case)
    return _loaded(folder, data_digest(folder))


@lru_cache(maxsize=2)
def _loaded(folder: Path, digest: str) -> Case:
    """Load the case in ``folder``; files of the same ``digest`` are read once in a process."""
    package, frames, problems = _read(folder)
    if problems:
        raise CaseError(problems)
    return Case(folder, package, {name: typed(frame, package.tables[name]) for name, frame in frames.items()}, digest)


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
    return package, frames, in_order(problems + check_package(folder, package, frames))


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn a table of texts into one of numbers (float), dates (datetime64) and texts, by the schema's types."""
    shaped = {}
    for field in table.fields:
        texts = distinct(frame[field.name])
        if field.type in ("number", "integer"):
            values = pd.to_numeric(texts.where(texts.ne("")), errors="raise").astype(float)
        elif field.type == "date":
            values = pd.to_datetime(texts.where(texts.ne("")), format="%Y-%m-%d")
        else:
            values = texts
        shaped[field.name] = pd.Series(spread(values, frame[field.name]), dtype=values.dtype, copy=False)
    return pd.DataFrame({**shaped, LINE: frame[LINE]}, copy=False)

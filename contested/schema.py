"""The columns of a case, read from its datapackage.json: the only place where they are written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contested.problems import CaseError, Problem

FIGURE_TABLES = ("claims", "evacuations", "strikes")
TEMPLATE = Path(__file__).resolve().parent / "templates" / "case"
"""The folder of a case without a war: every table that a case may have, with a worked example."""

BASE_TABLES = ("sources", "claimants", "places", "metrics", "sides")


@dataclass(frozen=True)
class Field:
    """One column: its Table Schema type, description and constraints."""

    name: str
    type: str = "string"
    description: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether no cell of the column may be blank."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values must stand in a column of another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table of a case: where it is stored and which columns it has."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    foreign_keys: tuple[ForeignKey, ...]
    primary_key: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return [each.name for each in self.fields]


@dataclass(frozen=True)
class Settings:
    """What belongs to a case and not to the code: tolerances in shares, spans in days.

    ``limits`` says what was read for the case and what was not; ``about`` and ``nearly`` are the half-width and the
    depth of those qualifiers; ``near_days`` is how far apart two statements may be and still be held against each
    other; ``origin_days`` how late a repetition may come; ``gap_days`` the longest silence of a running count that is
    not worth a remark; ``max_age_days`` the age beyond which a figure is stale; ``change_per_day`` the share by which a
    state may change from one day to the next.
    """

    main_place: str = ""
    limits: str = ""
    headlines: tuple[str, ...] = ()
    about: float = 0.05
    nearly: float = 0.1
    near_days: int = 2
    origin_days: int = 3
    gap_days: int = 4
    max_age_days: int = 30
    change_per_day: float = 0.2


@dataclass(frozen=True)
class Package:
    """A case's description: its name, title, settings and tables by name."""

    name: str
    title: str
    description: str
    version: str
    settings: Settings
    tables: Mapping[str, Table]


def _table(resource: Mapping[str, Any]) -> Table:
    schema, name = resource["schema"], resource["name"]
    keys = tuple(
        ForeignKey(key["fields"][0], key["reference"]["resource"] or name, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
    )
    fields = tuple(
        Field(each["name"], each.get("type", "string"), each.get("description", ""), each.get("constraints", {}))
        for each in schema["fields"]
    )
    primary = schema.get("primaryKey", [])
    primary = (primary,) if isinstance(primary, str) else tuple(primary)
    title, described = resource.get("title", name), resource.get("description", "")
    path = resource["path"]
    if not isinstance(path, str) or Path(path).is_absolute() or ".." in Path(path).parts:
        raise TypeError(f"the path of resource {name} is not that of a file in the folder: {path}")
    return Table(name, path, title, described, fields, keys, primary)


def _settings(raw: Mapping[str, Any]) -> Settings:
    flat = {**raw, **raw.get("tolerances", {})}
    flat.pop("tolerances", None)
    flat["headlines"] = tuple(flat.get("headlines", ()))
    settings = Settings(**flat)
    for name in ("main_place", "limits"):
        if not isinstance(getattr(settings, name), str):
            raise TypeError(f"setting {name} is {getattr(settings, name)!r}; it is a text")
    for name in ("about", "nearly", "near_days", "origin_days", "gap_days", "max_age_days", "change_per_day"):
        value = getattr(settings, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise TypeError(f"setting {name} is {value!r}; it is a number of zero or more")
    return settings


def read_package(folder: Path) -> Package:
    """Read the datapackage.json in ``folder``.

    Raises CaseError when the file is missing, is not JSON, or lacks what a Frictionless Data Package must have.
    """
    path = folder / "datapackage.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        tables = {resource["name"]: _table(resource) for resource in raw["resources"]}
        title, described = raw.get("title", folder.name), raw.get("description", "")
        settings = _settings(raw.get("contested", {}))
        return Package(raw["name"], title, described, raw.get("version", ""), settings, tables)
    except FileNotFoundError:
        what, line = "there is no such file", 0
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        what, line = f"this is not JSON in UTF-8 ({error})", getattr(error, "lineno", 0)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        said = error if isinstance(error, TypeError) else f"{error.__class__.__name__}: {error}"
        what, line = f"this is not a data package of a case ({said})", 0
    allowed = "a Frictionless Data Package with the tables of a case; copy that of another case and adapt it"
    raise CaseError([Problem(str(path), line, "", what, allowed)])

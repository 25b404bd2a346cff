"""The grid of a sweep, read from YAML: one set of parameters for each report."""

from __future__ import annotations

import hashlib
import json
import math
import re
import reprlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from contested.execution import chosen
from contested.problems import ContestedError, one_of

PARAMETERS = ("case", "as_of", "start", "sides", "units", "seed", "known_on", "metric")
DAYS = ("as_of", "start", "known_on")
LISTED = ("sides", "metric")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
RANGE = re.compile(rf"every (?:(\d{{1,4}}) )?(day|days|week|weeks) from ({DAY.pattern}) to ({DAY.pattern})")
RANGES = "every day from YYYY-MM-DD to YYYY-MM-DD, the first not after the last; every 3 days; every week"
SHAPE = "'product' (values by parameter) or 'list' (parameters of each report), and 'notebooks' where not all are meant"

SHORT = reprlib.Repr()
SHORT.maxlevel = 2

MOST = 100_000
"""Reports that a grid may ask for: more than anyone reads, few enough to be counted before they are made."""

Cell = dict[str, str]
"""The parameters of one report, as the notebooks take them."""


@dataclass(frozen=True)
class Grid:
    """The reports of a sweep, each by its parameters, and the notebooks of every one of them."""

    cells: list[Cell]
    notebooks: list[str]


class Texts(yaml.SafeLoader):
    """YAML in which every value is the text that stands there: ``no`` is a side's name and 2024-02-30 some text.

    Only what is blank, ``null`` or ``~`` is nothing. A name that stands twice is refused, since one would be lost.
    """

    # With the tag of any other type a value is refused: what PyYAML makes of one is not always an error of its own.
    yaml_constructors = {  # noqa: RUF012
        tag: made
        for tag, made in yaml.SafeLoader.yaml_constructors.items()
        if tag is None or tag.endswith((":null", ":str", ":seq", ":map"))
    }
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [each for each in found if each[0].endswith((":null", ":merge"))]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(name, deep=True) for name, _ in node.value if not name.tag.endswith(":merge")]
        for name, count in Counter(name for name in names if isinstance(name, str)).items():
            if count > 1:
                raise yaml.constructor.ConstructorError(None, None, f"'{name}' stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_grid(path: str, case: str) -> Grid:
    """Read a grid from a YAML file; reports that name no case are about ``case``.

    No report is asked for twice. Raises ContestedError, which names the file, the parameter, its value and what is
    allowed, when it is not a grid.
    """
    try:
        told = yaml.load(Path(path).read_text(encoding="utf-8"), Texts)
    except OSError as error:
        raise ContestedError(f"grid: '{path}' cannot be read ({error.strerror}); allowed: a file of YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise ContestedError(f"grid: '{path}' is not YAML ({said}); allowed: {SHAPE}") from None
    if (
        not isinstance(told, dict)
        or ("product" in told) == ("list" in told)
        or set(told) - {"product", "list", "notebooks"}
    ):
        names = one_of([str(name) for name in told]) if isinstance(told, dict) and told else "something else"
        raise ContestedError(f"grid: '{path}' holds {names}; allowed: {SHAPE}")
    whole = _product(told["product"], path) if "product" in told else _listed(told["list"], path)
    # In one order and without what is blank, so that the same report has one spelling, and is the one `run` makes.
    cells = [{name: cell[name] for name in PARAMETERS if cell.get(name)} for cell in whole]
    cells = [{"case": case, **cell} for cell in cells]
    if not all(cell["case"] for cell in cells):
        raise ContestedError(f"grid: '{path}' names no case; allowed: a case in it, or --case NAME")
    unlike = list({json.dumps(cell): cell for cell in cells}.values())
    return Grid(unlike, _notebooks(told.get("notebooks"), path))


def _notebooks(told: Any, path: str) -> list[str]:
    """The names of the notebooks, all where none are told."""
    if told is not None and not (isinstance(told, list) and all(isinstance(each, str) for each in told)):
        raise ContestedError(f"grid: notebooks in '{path}' is '{_brief(told)}'; allowed: a list of notebooks")
    try:
        return chosen(told or [])
    except ContestedError as error:
        raise ContestedError(f"grid: notebooks in '{path}': {error}") from None


def _product(told: Any, path: str) -> list[Cell]:
    if not isinstance(told, dict) or not told:
        raise ContestedError(f"grid: product in '{path}' is '{_brief(told)}'; allowed: values by parameter")
    axes = [[(name, value) for value in _values(name, each, path)] for name, each in told.items()]
    _refuse_many(math.prod(map(len, axes)), path)
    return [dict(each) for each in product(*axes)]


def _listed(told: Any, path: str) -> list[Cell]:
    if not isinstance(told, list) or not told or not all(isinstance(each, dict) for each in told):
        raise ContestedError(f"grid: list in '{path}' holds something else; allowed: a list of parameters by name")
    cells: list[Cell] = []
    for each in told:
        cells += _product(each, path) if each else [{}]
        _refuse_many(len(cells), path)
    return cells


def _refuse_many(reports: int, path: str) -> None:
    if reports > MOST:
        raise ContestedError(f"grid: '{path}' asks for {reports:,} reports; allowed: at most {MOST:,}")


def _brief(told: Any) -> str:
    """A value as an error shows it: aliases make few lines of YAML into more than any memory holds."""
    return told if isinstance(told, str) else SHORT.repr(told)


def _values(name: str, told: Any, path: str) -> list[str]:
    """The values of one parameter: a list, a single one, or days as a range in words."""
    if name not in PARAMETERS:
        raise ContestedError(f"grid: '{name}' in '{path}' is no parameter; allowed: {one_of(PARAMETERS)}")
    values = [text for each in (told if isinstance(told, list) else [told]) for text in _value(name, each, path)]
    if not values:
        raise ContestedError(f"grid: {name} in '{path}' has no value; allowed: one or more")
    return values


def _value(name: str, told: Any, path: str) -> Iterator[str]:
    if name in LISTED and isinstance(told, list) and all(isinstance(each, str) for each in told):
        yield ",".join(told)
        return
    if told is not None and not isinstance(told, str):
        lists = "; a list in it stands for several at once" if name in LISTED else ""
        said = f"grid: {name} in '{path}' is '{_brief(told)}'"
        raise ContestedError(f"{said}; allowed: a value, or a list of values{lists}")
    text = " ".join((told or "").split())
    if name in DAYS and text.lower().startswith("every"):
        yield from _days(name, text, path)
    else:
        yield text


def _days(name: str, told: str, path: str) -> Iterator[str]:
    """The days of a range, both ends counted."""
    found = RANGE.fullmatch(told.lower())
    many, unit, first, last = found.groups() if found else ("0", "", "", "")
    try:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        day, end = date.max, date.min
    step = int(many or 1) * (7 if unit.startswith("week") else 1)
    if day > end or not step:
        raise ContestedError(f"grid: {name} in '{path}' is '{told}'; allowed: a day, or {RANGES}")
    _refuse_many((end.toordinal() - day.toordinal()) // step + 1, path)
    # By their numbers, since the step over the last day there is would be none.
    yield from (date.fromordinal(number).isoformat() for number in range(day.toordinal(), end.toordinal() + 1, step))


def key(cell: Cell) -> str:
    """The name of a report's folder: its case, its day, and what else was asked for; no two reports share one.

    A name that would not tell all of it ends in ``~`` and a digest; no other has that sign. It is short and in ASCII,
    as file systems and addresses want it.
    """
    case, day = cell["case"].rstrip("/").rsplit("/", 1)[-1], cell.get("as_of", "")
    others = {name: value for name, value in sorted(cell.items()) if value and name not in ("case", "as_of")}
    plain = ",".join([case, day or "last", *(f"{name}={value}" for name, value in others.items())])
    safe = re.sub(r"[^\w.+=,-]", "_", plain, flags=re.ASCII)[:100].lstrip(".")
    told = safe == plain and case == cell["case"] and "," not in case and (not day or DAY.fullmatch(day))
    if told and not any("=" in value for value in others.values()):
        return safe
    return f"{safe}~{hashlib.sha256(json.dumps(cell, sort_keys=True).encode()).hexdigest()[:16]}"

"""The grid of a sweep, read from YAML: one set of parameters for each report."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from contested.problems import ContestedError, one_of

PARAMETERS = ("case", "as_of", "start", "sides", "units", "seed", "known_on", "metric")
DAYS = ("as_of", "start", "known_on")
RANGE = re.compile(r"every (?:(\d+) )?(day|days|week|weeks) from (\S+) to (\S+)")
SHAPE = "'product' (values by parameter) or 'list' (parameters of each report), and 'notebooks' where not all are meant"

Cell = dict[str, str]
"""The parameters of one report, as the notebooks take them."""


@dataclass(frozen=True)
class Grid:
    """The reports of a sweep, each by its parameters, and the notebooks of every one of them (none named: all)."""

    cells: list[Cell]
    notebooks: list[str]


def read_grid(path: str, case: str) -> Grid:
    """Read a grid from a YAML file; reports that name no case are about ``case``.

    Raises ContestedError, which names the file, the parameter and what is allowed, when it is not a grid.
    """
    try:
        told = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ContestedError(f"grid: '{path}' cannot be read ({error.strerror}); allowed: a file of YAML") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        raise ContestedError(f"grid: '{path}' is not YAML ({said}); allowed: {SHAPE}") from None
    if (
        not isinstance(told, dict)
        or ("product" in told) == ("list" in told)
        or set(told) - {"product", "list", "notebooks"}
    ):
        raise ContestedError(f"grid: '{path}' has another shape; allowed: {SHAPE}")
    whole = _product(told["product"], path) if "product" in told else _listed(told["list"], path)
    cells = [{"case": case, **cell} for cell in whole]
    for cell in cells:
        if not cell["case"]:
            raise ContestedError(f"grid: '{path}' names no case; allowed: a case in it, or --case NAME")
    notebooks = told.get("notebooks") or []
    if not isinstance(notebooks, list):
        raise ContestedError(f"grid: notebooks in '{path}' is '{notebooks}'; allowed: a list of notebooks")
    unlike = list({json.dumps(cell, sort_keys=True): cell for cell in cells}.values())
    return Grid(unlike, [str(name) for name in notebooks])


def _product(told: Any, path: str) -> list[Cell]:
    if not isinstance(told, dict) or not told:
        raise ContestedError(f"grid: product in '{path}' is '{told}'; allowed: values by parameter")
    axes = [[(name, value) for value in _values(name, each, path)] for name, each in told.items()]
    return [dict(chosen) for chosen in product(*axes)]


def _listed(told: Any, path: str) -> list[Cell]:
    if not isinstance(told, list) or not told or not all(isinstance(each, dict) for each in told):
        raise ContestedError(f"grid: list in '{path}' holds something else; allowed: a list of parameters by name")
    return [cell for each in told for cell in (_product(each, path) if each else [{}])]


def _values(name: str, told: Any, path: str) -> list[str]:
    """The values of one parameter: a list, a single one, or days as a range in words."""
    if name not in PARAMETERS:
        raise ContestedError(f"grid: '{name}' in '{path}' is no parameter; allowed: {one_of(PARAMETERS)}")
    values = [text for each in (told if isinstance(told, list) else [told]) for text in _value(name, each, path)]
    if not values:
        raise ContestedError(f"grid: {name} in '{path}' has no value; allowed: one or more")
    return values


def _value(name: str, told: Any, path: str) -> Iterator[str]:
    if isinstance(told, list):
        yield ",".join(str(each) for each in told)
    elif isinstance(told, Mapping):
        raise ContestedError(f"grid: {name} in '{path}' is '{told}'; allowed: a value, or a list of values")
    elif name in DAYS and (found := RANGE.fullmatch(str(told).strip())):
        yield from _days(name, found, path)
    else:
        yield "" if told is None else str(told)


def _days(name: str, found: re.Match[str], path: str) -> Iterator[str]:
    """The days of a range, both ends counted."""
    many, unit, first, last = found.groups()
    try:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        day, end = date.max, date.min
    step = timedelta(days=int(many or 1) * (7 if unit.startswith("week") else 1))
    if day > end or not step:
        allowed = "every day from YYYY-MM-DD to YYYY-MM-DD, the first not after the last; every 3 days; every week"
        raise ContestedError(f"grid: {name} in '{path}' is '{found[0]}'; allowed: {allowed}")
    while day <= end:
        yield day.isoformat()
        day += step


def key(cell: Cell) -> str:
    """The name of a report's folder: its case, its day, and what else was asked for; no two reports share one."""
    case = cell["case"].rstrip("/").rsplit("/", 1)[-1]
    others = [f"{name}={value}" for name, value in sorted(cell.items()) if value and name not in ("case", "as_of")]
    plain = ",".join([case, cell.get("as_of") or "last", *others])
    safe = re.sub(r"[^\w.+=,-]", "_", plain)[:100]
    if safe == plain and case == cell["case"]:
        return safe
    return f"{safe}.{hashlib.sha256(json.dumps(cell, sort_keys=True).encode()).hexdigest()[:8]}"

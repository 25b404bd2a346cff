"""Any CSV into the research layout, by a map that a human wrote or confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contested.imports.layout import COLUMNS, FURTHER, Raw, Remark, table
from contested.problems import ContestedError, one_of

ALLOWED = (*COLUMNS, *FURTHER)
NUMBERS = ("value", "low", "high")
ORDERS = ("iso", "day-first", "month-first")


@dataclass(frozen=True)
class Map:
    """How a file is read.

    ``columns``: the file's column for a column of the layout. ``constants``: what stands in every row; {name} stands
    for the cell of that column of the file. ``values``: how words of a layout column are to be read. ``figures``: where
    a row holds several figures, one entry each: value, low and high name columns, all else is constant. ``days``: iso,
    day-first or month-first. ``skip_rows``: lines below the names that are no rows.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    figures: Sequence[Mapping[str, str]] = ()
    days: str = "iso"
    skip_rows: int = 0


def read_map(path: Path) -> Map:
    """Read a map. Raises ContestedError, with what is allowed, when it is not one."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContestedError(f"map: '{path}' cannot be read ({error.strerror}); allowed: a YAML file") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f", line {line + 1}" if line is not None else ""
        raise ContestedError(f"map: {path} is not YAML{where}; allowed: what --guess prints") from None
    known = list(Map.__dataclass_fields__)
    odd = [str(name) for name in raw if name not in known] if isinstance(raw, dict) else ["the whole"]
    if odd:
        raise ContestedError(f"map: {path}: '{odd[0]}' is not known; allowed: {one_of(known)}")
    given = {name: value for name, value in raw.items() if value is not None}
    shaped = {name: _SHAPES[name](value) for name, value in given.items()}
    wrong = next((name for name, value in shaped.items() if value is None), "")
    if wrong:
        raise ContestedError(f"map: {path}: {wrong} has the wrong form; allowed: what --guess prints")
    return _checked(Map(**shaped), path)


def _texts(raw: object) -> dict[str, str] | None:
    """A mapping of names to texts: YAML reads some names and texts as numbers, days or truth values."""
    plain = isinstance(raw, dict) and not any(isinstance(each, dict | list) or each is None for each in raw.values())
    return {str(name): str(text) for name, text in raw.items()} if plain and isinstance(raw, dict) else None


def _of_texts(raw: object) -> dict[str, dict[str, str]] | None:
    found = {str(name): _texts(words) for name, words in raw.items()} if isinstance(raw, dict) else None
    return None if found is None or None in found.values() else {name: words or {} for name, words in found.items()}


def _entries(raw: object) -> list[dict[str, str]] | None:
    found = [_texts(each) for each in raw] if isinstance(raw, list) else None
    return None if found is None or None in found else [each or {} for each in found]


def _lines(raw: object) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None


_SHAPES: dict[str, Callable[[object], Any]] = {
    "columns": _texts,
    "constants": _texts,
    "values": _of_texts,
    "figures": _entries,
    "days": str,
    "skip_rows": _lines,
}
"""How each part of a map is read; None where it has the wrong form."""


def _checked(made: Map, path: Path) -> Map:
    named = [*made.columns, *made.constants, *made.values, *(name for each in made.figures for name in each)]
    for name in named:
        if name not in ALLOWED:
            raise ContestedError(f"map: {path}: '{name}' is no column of the layout; allowed: {one_of(ALLOWED, 30)}")
    if made.days not in ORDERS:
        raise ContestedError(f"map: {path}: days is '{made.days}'; allowed: {one_of(ORDERS)}")
    return made


def mapped(path: Path, made: Map) -> tuple[list[Raw], list[Remark]]:
    """Read a file by its map into rows of the layout, with remarks on rows that hold no figure.

    Raises ContestedError when the map names a column that the file lacks.
    """
    header, rows = table(path)
    texts = [text for each in (made.constants, *made.figures) for name, text in each.items() if name not in NUMBERS]
    wanted = [*made.columns.values(), *(mark for text in texts for mark in re.findall(r"\{([^{}]+)\}", text))]
    wanted += [each[name] for each in made.figures for name in NUMBERS if name in each]
    for name in wanted:
        if name not in header:
            raise ContestedError(f"map: '{path}' has no column '{name}'; allowed: {one_of(header, 60)}")
    found: list[Raw] = []
    remarks: list[Remark] = []
    for raw in rows[made.skip_rows :]:
        made_rows = list(_figures(raw, made))
        found += made_rows
        if not made_rows:
            remarks.append(Remark(raw.line, "", "refused", "value", "the row holds no figure"))
    return found, remarks


def _figures(raw: Raw, made: Map) -> Iterator[Raw]:
    cells = {name: raw.cells.get(column, "") for name, column in made.columns.items()}
    for entry in made.figures or [{}]:
        constants = {**made.constants, **{name: text for name, text in entry.items() if name not in NUMBERS}}
        numbers = {name: raw.cells.get(entry[name], "") for name in NUMBERS if name in entry}
        row = {**cells, **{name: _filled(str(text), raw) for name, text in constants.items()}, **numbers}
        if any(row.get(name, "").strip() for name in NUMBERS):
            yield Raw(raw.line, {name: _read(name, text, made) for name, text in row.items()}, raw.length)


def _filled(text: str, raw: Raw) -> str:
    return re.sub(r"\{([^{}]+)\}", lambda mark: raw.cells.get(mark[1], mark[0]), text)


def _read(name: str, text: str, made: Map) -> str:
    """A cell as the layout has it: words by ``values``, days by their order, the day of a day with midnight."""
    text = str(made.values.get(name, {}).get(text.strip(), text))
    if name in ("said_on", "event_start", "event_end", "published"):
        numbers = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*", text)
        if numbers and made.days != "iso":
            day, month = (numbers[1], numbers[2]) if made.days == "day-first" else (numbers[2], numbers[1])
            return f"{numbers[3]}-{month:0>2}-{day:0>2}"
        # Registers write a day as midnight, or with an hour that only says when the record was made.
        return re.sub(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*$", r"\1", text) if made.days == "iso" else text
    return text

"""What a file holds that the case knows already, what is new in it, what it changes and what it no longer has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from contested.imports.layout import Raw
from contested.schema import FIGURE_TABLES

Row = dict[str, str]

SAME_ROWS = 0.5
"""From this share of an older file's rows on, a file is a newer version of it."""

SAME_NAME = 0.2
"""The same for a file of the same name: people name many files figures.csv."""


@dataclass
class Changes:
    """Rows of a file held against what was read before.

    ``known`` are rows with the ids that they have; ``added`` rows to be read; ``changed`` rows with the id
    that each takes the place of; ``withdrawn`` ids that an older version of the file had; ``older`` is its name.
    """

    older: str = ""
    known: list[tuple[Raw, str]] = field(default_factory=list)
    added: list[Raw] = field(default_factory=list)
    changed: list[tuple[Raw, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def compare(raws: Sequence[Raw], file: str, tables: dict[str, list[Row]]) -> Changes:
    """Hold the rows of a file against those read before.

    Equal cells are the same row, whatever file it was read from. A file that has at least half of the rows of an older
    one, or a fifth where it has its name, is a newer version of it: a row about the same thing and days, else about the
    same thing, with other cells is a changed one; a row that is gone was withdrawn.
    """
    counted = _standing(tables)
    standing = [each for each in tables["imports"] if each["id"] in counted]
    figures = {row["id"] for name in FIGURE_TABLES for row in tables.get(name, [])}
    found = Changes(_older(raws, file, standing))
    pool: dict[str, list[Row]] = defaultdict(list)
    for each in standing:
        pool[each["digest"]].append(each)
    for raw in raws:
        if pool[raw.digest]:
            found.known.append((raw, pool[raw.digest].pop(0)["id"]))
        else:
            found.added.append(raw)
    seen = {one for _, one in found.known}
    left = [each for each in standing if each["file"] == found.older and each["id"] not in seen] if found.older else []
    left = [each for each in left if each["id"] in figures]
    # A row that was refused before still stands for the older figure that it would have taken the place of.
    refused = [raw for raw, one in found.known if one not in figures]
    for key in ("record", "series"):
        pairs, refused, left = _paired(refused, left, key)
    for key in ("record", "series"):
        pairs, found.added, left = _paired(found.added, left, key)
        found.changed += pairs
    found.withdrawn = [each["id"] for each in left]
    return found


def _standing(tables: dict[str, list[Row]]) -> set[str]:
    """Ids of rows that still count, or were refused: neither revised nor withdrawn."""
    figures = [row for name in FIGURE_TABLES for row in tables.get(name, [])]
    revised = {row["revises"] for row in figures}
    withdrawn = {row["id"] for row in tables["left-out"] if row.get("recorded_on")}
    return {each["id"] for each in tables["imports"]} - revised - withdrawn


def _older(raws: Sequence[Raw], file: str, standing: Sequence[Row]) -> str:
    """The name of the file of which this one is a newer version, blank where there is none."""
    files: dict[str, list[str]] = defaultdict(list)
    for each in standing:
        files[each["file"]].append(each["series"])
    mine = {raw.series for raw in raws}
    shared = {name: sum(each in mine for each in series) / len(series) for name, series in files.items()}
    best = max(shared, key=lambda name: (shared[name], name == file), default="")
    return best if best and shared[best] >= (SAME_NAME if best == file else SAME_ROWS) else ""


def _paired(raws: list[Raw], left: list[Row], key: str) -> tuple[list[tuple[Raw, str]], list[Raw], list[Row]]:
    """Pair rows of a file with rows that are gone from it and agree in a hash, in their order; and what is left."""
    gone: dict[str, list[Row]] = defaultdict(list)
    for each in left:
        gone[each[key]].append(each)
    pairs, alone = [], []
    for raw in raws:
        same = gone[raw.record if key == "record" else raw.series]
        if same:
            pairs.append((raw, same.pop(0)["id"]))
        else:
            alone.append(raw)
    taken = {name for _, name in pairs}
    return pairs, alone, [each for each in left if each["id"] not in taken]

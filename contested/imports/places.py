"""Places proposed from their names, and from who is given together with whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from contested.imports.layout import Draft
from contested.imports.metrics import size
from contested.imports.names import fresh, known_as, plain, slug
from contested.imports.vocabulary import LEVELS

ARROW = re.compile(r"\s*(?:->|→|=>)\s*")
Place = dict[str, str]

RANKS = ("site", "village", "town", "district", "region", "country")
"""Levels from the smallest to the largest; of others nothing follows."""

ADDS_UP = (0.5, 1.5)
"""How much of a larger place smaller ones may make up together to be taken for its parts, where no page joins them."""

DEEPEST = 4
"""Places that a name may lie in; one with more commas is taken as it stands."""


def propose(drafts: Sequence[Draft], places: Sequence[Place]) -> tuple[list[Place], list[tuple[str, str, str]]]:
    """Rows of places.csv for names that the case does not know, and the parents proposed: id, parent, reason.

    "Velm district, Northern Province" lies in "Northern Province"; "A -> B" are two places.
    """
    known = known_as(places)
    taken = {each["id"] for each in places}
    new: list[Place] = []
    parents: list[tuple[str, str, str]] = []

    def add(name: str) -> str:
        if plain(name) in known:
            return known[plain(name)]
        inner, _, outer = name.partition(", ") if name.count(", ") <= DEEPEST else (name, "", "")
        parent = add(outer) if outer.strip() else ""
        one = fresh(slug(name) or "place", taken)
        new.append({"id": one, "name": name, "parent": parent, "level": level(inner), "coord_precision": "none"})
        if parent:
            parents.append((one, parent, f"the name '{name}' says so"))
        known[plain(name)] = one
        taken.add(one)
        return one

    for row in drafts:
        for name in ends(row.cells["place"]):
            add(name)
    return new, parents


def ends(name: str) -> list[str]:
    """The place of a figure, or where fire came from and where it went: "A -> B"."""
    return [each for each in ARROW.split(name) if each] or [name]


def level(name: str) -> str:
    """What sort of place a name speaks of; unknown where it does not say."""
    words = set(re.findall(r"[^\W\d_]+", name.casefold()))
    return next((found for found, known in LEVELS if words & known), "unknown")


def within(drafts: Sequence[Draft], places: Sequence[Place], who: dict[str, str]) -> list[tuple[str, str, str]]:
    """Propose that places lie inside another one that is given together with them and with more than each of them.

    In: drafts, the places of the case, and who speaks under each name. Two or more smaller places beside one larger
    one, by one claimant, on one day, of one metric and window, on one page or about adding up to it, speak for it; a
    place inside the other already, or one that also gives more than it elsewhere, does not; nor does one of the same
    level or a smaller one. Out: id, parent and reason.
    """
    ids, parents = known_as(places), {each["id"]: each["parent"] for each in places}
    rank = {each["id"]: RANKS.index(each["level"]) if each["level"] in RANKS else -1 for each in places}
    together: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for row in drafts:
        if row.cells["unit"] not in ("percent", "boolean") and len(ends(row.cells["place"])) == 1:
            same = ("metric", "group", "basis", "subject", "said_on", "event_start", "event_end")
            given = tuple(row.cells[name] for name in same)
            together[(who[plain(row.cells["claimant"])], *given)].append(row)
    votes: Counter[tuple[str, str]] = Counter()
    against: Counter[tuple[str, str]] = Counter()
    for rows in together.values():
        sizes = {ids[plain(row.cells["place"])]: size(row) for row in rows}
        largest = max(sizes, key=lambda place: sizes[place])
        rest = sum(sizes.values()) - sizes[largest]
        one_page = len({row.cells["url"] for row in rows}) == 1
        if len(sizes) > 2 and (one_page or ADDS_UP[0] <= rest / max(sizes[largest], 1) <= ADDS_UP[1]):
            votes.update((place, largest) for place in sizes if sizes[place] < sizes[largest])
        against.update((largest, place) for place in sizes if sizes[place] < sizes[largest])
    found: dict[str, tuple[str, str, str]] = {}
    for (place, parent), _ in votes.most_common():
        above = parents | {one: other for one, other, _ in found.values()}
        smaller = -1 in (rank[place], rank[parent]) or rank[place] < rank[parent]
        if above.get(place) or against[place, parent] or not smaller or _inside(parent, place, above):
            continue
        found[place] = (place, parent, "it is given beside others, at one time, with less than the larger place")
    return list(found.values())


def _inside(place: str, other: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while place and place not in seen:
        if place == other:
            return True
        seen.add(place)
        place = parents.get(place, "")
    return False


def ids_of(row: Draft, known: dict[str, str]) -> dict[str, str]:
    """The place of a row in the ledger's columns: place_id, and origin_id and target_id where fire goes somewhere."""
    found = [known[plain(name)] for name in ends(row.cells["place"])]
    if len(found) == 1:
        return {"place_id": found[0]}
    return {"place_id": found[-1], "origin_id": found[0], "target_id": found[-1]}

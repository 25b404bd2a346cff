"""Claimants proposed from their names, and which of them may be one person or office under several names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from anyascii import anyascii

from contested.imports.layout import Draft
from contested.imports.names import fresh, known_as, plain, slug
from contested.imports.vocabulary import CLAIMANT_KINDS, COMPANIES, COUNTS, ESTIMATES, OFFICES, TITLES

Claimant = dict[str, str]


def propose(
    drafts: Sequence[Draft], claimants: Sequence[Claimant], observers: set[str], unclear: set[str]
) -> list[Claimant]:
    """Rows of claimants.csv for names that the case does not know yet; its side is the one it speaks for most often.

    A row without a known side says nothing about it. Kind and evidence follow from the words of the name.
    """
    known, taken = known_as(claimants), {each["id"] for each in claimants}
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for row in drafts:
        name = row.cells["claimant"]
        names.setdefault(plain(name), name)
        sides[plain(name)][row.cells["side"]] += 1
    new = []
    for key, name in names.items():
        if key in known:
            continue
        one = fresh(slug(name) or "claimant", taken)
        taken.add(one)
        told = Counter({side: count for side, count in sides[key].items() if side not in unclear}) or sides[key]
        side = told.most_common(1)[0][0]
        new.append(
            {
                "id": one,
                "name": name,
                "side": side,
                "kind": kind(name),
                "evidence": evidence(name, side in observers),
                "reliability": "F",
            }
        )
    return new


def words_of(name: str) -> set[str]:
    """The words of a name in Latin letters, small."""
    return set(re.findall(r"[a-z]+", anyascii(name).casefold()))


def kind(name: str) -> str:
    """What sort of claimant a name speaks of: other where nothing says so; a person has a title or two plain words."""
    words = words_of(name)
    if {"civil", "defence"} <= words or {"civil", "defense"} <= words:
        return "emergency"
    found = next((found for found, known in CLAIMANT_KINDS if words & known), "")
    plain_words = re.fullmatch(r"\w+\.?(?: \w+\.?){1,3}", name) and not re.search(r"\b[A-Z]{2,}\b", name)
    person = words & TITLES - {"of", "the", "for", "in", "and"} or (plain_words and not words & (OFFICES | COMPANIES))
    return found or ("person" if person else "other")


def evidence(name: str, observer: bool) -> str:
    """Whether a claimant claims, counts or estimates, by its name; only observers can be said to count or estimate."""
    words = words_of(name)
    if observer and words & ESTIMATES:
        return "estimate"
    return "count" if observer and words & COUNTS else "claim"

"""Which claimants may be one person or office under several names, in one script or several."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from anyascii import anyascii
from rapidfuzz import fuzz

from contested.imports.claimants import Claimant, words_of
from contested.imports.layout import Draft
from contested.imports.names import plain
from contested.imports.vocabulary import OFFICES, SHORT_FORMS, TITLES

ALIKE = 80
"""From this ratio of rapidfuzz on, in per cent, two words are spelt alike."""

Told = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Name:
    """A claimant's name, taken apart once: its words, those of the person in their order, its consonants, its figures.

    ``foreign``: most letters are in another script than Latin. ``unnamed``: it stands for nobody in particular.
    """

    id: str
    name: str
    side: str
    words: frozenset[str]
    person: tuple[str, ...]
    bones: tuple[str, ...]
    told: Told
    foreign: bool
    unnamed: bool


def same(claimants: Sequence[Claimant], drafts: Sequence[Draft], places: Iterable[str]) -> list[tuple[str, str, str]]:
    """Propose which claimants are one person or office: id, the id that it may be, and why.

    By names: the same words in another order or short form; a person with and without title and office. By letters: a
    name in another script that sounds the same. By figures: a name in another script that gave the same figures on the
    same days. Claimants of two sides only where two words of the person's name are the same: people change sides. The
    id with the most rows, in Latin letters if there is one, is the one that the others may be.
    """
    rows = Counter(plain(row.cells["claimant"]) for row in drafts)
    local = {word for name in (*places, *(row.cells["side"] for row in drafts)) for word in words_of(name)}
    told = _told(drafts)
    names = [_name(each, local, told) for each in claimants]
    order = sorted(names, key=lambda one: (one.foreign, -rows[plain(one.name)], one.id))
    found: dict[str, tuple[str, str, str]] = {}
    for main, other in combinations(order, 2):
        if other.id not in found and not main.unnamed and not other.unnamed:
            reason = _reason(main, other)
            if reason:
                found[other.id] = (other.id, _root(main.id, found), reason)
    return list(found.values())


def _name(claimant: Claimant, local: set[str], told: Mapping[str, set[tuple[str, ...]]]) -> Name:
    name = claimant["name"]
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", name)
    spelt = _spelt(bare)
    letters = [mark for mark in name if mark.isalpha()]
    return Name(
        claimant["id"],
        name,
        claimant["side"],
        frozenset(spelt) - {"of", "the", "for", "and", "in", "s"},
        _person(bare, local),
        tuple(bone for word in re.findall(r"[a-z`']+", anyascii(bare).casefold()) if len(bone := _bones(word)) > 1),
        frozenset(told.get(plain(name), ())),
        sum(ord(mark) > 0x24F for mark in letters) * 2 > len(letters),
        claimant["kind"] == "official_anonymous" or name.startswith("unattributed"),
    )


def _person(name: str, local: set[str]) -> tuple[str, ...]:
    """The words of a person's name, without titles, offices and places; none where the name does not end with it.

    Of "Dr N. Levi, Relief Board" those before the comma; "Levi's adviser" is not Levi.
    """
    words = _spelt(name.split(",")[0])
    found = tuple(word for word in words if word not in TITLES | OFFICES and not _of_place(word, local))
    return found if found and words[-1] == found[-1] else ()


def _root(name: str, found: Mapping[str, tuple[str, str, str]]) -> str:
    while name in found:
        name = found[name][1]
    return name


def _reason(one: Name, other: Name) -> str:
    if one.side != other.side and "unknown" not in (one.side, other.side):
        both = len(one.person) > 1 and _covers(one.person, other.person) and _covers(other.person, one.person)
        return "the same name, speaking for two sides" if both else ""
    if not one.foreign and not other.foreign:
        return _by_words(one, other)
    if _sounds(one.bones, other.bones):
        return "the names sound the same"
    shared, fewest = len(one.told & other.told), min(len(one.told), len(other.told))
    if shared and 2 * shared >= fewest:
        return f"gave the same figures on the same days ({shared} of {fewest})"
    return ""


def _spelt(name: str) -> list[str]:
    words = re.findall(r"[a-z]+|[0-9]+", anyascii(name).casefold().replace("'s", "").replace("'", ""))
    return [part for word in words for part in SHORT_FORMS.get(word, word).split()]


def _by_words(one: Name, other: Name) -> str:
    if _covers(one.words, other.words) and _covers(other.words, one.words):
        return "the same words in another order or form"
    if _initials(one.name, other.name) or _initials(other.name, one.name):
        return "one is the initials of the other"
    less, more = sorted((one.person, other.person), key=len)
    if less and (less[-1] == more[-1] or _alike(less[-1], more[-1])) and _covers(less, more):
        return "the same name with and without title or office"
    fewer, others = sorted((one.words, other.words), key=len)
    if len(fewer) > 1 and others - fewer <= OFFICES and _covers(fewer, others):
        return "the same office, more or less fully named"
    return ""


def _initials(short: str, name: str) -> bool:
    return bool(re.fullmatch("[A-Z]{3,}", short)) and short == "".join(re.findall(r"\b[A-Z]", name))


def _covers(less: Iterable[str], more: Iterable[str]) -> bool:
    """Whether each word of the one is spelt like a word of the other: tarig and tariq."""
    words, known = list(less), set(more)
    return bool(words) and all(word in known or any(_alike(word, each) for each in known) for word in words)


def _of_place(word: str, local: set[str]) -> bool:
    """Whether a word is that of a place or side, or made from one as armenian is from armenia."""
    stems = (each for each in local if len(each) > 3 and word.startswith(each[:-1]))
    return word in local or any(len(word) - len(each) < 4 for each in stems)


def _alike(word: str, other: str) -> bool:
    return min(len(word), len(other)) > 3 and word[0] == other[0] and fuzz.ratio(word, other) >= ALIKE


def _sounds(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether every word but one of the shorter name, and two at least, has the consonants of a word of the other."""
    less, more = sorted((one, other), key=len)
    matched = sum(any(fuzz.ratio(word, each) >= 75 for each in more) for word in less)
    return len(less) > 1 and matched >= 2 and matched >= len(less) - 1


def _bones(word: str) -> str:
    """The consonants of a word, those that scripts do not tell apart made one: qandil and kndyl are kntl."""
    for pair, letter in (("kh", "k"), ("gh", "k"), ("sh", "s"), ("th", "s"), ("dh", "t"), ("ch", "s"), ("ph", "f")):
        word = word.replace(pair, letter)
    for letters, one in (("qgj", "k"), ("zc", "s"), ("d", "t"), ("v", "f"), ("b", "p")):
        word = re.sub(f"[{letters}]", one, word)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw`']", "", word))


def _told(drafts: Sequence[Draft]) -> dict[str, set[tuple[str, ...]]]:
    """What each name gave: figure, metric, place and day, without the day's hour."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in drafts:
        cells = row.cells
        figure = tuple(cells[name] for name in ("metric", "value", "low", "high", "unit", "place", "event_end"))
        if cells["unit"] != "boolean":
            found[plain(cells["claimant"])].add((*figure, cells["said_on"][:10]))
    return found

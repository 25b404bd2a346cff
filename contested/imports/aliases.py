"""Which claimants may be one person or office under several names, in one script or several."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from anyascii import anyascii
from rapidfuzz import fuzz

from contested.imports.claimants import Claimant, plain, words_of
from contested.imports.layout import Draft
from contested.imports.vocabulary import OFFICES, SHORT_FORMS, TITLES

ALIKE = 80
"""From this ratio of rapidfuzz on two words, in per cent, are spelt alike."""


def same(claimants: Sequence[Claimant], drafts: Sequence[Draft], places: Iterable[str]) -> list[tuple[str, str, str]]:
    """Propose which claimants of one side are one person or office: id, the id that it may be, and why.

    By names: the same words in another order or short form; a person with and without title and office. By letters:
    a name in another script that sounds the same. By figures: a name in another script that gave the same figures on
    the same days. The id with the most rows, in Latin letters if there is one, is the one that the others may be.
    """
    rows = Counter(plain(row.cells["claimant"]) for row in drafts)
    local = {word for name in (*places, *(row.cells["side"] for row in drafts)) for word in words_of(name)}
    told = _told(drafts)
    found: dict[str, tuple[str, str, str]] = {}
    order = sorted(claimants, key=lambda one: (not one["name"].isascii(), -rows[plain(one["name"])], one["id"]))
    for main, other in combinations(order, 2):
        if other["id"] not in found:
            one_side = main["side"] == other["side"] or "unknown" in (main["side"], other["side"])
            names = main["name"], other["name"]
            reason = _reason(*names, local, told) if one_side else _turncoat(*names, local)
            if reason:
                found[other["id"]] = (other["id"], _root(main["id"], found), reason)
    return list(found.values())


def _turncoat(one: str, other: str, local: set[str]) -> str:
    """A claimant of two sides: only where two words of the person's name or more are the same."""
    persons = [_person(name, local) for name in (one, other)]
    same = len(persons[0]) > 1 and _covers(persons[0], persons[1]) and _covers(persons[1], persons[0])
    return "the same name, speaking for two sides" if same else ""


def _person(name: str, local: set[str]) -> set[str]:
    """The words of a name that are no title, office or place: of "Dr N. Levi, Relief Board" those before the comma."""
    words = set(_spelt(name.split(",")[0])) - TITLES - OFFICES
    return {word for word in words if not _of_place(word, local)}


def _root(name: str, found: Mapping[str, tuple[str, str, str]]) -> str:
    while name in found:
        name = found[name][1]
    return name


def _reason(one: str, other: str, local: set[str], told: Mapping[str, set[tuple[str, ...]]]) -> str:
    if {one, other} & {each for each in (one, other) if each.startswith("unattributed")}:
        return ""
    if (one.isascii() and other.isascii()) or (not _foreign(one) and not _foreign(other)):
        return _by_words(one, other, local)
    if _sounds(one, other):
        return "the names sound the same"
    mine, theirs = told.get(plain(one), set()), told.get(plain(other), set())
    both = mine & theirs
    if both and 2 * len(both) >= min(len(mine), len(theirs)):
        return f"gave the same figures on the same days ({len(both)} of {min(len(mine), len(theirs))})"
    return ""


def _foreign(name: str) -> bool:
    """Whether most letters of a name are in another script than Latin."""
    letters = [mark for mark in name if mark.isalpha()]
    return sum(ord(mark) > 0x24F for mark in letters) * 2 > len(letters)


def _spelt(name: str) -> list[str]:
    words = re.findall(r"[a-z]+", anyascii(name).casefold().replace("'s", "").replace("'", ""))
    return [part for word in words for part in SHORT_FORMS.get(word, word).split()]


def _by_words(one: str, other: str, local: set[str]) -> str:
    first, second = (set(_spelt(name)) - {"of", "the", "for", "and", "in", "s"} for name in (one, other))
    if _covers(first, second) and _covers(second, first):
        return "the same words in another order or form"
    if _initials(one, other) or _initials(other, one):
        return "one is the initials of the other"
    less, more = sorted((_person(one, local), _person(other, local)), key=len)
    if less and _covers(less, more):
        return "the same name with and without title or office"
    less, more = sorted((first, second), key=len)
    if len(less) > 1 and _covers(less, more) and more - less <= OFFICES:
        return "the same office, more or less fully named"
    return ""


def _initials(short: str, name: str) -> bool:
    return bool(re.fullmatch("[A-Z]{3,}", short)) and short == "".join(re.findall(r"\b[A-Z]", name))


def _covers(less: set[str], more: set[str]) -> bool:
    """Whether each word of the one is spelt like a word of the other: azerbaijan and azerbaijani, tarig and tariq."""
    return bool(less) and all(word in more or any(_alike(word, each) for each in more) for word in less)


def _of_place(word: str, local: set[str]) -> bool:
    """Whether a word is that of a place or side, or made from one: armenian, azerbaijani."""
    return any(
        word == each or (len(each) > 3 and word.startswith(each[:-1]) and len(word) - len(each) < 4) for each in local
    )


def _alike(word: str, other: str) -> bool:
    return min(len(word), len(other)) > 3 and fuzz.ratio(word, other) >= ALIKE


def _sounds(one: str, other: str) -> bool:
    """Whether every word but one of the shorter name has the consonants of a word of the other."""
    bones = [[_bones(word) for word in re.findall(r"[a-z`']+", anyascii(name).casefold())] for name in (one, other)]
    less, more = sorted(([word for word in each if len(word) > 1] for each in bones), key=len)
    matched = sum(any(fuzz.ratio(word, each) >= 75 for each in more) for word in less)
    return len(less) > 1 and matched >= 2 and matched >= len(less) - 1


def _bones(word: str) -> str:
    """The consonants of a word, those that scripts do not tell apart made one: qandil and kndyl are kntl."""
    for pair, letter in (("kh", "k"), ("gh", "k"), ("sh", "s"), ("th", "s"), ("dh", "t"), ("ch", "s"), ("ph", "f")):
        word = word.replace(pair, letter)
    word = word.translate(str.maketrans("qgjzcdvbpx", "kkkssdffpk"[:10]))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw`']", "", word.replace("d", "t")))


def _told(drafts: Sequence[Draft]) -> dict[str, set[tuple[str, ...]]]:
    """What each name gave: figure, metric, place and day, without the day's hour."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in drafts:
        cells = row.cells
        figure = tuple(cells[name] for name in ("metric", "value", "low", "high", "unit", "place", "event_end"))
        if cells["unit"] != "boolean":
            found[plain(cells["claimant"])].add((*figure, cells["said_on"][:10]))
    return found

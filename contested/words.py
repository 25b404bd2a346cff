"""Sentences built from rows: the same frame for every side, the qualifier kept, the ids of the rows carried along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from contested.case import Case
from contested.units import DISPLAY, MEASURES, factor, multiple
from contested.vocabulary import FATES, QUALIFIERS, SYMBOLS, VERBS, weapons

PLAIN = ("", "unknown", "launched")
"""Weapons and fates that a sentence need not name."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A sentence, the ids of the rows that it says, in order, and by name the numbers that were counted from them."""

    text: str
    ids: tuple[str, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text


def number(value: float) -> str:
    """Write a number with thousands separators and no more digits than it has: 1,294 or 63.2."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def unit_word(unit: str) -> str:
    """Write a unit as readers know it: "km²" for km2."""
    return SYMBOLS.get(unit, unit)


def measure(text: str, unit: str, dimension: str) -> str:
    """Put the unit behind a number where the metric's phrase does not already name what is counted."""
    if dimension == "share":
        return f"{text} %"
    if dimension in MEASURES:
        return f"{text} {unit_word(unit)}"
    return f"{text} {unit.split()[0]}" if multiple(unit)[0] != 1 else text


def quantity(row: Row, units: str = "metric") -> str:
    """Say a figure with its qualifier and unit as printed: "more than 1,000 km²", "between 28 and 35 km", "74".

    A statement of fact is asserted or denied. With another choice of ``units`` the converted figure stands first and
    the printed one in brackets.
    """
    unit, canonical, dimension = str(row["unit"]), str(row["canonical_unit"]), str(row["dimension"])
    if dimension == "boolean":
        return "asserted" if row["value"] == 1 else "denied"
    printed = measure(_plain(row, 1.0), unit, dimension)
    wanted = DISPLAY[units].get(canonical, canonical)
    scale = factor(unit, wanted, dimension)
    return printed if scale == 1.0 else f"{measure(_plain(row, scale), wanted, dimension)} (printed: {printed})"


def _plain(row: Row, scale: float) -> str:
    # A converted area or length keeps three digits; 2.45 lakh are 245,000, to the last digit.
    digits = 3 if row["dimension"] in MEASURES else 12

    def shown(value: float) -> str:
        return number(value) if scale == 1.0 else number(float(f"{value * scale:.{digits}g}"))

    if row["qualifier"] == "between":
        return f"between {shown(row['low'])} and {shown(row['high'])}"
    return QUALIFIERS[row["qualifier"]].format(shown(row["value"]))


def interval(row: Row, unit: str, dimension: str) -> str:
    """Say an interval of bounds: "6", "more than 1,645", "between 3 and 7", "not bounded"."""
    low, high = float(row["lower"]), float(row["upper"])
    low_known, high_known = low > float("-inf"), high < float("inf")
    least = f"{'more than' if row['lower_open'] else 'at least'} {number(low)}"
    most = f"{'less than' if row['upper_open'] else 'at most'} {number(high)}"
    if not low_known and not high_known:
        return "not bounded"
    if low == high:
        return measure(number(low), unit, dimension)
    if not high_known:
        return measure(least, unit, dimension)
    if not low_known or (low == 0 and row["upper_open"] and not row["lower_open"]):
        return measure(most, unit, dimension)
    if row["lower_open"] or row["upper_open"]:
        return measure(f"{least} and {most}", unit, dimension)
    return measure(f"between {number(low)} and {number(high)}", unit, dimension)


def day_text(when: pd.Timestamp) -> str:
    """Write a day as 6 August 2024."""
    return f"{when.day} {when:%B %Y}"


def said_text(row: Row) -> str:
    """Say when a dated figure was said: "on 6 August 2024", "in August 2024" where only the month is known."""
    return f"in {row['said']:%B %Y}" if len(str(row["said_on"])) == 7 else f"on {day_text(row['said'])}"


def window_text(row: Row) -> str:
    """Say what time a figure is about: "as of ...", "on ...", "from ... to ...", "since ..."."""
    start, end = row["event_start"], row["event_end"]
    if row["basis"] == "cumulative":
        since = f"since {day_text(start)}" if pd.notna(start) else "in total"
        return f"{since}, up to {day_text(end)}" if pd.notna(end) and end != row["said"] else since
    if pd.isna(end):
        return ""
    if row["basis"] == "point":
        return f"as of {day_text(end)}" if end != row["said"] else ""
    if pd.isna(start) or start == end:
        return f"on {day_text(end)}"
    return f"from {day_text(start)} to {day_text(end)}"


def attributed(row: Row, case: Case) -> str:
    """Name the claimant with its side: "General Staff (North)", "Army source (unnamed; North)"."""
    name, side = str(row["claimant"]), str(case.sides.loc[row["side"], "label"])
    return f"{name[:-1]}; {side})" if name.endswith(")") else f"{name} ({side})"


def clause(row: Row, case: Case, units: str = "metric") -> str:
    """Say what a row states without who stated it: "74 settlements taken and held in Long Valley, as of ..."."""
    return ", ".join(filter(None, [stated(row, case, quantity(row, units)), window_text(row)]))


def stated(row: Row, case: Case, given: str) -> str:
    """Say what a row is about, with the quantity ``given`` in words, and without its window."""
    metric = case.metrics.loc[row["metric_id"]]
    denied = row["dimension"] == "boolean" and row["value"] == 0
    side = case.sides.loc[row["subject"]]
    words = {
        " on {subject}'s side": on_side(str(side["label"]), str(side["role"])),
        "{subject}'s": possessive(str(side["label"])),
        "{subject}": str(side["label"]),
        "{weapon}": weapons(str(row["weapon"])),
        "{fate}": FATES.get(str(row["fate"]), ""),
        "{place}": placed(row["place_id"], case),
        "{}": given,
    }
    phrase = str(metric["denial"] if denied else metric["phrase"])
    said = filled(phrase, words)
    said = f"that {said}" if row["dimension"] == "boolean" else singular(said)
    return " ".join(filter(None, [said, *_scope(row, case, phrase)]))


def on_side(label: str, role: str) -> str:
    """Say on whose side: a party's, both sides, or as a remark where the subject is no party."""
    if role == "party":
        return f" on {possessive(label)} side"
    return " on both sides" if role == "joint" else f" (subject: {label})"


def possessive(label: str) -> str:
    """A name's possessive: Northland's, the Rebels'."""
    return f"{label}'" if label.endswith("s") else f"{label}'s"


def filled(phrase: str, words: Mapping[str, str]) -> str:
    """Put words in the place of a phrase's marks, such as {subject}."""
    for mark, word in words.items():
        phrase = phrase.replace(mark, word)
    return phrase


def singular(text: str) -> str:
    """Mend what a single thing is called: "1 drones fired" becomes "1 drone fired", "1 people" "1 person"."""
    if not re.match(r"1 (?!of |%)", text):
        return text
    ends = {"ies": "y", "people": "person"}
    return re.sub(r"ies\b|(?<=[a-rt-z])s\b|\bpeople\b", lambda end: ends.get(end[0], ""), text, count=1)


def placed(place: str, case: Case) -> str:
    """Name a place as a sentence does; what is no proper name, and a front, takes an article."""
    name = str(case.places.loc[place, "name"])
    return f"the {name}" if name[:1].islower() or case.places.loc[place, "level"] == "front" else name


def group_text(group: str, case: Case) -> str:
    """Name a group in words, as groups.csv does, or by its id in a case without that table."""
    return str(case.groups.get(group, group.replace("_", " ")))


def _scope(row: Row, case: Case, stated: str) -> list[str]:
    """What restricts a figure, for the end of its clause: group, weapon, share, place."""
    weapon = " ".join(str(row[name]).replace("_", " ") for name in ("weapon", "fate") if row[name] not in PLAIN)
    weapon = "" if "{weapon}" in stated else weapon
    share = f"as a share of the {str(row['denominator']).replace('_', ' ')}" if row["denominator"] else ""
    kept = "; ".join(filter(None, [group_text(str(row["group"]), case), weapon, share]))
    return [f"({kept})" if kept else "", "" if "{place}" in stated else _where(row, case)]


def _where(row: Row, case: Case) -> str:
    """Where: fire goes from its origin, unless that is a whole country that the subject names, on its target."""
    origin, target = str(row["origin_id"]), str(row["target_id"])
    if not origin and not target:
        return f"in {placed(row['place_id'], case)}"
    start = f"from {placed(origin, case)}" if origin and case.places.loc[origin, "level"] != "country" else ""
    hit = "on" if row["fate"] in ("", "launched", "hit") and row["counting_unit"] != "explosion" else "in"
    return " ".join(filter(None, [start, f"{hit} {placed(target, case)}" if target else ""]))


def backing(row: Row) -> str:
    """Say how many pages carried a statement: "1 report" or "7 reports by 5 publishers"."""
    reports, publishers = int(row["reports"]), int(row["publishers"])
    if reports == 1:
        return "1 report"
    return f"{reports} reports by {publishers} publisher{'s' * (publishers != 1)}"


def claim(row: Row, case: Case, units: str = "metric") -> Sentence:
    """Say one statement in the frame that serves every side: who claimed what, where, said when, backed by how many."""
    said = f"said {said_text(row)}" if pd.notna(row["said"]) else "on a day that is not known"
    brackets = f" ({backing(row)})" if "reports" in row else ""
    text = f"{attributed(row, case)} {VERBS[row['evidence']]} {clause(row, case, units)}; {said}{brackets}."
    facts = {name: int(row[name]) for name in ("reports", "publishers") if "reports" in row}
    return Sentence(text, (str(row["id"]),), facts)


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def plural(count: int, noun: str, plurals: str = "") -> str:
    """Count a noun: "1 origin", "2 origins", "2 entries", "2 contradictions in stance"."""
    head, *rest = re.split("(?= in | between )", noun, maxsplit=1)
    many = f"{head[:-1]}ies" if re.search("[^aeiou]y$", head) else f"{head}s"
    return f"{count:,} {noun if count == 1 else plurals or ''.join([many, *rest])}"

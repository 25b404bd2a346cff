"""What a figure is about, in words: the metric's phrase, filled, with what restricts it; the same for every side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contested.case import Case
from contested.vocabulary import FATES, weapons

PLAIN = ("", "unknown", "launched")
"""Weapons and fates that a sentence need not name."""


Row = Mapping[str, Any]


def stated(row: Row, case: Case, given: str) -> str:
    """Say what a row is about, with the quantity ``given`` in words, and without its window."""
    metric = case.entries["metrics"][row["metric_id"]]
    denied = row["dimension"] == "boolean" and row["value"] == 0
    side = case.entries["sides"][row["subject"]]
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
    entry = case.entries["places"][place]
    name = str(entry["name"])
    return f"the {name}" if name[:1].islower() or entry["level"] == "front" else name


def group_text(group: str, case: Case) -> str:
    """Name a group in words, as groups.csv does, or by its id in a case without that table."""
    return str(case.groups.get(group, group.replace("_", " ")))


def _scope(row: Row, case: Case, stated: str) -> list[str]:
    """What restricts a figure, for the end of its clause: group, weapon, share, place."""
    weapon = " ".join(str(row[name]).replace("_", " ") for name in ("weapon", "fate") if row[name] not in PLAIN)
    weapon = "" if "{weapon}" in stated else weapon
    whole = str(row["denominator"]).replace("_", " ")
    share = "of what, is not stated" if whole == "not stated" else f"as a share of the {whole}" if whole else ""
    kept = "; ".join(filter(None, [group_text(str(row["group"]), case), weapon, share]))
    return [f"({kept})" if kept else "", "" if "{place}" in stated else _where(row, case)]


def _where(row: Row, case: Case) -> str:
    """Where: fire goes from its origin, unless that is a whole country that the subject names, on its target."""
    origin, target = str(row["origin_id"]), str(row["target_id"])
    if not origin and not target:
        return f"in {placed(row['place_id'], case)}"
    start = f"from {placed(origin, case)}" if origin and case.entries["places"][origin]["level"] != "country" else ""
    hit = "on" if row["fate"] in ("", "launched", "hit") and row["counting_unit"] != "explosion" else "in"
    return " ".join(filter(None, [start, f"{hit} {placed(target, case)}" if target else ""]))

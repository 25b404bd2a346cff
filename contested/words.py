"""Sentences built from rows: the same frame for every side, the qualifier kept, the ids of the rows carried along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from contested.case import Case
from contested.phrases import Row, stated
from contested.sorting import groups
from contested.units import DISPLAY, MEASURES, factor, multiple
from contested.vocabulary import QUALIFIERS, SYMBOLS, VERBS

QUANTITY = ["unit", "canonical_unit", "dimension", "qualifier", "value", "low", "high"]
"""The columns of a figure that ``quantity`` takes."""


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


def quantities(rows: pd.DataFrame, units: str = "metric") -> list[str]:
    """Say every figure of a frame as ``quantity`` does, each different one once."""
    alike = rows[QUANTITY]
    place = groups(alike, alike)
    different = alike[~pd.Series(place).duplicated().to_numpy()]
    texts = [
        quantity(dict(zip(QUANTITY, row, strict=True)), units) for row in different.itertuples(index=False, name=None)
    ]
    return [texts[number] for number in place]


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
    name, side = str(row["claimant"]), str(case.entries["sides"][row["side"]]["label"])
    return f"{name[:-1]}; {side})" if name.endswith(")") else f"{name} ({side})"


def clause(row: Row, case: Case, units: str = "metric") -> str:
    """Say what a row states without who stated it: "74 settlements taken and held in Long Valley, as of ..."."""
    return ", ".join(filter(None, [stated(row, case, quantity(row, units)), window_text(row)]))


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

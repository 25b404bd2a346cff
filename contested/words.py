"""Sentences built from rows: the same frame for every side, the qualifier kept, the ids of the rows carried along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from contested.case import Case
from contested.units import DISPLAY, factor

VERBS = {"claim": "claimed", "count": "documented", "estimate": "estimated"}
"""A claim is claimed, a count of evidence is documented, a model's number is estimated: never mixed."""

QUALIFIERS = {
    "exact": "{}", "about": "about {}", "nearly": "nearly {}", "at_least": "at least {}", "more_than": "more than {}",
    "at_most": "up to {}", "less_than": "less than {}",
}  # fmt: skip
SYMBOLS = {"km2": "km²", "mi2": "mi²", "m2": "m²", "percent": "%"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A sentence and the ids of the rows that it says, in order."""

    text: str
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


def number(value: float) -> str:
    """Write a number with thousands separators and no more digits than it has: 1,294 or 63.2."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"


def unit_word(unit: str) -> str:
    return SYMBOLS.get(unit, unit)


def measure(text: str, unit: str, dimension: str) -> str:
    """Put the unit behind a number where the metric's phrase does not already name what is counted."""
    if dimension == "share":
        return f"{text} %"
    return f"{text} {unit_word(unit)}" if dimension in ("area", "length") else text


def quantity(row: Row, units: str = "metric") -> str:
    """Say a figure with its qualifier and unit as printed: "more than 1,000 km²", "between 28 and 35 km", "74".

    With another choice of ``units`` the converted figure stands first and the printed one in brackets.
    """
    printed = measure(_plain(row, 1.0), str(row["unit"]), str(row["dimension"]))
    wanted = DISPLAY[units].get(str(row["canonical_unit"]), "") if row["dimension"] in ("area", "length") else ""
    wanted = wanted or (str(row["canonical_unit"]) if row["dimension"] in ("area", "length") else str(row["unit"]))
    if wanted == row["unit"]:
        return printed
    scale = factor(str(row["unit"]), wanted, str(row["dimension"]))
    if scale == 1.0:
        return printed
    return f"{measure(_plain(row, scale), wanted, str(row['dimension']))} (printed: {printed})"


def _plain(row: Row, scale: float) -> str:
    def shown(value: float) -> str:
        return number(value) if scale == 1.0 else number(float(f"{value * scale:.3g}"))

    if row["qualifier"] == "between":
        return f"between {shown(row['low'])} and {shown(row['high'])}"
    return QUALIFIERS[row["qualifier"]].format(shown(row["value"]))


def interval(row: Row, unit: str, dimension: str) -> str:
    """Say an interval of bounds: "exactly 6", "more than 1,645", "between 3 and 7", "nothing firm"."""
    low, high = float(row["lower"]), float(row["upper"])
    low_known, high_known = low > float("-inf"), high < float("inf")
    if not low_known and not high_known:
        return "not bounded"
    if low == high:
        return measure(number(low), unit, dimension)
    if not high_known:
        return measure(f"{'more than' if row['lower_open'] else 'at least'} {number(low)}", unit, dimension)
    if not low_known:
        return measure(f"{'less than' if row['upper_open'] else 'at most'} {number(high)}", unit, dimension)
    return measure(f"between {number(low)} and {number(high)}", unit, dimension)


def day_text(when: pd.Timestamp) -> str:
    """Write a day as 6 August 2024."""
    return f"{when.day} {when:%B %Y}"


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
    """Name the claimant with its side: "General Staff of Ukraine (Ukraine)"."""
    return f"{row['claimant']} ({case.sides.at[row['side'], 'label']})"


def clause(row: Row, case: Case, units: str = "metric") -> str:
    """Say what a row states without who stated it: "74 settlements under control in Kursk Oblast, as of ..."."""
    metric = case.metrics.loc[row["metric_id"]]
    subject = str(case.sides.at[row["subject"], "label"])
    stated = metric["denial"] if row["dimension"] == "boolean" and row["value"] == 0 else metric["phrase"]
    said = stated.replace("{subject}", subject).replace("{}", quantity(row, units))
    if row["dimension"] == "boolean":
        said = f"that {said}"
    return ", ".join(filter(None, [f"{said} {_scope(row, case)}".strip(), window_text(row)]))


def _scope(row: Row, case: Case) -> str:
    group = case.settings.groups.get(str(row["group"]), str(row["group"]).replace("_", " "))
    counted = f"({group}) " if group else ""
    kept = " ".join(str(row[name]).replace("_", " ") for name in ("weapon", "fate") if row.get(name))
    weapon = f"({kept}) " if kept else ""
    share = f"(as a share of the {str(row['denominator']).replace('_', ' ')}) " if row["denominator"] else ""
    return f"{counted}{weapon}{share}{_where(row, case)}"


def _where(row: Row, case: Case) -> str:
    names = case.places["name"]
    if row.get("origin_id") or row.get("target_id"):
        origin = f"from {names[row['origin_id']]}" if row["origin_id"] else ""
        target = f"on {names[row['target_id']]}" if row["target_id"] else ""
        return " ".join(filter(None, [origin, target]))
    return f"in {row['place']}"


def backing(row: Row) -> str:
    """Say how many pages carried a statement: "1 report" or "7 reports by 5 publishers"."""
    reports, publishers = int(row["reports"]), int(row["publishers"])
    if reports == 1:
        return "1 report"
    return f"{reports} reports by {publishers} publisher{'s' * (publishers != 1)}"


def claim(row: Row, case: Case, units: str = "metric") -> Sentence:
    """Say one statement in the frame that serves every side: who, claimed, what, where, when it was said, how backed."""
    said = f"said on {day_text(row['said'])}" if pd.notna(row["said"]) else "on a day that is not known"
    brackets = f" ({backing(row)})" if "reports" in row else ""
    text = f"{attributed(row, case)} {VERBS[row['evidence']]} {clause(row, case, units)}; {said}{brackets}."
    return Sentence(text, (str(row["id"]),))


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def plural(count: int, noun: str) -> str:
    """Count a noun: "1 origin", "2 origins"; a noun that ends in y becomes -ies."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"

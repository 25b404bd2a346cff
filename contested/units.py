"""Conversion of printed units into the metric's canonical unit, for comparison only."""

from __future__ import annotations

import re
from functools import cache

import pint

# Short names as pages print them; the factors are Pint's own. Land units follow their usual metric definitions: the
# dunam of 1000 m2, the Egyptian and Sudanese feddan, the Afghan jerib, the Thai and Lao rai.
_DEFINITIONS = (
    "km2 = kilometer ** 2",
    "m2 = meter ** 2",
    "mi2 = mile ** 2",
    "ha = hectare",
    "dunam = 1000 * meter ** 2 = _ = dunum = donum",
    "feddan = 4200.83 * meter ** 2",
    "jerib = 2000 * meter ** 2",
    "rai = 1600 * meter ** 2",
    "quintal = 100 * kilogram",
    "m3 = meter ** 3",
)

_KNOWN = [
    "meter",
    "kilometer",
    "foot",
    "yard",
    "mile",
    "nautical_mile",
    "hectare",
    "acre",
    "dunam",
    "feddan",
    "jerib",
    "rai",
    "km2",
    "m2",
    "mi2",
    "ha",
    "gram",
    "kilogram",
    "metric_ton",
    "pound",
    "quintal",
    "liter",
    "gallon",
    "m3",
]
"""Units that are measures, by Pint's names. Pint knows hands, points, chains and tons too: here they are counted."""

MULTIPLES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
}
"""Words that stand before a unit, or alone, and multiply it: "lakh", "2.5 lakh people", "thousand km2"."""

MEASURES = ("area", "length", "mass", "volume")
"""Dimensions whose units are physical; all others count things."""

DISPLAY = {"metric": {}, "us": {"km2": "mi2", "km": "mi"}}
"""The reader's choices of units: from canonical unit to the unit shown."""


@cache
def _registry() -> pint.UnitRegistry:
    registry: pint.UnitRegistry = pint.UnitRegistry()
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


def multiple(unit: str) -> tuple[float, str]:
    """Part a unit into the number that its first word multiplies by and the rest: "lakh people" into 100,000, people.

    A word such as lakh that stands alone multiplies a thing that it does not name, and leaves "".
    """
    first, _, rest = unit.strip().partition(" ")
    number = MULTIPLES.get(first.casefold().removesuffix("s"))
    return (number, rest.strip().removeprefix("of ").strip()) if number else (1.0, unit.strip())


@cache
def factor(unit: str, canonical: str, dimension: str) -> float:
    """What one ``unit`` is in ``canonical`` units.

    Areas and lengths are converted; two names of counted things (vehicles, tanks) are the same measure, apart from
    words such as lakh. Raises ValueError when the units of an area or length are unknown or of another dimension.
    """
    if unit == canonical:
        return 1.0
    (many, one), (canonical_many, canonical_one) = multiple(unit), multiple(canonical)
    size = many / canonical_many
    return size * _physical(one, canonical_one) if dimension in MEASURES else size


def _physical(unit: str, canonical: str) -> float:
    try:
        return float(_registry().Quantity(1, spelt(unit)).to(spelt(canonical)).magnitude)
    except Exception as error:  # Pint raises many kinds for words that it cannot parse; all mean the same here.
        raise ValueError(f"'{unit}' cannot be converted to '{canonical}'") from error


def measured_as(unit: str) -> str:
    """The dimension of a unit, one of ``MEASURES``, or blank: "sq km" and "dunams" are areas, "quintals" masses."""
    try:
        parsed = _registry().Quantity(1, spelt(multiple(unit)[1])).units
    except Exception:  # What Pint cannot parse is no physical unit: people, tanks, strikes.
        return ""
    if str(parsed).split(" ")[0] not in _KNOWN:
        return ""
    lengths = {1: "length", 2: "area", 3: "volume"}
    kinds = dict(parsed.dimensionality)
    return "mass" if kinds == {"[mass]": 1} else lengths.get(kinds.get("[length]", 0), "")


def spelt(unit: str) -> str:
    """Spell a printed area or length as Pint reads it: "sq. miles" as "miles ** 2"."""
    plain = unit.strip().casefold().replace("²", "2").replace("^2", "2").rstrip(".")
    squared = re.fullmatch(r"(?:sq\.?|square)[\s_-]*([a-z]+)|([a-z]+)[\s-]*(?:sq\.?|squared)|(k?m|mi|yd|ft)2", plain)
    return f"{next(filter(None, squared.groups()))} ** 2" if squared else plain.replace(" ", "_")

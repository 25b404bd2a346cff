"""Conversion of printed units into the metric's canonical unit, for comparison only."""

from __future__ import annotations

from functools import cache

import pint

# Short names as pages print them; the factors are Pint's own. Indian and Near Eastern land and number units follow
# their legal definitions (lakh 10^5, crore 10^7, metric dunam 1000 m2).
_DEFINITIONS = (
    "km2 = kilometer ** 2",
    "m2 = meter ** 2",
    "mi2 = mile ** 2",
    "ha = hectare",
    "dunam = 1000 * meter ** 2",
    "lakh = 1e5",
    "crore = 1e7",
)

MEASURES = ("area", "length")
"""Dimensions whose units are physical; all others count things."""

DISPLAY = {"metric": {}, "us": {"km2": "mi2", "km": "mi"}}
"""The reader's choices of units: from canonical unit to the unit shown."""


@cache
def _registry() -> pint.UnitRegistry:
    registry: pint.UnitRegistry = pint.UnitRegistry()
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def factor(unit: str, canonical: str, dimension: str) -> float:
    """What one ``unit`` is in ``canonical`` units.

    Areas and lengths are converted; two names of counted things (vehicles, tanks) are the same measure: 1. Raises
    ValueError when the units of an area or length are unknown or of another dimension.
    """
    if unit == canonical or dimension not in MEASURES:
        return 1.0
    try:
        return float(_registry().Quantity(1, unit).to(canonical).magnitude)
    except Exception as error:  # Pint raises many kinds for words that it cannot parse; all mean the same here.
        raise ValueError(f"'{unit}' cannot be converted to '{canonical}'") from error

"""Words for the closed vocabularies of the tables, shared by labels and sentences."""

VERBS = {"claim": "claimed", "count": "documented", "estimate": "estimated"}
"""A claim is claimed, a count of evidence is documented, a model's number is estimated: never mixed."""

QUALIFIERS = {
    "exact": "{}",
    "about": "about {}",
    "nearly": "nearly {}",
    "at_least": "at least {}",
    "more_than": "more than {}",
    "at_most": "up to {}",
    "less_than": "less than {}",
}
"""How a figure is said with its qualifier; a range, between, has two numbers and is said apart."""

SYMBOLS = {"km2": "km²", "mi2": "mi²", "m2": "m²", "m3": "m³", "percent": "%"}
"""How units are written that are not written by their name."""

WEAPONS = {
    "": "weapons",
    "mixed": "weapons of several kinds",
    "unknown": "weapons of unknown kind",
    "artillery": "shells",
    "fpv_drone": "FPV drones",
}
"""Weapons whose plural is not their name with an s."""

FATES = {
    "launched": "",
    "shot_down": " and shot down",
    "lost": " and lost",
    "left": " that left",
    "airborne": " and still airborne",
    "hit": " that hit",
    "destroyed": " and destroyed",
    "stored": " in store",
    "unknown": " whose fate is unknown",
}
"""How a sentence says what became of a weapon that was fired."""


def weapons(name: str) -> str:
    """The plural of a weapon: "glide bombs"."""
    return WEAPONS.get(name, f"{name}s".replace("_", " "))


DRIFTS = {
    "meaning_changed": "with another meaning",
    "wrong_claimant": "credited to somebody else",
    "wrong_unit": "in a wrong unit",
    "lost_digits": "with digits lost",
    "other_number": "with another number",
    "stale": "already overtaken",
    "lost_qualifier": "without the qualifier",
    "other_qualifier": "with another qualifier",
}
"""How a report can depart from the statement that it carries, the gravest first; said of reports."""

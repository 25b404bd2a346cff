"""Words for the closed vocabularies of the tables of strikes, shared by labels and sentences."""

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

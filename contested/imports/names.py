"""Names of people, offices and places: ids made from them in any script, and how a table knows them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from anyascii import anyascii

LONGEST = 80
"""Signs of an id made from a name; a longer one ends with a part of its hash, so that two long names stay two."""


def slug(text: str, joint: str = "-", first: str = "") -> str:
    """An id from a name in any script: "Wād Ḥamra (North)" becomes wad-hamra-north.

    ``first`` is put before an id that does not begin with a letter, where one must.
    """
    latin = anyascii(text).casefold()
    made = re.sub(r"[^a-z0-9]+", joint, latin.replace("'", "").replace("`", "")).strip(joint)
    if len(made) > LONGEST:
        made = f"{made[: LONGEST - 9]}{joint}{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return f"{first}{joint}{made}" if first and made[:1].isdigit() else made


def fresh(name: str, taken: Iterable[str]) -> str:
    """An id that is not taken: the name itself, else with the next number behind it."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"


def plain(name: str) -> str:
    """A name as it is looked up: without regard to case and spaces."""
    return " ".join(name.casefold().split())


def known_as(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Ids of the rows of a table by their names and aliases; see ``plain``."""
    found: dict[str, str] = {}
    for each in rows:
        for name in (each["name"], *each.get("aliases", "").split("|")):
            if name:
                found.setdefault(plain(name), each["id"])
    return found

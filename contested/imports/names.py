"""Names of people, offices and places: ids made from them in any script, and which may be one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyascii import anyascii


def slug(text: str, joint: str = "-") -> str:
    """An id from a name in any script: "Wād Ḥamra (North)" becomes wad-hamra-north."""
    latin = anyascii(text).casefold()
    return re.sub(r"[^a-z0-9]+", joint, latin.replace("'", "").replace("`", "")).strip(joint)[:60].strip(joint)


def fresh(name: str, taken: Iterable[str]) -> str:
    """An id that is not taken: the name itself, else with the next number behind it."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"

"""What a share is a share of, read from the paraphrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.compare import NOT_STATED
from contested.imports.layout import Draft
from contested.imports.names import slug

SKIPPED = ("the", "its", "their", "his", "her", "all", "a", "an", "only", "some", "about", "nearly")
ENDS: tuple[str, ...] = (
    "is",
    "are",
    "was",
    "were",
    "has",
    "had",
    "have",
    "been",
    "in",
    "on",
    "at",
    "by",
    "from",
    "that",
    "which",
    "who",
)
ENDS += ("under", "held", "still", "now", "of", "and", "or", "as", "with", "for", "to", "lost", "shut")


def assign(drafts: Sequence[Draft]) -> None:
    """Fill in the denominator of every share: what follows "per cent of", by its last noun; else that it is not
    stated."""
    for row in drafts:
        if row.cells["unit"] != "percent" or row.cells["denominator"]:
            continue
        row.cells["denominator"] = whole = _whole(row.cells["paraphrase"]) or NOT_STATED
        said = (
            f"read as a share of the {whole.replace('_', ' ')}"
            if whole != NOT_STATED
            else "a share of what is not said"
        )
        row.remark("guessed", "denominator", said)


def _whole(paraphrase: str) -> str:
    found = re.search(r"(?:per ?cent|%|share|half|third|quarter|proportion)\s+of\s+([^.,;:()]+)", paraphrase.casefold())
    words: list[str] = []
    for word in found[1].split() if found else []:
        if word in SKIPPED and not words:
            continue
        if word in ENDS or word.isdigit() or re.search("ed$", word):
            break
        words.append(re.sub("['’]s?$", "", word))
    return slug(words[-1], "_") if words else ""

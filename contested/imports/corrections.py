"""Rows whose paraphrase says that they correct an earlier figure of the same claimant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from contested.imports.layout import Draft

CORRECTING = re.compile(
    r"\b(correct(s|ed|ion|ing)|revis(es|ed|ion|ing)|amend(s|ed|ing)|updat(es|ed|ing) (its|his|her|their|the)"
    r"|(raises|lowers|cuts) (its|his|her|their|the) (\w+ )?(figure|count|toll|number|estimate)"
    r"|later (the|that|in the) (same )?day)\b",
    re.IGNORECASE,
)
LATEST = 14
"""Days within which a running count is corrected that counts from the same day."""

SAME = ("subject", "metric", "group", "place", "basis", "denominator")


def propose(drafts: Sequence[Draft], ids: dict[str, str], told: Iterable[str]) -> list[tuple[str, str, str]]:
    """Pairs of a correcting row and the row that it corrects, with the words that say so.

    In: drafts, the ids of claimants by name, and the pairs' rows that have a relation already. The corrected figure is
    the last one that the claimant gave of the same thing, not after it: on the same day, about the same days, or,
    counted from the same day, within ``LATEST`` days.
    """
    related = set(told)
    found = []
    for row in drafts:
        words = CORRECTING.search(row.cells["paraphrase"])
        if not words or row.id in related or not row.cells["said_on"]:
            continue
        earlier = [each for each in drafts if each is not row and _earlier(each, row, ids)]
        last = max(earlier, key=lambda each: (each.cells["said_on"], -each.raw.line), default=row)
        if _figure(last) != _figure(row):
            found.append((row.id, last.id, f"Proposed: the paraphrase says '{words[0]}'."))
    return found


def _earlier(other: Draft, row: Draft, ids: dict[str, str]) -> bool:
    one, two = other.cells, row.cells
    if any(one[name] != two[name] for name in SAME) or ids[one["claimant"]] != ids[two["claimant"]]:
        return False
    near = one["said_on"][:10] == two["said_on"][:10] or (one["event_end"] == two["event_end"] != "")
    near |= one["event_start"] == two["event_start"] != "" and _days_between(one["said_on"], two["said_on"]) <= LATEST
    echo = one["said_on"][:10] == two["said_on"][:10] and _figure(other) == _figure(row)
    return near and not echo and "" < one["said_on"] <= two["said_on"]


def _figure(row: Draft) -> tuple[str, ...]:
    return tuple(row.cells[name] for name in ("value", "low", "high"))


def _days_between(one: str, two: str) -> int:
    """Days from one day to another; very many where one of them is not known to the day."""
    if min(len(one), len(two)) < 10:
        return LATEST + 1
    return (date.fromisoformat(two[:10]) - date.fromisoformat(one[:10])).days

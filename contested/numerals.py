"""Where every number in a sentence comes from: the rows that hold it, or the count that was made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from contested.case import Case
from contested.units import DISPLAY
from contested.words import Row, Sentence, clause, day_text, number, quantity

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES = ("claimant", "label", "place", "publisher", "group", "denominator", "locator", "figure", "weapon")


def numerals(text: str) -> list[str]:
    """The numbers in a text as they are written, without a comma that only ends a clause."""
    return [each.rstrip(",") for each in NUMERAL.findall(text)]


def accounted(sentence: Sentence, case: Case) -> dict[str, list[str]]:
    """Say of each number in a sentence where it comes from.

    Out: for every number the ids of the sentence's rows that hold it, in their figure, their days or their names, and
    the names of the ``facts`` that are it; an empty list where nothing is.
    """
    found: dict[str, list[str]] = {each: [] for each in numerals(sentence.text)}
    for name, value in sentence.facts.items():
        for written in {number(value), f"{value:.10g}"} & set(found):
            found[written].append(name)
    names = list(dict.fromkeys(sentence.ids)) if found else []
    for name, numbers in zip(names, held(names, case), strict=True):
        for each in numbers & found.keys():
            found[each].append(name)
    return found


def held(names: Sequence[str], case: Case) -> list[frozenset[str]]:
    """The numbers that rows of the ledger hold, as sentences write them; of each row they are found once."""
    fresh = [name for name in names if name not in case.numbers]
    for row in case.ledger.take(case.positions(fresh)).to_dict("records") if fresh else ():
        case.numbers[row["id"]] = _written(row, case)
    return [case.numbers[name] for name in names]


def _written(row: Row, case: Case) -> frozenset[str]:
    days = [
        day_text(row[name]) for name in ("said", "event_start", "event_end", "published") if pd.notna(row.get(name))
    ]
    figures = [quantity(row, units) for units in DISPLAY]
    names = [str(row[name]) for name in NAMES if name in row]
    texts = [*days, *figures, *names, clause(row, case)]
    return frozenset(each for text in texts for each in numerals(text))

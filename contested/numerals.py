"""Where every number in a sentence comes from: the rows that hold it, or the count that was made of them."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd

from contested.case import Case
from contested.units import DISPLAY
from contested.words import Sentence, clause, day_text, number, quantity

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES = ("claimant", "label", "place", "publisher", "group", "denominator", "locator", "figure", "weapon")


def numerals(text: str) -> list[str]:
    """The numbers in a text as they are written, without a comma that only ends a clause."""
    return [each.rstrip(",") for each in NUMERAL.findall(text)]


def accounted(sentence: Sentence, case: Case) -> dict[str, list[str]]:
    """Say of each number in a sentence where it comes from.

    Out: for every number the ids of the sentence's rows that hold it, in their
    figure, their days or their names, and the names of the ``facts`` that are it; an empty list where nothing is.
    """
    found: dict[str, list[str]] = {each: [] for each in numerals(sentence.text)}
    for name, value in sentence.facts.items():
        for written in {number(value), f"{value:.10g}"} & set(found):
            found[written].append(name)
    for name in dict.fromkeys(sentence.ids if found else ()):
        for each in held(name, case) & found.keys():
            found[each].append(name)
    return found


@lru_cache(maxsize=20_000)
def held(name: str, case: Case) -> frozenset[str]:
    """The numbers that a row holds, as sentences write them."""
    row = case.by_id.loc[name].to_dict()
    days = [
        day_text(row[name]) for name in ("said", "event_start", "event_end", "published") if pd.notna(row.get(name))
    ]
    figures = [quantity(row, units) for units in DISPLAY]
    names = [str(row[name]) for name in NAMES if name in row]
    texts = [*days, *figures, *names, clause(row, case)]
    return frozenset(each for text in texts for each in numerals(text))

"""Whether two figures may be held against each other: the one gate of every comparison, sum, spread and chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from contested.case import START_DAYS, Case

SAME = {
    "comparability": "{a_label} is not {b_label}",
    "dimension": "they measure different things ({a} and {b})",
    "basis": "one is a {a} figure and the other a {b} figure",
    "subject": "one is about {a} and the other about {b}",
    "group": "they count different groups ({a} and {b})",
    "counting_unit": "they count different units ({a} and {b})",
    "weapon": "they count different weapons ({a} and {b})",
    "fate": "one counts those {a} and the other those {b}",
    "denominator": "they are shares of different things ({a} and {b})",
    "origin_id": "the fire came from different places ({a} and {b})",
}
"""Columns that must agree, in the order in which they are asked, and the sentence that says that they do not."""


@dataclass(frozen=True)
class Verdict:
    """The gate's answer, ``yes``, ``warning`` or ``no``, and its one sentence."""

    answer: str
    reason: str

    def __bool__(self) -> bool:
        return self.answer != "no"


def comparable(a: Mapping[str, object], b: Mapping[str, object], case: Case) -> Verdict:
    """Say whether two rows of the ledger are comparable, and if not or only with a warning, why."""
    first, second = pd.DataFrame([dict(a)]), pd.DataFrame([dict(b)])
    answer = comparable_pairs(first, second, case).iloc[0]
    return Verdict(answer["answer"], answer["reason"])


def comparable_pairs(a: pd.DataFrame, b: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Answer for the pairs of rows in the same positions of two ledger frames.

    Out: ``answer`` (yes, warning, no), ``reason`` (one sentence, blank for yes) and ``inside`` (a where the place of a
    lies inside that of b, b the other way round, else blank), one row a pair.
    """
    a, b = a.reset_index(drop=True), b.reset_index(drop=True)
    answer = pd.Series("yes", index=a.index, dtype=object)
    reason = pd.Series("", index=a.index, dtype=object)

    def settle(where: pd.Series, verdict: str, sentences: Iterable[str]) -> None:
        where = where & (answer.eq("yes") if verdict == "no" else answer.ne("no"))
        said = pd.Series(list(sentences), index=a.index, dtype=object)
        answer[where], reason[where] = verdict, said[where]

    inside = _inside(a["place_id"], b["place_id"], case)
    warned = _windows(a, b, case.settings.near_days)
    for column, sentence in SAME.items():
        differ = a[column].ne(b[column])
        if differ.any():
            settle(differ, "no", (_fill(sentence, column, *pair) for pair in _rows(a, b, [column, "label"])))
    places = list(zip(a["place"], b["place"], strict=True))
    apart = a["place_id"].ne(b["place_id"]) & inside.eq("")
    settle(apart, "no", (f"one is about {x} and the other about {y}" for x, y in places))
    settle(warned.str.startswith("no:"), "no", warned.str.slice(4))
    settle(warned.str.startswith("warning:"), "warning", warned.str.slice(9))
    settle(inside.ne(""), "warning", (f"{x} and {y} lie one inside the other" for x, y in places))
    reason = reason.mask(answer.eq("no"), "not comparable, because " + reason)
    return pd.DataFrame({"answer": answer, "reason": reason, "inside": inside})


def _rows(a: pd.DataFrame, b: pd.DataFrame, columns: list[str]) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    first, second = (rows[columns].itertuples(index=False, name=None) for rows in (a, b))
    return zip(first, second, strict=True)


def _fill(sentence: str, column: str, a: tuple[str, ...], b: tuple[str, ...]) -> str:
    plain = {"group": "all"}.get(column, "not stated")
    words = [str(one[0] or plain).replace("_", " ") for one in (a, b)]
    return sentence.format(a=words[0], b=words[1], a_label=a[1], b_label=b[1])


def day_of(rows: pd.DataFrame) -> pd.Series:
    """The day that a figure is about: the last of its window, else the day it was said."""
    return rows["event_end"].fillna(rows["said"])


def _windows(a: pd.DataFrame, b: pd.DataFrame, near_days: int) -> pd.Series:
    """Say of each pair whether the windows overlap enough: '', 'warning: ...' or 'no: ...'.

    Points and running counts must be within ``near_days`` of each other, running counts also start within a week of
    each other; flows must share half of the days that either covers.
    """
    said = pd.Series("", index=a.index, dtype=object)
    apart = (day_of(a) - day_of(b)).dt.days.abs()
    period, running = a["basis"].eq("period"), a["basis"].eq("cumulative")
    start = (a["event_start"] - b["event_start"]).dt.days.abs()
    said[running & start.isna()] = "warning: the day from which one of them counts is not known"
    said[~period & apart.gt(near_days)] = "no: they are about days too far apart"
    said[~period & apart.isna()] = "no: the day that one of them is about is not known"
    said[running & start.gt(START_DAYS)] = "no: they count from different days"
    ends = np.minimum(a["event_end"], b["event_end"]) - np.maximum(a["event_start"], b["event_start"])
    union = np.maximum(a["event_end"], b["event_end"]) - np.minimum(a["event_start"], b["event_start"])
    share = (ends.dt.days + 1).clip(lower=0) / (union.dt.days + 1)
    said[period & share.lt(1)] = "warning: their windows differ"
    said[period & share.lt(0.5)] = "no: their windows do not overlap enough"
    said[period & share.isna()] = "no: the window of one of them is not known"
    return said


def _inside(a: pd.Series, b: pd.Series, case: Case) -> pd.Series:
    parents = case.places["parent"].to_dict()

    @cache
    def above(place: str) -> frozenset[str]:
        parent = parents.get(place, "")
        return frozenset({parent, *above(parent)}) if parent else frozenset()

    words = ["a" if y in above(x) else "b" if x in above(y) else "" for x, y in zip(a, b, strict=True)]
    return pd.Series(words, index=a.index, dtype=object)

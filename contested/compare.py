"""Whether two figures may be held against each other: the one gate of every comparison, sum, spread and chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from contested.case import Case
from contested.problems import ContestedError
from contested.sorting import groups
from contested.units import MEASURES
from contested.windows import windows

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

NOT_STATED = "not_stated"
"""The denominator of a share of which the page does not say what it is a share of."""

ANSWERS = ("yes", "warning", "no")
"""What the gate answers, each overruling the one before."""

ASKED = [*SAME, "label", "place_id", "place", "event_start", "event_end", "said"]
"""The columns of the ledger that the gate looks at."""

LINKED = {"measure": "they are counted in different measures ({a} and {b})"} | {
    name: SAME[name] for name in ("subject", "denominator")
}
"""What must agree even where a human has called one figure a part of the other: a part may be of another kind, place,
group or window than its total, but nothing is taken from a figure about another side, in another measure or of another
whole."""


@dataclass(frozen=True)
class Verdict:
    """The gate's answer, ``yes``, ``warning`` or ``no``, and its one sentence."""

    answer: str
    reason: str

    def __bool__(self) -> bool:
        return self.answer != "no"


def about(rows: pd.DataFrame) -> np.ndarray:
    """A number for each row of the ledger that is the same exactly where all of ``SAME`` are.

    They follow from metric, basis and scope, so that each ``_scope`` is looked at once.
    """
    scope = pd.factorize(rows["_scope"])[0]
    return groups(rows.loc[~rows["_scope"].duplicated().to_numpy(), list(SAME)], SAME)[scope]


def comparable(a: Mapping[str, object], b: Mapping[str, object], case: Case, time: str = "near") -> Verdict:
    """Say whether two rows of the ledger are comparable, and if not or only with a warning, why."""
    first, second = (pd.DataFrame([{name: row[name] for name in ASKED}]) for row in (a, b))
    answer = comparable_pairs(first, second, case, time).iloc[0]
    return Verdict(answer["answer"], answer["reason"])


def comparable_pairs(a: pd.DataFrame, b: pd.DataFrame, case: Case, time: str = "near") -> pd.DataFrame:
    """Answer for the pairs of rows in the same positions of two ledger frames.

    ``time`` says what the pair is for: ``near``, to hold one against the other, so the days must be near and windows
    overlap by half; ``held``, to stand beside each other in a spread, where a state or a running count holds until its
    claimant gives another; ``axis``, to be drawn along time, where only the starts of running counts matter. Out:
    ``answer`` (yes, warning, no), ``reason`` (one sentence, blank for yes) and ``inside`` (a where the place of a lies
    inside that of b, b the other way round, else blank), one row a pair.
    """
    a, b = a.reset_index(drop=True), b.reset_index(drop=True)
    gate = _Gate(a.index)
    for column, sentence in SAME.items():
        gate.ask(a, b, column, sentence)
    unsaid = a["denominator"].eq(NOT_STATED) & b["denominator"].eq(NOT_STATED)
    gate.settle(unsaid, "warning", lambda where: ["neither says what it is a share of"] * int(where.sum()))
    inside = _inside(a["place_id"], b["place_id"], case)

    def named(sentence: str) -> Callable[[pd.Series], list[str]]:
        return lambda where: [sentence.format(x, y) for x, y in zip(a["place"][where], b["place"][where], strict=True)]

    apart = a["place_id"].ne(b["place_id"]) & inside.eq("")
    gate.settle(apart, "no", named("one is about {} and the other about {}"))
    overlap = windows(a, b, case.settings.near_days, time)
    for verdict in ("no", "warning"):
        gate.settle(overlap.str.startswith(f"{verdict}:"), verdict, lambda where: overlap[where].str.partition(": ")[2])
    gate.settle(inside.ne(""), "warning", named("{} and {} lie one inside the other"))
    return gate.answers().assign(inside=inside)


def linked_pairs(a: pd.DataFrame, b: pd.DataFrame, case: Case | None = None) -> pd.DataFrame:
    """Answer for parts ``a`` and their totals ``b``; see ``LINKED``. With a case, a party is part of all parties."""
    a, b = (_measured(rows.reset_index(drop=True)) for rows in (a, b))
    if case is not None:
        role = case.sides["role"]
        together = a["subject"].map(role).eq("party") & b["subject"].map(role).eq("joint")
        a = a.assign(subject=a["subject"].mask(together, b["subject"]))
    gate = _Gate(a.index)
    for column, sentence in LINKED.items():
        gate.ask(a, b, column, sentence)
    return gate.answers()


def require(rows: pd.DataFrame, case: Case, time: str = "held") -> pd.DataFrame:
    """Give the rows back if all of them may stand on one axis or in one sum.

    Raises ContestedError with the gate's sentence when one of them is not comparable with the newest.
    """
    verdicts, newest = _against_newest(rows, np.zeros(len(rows), dtype=int), case, time)
    refused = np.flatnonzero(verdicts["answer"].eq("no"))
    if len(refused):
        ids, said = rows["id"].to_numpy(), verdicts["reason"].iloc[refused[0]]
        raise ContestedError(f"{ids[newest[0]]} and {ids[refused[0]]} do not belong together: {said}")
    return rows


def fitting(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Keep the rows that may stand beside the newest of them in a spread."""
    return rows[fitting_each(rows, np.zeros(len(rows), dtype=int), case)]


def fitting_each(rows: pd.DataFrame, group: np.ndarray, case: Case) -> np.ndarray:
    """Whether each row may stand beside the newest of its group in a spread."""
    return _against_newest(rows, group, case, "held")[0]["answer"].ne("no").to_numpy()


def _against_newest(rows: pd.DataFrame, group: np.ndarray, case: Case, time: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The gate's answer for each row beside the newest of its group, which always fits itself, and its position."""
    if rows.empty:
        return pd.DataFrame({"answer": [], "reason": []}, dtype=object), np.arange(0)
    by_age = rows[["event_end", "said_at", "id"]].reset_index(drop=True).assign(_g=group)
    by_age = by_age.sort_values(["event_end", "said_at", "id"], na_position="first")
    last = by_age.drop_duplicates("_g", keep="last")
    beside = pd.Series(last.index, index=last["_g"]).reindex(group).to_numpy()
    asked = rows[ASKED]
    verdicts = comparable_pairs(asked.take(beside), asked, case, time)
    verdicts.loc[beside == np.arange(len(rows)), ["answer", "reason"]] = ["yes", ""]
    return verdicts, beside


class _Gate:
    """Collects the first objection, else the first warning, to every pair."""

    def __init__(self, index: pd.Index) -> None:
        self.index = index
        self.answer: np.ndarray = np.zeros(len(index), dtype=np.int8)  # Of ANSWERS.
        self.reason: np.ndarray = np.full(len(index), "", dtype=object)

    def settle(self, where: pd.Series, verdict: str, sentences: Callable[[pd.Series], Iterable[str]]) -> None:
        """Answer those pairs of ``where`` that are not settled yet; only of them the sentences are made."""
        level = ANSWERS.index(verdict)
        fresh = where.to_numpy(dtype=bool) & (self.answer < level)
        if fresh.any():
            self.reason[fresh] = list(sentences(pd.Series(fresh, index=self.index)))
            self.answer[fresh] = level

    def ask(self, a: pd.DataFrame, b: pd.DataFrame, column: str, sentence: str) -> None:
        def filled(where: pd.Series) -> Iterator[str]:
            halves = (rows.loc[where, [column, "label"]].itertuples(index=False, name=None) for rows in (a, b))
            return (_fill(sentence, column, *pair) for pair in zip(*halves, strict=True))

        self.settle(a[column].ne(b[column]), "no", filled)

    def answers(self) -> pd.DataFrame:
        refused = self.answer == ANSWERS.index("no")
        self.reason[refused] = "not comparable, because " + self.reason[refused]
        told = np.array(ANSWERS, dtype=object)[self.answer]
        return pd.DataFrame({"answer": told, "reason": self.reason}, index=self.index, dtype=object)


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``measure``: the canonical unit of areas, lengths, shares and rates; people and things are all counts."""
    physical = rows["dimension"].isin([*MEASURES, "share", "rate", "boolean"])
    return rows.assign(measure=rows["canonical_unit"].where(physical, "a count"))


def _fill(sentence: str, column: str, a: tuple[str, ...], b: tuple[str, ...]) -> str:
    plain = {"group": "all"}.get(column, "not stated")
    words = [str(one[0] or plain).replace("_", " ") for one in (a, b)]
    return sentence.format(a=words[0], b=words[1], a_label=a[1], b_label=b[1])


def enclosing(case: Case) -> dict[str, frozenset[str]]:
    """The places around each place of the gazetteer, however large; ``checks.check_places`` has refused circles."""
    parents = case.places["parent"].to_dict()

    @cache
    def above(place: str) -> frozenset[str]:
        parent = parents.get(place, "")
        return frozenset({parent, *above(parent)}) if parent else frozenset()

    return {place: above(place) for place in parents}


def _inside(a: pd.Series, b: pd.Series, case: Case) -> pd.Series:
    inside = pd.Series("", index=a.index, dtype=object)
    differ = a.ne(b)
    if differ.any():
        outer = enclosing(case)
        pairs = zip(a[differ], b[differ], strict=True)
        inside[differ] = ["a" if y in outer.get(x, ()) else "b" if x in outer.get(y, ()) else "" for x, y in pairs]
    return inside

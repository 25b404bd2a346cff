"""What stands behind a statement: who gives the same figure, who excludes it, and the grade that follows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint, printed_numbers
from contested.case import Case
from contested.compare import comparable_pairs
from contested.conflicts import NEEDED, actors, in_order, last_words
from contested.explained import at_odds
from contested.interest import own_losses
from contested.nearby import near_pairs, reach_of
from contested.sorting import mapped, nunique, places
from contested.track import reliability, yardsticks

GRADES = {
    "1": "confirmed: the other party gives the same, or two who counted or estimated it themselves; nobody excludes it",
    "2": "probably true: one other who counted or estimated it gives the same; nobody excludes it",
    "3": "possibly true: others give the same and others exclude it, or it is a party's own loss that nobody excludes",
    "4": "doubtful: one other excludes it and nobody else gives the same",
    "5": "improbable: two others exclude it and nobody else gives the same, or its claimant took it back",
    "6": "cannot be judged: nobody else with a ground of their own gives the same or excludes it",
}
"""Admiralty credibility of a statement. *Others* are other parties, and observers who are other claimants; the same
rule holds for every side."""

OTHER = ["actor", "evidence", "side", "role", "own"]


def meetings(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """All pairs of comparable statements of different actors, both ways round.

    In: dated statements. Out, two rows a pair: ``id`` and ``other``, ``excludes`` (their bounds do not meet), ``same``
    (their bounds meet and their numbers are no further apart than ``nearly`` allows) and, of the other, the columns of
    ``OTHER`` with the prefix ``other_``; ``_row`` and ``_other`` are the two in the ledger. Pairs that something
    explains, such as growth, are left out: neither figure says anything about the other.
    """
    role = mapped(statements["side"], case.sides["role"])
    judged = statements["said"].notna() & role.isin(["party", "observer"])
    added = {"role": role[judged], "final": last_words(statements)[judged]}
    rows = statements.loc[judged, [*NEEDED, "evidence", "qualifier"]].assign(**added).reset_index(drop=True)
    rows = rows.assign(actor=actors(rows, case), own=own_losses(rows, case))
    found = [_met(rows, *pair, case) for pair in near_pairs(rows, reach_of(rows, case.settings.near_days), case)]
    columns = ["id", "_row", "other", "_other", "excludes", "same", *(f"other_{name}" for name in OTHER)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _met(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray, case: Case) -> pd.DataFrame:
    actor = pd.factorize(rows["actor"])[0]
    others = actor[first] != actor[second]
    a, b = in_order(rows, first[others], second[others])
    verdict = comparable_pairs(a, b, case)
    kept = verdict["answer"].ne("no") & (~disjoint(a, b) | at_odds(a, b, verdict["inside"], case))
    a, b = a[kept].reset_index(drop=True), b[kept].reset_index(drop=True)
    numbers = [printed_numbers(half) for half in (a, b)]
    excludes = disjoint(a, b)
    close = np.abs(numbers[0] - numbers[1]) <= case.settings.nearly * np.maximum(*numbers)
    told = {"excludes": excludes, "same": ~excludes & close}
    ways = []
    for one, two in ((a, b), (b, a)):
        who = {"id": one["id"], "_row": one["_row"], "other": two["id"], "_other": two["_row"]}
        ways.append(pd.DataFrame({**who, **told, **{f"other_{name}": two[name] for name in OTHER}}))
    return pd.concat(ways, ignore_index=True)


def graded(
    statements: pd.DataFrame,
    conflicts: pd.DataFrame,
    case: Case,
    met: pd.DataFrame | None = None,
    measured: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add ``witnesses``, ``against``, ``credibility`` (see ``GRADES``), ``reliability`` and ``grade`` to statements.

    In: statements, the conflicts found in them, their ``meetings`` and ``track.yardsticks`` where these are known.
    ``witnesses`` is how many others give the same figure and have a ground of their own (they counted or estimated it,
    or are the other party); ``against`` how many others exclude it. ``reliability`` is the grade that claimants.csv
    gives with a reason, else that of ``track.reliability``.
    """
    met = meetings(statements, case) if met is None else met
    measured = yardsticks(statements, conflicts, met, case) if measured is None else measured
    seen, conceded = _backing(statements, met)
    odd, taken_back = _opposing(statements, conflicts, case)
    frame = statements.assign(witnesses=seen, against=odd)
    rules = {
        "5": taken_back | ((odd >= 2) & (seen == 0)),
        "4": (odd == 1) & (seen == 0),
        "3": (odd > 0) | ((seen == 0) & own_losses(statements, case).to_numpy()),
        "1": conceded | (seen >= 2),
        "2": seen == 1,
    }
    frame["credibility"] = np.select(list(rules.values()), list(rules), default="6")
    given = case.claimants["reliability"]
    derived = pd.Series(dict.fromkeys(given.index, "F") | reliability(measured), dtype=object)
    frame["reliability"] = mapped(frame["claimant_id"], given.where(given.ne("F"), derived.reindex(given.index)))
    frame["grade"] = frame["reliability"] + frame["credibility"]
    return frame


def _backing(statements: pd.DataFrame, met: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """How many others with a ground of their own give each figure too, and whether the other party is one of them."""
    party = met["other_role"].eq("party")
    same = met[met["same"] & (met["other_evidence"].isin(["count", "estimate"]) | party)]
    at = places(statements["_row"], same["_row"])
    conceded = np.full(len(statements), False)
    conceded[at[same["other_role"].eq("party").to_numpy()]] = True
    return nunique(at, same["other_actor"], len(statements)), conceded


def _opposing(statements: pd.DataFrame, conflicts: pd.DataFrame, case: Case) -> tuple[np.ndarray, np.ndarray]:
    """How many others exclude each figure, and whether its claimant took it back."""
    a, b = (places(statements["_row"], case.positions(conflicts[half])) for half in "ab")
    revised = conflicts["kind"].eq("revision").to_numpy()
    actor = pd.factorize(actors(statements, case))[0]
    apart = ~revised & (actor[a] != actor[b])
    one, other = np.concatenate([a[apart], b[apart]]), np.concatenate([b[apart], a[apart]])
    taken_back = np.full(len(statements), False)
    taken_back[a[revised]] = True
    return nunique(one, pd.Series(actor[other]), len(statements)), taken_back

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
    ``OTHER`` with the prefix ``other_``. Pairs that something explains, such as growth, are left out: neither figure
    says anything about the other.
    """
    rows = statements.loc[statements["said"].notna(), [*dict.fromkeys([*NEEDED, "evidence", "qualifier"])]]
    rows = rows.assign(actor=actors(rows, case), role=rows["side"].map(case.sides["role"]), own=own_losses(rows, case))
    rows = rows.assign(final=last_words(rows))
    rows = rows[rows["role"].isin(["party", "observer"])].reset_index(drop=True)
    found = [_met(rows, *pair, case) for pair in near_pairs(rows, reach_of(rows, case.settings.near_days), case)]
    columns = ["id", "other", "excludes", "same", *(f"other_{name}" for name in OTHER)]
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
    ways = [
        pd.DataFrame({"id": one["id"], "other": two["id"], **told, **{f"other_{name}": two[name] for name in OTHER}})
        for one, two in ((a, b), (b, a))
    ]
    return pd.concat(ways, ignore_index=True)


def graded(
    statements: pd.DataFrame, conflicts: pd.DataFrame, case: Case, met: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Add ``witnesses``, ``against``, ``credibility`` (see ``GRADES``), ``reliability`` and ``grade`` to statements.

    In: statements, the conflicts found in them, and their ``meetings`` where these are known. ``witnesses`` is how many
    others give the same figure and have a ground of their own (they counted or estimated it, or are the other party);
    ``against`` how many others exclude it. ``reliability`` is the grade that claimants.csv gives with a reason, else
    that of ``track.reliability``.
    """
    met = meetings(statements, case) if met is None else met
    knowing = met["other_evidence"].isin(["count", "estimate"]) | met["other_role"].eq("party")
    witnesses = met[met["same"] & knowing].groupby("id")["other_actor"].nunique()
    party = met[met["same"] & met["other_role"].eq("party")].groupby("id").size()
    at_odds = conflicts[conflicts["kind"].ne("revision")]
    both = pd.concat([at_odds[["a", "b"]], at_odds[["b", "a"]].set_axis(["a", "b"], axis=1)])
    speaker = actors(statements, case).set_axis(statements["id"])
    others = both.assign(actor=both["b"].map(speaker))[both["b"].map(speaker).ne(both["a"].map(speaker))]
    against = others.groupby("a")["actor"].nunique()
    taken_back = statements["id"].isin(conflicts.loc[conflicts["kind"].eq("revision"), "a"])
    frame = statements.assign(
        witnesses=statements["id"].map(witnesses).fillna(0).astype(int),
        against=statements["id"].map(against).fillna(0).astype(int),
    )
    seen, odd = frame["witnesses"], frame["against"]
    conceded = statements["id"].isin(party.index)
    rules = {
        "5": taken_back | (odd.ge(2) & seen.eq(0)),
        "4": odd.eq(1) & seen.eq(0),
        "3": odd.gt(0) | (seen.eq(0) & own_losses(statements, case)),
        "1": conceded | seen.ge(2),
        "2": seen.eq(1),
    }
    frame["credibility"] = np.select(list(rules.values()), list(rules), default="6")
    derived = reliability(yardsticks(statements, conflicts, met, case))
    given = frame["claimant_id"].map(case.claimants["reliability"])
    frame["reliability"] = given.where(given.ne("F"), frame["claimant_id"].map(lambda name: derived.get(name, "F")))
    frame["grade"] = frame["reliability"] + frame["credibility"]
    return frame

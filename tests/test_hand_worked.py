"""Disputes of the project's case against a list worked out by hand.

``hand_worked.csv`` holds pairs of rows with the kind of their dispute, or why there is none, and the reason. Each pair
was judged twice, apart from each other and without sight of what the library finds; where the two differed a third
judgement decided; a few pairs have one judgement only (``readings``). Rows that relations.csv calls repetitions speak
for no statement and are not in it.
"""

import csv
from pathlib import Path

import pytest

from contested import origins, views
from contested.case import Case
from contested.conflicts import KINDS, conflicts

with Path(__file__).with_name("hand_worked.csv").open(encoding="utf-8", newline="") as handle:
    HAND_WORKED = list(csv.DictReader(handle))

NOT_FOUND = {
    ("A36", "T0287"): "30 km and 10 to 25 km two days later: within what a state may change in two days",
    ("T0427", "T0465"): "nine days apart, though the second says since when it holds",
    ("L0937", "L0938"): "Kursk direction and Kursk Oblast, two names of one thing here, are entered as part and whole",
    ("T0353", "T0588"): "a state of one day against the largest area ever held, which is a metric of its own",
    ("T0353", "T0572"): "a state of one day against the largest area ever held, which is a metric of its own",
    ("T0370", "T0389"): "a clash denied against the number of those said to be in it",
    ("T0790", "T0792"): "30 square kilometres still held against a region fully retaken",
}
"""Disputes of the list that are not found, and why."""

WRONGLY_FOUND = {
    ("E0459", "E0621"): "302 people on one day and 1,500 on the next, in the first days",
    ("E0109", "E0411"): "52 centres on one day and 84 on the next",
    ("E0334", "E0600"): "a running total that is lower a month later, with another scope perhaps",
    ("S0673", "S0701"): "59 drones, which the page calls an interim count, against 72",
}
"""Pairs that are found in dispute although the list says that they are not, and what they are."""


@pytest.fixture(scope="module")
def found(kursk: Case) -> dict[frozenset[str], str]:
    """The kind of every dispute that the library finds in the whole case, by its pair."""
    rows = origins.with_origins(views.as_of(kursk.ledger, views.last_day(kursk.ledger)), kursk)
    pairs = conflicts(views.statements(rows), kursk)
    return {frozenset(pair): kind for *pair, kind in pairs[["a", "b", "kind"]].itertuples(index=False)}


def wrong(found: dict[frozenset[str], str], *, missed: bool) -> set[tuple[str, str]]:
    """Pairs in dispute by the list but not so found; or the other way round."""
    judged = [((row["a"], row["b"]), row["kind"] if row["kind"] in KINDS else "") for row in HAND_WORKED]
    kinds = [(pair, kind, found.get(frozenset(pair), "")) for pair, kind in judged]
    return {pair for pair, kind, seen in kinds if kind != seen and (kind if missed else seen)}


def test_the_list_names_rows_and_kinds_and_says_why(kursk: Case) -> None:
    assert len({frozenset((row["a"], row["b"])) for row in HAND_WORKED}) == len(HAND_WORKED) == 335
    for row in HAND_WORKED:
        assert {row["a"], row["b"]} <= set(kursk.ledger["id"]) and row["a"] != row["b"], row
        assert row["kind"] in (*KINDS, "drift", "compatible", "not_comparable"), row
        assert row["readings"] in ("agree", "third", "differ", "single") and row["doubt"] in ("yes", "no"), row
        assert row["reason"].endswith("."), row


def test_each_pair_of_the_list_speaks_for_its_own_statements(kursk: Case) -> None:
    rows = origins.with_origins(views.as_of(kursk.ledger, views.last_day(kursk.ledger)), kursk)
    speaking = set(views.statements(rows)["id"])
    dated = set(rows["id"])
    assert [row for row in HAND_WORKED if not {row["a"], row["b"]} & dated <= speaking] == []


def test_nine_of_ten_disputes_of_the_list_are_found(found: dict[frozenset[str], str]) -> None:
    disputed = [row for row in HAND_WORKED if row["kind"] in KINDS]
    missed = wrong(found, missed=True)
    assert missed == set(NOT_FOUND)
    assert 1 - len(missed) / len(disputed) >= 0.9


def test_ninety_five_of_a_hundred_pairs_found_in_dispute_are_in_dispute(found: dict[frozenset[str], str]) -> None:
    seen = [row for row in HAND_WORKED if frozenset((row["a"], row["b"])) in found]
    wrongly = wrong(found, missed=False)
    assert wrongly == set(WRONGLY_FOUND)
    assert 1 - len(wrongly) / len(seen) >= 0.95


def test_nearly_every_dispute_that_is_found_has_been_judged_by_hand(found: dict[frozenset[str], str]) -> None:
    judged = {frozenset((row["a"], row["b"])) for row in HAND_WORKED}
    assert len(set(found) - judged) <= 0.05 * len(found)


def test_two_printings_of_one_statement_are_no_dispute(found: dict[frozenset[str], str]) -> None:
    drifted = [frozenset((row["a"], row["b"])) for row in HAND_WORKED if row["kind"] == "drift"]
    assert drifted and not set(drifted) & set(found)

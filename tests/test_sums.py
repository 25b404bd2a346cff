"""Every total and part of the Kursk case that was worked out by hand from the printed figures, in sums.csv."""

import csv
from pathlib import Path

import pytest

from contested.parts import remainders, subsets

SUMS = list(csv.DictReader((Path(__file__).parent / "sums.csv").open(encoding="utf-8", newline="")))
TOTALS = [row for row in SUMS if not row["finding"].startswith("subset")]
SUBSETS = {"subset": "fits", "subset_exceeds": "exceeds"}


@pytest.fixture(scope="module")
def rests(kursk):
    found = remainders(kursk.ledger, kursk).to_dict("records")
    return {(row["total"], row["breakdown"]): row for row in found}


def test_the_sums_hold_rows_of_every_finding():
    assert {row["finding"] for row in SUMS} == {"closes", "exceeds", "remainder", "open", *SUBSETS}
    assert len({(row["total"], row["breakdown"]) for row in TOTALS}) == len(TOTALS)


def test_the_parts_taken_from_each_total_are_those_of_the_sum_by_hand(rests):
    by_hand = {(row["total"], row["breakdown"]): sorted(row["parts"].split("|")) for row in TOTALS}
    found = {key: sorted(rests[key]["part_ids"].split("|")) for key in by_hand if key in rests}
    assert found == by_hand


def test_every_total_and_its_parts_have_the_finding_of_the_sum_by_hand(rests):
    by_hand = {(row["total"], row["breakdown"]): row["finding"] for row in TOTALS}
    assert {key: rests[key]["finding"] for key in by_hand if key in rests} == by_hand


@pytest.mark.parametrize(("end", "none"), [("lower", float("-inf")), ("upper", float("inf"))])
def test_every_remainder_ends_where_the_sum_by_hand_ends(rests, end, none):
    by_hand = {(row["total"], row["breakdown"]): float(row[end]) if row[end] else none for row in TOTALS}
    # Figures are printed with at most two decimals and tolerances are per cents of them: a millionth is rounding alone.
    assert {key: rests[key][end] for key in by_hand if key in rests} == pytest.approx(by_hand, rel=0, abs=1e-6)


def test_every_subset_fits_into_its_whole_or_exceeds_it_as_by_hand(kursk):
    found = subsets(kursk.ledger, kursk).set_index(["id", "whole"])["finding"].to_dict()
    by_hand = {(row["parts"], row["total"]): SUBSETS[row["finding"]] for row in SUMS if row["finding"] in SUBSETS}
    assert {key: found.get(key) for key in by_hand} == by_hand

"""Totals and their parts: what remains, as an interval."""

import pytest
from make_case import figure, relation

from contested.parts import remainders

INF = float("inf")


def rest(world, total, parts, **cells):
    rows = [figure("total", "north-army", "tanks", total)]
    rows += [figure(f"p{place}", "north-army", "tanks", part, **cells) for place, part in enumerate(parts)]
    case = world(*rows, relations=[relation(row["id"], "part_of", "total") for row in rows[1:]])
    (row,) = remainders(case.ledger, case).to_dict("records")
    return row


@pytest.mark.parametrize(
    ("total", "parts", "lower", "upper", "finding"),
    [
        ("100", ["60", "40"], 0, 0, "closes"),
        ("100", ["60", "30"], 10, 10, "remainder"),
        ("100", ["60", "50"], -10, -10, "exceeds"),
        ("100", ["more_than 100"], -INF, 0, "exceeds"),  # less than nothing remains
        ("100", ["at_least 100"], -INF, 0, "open"),
        ("100", ["between 20 30", "50"], 20, 30, "remainder"),  # 100 - (30 + 50), 100 - (20 + 50)
        ("100", ["between 50 60", "45"], -5, 5, "open"),
        ("more_than 100", ["100"], 0, INF, "remainder"),
        ("at_least 100", ["100"], 0, INF, "open"),
        ("at_most 100", ["120"], -120, -20, "exceeds"),  # 0 - 120, 100 - 120
        ("about 1000", ["400"], 100, 1100, "remainder"),  # [500, 1500] - 400
        ("more_than 2000", ["255", "more_than 100"], -INF, INF, "open"),
        ("exact 2000", ["255", "more_than 100"], -INF, 1645, "open"),  # 2000 - (255 + 100)
    ],
)
def test_the_remainder_is_the_total_less_the_sum_of_the_parts_bounds_carried_through(
    world, total, parts, lower, upper, finding
):
    row = rest(world, total, parts)
    assert (row["lower"], row["upper"], row["finding"]) == (lower, upper, finding)
    assert row["parts"] == len(parts)


@pytest.mark.parametrize(
    ("total", "parts", "lower_open", "upper_open"),
    [
        ("100", ["60"], False, False),
        ("more_than 100", ["60"], True, True),
        ("100", ["less_than 60"], True, False),  # less than 60 gone: more than 40 left
        ("100", ["more_than 60"], True, True),  # more than 60 gone: less than 40 left
        ("100", ["nearly 60"], True, False),
    ],
)
def test_excluded_ends_stay_excluded(world, total, parts, lower_open, upper_open):
    row = rest(world, total, parts)
    assert (row["lower_open"], row["upper_open"]) == (lower_open, upper_open)


def test_the_sum_and_the_total_stand_beside_the_remainder(world):
    row = rest(world, "more_than 2000", ["255", "more_than 100"])
    assert [row[name] for name in ("total_lower", "total_upper", "parts_lower", "parts_upper")] == [2000, INF, 355, INF]
    assert (row["total"], row["part_ids"], row["unit"]) == ("total", "p0|p1", "tanks")


def test_parts_in_another_unit_of_area_are_converted(world):
    rows = [figure("total", "north-army", "held", "10"), figure("p", "north-army", "held", "400", unit="ha")]
    case = world(*rows, relations=[relation("p", "part_of", "total")])
    row = remainders(case.ledger, case).iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx((6, 6), rel=1e-12)  # 400 ha are 4 km2


def test_a_part_that_is_not_among_the_rows_is_not_subtracted(world):
    rows = [figure("total", "north-army", "lost", "10"), figure("p", "north-army", "lost", "4", "2030-05-11")]
    case = world(*rows, figure("q", "north-army", "lost", "3"),
                 relations=[relation(name, "part_of", "total") for name in "pq"])  # fmt: skip
    known = case.ledger[case.ledger["said"] <= "2030-05-10"]
    assert remainders(known, case)[["parts", "lower"]].to_numpy().tolist() == [[1, 7]]


@pytest.mark.parametrize("kind", ["repeats", "narrows", "same_event", "corrects"])
def test_only_part_of_makes_a_part(world, kind):
    rows = [figure("total", "north-army", "lost", "10"), figure("p", "north-army", "lost", "4")]
    case = world(*rows, relations=[relation("p", kind, "total")])
    assert remainders(case.ledger, case).empty

"""Totals and their parts: what remains, as an interval."""

import pytest
from make_case import METRICS, figure, relation

from contested.parts import COLUMNS, FINDINGS, as_findings, linked, remainders, subsets

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


@pytest.mark.parametrize(("total", "parts"), [("0.6", ["0.1", "0.2", "0.3"]), ("0.3", ["0.1", "0.2"])])
def test_decimal_parts_close_whatever_the_last_bit_of_their_sum(world, total, parts):
    assert rest(world, total, parts)["finding"] == "closes"


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


def test_each_breakdown_of_a_total_is_taken_from_it_apart(world):
    rows = [figure("total", "north-army", "lost", "100")]
    rows += [figure(f"p{place}", "north-army", "lost", text) for place, text in enumerate(["60", "40", "30", "5"])]
    breakdowns = {"p0": "by_rank", "p1": "by_rank", "p2": "by_place", "p3": ""}
    relations = [relation(name, "part_of", "total") | {"breakdown": each} for name, each in breakdowns.items()]
    case = world(*rows, relations=relations)
    found = remainders(case.ledger, case)[["total", "breakdown", "part_ids", "lower", "upper", "finding"]]
    assert found.to_numpy().tolist() == [
        ["total", "", "p3", 95, 95, "remainder"],
        ["total", "by_place", "p2", 70, 70, "remainder"],
        ["total", "by_rank", "p0|p1", 0, 0, "closes"],
    ]


REFUSED = {"subject": "north"}
TAKEN = {"group": "hill_folk", "place_id": "hamlet", "basis": "period"}


@pytest.mark.parametrize(
    ("metric", "cells", "expected"),
    [
        ("lost", {}, ["remainder", 2, "p0|p1", 10]),  # 100 - (60 + 30)
        ("lost", TAKEN, ["remainder", 2, "p0|p1", 10]),
        ("tanks", {}, ["remainder", 2, "p0|p1", 10]),  # people and things are counts alike
        ("lost", REFUSED, ["refused", 1, "p0", 40]),
        ("held", {}, ["refused", 1, "p0", 40]),  # 30 km2 are no people
        ("still_held", {"denominator": "all_land"}, ["refused", 1, "p0", 40]),
    ],
)
def test_a_part_that_the_gate_refuses_is_not_taken_and_the_total_says_so(world, metric, cells, expected):
    rows = [figure("total", "north-army", "lost", "100"), figure("p0", "north-army", "lost", "60"),
            figure("p1", "north-army", metric, "30", **cells)]  # fmt: skip
    case = world(*rows, relations=[relation(name, "part_of", "total") for name in ("p0", "p1")])
    row = remainders(case.ledger, case).iloc[0]
    assert row[["finding", "parts", "part_ids", "lower"]].tolist() == expected
    assert row["upper"] == expected[-1]


def test_a_refused_part_outweighs_what_the_others_leave(world):
    rows = [figure("total", "north-army", "lost", "100"), figure("p0", "north-army", "lost", "900"),
            figure("p1", "north-army", "lost", "30", **REFUSED)]  # fmt: skip
    case = world(*rows, relations=[relation(name, "part_of", "total") for name in ("p0", "p1")])
    assert remainders(case.ledger, case)["finding"].tolist() == ["refused"]


def test_the_rows_that_are_joined_carry_the_answer_of_the_gate(world):
    rows = [figure("total", "north-army", "lost", "100"), figure("p0", "north-army", "lost", "60"),
            figure("p1", "north-army", "lost", "30", **REFUSED), figure("p2", "north-army", "lost", "1")]  # fmt: skip
    relations = [relation("p1", "part_of", "total"), relation("p0", "part_of", "total") | {"breakdown": "by_place"},
                 relation("p2", "narrows", "total")]  # fmt: skip
    case = world(*rows, relations=relations)
    refusal = "not comparable, because one is about north and the other about south"
    assert sorted(linked(case.ledger, case, "part_of").to_numpy().tolist()) == [
        ["p0", "total", "by_place", "yes", ""],
        ["p1", "total", "", "no", refusal],
    ]
    assert linked(case.ledger, case, "narrows")["from_id"].tolist() == ["p2"]
    few = case.ledger[case.ledger["id"].ne("p0")]
    assert linked(few, case, "part_of")["from_id"].tolist() == ["p1"]
    assert linked(few[few["id"].ne("total")], case, "part_of").empty


def test_without_relations_nothing_has_parts(world):
    case = world(figure("a", "north-army", "lost", "100"))
    found = remainders(case.ledger, case)
    assert found.empty
    assert list(found) == COLUMNS


(TANKS,) = (row for row in METRICS if row["id"] == "tanks")
HEAVY = TANKS | {"id": "heavy", "label": "heavy tanks lost", "comparability": "heavy", "subset_of": "tanks"}


def nested(world, inner, outer="40", relations=(), **cells):
    """Heavy tanks, which are a subset of the tanks, beside the tanks, of one claimant and window unless said so."""
    rows = [figure("part", **{"claimant": "north-army", "metric": "heavy", "figure": inner, "unit": "tanks"} | cells)]
    rows.append(figure("whole", "north-army", "tanks", outer))
    case = world(*rows, metrics=[*METRICS, HEAVY], relations=list(relations))
    found = subsets(case.ledger, case)
    assert list(found) == ["id", "whole", "metric_id", "place", "day", "unit", "by", "finding"]
    return found[["id", "whole", "by", "finding"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("inner", "outer", "finding"),
    [
        ("10", "40", "fits"),
        ("40", "40", "fits"),
        ("41", "40", "exceeds"),
        ("more_than 40", "40", "exceeds"),
        ("at_least 40", "40", "fits"),
        ("40", "less_than 40", "exceeds"),
        ("40", "at_most 40", "fits"),
        ("900", "at_least 40", "fits"),
        ("at_most 900", "40", "fits"),  # it may be fewer
        ("about 1000", "499", "exceeds"),  # 500 at least
        ("about 1000", "500", "fits"),
    ],
)
def test_a_subset_that_is_surely_larger_than_its_whole_exceeds_it(world, inner, outer, finding):
    assert nested(world, inner, outer) == [["part", "whole", "metric", finding]]


@pytest.mark.parametrize(
    "cells",
    [
        {"claimant": "north-mayor"},
        {"event_end": "2030-05-09"},
        {"basis": "period"},
        {"subject": "north"},
        {"place_id": "hamlet"},
        {"group": "hill_folk"},
        {"metric": "lost", "unit": "people"},  # no subset of the tanks
    ],
)
def test_a_metric_lies_within_another_only_where_all_else_agrees(world, cells):
    assert nested(world, "90", **cells) == []


def test_the_window_of_a_subset_must_begin_on_the_day_of_the_whole(world):
    cells = {"basis": "period", "event_end": "2030-05-10"}
    rows = [
        figure("part", "north-army", "heavy", "9", unit="tanks", event_start="2030-05-02", **cells),
        figure("whole", "north-army", "tanks", "5", event_start="2030-05-01", **cells),
        figure("same", "north-army", "tanks", "7", event_start="2030-05-02", **cells),
    ]
    case = world(*rows, metrics=[*METRICS, HEAVY])
    assert subsets(case.ledger, case)[["id", "whole", "finding"]].to_numpy().tolist() == [["part", "same", "exceeds"]]


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ({"claimant": "north-mayor"}, "narrows", [["part", "whole", "relation", "exceeds"]]),
        ({"place_id": "hamlet", "said": "2030-08-01"}, "narrows", [["part", "whole", "relation", "exceeds"]]),
        ({}, "narrows", [["part", "whole", "relation", "exceeds"]]),  # once, though the metrics say so too
        ({"subject": "north"}, "narrows", []),  # the gate refuses it
        ({"claimant": "north-mayor"}, "part_of", []),
    ],
)
def test_a_human_may_call_a_row_narrower_than_another(world, cells, kind, expected):
    assert nested(world, "90", relations=[relation("part", kind, "whole")], **cells) == expected


def test_a_subset_says_what_it_is_of_and_when(world):
    rows = [figure("part", "north-army", "held", "500", unit="ha", place_id="hamlet"),
            figure("whole", "north-army", "held", "10")]  # fmt: skip
    case = world(*rows, relations=[relation("part", "narrows", "whole")])
    (row,) = subsets(case.ledger, case).to_dict("records")
    assert (row["metric_id"], row["place"], row["unit"], f"{row['day']:%m-%d}") == (
        "held",
        "Oak Hamlet",
        "km2",
        "05-10",
    )
    assert row["finding"] == "fits"  # 500 ha are 5 km2


def test_totals_with_parts_stand_among_the_findings_in_words(world):
    rows = [figure("total", "monitor", "lost", "100"), figure("p0", "north-army", "lost", "less_than 60"),
            figure("other", "monitor", "lost", "7"), figure("p1", "north-army", "lost", "8", **REFUSED)]  # fmt: skip
    case = world(*rows, relations=[relation("p0", "part_of", "total"), relation("p1", "part_of", "other")])
    found = as_findings(remainders(case.ledger, case), case.ledger)
    assert found[["kind", "claimant_id", "from_id", "to_id", "what"]].to_numpy().tolist() == [
        ["parts", "monitor", "", "other", f"{FINDINGS['refused']}: 7"],
        ["parts", "monitor", "p0", "total", f"{FINDINGS['remainder']}: more than 40 and at most 100"],
    ]
    assert found[["lower", "upper", "lower_open", "upper_open"]].to_numpy().tolist()[1] == [40, 100, True, False]

"""Which reports carry one statement, why they are joined, and how figures drift from page to page."""

import json

import pandas as pd
import pytest
from make_case import PACKAGE, figure, relation

from contested import origins, views

RULE = "the same claimant gave the same figure of the same thing within 3 days"
FIELDS = {
    field["name"]: field
    for resource in json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]
    if resource["name"] == "relations"
    for field in resource["schema"]["fields"]
}
DRIFTS = FIELDS["drift"]["constraints"]["enum"]


def reports(case):
    return origins.with_origins(case.ledger, case)


def joined(case):
    """The ids of the rows of each statement."""
    return sorted("".join(sorted(each)) for _, each in reports(case).groupby("origin")["id"])


def speakers(case, when="2030-06-30"):
    """The ids of the rows that speak for a statement as of a day."""
    told = views.as_of(case.ledger, pd.Timestamp(when))
    return views.statements(origins.with_origins(told, case))["id"].tolist()


def drifted(case):
    """Each drifted report as id, the row that it is held against, drift and by what."""
    found = origins.drifts(reports(case), case)
    return list(found[["id", "first", "drift", "by"]].itertuples(index=False, name=None))


def army(name, text, said="2030-05-10", **cells):
    return figure(name, "north-army", "lost", text, said, **cells)


def total(name, text, day, **cells):
    return figure(
        name, **({"claimant": "north-army", "metric": "lost", "figure": text, "basis": "cumulative"} | cells),
        said=f"2030-05-{day:02}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("second", "together"),
    [
        ({}, True),
        ({"said": "2030-05-13"}, True),  # 3 days after: within origin_days
        ({"said": "2030-05-14"}, False),  # 4 days after
        ({"figure": "about 500"}, True),  # outlets lose the qualifier
        ({"figure": "501"}, False),
        ({"figure": "between 500 500"}, False),
        ({"claimant": "north-mayor"}, False),
        ({"metric": "left"}, False),
        ({"subject": "north"}, False),
        ({"place_id": "hamlet"}, False),
        ({"group": "hill_folk"}, False),
        ({"basis": "cumulative"}, False),
        ({"source_id": "page-2"}, True),
    ],
)
def test_reports_of_one_statement_share_an_origin(world, second, together):
    first = {"claimant": "north-army", "metric": "lost", "figure": "500", "said": "2030-05-10"}
    case = world(figure("a", **first), figure("b", **(first | second)))
    assert joined(case) == (["ab"] if together else ["a", "b"])


@pytest.mark.parametrize(("day", "together"), [("2030-05-10", True), ("2030-05-09", False)])
def test_flows_of_another_window_are_another_statement(world, day, together):
    rows = [figure(name, "north-army", "lost", "500", basis="period", event_end=end) for name, end in
            (("a", "2030-05-10"), ("b", day))]  # fmt: skip
    assert joined(world(*rows)) == (["ab"] if together else ["a", "b"])


@pytest.mark.parametrize(("unit", "together"), [("km2", True), ("mi2", False)])
def test_one_number_in_two_units_of_area_is_two_figures(world, unit, together):
    rows = [figure("a", "north-army", "held", "500"), figure("b", "north-army", "held", "500", unit=unit)]
    assert joined(world(*rows)) == (["ab"] if together else ["a", "b"])


def test_counted_things_may_be_called_differently(world):
    rows = [figure("a", "north-army", "tanks", "5"), figure("b", "north-army", "tanks", "5", unit="vehicles")]
    assert joined(world(*rows)) == ["ab"]


def test_repetitions_are_counted_from_the_first_report(world):
    days = {"a": "2030-05-10", "b": "2030-05-12", "c": "2030-05-14", "d": "2030-05-17"}  # c is 4 days after a
    assert joined(world(*(figure(name, "north-army", "lost", "5", said) for name, said in days.items()))) == [
        "ab",
        "cd",
    ]


def test_the_days_within_which_reports_repeat_belong_to_the_case(world):
    rows = [figure("a", "north-army", "lost", "5"), figure("b", "north-army", "lost", "5", "2030-05-14")]
    assert joined(world(*rows, settings={"origin_days": 4})) == ["ab"]


@pytest.mark.parametrize(("later", "groups"), [("2030-05-11", ["abu"]), ("2030-05-20", ["a", "b", "u"])])
def test_an_undated_row_joins_only_where_one_statement_fits(world, later, groups):
    rows = [
        figure("a", "north-army", "lost", "5"),
        figure("b", "north-army", "lost", "5", later),
        figure("u", "north-army", "lost", "5", "", event_end=""),
    ]
    assert joined(world(*rows)) == groups


def test_rows_that_a_human_calls_repetitions_join_and_do_not_speak(world):
    rows = [
        figure("b", "north-army", "lost", "500"),
        figure("a", "north-army", "lost", "490", source_id="page-2"),  # drifted, and earlier by id
    ]
    case = world(*rows, relations=[relation("a", "repeats", "b")])
    (said,) = views.statements(origins.with_origins(case.ledger, case)).to_dict("records")
    assert (said["id"], said["value"], said["reports"], said["publishers"]) == ("b", 500, 2, 2)


def test_repetitions_of_repetitions_are_one_statement(world):
    rows = [figure(name, "north-army", "lost", number) for name, number in (("a", "1"), ("b", "2"), ("c", "3"))]
    links = [relation("c", "repeats", "b"), relation("b", "repeats", "a")]
    assert joined(world(*rows, relations=links)) == ["abc"]


@pytest.mark.parametrize("kind", ["corrects", "part_of", "narrows", "same_event"])
def test_other_relations_do_not_join(world, kind):
    rows = [figure("a", "north-army", "lost", "1"), figure("b", "north-army", "lost", "2")]
    assert joined(world(*rows, relations=[relation("b", kind, "a")])) == ["a", "b"]


def test_a_repetition_of_an_undated_row_does_not_speak(world):
    rows = [army("u", "500", "", event_end=""), army("a", "490"), army("b", "480")]
    assert speakers(world(*rows, relations=[relation("a", "repeats", "u")])) == ["b"]


def test_a_repetition_speaks_as_long_as_what_it_repeats_has_not_been_said(world):
    rows = [army("a", "490", "2030-05-10"), army("b", "500", "2030-05-11")]
    case = world(*rows, relations=[relation("a", "repeats", "b")])
    assert speakers(case, "2030-05-10") == ["a"]
    assert speakers(case, "2030-05-11") == ["b"]


SAME, OTHER = "Both cite one briefing.", "It copies the first page."


def repeating(later, earlier, reason):
    return relation(later, "repeats", earlier) | {"reason": reason}


@pytest.mark.parametrize(
    ("texts", "links", "expected"),
    [
        ("500 600", [], {}),  # two statements, one report each
        ("500 500", [], {"a": RULE}),
        ("500 490", [("b", "a", SAME)], {"a": SAME}),
        ("500 500", [("b", "a", SAME)], {"a": SAME}),  # what a human has said is not the rule's
        ("500 500 490", [("c", "a", SAME)], {"a": f"{RULE}; {SAME}"}),
        ("500 490 480", [("b", "a", SAME), ("c", "a", SAME)], {"a": SAME}),  # one reason is said once
        ("500 490 480", [("b", "a", SAME), ("c", "a", OTHER)], {"a": f"{SAME}; {OTHER}"}),
        ("500 500 490 480", [("d", "c", OTHER)], {"a": RULE, "c": OTHER}),  # each statement has its own
    ],
)
def test_each_statement_of_several_reports_says_why_they_are_one(world, texts, links, expected):
    rows = [army(name, text) for name, text in zip("abcd", texts.split(), strict=False)]
    case = world(*rows, relations=[repeating(*link) for link in links])
    assert origins.why_joined(reports(case), case) == expected


def test_the_rule_names_the_days_of_the_case(world):
    case = world(army("a", "5"), army("b", "5"), settings={"origin_days": 9})
    assert origins.why_joined(reports(case), case) == {"a": RULE.replace("3 days", "9 days")}


@pytest.mark.parametrize(
    ("first", "later", "drift"),
    [
        ("more_than 500", "500", "lost_qualifier"),
        ("about 500", "500", "lost_qualifier"),
        ("500", "about 500", "other_qualifier"),
        ("more_than 500", "at_least 500", "other_qualifier"),
        ("more_than 500", "more_than 500", ""),
        ("500", "500", ""),
        ("500", "about 600", ""),  # another statement
    ],
)
def test_a_report_drifts_by_its_qualifier(world, first, later, drift):
    assert drifted(world(army("a", first), army("b", later))) == ([("b", "a", drift, "rule")] if drift else [])


def test_a_drift_by_rule_says_both_qualifiers(world):
    case = world(army("a", "more_than 500"), army("b", "500"))
    (row,) = origins.drifts(reports(case), case).to_dict("records")
    assert row["reason"] == "the page prints 'exact' where the first report has 'more than'"
    assert (row["id"], row["origin"]) == ("b", "a")


def test_every_report_is_held_against_the_first_that_was_said(world):
    rows = [army("a", "about 500", "2030-05-12"), army("b", "500", "2030-05-11"), army("c", "more_than 500")]
    # c was said on 10 May; a and b have each another qualifier than it, and b has none
    assert drifted(world(*rows)) == [("a", "c", "other_qualifier", "rule"), ("b", "c", "lost_qualifier", "rule")]


LATER = ("again", "first", "stale", "rule")


@pytest.mark.parametrize(
    ("between", "again", "expected"),
    [
        (total("between", "150", 15), total("again", "100", 20), [LATER]),
        (total("between", "150", 15), total("again", "about 100", 20), [LATER]),  # the number, not its qualifier
        (total("between", "150", 15), total("again", "120", 20), []),  # fallen, but to a figure never given
        (total("between", "150", 15, claimant="north-mayor"), total("again", "100", 20), []),
        (total("between", "150", 15, place_id="hamlet"), total("again", "100", 20), []),
        (total("between", "150", 15), total("again", "100", 20, basis="point"), []),  # a state may go back
    ],
)
def test_a_total_is_stale_where_its_claimant_had_overtaken_it(world, between, again, expected):
    assert drifted(world(total("first", "100", 10), between, again)) == expected


def test_totals_that_grow_have_not_drifted(world):
    assert drifted(world(total("a", "100", 10), total("b", "150", 15))) == []


def test_states_that_come_back_are_never_stale(world):
    rows = [
        total(name, text, day, basis="point") for name, text, day in (("a", "5", 10), ("b", "9", 15), ("c", "5", 20))
    ]
    assert drifted(world(*rows)) == []


def test_a_stale_report_says_why(world):
    rows = [total(name, text, day) for name, text, day in (("a", "5", 10), ("b", "9", 15), ("c", "5", 20))]
    case = world(*rows)
    (row,) = origins.drifts(reports(case), case).to_dict("records")
    assert row["reason"] == "the claimant had given a larger figure since"


def test_the_drifts_that_a_human_may_choose_are_the_ones_tested_here():
    assert sorted(DRIFTS) == [
        "lost_digits", "lost_qualifier", "meaning_changed", "other_number", "other_qualifier", "stale",
        "wrong_claimant", "wrong_unit",
    ]  # fmt: skip


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_drift_that_a_human_has_found_stands_with_its_reason(world, drift):
    links = [repeating("b", "a", OTHER) | {"drift": drift}]
    case = world(army("a", "500"), army("b", "600"), relations=links)
    (row,) = origins.drifts(reports(case), case).to_dict("records")
    assert (row["id"], row["origin"], row["first"], row["drift"], row["by"], row["reason"]) == (
        "b", "a", "a", drift, "relation", OTHER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("drift", "expected"),
    [("", []), ("other_number", [("b", "a", "other_number", "relation")])],
)
def test_what_a_human_has_decided_about_a_report_stands_before_the_rule(world, drift, expected):
    links = [repeating("b", "a", SAME) | {"drift": drift}]
    assert drifted(world(army("a", "more_than 500"), army("b", "500"), relations=links)) == expected


def test_a_repetition_is_held_against_the_row_that_it_repeats(world):
    rows = [army("a", "500"), army("b", "about 500"), army("c", "600")]
    links = [repeating("c", "b", OTHER) | {"drift": "other_number"}]
    assert drifted(world(*rows, relations=links)) == [
        ("b", "a", "other_qualifier", "rule"),
        ("c", "b", "other_number", "relation"),
    ]


def test_a_repetition_of_a_row_that_is_not_there_has_not_drifted(world):
    links = [repeating("b", "u", OTHER) | {"drift": "other_number"}]
    case = world(army("u", "500", "", event_end=""), army("b", "600"), relations=links)
    told = origins.with_origins(views.as_of(case.ledger, pd.Timestamp("2030-06-30")), case)
    assert origins.drifts(told, case).empty


def test_drift_is_the_same_whichever_party_speaks(world):
    def found(claimant):
        texts = (("a", "about 500", 10), ("b", "500", 10), ("c", "900", 15), ("d", "500", 20))
        return drifted(world(*(total(name, text, day, claimant=claimant) for name, text, day in texts)))

    assert found("north-army") == found("south-army") == [
        ("b", "a", "lost_qualifier", "rule"),
        ("d", "a", "stale", "rule"),
    ]  # fmt: skip

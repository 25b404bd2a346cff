"""What changed between two days: new, moved, contradicted, settled, withdrawn."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from make_case import figure, relation

from contested.case import load
from contested.changes import KINDS, changes, standing, stood

FIRST, LAST = "2030-05-10", "2030-05-20"


def changed(case, before=FIRST, after=LAST):
    one, two = (standing(case, pd.Timestamp(day)) for day in (before, after))
    return changes(one, two, case)


def told(case, *kinds, before=FIRST, after=LAST):
    """Changes of some kinds, or of all, as change, former id, id, and the figures before and after in words."""
    found = changed(case, before, after).fillna("")
    rows = found[["change", "former_id", "id", "before", "figure"]].itertuples(index=False, name=None)
    return [row for row in rows if row[0] in (kinds or KINDS)]


def lost(name, claimant, text, said=FIRST, **cells):
    return figure(name, claimant, "lost", text, said, **cells)


def test_a_first_figure_is_new(world):
    rows = [lost("a", "north-army", "100"), lost("b", "monitor", "more_than 50", "2030-05-18")]
    assert told(world(*rows)) == [("new", "", "b", "", "more than 50")]


@pytest.mark.parametrize(
    "other", [{"subject": "north"}, {"place_id": "hamlet"}, {"group": "hill_folk"}, {"basis": "cumulative"}]
)
def test_a_first_figure_of_something_else_is_new(world, other):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "120", "2030-05-18", **other)]
    assert told(world(*rows), "new", "moved") == [("new", "", "b", "", "120")]


@pytest.mark.parametrize("basis", ["point", "cumulative"])
def test_another_figure_than_before_has_moved(world, basis):
    rows = [
        lost("a", "north-army", "100", basis=basis),
        lost("b", "north-army", "about 130", "2030-05-18", basis=basis),
    ]
    assert told(world(*rows)) == [("moved", "a", "b", "100", "about 130")]


def test_each_move_is_told_from_the_figure_before_it(world):
    numbers = (("a", "100", "2030-05-08"), ("b", "110", FIRST), ("c", "120", "2030-05-15"), ("d", "130", "2030-05-18"))
    case = world(*(lost(name, "north-army", text, said) for name, text, said in numbers))
    assert told(case) == [("moved", "c", "d", "120", "130"), ("moved", "b", "c", "110", "120")]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("100", []),  # said again after more than origin_days: another statement of the same
        ("more_than 100", [("moved", "a", "b", "100", "more than 100")]),  # a floor is another figure
        ("at_least 100", [("moved", "a", "b", "100", "at least 100")]),
    ],
)
def test_the_same_figure_said_again_has_not_moved(world, again, expected):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", again, "2030-05-18")]
    assert told(world(*rows)) == expected


def test_flows_that_follow_each_other_are_new_and_have_not_moved(world):
    rows = [lost(name, "north-army", text, said, basis="period") for name, text, said in
            (("a", "100", FIRST), ("b", "120", "2030-05-15"), ("c", "90", "2030-05-18"))]  # fmt: skip
    assert told(world(*rows)) == [("new", "", "c", "", "90"), ("new", "", "b", "", "120")]


def test_a_repetition_of_what_stood_before_changes_nothing(world):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "100", "2030-05-12", source_id="page-2")]
    assert told(world(*rows)) == []


STANCE = (figure("a", "north-army", "fighting", "1"), figure("b", "south-army", "fighting", "0", "2030-05-11"))


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        (lost("a", "north-army", "100"), lost("b", "south-army", "500", "2030-05-11"), True),
        (lost("a", "north-army", "100"), lost("b", "monitor", "500", "2030-05-11"), True),
        (lost("a", "north-army", "100"), lost("b", "north-mayor", "500", "2030-05-11"), False),  # one side
        (lost("a", "monitor", "100"), lost("b", "modeller", "500", "2030-05-11"), False),
        (*STANCE, True),
        (lost("a", "north-army", "100"), lost("b", "south-army", "about 100", "2030-05-11"), False),
        (lost("a", "north-army", "100"), lost("b", "tipster", "500", "2030-05-11"), False),  # whose, nobody knows
    ],
)
def test_a_contradiction_between_sides_that_did_not_stand_before_is_told_with_both_figures(world, one, other, stands):
    found = told(world(one, other), "contradicted")
    assert [row[:3] for row in found] == ([("contradicted", "a", "b")] if stands else [])


def test_a_contradiction_says_both_figures_and_since_when(world):
    case = world(lost("a", "north-army", "more_than 400"), lost("b", "south-army", "100", "2030-05-11"))
    (row,) = changed(case).query("change == 'contradicted'").to_dict("records")
    assert (row["before"], row["figure"], row["claimant"], row["side"]) == (
        "more than 400", "100", "South Army", "south",
    )  # fmt: skip
    assert f"{row['said']:%Y-%m-%d}" == "2030-05-11"


def test_a_dispute_that_stood_before_is_not_told_again(world):
    rows = [
        lost("a", "north-army", "100"),
        lost("b", "south-army", "500"),
        lost("c", "south-army", "510", "2030-05-11"),
    ]
    assert told(world(*rows), "contradicted", "settled") == []


def test_a_claimant_that_contradicts_itself_is_in_no_dispute(world):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "500", "2030-05-11", event_end=FIRST)]
    assert told(world(*rows), "contradicted", "settled") == []


QUARREL = [lost("a", "north-army", "100"), lost("b", "south-army", "500")]


@pytest.mark.parametrize(
    ("later", "settled"),
    [
        ([lost("c", "south-army", "100", "2030-05-12", event_end=FIRST)], True),  # conceded
        ([lost("c", "south-army", "100", "2030-05-12")], True),  # converged
        ([lost("c", "south-mayor", "about 100", "2030-05-12")], True),  # a party speaks with many mouths
        ([lost("c", "south-army", "more_than 90", "2030-05-12")], True),  # it may be 100
        ([lost("c", "south-army", "300", "2030-05-12")], False),  # nearer, and still apart
        ([lost("c", "monitor", "100", "2030-05-12")], False),  # a third one settles nothing
        ([lost("c", "south-army", "100", "2030-05-12", place_id="coast")], False),
        ([], False),
    ],
)
def test_a_dispute_that_stood_is_settled_where_later_figures_meet(world, later, settled):
    found = told(world(*QUARREL, *later), "settled")
    assert found == ([("settled", "a", "b", "100", "500")] if settled else [])


def test_a_settlement_is_told_of_its_day(world):
    case = world(*QUARREL, lost("c", "south-army", "100", "2030-05-12"))
    (row,) = changed(case).query("change == 'settled'").to_dict("records")
    assert f"{row['said']:%Y-%m-%d}" == "2030-05-12"


@pytest.mark.parametrize("days", [2, 14])
def test_conflicts_stood_before_exactly_where_those_of_the_whole_earlier_ledger_have_them(days):
    war = load(str(Path(__file__).with_name("made_up_war")))
    kept = fresh = 0
    for last in pd.date_range("2031-04-12", "2031-05-15", freq="11D"):
        after, before = (standing(war, last - pd.Timedelta(days=back)) for back in (0, days))
        found, earlier = ({f"{a}+{b}" for a, b in each.conflicts[["a", "b"]].to_numpy()} for each in (after, before))
        assert stood(before, after) & found == earlier & found
        kept, fresh = kept + len(earlier & found), fresh + len(found - earlier)
    assert kept and fresh


def test_a_conflict_that_only_what_was_said_since_leaves_unexplained_did_not_stand_before(world):
    """Both figures stood, and a third, which was taken back since, had shown that the state changed."""
    rows = [
        lost("a", "north-army", "100", event_end="2030-05-08"),
        lost("b", "south-army", "500", event_end="2030-05-09"),
        lost("c", "north-army", "500", event_end="2030-05-09"),
        lost("d", "north-army", "110", "2030-05-15", event_end="2030-05-08", place_id="coast", revises="c"),
    ]
    assert told(world(*rows), "contradicted") == [("contradicted", "a", "b", "100", "500")]


def test_the_standing_of_an_earlier_day_holds_what_was_revised_since(world):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "120", "2030-05-15", event_end=FIRST, revises="a")]
    now = standing(world(*rows), pd.Timestamp(LAST))
    assert now.before(10).rows["id"].tolist() == ["a"]
    (row,) = changes(now.before(10), now, now.case).to_dict("records")
    assert (row["change"], row["former_id"], row["id"]) == ("withdrawn", "a", "b")


@pytest.mark.parametrize(("chosen", "ids"), [({"sides": ("south",)}, ["b"]), ({"metrics": ("no such",)}, [])])
def test_the_standing_of_an_earlier_day_is_of_what_was_chosen(world, chosen, ids):
    now = standing(world(*QUARREL), pd.Timestamp(LAST), **chosen)
    assert now.before(1).rows["id"].tolist() == ids


@pytest.mark.parametrize("rows", [QUARREL[:1], QUARREL])
def test_days_are_days_and_counts_are_counts_with_disputes_and_without(world, rows):
    found = changed(world(*rows), before="2030-05-09")
    assert len(found) >= len(rows)
    assert found["said"].dtype.kind == "M" and found["reports"].dtype.kind == "i"


def test_a_dispute_that_was_dropped_is_not_settled(world):
    last_words = lost("c", "south-army", "510", "2030-05-12")
    assert told(world(*QUARREL, last_words), "settled", after="2030-07-31") == []


def test_a_dispute_that_was_settled_before_is_not_settled_again(world):
    case = world(*QUARREL, lost("c", "south-army", "100", "2030-05-12"))
    assert told(case, "settled", before="2030-05-13") == []


def test_a_dispute_that_arose_and_ended_in_between_is_told_as_contradicted(world):
    rows = [*QUARREL, lost("c", "south-army", "100", "2030-05-12")]
    assert [row[0] for row in told(world(*rows), "contradicted", "settled", before="2030-05-09")] == ["contradicted"]


WITHDRAWN = [("withdrawn", "a", "b", "100", "120")]


@pytest.mark.parametrize(
    ("cells", "links"),
    [
        ({"revises": "a"}, []),
        ({}, [relation("b", "corrects", "a")]),
        ({"event_end": FIRST}, []),  # another figure of the same day: a revision
        ({"revises": "a", "event_end": FIRST}, [relation("b", "corrects", "a")]),  # told once
    ],
)
def test_a_figure_that_has_been_replaced_is_withdrawn(world, cells, links):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "120", "2030-05-15", **cells)]
    assert told(world(*rows, relations=links), "withdrawn") == WITHDRAWN


@pytest.mark.parametrize("kind", ["repeats", "part_of", "narrows", "same_event"])
def test_other_relations_withdraw_nothing(world, kind):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "120", "2030-05-15")]
    assert told(world(*rows, relations=[relation("b", kind, "a")]), "withdrawn") == []


def test_a_later_state_withdraws_nothing(world):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "120", "2030-05-15")]
    assert told(world(*rows), "withdrawn") == []


def test_a_running_count_that_fell_withdraws_the_higher_one(world):
    rows = [lost(name, "north-army", text, said, basis="cumulative") for name, text, said in
            (("a", "100", FIRST), ("b", "80", "2030-05-15"))]  # fmt: skip
    assert told(world(*rows), "withdrawn") == [("withdrawn", "a", "b", "100", "80")]


@pytest.mark.parametrize(
    ("cells", "links"),
    [({"revises": "a"}, []), ({}, [relation("b", "corrects", "a")]), ({"event_end": "2030-05-08"}, [])],
)
def test_what_was_replaced_before_the_first_day_or_after_the_last_is_not_withdrawn_in_between(world, cells, links):
    rows = [lost("a", "north-army", "100", "2030-05-08"), lost("b", "north-army", "120", "2030-05-15", **cells)]
    case = world(*rows, relations=links)
    assert told(case, "withdrawn", before="2030-05-15", after="2030-05-18") == []
    assert told(case, "withdrawn", before="2030-05-10", after="2030-05-14") == []
    assert told(case, "withdrawn", before="2030-05-14", after="2030-05-15") == WITHDRAWN


def test_a_figure_that_came_and_went_in_between_is_not_withdrawn(world):
    rows = [lost("a", "north-army", "100", "2030-05-12"), lost("b", "north-army", "120", "2030-05-15", revises="a")]
    assert told(world(*rows), "withdrawn") == []


EVERYTHING = [
    lost("a", "north-army", "100"), lost("b", "south-army", "500"), lost("c", "south-army", "100", "2030-05-12"),
    lost("d", "monitor", "7", "2030-05-13", place_id="coast"),
    lost("e", "south-mayor", "30", "2030-05-14", place_id="coast"),
    lost("f", "north-mayor", "55", place_id="hamlet"),
    lost("g", "north-mayor", "56", "2030-05-16", place_id="hamlet", event_end=FIRST),
]  # fmt: skip


def test_changes_stand_by_kind_then_newest_first_then_most_reported(world):
    twin = lost("aa", "tipster", "9", "2030-05-14", place_id="land")
    rows = [*EVERYTHING, twin, twin | {"id": "ab", "source_id": "page-2"}]
    found = told(world(*rows))
    assert [(row[0], row[2]) for row in found] == [
        ("new", "aa"), ("new", "e"), ("new", "d"),  # aa in two reports, e in one, both of 14 May; d of 13 May
        ("moved", "g"), ("moved", "c"),
        ("contradicted", "e"),
        ("settled", "b"),
        ("withdrawn", "g"),
    ]  # fmt: skip
    assert {row[0] for row in found} == set(KINDS)


def test_nothing_changes_within_a_day(world):
    assert changed(world(*EVERYTHING), "2030-05-14", "2030-05-14").empty


@pytest.mark.parametrize("last", ["2030-05-11", "2030-05-12", "2030-05-13", "2030-05-14", "2030-05-15"])
def test_nothing_said_after_the_later_day_appears(world, last):
    rows = [*EVERYTHING, lost("r", "north-army", "101", "2030-05-16", revises="a")]
    case = world(*rows, relations=[relation("g", "corrects", "f"), relation("r", "corrects", "a")])
    claims, links = case.tables["claims"], case.tables["relations"]
    known = claims[claims["said_on"] <= last]
    held = links[links["from_id"].isin(known["id"])]
    shorter = replace(case, tables={**case.tables, "claims": known, "relations": held})
    assert told(case, after=last) == told(shorter, after=last)
    assert (changed(case, after=last)["said"] <= pd.Timestamp(last)).all()


def test_what_was_said_on_an_unknown_day_has_not_changed(world):
    assert told(world(lost("a", "north-army", "100"), lost("u", "monitor", "7", "", event_end="2030-05-15"))) == []


def test_swapping_the_parties_swaps_nothing_but_their_names(world):
    swap = {"north": "south", "south": "north"}

    def swapped(row):
        old, _, rest = row["claimant_id"].partition("-")
        return row | {"claimant_id": f"{swap[old]}-{rest}" if old in swap else row["claimant_id"], "subject": "north"}

    assert told(world(*EVERYTHING)) == told(world(*map(swapped, EVERYTHING)))

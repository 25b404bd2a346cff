"""Disputes: pairs grouped by who disagrees about what, what leads them, and how each ended."""

from dataclasses import replace

import pandas as pd
import pytest
from make_case import METRICS, figure

from contested import origins, views
from contested.conflicts import actors, conflicts
from contested.disputes import ENDINGS, disputes
from contested.interest import AGAINST, OWN


def grouped(case, when="2030-12-31"):
    day = pd.Timestamp(when)
    said = views.statements(origins.with_origins(views.as_of(case.ledger, day), case))
    return disputes(conflicts(said, case), said, case, day)


def lost(name, claimant, text, said="2030-05-10", **cells):
    return figure(name, claimant, "lost", text, said, **cells)


TEN = {"event_end": "2030-05-10"}
"""About 10 May, whenever it was said."""


@pytest.mark.parametrize(
    ("claimant", "actor"),
    [
        ("north-army", "north"),
        ("north-mayor", "north"),
        ("south-army", "south"),
        ("monitor", "monitor"),
        ("modeller", "modeller"),
        ("tipster", "tipster"),
    ],
)
def test_a_party_speaks_with_many_mouths_and_an_observer_for_itself(world, claimant, actor):
    case = world(lost("a", claimant, "5"))
    assert actors(case.ledger, case).tolist() == [actor]


def test_pairs_are_one_dispute_where_the_same_two_disagree_about_the_same_thing(world):
    rows = [
        lost("a", "north-army", "100"),
        lost("b", "north-mayor", "110"),
        lost("c", "south-army", "300"),
        lost("d", "south-mayor", "310"),
        lost("e", "monitor", "700"),
        lost("f", "modeller", "800"),
    ]
    found = grouped(world(*rows))
    keys = ["kind", "ids", "pairs", "claimants", "origins", "reports"]
    assert sorted(found[keys].itertuples(index=False, name=None)) == [
        ("contradiction", "a|b|c|d", 4, 4, 4, 4),
        ("contradiction", "a|b|e", 2, 3, 3, 3),
        ("contradiction", "a|b|f", 2, 3, 3, 3),
        ("contradiction", "c|d|e", 2, 3, 3, 3),
        ("contradiction", "c|d|f", 2, 3, 3, 3),
        ("discrepancy", "a|b", 1, 2, 2, 2),
        ("discrepancy", "c|d", 1, 2, 2, 2),
        ("discrepancy", "e|f", 1, 2, 2, 2),
    ]


@pytest.mark.parametrize("cells", [{"group": "hill_folk"}, {"subject": "north"}, {"place_id": "coast"}])
def test_what_is_about_another_thing_is_another_dispute(world, cells):
    rows = [
        *(lost(name, who, text) for name, who, text in (("a", "north-army", "100"), ("b", "south-army", "300"))),
        *(lost(name, who, text, **cells) for name, who, text in (("c", "north-army", "5"), ("d", "south-army", "9"))),
    ]
    assert sorted(grouped(world(*rows))["ids"]) == ["a|b", "c|d"]


def test_each_claimant_of_a_party_revises_itself(world):
    rows = [
        lost("a", "north-army", "100"),
        lost("b", "north-army", "300", "2030-06-01", **TEN),
        lost("c", "north-mayor", "100"),
        lost("d", "north-mayor", "500", "2030-07-01", **TEN),
    ]
    found = grouped(world(*rows))
    assert sorted(zip(found["kind"], found["ids"], strict=True)) == [("revision", "a|b"), ("revision", "c|d")]


def test_forty_reports_of_one_dispute_are_one_dispute_with_forty_reports(world):
    rows = [lost(f"a{place:02}", "north-army", "100", source_id=f"page-{place % 3 + 1}") for place in range(38)]
    rows += [lost("b0", "south-army", "300"), lost("b1", "south-army", "300", source_id="page-2")]
    (row,) = grouped(world(*rows)).to_dict("records")
    assert [row[name] for name in ("ids", "pairs", "origins", "claimants", "reports")] == ["a00|b0", 1, 2, 2, 40]


@pytest.mark.parametrize(
    ("days", "max_age_days", "expected"),
    [
        (["05-10", "06-09"], 30, [("a0|a1|b0|b1", 2)]),  # 30 days between
        (["05-10", "06-10"], 30, [("a0|b0", 1), ("a1|b1", 1)]),
        (["05-10", "06-09", "07-09"], 30, [("a0|a1|a2|b0|b1|b2", 3)]),  # each within 30 days of the one before
        (["05-10", "06-09", "07-10"], 30, [("a0|a1|b0|b1", 2), ("a2|b2", 1)]),
        (["05-10", "05-17"], 6, [("a0|b0", 1), ("a1|b1", 1)]),
        (["05-10", "05-17"], 7, [("a0|a1|b0|b1", 2)]),
    ],
)
def test_a_longer_pause_than_the_age_of_a_figure_begins_another_dispute(world, days, max_age_days, expected):
    rows = [
        lost(f"{name}{place}", claimant, text, f"2030-{day}")
        for place, day in enumerate(days)
        for name, claimant, text in (("a", "north-army", "100"), ("b", "south-army", "300"))
    ]
    found = grouped(world(*rows, settings={"max_age_days": max_age_days}))
    assert sorted(zip(found["ids"], found["pairs"], strict=True)) == expected


@pytest.mark.parametrize(
    ("first", "second", "cells", "doubts"),
    [
        ("page", "page", {}, 0),
        ("url", "page", {}, 0),
        ("page", "sibling", {}, 1),
        ("inferred", "page", {}, 1),
        ("inferred", "sibling", {}, 2),
        ("page", "url", {"place_id": "hamlet"}, 1),  # comparable with a warning
        ("inferred", "sibling", {"place_id": "hamlet"}, 3),
    ],
)
def test_a_warning_and_every_day_that_no_page_states_are_a_doubt_each(world, first, second, cells, doubts):
    rows = [
        lost("a", "north-army", "100", said_on_basis=first),
        lost("b", "south-army", "300", said_on_basis=second, **cells),
    ]
    assert grouped(world(*rows))["doubts"].tolist() == [doubts]


def test_disputes_are_ranked_by_kind_then_doubts_then_ratio(world):
    unsure, inner = {"said_on_basis": "inferred"}, {"place_id": "hamlet"}
    table = {
        "twice": ("100", "200", {}, {}),
        "thrice": ("100", "300", {}, {}),
        "doubted": ("100", "9000", {}, unsure),
        "warned": ("100", "700", {}, inner),
        "both_doubted": ("100", "99000", unsure, unsure),
        "nought": ("0", "50000", {}, {}),  # no ratio to nothing: last among its equals
    }
    rows = []
    for name, (first, second, a, b) in table.items():
        rows += [
            lost(f"{name}-a", "north-army", first, group=name, **a),
            lost(f"{name}-b", "south-army", second, group=name, **b),
        ]
    rows += [
        figure("says", "north-army", "fighting", "1", said_on_basis="inferred"),
        figure("denies", "south-army", "fighting", "0", said_on_basis="inferred"),
        figure("one", "north-army", "tanks", "100"),
        figure("other", "north-mayor", "tanks", "90000"),
        figure("before", "monitor", "depth", "1"),
        figure("after", "monitor", "depth", "9000", "2030-05-20", event_end="2030-05-10"),
    ]
    order = ["thrice", "twice", "nought", "doubted", "warned", "both_doubted"]
    expected = [f"{name}-a|{name}-b" for name in order]
    assert grouped(world(*rows))["ids"].tolist() == [*expected, "denies|says", "one|other", "after|before"]


def test_a_dispute_is_led_by_its_least_doubted_pair_and_then_by_the_widest(world):
    rows = [
        lost("a", "north-army", "100"),
        lost("b", "south-army", "300"),
        lost("c", "south-mayor", "900", said_on_basis="inferred"),
        lost("d", "south-mayor", "200", "2030-05-20"),
        lost("e", "north-mayor", "50", "2030-05-20"),
    ]
    contradiction = grouped(world(*rows)).iloc[0]
    # a-b 3, d-e 4, a-c 9 in doubt; (b, c) and (a, e) are of one party each
    assert contradiction[["a", "b", "ratio", "doubts", "pairs"]].tolist() == ["d", "e", 4, 0, 3]


def ending(case, when="2030-12-31", kind="contradiction"):
    found = grouped(case, when)
    (row,) = found[found["kind"].eq(kind)].to_dict("records")
    until = "" if pd.isna(row["until"]) else f"{row['until']:%m-%d}"
    days = None if pd.isna(row["days"]) else int(row["days"])
    assert row["ended"] in ENDINGS
    return row["ended"], until, days


TWO = [lost("a", "north-army", "100"), lost("b", "south-army", "300")]


@pytest.mark.parametrize(
    ("later", "when", "expected"),
    [
        # nobody speaks of it again: 30 days later it is open, on the 31st dropped, with the last day it was spoken of
        ([], "06-09", ("open", "", None)),
        ([], "06-10", ("dropped", "05-10", 0)),
        ([("north-army", "105", "05-20", {})], "06-19", ("open", "", None)),
        ([("north-army", "105", "05-20", {})], "06-20", ("dropped", "05-20", 10)),
        ([("south-army", "310", "05-20", TEN), ("north-army", "95", "06-10", {})], "12-31", ("dropped", "06-10", 31)),
        # one gives the other's figure of the same day
        ([("south-army", "100", "05-20", TEN)], "12-31", ("conceded", "05-20", 10)),
        ([("north-army", "300", "05-20", TEN)], "12-31", ("conceded", "05-20", 10)),
        ([("north-army", "more_than 200", "05-20", TEN)], "12-31", ("conceded", "05-20", 10)),
        ([("north-mayor", "300", "05-20", TEN)], "12-31", ("conceded", "05-20", 10)),  # another mouth of the party
        ([("north-army", "300", "05-20", TEN)], "05-19", ("open", "", None)),  # not known yet
        # neither took the other's figure, but what they say of a later day meets
        ([("north-army", "200", "05-20", {}), ("south-army", "200", "05-21", {})], "12-31", ("converged", "05-21", 11)),
        ([("south-army", "100", "05-12", {})], "12-31", ("converged", "05-12", 2)),
        # a figure so vague that it meets both takes nothing back
        ([("south-army", "at_least 50", "05-20", TEN)], "12-31", ("converged", "05-20", 10)),
        # what is said of days too far apart does not meet
        ([("south-army", "100", "05-20", {})], "12-31", ("dropped", "05-20", 10)),
        # who is no part of it, and what is about another place or group, ends nothing
        ([("monitor", "100", "05-20", TEN)], "12-31", ("dropped", "05-10", 0)),
        ([("south-army", "100", "05-20", TEN | {"place_id": "coast"})], "12-31", ("dropped", "05-10", 0)),
        ([("south-army", "100", "05-20", TEN | {"group": "hill_folk"})], "12-31", ("dropped", "05-10", 0)),
        ([("south-army", "100", "05-20", TEN | {"subject": "north"})], "12-31", ("dropped", "05-10", 0)),
        # after a long silence it is not taken up again
        ([("south-army", "100", "06-09", TEN)], "12-31", ("conceded", "06-09", 30)),
        ([("south-army", "100", "06-10", TEN)], "12-31", ("dropped", "05-10", 0)),
        (
            [("north-army", "90", "05-30", TEN), ("south-army", "90", "06-20", TEN)], "12-31",
            ("conceded", "06-20", 41),  # 20 days of silence, then 21
        ),
    ],
)  # fmt: skip
def test_a_dispute_ends_as_its_two_end_it(world, later, when, expected):
    rows = [
        lost(f"c{place}", claimant, text, f"2030-{said}", **cells)
        for place, (claimant, text, said, cells) in enumerate(later)
    ]
    assert ending(world(*TWO, *rows), f"2030-{when}") == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([], ("dropped", "05-10", 0)),
        ([("south-army", "1", "05-12", TEN)], ("conceded", "05-12", 2)),
        ([("south-army", "1", "05-12", {})], ("converged", "05-12", 2)),
        ([("south-army", "0", "05-14", {})], ("dropped", "05-14", 4)),
        ([("south-army", "0", "05-12", {})], ("dropped", "05-10", 0)),  # a repetition: the same statement still
    ],
)
def test_a_denial_can_be_taken_back(world, later, expected):
    rows = [figure("a", "north-army", "fighting", "1"), figure("b", "south-army", "fighting", "0")]
    rows += [figure("c", who, "fighting", text, f"2030-{said}", **cells) for who, text, said, cells in later]
    assert ending(world(*rows), kind="stance") == expected


MAY = {"basis": "period", "event_start": "2030-05-01", "event_end": "2030-05-10"}
NEXT = {"basis": "period", "event_start": "2030-05-11", "event_end": "2030-05-20"}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([("b1", "south-army", "100", "05-20", MAY)], ("conceded", "05-20", 10)),
        # what happened in another window is not about this dispute, and does not even keep it alive
        ([("b1", "south-army", "100", "05-20", NEXT)], ("dropped", "05-10", 0)),
        (
            [("b1", "south-army", "7", "06-05", NEXT), ("b2", "south-army", "100", "06-20", MAY)],
            ("dropped", "05-10", 0),
        ),
        (
            [("b1", "south-army", "310", "06-05", MAY), ("b2", "south-army", "100", "06-20", MAY)],
            ("conceded", "06-20", 41),
        ),
    ],
)
def test_what_happened_in_another_window_ends_no_dispute_about_this_one(world, later, expected):
    rows = [lost("a", "north-army", "100", **MAY), lost("b", "south-army", "300", **MAY)]
    rows += [lost(name, who, text, f"2030-{said}", **cells) for name, who, text, said, cells in later]
    assert ending(world(*rows)) == expected


def test_running_totals_of_two_can_meet_on_a_later_day(world):
    cells = {"basis": "cumulative"}
    rows = [
        lost("a", "north-army", "100", **cells),
        lost("b", "south-army", "300", **cells),
        lost("c", "north-army", "300", "2030-05-12", **cells),
    ]
    assert ending(world(*rows)) == ("converged", "05-12", 2)


@pytest.mark.parametrize(
    ("who", "expected"), [("north-mayor", ("conceded", "05-20", 10)), ("north-army", ("dropped", "05-20", 10))]
)
def test_within_a_party_each_claimant_answers_for_itself(world, who, expected):
    rows = [lost("a", "north-army", "100"), lost("b", "north-mayor", "300")]
    case = world(*rows, lost("c", who, "105" if who == "north-army" else "100", "2030-05-20", **TEN))
    assert ending(case, kind="discrepancy") == expected


def test_a_revision_ends_with_itself(world):
    case = world(lost("a", "north-army", "100"), lost("b", "north-army", "300", "2030-06-01", **TEN))
    assert ending(case, kind="revision") == ("conceded", "06-01", 0)


def test_a_dispute_runs_from_its_first_pair_and_ends_after_its_last(world):
    rows = [
        *TWO,
        lost("c", "south-army", "320", "2030-05-12"),  # against a, two days before
        lost("d", "south-mayor", "100", "2030-05-20", event_end="2030-05-12"),
    ]
    found = grouped(world(*rows)).iloc[0]
    assert found[["a", "b", "pairs", "ended"]].tolist() == ["a", "c", 2, "conceded"]
    assert found[["since", "until", "days"]].tolist() == [pd.Timestamp("2030-05-10"), pd.Timestamp("2030-05-20"), 10]


def test_a_dispute_that_was_settled_and_broke_out_again_ends_with_its_last_pair(world):
    rows = [
        *TWO,
        lost("c", "south-army", "100", "2030-05-14", **TEN),
        lost("d", "north-army", "100", "2030-05-20"),
        lost("e", "south-army", "200", "2030-05-20"),
    ]
    found = grouped(world(*rows)).iloc[0]
    assert found[["a", "b", "pairs", "ended"]].tolist() == ["a", "b", 2, "dropped"]
    assert found[["since", "until"]].tolist() == [pd.Timestamp("2030-05-10"), pd.Timestamp("2030-05-20")]


@pytest.mark.parametrize(
    ("metric", "north", "south", "expected"),
    [
        ("lost", "100", "300", (AGAINST, AGAINST)),
        ("lost", "300", "100", ("", OWN)),
        ("fighting", "1", "0", (AGAINST, AGAINST)),
        ("fighting", "0", "1", ("", "")),
        ("tanks", "100", "300", ("", "")),
    ],
)
def test_the_leading_pair_is_marked_where_a_figure_runs_against_its_party(world, metric, north, south, expected):
    serves = {"lost": "against", "fighting": "for"}
    metrics = [row | {"interest": serves.get(row["id"], "")} for row in METRICS]
    case = world(figure("a", "north-army", metric, north), figure("b", "south-army", metric, south), metrics=metrics)
    (row,) = grouped(case).to_dict("records")
    assert (row["mark_a"], row["mark_b"]) == expected


def swapped(case):
    """The same case with the two parties' claimants and subjects exchanged."""
    other = {"north": "south", "south": "north"}
    claimants = case.tables["claimants"].assign(side=lambda table: table["side"].replace(other))
    claims = case.tables["claims"].assign(subject=lambda table: table["subject"].replace(other))
    return replace(case, tables={**case.tables, "claimants": claimants, "claims": claims})


def test_exchanging_the_parties_mirrors_every_dispute_and_changes_nothing_else(world):
    metrics = [row | {"interest": {"lost": "against", "held": "for"}.get(row["id"], "")} for row in METRICS]
    rows = [
        *TWO,
        lost("c", "north-mayor", "700"),
        lost("d", "north-army", "120", "2030-05-20", **TEN),
        lost("e", "monitor", "500"),
        lost("f", "south-mayor", "100", "2030-05-22", **TEN),
        lost("g", "monitor", "9", subject="north"),
        lost("h", "south-mayor", "1", subject="north", said_on_basis="inferred"),
        figure("i", "north-army", "fighting", "1"),
        figure("j", "south-army", "fighting", "0"),
        figure("k", "north-army", "held", "50"),
        figure("l", "south-army", "held", "20"),
        figure("m", "monitor", "held", "5", "2030-05-11", place_id="hamlet"),
        figure("n", "modeller", "held", "90", place_id="hamlet"),
    ]
    case = world(*rows, metrics=metrics)
    before, after = grouped(case), grouped(swapped(case))
    assert set(before["kind"]) == {"contradiction", "stance", "discrepancy", "revision"}
    assert {"conceded", "dropped"} <= set(before["ended"])
    assert {"", OWN, AGAINST} == {*before["mark_a"], *before["mark_b"]}
    mirrored = after.assign(subject=after["subject"].map({"north": "south", "south": "north"}))
    assert before.to_csv() == mirrored.to_csv()


def test_where_nothing_conflicts_there_is_no_dispute(world):
    found = grouped(world(lost("a", "north-army", "100"), lost("b", "south-army", "100")))
    assert found.empty
    assert {"kind", "ids", "pairs", "reports", "since", "until", "ended", "days", "mark_a", "mark_b"} <= set(found)

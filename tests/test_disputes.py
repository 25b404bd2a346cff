"""Contradictions, stances, discrepancies and revisions, and what is none of them."""

from dataclasses import replace

import pytest
from make_case import figure

from contested import views
from contested.disputes import disputes


def found(case):
    return disputes(views.statements(views.with_origins(case.ledger, case)), case)


def kinds(case):
    return found(case)["kind"].tolist()


def pair(a, b, metric="lost", claimants=("north-army", "south-army")):
    """Two rows that differ in what a and b say: a figure, or a figure with cells."""
    first, second = (each if isinstance(each, dict) else {"figure": each} for each in (a, b))
    return [
        figure("a", claimants[0], **({"metric": metric} | first)),
        figure("b", claimants[1], **({"metric": metric} | second)),
    ]


@pytest.mark.parametrize(
    ("metric", "claimants", "figures", "kind"),
    [
        ("lost", ("north-army", "south-army"), ("100", "300"), "contradiction"),
        ("lost", ("north-army", "monitor"), ("100", "300"), "contradiction"),  # an observer is another side
        ("lost", ("north-army", "north-mayor"), ("100", "300"), "discrepancy"),
        ("lost", ("monitor", "modeller"), ("100", "300"), "discrepancy"),
        ("lost", ("north-army", "north-army"), ("100", "300"), "revision"),
        ("fighting", ("north-army", "south-army"), ("1", "0"), "stance"),
        ("fighting", ("north-army", "north-mayor"), ("1", "0"), "discrepancy"),
        ("fighting", ("north-army", "north-army"), ("1", "0"), "revision"),
        ("tanks", ("north-army", "south-army"), ("more_than 100", "exact 100"), "contradiction"),
        ("tanks", ("north-army", "south-army"), ("nearly 100", "at_least 100"), "contradiction"),
        ("held", ("north-army", "south-army"), ("between 28 35", "between 36 40"), "contradiction"),
    ],
)
def test_two_figures_that_cannot_both_hold_are_of_a_kind_by_who_says_them(world, metric, claimants, figures, kind):
    assert kinds(world(*pair(*figures, metric, claimants))) == [kind]


@pytest.mark.parametrize(
    ("metric", "a", "b"),
    [
        ("lost", "100", "100"),
        ("lost", "more_than 100", "900"),  # the open bound reaches it
        ("lost", "at_most 100", "7"),
        ("lost", "about 121000", "115000"),  # 121,000 less 5 % is 114,950
        ("lost", "about 1000", "500"),
        ("lost", "between 28 35", "between 35 40"),
        ("lost", "100", {"figure": "300", "group": "hill_folk"}),
        ("lost", "100", {"figure": "300", "place_id": "coast"}),
        ("lost", "100", {"figure": "300", "subject": "north"}),
        ("lost", "100", {"figure": "300", "basis": "period"}),
        ("lost", "100", {"figure": "300", "metric": "left"}),
        ("lost", "100", {"figure": "300", "said": "2030-05-13"}),  # 3 days, near_days is 2
        ("lost", "100", {"figure": "300", "said": "2030-05-13", "event_end": "2030-05-10"}),  # said too far apart
        ("strikes", {"figure": "100", "weapon": "drone"}, {"figure": "300", "weapon": "missile"}),
        ("strikes", {"figure": "100", "fate": "launched"}, {"figure": "90", "fate": "shot_down"}),
        ("still_held", {"figure": "10", "denominator": "all_land"}, {"figure": "30", "denominator": "farm_land"}),
        ("held", {"figure": "10", "unit": "km2"}, {"figure": "1000", "unit": "ha"}),  # 1,000 ha are 10 km2
        ("held", {"figure": "2", "unit": "km2"}, {"figure": "2000", "unit": "dunam"}),
        ("depth", {"figure": "about 10", "unit": "mi"}, {"figure": "16"}),  # [5, 15] mi are [8.05, 24.14] km
        ("tanks", {"figure": "12"}, {"figure": "12", "unit": "vehicles"}),
        ("fighting", "1", "1"),
        ("fighting", "0", "0"),
    ],
)  # fmt: skip
def test_figures_that_can_both_hold_or_speak_of_other_things_are_no_dispute(world, metric, a, b):
    assert kinds(world(*pair(a, b, metric))) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [("2030-05-12", ["contradiction"]), ("2030-05-08", ["contradiction"]), ("2030-05-13", []), ("2030-05-07", [])],
)
def test_figures_up_to_near_days_apart_are_held_against_each_other(world, said, expected):
    assert kinds(world(*pair("100", {"figure": "300", "said": said}))) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("100", "2030-05-10"), ("300", "2030-05-11"), []),  # it has grown
        (("300", "2030-05-10"), ("100", "2030-05-11"), ["contradiction"]),  # a running count cannot fall
        (("100", "2030-05-10"), ("300", "2030-05-10"), ["contradiction"]),  # about one day
        (("less_than 100", "2030-05-10"), ("more_than 100", "2030-05-11"), []),
    ],
)
def test_a_running_count_that_is_higher_later_has_grown(world, a, b, expected):
    first, second = ({"figure": text, "said": said, "basis": "cumulative"} for text, said in (a, b))
    assert kinds(world(*pair(first, second))) == expected


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [("300", "100", []), ("100", "300", ["contradiction"]), ("at_most 100", "at_least 300", ["contradiction"])],
)
def test_a_part_may_have_less_than_the_whole_and_never_more(world, whole, part, expected):
    rows = pair({"figure": whole, "place_id": "valley"}, {"figure": part, "place_id": "hamlet"})
    result = found(world(*rows))
    assert result["kind"].tolist() == expected
    assert result["answer"].tolist() == ["warning"] * len(expected)


@pytest.mark.parametrize("claimants", [("tipster", "south-army"), ("north-army", "tipster")])
def test_a_figure_of_an_unknown_side_is_judged_against_nobody(world, claimants):
    assert kinds(world(*pair("100", "300", claimants=claimants))) == []


def test_a_claimant_that_speaks_of_another_day_has_seen_a_change(world):
    rows = pair("100", {"figure": "300", "said": "2030-05-11"}, claimants=("north-army", "north-army"))
    assert kinds(world(*rows)) == []


def test_a_claimant_that_speaks_of_the_same_day_later_has_revised(world):
    later = {"figure": "300", "said": "2030-05-20", "event_end": "2030-05-10"}
    assert kinds(world(*pair("100", later, claimants=("north-army", "north-army")))) == ["revision"]


def test_undated_figures_are_in_no_dispute(world):
    assert kinds(world(*pair("100", {"figure": "300", "said": "", "event_end": "2030-05-10"}))) == []


@pytest.mark.parametrize(
    ("metric", "a", "b", "gap", "ratio"),
    [
        ("lost", "100", "300", 200, 3),
        ("lost", "about 1000", "3000", 1500, 2),  # 3000 - 1500, 3000 / 1500
        ("lost", "at_most 50", "more_than 200", 150, 4),
        ("lost", "between 10 20", "between 30 40", 10, 1.5),
        ("held", {"figure": "100", "unit": "mi2"}, "100", 158.9988110336, 2.589988110336),
        ("lost", "0", "5", 5, None),  # no ratio to nothing
    ],
)
def test_the_gap_is_that_of_the_nearer_ends(world, metric, a, b, gap, ratio):
    (row,) = found(world(*pair(a, b, metric))).to_dict("records")
    assert row["gap"] == pytest.approx(gap, rel=1e-11)
    assert row["ratio"] == pytest.approx(ratio, rel=1e-11) if ratio else row["ratio"] != row["ratio"]
    assert row["unit"] == {"lost": "people", "held": "km2"}[metric]


def test_the_one_said_first_stands_first(world):
    early = {"figure": "300", "said": "2030-05-09", "event_end": "2030-05-10"}
    (row,) = found(world(*pair("100", early))).to_dict("records")
    assert (row["a"], row["b"]) == ("b", "a")


def test_one_statement_in_many_reports_is_one_side_of_one_dispute(world):
    rows = [*pair("100", "300"), figure("c", "south-army", "lost", "300", source_id="page-2")]
    assert found(world(*rows))[["a", "b"]].to_numpy().tolist() == [["a", "b"]]


def test_the_widest_ratio_comes_first_within_each_kind(world):
    rows = [
        figure("a", "north-army", "lost", "100"),
        figure("b", "south-army", "lost", "150"),
        figure("c", "monitor", "lost", "400"),
        figure("d", "north-mayor", "lost", "900"),
    ]
    result = found(world(*rows))
    # contradictions 900/150 = 6, 400/100 = 4, 400/150 = 2.67, 900/400 = 2.25, 150/100 = 1.5; within the north 9
    expected = ["contradiction b d", "contradiction a c", "contradiction b c", "contradiction c d", "contradiction a b"]
    assert (result["kind"] + " " + result["a"] + " " + result["b"]).tolist() == [*expected, "discrepancy a d"]


def swapped(case):
    """The same case with the two parties' claimants and subjects exchanged."""
    other = {"north": "south", "south": "north"}
    claimants = case.tables["claimants"].assign(side=lambda table: table["side"].replace(other))
    claims = case.tables["claims"].assign(subject=lambda table: table["subject"].replace(other))
    return replace(case, tables={**case.tables, "claimants": claimants, "claims": claims})


def test_exchanging_the_sides_exchanges_the_disputes_and_nothing_else(world):
    rows = [
        *pair("100", "300"),
        figure("c", "north-mayor", "lost", "700"),
        figure("d", "north-army", "lost", "120", "2030-05-11", event_end="2030-05-10"),
        figure("e", "north-army", "fighting", "1"),
        figure("f", "south-army", "fighting", "0"),
        figure("g", "tipster", "lost", "5"),
        figure("h", "monitor", "lost", "9", subject="north"),
        figure("i", "south-mayor", "lost", "1", subject="north"),
    ]
    case = world(*rows)
    before, after = found(case), found(swapped(case))
    assert set(before["kind"]) == {"contradiction", "stance", "discrepancy", "revision"}
    assert set(before["subject"]) == {"north", "south"}
    mirrored = after.assign(subject=after["subject"].map({"north": "south", "south": "north"}))
    assert before.to_csv() == mirrored.to_csv()

"""Contradictions, stances, discrepancies and revisions, and what is none of them."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from make_case import figure, relation

from contested import origins, views
from contested.bounds import disjoint, excludes
from contested.conflicts import COLUMNS, conflicts
from contested.nearby import near_pairs, reach_of


def found(case):
    return conflicts(views.statements(origins.with_origins(case.ledger, case)), case)


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


def window(start, end, figure, **cells):
    days = {"event_start": f"2030-05-{start}", "event_end": f"2030-05-{end}"}
    return {"figure": figure, "basis": "period", "said": "2030-05-25"} | days | cells


def at(said, figure, **cells):
    return {"figure": figure, "said": said} | cells


def count(said, figure, **cells):
    """A running count since 1 May, up to 10 May unless said otherwise."""
    return {"figure": figure, "said": said, "basis": "cumulative", "event_end": "2030-05-10"} | cells


NUMBERS = [
    "100", "at_least 100", "more_than 100", "at_most 100", "less_than 100", "nearly 100", "between 50 100", "90", "50",
    "between 100 200", "about 1000", "0", "more_than 90", "less_than 90", "at_most 90", "between 20 90", "500", "1500",
]  # fmt: skip


def test_two_figures_exclude_each_other_where_no_number_satisfies_both(world):
    case = world(*(figure(f"r{place:02}", "north-army", "lost", text) for place, text in enumerate(NUMBERS)))
    rows = case.ledger.to_dict("records")
    # Every bound above is a whole number, so a half between any two of them is inside whatever lies between them.
    numbers = [step / 2 for step in range(4000)]

    def satisfied(row):
        left_out = [row[name] for name in ("lower", "upper") if row[f"{name}_open"]]
        return {each for each in numbers if row["lower"] <= each <= row["upper"] and each not in left_out}

    sets = [satisfied(row) for row in rows]
    pairs = list(product(range(len(rows)), repeat=2))
    expected = [sets[one].isdisjoint(sets[other]) for one, other in pairs]
    assert [excludes(rows[one], rows[other]) for one, other in pairs] == expected
    first, second = (case.ledger.iloc[[pair[half] for pair in pairs]].reset_index(drop=True) for half in (0, 1))
    assert disjoint(first, second).tolist() == expected


@pytest.mark.parametrize(
    ("a", "b", "setting", "expected"),
    [
        # by a fifth a day, the default
        ("100", at("2030-05-11", "120"), None, []),
        ("100", at("2030-05-11", "121"), None, ["contradiction"]),
        ("100", at("2030-05-11", "84"), None, []),  # 100 / 84 is 1.19
        ("100", at("2030-05-11", "83"), None, ["contradiction"]),  # 100 / 83 is 1.205
        ("100", at("2030-05-09", "120"), None, []),
        ("100", at("2030-05-12", "143"), None, []),  # 1.2 times 1.2 is 1.44
        ("100", at("2030-05-12", "145"), None, ["contradiction"]),
        ("about 1000", at("2030-05-11", "1799"), None, []),  # the nearer end, 1,500, may have become 1,800
        ("about 1000", at("2030-05-11", "1801"), None, ["contradiction"]),
        ("more_than 100", at("2030-05-11", "100"), None, []),
        ("100", "101", None, ["contradiction"]),  # nothing changes within a day
        ("100", at("2030-05-11", "101", event_end="2030-05-10"), None, ["contradiction"]),  # about the same day
        ("0", at("2030-05-11", "1"), None, ["contradiction"]),  # no share of nothing is something
        ("100", at("2030-05-11", "149"), 0.5, []),
        ("100", at("2030-05-11", "151"), 0.5, ["contradiction"]),
        ("100", at("2030-05-11", "101"), 0, ["contradiction"]),
    ],
)  # fmt: skip
def test_a_state_may_have_changed_by_a_share_from_one_day_to_the_next(world, a, b, setting, expected):
    settings = {} if setting is None else {"change_per_day": setting}
    assert kinds(world(*pair(a, b), settings=settings)) == expected


@pytest.mark.parametrize(("said", "expected"), [("2030-05-12", ["stance"]), ("2030-05-13", [])])
def test_what_one_asserts_and_another_denies_the_next_day_is_a_stance(world, said, expected):
    assert kinds(world(*pair("1", at(said, "0"), "fighting"))) == expected


MONTH = {"event_start": "2030-05-01", "event_end": "2030-05-31", "date_precision": "4"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # 30 days from the first of May to its last: a state may have become 1.2 to the 30th, 237 times as much
        (at("2030-05-31", "100", **MONTH), at("2030-05-31", "23700"), []),
        (at("2030-05-31", "100", **MONTH), at("2030-05-31", "23800"), ["contradiction"]),
        (at("2030-05-31", "23700"), at("2030-05-31", "100", **MONTH), []),
        (at("2030-05-31", "100", **MONTH), at("2030-05-31", "23700", **MONTH), []),
        (at("2030-05-31", "100", **MONTH), at("2030-05-31", "23800", **MONTH), ["contradiction"]),
        (at("2030-05-31", "100"), at("2030-05-31", "300"), ["contradiction"]),
        # a thousand times at most, however far apart
        (at("2030-05-31", "1", **MONTH | {"event_start": "2030-01-01"}), at("2030-05-31", "1000"), []),
        (at("2030-05-31", "1", **MONTH | {"event_start": "2030-01-01"}), at("2030-05-31", "1001"), ["contradiction"]),
    ],
)
def test_a_state_known_to_the_month_may_be_that_of_any_day_of_it(world, a, b, expected):
    assert kinds(world(*pair(a, b))) == expected


@pytest.mark.parametrize(
    ("a", "b", "fallen"),
    [
        (count("2030-05-10T08:00+00:00", "100"), count("2030-05-10T09:00+00:00", "300"), False),  # grown in an hour
        (count("2030-05-10T08:00+00:00", "300"), count("2030-05-10T09:00+00:00", "100"), True),
        # 09:00 three hours east of Greenwich is 06:00 there: said before 07:00, whatever the clocks showed
        (count("2030-05-10T09:00+03:00", "100"), count("2030-05-10T07:00Z", "300"), False),
        (count("2030-05-10T09:00+03:00", "300"), count("2030-05-10T07:00Z", "100"), True),
        # half past midnight there is half past nine in the evening of the day before here
        (count("2030-05-11T00:30+03:00", "100"), count("2030-05-10T22:00Z", "300"), False),
        (count("2030-05-11T00:30+03:00", "300"), count("2030-05-10T22:00Z", "100"), True),
        (count("2030-05-10T09:00+03:00", "100"), count("2030-05-10T06:00Z", "300"), True),  # at the same moment
        (count("2030-05-10", "100"), count("2030-05-10T09:00Z", "300"), False),  # which was first, nobody knows
        (count("2030-05-10", "100"), count("2030-05-11", "300"), True),  # both about all until 10 May
        (count("2030-05-10", "100"), count("2030-05-11", "300", event_end="2030-05-11"), False),
        # about an earlier day though said later, so the higher one stands first in time and the total has fallen
        (count("2030-05-11T08:00Z", "100", event_end="2030-05-11"), count("2030-05-11T09:00Z", "300"), True),
        (count("2030-05-11T08:00Z", "300", event_end="2030-05-11"), count("2030-05-11T09:00Z", "100"), False),
    ],
)
@pytest.mark.parametrize(
    ("claimants", "kind"),
    [(("north-army", "south-army"), "contradiction"), (("north-army", "north-army"), "revision")],
)
def test_a_running_count_higher_at_a_later_hour_has_grown(world, a, b, fallen, claimants, kind):
    assert kinds(world(*pair(a, b, claimants=claimants))) == ([kind] if fallen else [])


def total(day, figure, **cells):
    return {"figure": figure, "said": f"2030-{day}", "basis": "cumulative"} | cells


@pytest.mark.parametrize(
    ("claimant", "first", "second", "expected"),
    [
        # Totals of two claimants are held against each other within a week.
        ("south-army", total("05-10", "300"), total("05-12", "100"), [("contradiction", "")]),
        ("south-army", total("05-10", "300"), total("05-13", "100"),
         [("contradiction", "they count up to different days")]),
        ("south-army", total("05-10", "300"), total("05-17", "100"),
         [("contradiction", "they count up to different days")]),
        ("south-army", total("05-10", "300"), total("05-18", "100"), []),
        ("south-army", total("05-10", "100"), total("05-17", "300"), []),
        # about the same days, however much later it was said
        ("south-army", total("05-10", "300"), total("07-18", "100", event_end="2030-05-10"), [("contradiction", "")]),
        ("south-army", total("05-10", "300"), total("05-17", "100", event_end="2030-05-10"), [("contradiction", "")]),
        ("south-army", total("05-10", "300"), total("08-10", "100"), []),
        # A party speaks with many mouths: its total may not fall, however much later; observers speak for themselves.
        ("north-mayor", total("05-10", "300"), total("08-10", "100"), [("discrepancy", "")]),
        ("north-mayor", total("05-10", "100"), total("08-10", "300"), []),
        ("north-mayor", total("05-10", "300", event_start=""), total("08-10", "100", event_start=""), []),
        ("north-mayor", total("05-10", "300"), total("08-10", "100", place_id="coast"), []),
        # A claimant's own total may not fall, however much later.
        ("north-army", total("05-10", "300"), total("05-17", "100"),
         [("revision", "they count up to different days")]),
        ("north-army", total("05-10", "300"), total("08-10", "100"), [("revision", "")]),
        ("north-army", total("05-10", "at_least 300"), total("08-10", "at_most 299"), [("revision", "")]),
        ("north-army", total("05-10", "at_least 300"), total("08-10", "at_most 300"), []),
        ("north-army", total("05-10", "at_most 300"), total("08-10", "100"), []),
        ("north-army", total("05-10", "100"), total("08-10", "300"), []),
        ("north-army", total("05-10", "300"), total("08-10", "100", place_id="hamlet"), []),
        ("north-army", total("05-10", "300"), total("08-10", "100", group="hill_folk"), []),
        ("north-army", total("05-10", "300"), total("08-10", "100", event_start="2030-05-08"), [("revision", "")]),
        ("north-army", total("05-10", "300"), total("08-10", "100", event_start="2030-05-09"), []),  # counted anew
    ],
)  # fmt: skip
def test_a_total_that_falls_is_held_against_others_for_a_week_and_against_its_own_party_for_good(
    world, claimant, first, second, expected
):
    result = found(world(*pair(first, second, claimants=("north-army", claimant))))
    assert list(zip(result["kind"], result["reason"], strict=True)) == expected


def test_a_fallen_total_is_held_against_the_largest_before_it(world):
    days = {"a": ("05-10", "100"), "b": ("06-10", "300"), "c": ("07-10", "250"), "d": ("08-10", "280"),
            "e": ("09-10", "300"), "f": ("10-10", "400")}  # fmt: skip
    rows = [figure(name, "north-army", "lost", **total(day, text)) for name, (day, text) in days.items()]
    assert found(world(*rows))[["kind", "a", "b"]].to_numpy().tolist() == [
        ["revision", "b", "c"],  # 300 / 250
        ["revision", "b", "d"],  # 300 / 280: more than the 250 before it, and still less than there were
    ]


def test_a_total_of_a_party_is_held_against_the_one_that_another_of_its_offices_gave_last(world):
    days = {"a": ("north-army", "05-10", "300"), "b": ("north-army", "06-10", "400"),
            "c": ("north-mayor", "07-10", "350"), "d": ("north-army", "08-10", "500")}  # fmt: skip
    rows = [figure(name, who, "lost", **total(day, text)) for name, (who, day, text) in days.items()]
    observers = {"e": ("monitor", "05-10", "90"), "f": ("modeller", "08-10", "80")}  # each for itself
    rows += [figure(name, who, "tanks", **total(day, text)) for name, (who, day, text) in observers.items()]
    assert found(world(*rows))[["kind", "a", "b"]].to_numpy().tolist() == [["discrepancy", "b", "c"]]


def test_a_claimants_own_total_falls_though_nobody_knows_from_which_day_it_counts(world):
    first, second = (total(day, text, event_start="") for day, text in (("05-10", "300"), ("08-10", "100")))
    (row,) = found(world(*pair(first, second, claimants=("north-army", "north-army")))).to_dict("records")
    assert (row["kind"], row["answer"], row["reason"]) == (
        "revision", "warning", "the day from which one of them counts is not known",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "days", "third", "expected"),
    [
        # a is the north's 100 and b the south's 300, days apart: too much for a change unless one of the two saw it
        ("lost", ("10", "12"), ("north-army", "300", "12", {}), []),
        ("lost", ("10", "12"), ("north-army", "at_least 250", "12", {}), []),
        ("lost", ("10", "12"), ("north-army", "300", "11", {}), []),
        ("lost", ("10", "12"), ("north-army", "300", "13", {}), []),
        ("lost", ("10", "12"), ("south-army", "100", "10", {}), []),
        ("lost", ("10", "12"), ("south-army", "100", "09", {}), []),
        ("lost", ("10", "11"), ("north-army", "300", "11", {}), []),
        ("lost", ("10", "11"), ("north-army", "300", "12", {}), ["ab"]),  # no nearer to the 11th than the 10th is
        ("lost", ("10", "12"), ("north-army", "300", "14", {}), ["ab"]),
        ("lost", ("10", "12"), ("north-army", "290", "12", {}), ["ab", "bc"]),  # it does not meet the other
        ("lost", ("10", "12"), ("north-army", "300", "12", {"place_id": "coast"}), ["ab"]),
        ("lost", ("10", "12"), ("north-army", "300", "12", {"group": "hill_folk"}), ["ab"]),
        ("lost", ("10", "12"), ("north-mayor", "300", "12", {}), ["ab", "ac"]),  # another of its offices
        ("lost", ("10", "12"), ("monitor", "300", "12", {}), ["ab", "ac"]),
        # of one day nothing changes, so what is said later about it takes nothing away
        ("lost", ("10", "10"), ("north-army", "300", "10", {"said": "2030-05-20"}), ["ab", "ac"]),
        ("fighting", ("10", "12"), ("north-army", "0", "12", {}), []),
        ("fighting", ("10", "12"), ("north-army", "0", "14", {}), ["ab"]),
    ],
)
def test_a_change_that_one_of_the_two_saw_explains_two_states_of_different_days(world, metric, days, third, expected):
    texts = ("1", "0") if metric == "fighting" else ("100", "300")
    claimant, text, day, cells = third
    rows = [
        figure("a", "north-army", metric, texts[0], f"2030-05-{days[0]}"),
        figure("b", "south-army", metric, texts[1], f"2030-05-{days[1]}"),
        figure("c", claimant, metric, text, **{"said": f"2030-05-{day}", "event_end": f"2030-05-{day}"} | cells),
    ]
    result = found(world(*rows))
    assert sorted("".join(sorted(each)) for each in zip(result["a"], result["b"], strict=True)) == expected


def test_a_change_explains_no_running_count(world):
    rows = [
        figure("a", "north-army", "lost", **total("05-10", "300")),
        figure("b", "south-army", "lost", **total("05-12", "100")),
        figure("c", "south-army", "lost", **total("05-11", "at_most 300")),
    ]
    assert found(world(*rows))[["a", "b"]].to_numpy().tolist() == [["a", "b"]]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (window("10", "13", "300"), window("10", "11", "100"), []),  # the longer one holds more
        (window("10", "13", "100"), window("10", "11", "300"), ["contradiction"]),
        (window("10", "13", "300"), window("12", "13", "100"), []),
        (window("10", "13", "300"), window("11", "12", "100"), []),
        (window("10", "13", "100"), window("11", "12", "300"), ["contradiction"]),
        (window("10", "13", "300"), window("10", "13", "100"), ["contradiction"]),  # one window
        (window("10", "13", "300"), window("11", "14", "100"), ["contradiction"]),  # neither within the other
        (window("10", "13", "100"), window("11", "14", "300"), ["contradiction"]),
        # ends more than near_days apart
        (window("01", "20", "300"), window("01", "24", "100"), ["contradiction"]),
        (window("01", "20", "100"), window("01", "24", "300"), []),
        (window("02", "20", "300"), window("01", "25", "100"), ["contradiction"]),
        (window("01", "12", "300"), window("01", "24", "100"), ["contradiction"]),  # 12 of 24 days
        (window("01", "12", "300"), window("01", "25", "100"), []),  # 12 of 25
        (window("01", "20", "300", said="2030-05-21"), window("01", "24", "100"), []),  # said 4 days apart
    ],
)
def test_a_longer_window_may_hold_more_than_one_within_it_and_never_less(world, a, b, expected):
    for first, second in ((a, b), (b, a)):
        assert kinds(world(*pair(first, second))) == expected


NO_DAY = {"event_start": "", "event_end": ""}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"figure": "100"}, {"figure": "300"} | NO_DAY, []),  # one may be about another day
        ({"figure": "100"} | NO_DAY, {"figure": "300"} | NO_DAY, ["contradiction"]),
        ({"figure": "300", "basis": "cumulative"}, {"figure": "100", "basis": "cumulative", "event_end": ""}, []),
        # up to when a running count goes must be known
        (
            {"figure": "300", "basis": "cumulative", "event_end": ""},
            {"figure": "100", "basis": "cumulative", "event_end": ""},
            [],
        ),
        ({"figure": "300", "basis": "period"} | NO_DAY, {"figure": "100", "basis": "period"} | NO_DAY, []),
    ],
)
def test_a_figure_that_says_of_which_day_it_is_and_one_that_does_not_are_held_against_nobody(world, a, b, expected):
    assert kinds(world(*pair(a, b))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("part_of", []),
        ("narrows", []),
        ("same_event", ["contradiction"]),
        ("corrects", ["contradiction"]),
    ],
)
@pytest.mark.parametrize("ids", ["ab", "ba"])
def test_a_total_and_its_part_can_both_hold(world, name, expected, ids):
    assert kinds(world(*pair("100", "300"), relations=[relation(ids[0], name, ids[1])])) == expected


def test_parts_of_one_total_are_still_held_against_each_other(world):
    rows = [*pair("100", "300"), figure("c", "monitor", "lost", "400")]
    case = world(*rows, relations=[relation("a", "part_of", "c"), relation("b", "part_of", "c")])
    assert found(case)[["a", "b"]].to_numpy().tolist() == [["a", "b"]]


def small_ledger():
    """Figures of every basis, on days near and far, in windows long and short, in three places, by five claimants."""
    claimants = ["north-army", "north-mayor", "south-army", "monitor", "tipster"]
    texts = ["100", "more_than 250", "about 1000", "at_most 40", "119"]
    rows = []
    spans = [("05-08", "05-08"), ("05-09", "05-09"), ("05-11", "05-11"), ("05-01", "05-12"), ("05-01", "05-31")]
    flows = [("05-08", "05-09"), ("05-08", "05-12"), ("05-01", "05-20"), ("05-01", "05-24"), ("05-05", "05-24")]
    counts = [("05-01", "05-10"), ("05-01", "05-12"), ("05-04", "05-17"), ("05-01", "05-18"), ("", "05-11")]
    for basis, windows in (("point", spans), ("period", flows), ("cumulative", counts)):
        for number, (start, end) in enumerate(windows):
            for person, claimant in enumerate(claimants):
                turn = 2 * number + person
                cells = {"event_start": start and f"2030-{start}", "event_end": f"2030-{end}", "basis": basis}
                cells["place_id"] = ["valley", "hamlet", "valley", "coast"][turn % 4]
                cells["group"] = "hill_folk" if turn % 7 == 6 else ""
                said = [f"2030-{end}", "2030-05-25", f"2030-{end}T0{person}:00Z"][turn % 3]
                # 37 and 75 have no common divisor: ids in an order that is none of the days
                rows.append(figure(f"r{37 * len(rows) % 75:02}", claimant, "lost", texts[turn % 5], said, **cells))
    undated = [
        figure(f"u{n}", name, "lost", texts[n], f"2030-05-{10 + n}", **NO_DAY) for n, name in enumerate(claimants)
    ]
    return rows + undated


def test_the_sorted_merge_finds_exactly_what_comparing_all_pairs_finds(world, monkeypatch):
    case = world(*small_ledger())
    merged = found(case)
    assert set(merged["kind"]) == {"contradiction", "discrepancy", "revision"}
    by_id = case.ledger.set_index("id")["basis"]
    assert set(by_id[merged["a"]]) == {"point", "period", "cumulative"}

    def all_pairs(rows, reach, case):
        first, second = np.array(list(combinations(range(len(rows)), 2))).T
        yield first, second

    monkeypatch.setattr("contested.conflicts.near_pairs", all_pairs)
    assert found(case).to_csv() == merged.to_csv()


def test_pairs_are_the_same_however_many_are_judged_at_a_time(world, monkeypatch):
    case = world(*small_ledger())
    at_once = found(case)
    for size in (1, 7, 50):
        monkeypatch.setattr("contested.nearby.BLOCK", size)
        assert found(case).to_csv() == at_once.to_csv()


def test_the_merge_meets_no_pair_twice_and_none_beyond_reach(world):
    case = world(*small_ledger())
    rows = views.statements(origins.with_origins(case.ledger, case))
    met = [frozenset(pair) for block in near_pairs(rows, reach_of(rows, 2), case) for pair in zip(*block, strict=True)]
    assert len(met) == len(set(met)) < len(rows) * (len(rows) - 1) / 2
    assert all(len(pair) == 2 for pair in met)


@pytest.mark.parametrize(
    ("cells", "near_days", "expected"),
    [
        ({}, 2, 2),
        ({"event_start": "2030-05-01"}, 2, 2),  # a state known to the month stands at its last day
        ({"basis": "cumulative"}, 2, 7),
        ({"basis": "cumulative"}, 9, 9),
        ({"basis": "period", "event_start": "2030-05-01"}, 2, 10),  # 1 to 10 May
        ({"basis": "period"}, 2, 2),
        (NO_DAY | {"basis": "period"}, 2, 2),
    ],
)
def test_a_row_reaches_as_far_as_near_days_or_its_own_window(world, cells, near_days, expected):
    case = world(figure("a", "north-army", "lost", "5", **cells))
    assert reach_of(case.ledger, near_days).tolist() == [expected]


def test_an_empty_ledger_has_no_disputes(world):
    case = world(figure("a", "north-army", "lost", "5"))
    none = views.statements(origins.with_origins(case.ledger, case)).iloc[:0]
    assert conflicts(none, case).empty
    assert list(conflicts(none, case)) == COLUMNS

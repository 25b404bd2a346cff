"""The gate of every comparison: yes, only with a warning, or no, and why."""

import pandas as pd
import pytest
from make_case import METRICS, figure

from contested import origins, views
from contested.compare import comparable, comparable_pairs, fitting, linked_pairs, require
from contested.problems import ContestedError
from contested.spread import spreads

NOT = "not comparable, because "


def judged(world, first, second, metric="lost", **options):
    rows = [
        figure("a", "north-army", metric, "5", **first),
        figure("b", "south-army", **({"metric": metric, "figure": "6"} | second)),
    ]
    case = world(*rows, **options)
    a, b = case.ledger.to_dict("records")
    verdict, mirrored = comparable(a, b, case), comparable(b, a, case)
    assert verdict.answer == mirrored.answer
    assert bool(verdict) == (verdict.answer != "no")
    return verdict.answer, verdict.reason


def window(start, end):
    start, end = (f"2030-05-{day}" if day else "" for day in (start, end))
    return {"basis": "period", "event_start": start, "event_end": end}


def test_figures_of_one_quantity_place_and_day_are_comparable(world):
    assert judged(world, {}, {}) == ("yes", "")


@pytest.mark.parametrize(
    ("metric", "first", "second", "reason"),
    [
        ("lost", {}, {"metric": "left"}, "soldiers lost is not people gone"),
        ("lost", {}, {"basis": "period"}, "one is a point figure and the other a period figure"),
        ("lost", {}, {"subject": "north"}, "one is about south and the other about north"),
        ("lost", {}, {"group": "hill_folk"}, "they count different groups (all and hill folk)"),
        ("lost", {}, {"place_id": "coast"}, "one is about Long Valley and the other about East Coast"),
        (
            "strikes", {"counting_unit": "strike"}, {"counting_unit": "shelling"},
            "they count different units (strike and shelling)",
        ),
        ("strikes", {"weapon": "mine"}, {"weapon": "glide_bomb"}, "they count different weapons (mine and glide bomb)"),
        ("strikes", {"weapon": "drone"}, {"weapon": ""}, "they count different weapons (drone and not stated)"),
        ("strikes", {"fate": "left"}, {"fate": "shot_down"}, "one counts those left and the other those shot down"),
        ("strikes", {"origin_id": "hamlet"}, {"origin_id": "coast"}, "came from different places (hamlet and coast)"),
        (
            "still_held", {"denominator": "all_land"}, {"denominator": "farm_land"},
            "they are shares of different things (all land and farm land)",
        ),
        ("lost", {}, {"said": "2030-05-13"}, "they are about days too far apart"),  # 3 days, near_days is 2
    ],
)  # fmt: skip
def test_what_differs_is_refused_with_its_reason(world, metric, first, second, reason):
    answer, said = judged(world, first, second, metric)
    assert answer == "no"
    assert said.startswith(NOT)
    assert said.endswith(reason)


def test_the_first_thing_that_differs_is_the_reason(world):
    assert judged(world, {}, {"basis": "period", "subject": "north", "place_id": "coast"}) == (
        "no", NOT + "one is a point figure and the other a period figure",
    )  # fmt: skip


def test_two_metrics_of_one_comparability_group_are_comparable(world):
    metrics = [row | {"comparability": "lost"} if row["id"] == "left" else row for row in METRICS]
    assert judged(world, {}, {"metric": "left"}, metrics=metrics) == ("yes", "")


@pytest.mark.parametrize(("said", "answer"), [("2030-05-12", "yes"), ("2030-05-13", "no")])
def test_states_must_be_about_days_near_each_other(world, said, answer):
    assert judged(world, {}, {"said": said})[0] == answer


def test_how_near_is_a_setting_of_the_case(world):
    assert judged(world, {}, {"said": "2030-05-13"}, settings={"near_days": 3}) == ("yes", "")


def test_a_state_without_a_day_is_about_the_day_it_was_said(world):
    assert judged(world, {"event_end": "", "event_start": ""}, {}) == ("yes", "")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 10 to 13 May against 10 to 13 May: 4 of 4 days shared
        (("10", "13"), ("10", "13"), ("yes", "")),
        # 10 to 13 against 12 to 15: 2 of 6 days shared
        (("10", "13"), ("12", "15"), ("no", NOT + "their windows do not overlap enough")),
        # 10 to 13 against 10 to 11: 2 of 4 days shared, half is enough
        (("10", "13"), ("10", "11"), ("warning", "their windows differ")),
        # 10 to 13 against 10 to 10: 1 of 4
        (("10", "13"), ("10", "10"), ("no", NOT + "their windows do not overlap enough")),
        # one after the other: none of 4
        (("10", "11"), ("12", "13"), ("no", NOT + "their windows do not overlap enough")),
        (("10", "13"), ("", "13"), ("no", NOT + "the window of one of them is not known")),
    ],
)
def test_flows_must_share_half_of_their_days(world, first, second, expected):
    assert judged(world, window(*first), window(*second)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2030-05-08", ("yes", "")),  # 7 days after 1 May
        ("2030-05-09", ("no", NOT + "they count from different days")),
        ("", ("warning", "the day from which one of them counts is not known")),
    ],
)
def test_running_counts_must_count_from_about_the_same_day(world, start, expected):
    assert judged(world, {"basis": "cumulative"}, {"basis": "cumulative", "event_start": start}) == expected


@pytest.mark.parametrize(("a", "b"), [("valley", "hamlet"), ("hamlet", "valley"), ("land", "hamlet")])
def test_a_place_inside_the_other_is_a_warning(world, a, b):
    names = {"valley": "Long Valley", "hamlet": "Oak Hamlet", "land": "Greatland"}
    expected = ("warning", f"{names[a]} and {names[b]} lie one inside the other")
    assert judged(world, {"place_id": a}, {"place_id": b}) == expected


def test_places_side_by_side_are_not_comparable(world):
    assert judged(world, {"place_id": "coast"}, {"place_id": "hamlet"})[0] == "no"


def test_a_refusal_outweighs_a_warning(world):
    answer, reason = judged(world, {}, {"place_id": "hamlet", "subject": "north"})
    assert (answer, reason) == ("no", NOT + "one is about south and the other about north")


RUNNING = {"basis": "cumulative"}
FAR = NOT + "they are about days too far apart"
UNKNOWN_DAY = NOT + "the day that one of them is about is not known"
STARTS = NOT + "they count from different days"
NO_START = "the day from which one of them counts is not known"
OTHER_DAYS = "they count up to different days"
DIFFER, APART = "their windows differ", NOT + "their windows do not overlap enough"
NO_WINDOW = NOT + "the window of one of them is not known"


@pytest.mark.parametrize(
    ("first", "second", "near", "held", "axis"),
    [
        # A state holds until its claimant gives another, so only what is held against another must be near in time.
        ({}, {"said": "2030-05-13"}, FAR, "", ""),
        ({}, {"said": "2030-05-07"}, FAR, "", ""),
        ({}, {"said": "", "event_end": ""}, UNKNOWN_DAY, "", ""),
        (RUNNING, RUNNING | {"said": "2030-05-12"}, "", "", ""),
        (RUNNING, RUNNING | {"said": "2030-05-13"}, OTHER_DAYS, "", ""),
        (RUNNING, RUNNING | {"said": "2030-05-17"}, OTHER_DAYS, "", ""),  # a week later
        (RUNNING, RUNNING | {"said": "2030-05-18"}, FAR, "", ""),
        (RUNNING, RUNNING | {"said": "", "event_end": ""}, UNKNOWN_DAY, "", ""),
        (RUNNING, RUNNING | {"event_start": "2030-05-08"}, "", "", ""),
        (RUNNING, RUNNING | {"event_start": "2030-05-09"}, STARTS, STARTS, STARTS),
        (RUNNING, RUNNING | {"event_start": "2030-04-23"}, STARTS, STARTS, STARTS),
        (RUNNING, RUNNING | {"event_start": ""}, NO_START, NO_START, NO_START),
        # Flows of other windows never stand beside each other; along time each stands at its own window.
        (window("10", "13"), window("10", "13"), "", "", ""),
        (window("10", "13"), window("10", "11"), DIFFER, DIFFER, ""),  # 2 of 4 days
        (window("10", "13"), window("12", "15"), APART, APART, ""),  # 2 of 6
        (window("10", "11"), window("14", "15"), APART, APART, ""),
        (window("10", "13"), window("", "13"), NO_WINDOW, NO_WINDOW, ""),
        (window("10", "29"), window("14", "29"), DIFFER, DIFFER, ""),  # 16 of 20
        # 20 of 24 days: the ends may lie more than near_days apart
        (window("01", "20"), window("01", "24"), DIFFER, DIFFER, ""),
    ],
)
def test_what_a_pair_is_for_decides_how_near_in_time_it_must_be(world, first, second, near, held, axis):
    case = world(figure("a", "north-army", "lost", "5", **first), figure("b", "south-army", "lost", "6", **second))
    a, b = case.ledger.to_dict("records")
    for time, reason in (("near", near), ("held", held), ("axis", axis)):
        answer = "no" if reason.startswith(NOT) else "warning" if reason else "yes"
        for verdict in (comparable(a, b, case, time), comparable(b, a, case, time)):
            assert (time, verdict.answer, verdict.reason) == (time, answer, reason)


def test_how_long_a_running_count_is_near_does_not_follow_the_setting_for_states(world):
    assert judged(world, RUNNING, RUNNING | {"said": "2030-05-12"}, settings={"near_days": 0}) == (
        "warning", OTHER_DAYS,
    )  # fmt: skip


def test_metrics_of_one_comparability_group_must_measure_the_same(world):
    metrics = [row | {"comparability": "lost"} if row["id"] == "tanks" else row for row in METRICS]
    said = judged(world, {}, {"metric": "tanks"}, metrics=metrics)
    assert said == ("no", NOT + "they measure different things (people and count)")


def test_the_first_warning_stands(world):
    expected = ("warning", DIFFER)
    assert judged(world, window("10", "13"), window("10", "11") | {"place_id": "hamlet"}) == expected


def test_pairs_are_answered_by_position_whatever_their_labels_and_say_which_lies_inside(world):
    case = world(
        figure("a", "north-army", "lost", "5"),
        figure("b", "south-army", "lost", "6", place_id="hamlet"),
        figure("c", "south-army", "lost", "7", subject="north"),
    )
    rows = case.ledger.set_index("id", drop=False)
    answers = comparable_pairs(rows.loc[["a", "b", "a", "a"]], rows.loc[["b", "a", "a", "c"]], case)
    assert answers["answer"].tolist() == ["warning", "warning", "yes", "no"]
    assert answers["inside"].tolist() == ["b", "a", "", ""]
    assert answers["reason"].tolist() == [
        "Long Valley and Oak Hamlet lie one inside the other",
        "Oak Hamlet and Long Valley lie one inside the other",
        "",
        NOT + "one is about south and the other about north",
    ]


def test_no_pairs_have_no_answers(world):
    case = world(figure("a", "north-army", "lost", "5"))
    none = case.ledger.iloc[:0]
    assert comparable_pairs(none, none, case).empty
    assert linked_pairs(none, none, case).empty


@pytest.mark.parametrize(
    ("part", "total", "reason"),
    [
        # A part may be of another kind, place, group, window, basis or fate, and people and things are counts alike.
        ({"metric": "lost"}, {"metric": "tanks"}, ""),
        ({"metric": "lost", "group": "hill_folk"}, {"metric": "left", "place_id": "coast"}, ""),
        ({"metric": "lost", "basis": "period"}, {"metric": "lost", "basis": "cumulative", "said": "2030-06-10"}, ""),
        ({"metric": "fired", "fate": "hit"}, {"metric": "fired", "fate": "launched", "weapon": "drone"}, ""),
        ({"metric": "held", "unit": "ha"}, {"metric": "held", "unit": "mi2"}, ""),  # both are km2 in the end
        ({"metric": "lost", "subject": "north"}, {"metric": "lost"}, "one is about north and the other about south"),
        ({"metric": "held"}, {"metric": "depth"}, "they are counted in different measures (km2 and km)"),
        ({"metric": "tanks"}, {"metric": "held"}, "they are counted in different measures (a count and km2)"),
        (
            {"metric": "still_held", "denominator": "all_land"}, {"metric": "lost"},
            "they are counted in different measures (percent and a count)",
        ),
        (
            {"metric": "still_held", "denominator": "all_land"}, {"metric": "still_held", "denominator": "farm_land"},
            "they are shares of different things (all land and farm land)",
        ),
        (
            {"metric": "held", "subject": "north"}, {"metric": "depth"},
            "they are counted in different measures (km2 and km)",  # the first objection
        ),
    ],
)  # fmt: skip
def test_a_part_must_agree_with_its_total_in_measure_side_and_whole_alone(world, part, total, reason):
    case = world(*(figure(name, "north-army", figure="5", **cells) for name, cells in (("a", part), ("b", total))))
    answers = linked_pairs(case.ledger.iloc[:1], case.ledger.iloc[1:], case)
    assert answers.to_dict("records") == [
        {"answer": "no" if reason else "yes", "reason": NOT + reason if reason else ""}
    ]  # fmt: skip


def test_rows_that_belong_together_are_given_back_as_they_are(world):
    rows = [
        figure("a", "north-army", "lost", "5"),
        figure("b", "south-army", "lost", "6", "2030-06-10"),
        figure("c", "south-army", "lost", "6", place_id="hamlet"),  # a warning is no refusal
    ]
    case = world(*rows)
    assert require(case.ledger, case) is case.ledger
    none = case.ledger.iloc[:0]
    assert require(none, case) is none


@pytest.mark.parametrize(
    ("rows", "time", "said"),
    [
        ({"a": {}, "b": {"group": "hill_folk", "said": "2030-05-12"}}, "held",
         "b and a do not belong together: " + NOT + "they count different groups (hill folk and all)"),
        ({"a": {"said": "2030-05-12"}, "b": {"group": "hill_folk"}}, "held",  # the newest comes first
         "a and b do not belong together: " + NOT + "they count different groups (all and hill folk)"),
        # of two about one day the one said last is the newest, else that with the last id
        ({"a": {"said": "2030-05-11", "event_end": "2030-05-10"}, "b": {"group": "hill_folk"}}, "held",
         "a and b do not belong together: " + NOT + "they count different groups (all and hill folk)"),
        ({"a": {}, "b": {"group": "hill_folk"}}, "held",
         "b and a do not belong together: " + NOT + "they count different groups (hill folk and all)"),
        ({"a": {"said": "2030-05-20", "event_end": ""}, "b": {"group": "hill_folk"}}, "held",  # undated stands first
         "b and a do not belong together: " + NOT + "they count different groups (hill folk and all)"),
        ({"a": {}, "b": {}, "c": {"basis": "period"}, "d": {}}, "held",  # the refused one is named
         "d and c do not belong together: " + NOT + "one is a point figure and the other a period figure"),
        ({"a": {}, "b": {"said": "2030-05-13"}}, "near", "b and a do not belong together: " + FAR),
        ({"a": {}, "b": {"said": "2030-05-13"}}, "held", ""),
        ({"a": window("10", "11"), "b": window("12", "13")}, "held", "b and a do not belong together: " + APART),
        ({"a": window("10", "11"), "b": window("12", "13")}, "axis", ""),
        ({"a": RUNNING, "b": RUNNING | {"event_start": "2030-05-09"}}, "axis",
         "b and a do not belong together: " + STARTS),
        ({"a": window("", "13")}, "held", ""),  # one row fits itself
    ],
)  # fmt: skip
def test_rows_that_do_not_belong_together_are_refused_by_name(world, rows, time, said):
    case = world(*(figure(name, "north-army", "lost", "5", **cells) for name, cells in rows.items()))
    if not said:
        assert require(case.ledger, case, time)["id"].tolist() == list(rows)
        return
    with pytest.raises(ContestedError) as caught:
        require(case.ledger, case, time)
    assert str(caught.value) == said


def test_only_what_may_stand_beside_the_newest_is_fitting(world):
    case = world(
        figure("a", "north-army", "lost", "5", **window("20", "23")),
        figure("b", "south-army", "lost", "6", **window("22", "23")),  # 2 of 4 days
        figure("c", "monitor", "lost", "7", **window("23", "23")),  # 1 of 4
        figure("d", "modeller", "lost", "8", **window("20", "24")),  # the newest
        figure("e", "modeller", "lost", "8", **window("20", "24"), group="hill_folk"),
    )
    assert fitting(case.ledger, case)["id"].tolist() == ["e"]
    # against d: a shares 4 of 5 days, b 2 of 5, c 1 of 5
    plain = case.ledger[case.ledger["group"].eq("")]
    assert fitting(plain, case)["id"].tolist() == ["a", "d"]
    assert fitting(plain.iloc[:0], case).empty


def test_a_spread_never_holds_a_pair_that_the_gate_refuses(world):
    rows = [
        figure("a", "north-army", "lost", "5", **window("20", "23")),
        figure("b", "south-army", "lost", "6", **window("20", "23")),
        figure("c", "monitor", "lost", "900", **window("10", "13")),
        figure("d", "modeller", "lost", "700", basis="cumulative"),
        figure("e", "monitor", "lost", "800", basis="cumulative", event_start="2030-05-09"),
        figure("f", "north-mayor", "lost", "5", "2030-04-10"),
        figure("g", "south-mayor", "lost", "6"),
    ]
    case, when = world(*rows), pd.Timestamp("2030-06-30")
    said = views.statements(origins.with_origins(views.as_of(case.ledger, when), case))
    found = [figures for _, figures in spreads(said, "lost", when, case)]
    assert sorted("".join(figures["id"]) for figures in found) == ["ab", "d", "e", "fg"]
    for figures in found:
        assert require(figures, case) is figures

"""The gate of every comparison: yes, only with a warning, or no, and why."""

import pytest
from make_case import METRICS, figure

from contested.compare import comparable

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
    def window(days):
        start, end = (f"2030-05-{day}" if day else "" for day in days)
        return {"basis": "period", "event_start": start, "event_end": end}

    assert judged(world, window(first), window(second)) == expected


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

"""Rules that other wars asked for: counters of a day, conversions, words by the hour, parts given later, allies."""

import pandas as pd
import pytest
from make_case import METRICS, SIDES, figure, relation

from contested import views
from contested.bounds import printed_step
from contested.conflicts import conflicts
from contested.origins import with_origins
from contested.parts import remainders
from contested.phrases import on_side, possessive
from contested.standing import standing
from contested.units import factor, measured_as, multiple

LATE = pd.Timestamp("2030-12-31")


def found(case, when=LATE):
    """The pairs that cannot both hold, by kind."""
    said = views.statements(with_origins(views.as_of(case.ledger, when), case))
    pairs = conflicts(said, case)
    return {(kind, *sorted((a, b))) for kind, a, b in zip(pairs["kind"], pairs["a"], pairs["b"], strict=True)}


def count(name, claimant, value, said, **cells):
    return figure(name, claimant, "lost", value, said, basis="cumulative", **cells)


def daily(name, value, day):
    """A counter that starts anew each day."""
    return count(name, "north-army", value, day, event_start=day[:10], event_end=day[:10])


def test_a_counter_of_each_day_does_not_fall_from_day_to_day(world):
    case = world(daily("a", "30", "2030-05-10"), daily("b", "4", "2030-05-11"), daily("c", "9", "2030-05-12"))
    assert found(case) == set()
    assert case.ledger["since"].tolist() == ["2030-05-10", "2030-05-11", "2030-05-12"]
    assert standing(case, LATE).audit.query("kind == 'drop'").empty


def test_counts_that_overlap_and_begin_within_a_week_stay_one_series(world):
    rows = [
        count("a", "north-army", "30", "2030-05-10"),
        count("b", "north-army", "4", "2030-05-12", event_start="2030-05-03"),
    ]
    case = world(*rows)
    assert case.ledger["since"].tolist() == ["2030-05-01", "2030-05-01"]
    assert found(case) == {("revision", "a", "b")}


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("200 nautical miles", "370 km", set()),  # 370.4 km, printed to the mile: 0.926 km each way
        ("200 nautical miles", "368 km", {"contradiction"}),  # 2.4 km apart, more than 0.926 + 0.5
        ("200 km", "201 km", {"contradiction"}),  # one unit: as printed
    ],
)
def test_a_rounded_conversion_is_no_dispute(world, first, second, kinds):
    depth = next(row for row in METRICS if row["id"] == "depth")
    metrics = [row for row in METRICS if row is not depth] + [depth | {"units": "km|mi|nautical miles"}]
    rows = []
    for name, who, text in (("a", "north-army", first), ("b", "south-army", second)):
        value, unit = text.split(" ", 1)
        rows.append(figure(name, who, "depth", value, unit=unit))
    assert {kind for kind, *_ in found(world(*rows, metrics=metrics))} == kinds


def test_the_last_word_of_a_day_is_what_a_later_one_revises(world):
    about = {"event_end": "2030-05-10"}
    case = world(
        count("eight", "north-army", "5", "2030-05-10T08:00+03:00", **about),
        count("noon", "north-army", "11", "2030-05-10T12:00+03:00", **about),
        count("later", "north-army", "22", "2030-05-12", **about),
        count("other", "south-army", "30", "2030-05-12", **about),
    )
    # 5 grew to 11 in the day. 22, two days later, is another figure of the same days than 11, the day's last.
    # Against what south says of the whole day, north's figures in the course of it say nothing; its 22 does.
    assert found(case) == {("revision", "later", "noon"), ("contradiction", "later", "other")}


@pytest.mark.parametrize(("later", "kinds"), [("2030-06-30", {"contradiction"}), ("2030-05-12", {"contradiction"})])
def test_figures_about_the_very_same_days_are_held_against_each_other_whenever_they_were_said(world, later, kinds):
    case = world(
        count("a", "north-army", "10", "2030-05-10"), count("b", "south-army", "50", later, event_end="2030-05-10")
    )
    assert {kind for kind, *_ in found(case)} == kinds


@pytest.mark.parametrize(("ally", "kind"), [("", "contradiction"), ("north", "discrepancy")])
def test_an_ally_never_contradicts_its_party(world, ally, kind):
    sides = [
        *SIDES,
        {"id": "east", "label": "Eastland", "role": "party", "colour": "#661100", "marker": "v", "ally_of": ally},
    ]
    rows = [figure("a", "north-army", "lost", "10"), figure("b", "south-army", "lost", "50", speaking_for="east")]
    assert {each for each, *_ in found(world(*rows, sides=sides))} == {kind}


def in_parts(world, *said_on: str) -> pd.DataFrame:
    """What a total of 40 and its parts, 25 and 20, leave, given the days on which these parts were said."""
    about = {"subject": "both", "basis": "period", "event_start": "2030-05-01", "event_end": "2030-05-10"}
    north, south = said_on
    case = world(
        figure("total", "monitor", "lost", "40", "2030-05-10", **about),
        figure("north", "monitor", "lost", "25", north, **about | {"subject": "north"}),
        figure("south", "monitor", "lost", "20", south, **about | {"subject": "south"}),
    )
    rows = with_origins(case.ledger, case)
    return remainders(rows, case, views.statements(rows))


def test_parts_given_at_another_time_than_their_total_are_checked_against_it(world):
    (row,) = in_parts(world, "2030-05-14", "2030-05-14").to_dict("records")
    told = row["total"], row["by"], row["finding"], row["lower"], row["upper"]
    assert told == ("total", "subject", "exceeds", -5, -5)


def test_parts_of_different_times_are_not_added_to_each_other(world):
    assert in_parts(world, "2030-05-14", "2030-05-15").empty


def test_a_corrected_figure_is_not_the_latest(world):
    rows = [figure("wrong", "north-army", "held", "900"), figure("right", "north-army", "held", "90")]
    case = world(*rows, relations=[relation("right", "corrects", "wrong")])
    now = standing(case, LATE)
    assert views.latest(now.statements, LATE, 30)["id"].tolist() == ["right"]


def test_of_two_running_totals_of_one_day_the_larger_is_the_later(world):
    case = world(count("a", "north-army", "40", "2030-05-10"), count("b", "north-army", "55", "2030-05-10"))
    now = standing(case, LATE)
    assert views.latest(now.statements, LATE, 30)["id"].tolist() == ["b"]


def test_a_month_counts_from_its_last_day_on(world):
    case = world(figure("a", "north-army", "lost", "5", "2030-04", event_end="2030-04-30"))
    assert views.as_of(case.ledger, pd.Timestamp("2030-04-29")).empty
    assert views.as_of(case.ledger, pd.Timestamp("2030-04-30"))["id"].tolist() == ["a"]


def test_shares_of_what_is_not_said_are_compared_with_a_warning(world):
    rows = [figure(name, who, "still_held", value, denominator="not_stated") for name, who, value in (
        ("a", "north-army", "40"), ("b", "south-army", "90"))]  # fmt: skip
    case = world(*rows)
    said = views.statements(with_origins(case.ledger, case))
    (pair,) = conflicts(said, case).to_dict("records")
    assert (pair["answer"], pair["reason"]) == ("warning", "neither says what it is a share of")


@pytest.mark.parametrize(
    ("unit", "parted"),
    [
        ("lakh", (1e5, "")),
        ("Lakhs of people", (1e5, "people")),
        ("crore rupees", (1e7, "rupees")),
        ("dozen", (12, "")),
        ("people", (1, "people")),
    ],
)
def test_a_unit_may_begin_with_a_multiple(unit, parted):
    assert multiple(unit) == parted


@pytest.mark.parametrize(
    ("unit", "canonical", "dimension", "expected"),
    [
        ("lakh people", "people", "people", 1e5),
        ("sq. miles", "km2", "area", 2.589988110336),
        ("dunams", "km2", "area", 0.001),
        ("feddan", "km2", "area", 0.00420083),
        ("thousand km2", "km2", "area", 1000),
        ("nautical miles", "km", "length", 1.852),
        ("quintals", "t", "mass", 0.1),
        ("litres", "m3", "volume", 0.001),
    ],
)
def test_units_of_other_wars_are_converted(unit, canonical, dimension, expected):
    assert factor(unit, canonical, dimension) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("sq km", "area"),
        ("m", "length"),
        ("tonnes", "mass"),
        ("m3", "volume"),
        ("hands", ""),
        ("tons", ""),
        ("points", ""),
        ("people", ""),
    ],
)
def test_only_known_measures_are_measures(unit, dimension):
    assert measured_as(unit) == dimension


@pytest.mark.parametrize(
    ("value", "step"), [(200, 0.5), (2.5, 0.05), (0.125, 0.0005), (121000, 0.5), (float("nan"), 0)]
)
def test_the_last_printed_digit(value, step):
    assert printed_step(value) == pytest.approx(step)


@pytest.mark.parametrize(
    ("label", "role", "words"),
    [
        ("Northland", "party", " on Northland's side"),
        ("The Rebels", "party", " on The Rebels' side"),
        ("both parties", "joint", " on both sides"),
        ("Civilians", "observer", " (subject: Civilians)"),
    ],
)
def test_whose_side_is_said_in_words(label, role, words):
    assert on_side(label, role) == words
    assert possessive("Watchers") == "Watchers'"

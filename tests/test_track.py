"""How far a claimant's figures were off where something else allows to say so."""

import math

import pandas as pd
import pytest
from make_case import CLAIMANTS, METRICS, figure

from contested import origins, views
from contested.conflicts import conflicts
from contested.support import meetings
from contested.track import YARDSTICKS, track_record, yardsticks

COSTLY = [row | ({"interest": "against"} if row["id"] == "lost" else {}) for row in METRICS]
COLUMNS = ["id", "by", "yardstick", "off", "ratio"]


def measured(world, *rows, **options):
    """Each measured figure as id, yardstick's id, yardstick, off and ratio."""
    case = world(*rows, **({"metrics": COSTLY} | options))
    said = views.statements(origins.with_origins(case.ledger, case))
    found = yardsticks(said, conflicts(said, case), meetings(said, case), case)
    return sorted(found[COLUMNS].itertuples(index=False, name=None))


def lost(name, claimant, text, said="2030-05-10", **cells):
    return figure(name, claimant, "lost", text, said, **cells)


@pytest.mark.parametrize(
    ("claimed", "counted", "off", "ratio"),
    [
        ("100", "100", "within", 1),
        ("150", "100", "above", 1.5),
        ("50", "100", "below", 0.5),
        ("more_than 50", "100", "within", 0.5),  # a floor that reaches the count
        ("at_most 200", "100", "within", 2),
        ("less_than 100", "100", "below", 1),
        ("about 120", "100", "above", 1.2),  # [114, 126]
        ("nearly 110", "100", "within", 1.1),  # [99, 110)
        ("between 80 120", "100", "within", 1),
        ("between 110 130", "100", "above", 1.2),
        ("150", "more_than 100", "within", 1.5),
        ("5", "0", "above", math.nan),  # nothing is a multiple of nothing
    ],
)
def test_a_figure_is_within_above_or_below_its_yardstick_by_their_bounds(world, claimed, counted, off, ratio):
    ((name, by, yardstick, found, times),) = measured(
        world, lost("a", "north-army", claimed), lost("b", "monitor", counted)
    )
    assert (name, by, yardstick, found) == ("a", "b", "counted", off)
    assert times == pytest.approx(ratio, nan_ok=True)


def test_a_later_figure_of_ones_own_is_the_concession_that_measures_the_former(world):
    rows = [lost("a", "north-army", "100"), lost("b", "north-army", "80", "2030-05-11", event_end="2030-05-10")]
    assert measured(world, *rows) == [("a", "b", "conceded", "above", 1.25)]


def test_a_state_of_another_day_concedes_nothing(world):
    assert measured(world, lost("a", "north-army", "100"), lost("b", "north-army", "80", "2030-05-11")) == []


@pytest.mark.parametrize(
    ("claimant", "subject", "metrics", "found"),
    [
        ("north-army", "south", COSTLY, True),
        ("north-army", "north", COSTLY, False),  # south-army says nothing of its own losses
        ("monitor", "south", COSTLY, False),  # an observer is measured by counts alone
        ("south-mayor", "south", COSTLY, False),  # the same side
        ("north-army", "south", METRICS, False),  # of which nobody knows that it hurts
    ],
)
def test_a_party_admits_its_own_losses_to_the_other(world, claimant, subject, metrics, found):
    rows = [lost("a", claimant, "150", subject=subject), lost("b", "south-army", "100", subject=subject)]
    mine = [each for each in measured(world, *rows, metrics=metrics) if each[0] == "a"]
    assert mine == ([("a", "b", "admitted", "above", 1.5)] if found else [])


def test_the_side_that_admits_is_not_measured_by_the_claim_of_the_other(world):
    rows = [lost("a", "north-army", "150"), lost("b", "south-army", "100")]
    assert [each[0] for each in measured(world, *rows)] == ["a"]


def test_a_model_is_measured_by_a_count_and_no_count_by_a_model_or_by_itself(world):
    rows = [lost("a", "modeller", "200"), lost("b", "monitor", "100")]
    assert measured(world, *rows) == [("a", "b", "counted", "above", 2)]


def test_two_who_count_measure_each_other(world):
    people = [row | {"evidence": "count" if row["id"] == "modeller" else row["evidence"]} for row in CLAIMANTS]
    rows = [lost("a", "modeller", "200"), lost("b", "monitor", "100")]
    assert measured(world, *rows, claimants=people) == [
        ("a", "b", "counted", "above", 2),
        ("b", "a", "counted", "below", 0.5),
    ]


def test_the_first_yardstick_that_there_is_measures():
    assert list(YARDSTICKS) == ["conceded", "counted", "admitted"]


ARMY, MONITOR, ENEMY = lost("a", "north-army", "150"), lost("c", "monitor", "120"), lost("d", "south-army", "100")
BACK = lost("b", "north-army", "140", "2030-05-11", event_end="2030-05-10")


@pytest.mark.parametrize(
    ("others", "first"),
    [
        ([BACK, MONITOR, ENEMY], ("a", "b", "conceded")),
        ([MONITOR, ENEMY], ("a", "c", "counted")),
        ([ENEMY], ("a", "d", "admitted")),
    ],
)
def test_of_several_yardsticks_one_is_taken(world, others, first):
    mine = [each for each in measured(world, ARMY, *others) if each[0] == "a"]
    assert [each[:3] for each in mine] == [first]


@pytest.mark.parametrize(
    "other", [{"said": "2030-05-13"}, {"place_id": "coast"}, {"group": "hill_folk"}, {"subject": "north"}]
)
def test_only_what_is_comparable_measures(world, other):
    assert measured(world, lost("a", "north-army", "150"), lost("b", "monitor", **({"text": "100"} | other))) == []


@pytest.mark.parametrize("denied", ["0", "1"])
def test_statements_of_fact_have_no_size_to_be_off_by(world, denied):
    rows = [figure("a", "north-army", "fighting", "1"), figure("b", "monitor", "fighting", denied)]
    assert measured(world, *rows) == []


def test_swapping_the_parties_swaps_nothing_but_their_names(world):
    north = [lost("a", "north-army", "150"), lost("b", "south-army", "100"), lost("c", "monitor", "120")]
    south = [
        lost("a", "south-army", "150", subject="north"), lost("b", "north-army", "100", subject="north"),
        lost("c", "monitor", "120", subject="north"),
    ]  # fmt: skip
    assert measured(world, *north) == measured(world, *south)


def cases(claimant, ratios, metric="lost", yardstick="counted"):
    off = ["within" if ratio == 1 else "above" if ratio > 1 else "below" for ratio in ratios]
    about = {"claimant_id": claimant, "metric_id": metric, "yardstick": yardstick}
    return pd.DataFrame({"off": off, "ratio": ratios}).assign(**about)


def record(*frames):
    return list(track_record(pd.concat(frames, ignore_index=True)).itertuples(index=False, name=None))


def test_a_record_counts_its_cases_and_gives_the_middle_of_their_ratios():
    assert record(cases("north-army", [4.0, 1.0, 0.5, 2.0, 1.0])) == [
        ("north-army", "lost", "counted", 5, 2, 2, 1, 1.0)
    ]
    assert record(cases("north-army", [4.0, 1.0, 0.5, 2.0, 3.0, 1.0]))[0][-1] == 1.5  # between 1 and 2


def test_a_ratio_to_nothing_leaves_the_others_their_middle():
    frame = cases("north-army", [1.0, 2.0, 4.0, 8.0, 9.0])
    frame.loc[4, "ratio"] = math.nan
    assert record(frame) == [("north-army", "lost", "counted", 5, 1, 4, 0, 3.0)]


def test_below_five_cases_nothing_is_said():
    assert record(cases("north-army", [1.0] * 4)) == []


@pytest.mark.parametrize("other", [{"claimant": "south-army"}, {"metric": "left"}, {"yardstick": "admitted"}])
def test_cases_of_another_claimant_metric_or_yardstick_do_not_add_up(other):
    one = {"claimant": "north-army", "ratios": [1.0] * 3}
    assert record(cases(**one), cases(**(one | other))) == []


def test_records_stand_in_alphabetical_order_which_is_no_ranking():
    frames = [
        cases("south-army", [1.0] * 5), cases("north-army", [9.0] * 6), cases("north-army", [1.0] * 5, metric="left"),
        cases("north-army", [1.0] * 7, yardstick="admitted"),
    ]  # fmt: skip
    assert [each[:4] for each in record(*frames)] == [
        ("north-army", "left", "counted", 5),
        ("north-army", "lost", "admitted", 7),
        ("north-army", "lost", "counted", 6),
        ("south-army", "lost", "counted", 5),
    ]

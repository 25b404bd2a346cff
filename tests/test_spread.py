"""The spread over claimants: the latest figure of each, and the range."""

import pandas as pd
import pytest
from make_case import METRICS, figure

from contested import origins, views
from contested.problems import ContestedError
from contested.spread import range_of, spreads

INF = float("inf")
CLAIMANTS = ["north-army", "north-mayor", "south-army", "south-mayor", "monitor", "modeller"]


def scopes(case, metric="lost", when="2030-06-30"):
    day = pd.Timestamp(when)
    said = views.statements(origins.with_origins(views.as_of(case.ledger, day), case))
    return spreads(said, metric, day, case)


def each(*texts, metric="lost"):
    return [figure(f"r{place}", CLAIMANTS[place], metric, text) for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "order", "expected"),
    [
        (["300", "100", "200"], ["r1", "r2", "r0"], (100, 300, False, False, "r1", "r0")),
        (["more_than 100", "50"], ["r1", "r0"], (50, INF, False, True, "r1", "r0")),
        (["100", "more_than 100"], ["r0", "r1"], (100, INF, False, True, "r0", "r1")),
        (["at_most 100", "60"], ["r1", "r0"], (0, 100, False, False, "r0", "r0")),
        (["less_than 100", "100"], ["r0", "r1"], (0, 100, False, False, "r0", "r1")),  # 100 itself is reached
        (["about 1000", "900"], ["r1", "r0"], (500, 1500, False, False, "r0", "r0")),
        (["nearly 100"], ["r0"], (90, 100, False, True, "r0", "r0")),
        (["between 20 40", "29", "31"], ["r1", "r0", "r2"], (20, 40, False, False, "r0", "r0")),  # known by 30
        (["more_than 10", "more_than 20"], ["r0", "r1"], (10, INF, True, True, "r0", "r0")),
    ],
)
def test_figures_stand_by_the_number_printed_and_the_range_is_that_of_their_bounds(world, texts, order, expected):
    ((_, figures),) = scopes(world(*each(*texts)))
    assert figures["id"].tolist() == order
    found = range_of(figures)
    names = ("lower", "upper", "lower_open", "upper_open", "lower_id", "upper_id")
    assert tuple(found[name] for name in names) == expected


def test_only_the_latest_figure_of_each_claimant_counts(world):
    rows = [*each("100", "200"), figure("new", "north-army", "lost", "900", "2030-05-20")]
    assert scopes(world(*rows))[0][1]["id"].tolist() == ["r1", "new"]
    assert scopes(world(*rows), when="2030-05-19")[0][1]["id"].tolist() == ["r0", "r1"]


def test_figures_that_are_not_comparable_stand_in_scopes_of_their_own(world):
    rows = [
        *each("100", "200"),
        figure("g", "monitor", "lost", "5", group="hill_folk"),
        figure("p", "monitor", "lost", "6", place_id="hamlet"),
        figure("s", "monitor", "lost", "7", subject="north"),
        figure("f", "monitor", "lost", "8", basis="period"),
        figure("c", "monitor", "lost", "9", basis="cumulative"),
        figure("d", "monitor", "lost", "9", basis="cumulative", event_start="2030-05-09"),
    ]
    found = [figures["id"].tolist() for _, figures in scopes(world(*rows))]
    assert sorted(found) == [["c"], ["d"], ["f"], ["g"], ["p"], ["r0", "r1"], ["s"]]
    assert found[0] == ["r0", "r1"]  # most statements
    assert found[-1] == ["f"]  # flows come last


def flows(*windows):
    """Flows of as many claimants, each within a window of two days of May."""
    return [
        figure(
            f"r{place}", CLAIMANTS[place], "lost", str(100 + place), "2030-05-25", basis="period",
            event_start=f"2030-05-{first:02}", event_end=f"2030-05-{last:02}",
        )
        for place, (first, last) in enumerate(windows)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("windows", "kept"),
    [
        ([(11, 20), (11, 20)], ["r0", "r1"]),
        ([(11, 20), (1, 10)], ["r0"]),  # nothing in common
        ([(1, 10), (11, 20)], ["r1"]),  # the newest window stays
        ([(11, 20), (11, 15)], ["r0", "r1"]),  # five of ten days
        ([(11, 20), (11, 14)], ["r0"]),  # four of ten days
        ([(11, 20), (9, 18)], ["r0", "r1"]),  # eight of twelve days
        ([(11, 20), (1, 10), (12, 19), (2, 9)], ["r0", "r2"]),
    ],
)
def test_flows_of_other_windows_are_left_out(world, windows, kept):
    ((_, figures),) = scopes(world(*flows(*windows)))
    assert figures["id"].tolist() == kept


@pytest.mark.parametrize("basis", ["point", "cumulative"])
def test_a_state_and_a_running_count_hold_until_their_claimant_gives_another(world, basis):
    rows = [
        figure("a", "north-army", "lost", "5", "2030-05-05", basis=basis),
        figure("b", "monitor", "lost", "6", "2030-06-25", basis=basis),
    ]
    assert scopes(world(*rows))[0][1]["id"].tolist() == ["a", "b"]


def test_of_equal_scopes_the_main_place_comes_first(world):
    rows = [figure("a", "monitor", "lost", "5", place_id="coast"), figure("b", "monitor", "lost", "6")]
    assert [scope["place_id"] for scope, _ in scopes(world(*rows))] == ["valley", "coast"]
    by_settings = world(*rows, settings={"main_place": "coast"})
    assert [scope["place_id"] for scope, _ in scopes(by_settings)] == ["coast", "valley"]


def test_an_unknown_metric_is_refused_with_those_there_are(world):
    with pytest.raises(ContestedError, match=r"^metric: 'won' is unknown; allowed: ") as caught:
        scopes(world(*each("5")), "won")
    assert all(row["id"] in str(caught.value) for row in METRICS)


def test_a_metric_nobody_speaks_about_has_no_scope(world):
    assert scopes(world(*each("5")), "tanks") == []

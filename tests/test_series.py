"""The audit of running counts."""

import pytest
from make_case import figure

from contested import origins, views
from contested.series import audit


def audited(case):
    return audit(views.statements(origins.with_origins(case.ledger, case)), case)


def running(*figures, **cells):
    """A running count: figures with the day of May on which each was said."""
    return [
        figure(f"c{day:02}", "north-army", "lost", text, f"2030-05-{day:02}", basis="cumulative", **cells)
        for day, text in figures
    ]


def daily(*figures):
    return [
        figure(f"d{day:02}", "north-army", "lost", text, f"2030-05-{day:02}", basis="period") for day, text in figures
    ]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("100", "120", []),
        ("100", "100", []),
        ("100", "99", ["drop"]),
        ("more_than 100", "100", ["drop"]),  # more than 100 before, 100 now
        ("at_least 100", "100", []),
        ("100", "at_least 50", []),  # a floor below is no fall
        ("100", "more_than 50", []),
        ("100", "at_most 90", ["drop"]),
        ("100", "nearly 100", ["drop"]),  # less than 100 now
        ("about 1000", "600", []),  # within [500, 1500]
        ("about 1000", "400", ["drop"]),
    ],
)
def test_a_count_has_dropped_where_its_bounds_cannot_meet(world, before, after, kinds):
    # 4 days apart: equal numbers within origin_days would be one statement
    assert audited(world(*running((10, before), (14, after))))["kind"].tolist() == kinds


def test_a_finding_names_its_rows_its_day_and_what_happened(world):
    (row,) = audited(world(*running((10, "1500"), (11, "1200")))).to_dict("records")
    assert (row["kind"], row["from_id"], row["to_id"], f"{row['day']:%d}") == ("drop", "c10", "c11", "11")
    assert row["what"] == "fell from 1,500 or more to 1,200 or less"
    assert (row["claimant_id"], row["metric_id"], row["place"], row["subject"]) == (
        "north-army", "lost", "Long Valley", "south",
    )  # fmt: skip


def test_a_count_that_starts_on_another_day_is_a_reset_and_no_drop(world):
    rows = [*running((10, "100")), *running((20, "7"), event_start="2030-05-15")]
    (row,) = audited(world(*rows)).to_dict("records")
    assert (row["kind"], row["what"]) == ("reset", "counts from 2030-05-15, before that from 2030-05-01")


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        ((1, 2, 3, 4, 9), ["gap"]),  # 5 days of silence step, more than gap_days 4 and 3 * 1
        ((1, 2, 3, 4, 8), []),  # 4 days are not more than 4
        ((1, 2, 3, 9), []),  # four figures are no regular series
        ((1, 4, 7, 10, 18), []),  # 8 days are less than 3 times the usual 3
        ((1, 4, 7, 10, 20), ["gap"]),  # 10 days are more than 9
    ],
)
def test_a_regular_count_that_falls_silent_has_a_gap(world, days, kinds):
    assert audited(world(*running(*((day, str(100 + day)) for day in days))))["kind"].tolist() == kinds


def test_a_gap_says_how_many_days_are_without_a_figure(world):
    found = audited(world(*running(*((day, str(100 + day)) for day in (1, 2, 3, 4, 9)))))
    assert found["what"].tolist() == ["no figure for 4 days"]  # 5, 6, 7 and 8 May


@pytest.mark.parametrize(
    ("count", "flows", "kinds"),
    [
        (((10, "100"), (11, "130")), ((11, "30"),), []),
        (((10, "100"), (11, "130")), ((11, "20"),), ["spike"]),
        (((10, "100"), (11, "130")), ((11, "40"),), ["spike"]),  # it grew by less than the day's own figure
        (((10, "100"), (12, "150")), ((11, "20"), (12, "30")), []),  # two days add up to 50
        (((10, "100"), (12, "150")), ((11, "20"),), []),  # a day without a figure: nothing can be said
        (((10, "100"), (11, "130")), ((11, "more_than 20"),), []),  # a floor is no error
        (((10, "100"), (11, "130")), ((11, "more_than 40"),), ["spike"]),
        (((10, "100"), (11, "130")), ((11, "at_most 30"),), []),
        (((10, "100"), (11, "130")), ((11, "between 20 40"),), []),
        (((10, "100"), (11, "more_than 110")), ((11, "30"),), []),  # 10 or more
        (((10, "more_than 100"), (11, "130")), ((11, "10"),), []),  # 30 or less
        (((10, "about 1000"), (11, "1400")), ((11, "800"),), []),  # [500, 1500] leaves -100 to 900
        (((10, "about 1000"), (11, "1400")), ((11, "950"),), ["spike"]),
    ],
)
def test_a_count_must_grow_by_its_own_daily_figures_bounds_carried_through(world, count, flows, kinds):
    assert audited(world(*running(*count), *daily(*flows)))["kind"].tolist() == kinds


def test_a_spike_says_both_numbers(world):
    found = audited(world(*running((10, "1000"), (11, "1130")), *daily((11, "20"))))
    assert found["what"].tolist() == ["grew by 130, but its daily figures add up to 20"]


def from_100(*figures, steady=(1, 2, 3, 4, 5)):
    """A count that grows by 10 a day, then figures: each with its day."""
    return running(*((day, str(90 + 10 * place)) for place, day in enumerate(steady, 1)), *figures)


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (from_100((6, "191")), ["jump"]),  # 51 in a day after 140; five times 10 is 50
        (from_100((6, "189")), []),
        (from_100((8, "291")), ["jump"]),  # 151 in three days
        (from_100((8, "289")), []),
        (from_100((6, "191"), (7, "201")), ["jump"]),  # and back to its pace
        (from_100((6, "about 200")), []),  # [150, 250]: perhaps by 10 only
        (from_100((6, "about 210")), ["jump"]),  # [199.5, 220.5]
        (from_100((6, "more_than 191")), ["jump"]),
        (from_100((6, "at_most 400")), []),
        (running((1, "100"), (2, "110"), (3, "120"), (4, "about 130"), (5, "190")), ["jump"]),  # 136.5 before
        (running((1, "100"), (2, "110"), (3, "120"), (4, "about 130"), (5, "185")), []),
        (running((1, "100"), (2, "110"), (3, "120"), (4, "more_than 130"), (5, "900")), []),  # no upper bound before
        (running((1, "100"), (2, "110"), (3, "120"), (4, "900")), []),  # four figures have no usual pace
        (running((1, "100"), (2, "110"), (3, "120"), (4, "130"), (5, "900")), ["jump"]),
        (
            running((1, "100"), (3, "120"), (5, "140"), (7, "160"), (8, "225")),
            ["jump"],
        ),  # 65, where 20 in two days are 10 a day
        (running((1, "100"), (3, "120"), (5, "140"), (7, "160"), (9, "250")), []),  # 45 a day
    ],
)
def test_a_count_jumps_where_it_grew_by_more_than_five_times_its_usual_pace_at_the_least(world, rows, kinds):
    assert audited(world(*rows))["kind"].tolist() == kinds


def test_a_jump_says_by_how_much_it_grew_and_how_it_usually_grows(world):
    (row,) = audited(world(*from_100((7, "260")))).to_dict("records")
    assert row["what"] == "grew by 120 or more in 2 days, usually by about 10 a day"
    assert (row["from_id"], row["to_id"], f"{row['day']:%d}") == ("c05", "c07", "07")


def test_growth_that_the_daily_figures_exclude_is_a_spike_and_not_a_jump_too(world):
    assert audited(world(*from_100((6, "191")), *daily((6, "11"))))["kind"].tolist() == ["spike"]


def test_a_count_that_starts_anew_does_not_jump(world):
    rows = [*from_100(), *running((6, "900"), event_start="2030-04-20")]
    assert audited(world(*rows))["kind"].tolist() == ["reset"]


def test_daily_figures_of_another_place_group_or_claimant_prove_nothing(world):
    others = [
        figure("x", "north-army", "lost", "20", "2030-05-11", basis="period", place_id="hamlet"),
        figure("y", "north-army", "lost", "20", "2030-05-11", basis="period", group="hill_folk"),
        figure("z", "north-mayor", "lost", "20", "2030-05-11", basis="period"),
    ]
    assert audited(world(*running((10, "100"), (11, "130")), *others)).empty


@pytest.mark.parametrize(
    "other", [{"claimant": "north-mayor"}, {"place_id": "hamlet"}, {"group": "hill_folk"}, {"subject": "north"}]
)
def test_each_claimant_and_scope_has_a_count_of_its_own(world, other):
    cells = {"claimant": "north-army", "metric": "lost", "figure": "5", "said": "2030-05-11", "basis": "cumulative"}
    assert audited(world(*running((10, "100")), figure("o", **(cells | other)))).empty


def test_states_and_flows_may_fall(world):
    rows = [
        figure(f"{basis}-{day}", "north-army", "lost", text, f"2030-05-{day}", basis=basis)
        for basis in ("point", "period")
        for day, text in (("10", "100"), ("11", "50"))
    ]
    assert audited(world(*rows)).empty


@pytest.mark.parametrize(
    ("kind", "to_id", "explanation"),
    [("drop", "c11", "Recount."), ("spike", "c11", ""), ("jump", "c11", ""), ("drop", "c12", "")],
)
def test_a_finding_is_explained_only_by_its_own_anomaly(world, kind, to_id, explanation):
    anomaly = {
        "id": "x", "claimant_id": "north-army", "metric_id": "lost", "place_id": "valley", "kind": kind,
        "from_id": "c10", "to_id": to_id, "explanation": "Recount.", "source_id": "page-1",
        "recorded_on": "2030-07-01",
    }  # fmt: skip
    rows = running((10, "100"), (11, "50"), (12, "60"))
    assert audited(world(*rows, anomalies=[anomaly]))["explanation"].tolist() == [explanation]

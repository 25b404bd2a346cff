"""The ledger as it stood on a day, the reports of one statement, each claimant's latest figure."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from make_case import figure, relation, write_case

from contested import views
from contested.case import load
from contested.disputes import disputes
from contested.parts import remainders
from contested.problems import ContestedError
from contested.series import audit
from contested.spread import spreads


def joined(case):
    """The ids of the rows of each statement."""
    rows = views.with_origins(case.ledger, case)
    return sorted("".join(sorted(each)) for _, each in rows.groupby("origin")["id"])


def latest(case, when="2030-06-30"):
    rows = views.statements(views.with_origins(views.as_of(case.ledger, pd.Timestamp(when)), case))
    return views.latest(rows, pd.Timestamp(when), case.settings.max_age_days)


@pytest.mark.parametrize(
    ("when", "ids"), [("2030-05-09", []), ("2030-05-10", ["a"]), ("2030-05-11", ["a", "b"]), ("2031-01-01", ["a", "b"])]
)
def test_as_of_keeps_what_was_said_by_then_and_never_an_undated_row(world, when, ids):
    rows = [
        figure("a", "monitor", "lost", "5", "2030-05-10T23:59-11:00"),
        figure("b", "monitor", "lost", "6", "2030-05-11"),
        figure("u", "monitor", "lost", "7", "", event_end="2030-05-01"),
    ]
    ledger = world(*rows).ledger
    assert views.as_of(ledger, pd.Timestamp(when))["id"].tolist() == ids
    assert views.undated(ledger)["id"].tolist() == ["u"]


def test_the_last_day_is_that_of_the_last_dated_row(world):
    rows = [figure("a", "monitor", "lost", "5"), figure("u", "monitor", "lost", "7", "", event_end="2031-05-01")]
    assert views.last_day(world(*rows).ledger) == pd.Timestamp("2030-05-10")


def test_a_ledger_without_dated_rows_has_no_last_day(world):
    with pytest.raises(ContestedError, match="no figure of this case is dated"):
        views.last_day(world(figure("u", "monitor", "lost", "7", "", event_end="2031-05-01")).ledger)


@pytest.mark.parametrize("text", ["2030-02-30", "10 May", "20300510", "soon"])
def test_an_impossible_day_is_refused_with_parameter_value_and_what_is_allowed(text):
    with pytest.raises(ContestedError, match=f"^as_of: '{text}' is not a day; allowed: a day as YYYY-MM-DD$"):
        views.day("as_of", text)


def test_a_blank_day_is_the_default():
    assert views.day("as_of", "", pd.Timestamp("2030-05-10")) == pd.Timestamp("2030-05-10")


ROWS = some.fixed_dictionaries(
    {
        "claimant": some.sampled_from(["north-army", "north-mayor", "south-army", "monitor"]),
        "metric": some.sampled_from(["lost", "fighting", "held"]),
        "number": some.sampled_from(["0", "1"]),
        "qualifier": some.sampled_from(["exact", "about", "more_than", "at_most"]),
        "said": some.sampled_from(["", *(f"2030-05-{day:02}" for day in range(8, 20))]),
        "day": some.integers(8, 20),
        "basis": some.sampled_from(["point", "period", "cumulative"]),
        "place": some.sampled_from(["valley", "hamlet"]),
    }
)


def built(number, drawn):
    qualifier = "exact" if drawn["metric"] == "fighting" else drawn["qualifier"]
    cells = {"event_end": f"2030-05-{drawn['day']:02}", "basis": drawn["basis"], "place_id": drawn["place"]}
    text = f"{qualifier} {drawn['number']}"
    return figure(f"r{number:02}", drawn["claimant"], drawn["metric"], text, drawn["said"], **cells)


def answers(case, when):
    """Everything that is derived from the rows said by a day, as text."""
    rows = views.with_origins(views.as_of(case.ledger, when), case)
    said = views.statements(rows)
    frames = [
        rows, said, views.latest(said, when, 3), disputes(said, case), audit(said, case), remainders(rows, case),
        *(figures for metric in ("lost", "held") for _, figures in spreads(said, metric, when, case)),
    ]  # fmt: skip
    return "\n".join(each.drop(columns="_line", errors="ignore").to_csv(index=False) for each in frames)


def without_later(case, when):
    """The case as its files would be if nobody had said anything after a day, or on a day that is not known."""
    claims = case.tables["claims"]
    known = claims[pd.to_datetime(claims["said_on"].replace("", "2099-01-01")) <= when]
    links = case.tables["relations"]
    held = links[links["from_id"].isin(known["id"]) & links["to_id"].isin(known["id"])]
    return replace(case, tables={**case.tables, "claims": known, "relations": held})


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    some.lists(ROWS, min_size=10, max_size=16),
    some.sets(some.tuples(some.integers(0, 15), some.sampled_from(["repeats", "part_of"]), some.integers(0, 15))),
    some.integers(9, 18),
)
def test_nothing_said_later_changes_any_answer_as_of_a_day(drawn, links, last):
    rows = [built(number, each) for number, each in enumerate(drawn)]
    named = [relation(f"r{a:02}", kind, f"r{b:02}") for a, kind, b in sorted(links) if a != b and max(a, b) < len(rows)]
    when = pd.Timestamp(2030, 5, last)
    with tempfile.TemporaryDirectory() as folder:
        case = load(str(write_case(Path(folder) / "made-up", rows, relations=named)))
    assert answers(case, when) == answers(without_later(case, when), when)


@pytest.mark.parametrize(
    ("second", "together"),
    [
        ({}, True),
        ({"said": "2030-05-13"}, True),  # 3 days after: within origin_days
        ({"said": "2030-05-14"}, False),  # 4 days after
        ({"figure": "about 500"}, True),  # outlets lose the qualifier
        ({"figure": "501"}, False),
        ({"figure": "between 500 500"}, False),
        ({"claimant": "north-mayor"}, False),
        ({"metric": "left"}, False),
        ({"subject": "north"}, False),
        ({"place_id": "hamlet"}, False),
        ({"group": "hill_folk"}, False),
        ({"basis": "cumulative"}, False),
        ({"source_id": "page-2"}, True),
    ],
)
def test_reports_of_one_statement_share_an_origin(world, second, together):
    first = {"claimant": "north-army", "metric": "lost", "figure": "500", "said": "2030-05-10"}
    case = world(figure("a", **first), figure("b", **(first | second)))
    assert joined(case) == (["ab"] if together else ["a", "b"])


@pytest.mark.parametrize(("day", "together"), [("2030-05-10", True), ("2030-05-09", False)])
def test_flows_of_another_window_are_another_statement(world, day, together):
    rows = [figure(name, "north-army", "lost", "500", basis="period", event_end=end) for name, end in
            (("a", "2030-05-10"), ("b", day))]  # fmt: skip
    assert joined(world(*rows)) == (["ab"] if together else ["a", "b"])


@pytest.mark.parametrize(("unit", "together"), [("km2", True), ("mi2", False)])
def test_one_number_in_two_units_of_area_is_two_figures(world, unit, together):
    rows = [figure("a", "north-army", "held", "500"), figure("b", "north-army", "held", "500", unit=unit)]
    assert joined(world(*rows)) == (["ab"] if together else ["a", "b"])


def test_counted_things_may_be_called_differently(world):
    rows = [figure("a", "north-army", "tanks", "5"), figure("b", "north-army", "tanks", "5", unit="vehicles")]
    assert joined(world(*rows)) == ["ab"]


def test_repetitions_are_counted_from_the_first_report(world):
    days = {"a": "2030-05-10", "b": "2030-05-12", "c": "2030-05-14", "d": "2030-05-17"}  # c is 4 days after a
    assert joined(world(*(figure(name, "north-army", "lost", "5", said) for name, said in days.items()))) == [
        "ab",
        "cd",
    ]


def test_the_days_within_which_reports_repeat_belong_to_the_case(world):
    rows = [figure("a", "north-army", "lost", "5"), figure("b", "north-army", "lost", "5", "2030-05-14")]
    assert joined(world(*rows, settings={"origin_days": 4})) == ["ab"]


@pytest.mark.parametrize(("later", "groups"), [("2030-05-11", ["abu"]), ("2030-05-20", ["a", "b", "u"])])
def test_an_undated_row_joins_only_where_one_statement_fits(world, later, groups):
    rows = [
        figure("a", "north-army", "lost", "5"),
        figure("b", "north-army", "lost", "5", later),
        figure("u", "north-army", "lost", "5", "", event_end=""),
    ]
    assert joined(world(*rows)) == groups


def test_rows_that_a_human_calls_repetitions_join_and_do_not_speak(world):
    rows = [
        figure("b", "north-army", "lost", "500"),
        figure("a", "north-army", "lost", "490", source_id="page-2"),  # drifted, and earlier by id
    ]
    case = world(*rows, relations=[relation("a", "repeats", "b")])
    (said,) = views.statements(views.with_origins(case.ledger, case)).to_dict("records")
    assert (said["id"], said["value"], said["reports"], said["publishers"]) == ("b", 500, 2, 2)


def test_repetitions_of_repetitions_are_one_statement(world):
    rows = [figure(name, "north-army", "lost", number) for name, number in (("a", "1"), ("b", "2"), ("c", "3"))]
    links = [relation("c", "repeats", "b"), relation("b", "repeats", "a")]
    assert joined(world(*rows, relations=links)) == ["abc"]


@pytest.mark.parametrize("kind", ["corrects", "part_of", "narrows", "same_event"])
def test_other_relations_do_not_join(world, kind):
    rows = [figure("a", "north-army", "lost", "1"), figure("b", "north-army", "lost", "2")]
    assert joined(world(*rows, relations=[relation("b", kind, "a")])) == ["a", "b"]


def test_a_statement_is_its_first_report_with_reports_and_publishers_counted(world):
    rows = [
        figure("c", "north-army", "lost", "5", "2030-05-10"),
        figure("b", "north-army", "lost", "5", "2030-05-11", source_id="page-2"),
        figure("a", "north-army", "lost", "5", "2030-05-12", source_id="page-2"),
    ]
    case = world(*rows)
    (said,) = views.statements(views.with_origins(case.ledger, case)).to_dict("records")
    assert (said["id"], said["origin"], said["reports"], said["publishers"]) == ("c", "c", 3, 2)


@pytest.mark.parametrize(
    ("a", "b", "newest"),
    [
        ({"said": "2030-05-10"}, {"said": "2030-05-11"}, "b"),
        ({"said": "2030-05-10T09:00Z"}, {"said": "2030-05-10T08:00Z"}, "a"),
        ({"said": "2030-05-10T09:00+03:00"}, {"said": "2030-05-10T08:00Z"}, "b"),  # 06:00 against 08:00 UTC
        ({"event_end": "2030-05-08"}, {"event_end": "2030-05-09"}, "b"),  # said together: the later day counts
        ({"said": "2030-05-11", "event_end": "2030-05-01"}, {"event_end": "2030-05-09"}, "a"),  # time before window
        ({}, {}, "a"),  # else the smaller id
    ],
)
def test_the_latest_figure_is_the_one_said_last_then_the_one_about_the_later_day(world, a, b, newest):
    said = {"said": "2030-05-10", "event_end": "2030-05-10"}
    rows = [figure("a", "north-army", "lost", "5", **(said | a)), figure("b", "north-army", "lost", "6", **(said | b))]
    assert latest(world(*rows))["id"].tolist() == [newest]


def test_of_two_said_together_the_one_in_more_reports_counts(world):
    rows = [
        figure("a", "north-army", "lost", "5"),
        figure("b", "north-army", "lost", "6"),
        figure("c", "north-army", "lost", "6", source_id="page-2"),
    ]
    assert latest(world(*rows))["id"].tolist() == ["b"]


@pytest.mark.parametrize(
    "other", [{"place_id": "hamlet"}, {"subject": "north"}, {"group": "hill_folk"}, {"basis": "period"}]
)
def test_a_figure_of_another_scope_replaces_nothing(world, other):
    rows = [figure("a", "north-army", "lost", "5"), figure("b", "north-army", "lost", "6", "2030-05-12", **other)]
    assert latest(world(*rows))["id"].tolist() == ["a", "b"]


@pytest.mark.parametrize(("when", "age", "stale"), [("2030-06-09", 30, False), ("2030-06-10", 31, True)])
def test_a_figure_older_than_max_age_days_is_stale(world, when, age, stale):
    row = latest(world(figure("a", "north-army", "lost", "5")), when).iloc[0]
    assert (row["age_days"], row["stale"]) == (age, stale)


@pytest.mark.parametrize(
    "text", ["today", "now", "2030-05-1099", "2030-05-10 or so", "20300510", "2030-02-30", "２０３０-05-10"]
)
def test_a_day_is_nothing_but_a_day(text):
    with pytest.raises(ContestedError, match=r"^as_of: .* is not a day; allowed: a day as YYYY-MM-DD$"):
        views.day("as_of", text)


def test_the_start_of_a_count_does_not_change_with_what_is_said_later(world):
    rows = [
        figure("a", "north-army", "lost", "5", "2030-05-12", basis="cumulative", event_start="2030-05-06"),
        figure("b", "north-army", "lost", "7", "2030-05-13", basis="cumulative", event_start="2030-05-10"),
        figure("c", "north-army", "lost", "9", "2030-06-10", basis="cumulative", event_start="2030-05-01"),
    ]
    told = views.as_of(world(*rows).ledger, pd.Timestamp("2030-05-20"))
    # 6 and 10 May are within a week of each other; the count from 1 May was not known then.
    assert list(told["since"]) == ["2030-05-06", "2030-05-06"]

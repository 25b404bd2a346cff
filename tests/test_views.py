"""The ledger as it stood on a day, the reports of one statement, each claimant's latest figure."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from make_case import figure, relation, write_case

from contested import origins, views
from contested.case import load
from contested.conflicts import conflicts
from contested.disputes import disputes
from contested.parts import remainders
from contested.problems import ContestedError
from contested.series import audit
from contested.spread import spreads
from contested.support import graded


def latest(case, when="2030-06-30"):
    rows = views.statements(origins.with_origins(views.as_of(case.ledger, pd.Timestamp(when)), case))
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


@pytest.mark.parametrize(
    ("rows", "when", "why"),
    [
        ([], "2030-05-10", "the tables of figures hold no row"),
        ([figure("u", "monitor", "lost", "7", "")], "2030-05-10", "no figure of this case is dated"),
        ([figure("a", "monitor", "lost", "7")], "2030-05-09", "no figure of this case was said up to 2030-05-09"),
        ([figure("a", "monitor", "lost", "7")], "2030-05-10", ""),
    ],
)
def test_why_nothing_stands_as_of_a_day(world, rows, when, why):
    assert views.missing(world(*rows).ledger, pd.Timestamp(when)) == why


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
    rows = origins.with_origins(views.as_of(case.ledger, when), case)
    said = views.statements(rows)
    found = conflicts(said, case)
    frames = [
        rows, said, views.latest(said, when, 3), audit(said, case), remainders(rows, case),
        found, disputes(found, said, case, when), graded(said, found, case),
        *(figures for metric in ("lost", "held") for _, figures in spreads(said, metric, when, case)),
    ]  # fmt: skip
    # What begins with an underscore is of this ledger alone.
    return "\n".join(each.filter(regex="^[^_]").to_csv(index=False) for each in frames)


def without_later(case, when):
    """The case as its files would be if nobody had said anything after a day; undated rows may be of any day."""
    claims = case.tables["claims"]
    known = claims[pd.to_datetime(claims["said_on"].replace("", "1900-01-01")) <= when]
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
    joined = [each for each in sorted(links) if each[0] != each[2] and max(each[0], each[2]) < len(rows)]
    once = {a: b for a, kind, b in joined if kind == "repeats" and a > b}  # one target a row, and no circles
    sound = [(a, kind, b) for a, kind, b in joined if kind != "repeats" or once.get(a) == b]
    named = [relation(f"r{a:02}", kind, f"r{b:02}") for a, kind, b in sound]
    when = pd.Timestamp(2030, 5, last)
    with tempfile.TemporaryDirectory() as folder:
        case = load(str(write_case(Path(folder) / "made-up", rows, relations=named)))
    assert answers(case, when) == answers(without_later(case, when), when)


def test_a_statement_is_its_first_report_with_reports_and_publishers_counted(world):
    rows = [
        figure("c", "north-army", "lost", "5", "2030-05-10"),
        figure("b", "north-army", "lost", "5", "2030-05-11", source_id="page-2"),
        figure("a", "north-army", "lost", "5", "2030-05-12", source_id="page-2"),
    ]
    case = world(*rows)
    (said,) = views.statements(origins.with_origins(case.ledger, case)).to_dict("records")
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


CHAIN = {"a": "", "b": "a", "c": "b"}
"""Each row and the one that it revises; a was said on 10 May, b on 12 May, c on 14 May."""


def chain():
    days = zip(CHAIN.items(), ("2030-05-10", "2030-05-12", "2030-05-14"), strict=True)
    return [figure(name, "north-army", "lost", str(n), said, revises=old) for n, ((name, old), said) in enumerate(days)]


@pytest.mark.parametrize(
    ("when", "left"), [("2030-05-10", "a"), ("2030-05-11", "a"), ("2030-05-12", "b"), ("2030-05-14", "c")]
)
def test_a_row_that_another_revises_counts_until_that_one_is_said(world, when, left):
    assert views.as_of(world(*chain()).ledger, pd.Timestamp(when))["id"].tolist() == [left]


def test_a_revised_row_is_never_lost(world):
    ledger = world(*chain()).ledger
    assert views.as_of(ledger, pd.Timestamp("2030-05-31"), corrected=False)["id"].tolist() == ["a", "b", "c"]
    assert ledger["id"].tolist() == ["a", "b", "c"]


def test_a_row_that_revises_on_a_day_nobody_knows_replaces_nothing(world):
    rows = [figure("a", "north-army", "lost", "5"), figure("u", "north-army", "lost", "6", "", revises="a")]
    assert views.as_of(world(*rows).ledger, pd.Timestamp("2030-05-31"))["id"].tolist() == ["a"]

"""What the ledger knew: rows, relations and explanations count from the day on which they were recorded."""

import pandas as pd
import pytest
from make_case import figure, relation

from contested import origins, views
from contested.changes import standing
from contested.series import audit

MAY, JUNE, JULY = "2030-05-20", "2030-06-01", "2030-07-01"


def lost(name, text, said="2030-05-10", known=JUNE, claimant="north-army", **cells):
    return figure(name, claimant, "lost", text, said, recorded_on=known, **cells)


def known(case, day):
    return case.known_on(pd.Timestamp(day))


def told(case, known_on, as_of):
    """The ids of the rows that stand as of a day, by what the ledger knew on another."""
    return views.as_of(known(case, known_on).ledger, pd.Timestamp(as_of))["id"].tolist()


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2030-05-31", []),
        (JUNE, ["a"]),
        ("2030-06-30", ["a"]),
        (JULY, ["a", "b", "s"]),
        ("2031-01-01", ["a", "b", "s"]),
    ],
)
def test_rows_recorded_later_are_not_known(world, day, ids):
    rows = [lost("a", "100"), lost("b", "5", known=JULY, metric_id="left"), lost("s", "7", known=JULY, weapon="drone")]
    case = world(*rows)
    assert case.ledger["id"].tolist() == ["a", "b", "s"]  # what the whole case has read is not handed on
    assert known(case, day).ledger["id"].tolist() == ids
    assert case.ledger["id"].tolist() == ["a", "b", "s"]


def test_tables_that_are_not_of_a_day_stay(world):
    case = world(lost("a", "100"))
    early = known(case, MAY)
    assert early.ledger.empty
    assert list(early.sides.index) == list(case.sides.index)
    assert [len(early.tables[name]) for name in ("sources", "places", "metrics", "claimants")] == [
        len(case.tables[name]) for name in ("sources", "places", "metrics", "claimants")
    ]


@pytest.mark.parametrize(("day", "statements"), [(JUNE, ["a", "b"]), (JULY, ["a"])])
def test_relations_recorded_later_are_not_known(world, day, statements):
    links = [relation("b", "repeats", "a") | {"drift": "other_number", "recorded_on": JULY}]
    case = known(world(lost("a", "500"), lost("b", "490"), relations=links), day)
    rows = origins.with_origins(case.ledger, case)
    assert views.statements(rows)["id"].tolist() == statements
    assert origins.drifts(rows, case)["id"].tolist() == [name for name in "ab" if name not in statements]
    assert list(origins.why_joined(rows, case)) == (["a"] if len(statements) == 1 else [])


@pytest.mark.parametrize(("day", "speaks"), [(JUNE, ["b"]), (JULY, [])])
def test_a_repetition_speaks_until_the_undated_row_that_it_repeats_is_known(world, day, speaks):
    rows = [lost("b", "490"), lost("u", "500", "", JULY, event_end="")]
    links = [relation("b", "repeats", "u") | {"recorded_on": JUNE}]
    case = known(world(*rows, relations=links), day)
    dated = views.as_of(case.ledger, pd.Timestamp(MAY))
    assert views.statements(origins.with_origins(dated, case))["id"].tolist() == speaks


@pytest.mark.parametrize(("day", "explanation"), [(JUNE, ""), ("2030-06-30", ""), (JULY, "Recount.")])
def test_anomalies_recorded_later_explain_nothing(world, day, explanation):
    anomaly = {
        "id": "x", "claimant_id": "north-army", "metric_id": "lost", "place_id": "valley", "kind": "drop",
        "from_id": "a", "to_id": "b", "explanation": "Recount.", "source_id": "page-1", "recorded_on": JULY,
    }  # fmt: skip
    rows = [lost("a", "100", basis="cumulative"), lost("b", "50", "2030-05-11", basis="cumulative")]
    case = known(world(*rows, anomalies=[anomaly]), day)
    found = audit(views.statements(origins.with_origins(case.ledger, case)), case)
    assert list(zip(found["kind"], found["explanation"], strict=True)) == [("drop", explanation)]


@pytest.mark.parametrize(
    ("known_on", "as_of", "ids"),
    [
        (MAY, "2030-05-31", []),  # nothing is known yet, whenever it was said
        (JUNE, "2030-05-09", []),  # known, and not yet said
        (JUNE, "2030-05-11", ["a"]),
        (JUNE, "2030-05-31", ["a"]),  # the revision has been said, and is not known
        (JULY, "2030-05-11", ["a"]),  # it is known, and had not been said
        (JULY, "2030-05-12", ["b"]),  # known and said
        (JULY, "2030-12-31", ["b"]),
    ],
)
def test_a_row_that_revises_another_replaces_it_once_it_is_known_and_said(world, known_on, as_of, ids):
    rows = [lost("a", "100"), lost("b", "120", "2030-05-12", JULY, revises="a")]
    assert told(world(*rows), known_on, as_of) == ids


def test_a_row_may_be_known_before_the_one_that_it_revises(world):
    rows = [lost("a", "100", known=JULY), lost("b", "120", "2030-05-12", JUNE, revises="a")]
    case = world(*rows)
    assert told(case, JUNE, "2030-05-31") == ["b"]
    assert told(case, JULY, "2030-05-31") == ["b"]
    assert told(case, JULY, "2030-05-11") == ["a"]


@pytest.mark.parametrize(
    ("known_on", "as_of", "kinds"),
    [
        (JUNE, "2030-05-31", []),  # only one of the two is known
        (JULY, "2030-05-10", []),  # only one of the two was said
        (JULY, "2030-05-11", ["contradiction"]),
    ],
)
def test_a_dispute_stands_where_both_figures_were_known_and_said(world, known_on, as_of, kinds):
    case = known(world(lost("a", "100"), lost("b", "500", "2030-05-11", JULY, "south-army")), known_on)
    assert standing(case, pd.Timestamp(as_of)).disputes["kind"].tolist() == kinds


ROWS = [
    lost("a", "100", "2030-05-10", JUNE),
    lost("b", "120", "2030-05-12", JULY, revises="a"),
    lost("c", "500", "2030-05-11", "2030-06-15", "south-army"),
    lost("d", "100", "2030-05-11", JULY, source_id="page-2"),
    lost("e", "700", "2030-05-13", "2030-06-15", "monitor", basis="cumulative", event_start="2030-04-28"),
    lost("f", "690", "2030-05-12", JULY, "monitor", basis="cumulative", event_start="2030-04-25"),
]
LINKS = [
    relation("d", "repeats", "a") | {"recorded_on": JULY},
    relation("c", "same_event", "a") | {"recorded_on": JUNE},
]


@pytest.mark.parametrize("known_on", [JUNE, "2030-06-14", "2030-06-15", JULY])
@pytest.mark.parametrize("as_of", ["2030-05-10", "2030-05-12", "2030-05-31"])
def test_what_was_known_on_a_day_and_said_by_another_is_what_the_files_of_that_day_say(world, known_on, as_of):
    whole = known(world(*ROWS, relations=LINKS), known_on)
    rows = [row for row in ROWS if row["recorded_on"] <= known_on]
    ids = {row["id"] for row in rows}
    links = [link for link in LINKS if link["recorded_on"] <= known_on and {link["from_id"], link["to_id"]} <= ids]
    then = world(*rows, relations=links)

    def answer(case):
        stood = standing(case, pd.Timestamp(as_of))
        return stood.statements.drop(columns="_line").to_csv(), stood.disputes.to_csv()

    assert answer(whole) == answer(then)


def test_a_row_must_say_when_it_was_recorded(folder):
    from contested.case import check_case

    (problem,) = check_case(folder(lost("a", "100", known="")))
    assert (problem.column, problem.what) == ("recorded_on", "the cell is blank")

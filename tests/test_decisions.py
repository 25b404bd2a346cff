"""What relations, corrections and headlines may not say: each is refused with its file, line and column."""

import pytest
from make_case import figure, relation

from contested.case import check_case

ROWS = [
    figure("a", "monitor", "held", "5"),
    figure("b", "monitor", "held", "5", source_id="page-2"),
    figure("c", "monitor", "held", "5", source_id="page-3"),
]


def found(folder, rows=ROWS, **tables):
    return [(each.line, each.column, each.what) for each in check_case(folder(*rows, **tables))]


@pytest.mark.parametrize(
    ("relations", "problems"),
    [
        ([relation("a", "repeats", "b")], []),
        ([relation("a", "repeats", "a")], [(2, "to_id", "'a' is related to itself")]),
        ([relation("a", "part_of", "a")], [(2, "to_id", "'a' is related to itself")]),
        (
            [relation("a", "repeats", "b"), relation("b", "repeats", "a")],
            [
                (2, "to_id", "the row repeats itself by way of 'b'"),
                (3, "to_id", "the row repeats itself by way of 'a'"),
            ],
        ),
        ([relation("a", "repeats", "b"), relation("a", "repeats", "c")], [(3, "from_id", "'a' repeats two rows")]),
        ([relation("a", "repeats", "b") | {"drift": "stale"}], []),
        ([relation("a", "part_of", "b") | {"drift": "stale"}], [(2, "drift", "'stale' stands on another relation")]),
        ([relation("a", "part_of", "b") | {"breakdown": "by_fate"}], []),
        ([relation("a", "narrows", "b") | {"breakdown": "x"}], [(2, "breakdown", "'x' stands on another relation")]),
    ],
)
def test_relations_join_two_rows_and_carry_only_what_belongs_to_them(folder, relations, problems):
    assert found(folder, relations=relations) == problems


def test_no_row_revises_itself_by_way_of_others(folder):
    rows = [figure("a", "monitor", "held", "5", revises="b"), figure("b", "monitor", "held", "6", revises="a")]
    assert found(folder, rows) == [
        (2, "revises", "the row revises itself by way of 'b'"),
        (3, "revises", "the row revises itself by way of 'a'"),
    ]


@pytest.mark.parametrize(
    ("headline", "problem"),
    [
        ("held", None),
        ("held@valley", None),
        ("nope", "headline 'nope': 'nope' is not in metrics.csv"),
        ("held@mars", "headline 'held@mars': 'mars' is not in places.csv"),
    ],
)
def test_a_headline_is_a_metric_or_a_metric_and_a_place(folder, headline, problem):
    expected = [] if problem is None else [(0, "contested", problem)]
    assert found(folder, settings={"headlines": [headline]}) == expected

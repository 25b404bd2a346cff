"""Every qualifier as an interval, worked out by hand from the rule."""

import numpy as np
import pandas as pd
import pytest
from make_case import figure

from contested.bounds import RULES, bounds, disjoint, half_last_digit, printed
from contested.schema import Settings

INF = float("inf")


def stated(text, **settings):
    cells = {
        name: float(cell) for name, cell in figure("a", "x", "lost", text).items() if name in ("value", "low", "high")
    }
    row = {"value": np.nan, "low": np.nan, "high": np.nan} | cells
    row["qualifier"] = figure("a", "x", "lost", text)["qualifier"]
    return bounds(pd.DataFrame([row]), Settings(**settings)).iloc[0]


@pytest.mark.parametrize(
    ("text", "lower", "upper", "lower_open", "upper_open"),
    [
        ("exact 121000", 121000, 121000, False, False),
        ("at_least 15", 15, INF, False, True),
        ("more_than 2000", 2000, INF, True, True),
        ("at_most 40", 0, 40, False, False),
        ("less_than 40", 0, 40, False, True),
        ("between 28 35", 28, 35, False, False),
        ("nearly 2000", 1800, 2000, False, True),  # 0.9 * 2000
        ("about 121000", 114950, 127050, False, False),  # max(5 % = 6050, 500)
        ("about 1000", 500, 1500, False, False),  # max(50, half of the thousands = 500)
        ("about 2.5", 2.375, 2.625, False, False),  # max(0.125, 0.05)
        ("about 3", 2.5, 3.5, False, False),  # max(0.15, 0.5)
        ("about 17", 16.15, 17.85, False, False),  # max(0.85, 0.5)
        ("about 120", 114, 126, False, False),  # max(6, half of the tens = 5)
        ("about 0.4", 0.35, 0.45, False, False),  # max(0.02, 0.05)
    ],
)
def test_each_qualifier_is_the_interval_of_its_rule(text, lower, upper, lower_open, upper_open):
    found = stated(text)
    assert (found["lower"], found["upper"]) == pytest.approx((lower, upper), rel=1e-12)
    assert (found["lower_open"], found["upper_open"]) == (lower_open, upper_open)


@pytest.mark.parametrize(
    ("value", "half"), [(121000, 500), (1000, 500), (17, 0.5), (2.5, 0.05), (120, 5), (0.25, 0.005), (100001, 0.5)]
)
def test_half_a_unit_of_the_last_significant_digit(value, half):
    assert half_last_digit(value) == pytest.approx(half, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("about 125", 100, 150),  # 20 % of 125 = 25, more than 0.5
        ("nearly 100", 70, 100),  # (1 - 0.3) * 100
        ("exact 100", 100, 100),
    ],
)
def test_tolerances_come_from_the_settings(text, lower, upper):
    found = stated(text, about=0.2, nearly=0.3)
    assert (found["lower"], found["upper"]) == pytest.approx((lower, upper), rel=1e-12)


def test_the_case_file_sets_the_tolerances_of_its_ledger(world):
    rows = [figure("a", "monitor", "lost", "about 125"), figure("b", "monitor", "lost", "nearly 100")]
    ledger = world(*rows, settings={"tolerances": {"about": 0.2, "nearly": 0.3}}).ledger
    assert ledger["lower"].tolist() == pytest.approx([100, 70], rel=1e-12)
    assert ledger["upper"].tolist() == pytest.approx([150, 100], rel=1e-12)


def test_every_qualifier_of_the_schema_has_a_rule_in_words(kursk):
    field = next(each for each in kursk.package.tables["claims"].fields if each.name == "qualifier")
    assert set(RULES) == set(field.constraints["enum"])


@pytest.mark.parametrize(
    ("text", "known_by"),
    [
        ("exact 7", 7), ("about 1000", 1000), ("nearly 2000", 2000), ("at_least 15", 15), ("more_than 15", 15),
        ("at_most 40", 40), ("less_than 40", 40), ("between 28 35", 31.5),
    ],
)  # fmt: skip
def test_a_figure_is_known_by_the_number_printed(text, known_by):
    row = {"qualifier": figure("a", "x", "lost", text)["qualifier"], **stated(text)}
    assert printed(row) == pytest.approx(known_by, rel=1e-12)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("exact 100", "exact 100", False),
        ("exact 100", "exact 101", True),
        ("at_least 100", "exact 100", False),
        ("more_than 100", "exact 100", True),
        ("more_than 100", "exact 101", False),
        ("at_most 100", "at_least 100", False),
        ("less_than 100", "at_least 100", True),
        ("less_than 100", "more_than 100", True),
        ("nearly 100", "exact 100", True),
        ("between 28 35", "between 35 40", False),
        ("between 28 35", "between 36 40", True),
        ("about 1000", "exact 1500", False),
    ],
)
def test_intervals_meet_where_they_share_a_number(a, b, apart):
    first, second = pd.DataFrame([stated(a)]), pd.DataFrame([stated(b)])
    assert disjoint(first, second).tolist() == [apart]
    assert disjoint(second, first).tolist() == [apart]

"""Printed units, and what they are in the metric's own unit."""

import pytest
from make_case import figure

from contested.units import factor


@pytest.mark.parametrize(
    ("unit", "canonical", "dimension", "expected"),
    [
        ("mi2", "km2", "area", 2.589988110336),  # 1.609344 squared
        ("ha", "km2", "area", 0.01),
        ("dunam", "km2", "area", 0.001),
        ("m2", "km2", "area", 1e-6),
        ("km2", "mi2", "area", 0.386102158542446),  # 1 / 2.589988110336
        ("mi", "km", "length", 1.609344),
        ("km", "mi", "length", 0.621371192237334),  # 1 / 1.609344
        ("km", "km", "length", 1),
        ("vehicles", "tanks", "count", 1),
        ("people", "people", "people", 1),
        ("percent", "percent", "share", 1),
    ],
)
def test_one_unit_in_another(unit, canonical, dimension, expected):
    assert factor(unit, canonical, dimension) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "canonical", "dimension"),
    [("km", "km2", "area"), ("km2", "km", "length"), ("kg", "km", "length"), ("furlongish", "km", "length")],
)
def test_units_of_another_dimension_are_refused_by_name(unit, canonical, dimension):
    with pytest.raises(ValueError, match=f"'{unit}' cannot be converted to '{canonical}'"):
        factor(unit, canonical, dimension)


@pytest.mark.parametrize(
    ("metric", "text", "unit", "lower", "upper"),
    [
        ("held", "exact 100", "mi2", 258.9988110336, 258.9988110336),
        ("held", "between 100 200", "ha", 1, 2),
        ("held", "more_than 500", "dunam", 0.5, float("inf")),
        ("depth", "nearly 10", "mi", 14.484096, 16.09344),  # [9, 10) * 1.609344
        ("held", "about 40", "mi2", 90.64958386176, 116.54946496512),  # [35, 45] mi2: max(2, 5) = 5
        ("tanks", "exact 12", "vehicles", 12, 12),
        ("still_held", "exact 92.8", "percent", 92.8, 92.8),
    ],
)
def test_bounds_stand_in_the_metrics_unit_and_the_printed_unit_stays(world, metric, text, unit, lower, upper):
    row = world(figure("a", "monitor", metric, text, unit=unit, denominator="land")).ledger.iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx((lower, upper), rel=1e-11)  # twelve digits are kept
    assert row["unit"] == unit
    numbers = text.split()[1:]
    assert [row["value"]] == [float(numbers[0])] if len(numbers) == 1 else [row["low"], row["high"]] == [100, 200]

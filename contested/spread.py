"""The spread of a quantity over its claimants: the latest figure of each, and the range that they leave."""

from __future__ import annotations

import pandas as pd

from contested.case import Case
from contested.problems import ContestedError, one_of
from contested.views import SCOPE, latest

KEY = ["metric_id", "basis", *SCOPE]


def spreads(
    statements: pd.DataFrame, metric: str, when: pd.Timestamp, case: Case
) -> list[tuple[dict[str, str], pd.DataFrame]]:
    """Give each claimant's latest figure of a metric, apart for every scope in which figures are comparable.

    Out: pairs of a scope (metric, basis, subject, place and so on) and its figures by lower bound; the scope with the
    most claimants comes first, then the one about the case's main place. Raises ContestedError for an unknown metric.
    """
    if metric not in case.metrics.index:
        raise ContestedError(f"metric: '{metric}' is unknown; allowed: {one_of(case.metrics.index, 60)}")
    rows = latest(statements[statements["metric_id"].eq(metric)], when, case.settings.max_age_days)
    found = []
    for values, figures in rows.groupby(KEY, dropna=False, sort=True):
        scope = dict(zip(KEY, values, strict=True))
        found.append((scope, figures.sort_values(["lower", "upper", "claimant_id"], ignore_index=True)))
    main = case.settings.main_place
    return sorted(found, key=lambda pair: (-len(pair[1]), pair[0]["place_id"] != main, tuple(pair[0].values())))


def range_of(figures: pd.DataFrame) -> dict[str, object]:
    """The range over figures: from the lowest lower to the highest upper bound, each with the id that carries it."""
    low = figures.sort_values(["lower", "lower_open", "id"]).iloc[0]
    high = figures.sort_values(["upper", "upper_open", "id"], ascending=[False, True, True]).iloc[0]
    return {
        "lower": low["lower"], "upper": high["upper"], "lower_open": bool(low["lower_open"]),
        "upper_open": bool(high["upper_open"]), "lower_id": low["id"], "upper_id": high["id"],
    }  # fmt: skip

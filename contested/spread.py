"""The spread of a quantity over its claimants: the latest figure of each, and the range that they leave."""

from __future__ import annotations

import pandas as pd

from contested.bounds import printed
from contested.case import Case
from contested.compare import fitting
from contested.problems import ContestedError, one_of
from contested.views import SERIES as KEY
from contested.views import latest
from contested.words import quantity


def spreads(
    statements: pd.DataFrame, metric: str, when: pd.Timestamp, case: Case
) -> list[tuple[dict[str, str], pd.DataFrame]]:
    """Give each claimant's latest figure of a metric, apart for every scope in which figures are comparable.

    What happened in different windows does not belong in one range: of flows only those stay whose windows overlap
    enough with the newest. Out: pairs of a scope (metric, basis, subject, place and so on) and its figures, the lowest
    printed first. States and running counts come before flows, then the scopes with most statements, then the case's
    main place. Raises ContestedError for an unknown metric.
    """
    if metric not in case.metrics.index:
        raise ContestedError(f"metric: '{metric}' is unknown; allowed: {one_of(case.metrics.index, 60)}")
    mine = statements[statements["metric_id"].eq(metric) & statements["said"].notna()]
    size = mine.groupby(KEY, dropna=False).size().to_dict()
    found = []
    for values, figures in latest(mine, when, case.settings.max_age_days).groupby(KEY, dropna=False, sort=True):
        figures = fitting(figures, case) if len(figures) > 1 else figures
        ordered = figures.assign(_p=[printed(row) for row in figures.to_dict("records")])
        ranked = ordered.sort_values(["_p", "lower", "claimant_id"], ignore_index=True).drop(columns="_p")
        found.append((dict(zip(KEY, values, strict=True)), ranked))
    main = case.settings.main_place

    def rank(pair: tuple[dict[str, str], pd.DataFrame]) -> tuple:
        scope, figures = pair
        values = tuple(scope.values())
        return scope["basis"] == "period", -size[values], scope["place_id"] != main, -len(figures), values

    return sorted(found, key=rank)


def range_of(figures: pd.DataFrame) -> dict[str, object]:
    """The range over figures: from the lowest lower to the highest upper bound, each with the id that carries it."""
    low = figures.sort_values(["lower", "lower_open", "id"]).iloc[0]
    high = figures.sort_values(["upper", "upper_open", "id"], ascending=[False, True, True]).iloc[0]
    return {
        "lower": low["lower"],
        "upper": high["upper"],
        "lower_open": bool(low["lower_open"]),
        "upper_open": bool(high["upper_open"]),
        "lower_id": low["id"],
        "upper_id": high["id"],
    }


def range_text(figures: pd.DataFrame, units: str = "metric") -> str:
    """Say the range over figures, lowest printed first, in the reader's units: from the first to the last figure."""
    if figures.empty:
        return "no figure is left"
    said = [quantity(row, units).split(" (printed")[0] for row in (figures.iloc[0], figures.iloc[-1])]
    return f"from {said[0]} to {said[1]}" if said[0] != said[1] else said[0]

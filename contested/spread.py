"""The spread of a quantity over its claimants: the latest figure of each, and the range that they leave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.compare import fitting_each
from contested.problems import ContestedError, one_of
from contested.sorting import order
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
    return list(scopes(statements, metric, when, case))


def scopes(
    statements: pd.DataFrame, metric: str, when: pd.Timestamp, case: Case, **only: str
) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """The pairs of ``spreads``, one by one: a case has thousands of scopes, and most readers want the first.

    ``only`` are values that the scope must have, by the columns of a scope.
    """
    if metric not in case.metrics.index:
        raise ContestedError(f"metric: '{metric}' is unknown; allowed: {one_of(case.metrics.index, 60)}")
    mine = statements[statements["metric_id"].eq(metric) & statements["said"].notna()]
    size = mine.groupby(KEY, dropna=False, sort=True).size()
    newest = latest(mine, when, case.settings.max_age_days)
    number = newest.groupby(KEY, dropna=False, sort=True).ngroup().to_numpy()
    fits = fitting_each(newest, number, case)
    fitting, number = newest[fits].assign(_p=printed_numbers(newest[fits])), number[fits]
    turn = order(fitting, "_p", "lower", "claimant_id")
    turn = turn[np.argsort(number[turn], kind="stable")]
    ordered, number = fitting.drop(columns="_p").take(turn), number[turn]
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    ends: np.ndarray = np.append(starts[1:], len(number))
    lead = ordered.iloc[starts]
    elsewhere = lead["place_id"].ne(case.settings.main_place).to_numpy()
    told = [starts - ends, elsewhere, -size.to_numpy(), lead["basis"].eq("period").to_numpy()]
    wanted = np.logical_and.reduce([lead[name].eq(value) for name, value in only.items()] or [np.full(len(lead), True)])
    for place in (each for each in np.lexsort(told) if wanted[each]):
        figures = ordered.iloc[starts[place] : ends[place]].reset_index(drop=True)
        yield dict(zip(KEY, figures.loc[0, KEY], strict=True)), figures


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

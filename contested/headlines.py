"""The headlines of a case: the spread of each, its robustness card, and in one look whether it may be used."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed
from contested.captions import scope_text
from contested.card import CONCLUSIONS, USES, card, verdict
from contested.case import Case
from contested.figures import worded
from contested.findings import PAIR, pairs
from contested.spread import range_text, scopes

BUSIEST = 5
"""Metrics that stand in for headlines where a case names none."""


def wanted(statements: pd.DataFrame, case: Case) -> list[str]:
    """The headlines of the case, or where it names none those metrics that most claimants speak about.

    A statement of fact has no range and is no headline.
    """
    counted = case.metrics.index[case.metrics["dimension"].ne("boolean")]
    named = [name for name in case.settings.headlines if name.partition("@")[0] in counted]
    if named:
        return named
    rows = statements[statements["dimension"].ne("boolean")]
    claimants = rows.groupby("metric_id")["claimant_id"].nunique()
    return list(claimants.sort_values(ascending=False, kind="stable").index[:BUSIEST])


def headlines(statements: pd.DataFrame, when: pd.Timestamp, case: Case, units: str = "metric") -> list[pd.DataFrame]:
    """The latest figures of each headline that has any, worded, the lowest printed first.

    A headline is a metric, or a metric and a place as ``metric@place``; it has one range for every side that its
    figures are about, in the scope of which most is said. Figures of a group only are no headline.
    """
    found = []
    for name in wanted(statements, case):
        metric, _, place = name.partition("@")
        only = {"group": "", **({"place_id": place} if place else {})}
        unheard_of = set(statements.loc[statements["metric_id"].eq(metric), "subject"])
        for scope, figures in scopes(statements, metric, when, case, **only):
            if scope["subject"] in unheard_of:
                unheard_of.remove(scope["subject"])
                found.append(worded(figures, units))
            if not unheard_of:
                break
    return found


def unheard(statements: pd.DataFrame, case: Case) -> list[str]:
    """Labels of the headline metrics of which no figure has been given: statements of fact are none."""
    given = statements.loc[statements["dimension"].ne("boolean"), "metric_id"]
    names = dict.fromkeys(name.partition("@")[0] for name in case.settings.headlines)
    return [str(case.metrics.loc[name, "label"]) for name in names if name not in set(given)]


def ends(
    heads: list[pd.DataFrame], statements: pd.DataFrame, when: pd.Timestamp, case: Case, units: str = "metric"
) -> pd.DataFrame:
    """The two ends of each headline as a pair: ``a`` the lowest printed, ``b`` the highest."""
    found = []
    for figures in heads:
        low, high = figures.iloc[0], figures.iloc[-1]
        apart = printed(low) > 0 and len(figures) > 1
        about = {name: low[name] for name in ("metric_id", "place", "subject")}
        ratio = printed(high) / printed(low) if apart else np.nan
        found.append(
            {"a": low["id"], "b": high["id"], **about, "day": when, "ratio": ratio, "ids": "|".join(figures["id"])}
        )
    return pairs(pd.DataFrame(found, columns=[*PAIR, "ratio", "ids"]), statements, case, units)


def cards(heads: list[pd.DataFrame], case: Case, units: str = "metric") -> pd.DataFrame:
    """The robustness cards of headlines under each other; ``headline`` names each, see ``card.card``."""
    found = [card(figures, case, units).assign(headline=scope_text(figures, case)) for figures in heads]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["headline"])


def verdicts(heads: list[pd.DataFrame], case: Case, units: str = "metric") -> pd.DataFrame:
    """In one look: each headline's range, what stands behind it, and whether it may be used.

    Out, one row a headline: ``headline``, ``range``, ``claimants``, ``origins``, ``reports``, ``conclusion`` and
    ``use`` in words, ``carried_by`` and ``flips_under`` (see ``card.verdict``), ``ids`` of its figures, joined by |.
    """
    found = []
    for figures in heads:
        rules = card(figures, case, units)
        told = verdict(rules, figures)
        found.append(
            {
                "headline": scope_text(figures, case),
                "range": range_text(figures, units),
                "claimants": int(figures["claimant_id"].nunique()),
                "origins": len(figures),
                "reports": int(figures["reports"].sum()),
                "conclusion": CONCLUSIONS[told["conclusion"]],
                "use": USES[told["use"]],
                "carried_by": told["carried_by"].replace("|", ", "),
                "flips_under": told["flips_under"].replace("|", "; "),
                "ids": "|".join(figures["id"]),
            }
        )
    columns = ["headline", "range", "claimants", "origins", "reports", "conclusion", "use", "carried_by", "flips_under"]
    return pd.DataFrame(found, columns=[*columns, "ids"])

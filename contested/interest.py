"""Which figures weigh more: those of a party about its own losses, and those that run against its interest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.sorting import mapped

OWN, AGAINST = "own losses", "against its interest"
"""The two marks; the second is the stronger."""


def own_losses(rows: pd.DataFrame, case: Case) -> pd.Series:
    """Whether each figure is a party's about itself, of something of which more is worse for it."""
    party = mapped(rows["side"], case.sides["role"]).eq("party")
    worse = mapped(rows["metric_id"], case.metrics["interest"]).eq("against") & rows["upper"].gt(0)
    return party & rows["side"].eq(rows["subject"]) & worse


def marks(a: pd.DataFrame, b: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Mark both halves of pairs of ledger rows that stand in the same positions.

    Out: ``mark_a`` and ``mark_b``: ``AGAINST`` where a party gives the figure of the two that serves it less (of a
    metric whose ``interest`` metrics.csv states; a denial counts as nought), else ``OWN`` where it is a party's about
    its own losses, else blank. Which of the two is true is not judged.
    """
    a, b = a.reset_index(drop=True), b.reset_index(drop=True)
    size = [printed_numbers(half) for half in (a, b)]
    found = {}
    for name, half, mine, other in (("a", a, *size), ("b", b, *reversed(size))):
        party = half["side"].map(case.sides["role"]).eq("party")
        serves = half["metric_id"].map(case.metrics["interest"])
        # A larger figure serves its claimant when it is for the subject and that is its own side, or the reverse.
        more = serves.eq("for").eq(half["side"].eq(half["subject"]))
        worse = np.where(more, mine < other, mine > other)
        found[f"mark_{name}"] = np.select(
            [party & serves.ne("") & worse, own_losses(half, case)], [AGAINST, OWN], default=""
        )
    return pd.DataFrame(found)

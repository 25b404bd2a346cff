"""Figures side by side in words: the two of a dispute, and those that replaced one another."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from contested.case import Case
from contested.compare import comparable_pairs
from contested.figures import worded
from contested.words import day_text

PAIR = ["a", "b", "metric_id", "place", "subject", "day"]
HALF = [
    *(
        "claimant",
        "claimant_id",
        "side",
        "evidence",
        "figure",
        "qualifier",
        "lower",
        "upper",
        "said",
        "reports",
        "value",
    ),
    *("dimension", "place_id"),
]


def pairs(rows: pd.DataFrame, statements: pd.DataFrame, case: Case, units: str = "metric") -> pd.DataFrame:
    """Add both halves of pairs of statements (ids ``a`` and ``b``) with suffixes _a and _b, and what charts need.

    Adds ``label``, ``name`` (the pair in words), ``gap_text`` and, where it is not there, ``answer``: that of the gate
    for two figures that stand beside each other.
    """
    told = statements[statements["id"].isin({*rows["a"], *rows["b"]})]
    known = worded(told, units).set_index("id")
    joined = rows.reset_index(drop=True)
    if "answer" not in joined:
        joined["answer"] = comparable_pairs(known.loc[joined["a"]], known.loc[joined["b"]], case, "held")["answer"]
    for half in "ab":
        joined = joined.join(known.loc[joined[half], HALF].add_suffix(f"_{half}").reset_index(drop=True))
    joined["label"] = known.loc[joined["b"], "label"].to_numpy()
    about = zip(joined["label"], joined["place"], joined["day"], strict=True)
    joined["name"] = [f"{label}, {place}, {day_text(day)}" for label, place, day in about]
    ratios = joined["ratio"].astype(float)
    joined["gap_text"] = [f"{ratio:.3g} times apart" if np.isfinite(ratio) else "" for ratio in ratios]
    return joined


def trails(chains: Iterable[Iterable[str]], statements: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Put figures that replaced one another in a row, for ``panels.trail``: one row a figure, ``name`` and ``step``."""
    known = worded(statements, units).set_index("id", drop=False).rename_axis("row")
    found = []
    for chain in chains:
        rows = known.loc[[name for name in chain if name in known.index]]
        last = rows.iloc[-1]
        name = f"{last['label']}, {last['place']}, {day_text(last['day'])}"
        found.append(rows.assign(name=name, step=range(1, len(rows) + 1)))
    columns = ["name", "step", "claimant", "side", "figure", "qualifier", "lower", "upper", "said", "reports", "id"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)

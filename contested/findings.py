"""Figures side by side in words: the two of a dispute, and those that replaced one another."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from contested.captions import scopes_of
from contested.case import Case
from contested.compare import comparable_pairs
from contested.figures import worded
from contested.phrases import placed
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

    Adds ``label``, ``scope`` (what it is about) and ``name`` (the same with its day) in words, ``gap_text`` and, where
    it is not there, ``answer``: that of the gate for two figures that stand beside each other.
    """
    told = statements[statements["id"].isin({*rows["a"], *rows["b"]})]
    known = worded(told, units).set_index("id")
    joined = rows.reset_index(drop=True)
    if "answer" not in joined:
        joined["answer"] = comparable_pairs(known.loc[joined["a"]], known.loc[joined["b"]], case, "held")["answer"]
    for half in "ab":
        joined = joined.join(known.loc[joined[half], HALF].add_suffix(f"_{half}").reset_index(drop=True))
    joined["label"] = known.loc[joined["b"], "label"].to_numpy()
    joined["scope"] = _scopes(joined, known, case)
    joined["name"] = [f"{scope}, {day_text(day)}" for scope, day in zip(joined["scope"], joined["day"], strict=True)]
    ratios = joined["ratio"].astype(float)
    joined["gap_text"] = [f"{ratio:.3g} times apart" if np.isfinite(ratio) else "" for ratio in ratios]
    return joined


def _scopes(joined: pd.DataFrame, known: pd.DataFrame, case: Case) -> list[str]:
    """What pairs are about; where the place of one lies inside that of the other, both are named."""
    scope = pd.Series(scopes_of(known, case), index=known.index, dtype=object)
    first = known["place"].loc[joined["a"]].to_numpy() == joined["place"].to_numpy()
    outer, inner = joined["a"].where(first, joined["b"]), joined["b"].where(first, joined["a"])
    apart = known["place"].loc[outer].to_numpy() != known["place"].loc[inner].to_numpy()
    found = zip(scope.loc[outer], known["place_id"].loc[inner], apart, strict=True)
    return [f"{text} and in {placed(place, case)}" if inside else text for text, place, inside in found]


def trails(chains: Iterable[Iterable[str]], statements: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Put figures that replaced one another in a row, for ``panels.trail``: one row a figure, ``name`` and ``step``."""
    columns = ["name", "step", "claimant", "side", "figure", "qualifier", "lower", "upper", "said", "reports", "id"]
    pairs = [(number, name) for number, chain in enumerate(chains) for name in chain]
    links = pd.DataFrame(pairs, columns=["chain", "id"], dtype=object)
    known = worded(statements[statements["id"].isin(links["id"])], units)
    rows = links.merge(known, on="id")
    last = rows.drop_duplicates("chain", keep="last").set_index("chain")
    named = zip(last["label"], last["place"], last["day"], strict=True)
    name = {
        chain: f"{label}, {place}, {day_text(day)}"
        for chain, (label, place, day) in zip(last.index, named, strict=True)
    }
    return rows.assign(name=rows["chain"].map(name).astype(object), step=rows.groupby("chain").cumcount() + 1)[columns]

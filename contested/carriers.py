"""Who printed what is shown: the rows that are statements, or carry them, and their publishers."""

from __future__ import annotations

import numpy as np
import pandas as pd


class Carriers:
    """The reports of a standing as numbers, so that each table and chart of it counts publishers without a search.

    In: reports with ``id``, ``origin`` and ``publisher``.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self._place, origins = pd.factorize(rows["origin"])
        self._publisher, self._publishers = pd.factorize(rows["publisher"])
        self._origins, self._ids = pd.Index(origins), pd.Index(rows["id"])

    def publishers(self, asked: pd.Series) -> list[str]:
        """The publishers of the rows that are, or carry, the statements with these ids, or of all rows where there are
        none; those with most reports first."""
        printed = self._publisher[self._carry(asked)] if len(asked) else self._publisher
        counts = np.bincount(printed[printed >= 0], minlength=len(self._publishers))
        named = [(-count, name) for count, name in zip(counts.tolist(), self._publishers, strict=True) if count]
        return [name for _, name in sorted(named)]

    def _carry(self, asked: pd.Series) -> np.ndarray:
        known = np.full(len(self._origins) + 1, False)
        known[self._origins.get_indexer(asked)] = True  # The last one stands for those that are no statement.
        known[-1] = False
        carried: np.ndarray = known[self._place]
        found = self._ids.get_indexer(asked)
        carried[found[found >= 0]] = True
        return carried

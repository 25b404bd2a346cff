"""What stands on a day: the statements said by then, and all that follows from them, each worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import pandas as pd

from contested import findings, headlines, origins, support, tables, track, views, wholes
from contested.carriers import Carriers
from contested.case import Case
from contested.conflicts import NEEDED, conflicts
from contested.disputes import ENDINGS, disputes
from contested.numerals import held
from contested.parts import remainders, subsets
from contested.record import MOST_RECORDED
from contested.series import audit

Chosen = tuple[pd.Timestamp, tuple[str, ...], tuple[str, ...]]
"""The first day, the sides and the metrics that were asked for; no side or metric stands for all."""

EARLIER = tuple(dict.fromkeys([*NEEDED, *origins.NEEDED, "published", "publisher", "revises"]))
"""The columns of the reports of an earlier day: what conflicts and statements take. Others are not looked at there."""

ALL: Chosen = (pd.Timestamp.min, (), ())


class Standing:
    """A case as of a day. ``rows`` are the reports with their ``origin``; all else is derived from them.

    ``chosen`` is what they were chosen by, see ``chosen_reports``.
    """

    def __init__(
        self, case: Case, rows: pd.DataFrame, when: pd.Timestamp, units: str = "metric", chosen: Chosen = ALL
    ) -> None:
        self.case, self.rows, self.when, self.units, self.chosen = case, rows, when, units, chosen
        self._earlier: dict[int, Standing] = {}

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row for each statement; see ``views.statements``."""
        return views.statements(self.rows)

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Pairs of statements that cannot both hold; see ``conflicts.conflicts``."""
        return conflicts(self.statements, self.case)

    @cached_property
    def disputes(self) -> pd.DataFrame:
        """Conflicts grouped into disputes, with both figures in words; see ``disputes.disputes``."""
        found = disputes(self.conflicts, self.statements, self.case, self.when)
        told = findings.pairs(found, self.statements, self.case, self.units)
        return told.assign(ending=told["ended"].map(ENDINGS))

    def disputed(self, *kinds: str) -> pd.DataFrame:
        """Disputes of these kinds, ranked."""
        return self.disputes[self.disputes["kind"].isin(kinds)].reset_index(drop=True)

    @cached_property
    def audit(self) -> pd.DataFrame:
        """What is odd in running counts, with names of claimant and metric; see ``series.audit``."""
        found = audit(self.statements, self.case)
        return found.assign(
            claimant=found["claimant_id"].map(self.case.claimants["name"]),
            label=found["metric_id"].map(self.case.metrics["label"]),
        )

    @cached_property
    def inside(self) -> pd.DataFrame:
        """Statements that lie inside another one; see ``wholes.inner``."""
        return wholes.inner(self.statements, self.case)

    @cached_property
    def remainders(self) -> pd.DataFrame:
        """What the parts of each total leave of it; see ``parts.remainders``."""
        return remainders(self.rows, self.case, self.statements, self.inside)

    @cached_property
    def subsets(self) -> pd.DataFrame:
        """Figures that lie inside another; see ``parts.subsets``."""
        return subsets(self.rows, self.case, self.inside)

    @cached_property
    def carriers(self) -> Carriers:
        """Which rows carry which statements, for the notes on who printed them; see ``carriers.Carriers``."""
        return Carriers(self.rows)

    @cached_property
    def drifts(self) -> pd.DataFrame:
        """Reports that depart from the statement that they carry; see ``origins.drifts``."""
        return origins.drifts(self.rows, self.case)

    @cached_property
    def echoes(self) -> pd.DataFrame:
        """Statements by the pages that had carried them by the day; see ``tables.echoes``."""
        return tables.echoes(self.rows, self.when, self.case, self.drifts)

    @cached_property
    def heads(self) -> list[pd.DataFrame]:
        """The latest figures of each headline of the case; see ``headlines.headlines``."""
        return headlines.headlines(self.statements, self.when, self.case, self.units)

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """Pairs of comparable statements of different actors; see ``support.meetings``."""
        return support.meetings(self.statements, self.case)

    @cached_property
    def graded(self) -> pd.DataFrame:
        """Statements with their Admiralty grades and what these mean; see ``support.graded``."""
        graded = support.graded(self.statements, self.conflicts, self.case, self.meetings, self.yardsticks)
        return graded.assign(meaning=graded["credibility"].map(support.GRADES))

    @cached_property
    def yardsticks(self) -> pd.DataFrame:
        """Statements that another one measures; see ``track.yardsticks``."""
        return track.yardsticks(self.statements, self.conflicts, self.meetings, self.case)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """The same with names; see ``track.named``."""
        return track.named(self.yardsticks, self.case)

    def work_out(self) -> None:
        """Work out all of it, and what the sentences of every report look up in its rows."""
        for name, each in vars(Standing).items():
            if isinstance(each, cached_property):
                getattr(self, name)
        held(list(self.rows["id"].head(MOST_RECORDED)), self.case)

    def before(self, days: int) -> Standing:
        """The same so many days earlier; its rows have the columns ``EARLIER``."""
        if days not in self._earlier:
            when = self.when - pd.Timedelta(days=days)
            # From the ledger: of the rows of today those are gone that were revised since.
            rows = chosen_reports(self.case, when, self.chosen, EARLIER)
            self._earlier[days] = Standing(self.case, rows, when, self.units, self.chosen)
        return self._earlier[days]


@lru_cache(maxsize=2)
def standing(
    case: Case,
    when: pd.Timestamp,
    units: str = "metric",
    start: pd.Timestamp = pd.Timestamp.min,
    sides: tuple[str, ...] = (),
    metrics: tuple[str, ...] = (),
) -> Standing:
    """What the ledger says as of a day, since ``start`` and, where some are named, of these sides and metrics.

    The last two that were asked for are kept, so that the notebooks of one report work nothing out twice.
    """
    chosen = start, sides, metrics
    return Standing(case, chosen_reports(case, when, chosen), when, units, chosen)


def chosen_reports(
    case: Case, when: pd.Timestamp, chosen: Chosen, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Reports said by a day, with their ``origin``: those that were asked for, with all columns or with some."""
    start, sides, metrics = chosen
    ledger = case.ledger if columns is None else case.ledger[list(columns)]
    rows = origins.with_origins(views.as_of(ledger, when), case)
    kept = rows["said"].ge(start)
    for column, names in (("side", sides), ("metric_id", metrics)):
        kept &= rows[column].isin(names) if names else True
    return (rows if kept.all() else rows[kept]).reset_index(drop=True)

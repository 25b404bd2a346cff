"""The notebook's own helper: reads the parameters and holds the ledger as of a day, with what follows from it."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path

import pandas as pd

from contested import figures, findings, narrative, views
from contested.case import ROOT, Case
from contested.display import Prose
from contested.disputes import disputes
from contested.parts import remainders
from contested.record import Record
from contested.series import audit
from contested.words import Sentence, group_text, plural


class Desk(Record):
    """A case as of a day, cut to the reader's parameters, and the record of what the notebook has shown.

    ``rows`` are the reports said from ``start`` to ``when`` with their ``origin``; ``statements`` one row an origin.
    """

    def __init__(
        self,
        notebook: str,
        case: Case,
        when: pd.Timestamp,
        start: pd.Timestamp,
        sides: list[str],
        units: str,
        seed: str,
    ) -> None:
        self.when, self.start, self.sides, self.units, self.seed = when, start, sides, units, seed
        rows = views.with_origins(views.as_of(case.ledger, when), case)
        rows = rows[(rows["said"] >= start) & (rows["side"].isin(sides) if sides else True)].reset_index(drop=True)
        self.digest = data_digest(case.folder)
        stamp = f"As of {when:%Y-%m-%d}; data {case.package.version} ({self.digest[:8]})."
        super().__init__(notebook, case, rows, stamp)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row for each statement; see ``views.statements``."""
        return views.statements(self.rows)

    @cached_property
    def disputes(self) -> pd.DataFrame:
        """Pairs of statements that cannot both hold; see ``disputes.disputes``."""
        return disputes(self.statements, self.case)

    @cached_property
    def audit(self) -> pd.DataFrame:
        """What is odd in running counts, with names of claimant and metric; see ``series.audit``."""
        found = audit(self.statements, self.case)
        return found.assign(
            claimant=found["claimant_id"].map(self.case.claimants["name"]),
            label=found["metric_id"].map(self.case.metrics["label"]),
        )

    @cached_property
    def remainders(self) -> pd.DataFrame:
        """What the parts of each total leave of it; see ``parts.remainders``."""
        return remainders(self.rows, self.case)

    def on(self, *topics: str) -> pd.DataFrame:
        """Reports on these topics."""
        return self.rows[self.rows["topic"].isin(topics)]

    def _counting(self, group: bool) -> pd.DataFrame:
        """Statements that count a group, or those that count all."""
        return self.statements[self.statements["group"].ne("") == group]

    def _main_metric(self, rows: pd.DataFrame, topics: tuple[str, ...], dimension: str) -> str:
        return figures.main_metric(rows, list(topics), (dimension,) if dimension else ())

    def metric(self, *topics: str, dimension: str = "", group: bool = False) -> str:
        """The metric of these topics that most claimants speak about, '' when there is none."""
        return self._main_metric(self._counting(group), topics, dimension)

    def spread(self, *topics: str, dimension: str = "", group: bool = False, subject: str = "") -> pd.DataFrame:
        """Each claimant's latest figure of the main metric of these topics; see ``figures.spread``."""
        rows = self._counting(group)
        rows = rows[rows["subject"].eq(subject)] if subject else rows
        metric = self._main_metric(rows, topics, dimension)
        return figures.spread(rows, metric, self.when, self.case, self.units)

    def history(self, *topics: str, dimension: str = "", group: bool = False, basis: str = "") -> pd.DataFrame:
        """All statements on the main metric of these topics, oldest first; see ``figures.history``."""
        rows = self._counting(group)
        rows = rows[rows["basis"].eq(basis)] if basis else rows
        return figures.history(rows, self.metric(*topics, dimension=dimension, group=group), self.units)

    def newest(self, *topics: str, group: bool | None = None) -> pd.DataFrame:
        """The latest statement of each claimant, metric and scope on these topics; see ``figures.newest``."""
        found = figures.newest(self.statements, list(topics), self.units, group=group)
        return found.assign(group_text=[group_text(str(name), self.case) for name in found["group"]])

    def collisions(self, *kinds: str) -> pd.DataFrame:
        """The widest dispute of each two claimants, of these kinds; see ``findings.one_each``."""
        found = self.disputes[self.disputes["kind"].isin(kinds)]
        return findings.one_each(findings.pairs(found, self.statements, self.units))

    def moved(self, days: int) -> pd.DataFrame:
        """Figures that replaced an earlier one of the same claimant in the last days; see ``findings.moved``."""
        return findings.pairs(findings.moved(self.statements, self.when, days), self.statements, self.units)

    def headlines(self) -> pd.DataFrame:
        """The ends of the spread of the case's headline metrics; see ``findings.headlines``."""
        wanted = [name for name in self.case.settings.headlines if name.partition("@")[0] in self.case.metrics.index]
        return findings.headlines(self.statements, wanted or self.busiest(), self.when, self.case, self.units)

    def headline_spread(self) -> pd.DataFrame:
        """The spread of the case's first headline."""
        heads = self.headlines()
        metric = str(heads["metric_id"].iloc[0]) if len(heads) else ""
        return figures.spread(self.statements, metric, self.when, self.case, self.units)

    def rows_since(self, days: int) -> pd.DataFrame:
        """Statements said in the last days, the most reported first."""
        fresh = self.statements[self.statements["said"] > self.when - pd.Timedelta(days=days)]
        order = ["reports", "said_at", "id"]
        return figures.worded(fresh.sort_values(order, ascending=[False, False, True], ignore_index=True), self.units)

    def busiest(self, most: int = 5) -> list[str]:
        """The metrics that most claimants speak about, for a case that names no headlines."""
        rows = self.statements[self.statements["dimension"].ne("boolean")]
        claimants = rows.groupby("metric_id")["claimant_id"].nunique()
        return list(claimants.sort_values(ascending=False, kind="stable").index[:most])

    def problems(self) -> Prose:
        """Say what the checks found: of the files (none with a problem is loaded), of days not known, of the audit."""
        loose = len(views.undated(self.case.ledger))
        odd = int(self.audit["explanation"].eq("").sum())
        stand = "is undated and stands" if loose == 1 else "are undated and stand"
        said = [
            "The check of the case's files finds no problem.",
            f"{plural(loose, 'row')} of the ledger {stand} in no figure below.",
            f"The audit of running counts has {plural(odd, 'finding')} that nobody has explained yet.",
        ]
        return self.say(Sentence(text) for text in said)

    def document(self) -> Prose:
        """Say each figure of the seed document, where one was asked for."""
        rows = self.rows[self.rows["source_id"].eq(self.seed)] if self.seed else self.rows.iloc[:0]
        return self.say(narrative.document(rows, self.case, self.units), bullets=True)

    def close(self) -> Prose:
        """Write what was shown into the run's folder and say what the run rests on."""
        reports, said, pages = len(self.rows), len(self.statements), int(self.rows["source_id"].nunique())
        loose = len(views.undated(self.case.ledger))
        given = {"start": f"{self.start:%Y-%m-%d}", "sides": self.sides, "units": self.units, "seed": self.seed}
        about = {
            "as_of": f"{self.when:%Y-%m-%d}",
            "parameters": given,
            "data_version": self.case.package.version,
            "data_digest": self.digest,
            "counts": {"rows": reports, "statements": said, "sources": pages, "undated": loose},
        }
        self.write(self.folder, about)
        counted = f"{plural(reports, 'report')} of {plural(said, 'statement')} on {plural(pages, 'page')}"
        data = f"data {self.case.package.version}, SHA-256 {self.digest[:16]}"
        return Prose((f"As of {self.when:%Y-%m-%d}: {counted}; {plural(loose, 'undated row')} left out; {data}.",))

    @property
    def folder(self) -> Path:
        """Where this run writes: build/<case>/<as-of>/<notebook>, with the parameters that are not the usual ones."""
        begun = "" if self.start == views.first_day(self.case.ledger) else f"{self.start:%Y-%m-%d}"
        unlike = {
            "start": begun,
            "sides": "+".join(self.sides),
            "units": self.units if self.units != "metric" else "",
            "seed": self.seed,
        }
        name = ",".join([self.notebook, *(f"{key}={value}" for key, value in unlike.items() if value)])
        return build_folder() / self.case.name / f"{self.when:%Y-%m-%d}" / name


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library."""
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build")


def data_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a case's files."""
    summed = hashlib.sha256()
    for path in [*sorted(folder.glob("*.csv")), folder / "datapackage.json"]:
        summed.update(path.name.encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()

"""The notebook's own helper: reads the parameters and holds the ledger as of a day, with what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from contested import changes, figures, findings, headlines, narrative, track, views
from contested.carriers import Carriers
from contested.display import Prose
from contested.folders import build_folder
from contested.phrases import group_text
from contested.record import Record
from contested.words import Sentence, plural

if TYPE_CHECKING:
    from contested.parameters import Parameters


class Desk(Record):
    """A case as of a day, cut to the reader's parameters, and the record of what the notebook has shown.

    ``rows`` are the reports said from ``start`` to ``when`` with their ``origin``; ``statements`` one row an origin.
    What follows from them (see ``Standing``) is worked out once for all notebooks of a process.
    """

    def __init__(self, notebook: str, asked: Parameters) -> None:
        self.asked, self.now = asked, asked.standing()
        self.when, self.units = asked.when, asked.units
        stamp = f"As of {asked.when:%Y-%m-%d}; data {asked.case.package.version} ({asked.case.digest[:8]})."
        super().__init__(notebook, asked.case, self.now.rows, stamp)

    def __getattr__(self, name: str) -> Any:
        """What stands on the day: the properties and methods of ``Standing``."""
        if name == "now":
            raise AttributeError(name)
        return getattr(self.now, name)

    @property
    def carriers(self) -> Carriers:
        """Those of the day, once for all notebooks."""
        return self.now.carriers

    def on(self, *topics: str) -> pd.DataFrame:
        """Reports on these topics."""
        return self.rows[self.rows["topic"].isin(topics)]

    def _counting(self, group: bool, **only: str) -> np.ndarray:
        """Which statements count a group, or which count all; ``only`` are values that they must have, if any."""
        told = self.statements
        asked = [told[name].eq(value) for name, value in only.items() if value]
        return np.logical_and.reduce([told["group"].ne("").eq(group), *asked])

    def metric(self, *topics: str, dimension: str = "", group: bool = False, subject: str = "") -> str:
        """The metric of these topics that most claimants speak about, '' when there is none."""
        rows = self.statements[figures.CHOOSING][self._counting(group, subject=subject)]
        return figures.main_metric(rows, list(topics), (dimension,) if dimension else ())

    def spread(self, *topics: str, dimension: str = "", group: bool = False, subject: str = "") -> pd.DataFrame:
        """Each claimant's latest figure of the main metric of these topics; see ``figures.spread``."""
        metric = self.metric(*topics, dimension=dimension, group=group, subject=subject)
        rows = self.statements[self._counting(group, subject=subject) & self.statements["metric_id"].eq(metric)]
        return figures.spread(rows, metric, self.when, self.case, self.units)

    def history(self, *topics: str, dimension: str = "", group: bool = False, basis: str = "") -> pd.DataFrame:
        """All statements on the main metric of these topics, oldest first; see ``figures.history``."""
        metric = self.metric(*topics, dimension=dimension, group=group)
        rows = self.statements[self._counting(group, basis=basis) & self.statements["metric_id"].eq(metric)]
        return figures.history(rows, metric, self.units)

    def newest(self, *topics: str, group: bool | None = None) -> pd.DataFrame:
        """The latest statement of each claimant, metric and scope on these topics; see ``figures.newest``."""
        found = figures.newest(self.statements, list(topics), self.units, group=group)
        return found.assign(group_text=[group_text(str(name), self.case) for name in found["group"]])

    def ends(self) -> pd.DataFrame:
        """The lowest and the highest figure of each headline; see ``headlines.ends``."""
        return headlines.ends(self.heads, self.statements, self.when, self.case, self.units)

    def cards(self, *heads: pd.DataFrame) -> pd.DataFrame:
        """The range of each of these spreads, or of the headlines, under other rules; see ``headlines.cards``."""
        kept = [each for each in heads if len(each)] if heads else self.heads
        return headlines.cards(kept, self.case, self.units)

    def verdicts(self, *heads: pd.DataFrame) -> pd.DataFrame:
        """Whether these spreads, or the headlines, may be used; see ``headlines.verdicts``."""
        kept = [each for each in heads if len(each)] if heads else self.heads
        return headlines.verdicts(kept, self.case, self.units)

    def changed(self, days: int) -> pd.DataFrame:
        """What changed in the days before; see ``changes.changes``."""
        return changes.changes(self.now.before(days), self.now, self.case)

    def track_record(self) -> pd.DataFrame:
        """The cases of ``measured`` by claimant, metric and yardstick; see ``track.track_record``."""
        return track.named(track.track_record(self.measured), self.case)

    def trails(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Figures that replaced one another, for a trail: of revisions, or of ``changed`` those that moved."""
        if "former_id" in rows:
            chains = rows.loc[rows["change"].eq("moved"), ["former_id", "id"]].to_numpy().tolist()
        else:
            told = self.statements.set_index("id")["said_at"]
            chains = [sorted(ids.split("|"), key=lambda name: (told[name], name)) for ids in rows["ids"].astype(str)]
        return findings.trails(chains, self.statements, self.units)

    def problems(self) -> Prose:
        """Say what the checks found: of the files (none with a problem is loaded), of days not known, of the audit."""
        loose = len(views.undated(self.case.ledger))
        odd = int(self.audit["explanation"].eq("").sum())
        stand = "is undated and stands" if loose == 1 else "are undated and stand"
        audited = f"The audit of running counts has {plural(odd, 'finding')} that nobody has explained yet."
        nothing = views.missing(self.case.ledger, self.when)
        guessed = self._unconfirmed()
        proposed = f"{plural(guessed, 'proposal')} of imports"
        waiting = f"Nobody has confirmed {proposed} yet, on what is counted, where and by whom."
        said = [
            *([Sentence(f"{nothing[0].upper()}{nothing[1:]}.")] if nothing else []),
            Sentence("The check of the case's files finds no problem."),
            Sentence(f"{plural(loose, 'row')} of the ledger {stand} in no figure below.", (), {"undated": loose}),
            *([Sentence(waiting, (), {"proposed": guessed})] if guessed else []),
            Sentence(audited, tuple(self.audit.loc[self.audit["explanation"].eq(""), "to_id"]), {"open": odd}),
        ]
        return self.say(said)

    def _unconfirmed(self) -> int:
        """How many proposals of imports nobody has accepted or rejected."""
        table = self.case.tables.get("proposals")
        return 0 if table is None else int(table["decision"].eq("").sum())

    def document(self) -> Prose:
        """Say each figure of the seed document, where one was asked for."""
        seed = self.asked.seed
        rows = self.rows[self.rows["source_id"].eq(seed)] if seed else self.rows.iloc[:0]
        if seed and rows.empty:
            return self.say([Sentence("No figure of that document was said in the days asked for.")])
        return self.say(narrative.document(rows, self.case, self.units), bullets=True)

    def close(self) -> Prose:
        """Write what was shown into the run's folder and say what the run rests on."""
        reports, (said, pages) = len(self.rows), self.rows[["_origin", "source_id"]].nunique().tolist()
        loose = len(views.undated(self.case.ledger))
        about = {
            "as_of": f"{self.when:%Y-%m-%d}",
            "parameters": {"start": f"{self.asked.start:%Y-%m-%d}", **self.asked.chosen()},
            "data_version": self.case.package.version,
            "data_digest": self.case.digest,
            "counts": {"rows": reports, "statements": said, "sources": pages, "undated": loose},
        }
        self.write(self.folder, about)
        counted = f"{plural(reports, 'report')} of {plural(said, 'statement')} on {plural(pages, 'page')}"
        data = f"data {self.case.package.version}, SHA-256 {self.case.digest[:16]}"
        run = f"As of {self.when:%Y-%m-%d}: {counted}; {plural(loose, 'undated row')} left out; {data}."
        return Prose(tuple(filter(None, [self.case.settings.limits, run])))

    @property
    def folder(self) -> Path:
        """Where this run writes: build/<case>/<as-of>/<notebook>, with the parameters that are not the usual ones."""
        asked = self.asked
        usual = asked.start == min(views.first_day(self.case.ledger), self.when)
        unlike = {"start": "" if usual else f"{asked.start:%Y-%m-%d}", **asked.chosen()}
        unlike["units"] = asked.units if asked.units != "metric" else ""
        named = {key: "+".join(each) if isinstance(each, list) else each for key, each in unlike.items()}
        name = ",".join([self.notebook, *(f"{key}={value}" for key, value in named.items() if value)])
        return build_folder() / self.case.name / f"{self.when:%Y-%m-%d}" / name

"""What a notebook shows and remembers: tables, charts and sentences, written beside the report when it is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from contested import bars, captions, charts, frames
from contested.carriers import Carriers
from contested.case import Case
from contested.display import Listing, Picture, Prose, cells
from contested.export import as_json, columns, plain, records, write_csv
from contested.numerals import accounted
from contested.problems import ContestedError
from contested.readable import readable
from contested.scripts import in_full
from contested.words import Sentence, plural

IDS = ("origin", "a", "b", "total", "id", "from_id", "to_id")
"""Columns of a shown table that name rows of the ledger."""

LONGEST = 12
"""Most rows that a notebook shows; the whole table is written beside the report."""

MOST_RECORDED = 5_000
"""Most rows of a table, and ids of a sentence, in results.json; the CSV beside it holds the whole table."""

FIGURE = {
    "claimant": "Claimant",
    "side": "Side",
    "figure": "Figure",
    "day": "About",
    "said": "Said",
    "reports": "Reports",
    "publishers": "Publishers",
    "id": "Row",
}
"""The columns of a figure, for the tables that say nothing else."""

NAMED = {"label": "What", "place": "Place", **FIGURE}


class Record:
    """The record of one notebook: everything shown goes through it, and nothing else is written.

    ``rows`` are the reports that the notebook stands on; ``stamp`` says as of which day and on which data.
    """

    def __init__(self, notebook: str, case: Case, rows: pd.DataFrame, stamp: str) -> None:
        self.notebook, self.case, self.rows, self.stamp = notebook, case, rows, stamp
        self.tables: dict[str, Any] = {}
        self.charts: dict[str, Any] = {}
        self.sentences: list[dict[str, Any]] = []
        self.long: dict[str, pd.DataFrame] = {}

    def source_note(self, rows: pd.DataFrame) -> str:
        """Who printed what is shown, the publishers with most reports first, and the stamp."""
        asked = [rows[name].astype(object) for name in IDS if name in rows]
        ranked = self.carriers.publishers(pd.concat(asked) if asked else pd.Series(dtype=object))
        printed = ", ".join(ranked[:4]) + (f" and {plural(len(ranked) - 4, 'other')}" if len(ranked) > 4 else "")
        return f"Printed by {printed or 'nobody'}. {self.stamp}"

    @cached_property
    def carriers(self) -> Carriers:
        """Which rows carry which statements; see ``carriers.Carriers``."""
        return Carriers(self.rows)

    def _recorded_rows(self, file: str, rows: pd.DataFrame) -> dict[str, Any]:
        """The rows of a table as results.json has them; of a very long one the first, and how many there are."""
        if len(rows) <= MOST_RECORDED:
            return {"rows": records(rows)}
        self.long[file] = rows
        return {"rows": records(rows.head(MOST_RECORDED)), "all_rows": len(rows)}

    def show(self, name: str, rows: pd.DataFrame, caption: str, columns: Mapping[str, str] = FIGURE) -> Listing:
        """Show at most twelve rows of a table with its sources, and record the whole of it."""
        self.tables[name] = {"caption": caption, **self._recorded_rows(f"{name}.csv", rows)}
        if rows.empty:
            return Listing(pd.DataFrame({"": ["nothing of this kind up to this day"]}), caption, self.stamp)
        label, first = self.case.sides["label"], rows.head(LONGEST)
        sides = {key: first[key].map(lambda side: label.get(side, side)) for key in rows if key.startswith("side")}
        more = f" {plural(len(rows) - LONGEST, 'more row')} in {name}.csv." if len(rows) > LONGEST else ""
        shown = cells(first.assign(**sides), {key: title for key, title in columns.items() if key in rows})
        return Listing(shown, caption, self.source_note(rows) + more)

    def chart(self, name: str, form: str, rows: pd.DataFrame, title: str = "") -> Picture | Prose:
        """Draw a table in one of the forms of ``charts.FORMS``, record its data, show it with its alt text.

        Where the table is empty, one sentence says so in the place of the chart.
        """
        rows = bars.with_scale(rows)
        headed = title or captions.title(form, rows, self.case)
        alt = captions.alt(form, rows, headed) + in_full(rows, self.case)
        drawn = rows.drop(columns=[key for key in rows if key.startswith("_")])
        recorded = self._recorded_rows(f"{name}-chart.csv", drawn)
        self.charts[name] = {"title": headed, "alt": alt, "form": form, **recorded}
        if rows.empty:
            return Prose((f"{headed}: there is nothing to draw up to this day.",))
        few, left = readable(form, rows, self.case)
        note = " ".join(filter(None, [left, self.source_note(rows)]))
        figure = frames.finish(charts.FORMS[form](few, self.case), headed, note)
        return Picture(figure, " ".join(filter(None, [alt, left])), drawn)

    def say(self, sentences: Iterable[Sentence], *, bullets: bool = False) -> Prose:
        """Show generated sentences, and record each with the ids of its rows."""
        said = list(sentences)
        self.sentences += [self._recorded(each) for each in said]
        return Prose(tuple(each.text for each in said), bullets)

    def _recorded(self, sentence: Sentence) -> dict[str, Any]:
        """A sentence with the ids of its rows, the numbers counted from them, and where each number in it stands."""
        facts = {name: plain(value) for name, value in sentence.facts.items()}
        more = {"all_ids": len(sentence.ids)} if len(sentence.ids) > MOST_RECORDED else {}
        kept = replace(sentence, ids=sentence.ids[:MOST_RECORDED])
        numbers = accounted(kept, self.case)
        return {"text": kept.text, "ids": list(kept.ids), "facts": facts, "numerals": numbers, **more}

    def write(self, folder: Path, about: Mapping[str, Any]) -> None:
        """Write results.json and each table and chart as CSV into ``folder``.

        All is written beside it first and moved there whole, so that an older run stays until this one is done.
        """
        fresh = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            fresh.mkdir(parents=True)
        except OSError as error:
            said = f"'{folder.parent}' cannot be written ({error.strerror}); allowed: a folder of yours"
            raise ContestedError(f"CONTESTED_BUILD: {said}") from None
        for kind, each in (("table", self.tables), ("chart", self.charts)):
            for name, content in each.items():
                file = f"{name}.csv" if kind == "table" else f"{name}-chart.csv"
                rows = content["rows"]
                short = {key: [row[key] for row in rows] for key in rows[0]} if rows else {}
                write_csv(fresh / file, columns(self.long[file]) if file in self.long else short)
        told = {
            **about,
            "notebook": self.notebook,
            "case": self.case.name,
            "tables": self.tables,
            "charts": self.charts,
            "sentences": self.sentences,
        }
        (fresh / "results.json").write_text(as_json(told) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)

"""The notebook's own helper: reads the parameters, holds the ledger as of a day, shows and records what is told."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from contested import views
from contested.case import ROOT, Case, check_case, load
from contested.display import Listing, Picture, Prose, cells
from contested.disputes import disputes
from contested.export import records
from contested.parts import remainders
from contested.problems import ContestedError, one_of
from contested.series import audit
from contested.tables import LONGEST
from contested.units import DISPLAY
from contested.words import Sentence, listed, plural

COLUMNS = {"claimant": "Claimant", "side": "Side", "label": "What", "figure": "Figure", "place": "Place", "day": "About", "said": "Said", "reports": "Reports", "publishers": "Publishers"}  # fmt: skip


@dataclass
class Desk:
    """A case as of a day, cut to the reader's parameters, and the record of what the notebook has shown.

    ``rows`` are the reports said from ``start`` to ``when`` with their ``origin``; ``statements`` one row an origin.
    """

    notebook: str
    case: Case
    when: pd.Timestamp
    start: pd.Timestamp
    sides: list[str]
    units: str
    seed: str
    rows: pd.DataFrame
    record: dict[str, Any] = field(default_factory=lambda: {"tables": {}, "charts": {}, "sentences": []})

    @cached_property
    def statements(self) -> pd.DataFrame:
        return views.statements(self.rows)

    @cached_property
    def disputes(self) -> pd.DataFrame:
        return disputes(self.statements, self.case)

    @cached_property
    def audit(self) -> pd.DataFrame:
        return audit(self.statements, self.case)

    @cached_property
    def remainders(self) -> pd.DataFrame:
        return remainders(self.rows, self.case)

    @cached_property
    def data_digest(self) -> str:
        """SHA-256 over the names and bytes of the case's files."""
        summed = hashlib.sha256()
        for path in sorted(self.case.folder.glob("*.csv")) + [self.case.folder / "datapackage.json"]:
            summed.update(path.name.encode() + b"\0" + path.read_bytes())
        return summed.hexdigest()

    @cached_property
    def folder(self) -> Path:
        """Where this run writes: build/<case>/<as-of>/<notebook>, with the parameters that differ from the usual ones."""
        extra = {
            "start": "" if self.start == self.usual_start else f"{self.start:%Y-%m-%d}",
            "sides": "+".join(self.sides),
            "units": "" if self.units == "metric" else self.units,
            "seed": self.seed,
        }
        name = ",".join([self.notebook, *(f"{key}={value}" for key, value in extra.items() if value)])
        return build_folder() / self.case.name / f"{self.when:%Y-%m-%d}" / name

    @property
    def usual_start(self) -> pd.Timestamp:
        return earliest(self.case)

    def side(self, name: object) -> str:
        """The label of a side, for tables."""
        return str(self.case.sides["label"].get(name, name))

    def source_note(self, rows: pd.DataFrame) -> str:
        """Who printed what is shown: the publishers with most reports, the as-of day and the data's version and digest."""
        ids = set(rows["origin"] if "origin" in rows else rows.get("id", []))
        names = self.rows[self.rows["origin"].isin(ids) | self.rows["id"].isin(ids)]["publisher"].value_counts(
            sort=False
        )
        ranked = sorted(names.index, key=lambda name: (-names[name], name))
        printed = ", ".join(ranked[:4]) + (f" and {len(ranked) - 4} more" if len(ranked) > 4 else "")
        version = f"data {self.case.package.version} ({self.data_digest[:8]})"
        return f"Sources: {printed or 'none'}. As of {self.when:%Y-%m-%d}; {version}."

    def show(
        self, name: str, rows: pd.DataFrame, caption: str, columns: dict[str, str] | None = None, most: int = LONGEST
    ) -> Listing:
        """Show at most twelve rows of a table with its sources and record the whole of it."""
        chosen = columns or {key: title for key, title in COLUMNS.items() if key in rows}
        shaped = rows.assign(
            **{key: rows[key].map(self.side) for key in rows.columns if key.startswith("side") and key in chosen}
        )
        self.record["tables"][name] = {"caption": caption, "rows": records(rows)}
        if rows.empty:
            return Listing(pd.DataFrame({"": ["no such figure up to this day"]}), caption, self.source_note(rows))
        more = f" {plural(len(rows) - most, 'more row')} in {name}.csv." if len(rows) > most else ""
        return Listing(cells(shaped.head(most), chosen), caption, self.source_note(rows) + more)

    def chart(self, name: str, axes: Axes | None, rows: pd.DataFrame, title: str, alt: str) -> Picture | Prose:
        """Finish a chart (title, sources), record its data and show it with its alt text; a sentence where there is nothing."""
        self.record["charts"][name] = {"title": title, "alt": alt, "rows": records(rows), "file": f"{name}.csv"}
        if axes is None or rows.empty:
            return Prose((f"{title}: there is nothing to draw up to this day.",))
        axes.set_title(_wrapped(title))
        figure = axes.get_figure(root=True)
        assert figure is not None
        figure.supxlabel(_wrapped(self.source_note(rows), 140), x=0.01, ha="left", fontsize=7, color="#666666")  # type: ignore[union-attr]
        return Picture(figure, alt, rows.drop(columns=[key for key in rows if str(key).startswith("_")]))  # type: ignore[arg-type]

    def say(self, sentences: Iterable[Sentence] | Sentence, *, bullets: bool = False) -> Prose:
        """Show generated sentences and record each with the ids of its rows."""
        said = [sentences] if isinstance(sentences, Sentence) else list(sentences)
        self.record["sentences"] += [{"text": each.text, "ids": list(each.ids)} for each in said]
        return Prose(tuple(each.text for each in said), bullets)

    def problems(self) -> Prose:
        """Check the case and say what was found, the undated rows included."""
        found = check_case(self.case.folder)
        loose = self.case.ledger["said"].isna().sum()
        open_findings = int(self.audit["explanation"].eq("").sum())
        return self.say(
            [
                Sentence(f"The case's files hold {plural(len(found), 'problem')}."),
                Sentence(f"{plural(int(loose), 'row')} of the ledger {'is' if loose == 1 else 'are'} undated and stand in no figure below."),
                Sentence(f"{plural(open_findings, 'finding')} of the audit of running counts {'is' if open_findings == 1 else 'are'} not explained."),
            ]
        )  # fmt: skip

    def close(self) -> Prose:
        """Write results.json and each table and chart as CSV into the run's folder, and say what the run rests on.

        The folder is written beside its place and moved there whole, so that an older run stays until this one is done.
        """
        counts = {
            "rows": len(self.rows),
            "statements": len(self.statements),
            "sources": int(self.rows["source_id"].nunique()),
            "undated": int(self.case.ledger["said"].isna().sum()),
        }
        told = {
            "notebook": self.notebook, "case": self.case.name, "as_of": f"{self.when:%Y-%m-%d}",
            "parameters": {"start": f"{self.start:%Y-%m-%d}", "sides": self.sides, "units": self.units, "seed": self.seed},
            "data_version": self.case.package.version, "data_digest": self.data_digest, "counts": counts, **self.record,
        }  # fmt: skip
        fresh = self.folder.with_name(f".{self.folder.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, each in {**self.record["tables"], **self.record["charts"]}.items():
            pd.DataFrame(each["rows"]).to_csv(fresh / f"{name}.csv", index=False, lineterminator="\n")
        (fresh / "results.json").write_text(
            json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )
        shutil.rmtree(self.folder, ignore_errors=True)
        fresh.rename(self.folder)
        text = f"As of {self.when:%Y-%m-%d}: {counts['rows']:,} reports of {counts['statements']:,} statements on {counts['sources']:,} pages; {counts['undated']:,} undated rows left out; data {self.case.package.version}, digest {self.data_digest[:16]}."
        return Prose((text,))


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library."""
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build")


def earliest(case: Case) -> pd.Timestamp:
    """The first day that anything was said in a case."""
    return case.ledger["said"].min()


def open_desk(
    notebook: str,
    case: str,
    as_of: str = "",
    start: str = "",
    sides: list[str] | str = "",
    units: str = "metric",
    seed: str = "",
) -> Desk:
    """Open a case for a notebook with its parameters.

    Raises ContestedError, one sentence with the parameter, the value and what is allowed, when one of them is wrong.
    """
    loaded = load(case)
    when = views.day("as_of", as_of, views.last_day(loaded.ledger))
    begin = views.day("start", start, earliest(loaded))
    if begin > when:
        raise ContestedError(f"start: {begin:%Y-%m-%d} is after as_of {when:%Y-%m-%d}; allowed: a day on or before it")
    chosen = [name.strip() for name in (sides.split(",") if isinstance(sides, str) else sides) if name.strip()]
    for name in chosen:
        if name not in loaded.sides.index:
            raise ContestedError(f"sides: '{name}' is unknown; allowed: {one_of(loaded.sides.index)}, or none for all")
    if units not in DISPLAY:
        raise ContestedError(f"units: '{units}' is unknown; allowed: {one_of(DISPLAY)}")
    if seed and not loaded.tables["sources"]["id"].eq(seed).any():
        raise ContestedError(
            f"seed: '{seed}' is no source of case {loaded.name}; allowed: an id of sources.csv, or nothing"
        )
    told = views.as_of(loaded.ledger, when)
    rows = views.with_origins(told, loaded)
    rows = rows[(rows["said"] >= begin) & (rows["side"].isin(chosen) if chosen else True)]
    return Desk(notebook, loaded, when, begin, chosen, units, seed, rows.reset_index(drop=True))


def _wrapped(text: str, width: int = 92) -> str:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) + 1 > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def names(rows: pd.DataFrame, column: str = "claimant", most: int = 3) -> str:
    """List the first names of a column in words, for alt texts: "a, b and 4 more"."""
    unique = list(dict.fromkeys(rows[column]))
    return listed(unique[:most]) if len(unique) <= most else f"{', '.join(unique[:most])} and {len(unique) - most} more"

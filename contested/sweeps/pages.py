"""The pages over all reports of a sweep: the index, and how the brief changed from day to day."""

from __future__ import annotations

import difflib
import html
import json
from itertools import pairwise, takewhile, zip_longest
from typing import Any

import pandas as pd

from contested.report import page
from contested.scripts import in_page
from contested.sweeps.grid import PARAMETERS
from contested.sweeps.store import Store
from contested.words import day_text, plural

ALIKE = 0.5
"""The share of words in common from which on the changes of a sentence are marked word by word."""


def write(rows: pd.DataFrame, store: Store) -> None:
    """Write index.html and days.html; in: one row a report, with its parameters, ``report``, ``state``, ``error``."""
    shown = [name for name in PARAMETERS if name in rows and rows[name].ne("").any()]
    failed = int(rows["state"].eq("failed").sum())
    counted = plural(len(rows), "report") + (f", of which {failed} failed" if failed else "")
    pages = {
        "index": {"parameters": shown, "rows": rows.to_dict("records"), "counted": counted},
        "days": {"series": [told for told in _series(rows, store) if told["days"]]},
    }
    for name, told in pages.items():
        store.write(page(f"sweep-{name}", **told).encode(), f"{name}.html")


def _series(rows: pd.DataFrame, store: Store) -> list[dict[str, Any]]:
    """The reports that differ in their day alone, in its order, each with its brief where it changed."""
    made = rows[rows["state"].ne("failed")]
    others = [name for name in PARAMETERS if name in made and name != "as_of"]
    told = []
    for _, each in made.groupby(others, sort=False):
        ordered = each.sort_values("as_of")
        about = {name: ordered[name].iloc[0] for name in others if ordered[name].iloc[0]}
        briefs = [_brief(name, store) for name in ordered["report"]]
        title = ", ".join(f"{name} {value}" for name, value in about.items())
        told.append({"title": title, "days": changed(briefs), "read": len(briefs)})
    return told


def _brief(name: str, store: Store) -> dict[str, Any]:
    told = json.loads(store.read("reports", name, "brief.json") or b"{}")
    return {"report": name, "as_of": told["as_of"], "texts": [each["text"] for each in told["short"]]}


def changed(briefs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The briefs that say something else than the one before, with the words marked that came and that went.

    In: ``as_of``, ``texts`` and ``report`` of each, in the order of days. Out: ``as_of``, ``report``, ``sentences`` as
    HTML, and ``until``, the last day on which nothing changed. The day that a brief begins with is no change.
    """
    told: list[dict[str, Any]] = []
    for before, now in pairwise([None, *briefs]):
        assert now is not None
        earlier = _as_of(now["as_of"], before) if before else now["texts"]
        if before is not None and earlier == now["texts"]:
            told[-1]["until"] = now["as_of"]
            continue
        sentences = [marked(was, text) for was, text in zip_longest(earlier, now["texts"], fillvalue="")]
        told.append({"as_of": now["as_of"], "until": now["as_of"], "report": now["report"], "sentences": sentences})
    return told


def _as_of(when: str, brief: dict[str, Any]) -> list[str]:
    """The sentences of a brief as if it began with another day; the same day elsewhere is when something was said."""
    day, other = (f"As of {day_text(pd.Timestamp(each))}" for each in (brief["as_of"], when))
    return [f"{other}{text.removeprefix(day)}" if text.startswith(day) else text for text in brief["texts"]]


def marked(before: str, now: str) -> str:
    """A sentence as HTML with the words marked that went since the one before, and then those that came.

    Of two sentences with little in common all goes but the words that both begin with, and all else comes: a mixture
    of both could not be read, and the day that the later one begins with was never the other's.
    """
    old, new = before.split(), now.split()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    if matcher.ratio() < ALIKE:
        same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))
        steps = [("equal", 0, same, 0, same), ("replace", same, len(old), same, len(new))]
    parts = []
    for kind, start, end, first, last in steps:
        went, came = (_safe(" ".join(words)) for words in (old[start:end], new[first:last]))
        if kind == "equal":
            parts.append(came)
        else:
            parts += [went and f"<del>{went}</del>", came and f"<ins>{came}</ins>"]
    return " ".join(filter(None, parts))


def _safe(text: str) -> str:
    return in_page(text, html.escape)

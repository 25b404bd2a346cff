"""The generated paragraphs: what a table says, in sentences that carry the ids of their rows."""

from __future__ import annotations

import pandas as pd

from contested.captions import alt, scope_text, title
from contested.case import Case
from contested.collisions import collisions, endings, findings, remainders, subsets
from contested.echoes import drifts, echoes, grades, track
from contested.ranges import NOTHING, headlines, history, spread, use
from contested.words import (
    Sentence,
    attributed,
    claim,
    listed,
    number,
    plural,
    quantity,
    said_text,
    window_text,
)

__all__ = [
    "alt",
    "apart",
    "changed",
    "collisions",
    "coverage",
    "document",
    "drifts",
    "echoes",
    "endings",
    "findings",
    "grades",
    "headlines",
    "history",
    "pairs",
    "remainders",
    "scope_text",
    "spread",
    "subsets",
    "title",
    "track",
    "use",
]

CHANGED = {
    "new": "new figure",
    "moved": "updated figure",
    "contradicted": "new contradiction",
    "settled": "settled contradiction",
    "withdrawn": "replaced figure",
}
"""What a sentence calls each kind of change."""


def pairs(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say in how many windows one claimant gives both what was launched and what was shot down, and the latest."""
    if rows.empty:
        return [Sentence("No claimant gives both what was launched and what was shot down in one window.")]
    row = rows.iloc[0]
    both = f"{row['figure']} launched and {row['figure_right']} shot down {window_text(row)}"
    latest = f"The latest: {attributed(row, case)} gives {both} ({row['weapon'].replace('_', ' ')})."
    text = f"In {plural(len(rows), 'window')} one claimant gives both figures."
    first = Sentence(text, tuple(rows["id"]), {"windows": len(rows)})
    return [first, Sentence(latest, (row["id"], row["id_right"]))]


def coverage(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports, statements, publishers and languages there are, and how the days are known."""
    if rows.empty:
        return [Sentence(NOTHING)]
    inferred = rows.loc[rows["said_on_basis"].isin(["sibling", "inferred"]), "id"]
    facts = {
        "reports": len(rows),
        "origins": int(rows["_origin"].nunique()),
        "pages": int(rows["source_id"].nunique()),
        "publishers": int(rows["publisher"].nunique()),
        "languages": int(rows.loc[rows["language"].ne(""), "language"].nunique()),
        "claimants": int(rows["claimant_id"].nunique()),
        "inferred": len(inferred),
    }
    nouns = {"origins": "statement"}
    count = {name: plural(value, nouns.get(name, name.removesuffix("s"))) for name, value in facts.items()}
    stand = f"{count['reports']} of {count['origins']} stand on {count['pages']} by {count['publishers']}"
    stand += f" in {count['languages']}" if facts["languages"] else ""
    taken = "was not on the page itself but was taken from another page with the same statement or inferred"
    share = f"The day of {number(len(inferred))} of them {taken}." if len(inferred) else "Each day is that of a page."
    first = f"{stand}; {count['claimants']} speak in them."
    return [Sentence(first, tuple(rows["id"]), facts), Sentence(share, tuple(inferred), {"inferred": len(inferred)})]


def apart(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many metrics no section of the notebooks on a question shows. In: ``tables.apart``."""
    if rows.empty:
        return [Sentence("Every metric here has a section in the notebook on its question.")]
    facts = {"metrics": len(rows), "reports": int(rows["reports"].sum())}
    have = "metric has" if len(rows) == 1 else "metrics have"
    text = f"{number(len(rows))} {have} no section in the notebooks on single questions, with"
    return [Sentence(f"{text} {plural(facts['reports'], 'report')}.", tuple(rows["id"]), facts)]


def changed(rows: pd.DataFrame, case: Case, days: int, units: str = "metric", most: int = 2) -> list[Sentence]:
    """Say what changed in the days before, kind by kind, with the newest figures that changed or were replaced.

    In: ``changes.changes``.
    """
    if rows.empty:
        return [Sentence(f"Nothing changed in the last {days} days.", (), {"days": days})]
    counts = rows["change"].value_counts()
    facts = {"days": days, **{str(name): int(counts[name]) for name in counts.index}}
    said = [Sentence(f"The last {days} days brought {brought(rows)}.", tuple(rows["id"]), facts)]
    rows = rows.drop_duplicates(["former_id", "id"])  # A figure that is replaced by another one has moved too.
    for name in ("moved", "withdrawn"):
        for row in rows[rows["change"].eq(name)].head(most).to_dict("records"):
            former, now = (case.by_id.loc[row[key]].to_dict() for key in ("former_id", "id"))
            text = f"{claim(now, case, units).text[:-1]}; before that {quantity(former, units)}, said"
            said.append(Sentence(f"{text} {said_text(former)}.", (row["former_id"], row["id"])))
    return said


def brought(rows: pd.DataFrame) -> str:
    """Count changes by kind: "3 new figures, 1 changed figure and 1 new dispute"."""
    counts = rows["change"].value_counts()
    return listed(plural(int(counts[name]), noun) for name, noun in CHANGED.items() if name in counts)


def document(rows: pd.DataFrame, case: Case, units: str) -> list[Sentence]:
    """Say every figure of one document with the line on which it stands."""
    line = rows["locator"].str.extract(r"(\d+)", expand=False).astype(float)
    ordered = rows.assign(_at=line).sort_values(["_at", "id"]).drop(columns="reports", errors="ignore")
    said = [(row, claim(row, case, units)) for row in ordered.to_dict("records")]
    return [Sentence(f"{row['locator'].capitalize()}: {claimed}", claimed.ids) for row, claimed in said]

"""The generated paragraphs: what a table says, in sentences that carry the ids of their rows."""

from __future__ import annotations

import pandas as pd

from contested.captions import alt, scope_text, title
from contested.case import Case
from contested.collisions import collisions, endings, findings, remainders, subsets
from contested.echoes import drifts, echoes, grades, track
from contested.vocabulary import VERBS
from contested.words import (
    Row,
    Sentence,
    attributed,
    claim,
    day_text,
    listed,
    number,
    plural,
    quantity,
    stated,
    window_text,
)

__all__ = [
    "alt",
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
    "said_last",
    "scope_text",
    "spread",
    "subsets",
    "title",
    "track",
    "use",
]

NOTHING = "No dated figure of this kind was found up to this day."

CHANGED = {
    "new": "new figure",
    "moved": "changed figure",
    "contradicted": "new dispute",
    "settled": "settled dispute",
    "withdrawn": "replaced figure",
}
"""What a sentence calls each kind of change."""


def spread(rows: pd.DataFrame, case: Case, units: str = "metric") -> list[Sentence]:
    """Say the range over claimants, who stands at its ends, and how many figures are stale.

    In: the latest figures of one scope, the lowest printed first.
    """
    if rows.empty:
        return [Sentence(NOTHING)]
    old = rows["stale"].astype(bool)
    fresh = rows if old.all() else rows[~old]
    facts = {"claimants": len(rows), "fresh": len(fresh), "older": int(old.sum()), "days": case.settings.max_age_days}
    said = [Sentence(_range(fresh, case, units), tuple(fresh["id"]), {**facts, **_backing(fresh.iloc[0])})]
    if old.any():
        are = f"{'That is' if len(rows) == 1 else 'All are'} older than {facts['days']} days."
        highest = rows[old].iloc[-1].to_dict()
        also = f"{plural(int(old.sum()), 'older figure')}, the highest {_given(highest, units)}, are left aside."
        text = are if old.all() else also.replace("are left", "is left") if old.sum() == 1 else also
        said.append(Sentence(text, tuple(rows.loc[old, "id"]), facts))
    return said


def _range(rows: pd.DataFrame, case: Case, units: str) -> str:
    """The ends of a range in one sentence, with its start where it is a running count."""
    low, high = rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()
    if len(rows) == 1:
        return f"One claimant alone gives a figure: {claim(low, case, units).text}"
    given = f"from {_given(low, units)} to {_given(high, units)}"
    if not str(case.metrics.loc[high["metric_id"], "phrase"]).startswith("{}"):
        return f"On {scope_text(rows, case)}, {number(len(rows))} claimants give figures {given}."
    if low["value"] == high["value"] and low["unit"] == high["unit"] and low["qualifier"] != "between":
        given = quantity(high, units)
    counted = high["basis"] == "cumulative" and pd.notna(high["event_start"])
    since = f" since {day_text(high['event_start'])}" if counted else ""
    return f"{number(len(rows))} claimants give {stated(high, case, given)}{since}."


def _backing(row: pd.Series) -> dict[str, float]:
    return {"reports": int(row["reports"]), "publishers": int(row["publishers"])}


def _given(row: Row, units: str) -> str:
    """A figure with who gave it, by what kind of evidence, and when: "74 (claimed by ..., 13 August 2024)"."""
    when = f", {day_text(row['said'])}" if pd.notna(row["said"]) else ""
    figure, _, printed = quantity(row, units).removesuffix(")").partition(" (")
    also = f"{printed}; " if printed else ""
    return f"{figure} ({also}{VERBS[row['evidence']]} by {row['claimant']}{when})"


def headlines(heads: list[pd.DataFrame], case: Case, units: str = "metric") -> list[Sentence]:
    """Say the spread of every headline in one sentence each, with the claimants at its ends."""
    if not heads:
        return [Sentence("No headline figure of this case is dated up to this day.")]
    said = []
    for rows in heads:
        first, *stale = spread(rows, case, units)
        text = f"{first.text} {' '.join(each.text for each in stale)}".strip()
        said.append(
            Sentence(text, tuple(rows["id"]), {name: n for each in (first, *stale) for name, n in each.facts.items()})
        )
    return said


def use(rows: pd.DataFrame) -> list[Sentence]:
    """Say of each headline whether it may be used, and what would change that.

    In: ``headlines.verdicts``.
    """
    if rows.empty:
        return [Sentence(NOTHING)]
    said = []
    for row in rows.to_dict("records"):
        names = " or without ".join(row["carried_by"].split(", "))
        carried = f" Without {names} the conclusion is another." if names else ""
        under = f" It is another also under these rules: {row['flips_under']}." if row["flips_under"] else ""
        headed = f"{row['headline'][0].upper()}{row['headline'][1:]}"
        text = f"{headed}: {row['conclusion']}. To be used: {row['use']}.{carried}{under}"
        said.append(Sentence(text, tuple(row["ids"].split("|"))))
    return said


def history(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say how many statements a series holds, its first, its largest and its last figure."""
    if rows.empty:
        return [Sentence(NOTHING)]
    count = int(rows["claimant_id"].nunique())
    first, last, top = rows.iloc[0], rows.iloc[-1], rows.loc[rows["lower"].idxmax()]
    span = f"from {day_text(first['day'])} to {day_text(last['day'])}"
    text = f"{plural(len(rows), 'statement')} by {plural(count, 'claimant')} give {scope_text(rows, case)}, {span}."
    when = window_text({**top, "said": pd.NaT}) or day_text(top["day"])
    largest = f"The largest is {top['figure']} ({attributed(top, case)}, {when}); the last is {last['figure']}"
    largest += f" ({attributed(last, case)}, said on {day_text(last['said'])})."
    facts = {"statements": len(rows), "claimants": count}
    return [Sentence(text, tuple(rows["id"]), facts), Sentence(largest, (top["id"], last["id"]))]


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
        "origins": int(rows["origin"].nunique()),
        "pages": int(rows["source_id"].nunique()),
        "publishers": int(rows["publisher"].nunique()),
        "languages": int(rows.loc[rows["language"].ne(""), "language"].nunique()),
        "claimants": int(rows["claimant_id"].nunique()),
        "inferred": len(inferred),
    }
    nouns = {"origins": "statement"}
    count = {name: plural(value, nouns.get(name, name.removesuffix("s"))) for name, value in facts.items()}
    stand = f"{count['reports']} of {count['origins']} stand on {count['pages']} by {count['publishers']} in"
    taken = "was not on the page itself but was taken from another page with the same statement or inferred"
    share = f"The day of {number(len(inferred))} of them {taken}."
    first = f"{stand} {count['languages']}; {count['claimants']} speak in them."
    return [Sentence(first, tuple(rows["id"]), facts), Sentence(share, tuple(inferred), {"inferred": len(inferred)})]


def changed(rows: pd.DataFrame, case: Case, days: int, most: int = 2) -> list[Sentence]:
    """Say what changed in the days before, kind by kind, with the newest of each.

    In: ``changes.changes``.
    """
    if rows.empty:
        return [Sentence(f"Nothing changed in the {days} days before.", (), {"days": days})]
    counts = rows["change"].value_counts()
    facts = {"days": days, **{str(name): int(counts[name]) for name in counts.index}}
    said = [Sentence(f"The {days} days before brought {brought(rows)}.", tuple(rows["id"]), facts)]
    for name in ("moved", "withdrawn"):
        for row in rows[rows["change"].eq(name)].head(most).to_dict("records"):
            now = f"{row['claimant']} gave {row['figure']} on {day_text(row['said'])}, before that {row['before']}"
            about = f"{row['label'][0].upper()}{row['label'][1:]}, {row['place']}"
            said.append(Sentence(f"{about}: {now}.", (row["former_id"], row["id"])))
    return said


def brought(rows: pd.DataFrame) -> str:
    """Count changes by kind: "3 new figures, 1 changed figure and 1 new dispute"."""
    counts = rows["change"].value_counts()
    return listed(plural(int(counts[name]), noun) for name, noun in CHANGED.items() if name in counts)


def said_last(rows: pd.DataFrame, case: Case, days: int) -> list[Sentence]:
    """Say what was said in the last days, the most reported first."""
    if rows.empty:
        return [Sentence(f"Nothing new was said in the last {days} days.", (), {"days": days})]
    made = f"{plural(len(rows), 'statement')} were made" if len(rows) > 1 else "One statement was made"
    facts = {"statements": len(rows), "days": days}
    said = Sentence(f"{made} in the last {days} days.", tuple(rows["id"]), facts)
    return [said, *(claim(row, case) for row in rows.head(4).to_dict("records"))]


def document(rows: pd.DataFrame, case: Case, units: str) -> list[Sentence]:
    """Say every figure of one document with the line on which it stands."""
    line = rows["locator"].str.extract(r"(\d+)", expand=False).astype(float)
    ordered = rows.assign(_at=line).sort_values(["_at", "id"]).drop(columns="reports", errors="ignore")
    said = [(row, claim(row, case, units)) for row in ordered.to_dict("records")]
    return [Sentence(f"{row['locator'].capitalize()}: {claimed}", claimed.ids) for row, claimed in said]

"""The generated paragraphs: what a table says, in sentences that carry the ids of their rows."""

from __future__ import annotations

import pandas as pd

from contested.captions import alt, scope_text, title
from contested.case import Case
from contested.collisions import collisions, duration, findings, remainders
from contested.words import Sentence, attributed, claim, day_text, number, plural, window_text

__all__ = [
    "alt",
    "changed",
    "collisions",
    "coverage",
    "document",
    "drifts",
    "duration",
    "echoes",
    "findings",
    "headlines",
    "history",
    "pairs",
    "remainders",
    "robustness",
    "scope_text",
    "spread",
    "title",
]

NOTHING = "No dated figure of this kind was found up to this day."


def spread(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say the range over claimants, who stands at its ends, and how many figures are stale."""
    if rows.empty:
        return [Sentence(NOTHING)]
    ids = tuple(rows["id"])
    if len(rows) == 1:
        single = f"Only one claimant gives a figure of {scope_text(rows, case)}."
        return [Sentence(single, ids), claim(rows.iloc[0], case)]
    low, high = (_given(rows.iloc[end], case) for end in (0, -1))
    run = f"the latest of {plural(len(rows), 'claimant')} run from {low} to {high}"
    said = [Sentence(f"Figures of {scope_text(rows, case)}: {run}.", ids)]
    stale = rows[rows["stale"].astype(bool)]
    if len(stale):
        are = f"{len(stale)} of the {len(rows)} {'is' if len(stale) == 1 else 'are'} stale"
        older = f"older than {case.settings.max_age_days} days"
        said.append(Sentence(f"{are}, that is, {older}.", tuple(stale["id"])))
    return said


def _given(row: pd.Series, case: Case) -> str:
    """A figure with who gave it and when."""
    return f"{row['figure']} ({attributed(row, case)}, said on {day_text(row['said'])})"


def history(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say how many statements a series holds, its first, its largest and its last figure."""
    if rows.empty:
        return [Sentence(NOTHING)]
    claimants = plural(rows["claimant_id"].nunique(), "claimant")
    first, last, top = rows.iloc[0], rows.iloc[-1], rows.loc[rows["lower"].idxmax()]
    span = f"from {day_text(first['day'])} to {day_text(last['day'])}"
    text = f"{plural(len(rows), 'statement')} of {scope_text(rows, case)} by {claimants} stand {span}."
    when = window_text({**top, "said": pd.NaT}) or day_text(top["day"])
    largest = f"The largest is {top['figure']} ({attributed(top, case)}, {when}); the last is {_given(last, case)}."
    return [Sentence(text, tuple(rows["id"])), Sentence(largest, (top["id"], last["id"]))]


def pairs(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say in how many windows one claimant gives both what was launched and what was shot down, and the latest."""
    if rows.empty:
        return [Sentence("No claimant gives both what was launched and what was shot down in one window.")]
    row = rows.iloc[0]
    both = f"{row['figure']} launched and {row['figure_right']} shot down {window_text(row)}"
    latest = f"The latest: {attributed(row, case)} gives {both} ({row['weapon'].replace('_', ' ')})."
    text = f"In {plural(len(rows), 'window')} one claimant gives both figures."
    return [Sentence(text, tuple(rows["id"])), Sentence(latest, (row["id"], row["id_right"]))]


def coverage(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports, statements, publishers and languages there are, and how the days are known."""
    if rows.empty:
        return [Sentence(NOTHING)]
    statements, pages = plural(rows["origin"].nunique(), "statement"), plural(rows["source_id"].nunique(), "page")
    publishers = plural(rows["publisher"].nunique(), "publisher")
    languages = plural(rows.loc[rows["language"].ne(""), "language"].nunique(), "language")
    claimants = plural(rows["claimant_id"].nunique(), "claimant")
    stand = f"{plural(len(rows), 'report')} of {statements} stand on {pages} by {publishers} in {languages}"
    inferred = rows.loc[rows["said_on_basis"].isin(["sibling", "inferred"]), "id"]
    taken = "was not on the page itself but was taken from another page with the same statement or inferred"
    share = f"The day of {number(len(inferred))} of them {taken}."
    return [Sentence(f"{stand}, said by {claimants}."), Sentence(share, tuple(inferred))]


def drifts(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many statements were printed with different figures, and the most reported of them."""
    if rows.empty:
        return [Sentence("No statement was printed with two different figures.")]
    row = rows.iloc[0]
    were = f"{plural(len(rows), 'statement')} {'was' if len(rows) == 1 else 'were'}"
    text = f"{were} printed with different figures or qualifiers."
    about = f"{row['claimant']} on {row['label']} ({day_text(row['said'])})"
    first = f"The most reported: {about}, printed as {row['printed as'].replace(' | ', '; ')}."
    return [Sentence(text, tuple(rows["origin"])), Sentence(first, (row["origin"],))]


def echoes(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports go back to how few statements, and which statement is repeated most."""
    if rows.empty:
        return [Sentence(NOTHING)]
    row = rows.iloc[0]
    back = f"{plural(int(rows['reports'].sum()), 'report')} go back to {plural(len(rows), 'statement')}"
    single = f"{number(int(rows['reports'].eq(1).sum()))} of these stand in one report only"
    backed = f"{plural(int(row['reports']), 'report')} by {plural(int(row['publishers']), 'publisher')}"
    most = f"The most repeated is {row['claimant']}: {row['figure']}, {row['label']}, in {backed}."
    return [Sentence(f"{back}; {single}."), Sentence(most, (row["origin"],))]


def headlines(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say the spread of every headline in one sentence each, with the claimants at its ends."""
    if rows.empty:
        return [Sentence("No headline figure of this case is dated up to this day.")]
    said = []
    for row in rows.to_dict("records"):
        name = f"{row['label'][0].upper()}{row['label'][1:]} in {row['place']}"
        low, high = (
            f"{row[f'figure_{half}']} ({row[f'claimant_{half}']}, {day_text(row[f'said_{half}'])})" for half in "ab"
        )
        told = f"from {low} to {high}, {row['claimants']} claimants" if row["claimants"] > 1 else f"{low}, one claimant"
        stale = f", {row['stale']} of them stale" if row["stale"] else ""
        said.append(Sentence(f"{name}: {told}{stale}.", tuple(row["ids"].split("|"))))
    return said


def changed(rows: pd.DataFrame, case: Case, days: int) -> list[Sentence]:
    """Say what was said in the last days, the most reported first."""
    if rows.empty:
        return [Sentence(f"Nothing new was said in the last {days} days.")]
    made = f"{plural(len(rows), 'statement')} were made" if len(rows) > 1 else "One statement was made"
    said = Sentence(f"{made} in the last {days} days.", tuple(rows["id"]))
    return [said, *(claim(row, case) for row in rows.head(4).to_dict("records"))]


def document(rows: pd.DataFrame, case: Case, units: str) -> list[Sentence]:
    """Say every figure of one document with the line on which it stands."""
    line = rows["locator"].str.extract(r"(\d+)", expand=False).astype(float)
    ordered = rows.assign(_at=line).sort_values(["_at", "id"]).drop(columns="reports", errors="ignore")
    said = [(row, claim(row, case, units)) for row in ordered.to_dict("records")]
    return [Sentence(f"{row['locator'].capitalize()}: {claimed}", claimed.ids) for row, claimed in said]


def robustness(rows: pd.DataFrame) -> list[Sentence]:
    """Say which rules move the range of a headline."""
    if rows.empty:
        return [Sentence(NOTHING)]
    base, others = rows.iloc[0], rows.iloc[1:]
    moved = others[others["moves"]]
    if moved.empty:
        return [Sentence(f"The range, {base['range']}, is the same under every rule.")]
    first = "; ".join(f"{row.rule} ({row.range})" for row in moved.head(5).itertuples())
    return [Sentence(f"The range, {base['range']}, is another under {len(moved)} of {len(others)} rules: {first}.")]

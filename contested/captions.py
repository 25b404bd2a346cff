"""The heading and the alt text of a chart: what is drawn, of what, and how much of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.phrases import Row, group_text, placed
from contested.sorting import groups
from contested.words import plural

FORM_WORDS = {
    "spread": "the latest figure of each claimant",
    "steps": "every claimant's figures over time",
    "gaps": "pairs of figures and the gap between them",
    "pairs": "pairs of figures",
    "counts": "how many reports there are",
    "remainders": "totals and what their parts leave",
    "cards": "the range of each headline under other rules",
    "trail": "what became of figures",
    "echoes": "how many reports of a statement there had been by each day",
    "zones": "what is held and what is contested",
}
"""What each form of ``charts.FORMS`` draws."""


def scope_text(rows: pd.DataFrame, case: Case) -> str:
    """Name the quantity that a table is about: "settlements under control in Long Valley (subject: ...)"."""
    return scope_of(rows.iloc[0].to_dict(), case)


def scope_of(row: Row, case: Case) -> str:
    """Name the quantity that a row is about: what is counted, where, of which group, about whom."""
    kept = [group_text(str(row["group"]), case), str(row["weapon"]), str(row["fate"]), str(row["denominator"])]
    notes = [text.replace("_", " ") for text in kept if text]
    notes.append(f"subject: {case.sides.loc[row['subject'], 'label']}")
    return f"{row['label']} in {placed(row['place_id'], case)} ({'; '.join(notes)})"


def scopes_of(rows: pd.DataFrame, case: Case) -> list[str]:
    """Name the quantity of every row of a frame as ``scope_of`` does, each different one once."""
    alike = rows[["group", "weapon", "fate", "denominator", "subject", "label", "place_id"]]
    place = groups(alike, alike)
    texts = [scope_of(row, case) for row in alike[~pd.Series(place).duplicated().to_numpy()].to_dict("records")]
    return [texts[number] for number in place]


def title(form: str, rows: pd.DataFrame, case: Case) -> str:
    """The heading of a chart: what is drawn, and of what."""
    drawn = FORM_WORDS[form]
    if len(rows) and form in ("spread", "steps"):
        drawn = f"{scope_text(rows, case)}: {drawn}"
    return f"{drawn[0].upper()}{drawn[1:]}"


def alt(form: str, rows: pd.DataFrame, headed: str) -> str:
    """The alt text of a chart: its heading, how much is drawn, and its ends, so that it can be read without eyes."""
    if rows.empty:
        return f"{headed}. Nothing is drawn."
    if form in ("spread", "steps"):
        ranked = np.argsort(printed_numbers(rows), kind="stable")
        low, high = rows.iloc[ranked[0]], rows.iloc[ranked[-1]]
        drawn = f"{plural(len(rows), 'figure')} by {plural(rows['claimant'].nunique(), 'claimant')}"
        return f"{headed}. {drawn}, from {low['figure']} ({low['claimant']}) to {high['figure']} ({high['claimant']})."
    if form == "counts":
        return f"{headed}. {plural(int(rows['reports'].sum()), 'report')} in {plural(len(rows), 'bar part')}."
    key = "headline" if form == "cards" else "name"
    first = rows.iloc[0]
    mine = rows[rows[key].eq(first[key])]
    name, count = str(first[key]).replace("\n", ", "), plural(_lines(form, rows, key), "line")
    return f"{headed}. {count}; the first: {name}: {_shown(form, first, mine)}."


def _lines(form: str, rows: pd.DataFrame, key: str) -> int:
    """How many lines or panels a chart of these rows has to draw from."""
    return int(rows[key].nunique()) if form in ("cards", "trail", "echoes") else len(rows)


def _shown(form: str, first: pd.Series, mine: pd.DataFrame) -> str:
    """What the first line of a chart says."""
    if form == "cards":
        return f"{first['range']}; {plural(int(mine['flips'].sum()), 'rule')} with another conclusion"
    if form == "trail":
        return ", then ".join(mine["figure"])
    if form == "echoes":
        return f"{plural(int(mine['reports'].max()), 'report')} by {mine['printed'].max():%Y-%m-%d}"
    if form == "zones":
        return f"{first['figure']} held, {first['figure_contested']} contested"
    return f"{first['figure_a']} against {first['figure_b']}" if "figure_a" in mine else str(first["rest_text"])

"""The heading and the alt text of a chart: what is drawn, of what, and how much of it."""

from __future__ import annotations

import pandas as pd

from contested.bounds import printed
from contested.case import Case
from contested.words import group_text, placed, plural

FORM_WORDS = {
    "spread": "the latest figure of each claimant",
    "steps": "every claimant's figures over time",
    "gaps": "pairs of figures and the gap between them",
    "pairs": "pairs of figures",
    "counts": "how many reports there are",
    "remainders": "totals and what their parts leave",
}
"""What each form of ``charts.FORMS`` draws."""


def scope_text(rows: pd.DataFrame, case: Case) -> str:
    """Name the quantity that a table is about: "settlements under control in Kursk Oblast (subject: ...)"."""
    first = rows.iloc[0]
    kept = [group_text(str(first["group"]), case), str(first["weapon"]), str(first["fate"]), str(first["denominator"])]
    notes = [text.replace("_", " ") for text in kept if text]
    notes.append(f"subject: {case.sides.loc[first['subject'], 'label']}")
    return f"{first['label']} in {placed(first['place_id'], case)} ({'; '.join(notes)})"


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
        ranked = sorted(rows.to_dict("records"), key=printed)
        low, high = ranked[0], ranked[-1]
        drawn = f"{plural(len(rows), 'figure')} by {plural(rows['claimant'].nunique(), 'claimant')}"
        return f"{headed}. {drawn}, from {low['figure']} ({low['claimant']}) to {high['figure']} ({high['claimant']})."
    if form == "counts":
        return f"{headed}. {plural(int(rows['reports'].sum()), 'report')} in {plural(len(rows), 'bar part')}."
    first = rows.iloc[0]
    shown = f"{first['figure_a']} against {first['figure_b']}" if "figure_a" in rows else first.get("rest_text", "")
    name = str(first["name"]).replace("\n", ", ")
    return f"{headed}. {plural(len(rows), 'line')}; the first: {name}: {shown}."

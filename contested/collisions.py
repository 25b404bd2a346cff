"""The generated paragraphs on figures that do not fit: disputes, totals and their parts, odd running counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contested.case import Case
from contested.words import Sentence, attributed, day_text, filled, listed, plural

FITS = {
    "closes": "are made up exactly by their parts",
    "exceeds": "are exceeded by their parts",
    "remainder": "leave a firm remainder in no named part",
    "open": "have bounds that leave the remainder open",
}
"""How a sentence says each finding about a total and its parts."""


def collisions(rows: pd.DataFrame, case: Case, noun: str) -> list[Sentence]:
    """Say how many disputes there are and what the three widest are; a stance by what each side says."""
    if rows.empty:
        return [Sentence(f"No {noun} was found up to this day.")]
    pairs = int(rows["pairs"].sum()) if "pairs" in rows else len(rows)
    many = f", {plural(pairs, 'pair')} of statements in all" if pairs != len(rows) else ""
    text = f"{plural(len(rows), noun)} {'was' if len(rows) == 1 else 'were'} found{many}."
    widest = [_collision(row, case) for row in rows.head(3).to_dict("records")]
    return [Sentence(text, (*rows["a"], *rows["b"])), *widest]


def _collision(row: dict[str, Any], case: Case) -> Sentence:
    who = [attributed({"claimant": row[f"claimant_{half}"], "side": row[f"side_{half}"]}, case) for half in "ab"]
    when = f"about {day_text(row['day'])}"
    if row["kind"] == "stance":
        said = [_stance(row, half, case) for half in "ab"]
        text = f"{who[0]} says that {said[0]}, {who[1]} says that {said[1]} ({row['place']}, {when})."
    else:
        ratio = f", {row['ratio']:.2g} times apart" if np.isfinite(row["ratio"]) else ""
        given = f"{who[0]} gives {row['figure_a']}, {who[1]} {row['figure_b']}{ratio}"
        text = f"On {row['label']} in {row['place']}, {when}: {given}."
    return Sentence(text, (row["a"], row["b"]))


def _stance(row: dict[str, Any], half: str, case: Case) -> str:
    metric = case.metrics.loc[row["metric_id"]]
    clause = metric["phrase"] if row[f"value_{half}"] == 1 else metric["denial"]
    return filled(clause, {"{place}": row["place"], "{subject}": str(case.sides.loc[row["subject"], "label"])})


def duration(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many contradictions are still open and how long the others took to close."""
    if rows.empty:
        return [Sentence("No contradiction between named claimants can be followed up to this day.")]
    still, closed = rows[rows["until"].isna()], rows[rows["until"].notna()]
    of = f"Of {plural(len(rows), 'contradiction')} between the same two claimants"
    said = [Sentence(f"{of}, {len(still)} never closed: no later pair of their figures meets.", tuple(still["a"]))]
    if len(closed):
        days = f"{closed['days'].median():g}"
        said.append(Sentence(f"{len(closed)} closed, half of them within {days} days.", tuple(closed["a"])))
    return said


def remainders(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say how many totals their parts fit, exceed or leave short, and the first three that are exceeded."""
    if rows.empty:
        return [Sentence("No total with named parts was found up to this day.")]
    counted = rows["finding"].value_counts()
    parts = [f"{counted[name]} {text}" for name, text in FITS.items() if counted.get(name)]
    text = f"Of {plural(len(rows), 'total')} with named parts, {listed(parts)}."
    exceeded = rows[rows["finding"].eq("exceeds")].head(3).to_dict("records")
    return [Sentence(text, tuple(rows["total"])), *(_exceeded(row) for row in exceeded)]


def _exceeded(row: dict[str, Any]) -> Sentence:
    given = f"given as {row['total_text']}, the parts as {row['parts_text']}"
    return Sentence(f"{row['claimant']}: {row['label']} in {row['place']} {given}.", (row["total"],))


def findings(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say what the audit of running counts found, kind by kind, and how much of it is explained."""
    if rows.empty:
        return [Sentence("The audit found nothing odd in the running counts.")]
    counts = rows["kind"].value_counts()
    names = {"drop": "fall", "reset": "new start", "gap": "silence"}
    counted = [plural(int(counts[kind]), noun) for kind, noun in names.items() if kind in counts]
    if "spike" in counts:
        counted.append(f"{plural(int(counts['spike']), 'growth')} that the daily figures exclude")
    explained = int(rows["explanation"].ne("").sum())
    text = f"The audit of running counts lists {listed(counted)}; {explained} of {len(rows)} are explained."
    return [Sentence(text, tuple(rows["to_id"]))]

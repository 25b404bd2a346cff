"""The generated paragraphs on figures that do not fit: disputes, totals and their parts, odd running counts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from contested.case import Case
from contested.disputes import ENDINGS
from contested.interest import AGAINST, OWN
from contested.phrases import Row, placed, stated
from contested.vocabulary import VERBS
from contested.words import Sentence, attributed, listed, number, plural, quantity, said_text

FITS = {
    "closes": ("is made up exactly by its parts", "are made up exactly by their parts"),
    "exceeds": ("is exceeded by its parts", "are exceeded by their parts"),
    "remainder": ("leaves a firm remainder in no named part", "leave a firm remainder in no named part"),
    "open": ("has bounds that leave the remainder open", "have bounds that leave the remainder open"),
    "refused": ("has a part that is no part of the same quantity", "have a part that is no part of the same quantity"),
}
"""How a sentence says each finding about a total and its parts, of one and of several."""

SEEN_APART, CLOSE, TEN = 1.05, 1.1, 10.0
"""From which ratio a sentence says how far figures are apart, and from which it leaves the decimals out."""

WEIGHT = {
    OWN: "{claimant} speaks for {subject}, whose loss the figure counts.",
    AGAINST: "Of the two, the figure of {claimant} serves its own side less.",
}
"""How a sentence says that a figure weighs more."""


def collisions(rows: pd.DataFrame, case: Case, noun: str, units: str = "metric", most: int = 3) -> list[Sentence]:
    """Say how many disputes there are, in how many reports, and what the first ones are.

    In: ``findings.pairs`` of ``disputes.disputes``.
    """
    if rows.empty:
        return [Sentence(f"No {noun} has been found up to this day.")]
    ids = tuple(dict.fromkeys(name for each in rows["ids"] for name in each.split("|")))
    facts = {"disputes": len(rows), "reports": int(rows["reports"].sum()), "shown": min(most, len(rows))}
    rests = f"{plural(len(rows), noun)} {'rests' if len(rows) == 1 else 'rest'} on {plural(facts['reports'], 'report')}"
    first = f"; the first {most}:" if len(rows) > most else ":"
    return [
        Sentence(rests + first, ids, facts),
        *(collision(row, case, units) for row in rows.head(most).to_dict("records")),
    ]


def collision(row: dict[str, Any], case: Case, units: str = "metric") -> Sentence:
    """Say one dispute: who stated what, how far apart, and which figure weighs more.

    The second half repeats what the figure is about only where it is about something else in its words.
    """
    a, b = (case.by_id.loc[row[half]].to_dict() for half in "ab")
    facts: dict[str, float] = {}
    if a["dimension"] == "boolean":
        text = f"{_stance(a, case)}, while {_stance(b, case)}"
        text = text if placed(b["place_id"], case) in text else f"{text} ({b['place']})"
    else:
        same = all(a[name] == b[name] for name in ("metric_id", "place_id", "group"))
        second = quantity(b, units) if same else stated(b, case, quantity(b, units))
        first = f"{_says(a, case)} {stated(a, case, quantity(a, units))}, said {said_text(a)}"
        text = f"{first}; {_says(b, case)} {second}, said {said_text(b)}"
        if np.isfinite(row["ratio"]) and row["ratio"] >= SEEN_APART:
            digits = 2 if row["ratio"] < CLOSE else 1 if row["ratio"] < TEN else 0
            facts["ratio"] = math.floor(row["ratio"] * 10**digits) / 10**digits
            text += f"; their nearest bounds are {number(facts['ratio'])} times apart"
    halves = [(row[f"mark_{half}"], each) for half, each in (("a", a), ("b", b)) if row.get(f"mark_{half}")]
    weighs = [_weighs(mark, each, case) for mark, each in halves]
    return Sentence(" ".join([f"{text}.", *weighs]), (row["a"], row["b"]), facts)


def _says(row: Row, case: Case) -> str:
    return f"{attributed(row, case)} {VERBS[row['evidence']]}"


def _weighs(mark: str, row: Row, case: Case) -> str:
    return WEIGHT[mark].format(claimant=row["claimant"], subject=case.sides.loc[row["subject"], "label"])


def _stance(row: Row, case: Case) -> str:
    return f"{attributed(row, case)} said {said_text(row)} {stated(row, case, '')}".replace(" in the ", " in the ")


def endings(rows: pd.DataFrame, case: Case, noun: str = "contradiction") -> list[Sentence]:
    """Say how disputes ended, and how long those lasted that were settled."""
    if rows.empty:
        return [Sentence(f"No {noun} has been found up to this day.")]
    counts = rows["ended"].value_counts()
    days = case.settings.max_age_days
    facts = {"disputes": len(rows), "days": days, **{str(name): int(counts[name]) for name in counts.index}}
    told = [
        f"{number(int(counts[name]))} {_ending(name, int(counts[name]), days)}" for name in ENDINGS if name in counts
    ]
    one = told[0].split(" ", 1)[1]
    text = (
        f"Of these {len(rows)}, {listed(told)}."
        if len(told) > 1
        else f"{'Both' if len(rows) == 2 else f'All {len(rows)}'} {one}."
    )
    said = [Sentence(f"It {one}." if len(rows) == 1 else text, tuple(rows["a"]), facts)]
    settled = rows[rows["ended"].isin(["conceded", "converged"])]
    if len(settled):
        median = float(settled["days"].median())
        lasted = (
            "The one that was settled lasted" if len(settled) == 1 else "Half of those that were settled lasted at most"
        )
        said.append(Sentence(f"{lasted} {plural(int(median), 'day')}.", tuple(settled["a"]), {"median": int(median)}))
    return said


def _ending(name: str, count: int, days: int) -> str:
    words = {
        "conceded": "ended when one of the two later gave the other's figure",
        "converged": "ended when later figures of the two met",
        "dropped": f"lapsed (for more than {days} days neither of the two repeated or changed its figure)",
        "open": f"{'is' if count == 1 else 'are'} still open",
    }
    return words[name]


def remainders(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many totals their parts fit, exceed or leave short, and the first three that are exceeded."""
    if rows.empty:
        return [Sentence("No total with named parts was found up to this day.")]
    counted = rows["finding"].value_counts()
    parts = [f"{counted[name]} {text[int(counted[name] > 1)]}" for name, text in FITS.items() if counted.get(name)]
    text = f"Of {plural(len(rows), 'total')} with named parts, {listed(parts)}."
    facts = {"totals": len(rows), **{str(name): int(counted[name]) for name in counted.index}}
    exceeded = rows[rows["finding"].eq("exceeds")].head(3).to_dict("records")
    return [Sentence(text, tuple(rows["total"]), facts), *(_exceeded(row) for row in exceeded)]


def _exceeded(row: dict[str, Any]) -> Sentence:
    given = f"given as {row['total_text']}, the parts as {row['parts_text']}"
    text = f"{row['claimant']}: {row['label']} in {row['place']} {given}."
    ends = {name: row[name] for name in ("parts_lower", "parts_upper") if np.isfinite(row[name])}
    return Sentence(text, (row["total"], *row["part_ids"].split("|")), ends)


def subsets(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many figures lie inside another, and that they are never added."""
    if rows.empty:
        return [Sentence("No figure here counts a part of what another counts.")]
    over = rows[rows["finding"].eq("exceeds")]
    never = (
        f"{plural(len(rows), 'figure')} count a part of what another figure counts already and are never added to it"
    )
    many = (
        f"; {plural(len(over), 'of them is larger', plurals='of them are larger')} than the whole" if len(over) else ""
    )
    return [Sentence(f"{never}{many}.", tuple(rows["id"]), {"figures": len(rows), "larger": len(over)})]


def findings(rows: pd.DataFrame) -> list[Sentence]:
    """Say what the audit of running counts found, kind by kind, and how much of it is explained."""
    if rows.empty:
        return [Sentence("The audit found nothing odd in the running counts.")]
    counts = rows["kind"].value_counts()
    names = {"drop": "fall", "reset": "new start", "gap": "silence", "jump": "jump"}
    counted = [plural(int(counts[kind]), noun) for kind, noun in names.items() if kind in counts]
    if "spike" in counts:
        counted.append(f"{plural(int(counts['spike']), 'growth')} that the daily figures exclude")
    explained = int(rows["explanation"].ne("").sum())
    opened = len(rows) - explained
    facts = {
        "findings": len(rows),
        "explained": explained,
        "open": opened,
        **{str(k): int(counts[k]) for k in counts.index},
    }
    text = f"The audit of running counts lists {listed(counted)}; {explained} of these are explained, {opened} open."
    return [Sentence(text, tuple(rows["to_id"]), facts)]

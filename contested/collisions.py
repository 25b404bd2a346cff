"""The generated paragraphs on figures that do not fit: disputes, totals and their parts, odd running counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contested.case import Case
from contested.disputes import ENDINGS
from contested.interest import AGAINST, OWN
from contested.words import Sentence, attributed, day_text, filled, listed, number, placed, plural

FITS = {
    "closes": ("is made up exactly by its parts", "are made up exactly by their parts"),
    "exceeds": ("is exceeded by its parts", "are exceeded by their parts"),
    "remainder": ("leaves a firm remainder in no named part", "leave a firm remainder in no named part"),
    "open": ("has bounds that leave the remainder open", "have bounds that leave the remainder open"),
    "refused": ("has a part that is no part of the same quantity", "have a part that is no part of the same quantity"),
}
"""How a sentence says each finding about a total and its parts, of one and of several."""

WEIGHT = {
    OWN: "The figure of {} is that of the side whose loss it is.",
    AGAINST: "The figure of {} serves the side that gave it less than the other does.",
}
"""How a sentence says that a figure weighs more."""


def collisions(rows: pd.DataFrame, case: Case, noun: str, most: int = 3) -> list[Sentence]:
    """Say how many disputes there are, in how many reports, and what the first ones are.

    In: ``findings.pairs`` of ``disputes.disputes``.
    """
    if rows.empty:
        return [Sentence(f"No {noun} was found up to this day.")]
    ids = tuple(dict.fromkeys(name for each in rows["ids"] for name in each.split("|")))
    facts = {"disputes": len(rows), "pairs": int(rows["pairs"].sum()), "reports": int(rows["reports"].sum())}
    pairs = f" and {plural(facts['pairs'], 'pair')} of statements" if facts["pairs"] != len(rows) else ""
    rests = f"{'rests' if len(rows) == 1 else 'rest'} on {plural(facts['reports'], 'report')}{pairs}"
    first = Sentence(f"{plural(len(rows), noun)} {rests}.", ids, facts)
    return [first, *(collision(row, case) for row in rows.head(most).to_dict("records"))]


def collision(row: dict[str, Any], case: Case) -> Sentence:
    """Say one dispute: who gives what, how far apart, and which figure weighs more."""
    facts: dict[str, float] = {}
    weighs = [WEIGHT[row[f"mark_{half}"]].format(row[f"claimant_{half}"]) for half in "ab" if row.get(f"mark_{half}")]
    if row["dimension_a"] == "boolean":
        text = f"{'; '.join(_stance(row, half, case) for half in 'ab')} ({row['place']})."
    else:
        who = [attributed({"claimant": row[f"claimant_{half}"], "side": row[f"side_{half}"]}, case) for half in "ab"]
        other = f"and {who[1]}" if who[0] != who[1] else "and then"
        given = [f"{row[f'figure_{half}']} on {day_text(row[f'said_{half}'])}" for half in "ab"]
        apart, facts = _apart(row["ratio"])
        text = f"On {row['label']} in {row['place']}, {who[0]} gave {given[0]} {other} {given[1]}{apart}."
    return Sentence(" ".join([text, *weighs]), (row["a"], row["b"]), facts)


def _apart(ratio: float) -> tuple[str, dict[str, float]]:
    """How many times the nearer ends of two figures are apart, where that says anything."""
    if not np.isfinite(ratio) or ratio < 1.01:
        return "", {}
    times = float(f"{ratio:.2g}" if ratio >= 1.1 else f"{ratio:.3g}")
    return f", {number(times)} times apart", {"ratio": times}


def _stance(row: dict[str, Any], half: str, case: Case) -> str:
    who = attributed({"claimant": row[f"claimant_{half}"], "side": row[f"side_{half}"]}, case)
    metric = case.metrics.loc[row["metric_id"]]
    phrase = metric["phrase"] if row[f"value_{half}"] == 1 else metric["denial"]
    place = placed(row[f"place_id_{half}"], case)
    clause = filled(phrase, {"{place}": place, "{subject}": str(case.sides.loc[row["subject"], "label"])})
    return f"{who} said on {day_text(row[f'said_{half}'])} that {clause}"


def endings(rows: pd.DataFrame, noun: str = "contradiction") -> list[Sentence]:
    """Say how disputes ended, and how long those lasted that were settled."""
    if rows.empty:
        return [Sentence(f"No {noun} was found up to this day.")]
    counts = rows["ended"].value_counts()
    told = [f"{counts[name]} {_ending(name, int(counts[name]))}" for name in ENDINGS if name in counts]
    text = f"Of these {len(rows)}, {listed(told)}." if len(rows) > 1 else f"It {told[0].removeprefix('1 ')}."
    said = [
        Sentence(text, tuple(rows["a"]), {"disputes": len(rows), **{name: int(counts[name]) for name in counts.index}})
    ]
    settled = rows[rows["ended"].isin(["conceded", "converged"])]
    if len(settled):
        days = float(settled["days"].median())
        lasted = "The one that was settled" if len(settled) == 1 else f"Half of the {len(settled)} that were settled"
        upto = "lasted" if len(settled) == 1 else "lasted no longer than"
        facts = {"median": days, "settled": len(settled)}
        said.append(Sentence(f"{lasted} {upto} {plural(int(days), 'day')}.", tuple(settled["a"]), facts))
    return said


def _ending(name: str, count: int) -> str:
    words = {
        "conceded": "ended when one of the two later gave the other's figure",
        "converged": "ended when later figures of the two met",
        "dropped": f"{'was' if count == 1 else 'were'} not spoken of again",
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

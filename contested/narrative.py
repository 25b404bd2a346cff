"""The generated paragraphs: what a table says, in sentences that carry the ids of their rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.words import (
    Sentence,
    attributed,
    claim,
    day_text,
    group_text,
    listed,
    number,
    placed,
    plural,
    window_text,
)

NOTHING = "No dated figure of this kind was found up to this day."


def scope_text(rows: pd.DataFrame, case: Case) -> str:
    """Name the quantity that a table is about: "settlements under control in Kursk Oblast (subject: ...)"."""
    first = rows.iloc[0]
    kept = [group_text(str(first["group"]), case), str(first["weapon"]), str(first["fate"]), str(first["denominator"])]
    notes = [text.replace("_", " ") for text in kept if text] + [
        f"subject: {case.sides.loc[first['subject'], 'label']}"
    ]
    return f"{first['label']} in {placed(first['place_id'], case)} ({'; '.join(notes)})"


def spread(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say the range over claimants, who stands at its ends, and how many figures are stale."""
    if rows.empty:
        return [Sentence(NOTHING)]
    ids = tuple(rows["id"])
    if len(rows) == 1:
        return [
            Sentence(f"Only one claimant gives a figure of {scope_text(rows, case)}.", ids),
            claim(rows.iloc[0], case),
        ]
    low, high = rows.iloc[0], rows.iloc[-1]
    text = f"Figures of {scope_text(rows, case)}: the latest of {plural(len(rows), 'claimant')} run from {low['figure']} ({attributed(low, case)}, said on {day_text(low['said'])}) to {high['figure']} ({attributed(high, case)}, said on {day_text(high['said'])})."
    said = [Sentence(text, ids)]
    stale = rows[rows["stale"].astype(bool)]
    if len(stale):
        verb = "is" if len(stale) == 1 else "are"
        said.append(
            Sentence(
                f"{len(stale)} of the {len(rows)} {verb} stale, that is, older than {case.settings.max_age_days} days.",
                tuple(stale["id"]),
            )
        )
    return said


def history(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say how many statements a series holds, its first, its largest and its last figure."""
    if rows.empty:
        return [Sentence(NOTHING)]
    people = rows["claimant_id"].nunique()
    first, last = rows.iloc[0], rows.iloc[-1]
    top = rows.loc[rows["lower"].idxmax()]
    text = f"{plural(len(rows), 'statement')} of {scope_text(rows, case)} by {plural(people, 'claimant')} stand from {day_text(first['day'])} to {day_text(last['day'])}."
    largest = f"The largest is {top['figure']} ({attributed(top, case)}, {window_text({**top, 'said': pd.NaT}) or day_text(top['day'])}); the last is {last['figure']} ({attributed(last, case)}, said on {day_text(last['said'])})."
    return [Sentence(text, tuple(rows["id"])), Sentence(largest, (top["id"], last["id"]))]


def collisions(rows: pd.DataFrame, case: Case, noun: str) -> list[Sentence]:
    """Say how many disputes there are and what the three widest are; a stance by what each side says."""
    if rows.empty:
        return [Sentence(f"No {noun} was found up to this day.")]
    pairs = int(rows["pairs"].sum()) if "pairs" in rows else len(rows)
    many = f", {plural(pairs, 'pair')} of statements in all" if pairs != len(rows) else ""
    said = [
        Sentence(
            f"{plural(len(rows), noun)} {'was' if len(rows) == 1 else 'were'} found{many}.",
            (*rows["a"], *rows["b"]),
        )
    ]
    return said + [_collision(row, case) for row in rows.head(3).to_dict("records")]


def _collision(row: dict, case: Case) -> Sentence:
    who = [attributed({"claimant": row[f"claimant_{half}"], "side": row[f"side_{half}"]}, case) for half in "ab"]
    when = f"about {day_text(row['day'])}"
    if row["kind"] == "stance":
        metric = case.metrics.loc[row["metric_id"]]
        subject = str(case.sides.loc[row["subject"], "label"])
        clauses = [
            (metric["phrase"] if row[f"value_{half}"] == 1 else metric["denial"]).replace("{subject}", subject)
            for half in "ab"
        ]
        text = f"{who[0]} says that {clauses[0]}, {who[1]} says that {clauses[1]} ({row['place']}, {when})."
    else:
        ratio = f", {row['ratio']:.2g} times apart" if np.isfinite(row["ratio"]) else ""
        text = f"On {row['label']} in {row['place']}, {when}: {who[0]} gives {row['figure_a']}, {who[1]} {row['figure_b']}{ratio}."
    return Sentence(text, (row["a"], row["b"]))


def duration(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many contradictions are still open and how long the others took to close."""
    if rows.empty:
        return [Sentence("No contradiction between named claimants can be followed up to this day.")]
    still = rows[rows["until"].isna()]
    closed = rows[rows["until"].notna()]
    said = [
        Sentence(
            f"Of {plural(len(rows), 'contradiction')} between the same two claimants, {len(still)} never closed: no later pair of their figures meets.",
            tuple(still["a"]),
        )
    ]
    if len(closed):
        days = f"{closed['days'].median():g}"
        said.append(Sentence(f"{len(closed)} closed, half of them within {days} days.", tuple(closed["a"])))
    return said


def remainders(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say how many totals their parts fit, exceed or leave short, and the largest firm remainder."""
    if rows.empty:
        return [Sentence("No total with named parts was found up to this day.")]
    counted = rows["finding"].value_counts()
    words = {
        "closes": "are made up exactly by their parts",
        "exceeds": "are exceeded by their parts",
        "remainder": "leave a firm remainder in no named part",
        "open": "have bounds that leave the remainder open",
    }
    parts = [f"{counted[name]} {text}" for name, text in words.items() if counted.get(name)]
    said = [Sentence(f"Of {plural(len(rows), 'total')} with named parts, {listed(parts)}.", tuple(rows["total"]))]
    for row in rows[rows["finding"].eq("exceeds")].head(3).to_dict("records"):
        said.append(
            Sentence(
                f"{row['claimant']}: {row['label']} in {row['place']} given as {row['total_text']}, the parts as {row['parts_text']}.",
                (row["total"],),
            )
        )
    return said


def findings(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say what the audit of running counts found, kind by kind, and how much of it is explained."""
    if rows.empty:
        return [Sentence("The audit found nothing odd in the running counts.")]
    names = {"drop": "fall", "reset": "new start", "gap": "silence", "spike": "growth that the daily figures exclude"}
    counted = [
        plural(int(rows["kind"].eq(kind).sum()), noun)
        for kind, noun in names.items()
        if rows["kind"].eq(kind).any() and kind != "spike"
    ]
    spikes = int(rows["kind"].eq("spike").sum())
    if spikes:
        counted.append(f"{spikes} growth{'s' * (spikes != 1)} that the daily figures exclude")
    explained = int(rows["explanation"].ne("").sum())
    return [
        Sentence(
            f"The audit of running counts lists {listed(counted)}; {explained} of {len(rows)} are explained.",
            tuple(rows["to_id"]),
        )
    ]


def pairs(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say of how many attacks a claimant gives both what was launched and what was shot down, and the latest of them."""
    if rows.empty:
        return [Sentence("No claimant gives both what was launched and what was shot down in one window.")]
    row = rows.iloc[0]
    latest = f"The latest: {attributed(row, case)} gives {row['figure']} launched and {row['figure_right']} shot down {window_text(row)} ({row['weapon'].replace('_', ' ')})."
    return [
        Sentence(f"In {plural(len(rows), 'window')} one claimant gives both figures.", tuple(rows["id"])),
        Sentence(latest, (row["id"], row["id_right"])),
    ]


def coverage(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports, statements, publishers and languages there are, and how the days are known."""
    if rows.empty:
        return [Sentence(NOTHING)]
    stated, pages = rows["origin"].nunique(), rows["source_id"].nunique()
    languages = rows.loc[rows["language"].ne(""), "language"].nunique()
    text = f"{plural(len(rows), 'report')} of {plural(stated, 'statement')} stand on {plural(pages, 'page')} by {plural(rows['publisher'].nunique(), 'publisher')} in {plural(languages, 'language')}, said by {plural(rows['claimant_id'].nunique(), 'claimant')}."
    inferred = rows["said_on_basis"].isin(["sibling", "inferred"])
    share = f"The day of {number(int(inferred.sum()))} of them was not on the page itself but was taken from another page with the same statement or inferred."
    return [Sentence(text, ()), Sentence(share, tuple(rows.loc[inferred, "id"]))]


def drifts(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many statements were printed with different figures, and the most reported of them."""
    if rows.empty:
        return [Sentence("No statement was printed with two different figures.")]
    row = rows.iloc[0]
    first = f"The most reported: {row['claimant']} on {row['label']} ({day_text(row['said'])}), printed as {row['printed as'].replace(' | ', '; ')}."
    return [
        Sentence(
            f"{plural(len(rows), 'statement')} {'was' if len(rows) == 1 else 'were'} printed with different figures or qualifiers.",
            tuple(rows["origin"]),
        ),
        Sentence(first, (row["origin"],)),
    ]


def echoes(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports go back to how few statements, and which statement is repeated most."""
    if rows.empty:
        return [Sentence(NOTHING)]
    single = int(rows["reports"].eq(1).sum())
    row = rows.iloc[0]
    text = f"{plural(int(rows['reports'].sum()), 'report')} go back to {plural(len(rows), 'statement')}; {number(single)} of these stand in one report only."
    most = f"The most repeated is {row['claimant']}: {row['figure']}, {row['label']}, in {plural(int(row['reports']), 'report')} by {plural(int(row['publishers']), 'publisher')}."
    return [Sentence(text, ()), Sentence(most, (row["origin"],))]


def headlines(rows: pd.DataFrame, case: Case) -> list[Sentence]:
    """Say the spread of every headline in one sentence each, with the claimants at its ends."""
    if rows.empty:
        return [Sentence("No headline figure of this case is dated up to this day.")]
    said = []
    for row in rows.to_dict("records"):
        name = f"{row['label'][0].upper()}{row['label'][1:]} in {row['place']}"
        ends = [
            f"{row[f'figure_{half}']} ({row[f'claimant_{half}']}, {day_text(row[f'said_{half}'])})" for half in "ab"
        ]
        stale = f", {row['stale']} of them stale" if row["stale"] else ""
        told = (
            f"from {ends[0]} to {ends[1]}, {row['claimants']} claimants{stale}"
            if row["claimants"] > 1
            else f"{ends[0]}, one claimant{stale}"
        )
        said.append(Sentence(f"{name}: {told}.", tuple(row["ids"].split("|"))))
    return said


def changed(rows: pd.DataFrame, case: Case, days: int) -> list[Sentence]:
    """Say what was said in the last days, the most reported first."""
    if rows.empty:
        return [Sentence(f"Nothing new was said in the last {days} days.")]
    return [
        Sentence(
            f"{plural(len(rows), 'statement')} were made in the last {days} days."
            if len(rows) > 1
            else f"One statement was made in the last {days} days.",
            tuple(rows["id"]),
        ),
        *(claim(row, case) for row in rows.head(4).to_dict("records")),
    ]


def document(rows: pd.DataFrame, case: Case, units: str) -> list[Sentence]:
    """Say every figure of one document with the line on which it stands."""
    ordered = rows.assign(_n=rows["locator"].str.extract(r"(\d+)", expand=False).astype(float)).sort_values(
        ["_n", "id"]
    )
    return [
        Sentence(
            f"{row['locator'].capitalize()}: {claim({name: row[name] for name in row if name != 'reports'}, case, units)}",
            (row["id"],),
        )
        for row in ordered.to_dict("records")
    ]


def robustness(rows: pd.DataFrame) -> list[Sentence]:
    """Say which rules move the range of a headline."""
    if rows.empty:
        return [Sentence(NOTHING)]
    base, others = rows.iloc[0], rows.iloc[1:]
    moved = others[others["moves"]]
    if moved.empty:
        return [Sentence(f"The range, {base['range']}, is the same under every rule.")]
    text = f"The range, {base['range']}, is another under {len(moved)} of {len(others)} rules: "
    return [Sentence(text + "; ".join(f"{row.rule} ({row.range})" for row in moved.head(5).itertuples()) + ".")]


FORM_WORDS = {
    "spread": "the latest figure of each claimant", "steps": "every claimant's figures over time", "gaps": "pairs of figures and the gap between them",
    "pairs": "pairs of figures", "counts": "how many reports there are", "remainders": "totals and what their parts leave",
}  # fmt: skip


def title(form: str, rows: pd.DataFrame, case: Case) -> str:
    """The heading of a chart: what is drawn, and of what."""
    if rows.empty or form not in ("spread", "steps"):
        return f"{FORM_WORDS[form][0].upper()}{FORM_WORDS[form][1:]}"
    said = f"{scope_text(rows, case)}: {FORM_WORDS[form]}"
    return f"{said[0].upper()}{said[1:]}"


def alt(form: str, rows: pd.DataFrame, headed: str, case: Case) -> str:
    """The alt text of a chart: its heading, how much is drawn, and its ends, so that it can be read without eyes."""
    if rows.empty:
        return f"{headed}. Nothing is drawn."
    if form in ("spread", "steps"):
        low, high = rows.loc[rows["lower"].idxmin()], rows.loc[rows["lower"].idxmax()]
        drawn = f"{plural(len(rows), 'figure')} by {plural(rows['claimant'].nunique(), 'claimant')}"
        return f"{headed}. {drawn}, from {low['figure']} ({low['claimant']}) to {high['figure']} ({high['claimant']})."
    if form == "counts":
        return f"{headed}. {plural(int(rows['reports'].sum()), 'report')} in {plural(len(rows), 'bar part')}."
    first = rows.iloc[0]
    shown = f"{first['figure_a']} against {first['figure_b']}" if "figure_a" in rows else first.get("rest_text", "")
    name = str(first["name"]).replace("\n", ", ")
    return f"{headed}. {plural(len(rows), 'line')}; the first: {name}: {shown}."

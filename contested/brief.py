"""The brief of a day: what a wire editor would send, in three sentences, and the long form under it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from contested import narrative, views
from contested.changes import changes
from contested.collisions import collision
from contested.headlines import unheard
from contested.standing import Standing
from contested.words import Sentence, day_text, listed, plural

WEEK = 7
"""Days that "what changed" looks back in a brief."""


@dataclass(frozen=True)
class Brief:
    """The sentences of a day, short and long; ``statements`` are those it stands on."""

    short: list[Sentence]
    long: list[Sentence]


def brief(now: Standing) -> Brief:
    """Say what stands on a day, and nothing that was said later."""
    case = now.case
    changed = changes(now.before(WEEK), now, case)
    left = _left_out(case.ledger)
    loose = len(views.undated(case.ledger))
    sided = now.disputed("contradiction", "stance")
    sided = sided.assign(_still=sided["ended"].ne("open")).sort_values(
        ["_still", "since", "doubts"], ascending=[True, False, True], kind="stable"
    )
    return Brief(
        [_lead(now), _apart(sided, now), _fresh(changed, case.ledger)],
        [
            *narrative.headlines(now.heads, case, now.units),
            *_unheard(now),
            *_sections(sided, now),
            *narrative.changed(changed, case, WEEK, now.units),
            Sentence(f"{left[0].upper()}{left[1:]}", (), {"undated": float(loose)}),
        ],
    )


def write_brief(now: Standing, target: Path) -> None:
    """Write the brief of a day as JSON: ``as_of``, and the sentences ``short`` and ``long``, each with its ``ids``."""
    told = brief(now)
    forms = {"short": told.short, "long": told.long}
    sentences = {name: [{"text": each.text, "ids": list(each.ids)} for each in said] for name, said in forms.items()}
    document = {"as_of": f"{now.when:%Y-%m-%d}", **sentences}
    target.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _lead(now: Standing) -> Sentence:
    """The first headline with figures, said of the day."""
    date = day_text(now.when)
    day = {"day": float(now.when.day), "year": float(now.when.year)}
    if not now.heads:
        return Sentence(f"As of {date} the ledger holds no dated figure for any headline of this case.", (), day)
    head = narrative.headlines(now.heads[:1], now.case, now.units)[0]
    first, *rest = head.text.split(". ", 1)
    text = "; ".join(f"{each[0].lower()}{each[1:]}" if each[0].isupper() else each for each in (first, *rest))
    return Sentence(f"As of {date}, {text}", head.ids, {**head.facts, **day})


def _apart(sided: pd.DataFrame, now: Standing) -> Sentence:
    """How many contradictions between sides there are, between whom, how many still stand, and the last of them."""
    if sided.empty:
        return Sentence("No contradiction between sides has been found so far.")
    still = int(sided["ended"].eq("open").sum())
    roles = [sided[f"side_{half}"].map(now.case.sides["role"]).eq("party") for half in "ab"]
    parties = int((roles[0] & roles[1]).sum())
    first = collision(sided.iloc[0].drop(["mark_a", "mark_b"]).to_dict(), now.case, now.units)
    facts = {"disputes": len(sided), "open": still, "parties": parties, **first.facts}
    among = f"{parties} of them between the parties and {len(sided) - parties} with an observer"
    among = {0: "all of them with an observer", len(sided): "all of them between the parties"}.get(parties, among)
    facts["observers"] = len(sided) - parties
    opened = {0: "none is open, the last", 1: "1 is still open"}.get(still, f"{still} are still open, the latest")
    found = f"{plural(len(sided), 'contradiction')} between sides have been found, {among}; {opened}"
    if len(sided) == 1:
        whom = "the parties" if parties else "a party and an observer, or two observers"
        found = (
            f"1 contradiction between sides has been found, of {whom}; it is {'still open' if still else 'not open'}"
        )
    return Sentence(f"{found}: {first.text}", first.ids, facts)


def _fresh(changed: pd.DataFrame, ledger: pd.DataFrame) -> Sentence:
    """What the last week brought, and what cannot be placed in time."""
    counts, loose = changed["change"].value_counts(), len(views.undated(ledger))
    facts = {"days": float(WEEK), "undated": float(loose), **{str(name): int(counts[name]) for name in counts.index}}
    brought = f"The last {WEEK} days brought {narrative.brought(changed)}"
    text = brought if len(changed) else f"Nothing changed in the last {WEEK} days"
    return Sentence(f"{text}; {_left_out(ledger)}", (), facts)


def _left_out(ledger: pd.DataFrame) -> str:
    """Undated reports are left out of every day, so their number is that of the whole ledger."""
    loose = len(views.undated(ledger))
    if ledger.empty:
        return "the ledger holds no report."
    if loose == 0:
        return "every report in the ledger has a day."
    are = "is" if loose == 1 else "are"
    return f"whatever the day, {plural(loose, 'report')} of the ledger without a day {are} left out."


def _unheard(now: Standing) -> list[Sentence]:
    """Name the headlines of which no figure has been found."""
    labels = unheard(now.statements, now.case)
    text = f"Up to {day_text(now.when)} the ledger holds no dated figure for {listed(labels)}."
    day = {"day": float(now.when.day), "year": float(now.when.year)}
    return [Sentence(text, (), day)] if labels else []


def _sections(sided: pd.DataFrame, now: Standing) -> list[Sentence]:
    said: list[Sentence] = []
    for kind, noun in (("contradiction", "contradiction between sides"), ("stance", "contradiction in stance")):
        rows = sided[sided["kind"].eq(kind)]
        if len(rows):
            told = narrative.collisions(rows, now.case, noun, now.units)
            said += [*told, narrative.endings(rows, now.case, noun)[0]]
    return said

"""The brief of a day: what a wire editor would send, in three sentences, and the long form under it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from contested import narrative, views
from contested.case import Case
from contested.changes import changes
from contested.collisions import collision, endings
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
    loose = len(views.undated(case.ledger))
    still = now.disputes["ended"].ne("open")
    disputed = now.disputes.assign(_still=still)
    disputed = disputed.sort_values(["_still", "doubts", "until"], ascending=[True, True, False], kind="stable")
    sided = disputed[disputed["kind"].isin(["contradiction", "stance"])]
    return Brief(
        [_lead(now), _apart(sided, case), _fresh(changed, loose)],
        [
            *narrative.headlines(now.heads, case, now.units),
            *_unheard(now.statements, case),
            *_sections(disputed, case),
            *narrative.changed(changed, case, WEEK),
            Sentence(_left_out(loose), (), {"undated": float(loose)}),
        ],
    )


def _lead(now: Standing) -> Sentence:
    """The first headline with figures, said of the day."""
    day = {"day": float(now.when.day), "year": float(now.when.year)}
    if not now.heads:
        return Sentence(f"As of {day_text(now.when)} no headline figure of this case has a day.", (), day)
    first = narrative.spread(now.heads[0], now.case, now.units)[0]
    text = f"{first.text[0].lower()}{first.text[1:]}" if first.text.startswith("One ") else first.text
    return Sentence(f"As of {day_text(now.when)}, {text}", first.ids, {**first.facts, **day})


def _apart(sided: pd.DataFrame, case: Case) -> Sentence:
    """How many disputes between sides there are, how many still stand, and the first of them."""
    if sided.empty:
        return Sentence("No two sides have given figures that exclude each other.")
    still = int(sided["ended"].eq("open").sum())
    first = collision(sided.iloc[0].drop(["mark_a", "mark_b"]).to_dict(), case)
    facts = {"disputes": len(sided), "open": still, **first.facts}
    many = f"Different sides contradict each other on {plural(len(sided), 'point')}, {still or 'none'} of them open"
    lead = first.text.replace("On ", "on ", 1) if first.text.startswith("On ") else first.text
    return Sentence(f"{many}; {lead}", first.ids, facts)


def _fresh(changed: pd.DataFrame, loose: int) -> Sentence:
    """What the last week brought, and what cannot be placed in time."""
    counts = changed["change"].value_counts()
    facts = {"days": float(WEEK), "undated": float(loose), **{str(name): int(counts[name]) for name in counts.index}}
    text = (
        f"The {WEEK} days before brought {narrative.brought(changed)}"
        if len(changed)
        else f"Nothing changed in the {WEEK} days before"
    )
    return Sentence(f"{text}; {_left_out(loose)}", (), facts)


def _left_out(loose: int) -> str:
    return f"{plural(loose, 'report')} to which no page gives a day {'is' if loose == 1 else 'are'} left out."


def _unheard(statements: pd.DataFrame, case: Case) -> list[Sentence]:
    """Name the headlines of which no figure has been given."""
    labels = unheard(statements, case)
    return [Sentence(f"No figure has been given of {listed(labels)}.")] if labels else []


def _sections(disputed: pd.DataFrame, case: Case) -> list[Sentence]:
    said: list[Sentence] = []
    for kind, noun in (("contradiction", "contradiction"), ("stance", "contradiction in stance")):
        rows = disputed[disputed["kind"].eq(kind)]
        if len(rows):
            said += [*narrative.collisions(rows, case, noun), endings(rows, noun)[0]]
    return said

"""The generated paragraphs on ranges: the spread over claimants, the headlines and their use, a series over time."""

from __future__ import annotations

import pandas as pd

from contested.captions import scope_text
from contested.case import Case
from contested.vocabulary import VERBS
from contested.words import Row, Sentence, attributed, claim, day_text, number, plural, quantity, said_text, window_text

NOTHING = "No dated figure of this kind was found up to this day."


def spread(rows: pd.DataFrame, case: Case, units: str = "metric") -> list[Sentence]:
    """Say the ends of a range over claimants; what is older than the case allows is left out and counted.

    In: the latest figures of one scope, the lowest printed first.
    """
    if rows.empty:
        return [Sentence(NOTHING)]
    old = rows["stale"].astype(bool)
    fresh = rows if old.all() else rows[~old]
    facts = {"claimants": len(rows), "fresh": len(fresh), "older": int(old.sum()), "days": case.settings.max_age_days}
    if old.all():
        last = rows.sort_values(["day", "said_at", "id"]).iloc[-1]
        which = f"the last of {plural(len(rows), 'claimant')}" if len(rows) > 1 else "the last"
        text = f"No figure for {scope_text(rows, case)} is less than {facts['days']} days old; {which}: "
        return [Sentence(text + claim(last, case, units).text, tuple(rows["id"]), {**facts, **_backing(last)})]
    said = [
        Sentence(_range(fresh, case, units, bool(old.any())), tuple(fresh["id"]), {**facts, **_backing(fresh.iloc[0])})
    ]
    if old.any():
        are = f"{plural(facts['older'], 'older figure')} {'is' if facts['older'] == 1 else 'are'} left out, the highest"
        highest = _given(rows[old].iloc[-1].to_dict(), units)
        said.append(Sentence(f"{are} {highest}.", tuple(rows.loc[old, "id"]), facts))
    return said


def _range(rows: pd.DataFrame, case: Case, units: str, older: bool) -> str:
    """The ends of a range in one sentence, with its start where it is a running count."""
    low, high = rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()
    scope = scope_text(rows, case)
    if len(rows) == 1:
        when = (
            f"In the last {case.settings.max_age_days} days only one claimant gave"
            if older
            else "Only one claimant gives"
        )
        return f"{when} a figure for {scope}: {claim(low, case, units).text}"
    counted = high["basis"] == "cumulative" and pd.notna(high["event_start"])
    since = f", counted since {day_text(high['event_start'])}" if counted else ""
    ends = f"the lowest is {_given(low, units)}, the highest {_given(high, units)}"
    return f"{number(len(rows))} claimants give figures for {scope}{since}: {ends}."


def _backing(row: pd.Series) -> dict[str, float]:
    return {"reports": int(row["reports"]), "publishers": int(row["publishers"])}


def _given(row: Row, units: str) -> str:
    """A figure with who gave it, by what kind of evidence, and when: "74 (claimed by ..., 13 August 2024)"."""
    when = said_text(row).partition(" ")[2]
    about = row["event_end"] if row["basis"] != "period" else pd.NaT
    when += f" for {day_text(about)}" if pd.notna(about) and about != row["said"] else ""
    figure, _, printed = quantity(row, units).removesuffix(")").partition(" (")
    also = f"{printed}; " if printed else ""
    return f"{figure} ({also}{VERBS[row['evidence']]} by {row['claimant']}, {when})"


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
    largest += f" ({attributed(last, case)}, said {said_text(last)})."
    facts = {"statements": len(rows), "claimants": count}
    return [Sentence(text, tuple(rows["id"]), facts), Sentence(largest, (top["id"], last["id"]))]

"""The generated paragraphs on what stands behind figures: echoes, drifts, grades, track records."""

from __future__ import annotations

import pandas as pd

from contested.track import ENOUGH
from contested.vocabulary import DRIFTS
from contested.words import Sentence, listed, number, plural


def echoes(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many reports go back to how few statements, and which statement is repeated most."""
    if rows.empty:
        return [Sentence("No dated figure of this kind was found up to this day.")]
    row = rows.iloc[0]
    facts = {"reports": int(rows["reports"].sum()), "origins": len(rows), "single": int(rows["reports"].eq(1).sum())}
    back = f"{plural(facts['reports'], 'report')} go back to {plural(len(rows), 'statement')}"
    first = Sentence(f"{back}; {number(facts['single'])} of these stand in one report only.", (), facts)
    mine = {name: int(row[name]) for name in ("reports", "publishers", "languages")}
    backed = " ".join(f"{word} {plural(mine[name], name[:-1])}" for name, word in _BACKED.items() if mine[name])
    most = f"The most repeated is {row['claimant']}: {row['figure']}, {row['label']}, {backed}."
    return [first, Sentence(most, (row["origin"],), mine)]


_BACKED = {"reports": "in", "publishers": "by", "languages": "in"}


def drifts(rows: pd.DataFrame, reports: int) -> list[Sentence]:
    """Say how many of the reports depart from the statement that they carry, and how."""
    if rows.empty:
        return [Sentence("No report was found that departs from the statement that it carries.")]
    counts = rows["drift"].value_counts()
    kinds = [f"{number(int(counts[name]))} {text}" for name, text in DRIFTS.items() if name in counts]
    decided = int(rows["by"].eq("relation").sum())
    facts = {"drifted": len(rows), "reports": reports, "decided": decided} | {str(k): int(v) for k, v in counts.items()}
    text = f"{number(len(rows))} of {plural(reports, 'report')} depart from the statement they carry: {listed(kinds)}."
    known = f"{number(decided)} of these were decided by reading, the others follow from the rule."
    return [Sentence(text, tuple(rows["id"]), facts), Sentence(known, (), facts)]


def grades(rows: pd.DataFrame) -> list[Sentence]:
    """Say how many statements can be judged at all, and by what."""
    if rows.empty:
        return [Sentence("No dated figure of this kind was found up to this day.")]
    alone = int(rows["credibility"].eq("6").sum())
    backed = int(rows["credibility"].isin(["1", "2"]).sum())
    odd = int(rows["against"].gt(0).sum())
    facts = {"statements": len(rows), "alone": alone, "backed": backed, "excluded": odd}
    nobody = "cannot be judged: nobody else gives the same or excludes it"
    text = f"Of {plural(len(rows), 'statement')}, {number(alone)} {nobody}."
    is_, are = ("is" if count == 1 else "are" for count in (backed, odd))
    more = f"{number(backed)} {is_} backed by somebody with a ground of their own, "
    more += f"{number(odd)} {are} excluded by another."
    return [Sentence(text, tuple(rows["id"]), facts), Sentence(more, (), facts)]


def track(record: pd.DataFrame, cases: pd.DataFrame, enough: int = ENOUGH) -> list[Sentence]:
    """Say how far claimants were off where there are enough cases; say so where there are not."""
    if cases.empty:
        return [Sentence("No figure here can be measured by another.")]
    facts = {"cases": len(cases), "enough": enough, "claimants": int(cases["claimant_id"].nunique())}
    measured = f"{plural(len(cases), 'figure')} of {plural(facts['claimants'], 'claimant')} can be measured by another"
    first = Sentence(f"{measured}; a claimant with fewer than {enough} cases of one kind is not spoken of.", (), facts)
    if record.empty:
        return [first, Sentence("No claimant has so many.")]
    said = []
    for row in record.to_dict("records"):
        counts = {name: int(row[name]) for name in ("cases", "within", "above", "below")}
        off = f"{counts['above']} above, {counts['below']} below, {counts['within']} within the bounds"
        text = f"{row['claimant']} on {row['label']}, {plural(counts['cases'], 'case')}: {off}."
        said.append(Sentence(text, (), counts))
    return [first, *said]

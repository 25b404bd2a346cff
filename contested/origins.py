"""Which reports carry one statement, why they are joined, and how the figure drifted from page to page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed
from contested.case import Case
from contested.views import SERIES

BY_RULE = "the same claimant gave the same figure of the same thing within {} days"
"""Why reports are one statement where no human has said so."""

FAITHFUL = ""


def with_origins(ledger: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Add ``origin``, the id of the first row that carried the same statement, and ``repeats``.

    Rows carry one statement when claimant, metric, basis, scope and figure (the number, not its qualifier, which
    outlets lose) are the same and each was said within ``origin_days`` of the first; for flows within a window its
    last day must be the same too. Rows that relations.csv calls ``repeats`` are joined to the row that they repeat.
    ``repeats`` marks those rows: they never speak for the statement. Undated rows join the dated statement with the
    same figure when there is only one.
    """
    rows = ledger.sort_values(["said", "published", "id"], na_position="last")
    figure = ["claimant_id", *SERIES, "value", "low", "high", "canonical_unit"]
    window = rows["event_end"].where(rows["basis"].eq("period"))
    keys = rows[figure].assign(window=window, unit=rows["unit"].where(rows["dimension"].isin(["area", "length"]), ""))
    group = keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup().to_numpy()
    start = _starts(group, rows["said"].to_numpy(), case.settings.origin_days)
    frame = rows.assign(_g=group, _s=start)
    origin = frame.groupby(["_g", "_s"], sort=False)["id"].transform("first")
    joined, repeating = _join(dict(zip(rows["id"], origin, strict=True)), case)
    # Without rows a map has no type of its own, and the column could not be joined with ids.
    return ledger.assign(origin=ledger["id"].map(joined).astype(object), repeats=ledger["id"].isin(repeating))


def _starts(group: np.ndarray, said: np.ndarray, span: int) -> np.ndarray:
    """Number the statements within each group of equal figures: a new one starts when ``span`` days have passed."""
    first: dict[int, tuple[np.datetime64, int]] = {}
    numbers: np.ndarray = np.zeros(len(group), dtype=int)
    for place, (name, when) in enumerate(zip(group, said, strict=True)):
        begun, number = first.get(name, (when, 0))
        if np.isnat(when):
            numbers[place] = 0 if number == 0 else -1
            first.setdefault(name, (when, 0))
            continue
        if name in first and not np.isnat(begun) and when - begun > np.timedelta64(span, "D"):
            begun, number = when, number + 1
        first[name] = (begun, number)
        numbers[place] = number
    return numbers


def _join(origin: dict[str, str], case: Case) -> tuple[dict[str, str], set[str]]:
    """Merge the origins of rows that a human has called repetitions of one another; name the rows that repeat.

    A repetition of a row whose day nobody knows stays one, though the other is not among the rows.
    """
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while name in root:
            name = root[name]
        return name

    undated = set(case.ledger.loc[case.ledger["said"].isna(), "id"])
    told = repeats(case)
    told = told[told["from_id"].isin(origin) & (told["to_id"].isin(origin) | told["to_id"].isin(undated))]
    for later, earlier in zip(told["from_id"], told["to_id"], strict=True):
        one, other = find(origin[later]), find(origin.get(earlier, earlier))
        if one != other:
            root[one] = other
    return {name: find(first) for name, first in origin.items()}, set(told["from_id"])


def why_joined(rows: pd.DataFrame, case: Case) -> dict[str, str]:
    """Say of each statement with several reports why they are taken for one: the rule, or the reasons of a human."""
    several = rows[rows["origin"].duplicated(keep=False)]
    rule = BY_RULE.format(case.settings.origin_days)
    reasons = repeats(case)[["from_id", "reason"]].set_index("from_id")["reason"]
    found = {}
    for name, each in several.groupby("origin", sort=True):
        human = list(dict.fromkeys(reasons.reindex(each["id"]).dropna()))
        by_rule = len(each) - each["id"].isin(reasons.index).sum() > 1
        found[str(name)] = "; ".join([*([rule] if by_rule else []), *human])
    return found


def repeats(case: Case) -> pd.DataFrame:
    """The rows of relations.csv that call one row a repetition of another; none where a case has no such table."""
    if "relations" not in case.tables:
        return pd.DataFrame(columns=["from_id", "to_id", "drift", "reason"])
    relations = case.tables["relations"]
    return relations[relations["relation"].eq("repeats")]


def drifts(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Find the reports that departed from the statement that they carry.

    In: reports with ``origin`` and ``repeats``. Out, one row a drifted report: ``id``, ``origin``, ``first`` (the row
    that it is held against: the one it repeats, else the first report of the statement), ``drift`` (see
    ``vocabulary.DRIFTS``), ``by`` (relation, where a human has decided and given the ``reason``, else rule) and
    ``reason``. By rule a report drifted where it gives the same number without, or with another, qualifier, or a
    running total that its claimant had overtaken; what else may differ is found by a human, who joins the rows.
    """
    human = repeats(case).set_index("from_id")
    speaker = rows.sort_values(["repeats", "said", "published", "id"], na_position="last").drop_duplicates("origin")
    spoken = rows["origin"].map(dict(zip(speaker["origin"], speaker["id"], strict=True)))
    first = spoken.where(~rows["id"].isin(human.index), rows["id"].map(human["to_id"].to_dict()))
    by_id = rows.set_index("id")
    frame = rows[["id", "origin"]].assign(first=first)
    frame = frame[frame["first"].isin(by_id.index) & frame["first"].ne(frame["id"])].reset_index(drop=True)
    mine, theirs = (by_id.loc[frame[name]].reset_index() for name in ("id", "first"))
    decided = frame["id"].isin(human.index)
    frame["drift"] = frame["id"].map(human["drift"]).where(decided, _by_rule(mine, theirs))
    frame["by"] = np.where(decided, "relation", "rule")
    lost = "the page prints '" + mine["qualifier"] + "' where the first report has '" + theirs["qualifier"] + "'"
    frame["reason"] = frame["id"].map(human["reason"]).where(decided, lost.str.replace("_", " "))
    found = pd.concat([frame[frame["drift"].ne(FAITHFUL)], _stale(rows)])
    return found.drop_duplicates("id").sort_values("id", ignore_index=True)


def _by_rule(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.Series:
    """The drift of a report that differs from the first one in its qualifier alone; '' where it does not."""
    differ = mine["qualifier"].ne(theirs["qualifier"])
    return pd.Series(
        np.select([differ & mine["qualifier"].eq("exact"), differ], ["lost_qualifier", "other_qualifier"], FAITHFUL)
    )


def _stale(rows: pd.DataFrame) -> pd.DataFrame:
    """Reports of a running total that had been overtaken: the figure is that of an earlier statement of the same
    claimant, who had given a larger one in between, and a total does not go back."""
    bounded = rows["basis"].eq("cumulative") & np.isfinite(rows["upper"])
    running = rows[bounded & rows["said"].notna() & rows["id"].eq(rows["origin"])]
    keys = ["claimant_id", *SERIES]
    ordered = running.sort_values(["said_at", "event_end", "id"])
    most = ordered.groupby(keys, dropna=False)["lower"].transform(lambda each: each.shift().cummax())
    number = [printed(row) for row in ordered.to_dict("records")]
    again = ordered.assign(_n=number).groupby([*keys, "_n"], dropna=False)["id"].transform("first")
    back = ordered[again.ne(ordered["id"]) & (ordered["lower"] < most)]
    reason = "the claimant had given a larger figure since"
    return back[["id", "origin"]].assign(first=again[back.index], drift="stale", by="rule", reason=reason)

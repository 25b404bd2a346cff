"""Which reports carry one statement, why they are joined, and how the figure drifted from page to page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.sorting import groups, order
from contested.views import SERIES

BY_RULE = "the same claimant gave the same figure of the same thing within {} days"
"""Why reports are one statement where no human has said so."""

FAITHFUL = ""

FIGURE = ["claimant_id", *SERIES, "value", "low", "high", "canonical_unit"]
NEEDED = [*FIGURE, "id", "said", "event_end", "unit", "dimension"]
"""What makes two reports carry the same figure, and the columns that joining reports takes."""


def with_origins(ledger: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Add ``origin``, the id of the first row that carried the same statement, and ``repeats``.

    Rows carry one statement when claimant, metric, basis, scope and figure (the number, not its qualifier, which
    outlets lose) are the same and each was said within ``origin_days`` of the first; for flows within a window its
    last day must be the same too. Rows that relations.csv calls ``repeats`` are joined to the row that they repeat.
    ``repeats`` marks those rows: they never speak for the statement. Undated rows join the dated statement with the
    same figure when there is only one.
    """
    rows = ledger[NEEDED].take(order(ledger, "said", "published", "id"))
    window = rows["event_end"].where(rows["basis"].eq("period"))
    keys = rows[FIGURE].assign(window=window, unit=rows["unit"].where(rows["dimension"].isin(["area", "length"]), ""))
    group = groups(keys, keys)
    start = _starts(group, rows["said"].to_numpy(), case.settings.origin_days)
    several = pd.factorize(group * (start.max(initial=0) + 2) + start + 1)[0]
    leading = np.flatnonzero(~pd.Series(several).duplicated().to_numpy())
    ids = rows["id"].to_numpy()
    origin = pd.Series(ids[leading][several], index=rows.index, dtype=object)
    origin, repeating = _join(origin, rows["id"], case)
    # Without rows a map has no type of its own, and the column could not be joined with ids.
    return ledger.assign(origin=origin.reindex(ledger.index).astype(object), repeats=ledger["id"].isin(repeating))


def _starts(group: np.ndarray, said: np.ndarray, span: int) -> np.ndarray:
    """Number the statements within each group of equal figures: a new one starts when ``span`` days have passed.

    In: rows sorted by day, those without one last; these belong to the statement of their group where there is one
    only, else their number is -1.
    """
    dated = ~np.isnat(said)
    by_group = np.argsort(group, kind="stable")
    by_group = by_group[dated[by_group]]
    mine, days = group[by_group].astype(np.int64), said[by_group].astype("datetime64[D]").astype(np.int64)
    days -= days.min(initial=0)
    key = mine * (int(days.max(initial=0)) + span + 1) + days
    heads = np.flatnonzero(np.diff(mine, prepend=-1))
    first: np.ndarray = heads
    ends: np.ndarray = np.append(heads[1:], len(mine))
    starts: np.ndarray = np.zeros(len(mine), dtype=np.int64)
    # All groups at once go from the start of one statement to that of the next, until none has another.
    while len(first):
        starts[first] = 1
        first = np.asarray(np.searchsorted(key, key[first] + span, side="right"))
        first, ends = first[first < ends], ends[first < ends]
    running = np.cumsum(starts)
    base: np.ndarray = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    last = base.copy()
    base[mine[heads]] = running[heads]
    numbers: np.ndarray = np.zeros(len(group), dtype=np.int64)
    numbers[by_group] = running - base[mine]
    np.maximum.at(last, mine, numbers[by_group])
    return np.where(dated | (last[group] == 0), numbers, -1)


def _join(origin: pd.Series, ids: pd.Series, case: Case) -> tuple[pd.Series, set[str]]:
    """Merge the origins of rows that a human has called repetitions of one another; name the rows that repeat.

    A repetition of a row whose day nobody knows stays one, though the other is not among the rows.
    """
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while name in root:
            name = root[name]
        return name

    undated = case.ledger.loc[case.ledger["said"].isna(), "id"]
    told = repeats(case)
    named = ids.isin({*told["from_id"], *told["to_id"]})
    known = ids[named]
    told = told[told["from_id"].isin(known) & (told["to_id"].isin(known) | told["to_id"].isin(undated))]
    of = dict(zip(ids[named], origin[named], strict=True))
    for later, earlier in zip(told["from_id"], told["to_id"], strict=True):
        one, other = find(of[later]), find(of.get(earlier, earlier))
        if one != other:
            root[one] = other
    joined = origin.isin(list(root))
    return origin.mask(joined, origin[joined].map(find)), set(told["from_id"])


def why_joined(rows: pd.DataFrame, case: Case) -> dict[str, str]:
    """Say of each statement with several reports why they are taken for one: the rule, or the reasons of a human."""
    several = rows[rows["origin"].duplicated(keep=False)]
    rule = BY_RULE.format(case.settings.origin_days)
    reasons = repeats(case)[["from_id", "reason"]].set_index("from_id")["reason"]
    human = several["id"].isin(reasons.index)
    by_rule = (~human).groupby(several["origin"], sort=False).sum().gt(1)
    found = {str(name): rule if by_itself else "" for name, by_itself in by_rule.items()}
    for name, ids in several.loc[human, "id"].groupby(several["origin"]):
        told = dict.fromkeys(reasons.reindex(ids).dropna())
        found[str(name)] = "; ".join(filter(None, [found[str(name)], *told]))
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
    speaker = rows[["origin", "id"]].take(order(rows, "repeats", "said", "published", "id")).drop_duplicates("origin")
    place = pd.Index(speaker["origin"]).get_indexer(rows["origin"])
    spoken = pd.Series(speaker["id"].to_numpy()[place], index=rows.index, dtype=object)
    decided = rows["id"].isin(human.index)
    first = spoken.mask(decided, rows["id"][decided].map(human["to_id"].to_dict()))
    apart = first.ne(rows["id"])
    frame = rows.loc[apart, ["id", "origin"]].assign(first=first[apart])
    frame = frame[frame["first"].isin(rows["id"])].reset_index(drop=True)
    qualifier = rows.set_index("id")["qualifier"]
    mine, theirs = (qualifier.loc[frame[name]].reset_index(drop=True) for name in ("id", "first"))
    decided = frame["id"].isin(human.index)
    frame["drift"] = frame["id"].map(human["drift"]).where(decided, _by_rule(mine, theirs))
    frame["by"] = np.where(decided, "relation", "rule")
    lost = "the page prints '" + mine + "' where the first report has '" + theirs + "'"
    frame["reason"] = frame["id"].map(human["reason"]).where(decided, lost.str.replace("_", " "))
    found = pd.concat([frame[frame["drift"].ne(FAITHFUL)], _stale(rows)])
    return found.drop_duplicates("id").sort_values("id", ignore_index=True)


def _by_rule(mine: pd.Series, theirs: pd.Series) -> pd.Series:
    """The drift of a report whose qualifier is not that of the first one; '' where it is."""
    differ = mine.ne(theirs)
    return pd.Series(np.select([differ & mine.eq("exact"), differ], ["lost_qualifier", "other_qualifier"], FAITHFUL))


def _stale(rows: pd.DataFrame) -> pd.DataFrame:
    """Reports of a running total that had been overtaken: the figure is that of an earlier statement of the same
    claimant, who had given a larger one in between, and a total does not go back."""
    bounded = rows["basis"].eq("cumulative") & np.isfinite(rows["upper"])
    running = rows[bounded & rows["said"].notna() & rows["id"].eq(rows["origin"])]
    keys = ["claimant_id", *SERIES]
    ordered = running.sort_values(["said_at", "event_end", "id"])
    series = groups(ordered, keys)
    most = ordered["lower"].groupby(series).shift().groupby(series).cummax()
    again = ordered["id"].groupby([series, printed_numbers(ordered)], dropna=False).transform("first")
    back = ordered[again.ne(ordered["id"]) & (ordered["lower"] < most)]
    reason = "the claimant had given a larger figure since"
    return back[["id", "origin"]].assign(first=again[back.index], drift="stale", by="rule", reason=reason)

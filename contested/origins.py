"""Which reports carry one statement, why they are joined, and how the figure drifted from page to page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import printed_numbers
from contested.case import Case
from contested.sorting import groups, order, places
from contested.views import NUMBERED

BY_RULE = "the same claimant gave the same figure of the same thing within {} days"
"""Why reports are one statement where no human has said so."""

FAITHFUL = ""

FIGURE = ["claimant_id", *NUMBERED, "value", "low", "high"]
NEEDED = [*FIGURE, "_row", "said", "event_end", "unit", "dimension", "basis"]
"""What makes two reports carry the same figure, and the columns that joining reports takes."""


def with_origins(ledger: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Add ``origin``, the id of the first row that carried the same statement, its ``_origin`` and ``repeats``.

    Rows carry one statement when claimant, metric, basis, scope and figure (the number, not its qualifier, which
    outlets lose) are the same and each was said within ``origin_days`` of the first; for flows within a window its
    last day must be the same too. Rows that relations.csv calls ``repeats`` are joined to the row that they repeat.
    ``repeats`` marks those rows: they never speak for the statement. Undated rows join the dated statement with the
    same figure when there is only one. ``_origin`` is the first row's ``_row``.
    """
    turn = order(ledger, "said", "published", "_row")
    rows = ledger[NEEDED].take(turn)
    window = rows["event_end"].where(rows["basis"].eq("period"))
    keys = rows[FIGURE].assign(window=window, unit=rows["unit"].where(rows["dimension"].isin(["area", "length"]), ""))
    group = groups(keys, keys)
    start = _starts(group, rows["said"].to_numpy(), case.settings.origin_days)
    several = pd.factorize(group * (start.max(initial=0) + 2) + start + 1)[0]
    leading = np.flatnonzero(~pd.Series(several).duplicated().to_numpy())
    origin: np.ndarray = np.empty(len(rows), dtype=np.int64)
    origin[turn] = rows["_row"].to_numpy()[leading][several]
    origin, repeating = _join(origin, ledger["_row"].to_numpy(), case)
    names = case.ledger["id"].take(origin).set_axis(ledger.index)
    return ledger.assign(origin=names, _origin=origin, repeats=repeating)


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


def _join(origin: np.ndarray, known: np.ndarray, case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Merge the origins of rows that a human has called repetitions of one another; mark the rows that repeat.

    In: for each row its origin and itself, as positions in the ledger. A repetition of a row whose day nobody knows
    stays one, though the other is not among the rows.
    """
    root: dict[int, int] = {}

    def find(row: int) -> int:
        while row in root:
            row = root[row]
        return row

    told = repeats(case)
    later, earlier = (case.positions(told[name]) for name in ("from_id", "to_id"))
    at, to = places(known, later), places(known, earlier)
    undated: np.ndarray = np.append(case.ledger["said"].isna().to_numpy(), False)
    kept = (at >= 0) & ((to >= 0) | undated[earlier])
    for mine, other, row in zip(at[kept].tolist(), to[kept].tolist(), earlier[kept].tolist(), strict=True):
        one, two = find(int(origin[mine])), find(int(origin[other]) if other >= 0 else row)
        if one != two:
            root[one] = two
    joined = np.isin(origin, np.array(list(root), dtype=np.int64))
    merged = origin.copy()
    merged[joined] = [find(row) for row in origin[joined].tolist()]
    repeating = np.full(len(known), False)
    repeating[at[kept]] = True
    return merged, repeating


def why_joined(rows: pd.DataFrame, case: Case) -> dict[str, str]:
    """Say of each statement with several reports why they are taken for one: the rule, or the reasons of a human."""
    several = rows.loc[rows["_origin"].duplicated(keep=False), ["origin", "_origin", "_row"]]
    told = repeats(case).assign(_row=lambda each: case.positions(each["from_id"])).query("_row >= 0")
    human = np.isin(several["_row"], told["_row"])
    number, leads = pd.factorize(several["_origin"])
    by_rule = np.bincount(number[~human], minlength=len(leads)) > 1
    names = several["origin"].to_numpy()[~several["_origin"].duplicated().to_numpy()].tolist()
    rule = BY_RULE.format(case.settings.origin_days)
    found = {name: rule if by_itself else "" for name, by_itself in zip(names, by_rule.tolist(), strict=True)}
    reasons = told.set_index("_row")["reason"]
    for name, ids in several.loc[human, "_row"].groupby(several["origin"]):
        given = dict.fromkeys(reasons.reindex(ids).dropna())
        found[str(name)] = "; ".join(filter(None, [found[str(name)], *given]))
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
    mine, theirs, decided = _held_against(rows, case)
    reports, others = (rows[["id", "origin", "qualifier"]].take(at).reset_index(drop=True) for at in (mine, theirs))
    frame = reports[["id", "origin"]].assign(first=others["id"])
    human = repeats(case).set_index("from_id")
    printed, given = reports["qualifier"], others["qualifier"]
    frame["drift"] = frame["id"].map(human["drift"]).where(decided, _by_rule(printed, given))
    frame["by"] = np.where(decided, "relation", "rule")
    lost = "the page prints '" + printed + "' where the first report has '" + given + "'"
    frame["reason"] = frame["id"].map(human["reason"]).where(decided, lost.str.replace("_", " "))
    found = pd.concat([frame[frame["drift"].ne(FAITHFUL)], _stale(rows)])
    return found.drop_duplicates("id").sort_values("id", ignore_index=True)


def _held_against(rows: pd.DataFrame, case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions of reports and of the other rows that they are held against, and whether a human has named these."""
    row = rows["_row"].to_numpy()
    turn = order(rows, "repeats", "said", "published", "_row")
    number = pd.factorize(rows["_origin"].to_numpy()[turn])[0]
    speaker = turn[~pd.Series(number).duplicated().to_numpy()]
    first: np.ndarray = np.empty(len(rows), dtype=np.int64)
    first[turn] = row[speaker][number]
    told = repeats(case)
    at = places(row, case.positions(told["from_id"]))
    named = np.full(len(rows), False)
    named[at[at >= 0]] = True
    first[at[at >= 0]] = case.positions(told["to_id"])[at >= 0]
    mine = np.flatnonzero(first != row)
    theirs = places(row, first[mine])
    mine, theirs = mine[theirs >= 0], theirs[theirs >= 0]
    return mine, theirs, named[mine]


def _by_rule(mine: pd.Series, theirs: pd.Series) -> pd.Series:
    """The drift of a report whose qualifier is not that of the first one; '' where it is."""
    differ = mine.ne(theirs)
    return pd.Series(np.select([differ & mine.eq("exact"), differ], ["lost_qualifier", "other_qualifier"], FAITHFUL))


def _stale(rows: pd.DataFrame) -> pd.DataFrame:
    """Reports of a running total that had been overtaken: the figure is that of an earlier statement of the same
    claimant, who had given a larger one in between, and a total does not go back."""
    bounded = rows["basis"].eq("cumulative") & np.isfinite(rows["upper"])
    columns = ["id", "_row", "origin", "claimant_id", *NUMBERED, "said_at", "event_end", "lower", "upper", "qualifier"]
    running = rows.loc[bounded & rows["said"].notna() & rows["_row"].eq(rows["_origin"]), columns]
    ordered = running.take(order(running, "said_at", "event_end", "_row"))
    series = groups(ordered, ["claimant_id", *NUMBERED])
    most = ordered["lower"].groupby(series).shift().groupby(series).cummax()
    alike = groups(pd.DataFrame({"series": series, "number": printed_numbers(ordered)}), ["series", "number"])
    again = ordered["_row"].groupby(alike).transform("first")
    back = ordered[again.ne(ordered["_row"]) & (ordered["lower"] < most)]
    first = ordered.set_index("_row")["id"].loc[again[back.index]].set_axis(back.index)
    reason = "the claimant had given a larger figure since"
    return back[["id", "origin"]].assign(first=first, drift="stale", by="rule", reason=reason)

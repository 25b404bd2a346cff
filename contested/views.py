"""The ledger as it stood: views in time, the reports of one statement, each claimant's latest figure."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from contested.case import Case, counted_from
from contested.problems import ContestedError

DAY_FORM = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

SCOPE = ["subject", "place_id", "group", "denominator", "weapon", "fate", "counting_unit", "origin_id", "target_id"]
"""What a figure is about besides its metric: two figures of different scope are about different things."""

SERIES = ["metric_id", "basis", "since", *SCOPE]
"""What makes figures of one claimant one series."""


def day(name: str, text: object, default: pd.Timestamp | None = None) -> pd.Timestamp:
    """Read a parameter that is a day.

    Raises ContestedError, which names the parameter, its value and what is allowed, when it is not one.
    """
    if isinstance(text, date) and not pd.isna(text):
        return pd.Timestamp(text).tz_localize(None).normalize()
    shaped = "" if text is None else str(text).strip()
    if not shaped and default is not None:
        return default
    found = pd.to_datetime(shaped if re.fullmatch(DAY_FORM, shaped) else None, format="%Y-%m-%d", errors="coerce")
    if pd.isna(found):
        raise ContestedError(f"{name}: '{text}' is not a day; allowed: a day as YYYY-MM-DD")
    return pd.Timestamp(found)


def last_day(ledger: pd.DataFrame) -> pd.Timestamp:
    """The last day on which anything in the ledger was said. Raises ContestedError when no row is dated."""
    last = ledger["said"].max()
    if pd.isna(last):
        raise ContestedError("as_of: no figure of this case is dated; allowed: give as_of once rows have said_on")
    return last


def first_day(ledger: pd.DataFrame) -> pd.Timestamp:
    """The first day on which anything in the ledger was said; see ``last_day``."""
    last_day(ledger)
    return ledger["said"].min()


def as_of(ledger: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    """Rows said on or before a day. Undated rows are left out: nobody can tell that they were said by then."""
    told = ledger[ledger["said"] <= when]
    return told.assign(since=counted_from(told))


def undated(ledger: pd.DataFrame) -> pd.DataFrame:
    """Rows of which nobody knows when they were said; every answer about a day counts them out loud."""
    return ledger[ledger["said"].isna()]


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
    return ledger.assign(origin=ledger["id"].map(joined), repeats=ledger["id"].isin(repeating))


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
    """Merge the origins of rows that a human has called repetitions of one another; name the rows that repeat."""
    if "relations" not in case.tables:
        return origin, set()
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while name in root:
            name = root[name]
        return name

    relations = case.tables["relations"]
    known = relations["from_id"].isin(origin) & relations["to_id"].isin(origin)
    repeats = relations[relations["relation"].eq("repeats") & known]
    for later, earlier in zip(repeats["from_id"], repeats["to_id"], strict=True):
        if find(origin[later]) != find(origin[earlier]):
            root[find(origin[later])] = find(origin[earlier])
    return {name: find(first) for name, first in origin.items()}, set(repeats["from_id"])


def statements(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each statement: its first report, with ``reports`` and ``publishers`` that carried it.

    A row that relations.csv calls a repetition of another does not speak for the statement: its figure may have
    drifted.
    """
    counts = rows.groupby("origin", sort=False).agg(reports=("id", "size"), publishers=("publisher", "nunique"))
    first = rows.sort_values(["repeats", "said", "published", "id"], na_position="last").drop_duplicates("origin")
    return first.join(counts, on="origin").sort_values("id", ignore_index=True)


def latest(rows: pd.DataFrame, when: pd.Timestamp, max_age_days: int) -> pd.DataFrame:
    """Each claimant's latest statement in every series, with ``age_days`` and ``stale``.

    In: statements dated on or before ``when``. Of two said at the same time the one about the later day counts, then
    the one with more reports, then the one with the smaller id.
    """
    dated = rows[rows["said"].notna()]
    ordered = dated.sort_values(
        ["said_at", "event_end", "reports", "id"], ascending=[False, False, False, True], na_position="last"
    )
    newest = ordered.drop_duplicates(["claimant_id", *SERIES])
    age = (when - newest["said"]).dt.days
    return newest.assign(age_days=age, stale=age > max_age_days).sort_values("id", ignore_index=True)

"""The ledger as it stood: views in time, the reports of one statement, each claimant's latest figure."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from contested.problems import ContestedError
from contested.sorting import groups, nunique, order
from contested.windows import counted_from

NO_DAY = pd.Timestamp("1970-01-01")
"""The day as of which a ledger without a single row is read."""

DAY_FORM = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

SCOPE = ["subject", "place_id", "group", "denominator", "weapon", "fate", "counting_unit", "origin_id", "target_id"]
"""What a figure is about besides its metric: two figures of different scope are about different things."""

SERIES = ["metric_id", "basis", "since", *SCOPE]
"""What makes figures of one claimant one series."""

NUMBERED = ["_scope", "since"]
"""``SERIES`` by the number that the ledger gives it: the same rows are alike, and are grouped on two columns."""


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


def last_day(ledger: pd.DataFrame, known: pd.Timestamp = NO_DAY) -> pd.Timestamp:
    """The last day on which anything in the ledger was said.

    Where no row is dated, the last day that any row is about, was printed or was recorded on: nothing stands as of it,
    but a run has to name a day, and may not ask the clock. Without rows it is ``known``, the day of the ledger.
    """
    for name in ("said", "event_end", "published", "recorded_on"):
        last = ledger[name].max()
        if pd.notna(last):
            return pd.Timestamp(last)
    return known


def first_day(ledger: pd.DataFrame) -> pd.Timestamp:
    """The first day on which anything in the ledger was said; where no row is dated, ``last_day``."""
    first = ledger["said"].min()
    return last_day(ledger) if pd.isna(first) else first


def missing(ledger: pd.DataFrame, when: pd.Timestamp) -> str:
    """Say why nothing in the ledger stands as of a day: it is empty, undated or later; blank where something does."""
    if ledger.empty:
        return "the tables of figures hold no row"
    if ledger["said"].isna().all():
        return "no figure of this case is dated"
    return "" if ledger["said"].min() <= when else f"no figure of this case was said up to {when:%Y-%m-%d}"


def as_of(ledger: pd.DataFrame, when: pd.Timestamp, *, corrected: bool = True) -> pd.DataFrame:
    """Rows said on or before a day, without those that another of them ``revises`` (unless not ``corrected``).

    Undated rows are left out: nobody can tell that they were said by then.
    """
    known = ledger["said"] <= when
    if corrected:
        revised = ledger["revises"][known & ledger["revises"].ne("")]
        known &= ~ledger["id"].isin(revised)
    told = ledger if known.all() else ledger[known]
    return told.assign(since=counted_from(told))


def undated(ledger: pd.DataFrame) -> pd.DataFrame:
    """Rows of which nobody knows when they were said; every answer about a day counts them out loud."""
    return ledger[ledger["said"].isna()]


def statements(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each statement: its first report, with ``reports`` and ``publishers`` that carried it.

    A row that relations.csv calls a repetition of another does not speak for the statement: its figure may have
    drifted. Where only repetitions of a statement whose day nobody knows are among the rows, nothing speaks for it.
    """
    place, leads = pd.factorize(rows["_origin"])
    turn = order(rows, "repeats", "said", "published", "_row")
    leading = turn[~pd.Series(place[turn]).duplicated().to_numpy()]
    first = leading[~rows["repeats"].to_numpy(dtype=bool)[leading]]
    first = first[np.argsort(rows["_row"].to_numpy()[first])]
    many = len(leads)
    counts = {"reports": np.bincount(place, minlength=many), "publishers": nunique(place, rows["publisher"], many)}
    told = {name: each[place[first]] for name, each in counts.items()}
    return rows.take(first).reset_index(drop=True).assign(**told)


def latest(rows: pd.DataFrame, when: pd.Timestamp, max_age_days: int) -> pd.DataFrame:
    """Each claimant's latest statement in every series, with ``age_days``, from the day it is about, and ``stale``.

    In: statements dated on or before ``when``. One that another of them corrects does not count. Of two said at the
    same time the one about the later day counts, then of a running count, which does not fall, the larger, then the
    one with more reports, then the one with the smaller id.
    """
    dated = rows[rows["said"].notna() & ~rows["id"].isin(rows["corrects"])]
    dated = dated.assign(_most=dated["lower"].where(dated["basis"].eq("cumulative"), 0.0))
    down = ("said_at", "event_end", "_most", "reports")
    turn = order(dated, *down, "_row", descending=down)
    series = groups(dated, ["claimant_id", *NUMBERED])[turn]
    newest = dated.drop(columns="_most").take(turn[~pd.Series(series).duplicated().to_numpy()])
    age = (when - newest["event_end"].fillna(newest["said"]).clip(upper=newest["said"])).dt.days
    return newest.assign(age_days=age, stale=age > max_age_days).sort_values("id", ignore_index=True)

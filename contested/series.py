"""Audit of running counts: one that falls, jumps, starts anew, falls silent or does not fit its own daily claims."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from contested.case import Case
from contested.views import SERIES
from contested.words import interval, number, plural

COLUMNS = [
    "kind",
    "claimant_id",
    "metric_id",
    "place",
    "subject",
    "group",
    "from_id",
    "to_id",
    "day",
    "what",
    "explanation",
]
REGULAR = 5
"""Fewest figures that make a series one that is given regularly, so that a silence in it is worth a remark."""

KINDS = {
    "drop": "the count fell",
    "reset": "it counts from another day than before",
    "gap": "a series of five figures or more falls silent for longer than usual",
    "jump": "it grew, at the least, five times as fast as it usually does",
    "spike": "it grew by something that the same claimant's daily figures exclude, bounds carried through",
}
"""What the audit of running counts finds."""

JUMP = 5
"""A count that grows so many times faster than it usually does has jumped."""


def audit(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
    """List what is odd in every claimant's running counts, and the explanation that anomalies.csv gives, if any.

    In: dated statements. Out, one row a finding, oldest first: ``kind``: drop (the count fell: the later figure's upper
    bound is below the earlier one's lower bound), reset (it starts from another day), gap (a series of five figures or
    more falls silent for longer than ``gap_days`` and than three times its usual interval), jump (it
    grew, at the least, five times as fast as it usually does), spike (it grew by something that the same claimant's
    daily figures for those days exclude, bounds carried through); ``from_id`` and ``to_id``;
    ``what``, one sentence; ``explanation``, blank while open.
    """
    dated = statements["said"].notna() & statements["event_end"].notna()
    running = statements[statements["basis"].eq("cumulative") & dated]
    keys = ["claimant_id", *(name for name in SERIES if name != "since")]
    daily = _daily(statements)
    found: list[dict[str, object]] = []
    for key, rows in running.groupby(keys, dropna=False, sort=True):
        ordered = rows.sort_values(["event_end", "said_at", "reports", "id"])
        flows = daily.get((key[0], key[1], *key[3:]))
        found += _series(ordered.drop_duplicates("event_end", keep="last"), flows, case)
    frame = pd.DataFrame(found, columns=COLUMNS)
    frame["explanation"] = _explanations(frame, case)
    return frame.sort_values(["day", "kind", "to_id"], ignore_index=True)


def _daily(statements: pd.DataFrame) -> dict[tuple, pd.DataFrame]:
    one_day = statements["basis"].eq("period") & statements["event_start"].eq(statements["event_end"])
    rows = statements[one_day].sort_values(["event_end", "reports", "id"])
    keys = ["claimant_id", *[name for name in SERIES if name not in ("basis", "since")]]
    return {
        key: each.drop_duplicates("event_end", keep="last").set_index("event_end")
        for key, each in rows.groupby(keys, dropna=False)
    }


def _series(rows: pd.DataFrame, flows: pd.DataFrame | None, case: Case) -> list[dict[str, object]]:
    found = []
    records = rows.to_dict("records")
    usual = rows["event_end"].diff().dt.days
    regular = len(rows) >= REGULAR
    silence = max(case.settings.gap_days, 3 * usual.median()) if regular else np.inf
    pace = (rows["lower"].diff() / usual).median() if regular else np.nan
    for before, after in pairwise(records):
        days = (after["event_end"] - before["event_end"]).days
        old, new = before["event_start"], after["event_start"]
        kind, what = "", ""
        if pd.notna(old) and pd.notna(new) and old != new:
            kind, what = "reset", f"counts from {new:%Y-%m-%d}, before that from {old:%Y-%m-%d}"
        elif _below(after, before):
            kind, what = "drop", f"fell from {before['lower']:,.10g} or more to {after['upper']:,.10g} or less"
        elif days > silence:
            kind, what = "gap", f"no figure for {days - 1} days"
        elif flows is not None:
            kind, what = _growth(before, after, flows)
        if not kind and pace > 0 and (after["lower"] - before["upper"]) / days > JUMP * pace:
            grown = f"grew by {number(after['lower'] - before['upper'])} or more in {plural(days, 'day')}"
            kind, what = "jump", f"{grown}, usually by about {number(round(pace, 1))} a day"
        if kind:
            found.append(_finding(kind, what, before, after))
    return found


def _below(after: dict, before: dict) -> bool:
    return bool(
        after["upper"] < before["lower"]
        or (after["upper"] == before["lower"] and (after["upper_open"] or before["lower_open"]))
    )


def _growth(before: dict, after: dict, flows: pd.DataFrame) -> tuple[str, str]:
    """Hold the growth of a count against the daily figures of the days between; both are intervals."""
    span = pd.date_range(before["event_end"] + pd.Timedelta(days=1), after["event_end"])
    if not len(span) or not span.isin(flows.index).all():
        return "", ""
    claimed = flows.loc[span]
    said = {
        "lower": claimed["lower"].sum(),
        "upper": claimed["upper"].sum(),
        "lower_open": claimed["lower_open"].any(),
        "upper_open": claimed["upper_open"].any(),
    }
    grown = {
        "lower": after["lower"] - before["upper"],
        "upper": after["upper"] - before["lower"],
        "lower_open": after["lower_open"] or before["upper_open"],
        "upper_open": after["upper_open"] or before["lower_open"],
    }
    if not (_below(said, grown) or _below(grown, said)):
        return "", ""
    words = [interval({**each, "lower": max(each["lower"], 0)}, "", "count") for each in (grown, said)]
    return "spike", f"grew by {words[0]}, but its daily figures add up to {words[1]}"


def _finding(kind: str, what: str, before: dict, after: dict) -> dict[str, object]:
    same = {name: after[name] for name in ("claimant_id", "metric_id", "place", "subject", "group")}
    return {
        "kind": kind,
        **same,
        "from_id": before["id"],
        "to_id": after["id"],
        "day": after["event_end"],
        "what": what,
    }


def _explanations(findings: pd.DataFrame, case: Case) -> list[str]:
    if "anomalies" not in case.tables:
        return [""] * len(findings)
    known = case.tables["anomalies"]
    by_rows = {(row.from_id, row.to_id, row.kind): row.explanation for row in known.itertuples()}
    return [by_rows.get((row.from_id, row.to_id, row.kind), "") for row in findings.itertuples()]

"""Totals and their parts: what is left when the named parts are taken from the whole, as an interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.words import interval

COLUMNS = [
    "total",
    "metric_id",
    "place",
    "day",
    "unit",
    "parts",
    "total_lower",
    "total_upper",
    "parts_lower",
    "parts_upper",
    "parts_lower_open",
    "parts_upper_open",
    "lower",
    "upper",
    "lower_open",
    "upper_open",
    "finding",
    "part_ids",
]
FINDINGS = {
    "closes": "the parts make up the total exactly",
    "exceeds": "the parts are more than the total",
    "remainder": "some of the total is in no named part",
    "open": "the bounds leave open whether anything remains",
}


def remainders(ledger: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Give the remainder of every total that has parts in relations.csv.

    In: rows of the ledger (parts and totals that are not among them are left out). Out, one row a total: the bounds
    of the total, of the sum of its parts and of the remainder (``lower``, ``upper``, in the canonical ``unit``), the
    ids of the parts, and ``finding``: closes, exceeds, remainder or open, as ``FINDINGS`` says them. Bounds are
    carried through: the least remainder is the least total minus the most that the parts can be. A remainder below
    zero is a finding and is not cut off. Parts of an area, length or share with another canonical unit than the total
    are never subtracted.
    """
    if "relations" not in case.tables:
        return pd.DataFrame(columns=COLUMNS)
    rows = ledger.set_index("id")
    relations = case.tables["relations"]
    known = relations["from_id"].isin(rows.index) & relations["to_id"].isin(rows.index)
    links = relations[relations["relation"].eq("part_of") & known]
    found = [_remainder(rows, total, sorted(each["from_id"])) for total, each in links.groupby("to_id", sort=True)]
    return pd.DataFrame([each for each in found if each], columns=COLUMNS)


def as_findings(remaining: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Put totals with parts into the columns of ``series.audit``, with ``finding`` and the bounds of what remains.

    In: ``remainders`` and the rows of the ledger that they were taken from.
    """
    rests = [interval(row, row["unit"], "count") for row in remaining.to_dict("records")]
    return pd.DataFrame(
        {
            "kind": "parts",
            "claimant_id": ledger.set_index("id")["claimant_id"].reindex(remaining["total"]).to_numpy(),
            "metric_id": remaining["metric_id"],
            "place": remaining["place"],
            "from_id": remaining["part_ids"],
            "to_id": remaining["total"],
            "day": remaining["day"],
            "explanation": "",
            "what": [f"{FINDINGS[name]}: {rest}" for name, rest in zip(remaining["finding"], rests, strict=True)],
            "finding": remaining["finding"],
            **{name: remaining[name] for name in ("lower", "upper", "lower_open", "upper_open")},
        }
    )


def _remainder(rows: pd.DataFrame, total: str, ids: list[str]) -> dict[str, object] | None:
    whole, parts = rows.loc[total], rows.loc[ids]
    counts = ("people", "count")
    alike = (
        parts["dimension"].isin(counts) if whole["dimension"] in counts else parts["dimension"].eq(whole["dimension"])
    )
    parts = parts[alike & (parts["dimension"].isin(counts) | parts["canonical_unit"].eq(whole["canonical_unit"]))]
    if parts.empty:
        return None
    least, most = float(parts["lower"].sum()), float(parts["upper"].sum())
    lower = whole["lower"] - most if np.isfinite(most) else -np.inf
    upper = whole["upper"] - least
    lower_open = bool(whole["lower_open"] or parts["upper_open"].any())
    upper_open = bool(whole["upper_open"] or parts["lower_open"].any())
    return {
        "total": total,
        "metric_id": whole["metric_id"],
        "place": whole["place"],
        "day": whole["event_end"],
        "unit": whole["canonical_unit"],
        "parts": len(parts),
        "total_lower": whole["lower"],
        "total_upper": whole["upper"],
        "parts_lower": least,
        "parts_upper": most,
        "parts_lower_open": bool(parts["lower_open"].any()),
        "parts_upper_open": bool(parts["upper_open"].any()),
        "lower": lower,
        "upper": upper,
        "lower_open": lower_open,
        "upper_open": upper_open,
        "finding": _finding(lower, upper, lower_open, upper_open),
        "part_ids": "|".join(parts.index),
    }


def _finding(lower: float, upper: float, lower_open: bool, upper_open: bool) -> str:
    if lower == upper == 0:
        return "closes"
    if upper < 0 or (upper == 0 and upper_open):
        return "exceeds"
    return "remainder" if lower > 0 or (lower == 0 and lower_open) else "open"

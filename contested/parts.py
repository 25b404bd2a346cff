"""Totals and their parts: what is left when the named parts are taken from the whole, as an interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested import wholes
from contested.case import Case
from contested.compare import linked_pairs
from contested.words import interval

COLUMNS = [
    "total",
    "by",
    "breakdown",
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
KEYS = ["to_id", "by", "breakdown"]
"""What tells one sum from another: its total, and in what its parts differ."""

NEEDED = [
    *("id", "origin", "metric_id", "place", "event_end", "canonical_unit"),
    *("lower", "upper", "lower_open", "upper_open", "dimension", "subject", "denominator", "label"),
]
"""The columns of the ledger that remainders take; ``origin`` only where statements are given."""

FINDINGS = {
    "closes": "the parts make up the total exactly",
    "exceeds": "the parts are more than the total",
    "remainder": "some of the total is in no named part",
    "open": "the bounds leave open whether anything remains",
    "refused": "a part is not taken from the total",
}


def remainders(
    ledger: pd.DataFrame, case: Case, statements: pd.DataFrame | None = None, inside: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the remainder of every total that has parts in relations.csv, and by rule of every other one.

    In: rows of the ledger (parts and totals that are not among them are left out), and the statements among which
    parts are looked for by rule (``wholes.parts``), with their ``wholes.inner`` where it is known. Out, one row a total
    and breakdown of it: ``by`` (relation, or in what the parts differ: metric, group, place, subject), the bounds of
    the total, of the sum of its parts and of the remainder (``lower``, ``upper``, in the canonical ``unit``), the ids
    of the parts, and ``finding``: closes, exceeds, remainder, open or refused, as ``FINDINGS`` says them. Bounds are
    carried through: the least remainder is the least total minus the most that the parts can be. A remainder below zero
    is a finding and is not cut off.
    Nothing is subtracted that ``compare.linked_pairs`` refuses.
    """
    links = linked(ledger, case, "part_of").assign(by="relation")
    rows = ledger[[name for name in NEEDED if name in ledger]].set_index("id", drop=False).rename_axis("row")
    if statements is not None:
        inside = wholes.inner(statements, case) if inside is None else inside
        links = pd.concat([links, _by_rule(links, statements, inside, rows, case)])
    links = links.sort_values([*KEYS, "from_id"], ignore_index=True)
    frame = links[KEYS].drop_duplicates().reset_index(drop=True).rename(columns={"to_id": "total"})
    whole = rows.loc[frame["total"]].reset_index(drop=True)
    frame = frame.assign(metric_id=whole["metric_id"], place=whole["place"], day=whole["event_end"])
    frame = frame.assign(unit=whole["canonical_unit"], total_lower=whole["lower"], total_upper=whole["upper"])
    refused = links["answer"].eq("no")
    frame = frame.join(_summed(links, links.groupby(KEYS, sort=False).ngroup(), refused, rows))
    frame["lower"] = (whole["lower"] - frame["parts_upper"]).where(np.isfinite(frame["parts_upper"]), -np.inf)
    frame["upper"] = whole["upper"] - frame["parts_lower"]
    frame["lower_open"] = whole["lower_open"].astype(bool) | frame["parts_upper_open"]
    frame["upper_open"] = whole["upper_open"].astype(bool) | frame["parts_lower_open"]
    frame["finding"] = _findings(frame)
    return frame[COLUMNS]


def _summed(links: pd.DataFrame, total: pd.Series, refused: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """What the parts of each total, by its number, are together, without those that are refused."""
    bounds = rows.loc[links["from_id"], ["lower", "upper", "lower_open", "upper_open"]].reset_index(drop=True)
    kept = bounds.assign(id=links["from_id"])[~refused].groupby(total[~refused])
    told = {
        "parts": kept.size(),
        "parts_lower": kept["lower"].sum(),
        "parts_upper": kept["upper"].sum(),
        "parts_lower_open": kept["lower_open"].any(),
        "parts_upper_open": kept["upper_open"].any(),
        "part_ids": kept["id"].agg("|".join),
    }
    frame = pd.DataFrame(told).reindex(range(total.max() + 1 if len(total) else 0))
    numbers = {"parts": int, "parts_lower": float, "parts_upper": float}
    flags = {"parts_lower_open": bool, "parts_upper_open": bool}
    # Where every part is refused, nothing is taken from the total.
    frame = frame.fillna({**dict.fromkeys(numbers, 0), **dict.fromkeys(flags, False), "part_ids": ""})
    return frame.astype({**numbers, **flags}).assign(refused=refused.groupby(total).any())


def _by_rule(
    links: pd.DataFrame, statements: pd.DataFrame, inside: pd.DataFrame, rows: pd.DataFrame, case: Case
) -> pd.DataFrame:
    """Parts by rule, with the gate's answer, of statements of which no report has parts by decision."""
    decided = set(rows["origin"].reindex(links["to_id"]))
    found = wholes.parts(statements, inside)
    found = found[~found["whole"].isin(statements.loc[statements["origin"].isin(decided), "id"])]
    pairs = found.rename(columns={"id": "from_id", "whole": "to_id"}).reset_index(drop=True)
    return pairs.join(linked_pairs(rows.loc[pairs["from_id"]], rows.loc[pairs["to_id"]], case))


def linked(ledger: pd.DataFrame, case: Case, relation: str) -> pd.DataFrame:
    """The pairs of rows that relations.csv joins so, with the gate's ``answer`` and ``reason``."""
    if "relations" not in case.tables:
        return pd.DataFrame(columns=["from_id", "to_id", "breakdown", "answer", "reason"])
    relations = case.tables["relations"]
    relations = relations[relations["relation"].eq(relation)]
    rows = ledger[ledger["id"].isin({*relations["from_id"], *relations["to_id"]})]
    wanted = relations["from_id"].isin(rows["id"]) & relations["to_id"].isin(rows["id"])
    pairs = relations.loc[wanted, ["from_id", "to_id", "breakdown"]].reset_index(drop=True)
    rows = rows.set_index("id", drop=False).rename_axis("row")
    return pairs.join(linked_pairs(rows.loc[pairs["from_id"]], rows.loc[pairs["to_id"]], case))


def subsets(ledger: pd.DataFrame, case: Case, inside: pd.DataFrame | None = None) -> pd.DataFrame:
    """Figures that lie inside another and are never added to others, and whether they fit into it.

    A row is inside another where relations.csv says that it ``narrows`` it, or by rule: ``inside``, the
    ``wholes.inner`` of the statements, or of the ledger where it is not given. Out, one row a pair: ``id``, ``whole``,
    ``metric_id``, ``place``, ``day``, ``unit``, ``by`` (relation, metric, group, place or subject) and ``finding``:
    fits, or exceeds where the subset is surely larger than the whole.
    """
    inside = wholes.inner(ledger, case) if inside is None else inside
    by_rule = inside.rename(columns={"whole": "_to", "by": "_by"})[["id", "_to", "_by"]]
    by_hand = linked(ledger, case, "narrows").query("answer != 'no'")
    pairs = pd.concat([by_hand.rename(columns={"from_id": "id", "to_id": "_to"}).assign(_by="relation"), by_rule])
    pairs = pairs.drop_duplicates(["id", "_to"]).sort_values(["id", "_to"], ignore_index=True)
    rows = ledger.set_index("id")
    part, whole = (rows.loc[pairs[name]].reset_index() for name in ("id", "_to"))
    over = (part["lower"] > whole["upper"]) | (
        part["lower"].eq(whole["upper"]) & (part["lower_open"] | whole["upper_open"])
    )
    return pd.DataFrame(
        {
            "id": pairs["id"],
            "whole": pairs["_to"],
            **{name: part[name] for name in ("metric_id", "place")},
            "day": part["event_end"],
            "unit": part["canonical_unit"],
            "by": pairs["_by"],
            "finding": np.where(over, "exceeds", "fits"),
        }
    )


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
            "by": remaining["by"],
            **{name: remaining[name] for name in ("lower", "upper", "lower_open", "upper_open")},
        }
    )


def _findings(frame: pd.DataFrame) -> np.ndarray:
    # Parts such as 0.1 and 0.2 make up 0.3, whatever the last bit of their sum.
    lower, upper = frame["lower"].round(9), frame["upper"].round(9)
    holds = {
        "refused": frame["refused"],
        "closes": lower.eq(0) & upper.eq(0),
        "exceeds": (upper < 0) | (upper.eq(0) & frame["upper_open"]),
        "remainder": (lower > 0) | (lower.eq(0) & frame["lower_open"]),
    }
    return np.select([each.to_numpy(dtype=bool) for each in holds.values()], list(holds), "open").astype(object)

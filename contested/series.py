"""Audit of running counts: one that falls, jumps, starts anew, falls silent or does not fit its own daily claims."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import excludes
from contested.case import Case
from contested.sorting import groups, order
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
KEYS = ["claimant_id", "_scope"]
"""What makes running counts one series, from whatever day they count."""

DAILY = [*(f"{end}{kind}" for end in ("lower", "upper") for kind in ("", "_open")), "event_end", "reports", "id"]
"""The columns of daily figures that are held against the growth of a count."""

SPIKED = ["claimant_id", *(name for name in SERIES if name not in ("basis", "since"))]
"""What a running count and the daily figures of the same have in common."""

NEEDED = [*dict.fromkeys([*SPIKED, *DAILY]), "_scope", "_row", "place", "said_at", "event_start"]
"""The columns of running counts that the audit takes."""

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
    running = statements.loc[statements["basis"].eq("cumulative") & dated, NEEDED]
    running = running.take(order(running, "event_end", "said_at", "reports", "_row"))
    running = running.assign(_series=groups(running, KEYS))
    kept = running[~running.duplicated(["_series", "event_end"], keep="last")]
    before, after = _neighbours(kept.sort_values("_series", kind="stable", ignore_index=True))
    kind = _odd(before, after, case)
    spikes = _spikes(before[kind.eq("")], after[kind.eq("")], statements)
    kind = kind.mask(kind.index.isin(list(spikes)), "spike")
    kind = kind.mask(kind.eq("") & _jumps(before, after), "jump")
    odd = kind[kind.ne("")]
    found = [
        _finding(name, spikes.get(at) or _words(name, *pair), *pair)
        for at, name, *pair in zip(
            odd.index, odd, *(each.loc[odd.index].to_dict("records") for each in (before, after)), strict=True
        )
    ]
    frame = pd.DataFrame(found, columns=COLUMNS)
    frame["explanation"] = _explanations(frame, case)
    return frame.sort_values(["day", "kind", "to_id"], ignore_index=True)


def _neighbours(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each figure of a series and the next one, in the same positions, with what is usual in the series: ``usual``
    days between two figures, ``pace`` of growth a day, and ``count`` of figures."""
    days = rows.groupby("_series")["event_end"].diff().dt.days
    pace = rows.groupby("_series")["lower"].diff() / days
    by_series = {"usual": days, "pace": pace}
    told = {name: each.groupby(rows["_series"]).transform("median") for name, each in by_series.items()}
    rows = rows.assign(**told, count=rows.groupby("_series")["id"].transform("size"), days=days)
    later = rows["_series"].eq(rows["_series"].shift()).to_numpy().nonzero()[0]
    return rows.take(later - 1).reset_index(drop=True), rows.take(later).reset_index(drop=True)


def _odd(before: pd.DataFrame, after: pd.DataFrame, case: Case) -> pd.Series:
    """What is odd between each two figures of a series, as far as these alone say."""
    starts = [each["event_start"] for each in (before, after)]
    anew = starts[0].notna() & starts[1].notna() & starts[0].ne(starts[1])
    silence = (3 * after["usual"]).clip(lower=case.settings.gap_days)
    silent = after["count"].ge(REGULAR) & after["days"].gt(silence)
    found = np.select([anew, _below(after, before), silent], ["reset", "drop", "gap"], "")
    return pd.Series(found, dtype=object)


def _below(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Whether the first interval surely ends below the second."""
    return (a["upper"] < b["lower"]) | (a["upper"].eq(b["lower"]) & (a["upper_open"] | b["lower_open"]))


def _jumps(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    growth = (after["lower"] - before["upper"]) / after["days"]
    return after["count"].ge(REGULAR) & after["pace"].gt(0) & growth.gt(JUMP * after["pace"])


def _words(kind: str, before: dict, after: dict) -> str:
    """Say what is odd between two figures of a series."""
    if kind == "reset":
        return f"counts from {after['event_start']:%Y-%m-%d}, before that from {before['event_start']:%Y-%m-%d}"
    if kind == "drop":
        return f"fell from {before['lower']:,.10g} or more to {after['upper']:,.10g} or less"
    days = int(after["days"])
    if kind == "gap":
        return f"no figure for {days - 1} days"
    grown = f"grew by {number(after['lower'] - before['upper'])} or more in {plural(days, 'day')}"
    return f"{grown}, usually by about {number(round(after['pace'], 1))} a day"


def _spikes(before: pd.DataFrame, after: pd.DataFrame, statements: pd.DataFrame) -> dict[int, str]:
    """Say of growths that the same claimant's daily figures exclude what these add up to, by their index."""
    keys = SPIKED
    one_day = statements["basis"].eq("period") & statements["event_start"].eq(statements["event_end"])
    counted = one_day & statements["metric_id"].isin(after["metric_id"].unique())
    rows = statements.loc[counted, [*keys, *DAILY]].merge(after[keys].drop_duplicates(), on=keys)
    rows = rows.sort_values(["event_end", "reports", "id"])
    daily = {
        key: each.drop_duplicates("event_end", keep="last").set_index("event_end")
        for key, each in rows.groupby(keys, dropna=False)
    }
    of = after[keys].itertuples(index=False, name=None) if daily else ()
    held = [at for at, key in zip(after.index, of, strict=False) if key in daily]
    pairs = zip(held, *(each.loc[held].to_dict("records") for each in (before, after)), strict=True)
    told = {at: _growth(a, b, daily[tuple(b[name] for name in keys)]) for at, a, b in pairs}
    return {at: text for at, text in told.items() if text}


def _growth(before: dict, after: dict, flows: pd.DataFrame) -> str:
    """Hold the growth of a count against the daily figures of the days between; both are intervals."""
    span = pd.date_range(before["event_end"] + pd.Timedelta(days=1), after["event_end"])
    if not len(span) or not span.isin(flows.index).all():
        return ""
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
    if not excludes(said, grown):
        return ""
    words = [interval({**each, "lower": max(each["lower"], 0)}, "", "count") for each in (grown, said)]
    return f"grew by {words[0]}, but its daily figures add up to {words[1]}"


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

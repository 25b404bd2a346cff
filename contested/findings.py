"""Tables of what follows from comparison: disputes and how they ended, what moved, the headline under other rules."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import disjoint, printed
from contested.case import Case
from contested.compare import day_of
from contested.figures import worded
from contested.spread import KEY, spreads
from contested.words import day_text, quantity

PAIR = ["a", "b", "metric_id", "place", "subject", "day"]
HALF = ["claimant", "claimant_id", "side", "figure", "qualifier", "lower", "upper", "said", "reports", "value"]


def pairs(rows: pd.DataFrame, statements: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Add both halves of pairs of statements (ids ``a`` and ``b``) with suffixes _a and _b, and what charts need.

    Adds ``label``, ``name`` (the pair in words), ``ratio`` of the nearer ends and ``gap_text`` where not there.
    """
    known = worded(statements, units).set_index("id")
    joined = rows.reset_index(drop=True)
    for half in "ab":
        joined = joined.join(known.loc[joined[half], HALF].add_suffix(f"_{half}").reset_index(drop=True))
    joined["label"] = known.loc[joined["b"], "label"].to_numpy()
    about = zip(joined["label"], joined["place"], joined["day"], strict=True)
    joined["name"] = [f"{label}, {place}, {day_text(day)}" for label, place, day in about]
    for half in "ab":
        joined[f"stance_{half}"] = joined[f"value_{half}"].map({1.0: "it is so", 0.0: "it is not so"}).fillna("")
    ratios = joined["ratio"].astype(float)
    joined["gap_text"] = [f"{ratio:.3g} times apart" if np.isfinite(ratio) else "" for ratio in ratios]
    return joined


def one_each(found: pd.DataFrame) -> pd.DataFrame:
    """Keep the widest dispute of each two claimants about each metric and place, with ``pairs``, how many there are."""
    both = found[["claimant_id_a", "claimant_id_b"]]
    keyed = found.assign(_low=both.min(axis=1), _high=both.max(axis=1))
    keys = ["kind", "_low", "_high", "metric_id", "place", "subject"]
    sized = keyed.assign(pairs=keyed.groupby(keys)["a"].transform("size"))
    return sized.drop_duplicates(keys).drop(columns=["_low", "_high"]).reset_index(drop=True)


def followed(found: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Follow each dispute until later figures of its two claimants meet.

    Adds ``since`` (the later of the two days said), ``until`` (the first later day on which the latest figures of the
    two, in the same metric, basis and scope, no longer exclude each other; blank while open) and ``days``.
    """
    rows = statements.sort_values(["said_at", "id"]).set_index("id", drop=False)
    ends = [_until(rows.loc[a], rows.loc[b], rows) for a, b in zip(found["a"], found["b"], strict=True)]
    since = found[["said_a", "said_b"]].max(axis=1)
    until = pd.Series(ends, index=found.index, dtype="datetime64[ns]")
    return found.assign(since=since, until=until, days=(until - since).dt.days)


def _until(a: pd.Series, b: pd.Series, rows: pd.DataFrame) -> pd.Timestamp | None:
    begun = max(a["said"], b["said"])
    scope = rows[(rows[KEY] == b[KEY]).all(axis=1) & (rows["said"] > begun)]
    now = {a["claimant_id"]: a, b["claimant_id"]: b}
    for _, row in scope[scope["claimant_id"].isin(now)].iterrows():
        now[row["claimant_id"]] = row
        first, second = (pd.DataFrame([each]) for each in now.values())
        if not disjoint(first.reset_index(drop=True), second.reset_index(drop=True)).iloc[0]:
            return row["said"]
    return None


def moved(statements: pd.DataFrame, when: pd.Timestamp, days: int) -> pd.DataFrame:
    """Statements of the last days that replace an earlier figure of the same claimant and scope.

    Out: pairs as ``pairs`` takes them, ``a`` the earlier figure and ``b`` the new one, newest first; flows, and
    figures that stayed the same, are left out.
    """
    held = statements["said"].notna() & statements["dimension"].ne("boolean") & statements["basis"].ne("period")
    rows = statements[held].sort_values(["said_at", "event_end", "id"])
    keys = ["claimant_id", *KEY]
    before = rows.groupby(keys, dropna=False)["id"].shift()
    fresh = rows.assign(a=before, b=rows["id"]).dropna(subset=["a"])
    fresh = fresh[fresh["said"] > when - pd.Timedelta(days=days)]
    old = rows.set_index("id")
    was, now = old.loc[fresh["a"], ["lower", "upper"]].to_numpy(), fresh[["lower", "upper"]].to_numpy()
    floor = was[:, 0]
    frame = fresh.assign(ratio=now[:, 0] / np.where(floor > 0, floor, np.nan), day=day_of(fresh))
    changed = frame.loc[(was != now).any(axis=1), [*PAIR, "ratio"]]
    return changed.iloc[::-1].reset_index(drop=True)


def headlines(
    statements: pd.DataFrame, metrics: list[str], when: pd.Timestamp, case: Case, units: str = "metric"
) -> pd.DataFrame:
    """The two ends of the spread of each headline metric, as a pair: ``a`` the lowest printed, ``b`` the highest."""
    found = []
    for headline in metrics:
        metric, _, wanted = headline.partition("@")
        scopes = [each for each in spreads(statements, metric, when, case) if wanted in ("", each[0]["place_id"])]
        if scopes:
            scope, figures = scopes[0]
            low, high = figures.iloc[0], figures.iloc[-1]
            ratio = printed(high) / printed(low) if printed(low) > 0 and len(figures) > 1 else np.nan
            row = {
                "a": low["id"],
                "b": high["id"],
                "metric_id": metric,
                "place": low["place"],
                "subject": scope["subject"],
                "day": when,
                "claimants": len(figures),
                "stale": int(figures["stale"].sum()),
                "ratio": ratio,
                "range": range_text(figures, units),
                "ids": "|".join(figures["id"]),
            }
            found.append(row)
    columns = [*PAIR, "claimants", "stale", "ratio", "range", "ids"]
    return pairs(pd.DataFrame(found, columns=columns), statements, units)


def range_text(figures: pd.DataFrame, units: str = "metric") -> str:
    """Say the range over figures, lowest printed first, in the reader's units: from the first to the last figure."""
    if figures.empty:
        return "no figure is left"
    said = [quantity(row, units).split(" (printed")[0] for row in (figures.iloc[0], figures.iloc[-1])]
    return f"from {said[0]} to {said[1]}" if said[0] != said[1] else said[0]


def robustness(figures: pd.DataFrame, case: Case, units: str = "metric") -> pd.DataFrame:
    """Take the range over a spread's figures again under other rules.

    In: latest figures of one scope, the lowest printed first. Out: ``rule``, ``claimants``, ``range`` in words and
    ``moves``, whether the range is another than that over all; the rule that keeps all comes first.
    """
    if figures.empty:
        return pd.DataFrame(columns=["rule", "claimants", "range", "moves"])
    rules = {
        "all claimants": figures,
        "only figures that are not stale": figures[~figures["stale"].astype(bool)],
        "without the parties": figures[~figures["side"].map(case.sides["role"]).eq("party")],
        "only statements in several reports": figures[figures["reports"] > 1],
        "without figures whose day was inferred": figures[~figures["said_on_basis"].eq("inferred")],
    }
    rules |= {f"without {name}": figures[figures["claimant"].ne(name)] for name in figures["claimant"]}
    found = [{"rule": rule, "claimants": len(kept), "range": range_text(kept, units)} for rule, kept in rules.items()]
    frame = pd.DataFrame(found)
    moves = frame["range"].ne(frame["range"].iloc[0])
    ranked = frame.assign(moves=moves, _first=frame.index == 0)
    ranked = ranked.sort_values(["_first", "moves"], ascending=False, kind="stable", ignore_index=True)
    return ranked.drop(columns="_first")

"""The robustness card of a headline: its range, the same under other rules, and whether the conclusion stands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.bounds import excludes, printed, printed_numbers
from contested.case import Case
from contested.spread import range_text

SURE = ("page", "url")
TWOFOLD = 2.0

CONCLUSIONS = {
    "none": "no figure is left",
    "single": "one claimant alone gives a figure",
    "agree": "all figures can hold at once",
    "differ": "the figures exclude each other, the highest less than twice the lowest",
    "twofold": "the figures exclude each other, the highest at least twice the lowest",
}
"""What the figures of a headline say together."""

SEVERAL = ("agree", "differ", "twofold")
"""The conclusions that take figures of several claimants: only one of these can flip into another."""

USES = {
    "none": "no figure to use",
    "stale": "too old to be given as the state of the day",
    "single": "only with the name of its one claimant",
    "carried": "as a range, and only with the name of the claimant who carries it",
    "fragile": "as a range, with a warning: it hangs on a rule",
    "range": "as a range, not as one figure",
    "firm": "as one figure, with its claimants",
}
"""Whether and how a headline may be used, the first that holds."""

COLUMNS = ["rule", "claimants", "range", "low", "high", "open_high", "conclusion", "moves", "flips", "leaves_out"]

STATED = [
    *("claimant_id", "claimant", "side", "stale", "said_on_basis", "qualifier", "value", "low", "high"),
    *("unit", "canonical_unit", "dimension", "lower", "upper", "lower_open", "upper_open"),
]
"""What a card needs of a figure."""


def card(figures: pd.DataFrame, case: Case, units: str = "metric") -> pd.DataFrame:
    """Take the range over a spread's figures again under other rules.

    In: the latest figures of one scope, the lowest printed first. Out, the rule that keeps all first, then those that
    flip the conclusion: ``rule``; ``claimants``; ``range`` in words; ``low`` and ``high``, the printed numbers at its
    ends, ``open_high`` where the highest is a floor; ``conclusion`` (see ``CONCLUSIONS``); ``moves`` and ``flips``,
    whether the range and the conclusion are others than those over all; ``leaves_out``, the one claimant left out.
    """
    if figures.empty:
        return pd.DataFrame(columns=COLUMNS)
    figures = figures[STATED]
    sides = figures["side"].map(case.sides["role"])
    kept = {
        "all claimants": figures,
        "only figures that are not stale": figures[~figures["stale"].astype(bool)],
        "without the parties": figures[~sides.eq("party")],
        "only figures that two claimants give": figures[_given_twice(figures, case)],
        "only days that a page states": figures[figures["said_on_basis"].isin(SURE)],
        "each figure at its lowest": _at(figures, "lower"),
        "each figure at its highest": _at(figures, "upper"),
    }
    left_out = {f"without {name}": str(name) for name in figures["claimant"]}
    kept |= {rule: figures[figures["claimant"].ne(name)] for rule, name in left_out.items()}
    rows = [{**_told(rule, each, units), "leaves_out": left_out.get(rule, "")} for rule, each in kept.items()]
    base = rows[0]
    frame = pd.DataFrame(rows)
    frame["moves"] = frame["range"].ne(base["range"])
    judged = frame["conclusion"].isin(SEVERAL) & (base["conclusion"] in SEVERAL)
    frame["flips"] = judged & frame["conclusion"].ne(base["conclusion"])
    order = frame.assign(_first=frame.index == 0).sort_values(
        ["_first", "flips", "moves"], ascending=False, kind="stable", ignore_index=True
    )
    return order[COLUMNS]


def verdict(rules: pd.DataFrame, figures: pd.DataFrame) -> dict[str, str]:
    """Say in one look whether a headline may be used.

    In: its ``card`` and its figures. Out: ``conclusion``, ``use`` (a key of ``USES``), ``carried_by`` (the claimants
    without whom the conclusion is another, joined by |) and ``flips_under`` (the other rules under which it is).
    """
    if rules.empty:
        return {"conclusion": "none", "use": "none", "carried_by": "", "flips_under": ""}
    flips = rules[rules["flips"]]
    conclusion = str(rules["conclusion"].iloc[0])
    carried = list(flips.loc[flips["leaves_out"].ne(""), "leaves_out"])
    under = list(flips.loc[flips["leaves_out"].eq(""), "rule"])
    holds = {
        "stale": bool(figures["stale"].all()),
        "single": conclusion == "single",
        "carried": bool(carried),
        "fragile": bool(under),
        "range": conclusion != "agree",
    }
    use = next((name for name, true in holds.items() if true), "firm")
    return {"conclusion": conclusion, "use": use, "carried_by": "|".join(carried), "flips_under": "|".join(under)}


def _told(rule: str, figures: pd.DataFrame, units: str) -> dict[str, object]:
    ends = printed_numbers(figures).tolist()
    return {
        "rule": rule,
        "claimants": int(figures["claimant_id"].nunique()),
        "range": range_text(figures, units),
        "low": min(ends, default=np.nan),
        "high": max(ends, default=np.nan),
        "open_high": bool(len(ends) and np.isinf(figures["upper"].iloc[int(np.argmax(ends))])),
        "conclusion": _conclusion(figures, ends),
    }


def _conclusion(figures: pd.DataFrame, ends: list[float]) -> str:
    if figures["claimant_id"].nunique() < 2:
        return "single" if len(figures) else "none"
    # Two exclude each other where one begins above, or open at, the end of the other: so do the outermost, if any.
    top, bottom = figures["lower"].max(), figures["upper"].min()
    opens = figures.loc[figures["lower"].eq(top), "lower_open"].any()
    ends_open = figures.loc[figures["upper"].eq(bottom), "upper_open"].any()
    if top < bottom or (top == bottom and not opens and not ends_open):
        return "agree"
    return "twofold" if max(ends) >= TWOFOLD * min(ends) else "differ"


def _at(figures: pd.DataFrame, end: str) -> pd.DataFrame:
    """The figures as if each stood at one end of its bounds; those that have no such end are left out."""
    known = figures[np.isfinite(figures[end])]
    exact = {"qualifier": "exact", "lower": known[end], "upper": known[end], "lower_open": False, "upper_open": False}
    shown = {"value": known[end], "unit": known["canonical_unit"]}
    return known.assign(**exact, **shown).sort_values(["lower", "claimant_id"])


def _given_twice(figures: pd.DataFrame, case: Case) -> list[bool]:
    """Whether another claimant gives about the same: the bounds meet, and ``nearly`` covers what lies between."""
    rows = figures.to_dict("records")

    def same(a: dict, b: dict) -> bool:
        x, y = printed(a), printed(b)
        return (
            a["claimant_id"] != b["claimant_id"]
            and not excludes(a, b)
            and abs(x - y) <= case.settings.nearly * max(x, y)
        )

    return [any(same(a, b) for b in rows) for a in rows]

"""Robustness cards as a chart: the range of each headline under every rule, with no text cut off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from contested import marks
from contested.case import Case
from contested.frames import house, place_legend
from contested.panels import several
from contested.scripts import in_house_letters
from contested.widths import broken, width
from contested.words import number

RULES = 8
"""Most rules that a card draws."""

WIDE, INSIDE, NAMES, BESIDE = 8, 0.97, 0.4, 0.7
"""Inches that a chart of cards is wide, and shares: of it for names and axes, for names, and of the axes for a text."""

GAP = 0.15
"""Inches between the end of a range and its text, and between the text and the end of the axes."""

TITLE: dict[str, Any] = {"fontsize": 9, "fontweight": "bold"}
RULE: dict[str, Any] = {"fontsize": 7.5}
BESIDE_RANGE: dict[str, Any] = {"fontsize": 7}

PLAIN, FLIPPED = "#8c8c8c", "#111111"
"""The range under a rule that leaves the conclusion, and under one that does not."""


@in_house_letters
def cards(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw one card a headline: its range under every rule, from the lowest to the highest figure, on its own scale.

    In: ``headlines.cards``. The range over all stands on top; a rule under which the conclusion is another is black and
    says so; an open end has an arrow. Whatever does not fit beside or over a card is broken into lines.
    """
    with house():
        kept = pd.concat([_drawn(each) for _, each in rows.groupby("headline", sort=False)])
        names = {str(rule): broken(str(rule), WIDE * NAMES, **RULE) for rule in kept["rule"].unique()}
        room = WIDE * INSIDE - max(width(name, **RULE) for name in names.values())
        kept = kept.assign(
            name=kept["rule"].map(names),
            title=[broken(str(text), room, **TITLE) for text in kept["headline"]],
            text=[broken(_told(row), room * BESIDE, **BESIDE_RANGE) for row in kept.to_dict("records")],
        )
        each = [rows for _, rows in kept.groupby("headline", sort=False)]
        sizes = [_height(rows) for rows in each]
        panels = several(len(each), 1, (WIDE, 0.6 + sum(sizes)), sizes)
        for axes, rows in zip(panels, each, strict=True):
            _card(axes, rows, room)
        handles = [
            Line2D([], [], color=PLAIN, marker="o", label="the same conclusion as over all"),
            Line2D([], [], color=FLIPPED, marker="o", label="another conclusion"),
        ]
        place_legend(panels[0], handles)
    return panels[0]


def _height(rows: pd.DataFrame) -> float:
    """Inches for a card: more than one line of a title or beside a rule takes more room."""
    lines = max(text.count("\n") + 1 for text in (*rows["text"], *rows["name"]))
    return 0.75 + 0.15 * rows["title"].iloc[0].count("\n") + max(0.24, 0.13 * lines) * len(rows)


def _card(axes: Axes, rows: pd.DataFrame, room: float) -> None:
    """Draw one card; ``room`` is the width of its axes in inches, into which scale and texts together have to fit."""
    top = float(np.nanmax(rows[["low", "high"]].to_numpy(dtype=float), initial=0.0)) or 1.0
    limit = top * 2
    for place, row in enumerate(rows.to_dict("records")):
        end = _range(axes, place, row, top)
        limit = max(limit, end * room / (room - width(row["text"], **BESIDE_RANGE) - GAP))
    axes.set_yticks(range(len(rows)), list(rows["name"]), **RULE)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, limit)
    axes.set_title(rows["title"].iloc[0], **TITLE)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")


def _drawn(rules: pd.DataFrame) -> pd.DataFrame:
    """The rules of a card worth a line: all but the claimants whose absence moves nothing."""
    quiet = rules["leaves_out"].ne("") & ~rules["moves"].astype(bool) & ~rules["flips"].astype(bool)
    return rules[~quiet].head(RULES)


def _told(row: dict[str, Any]) -> str:
    said = "another conclusion: " if row["flips"] else ""
    return f"{said}{str(row['range']).split(' (printed')[0]}"


def _range(axes: Axes, place: int, row: dict[str, Any], top: float) -> float:
    """Draw the range under one rule and what is told of it; out: where the range ends."""
    colour = FLIPPED if row["flips"] else PLAIN
    end = 0.0 if pd.isna(row["high"]) else float(row["high"])
    if pd.notna(row["low"]):
        axes.plot([row["low"], row["high"]], [place, place], color=colour, marker="o", markersize=4.5, linewidth=2)
    if row["open_high"]:
        tip = end + marks.ARROW_SHARE * top
        axes.annotate("", (tip, place), (end, place), arrowprops={"arrowstyle": "-|>", "color": colour})
        end = tip
    style: dict[str, Any] = {"textcoords": "offset points", "va": "center", "color": "#333333", **BESIDE_RANGE}
    axes.annotate(row["text"], (end, place), (6, 0), annotation_clip=False, **style)
    return end

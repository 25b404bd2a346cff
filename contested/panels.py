"""Charts of several panels or tracks: revisions as a trail, echoes, the grey zone beside control."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from contested import marks
from contested.bars import MOST, heading, lines
from contested.bounds import printed
from contested.case import Case
from contested.display import wrapped
from contested.frames import house, legend, look, new, place_legend, value_axis
from contested.scripts import in_house_letters

ECHOES = 9
"""Most statements whose echo is drawn."""


def several(rows: int, columns: int, size: tuple[float, float], heights: Sequence[float] | None = None) -> list[Axes]:
    """Axes of several panels on a figure of their own."""
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    return list(figure.subplots(rows, columns, squeeze=False, height_ratios=heights).ravel())


@in_house_letters
def trail(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw what became of a figure: each claimant's figures of one thing in their order, joined by arrows.

    In: one row a figure with ``name``, ``claimant``, ``figure``, qualifier, bounds and side, in order; each name on its
    own scale from nought to its largest figure; the first twelve are drawn.
    """
    names = list(dict.fromkeys(rows["name"]))[:MOST]
    kept = rows[rows["name"].isin(names)]
    with house():
        axes = new(1.4 + 0.62 * len(names))
        for place, name in enumerate(names):
            each = kept[kept["name"].eq(name)].to_dict("records")
            top = max(end for row in each for end in (row["lower"], row["upper"]) if np.isfinite(end)) or 1.0
            scaled = [{**row, "lower": row["lower"] / top, "upper": row["upper"] / top} for row in each]
            for before, after in pairwise(scaled):
                style = {"arrowstyle": "->", "color": "#777777", "shrinkA": 5, "shrinkB": 5}
                axes.annotate("", (printed(after), place), (printed(before), place), arrowprops=style)
            for row in scaled:
                marks.draw(axes, row, place, *look(row["side"], case), 1.0, upright=False)
            heading(
                axes, place, str(name), f"{each[0]['claimant']}: {', then '.join(str(row['figure']) for row in each)}"
            )
        lines(axes, len(names), "largest figure")
        legend(axes, list(kept["side"]), list(kept["qualifier"]), case)
    return axes


@in_house_letters
def echoes(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw how statements spread: for each, the reports there had been by every day, all panels on one scale.

    In: one row a day and statement with ``name``, ``side``, ``printed`` (the day) and ``reports`` by then.
    """
    names = list(dict.fromkeys(rows["name"]))[:ECHOES]
    across = min(3, len(names))
    down = -(-len(names) // across)
    with house():
        panels = several(down, across, (8, 0.9 + 1.55 * down))
        shown = rows[rows["name"].isin(names)]
        days = max(1, int((shown.groupby("name")["printed"].agg(np.ptp)).dt.days.max()))
        for axes, name in zip(panels, names, strict=False):
            each = shown[shown["name"].eq(name)]
            since = (each["printed"] - each["printed"].iloc[0]).dt.days
            colour, marker = look(str(each["side"].iloc[0]), case)
            axes.step(since, each["reports"], where="post", color=colour, marker=marker, markersize=3.5)
            axes.set_title(wrapped(str(name), 34), fontsize=7, fontweight="normal")
            axes.set_xlim(-0.03 * days, 1.03 * days)
            axes.set_ylim(0, float(shown["reports"].max()) * 1.15)
            axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
            axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        for axes in panels[len(names) :]:
            axes.set_visible(False)
        panels[0].set_ylabel("reports", fontsize=8)
        panels[across * (down - 1)].set_xlabel("days since the first", fontsize=8)
        legend(panels[0], list(shown["side"]), [], case)
    return panels[0]


@in_house_letters
def zones(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw the grey zone beside control: of each claimant and day what is held, filled, and what is contested, hatched.

    In: one row a claimant and day with ``name``, ``side``, ``held`` and ``contested`` (printed numbers, in one unit),
    ``figure`` and ``figure_contested`` in words; the first twelve are drawn.
    """
    rows = rows.head(MOST)
    with house():
        axes = new(1.6 + 0.42 * len(rows))
        totals = rows["held"] + rows["contested"]
        value_axis(axes, rows.assign(lower=rows["held"], upper=totals), upright=False)
        for place, row in enumerate(rows.to_dict("records")):
            colour, _ = look(row["side"], case)
            axes.barh(place, row["held"], height=0.5, color=colour)
            hatched: dict[str, Any] = {"facecolor": "white", "edgecolor": colour, "hatch": "////"}
            axes.barh(place, row["contested"], left=row["held"], height=0.5, **hatched)
            text = f"{row['figure']}; contested {row['figure_contested']}"
            spot = (row["held"] + row["contested"], place)
            axes.annotate(text, spot, (6, 0), textcoords="offset points", va="center", fontsize=8, color="#333333")
        axes.set_yticks(range(len(rows)), [wrapped(str(name), 50) for name in rows["name"]])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, float(totals.max()) * 1.6)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        grey: dict[str, Any] = {"facecolor": "white", "edgecolor": "#555555", "hatch": "////"}
        place_legend(axes, [Patch(color="#555555", label="held"), Patch(label="contested", **grey)])
    return axes

"""Charts of lines side by side: pairs of figures with the gap between them, counts, totals and their parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from contested import marks
from contested.bounds import printed
from contested.case import Case
from contested.frames import house, legend, look, new, place_legend
from contested.problems import ContestedError
from contested.scripts import fitted, in_house_letters
from contested.widths import width

MOST = 12
"""Most lines that a chart shows."""

SURE, ROOM = 80, 0.97
"""Signs that always fit into the width of a chart, and the share of that width which a line above may take."""

HALF = ("qualifier", "lower", "upper", "side")
"""What drawing one figure of a pair takes."""

NAMED_PARTS: dict[str, Any] = {"color": "#8c8c8c"}
REST: dict[str, Any] = {"facecolor": "white", "edgecolor": "#555555", "linestyle": "--"}
"""How a total's named parts, and what they leave of it, are drawn in bars and in the legend."""


def with_scale(rows: pd.DataFrame) -> pd.DataFrame:
    """The pairs that have a scale: a statement of fact has none."""
    return rows[rows["figure_a"].ne("asserted") & rows["figure_a"].ne("denied")] if "figure_a" in rows else rows


@in_house_letters
def gaps(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw pairs of figures, each pair on its own scale from nought to its larger end, the gap between them dashed.

    In: one row a pair with ``name``, ``gap_text``, ``answer`` (that of the gate of comparability) and, with suffixes _a
    and _b, figure, qualifier, lower, upper, side; the first twelve are drawn, without statements of fact. Raises
    ContestedError for a pair that the gate refuses.
    """
    if rows["answer"].eq("no").any():
        raise ContestedError(f"a pair is not comparable: {rows.loc[rows['answer'].eq('no'), 'name'].iloc[0]}")
    rows = with_scale(rows).head(MOST)
    with house():
        axes = new(1.4 + 0.62 * len(rows))
        for place, row in enumerate(rows.to_dict("records")):
            halves = [{name: row[f"{name}_{half}"] for name in HALF} for half in "ab"]
            top = max(end for half in halves for end in (half["lower"], half["upper"]) if np.isfinite(end)) or 1.0
            scaled = [{**half, "lower": half["lower"] / top, "upper": half["upper"] / top} for half in halves]
            low, high = sorted(scaled, key=printed)
            ends = [min(low["upper"], 1), high["lower"]]
            axes.plot(ends, [place, place], color="#999999", linewidth=1, linestyle=(0, (2, 2)), zorder=1)
            for half in scaled:
                marks.draw(axes, half, place, *look(half["side"], case), 1.0, upright=False)
            beside: dict[str, Any] = {"va": "center", "fontsize": 8, "color": "#333333", "annotation_clip": False}
            axes.annotate(row["gap_text"], (1.09, place), **beside)
            figures = " / ".join(f"{row[f'claimant_{half}']}: {row[f'figure_{half}']}" for half in "ab")
            heading(axes, place, row["name"], figures)
        lines(axes, len(rows), "larger figure")
        sides, qualifiers = [*rows["side_a"], *rows["side_b"]], [*rows["qualifier_a"], *rows["qualifier_b"]]
        legend(axes, sides, qualifiers, case)
    return axes


def heading(axes: Axes, place: int, name: str, figures: str) -> None:
    """Write what a line is about above it: the quantity, then who gives which figure; both as long as there is room."""
    figure: Any = axes.get_figure(root=True)
    room = figure.get_figwidth() * ROOM
    for text, up, size, colour in ((name, 0.5, 8, "#111111"), (figures, 0.26, 7.5, "#555555")):
        if len(text) > SURE:
            wide = width(text, fontsize=size)
            text = fitted(text, room / wide) if wide > room else text
        axes.annotate(text, (0, place - up), va="center", fontsize=size, color=colour)


def lines(axes: Axes, count: int, full: str) -> None:
    """Set up the axis of lines that each have a scale of their own, from nought to the largest figure."""
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(count - 0.6, -0.75)
    axes.set_xlim(-0.01, 1.28)
    axes.set_xticks([0, 0.5, 1], ["0", "half", full])
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")


@in_house_letters
def counts(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw how many reports there are along the first column, stacked and coloured by the column ``side``."""
    along = str(rows.columns[0])
    with house():
        axes = new()
        wide = rows.pivot_table(index=along, columns="side", values="reports", aggfunc="sum", sort=False).fillna(0)
        wide = wide if along == "month" else wide.head(MOST)
        base = np.zeros(len(wide))
        for name in [side for side in case.sides.index if side in wide]:
            colour, label = str(case.sides.loc[name, "colour"]), str(case.sides.loc[name, "label"])
            style: dict[str, Any] = {"height": 0.75, "color": colour, "edgecolor": "white", "linewidth": 0.6}
            axes.barh(range(len(wide)), wide[name], left=base, label=label, **style)
            base = base + wide[name].to_numpy()
        axes.set_yticks(range(len(wide)), [str(name) for name in wide.index])
        axes.set_ylim(len(wide) - 0.4, -0.6)
        axes.set_xlabel("reports")
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, min_n_ticks=1))
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        place_legend(axes, axes.get_legend_handles_labels()[0])
    return axes


@in_house_letters
def remainders(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw totals with what their named parts leave: parts filled, the rest an open bar, an open end as an arrow."""
    rows = rows.head(MOST)
    with house():
        axes = new(1.4 + 0.62 * len(rows))
        for place, row in enumerate(rows.to_dict("records")):
            ends = [row[name] for name in ("total_lower", "total_upper", "parts_lower", "parts_upper")]
            top = max(end for end in ends if np.isfinite(end)) or 1.0
            named, total = row["parts_lower"] / top, row["total_lower"] / top
            axes.barh(place, named, height=0.26, **NAMED_PARTS)
            axes.barh(place, max(total - named, 0), left=named, height=0.26, linewidth=1, **REST)
            axes.plot([total, total], [place - 0.18, place + 0.18], color="black", linewidth=1.6)
            if not np.isfinite(row["total_upper"]):
                arrow = {"arrowstyle": "-|>", "color": "#555555"}
                axes.annotate("", (total + 0.05, place), (total, place), arrowprops=arrow, annotation_clip=False)
            heading(axes, place, row["name"], f"{row['total_text']} less {row['parts_text']}: {row['rest_text']}")
        lines(axes, len(rows), "larger")
        handles = [
            Rectangle((0, 0), 1, 1, label="named parts", **NAMED_PARTS),
            Rectangle((0, 0), 1, 1, label="in no named part", **REST),
        ]
        place_legend(axes, handles)
    return axes

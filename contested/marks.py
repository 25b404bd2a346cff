"""How one figure is drawn, so that its qualifier can be seen: the same marks in every chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from contested.bounds import printed

Row = Mapping[str, Any]
FLOORS, CEILINGS = ("at_least", "more_than"), ("at_most", "less_than")
ARROW_SHARE = 0.045


def draw(axes: Axes, row: Row, along: float, colour: str, marker: str, span: float, *, upright: bool = True) -> None:
    """Draw one figure at ``along`` on the other axis; ``span`` is the extent of the value axis, for the arrows.

    Exact is a filled mark; about and nearly a hollow one with its band; at least and at most a mark with an arrow;
    between a bar. ``upright`` puts values on the y axis, else on the x axis.
    """
    value = printed(row)
    hollow = row["qualifier"] in ("about", "nearly", "between")
    if hollow:
        band, level = [row["lower"], row["upper"]], [along, along]
        ends = (level, band) if upright else (band, level)
        wide = 4.0 if row["qualifier"] == "between" else 2.0
        axes.plot(*ends, color=colour, alpha=0.35, linewidth=wide, solid_capstyle="butt", zorder=2)
    if row["qualifier"] in (*FLOORS, *CEILINGS):
        step = ARROW_SHARE * span * (1 if row["qualifier"] in FLOORS else -1)
        tip, tail = ((along, value + step), (along, value)) if upright else ((value + step, along), (value, along))
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", tip, tail, arrowprops=arrow, zorder=3)
    point = (along, value) if upright else (value, along)
    face = "white" if hollow else colour
    axes.plot(*point, marker=marker, color=colour, markerfacecolor=face, linestyle="none", zorder=4)


def key(qualifiers: list[str]) -> list[Line2D]:
    """Legend entries for the qualifiers that a chart holds, in grey."""
    entries: list[tuple[tuple[str, ...], str, dict[str, Any]]] = [
        (("exact",), "exact", {"marker": "o", "markerfacecolor": "#666666"}),
        (("about", "nearly"), "about, nearly (with band)", {"marker": "o", "markerfacecolor": "white"}),
        (FLOORS, "at least, more than", {"marker": r"$\uparrow$"}),
        (CEILINGS, "at most, less than", {"marker": r"$\downarrow$"}),
        (("between",), "between", {"marker": "|", "markersize": 9}),
    ]
    return [
        Line2D([], [], color="#666666", linestyle="none", label=label, **style)
        for names, label, style in entries
        if np.isin(names, qualifiers).any()
    ]

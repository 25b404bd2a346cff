"""What all charts share: the house style, the Figure, the axes' units, the legend, the title and the source note."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from contested import marks
from contested.bounds import RULES
from contested.case import Case
from contested.display import Picture, wrapped
from contested.scripts import drawn
from contested.words import number, unit_word

LEGEND_LINE, USUAL_LINES = 0.17, 3
"""Inches that a line of the legend takes, and the lines that a chart has room for as it is."""

LONGEST_TITLE, LONGEST_NOTE = 300, 500
"""Most signs of a chart's title and of its source note."""

STYLE = Path(__file__).with_name("house.mplstyle")


def house() -> AbstractContextManager[None]:
    """The house style as a context, so that drawing a chart changes nothing for other charts."""
    return plt.style.context(str(STYLE))


def new(height: float = 4.5) -> Axes:
    """Axes on a figure of their own, which no window and no display hook knows of."""
    figure = Figure(figsize=(8, height))
    FigureCanvasAgg(figure)
    return figure.subplots()


def finish(axes: Axes, title: str, note: str) -> Figure:
    """Put the title over a chart, the legend and the source note under it, and fit the axes between them.

    Out: the Figure, which is done.
    """
    figure: Any = axes.get_figure(root=True)  # Any: Matplotlib's types know neither its renderer nor its layout.
    with house():
        height = figure.get_size_inches()[1]
        title, note = wrapped(drawn(title, LONGEST_TITLE)), wrapped(drawn(note, LONGEST_NOTE), 150)
        head = figure.text(0.01, 1 - 0.06 / height, title, va="top", fontsize=11, fontweight="bold")
        foot = figure.text(0.01, 0.05 / height, note, va="bottom", fontsize=7, color="#666666")
        renderer = figure.canvas.get_renderer()
        for each in figure.legends:
            box = foot.get_window_extent(renderer)
            each.set_bbox_to_anchor((0.005, (box.y1 / figure.dpi + 0.02) / height), figure.transFigure)
        under = [foot, *figure.legends]
        bottom = max(each.get_window_extent(renderer).y1 for each in under) / figure.dpi + 0.06
        top = head.get_window_extent(renderer).y0 / figure.dpi - 0.08
        figure.get_layout_engine().set(rect=(0, bottom / height, 1, (top - bottom) / height))
    return figure


def rehearse() -> None:
    """Draw a chart with every mark that nobody sees, for processes that are forked from this one.

    Fonts, mathematical signs and what writes PNG are looked up at the first chart of a process, which takes twice as
    long as the next.
    """
    with house():
        axes = new()
        place_legend(axes, marks.key(list(RULES)))
    Picture(finish(axes, "a title", "a note"), "", pd.DataFrame()).png()


def look(side: str, case: Case) -> tuple[str, str]:
    """Colour and marker of a side."""
    return str(case.sides.loc[side, "colour"]), str(case.sides.loc[side, "marker"])


def value_axis(axes: Axes, rows: pd.DataFrame, *, upright: bool) -> float:
    """Run the value axis from zero to the largest bound and name its unit; return its extent."""
    ends = pd.concat([rows["lower"], rows["upper"]]).replace([np.inf, -np.inf], np.nan)
    top = (float(ends.max()) or 1.0) * 1.12
    (axes.set_ylim if upright else axes.set_xlim)(0, top)
    axis = axes.yaxis if upright else axes.xaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axis.set_label_text(unit_word(str(rows["canonical_unit"].iloc[0])))
    return top


def legend(axes: Axes, sides: list[str], qualifiers: list[str], case: Case) -> None:
    """Name the sides whose marks are drawn and the qualifiers that the marks show, below the chart."""
    handles = []
    for name in [each for each in case.sides.index if each in sides]:
        colour, marker = look(name, case)
        label = str(case.sides.loc[name, "label"])
        said = f"said by {label}" if case.sides.loc[name, "role"] != "unknown" else label
        handles.append(Line2D([], [], color=colour, marker=marker, linestyle="none", label=said))
    place_legend(axes, [*handles, *marks.key(qualifiers)])


def place_legend(axes: Axes, handles: list[Any]) -> None:
    """Give the chart's figure its legend, in as many columns as fit, and room for more than three lines of it.

    ``finish`` puts it between the axes and the source note.
    """
    figure: Any = axes.get_figure(root=True)
    style: dict[str, Any] = {"columnspacing": 1.4, "handletextpad": 0.4, "borderaxespad": 0}
    for columns in (4, 3, 2, 1):
        entries = figure.legend(handles=handles, loc="lower left", ncols=columns, **style)
        if columns == 1 or entries.get_window_extent(figure.canvas.get_renderer()).width < figure.bbox.width * 0.98:
            break
        entries.remove()
    lines = -(-len(handles) // columns)
    wide, high = figure.get_size_inches()
    figure.set_size_inches(wide, high + LEGEND_LINE * max(0, lines - USUAL_LINES))

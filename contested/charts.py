"""The forms of chart: a frame of figures in, Axes out; colours and markers come from the case's sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from contested import bars, card_charts, marks, panels
from contested.bounds import printed
from contested.case import Case
from contested.compare import require
from contested.frames import house, legend, look, new, value_axis
from contested.scripts import in_house_letters

FEW_DAYS = 4
"""Days along the time axis below which every day has a tick."""

DRAWN_CLAIMANTS = 8


@in_house_letters
def spread(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw figures beside each other, one line each, the lowest at the bottom.

    In: ledger rows, with ``figure`` (its words). Out: Axes with the values on the x axis. Raises ContestedError
    with the gate's sentence for rows that are not comparable.
    """
    require(rows, case, "held")
    with house():
        axes = new(max(2.6, 1.7 + 0.3 * len(rows)))
        span = value_axis(axes, rows, upright=False)
        for place, row in enumerate(rows.to_dict("records")):
            marks.draw(axes, row, place, *look(row["side"], case), span, upright=False)
            end = row["upper"] if np.isfinite(row["upper"]) else row["lower"] + marks.ARROW_SHARE * span
            spot = (max(printed(row), end), place)
            axes.annotate(
                row["figure"], spot, (7, 0), textcoords="offset points", va="center", fontsize=8, color="#333333"
            )
        axes.set_yticks(range(len(rows)), [_name(row) for row in rows.to_dict("records")])
        axes.set_ylim(-0.7, len(rows) - 0.3)
        axes.set_xlim(0, span * 1.3)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        legend(axes, list(rows["side"]), list(rows["qualifier"]), case)
    return axes


def _name(row: dict) -> str:
    stale = " (stale)" if row.get("stale") else ""
    return f"{row['claimant']}, {row['said'].day} {row['said']:%b %Y}{stale}"


@in_house_letters
def steps(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw each claimant's figures over time as steps: a figure holds until the same claimant gives another.

    In: ledger rows of one comparable quantity, with ``day``; the claimants with most figures get a line, the others
    marks alone. A line ends where its last figure was given: nothing is drawn on from there. Flows do not hold: each is
    drawn over its window. Raises ContestedError with the gate's sentence for rows that are not comparable.
    """
    require(rows, case, "axis")
    with house():
        axes = new()
        span = value_axis(axes, rows, upright=True)
        several = rows["claimant"].value_counts(sort=False)
        ranked = sorted(several.index, key=lambda name: (-several[name], name))
        lined = [name for name in ranked if several[name] > 1][:DRAWN_CLAIMANTS]
        flows = rows["basis"].eq("period").all()
        ends = []
        for name, each in rows.sort_values(["day", "said_at", "id"]).groupby("claimant", sort=True):
            colour, marker = look(each["side"].iloc[0], case)
            heights = [printed(row) for row in each.to_dict("records")]
            if name in lined and not flows:
                style = ["-", "--", ":", "-."][lined.index(name) % 4]
                axes.plot(each["day"], heights, drawstyle="steps-post", color=colour, linestyle=style, alpha=0.75)
                ends.append((each["day"].iloc[-1], heights[-1], str(name), colour))
            elif not lined and len(ranked) <= DRAWN_CLAIMANTS:
                ends.append((each["day"].iloc[-1], heights[-1], str(name), colour))
            for row in each.to_dict("records"):
                marks.draw(axes, row, mdates.date2num(row["day"]), colour, marker, span)
            if flows:
                windows = each.assign(_h=heights).dropna(subset=["event_start", "event_end"])
                axes.hlines(windows["_h"], windows["event_start"], windows["event_end"], color=colour, alpha=0.6)
        _label_ends(axes, ends, span)
        few = (rows["day"].max() - rows["day"].min()).days < FEW_DAYS
        locator = mdates.DayLocator() if few else mdates.AutoDateLocator(minticks=3, maxticks=9)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        axes.margins(x=0.03)
        if few:  # One day alone would have years around it, and two would have hours between them.
            day = pd.Timedelta(days=1)
            axes.set_xlim(rows["day"].min() - day, rows["day"].max() + day)
        legend(axes, list(rows["side"]), list(rows["qualifier"]), case)
    return axes


def _label_ends(axes: Axes, ends: list[tuple[pd.Timestamp, float, str, str]], span: float) -> None:
    """Label lines to the right of the chart, at their height, moved apart where they would overlap."""
    floor = 0.0
    style: dict[str, Any] = {"textcoords": "axes fraction", "va": "center", "fontsize": 8, "annotation_clip": False}
    for when, height, name, colour in sorted(ends, key=lambda end: end[1]):
        floor = max(height / span, floor)
        line = {"arrowstyle": "-", "color": colour, "linewidth": 0.5, "alpha": 0.5}
        point = (mdates.date2num(when), height)
        axes.annotate(name, point, (1.02, floor), color=colour, arrowprops=line, **style)
        floor += 0.055


FORMS: dict[str, Callable[[pd.DataFrame, Case], Axes]] = {
    "spread": spread,
    "steps": steps,
    "gaps": bars.gaps,
    "pairs": bars.gaps,
    "counts": bars.counts,
    "remainders": bars.remainders,
    "cards": card_charts.cards,
    "trail": panels.trail,
    "echoes": panels.echoes,
    "zones": panels.zones,
}
"""Every form of chart by the name that notebooks use."""

"""The forms of chart: a frame of figures in, Axes out; colours and markers come from the case's sides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from contested import marks
from contested.case import Case
from contested.words import number, unit_word

STYLE = Path(__file__).with_name("house.mplstyle")
DRAWN_CLAIMANTS = 8


def house() -> AbstractContextManager[None]:
    """The house style as a context, so that drawing a chart changes nothing for other charts."""
    return plt.style.context(str(STYLE))


def new(height: float = 4.5) -> tuple[Figure, Axes]:
    """A figure that no window and no display hook knows of, with one Axes."""
    figure = Figure(figsize=(8, height))
    return figure, figure.subplots()


def _look(row: pd.Series, case: Case) -> tuple[str, str]:
    return str(case.sides.at[row["side"], "colour"]), str(case.sides.at[row["side"], "marker"])


def _extent(rows: pd.DataFrame) -> tuple[float, float]:
    ends = pd.concat([rows["lower"], rows["upper"]]).replace([np.inf, -np.inf], np.nan).dropna()
    low, high = float(ends.min()), float(ends.max())
    return low, high if high > low else low + 1.0


def _value_axis(axes: Axes, rows: pd.DataFrame, *, upright: bool) -> float:
    """Set the value axis from zero to the largest bound and name its unit; return its extent."""
    _, high = _extent(rows)
    axis = axes.yaxis if upright else axes.xaxis
    (axes.set_ylim if upright else axes.set_xlim)(0, high * 1.12)
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axis.set_label_text(unit_word(str(rows["canonical_unit"].iloc[0])))
    return high * 1.12


def spread(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw figures side by side, one line each, the lowest at the bottom.

    In: ledger rows that are comparable, with ``figure`` (its words). Out: Axes with the values on the x axis.
    """
    with house():
        figure, axes = new(max(2.2, 1.2 + 0.34 * len(rows)))
        span = _value_axis(axes, rows, upright=False)
        for place, row in enumerate(rows.to_dict("records")):
            colour, marker = _look(row, case)  # type: ignore[arg-type]
            marks.draw(axes, row, place, colour, marker, span, upright=False)
            right = max(
                marks.centre(row),
                row["upper"] if np.isfinite(row["upper"]) else row["lower"] + marks.ARROW_SHARE * span,
            )
            axes.annotate(
                row["figure"],
                (right, place),
                (7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color="#333333",
            )
        names = [
            f"{row['claimant']}, {row['said']:%-d %b %Y}" + (" (stale)" if row.get("stale") else "")
            for row in rows.to_dict("records")
        ]
        axes.set_yticks(range(len(rows)), names)
        axes.set_ylim(-0.7, len(rows) - 0.3)
        axes.set_xlim(0, span * 1.25)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        _sides_legend(figure, axes, rows, case)
    return axes


def steps(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw each claimant's figures over time as steps: a figure holds until the same claimant gives another.

    In: ledger rows of one comparable quantity, dated; the claimants with the most figures are drawn, the others as
    marks without a line. A line ends where its last figure was given.
    """
    with house():
        figure, axes = new()
        span = _value_axis(axes, rows, upright=True)
        lined = rows["claimant"].value_counts()
        lined = list(lined[lined > 1].index[:DRAWN_CLAIMANTS])
        ends = []
        for name, each in rows.sort_values(["day", "said_at", "id"]).groupby("claimant", sort=True):
            colour, marker = _look(each.iloc[0], case)
            shade = lined.index(name) if name in lined else 0
            if name in lined:
                line = ["-", "--", ":", "-."][shade % 4]
                heights = [marks.centre(row) for row in each.to_dict("records")]
                axes.plot(
                    each["day"],
                    heights,
                    drawstyle="steps-post",
                    color=colour,
                    linestyle=line,
                    alpha=0.75,
                    linewidth=1.2,
                )
                ends.append((each["day"].iloc[-1], heights[-1], str(name), colour))
            for row in each.to_dict("records"):
                marks.draw(axes, row, mdates.date2num(row["day"]), colour, marker, span)
        _label_ends(axes, ends, span)
        _date_axis(axes)
        _sides_legend(figure, axes, rows, case)
    return axes


def _label_ends(axes: Axes, ends: list[tuple[pd.Timestamp, float, str, str]], span: float) -> None:
    """Label lines at their ends, moved apart where they would overlap."""
    floor = -np.inf
    for when, height, name, colour in sorted(ends, key=lambda end: end[1]):
        at = max(height, floor + 0.048 * span)
        floor = at
        axes.annotate(
            name, (mdates.date2num(when), height), (1.01, at / span), textcoords="axes fraction", va="center", fontsize=8, color=colour,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.4, "alpha": 0.6}, annotation_clip=False,
        )  # fmt: skip


def _date_axis(axes: Axes) -> None:
    locator = mdates.AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    axes.margins(x=0.03)


def _sides_legend(figure: Figure, axes: Axes, rows: pd.DataFrame, case: Case) -> None:
    names = [name for name in case.sides.index if name in set(rows["side"])]
    handles = [
        plt.Line2D([], [], color=case.sides.at[name, "colour"], marker=case.sides.at[name, "marker"], linestyle="none", label=f"said by {case.sides.at[name, 'label']}" if case.sides.at[name, "role"] != "unknown" else "side not known")
        for name in names
    ]  # fmt: skip
    figure.legend(handles=[*handles, *marks.key(sorted(set(rows["qualifier"])))], loc="outside lower center", ncols=4)


def gaps(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw pairs of figures that cannot both hold, each pair on its own scale from 0 to its larger end.

    In: one row a pair with ``name``, ``gap_text`` and, with suffixes _a and _b, qualifier, lower, upper, side. Out:
    Axes on which the empty stretch between the two bounds is drawn as the gap.
    """
    with house():
        figure, axes = new(max(2.4, 1.2 + 0.42 * len(rows)))
        for place, row in enumerate(rows.to_dict("records")):
            halves = [
                {name: row[f"{name}_{half}"] for name in ("qualifier", "lower", "upper", "side")} for half in "ab"
            ]
            top = max(end for half in halves for end in (half["lower"], half["upper"]) if np.isfinite(end)) or 1.0
            scaled = [{**half, "lower": half["lower"] / top, "upper": half["upper"] / top} for half in halves]
            low, high = sorted(scaled, key=marks.centre)
            axes.plot(
                [low["upper"], high["lower"]],
                [place, place],
                color="#999999",
                linewidth=1,
                linestyle=(0, (2, 2)),
                zorder=1,
            )
            for half in scaled:
                marks.draw(axes, half, place, *_look(half, case), 1.0, upright=False)  # type: ignore[arg-type]
            axes.annotate(
                row["gap_text"], (1.06, place), va="center", fontsize=8, color="#333333", annotation_clip=False
            )
        axes.set_yticks(range(len(rows)), rows["name"])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, 1.05)
        axes.set_xticks([0, 0.5, 1], ["0", "half", "larger figure"])
        axes.grid(visible=False, axis="y")
        both = pd.DataFrame(
            {"side": [*rows["side_a"], *rows["side_b"]], "qualifier": [*rows["qualifier_a"], *rows["qualifier_b"]]}
        )
        _sides_legend(figure, axes, both, case)
    return axes


def counts(rows: pd.DataFrame, case: Case, along: str, over: str, amount: str) -> Axes:
    """Draw counted things as stacked bars: ``amount`` along one column, coloured by the sides in ``over``."""
    with house():
        figure, axes = new()
        wide = rows.pivot_table(index=along, columns=over, values=amount, aggfunc="sum", sort=False).fillna(0)
        base = np.zeros(len(wide))
        for name in [side for side in case.sides.index if side in wide]:
            colour = str(case.sides.at[name, "colour"])
            axes.bar(
                range(len(wide)),
                wide[name],
                bottom=base,
                color=colour,
                label=str(case.sides.at[name, "label"]),
                width=0.75,
                edgecolor="white",
                linewidth=0.6,
            )
            base = base + wide[name].to_numpy()
        axes.set_xticks(
            range(len(wide)),
            [str(name) for name in wide.index],
            rotation=45 if len(wide) > 8 else 0,
            ha="right" if len(wide) > 8 else "center",
        )
        axes.set_ylabel(amount)
        axes.grid(visible=False, axis="x")
        figure.legend(loc="outside lower center", ncols=6)
    return axes


def remainders(rows: pd.DataFrame, case: Case) -> Axes:
    """Draw totals with what their named parts leave: parts filled, a firm remainder outlined, an open end as an arrow."""
    with house():
        figure, axes = new(max(2.4, 1.2 + 0.4 * len(rows)))
        for place, row in enumerate(rows.to_dict("records")):
            top = (
                max(
                    end
                    for end in (row["total_lower"], row["total_upper"], row["parts_lower"], row["parts_upper"])
                    if np.isfinite(end)
                )
                or 1.0
            )
            axes.barh(place, row["parts_lower"] / top, color="#8c8c8c", height=0.55)
            rest = max(row["total_lower"] - row["parts_lower"], 0) / top
            axes.barh(
                place,
                rest,
                left=row["parts_lower"] / top,
                facecolor="white",
                edgecolor="#555555",
                linewidth=1,
                linestyle="--",
                height=0.55,
            )
            if not np.isfinite(row["total_upper"]):
                axes.annotate(
                    "",
                    (1.06, place),
                    (1.0, place),
                    arrowprops={"arrowstyle": "-|>", "color": "#555555"},
                    annotation_clip=False,
                )
            axes.annotate(
                row["rest_text"], (1.08, place), va="center", fontsize=8, color="#333333", annotation_clip=False
            )
        axes.set_yticks(range(len(rows)), rows["name"])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, 1.05)
        axes.set_xticks([0, 0.5, 1], ["0", "half", "total"])
        axes.grid(visible=False, axis="y")
        handles = [
            plt.Rectangle((0, 0), 1, 1, color="#8c8c8c", label="named parts"),
            plt.Rectangle(
                (0, 0), 1, 1, facecolor="white", edgecolor="#555555", linestyle="--", label="in no named part"
            ),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return axes


FORMS: dict[str, Callable[..., Axes]] = {
    "spread": spread,
    "steps": steps,
    "gaps": gaps,
    "counts": counts,
    "remainders": remainders,
}

"""How wide a chart writes a text, and breaking it into lines that fit, before there are axes to measure it in."""

from __future__ import annotations

import textwrap
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from contested.scripts import isolated, unmarked

SLACK = 0.9
"""The share of its room that the average line is broken to, as letters differ in width."""


def width(text: str, **style: Any) -> float:
    """The width of a text in inches, in the house font and with more of Matplotlib's style of texts if given."""
    figure = Figure()
    trial: Any = figure.text(0, 0, text, **style)  # Any: Matplotlib's types know no renderer.
    return float(trial.get_window_extent(FigureCanvasAgg(figure).get_renderer()).width / figure.dpi)


def broken(text: str, room: float, **style: Any) -> str:
    """Break a text into lines that fit into a room of so many inches, between words if they fit; else leave it."""
    wide = width(text, **style)
    if wide <= room:
        return text
    plain = unmarked(text).replace(r"\$", "$")
    signs = max(1, int(len(plain) * SLACK * room / wide))
    return "\n".join(isolated(line).replace("$", r"\$") for line in textwrap.wrap(plain, signs, break_on_hyphens=False))

"""Looks of sides: colours that stay apart for colour-blind readers, markers that stay apart in grey."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from contested.problems import ContestedError, Problem
from contested.reading import LINE

if TYPE_CHECKING:
    from contested.fields import Reporter

Look = tuple[str, str]

LOOKS: tuple[Look, ...] = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#009E73", "^"),
    ("#CC79A7", "D"),
    ("#56B4E9", "P"),
    ("#661100", "v"),
    ("#D4B800", "<"),
    ("#332288", ">"),
)
"""Colour and marker of sides in the order in which they are given: five of Okabe and Ito's, then a
brown, a yellow dark enough for white paper and an indigo, chosen to be far from all others for every reader."""

SPARE: tuple[Look, ...] = (("#444444", "p"), ("#999999", "h"), ("#222222", "d"), ("#BBBBBB", "8"))
"""Looks of further sides, in greys that only the marker tells apart: more than eight colours do not stay apart."""

UNKNOWN_LOOK: Look = ("#777777", "X")
JOINT_LOOK: Look = ("#000000", "*")
"""The looks of the side that is not known and of all parties together, which are given to no other."""


def next_look(taken: Collection[Look]) -> Look:
    """The first look of which neither the colour nor the marker is taken; beyond eight sides one of ``SPARE``.

    Raises ContestedError when none is left.
    """
    colours, markers = {colour.upper() for colour, _ in taken}, {marker for _, marker in taken}
    for colour, marker in (*LOOKS, *SPARE):
        if colour not in colours and marker not in markers:
            return colour, marker
    raise ContestedError(
        "sides: no colour and marker is left for another side; "
        f"allowed: {len(LOOKS) + len(SPARE)} sides beside unknown and joint"
    )


def check_looks(report: Reporter) -> Iterator[Problem]:
    """Check that no two sides share a colour or a marker: charts tell them apart by nothing else."""
    for column in ("colour", "marker"):
        cells = report.frame[column].str.upper() if column == "colour" else report.frame[column]
        first = report.frame.assign(_look=cells).drop_duplicates("_look").set_index("_look")

        def allowed(cell: str, column: str = column, first: pd.DataFrame = first) -> str:
            other = first.loc[cell.upper() if column == "colour" else cell]
            return f"a {column} of its own; side '{other['id']}' in line {other[LINE]} has it"

        twice = cells.duplicated(keep="first") & cells.ne("")
        yield from report(twice, column, f"'{{}}' is the {column} of two sides", allowed)

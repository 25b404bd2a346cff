"""Cases that lack what a case may lack, each written into a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from make_case import CLAIMANTS, METRICS, SIDES, Row, figure, table, write_case


def rows() -> list[Row]:
    """A small case with a little of everything: both sides, a dispute, a revision, fire, and a statement of fact."""
    return [
        figure("T01", "north-army", "lost", "500", basis="cumulative"),
        figure("T02", "south-army", "lost", "100", basis="cumulative"),
        figure("T03", "monitor", "held", "about 40", "2030-05-11"),
        figure("T04", "north-army", "held", "90", "2030-05-11"),
        figure("T05", "north-army", "fighting", "1", "2030-05-11", subject="north"),
        figure("T06", "south-army", "fighting", "0", "2030-05-11", subject="north"),
    ]


def fire() -> list[Row]:
    """What one claimant says was launched, and shot down of it."""
    about = {"subject": "north", "basis": "period", "weapon": "drone", "counting_unit": "weapon"}
    return [
        figure("T11", "south-army", "fired", "9", **about, fate="launched"),
        figure("T12", "south-army", "fired", "7", **about, fate="shot_down"),
    ]


def quarrel() -> list[Row]:
    """Two claimants of one side, of whom one asserts what the other denies."""
    return [
        figure("T31", "north-army", "fighting", "1", "2030-06-11", subject="south"),
        figure("T32", "north-mayor", "fighting", "0", "2030-06-11", subject="south"),
    ]


def people() -> list[Row]:
    """Two figures of people who left, which exclude each other."""
    return [figure("T21", "north-mayor", "left", "more_than 300"), figure("T22", "monitor", "left", "120")]


def edited(folder: Path, *without: str, **settings: Any) -> Path:
    """Take resources out of a case's data package, and their files from its folder, and change its settings."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for each in package["resources"]:
        if each["name"] in without:
            (folder / each["path"]).unlink()
    package["resources"] = [each for each in package["resources"] if each["name"] not in without]
    kept = {key: value for key, value in package["contested"].items() if key not in settings}
    package["contested"] = kept | {key: value for key, value in settings.items() if value is not None}
    path.write_text(json.dumps(package), encoding="utf-8")
    return folder


def without_settings(folder: Path) -> Path:
    """Take the block of settings out of a case's data package."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    del package["contested"]
    path.write_text(json.dumps(package), encoding="utf-8")
    return folder


def undated(figures: list[Row]) -> list[Row]:
    """The same figures, but nobody knows when they were said."""
    return [{**row, "said_on": "", "said_on_basis": "unknown"} for row in figures]


DECISIONS = ("relations", "anomalies", "left-out")
OBSERVERS = [{**row, "role": "observer" if row["role"] == "party" else row["role"]} for row in SIDES]
EIGHT = table(
    "id label role colour marker",
    *(f"p{n}; Party {n}; party; #{n}{n}7{n}B2; {marker}" for n, marker in enumerate("os^vDPX*")),
)
ODD = table(
    "id label role colour marker",
    'north; <b>North</b> & "Sons" *$x_1$*; party; #0072B2; o',
    "south; Юг|_[2030]_ $\\\\bad{$; party; #D55E00; s",
    "watchers; Ø; observer; #009E73; ^",
    "unclear; %s {subject}; unknown; #777777; X",
)


def in_topic(topic: str) -> list[Row]:
    """The metrics, all of one topic."""
    return [{**row, "topic": topic} for row in METRICS]


def of_eight() -> list[Row]:
    """What each of eight parties says of its neighbour's losses, and of the land that the first holds."""
    return [
        figure(f"T{n}", f"c{n}", "lost", str(100 * n + 7), basis="cumulative", subject=f"p{(n + 1) % 8}")
        for n in range(8)
    ] + [figure(f"T1{n}", f"c{n}", "held", str(100 * n + 7), subject="p0") for n in range(8)]


def eight_claimants() -> list[Row]:
    """An army for each of eight parties."""
    return [{**CLAIMANTS[0], "id": f"c{n}", "name": f"Army {n}", "side": f"p{n}"} for n in range(8)]


FOLDERS: dict[str, Callable[[Path], Path]] = {
    "claims-only": lambda to: edited(write_case(to, rows()), "evacuations", "strikes"),
    "strikes-only": lambda to: edited(write_case(to, fire()), "claims", "evacuations"),
    "evacuations-only": lambda to: edited(write_case(to, evacuations=people()), "claims", "strikes"),
    "bare": lambda to: without_settings(edited(write_case(to, [*rows(), *fire()]), *DECISIONS)),
    "no-contradiction": lambda to: edited(
        write_case(to, [figure("T01", "monitor", "lost", "5"), *people()[:1]]), headlines=None, main_place=None
    ),
    "one-side": lambda to: write_case(
        to,
        [figure("T01", "north-army", "lost", "5", subject="north"), figure("T02", "north-army", "held", "7")],
        sides=SIDES[:2],
        claimants=CLAIMANTS[:1],
    ),
    "one-row": lambda to: write_case(to, [figure("T01", "monitor", "lost", "5")]),
    "no-row": lambda to: write_case(to),
    "undated": lambda to: write_case(to, undated([*rows(), *fire()])),
    "observers-only": lambda to: write_case(to, [*rows(), *fire()], sides=OBSERVERS),
    "eight-parties": lambda to: write_case(to, of_eight(), sides=EIGHT, claimants=eight_claimants()),
    "odd-labels": lambda to: write_case(to, [*rows(), *fire(), *people()], sides=ODD),
    "topic-other": lambda to: write_case(to, [*rows(), *fire(), *people()], metrics=in_topic("other")),
    "facts-only": lambda to: write_case(to, rows()[4:] + quarrel(), settings={"headlines": ["fighting"]}),
}
"""Each sparse case by its name: writes it into a folder."""

"""Write a tiny made-up case into a folder: the parties north and south, watchers without a stake, one side unknown."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent / "contested" / "templates" / "case" / "datapackage.json"
SETTINGS: dict[str, Any] = {
    "main_place": "valley", "headlines": ["lost"],
    "tolerances": {"about": 0.05, "nearly": 0.1},
    "near_days": 2, "origin_days": 3, "gap_days": 4, "max_age_days": 30,
}  # fmt: skip
STRIKE_COLUMNS = ("weapon", "fate", "counting_unit", "origin_id", "target_id")
Row = dict[str, str]


def table(columns: str, *lines: str) -> list[Row]:
    """A table written down in lines of cells that semicolons part; cells left out at the end are blank."""
    names = columns.split()
    return [dict(zip(names, [cell.strip() for cell in line.split(";")], strict=False)) for line in lines]


SIDES = table(
    "id label role colour marker",
    "north; Northland; party; #0072B2; o",
    "south; Southland; party; #D55E00; s",
    "watchers; Watchers; observer; #009E73; ^",
    "unclear; side not known; unknown; #777777; X",
    "both; both parties; joint; #000000; *",
)
CLAIMANTS = table(
    "id name side kind evidence reliability",
    "north-army; North Army; north; military; claim; F",
    "north-mayor; North Mayor; north; regional; claim; F",
    "south-army; South Army; south; military; claim; F",
    "south-mayor; South Mayor; south; regional; claim; F",
    "monitor; Field Monitor; watchers; monitor; count; F",
    "modeller; Model Lab; watchers; analyst; estimate; F",
    "tipster; Tipster; unclear; media; claim; F",
)
SOURCES = table(
    "id publisher url published language",
    "page-1; First Paper; https://example.org/1; ; en",
    "page-2; Second Paper; https://example.org/2; ; fr",
    "page-3; Third Paper; https://example.org/3; ; en",
)
PLACES = table(
    "id name parent level coord_precision",
    "land; Greatland; ; country; none",
    "valley; Long Valley; land; region; none",
    "hamlet; Oak Hamlet; valley; village; none",
    "coast; East Coast; land; region; none",
    "line; front line; land; front; none",
)
METRICS = table(
    "id label definition topic dimension unit units kind comparability subset_of phrase denial",
    "lost; soldiers lost; Soldiers lost.; personnel; people; people; people; flow; lost; ; {} people of {subject} lost",
    "left; people gone; People gone.; departed; people; people; people; flow; left; ; {} people gone",
    "held; land held; Land held.; control; area; km2; km2|mi2|ha|dunam; stock; held; ; {} held by {subject}",
    "depth; depth of the advance; Depth.; advance; length; km; km|mi; stock; depth; ; an advance of {} by {subject}",
    "tanks; tanks lost; Tanks.; equipment; count; tanks; tanks|vehicles; flow; tanks; ; {} tanks of {subject} lost",
    "still_held; part held; Part held.; control; share; percent; percent; stock; still_held; ; {} of the land held",
    "fighting; fighting; Whether.; stance; boolean; boolean; boolean; event; fighting; ; "
    "{subject} was fighting in {place}; {subject} was not fighting in {place}",
    "strikes; strikes; Strikes.; fire; count; strikes; strikes; flow; strikes; ; {} strikes by {subject}",
    "fired; weapons by fate; Weapons.; fire; count; weapons; weapons; flow; fired; ; "
    "{} {weapon} fired by {subject}{fate}",
)
GROUPS = table("id label breakdown", "hill_folk; people of the Hills; ")
UNITS = {row["id"]: row["unit"] for row in METRICS}


def figure(name: str, claimant: str, metric: str, figure: str, said: str = "2030-05-10", **cells: str) -> Row:
    """One row of a table of figures.

    ``figure`` is a number, a qualifier and a number ("about 121000") or "between LOW HIGH". The figure is about the
    day it was said, a running count about all days since 1 May, unless ``cells`` say otherwise; so do they for the
    subject (south), the place (valley), the basis (point) and all other columns.
    """
    words = figure.split()
    qualifier = words[0] if len(words) > 1 else "exact"
    numbers = {"low": words[1], "high": words[2]} if len(words) > 2 else {"value": words[-1]}
    day, basis = cells.get("event_end", said[:10]), cells.get("basis", "point")
    row = {
        "id": name, "source_id": "page-1", "claimant_id": claimant, "subject": "south", "metric_id": metric,
        "qualifier": qualifier, **numbers, "unit": UNITS.get(metric, ""), "basis": basis,
        "event_start": "2030-05-01" if basis == "cumulative" else day, "event_end": day, "date_precision": "1",
        "said_on": said, "said_on_basis": "page" if said else "unknown", "place_id": "valley",
        "paraphrase": "As the page has it.", "recorded_on": "2030-07-01",
    }  # fmt: skip
    return row | cells


def relation(later: str, kind: str, earlier: str) -> Row:
    return {"from_id": later, "relation": kind, "to_id": earlier, "reason": "Seen.", "recorded_on": "2030-07-01"}


def write_case(
    folder: Path, rows: Iterable[Row] = (), *, settings: Mapping[str, Any] | None = None, **tables: list[Row]
) -> Path:
    """Write a case with these figures; a row with a column of strikes.csv goes there, any other into claims.csv.

    ``settings`` change those of the case; ``tables`` (relations, anomalies, sides, metrics, evacuations and so on)
    stand in place of the made-up ones.
    """
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    package |= {"name": "made-up", "title": "A made-up case", "contested": SETTINGS | dict(settings or {})}
    figures = list(rows)
    strikes = [row for row in figures if any(name in row for name in STRIKE_COLUMNS)]
    content: dict[str, list[Row]] = {
        "claims": [row for row in figures if row not in strikes], "strikes": strikes, "sides": SIDES,
        "claimants": CLAIMANTS, "sources": SOURCES, "places": PLACES, "metrics": METRICS, "groups": GROUPS,
    }  # fmt: skip
    content |= tables
    named = {row["id"] for row in content["groups"]}
    # A group in the wrong form is not made up: the check is to say so.
    used = dict.fromkeys(row["group"] for row in figures if row.get("group", "").islower())
    used = {name: None for name in used if name not in named}
    content["groups"] = [*content["groups"], *({"id": name, "label": name.replace("_", " ")} for name in used)]
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1), encoding="utf-8")
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(content.get(resource["name"], []))
    return folder

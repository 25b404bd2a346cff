"""What the verbs do that make and fill cases: new, import."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pandas as pd

from contested import views
from contested.imports.figures import Report, import_figures, import_rows
from contested.imports.guess import guess
from contested.imports.layout import Remark
from contested.imports.mapping import mapped, read_map
from contested.imports.new import new_case
from contested.printing import emit
from contested.problems import ContestedError
from contested.words import plural

SHOWN = 6
"""Lines that are named where many rows share one remark; --format csv and json name them all."""

COUNTED = {
    "taken": "taken as new",
    "revised": "took the place of an older row, which is kept",
    "known": "known already",
    "withdrawn": "withdrawn: no longer in the file",
    "refused": "refused",
    "changed": "changed on the way",
    "guessed": "with a guess",
}
"""How a report counts what was done."""


def new(options: Namespace) -> int:
    """Make a case with a worked example in every table."""
    made = new_case(options.name, options.title)
    if options.format == "json":
        json.dump({"case": made.package["name"], "folder": str(made.folder)}, sys.stdout)
        print()
        return 0
    print(f"made {made.folder}; its README says what to fill in, in which order")
    return 0


def bring(options: Namespace) -> int:
    """Import a file into a case, or print the map that --guess proposes for it."""
    file = Path(options.file)
    if options.guess:
        if options.layout != "mapping":
            raise ContestedError(
                "guess: files in the research layout need no map; allowed: contested import mapping --guess"
            )
        print(guess(file), end="")
        return 0
    if not options.into:
        raise ContestedError("into: no case was named; allowed: --into with a name, or a folder, new or with a case")
    day = f"{views.day('recorded_on', options.recorded_on, pd.Timestamp(date.today())):%Y-%m-%d}"
    if options.layout == "figures":
        return _print(import_figures(file, options.into, options.accept, day), options)
    if not options.map:
        raise ContestedError("map: no map was named; allowed: --map FILE; --guess proposes one")
    rows, remarks = mapped(file, read_map(Path(options.map)))
    return _print(import_rows(rows, remarks, file.name, options.into, options.accept, day), options)


def _print(report: Report, options: Namespace) -> int:
    """Print what an import did, row by row; clean rows are counted in the table for people and listed for programs."""
    frame = pd.DataFrame([asdict(each) for each in report.remarks], columns=["line", "id", "what", "column", "text"])
    if options.format != "table":
        document = {
            "file": report.file,
            "case": str(report.folder),
            "newer_version_of": report.older,
            "rows": report.read,
            "counts": report.counts,
            "new": {name: count for name, count in report.new.items() if count > 0},
            "merged": [{"name": other, "into": main} for other, main in report.merged],
            "undecided": report.aliases,
            "remarks": frame.to_dict("records"),
        }
        return emit(frame, options, [], document)
    print("\n".join(_told(report)))
    print("\n".join(_by_row(report)))
    return 0


def _by_row(report: Report) -> list[str]:
    """What was done row by row; what was done to many rows in the same words is said once, with their lines."""
    rows: dict[tuple[str, str, str], list[Remark]] = {}
    for each in report.remarks:
        if each.what not in ("taken", "known"):
            rows.setdefault((each.what, each.column, each.text), []).append(each)
    lines = []
    for (what, column, text), same in rows.items():
        named = [f"{each.line} ({each.id})" if each.line and each.id else each.id or str(each.line) for each in same]
        more = f" and {len(same) - SHOWN:,} more" if len(same) > SHOWN else ""
        where = f"{', '.join(named[:SHOWN])}{more}"
        where = f"line{'s' * (len(same) > 1)} {where}" if same[0].line else where
        lines.append(f"{where}: {what}{f', {column}' if column else ''}: {text}")
    return lines


def _told(report: Report) -> list[str]:
    """The report in sentences."""
    lines = [f"{report.file} into {report.folder}: {plural(report.read, 'row')} read."]
    if report.older:
        lines.append(f"It is taken for a newer version of {report.older}, read before.")
    counts = report.counts
    lines += [f"- {counts[what]:,} {said}" for what, said in COUNTED.items() if counts.get(what)]
    tables = ("sides", "claimants", "places", "metrics", "groups", "sources", "relations")
    made = [f"{report.new[name]} {name}" for name in tables if report.new.get(name, 0) > 0]
    if made:
        lines.append(f"New in the case, as proposed by rule (proposals.csv says why): {', '.join(made)}.")
    lines += [f"Merged: '{other}' is taken for '{main}', on every day." for other, main in report.merged]
    if report.aliases:
        lines.append("May be one claimant; nothing is merged before --accept, or 'accepted' in proposals.csv:")
        lines += [f"- '{each['name']}' may be '{each['same_as']}': {each['reason']}" for each in report.aliases]
    return lines


VERBS: dict[str, Callable[[Namespace], int]] = {"new": new, "import": bring}

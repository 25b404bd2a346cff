"""How the command line prints rows: a table for people, or the same rows as JSON or CSV for programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

import pandas as pd
from wcwidth import width

from contested.export import plain, records
from contested.scripts import isolated
from contested.spread import range_of
from contested.words import interval

WIDEST = 60
"""Most signs of a cell that a table for people prints."""

BOUNDS = ["lower", "upper", "lower_open", "upper_open"]
SHOWN = ["id", "claimant", "figure", "label", "subject", "place", "day", "said", "publisher"]
SPREAD = [
    "id",
    "claimant_id",
    "claimant",
    "side",
    "figure",
    *BOUNDS,
    "qualifier",
    "value",
    "low",
    "high",
    "unit",
    "said",
    "day",
    "age_days",
    "stale",
    "reports",
    "publishers",
    "origin",
]
TRACED = [
    "origin",
    "first_report",
    "id",
    "claimant_id",
    "relayed_by",
    "metric_id",
    "figure",
    "place",
    "said",
    "said_on_basis",
    "publisher",
    "wire",
    "published",
    "locator",
    "url",
    "paraphrase",
    "note",
]


def emit(rows: pd.DataFrame, options: Namespace, columns: list[str], document: Any = None) -> int:
    """Print rows as a table of some columns, or all of them as JSON (a document, if given) or CSV; always 0."""
    if options.format == "json":
        json.dump(records(rows) if document is None else document, sys.stdout, indent=1, ensure_ascii=False)
        print()
    elif options.format == "csv":
        names = [name for name in rows if not str(name).startswith("_")]
        pd.DataFrame(records(rows), columns=names).to_csv(sys.stdout, index=False, lineterminator="\n")
    elif rows.empty:
        print(nothing(options))
    else:
        print(aligned(_days(rows[columns])))
    return 0


def aligned(rows: pd.DataFrame) -> str:
    """A table for a terminal: columns in line whatever the width of their signs, right-to-left cells by themselves."""
    columns = [_column(rows[[name]]) for name in rows]
    return "\n".join(" ".join(cells).rstrip(" ") for cells in zip(*columns, strict=True))


def _column(rows: pd.DataFrame) -> list[str]:
    """The head and the cells of one column, of one width."""
    text = rows.to_string(index=False, max_colwidth=WIDEST, na_rep="")
    cells = [isolated(line.strip(), whole=True) for line in text.split("\n")]
    wide = max(map(width, cells))
    return [" " * (wide - width(cell)) + cell for cell in cells]


def nothing(options: Namespace) -> str:
    """The sentence in the place of an empty table: that nothing was found and, where the verb knows it, why."""
    why = getattr(options, "missing", "")
    return f"nothing found: {why}" if why else "nothing found"


def _days(rows: pd.DataFrame) -> pd.DataFrame:
    """Write the days of a table as 2024-08-14, blank where there is none."""
    days = {name: rows[name].dt.strftime("%Y-%m-%d").fillna("") for name in rows.select_dtypes("datetime")}
    return rows.assign(**days)


def scope_document(scope: dict[str, str], figures: pd.DataFrame) -> dict[str, Any]:
    """One scope of a spread for programs: what it is about, its range and its figures."""
    limits = {key: plain(value) for key, value in range_of(figures).items()}
    unit = figures["canonical_unit"].iloc[0]
    return {**scope, "unit": unit, "range": limits, "figures": records(figures[SPREAD])}


def print_scope(scope: dict[str, str], figures: pd.DataFrame, when: pd.Timestamp) -> None:
    """Print one scope of a spread for people: what it is about, its figures and the range that they leave."""
    print(", ".join(isolated(str(value), whole=True) for value in scope.values() if value))
    print(aligned(_days(figures[["claimant", "figure", "said", "stale", "reports", "id"]])))
    first = figures.iloc[0]
    limits = interval(range_of(figures), first["canonical_unit"], first["dimension"])
    print(f"range: {limits} as of {when:%Y-%m-%d}\n")

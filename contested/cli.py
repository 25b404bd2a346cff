"""The command line: few verbs, each a table for people or the same rows for programs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

FORMATS = ("table", "json", "csv")
EPILOG = "exit status: 0 done; 1 a check found problems or a notebook failed; 2 wrong use"

Option = tuple[tuple[str, ...], dict[str, Any]]


def option(*flags: str, **settings: Any) -> Option:
    """An option as argparse takes it: its flags and its settings."""
    return flags, settings


METRIC = option("--metric", metavar="M", help="a metric of metrics.csv")
ONE_METRIC = option("--metric", metavar="M", help="a metric of metrics.csv", required=True)
SUBJECT = option("--subject", metavar="SIDE", help="only figures about this side")
PLACE = option("--place", metavar="PLACE", help="only figures about this place (an id of places.csv)")
CLAIMANT = option("--claimant", metavar="ID", help="only figures by this claimant (an id of claimants.csv)")
ROW_A, ROW_B = option("a", help="the id of a row"), option("b", help="the id of another row")
DRIFTS = option("--drifts", action="store_true", help="the reports that departed from the statement they carry")
CASES = option("--cases", action="store_true", help="every case instead of the counts")
FROM = option("--from", dest="from_day", required=True, metavar="DAY", help="the first of two days")
TO = option("--to", dest="to_day", required=True, metavar="DAY", help="the second of two days")
CHANGE = option("--change", choices=["new", "moved", "contradicted", "settled", "withdrawn"], help="only this kind")
KIND = option("--kind", choices=["contradiction", "stance", "discrepancy", "revision"], help="only this kind")
NUMBER = option("number", help="the number as printed")
NOTEBOOK = option("--notebook", action="append", metavar="NAME", help="only this notebook; may be repeated")
PARAMETER = option(
    "-p",
    "--parameter",
    action="append",
    nargs=2,
    metavar=("NAME", "VALUE"),
    help="a parameter of the notebooks; may be repeated",
)
JOBS = option(
    "--jobs", type=int, default=2, metavar="N", help="notebooks, or reports of a sweep, at a time (default 2)"
)
ENGINE = option(
    "--engine",
    choices=["warm", "kernel"],
    default="warm",
    help="what runs the notebooks: children of one warm process, or ordinary kernels (default: warm)",
)
GRID = option("grid", metavar="GRID.yaml", help="the values of each parameter, of which every combination is run")
TO_STORE = option(
    "--into", default="", metavar="PATH", help="a folder, or a URL as s3://bucket/name (default: build/sweeps/GRID)"
)
EXECUTOR = option(
    "--executor", default="local", metavar="WHERE", help="local, or dask://HOST:PORT, a Dask scheduler (default: local)"
)
FILE = option("file", help="the text, in UTF-8")
SEED = option("--seed", metavar="NAME", help="a document of seeds/ (default: the only one)")
NAME = option("name", help="the case's name, as in my-case-2026, or a path that ends so")
TITLE = option("--title", default="", help="the case's title")
LAYOUT = option("layout", choices=["figures", "mapping"], help="the research layout, or any CSV by a map")
ROWS = option("file", help="a CSV file in UTF-8 (mapping: or a JSON list of records)")
INTO = option("--into", default="", metavar="CASE", help="name or folder of a case; it is made where there is none")
MAP = option("--map", default="", metavar="FILE", help="for mapping: how the file is read, in YAML")
GUESS = option("--guess", action="store_true", help="for mapping: print the map that is proposed, and import nothing")
ACCEPT = option("--accept", action="store_true", help="merge claimants that are proposed to be one")
RECORDED = option("--recorded-on", default="", metavar="DAY", help="when the rows enter the ledger (default: today)")
FORMAT = option("--format", choices=FORMATS, default="table", help="how to print (default: table)")
AS_OF = option(
    "--as-of", default="", metavar="DAY", help="nothing said after this day (default: the last day in the case)"
)
KNOWN_ON = option(
    "--known-on", default="", metavar="DAY", help="the ledger as it stood on this day (default: all of it)"
)

VERBS: dict[str, tuple[str, str, list[Option]]] = {
    "run": (
        "run the notebooks and build the report of one case and day",
        "contested run --as-of 2024-08-14",
        [NOTEBOOK, PARAMETER, JOBS, ENGINE],
    ),
    "sweep": (
        "run the reports of a grid of parameters, with one table of all results",
        "contested sweep grid.yaml --jobs 4",
        [GRID, TO_STORE, EXECUTOR, JOBS, ENGINE],
    ),
    "check": (
        "list all problems of a case's files",
        "contested check --format json",
        [],
    ),
    "figures": (
        "rows with their bounds in the metric's canonical unit",
        "contested figures --metric area_controlled --as-of 2024-08-31 --format csv",
        [METRIC, SUBJECT, PLACE, CLAIMANT],
    ),
    "spread": (
        "the latest figure of each claimant, and the range",
        "contested spread --metric settlements_controlled --as-of 2024-08-14",
        [ONE_METRIC, SUBJECT, PLACE],
    ),
    "compare": (
        "whether two figures may be held against each other, and why not",
        "contested compare T0137 T0204",
        [ROW_A, ROW_B],
    ),
    "contradictions": (
        "figures that cannot both hold: contradictions, stances, discrepancies, revisions",
        "contested contradictions --kind stance --as-of 2024-08-14",
        [METRIC, KIND],
    ),
    "audit": (
        "what is odd in running counts, and totals that their parts do not fit",
        "contested audit --metric personnel_lost",
        [METRIC],
    ),
    "trace": (
        "where one number comes from: rows, origins and reprints",
        "contested trace 74 --metric settlements_controlled",
        [NUMBER, METRIC],
    ),
    "origins": (
        "statements with what stands behind each: reports, publishers, drifts, grades",
        "contested origins --metric settlements_controlled --as-of 2024-08-14",
        [METRIC, CLAIMANT, DRIFTS],
    ),
    "headlines": (
        "each headline's range, the same under other rules, and whether it may be used",
        "contested headlines --as-of 2024-08-31 --format json",
        [],
    ),
    "track-record": (
        "how far claimants were off, where something allows to say so",
        "contested track-record --cases",
        [METRIC, CLAIMANT, CASES],
    ),
    "brief": (
        "what stands on a day: three sentences, then the long form",
        "contested brief --as-of 2024-08-14",
        [],
    ),
    "diff": (
        "what changed between two days: new, moved, contradicted, settled, withdrawn",
        "contested diff --from 2024-08-14 --to 2024-08-20",
        [FROM, TO, CHANGE],
    ),
    "new": (
        "make a case with a worked example in every table, to be filled in",
        "contested new my-case-2026",
        [NAME, TITLE],
    ),
    "import": (
        "read figures from a file into a case, and say row by row what was done",
        "contested import figures claims.csv --into my-case-2026",
        [LAYOUT, ROWS, INTO, ACCEPT, MAP, GUESS, RECORDED],
    ),
    "verify-source": (
        "hold a text that you have against a seed's card and the figures read from it",
        "contested verify-source article.txt --seed NAME",
        [FILE, SEED],
    ),
}
"""Each verb: what it does, an example, its own options; ``running``, ``verbs``, ``answers`` and ``imports.verbs`` hold
the functions."""

MAKING = ("new", "import")
WITHOUT_DAY = ("sweep", "check", "verify-source", "diff", "compare", *MAKING)
WITHOUT_LEDGER_DAY = ("run", "sweep", "check", "verify-source", *MAKING)


def parser() -> argparse.ArgumentParser:
    """The parser of all verbs; made without importing anything that is slow."""
    top = argparse.ArgumentParser(
        prog="contested", description="Keep account of figures that nobody agrees on.", epilog=EPILOG
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (what, example, own) in VERBS.items():
        described = f"{what[0].upper()}{what[1:]}."
        verb = verbs.add_parser(name, help=what, description=described, epilog=f"example: {example}")
        usual = os.environ.get("CONTESTED_CASE", "")
        case = option(
            "--case", default=usual, help="name or folder of a case (default: CONTESTED_CASE, or the only one)"
        )
        day = [AS_OF] if name not in WITHOUT_DAY else []
        ledger = [KNOWN_ON] if name not in WITHOUT_LEDGER_DAY else []
        for flags, settings in [*own, *([case] if name not in MAKING else []), *day, *ledger, FORMAT]:
            verb.add_argument(*flags, **settings)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; print what went wrong in one sentence and never a traceback for wrong input."""
    options = parser().parse_args(arguments)
    from contested.problems import CaseError, ContestedError

    try:
        from contested import running

        if options.verb in running.VERBS:
            return running.VERBS[options.verb](options)
        from contested import verbs  # Takes a second, in which it may be interrupted.

        if options.verb in verbs.VERBS:
            return verbs.VERBS[options.verb](options)
        from contested import answers

        if options.verb in answers.VERBS:
            return answers.VERBS[options.verb](options)
        from contested.imports import verbs as making

        return making.VERBS[options.verb](options)
    except CaseError as error:
        print(error, file=sys.stderr)
        print(f"contested: the case has {len(error.problems)} problem(s); see above", file=sys.stderr)
        return 1
    except ContestedError as error:
        print(f"contested: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("contested: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())

"""The generated pages: the codebook of all cases from their schemas and metrics, and the index of the notebooks."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from contested.bounds import RULES
from contested.card import CONCLUSIONS, USES
from contested.case import Case, load
from contested.changes import KINDS as CHANGES
from contested.conflicts import KINDS
from contested.display import escape_markdown
from contested.disputes import ENDINGS
from contested.execution import notebook_names
from contested.folders import NOTEBOOKS, case_names, data_folder
from contested.parts import FINDINGS
from contested.schema import TEMPLATE, Table, read_package
from contested.series import KINDS as SERIES_KINDS
from contested.support import GRADES
from contested.track import YARDSTICKS
from contested.vocabulary import DRIFTS

MEANINGS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Disputes", "Not in dispute are a count that grew, a state that changed between two days by no more than "
     "`change_per_day`, a longer window or a larger place that holds more, a total and its part, an open bound that "
     "reaches the other figure, a unit conversion, and anything that is not comparable.", KINDS),
    ("How a dispute ends", "Pairs of the same two about the same thing are one dispute. A party speaks with many "
     "mouths, an observer for itself.", ENDINGS),
    ("Drift", "A report that departs from its statement stands in `relations.csv` as `repeats` with a drift, where a "
     "human decided, or follows from the rule: the same number with another qualifier, or a total already overtaken. "
     "It speaks for nobody.", DRIFTS),
    ("Credibility of a statement", "Admiralty grades by one rule for every side. *Others* are other parties, and "
     "observers who are other claimants. Reliability of a claimant is F unless a documented count measures five of its "
     "figures: then A from 95 % of them that can hold beside it, B from 80 %, C from 60 %, D from 40 %, else E.",
     GRADES),
    ("What measures a claimant", "A track record is silent below five cases of one claimant, metric and yardstick.",
     YARDSTICKS),
    ("Totals and parts", "What is left when the named parts are taken from a total, bounds carried through.", FINDINGS),
    ("Audit of running counts", "A finding stays open until `anomalies.csv` explains it.", SERIES_KINDS),
    ("What the figures of a headline say together", "The conclusion that is held against other rules.", CONCLUSIONS),
    ("How a headline may be used", "The first that holds.", USES),
    ("What changes between two days", "As `contested diff` lists it.", CHANGES),
)  # fmt: skip
"""Closed vocabularies, each with its title and what to know of it."""

HEAD = """# Codebook

Generated from the data packages with `make docs`; do not edit. One row is one figure, by one claimant, in one
publication. Three actors stay apart: the *claimant* who said it, the *subject* whose loss, territory, people or fire it
is about, and the *publisher* who printed it. Blank is not zero. Nothing is overwritten: a correction is a new row.

The data are licensed CC BY 4.0. Facts and figures were read off public pages; the pages belong to their publishers.
"""


def codebook() -> str:
    """The text of data/README.md: every table and column, the rules of qualifiers, and every metric of every case."""
    cases = [load(name) for name in case_names()]
    written = [each for case in cases for each in case.package.tables]
    further = [table for name, table in read_package(TEMPLATE).tables.items() if name not in written]
    return "\n".join(
        [HEAD, *(_case(case) for case in cases), "## Tables of imports\n", *(_table(each) for each in further)]
    )


def _case(case: Case) -> str:
    package = case.package
    parts = [f"## {package.name}\n\n{package.title}. {package.description} Version {package.version}.\n"]
    parts += [_table(table, len(case.tables[table.name])) for table in package.tables.values()]
    share, floor = case.settings.about, 1 - case.settings.nearly
    rules = [[f"`{name}`", rule.format(about=share, nearly_floor=floor)] for name, rule in RULES.items()]
    parts.append("### What a qualifier says\n\nA figure v with each qualifier is this interval:\n")
    parts.append(_markdown(["Qualifier", "Interval"], rules))
    parts += _meanings()
    columns = ["label", "definition", "unit", "kind", "comparability", "subset_of"]
    metrics = [[f"`{name}`", *(str(row[column]) for column in columns)] for name, row in case.metrics.iterrows()]
    parts.append("### Metrics\n\nFigures are compared only within one comparability group.\n")
    parts.append(_markdown(["Metric", "Label", "Definition", "Unit", "Kind", "Comparability", "Inside"], metrics))
    return "\n".join(parts)


def _meanings() -> list[str]:
    """The closed vocabularies of what figures mean together, from where the library uses them."""
    found = []
    for title, lead, words in MEANINGS:
        rows = [[f"`{name}`", text] for name, text in words.items()]
        found += [f"### {title}\n\n{lead}\n", _markdown(["Word", "Meaning"], rows)]
    return found


def _table(table: Table, rows: int | None = None) -> str:
    columns = [[f"`{field.name}`", _type(field.type, field.constraints), field.description] for field in table.fields]
    stored = f"`{table.path}`" if rows is None else f"`{table.path}`, {rows:,} rows"
    head = f"### {table.title} ({stored})\n\n{table.description}\n"
    return "\n".join([head, _markdown(["Column", "Type", "Meaning"], columns)])


def _type(kind: str, constraints: object) -> str:
    rules = dict(constraints) if isinstance(constraints, dict) else {}
    names = ", ".join(f"`{name}`" for name in rules["enum"]) if "enum" in rules else kind
    return f"{names}; required" if rules.get("required") else names


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    cells = [[cell if "`" in cell else escape_markdown(cell) for cell in row] for row in rows]
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in cells)]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def index() -> str:
    """The text of notebooks/README.md: each notebook with its question and what it counts."""
    lines = [
        "# Notebooks",
        "",
        "Generated with `make docs`; do not edit. Each stands alone: open it, change a parameter, run all.",
        "",
    ]
    for name in notebook_names():
        stored = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
        prose = ["".join(cell["source"]) for cell in stored["cells"] if cell["cell_type"] == "markdown"]
        counted = prose[1].split("\n\n", 1)[1].strip()
        lines += [f"## [{prose[0].lstrip('# ').strip()}]({name}.ipynb)", "", counted, ""]
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """The generated pages by path."""
    return {data_folder() / "README.md": codebook(), NOTEBOOKS / "README.md": index()}


def main() -> int:
    """Write the generated pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

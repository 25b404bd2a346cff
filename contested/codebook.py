"""The generated pages: the codebook of all cases from their schemas and metrics, and the index of the notebooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from contested.bounds import RULES
from contested.case import Case, case_names, data_folder, load
from contested.display import escape_markdown
from contested.runner import NOTEBOOKS, notebook_names
from contested.schema import Table

HEAD = """# Codebook

Generated from the data packages with `make docs`; do not edit. One row is one figure, by one claimant, in one
publication. Three actors stay apart: the *claimant* who said it, the *subject* whose loss, territory, people or fire it
is about, and the *publisher* who printed it. Blank is not zero. Nothing is overwritten: a correction is a new row.

The data are licensed CC BY 4.0. Facts and figures were read off public pages; the pages belong to their publishers.
"""


def codebook() -> str:
    """The text of data/README.md: every table and column, the rules of qualifiers, and every metric of every case."""
    cases = [load(name) for name in case_names()]
    return "\n".join([HEAD, *(_case(case) for case in cases)])


def _case(case: Case) -> str:
    package = case.package
    parts = [f"## {package.name}\n\n{package.title}. {package.description} Version {package.version}.\n"]
    parts += [_table(table, len(case.tables[table.name])) for table in package.tables.values()]
    share, floor = case.settings.about, 1 - case.settings.nearly
    rules = [[f"`{name}`", rule.format(about=share, nearly_floor=floor)] for name, rule in RULES.items()]
    parts.append("### What a qualifier says\n\nA figure v with each qualifier is this interval:\n")
    parts.append(_markdown(["Qualifier", "Interval"], rules))
    columns = ["label", "definition", "unit", "kind", "comparability", "subset_of"]
    metrics = [[f"`{name}`", *(str(row[column]) for column in columns)] for name, row in case.metrics.iterrows()]
    parts.append("### Metrics\n\nFigures are compared only within one comparability group.\n")
    parts.append(_markdown(["Metric", "Label", "Definition", "Unit", "Kind", "Comparability", "Inside"], metrics))
    return "\n".join(parts)


def _table(table: Table, rows: int) -> str:
    columns = [[f"`{field.name}`", _type(field.type, field.constraints), field.description] for field in table.fields]
    head = f"### {table.title} (`{table.path}`, {rows:,} rows)\n\n{table.description}\n"
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

"""The work of all notebooks as one plain script: the same cells in one process, without kernels, notebooks or HTML.

python benchmarks/plain.py BUILD CASE [DAY ...]: one report for each day, or that of the case's last day; with - for the
days one for each line of the standard input. After each it prints a blank line.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from contested.execution import notebook_names
from contested.folders import NOTEBOOKS


def show(thing: object) -> None:
    """Make what a kernel would send for a displayed object: its text, tables and pictures."""
    bundle = getattr(thing, "_repr_mimebundle_", None)
    (bundle or thing.__repr__)()


def run(name: str, **given: str) -> None:
    """Run the code cells of one notebook with these parameters, displaying the last expression of each."""
    stored = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    scope: dict[str, object] = {"display": show}
    for cell in stored["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            *body, last = source.rstrip().split("\n")
            if last.startswith("desk."):
                exec("\n".join(body), scope)
                show(eval(last, scope))
            else:
                exec(source, scope)
            if "parameters" in cell["metadata"].get("tags", []):
                scope.update(given)


if __name__ == "__main__":
    os.environ["CONTESTED_BUILD"], case, *days = sys.argv[1:]
    for day in map(str.strip, sys.stdin) if days == ["-"] else days or [""]:
        for notebook in notebook_names():
            run(notebook, case=case, as_of=day)
        print(flush=True)

"""Run the notebooks from top to bottom with their default parameters and store them with their outputs."""

import json
import sys
import tempfile
from pathlib import Path

import nbformat

from contested.execution import Order, execute_all, notebook_names
from contested.folders import NOTEBOOKS
from contested.report import clean


def main() -> int:
    """Store every notebook named on the command line, or all; 1 when one of them fails."""
    names = [name for name in notebook_names() if name in sys.argv[1:] or len(sys.argv) == 1]
    with tempfile.TemporaryDirectory() as temporary:
        order = Order(names, {}, Path(temporary), engine="kernel", jobs=2)
        outcomes = [outcome for outcome, _ in execute_all(order)]
        for each in outcomes:
            if each.error:
                print(f"{each.name}: {each.error}", file=sys.stderr)
                continue
            run = clean(nbformat.read(each.path, as_version=4))
            run.cells = [cell for cell in run.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
            text = json.dumps(run, indent=1, ensure_ascii=False, sort_keys=True)
            (NOTEBOOKS / f"{each.name}.ipynb").write_text(text + "\n", encoding="utf-8")
    return int(any(each.error for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())

"""Run notebooks as a plan says, in a process of its own: ``python run_plan.py PLAN``; what they raised goes to stdout.

A plan is a list of steps, each a list of notebooks that run two at a time.

Under pytest a kernel of IPython leaves the descriptors of its streams alone, so this runs outside of it.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import papermill


def write(path: Path, sources: list[str], tag: str = "", kernel: str = "python3") -> Path:
    """Write a notebook of code cells."""
    about = {"kernelspec": {"name": kernel, "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(metadata=about)
    for number, source in enumerate(sources):
        cell = nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        cell.metadata.tags = [tag] if tag else []
        notebook.cells.append(cell)
    nbformat.write(notebook, path)
    return path


def run(each: dict[str, Any]) -> str:
    """Run one notebook; what it raised, blank when nothing."""
    settings = {"progress_bar": False, **each.get("settings", {})}
    try:
        papermill.execute_notebook(each["source"], each["target"], each.get("parameters"), **settings)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    steps = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with ThreadPoolExecutor(2) as pool:
        print(json.dumps([list(pool.map(run, step)) for step in steps]))

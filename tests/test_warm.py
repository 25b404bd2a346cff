"""The engine contested-warm against the ordinary kernel, whose runs give all expected values here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import warm_cells

from contested.report import clean

TOOLS = Path(sys.executable).parent
RUNS = Path(__file__).with_name("run_plan.py")
ROOT = RUNS.parent.parent
ENGINES = {"kernel": None, "warm": "contested-warm"}

STARTUP = """
import atexit, logging, os, sys, threading
print("of the startup file, which belongs to no cell")
from_startup = os.getcwd(), threading.current_thread().name
logging.getLogger("startup").addHandler(logging.StreamHandler())
"""
CONFIG = """
c.InteractiveShellApp.exec_lines = ["from_config = 1"]
c.InteractiveShellApp.extensions = ["of_a_user"]
"""
EXTENSION = "def load_ipython_extension(shell): shell.user_ns['extension_loaded'] = True\n"


def cells(text: str) -> list[str]:
    return [each.strip("\n") for each in text.split("\n---\n")]


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


def text(path: Path) -> str:
    """An executed notebook without what differs between two runs of an ordinary kernel."""
    notebook = clean(nbformat.read(path, as_version=4))
    for number, cell in enumerate(notebook.cells):
        # papermill itself marks the cell that failed with one of a random id.
        if "papermill-error-cell-tag" in cell.metadata.get("tags", []):
            cell.id = f"error-{number}"
    return re.sub(r"/ipykernel_\d+/", "/ipykernel_N/", json.dumps(notebook, indent=1, sort_keys=True))


def environment(folder: Path, **given: str) -> dict[str, str]:
    """The variables of a user with startup files and configuration of IPython; none of pytest's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MPLBACKEND"))}
    profile = folder / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True, exist_ok=True)
    (profile / "startup" / "00-own.py").write_text(STARTUP, encoding="utf-8")
    (profile / "ipython_config.py").write_text(CONFIG, encoding="utf-8")
    (folder / "of_a_user.py").write_text(EXTENSION, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "JUPYTER_PREFER_ENV_PATH": "1", "CONTESTED_BUILD": "there"}
    return {**kept, **own, "IPYTHONDIR": str(profile.parent), "PATH": f"{TOOLS}{os.pathsep}{kept['PATH']}", **given}


def call(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, outside of pytest."""
    settings: dict[str, Any] = {"cwd": folder, "env": environment(folder, **given), "timeout": 240, "check": False}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, errors="replace", **settings)


def run_all(folder: Path, runs: list[dict[str, Any]], jobs: int = 1, **given: str) -> tuple[list[str], str]:
    """Run notebooks in one process; what each raised, and what was said on stderr."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"runs": runs, "jobs": jobs}), encoding="utf-8")
    done = call(folder, str(RUNS), str(plan), **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def by_engine(folder: Path, name: str, engine: str, **settings: Any) -> dict[str, Any]:
    """One run of a plan."""
    parameters = settings.pop("parameters", None)
    source, target = str(folder / f"{name}.ipynb"), str(folder / f"{name}-{engine}.ipynb")
    settings = {"engine_name": ENGINES[engine], **settings}
    return {"source": source, "target": target, "parameters": parameters, "settings": settings}


# The same outputs.

SAME: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "streams": (cells(warm_cells.STREAMS), "", {}),
    "displays": (cells(warm_cells.DISPLAYS), "", {}),
    "figures": (cells(warm_cells.FIGURES), "", {}),
    "state": (cells(warm_cells.STATE), "", {"record_timing": False}),
    "errors": (cells(warm_cells.ERRORS), "raises-exception", {}),
    "allowed": (["1 / 0", "2"], "", {"allow_errors": True}),
    "fails": (["print(1)", "1 / 0", "2"], "", {"log_output": True}),
    "leaves": (["print(1)", "import sys; sys.exit(0)", "print(2)"], "", {}),
    "given": (["a = 1\nb = 2", "a, b"], "parameters", {"parameters": {"a": "ü", "b": [1, None]}}),
    "late": (["print(1)", "while True: pass", "2"], "", {"execution_timeout": 1}),
    "interrupted": (
        ["import time\nfor n in range(100): time.sleep(0.1)", "2"],
        "raises-exception",
        {"execution_timeout": 1, "interrupt_on_timeout": True},
    ),
    "dies": (["print(1, flush=True)", "import os, time; time.sleep(0.5); os._exit(3)", "2"], "", {}),
    "dies with a child": (["import os, time; os.system('sleep 20 & ')", "time.sleep(0.5); os._exit(3)"], "", {}),
    "ends": (
        [
            "import atexit, threading, time, pathlib, subprocess\nkept = open('left-open', 'w'); kept.write('abc')",
            "atexit.register(lambda: pathlib.Path('at-exit').write_text('done'))",
            "threading.Thread(target=lambda: (time.sleep(0.5), pathlib.Path('of-thread').write_text('done'))).start()",
            "child = subprocess.Popen(['sleep', '60']); pathlib.Path('child').write_text(str(child.pid))",
        ],
        "",
        {},
    ),
    "empty": ([""], "", {}),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]], str]:
    """A folder with every notebook run by both engines, what the runs raised, and what was said on stderr."""
    folder = tmp_path_factory.mktemp("warm")
    plan = []
    for name, (sources, tag, settings) in SAME.items():
        write(folder / f"{name}.ipynb", sources, tag)
        plan += [by_engine(folder, name, engine, **settings) for engine in ENGINES]
    raised, said = run_all(folder, plan)
    return folder, {name: raised[2 * n : 2 * n + 2] for n, name in enumerate(SAME)}, said


@pytest.mark.parametrize("name", SAME)
def test_both_engines_give_the_same_bytes(name: str, runs: tuple[Path, dict[str, list[str]], str]) -> None:
    folder, raised, _ = runs
    ordinary, warm = (text(folder / f"{name}-{engine}.ipynb") for engine in ENGINES)
    assert warm == ordinary
    assert raised[name][1] == raised[name][0]


def test_the_warm_process_was_used(runs: tuple[Path, dict[str, list[str]], str]) -> None:
    assert "contested-warm:" not in runs[2]

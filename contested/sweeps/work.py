"""One report of a sweep, made by a worker: in a folder of its own, then put whole into the store, its manifest last."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from contested.execution import Order
from contested.folders import NOTEBOOKS, ROOT, data_digest
from contested.parameters import share
from contested.problems import ContestedError
from contested.runner import make
from contested.sweeps.grid import Cell
from contested.sweeps.store import Store, local_case

MANIFEST, BRIEF = "manifest.json", "brief.json"
BUILT_WITH = ("contested", "pandas", "numpy", "matplotlib", "ipython", "ipykernel", "nbconvert", "papermill")

SCRATCH: str | None = None
"""Where reports are made before they are put into the store; a worker gets a folder that its sweep takes away."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
"""What a kernel puts around the words of an error for terminals."""


@dataclass(frozen=True)
class Task:
    """One report to be made: its name, parameters and notebooks, what it rests on, and where it goes.

    ``case_digest`` and ``code`` are those of whoever asked: a worker with other files makes another report, so it
    refuses.
    """

    name: str
    cell: Cell
    notebooks: tuple[str, ...]
    case_digest: str
    code: str
    into: str
    engine: str = "warm"

    @property
    def inputs(self) -> str:
        """SHA-256 over all that the report depends on."""
        told = [self.cell, self.notebooks, self.case_digest, self.code]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the library, the notebooks and the versions of what draws and computes."""
    summed = hashlib.sha256()
    library = [path for path in (ROOT / "contested").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in [*sorted(library), *sorted(NOTEBOOKS.glob("*.ipynb"))]:
        summed.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    summed.update(json.dumps({name: version(name) for name in BUILT_WITH}).encode())
    return summed.hexdigest()


def work(task: Task) -> str:
    """Make one report and put it into the store; return what went wrong as a sentence, blank when nothing did."""
    try:
        folder = local_case(task.cell["case"], task.case_digest)
        if (data_digest(folder), code_digest()) != (task.case_digest, task.code):
            differs = "case" if code_digest() == task.code else "version of contested, its notebooks or its libraries"
            return f"the worker has another {differs} than whoever asked; allowed: the same on both"
        with tempfile.TemporaryDirectory(prefix="contested-report-", dir=SCRATCH) as temporary:
            return _made(task, folder, Path(temporary))
    except Exception as error:  # Not every error can be sent to whoever asked, and none may stop the other reports.
        return said(error)


def said(error: BaseException) -> str:
    """What went wrong with one report, on one line."""
    if not isinstance(error, ContestedError):
        return " ".join(f"{error.__class__.__name__}: {error}".split())
    first, *others = str(error).splitlines()
    return f"the case has {len(others) + 1} problems, the first: {first}" if others else first


def _made(task: Task, folder: Path, build: Path) -> str:
    from contested.sweeps.gather import write_rows

    parameters = {name: value for name, value in task.cell.items() if value or name == "case"}
    parameters["case"] = folder.name
    order = Order(list(task.notebooks), parameters, build, task.engine, data=str(folder.parent), brief=BRIEF)
    brief = (parameters | {"case": str(folder)}, str(build / BRIEF))
    if task.engine == "kernel":  # Kernels share nothing; what is wrong is found before the first of them is started.
        share(*brief)
    outcomes, made = make(order)
    failed = [each for each in outcomes if each.error]
    if failed:
        errors = {each.name: COLOURS.sub("", each.error).strip().splitlines()[-1] for each in failed}
        return "; ".join(f"notebook {name}: {error}" for name, error in errors.items())
    if not (build / BRIEF).exists():  # No warm process was to be had.
        share(*brief)
    (build / BRIEF).rename(made / BRIEF)
    write_rows(made, task)
    files = {path.relative_to(made).as_posix(): _digest(path) for path in sorted(made.rglob("*")) if path.is_file()}
    told = {
        "inputs": task.inputs,
        "cell": task.cell,
        "case_digest": task.case_digest,
        "code": task.code,
        "files": files,
    }
    store = Store(task.into)
    store.put(made, "reports", task.name)
    store.write((json.dumps(told, indent=1, sort_keys=True) + "\n").encode(), "reports", task.name, MANIFEST)
    return ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def whole(task: Task, store: Store) -> bool:
    """Whether the store holds this very report, whole: the same inputs, and every file as it was made."""
    text = store.read("reports", task.name, MANIFEST)
    try:
        told = json.loads(text or b"{}")
        files = dict(told["files"])
    except (ValueError, KeyError, TypeError):
        return False
    found = set(store.sizes("reports", task.name)) - {MANIFEST}
    if told.get("inputs") != task.inputs or found != set(files):
        return False
    return all(
        hashlib.sha256(store.read("reports", task.name, name) or b"").hexdigest() == digest
        for name, digest in files.items()
    )

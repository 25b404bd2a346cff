"""What the tests of sweeps share: small cases and notebooks, the command line, and the processes that it leaves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from make_case import Row, figure, write_case

ROOT = Path(__file__).resolve().parent.parent
MARK = "SWEEP_TEST"
"""A variable that every process of a test inherits, by which those are found that outlive what started them."""

PARAMETERS = "\n".join(
    f'{name}: str = ""' for name in ("case", "as_of", "start", "sides", "units", "seed", "known_on", "metric")
).replace('units: str = ""', 'units: str = "metric"')
SMALL = """
from contested import columns, tables
from contested.parameters import open_desk
desk = open_desk("{name}", case, as_of, start, sides, units, seed, known_on, metric)
desk.show("coverage", tables.coverage(desk.rows), "Claimants by the number of reports", columns.COVERAGE)
desk.close()
"""
PATIENCE = 150
"""Seconds after which something that is waited for will not come."""


def rows() -> list[Row]:
    """Three figures of one headline, on three days."""
    return [
        figure("T01", "north-army", "lost", "500", "2030-05-02", basis="cumulative"),
        figure("T02", "south-army", "lost", "100", "2030-05-04", basis="cumulative"),
        figure("T03", "monitor", "lost", "200", "2030-05-06", basis="cumulative"),
    ]


def written_case(folder: Path, *more: Row) -> Path:
    return write_case(folder, [*rows(), *more])


def write_notebook(folder: Path, name: str, code: str = "") -> None:
    """Write a small notebook that shows one table, after other code if there is any."""
    cells = [
        nbformat.v4.new_markdown_cell(f"# What is in {name}?", id="title"),
        nbformat.v4.new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code + SMALL.format(name=name), id="code"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")


def copied_library(folder: Path, *notebooks: str) -> Path:
    """A copy of the library with small notebooks in the place of the project's."""
    shutil.copytree(ROOT / "contested", folder / "contested", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "notebooks").mkdir()
    for name in notebooks or ("00-small",):
        write_notebook(folder / "notebooks", name)
    return folder


class Place:
    """A folder with cases (``data``), what is built, temporary files, and a copy of the library or the original."""

    def __init__(self, folder: Path, copy: Path = ROOT) -> None:
        self.folder, self.copy, self.mark = folder, copy, uuid.uuid4().hex
        for name in ("data", "build", "tmp", "home"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def environment(self, **more: str) -> dict[str, str]:
        dropped = ("CONTESTED_CASE", "COVERAGE_PROCESS_START")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        own = {
            "CONTESTED_DATA": str(self.folder / "data"),
            "CONTESTED_BUILD": str(self.folder / "build"),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(self.copy),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            MARK: self.mark,
        }
        return {**kept, **own, **more}

    def grid(self, text: str, name: str = "grid") -> str:
        """Write a grid; out: its name, as the command line in this folder takes it."""
        (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return f"{name}.yaml"

    def start(self, *words: str, **settings: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "contested", *words]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | settings
        environment = self.environment(**streams.pop("more", {}))
        return subprocess.Popen(command, cwd=self.folder, env=environment, **streams)

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the command line to its end."""
        with self.start(*words, more=more) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def store(self, name: str = "grid") -> Path:
        return self.folder / "build" / "sweeps" / name

    def processes(self) -> list[int]:
        """Every process that was started in this place and is still there."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (path / "environ").read_bytes():
                    found.append(int(path.name))
        return found

    def end(self) -> None:
        """End what this place has started."""
        while left := self.processes():
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)


@contextmanager
def place(folder: Path, copy: Path = ROOT) -> Iterator[Place]:
    """A place whose processes are ended, whatever happens."""
    made = Place(folder, copy)
    try:
        yield made
    finally:
        made.end()


def wait_for(true: Callable[[], Any], what: str) -> Any:
    """Wait until something holds; out: what it said."""
    until = time.monotonic() + PATIENCE
    while not (said := true()):
        assert time.monotonic() < until, f"it never came: {what}"
        time.sleep(0.05)
    return said


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of all files under a folder, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def assert_same(one: dict[str, bytes], two: dict[str, bytes]) -> None:
    """Fail with the names of files that are not in both, or differ."""
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def times(folder: Path) -> dict[str, int]:
    """When each file of the reports was written, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted((folder / "reports").rglob("*"))
        if path.is_file()
    }


def anew(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """The reports of which any file was written again."""
    return {path.split("/")[1] for path, when in after.items() if before.get(path) != when}


def whole_reports(folder: Path) -> list[str]:
    """The reports of a store that have their manifest, which is written last."""
    return sorted(path.parent.name for path in folder.glob("reports/*/manifest.json"))


def names(*days: str, more: str = "") -> list[str]:
    return [f"made-up,{day}{more}" for day in days]


class Page(HTMLParser):
    """The elements of a page, and its text by the element that it stands in, without words that went."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.blocks: list[tuple[str, str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in ("h2", "h3", "p", "td"):
            self.blocks.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"h2", "h3", "p", "td"} & set(self.open) and "del" not in self.open:
            tag, text = self.blocks[-1]
            self.blocks[-1] = (tag, text + data)

    def read(self) -> list[tuple[str, str]]:
        """What each block says when the words that went are left out."""
        return [(tag, " ".join(text.split())) for tag, text in self.blocks]

    def links(self) -> list[str]:
        return [given["href"] or "" for tag, given in self.elements if tag == "a" and "href" in given]

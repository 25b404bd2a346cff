"""Notebooks that wait for their turn: the kernel of the next one is forked while one runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from run_plan import write

CELL = """
import time
from pathlib import Path

def note(what):
    with Path("noted").open("a") as notes: notes.write(f"{what} {time.monotonic()}\\n")

note("begins"); time.sleep(0.5); note("ends")
"""
RUN = """
import json, sys, threading, time
from concurrent.futures import ThreadPoolExecutor
sys.path.insert(0, sys.argv[3])
from contested.warm import parent
from contested.warm.client import ForkedKernel
from run_plan import run

warm = parent.shared()
turns, forked, start = threading.BoundedSemaphore(int(sys.argv[1])), [], ForkedKernel.__init__

def noted(self, *given):
    start(self, *given)
    forked.append(time.monotonic())

settings = {"engine_name": "contested-warm", "warm": warm, "turns": turns}
plan = [{"source": "in.ipynb", "target": f"out-{number}.ipynb", "settings": settings} for number in (1, 2)]
ForkedKernel.__init__ = noted
with ThreadPoolExecutor(2) as pool:
    if sys.argv[2] == "interrupted":
        with turns:
            waiting = pool.submit(run, plan[0])
            while not forked: time.sleep(0.01)
            warm.close()
        said = [waiting.result()]
    else:
        said = list(pool.map(run, plan))
print(json.dumps({"said": said, "forked": forked}))
"""


def run(folder: Path, turns: int, how: str = "") -> dict[str, list[str]]:
    """What was said of each notebook, when its kernel was there, and what its cells noted."""
    write(folder / "in.ipynb", [CELL])
    command = [sys.executable, "-c", RUN, str(turns), how, str(Path(__file__).parent)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    noted = (folder / "noted").read_text(encoding="utf-8").split() if (folder / "noted").exists() else []
    return {**json.loads(done.stdout.splitlines()[-1]), "noted": noted[::2], "at": noted[1::2]}


@pytest.mark.parametrize(("turns", "noted"), [(1, "begins ends begins ends"), (2, "begins begins ends ends")])
def test_as_many_notebooks_run_at_a_time_as_there_are_turns(turns: int, noted: str, tmp_path: Path) -> None:
    told = run(tmp_path, turns)
    assert (told["said"], told["noted"]) == (["", ""], noted.split())


def test_the_next_kernel_is_there_before_its_turn(tmp_path: Path) -> None:
    told = run(tmp_path, 1)
    assert max(told["forked"]) < float(told["at"][1]), "forked after the first notebook had ended"


def test_a_notebook_that_waits_when_the_warm_process_is_closed_is_not_begun(tmp_path: Path) -> None:
    told = run(tmp_path, 1, "interrupted")
    assert (told["said"], told["noted"]) == (["ColdError: the warm process was closed"], [])

"""Interleaved rounds of several ways to do one thing, each in a process of its own, as rows with medians and ratios."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
Way = Callable[[Path], object]


@dataclass(frozen=True)
class Goal:
    """A bound on the ratio of one way's median to another's."""

    way: str
    against: str
    most: float | None = None
    least: float | None = None


def variables(**own: str) -> dict[str, str]:
    """The variables of every process that is measured."""
    fixed = {"PYTHONHASHSEED": "0", "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": str(ROOT)}
    return {name: value for name, value in (os.environ | fixed | own).items() if name != "PYTHONDONTWRITEBYTECODE"}


def call(command: list[str], **environment: str) -> str:
    """Run a command and return what it printed; ends the benchmark when it fails."""
    done = subprocess.run(command, env=variables(**environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def python(function: str, *given: object, first: object = "") -> dict[str, object]:
    """Call ``module:function`` with texts in a new Python; out: what it returned, with ``seconds`` and ``peak_mb``.

    The time is that of the function alone, the memory the most that the process ever held (as Linux tells it; getrusage
    would count what this process held when it was forked). With ``first`` it has been called with that before, so that
    no import is measured.
    """
    module, _, name = function.partition(":")
    program = (
        "import json, sys, time, importlib\n"
        f"function = getattr(importlib.import_module({module!r}), {name!r})\n"
        f"{f'function({str(first)!r})' if first else ''}\n"
        "begun = time.perf_counter(); told = function(*sys.argv[1:]) or {}; spent = time.perf_counter() - begun\n"
        "held = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "peak = int(held.split()[1]) / 1024\n"
        "print(json.dumps({'seconds': spent, 'peak_mb': peak, **told}))\n"
    )
    return dict(json.loads(call([sys.executable, "-c", program, *map(str, given)]).splitlines()[-1]))


def interleaved(ways: Mapping[str, Way], folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each way over rounds in turn; a way writes into a folder of its own, the same every round."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            place = folder / name.replace(" ", "-")
            place.mkdir(parents=True, exist_ok=True)
            begun = time.perf_counter()
            told = way(place)
            spent = time.perf_counter() - begun
            seconds[name].append(float(told["seconds"]) if isinstance(told, dict) else spent)
    return seconds


def rows(title: str, seconds: Mapping[str, list[float]], base: str, goals: list[Goal]) -> list[dict[str, object]]:
    """One row a way: its median, least and most seconds, their ratio to ``base``, and the goals it has."""
    told = []
    for name, each in seconds.items():
        bounds = [said(goal, seconds) for goal in goals if goal.way == name]
        median = statistics.median(each)
        told.append(
            {
                "what": title,
                "way": name,
                "rounds": len(each),
                "median s": round(median, 3),
                "least": round(min(each), 3),
                "most": round(max(each), 3),
                f"x {base}": round(median / statistics.median(seconds[base]), 3),
                "goal": "; ".join(bounds),
            }
        )
    return told


def said(goal: Goal, seconds: Mapping[str, list[float]]) -> str:
    """A goal in words, with what was reached."""
    ratio = statistics.median(seconds[goal.way]) / statistics.median(seconds[goal.against])
    if goal.most is not None:
        return f"{'met' if ratio <= goal.most else 'MISSED'}: at most {goal.most:g} x {goal.against}, is {ratio:.2f}"
    assert goal.least is not None
    faster = 1 / ratio
    met = "met" if faster >= goal.least else "MISSED"
    return f"{met}: at least {goal.least:g} x faster than {goal.against}, is {faster:.2f}"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "memory GiB": round(memory),
        "python": platform.python_version(),
    }

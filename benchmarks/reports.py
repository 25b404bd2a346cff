"""One report and many: contested run and sweep, papermill, nbclient, nbconvert, and the cells as a plain script."""

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from benchmarks.measuring import BIN, Goal, Way, call, interleaved, rows, variables
from contested import views
from contested.case import load
from contested.execution import notebook_names
from contested.folders import NOTEBOOKS

ONE = "02-how-much-ground"
DAYS, APART = int(os.environ.get("REPORTS", "4")), 15
"""Reports of a sweep, and the days between them; the last is that of the case's last day."""


def results(folder: Path) -> dict[str, str]:
    """What the notebooks told, by case, day and notebook."""
    found = sorted(folder.rglob("results.json"))
    return {"/".join(path.parts[-4:-1]): path.read_text(encoding="utf-8") for path in found}


def same(folder: Path, ways: list[str]) -> None:
    """End the benchmark unless all ways have told the same: else their times say nothing."""
    told = [results(folder / way.replace(" ", "-")) for way in ways]
    keys = [
        {(json.loads(text)["as_of"], json.loads(text)["notebook"]): text for text in each.values()} for each in told
    ]
    if not keys[0] or any(each != keys[0] for each in keys[1:]):
        raise SystemExit(f"{', '.join(ways)} told different things")


def one_report(folder: Path, case: str, rounds: int) -> list[dict[str, object]]:
    """The whole report with its HTML, against eight papermill calls and the plain script."""

    def report(build: Path) -> None:
        call([str(BIN / "contested"), "run", "--case", case], CONTESTED_BUILD=str(build))

    def papermill_calls(build: Path) -> None:
        for name in notebook_names():
            paths = [str(NOTEBOOKS / f"{name}.ipynb"), str(build / f"{name}.ipynb")]
            call([str(BIN / "papermill"), *paths, "-p", "case", case], CONTESTED_BUILD=str(build))

    def plain_script(build: Path) -> None:
        call([sys.executable, "benchmarks/plain.py", str(build), case], CONTESTED_BUILD=str(build))

    ways: dict[str, Way] = {"report": report, "papermill calls": papermill_calls, "plain script": plain_script}
    seconds = interleaved(ways, folder, rounds)
    same(folder, list(ways))
    goals = [Goal("report", "plain script", most=1.0), Goal("report", "papermill calls", most=0.25)]
    return rows(f"a report of eight notebooks, {Path(case).name}", seconds, "plain script", goals)


def one_notebook(folder: Path, case: str, rounds: int) -> list[dict[str, object]]:
    """One notebook by the tools that execute notebooks, each by its own command; only papermill could set a case."""
    source = folder / f"{ONE}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    text = (NOTEBOOKS / f"{ONE}.ipynb").read_text(encoding="utf-8")
    told, found = re.subn(r'case: str = \\"[^"]*\\"', lambda _: f'case: str = \\"{case}\\"', text)
    if found != 1:
        raise SystemExit(f"{ONE} names its case {found} times, so that none can be put in its place")
    source.write_text(told, encoding="utf-8")

    def by_papermill(*engine: str) -> Way:
        def run(build: Path) -> None:
            paths = [str(source), str(build / "out.ipynb")]
            call([str(BIN / "papermill"), *engine, *paths], CONTESTED_BUILD=str(build))

        return run

    def nbclient(build: Path) -> None:
        target = build / "out.ipynb"
        target.write_bytes(source.read_bytes())
        call([str(BIN / "jupyter-execute"), "--inplace", str(target)], CONTESTED_BUILD=str(build))

    def nbconvert(build: Path) -> None:
        words = ["--to", "notebook", "--execute", "--output-dir", str(build), str(source)]
        call([str(BIN / "jupyter-nbconvert"), *words], CONTESTED_BUILD=str(build))

    ways: dict[str, Way] = {
        "papermill": by_papermill(),
        "papermill, warm engine": by_papermill("--engine", "contested-warm"),
        "nbclient": nbclient,
        "nbconvert": nbconvert,
    }
    seconds = interleaved(ways, folder, rounds)
    same(folder, list(ways))
    return rows(f"one notebook by a command, {Path(case).name}", seconds, "papermill", [])


def last_days(case: str, many: int) -> list[str]:
    """So many days of a case, the last one first."""
    last = views.last_day(load(case).ledger)
    return [f"{last - pd.Timedelta(days=APART * back):%Y-%m-%d}" for back in range(many)]


def many_reports(folder: Path, case: str, rounds: int) -> list[dict[str, object]]:
    """Whole reports of several days: a sweep by one and by two workers, against the plain script.

    Two plain scripts at once, each of half the days, say what two processes gain on this machine.
    """
    days = last_days(case, DAYS)
    grid = folder / "grid.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    grid.write_text(json.dumps({"product": {"case": case, "as_of": days}}), encoding="utf-8")

    def plain(build: Path, some: list[str] = days) -> None:
        call([sys.executable, "benchmarks/plain.py", str(build), case, *some])

    def two_plain(build: Path) -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(plain, (build, build), (days[::2], days[1::2])))

    def by(jobs: int) -> Way:
        def run(build: Path) -> None:
            for older in build.rglob("manifest.json"):
                older.unlink()
            call([str(BIN / "contested"), "sweep", str(grid), "--into", str(build), "--jobs", str(jobs)])

        return run

    ways: dict[str, Way] = {
        "plain script": plain,
        "two plain scripts": two_plain,
        "sweep, 1 worker": by(1),
        "sweep, 2 workers": by(2),
    }
    seconds = interleaved(ways, folder, rounds)
    same(folder, list(ways))
    goals = [
        Goal("sweep, 1 worker", "plain script", most=1.15),
        Goal("sweep, 2 workers", "sweep, 1 worker", least=1.85),
    ]
    return rows(f"a sweep of {DAYS} reports, {Path(case).name}", seconds, "plain script", goals)


def in_turns(folder: Path, case: str, rounds: int) -> list[dict[str, object]]:
    """Reports of a sweep and of the plain script, both kept running, a report of each in turn.

    A machine whose speed changes from minute to minute slows both alike. The first report of each, which loads the
    case, is not counted.
    """
    commands = {
        "plain script": [sys.executable, "benchmarks/plain.py", str(folder / "plain-script"), case, "-"],
        "report of a sweep": [sys.executable, "-m", "benchmarks.worker", str(folder / "report-of-a-sweep"), case],
    }
    running = {
        name: subprocess.Popen(
            command, env=variables(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for name, command in commands.items()
    }
    seconds: dict[str, list[float]] = {name: [] for name in running}
    for day in last_days(case, rounds + 1):
        for name, process in running.items():
            assert process.stdin and process.stdout
            begun = time.perf_counter()
            process.stdin.write(f"{day}\n")
            if (said := process.stdout.readline()) != "\n":
                raise SystemExit(f"{name}, {day}: it failed ({said.strip()})")
            seconds[name].append(time.perf_counter() - begun)
    for process in running.values():
        process.communicate()
    same(folder, list(running))
    counted = {name: each[1:] for name, each in seconds.items()}
    goals = [Goal("report of a sweep", "plain script", most=1.15)]
    return rows(f"reports in turns, {Path(case).name}", counted, "plain script", goals)

"""Measure the report and the loading of a case, as ratios within one run on one machine, interleaved.

Prints a table with medians and ranges and writes build/bench.json. What is compared, over ROUNDS rounds:
the whole report (eight notebooks, two at a time, with its HTML) against one papermill call a notebook and against the
same work as one plain script; loading and checking the case against reading its CSV files with pandas alone.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from contested.case import ROOT, case_folder, case_names, check_case, load
from contested.execution import NOTEBOOKS, notebook_names

ROUNDS = int(os.environ.get("ROUNDS", "3"))
CASE = os.environ.get("CONTESTED_CASE") or case_names()[0]
BIN = Path(sys.executable).parent


def report(build: str) -> None:
    call([str(BIN / "contested"), "run", "--case", CASE], build)


def papermill_calls(build: str) -> None:
    for name in notebook_names():
        paths = [str(NOTEBOOKS / f"{name}.ipynb"), str(Path(build) / f"{name}.ipynb")]
        call([str(BIN / "papermill"), *paths, "-p", "case", CASE], build)


def plain_script(build: str) -> None:
    call([sys.executable, str(ROOT / "benchmarks" / "plain.py")], build)


def call(command: list[str], build: str) -> None:
    environment = {**os.environ, "CONTESTED_BUILD": build}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")


def load_and_check(_: str) -> None:
    if check_case(case_folder(CASE)) or load(CASE).ledger.empty:
        raise SystemExit("the case has problems; a benchmark of it would measure something else")


def read_csv(_: str) -> None:
    for path in case_folder(CASE).glob("*.csv"):
        pd.read_csv(path)


def check_same(builds: dict[str, Path]) -> None:
    """The ways of running must have told the same; else their times say nothing."""
    results = []
    for build in builds.values():
        found = build.rglob("results.json")
        results.append({path.parent.name: path.read_text(encoding="utf-8") for path in found})
    if not results[0] or any(each != results[0] for each in results[1:]):
        raise SystemExit(f"{' and '.join(builds)} wrote different results")


def measure(ways: dict[str, Callable[[str], None]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way over interleaved rounds."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for name, way in ways.items():
                build = Path(folder) / name.replace(" ", "-")
                build.mkdir(exist_ok=True)
                begun = time.perf_counter()
                way(str(build))
                seconds[name].append(time.perf_counter() - begun)
        if "whole report" in ways:
            check_same({name: Path(folder) / name.replace(" ", "-") for name in ("whole report", "papermill calls")})
    return seconds


def table(seconds: dict[str, list[float]], base: str) -> list[dict[str, object]]:
    whole = statistics.median(seconds[base])
    return [
        {
            "way": name,
            "median s": round(statistics.median(each), 3),
            "least": round(min(each), 3),
            "most": round(max(each), 3),
            f"x {base}": round(statistics.median(each) / whole, 2),
        }
        for name, each in seconds.items()
    ]


def main() -> None:
    runs = measure({"whole report": report, "papermill calls": papermill_calls, "plain script": plain_script}, ROUNDS)
    loads = measure({"load and check": load_and_check, "pandas.read_csv": read_csv}, 5 * ROUNDS)
    tables = {"report": table(runs, "plain script"), "loading": table(loads, "pandas.read_csv")}
    for title, rows in tables.items():
        print(f"{title} ({ROUNDS} rounds, {os.cpu_count()} cores)")
        print(pd.DataFrame(rows).to_string(index=False), end="\n\n")
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

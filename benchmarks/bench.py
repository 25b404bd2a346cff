"""Measure reports, sweeps, loading, comparisons and start-up, as ratios within one run on one machine, interleaved.

Prints a table and writes build/bench.json. Every section ends the benchmark when the ways that it compares did not
tell the same. ROUNDS sets the rounds of the reports (default 5); PARTS names the sections, joined by commas; BENCH_CASE
names the case of the reports, whose measures go into a file of their own, and REPORTS sets how many a sweep has.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import growth, reports, tables
from benchmarks.measuring import BIN, ROOT, Way, call, interleaved, machine, rows
from benchmarks.synthetic import write_case

ROUNDS = int(os.environ.get("ROUNDS", "5"))
CASE = os.environ.get("BENCH_CASE", "")
SMALL = 400
"""Rows of the synthetic case that reports are made of where BENCH_CASE names no other: real ones take three times as
long as a benchmark may."""


def starting(folder: Path, rounds: int) -> list[dict[str, object]]:
    """The time until the help of the command line is printed, against that of a bare Python."""

    def help_text(_: Path) -> None:
        call([str(BIN / "contested"), "--help"])

    def bare(_: Path) -> None:
        call([sys.executable, "-c", "pass"])

    ways: dict[str, Way] = {"contested --help": help_text, "python -c pass": bare}
    seconds = interleaved(ways, folder, rounds)
    told = rows("start-up", seconds, "python -c pass", [])
    median = statistics.median(seconds["contested --help"])
    told[0]["goal"] = f"{'met' if median < 0.15 else 'MISSED'}: under 0.15 s, is {median:.3f}"
    return told


def case_in(folder: Path) -> str:
    """The case of the reports: the one asked for, or a small one written into ``folder``."""
    if not CASE:
        write_case(folder / f"rows-{SMALL}", SMALL)
    return CASE or str(folder / f"rows-{SMALL}")


PARTS = {
    "starting": lambda folder: starting(folder, 3 * ROUNDS),
    "report": lambda folder: reports.one_report(folder, case_in(folder), ROUNDS),
    "notebook": lambda folder: reports.one_notebook(folder, case_in(folder), max(1, ROUNDS // 4)),
    "sweep": lambda folder: reports.many_reports(folder, case_in(folder), max(1, ROUNDS // 4)),
    "turns": lambda folder: reports.in_turns(folder, case_in(folder), ROUNDS),
    "loading": lambda folder: tables.loading(folder, ROUNDS),
    "growth": lambda folder: growth.growing(folder),
}

USUAL = [name for name in PARTS if name != "turns"]
"""The sections of a run that names none, which has to end within ten minutes."""


def printed(some: list[dict[str, object]]) -> None:
    """Print rows as a table."""
    import pandas as pd

    print(pd.DataFrame(some, dtype=object).fillna("").to_string(index=False), end="\n\n", flush=True)


def main() -> None:
    """Run the sections asked for and write what they found."""
    begun = time.perf_counter()
    asked = [name for name in os.environ.get("PARTS", ",".join(USUAL)).split(",") if name]
    found: dict[str, object] = {"machine": machine()}
    for name in asked:
        with tempfile.TemporaryDirectory() as folder:
            found[name] = PARTS[name](Path(folder))
        printed(found[name])
    missed = [row for name in asked for row in found[name] if "MISSED" in str(row.get("goal", ""))]
    for row in missed:
        print(f"missed: {row['what']}: {row['way']}: {row['goal']}")
    print(f"{time.perf_counter() - begun:.0f} s in all")
    target = ROOT / "build" / (f"bench-{Path(CASE).name}.json" if CASE else "bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

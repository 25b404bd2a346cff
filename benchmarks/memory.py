"""Memory of a sweep over many reports: python -m benchmarks.memory [REPORTS], a minute for every hundred.

Each report is one notebook of a synthetic case on another day, made by one worker. Printed at every tenth of the way,
and written to build/bench-memory.json: the proportional memory of the worker with the warm process and its branches, in
MB.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import BIN, ROOT, machine
from benchmarks.synthetic import write_case

ROWS, FIRST, NOTEBOOK = 400, "2030-06-01", "05-what-was-fired"
STEPS = 10
FLAT = 1.1
"""Memory is flat when it is never more than so many times what it was after a tenth of the reports."""


def held(pid: int) -> float:
    """Proportional set size of a process and all that it started, in MB."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    kept = 0
    for each in family:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # It has ended since.
        kept += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kept / 1024


def main(reports: int) -> None:
    """Run the sweep and print the memory on its way."""
    import pandas as pd

    told: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_case(folder / "case", ROWS)
        last = f"{pd.Timestamp(FIRST) + pd.Timedelta(days=reports - 1):%Y-%m-%d}"
        days = f"every day from {FIRST} to {last}"
        (folder / "grid.yaml").write_text(f"product:\n  as_of: {days}\nnotebooks: [{NOTEBOOK}]\n", encoding="utf-8")
        command = [str(BIN / "contested"), "sweep", str(folder / "grid.yaml"), "--case", str(folder / "case")]
        with subprocess.Popen([*command, "--into", str(folder / "out"), "--jobs", "1"], cwd=ROOT) as process:
            for step in range(1, STEPS + 1):
                while len(list(folder.glob("out/reports/*/manifest.json"))) < reports * step // STEPS:
                    if process.poll() is not None:
                        break
                    time.sleep(0.2)
                done = len(list(folder.glob("out/reports/*/manifest.json")))
                told.append({"what": "memory of a sweep, 1 worker", "way": f"{done} reports", "MB": held(process.pid)})
                print(f"{done} reports: {told[-1]['MB']:.0f} MB", flush=True)
        if process.returncode:
            raise SystemExit(process.returncode)
    write(told)


def write(told: list[dict[str, object]]) -> None:
    """Judge the memory on the way and write it where the page of measures is made from."""
    held_then = [float(str(row["MB"])) for row in told]
    ratio = max(held_then) / held_then[0]
    met = "met" if ratio <= FLAT else "MISSED"
    told[-1]["goal"] = f"{met}: at most {FLAT:g} x the memory after a tenth of the reports, is {ratio:.2f}"
    found = {
        "machine": machine(),
        "memory": [{**row, "MB": round(mb)} for row, mb in zip(told, held_then, strict=True)],
    }
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench-memory.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

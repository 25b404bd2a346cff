"""Write docs/performance.md and its chart from the measures in build/: python -m benchmarks.page."""

import json
from typing import Any

import matplotlib.pyplot as plt

from benchmarks.measuring import ROOT

METHOD = """# What reports, sweeps and large tables cost

Made from runs of `make bench` with `python -m benchmarks.page`; do not edit. Reports are those of a small synthetic
case and, where its name stands in the table, of a real one (`make bench BENCH_CASE=kursk-2024 PARTS=report,sweep`).
Trust the ratios, not the seconds: all ways of doing one thing take turns within the same run on the same machine (the
two validators once, after them), and medians are given with the least and the most; a part measured once has no range.
No way may do less than another: the run ends with an error when notebooks told different things (`results.json` is
compared byte by byte), when a table has a problem not planted, when other contradictions are found than were planted,
or when two joins differ.

- **Plain script**: the code cells of the notebooks in one Python process, without kernels, executed notebooks or HTML.
  It uses the same library, which works out once what several notebooks share. Two of them at once, each with half of
  the days, show what two processes gain on the machine.
- **papermill, nbclient, nbconvert**: their own commands, one a notebook.
- **Sweep**: whole reports, HTML and table of results included. A worker is a process; its notebooks run in turn. The
  HTML of one is made, and the kernel of the next one is forked, while a notebook runs.
- **Reports in turns** (`PARTS=turns`): the plain script and a worker are kept running and make a report each in turn;
  the first, which loads the case, is not counted.
- **Large tables**: synthetic, seeded cases of `benchmarks/synthetic.py` with all columns, whose contradictions,
  discrepancies and revisions are known by construction. Memory is the most that the process ever held.
- **What all share**: the tables that several notebooks of a report rest on (statements, conflicts, disputes, grades and
  so on); a report works them out once, before its notebooks. Times of notebooks leave out this and loading.
- **Notebooks of a million rows** take longer than all the rest (`NOTEBOOK_ROWS=1000000 GROWTH_ROWS=1000000`): the first
  states what changed since two earlier days, whose statements are worked out anew.
- **Memory of a sweep** over a thousand reports, proportional, with the warm process and its branches, one notebook a
  report: `python -m benchmarks.memory`.

"""
CHART = "![Seconds of each part of the work by rows of the ledger](growth.png)\n\n"


def main() -> None:
    """Write the page and the chart."""
    runs = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "build").glob("bench*.json"), reverse=True)
    ]
    machines = [", ".join(f"{name} {value}" for name, value in run.pop("machine").items()) for run in runs]
    if len(set(machines)) > 1:
        raise SystemExit(f"measured on several machines: {'; '.join(sorted(set(machines)))}")
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in (row for run in runs for part in run.values() for row in part):
        found.setdefault((row["what"], row["way"], row.get("rows")), row)
    # Sizes that only one of the runs had stand with the others of their kind.
    kinds = list(dict.fromkeys(row["what"] for row in found.values()))
    rows = sorted(found.values(), key=lambda row: (kinds.index(row["what"]), row.get("rows", 0)))
    lines = [
        METHOD,
        f"Machine: {machines[0]}.\n\n",
        CHART,
    ]
    lines += ["| what | way | rows | median | range, s | ratio | goal |\n", "|---|---|---|---|---|---|---|\n"]
    lines += [line(row) for row in rows]
    (ROOT / "docs" / "performance.md").write_text("".join(lines), encoding="utf-8")
    draw([row for row in rows if row["what"] == "growth"])


def line(row: dict[str, Any]) -> str:
    """A row of the page's table."""
    ratio = next((f"{value:g} {name}" for name, value in row.items() if name.startswith("x ")), "")
    against = {"duckdb s": "DuckDB", "few rows s": "few rows"}
    ratio = ratio or next((f"{against[name]}: {row[name]:g} s" for name in against if name in row), "")
    spread = f"{row['least']:g} to {row['most']:g}" if "least" in row else ""
    size = f"{row['rows']:,}" if "rows" in row else ""
    measured = [
        f"{row[name]:,g} {unit}" for name, unit in (("median s", "s"), ("peak MB", "MB"), ("MB", "MB")) if name in row
    ]
    cells = [row["what"], row["way"], size, "; ".join(measured), spread, ratio, row.get("goal", "")]
    return f"| {' | '.join(cells)} |\n"


def draw(rows: list[dict[str, Any]]) -> None:
    """Draw the growth curves, each labelled at its end, with the slope of time that grows as its rows do."""
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    ways = list(dict.fromkeys(row["way"] for row in rows))
    for way, style in zip(ways, ("-", "--", "-.", ":", "-", "--", "-."), strict=False):
        mine = [row for row in rows if row["way"] == way]
        axes.plot([row["rows"] for row in mine], [row["median s"] for row in mine], style, label=way, marker=".")
    first, last = rows[0]["rows"], rows[-1]["rows"]  # Sorted by size.
    axes.plot([first, last], [0.01, 0.01 * last / first], color="0.6", linewidth=1, label="as the rows grow")
    axes.set(xscale="log", yscale="log", xlabel="rows of the ledger", ylabel="seconds")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    axes.set_title("Seconds of each part of the work, by rows of the ledger", loc="left", fontsize=11)
    figure.savefig(ROOT / "docs" / "growth.png", dpi=120, metadata={"Software": None})


if __name__ == "__main__":
    main()

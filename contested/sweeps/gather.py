"""The results of all reports of a sweep as one tidy table, as Parquet and as CSV, a report at a time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.sweeps.grid import PARAMETERS
from contested.sweeps.store import Store

if TYPE_CHECKING:
    from contested.sweeps.work import Task

ROWS = "rows.parquet"
NUMBERS = ("lower", "upper", "gap", "ratio", "reports", "publishers", "claimants", "statements", "origins", "pairs")
TRUTHS = ("lower_open", "upper_open")
TEXTS = (
    *("headline", "label", "metric_id", "claimant", "claimant_id", "side", "subject", "place", "group", "figure"),
    *("canonical_unit", "day", "said", "kind", "claimant_a", "figure_a", "claimant_b", "figure_b", "since", "until"),
    *("ended", "range", "rule", "conclusion", "use", "change", "finding", "drift", "reason"),
    *("id", "ids", "a", "b", "origin", "total"),
)
"""Columns of the notebooks' tables that are results, or the ids of the rows that results rest on. What else stands in
a table is found by those ids in the case's own tables."""


def schema() -> Any:
    """The columns of sweep.parquet: the parameters, where the row was shown, and what it says."""
    import pyarrow as pa

    where = [(name, pa.string()) for name in ("report", *PARAMETERS, "notebook", "table")]
    told = [(name, pa.string()) for name in TEXTS] + [(name, pa.bool_()) for name in TRUTHS]
    return pa.schema([*where, ("row", pa.int32()), *told, *((name, pa.float64()) for name in NUMBERS)])


def write_rows(made: Path, task: Task) -> None:
    """Write the results of one report into its folder, from the results.json of its notebooks."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {"report": task.name, **{name: task.cell.get(name, "") for name in PARAMETERS}}
    rows = []
    for path in sorted(made.glob("*/results.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for name, table in sorted(told["tables"].items()):
            where = {**about, "notebook": told["notebook"], "table": name}
            rows += [{**where, "row": place, **_kept(row)} for place, row in enumerate(table["rows"], start=1)]
    pq.write_table(pa.Table.from_pylist(rows, schema()), made / ROWS, compression="zstd")


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """The results of a row, each of its column's type; one of another type says nothing."""
    told: dict[str, Any] = {name: str(row[name]) for name in TEXTS if row.get(name) not in (None, "")}
    for name in NUMBERS:
        if isinstance(row.get(name), int | float) and not isinstance(row[name], bool):
            told[name] = float(row[name])
    return told | {name: row[name] for name in TRUTHS if isinstance(row.get(name), bool)}


def gather(names: list[str], store: Store) -> int:
    """Write sweep.parquet and sweep.csv from the reports of these names; return how many rows they have."""
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    counted = 0
    with tempfile.TemporaryDirectory(prefix="contested-sweep-") as temporary:
        parquet, text = Path(temporary) / "sweep.parquet", Path(temporary) / "sweep.csv"
        with pq.ParquetWriter(parquet, schema(), compression="zstd") as columns, pc.CSVWriter(text, schema()) as lines:
            for table in _tables(names, store):
                columns.write_table(table)
                lines.write_table(table)
                counted += table.num_rows
        for path in (parquet, text):
            store.place(path, path.name)
    return counted


def _tables(names: list[str], store: Store) -> Iterator[Any]:
    import pyarrow.parquet as pq

    for name in names:
        content = store.read("reports", name, ROWS)
        if content is not None:
            yield pq.read_table(BytesIO(content))

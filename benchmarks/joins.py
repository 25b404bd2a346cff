"""The contradiction join: the library's sort and binary search against DuckDB, on the same frame in the same run.

    python -m benchmarks.joins [ROWS ...]

Both count the pairs that may contradict each other: they agree in all that makes figures comparable and in their place,
stand as near in time as the earlier one reaches, come from different sides, and their bounds do not meet.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.synthetic import write_case
from contested import origins, views
from contested.case import Case, load
from contested.compare import SAME
from contested.conflicts import apart
from contested.nearby import near_pairs, reach_of
from contested.windows import day_of

SIZES = (10_000, 100_000, 1_000_000)


def frame(case: Case) -> pd.DataFrame:
    """The statements of a case and for the join ``day``, ``until`` and ``turn``, the order within a day."""
    rows = views.statements(origins.with_origins(views.as_of(case.ledger, views.last_day(case.ledger)), case))
    day = day_of(rows).to_numpy().astype("datetime64[D]").astype(np.int64)
    return rows.assign(day=day, until=day + reach_of(rows, case.settings.near_days), turn=np.arange(len(rows)))


def own_join(rows: pd.DataFrame, case: Case) -> int:
    """How many pairs the library finds. Places inside each other are left to another join, so that there is none."""
    flat = replace(case, tables={"places": case.tables["places"].assign(parent="")})
    camp, found = pd.factorize(rows["camp"])[0], 0
    for first, second in near_pairs(rows, (rows["until"] - rows["day"]).to_numpy(), flat):
        other = camp[first] != camp[second]
        found += int(apart(rows, first[other], second[other]).sum())
    return found


def duckdb_join(rows: pd.DataFrame) -> int:
    """How many pairs DuckDB finds by the same rule."""
    import duckdb

    keys = [*SAME, "place_id"]
    numbers = ["camp", "day", "until", "turn", "lower", "upper", "lower_open", "upper_open"]
    told = rows[[*keys, *numbers]].rename(columns={name: f"k{place}" for place, name in enumerate(keys)})
    same = " and ".join(f"a.k{place} = b.k{place}" for place in range(len(keys)))
    below = "({0}.upper < {1}.lower or ({0}.upper = {1}.lower and ({0}.upper_open or {1}.lower_open)))"
    connection = duckdb.connect()
    connection.register("told", told)
    query = f"""
        select count(*) from told a join told b on {same}
        and (b.day > a.day or (b.day = a.day and b.turn > a.turn)) and b.day <= a.until
        where a.camp <> b.camp and ({below.format("a", "b")} or {below.format("b", "a")})
    """
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0


def timed(join: Callable[[], int]) -> tuple[float, int]:
    """Seconds, the best of two runs, and the count."""
    seconds, count = [], 0
    for _ in range(2):
        begun = time.perf_counter()
        count = join()
        seconds.append(time.perf_counter() - begun)
    return min(seconds), count


def measure(rows: int, skewed: bool) -> dict[str, object]:
    """Seconds and pairs of both joins on a synthetic case. Raises AssertionError where they count differently."""
    with tempfile.TemporaryDirectory() as folder:
        write_case(Path(folder) / "case", rows, skewed=skewed)
        case = load(str(Path(folder) / "case"))
    return both(case, rows, "skewed" if skewed else "even")


def both(case: Case, rows: int, shape: str) -> dict[str, object]:
    """Seconds and pairs of both joins on a loaded case. Raises AssertionError where they count differently."""
    told = frame(case)
    own, count = timed(lambda: own_join(told, case))
    other, same = timed(lambda: duckdb_join(told))
    assert count == same, f"{count} pairs here, {same} in DuckDB"
    about = {"rows": rows, "shape": shape, "statements": len(told), "pairs": count}
    return {**about, "own s": round(own, 3), "duckdb s": round(other, 3), "duckdb / own": round(other / own, 1)}


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]] or SIZES
    found = [measure(rows, skewed) for rows in sizes for skewed in (False, True)]
    print(pd.DataFrame(found).to_string(index=False))

"""Made-up ledgers of any size: what was planted in them is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import joins
from benchmarks.synthetic import write_case
from contested import views
from contested.case import load
from contested.compare import SAME, enclosing
from contested.nearby import near_pairs, reach_of
from contested.standing import standing


@pytest.mark.parametrize("skewed", [False, True], ids=["even", "skewed"])
@pytest.mark.parametrize("rows", [1_000, 20_000])
def test_what_was_planted_is_found_and_nothing_else(tmp_path: Path, rows: int, skewed: bool) -> None:
    known = write_case(tmp_path / "case", rows, skewed=skewed)
    case = load(str(tmp_path / "case"))
    now = standing(case, views.last_day(case.ledger))
    found = {(kind, *sorted(pair)) for kind, *pair in now.conflicts[["kind", "a", "b"]].itertuples(index=False)}
    assert found == {tuple(pair) for pair in known["pairs"]}
    assert len(now.conflicts) == len(known["pairs"])
    assert len(case.ledger) == rows
    assert len(now.statements) == known["statements"]
    assert len(views.undated(case.ledger)) == known["undated"]
    assert list(now.audit["kind"]) == ["drop"] * known["drops"]


def test_a_case_is_the_same_bytes_each_time_it_is_written(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_case(tmp_path / name, 1_000)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("skewed", [False, True], ids=["even", "skewed"])
def test_the_join_finds_the_pairs_that_comparing_all_finds(tmp_path: Path, skewed: bool) -> None:
    write_case(tmp_path / "case", 2_000, skewed=skewed)
    case = load(str(tmp_path / "case"))
    rows = standing(case, views.last_day(case.ledger)).statements
    rows = rows.sample(frac=1, random_state=3).reset_index(drop=True)
    reach = reach_of(rows, case.settings.near_days)
    met = [
        pair for block in near_pairs(rows, reach, case) for pair in zip(*(each.tolist() for each in block), strict=True)
    ]
    order = rows.sort_values(["event_end", "id"]).index.to_numpy()
    wanted = set()
    around = {place: {place, *outer} for place, outer in enclosing(case).items()}
    for place, i in enumerate(order):
        later = rows.iloc[order[place + 1 :]]
        later = later[(later["event_end"] - rows.at[i, "event_end"]).dt.days <= reach[i]]
        for name in SAME:
            later = later[later[name].eq(rows.at[i, name])]
        here = rows.at[i, "place_id"]
        wanted |= {(i, j) for j, there in later["place_id"].items() if there in around[here] or here in around[there]}
    assert len(met) == len(set(met)) > 100
    assert set(met) == wanted


def test_duckdb_finds_as_many_contradicting_pairs(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    for skewed in (False, True):
        write_case(tmp_path / str(skewed), 5_000, skewed=skewed)
        case = load(str(tmp_path / str(skewed)))
        rows = joins.frame(case)
        assert joins.own_join(rows, case) == joins.duckdb_join(rows) > 100

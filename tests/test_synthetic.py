"""Made-up ledgers of any size: what was planted in them is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.synthetic import write_case
from contested import views
from contested.case import load
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

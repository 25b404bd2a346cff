"""From files to a typed case and its ledger."""

import numpy as np
import pandas as pd
import pytest
from make_case import figure

from contested.case import load
from contested.folders import case_folder, case_names
from contested.problems import CaseError, ContestedError


def test_a_case_is_found_by_its_folder(folder):
    path = folder(figure("a", "monitor", "lost", "5"))
    case = load(str(path))
    assert (case.name, case.folder) == ("made-up", path.resolve())


def test_a_case_is_found_by_its_name_in_the_data_folder(folder, monkeypatch):
    path = folder(figure("a", "monitor", "lost", "5"))
    monkeypatch.setenv("CONTESTED_DATA", str(path.parent))
    assert case_names() == ["case-0"]
    assert case_folder("case-0") == path.resolve()


@pytest.mark.parametrize("name", ["nowhere", ""])
def test_an_unknown_case_is_refused_with_what_is_allowed(folder, monkeypatch, name):
    monkeypatch.setenv("CONTESTED_DATA", str(folder().parent))
    with pytest.raises(ContestedError, match=f"^case: there is no case '{name}'; allowed: case-0, or a folder"):
        load(name)


def test_a_case_with_problems_is_refused_with_all_of_them(folder):
    path = folder(figure("a", "monitor", "lost", "5", paraphrase=""), figure("b", "nobody", "lost", "5"))
    with pytest.raises(CaseError) as caught:
        load(str(path))
    assert [(each.line, each.column) for each in caught.value.problems] == [(2, "paraphrase"), (3, "claimant_id")]


def test_blank_is_not_zero_and_text_stays_text(world):
    row = world(figure("a", "monitor", "lost", "between 28 35", note="")).tables["claims"].iloc[0]
    assert np.isnan(row["value"])
    assert (row["low"], row["high"], row["note"]) == (28.0, 35.0, "")


def test_days_are_dates_and_a_blank_day_is_no_date(world):
    row = world(figure("a", "monitor", "lost", "5", event_start="")).tables["claims"].iloc[0]
    assert pd.isna(row["event_start"])
    assert row["event_end"] == pd.Timestamp("2030-05-10")


def test_a_mark_at_the_start_of_the_file_is_no_part_of_the_first_column(folder):
    path = folder(figure("a", "monitor", "lost", "5"))
    file = path / "claims.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load(str(path)).ledger["id"].tolist() == ["a"]


def test_the_lock_of_an_editor_is_no_table(folder):
    path = folder(figure("a", "monitor", "lost", "5"))
    (path / ".#claims.csv").symlink_to("somebody@somewhere.1234")
    assert load(str(path)).ledger["id"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("said_on", "said", "said_at"),
    [
        ("2030-05-10", "2030-05-10", "2030-05-10T00:00:00+00:00"),
        ("2030-05-10T23:30+03:00", "2030-05-10", "2030-05-10T20:30:00+00:00"),  # 23:30 less 3 h
        ("2030-05-10T22:00:05-05:00", "2030-05-10", "2030-05-11T03:00:05+00:00"),  # 22:00 and 5 h
        ("2030-05-10T08:00Z", "2030-05-10", "2030-05-10T08:00:00+00:00"),
    ],
)
def test_the_day_said_is_the_printed_one_and_the_time_said_is_in_utc(world, said_on, said, said_at):
    row = world(figure("a", "monitor", "lost", "5", said_on)).ledger.iloc[0]
    assert (f"{row['said']:%Y-%m-%d}", row["said_at"].isoformat()) == (said, said_at)


def test_an_unknown_day_of_saying_stays_unknown(world):
    row = world(figure("a", "monitor", "lost", "5", "", event_end="2030-05-10")).ledger.iloc[0]
    assert pd.isna(row["said"]) and pd.isna(row["said_at"])


def test_the_ledger_holds_all_figure_tables_sorted_by_id(world):
    rows = [figure("c", "monitor", "lost", "5"), figure("a", "monitor", "strikes", "7", counting_unit="strike")]
    ledger = world(*rows, evacuations=[figure("b", "monitor", "left", "9")]).ledger
    assert ledger[["id", "table", "value"]].to_numpy().tolist() == [
        ["a", "strikes", 7], ["b", "evacuations", 9], ["c", "claims", 5],
    ]  # fmt: skip
    assert ledger["counting_unit"].tolist() == ["strike", "", ""]


def test_claimant_subject_and_publisher_stay_apart(world):
    row = world(figure("a", "north-mayor", "lost", "5", subject="south", source_id="page-2")).ledger.iloc[0]
    assert (row["claimant"], row["side"], row["subject"], row["publisher"]) == (
        "North Mayor", "north", "south", "Second Paper",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "since"),
    [
        (["2030-05-01", "2030-05-08"], ["2030-05-01", "2030-05-01"]),  # 7 days: the same count
        (["2030-05-01", "2030-05-09"], ["2030-05-01", "2030-05-09"]),  # 8 days: another
        (["2030-05-01", "2030-05-07", "2030-05-13"], ["2030-05-01", "2030-05-01", "2030-05-13"]),  # 12 from the first
    ],
)
def test_running_counts_that_begin_within_a_week_count_from_the_same_day(world, starts, since):
    rows = [
        figure(f"a{place}", "monitor", "lost", "5", "2030-06-01", basis="cumulative", event_start=start)
        for place, start in enumerate(starts)
    ]
    assert world(*rows).ledger["since"].tolist() == since


def test_only_running_counts_count_from_a_day(world):
    rows = [figure("a", "monitor", "lost", "5"), figure("b", "monitor", "lost", "5", basis="period")]
    assert world(*rows).ledger["since"].tolist() == ["", ""]

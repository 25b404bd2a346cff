"""Charts of more figures than can be told apart, and tables that are too long for results.json."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from make_case import figure

from contested import figures
from contested.bounds import printed, printed_numbers
from contested.carriers import Carriers
from contested.charts import steps
from contested.desk import Desk
from contested.parameters import read
from contested.readable import ENDS, MOST_MARKS, readable
from contested.record import MOST_RECORDED
from contested.sorting import groups, order


@pytest.fixture
def busy(world, tmp_path, monkeypatch):
    """A desk over six hundred figures of one quantity, said by two sides on three hundred days."""
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    days = pd.date_range("2030-01-01", periods=300).strftime("%Y-%m-%d")
    rows = [
        figure(f"{side}{place}", f"{side}-army", "held", f"{text} {100 + place}", day)
        for place, day in enumerate(days)
        for side, text in (("north", "exact"), ("south", "at_least"))
    ]
    case = world(*rows)
    return Desk("busy", read(case))


def test_a_long_series_is_drawn_as_spans_by_side_and_month_and_says_so(busy):
    rows = figures.history(busy.statements, "held")
    assert len(rows) == 600 > MOST_MARKS
    few, told = readable("steps", rows, busy.case)
    assert told == (
        "600 figures are too many to draw: each mark spans the numbers of one side in one month, "
        "whatever their qualifiers."
    )
    assert len(few) == 2 * 10
    first = few[few["side"].eq("north")].iloc[0]
    assert [first["lower"], first["upper"], first["qualifier"]] == [100, 130, "between"]
    assert len(steps(few, busy.case).lines) < 60
    picture = busy.chart("long", "steps", rows)
    assert told in picture.alt
    assert len(picture.data) == 600


def test_few_rows_are_drawn_as_they_are(busy):
    rows = figures.history(busy.statements, "held").head(50)
    for form in ("steps", "gaps"):
        few, told = readable(form, rows, busy.case)
        assert few is rows
        assert told == ""


def test_of_many_claimants_the_ends_are_drawn(busy):
    rows = figures.history(busy.statements, "held").head(60)
    few, told = readable("spread", rows, busy.case)
    assert told == "Of 60 figures the 12 lowest and the 12 highest are drawn."
    assert list(few["id"]) == [*rows["id"].head(ENDS), *rows["id"].tail(ENDS)]


def test_a_very_long_table_is_whole_in_its_csv_and_counted_in_the_results(busy):
    rows = pd.concat([figures.history(busy.statements, "held")] * 10, ignore_index=True)
    busy.show("long", rows, "All of it")
    busy.show("short", rows.head(7), "A few")
    busy.close()
    told = json.loads((busy.folder / "results.json").read_text())["tables"]
    assert len(told["long"]["rows"]) == MOST_RECORDED
    assert told["long"]["all_rows"] == len(rows) == len(pd.read_csv(busy.folder / "long.csv"))
    assert "all_rows" not in told["short"]
    whole, start = (pd.read_csv(busy.folder / f"{name}.csv", dtype=str) for name in ("long", "short"))
    pd.testing.assert_frame_equal(whole.head(7)[["id", "figure", "said"]], start[["id", "figure", "said"]])


def test_rows_are_ordered_and_grouped_as_pandas_does(kursk):
    rows = kursk.ledger.sample(frac=1, random_state=5).reset_index(drop=True)
    for by in (["said", "published", "id"], ["said_at", "event_end", "lower", "id"], ["upper_open", "place", "id"]):
        assert order(rows, *by).tolist() == rows.sort_values(by, kind="stable").index.tolist()
    down = rows.sort_values(["said", "lower", "id"], ascending=[False, False, True], na_position="last").index
    assert order(rows, "said", "lower", "id", descending=("said", "lower")).tolist() == down.tolist()
    by = ["metric_id", "value", "event_end", "group"]
    assert groups(rows, by).tolist() == rows.groupby(by, dropna=False, sort=False).ngroup().tolist()


def test_numbers_of_a_frame_are_those_of_its_rows(kursk):
    one_by_one = [printed(row) for row in kursk.ledger.to_dict("records")]
    assert np.array_equal(printed_numbers(kursk.ledger), one_by_one)


SIGNS = ["z", "a", "ä", "Z", "\U0001f600", "\uffff", "", "a b", "a-1", "a01", "a1", "z"]


@pytest.mark.parametrize("kind", [object, "str"])
def test_texts_sort_by_their_signs_as_python_sorts_them_and_missing_ones_come_last(kind):
    rows = pd.DataFrame({"text": pd.Series([*SIGNS[:3], None, *SIGNS[3:]], dtype=kind)})
    assert rows["text"].take(order(rows, "text")).tolist()[:-1] == sorted(SIGNS)
    assert order(rows, "text")[-1] == 3
    assert order(rows.iloc[:0], "text").tolist() == []


def test_what_is_shown_is_printed_by_those_who_carry_its_statements_most_reports_first():
    rows = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d", "e", "f", "g"],
            "origin": ["a", "a", "c", "c", "e", "a", "gone"],
            "publisher": ["Wire", "Post", "Post", "Post", "Daily", None, "Times"],
        }
    )
    carriers = Carriers(rows)
    assert carriers.publishers(pd.Series(["a", "c", "a"], dtype=object)) == ["Post", "Wire"]
    assert carriers.publishers(pd.Series(["d", "e", "unknown"], dtype=object)) == ["Daily", "Post"]
    assert carriers.publishers(pd.Series(["gone", np.nan], dtype=object)) == ["Times"]
    assert carriers.publishers(pd.Series(dtype=object)) == ["Post", "Daily", "Times", "Wire"]

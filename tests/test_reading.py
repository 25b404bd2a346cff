"""Large files read by several threads hold what the csv module reads, cell by cell, line by line, word by word."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from make_case import figure

from contested import quick, reading
from contested.case import check_case, load
from contested.problems import FIRST, MOST, CaseError, Problem, listed
from contested.reading import read_exactly, read_text
from contested.schema import Field, Table

SIGNS = st.lists(
    st.sampled_from([*'ab,"\n\t 1', "\u00e9", "\u0436", "\u2028", "\u00a0", "\x85", "\r\n"]), max_size=5
).map("".join)
"""Cells of what a reader of CSV may stumble over."""

LINES = st.lists(
    st.sampled_from([
        b"a,b,c", b'"a","b","c"', b'a,"x\ny",c', b'"x""y",,"""', b'"""",b,""', b"", b" ", b",,", b"a,b", b"a,b,c,d",
        b'a"b,c"",d', b'"a"b,c,d', b'a, "b",c', b'"a,b,c', b"a\0,b,c", b"a\rb,c,d", b'"a\r",b,c', b'"a\r\n\r\n",b,c',
        b"\xff,b,c", b"\xed\xa0\x80,b,c", "ж,\u2028,\u00a0".encode(), b"\xef\xbb\xbf,b,c", b'"', b'""', b'"",x,"\n"',
    ]),
    max_size=6,
)  # fmt: skip
"""Lines right and wrong, which may open a quoted cell that a later one closes."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """Have the smallest file read in pieces, so that rows and quoted cells lie across their ends."""
    for name, bytes_or_rows in (("SMALL", 1), ("BLOCK", 7), ("PIECE", 11), ("FEW", 1), ("SAMPLE", 3)):
        monkeypatch.setattr(quick, name, bytes_or_rows)


def plain(content: quick.Content) -> tuple[object, ...]:
    """A file's content as the csv module would give it."""
    return (
        content.header,
        [column.astype(object).tolist() for column in content.columns],
        content.lines.tolist(),
        content.misfits,
    )


def written(rows: list[list[str]], ends: str, quoting: int) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ends, quoting=quoting).writerows(rows)
    return text.getvalue().encode()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(SIGNS, min_size=2, max_size=2), min_size=1, max_size=12),
    ends=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from([b"", quick.MARK]),
    blank=st.integers(0, 2),
    last=st.booleans(),
)
def test_what_the_csv_module_writes_is_read_quickly_and_as_it_reads_it(tmp_path, rows, ends, mark, blank, last):
    body = written(rows, ends, csv.QUOTE_MINIMAL)
    body = body if last else body.removesuffix(ends.encode())
    path = tmp_path / "cells.csv"
    path.write_bytes(mark + f"one,two{ends}".encode() + ends.encode() * blank + body)
    content = quick.read_quickly(path)
    assert content is not None
    assert plain(content) == plain(read_exactly(path))
    assert plain(content)[1] == [list(column) for column in zip(*rows, strict=True)]


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=LINES,
    ends=st.sampled_from([b"\n", b"\r\n", b"\r"]),
    header=st.sampled_from([b"a,b,c", b'a,"b",c', b"a", b""]),
)
@example([b'"a"b,c,d'], b"\n", b"a,b,c")
@example([b'a,"x', b'y",c', b"", b"a,b,c"], b"\r\n", b"a,b,c")
@example([b"a", b"", b'""'], b"\n", b"a")
@example([b"a,b,c"] + [b""] * 12, b"\n", b"a,b,c")
@example([b"a,b", b"a,b,c", b"", b'"a\n",b', b"a,b,c,d"], b"\n", b"a,b,c")
@example([b"\xff,b", b"a,b,c"], b"\n", b"a,b,c")
def test_a_file_is_read_exactly_or_left_to_the_csv_module(tmp_path, lines, ends, header):
    path = tmp_path / "cells.csv"
    path.write_bytes(ends.join([header, *lines]))
    content = quick.read_quickly(path)
    if content is not None:
        assert plain(content) == plain(read_exactly(path))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_the_problems_of_a_file_are_said_in_the_same_words_either_way(tmp_path, lines):
    (tmp_path / "t.csv").write_bytes(b"\n".join([b"a,b,c", *lines]))
    table = Table("t", "t.csv", "", "", tuple(map(Field, ("a", "b", "z"))), (), ())
    frame, problems = read_text(tmp_path, table)
    with pytest.MonkeyPatch.context() as only:
        only.setattr(reading, "read_quickly", lambda path: None)
        exact, expected = read_text(tmp_path, table)
    assert problems == expected
    pd.testing.assert_frame_equal(frame.astype(object), exact.astype(object))


def test_a_cell_longer_than_the_csv_module_takes_is_left_to_it(tmp_path):
    path = tmp_path / "cells.csv"
    # Libraries of other tests raise the limit of the whole process to gigabytes.
    before = csv.field_size_limit(1000)
    try:
        path.write_bytes(b"a,b\n" + b"x" * 1001 + b",y\n")
        assert quick.read_quickly(path) is None
        with pytest.raises(csv.Error, match="field larger"):
            read_exactly(path)
    finally:
        csv.field_size_limit(before)


def cases(folder) -> list[Path]:
    good = [figure(f"a{place}", "monitor", "lost", "5") for place in range(40)]
    odd = [
        *(("value", cell) for cell in ("1,200", "1e999", "-3", "", " 5", "\u0663", "inf", "0x1")),
        *(("said_on", cell) for cell in ("2030-02-31", "2030-13", "2030-05-10T25:00Z", "2030-5-1", "", "2030-05")),
        *(("note", cell) for cell in ("a\x07b", "c\u00a0d", "x\ny")),
        *(("event_start", cell) for cell in ("2030-05-11", "2031-02-29", "1e3")),
        *(("date_precision", cell) for cell in ("6", "1.5", "01")),
        *(("id", "a1"), ("id", "7up"), ("revises", "a3"), ("revises", "gone"), ("unit", "acres"), ("unit", "")),
        *(("place_id", "moon"), ("metric_id", "won"), ("qualifier", "between"), ("qualifier", "roughly")),
    ]
    bad = [row | dict([odd[place % len(odd)]]) for place, row in enumerate(good)]
    return [folder(*good), folder(*bad), folder(*good, *bad, evacuations=[good[3] | {"metric_id": "left"}])]


def test_problems_and_tables_are_the_same_whether_texts_are_stored_once_or_not(folder, monkeypatch):
    paths = [*cases(folder)]
    found = [check_case(path) for path in paths]
    quickly = load(str(paths[0])).tables
    monkeypatch.setattr(reading, "read_quickly", lambda path: None)
    monkeypatch.setattr(quick, "FEW", 10**9)
    assert [check_case(path) for path in paths] == found
    assert [bool(problems) for problems in found] == [False, True, True]
    for name, table in load(str(paths[0])).tables.items():
        pd.testing.assert_frame_equal(quickly[name], table)


def test_typed_tables_hold_objects_numbers_and_days(folder):
    table = load(str(folder(*[figure(f"a{place}", "monitor", "lost", "5") for place in range(9)]))).tables["claims"]
    kinds = table[["id", "unit", "value", "date_precision", "event_start"]].dtypes.map(lambda dtype: dtype.kind)
    assert kinds.tolist() == ["O", "O", "f", "f", "M"]
    assert len({id(text) for text in table["unit"]}) == 1  # one text, however many rows


def test_very_many_problems_are_all_found_and_listed_by_column_with_how_many_more():
    found = [Problem("a.csv", line, "value", f"'{line}' is wrong", "right") for line in range(2, MOST + 3)]
    other = Problem("b.csv", 7, "unit", "odd", "even")
    assert listed(found[:MOST]).split("\n") == [str(each) for each in found[:MOST]]
    lines = listed([*found, other]).split("\n")
    assert lines[:FIRST] == [str(each) for each in found[:FIRST]]
    more = f"{MOST + 1 - FIRST} more in lines {FIRST + 2} to {MOST + 2}"
    assert lines[FIRST:] == [f"a.csv::value: {more}; 'contested check --format csv' lists them all", str(other)]
    error = CaseError(reversed([*found, other, other]))
    assert (error.problems, str(error)) == ([*found, other], "\n".join(lines))


def test_one_wrong_text_in_many_rows_is_named_in_each(folder):
    path = folder(*[figure(f"a{place}", "monitor", "lost", "five") for place in range(300)])
    assert [each.line for each in check_case(path)] == list(np.arange(2, 302))

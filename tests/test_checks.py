"""Every kind of problem, at its file, line and column, all in one pass."""

import json
import re

import pandas as pd
import pytest
from make_case import METRICS, PLACES, SIDES, figure, relation

from contested.case import check_case
from contested.fields import TOGETHER, matching
from contested.problems import Problem

GOOD = figure("good", "monitor", "lost", "5")


def places(folder):
    return [(each.file.removeprefix(f"{folder}/"), each.line, each.column) for each in check_case(folder)]


def edit(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "row",
    [
        GOOD,
        figure("a", "monitor", "lost", "between 5 5"),
        figure("a", "monitor", "lost", "0", basis="period", event_start="2030-05-10"),
        figure("a", "monitor", "lost", "5", "", event_start="", event_end=""),
        figure("a", "monitor", "fighting", "0"),
        figure("a", "monitor", "still_held", "0.5", denominator="all_land"),
        figure("a", "monitor", "held", "5", "2030-05-10T08:00:30+05:45", unit="ha", revises="other"),
    ],
)
def test_a_sound_row_has_no_problems(folder, row):
    other = figure("other", "monitor", "held", "5")
    assert check_case(folder(row, other, relations=[relation(row["id"], "same_event", "other")])) == []


@pytest.mark.parametrize(
    ("cells", "column", "what", "allowed"),
    [
        ({"event_start": "2030-02-30"}, "event_start", "'2030-02-30' is not a date", "a day as YYYY-MM-DD"),
        ({"event_end": "10.05.2030"}, "event_end", "'10.05.2030' is not a date", "a day as YYYY-MM-DD"),
        ({"recorded_on": "2030-7-1"}, "recorded_on", "'2030-7-1' is not a date", "a day as YYYY-MM-DD"),
        ({"said_on": "yesterday"}, "said_on", "'yesterday' has the wrong form", "it must match"),
        ({"said_on": "2030-13-01"}, "said_on", "'2030-13-01' is not a date", "a day as YYYY-MM-DD"),
        ({"said_on": "2030-05-10T08:00"}, "said_on", "'2030-05-10T08:00' has the wrong form", "it must match"),
        ({"qualifier": "roughly"}, "qualifier", "'roughly' is not known here", "one of exact, about, nearly"),
        ({"basis": "daily"}, "basis", "'daily' is not known here", "one of point, period, cumulative"),
        ({"value": "1,200"}, "value", "'1,200' is not a plain number", "digits with a point for decimals"),
        ({"value": "many"}, "value", "'many' is not a plain number", "digits with a point for decimals"),
        ({"value": "-3"}, "value", "below zero (-3)", "zero or more"),
        ({"value": ""}, "value", "the figure has no value", "a number, or between with low and high"),
        ({"date_precision": "1.5"}, "date_precision", "'1.5' is not a whole number", "digits"),
        ({"date_precision": "6"}, "date_precision", "6 is out of range", "1 or more and 5 or less"),
        ({"date_precision": "0"}, "date_precision", "0 is out of range", "1 or more and 5 or less"),
        ({"group": "Hill Folk"}, "group", "'Hill Folk' has the wrong form", "it must match"),
        ({"paraphrase": ""}, "paraphrase", "the cell is blank", "a value is required here"),
        ({"source_id": "page-9"}, "source_id", "'page-9' is not in sources.csv", "page-1, page-2, page-3"),
        ({"claimant_id": "nobody"}, "claimant_id", "'nobody' is not in claimants.csv", "north-army"),
        ({"relayed_by": "nobody"}, "relayed_by", "'nobody' is not in claimants.csv", "north-army"),
        ({"subject": "east"}, "subject", "'east' is not in sides.csv", "north, south, watchers"),
        ({"metric_id": "won"}, "metric_id", "'won' is not in metrics.csv", "lost, left, held"),
        ({"place_id": "moon"}, "place_id", "'moon' is not in places.csv", "land, valley, hamlet"),
        ({"revises": "gone"}, "revises", "'gone' is not in claims.csv", "good, bad"),
        ({"qualifier": "between", "value": "", "low": "9", "high": "8"}, "low", "low is above high (9)", "low <= high"),
        ({"qualifier": "between", "value": "", "low": "28"}, "low", "a range lacks an end", "needs low and high"),
        ({"qualifier": "between", "value": "", "high": "35"}, "low", "a range lacks an end", "needs low and high"),
        (
            {"qualifier": "between", "value": "30", "low": "28", "high": "35"},
            "value", "a range has a value too", "no value",
        ),
        ({"low": "4"}, "low", "low or high stands beside a single value", "only between has low and high"),
        ({"high": "6"}, "low", "low or high stands beside a single value", "only between has low and high"),
        (
            {"event_start": "2030-05-11"},
            "event_start", "the window ends before it starts (2030-05-11)", "on or before event_end",
        ),
        ({"unit": "acres"}, "unit", "the metric is not counted in 'acres'", "lost allows people"),
        ({"metric_id": "held", "unit": "km"}, "unit", "not counted in 'km'", "held allows km2, mi2, ha, dunam"),
        (
            {"metric_id": "fighting", "unit": "boolean", "value": "2"},
            "value", "'2' is not a statement of fact", "1 asserts, 0 denies",
        ),
        (
            {"metric_id": "still_held", "unit": "percent"},
            "denominator", "a share has no denominator", "what it is a share of",
        ),
        ({"said_on_basis": "unknown"}, "said_on_basis", "'unknown' does not fit said_on", "where said_on is blank"),
        ({"said_on": ""}, "said_on_basis", "'page' does not fit said_on", "where said_on is blank"),
        ({"id": "7up"}, "id", "'7up' has the wrong form", "it must match"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_its_line_its_column_and_what_is_allowed(folder, cells, column, what, allowed):
    path = folder(GOOD, figure("bad", "monitor", "lost", "5") | cells, figure("fine", "monitor", "lost", "5"))
    (problem,) = check_case(path)
    assert (problem.file, problem.line, problem.column) == (str(path / "claims.csv"), 3, column)
    assert what in problem.what
    assert allowed in problem.allowed


def test_a_problem_is_printed_as_file_line_column_what_and_allowed():
    problem = Problem("claims.csv", 3, "unit", "the metric is not counted in 'acres'", "held allows km2")
    assert str(problem) == "claims.csv:3:unit: the metric is not counted in 'acres'; held allows km2"


def test_an_id_used_twice_is_named_with_the_line_of_the_first(folder):
    path = folder(figure("other", "monitor", "lost", "5"), GOOD, GOOD)
    (problem,) = check_case(path)
    assert (problem.line, problem.column, problem.what) == (4, "id", "'good' stands twice")
    assert problem.allowed == "it stands in line 3"


def test_an_id_used_in_two_tables_is_named_with_the_other_table(folder):
    path = folder(GOOD, evacuations=[figure("good", "monitor", "left", "5")])
    (problem,) = check_case(path)
    assert (problem.file, problem.line, problem.column) == (str(path / "evacuations.csv"), 2, "id")
    assert problem.what == "'good' stands in another table"
    assert "it stands in claims.csv" in problem.allowed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "locator",
            "page_part",
            [("locator", "column 'locator' is missing"), ("page_part", "unknown column 'page_part'")],
        ),
        (",note", "", [("note", "column 'note' is missing")]),
        (",note", ",note,colour", [("colour", "unknown column 'colour'")]),
        (",note", ",note,note", [("note", "column 'note' stands twice")]),
    ],
)
def test_columns_unknown_missing_or_doubled_are_named_in_the_first_line(folder, old, new, expected):
    path = folder()
    edit(path / "claims.csv", old, new)
    found = check_case(path)
    assert [(each.column, each.what) for each in found] == expected
    assert {(each.file, each.line) for each in found} == {(str(path / "claims.csv"), 1)}


@pytest.mark.parametrize(("line", "cells"), [("x,y", 2), ("," * 30, 31)])
def test_a_row_with_too_few_or_too_many_cells_is_named_by_its_line(folder, line, cells):
    path = folder(GOOD)
    with (path / "claims.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    (problem,) = check_case(path)
    assert (problem.line, problem.what) == (3, f"the row has {cells} cells")
    assert problem.allowed.startswith("26, one for each column")  # the columns of claims.csv


def test_a_file_that_is_not_utf8_is_named(folder):
    path = folder(GOOD | {"note": "caf\u00e9"})
    file = path / "claims.csv"
    file.write_bytes(file.read_bytes().replace("\u00e9".encode(), b"\xe9"))
    (problem,) = check_case(path)
    assert problem.file == str(file)
    assert problem.what.startswith("not UTF-8")


def test_a_file_that_is_not_there_is_named(folder):
    path = folder()
    (path / "strikes.csv").unlink()
    (problem,) = check_case(path)
    assert (problem.file, problem.what) == (str(path / "strikes.csv"), "there is no such file")


def test_a_quote_that_is_never_closed_is_named(folder):
    path = folder(GOOD)
    with (path / "claims.csv").open("a", encoding="utf-8") as file:
        file.write('x,"never closed\n')
    (problem,) = check_case(path)
    assert problem.file == str(path / "claims.csv")
    assert problem.what.startswith("not CSV")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('{\n "name": "x",\n oops\n}', 3, "this is not JSON"),
        ('{"name": "x"}', 0, "this is not a data package"),
        ('{"name": "x", "resources": [{"name": "claims"}]}', 0, "this is not a data package"),
        ('{"name": "x", "resources": [], "contested": {"mood": 1}}', 0, "this is not a data package"),
    ],
)
def test_a_broken_datapackage_is_named_with_its_line(folder, text, line, what):
    path = folder(GOOD)
    (path / "datapackage.json").write_text(text, encoding="utf-8")
    (problem,) = check_case(path)
    assert (problem.file, problem.line) == (str(path / "datapackage.json"), line)
    assert problem.what.startswith(what)


def test_a_folder_without_datapackage_is_named(tmp_path):
    (problem,) = check_case(tmp_path)
    assert (problem.file, problem.what) == (str(tmp_path / "datapackage.json"), "there is no such file")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"units": "km2|km"}, "units"),
        ({"units": "mi2|ha"}, "units"),  # the canonical unit is not among them
        ({"phrase": "land held"}, "phrase"),
        ({"dimension": "boolean", "unit": "boolean", "units": "boolean", "denial": ""}, "denial"),
        ({"kind": "heap"}, "kind"),
        ({"subset_of": "nothing"}, "subset_of"),
    ],
)
def test_a_metric_that_cannot_work_is_named(folder, cells, column):
    metrics = [row | cells if row["id"] == "held" else row for row in METRICS]
    path = folder(metrics=metrics)
    assert places(path) == [("metrics.csv", 4, column)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"parent": "hamlet"}, "parent"), ({"members": "coast|moon"}, "members"), ({"lat": "91"}, "lat")],
)
def test_a_place_that_cannot_be_is_named(folder, cells, column):
    changed = [row | cells if row["id"] == "valley" else row for row in PLACES]
    found = places(folder(places=changed))
    assert ("places.csv", 3, column) in found
    assert {each[2] for each in found} == {column}


@pytest.mark.parametrize(
    ("row", "place", "what"),
    [
        (relation("gone", "repeats", "good"), (3, "from_id"), "there is no row 'gone'"),
        (relation("good", "part_of", "gone"), (3, "to_id"), "there is no row 'gone'"),
        (relation("good", "denies", "other"), (3, "relation"), "'denies' is not known here"),
        (relation("good", "repeats", "other"), (3, "from_id"), "the row stands twice"),
    ],
)
def test_a_relation_that_cannot_be_is_named(folder, row, place, what):
    path = folder(GOOD, figure("other", "monitor", "lost", "5"), relations=[relation("good", "repeats", "other"), row])
    (problem,) = check_case(path)
    assert (problem.line, problem.column) == place
    assert problem.what == what


def test_all_problems_of_all_files_are_reported_in_one_pass(folder):
    rows = [
        figure("a", "nobody", "lost", "5", unit="acres", paraphrase=""),
        figure("b", "monitor", "lost", "five"),
        figure("c", "monitor", "lost", "between 9 5"),
        figure("s", "monitor", "strikes", "5", weapon="catapult"),
    ]
    path = folder(*rows, relations=[relation("a", "repeats", "z")])
    edit(path / "sources.csv", ",wire", ",wires")
    assert places(path) == [
        ("claims.csv", 2, "claimant_id"), ("claims.csv", 2, "paraphrase"), ("claims.csv", 2, "unit"),
        ("claims.csv", 3, "value"), ("claims.csv", 4, "low"), ("relations.csv", 2, "to_id"),
        ("sources.csv", 1, "wire"), ("sources.csv", 1, "wires"), ("strikes.csv", 2, "weapon"),
    ]  # fmt: skip


def test_line_numbers_hold_where_a_quoted_cell_spans_lines(folder):
    rows = [
        figure("a", "monitor", "lost", "5", note="one\ntwo\nthree"),  # lines 2 to 4
        figure("b", "monitor", "lost", "five"),  # line 5
        figure("c", "monitor", "lost", "5", note="one\ntwo", unit="acres"),  # starts in line 6
        figure("d", "nobody", "lost", "5"),  # line 8
    ]
    assert places(folder(*rows)) == [
        ("claims.csv", 5, "value"), ("claims.csv", 6, "unit"), ("claims.csv", 8, "claimant_id"),
    ]  # fmt: skip


def test_blank_lines_are_no_rows_and_are_counted(folder):
    path = folder(GOOD)
    with (path / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("\n\nx,y\n")
    assert places(path) == [("claims.csv", 5, "")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("said_on", "2030-05-10T25:00Z"), ("said_on", "2030-05-10T10:00+99:00"), ("value", "１２"), ("value", "1e999")],
)
def test_what_only_looks_like_a_time_or_a_number_is_named(folder, column, cell):
    path = folder(GOOD, figure("bad", "monitor", "lost", "5") | {column: cell})
    assert [(problem.line, problem.column) for problem in check_case(path)] == [(3, column)]


@pytest.mark.parametrize("name", ["sides", "sources", "claimants", "places", "metrics"])
def test_a_case_without_a_table_that_every_case_has_is_refused(folder, name):
    path = folder(GOOD)
    package = json.loads((path / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"] != name]
    (path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert [problem.what for problem in check_case(path)] == [f"there is no resource {name}"]


@pytest.mark.parametrize(
    ("ally_of", "what"),
    [
        ({"north": "south", "south": "north"}, "the side is its own ally by way of 'south'"),
        ({"north": "north"}, "the side is its own ally by way of 'north'"),
        ({"north": "watchers"}, "'watchers' and its ally are not both parties"),
        ({"watchers": "north"}, "'north' and its ally are not both parties"),
    ],
)
def test_allies_are_parties_and_no_circle(folder, ally_of, what):
    sides = [row | {"ally_of": ally_of.get(row["id"], "")} for row in SIDES]
    found = check_case(folder(GOOD, sides=sides))
    assert [(problem.column, problem.what) for problem in found][:1] == [("ally_of", what)]


def test_a_party_may_have_an_ally(folder):
    east = {"id": "east", "label": "Eastland", "role": "party", "colour": "#661100", "marker": "v", "ally_of": "north"}
    assert check_case(folder(GOOD, sides=[*SIDES, east])) == []


def test_a_metric_lies_not_within_itself(folder):
    metrics = [row | {"subset_of": {"lost": "left", "left": "lost"}.get(row["id"], "")} for row in METRICS]
    found = check_case(folder(GOOD, metrics=metrics))
    assert {problem.column for problem in found} == {"subset_of"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"main_place": "atlantis"}, "main_place: 'atlantis' is not in places.csv"),
        ({"near_days": float("nan")}, "setting near_days is nan; it is a number of zero or more"),
        ({"limits": 3}, "setting limits is 3; it is a text"),
    ],
)
def test_a_wrong_setting_is_named(folder, settings, what):
    (problem,) = check_case(folder(GOOD, settings=settings))
    assert what in problem.what


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("[0-9]{4}", "2024"),
        ("a{,2}", "aa"),
        ("a{,2}", "a{,2}"),
        ("[0-9]{004}", "2024"),
        ("^[a-z]+$", "ab\n"),
        ("[a-z]+", "\u00e9"),
        ("[^a]", "\u00e9"),
        ("(a|b)*c?", "abab"),
    ],
)
def test_many_texts_are_judged_by_a_pattern_as_few_are(pattern: str, text: str) -> None:
    many = pd.Series([text] * (TOGETHER + 1), dtype=object)
    assert set(matching(many, pattern).tolist()) == {re.fullmatch(pattern, text) is not None}

"""Any CSV or JSON list by a map: maps that are wrong, and files of the shapes that other people publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from import_files import DAY, bring, figures, read, said, tell

from contested.case import check_case

PLAIN = "when,who,n,where\n2031-05-10,Tarn watch,12,Tarn\n2031-05-11,Tarn watch,13,Tarn\n"
MAP = """
columns: {said_on: when, claimant: who, value: n, place: where}
constants: {metric: people_killed, unit: people, basis: cumulative, claimant_side: independent, subject_side: orsk}
"""


@pytest.fixture
def by_map(tmp_path: Path) -> Any:
    """Import a text by a map: exit status, what is printed and what is complained about."""

    def do(text: str, made: str | bytes, name: str = "theirs.csv") -> tuple[int, str, str]:
        file, plan = tmp_path / name, tmp_path / "map.yaml"
        file.write_text(text, encoding="utf-8")
        plan.write_bytes(made if isinstance(made, bytes) else made.encode())
        words = ("--map", str(plan), "--into", str(tmp_path / "tarn"), "--recorded-on", DAY, "--format", "json")
        return tell("import", "mapping", str(file), *words)

    return do


def test_a_file_by_its_map(by_map: Any, tmp_path: Path) -> None:
    status, out, err = by_map(PLAIN, MAP)
    assert (status, err) == (0, "")
    assert json.loads(out)["counts"]["taken"] == 2
    rows = figures(tmp_path / "tarn")
    found = [(each["said_on"], each["claimant_id"], each["value"], each["place_id"]) for each in rows.values()]
    assert found == [("2031-05-10", "tarn-watch", "12", "tarn"), ("2031-05-11", "tarn-watch", "13", "tarn")]
    assert check_case(tmp_path / "tarn") == []


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("", "'the whole' is not known; allowed: columns, constants, values, figures, days, skip_rows"),
        ("[1, 2]", "'the whole' is not known"),
        ("colums: {}", "'colums' is not known; allowed: columns, constants"),
        ("1: 2\nb: 3", "is not known; allowed: columns"),
        ("columns: {", "is not YAML, line 1; allowed: what --guess prints"),
        (b"\xff\xfe", "is not YAML; allowed: what --guess prints"),
        ("!!python/object:os.system {}", "is not YAML, line 1"),
        ("[" * 5000, "allowed: what --guess prints"),
        ("columns: [a]", "columns has the wrong form"),
        ("constants: x", "constants has the wrong form"),
        (MAP + "values: [1]", "values has the wrong form"),
        (MAP + "figures: {a: b}", "figures has the wrong form"),
        (MAP + "skip_rows: two", "skip_rows has the wrong form"),
        (MAP + "skip_rows: -1", "skip_rows"),
        (MAP + "skip_rows: true", "skip_rows"),
        (MAP + "values: {value: x}", "values"),
        (MAP + "values: {value: }", "values"),
        (MAP + "figures: [1]", "figures"),
        (MAP + "figures: [null]", "figures"),
        (MAP + "days: backwards", "days is 'backwards'; allowed: iso, day-first, month-first"),
        ("columns: {when: when}", "'when' is no column of the layout; allowed: said_on"),
        ("columns: {said_on: day}", "has no column 'day'; allowed: when, who, n, where"),
        ("columns: {said_on: [when]}", "columns has the wrong form"),
        ("figures: [{value: m, metric: killed}]", "has no column 'm'; allowed: when, who, n, where"),
        (MAP + "skip_rows: 2", "has no rows"),
    ],
)
def test_a_wrong_map_is_refused_with_what_is_allowed(
    made: str | bytes, words: str, by_map: Any, tmp_path: Path
) -> None:
    status, out, err = by_map(PLAIN, made)
    assert (status, out) == (2, "")
    assert words in err
    assert "; allowed: " in err
    assert not (tmp_path / "tarn").exists()


def test_wrong_uses_are_said(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(PLAIN, encoding="utf-8")
    into = ("--into", str(tmp_path / "tarn"))
    for words, expected in (
        (("mapping", str(file), *into), "map: no map was named; allowed: --map FILE; --guess proposes one"),
        (("mapping", str(file)), "into: no case was named"),
        (("figures", str(file)), "into: no case was named"),
        (("figures", str(file), "--guess"), "guess: files in the research layout need no map"),
        (("figures", str(file), *into), "has no column claimant, metric, value, unit; the columns are said_on"),
        (
            ("mapping", str(file), "--map", str(tmp_path), *into),
            "cannot be read (Is a directory); allowed: a YAML file",
        ),
        (("mapping", str(tmp_path / "no.csv"), "--guess"), "cannot be read (No such file or directory)"),
        (("figures", str(file), *into, "--recorded-on", "2031-02-30"), "recorded_on"),
    ):
        status, out, err = tell("import", *words)
        assert (status, out) == (2, ""), words
        assert expected in err
    assert not (tmp_path / "tarn").exists()


def test_a_column_with_a_number_for_its_name(by_map: Any, tmp_path: Path) -> None:
    status, _, err = by_map("who,2031\nTarn watch,7\n", "columns: {claimant: who, value: 2031}\n" + MAP.split("\n")[2])
    assert (status, err) == (0, "")
    assert figures(tmp_path / "tarn")["F0001"]["value"] == "7"


def test_wide_rows_hold_several_figures(by_map: Any, tmp_path: Path) -> None:
    text = "day,killed,hurt_low,hurt_high,tanks\n2031-05-10,12,30,40,\n2031-05-11,,,,\n2031-05-12,14,,50,3\n"
    made = """
    columns: {said_on: day}
    constants: {claimant: "Tarn watch", unit: people, basis: cumulative, subject_side: orsk}
    figures:
    - {value: killed, metric: people_killed}
    - {low: hurt_low, high: hurt_high, metric: people_hurt}
    - {value: tanks, metric: tanks_lost, unit: tanks, basis: period}
    """
    status, out, err = by_map(text, made)
    assert (status, err) == (0, "")
    rows = figures(tmp_path / "tarn").values()
    names = ("said_on", "metric_id", "qualifier", "value", "low", "high", "unit", "basis")
    assert sorted(tuple(each[name] for name in names) for each in rows) == [
        ("2031-05-10", "people_hurt", "between", "", "30", "40", "people", "cumulative"),
        ("2031-05-10", "people_killed", "exact", "12", "", "", "people", "cumulative"),
        ("2031-05-12", "people_hurt", "at_most", "50", "", "", "people", "cumulative"),
        ("2031-05-12", "people_killed", "exact", "14", "", "", "people", "cumulative"),
        ("2031-05-12", "tanks_lost", "exact", "3", "", "", "tanks", "period"),
    ]
    assert said(json.loads(out), "refused") == [("value", "the row holds no figure")]


def test_values_and_constants_with_cells(by_map: Any, tmp_path: Path) -> None:
    text = "when,who,n,how\n2031-05-10,Tarn,12,ungefähr\n2031-05-11,Tarn,13,genau\n"
    made = """
    columns: {said_on: when, value: n, qualifier: how}
    constants: {claimant: "Mayor of {who}", metric: people_killed, unit: people, note: "{n} as {how}", url: 7}
    values: {qualifier: {ungefähr: about, genau: exact}}
    """
    assert by_map(text, made)[0] == 0
    rows = figures(tmp_path / "tarn")
    assert [each["qualifier"] for each in rows.values()] == ["about", "exact"]
    assert [each["claimant_id"] for each in rows.values()] == ["mayor-of-tarn"] * 2
    assert rows["F0001"]["note"].endswith("12 as ungefähr")


def test_a_constant_that_names_no_column_is_refused(by_map: Any) -> None:
    status, _, err = by_map(PLAIN, MAP.replace("people_killed", "'{whom}'"))
    assert status == 2
    assert "whom" in err


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("iso", "2031-05-04", "2031-05-04"),
        ("iso", "2031-05-04 00:00:00", "2031-05-04"),
        ("iso", "2031-05-04T23:10:00+03:00", "2031-05-04"),
        ("iso", "04/05/2031", ""),  # not to be read in one way
        ("day-first", "04/05/2031", "2031-05-04"),
        ("day-first", "4.5.2031", "2031-05-04"),
        ("month-first", "04/05/2031", "2031-04-05"),
        ("month-first", " 4-5-2031 ", "2031-04-05"),
        ("day-first", "2031-05-04", "2031-05-04"),
        ("day-first", "31/31/2031", ""),
    ],
)
def test_days_by_their_order(order: str, text: str, day: str, by_map: Any, tmp_path: Path) -> None:
    assert by_map(PLAIN.replace("2031-05-10", text), f"{MAP}days: {order}")[0] == 0
    assert figures(tmp_path / "tarn")["F0001"]["said_on"] == day


def test_lines_below_the_names_are_skipped(by_map: Any, tmp_path: Path) -> None:
    text = PLAIN.replace("\n2031-05-10", "\n#date,#who,#n,#where\n2031-05-10")
    status, out, _ = by_map(text, f"{MAP}skip_rows: 1")
    assert status == 0
    assert json.loads(out)["rows"] == 2
    assert len(figures(tmp_path / "tarn")) == 2


def test_a_list_of_records(by_map: Any, tmp_path: Path) -> None:
    records = [
        {"when": "2031-05-10", "who": "Tarn watch", "n": 12, "where": None},
        {"when": "2031-05-11", "who": "Tarn watch", "n": 13.5},
        {"when": "2031-05-12", "who": "Tarn watch", "n": None, "where": "Tarn"},
    ]
    status, out, err = by_map(json.dumps(records), MAP, "theirs.json")
    assert (status, err) == (0, "")
    assert [each["value"] for each in figures(tmp_path / "tarn").values()] == ["12", "13.5"]
    assert said(json.loads(out), "refused") == [("value", "the row holds no figure")]


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a": 1}', "[1, 2]", "[" * 100_000, f'[{{"n": {"9" * 5000}}}]', '"x"', "null"],
    ids=["empty", "open", "object", "scalars", "deep", "digits", "text", "null"],
)
def test_what_is_no_list_of_records_is_refused(text: str, by_map: Any, tmp_path: Path) -> None:
    status, out, err = by_map(text, MAP, "theirs.json")
    assert (status, out) == (2, "")
    assert err.startswith("contested: file: ")
    assert not (tmp_path / "tarn").exists()


def test_half_a_sign_does_not_stop_an_import(by_map: Any) -> None:
    text = '[{"when": "2031-05-10", "who": "Tarn \\ud800", "n": 12, "where": "Tarn"}]'
    assert by_map(text, MAP, "theirs.json")[0] == 0


def test_a_second_import_by_the_same_map_adds_nothing(by_map: Any, tmp_path: Path) -> None:
    by_map(PLAIN, MAP)
    counts = json.loads(by_map(PLAIN, MAP)[1])["counts"]
    assert counts == {"known": 2}
    newer = json.loads(by_map(PLAIN.replace(",13,", ",15,"), MAP)[1])
    assert newer["counts"]["revised"] == 1
    assert figures(tmp_path / "tarn")["F0003"]["revises"] == "F0002"


# The map that is proposed, on small files of the shapes that others publish.

SHAPES = {
    # Estimates with thousands commas, days with the day first, one-sided ranges without a marker.
    "estimates": (
        "estimates.csv",
        'Date,Source,Estimate,Minimum,Maximum,Notes\n27/3/2031,Orsk staff,"1,351",,,\n4/4/2031,Kelda office,,"2,000",,'
        '\n9/4/2031,Kelda office,,"3,000","4,500",\n',
        [
            ("2031-03-27", "exact", "1351", "", ""),
            ("2031-04-04", "at_least", "2000", "", ""),
            ("2031-04-09", "between", "", "3000", "4500"),
        ],
    ),
    # Running counts a day, one column each, as JSON.
    "daily": (
        "daily.json",
        json.dumps(
            [
                {"report_date": "2031-10-07", "report_period": 24, "killed_cum": 50, "injured_cum": 70},
                {"report_date": "2031-10-08", "report_period": 48, "killed_cum": None, "injured_cum": 90},
            ]
        ),
        [
            ("2031-10-07", "exact", "50", "", ""),
            ("2031-10-07", "exact", "70", "", ""),
            ("2031-10-08", "exact", "90", "", ""),
        ],
    ),
    # Displacements with a column for the qualifier.
    "displacements": (
        "displacements.csv",
        "id,displacement_date,qualifier,figure,locations_name,source\n7,2031-01-05,approximately,1200,Tarn,Kelda office"
        "\n8,2031-01-06,total,30,Tarn,Kelda office\n9,2031-01-07,more than,90,Tarn,Kelda office\n",
        [
            ("2031-01-05", "about", "1200", "", ""),
            ("2031-01-06", "exact", "30", "", ""),
            ("2031-01-07", "more_than", "90", "", ""),
        ],
    ),
    # Low, best and high, with a second row of hashtags.
    "events": (
        "events.csv",
        "id,date_start,date_end,side_a,best,low,high,source_article\n#id,#date+start,#date+end,#group,#v,#v,#v,#meta\n"
        "1,2031-01-05 00:00:00,2031-01-06 00:00:00,Orsk,5,3,9,Tarn Courier\n2,2031-02-05 00:00:00,"
        "2031-02-05 00:00:00,Orsk,7,7,7,Tarn Courier\n",
        [("", "between", "", "3", "9"), ("", "between", "", "7", "7")],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_guessed_map_of_a_shape_imports(shape: str, tmp_path: Path) -> None:
    name, text, expected = SHAPES[shape]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    status, guessed, err = tell("import", "mapping", str(file), "--guess")
    assert (status, err) == (0, "")
    assert isinstance(yaml.safe_load(guessed), dict)
    (tmp_path / "map.yaml").write_text(guessed, encoding="utf-8")
    report = bring(file, tmp_path / "tarn", "--map", str(tmp_path / "map.yaml"), layout="mapping")
    assert report["counts"]["taken"] == len(expected)
    rows = figures(tmp_path / "tarn").values()
    found = [tuple(each[name] for name in ("said_on", "qualifier", "value", "low", "high")) for each in rows]
    assert sorted(found) == sorted(expected)
    assert check_case(tmp_path / "tarn") == []
    again = bring(file, tmp_path / "tarn", "--map", str(tmp_path / "map.yaml"), layout="mapping")
    assert set(again["counts"]) <= {"known", "refused"}


def test_what_is_guessed_of_each_column(tmp_path: Path) -> None:
    file = tmp_path / "estimates.csv"
    file.write_text(SHAPES["estimates"][1], encoding="utf-8")
    made = yaml.safe_load(tell("import", "mapping", str(file), "--guess")[1])
    assert made["columns"] == {
        "said_on": "Date",
        "claimant": "Source",
        "value": "Estimate",
        "low": "Minimum",
        "high": "Maximum",
        "paraphrase": "Notes",
    }
    assert (made["days"], made["skip_rows"]) == ("day-first", 0)
    assert (made["constants"]["metric"], made["constants"]["unit"]) == ("estimates", "people")


def test_the_guess_of_the_order_of_days(tmp_path: Path) -> None:
    for days, order in (("5/27/2031", "month-first"), ("27/5/2031", "day-first"), ("2031-05-27", "iso")):
        file = tmp_path / "x.csv"
        file.write_text(f"date,value\n{days},3\n", encoding="utf-8")
        assert yaml.safe_load(tell("import", "mapping", str(file), "--guess")[1])["days"] == order


def test_columns_of_codes_and_places_are_no_figures(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("date,lat,lon,event_id,year,killed\n2031-05-10,48.1,37.2,77,2031,3\n", encoding="utf-8")
    made = yaml.safe_load(tell("import", "mapping", str(file), "--guess")[1])
    assert [each["value"] for each in made["figures"]] == ["killed"]


@pytest.mark.parametrize("text", ["", "a,b\n", "\n\n"])
def test_nothing_is_guessed_of_a_file_without_rows(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, encoding="utf-8")
    status, out, err = tell("import", "mapping", str(file), "--guess")
    assert (status, out) == (2, "")
    assert "has no rows" in err


@pytest.mark.parametrize("text", [",,\n1,2,3\n", "a,b\n1\n1,2,3\n", "😀,n\n1,2\n", "a\nx\n"])
def test_odd_files_are_guessed_without_a_fall(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, encoding="utf-8")
    status, out, err = tell("import", "mapping", str(file), "--guess")
    assert status in (0, 2)
    assert "Traceback" not in err
    if status == 0:
        (tmp_path / "map.yaml").write_text(out, encoding="utf-8")
        words = ("--map", str(tmp_path / "map.yaml"), "--into", str(tmp_path / "tarn"))
        assert tell("import", "mapping", str(file), *words)[0] in (0, 2)
    if (tmp_path / "tarn").exists():
        assert check_case(tmp_path / "tarn") == []
        assert all(each["metric_id"] for each in read(tmp_path / "tarn", "claims"))

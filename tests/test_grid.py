"""The grid of a sweep: what each form of it asks for, one sentence for each wrong one, names that no two share."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from contested.cli import main
from contested.execution import notebook_names
from contested.problems import ContestedError
from contested.sweeps.grid import Cell, key, read_grid


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read a grid from its text; out: its reports, without the usual case."""

    def read(text: str, case: str = "war") -> list[Cell]:
        (tmp_path / "grid.yaml").write_text(text, encoding="utf-8")
        cells = read_grid(str(tmp_path / "grid.yaml"), case).cells
        return [{name: value for name, value in cell.items() if (name, value) != ("case", "war")} for cell in cells]

    return read


def of(*days: str) -> list[Cell]:
    return [{"as_of": day} for day in days]


FORMS: dict[str, tuple[str, list[Cell]]] = {
    "one value": ("product: {as_of: 2024-08-06}", of("2024-08-06")),
    "some values": ("product:\n  as_of: [2024-08-06, '2024-08-09']", of("2024-08-06", "2024-08-09")),
    "every day": (
        "product: {as_of: every day from 2024-02-28 to 2024-03-01}",
        of("2024-02-28", "2024-02-29", "2024-03-01"),
    ),
    "one day": ("product: {as_of: every day from 2024-02-28 to 2024-02-28}", of("2024-02-28")),
    "every 3 days": ("product: {as_of: every 3 days from 2024-12-30 to 2025-01-04}", of("2024-12-30", "2025-01-02")),
    "every week": (
        "product: {as_of: every week from 2024-08-06 to 2024-08-20}",
        of("2024-08-06", "2024-08-13", "2024-08-20"),
    ),
    "every 2 weeks": ("product: {as_of: every 2 weeks from 2024-08-06 to 2024-08-20}", of("2024-08-06", "2024-08-20")),
    "spaces and capitals": (
        "product: {as_of: '  Every  Day from 2024-08-06   to 2024-08-07 '}",
        of("2024-08-06", "2024-08-07"),
    ),
    "the last days there are": ("product: {as_of: every week from 9999-12-30 to 9999-12-31}", of("9999-12-30")),
    "ranges beside days": (
        "product: {as_of: [2024-01-01, every day from 2024-08-06 to 2024-08-07]}",
        of("2024-01-01", "2024-08-06", "2024-08-07"),
    ),
    "a product": (
        "product: {sides: [a, b], as_of: [2024-08-06, 2024-08-07]}",
        [{"as_of": day, "sides": side} for side in "ab" for day in ("2024-08-06", "2024-08-07")],
    ),
    "several sides at once": ("product: {sides: [[a, b], c]}", [{"sides": "a,b"}, {"sides": "c"}]),
    "several metrics at once": ("product: {metric: [[lost, held]]}", [{"metric": "lost,held"}]),
    "blank is all": ("product: {sides: ['', a], metric: , start: ~, units: null}", [{}, {"sides": "a"}]),
    "blank among others": ("product: {sides: [~, a]}", [{}, {"sides": "a"}]),
    "no value at all": ("list: [{}]", [{}]),
    "a list": (
        "list:\n- {as_of: 2024-08-06, sides: a}\n- {as_of: 2024-08-07}",
        [{"as_of": "2024-08-06", "sides": "a"}, {"as_of": "2024-08-07"}],
    ),
    "a list with ranges": (
        "list:\n- {as_of: every day from 2024-08-06 to 2024-08-07, units: [us, metric]}",
        [{"as_of": day, "units": units} for day in ("2024-08-06", "2024-08-07") for units in ("us", "metric")],
    ),
    "no report twice": ("list: [{sides: a}, {sides: [a, a]}, {sides: a, metric: ''}]", [{"sides": "a"}]),
    "no report twice, whatever the order": (
        "list: [{sides: a, as_of: 2024-08-06}, {as_of: 2024-08-06, sides: a, case: war}]",
        [{"as_of": "2024-08-06", "sides": "a"}],
    ),
    "another case": ("product: {case: [war, peace]}", [{}, {"case": "peace"}]),
    "a blank case is the usual one": ("product: {case: ['', peace]}", [{}, {"case": "peace"}]),
    "texts as they stand": (
        "product: {sides: [no, on, 007, 1e3, 1:30, 2024-02-30]}",
        [{"sides": side} for side in ("no", "on", "007", "1e3", "1:30", "2024-02-30")],
    ),
    "merged parameters": (
        "list:\n- &one {sides: a, as_of: 2024-08-06}\n- {<<: *one, as_of: 2024-08-07}",
        [{"as_of": "2024-08-06", "sides": "a"}, {"as_of": "2024-08-07", "sides": "a"}],
    ),
    "every parameter": (
        "product: {case: c, as_of: 2024-08-06, start: 2024-08-01, sides: a, units: us, seed: s, "
        "known_on: 2026-01-01, metric: m}",
        [{"case": "c", "as_of": "2024-08-06", "start": "2024-08-01", "sides": "a", "units": "us", "seed": "s",
          "known_on": "2026-01-01", "metric": "m"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_grid_asks_for_these_reports(form: str, read: Any) -> None:
    text, asked = FORMS[form]
    assert read(text) == asked


def test_parameters_stand_in_the_order_of_the_notebooks_whatever_that_of_the_grid(read: Any) -> None:
    (cell,) = read("product: {metric: m, sides: a, as_of: 2024-08-06, case: c}")
    assert list(cell) == ["case", "as_of", "sides", "metric"]


def test_notebooks_stand_in_their_own_order_and_are_all_where_none_are_named(tmp_path: Path) -> None:
    path = tmp_path / "grid.yaml"
    for named, found in (
        ("", notebook_names()),
        ("notebooks:", notebook_names()),
        (
            "notebooks: [06-where-accounts-collide, 00-what-is-known.ipynb]",
            ["00-what-is-known", "06-where-accounts-collide"],
        ),
    ):
        path.write_text(f"product: {{as_of: 2024-08-06}}\n{named}", encoding="utf-8")
        assert read_grid(str(path), "war").notebooks == found


# Wrong grids.

DAY = "a day, or every day from YYYY-MM-DD to YYYY-MM-DD"
SHAPE = "'product' (values by parameter) or 'list' (parameters of each report)"
WRONG: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "holds something else", SHAPE),
    "a text": (b"every day", "holds something else", SHAPE),
    "a list alone": (b"- {as_of: 2024-08-06}", "holds something else", SHAPE),
    "both": (b"product: {as_of: 2024-08-06}\nlist: []", "product, list", SHAPE),
    "a misspelt word": (b"products: {as_of: 2024-08-06}", "products", SHAPE),
    "a further word": (b"product: {as_of: 2024-08-06}\nnotebook: [a]", "notebook", SHAPE),
    "no yaml": (b"product: {as_of: [}", "is not YAML", SHAPE),
    "no text": (b"product: \xff\xfe", "is not YAML", SHAPE),
    "a sign for programs": (b"product: {as_of: '\x07'}", "is not YAML", SHAPE),
    "an object": (b"product: !!python/object/apply:os.getcwd []", "is not YAML", SHAPE),
    "no such day, said to be one": (b"product: {as_of: !!timestamp 2024-02-30}", "is not YAML", SHAPE),
    "a truth that is none": (b"product: {as_of: !!bool foo}", "is not YAML", SHAPE),
    "a number that is none": (b'product: {as_of: !!int ""}', "is not YAML", SHAPE),
    "a time that is none": (b"product: {as_of: !!timestamp foo}", "is not YAML", SHAPE),
    "lists as names": (b"product: {? [a] : b, ? [a] : b}", "is not YAML", SHAPE),
    "too many days": (b"product: {as_of: every day from 0001-01-01 to 9999-12-31}", "3,652,059 reports", "at most"),
    "too many in a product": (
        b"product: {as_of: &days every day from 2000-01-01 to 2020-01-01, start: *days}", "reports", "at most 100,000"
    ),
    "too many in a list": (
        b"list: [" + b"{as_of: every day from 2000-01-01 to 2020-01-01, units: [us, metric]}, " * 9 + b"]",
        "reports", "at most 100,000",
    ),
    "more than any memory holds": (
        b"notebooks:\n- &a0 [x]\n" + b"".join(
            b"- &a%d [%s]\n" % (level, b", ".join([b"*a%d" % (level - 1)] * 9)) for level in range(1, 12)
        ) + b"product: {sides: *a11}",
        "sides in", "a value, or a list of values",
    ),
    "too deep": (b"product: " + b"[" * 4000, "is not YAML", SHAPE),
    "a name twice": (b"product:\n  as_of: 2024-08-06\n  as_of: 2024-08-07", "'as_of' stands twice", SHAPE),
    "an empty product": (b"product: {}", "product", "values by parameter"),
    "a product of nothing": (b"product:", "product", "values by parameter"),
    "an empty list": (b"list: []", "list", "a list of parameters by name"),
    "a list of texts": (b"list: [2024-08-06]", "list", "a list of parameters by name"),
    "no such parameter": (b"product: {day: 2024-08-06}", "'day'", "as_of"),
    "a parameter that is no text": (b"product: {1: a}", "'1'", "as_of"),
    "no values": (b"product: {sides: []}", "sides", "one or more"),
    "values by name": (b"product: {sides: {a: b}}", "sides in", "a value, or a list of values"),
    "lists in lists in lists": (b"product: {sides: [[[a]]]}", "[['a']]", "a list in it stands for several at once"),
    "blank in a list of several": (b"product: {sides: [[a, ]], metric: [[a, ~]]}", "['a', None]", "a value, or a list"),
    "several days at once": (b"product: {as_of: [[2024-08-06, 2024-08-07]]}", "2024-08-07", "a value, or a list"),
    "itself": (b"product: {sides: &a [*a]}", "sides in", "a value, or a list of values"),
    "a day that is not": (b"product: {as_of: every day from 2024-02-28 to 2024-02-30}", "2024-02-30", DAY),
    "the last first": (b"product: {start: every day from 2024-08-07 to 2024-08-06}", "start in", DAY),
    "no step": (b"product: {as_of: every 0 days from 2024-08-06 to 2024-08-07}", "every 0 days", DAY),
    "a step back": (b"product: {as_of: every -1 days from 2024-08-06 to 2024-08-07}", "every -1 days", DAY),
    "a huge step": (b"product: {as_of: every 9999999999 days from 2024-08-06 to 2024-08-07}", "9999999999", DAY),
    "months": (b"product: {known_on: every month from 2024-08-06 to 2024-09-06}", "every month", DAY),
    "no end": (b"product: {as_of: every day from 2024-08-06}", "every day from 2024-08-06", DAY),
    "days in another form": (b"product: {as_of: every day from 20240806 to 20240807}", "20240806", DAY),
    "a range over two lines": (b"product: {as_of: \"every day\\n from now\"}", "every day from now", DAY),
    "no such notebook": (b"product: {as_of: 2024-08-06}\nnotebooks: [99-no]", "'99-no' is unknown", "00-what-is-known"),
    "notebooks as a text": (b"product: {as_of: 2024-08-06}\nnotebooks: 00-small", "notebooks", "a list of notebooks"),
    "notebooks by name": (b"product: {as_of: 2024-08-06}\nnotebooks: {}", "notebooks", "a list of notebooks"),
    "notebooks in lists": (b"product: {as_of: 2024-08-06}\nnotebooks: [[a]]", "notebooks", "a list of notebooks"),
}  # fmt: skip


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which the command line refuses something."""
    assert main(["sweep", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err
    return err


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_grid_is_refused_in_one_sentence_and_nothing_is_written(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, what, allowed = WRONG[wrong]
    path = tmp_path / "odd grid.yaml"
    path.write_bytes(content)
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    monkeypatch.chdir(tmp_path)
    said = refused([str(path), "--case", "kursk-2024"], capsys)
    assert said.startswith("contested: grid: ") and str(path) in said
    before, _, after = said.partition("; allowed: ")
    assert what in before and allowed in after
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["missing.yaml", ".", ""])
def test_a_grid_that_is_no_file_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused([name, "--case", "kursk-2024"], capsys)
    assert f"grid: '{name}' cannot be read (" in said and said.endswith("; allowed: a file of YAML\n")
    assert list(tmp_path.iterdir()) == []


def test_a_grid_without_a_case_is_refused_where_there_are_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "grid.yaml").write_text("product: {as_of: 2024-08-06}", encoding="utf-8")
    monkeypatch.setenv("CONTESTED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    monkeypatch.delenv("CONTESTED_CASE", raising=False)
    said = refused([str(tmp_path / "grid.yaml")], capsys)
    assert "names no case; allowed: a case in it, or --case NAME" in said
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--jobs", "0"], "jobs: 0 is too few; allowed: 1 or more"),
        (["--executor", "slurm"], "executor: 'slurm' is unknown; allowed: local, or dask://HOST:PORT"),
        (["--into", "nowhere://there"], "into: 'nowhere://there' is no such place ("),
        (["--into", "grid.yaml/in"], "cannot be written ("),
    ],
)
def test_wrong_options_are_refused_before_anything_is_made(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grid.yaml").write_text("product: {as_of: 2024-08-06}", encoding="utf-8")
    said = refused(["grid.yaml", "--case", "kursk-2024", *words], capsys)
    assert sentence in said and "; allowed: " in said
    assert [each.name for each in tmp_path.iterdir()] == ["grid.yaml"]


# Names of reports.

HOSTILE = [
    "", "a", "A", "a,b", "a=b", "a,units=us", "../../etc", "..", ".", "/", "a/b", "a\\b", "a b", "a\nb", "a\0b", "~",
    "a~b", "%2F", "<b>", "'\"`", "$(x)", "*?", "ä", "ä", "𠀀" * 90, "x" * 300, "x" * 301, "CON", "-rf", "\u202e",
]  # fmt: skip


def test_keys_of_hostile_values_are_unlike_and_safe() -> None:
    cells = [
        {name: value for name, value in zip(("case", "as_of", "sides", "metric"), values, strict=True) if value}
        for values in product(["war", *HOSTILE], ["", "2030-05-01", "last", "a,b"], HOSTILE, ["", "a", "sides=a"])
    ]
    unlike = {json.dumps(cell, sort_keys=True): cell for cell in cells if cell.get("case")}
    names = {shown: key(cell) for shown, cell in unlike.items()}
    assert len({name.casefold() for shown, name in names.items() if '"A"' not in shown}) == len(
        [shown for shown in names if '"A"' not in shown]
    )
    assert len(set(names.values())) == len(names)
    for name in names.values():
        assert name.isascii() and len(name) <= 130 and not name.startswith(".")
        assert set(name) <= set("~_.+=,-") | set(filter(str.isalnum, name)), name


def test_no_value_passes_itself_off_as_two_parameters() -> None:
    plain = key({"case": "war", "as_of": "2030-05-01", "sides": "a", "units": "us"})
    assert plain == "war,2030-05-01,sides=a,units=us"
    assert key({"case": "war", "as_of": "2030-05-01", "sides": "a,units=us"}) != plain
    assert key({"case": "war", "as_of": "last"}) != key({"case": "war"})


def test_a_plain_name_is_readable() -> None:
    assert key({"case": "made-up", "as_of": "2030-05-01"}) == "made-up,2030-05-01"
    assert key({"case": "made-up", "sides": "a,b"}) == "made-up,last,sides=a,b"
    assert key({"case": "s3://cases/made-up", "as_of": "2030-05-01"}).startswith("made-up,2030-05-01~")


def test_a_grid_is_no_python_file(tmp_path: Path) -> None:
    path = tmp_path / "grid.yaml"
    path.write_text("product: {as_of: !!python/name:os.system x}", encoding="utf-8")
    with pytest.raises(ContestedError, match="is not YAML"):
        read_grid(str(path), "war")

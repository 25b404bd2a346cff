"""A new case: its name, its worked rows, and that everything works on it at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import validate
from import_files import contents, read, tell

from contested.case import check_case, load
from contested.schema import read_package


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, in which new cases are made, and another folder to work in."""
    folder, here = tmp_path / "data", tmp_path / "here"
    folder.mkdir()
    here.mkdir()
    monkeypatch.setenv("CONTESTED_DATA", str(folder))
    monkeypatch.chdir(here)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new case that no test changes."""
    folder = tmp_path_factory.mktemp("new") / "tarn-2031"
    assert tell("new", str(folder), "--title", "The Tarn war")[0] == 0
    return folder


@pytest.mark.parametrize("name", ["tarn-2031", "a", "7", "a.b_c-d", "x" * 100])
def test_a_name_makes_a_folder_of_the_data(name: str, data: Path) -> None:
    status, out, err = tell("new", name)
    assert (status, err) == (0, "")
    assert out == f"made {data / name}; its README says what to fill in, in which order\n"
    assert check_case(data / name) == []
    assert [path.name for path in data.iterdir()] == [name], "nothing else is left behind"


@pytest.mark.parametrize("path", ["./tarn", "deep/er/tarn", "../there/tarn", "tarn/"])
def test_a_path_makes_a_folder_there(path: str, data: Path) -> None:
    assert tell("new", path)[0] == 0
    assert check_case(Path(path).resolve()) == []
    assert list(data.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["", " ", "..", "/", "-tarn", "_tarn", ".tarn", "tarn war", "Тарн", "tarn!", "x\ny", "deep/.tarn"]
)
def test_what_cannot_be_a_name_is_refused(name: str, data: Path) -> None:
    status, out, err = tell("new", "--", name)
    assert (status, out) == (2, "")
    assert err.startswith("contested: case: ")
    assert "; allowed: " in err
    assert err.count("\n") - name.count("\n") == 1
    assert list(data.iterdir()) == []


def test_a_name_too_long_for_a_folder_is_refused(data: Path) -> None:
    status, _, err = tell("new", "x" * 300)
    assert status == 2
    assert "allowed" in err
    assert "Traceback" not in err
    assert list(data.iterdir()) == []


def test_a_case_that_is_there_is_not_made_again(data: Path) -> None:
    assert tell("new", "tarn")[0] == 0
    before = contents(data)
    for name in ("tarn", str(data / "tarn"), "../data/tarn"):
        status, _, err = tell("new", name)
        assert status == 2
        assert "there is a case" in err
    assert contents(data) == before


def test_a_folder_that_holds_something_else_is_left_alone(data: Path) -> None:
    (data / "notes").mkdir()
    (data / "notes" / "mine.txt").write_text("mine")
    (data / "paper").write_text("mine")
    for name in ("notes", "paper", "./../data/notes", "paper/case"):
        status, _, err = tell("new", name if name != "paper/case" else str(data / name))
        assert status == 2, name
        assert "allowed" in err
    assert contents(data) == {"notes/mine.txt": b"mine", "paper": b"mine"}


def test_an_empty_folder_can_become_a_case(data: Path) -> None:
    (data / "tarn").mkdir()
    for name, folder in (("tarn", data / "tarn"), (".", Path.cwd())):
        assert tell("new", name)[0] == 0
        assert check_case(folder) == []


def test_two_checks_find_no_problem(made: Path) -> None:
    assert check_case(made) == []
    assert validate(made / "datapackage.json").flatten(["type", "note"]) == []
    assert tell("check", "--case", str(made))[0] == 0


def test_every_table_has_a_worked_row(made: Path) -> None:
    tables = read_package(made).tables
    assert set(tables) >= {"claims", "evacuations", "strikes", "sources", "claimants", "places", "metrics", "sides"}
    assert set(tables) >= {"groups", "relations", "anomalies", "left-out"}
    for name, table in tables.items():
        rows = read(made, name)
        assert rows, name
        for field in table.fields:
            assert not field.required or all(each[field.name] for each in rows), (name, field.name)


def test_its_files_bear_its_name_and_title(made: Path) -> None:
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["name"], package["title"]) == ("tarn-2031", "The Tarn war")
    page = (made / "README.md").read_text(encoding="utf-8")
    assert page.startswith("# The Tarn war\n")
    assert "contested check --case tarn-2031" in page
    assert "NAME" not in page


def test_without_a_title_it_has_its_name_as_title(data: Path) -> None:
    tell("new", "tarn-war")
    assert "tarn war" in json.loads((data / "tarn-war" / "datapackage.json").read_text(encoding="utf-8"))["title"]


def test_programs_are_told_the_folder(data: Path) -> None:
    status, out, _ = tell("new", "tarn", "--format", "json")
    assert status == 0
    assert json.loads(out) == {"case": "tarn", "folder": str(data / "tarn")}


@pytest.mark.parametrize(
    "words",
    [
        ["figures"],
        ["figures", "--metric", "personnel_killed"],
        ["spread", "--metric", "personnel_killed"],
        ["compare", "C001", "C003"],
        ["contradictions"],
        ["audit"],
        ["trace", "100"],
        ["origins"],
        ["headlines"],
        ["track-record"],
        ["brief"],
        ["diff", "--from", "2026-01-01", "--to", "2026-01-31"],
        ["check"],
    ],
    ids=" ".join,
)
def test_every_verb_answers(words: list[str], made: Path) -> None:
    for form in ("table", "json"):
        status, out, err = tell(*words, "--case", str(made), "--format", form)
        assert (status, err) == (0, "")
        assert out.strip()


def test_its_example_holds_one_contradiction(made: Path) -> None:
    """The first party's "more than 100" excludes the second party's 12; the agency's 100 repeats the former."""
    assert len(load(str(made)).ledger) == 6
    told = json.loads(tell("contradictions", "--case", str(made), "--kind", "contradiction", "--format", "json")[1])
    assert [(each["a"], each["b"], each["gap"]) for each in told] == [("C001", "C003", 88)]


def test_a_write_that_fails_leaves_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    status, _, err = tell("new", "tarn")
    assert status == 2
    assert "No space left on device" in err
    assert list(data.iterdir()) == []

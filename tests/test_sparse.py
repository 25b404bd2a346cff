"""Any case, however sparse: every notebook and every verb says what is missing, and none of them fails."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from make_case import figure, write_case
from sparse_cases import FOLDERS, in_topic, rows

from contested import parameters, standing, tables, verbs, views
from contested.case import Case, check_case, load
from contested.cli import MAKING, VERBS, main
from contested.conflicts import conflicts
from contested.display import Picture

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
NO_TEXT = re.compile(r"\b(nan|NaN|NaT|None|inf)\b|Traceback|<NA>")

SAID = {
    "claims-only": ("05-what-was-fired", "No dated figure of this kind was found up to this day."),
    "strikes-only": ("04-who-left-home", "No dated figure of this kind was found up to this day."),
    "evacuations-only": ("02-how-much-ground", "No dated figure of this kind was found up to this day."),
    "bare": ("07-how-figures-moved", "No report was found that departs from the statement that it carries."),
    "no-contradiction": ("06-where-accounts-collide", "No contradiction has been found up to this day."),
    "one-side": ("01-who-claims-what", "No figure here can be measured by another."),
    "one-row": ("00-what-is-known", "Only one claimant gives a figure for soldiers lost in Long Valley"),
    "no-row": ("00-what-is-known", "The tables of figures hold no row."),
    "undated": ("00-what-is-known", "No figure of this case is dated."),
    "observers-only": ("00-what-is-known", "all of them with an observer"),
    "eight-parties": ("02-how-much-ground", "8 claimants give figures for land held in Long Valley (subject: Party 0)"),
    "odd-labels": ("03-what-was-lost", '(<b>North</b> & "Sons" *$x_1$*)'),
    "topic-other": ("01-who-claims-what", "have no section in the notebooks on single questions"),
    "facts-only": (
        "01-who-claims-what",
        "1 metric has no section in the notebooks on single questions, with 4 reports.",
    ),
}
"""What a notebook of each case must say."""

NOTHING = {"no-row": "nothing found: the tables of figures hold no row", "undated": "no figure of this case is dated"}
"""What a verb says that finds nothing, where the case is why."""


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A case is read and judged once for all; runs write into a folder of their own; a warning is an error."""
    read, found = {}, {}

    def conflicts_once(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
        key = (case.folder, *statements["id"])
        return found[key] if key in found else found.setdefault(key, conflicts(statements, case))

    for module in (parameters, verbs):
        monkeypatch.setattr(module, "load", lambda name: read.get(name) or read.setdefault(name, load(name)))
    monkeypatch.setattr(standing, "conflicts", conflicts_once)
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def shown(notebook: Path, **given: str) -> list[Any]:
    """What the code cells of a notebook show with these parameters, run in this process."""
    found: list[Any] = []
    names: dict[str, Any] = {"display": found.append}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            *body, last = ast.parse("".join(cell["source"])).body
            if isinstance(last, ast.Expr):
                exec(compile(ast.Module(body, []), notebook.stem, "exec"), names)
                found.append(eval(compile(ast.Expression(last.value), notebook.stem, "eval"), names))
            else:
                exec(compile(ast.Module([*body, last], []), notebook.stem, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= given
    return found


def lines_drawn(picture: Picture) -> int:
    """How many marks, bars and arrows stand on the axes of a picture."""
    axes = picture.figure.axes
    return sum(len(each.lines) + len(each.patches) + len(each.texts) + len(each.collections) for each in axes)


def words_of(verb: str, folder: Path, ids: list[str]) -> list[str] | None:
    """A verb's own words for a case; None where the case has not the two rows that it takes."""
    own = {
        "spread": ["--metric", "lost"],
        "trace": ["5"],
        "diff": ["--from", "2030-05-01", "--to", "2030-06-30"],
        "compare": ids[:2],
        "verify-source": [str(folder / "datapackage.json")],
    }
    return None if verb in ("run", "sweep") or (verb == "compare" and len(ids) < 2) else [verb, *own.get(verb, [])]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_notebook_and_verb_says_what_is_missing(name: str, once: None, tmp_path: Path, capsys: Any) -> None:
    folder = FOLDERS[name](tmp_path / name)
    said = {}
    for notebook in NOTEBOOKS:
        outputs = shown(notebook, case=str(folder))
        text = "\n".join(map(repr, outputs))
        assert not NO_TEXT.search(text), (notebook.stem, NO_TEXT.search(text))
        assert all(lines_drawn(each) for each in outputs if isinstance(each, Picture)), notebook.stem
        said[notebook.stem] = text
    stem, sentence = SAID[name]
    assert sentence in said[stem]
    ids = list(load(str(folder)).ledger["id"])
    for verb in (each for each in VERBS if each not in MAKING):
        words = words_of(verb, folder, ids)
        if words is None:
            continue
        status = main([*words, "--case", str(folder)])
        out, err = capsys.readouterr()
        assert (status, err) == (1 if verb == "verify-source" or (verb, status) == ("compare", 1) else 0, ""), verb
        assert out.strip() and not NO_TEXT.search(out), (verb, out)
        if "nothing found" in out and (verb, name) != ("trace", "undated"):
            assert NOTHING.get(name, "") in out, (verb, out)


@pytest.mark.parametrize(("name", "drawn"), [("odd-labels", 3), ("eight-parties", 3)])
def test_charts_of_odd_cases_become_pictures(name: str, drawn: int, once: None, tmp_path: Path) -> None:
    folder = FOLDERS[name](tmp_path / name)
    pictures = [each.png() for each in shown(NOTEBOOKS[0], case=str(folder)) if isinstance(each, Picture)]
    assert all(each.startswith(b"\x89PNG") for each in pictures) and len(pictures) >= drawn


@pytest.mark.parametrize("case_format", ["json", "csv"])
def test_programs_get_an_empty_answer_of_an_empty_case(
    case_format: str, once: None, tmp_path: Path, capsys: Any
) -> None:
    folder = FOLDERS["no-row"](tmp_path / "no-row")
    for verb in (each for each in VERBS if each not in MAKING):
        words = words_of(verb, folder, [])
        if words and verb != "verify-source":
            assert main([*words, "--case", str(folder), "--format", case_format]) == 0
            out, err = capsys.readouterr()
            assert err == "" and (case_format == "csv" or json.loads(out) is not None)


def test_a_day_before_everything_shows_nothing_and_says_so(once: None, tmp_path: Path) -> None:
    folder = FOLDERS["claims-only"](tmp_path / "case")
    text = "\n".join(map(repr, shown(NOTEBOOKS[0], case=str(folder), as_of="2029-01-01", seed="page-1")))
    assert "No figure of this case was said up to 2029-01-01." in text
    assert "No figure of that document was said in the days asked for." in text and "North Army" not in text


def test_a_real_run_of_a_sparse_case(tmp_path: Path) -> None:
    folder = FOLDERS["undated"](tmp_path / "case")
    words = ["run", "--case", str(folder), "--notebook", "00-what-is-known", "--format", "json"]
    mine = {**os.environ, "CONTESTED_BUILD": str(tmp_path / "build"), "JUPYTER_PREFER_ENV_PATH": "1"}
    command = [sys.executable, "-m", "contested", *words]
    done = subprocess.run(command, cwd=tmp_path, env=mine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = json.loads(done.stdout)
    assert "No figure of this case is dated." in Path(row["report"]).read_text(encoding="utf-8")


def test_a_statement_of_fact_is_no_headline_with_a_range(tmp_path: Path, capsys: Any) -> None:
    folder = FOLDERS["facts-only"](tmp_path / "case")
    assert main(["headlines", "--case", str(folder)]) == 0
    assert capsys.readouterr().out == "nothing found\n"
    assert main(["brief", "--case", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "the ledger holds no dated figure for fighting." in told and "the lowest is" not in told


# The day as of which a case without a dated row is read.

LATER = {"event_end": "2030-05-12", "recorded_on": "2030-07-01"}


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({}, "2030-05-12"),  # the last day that a figure is about
        ({"event_end": "", "event_start": ""}, "2030-07-01"),  # the pages have no day: when it was recorded
    ],
)
def test_without_a_dated_row_the_day_is_the_last_one_that_a_row_names(cells: dict[str, str], day: str, world) -> None:
    case = world(figure("u", "monitor", "lost", "7", "", **{**LATER, **cells}))
    assert f"{views.last_day(case.ledger):%Y-%m-%d}" == day


def test_without_a_row_the_day_is_that_of_the_ledger(world) -> None:
    assert views.last_day(world().ledger) == views.NO_DAY
    asked = parameters.read(world(figure("a", "monitor", "lost", "7")), known_on="2029-01-01")
    assert (f"{asked.when:%Y-%m-%d}", asked.start <= asked.when) == ("2029-01-01", True)


# What no section shows.


def test_topics_that_the_notebooks_ask_about_are_those_that_count_as_shown() -> None:
    asked: set[str] = set()
    for notebook in NOTEBOOKS:
        text = notebook.read_text(encoding="utf-8")
        for listed in re.findall(r"(?:desk\.(?:on|spread|history|newest)|figures\.rests)\(([^)]*)\)", text):
            asked |= set(re.findall(r'\\"([a-z]+)\\"', listed.split("=")[0]))
    # Of forces only groups are shown, of zones only what their parts leave.
    assert asked - {"forces", "zone"} == set(tables.ASKED)


def test_metrics_without_a_section_are_told_with_their_counts_and_latest_statement(world) -> None:
    figures = [*rows(), figure("T09", "north-army", "lost", "600", "2030-05-12", basis="cumulative")]
    case = world(*figures, metrics=in_topic("support"))
    told = tables.apart(verbs.standing(case, views.last_day(case.ledger)).rows, case)
    assert told[["label", "topic", "reports", "figure", "id"]].to_numpy().tolist() == [
        ["soldiers lost", "support", 3, "600", "T09"],
        ["fighting", "support", 2, "denied", "T06"],
        ["land held", "support", 2, "90 km²", "T04"],
    ]


# Control characters.


@pytest.mark.parametrize(
    ("sign", "name"), [("\x00", "U+0000"), ("\x1b", "U+001B"), ("\x7f", "U+007F"), ("\x9b", "U+009B")]
)
def test_a_control_character_is_refused_with_its_place(sign: str, name: str, tmp_path: Path) -> None:
    good = figure("a", "monitor", "lost", "5", note="one\ttwo\nthree")
    folder = write_case(tmp_path / "case", [good, figure("b", "monitor", "lost", "5", note=f"od{sign}d")])
    (problem,) = check_case(folder)
    assert (Path(problem.file).name, problem.line, problem.column) == ("claims.csv", 4, "note")
    assert problem.what == f"'od<{name}>d' holds a control character"


# Wrong parameters of a run.


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("units", "imperial"), ("sides", "north,nobody"), ("start", "in May"), ("start", "2031-01-01"),
        ("seed", "no-such"), ("known_on", "2030-02-30"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_refused_before_any_notebook_starts(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    folder = FOLDERS["one-row"](tmp_path / "case")
    status = main(["run", "--case", str(folder), "-p", name, value])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1 and err.startswith(f"contested: {name}: ") and "; allowed: " in err
    assert not (tmp_path / "build").exists()

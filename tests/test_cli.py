"""The command line: help with examples, answers for people and programs, refusals in one sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from contested import verbs
from contested.case import Case, load
from contested.cli import VERBS, main
from contested.schema import read_package

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "kursk-2024"
DAY = "2024-08-14"

Said = Any  # what pytest's capsys has caught


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, kursk: Case) -> None:
    """The case of the project is not loaded anew for every command; any other case is."""
    monkeypatch.setattr(verbs, "load", lambda name: kursk if name == "kursk-2024" else load(name))


def ask(capsys: Said, *words: str) -> tuple[int, str, str]:
    """Run a command in this process: its exit status, what it printed and what it complained about."""
    try:
        status = main(words)
    except SystemExit as stop:
        status = int(stop.code or 0)
    caught = capsys.readouterr()
    return status, caught.out, caught.err


def answer(capsys: Said, *words: str) -> Any:
    status, out, err = ask(capsys, *words, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


# Help.


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_with_an_example(verb: str, capsys: Said) -> None:
    status, out, err = ask(capsys, verb, "--help")
    assert (status, err) == (0, "")
    assert re.search(rf"^example: contested {verb}\b", out, re.MULTILINE)
    assert {"new": "name", "import": "--into"}.get(verb, "--case") in out


@pytest.mark.parametrize("verb", ["run", "figures", "spread", "contradictions", "audit", "trace"])
def test_each_verb_about_a_day_takes_one(verb: str, capsys: Said) -> None:
    assert "--as-of" in ask(capsys, verb, "--help")[1]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_takes_a_format(verb: str, capsys: Said) -> None:
    assert "--format {table,json,csv}" in ask(capsys, verb, "--help")[1]


def test_help_names_all_verbs_and_the_exit_status(capsys: Said) -> None:
    status, out, _ = ask(capsys, "--help")
    assert status == 0
    assert {"run", "check", "figures", "spread", "contradictions", "audit", "trace", "verify-source"} <= set(
        out.split()
    )
    assert "exit status: 0 done; 1 " in out


def test_help_loads_nothing_that_is_slow() -> None:
    code = (
        "import sys\n"
        "from contested.cli import main\n"
        "try:\n    main(['figures', '--help'])\nexcept SystemExit:\n    pass\n"
        "slow = {'pandas', 'numpy', 'matplotlib', 'papermill', 'contested.case'}\n"
        "print('loaded:', *slow & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


# Those that run notebooks, make a case or read a file are tested with folders and files of their own.
APART = ("run", "sweep", "verify-source", "new", "import")
EXAMPLES = {verb: example for verb, (_, example, _) in VERBS.items() if verb not in APART}


@pytest.mark.parametrize("verb", EXAMPLES)
def test_the_example_of_the_help_works(verb: str, capsys: Said) -> None:
    status, out, err = ask(capsys, *shlex.split(EXAMPLES[verb])[1:])
    assert (status, err) == (0, "")
    assert out.strip()


# The commands of the README.


def readme_commands() -> list[str]:
    """Commands in the README's shell blocks, or one that fails when there are none."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    found = [line.strip().removeprefix("$ ") for line in lines]
    return [line for line in found if line.split(" ")[0] in ("contested", "papermill")]


def test_the_readme_shows_commands() -> None:
    verbs = {command.split()[1] for command in readme_commands() if command.startswith("contested ")}
    assert {"run", "check", "figures", "spread", "contradictions", "audit", "trace"} <= verbs
    assert any(command.startswith("papermill ") for command in readme_commands())


@pytest.mark.parametrize("command", readme_commands())
def test_a_command_of_the_readme_works(command: str, tmp_path: Path) -> None:
    for name in ("notebooks", "seeds", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "grid.yaml").write_text(
        "{list: [{as_of: 2024-08-14}], notebooks: [05-what-was-fired]}", encoding="utf-8"
    )
    if command.startswith("contested run") and "--notebook" not in command:
        command = command.replace("contested run", "contested run --notebook 00-what-is-known", 1)
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": tools, "CONTESTED_BUILD": str(tmp_path / "build")}
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or (tmp_path / "out.ipynb").exists()


# Wrong use.

WRONG = {
    "figures --metric no_such": ("metric", "no_such"),
    "figures --place no-such": ("place", "no-such"),
    "figures --claimant no-such": ("claimant", "no-such"),
    "figures --subject north": ("subject", "north"),
    "figures --case no-such": ("case", "no-such"),
    "check --case no-such": ("case", "no-such"),
    "figures --as-of 2024-02-30": ("as_of", "2024-02-30"),
    "figures --as-of yesterday": ("as_of", "yesterday"),
    "figures --as-of 14.08.2024": ("as_of", "14.08.2024"),
    "spread --metric no_such": ("metric", "no_such"),
    "spread --metric settlements_controlled --as-of 2024-13-01": ("as_of", "2024-13-01"),
    "contradictions --metric no_such": ("metric", "no_such"),
    "audit --metric no_such": ("metric", "no_such"),
    "audit --as-of x": ("as_of", "x"),
    "trace many": ("number", "many"),
    "trace 74 --metric no_such": ("metric", "no_such"),
    "run --jobs 0": ("jobs", "0"),
    "run --jobs -3": ("jobs", "-3"),
    "run --notebook no-such": ("notebook", "no-such"),
    "run --notebook 00-what-is-known -p speed 3": ("speed", "speed"),
    "run -p as_of 2024-08-01": ("as_of", "as_of"),
    "run -p case no-such": ("case", "case"),
    "run --as-of 2024-02-30": ("as_of", "2024-02-30"),
    "verify-source no-such.txt": ("file", "no-such.txt"),
    "verify-source no-such.txt --seed no-such": ("seed", "no-such"),
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_is_refused_in_one_sentence(words: str, capsys: Said) -> None:
    parameter, value = WRONG[words]
    status, out, err = ask(capsys, *words.split())
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1 and err.startswith(f"contested: {parameter}: ")
    sentence, _, allowed = err.partition("; allowed: ")
    assert value in sentence and allowed.strip()


@pytest.mark.parametrize(
    "words", ["", "no-such-verb", "spread", "trace", "figures --format xml", "contradictions --kind x"]
)
def test_words_that_make_no_command_are_wrong_use(words: str, capsys: Said) -> None:
    status, out, err = ask(capsys, *words.split())
    assert (status, out) == (2, "")
    assert err.startswith("usage: ") and "Traceback" not in err


# Answers.


def test_figures_have_every_column_and_their_bounds(capsys: Said) -> None:
    rows = answer(capsys, "figures", "--metric", "strikes")
    package = read_package(FOLDER)
    columns = {name for table in ("claims", "evacuations", "strikes") for name in package.tables[table].columns}
    assert rows and all(columns | {"lower", "upper", "lower_open", "upper_open"} <= set(row) for row in rows)


# Of the seed article: 15 mi2 to the inch-defined mile, up to 420, more than 2,000, about 121,000, nearly 2,000, 1 to 3.
BOUNDS = {
    "A01": (38.849821655, 38.849821655, False, False, "km2"),
    "A09": (1, 3, False, False, "km"),
    "A13": (0, 420, False, False, "people"),
    "A20": (74, 74, False, False, "settlements"),
    "A27": (114950, 127050, False, False, "people"),
    "A33": (2000, None, True, True, "strikes"),
    "A42": (1800, 2000, False, True, "strikes"),
}


@pytest.fixture(scope="module")
def everything() -> list[dict[str, Any]]:
    """All figures as JSON, from a command of its own."""
    words = [sys.executable, "-m", "contested", "figures", "--case", "kursk-2024", "--format", "json"]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


@pytest.mark.parametrize("row", BOUNDS)
def test_bounds_are_in_the_canonical_unit_and_null_where_unbounded(row: str, everything: list) -> None:
    found = next(each for each in everything if each["id"] == row)
    lower, upper, lower_open, upper_open, unit = BOUNDS[row]
    assert found["lower"] == pytest.approx(lower)
    assert found["upper"] == (upper if upper is None else pytest.approx(upper))
    assert (found["lower_open"], found["upper_open"], found["canonical_unit"]) == (lower_open, upper_open, unit)


def test_figures_keep_what_was_printed(everything: list) -> None:
    found = {each["id"]: each for each in everything}
    printed = ("qualifier", "value", "low", "high", "unit")
    assert [found["A01"][name] for name in printed] == ["exact", 15, None, None, "mi2"]
    assert [found["A09"][name] for name in printed] == ["between", None, 1, 3, "km"]


def test_figures_without_a_day_are_all_figures(everything: list) -> None:
    ids = {row["id"] for name in ("claims", "evacuations", "strikes") for row in read(FOLDER / f"{name}.csv")}
    assert {row["id"] for row in everything} == ids
    assert len(everything) == len(ids)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_figures_as_of_a_day_leave_out_later_and_undated_rows(capsys: Said) -> None:
    wanted = {
        row["id"]
        for name in ("claims", "evacuations", "strikes")
        for row in read(FOLDER / f"{name}.csv")
        if row["said_on"] and row["said_on"][:10] <= DAY
    }
    assert {row["id"] for row in answer(capsys, "figures", "--as-of", DAY)} == wanted


@pytest.mark.parametrize(
    ("option", "column", "value"),
    [
        ("--subject", "subject", "ukraine"),
        ("--place", "place_id", "sumy-oblast"),
        ("--claimant", "claimant_id", "deepstate"),
        ("--metric", "metric_id", "tanks_lost"),
    ],
)
def test_figures_can_be_narrowed(option: str, column: str, value: str, capsys: Said, everything: list) -> None:
    rows = answer(capsys, "figures", option, value)
    assert rows and [row["id"] for row in rows] == [row["id"] for row in everything if row[column] == value]


def test_contradictions_have_kind_rows_gap_ratio_and_reason(capsys: Said, everything: list) -> None:
    rows = answer(capsys, "contradictions", "--as-of", "2024-08-15", "--metric", "settlements_controlled")
    assert {row["kind"] for row in rows} <= {"contradiction", "stance", "discrepancy", "revision"}
    who = {row["id"]: row["claimant_id"] for row in everything}
    pair = next(row for row in rows if {who[row["a"]], who[row["b"]]} == {"meduza-assessment", "syrskyi"})
    # Of 15 August 2024: 45 to 50 settlements against 82.
    assert (pair["kind"], pair["gap"], pair["unit"]) == ("contradiction", 32, "settlements")
    assert pair["ratio"] == pytest.approx(82 / 50)
    assert "82" in pair["reason"] and "do not meet" in pair["reason"]


def test_the_stance_of_14_august_is_advancing_against_halted(capsys: Said, everything: list) -> None:
    rows = answer(capsys, "contradictions", "--kind", "stance", "--as-of", DAY)
    assert {row["kind"] for row in rows} == {"stance"}
    told = {each["id"]: (each["subject"], each["metric_id"], each["value"], each["side"]) for each in everything}
    pairs = [
        {told[row["a"]], told[row["b"]]} for row in rows if {row["a"], row["b"]} <= {f"A{n:02}" for n in range(43)}
    ]
    advancing, halted = ("ukraine", "advance_ongoing", 1, "ukraine"), ("ukraine", "advance_ongoing", 0, "russia")
    assert {advancing, halted} in pairs


def test_the_spread_has_the_metric_its_range_and_each_claimants_latest(capsys: Said) -> None:
    found = answer(capsys, "spread", "--metric", "settlements_controlled", "--as-of", DAY)
    assert (found["metric"], found["as_of"], found["place_id"]) == ("settlements_controlled", DAY, "kursk-oblast")
    given = {row["claimant_id"]: row["value"] for row in found["figures"]}
    assert given["smirnov"] == 28 and given["syrskyi"] == 74
    assert len(given) == len(found["figures"])
    lowest, highest = found["range"]["lower"], found["range"]["upper"]
    assert lowest == min(row["lower"] for row in found["figures"])
    assert highest is None or highest >= 74


def test_a_number_is_traced_to_its_origins_and_reports(capsys: Said, everything: list) -> None:
    found = answer(capsys, "trace", "74", "--metric", "settlements_controlled")
    wanted = {row["id"] for row in everything if row["metric_id"] == "settlements_controlled" and row["value"] == 74}
    rows = found["rows"]
    assert {row["id"] for row in rows} == wanted
    assert found["number"] == 74 and found["reports"] == len(wanted)
    assert found["origins"] == len({row["origin"] for row in rows}) < found["reports"]
    assert found["publishers"] == len({row["publisher"] for row in rows})
    assert all(row["claimant_id"] and row["publisher"] and row["locator"] for row in rows)


def test_a_number_is_traced_as_it_is_printed(capsys: Said) -> None:
    found = answer(capsys, "trace", "133,190")
    assert {row["claimant_id"] for row in found["rows"]} >= {"smirnov"}
    assert {row["metric_id"] for row in found["rows"]} >= {"evacuated"}


def test_a_number_that_nobody_gave_is_not_found(capsys: Said) -> None:
    found = answer(capsys, "trace", "987654321")
    assert (found["reports"], found["rows"]) == (0, [])


def test_the_audit_names_parts_that_exceed(capsys: Said) -> None:
    rows = answer(capsys, "audit", "--as-of", "2025-04-24")
    assert {"drop", "parts"} <= {row["kind"] for row in rows}
    assert {row["to_id"] for row in rows if row["kind"] == "parts"} >= {"E0173", "S0382"}


@pytest.mark.parametrize(
    "words",
    ["figures --metric area_controlled", f"contradictions --as-of {DAY}", f"audit --as-of {DAY}", "trace 74"],
)
def test_csv_holds_the_same_as_json(words: str, capsys: Said) -> None:
    document = answer(capsys, *words.split())
    rows = document["rows"] if isinstance(document, dict) else document
    status, out, _ = ask(capsys, *words.split(), "--format", "csv")
    table = pd.read_csv(io.StringIO(out), keep_default_na=False, dtype=str)
    assert status == 0 and len(table) == len(rows) > 0
    for cells, row in zip(table.to_dict("records"), rows, strict=True):
        for name, value in row.items():
            assert same(cells[name], value), (name, cells[name], value)


def same(cell: str, value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(cell) == pytest.approx(value)
    return cell == ("" if value is None else str(value))


def test_figures_as_a_table_show_claimant_figure_day_and_publisher(capsys: Said) -> None:
    status, out, _ = ask(capsys, "figures", "--claimant", "deepstate", "--metric", "settlements_controlled")
    head = out.splitlines()[0].split()
    assert status == 0 and head[:3] == ["id", "claimant", "figure"] and {"said", "publisher"} <= set(head)
    assert "DeepState" in out


# The check.


def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    shutil.copytree(FOLDER, folder)
    changes = [
        ("claims", 4, "qualifier", "roughly"),
        ("claims", 5, "said_on", "2024-02-30"),
        ("evacuations", 2, "unit", "bananas"),
        ("strikes", 7, "origin_id", "nowhere"),
        ("metrics", 3, "units", "parsecs"),
        ("sides", 2, "colour", "blue"),
    ]
    for table, line, column, cell in changes:
        path = folder / f"{table}.csv"
        rows = read(path)
        rows[line - 2][column] = cell
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


PROBLEMS = [
    "claims.csv:4:qualifier",
    "claims.csv:5:said_on",
    "evacuations.csv:2:unit",
    "strikes.csv:7:origin_id",
    "metrics.csv:3:units",
    "sides.csv:2:colour",
]


def test_the_check_of_a_sound_case_is_silent_and_done(capsys: Said) -> None:
    assert ask(capsys, "check") == (0, "no problems\n", "")
    assert answer(capsys, "check") == []


def test_the_check_lists_every_problem_with_its_place(tmp_path: Path, capsys: Said) -> None:
    folder = broken(tmp_path)
    status, out, err = ask(capsys, "check", "--case", str(folder))
    assert (status, err) == (1, "")
    for place in PROBLEMS:
        assert re.search(rf"^{re.escape(f'{folder}/{place}')}: [^;]+; .+$", out, re.MULTILINE), place
    assert all(re.match(r"\S+\.csv:\d+:\w+: ", line) for line in out.splitlines())


def test_the_check_gives_the_same_problems_to_programs(tmp_path: Path, capsys: Said) -> None:
    status, out, _ = ask(capsys, "check", "--case", str(broken(tmp_path)), "--format", "json")
    rows = json.loads(out)
    assert status == 1
    assert set(PROBLEMS) <= {f"{Path(row['file']).name}:{row['line']}:{row['column']}" for row in rows}
    assert all(row["what"] and row["allowed"] for row in rows)


@pytest.mark.parametrize("words", ["figures", "spread --metric area_controlled", "trace 74", "run"])
def test_a_broken_case_answers_nothing_but_its_problems(words: str, tmp_path: Path, capsys: Said) -> None:
    status, out, err = ask(capsys, *words.split(), "--case", str(broken(tmp_path)))
    assert (status, out) == (1, "")
    assert all(place in err for place in PROBLEMS) and "Traceback" not in err

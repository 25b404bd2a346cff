"""No module of the library and no notebook names a side that is a party, a claimant or a place of any case."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted(path.parent for path in [*ROOT.glob("data/*/datapackage.json"), *ROOT.glob("tests/*/datapackage.json")])
TEXTS = sorted(
    path
    for path in (ROOT / "contested").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

ORDINARY = {
    "shot": "the past of shoot: the library says of weapons that they were shot down; here a channel named Shot",
}
"""Names that are ordinary English words too, each with the reason why it stands in code."""

SHORT = 4
"""A name of fewer letters is looked for in capitals only, as a whole word: it is an abbreviation or nothing."""


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def names() -> dict[str, str]:
    """Every name of a party, a claimant or a place of a case, in small letters, and where it stands; an id as words
    too."""
    found: dict[str, str] = {}
    for folder in CASES:
        sides = [row for row in rows(folder, "sides") if row["role"] == "party"]
        for table, listed in (("sides", sides), *((each, rows(folder, each)) for each in ("claimants", "places"))):
            for row in listed:
                told = [row["id"], row.get("name") or row.get("label") or "", *row.get("aliases", "").split("|")]
                for name in filter(None, (each.strip() for each in (*told, row["id"].replace("-", " ")))):
                    found.setdefault(name.casefold(), f"{folder.name}/{table}.csv, {row['id']}")
    return found


@cache
def searched() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is looked for whatever its capitals, and in capitals only."""
    long, short = [], []
    for name in names():
        if name not in ORDINARY:
            (short if sum(map(str.isalpha, name)) < SHORT else long).append(name)
    spelt = ["|".join(map(re.escape, sorted(each, key=len, reverse=True))) for each in (long, map(str.upper, short))]
    # A word ends where no letter, digit or mark goes on; "_" joins words in code, and "-" parts them in ids.
    whole = [re.compile(rf"(?<![^\W_])(?:{each})(?![^\W_])") for each in spelt]
    return re.compile(whole[0].pattern, re.IGNORECASE), whole[1]


def named(text: str) -> Iterator[str]:
    """The names of cases in a text, each with its line and where the name comes from."""
    # Not casefold: it may change the length of a text; no name of a case needs it.
    for pattern in searched():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"line {line}: {match[0]!r} ({names().get(match[0].casefold(), '')})"


def sources(notebook: Path) -> Iterator[str]:
    """The source of each cell; in the parameters cell the value of its first parameter, the case, is left out.

    It is exempt by its place, whatever it is; the comment behind it and all other parameters are read.
    """
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", []):
            first = ast.parse(text).body[0]
            assert isinstance(first, ast.AnnAssign) and isinstance(first.value, ast.Constant)
            assert ast.unparse(first.target) == "case" and first.value.lineno == first.value.end_lineno == 1
            text = text[: first.value.col_offset] + text[first.value.end_col_offset :]
        yield text


def test_the_guard_looks_at_cases_modules_and_notebooks() -> None:
    assert {"kursk-2024", "made_up_war"} <= {folder.name for folder in CASES}
    assert len(TEXTS) > 60 and len(NOTEBOOKS) >= 8
    assert {"cli.py", "sides.py", "report.html.j2", "datapackage.json", "house.mplstyle"} <= {
        each.name for each in TEXTS
    }
    assert {"ukraine", "russia", "sudzha", "ganvarat", "полковник ждан вересов"} <= set(names())
    assert not {"western", "unknown", "both", "onlookers"} & set(names())  # sides that are no party
    assert set(ORDINARY) <= set(names())


def test_the_guard_sees_names_as_whole_words_and_short_ones_in_capitals_only() -> None:
    for text in ("in KURSK-OBLAST", "of_sudzha_and", "Kursk Oblast's", "# Дивный: Чирток.", "גנבו בית ארזן"):
        assert list(named(text)), text
    for text in ("sudzhan", "Shot down", "is we", "una", "western"):
        assert not list(named(text)), text
    short = [name for name in names() if sum(map(str.isalpha, name)) < SHORT]
    assert short and all(list(named(f"x {name.upper()}, y")) for name in short)
    assert not any(list(named(f"x {name.lower()}, y")) for name in short)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_library_names_what_is_in_a_case(path: Path) -> None:
    assert list(named(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_names_what_is_in_a_case(path: Path) -> None:
    assert [each for text in sources(path) for each in named(text)] == []


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("", "", []),
        ('"kursk-2024"', '"sudzha"', []),  # the value of the case, whatever it is
        ("# a case:", "# a case, as of Sudzha:", ["'Sudzha'"]),
        ('sides: str = ""', 'sides: str = "ganvarat"', ["'ganvarat'"]),
        ('seed: str = ""', 'seed: str = "kursk-oblast"', ["'kursk-oblast'"]),
    ],
)
def test_only_the_case_of_the_parameters_is_exempt(old: str, new: str, seen: list[str], tmp_path: Path) -> None:
    notebook = json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))
    (cell,) = [each for each in notebook["cells"] if "parameters" in each["metadata"].get("tags", [])]
    assert old in "".join(cell["source"])
    cell["source"] = "".join(cell["source"]).replace(old, new)
    path = tmp_path / "edited.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert [each.split(": ", 1)[1].split(" (")[0] for text in sources(path) for each in named(text)] == seen

"""The notebooks as they are stored: executed, in one anatomy, readable without eyes, nothing of the machine in them."""

from __future__ import annotations

import ast
import base64
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PARAMETERS = ["case", "as_of", "start", "sides", "units", "seed", "known_on", "metric"]
QUESTIONS = [
    "00-what-is-known", "01-who-claims-what", "02-how-much-ground", "03-what-was-lost", "04-who-left-home",
    "05-what-was-fired", "06-where-accounts-collide", "07-how-figures-moved",
]  # fmt: skip

Cell = dict[str, Any]
every_notebook = pytest.mark.parametrize("name", QUESTIONS)


def read(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def of_kind(name: str, kind: str) -> list[Cell]:
    return [cell for cell in read(name)["cells"] if cell["cell_type"] == kind]


def outputs(name: str) -> list[dict[str, Any]]:
    return [output for cell in of_kind(name, "code") for output in cell["outputs"]]


def shown(output: dict[str, Any], kind: str) -> str:
    return "".join(output.get("data", {}).get(kind, ""))


def test_there_is_a_notebook_for_each_question() -> None:
    assert NAMES == QUESTIONS


@every_notebook
def test_it_is_a_valid_notebook_with_ids_of_its_own(name: str) -> None:
    nbformat.validate(read(name))
    ids = [cell["id"] for cell in read(name)["cells"]]
    assert len(set(ids)) == len(ids)


# Stored as a clean run from top to bottom.


@every_notebook
def test_cells_are_stored_executed_in_order(name: str) -> None:
    counts = [cell["execution_count"] for cell in of_kind(name, "code")]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_each_cell_that_ends_in_an_expression_shows_something(name: str) -> None:
    for cell in of_kind(name, "code"):
        if isinstance(ast.parse(source(cell)).body[-1], ast.Expr):
            said = [text for output in cell["outputs"] for text in (shown(output, "text/plain"),) if text.strip()]
            assert said, source(cell)


@every_notebook
def test_outputs_are_results_and_neither_errors_nor_streams(name: str) -> None:
    kinds = {output["output_type"] for output in outputs(name)}
    assert kinds == {"execute_result", "display_data"}


@every_notebook
def test_outputs_hold_nothing_of_the_machine(name: str) -> None:
    texts = [shown(output, kind) for output in outputs(name) for kind in ("text/plain", "text/html", "text/markdown")]
    told = "\n".join([*texts, json.dumps([output["metadata"] for output in outputs(name)])])
    assert str(ROOT) not in told
    assert re.findall(r"(?<![\w/.])/(?:home|root|tmp|usr|var|work|Users)/\S*|\b[A-Z]:\\\S+", told) == []
    assert re.findall(r"\b0x[0-9a-f]{5,}|Warning:|Traceback", told) == []


@every_notebook
def test_metadata_hold_no_times_and_no_version_of_python(name: str) -> None:
    notebook = read(name)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in notebook["metadata"]["language_info"]
    assert {key for cell in notebook["cells"] for key in cell["metadata"]} <= {"tags"}


# One anatomy.


@every_notebook
def test_it_has_16_to_28_cells_about_half_of_them_prose(name: str) -> None:
    cells, prose = read(name)["cells"], of_kind(name, "markdown")
    assert 16 <= len(cells) <= 28
    assert len(prose) / len(cells) >= 0.45
    assert all(source(cell).strip() for cell in cells)


@every_notebook
def test_its_title_is_a_question(name: str) -> None:
    title = read(name)["cells"][0]
    assert title["cell_type"] == "markdown"
    assert re.fullmatch(r"# [A-Z][^#\n]+\?", source(title).strip())
    titles = [line for cell in of_kind(name, "markdown") for line in source(cell).splitlines() if line.startswith("# ")]
    assert len(titles) == 1


@every_notebook
def test_it_says_what_is_counted_first_and_its_limits_last(name: str) -> None:
    headings = re.findall(r"^## (.+)$", "\n".join(map(source, of_kind(name, "markdown"))), re.MULTILINE)
    assert headings[:3] == ["What is counted", "Coverage", "The bottom line"]
    assert headings[-1] == "Limits"
    assert source(read(name)["cells"][1]).startswith("## What is counted")


@pytest.mark.parametrize("name", ["00-what-is-known", "02-how-much-ground", "03-what-was-lost", "04-who-left-home"])
def test_a_headline_is_told_under_other_rules_before_the_limits(name: str) -> None:
    headings = re.findall(r"^## (.+)$", "\n".join(map(source, of_kind(name, "markdown"))), re.MULTILINE)
    assert headings[-2:] == ["The headline under other rules", "Limits"]


@every_notebook
def test_its_parameters_are_typed_and_commented(name: str) -> None:
    tagged = [cell for cell in read(name)["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    assert tagged == [read(name)["cells"][2]]
    lines = source(tagged[0]).splitlines()
    assert all(re.fullmatch(r'\w+: str = "[^"]*"  # \S.*\S', line) for line in lines)
    assert [line.partition(":")[0] for line in lines] == PARAMETERS


def test_all_notebooks_take_the_same_parameters() -> None:
    assert len({source(read(name)["cells"][2]) for name in QUESTIONS}) == 1


@every_notebook
def test_code_cells_are_short(name: str) -> None:
    lines = [len(source(cell).splitlines()) for cell in of_kind(name, "code")]
    assert max(lines) <= 12
    assert sorted(lines)[len(lines) // 2] <= 5


@every_notebook
def test_code_defines_nothing_and_uses_no_tricks_of_the_shell(name: str) -> None:
    for cell in of_kind(name, "code"):
        text = source(cell)
        assert not re.search(r"^\s*[%!]|;\s*$", text, re.MULTILINE), text
        nodes = list(ast.walk(ast.parse(text)))
        assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]
        assert not [node for node in nodes if isinstance(node, ast.Attribute) and node.attr == "style"], text


@every_notebook
def test_no_number_of_the_data_is_typed_into_prose(name: str) -> None:
    prose = "\n".join(map(source, of_kind(name, "markdown")))
    numbers = set(re.findall(r"(?<![\w-])\d[\d,.]*\d|(?<![\w-])\d(?![\w-])", prose))
    # Rules of the method and not figures of the case: the days looked back, and how much of a page was read.
    assert numbers <= {"14", "2,000", "0", "1"}, numbers


# Tables and pictures.


@every_notebook
def test_tables_are_short_and_say_what_they_are_and_who_printed_it(name: str) -> None:
    tables = [shown(output, "text/html") for output in outputs(name) if shown(output, "text/html")]
    assert len(tables) >= 4
    for table in tables:
        assert 1 <= table.partition("<tbody>")[2].count("<tr>") <= 12
        assert re.search(r"<caption[^>]*>[^<]+</caption>", table)
        assert re.search(r'<p class="note">[^<]*As of \d{4}-\d{2}-\d{2}; data \d', table)
        assert '<th scope="col"' in table and '<th scope="row"' in table


@every_notebook
def test_pictures_can_be_read_without_eyes(name: str) -> None:
    pictures = [output for output in outputs(name) if "image/png" in output.get("data", {})]
    assert pictures
    for output in pictures:
        alt = output["metadata"]["image/png"]["alt"]
        assert len(alt) > 40 and re.search(r"\d", alt)
        assert re.fullmatch(re.escape(alt) + r" \[data [0-9a-f]{12}\]", shown(output, "text/plain"))
        assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")
    assert len({output["metadata"]["image/png"]["alt"] for output in pictures}) == len(pictures)


@every_notebook
def test_a_sentence_is_the_same_as_text_and_as_markdown(name: str) -> None:
    said = [output for output in outputs(name) if shown(output, "text/markdown")]
    assert said
    for output in said:
        plain = shown(output, "text/plain").splitlines()
        marked = re.sub(r"\\([\\`*_\[\]<>$#|~])", r"\1", shown(output, "text/markdown"))
        assert marked in (" ".join(plain), "\n".join(f"- {line}" for line in plain))

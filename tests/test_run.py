"""Running: from any folder, refusing wrong parameters, the same bytes again, no report before it is whole."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from contested.parameters import open_desk
from contested.problems import ContestedError
from contested.report import clean

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
ONE = "00-what-is-known"
DAY = "2024-08-14"


def start(words: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in another folder; what it writes goes into build/ there."""
    mine = {**os.environ, "CONTESTED_BUILD": str(folder / "build"), "JUPYTER_PREFER_ENV_PATH": "1", **environment}
    mine["PATH"] = f"{TOOLS}{os.pathsep}{mine['PATH']}"
    return subprocess.run(words, cwd=folder, env=mine, capture_output=True, text=True, check=False)


def papermill(folder: Path, *given: str, notebook: str = ONE) -> subprocess.CompletedProcess[str]:
    target = str(ROOT / "notebooks" / f"{notebook}.ipynb")
    return start(["papermill", target, "out.ipynb", "--no-progress-bar", *given], folder)


def contested(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return start([sys.executable, "-m", "contested", *words], folder, **environment)


@pytest.fixture(scope="module")
def by_papermill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own in which papermill has run one notebook as of a day."""
    folder = tmp_path_factory.mktemp("papermill")
    done = papermill(folder, "-p", "case", "kursk-2024", "-p", "as_of", DAY)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def by_contested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the report that the command line has made of the same notebook and day."""
    folder = tmp_path_factory.mktemp("contested")
    words = ["run", "--case", "kursk-2024", "--as-of", DAY, "--notebook", ONE, "--format", "json"]
    done = contested(folder, *words)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["notebook"], row["error"]) == (ONE, "")
    return Path(row["report"]).parent


def results(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


# From any folder.


def test_a_run_writes_its_numbers_and_nothing_elsewhere(by_papermill: Path) -> None:
    written = by_papermill / "build" / "kursk-2024" / DAY / ONE
    told = results(written)
    tables = {f"{name}.csv" for name in told["tables"]} | {f"{name}-chart.csv" for name in told["charts"]}
    assert {path.name for path in written.iterdir()} == {"results.json", *tables}
    assert {path.name for path in by_papermill.iterdir()} == {"out.ipynb", "build"}
    assert len(told["tables"]) >= 4 and len(told["charts"]) >= 3 and len(told["sentences"]) >= 10


def test_each_table_is_written_whole_as_csv(by_papermill: Path) -> None:
    written = by_papermill / "build" / "kursk-2024" / DAY / ONE
    for name, table in results(written)["tables"].items():
        cells = pd.read_csv(written / f"{name}.csv", dtype=str, keep_default_na=False).to_dict("records")
        assert len(cells) == len(table["rows"])
        for told, row in zip(cells, table["rows"], strict=True):
            assert set(told) == set(row)
            texts = {key: value for key, value in row.items() if isinstance(value, str)}
            assert texts == {key: told[key] for key in texts}


def days(value: Any) -> set[str]:
    """All days in a document, except when rows were recorded and what addresses, titles and sources hold."""
    if isinstance(value, dict):
        skipped = {"recorded_on", "url", "published", "seed", "origin", "source_id", "range"}
        return set().union(*(days(each) for key, each in value.items() if key not in skipped), set())
    if isinstance(value, list):
        return set().union(*map(days, value), set())
    return set(re.findall(r"\b20\d\d-\d\d-\d\d\b", value)) if isinstance(value, str) else set()


def test_nothing_of_a_later_day_is_told(by_papermill: Path) -> None:
    told = results(by_papermill / "build" / "kursk-2024" / DAY / ONE)
    assert told["as_of"] == DAY
    found = days(told)
    assert DAY in found and max(found) <= DAY
    years = {year for sentence in told["sentences"] for year in re.findall(r"\b20(?:2[4-9])\b", sentence["text"])}
    assert years == {"2024"}
    assert not re.search(r"(September|October|November|December) 2024", json.dumps(told["sentences"]))


def test_every_sentence_about_figures_leads_back_to_rows(by_papermill: Path) -> None:
    told = results(by_papermill / "build" / "kursk-2024" / DAY / ONE)
    claimed = [each for each in told["sentences"] if re.search(r" claimed | gives | says that ", each["text"])]
    assert claimed and all(each["ids"] for each in claimed)
    assert all(re.fullmatch(r"[ATLES]\d{2,4}", name) for each in claimed for name in each["ids"])


def test_a_report_of_one_notebook_does_not_take_the_place_of_the_whole(by_contested: Path) -> None:
    assert by_contested.parent.name == "kursk-2024"
    assert by_contested.name.startswith(f"{DAY},") and ONE in by_contested.name
    assert [path.name for path in by_contested.parent.iterdir()] == [by_contested.name]


def test_folders_named_from_where_one_stands_are_those_of_the_notebooks_too(tmp_path: Path) -> None:
    copied = tmp_path / "cases" / "war"
    shutil.copytree(ROOT / "data" / "kursk-2024", copied)
    words = ["run", "--as-of", DAY, "--notebook", "05-what-was-fired", "--format", "json"]
    for case, folder in (("war", tmp_path), (".", copied)):
        done = contested(folder, *words, "--case", case, CONTESTED_DATA="cases", CONTESTED_BUILD="out")
        assert done.returncode == 0, done.stderr
        (row,) = json.loads(done.stdout)
        made = Path(row["report"]).parent
        assert made.is_absolute() and folder / "out" in made.parents
        assert (made / "05-what-was-fired" / "results.json").is_file()
    assert not (ROOT / "notebooks" / "out").exists()


# The same bytes again, whoever starts it.


def test_a_case_with_hundreds_of_problems_is_refused_with_all_of_them(tmp_path: Path) -> None:
    """More than one message of the warm process would hold."""
    case = shutil.copytree(ROOT / "data" / "kursk-2024", tmp_path / "spoilt")
    with (case / "claims.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows[:800]:
        row["event_end"] = f"no day {'é' * 200}"
    with (case / "claims.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    done = contested(tmp_path, "run", "--case", str(case), "--notebook", "05-what-was-fired")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("is not a date") == 800
    assert "Traceback" not in done.stderr


def test_two_runs_are_the_same_to_the_byte(by_papermill: Path, by_contested: Path) -> None:
    one = clean(nbformat.read(by_papermill / "out.ipynb", as_version=4))
    two = nbformat.read(by_contested / "notebooks" / f"{ONE}.ipynb", as_version=4)
    pictures = [output for cell in one.cells for output in cell.get("outputs", []) if "image/png" in output.data]
    assert len(pictures) >= 3
    assert json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)


def test_two_runs_write_the_same_files(by_papermill: Path, by_contested: Path) -> None:
    one, two = by_papermill / "build" / "kursk-2024" / DAY / ONE, by_contested / ONE
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


# Wrong parameters.

WRONG = {
    "case": ("no-such", "kursk-2024"),
    "as_of": ("2024-02-30", "YYYY-MM-DD"),
    "start": ("in August", "YYYY-MM-DD"),
    "sides": ("ukraine, north", "russia"),
    "units": ("imperial", "metric, us"),
    "seed": ("no-such", "sources.csv"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refused_in_one_sentence(name: str) -> None:
    value, allowed = WRONG[name]
    with pytest.raises(ContestedError) as refusal:
        open_desk(ONE, **{"case": "kursk-2024", name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name}: ") and "\n" not in sentence
    assert value.rpartition(", ")[2] in sentence and allowed in sentence.partition("; allowed: ")[2]


def test_a_start_after_the_day_is_refused() -> None:
    with pytest.raises(ContestedError, match=r"^start: 2024-09-01 is after as_of 2024-08-14; allowed: "):
        open_desk(ONE, "kursk-2024", DAY, "2024-09-01")


def test_wrong_values_stop_the_notebook_without_a_traceback() -> None:
    """The cells of a notebook, each wrong value in its turn, in one kernel that goes on after errors."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{ONE}.ipynb", as_version=4)
    parameters, opened = (cell for cell in notebook.cells[2:4])
    cells = [
        cell
        for name, (value, _) in WRONG.items()
        for cell in (parameters, nbformat.v4.new_code_cell(f"{name} = {value!r}"), opened)
    ]
    trial = nbformat.v4.new_notebook(
        cells=[nbformat.from_dict({**cell, "id": f"c{n}"}) for n, cell in enumerate(cells)]
    )
    NotebookClient(trial, kernel_name="python3", allow_errors=True).execute()
    stopped = [output for cell in trial.cells for output in cell.outputs if output.output_type == "error"]
    assert [output.evalue.partition(":")[0] for output in stopped] == list(WRONG)
    assert all(output.traceback == [output.evalue] for output in stopped)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "foo",
            "1",
            "foo: there is no such parameter; allowed: as_of, case, known_on, metric, seed, sides, start, units",
        ),
        ("as_of", "2024-02-30", "as_of: '2024-02-30' is not a day; allowed: a day as YYYY-MM-DD"),
    ],
)
def test_papermill_stops_at_a_wrong_parameter(name: str, value: str, sentence: str, tmp_path: Path) -> None:
    done = papermill(tmp_path, "-p", name, value)
    assert done.returncode != 0 and sentence in done.stderr
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert [(output.output_type, output.traceback) for output in outputs] == [("error", [sentence])]
    assert not (tmp_path / "build").exists()


# The report.


class Page(HTMLParser):
    """What a page asks for, and how it is built: its elements, its text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.elements[-1][0] if self.elements else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.elements if name == tag]

    def text_of(self, tag: str) -> list[str]:
        return [text.strip() for name, text in self.texts if name == tag and text.strip()]


@pytest.fixture(scope="module")
def page(by_contested: Path) -> Page:
    return Page((by_contested / "index.html").read_text(encoding="utf-8"))


def test_the_page_asks_nothing_of_the_network(page: Page, by_contested: Path) -> None:
    asked = [given.get(name) or "" for _, given in page.elements for name in ("src", "srcset", "poster", "data")]
    assert all(source.startswith("data:") for source in asked if source)
    assert page.all("link") == [] and page.all("script") == [] and page.all("iframe") == []
    text = (by_contested / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:)", text)


def test_the_page_says_its_language_and_title(page: Page) -> None:
    assert page.all("html") == [{"lang": "en"}]
    assert page.text_of("title") == [f"kursk-2024, as of {DAY}"]
    assert "viewport" in [given.get("name") for given in page.all("meta")]


def test_each_notebook_is_a_chapter_with_one_heading(page: Page) -> None:
    assert len(page.all("h1")) == 1
    assert "What is known, and how firmly?" in page.text_of("h1")
    assert ONE in [given.get("id") for _, given in page.elements]
    assert f"#{ONE}" in [given.get("href") for given in page.all("a")]


def test_headings_hold_their_words_and_no_link_to_themselves(page: Page, by_contested: Path) -> None:
    assert "Coverage" in page.text_of("h2")
    assert "anchor-link" not in (by_contested / "index.html").read_text(encoding="utf-8")


def test_ids_on_the_page_are_unique_and_its_own_links_lead_somewhere(page: Page) -> None:
    ids = [given["id"] for _, given in page.elements if given.get("id")]
    assert len(set(ids)) == len(ids)
    targets = {href[1:] for given in page.all("a") if (href := given.get("href") or "").startswith("#")}
    assert targets <= set(ids)


def test_each_picture_has_its_alt_text(page: Page, by_papermill: Path) -> None:
    charts = results(by_papermill / "build" / "kursk-2024" / DAY / ONE)["charts"]
    drawn = sorted(chart["alt"] for chart in charts.values() if chart["rows"])
    assert sorted(given.get("alt") or "" for given in page.all("img")) == drawn


def test_no_code_is_on_the_page(page: Page, by_contested: Path) -> None:
    told = " ".join(text for tag, text in page.texts if tag != "style")
    assert "open_desk" not in told and "import" not in told.split() and "In [" not in told
    assert "as_of: str" not in told and "# Parameters" not in told


def test_sentences_and_tables_are_on_the_page(page: Page, by_papermill: Path) -> None:
    told = " ".join(" ".join(text for _, text in page.texts).split())
    document = results(by_papermill / "build" / "kursk-2024" / DAY / ONE)
    for sentence in document["sentences"]:
        assert " ".join(sentence["text"].split()) in told, sentence["text"]
    for table in document["tables"].values():
        assert table["caption"] in told


# A notebook that fails.

PARAMETERS = 'case: str = "kursk-2024"  # a case\nas_of: str = ""  # the last day that counts'


def write_notebook(path: Path, title: str, code: str) -> None:
    cells = [
        nbformat.v4.new_markdown_cell(f"# {title}", id="title"),
        nbformat.v4.new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code, id="code"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of the library with two small notebooks in the place of the project's."""
    shutil.copytree(ROOT / "contested", tmp_path / "contested", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "notebooks").mkdir()
    write_notebook(tmp_path / "notebooks" / "00-sound.ipynb", "Does it run?", "as_of")
    write_notebook(tmp_path / "notebooks" / "01-second.ipynb", "And this?", "case")
    return tmp_path


def run_with_an_older_report(folder: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    report = folder / "build" / "kursk-2024" / DAY
    report.mkdir(parents=True)
    (report / "index.html").write_text("the older report", encoding="utf-8")
    return contested(folder, "run", "--as-of", DAY, PYTHONPATH=str(folder)), report


def test_a_failing_notebook_is_named_and_the_older_report_stays(workshop: Path) -> None:
    write_notebook(workshop / "notebooks" / "01-second.ipynb", "And this?", "raise ValueError('the plan is broken')")
    done, report = run_with_an_older_report(workshop)
    assert (done.returncode, done.stdout) == (1, "")
    assert "notebook 01-second failed" in done.stderr and "the plan is broken" in done.stderr
    assert "00-sound" not in done.stderr
    assert [path.name for path in report.iterdir()] == ["index.html"]
    assert (report / "index.html").read_text(encoding="utf-8") == "the older report"
    kept = report.with_name(f"{DAY}.failed")
    assert [path.name for path in kept.iterdir()] == ["01-second.ipynb"]
    assert {path.name for path in report.parent.iterdir()} == {DAY, kept.name}


def test_a_whole_report_takes_the_place_of_the_older_one(workshop: Path) -> None:
    done, report = run_with_an_older_report(workshop)
    assert (done.returncode, done.stdout) == (0, f"report: {report / 'index.html'}\n"), done.stderr
    page = Page((report / "index.html").read_text(encoding="utf-8"))
    assert page.text_of("h1") == ["Does it run?", "And this?"]
    assert {path.name for path in (report / "notebooks").iterdir()} == {"00-sound.ipynb", "01-second.ipynb"}
    assert [path.name for path in report.parent.iterdir()] == [DAY]

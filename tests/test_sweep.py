"""Sweeps by the command line that go well: what is made and kept, the table, the pages, the same bytes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from sweeping import ROOT, Page, Place, assert_same, files, names, place, times, whole_reports, written_case

from contested.sweeps.gather import NUMBERS, TEXTS, TRUTHS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")

ONE = "00-what-is-known"
DAYS = ["2030-05-01", "2030-05-02", "2030-05-03", "2030-05-04", "2030-05-05", "2030-05-06", "2030-05-08", "2030-05-09"]
WHOLE = f"""
product:
  as_of: [every day from {DAYS[0]} to {DAYS[5]}, {DAYS[6]}, {DAYS[7]}]
notebooks: [{ONE}]
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A sweep of one of the project's notebooks over eight days of a case with three rows, by two workers."""
    with place(tmp_path_factory.mktemp("swept")) as made:
        written_case(made.folder / "data" / "made-up")
        done = made.run("sweep", made.grid(WHOLE), "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        (made.folder / "told.json").write_text(done.stdout, encoding="utf-8")
        yield made


# A sweep that goes well.


def test_every_report_is_told_of_with_its_parameters(swept: Place) -> None:
    told = json.loads((swept.folder / "told.json").read_text(encoding="utf-8"))
    for row, day in zip(told, DAYS, strict=True):
        assert (row["case"], row["as_of"], row["state"], row["error"] or "") == ("made-up", day, "made", "")
        assert row["report"] == f"{swept.store()}/reports/made-up,{day}/index.html"
        assert Path(row["report"]).is_file()
    assert whole_reports(swept.store()) == names(*DAYS)


def test_nothing_is_left_but_the_store(swept: Place) -> None:
    assert swept.processes() == []
    assert list((swept.folder / "tmp").iterdir()) == []
    assert {path.name for path in swept.store().iterdir()} == {
        "reports", "index.html", "days.html", "sweep.csv", "sweep.parquet",
    }  # fmt: skip


def test_a_report_of_a_sweep_is_the_one_that_run_makes(swept: Place) -> None:
    day = DAYS[4]
    done = swept.run("run", "--case", "made-up", "--as-of", day, "--notebook", ONE, "--format", "json")
    assert done.returncode == 0, done.stderr
    alone = files(Path(json.loads(done.stdout)[0]["report"]).parent)
    in_sweep = files(swept.store() / "reports" / f"made-up,{day}")
    added = {"manifest.json", "brief.json", "rows.parquet"}
    assert_same(alone, {name: content for name, content in in_sweep.items() if name not in added})


@pytest.mark.parametrize("words", [("--jobs", "1"), ("--engine", "kernel")], ids=["one process", "ordinary kernels"])
def test_a_report_is_the_same_from_one_process_and_from_ordinary_kernels(words: tuple[str, str], swept: Place) -> None:
    grid = swept.grid(f"product: {{as_of: {DAYS[6]}}}\nnotebooks: [{ONE}]", "other")
    done = swept.run("sweep", grid, *words, "--into", words[1])
    assert (done.returncode, done.stderr) == (0, "")
    (name,) = names(DAYS[6])
    assert_same(files(swept.store() / "reports" / name), files(swept.folder / words[1] / "reports" / name))


def test_a_second_sweep_makes_nothing(swept: Place) -> None:
    before, pages = times(swept.store()), files(swept.store())
    done = swept.run("sweep", "grid.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"8 reports: 0 made, 8 kept, 0 failed; {swept.store()}/index.html\n"
    assert times(swept.store()) == before
    assert_same(files(swept.store()), pages)


# The table.


def cells(value: Any) -> Any:
    """A cell as both tables can hold it: one of text, of a truth, of a number, or nothing."""
    return None if value is None or value != value or value == "" else value


def test_both_tables_hold_the_rows_of_the_reports_results(swept: Place) -> None:
    told = pd.read_parquet(swept.store() / "sweep.parquet")
    expected = []
    for day in DAYS:
        path = swept.store() / "reports" / f"made-up,{day}" / ONE / "results.json"
        for name, table in sorted(json.loads(path.read_text(encoding="utf-8"))["tables"].items()):
            expected += [(day, name, place, row) for place, row in enumerate(table["rows"], start=1)]
    assert len(told) == len(expected) > 100
    for (day, name, place_in, row), found in zip(expected, told.to_dict("records"), strict=True):
        where = (found["report"], found["case"], found["as_of"], found["notebook"], found["table"], found["row"])
        assert where == (f"made-up,{day}", "made-up", day, ONE, name, place_in)
        for column in (*TEXTS, *NUMBERS, *TRUTHS):
            asked = cells(row.get(column))
            if column in TEXTS:
                asked = None if asked is None else str(asked)
            elif column in NUMBERS:
                asked = float(asked) if isinstance(asked, int | float) and not isinstance(asked, bool) else None
            else:
                asked = asked if isinstance(asked, bool) else None
            assert cells(found[column]) == asked, (day, name, place_in, column)


def test_the_rows_of_the_case_are_in_the_table(swept: Place) -> None:
    told = pd.read_parquet(swept.store() / "sweep.parquet")
    new = told[told["table"].eq("changed") & told["change"].eq("new")]
    by_day = {day: sorted(rows["id"]) for day, rows in new.groupby("as_of")}
    # The notebook looks back two weeks.
    said = {"T01": 2, "T02": 4, "T03": 6}
    assert by_day == {day: [name for name, on in said.items() if on <= int(day[-2:])] for day in DAYS[1:]}


def test_both_tables_hold_the_same(swept: Place) -> None:
    columns = pd.read_parquet(swept.store() / "sweep.parquet")
    lines = pd.read_csv(swept.store() / "sweep.csv", dtype=str, keep_default_na=False)
    assert list(lines) == list(columns) and len(lines) == len(columns)
    for name in columns:
        texts = ["" if cells(value) is None else value for value in columns[name]]
        if name in (*NUMBERS, "row"):
            assert [text and float(text) for text in lines[name]] == texts, name
        else:
            assert list(lines[name]) == [{True: "true", False: "false"}.get(text, text) for text in texts], name


# The pages.


@pytest.mark.parametrize("name", ["index", "days"])
def test_links_lead_to_files_of_the_store_and_nothing_is_asked_of_the_network(name: str, swept: Place) -> None:
    page = Page(swept.store() / f"{name}.html")
    text = (swept.store() / f"{name}.html").read_text(encoding="utf-8")
    assert page.links() and all((swept.store() / unquote(link)).is_file() for link in page.links())
    assert not {"script", "link", "iframe", "img", "object", "form"} & {tag for tag, _ in page.elements}
    assert not any(given.get("src") or given.get("style") for _, given in page.elements)
    assert not re.search(r"@import|url\(|https?:", text)


def test_the_index_links_every_report_and_both_tables(swept: Place) -> None:
    links = [unquote(link) for link in Page(swept.store() / "index.html").links()]
    assert [link for link in links if link.startswith("reports/")] == [
        f"reports/{name}/index.html" for name in names(*DAYS)
    ]
    assert {"sweep.csv", "sweep.parquet", "days.html"} <= set(links)


LEAD = "gives a figure for soldiers lost in Long Valley (subject: Southland)"
SINCE = (
    "for soldiers lost in Long Valley (subject: Southland), counted since 1 May 2030: the lowest is 100 (claimed by "
)
NORTH = "North Army (Northland) claimed 500 people of Southland lost in Long Valley"
DATED = "every report in the ledger has a day."
TWO = (
    "2 contradictions between sides have been found, 1 of them between the parties and 1 with an observer; "
    f"2 are still open, the latest: {NORTH}, said on 2 May 2030; Field Monitor (Watchers) documented 200, "
    "said on 6 May 2030; their nearest bounds are 2.5 times apart."
)
BY_HAND = [
    # Nothing was said by the first day.
    ("2030-05-01", [
        "As of 1 May 2030 the ledger holds no dated figure for any headline of this case.",
        "No contradiction between sides has been found so far.",
        f"Nothing changed in the last 7 days; {DATED}",
    ]),
    # T01: one claimant alone contradicts nobody, and on the next day nothing is said.
    ("2030-05-02, unchanged to 2030-05-03", [
        f"As of 2 May 2030, only one claimant {LEAD}: {NORTH}, since 1 May 2030; said on 2 May 2030 (1 report).",
        "No contradiction between sides has been found so far.",
        f"The last 7 days brought 1 new figure; {DATED}",
    ]),
    # T02: 500 and 100 exclude each other, 500 / 100 = 5.
    ("2030-05-04, unchanged to 2030-05-05", [
        f"As of 4 May 2030, 2 claimants give figures {SINCE}South Army, 4 May 2030), the highest 500 (claimed by "
        "North Army, 2 May 2030).",
        f"1 contradiction between sides has been found, of the parties; it is still open: {NORTH}, said on "
        "2 May 2030; South Army (Southland) claimed 100, said on 4 May 2030; their nearest bounds are 5 times apart.",
        f"The last 7 days brought 2 new figures and 1 new contradiction; {DATED}",
    ]),
    # T03: the observer's 200 on 6 May lies over the 100 of 4 May, which may have grown; 500 / 200 = 2.5.
    ("2030-05-06, unchanged to 2030-05-08", [
        f"As of 6 May 2030, 3 claimants give figures {SINCE}South Army, 4 May 2030), the highest 500 (claimed by "
        "North Army, 2 May 2030).",
        TWO,
        f"The last 7 days brought 3 new figures and 2 new contradictions; {DATED}",
    ]),
    # Seven days before 9 May is 2 May, by when T01 had been said.
    ("2030-05-09", [
        f"As of 9 May 2030, 3 claimants give figures {SINCE}South Army, 4 May 2030), the highest 500 (claimed by "
        "North Army, 2 May 2030).",
        TWO,
        f"The last 7 days brought 2 new figures and 2 new contradictions; {DATED}",
    ]),
]  # fmt: skip


def test_the_brief_changed_on_these_days_and_no_others(swept: Place) -> None:
    _, *blocks = [block for block in Page(swept.store() / "days.html").read() if block[0] != "td"]
    (title, *rest) = blocks
    assert title == ("h2", "case made-up")
    told: list[tuple[str, list[str]]] = []
    for tag, text in rest:
        if tag == "h3":
            told.append((text, []))
        else:
            told[-1][1].append(text)
    assert told == BY_HAND


def day_by_day(made: Place) -> list[str]:
    """The stretch of the page of each day on which the brief changed."""
    return (made.store() / "days.html").read_text(encoding="utf-8").split("<h3>")[1:]


def test_words_that_came_and_words_that_went_are_marked_and_words_that_stood_are_not(swept: Place) -> None:
    days = dict(zip([day for day, _ in BY_HAND], day_by_day(swept), strict=True))
    assert not re.search("<(ins|del)>", days["2030-05-01"])
    # The day that the brief begins with is no news; the counts of its last sentence are.
    last = days["2030-05-09"]
    assert re.findall(r"<(ins|del)>(.*?)</\1>", last) == [("del", "3"), ("ins", "2")]
    assert "The last 7 days brought <del>3</del> <ins>2</ins> new figures and 2 new" in last
    # A sentence that says something else altogether takes the place of the one before as a whole.
    ended = "<del>No contradiction between sides has been found so far.</del> <ins>1 contradiction between sides"
    assert ended in days["2030-05-04, unchanged to 2030-05-05"]
    # But the day stays out of it: nobody said of 2 May what was not yet said on the day before.
    assert '<p dir="auto">As of 2 May <del>2030 the ledger holds no' in days["2030-05-02, unchanged to 2030-05-03"]


def test_the_page_of_the_days_still_holds_what_each_day_before_said(swept: Place) -> None:
    for (_, earlier), (day, _), html in zip(BY_HAND, BY_HAND[1:], day_by_day(swept)[1:], strict=False):
        told = [re.sub(r"<ins>.*?</ins>|</?del>", "", text) for text in re.findall(r'<p dir="auto">(.*?)</p>', html)]
        stood = [re.sub(r"^As of \d+ May 2030", f"As of {int(day[8:10])} May 2030", text) for text in earlier]
        assert [" ".join(text.split()) for text in told] == stood, day


def test_words_that_went_can_be_told_without_colour() -> None:
    style = (ROOT / "contested" / "templates" / "sweep-style.html.j2").read_text(encoding="utf-8")
    assert "ins { text-decoration: underline" in style and "del { text-decoration: line-through" in style
    assert 'del::before { content: "["; }' in style and 'del::after { content: "]"; }' in style

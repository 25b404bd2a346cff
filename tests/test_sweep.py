"""Sweeps by the command line: what is made and kept, failing and dying, the table, the pages, the same bytes."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import sys
import termios
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from make_case import figure
from sweeping import (
    PATIENCE,
    ROOT,
    Place,
    anew,
    assert_same,
    copied_library,
    files,
    place,
    times,
    wait_for,
    whole_reports,
    write_notebook,
    written_case,
)

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


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Place]:
    """A place with a copy of the library, one small notebook and a case."""
    with place(tmp_path / "place", copied_library(tmp_path / "library")) as made:
        written_case(made.folder / "data" / "made-up")
        yield made


def names(*days: str, more: str = "") -> list[str]:
    return [f"made-up,{day}{more}" for day in days]


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


def test_the_whole_store_is_the_same_from_one_process_and_from_two(swept: Place) -> None:
    done = swept.run("sweep", "grid.yaml", "--jobs", "1", "--into", "alone")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(files(swept.store()), files(swept.folder / "alone"))


def test_reports_are_the_same_from_ordinary_kernels(swept: Place) -> None:
    grid = swept.grid(f"product: {{as_of: [{DAYS[3]}, {DAYS[6]}]}}\nnotebooks: [{ONE}]", "kernels")
    done = swept.run("sweep", grid, "--engine", "kernel", "--into", "kernels")
    assert (done.returncode, done.stderr) == (0, "")
    for name in names(DAYS[3], DAYS[6]):
        assert_same(files(swept.store() / "reports" / name), files(swept.folder / "kernels" / "reports" / name))


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


class Page(HTMLParser):
    """The elements of a page, and its text by the element that it stands in, without words that went."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.blocks: list[tuple[str, str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in ("h2", "h3", "p", "td"):
            self.blocks.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"h2", "h3", "p", "td"} & set(self.open) and "del" not in self.open:
            tag, text = self.blocks[-1]
            self.blocks[-1] = (tag, text + data)

    def read(self) -> list[tuple[str, str]]:
        """What each block says when the words that went are left out."""
        return [(tag, " ".join(text.split())) for tag, text in self.blocks]

    def links(self) -> list[str]:
        return [given["href"] or "" for tag, given in self.elements if tag == "a" and "href" in given]


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


def test_the_page_of_the_days_still_holds_what_each_day_before_said(swept: Place) -> None:
    for (_, earlier), (day, _), html in zip(BY_HAND, BY_HAND[1:], day_by_day(swept)[1:], strict=False):
        told = [re.sub(r"<ins>.*?</ins>|</?del>", "", text) for text in re.findall(r'<p dir="auto">(.*?)</p>', html)]
        stood = [re.sub(r"^As of \d+ May 2030", f"As of {int(day[8:10])} May 2030", text) for text in earlier]
        assert [" ".join(text.split()) for text in told] == stood, day


def test_words_that_went_can_be_told_without_colour() -> None:
    style = (ROOT / "contested" / "templates" / "sweep-style.html.j2").read_text(encoding="utf-8")
    assert "ins { text-decoration: underline" in style and "del { text-decoration: line-through" in style
    assert 'del::before { content: "["; }' in style and 'del::after { content: "]"; }' in style


# What is made anew.

FOUR = ["2030-05-02", "2030-05-04", "2030-05-06", "2030-05-08"]
GRID = f"product: {{as_of: [{', '.join(FOUR)}]}}"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A small sweep of two cases, whole; each test gets a copy of it."""
    folder = tmp_path_factory.mktemp("source")
    with place(folder / "place", copied_library(folder / "library", "00-small", "01-second")) as made:
        for name in ("made-up", "other"):
            written_case(made.folder / "data" / name)
        grid = f"list:\n- {{case: [made-up, other], as_of: [{', '.join(FOUR)}]}}\nnotebooks: [00-small]"
        done = made.run("sweep", made.grid(grid))
        assert done.returncode == 0, done.stderr
        yield made


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def more_rows(made: Place) -> None:
    shutil.rmtree(made.folder / "data" / "other")
    written_case(made.folder / "data" / "other", figure("T04", "tipster", "lost", "300", basis="cumulative"))


def report(made: Place, name: str) -> Path:
    return made.store() / "reports" / name


def altered(made: Place) -> None:
    """The same size and another letter, as a bad disk would have it."""
    path = report(made, "other,2030-05-02") / "index.html"
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])


def swap(name: str, old: str, new: str) -> Callable[[Place], None]:
    def change(made: Place) -> None:
        path = made.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def damaged(made: Place) -> None:
    """Six reports, each damaged in a way of its own."""
    (report(made, "made-up,2030-05-02") / "notebooks" / "00-small.ipynb").unlink()
    # The same size and another letter, as a bad disk would have it.
    path = report(made, "made-up,2030-05-04") / "index.html"
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    (report(made, "made-up,2030-05-06") / "more.csv").write_text("x", encoding="utf-8")
    (report(made, "other,2030-05-02") / "manifest.json").unlink()
    (report(made, "other,2030-05-04") / "manifest.json").write_text("[]", encoding="utf-8")
    shutil.rmtree(report(made, "other,2030-05-06"))


ALL = {f"{case},{day}" for case in ("made-up", "other") for day in FOUR}
CHANGES: dict[str, tuple[Callable[[Place], Any], set[str]]] = {
    "a row more in one case": (more_rows, {f"other,{day}" for day in FOUR}),
    "damaged reports": (damaged, {name for name in ALL if not name.endswith("08")}),
    "other notebooks": (swap("grid.yaml", "[00-small]", "[01-second]"), ALL),
    "a parameter more for some": (
        swap("grid.yaml", "notebooks:", "- {case: other, as_of: 2030-05-04, sides: north}\nnotebooks:"),
        {"other,2030-05-04,sides=north"},
    ),
    "another day, and another order": (
        swap("grid.yaml", f"{FOUR[0]}, {FOUR[1]}", f"{FOUR[1]}, 2030-05-03"),
        {"made-up,2030-05-03", "other,2030-05-03"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_change_touches_is_made_anew_and_nothing_else(change: str, source: Place, tmp_path: Path) -> None:
    shutil.copytree(source.folder, tmp_path / "place")
    with place(tmp_path / "place", source.copy) as made:
        alter, touched = CHANGES[change]
        before = times(source.store())
        for path, when in before.items():
            os.utime(made.store() / path, ns=(when, when))
        alter(made)
        done = made.run("sweep", "grid.yaml", "--jobs", "1")
        assert done.returncode == 0, done.stderr
        assert f"{len(touched)} made, " in done.stdout
        assert anew(before, times(made.store())) == touched
        # Nothing of what stood there before is left among it.
        if change == "damaged reports":
            assert_same(files(source.store()), files(made.store()))


def test_another_version_of_the_code_makes_all_anew(source: Place, tmp_path: Path) -> None:
    shutil.copytree(source.folder, tmp_path / "place")
    shutil.copytree(source.copy, tmp_path / "library")
    with place(tmp_path / "place", tmp_path / "library") as made:
        append(tmp_path / "library" / "contested" / "words.py", "# Another version.\n")
        swap("grid.yaml", ", ".join(FOUR), FOUR[0])(made)
        done = made.run("sweep", "grid.yaml", "--jobs", "1")
        assert "2 reports: 2 made, 0 kept, 0 failed" in done.stdout, done.stderr


# Interrupted.


@pytest.mark.parametrize(("jobs", "signalled"), [("2", signal.SIGINT), ("2", signal.SIGKILL), ("1", signal.SIGINT)])
def test_an_interrupted_sweep_leaves_no_half_report_and_no_process_and_is_resumed(
    jobs: str, signalled: signal.Signals, small: Place
) -> None:
    grid = small.grid("product: {as_of: every day from 2030-05-01 to 2030-05-08}")
    with small.start("sweep", grid, "--jobs", jobs) as process:
        wait_for(lambda: len(whole_reports(small.store())) >= 2 or process.poll() is not None, "two whole reports")
        process.send_signal(signalled)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == (130 if signalled == signal.SIGINT else -signal.SIGKILL), err
    if signalled == signal.SIGINT:
        assert err == "contested: interrupted\n"
    wait_for(lambda: not small.processes(), "the end of all processes")
    assert list((small.folder / "tmp").glob("contested-sweep-*")) == []
    before, found = times(small.store()), whole_reports(small.store())
    assert 2 <= len(found) < 8
    done = small.run("sweep", grid)
    assert f"8 reports: {8 - len(found)} made, {len(found)} kept, 0 failed" in done.stdout, done.stderr
    assert not anew(before, times(small.store())) & set(found)
    if signalled == signal.SIGKILL:
        other = small.run("sweep", grid, "--into", "undisturbed")
        assert other.returncode == 0, other.stderr
        assert_same(files(small.store()), files(small.folder / "undisturbed"))


def test_ctrl_c_reaches_the_workers_too_and_says_one_line(small: Place) -> None:
    grid = small.grid("product: {as_of: every day from 2030-05-01 to 2030-05-08}")
    with small.start("sweep", grid, start_new_session=True) as process:
        wait_for(lambda: whole_reports(small.store()) or process.poll() is not None, "a whole report")
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, "contested: interrupted\n")
    wait_for(lambda: not small.processes(), "the end of all processes")


def workers(made: Place, main: int) -> list[int]:
    """The processes of the pool of a sweep: its children that run its own command."""
    told = {pid: (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split() for pid in made.processes()}
    command = (Path("/proc") / str(main) / "cmdline").read_bytes()
    children = [pid for pid, (_, parent, *_) in told.items() if int(parent) == main]
    return [pid for pid in children if (Path("/proc") / str(pid) / "cmdline").read_bytes() == command]


def test_a_worker_that_is_killed_is_replaced(small: Place) -> None:
    grid = small.grid("product: {as_of: every day from 2030-05-01 to 2030-05-06}")
    with small.start("sweep", grid) as process:
        wait_for(lambda: len(whole_reports(small.store())) >= 2 or process.poll() is not None, "two whole reports")
        os.kill(workers(small, process.pid)[0], signal.SIGKILL)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert "6 reports: 6 made, 0 kept, 0 failed" in out
    assert len(whole_reports(small.store())) == 6
    assert small.processes() == [] and list((small.folder / "tmp").iterdir()) == []


def patched(made: Place, name: str, before: str, code: str) -> None:
    """Put code before a line of the copy of the library."""
    path = made.copy / "contested" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, code + before), encoding="utf-8")


def test_a_report_that_kills_its_workers_stops_no_other(small: Place) -> None:
    code = "        if task.cell['as_of'] == '2030-05-02':\n            import os\n            os._exit(9)\n"
    patched(small, "sweeps/work.py", "        folder = local_case(", code)
    done = small.run("sweep", small.grid(GRID), "--format", "json")
    states = {row["as_of"]: (row["state"], row["error"]) for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert states["2030-05-02"] == ("failed", "its worker died, 3 times")
    assert {states[day][0] for day in FOUR[1:]} == {"made"}


# Failing.


def test_failing_reports_are_told_with_their_parameters_and_stop_no_other(small: Place) -> None:
    broken = written_case(small.folder / "data" / "broken")
    append(broken / "claims.csv", "T99,no\n")
    write_notebook(
        small.copy / "notebooks", "00-small", "if units == 'us':\n    raise ValueError('the plan is broken')"
    )
    grid = small.grid("""
list:
- {case: made-up, as_of: [2030-05-02, 2030-05-04]}
- {case: made-up, as_of: 2030-05-02, sides: west}
- {case: nowhere, as_of: 2030-05-02}
- {case: made-up, as_of: 2030-02-30}
- {case: broken, as_of: 2030-05-02}
- {case: broken}
- {case: made-up, as_of: 2030-05-06, units: us}
- {case: made-up, as_of: 2030-05-06, sides: "<b>", metric: lost}
""")
    for engine in ("warm", "kernel"):
        done = small.run("sweep", grid, "--engine", engine, "--into", engine)
        assert done.returncode == 1
        assert done.stdout == f"9 reports: 2 made, 0 kept, 7 failed; {small.folder / engine}/index.html\n"
        told = done.stderr.splitlines()
        assert told[0].startswith("contested: case made-up, as_of 2030-05-02, sides west: sides: 'west' is unknown; ")
        assert told[1].startswith("contested: case nowhere, as_of 2030-05-02: case: there is no case 'nowhere'; ")
        assert told[2].startswith("contested: case made-up, as_of 2030-02-30: as_of: '2030-02-30' is not a day; ")
        assert told[3].startswith("contested: case broken, as_of 2030-05-02: ") and "claims.csv" in told[3]
        assert told[4].startswith("contested: case broken: ") and "claims.csv" in told[4]
        assert told[5] == (
            "contested: case made-up, as_of 2030-05-06, units us: notebook 00-small: ValueError: the plan is broken"
        )
        assert told[6].startswith("contested: case made-up, as_of 2030-05-06, sides <b>, metric lost: sides: '<b>' is")
        assert len(told) == 7
        page = Page(small.folder / engine / "index.html")
        assert [link for link in page.links() if link.startswith("reports/")] == [
            f"reports/made-up%2C{day}/index.html" for day in FOUR[:2]
        ]
        assert sum(text.startswith("failed: ") for tag, text in page.blocks if tag == "td") == 7
        assert set(pd.read_parquet(small.folder / engine / "sweep.parquet")["as_of"]) == set(FOUR[:2])
        assert whole_reports(small.folder / engine) == names(*FOUR[:2])
    assert_same(files(small.folder / "warm"), files(small.folder / "kernel"))


def test_a_sweep_in_which_all_fail_has_its_pages_too(small: Place) -> None:
    done = small.run("sweep", small.grid("list: [{case: nowhere}]"))
    assert done.returncode == 1 and done.stdout.startswith("1 report: 0 made, 0 kept, 1 failed; ")
    assert "of which 1 failed" in (small.store() / "index.html").read_text(encoding="utf-8")


def test_a_report_that_failed_is_made_when_it_can_be(small: Place) -> None:
    grid = small.grid("product: {case: [made-up, late], as_of: 2030-05-02}")
    assert small.run("sweep", grid).returncode == 1
    written_case(small.folder / "data" / "late")
    done = small.run("sweep", grid)
    assert "2 reports: 1 made, 1 kept, 0 failed" in done.stdout, done.stderr


def test_a_blank_day_is_the_last_of_the_ledger_that_was_asked_for(small: Place) -> None:
    shutil.rmtree(small.folder / "data" / "made-up")
    later = figure("T04", "tipster", "lost", "300", "2030-05-09", basis="cumulative") | {"recorded_on": "2030-08-01"}
    written_case(small.folder / "data" / "made-up", later)
    grid = small.grid("list: [{}, {as_of: 2030-05-09}, {known_on: 2030-07-15}]")
    done = small.run("sweep", grid, "--format", "json")
    told = [(row["as_of"], row["known_on"] or "") for row in json.loads(done.stdout)]
    assert told == [("2030-05-09", ""), ("2030-05-06", "2030-07-15")], done.stderr


# Nothing twice.


def test_a_sweep_loads_a_case_once_and_a_report_works_its_day_out_once(tmp_path: Path) -> None:
    with place(tmp_path / "place", copied_library(tmp_path / "library", "00-small", "01-second")) as made:
        written_case(made.folder / "data" / "made-up")
        told = "    import os\n    print('{}', file=open(os.environ['CONTESTED_COUNT'], 'a'))\n"
        patched(made, "case.py", "    package, frames, problems = _read(folder)\n", told.format("load"))
        counted = "    return Standing(case, chosen_reports(case, when, chosen), when, units, chosen)\n"
        patched(made, "standing.py", counted, told.format("stand"))
        count = made.folder / "count"
        grid = made.grid(f"product: {{as_of: [{', '.join(FOUR)}]}}")
        for jobs in ("2", "1"):
            count.write_text("", encoding="utf-8")
            done = made.run("sweep", grid, "--jobs", jobs, "--into", jobs, CONTESTED_COUNT=str(count))
            assert done.returncode == 0, done.stderr
            lines = count.read_text(encoding="utf-8").split()
            assert lines.count("load") == 1
            assert lines.count("stand") == len(FOUR)


# How it is shown.


def test_a_terminal_sees_how_far_it_is_and_the_time_left(small: Place) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    with small.start("sweep", small.grid(GRID), "--jobs", "1", stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 1 << 16)
            except OSError:
                break
        process.communicate(timeout=PATIENCE)
    os.close(ours)
    assert process.returncode == 0
    assert re.search(rb"sweeping: +50%.* 2/4 \[\d\d:\d\d<\d\d:\d\d, ", seen), seen


def test_the_way_to_the_index_is_right_in_a_folder_called_reports(small: Place) -> None:
    done = small.run("sweep", small.grid("list: [{case: made-up, as_of: 2030-05-02}]"), "--into", "reports/a")
    assert done.stdout.endswith(f"; {small.folder}/reports/a/index.html\n"), done.stderr

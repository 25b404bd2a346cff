"""Sweeps again: what is made anew, interrupted, killed, failing, made once, and shown."""

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
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from make_case import figure
from sweeping import (
    PATIENCE,
    Page,
    Place,
    anew,
    assert_same,
    copied_library,
    files,
    names,
    place,
    times,
    wait_for,
    whole_reports,
    write_notebook,
    written_case,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Place]:
    """A place with a copy of the library, one small notebook and a case."""
    with place(tmp_path / "place", copied_library(tmp_path / "library")) as made:
        written_case(made.folder / "data" / "made-up")
        yield made


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


def test_the_whole_store_is_the_same_from_one_process_and_from_two(source: Place) -> None:
    done = source.run("sweep", "grid.yaml", "--jobs", "1", "--into", "alone")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(files(source.store()), files(source.folder / "alone"))
    shutil.rmtree(source.folder / "alone")


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
    grid = small.grid("product: {as_of: every day from 2030-05-01 to 2030-05-06}")
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
    assert 2 <= len(found) < 6
    done = small.run("sweep", grid)
    assert f"6 reports: {6 - len(found)} made, {len(found)} kept, 0 failed" in done.stdout, done.stderr
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

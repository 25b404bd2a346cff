"""The page "Your own case in an hour", followed step by step in a data folder of its own."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "your-own-case.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (contested .+)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command of the page prints, run in the order of the page; those that read the user's files are not."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "data").mkdir()
    (folder / "docs").symlink_to(ROOT / "docs")
    environment = {**os.environ, "CONTESTED_DATA": str(folder / "data"), "CONTESTED_BUILD": str(folder / "build")}
    said = {}
    for command in COMMANDS:
        words = [sys.executable, "-m", "contested", *shlex.split(command)[1:]]
        if words[3] == "run":
            words += ["--notebook", "00-what-is-known"]  # All of them run on a made-up case in tests of their own.
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command
        said[command] = done.stdout
    return said


def test_the_page_has_the_commands_of_every_step() -> None:
    assert [shlex.split(each)[1] for each in COMMANDS] == [
        "import", "brief", "contradictions", "audit", "run", "new"
    ]  # fmt: skip


def test_the_import_says_what_the_page_shows(answers: dict[str, str]) -> None:
    shown = re.search(r"    first-figures\.csv into data/valley-2031.*?(?=\n\n)", PAGE, re.DOTALL)
    assert shown
    printed = answers[COMMANDS[0]]
    for line in shown[0].splitlines():
        assert line.strip() in re.sub(r"into \S*/data/", "into data/", printed)


def test_the_answers_are_those_that_the_page_names(answers: dict[str, str]) -> None:
    found = answers["contested contradictions --case valley-2031"]
    assert found.count("contradiction") == 2
    assert "more than 120 (2031-03-02)" in found
    assert "less than 50 km²" in found
    assert "revision" not in found
    assert "some of the total is in no named part: 500" in answers["contested audit --case valley-2031"]
    assert "1 report of the ledger without a day is left out" in answers["contested brief --case valley-2031"]


def test_the_report_is_built(answers: dict[str, str]) -> None:
    assert re.search(r"report: .*/valley-2031/2031-03-06", answers["contested run --case valley-2031"])

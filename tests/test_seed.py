"""The article that the collection began with: replayed as of its own day, and held against a text that a user has."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from contested import seeds
from contested.case import Case
from contested.cli import main
from contested.seeds import NOT_COMPARED

ROOT = Path(__file__).resolve().parent.parent
SEED = "lbc-2024-08-14"
DAY = "2024-08-14"
CARD = yaml.safe_load((ROOT / "seeds" / f"{SEED}.card.yaml").read_text(encoding="utf-8"))

FINE = ("as printed", NOT_COMPARED)


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of papermill's run with the seed's parameters, in a folder of its own."""
    folder = tmp_path_factory.mktemp("seed")
    words = [
        str(ROOT / "notebooks" / "00-what-is-known.ipynb"),
        "out.ipynb",
        "-f",
        str(ROOT / "seeds" / f"{SEED}.yaml"),
    ]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("papermill")), *words, "--no-progress-bar"],
        cwd=folder, env={**os.environ, "CONTESTED_BUILD": str(folder / "build"), "JUPYTER_PREFER_ENV_PATH": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (found,) = folder.rglob("results.json")
    return json.loads(found.read_text(encoding="utf-8"))


def told(replay: dict[str, Any], row: str) -> str:
    """The sentence that says what the article has in one row."""
    (sentence,) = [
        each["text"] for each in replay["sentences"] if each["ids"] == [row] and re.match(r"Lines? \d", each["text"])
    ]
    return sentence


# The seed.


def test_the_parameters_are_the_articles_day_and_source(kursk: Case) -> None:
    given = yaml.safe_load((ROOT / "seeds" / f"{SEED}.yaml").read_text(encoding="utf-8"))
    assert given == {"case": "kursk-2024", "as_of": DAY, "seed": CARD["source_id"]}
    assert CARD["published"] == DAY and CARD["source_id"] in set(kursk.tables["sources"]["id"])


def test_the_card_describes_the_article_and_its_text_is_not_here() -> None:
    assert {"publisher", "title", "author", "published", "updated", "sha256", "lines"} <= set(CARD)
    assert re.fullmatch(r"[0-9a-f]{64}", CARD["sha256"])
    files = [path for folder in ("seeds", "data", "tests") for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert CARD["sha256"] not in {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_line_with_a_figure_is_a_row_said_on_the_day(kursk: Case) -> None:
    rows = kursk.ledger[kursk.ledger["source_id"].eq(CARD["source_id"])]
    assert set(rows["id"]) == {f"A{number:02}" for number in range(1, 43)}
    assert set(rows["said_on"]) == {DAY}
    places = [int(each) for locator in rows["locator"] for each in re.findall(r"\d+", locator)]
    assert all(re.fullmatch(r"line \d+|lines \d+ and \d+", locator) for locator in rows["locator"])
    assert min(places) >= 1 and max(places) <= CARD["lines"] == 50


def test_the_35_tanks_can_be_read_in_two_ways_and_the_note_says_so(kursk: Case) -> None:
    row = kursk.ledger.set_index("id").loc["A17"]
    assert (row["value"], row["metric_id"], row["basis"]) == (35, "tanks_lost", "period")
    assert "two ways" in row["note"] and "week" in row["note"] and "since the incursion" in row["note"]


# The replay: each figure with its qualifier, who claims it, of whom, where.

FIGURES = {
    "A01": ("Line 1", "Ukrainian authorities", "15 mi²", "Kursk Oblast"),
    "A06": ("Line 9", "Ukrainian authorities", "74 settlements", "Kursk Oblast"),
    "A07": ("Line 9", "Ukrainian authorities", "about 1,000 km²", "Kursk Oblast"),
    "A09": ("Line 10", "Ukrainian authorities", "between 1 and 3 km in a day", "Kursk Oblast"),
    "A10": ("Line 10", "Ukrainian authorities", "about 30 km deep", "Kursk Oblast"),
    "A12": ("Line 11", "Apti Alaudinov", "about 28 km deep", "Kursk Oblast"),
    "A13": ("Line 12", "Russian authorities", "up to 420 personnel lost on Ukraine's side", "Kursk Oblast"),
    "A14": ("Line 12", "Russian authorities", "up to 2,030 personnel lost on Ukraine's side", "since 6 August 2024"),
    "A15": ("Line 13", "Russian authorities", "55 armoured vehicles", "lost by Ukraine"),
    "A16": ("Line 13", "Russian authorities", "3 tanks lost by Ukraine", "Kursk Oblast"),
    "A17": ("Line 13", "Russian authorities", "35 tanks lost by Ukraine", "Kursk Oblast"),
    "A20": ("Line 18", "Volodymyr Zelensky", "74 settlements", "Kursk Oblast"),
    "A27": ("Line 25", "LBC", "about 121,000 people who left or were evacuated", "Kursk Oblast"),
    "A28": ("Line 25", "LBC", "59,000 people ordered or called on to leave", "Kursk Oblast"),
    "A29": ("Line 26", "LBC", "about 11,000 people who left or were evacuated", "Krasnoyaruzhsky district"),
    "A30": ("Line 26", "LBC", "500 people remaining", "Krasnoyaruzhsky district"),
    "A33": ("Line 30", "Ministry of Foreign Affairs of Ukraine", "more than 2,000 strikes", "from Kursk Oblast"),
    "A34": ("Line 30", "Ministry of Foreign Affairs of Ukraine", "255 glide bombs", "from Kursk Oblast"),
    "A35": ("Line 30", "Ministry of Foreign Affairs of Ukraine", "more than 100 missiles", "from Kursk Oblast"),
    "A42": ("Line 50", "Volodymyr Zelensky", "nearly 2,000 strikes", "on Sumy Oblast"),
}


@pytest.mark.parametrize("row", FIGURES)
def test_the_replay_tells_each_figure_as_printed(row: str, replay: dict[str, Any]) -> None:
    line, claimant, figure, where = FIGURES[row]
    sentence = told(replay, row)
    assert sentence.startswith(f"{line}: {claimant}")
    assert re.search(rf" claimed (?:\S+ km² \(printed: |an advance (?:of )?)?{re.escape(figure)}", sentence), sentence
    assert where in sentence.partition(figure)[2] and "said on 14 August 2024" in sentence


STATEMENTS = {
    "A03": ("Ukraine", "advance was continuing"),
    "A05": ("Russia", "halted"),
    "A11": ("Russia", "halted"),
    "A19": ("Ukraine", "advance was continuing"),
    "A23": ("Ukraine", "did not mean to keep"),
    "A25": ("Independent", "sending conscripts"),
    "A31": ("Russia", "had not been overcome"),
    "A40": ("Russia", "Ukraine had used chemical weapons"),
    "A41": ("Ukraine", "Russia had used chemical weapons"),
}


@pytest.mark.parametrize("row", STATEMENTS)
def test_the_replay_tells_who_asserts_and_who_denies(row: str, replay: dict[str, Any]) -> None:
    side, clause = STATEMENTS[row]
    assert re.search(rf"[(;] ?{side}\) claimed that .*{clause}", told(replay, row))


def test_the_replay_tells_every_row_in_the_order_of_its_lines(replay: dict[str, Any]) -> None:
    lines = [
        (each["ids"], int(found[1]))
        for each in replay["sentences"]
        if (found := re.match(r"Lines? (\d+)", each["text"]))
    ]
    assert sorted(name for ids, _ in lines for name in ids) == [f"A{number:02}" for number in range(1, 43)]
    assert [line for _, line in lines] == sorted(line for _, line in lines)


def test_the_replay_holds_advancing_against_halted(replay: dict[str, Any]) -> None:
    stances = [row for row in replay["tables"]["stances"]["rows"] if row["metric_id"] == "advance_ongoing"]
    assert {row["kind"] for row in stances} == {"stance"}
    of_the_day = [row for row in stances if {row["said_a"], row["said_b"]} == {DAY}]
    said = [{(row["side_a"], row["value_a"]), (row["side_b"], row["value_b"])} for row in of_the_day]
    assert {("ukraine", 1), ("russia", 0)} in said
    text = " ".join(each["text"] for each in replay["sentences"])
    assert re.search(r"contradictions? in stance rests? on \d+ reports", text)
    assert re.search(r"halted or repelled in Kursk Oblast, while [^.]+ that Ukraine's advance was continuing", text)


def test_the_replay_knows_nothing_said_later(replay: dict[str, Any]) -> None:
    assert (replay["as_of"], replay["parameters"]["seed"]) == (DAY, SEED)
    rows = [row for part in ("tables", "charts") for each in replay[part].values() for row in each["rows"]]
    said = [
        row[name] for row in rows for name in ("said", "said_on", "said_a", "said_b", "day", "last") if row.get(name)
    ]
    assert said and max(day[:10] for day in said) == DAY


# A text held against the card.


def printed(case: Case, **changes: str) -> list[str]:
    """Fifty lines that hold the numbers of the rows which name them, some of them changed, and no other."""
    lines = ["Nothing is counted here."] * CARD["lines"]
    rows = case.ledger[case.ledger["source_id"].eq(CARD["source_id"]) & case.ledger["dimension"].ne("boolean")]
    for row in rows.to_dict("records"):
        numbers = [row[name] for name in ("value", "low", "high") if row[name] == row[name]]
        text = changes.get(row["id"], " to ".join(f"{number:,.0f}" for number in numbers))
        for place in re.findall(r"\d+", row["locator"]):
            lines[int(place) - 1] += f" It says {text}."
    return lines


def verify(folder: Path, lines: list[str], capsys: Any) -> tuple[int, dict[str, str]]:
    """Hold lines against the seed's card: the exit status, and what is found of each row and the whole text."""
    path = folder / "article.txt"
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    status = main(["verify-source", str(path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    return status, {row["id"]: row["finding"] for row in found}


def test_a_text_with_all_numbers_and_another_sum_differs_only_as_a_whole(
    kursk: Case, tmp_path: Path, capsys: Any
) -> None:
    status, found = verify(tmp_path, printed(kursk), capsys)
    assert status == 1
    assert set(found) == {SEED, *(f"A{number:02}" for number in range(1, 43))}
    assert {row: finding for row, finding in found.items() if finding not in FINE} == {
        SEED: "the text differs from the one that was read"
    }


def test_the_text_that_was_read_holds_everything(
    kursk: Case, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(kursk)
    text = "\n\n".join(lines) + "\n"
    card = {**CARD, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    (tmp_path / f"{SEED}.card.yaml").write_text(yaml.safe_dump(card), encoding="utf-8")
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)
    status, found = verify(tmp_path, lines, capsys)
    assert (status, set(found.values())) == (0, set(FINE))


CHANGED = {
    "A06": ("75", "line 9 does not hold 74"),
    "A09": ("1 to 4", "line 10 does not hold 3"),
    "A13": ("421", "line 12 does not hold 420"),
    "A27": ("12,100", "line 25 does not hold 121,000"),
    "A33": ("12,000", "line 30 does not hold 2,000"),
    "A34": ("2,255", "line 30 does not hold 255"),
    "A35": ("1009", "line 30 does not hold 100"),
    "A30": ("500.5", "line 26 does not hold 500"),
}


@pytest.mark.parametrize("row", CHANGED)
def test_a_number_that_its_line_does_not_hold_is_named(row: str, kursk: Case, tmp_path: Path, capsys: Any) -> None:
    number, finding = CHANGED[row]
    status, found = verify(tmp_path, printed(kursk, **{row: number}), capsys)
    assert status == 1 and found[row] == finding
    assert {name for name, text in found.items() if text not in FINE} == {SEED, row}


@pytest.mark.parametrize(
    ("row", "words"), [("A20", "Seventy-four settlements"), ("A16", "three tanks"), ("A14", "2030")]
)
def test_numbers_may_stand_in_words_or_without_separators(
    row: str, words: str, kursk: Case, tmp_path: Path, capsys: Any
) -> None:
    assert verify(tmp_path, printed(kursk, **{row: words}), capsys)[1][row] == "as printed"


def test_a_number_in_another_line_does_not_count(kursk: Case, tmp_path: Path, capsys: Any) -> None:
    lines = printed(kursk, A13="many")
    lines[0] += " 420"
    assert verify(tmp_path, lines, capsys)[1]["A13"] == "line 12 does not hold 420"


def test_a_text_that_ends_too_early_lacks_its_last_lines(kursk: Case, tmp_path: Path, capsys: Any) -> None:
    found = verify(tmp_path, printed(kursk)[:40], capsys)[1]
    assert found["A42"] == "there is no line 50: the text has 40 lines that are not blank"
    assert {row for row, text in found.items() if text.startswith("there is no line")} == {
        "A37", "A38", "A39", "A40", "A41", "A42",
    }  # fmt: skip


@pytest.mark.parametrize(("content", "what"), [(None, "there is no '"), (b"\xff\xfe4\x002\x00", "cannot be read")])
def test_a_file_that_cannot_be_read_is_refused(content: bytes | None, what: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "article.txt"
    if content is not None:
        path.write_bytes(content)
    status = main(["verify-source", str(path)])
    caught = capsys.readouterr()
    assert (status, caught.out) == (2, "")
    assert caught.err.startswith("contested: file: ") and len(caught.err.splitlines()) == 1
    assert what in caught.err and str(path) in caught.err and caught.err.endswith("; allowed: a text in UTF-8\n")

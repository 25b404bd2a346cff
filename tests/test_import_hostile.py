"""Files and folders that nobody means well: no traceback, no half-written case, and words that say what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import BASE, DAY, bring, contents, figures, read, row, said, tell, write

from contested.case import check_case, load
from contested.cli import main
from contested.imports.layout import COLUMNS
from contested.imports.store import locked


def attempt(file: Path, into: Path | str, *words: str) -> tuple[int, str, str]:
    """Import a file; whatever comes of it, it is said in words and no part of a case is left."""
    status, out, err = tell("import", "figures", str(file), "--into", str(into), "--recorded-on", DAY, *words)
    assert status in (0, 2), err
    assert "Traceback" not in out + err
    if status:
        assert out == ""
        assert err.startswith("contested: ")
        assert "; allowed: " in err or "; the columns are " in err
    return status, out, err


@pytest.fixture
def of_text(tmp_path: Path) -> Callable[..., Any]:
    """Write bytes as a file and import it into a new case: status, words, and the folder."""

    def do(text: str | bytes, name: str = "theirs.csv") -> tuple[int, str, str, Path]:
        file, folder = tmp_path / name, tmp_path / "tarn"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        status, out, err = attempt(file, folder)
        assert folder.exists() == (status == 0)
        if status == 0:
            assert check_case(folder) == []
        return status, out, err, folder

    return do


def text_of(*rows: dict[str, str], ends: str = "\n") -> str:
    """Rows as CSV in the layout."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "has no column claimant, metric, value, unit; the columns are said_on"),
        (b"\n\n\n", "has no column claimant"),
        (b"\xef\xbb\xbf", "has no column claimant"),
        (HEADER.encode(), "has no rows"),
        (HEADER.encode() + b"\n\n,,,\n", "has no rows"),
        (text_of(row(claimant="Präsidium")).encode("latin-1"), "is not UTF-8; allowed: save it as UTF-8"),
        (text_of(row()).encode("utf-16"), "is not UTF-8; allowed: save it as UTF-8"),
        (text_of(row(claimant="a\0b")).encode(), "is not a text file; allowed: CSV in UTF-8"),
        (b"claimant,metric,value,unit,value\na,b,1,people,2\n", "has column 'value' twice; allowed: each column once"),
        (b"PK\x03\x04 a zip", "has no column claimant"),
        (text_of(row(paraphrase="x" * 1_000_000)).encode(), "is not CSV, line 2 (field larger than field limit"),
    ],
    ids=range(11),
)
def test_a_file_that_is_none_is_refused(text: bytes, words: str, of_text: Any) -> None:
    status, _, err, _ = of_text(text)
    assert status == 2
    assert words in err
    assert err.count("\n") == 1, "one sentence"


@pytest.mark.parametrize("column", ["paraphrase", "claimant", "said_on"])
def test_a_quote_left_open_swallows_no_row_in_silence(column: str, of_text: Any) -> None:
    cells = [f'"{text}' if name == column else text for name, text in row(paraphrase="No comma here").items()]
    lines = [HEADER, ",".join(cells), ",".join(row(paraphrase="No comma here", value="9").values())]
    status, out, err, folder = of_text("\n".join(lines) + "\n")
    assert status == 2 or "refused" in out, (out, err)
    if status == 2:
        assert "quot" in err
    else:
        assert all("\n" not in each["paraphrase"] for each in figures(folder).values())


@pytest.mark.parametrize(
    "made",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: (text + "\n\n,,,,\n").encode(),
        lambda text: text.replace("said_on,", " said_on ,").encode(),
    ],
    ids=["byte order mark", "carriage returns", "old carriage returns", "blank lines", "spaces around names"],
)
def test_files_of_other_systems_are_read(made: Callable[[str], bytes], of_text: Any) -> None:
    status, _, _, folder = of_text(made(text_of(row(), row(value="9"))))
    assert status == 0
    assert [each["value"] for each in figures(folder).values()] == ["120", "9"]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e", "\x07", "\x1b", "\x7f"])
def test_odd_ends_of_lines_and_control_marks_cut_no_row(mark: str, of_text: Any) -> None:
    cells = {"claimant": f"Tarn{mark}watch", "paraphrase": f"One{mark}two", "place": f"Upper{mark}Sarn"}
    status, out, _, folder = of_text(text_of(row(**cells)))
    assert status == 0
    assert "1 row read" in out
    assert len(figures(folder)) == 1


def test_rows_that_are_too_long_or_short_are_refused_alone(of_text: Any) -> None:
    lines = text_of(row(), row(value="9")).splitlines()
    status, out, _, folder = of_text("\n".join([lines[0], lines[1] + ",more", "short", lines[2]]))
    assert status == 0
    assert "refused: the row has 20 cells, not 19; mend the line and import again" in out
    assert "refused: the row has 1 cells, not 19; mend the line and import again" in out
    assert [each["value"] for each in figures(folder).values()] == ["9"]


@pytest.mark.parametrize(
    "value",
    [
        "-5",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e400",
        "1e5",
        "9" * 400,
        "9" * 5000,
        "0x1F",
        "=5",
        "=cmd|' /C'!A0",
        ".".join(["999"] * 200),
        "٣" * 400,
        "1" + ",000" * 200,
        "five" * 100,
        "five " * 100,
        "-",
        "~" * 1000,
        "9-" * 500,
    ],
)
def test_no_number_ends_an_import(value: str, of_text: Any) -> None:
    status, _, _, folder = of_text(text_of(row(value=value), row(value="9", low="", high=""), row(value="", low=value)))
    assert status == 0
    assert "9" in [each["value"] for each in figures(folder).values()]


def test_tiny_and_huge_numbers_are_kept_in_plain_digits(of_text: Any) -> None:
    status, _, _, folder = of_text(text_of(row(value="1" + "0" * 300), row(value="0." + "0" * 20 + "1")))
    assert status == 0
    load(str(folder))


def test_days_of_other_centuries(of_text: Any) -> None:
    days = ["0001-01-01", "1500-01-01", "1676-12-31", "2262-04-12", "9999-12-31", "9999-12", "1500-01-01T10:00+03:00"]
    rows = [
        row(said_on=day, event_start=day[:10], event_end=day[:10], url=f"https://tarn.example/{day}") for day in days
    ]
    status, _, _, folder = of_text(text_of(*rows, row()))
    assert status == 0
    assert [each["said_on"] for each in figures(folder).values()] == [*days, "2031-05-10"]
    for words in (["figures"], ["brief"], ["audit"], ["contradictions"], ["headlines"]):
        assert tell(*words, "--case", str(folder))[0] == 0


NAMES = [
    "!!!",
    "—",
    "...",
    "😀😀",
    "🏔️ -> 🏔️",
    "->",
    ", ",
    "a, b, c, d, e, f, g, h",
    ", ".join(["x"] * 3000),
    "a|b",
    "{subject} {} {0} {",
    "%s %d $x_1$ \\frac{1}{2}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "+1",
    "@SUM(A1)",
    "../../etc/passwd",
    "CON",
    "null",
    "None",
    "nan",
    "x" * 5000,
    "слово " * 2000,
    "\u202egnol\u202c",
    "e\u0301" * 200,
    "a\tb",
    "a\nb",
    "'; DROP TABLE claims; --",
    "1st of the 2nd",
    "İstanbul ǅ ß",
]


@pytest.mark.parametrize("at", range(0, len(NAMES), 8))
def test_any_name_makes_a_case_on_which_verbs_answer(at: int, of_text: Any, tmp_path: Path) -> None:
    """Each name in every column that may hold one; of sides only so many as can be told apart."""
    names = ("claimant", "metric", "unit", "place", "publisher", "url", "where_in_page", "paraphrase")
    rows = []
    for name in NAMES[at : at + 8]:
        page = f"https://tarn.example/{len(rows)}"
        rows += [row(**{"url": page, "value": str(len(rows) + 1), column: name}) for column in names]
        rows.append(row(claimant=name, claimant_side=name, place=name, publisher=name, paraphrase=name, url=page))
    status, _, _, folder = of_text(text_of(*rows, row(claimant="Orsk staff", value="7", claimant_side="orsk")))
    assert status == 0
    assert len(figures(folder)) >= len(rows) * 3 // 4
    before = contents(folder)
    assert bring(tmp_path / "theirs.csv", folder)["counts"] == {"known": len(rows) + 1}
    assert contents(folder) == before
    assert attempt(tmp_path / "theirs.csv", folder, "--accept")[0] == 0
    assert check_case(folder) == []
    for words in (["brief"], ["trace", "7"]):
        told = tell(*words, "--case", str(folder))
        assert told[0] == 0, told


def test_any_further_column(of_text: Any, tmp_path: Path) -> None:
    columns = ("group", "denominator", "note", "relayed_by")
    texts = ("60+", "2030 population", "!!!", "😀", "a|b", "<b>", "x" * 300, "{}")
    cells = [{column: text} for column in columns for text in texts]
    rows = [
        {**row(unit=unit, value=str(at)), **each} for at, each in enumerate(cells) for unit in ("people", "percent")
    ]
    file = write(tmp_path / "more.csv", rows)
    status, out, _, folder = of_text(file.read_bytes())
    assert status == 0
    assert len(figures(folder)) == len(rows), out


def test_thousands_of_rows_come_in_and_are_known_again(tmp_path: Path) -> None:
    rows = [
        row(
            claimant=f"Office of {'abcdefghij'[at % 10] * 3}{'klmnopqrst'[at // 10 % 10] * 3}",
            url=f"https://tarn.example/{at}",
            value=str(at),
            place=f"Village {at % 300}",
            metric=f"things_{'abcdefg'[at % 7]}",
        )
        for at in range(2_000)
    ]
    file = write(tmp_path / "many.csv", rows)
    report = bring(file, tmp_path / "tarn")
    assert report["counts"]["taken"] == 2_000
    assert bring(file, tmp_path / "tarn")["counts"] == {"known": 2_000}


# Where a case cannot be.


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with other people's things, in which the commands run, beside an empty data folder."""
    folder = tmp_path / "here"
    (tmp_path / "data").mkdir()
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "mine.txt").write_text("mine")
    (folder / "paper").write_text("mine")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "link").symlink_to(folder / "notes")
    write(tmp_path / "f.csv", [row()])
    monkeypatch.setenv("CONTESTED_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "into",
    [
        *[".", "..", "notes/", "./notes", "./link", "./paper", "paper/case", "paper/deep/case", "./loop", "loop/case"],
        *["x" * 300, "./" + "x" * 300, "a b", "-x", "./.hidden", "Ж", "/proc/tarn", "/proc/tarn/case", "/dev/null"],
        *[" ", "/", "~", "a\nb"],
    ],
)
def test_where_no_case_can_be(into: str, here: Path, tmp_path: Path) -> None:
    before = contents(here)
    status, _, _ = attempt(tmp_path / "f.csv", f"{into}") if not into.startswith("-") else attempt_equal(tmp_path, into)
    assert status == 2
    assert contents(here) == before
    assert sorted(path.name for path in here.iterdir()) == ["link", "loop", "notes", "paper"]
    assert list((tmp_path / "data").iterdir()) == []


def attempt_equal(tmp_path: Path, into: str) -> tuple[int, str, str]:
    """The same for a name that looks like an option."""
    return tell("import", "figures", str(tmp_path / "f.csv"), f"--into={into}")


@pytest.mark.parametrize("into", ["../elsewhere/tarn", "deep/er/tarn", "./tarn", "notes/../tarn"])
def test_a_path_may_lead_anywhere_by_the_users_word(into: str, here: Path, tmp_path: Path) -> None:
    assert attempt(tmp_path / "f.csv", into)[0] == 0
    assert check_case(Path(into).resolve()) == []


def test_a_link_to_a_case_is_that_case(here: Path, tmp_path: Path) -> None:
    assert attempt(tmp_path / "f.csv", "./tarn")[0] == 0
    (here / "alias").symlink_to(here / "tarn")
    write(tmp_path / "g.csv", [row(value="9", url="https://tarn.example/9")])
    assert attempt(tmp_path / "g.csv", "./alias")[0] == 0
    assert (here / "alias").is_symlink()
    assert len(figures(here / "tarn")) == 2


@pytest.mark.parametrize("call", ["mkdir", "open", "rename"])
def test_a_folder_that_may_not_be_written_is_said(
    call: str, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(Path, call)

    def denied(self: Path, *words: Any, **named: Any) -> Any:
        if call == "open" and not set("wax") & set(words[0] if words else named.get("mode", "r")):
            return real(self, *words, **named)
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, denied)
        status, _, err = attempt(tmp_path / "f.csv", "tarn")
    assert status == 2
    assert "Permission denied" in err
    assert list((tmp_path / "data").iterdir()) == []


def test_a_file_that_is_not_there_or_a_folder_is_said(here: Path, tmp_path: Path) -> None:
    for name in ("no.csv", "notes", "x" * 300, "loop", "paper/x.csv"):
        status, _, err = attempt(Path(name), "tarn")
        assert status == 2
        assert "cannot be read" in err


# Anything at all.

CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "120", "1,250", "about 5", "dozens", "5-10", "-1", "2.5 lakh", "12%", "1.5.2031", "May 2031"]),
    st.sampled_from(["2031-05-01", "2031-05-09T10:00+03:00", "between", "more than", "people", "km2", "families"]),
    st.sampled_from(["cumulative", "point", "boolean", "percent", "A -> B", "a, b", "unknown", "both", "{}", "a|b"]),
)
ROWS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=6)


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, accept=st.booleans())
def test_any_rows_are_taken_or_refused_in_words(
    rows: list[dict[str, str]], accept: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = text_of(*({**BASE, **cells} for cells in rows)).encode("utf-8", "replace")
    (folder / "any.csv").write_bytes(text)
    into = folder / "tarn"
    status, out, _ = attempt(folder / "any.csv", into, *(["--accept"] if accept else []))
    assert sorted(path.name for path in folder.iterdir()) == sorted({"any.csv", *(["tarn"] if status == 0 else [])})
    if status == 0:
        assert check_case(into) == []
        taken, refused = len(figures(into)), len(read(into, "left-out"))
        assert f"{taken + refused:,} row" in out, "each row is taken or refused"
        before = contents(into)
        again = bring(folder / "any.csv", into)
        assert said(again, "taken") == said(again, "revised") == said(again, "withdrawn") == []
        assert contents(into) == before


# Two at once, and a ledger whose days go on.


def test_a_second_import_waits_for_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "f.csv", [row()])
    with locked(tmp_path / "tarn"):
        assert main(["import", "figures", str(file), "--into", str(tmp_path / "tarn")]) == 2
    assert "another import into" in capsys.readouterr().err
    assert not (tmp_path / "tarn").exists()
    assert main(["import", "figures", str(file), "--into", str(tmp_path / "tarn")]) == 0
    assert not (tmp_path / ".tarn.lock").exists()


def test_the_ledger_is_not_added_to_before_its_last_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = ["--into", str(tmp_path / "tarn"), "--recorded-on"]
    first, second = (write(tmp_path / f"{name}.csv", [row(value=name)]) for name in ("1", "2"))
    assert main(["import", "figures", str(first), *into, "2031-06-02"]) == 0
    assert main(["import", "figures", str(second), *into, "2031-06-01"]) == 2
    assert "recorded_on: 2031-06-01 is before 2031-06-02" in capsys.readouterr().err


@pytest.mark.parametrize("sign", [";", "\t"])
def test_cells_may_be_parted_by_semicolons_or_tabs(sign: str, tmp_path: Path) -> None:
    text = text_of(row(paraphrase="As the page has it")).replace(",", sign)
    (tmp_path / "f.csv").write_text(text, encoding="utf-8")
    assert bring(tmp_path / "f.csv", tmp_path / "tarn")["counts"]["taken"] == 1


def test_a_reading_of_no_row_is_a_problem(tmp_path: Path) -> None:
    bring(write(tmp_path / "f.csv", [row()]), tmp_path / "tarn")
    file = tmp_path / "tarn" / "imports.csv"
    file.write_text(file.read_text().replace("F0001", "F0009"))
    assert [each.what for each in check_case(tmp_path / "tarn")] == ["there is no row 'F0009'"]

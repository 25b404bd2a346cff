"""What a cell shows: text that can be compared, tables and prose that say what they hold and nothing else."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from make_case import figure

from contested.case import load
from contested.display import Listing, Prose, cells, digest, escape_markdown, wrapped
from contested.export import as_json, columns, records, write_csv

FRAME = pd.DataFrame({"id": ["a", "b"], "lower": [1.0, 2.5], "said": pd.to_datetime(["2030-05-10", None])})


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("from $5 to $6", r"from \$5 to \$6"),
        ("a|b", r"a\|b"),
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("north_korean_contingent", r"north\_korean\_contingent"),
        ("<b>bold</b>", r"\<b\>bold\</b\>"),
        ("[text](url)", r"\[text\](url)"),
        ("`code` # ~no~", r"\`code\` \# \~no\~"),
        (r"C:\x", r"C:\\x"),
    ],
)
def test_signs_of_markdown_and_mathematics_are_escaped(text, safe):
    assert escape_markdown(text) == safe


def test_prose_is_escaped_in_markdown_and_plain_in_text():
    data, _ = Prose(("Costs $5 | a_b.", "Two * three.")), None
    shown, _ = data._repr_mimebundle_()
    assert shown == {
        "text/markdown": r"Costs \$5 \| a\_b. Two \* three.",
        "text/plain": "Costs $5 | a_b.\nTwo * three.",
    }


def test_bullets_stand_in_lines_of_their_own():
    shown, _ = Prose(("One.", "Two."), bullets=True)._repr_mimebundle_()
    assert shown["text/markdown"] == "- One.\n- Two."


def test_a_table_escapes_what_pages_and_names_contain():
    frame = pd.DataFrame({"<i>Head</i>": ["<script>alert(1)</script>"], "Figure": ['5 < 6 & "7"']})
    shown, _ = Listing(frame, "Cap <b>", "Note & <b>")._repr_mimebundle_()
    page = shown["text/html"]
    for raw in ("<script>", "<i>", "<b>", "5 < 6"):
        assert raw not in page
    for safe in (
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;i&gt;Head",
        "5 &lt; 6 &amp; &quot;7&quot;",
        "Cap &lt;b&gt;",
    ):
        assert safe in page


def test_a_table_carries_caption_heads_and_note_for_readers_who_cannot_see_it():
    shown, _ = Listing(
        pd.DataFrame({"Claimant": ["North Army"], "Figure": ["5"]}), "Who said", "Printed by"
    )._repr_mimebundle_()
    page = shown["text/html"]
    assert re.search(r"<caption[^>]*>Who said</caption>", page)
    assert len(re.findall(r'<th scope="col"[^>]*>(Claimant|Figure)</th>', page)) == 2
    assert re.search(r'<th scope="row" dir="auto"[^>]*>North Army</th>', page)
    assert '<p class="note">Printed by</p>' in page
    assert [part in shown["text/plain"] for part in ("Who said", "North Army", "Printed by")] == [True] * 3


def test_cells_for_people_show_days_numbers_and_blanks():
    frame = pd.DataFrame(
        {"day": pd.to_datetime(["2030-05-10", None]), "n": [1200, 3], "yes": [True, False], "text": ["a", ""]}
    )
    shown = cells(frame, {"text": "Text", "day": "Day", "n": "Number", "yes": "Stale"})
    assert shown.to_dict("list") == {
        "Text": ["a", "–"], "Day": ["2030-05-10", "–"], "Number": ["1,200", "3"], "Stale": ["yes", ""],
    }  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        FRAME.assign(lower=[1.00000001, 2.5]),
        FRAME.assign(id=["a", "c"]),
        FRAME.assign(said=pd.to_datetime(["2030-05-10", "2030-05-11"])),
        FRAME.iloc[::-1],
        FRAME.rename(columns={"lower": "upper"}),
        FRAME.head(1),
    ],
)
def test_the_digest_changes_when_the_data_change(changed):
    assert digest(FRAME.copy()) == digest(FRAME)
    assert digest(changed) != digest(FRAME)


def test_the_digest_of_a_case_changes_when_one_cell_does(folder):
    row = figure("a", "monitor", "lost", "5")
    paths = [folder(row), folder(row), folder(row | {"note": "x"})]
    first, same, other = (load(str(path)).digest for path in paths)
    assert first == same
    assert first != other


def test_lines_are_broken_between_words_only():
    assert wrapped("one two-three four", 9) == "one\ntwo-three\nfour"
    assert wrapped("unbreakable", 4) == "unbreakable"


def test_records_for_programs_have_no_infinities_and_no_hidden_columns():
    frame = pd.DataFrame(
        {
            "id": ["a"], "lower": [5.0], "upper": [float("inf")], "value": [float("nan")], "share": [0.25],
            "said": [pd.Timestamp("2030-05-10")], "said_at": [pd.Timestamp("2030-05-10T08:00Z")],
            "until": [pd.NaT], "lower_open": [True], "_line": [7],
        }
    )  # fmt: skip
    assert records(frame) == [
        {
            "id": "a", "lower": 5, "upper": None, "value": None, "share": 0.25, "said": "2030-05-10",
            "said_at": "2030-05-10T08:00:00+00:00", "until": None, "lower_open": True,
        }
    ]  # fmt: skip


ODD = pd.DataFrame(
    {
        "text": ["plain", 'with "quotes", and a comma', "two\nlines", "", "ünï"],
        "gap": ["a", None, "", np.nan, "b"],
        "number": [1.5, 2.0, np.nan, np.inf, 1e21],
        "whole": [1, 2, 3, 4, 5],
        "holes": [1.0, np.nan, 3.0, 4.0, 5.0],
        "mixed": pd.Series([1, "1", None, 2.5, True], dtype=object),
        "truth": [True, False, True, False, True],
        "perhaps": pd.Series([True, None, False, None, True], dtype=object),
        "day": pd.to_datetime(["2030-05-01", None, "2030-05-03", "2030-05-01", None]),
        "nothing": [None] * 5,
    }
)


@pytest.mark.parametrize("rows", [ODD, ODD.iloc[:1], ODD.iloc[:0], ODD[["gap"]], pd.DataFrame()])
def test_a_table_is_written_as_a_frame_of_its_cells_writes_itself(tmp_path, rows):
    told = columns(rows)
    write_csv(tmp_path / "table.csv", told)
    assert (tmp_path / "table.csv").read_bytes().decode() == pd.DataFrame(told).to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize(
    "told", [{}, [], None, "a", 2.5, {"b": [{"z": 1, "a": [None, "ü\n"]}, {}], "a": {"c": [], "b": {"x": (1, [2.5])}}}]
)
def test_json_is_written_as_the_standard_library_writes_it_with_one_space(told):
    assert as_json(told) == json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    assert as_json(records(ODD)) == json.dumps(records(ODD), indent=1, ensure_ascii=False, sort_keys=True)

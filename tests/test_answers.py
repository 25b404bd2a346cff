"""The verbs that say what figures mean together: for people, as JSON and as CSV, and refused in one sentence."""

import csv
import io
import json

import pytest
from make_case import METRICS, figure, relation

from contested import cli

ROWS = [
    figure("a", "north-army", "lost", "more_than 300", basis="cumulative"),
    figure("b", "south-army", "lost", "100", basis="cumulative"),
    figure("c", "monitor", "held", "12", "2030-05-03"),
    figure("d", "monitor", "held", "15"),
    figure("e", "monitor", "held", "more_than 15", source_id="page-2"),
    figure("f", "south-army", "lost", "90", "2030-05-20", basis="cumulative", recorded_on="2030-08-01"),
    figure("g", "north-mayor", "fighting", "1"),
    figure("h", "south-mayor", "fighting", "0"),
]
DAY = ("--as-of", "2030-05-12")


@pytest.fixture
def ask(folder, capsys):
    metrics = [row | {"interest": "against" if row["id"] == "lost" else ""} for row in METRICS]
    case = folder(*ROWS, metrics=metrics, relations=[relation("e", "repeats", "d") | {"drift": "other_qualifier"}])

    def told(*words):
        code = cli.main([*words, "--case", str(case)])
        out, err = capsys.readouterr()
        return code, out, err

    return told


def document(answer):
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(("pair", "answer", "code"), [("a b", "yes", 0), ("a c", "no", 1)])
def test_compare_says_whether_and_why_not(ask, pair, answer, code):
    told = ask("compare", *pair.split(), "--format", "json")
    said = json.loads(told[1])
    assert (told[0], said["answer"]) == (code, answer)
    assert bool(said["reason"]) == (answer == "no")


def test_contradictions_are_pairs_for_programs_with_the_dispute_of_each(ask):
    pairs = document(ask("contradictions", "--format", "json", *DAY))
    assert [(each["dispute"], each["kind"], each["a"], each["b"]) for each in pairs] == [
        (1, "contradiction", "a", "b"), (2, "stance", "g", "h"),
    ]  # fmt: skip
    first = pairs[0]
    assert (first["gap"], first["ratio"], first["unit"], first["answer"]) == (200, 3, "people", "yes")
    assert (first["since"], first["until"], first["ended"], first["reports"]) == ("2030-05-10", None, "open", 2)
    assert "more than 300" in first["reason"] and "100" in first["reason"]


def test_contradictions_are_disputes_for_people_one_line_each(ask):
    code, out, _ = ask("contradictions", *DAY)
    assert code == 0
    header, *lines = out.splitlines()
    assert len(lines) == 2 and "ended" in header
    assert "soldiers lost in Long Valley" in lines[0] and lines[0].endswith("open")


def test_the_audit_says_what_is_open(ask):
    found = document(ask("audit", "--format", "json"))
    assert [(each["kind"], each["from_id"], each["to_id"], each["state"]) for each in found] == [
        ("drop", "b", "f", "open"),
    ]  # fmt: skip


def test_origins_say_what_stands_behind_each_statement(ask):
    found = {each["origin"]: each for each in document(ask("origins", "--format", "json", *DAY))}
    held = found["d"]
    assert (held["reports"], held["publishers"], held["languages"], held["drifted"], held["grade"]) == (
        2,
        2,
        2,
        1,
        "F6",
    )
    assert held["why"] == "Seen."
    assert found["b"]["grade"] == "F4"  # one other party excludes it, nobody else gives it


def test_drifts_name_both_rows_and_who_decided(ask):
    (drift,) = document(ask("origins", "--drifts", "--format", "json"))
    names = ("id", "first", "drift", "by", "figure", "printed_as")
    assert [drift[name] for name in names] == ["e", "d", "other_qualifier", "relation", "15 km²", "more than 15 km²"]


def test_headlines_say_the_range_under_every_rule(ask):
    told = document(ask("headlines", "--format", "json", *DAY))
    (head,) = told["headlines"]
    assert told["as_of"] == "2030-05-12"
    assert (head["range"], head["claimants"], head["reports"]) == ("from 100 to more than 300", 2, 2)
    assert head["use"] == "as a range, not as one figure"
    assert {rule["rule"] for rule in head["rules"]} >= {"all claimants", "without the parties", "without North Army"}


def test_the_track_record_is_silent_below_five_cases_and_shows_the_cases(ask):
    assert document(ask("track-record", "--format", "json")) == []
    cases = document(ask("track-record", "--cases", "--format", "json"))
    assert {(each["id"], each["by"], each["off"]) for each in cases} == {("a", "b", "above"), ("b", "f", "above")}


def test_the_brief_has_three_sentences_and_every_number_leads_back(ask):
    told = document(ask("brief", "--format", "json", *DAY))
    assert told["as_of"] == "2030-05-12" and len(told["short"]) == 3 and len(told["long"]) > 3
    for each in [*told["short"], *told["long"]]:
        assert all(each["numerals"].values()), each["text"]
    code, out, _ = ask("brief", *DAY)
    assert code == 0 and out.splitlines()[0] == " ".join(each["text"] for each in told["short"])


def test_diff_lists_what_changed(ask):
    found = document(ask("diff", "--from", "2030-05-05", "--to", "2030-05-12", "--format", "json"))
    assert [(each["change"], each["former_id"], each["id"]) for each in found if each["change"] != "new"] == [
        ("moved", "c", "d"), ("contradicted", "a", "b"), ("contradicted", "g", "h"),
    ]  # fmt: skip
    only = document(ask("diff", "--from", "2030-05-05", "--to", "2030-05-12", "--change", "moved", "--format", "json"))
    assert [each["id"] for each in only] == ["d"]


def test_the_ledger_can_be_asked_as_it_stood(ask):
    known = document(ask("audit", "--format", "json", "--known-on", "2030-07-31"))
    assert known == []  # the row with the fallen total was recorded on 1 August
    assert len(document(ask("audit", "--format", "json", "--known-on", "2030-08-01"))) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("compare a zz", "row: there is no row 'zz'"),
        ("brief --as-of soon", "as_of: 'soon' is not a day"),
        ("brief --known-on soon", "known_on: 'soon' is not a day"),
        ("diff --from 2030-05-12 --to 2030-05-01", "from: 2030-05-12 is after to 2030-05-01"),
        ("diff --from x --to 2030-05-01", "from: 'x' is not a day"),
        ("contradictions --metric nope", "metric: 'nope' is unknown"),
        ("origins --claimant nope", "claimant: 'nope' is unknown"),
    ],
)
def test_wrong_use_is_refused_in_one_sentence(ask, words, said):
    code, out, err = ask(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"contested: {said}") and err.count("\n") == 1


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize(
    "words",
    ["contradictions", "audit", "origins", "origins --drifts", "headlines", "track-record", "track-record --cases",
     "brief", "diff --from 2030-01-01 --to 2030-02-01"],
)  # fmt: skip
def test_a_case_of_one_row_has_an_answer_in_every_form(folder, capsys, words, form):
    case = folder(figure("a", "north-army", "lost", "5"), settings={"headlines": []})
    assert cli.main([*words.split(), "--format", form, "--case", str(case)]) == 0
    out = capsys.readouterr().out
    assert "nan" not in out.lower().split() and "NaT" not in out
    if form == "json":
        json.loads(out)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(out)))
        assert rows and all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize("verb", ["compare", "origins", "headlines", "track-record", "brief", "diff"])
def test_each_verb_shows_an_example(capsys, verb):
    with pytest.raises(SystemExit) as stop:
        cli.main([verb, "--help"])
    assert stop.value.code == 0
    assert f"example: contested {verb}" in capsys.readouterr().out

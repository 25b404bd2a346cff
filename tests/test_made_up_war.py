"""A made-up war with everything that is awkward about figures, held against answers that were worked out by hand.

``made_up_war`` is a case as users have one. ``made_up_war/answers.json`` says what must be found in it, what must not,
and why; nothing in it was copied from what the library prints.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_sparse import NO_TEXT, NOTEBOOKS, lines_drawn, shown

from contested import origins, parameters, verbs, views
from contested import standing as standing_module
from contested.case import Case, check_case, load
from contested.cli import FORMATS, VERBS, main
from contested.compare import comparable
from contested.conflicts import conflicts
from contested.display import Picture
from contested.schema import FIGURE_TABLES
from contested.spread import range_of, spreads
from contested.standing import Standing, standing
from contested.vocabulary import QUALIFIERS

FOLDER = Path(__file__).with_name("made_up_war")
ANSWERS: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
LAST = "2031-05-15"
EXACT = {"rel": 1e-9, "abs": 1e-9}

WORDS: dict[str, list[list[str]]] = {
    "check": [[]],
    "figures": [[], ["--metric", "tanks", "--claimant", "ganvarat-hq"], ["--as-of", "2031-04-12"]],
    "spread": [["--metric", name] for name in ("area_held", "displaced", "share_held", "crossing_open", "fired")],
    "compare": [["A01", "A04"], ["F01", "F03"]],
    "contradictions": [[], ["--kind", "stance"], ["--known-on", "2031-06-05"], ["--as-of", "2031-04-12"]],
    "audit": [[], ["--metric", "sheltered"]],
    "trace": [["900"], ["12"], ["0.03"]],
    "origins": [[], ["--drifts"]],
    "headlines": [[], ["--as-of", "2031-04-29"]],
    "track-record": [[], ["--cases"]],
    "brief": [[], ["--as-of", "2031-04-12"], ["--known-on", "2031-06-12"]],
    "diff": [["--from", "2031-04-12", "--to", "2031-05-02"]],
    "verify-source": [[str(FOLDER / "answers.json")]],
}
"""With which words each verb is asked; ``run``, ``new`` and ``import`` make files and are asked elsewhere."""

QUICK = ("figures", "spread", "compare", "audit", "trace", "origins")
"""Verbs that are asked with all their words in every format."""


@pytest.fixture(scope="module")
def war() -> Case:
    return load(str(FOLDER))


@pytest.fixture(scope="module")
def now(war: Case) -> Standing:
    return at(war, LAST)


@pytest.fixture(scope="module")
def judged() -> dict[tuple[str, ...], pd.DataFrame]:
    """The disputes of statements that have been judged already, by their ids."""
    return {}


@pytest.fixture
def once(
    war: Case, judged: dict[tuple[str, ...], pd.DataFrame], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """The case is read and judged once for all; runs write into a folder of their own; a warning is an error."""

    def conflicts_once(statements: pd.DataFrame, case: Case) -> pd.DataFrame:
        key = tuple(statements["id"])
        return judged[key] if key in judged else judged.setdefault(key, conflicts(statements, case))

    monkeypatch.setattr(standing_module, "conflicts", conflicts_once)
    for module in (parameters, verbs):
        monkeypatch.setattr(module, "load", lambda name: war)
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def at(case: Case, day: str) -> Standing:
    return standing(case, pd.Timestamp(day))


def cells(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def end(number: float | None) -> float:
    return math.inf if number is None else number


# The case holds what it is for.


def test_the_case_has_no_problem() -> None:
    assert check_case(FOLDER) == []


def test_the_case_is_small_and_holds_everything_awkward(war: Case) -> None:
    figures = [row for name in FIGURE_TABLES for row in cells(name)]
    assert 45 <= len(figures) <= 70
    assert {row["qualifier"] for row in figures} == {*QUALIFIERS, "between"}
    assert {"mi2", "ha", "dunam", "feddan", "lakh people", "crore people", "families", "households", "percent", "mi",
            "km"} <= {row["unit"] for row in figures}  # fmt: skip
    assert sorted(war.sides["role"]) == ["joint", "observer", "party", "party", "party", "unknown"]
    assert war.sides["ally_of"].ne("").sum() == 1
    assert {row["said_on"][16:] for row in figures if "T" in row["said_on"]} == {"+03:00", "+05:30"}
    assert "2031-04" in {row["said_on"] for row in figures} and {"4"} < {row["date_precision"] for row in figures}
    assert [row["id"] for row in figures if row["speaking_for"]] == ["B09"]
    text = "".join(row[name] for table, name in (("sides", "label"), ("claimants", "name"), ("places", "name"),
                                                 ("sources", "publisher")) for row in cells(table))  # fmt: skip
    for first, last in ("\u0400\u04ff", "\u0590\u05ff", "\u0600\u06ff", "\u0900\u097f"):
        assert any(first <= sign <= last for sign in text)


def test_every_answer_has_its_reason() -> None:
    for name in ("conflicts", "no_conflict", "known", "parts", "audit", "origins", "drifts", "bounds"):
        assert all(each["reason"].endswith(".") for each in ANSWERS[name]), name
    days = [name for name in ANSWERS["ranges"] if name != "reason"]
    assert len(days) == 4 and all(row[-1].endswith(".") for day in days for row in ANSWERS["ranges"][day])
    assert len(ANSWERS["no_conflict"]) >= 15


# Disputes.


def test_exactly_the_disputes_worked_out_by_hand_are_found(now: Standing) -> None:
    by_hand = {(frozenset((each["a"], each["b"])), each["kind"]) for each in ANSWERS["conflicts"]}
    found = {(frozenset((row.a, row.b)), row.kind) for row in now.conflicts.itertuples()}
    assert len(by_hand) == len(ANSWERS["conflicts"]) == len(now.conflicts)
    assert {tuple(sorted(pair)): kind for pair, kind in found} == {tuple(sorted(pair)): kind for pair, kind in by_hand}


def test_every_dispute_is_as_wide_as_by_hand(now: Standing) -> None:
    found = {frozenset((row.a, row.b)): row for row in now.conflicts.itertuples()}
    for each in ANSWERS["conflicts"]:
        row = found[frozenset((each["a"], each["b"]))]
        assert row.gap == pytest.approx(each["gap"], **EXACT), each
        assert math.isnan(row.ratio) if each["ratio"] is None else row.ratio == pytest.approx(each["ratio"]), each


@pytest.mark.parametrize("each", ANSWERS["no_conflict"], ids=lambda each: f"{each['a']}-{each['b']}")
def test_a_tempting_pair_is_no_dispute(each: dict[str, str], now: Standing, war: Case) -> None:
    pairs = {frozenset(pair) for pair in zip(now.conflicts["a"], now.conflicts["b"], strict=True)}
    assert frozenset((each["a"], each["b"])) not in pairs
    if each["gate"]:
        a, b = (war.by_id.loc[each[name]].to_dict() for name in "ab")
        verdict = comparable(a, b, war)
        assert verdict.answer == each["gate"], verdict.reason
        assert (verdict.reason == "") == (verdict.answer == "yes")


@pytest.mark.parametrize("each", ANSWERS["known"], ids=lambda each: each["known_on"])
def test_the_ledger_of_a_day_knows_no_later_revision_or_withdrawal(each: dict[str, Any], war: Case) -> None:
    then = at(war.known_on(pd.Timestamp(each["known_on"])), LAST)
    mine = then.conflicts[then.conflicts["metric_id"].eq("tanks")]
    found = {f"{row.kind} {' '.join(sorted((row.a, row.b)))} {row.gap:g}" for row in mine.itertuples()}
    by_hand = {f"{kind} {' '.join(sorted((a, b)))} {gap}" for kind, a, b, gap in map(str.split, each["conflicts"])}
    assert found == by_hand
    told = {scope["subject"]: figures for scope, figures in spreads(then.statements, "tanks", then.when, then.case)}
    assert sorted(told["tarumia"]["id"] if told else []) == each["tanks"]
    if told:
        limits = range_of(told["tarumia"])
        assert (limits["lower"], limits["upper"]) == (each["lower"], each["upper"])


# Sums, running counts, origins, bounds.


def test_every_total_with_parts_is_found_with_what_it_leaves(now: Standing) -> None:
    found = {row.total: row for row in now.remainders.itertuples()}
    assert sorted(found) == sorted(each["total"] for each in ANSWERS["parts"])
    for each in ANSWERS["parts"]:
        row = found[each["total"]]
        assert (row.by, row.breakdown, row.part_ids, row.finding) == (
            each["by"], each["breakdown"], each["parts"], each["finding"],
        )  # fmt: skip
        assert (row.lower, row.upper) == pytest.approx((each["lower"], each["upper"]), **EXACT)
        assert (row.lower_open, row.upper_open) == (False, False)


def test_figures_inside_others_are_those_by_hand_and_fit(now: Standing) -> None:
    found = {f"{row.id} {row.whole}" for row in now.subsets.itertuples()}
    assert found == set(ANSWERS["inside"]["pairs"])
    assert set(now.subsets["finding"]) == {"fits"}


def test_the_audit_finds_the_falls_by_hand_and_what_explains_them(now: Standing) -> None:
    found = {(row.kind, row.from_id, row.to_id, row.explanation != "") for row in now.audit.itertuples()}
    assert found == {(each["kind"], each["from"], each["to"], each["explained"]) for each in ANSWERS["audit"]}


def test_reports_of_one_statement_are_joined_and_no_others(war: Case, now: Standing) -> None:
    joined = {each["origin"]: each["rows"] for each in ANSWERS["origins"]}
    rows = origins.with_origins(war.ledger, war)
    found = rows.groupby("origin")["id"].agg(list).to_dict()
    assert {name: ids for name, ids in found.items() if len(ids) > 1} == joined
    dated = {name: [each for each in ids if each not in ANSWERS["undated"]] for name, ids in joined.items()}
    told = now.rows.groupby("origin")["id"].agg(list).to_dict()
    assert {name: ids for name, ids in told.items() if len(ids) > 1} == {
        name: ids for name, ids in dated.items() if len(ids) > 1
    }
    assert dict(zip(now.drifts["id"], now.drifts["drift"], strict=True)) == {
        each["id"]: each["drift"] for each in ANSWERS["drifts"]
    }


def test_undated_rows_are_kept_and_stand_in_no_answer_of_a_day(war: Case, now: Standing) -> None:
    assert views.undated(war.ledger)["id"].tolist() == ANSWERS["undated"]
    assert not set(now.rows["id"]) & set(ANSWERS["undated"])


@pytest.mark.parametrize("each", ANSWERS["bounds"], ids=lambda each: each["id"])
def test_an_awkward_figure_has_the_bounds_by_hand(each: dict[str, Any], war: Case) -> None:
    row = war.by_id.loc[each["id"]]
    assert row["canonical_unit"] == each["unit"]
    assert (row["lower"], row["upper"]) == pytest.approx((end(each["lower"]), end(each["upper"])), **EXACT)
    openings = " ".join(name for name in ("lower", "upper") if row[f"{name}_open"])
    assert openings == each["open"]


def test_a_claimant_is_off_only_where_its_figure_and_the_yardstick_cannot_both_hold(now: Standing) -> None:
    # The codebook counts those cases of a claimant that can hold beside the yardstick. A total that has grown by the
    # day of the yardstick can, and so can a region around its district, and a state of another day of its month.
    by_hand = {frozenset((each["a"], each["b"])) for each in ANSWERS["conflicts"]}
    off = now.measured[now.measured["off"].ne("within")]
    assert len(off) and {f"{row.id} by {row.by}" for row in off.itertuples()
                         if frozenset((row.id, row.by)) not in by_hand} == set()  # fmt: skip


# The latest figures and their ranges.


def scopes(now: Standing) -> dict[tuple[str, ...], pd.DataFrame]:
    """The latest figures on a day, by metric, subject, place, and what else tells scopes of this case apart."""
    found = {}
    for metric in now.case.metrics.index:
        for scope, figures in spreads(now.statements, metric, now.when, now.case):
            rest = scope["group"] or scope["denominator"] or scope["fate"]
            key = (metric, scope["subject"], scope["place_id"], rest)
            assert key not in found
            found[key] = figures
    return found


@pytest.mark.parametrize("day", [name for name in ANSWERS["ranges"] if name != "reason"])
def test_latest_figures_and_ranges_of_a_day_are_those_by_hand(day: str, war: Case) -> None:
    found = scopes(at(war, day))
    by_hand = {tuple(row[:4]): row[4:7] for row in ANSWERS["ranges"][day]}
    assert set(found) == set(by_hand)
    for key, (ids, lower, upper) in by_hand.items():
        figures = found[key]
        told = sorted(row.id + "*" * row.stale for row in figures.itertuples())
        assert told == ids.split(), key
        limits = range_of(figures)
        assert (limits["lower"], limits["upper"]) == pytest.approx((lower, end(upper)), **EXACT), key


# The command line.


def names_of(table: str, column: str) -> set[str]:
    return {row[column] for row in cells(table)}


def test_no_verb_is_forgotten() -> None:
    assert set(VERBS) == {*WORDS, "run", "sweep", "new", "import"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("verb", WORDS)
def test_every_verb_answers_in_every_format(verb: str, form: str, once: None, capsys: Any) -> None:
    for words in WORDS[verb] if form == "table" or verb in QUICK else WORDS[verb][:1]:
        status = main([verb, *words, "--case", str(FOLDER), "--format", form])
        out, err = capsys.readouterr()
        finds = verb == "verify-source" or words == ["F01", "F03"]
        assert (status, err) == (int(finds), ""), words
        assert out.strip() and not NO_TEXT.search(out), (words, NO_TEXT.search(out))
        if form == "json":
            json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
        if form == "csv":
            head, *rows = csv.reader(io.StringIO(out))
            assert all(len(row) == len(head) for row in rows), words


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_get_names_as_the_case_has_them(form: str, once: None, capsys: Any) -> None:
    assert main(["origins", "--case", str(FOLDER), "--format", form]) == 0
    told = capsys.readouterr().out
    rows = json.loads(told) if form == "json" else list(csv.DictReader(io.StringIO(told)))
    dated = {row["claimant_id"] for name in FIGURE_TABLES for row in cells(name) if row["said_on"]}
    assert {row["claimant"] for row in rows} == {row["name"] for row in cells("claimants") if row["id"] in dated}
    assert main(["figures", "--case", str(FOLDER), "--format", form]) == 0
    told = capsys.readouterr().out
    rows = json.loads(told) if form == "json" else list(csv.DictReader(io.StringIO(told)))
    assert {row["publisher"] for row in rows} == names_of("sources", "publisher")
    by_id = {row["id"]: row for row in rows}
    assert set(by_id) == {row["id"] for name in FIGURE_TABLES for row in cells(name)} - {"K01"}
    for row in (row for name in FIGURE_TABLES for row in cells(name) if row["id"] in by_id):
        for column in ("said_on", "unit", "qualifier", "paraphrase", "note", "place_id"):
            assert (by_id[row["id"]][column] or "") == row[column]


def test_the_brief_of_the_day_counts_undated_rows_out_loud_and_names_both_scripts(once: None, capsys: Any) -> None:
    assert main(["brief", "--case", str(FOLDER), "--format", "json"]) == 0
    told = json.dumps(json.loads(capsys.readouterr().out), ensure_ascii=False)
    assert "وزارة دفاع تاروميا" in told or "गणवरात मुख्यालय" in told
    assert "nan" not in told.casefold().split()


# The notebooks.


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_shows_the_case(notebook: Path, once: None) -> None:
    outputs = shown(notebook, case=str(FOLDER))
    text = "\n".join(map(repr, outputs))
    assert not NO_TEXT.search(text), NO_TEXT.search(text)
    pictures = [each for each in outputs if isinstance(each, Picture)]
    assert pictures and all(lines_drawn(each) for each in pictures)
    assert all(each.png().startswith(b"\x89PNG") for each in pictures[:2])


@pytest.mark.parametrize("notebook", [NOTEBOOKS[0], NOTEBOOKS[3], NOTEBOOKS[4]], ids=lambda path: path.stem)
def test_no_notebook_shows_what_was_said_or_recorded_later(notebook: Path, once: None) -> None:
    outputs = shown(notebook, case=str(FOLDER), as_of="2031-04-12", known_on="2031-06-05", units="us")
    text = "\n".join(map(repr, outputs))
    assert not NO_TEXT.search(text), NO_TEXT.search(text)
    assert "Полковник Ждан Вересов (गणवरात संघ)" not in text and "1.8 lakh" not in text


def test_a_real_run_makes_the_whole_report(tmp_path: Path) -> None:
    mine = {**os.environ, "CONTESTED_BUILD": str(tmp_path / "build"), "JUPYTER_PREFER_ENV_PATH": "1"}
    command = [sys.executable, "-m", "contested", "run", "--case", str(FOLDER), "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=mine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    assert [row["notebook"] for row in rows] == [each.stem for each in NOTEBOOKS]
    assert {row["error"] for row in rows} == {""}
    page = Path(rows[0]["report"]).read_text(encoding="utf-8")
    assert "المتحدث باسم أركان تاروميا" in page and "ברית אלמותיה" in page and "ज़िलाधिकारी" in page

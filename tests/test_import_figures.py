"""Figures in the research layout into a case: what comes of each row, of its names, and of a second import."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import validate
from import_files import DAY, bring, by_id, contents, figures, read, row, said, tell, write

from contested.case import check_case, load
from contested.imports.layout import COLUMNS
from contested.words import clause

ROOT = Path(__file__).resolve().parent.parent
KURSK = ROOT / "data" / "kursk-2024"


@pytest.fixture
def into(tmp_path: Path) -> Iterator[Path]:
    """The folder of a case that is made by an import; whatever a test did, the check finds no problem in it."""
    folder = tmp_path / "tarn-2031"
    yield folder
    if folder.exists():
        assert check_case(folder) == []
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.fixture
def imported(tmp_path: Path, into: Path) -> Any:
    """Import rows into the case, by default under the same file name: what the import says."""

    def do(*rows: dict[str, str], name: str = "figures.csv", words: tuple[str, ...] = (), day: str = DAY) -> Any:
        return bring(write(tmp_path / name, rows), into, *words, day=day)

    return do


def sound(folder: Path) -> None:
    """Another tool's check of the case finds no problem either."""
    assert validate(folder / "datapackage.json").flatten(["type", "note"]) == []


def page(number: int, **cells: str) -> dict[str, str]:
    """A row on a page of its own."""
    return row(url=f"https://tarn.example/{number}", **cells)


# Rows: what is taken, changed, guessed and refused.


def test_each_row_is_told_in_words(imported: Any, into: Path) -> None:
    report = imported(
        page(1),
        page(2, value="more than 1,250", qualifier="", said_on="5 May 2031"),
        page(3, value="dozens"),
        page(1),
        page(5, claimant_side="", place=""),
    )
    assert report["rows"] == 5
    assert report["counts"] == {"taken": 3, "changed": 1, "guessed": 2, "refused": 2}
    assert [(each["line"], each["id"]) for each in report["remarks"] if each["what"] == "taken"] == [
        (2, "F0001"),
        (3, "F0002"),
        (6, "F0005"),
    ]
    assert said(report, "changed") == [("said_on", "'5 May 2031' read as 2031-05-05")]
    assert said(report, "guessed", 3) == [
        ("qualifier", "'more than 1,250' read as more_than"),
        ("event_end", "2031-05-10 is after the day it was said: kept as printed"),
    ]
    assert said(report, "guessed", 6)[:2] == [("claimant_side", "blank: not known"), ("place", "blank: not stated")]
    assert said(report, "refused") == [
        ("value", "'dozens': it gives no number; allowed: digits, or an amount such as 'about 2.5 lakh'"),
        ("", "the same row stands in line 2"),
    ]
    assert list(figures(into)) == ["F0001", "F0002", "F0005"], "a refused row keeps its id for itself"
    assert {each["id"]: each["reason"] for each in read(into, "left-out")} == {
        "F0003": "figures.csv, line 4: 'dozens': it gives no number; allowed: digits, or an amount such as "
        "'about 2.5 lakh'",
        "F0004": "figures.csv, line 5: the same row stands in line 2",
    }
    sound(into)


def test_a_row_in_the_ledger(imported: Any, into: Path) -> None:
    imported(page(1, qualifier="more_than", note="Seen twice."))
    assert figures(into)["F0001"] == {
        "table": "claims",
        "id": "F0001",
        "source_id": "tarn-courier-1",
        "locator": "paragraph 2",
        "claimant_id": "velmar-army-command",
        "speaking_for": "",
        "relayed_by": "",
        "subject": "orsk",
        "metric_id": "soldiers_killed",
        "qualifier": "more_than",
        "value": "120",
        "low": "",
        "high": "",
        "unit": "people",
        "group": "",
        "basis": "cumulative",
        "event_start": "2031-05-01",
        "event_end": "2031-05-10",
        "date_precision": "1",
        "said_on": "2031-05-10",
        "said_on_basis": "page",
        "place_id": "tarn-valley",
        "denominator": "",
        "paraphrase": "Velmar's army command puts the fallen at the stated figure.",
        "note": "Seen twice.",
        "revises": "",
        "recorded_on": DAY,
    }


def test_people_read_the_same_in_sentences(tmp_path: Path) -> None:
    file = write(tmp_path / "figures.csv", [page(1), page(2, value="dozens"), page(3, place="")])
    status, out, err = tell("import", "figures", str(file), "--into", str(tmp_path / "tarn"), "--recorded-on", DAY)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == f"figures.csv into {tmp_path / 'tarn'}: 3 rows read."
    assert "- 2 taken as new" in out
    assert "- 1 refused" in out
    assert "line 3 (F0002): refused, value: 'dozens': it gives no number" in out
    assert "line 4 (F0003): guessed, place: blank: not stated" in out


def test_columns_may_be_more_fewer_and_in_another_order(tmp_path: Path, into: Path) -> None:
    names = ["value", "unit", "metric", "claimant", "said_on", "mood"]
    rows = [{"value": "7", "unit": "tanks", "metric": "tanks_lost", "claimant": "Tarn watch", "mood": "grim"}]
    report = bring(write(tmp_path / "few.csv", rows, names), into)
    assert said(report, "refused", 1) == [("mood", "column 'mood' is not in the layout and is left out")]
    absent = [name for name in COLUMNS if name not in names]
    told = {column for column, words in said(report, "guessed", 1) if words.startswith("there is no column")}
    assert told == set(absent)
    assert figures(into)["F0001"]["value"] == "7"
    again = bring(write(tmp_path / "few.csv", rows, sorted(names)), into)
    assert again["counts"] == {"known": 1}, "the order of columns is no change"


def test_ids_go_on_and_are_never_reused(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="dozens"), name="a.csv")
    imported(page(3), page(4), name="b.csv")
    assert sorted(figures(into)) == ["F0001", "F0003", "F0004"]


# Sides.


def test_roles_and_looks_of_sides(imported: Any, into: Path) -> None:
    imported(
        page(1, claimant_side="velmar", subject_side="orsk"),
        page(2, claimant="Orsk staff", claimant_side="orsk", subject_side="both"),
        page(3, claimant="Tarn watch", claimant_side="independent", subject_side="orsk"),
        page(4, claimant="Kelda relief", claimant_side="un", subject_side="civilians"),
        page(5, claimant="A voice", claimant_side="unknown", subject_side="orsk"),
        page(6, claimant="Sarn front", claimant_side="sarn_allies", subject_side="orsk"),
    )
    sides = by_id(into, "sides")
    assert {name: each["role"] for name, each in sides.items()} == {
        "velmar": "observer",  # it speaks, and no figure is about it
        "orsk": "party",
        "both": "joint",
        "independent": "observer",
        "un": "observer",
        "civilians": "observer",
        "unknown": "unknown",
        "sarn_allies": "party",
    }
    assert sides["un"]["label"] == "United Nations"
    assert sides["velmar"]["label"] == "Velmar"
    for column in ("colour", "marker", "label"):
        assert len({each[column] for each in sides.values()}) == len(sides), f"no two sides share a {column}"


def test_a_side_is_spelt_as_the_pages_spell_it(imported: Any, into: Path) -> None:
    imported(page(1, claimant="TLF spokesman", claimant_side="tlf", paraphrase="The TLF says so."))
    assert by_id(into, "sides")["tlf"]["label"] == "TLF"


def test_a_side_may_begin_with_a_digit(imported: Any, into: Path) -> None:
    imported({**page(1, claimant_side="1st army"), "group": "60+"})
    (one,) = figures(into).values()
    assert one["group"].endswith("60")
    assert any(name.endswith("1st_army") for name in by_id(into, "sides"))


def test_more_sides_than_can_be_told_apart_are_refused(tmp_path: Path) -> None:
    rows = [page(at, claimant=f"Voice {at}", claimant_side=f"s{chr(97 + at % 26)}{at // 26}") for at in range(40)]
    file = write(tmp_path / "figures.csv", rows)
    status, out, err = tell("import", "figures", str(file), "--into", str(tmp_path / "tarn"))
    assert (status, out) == (2, "")
    assert err == (
        "contested: sides: no colour and marker is left for another side; allowed: 12 sides beside unknown and joint\n"
    )
    assert not (tmp_path / "tarn").exists()


# Claimants.


def test_a_claimant_has_the_side_it_mostly_speaks_for(imported: Any, into: Path) -> None:
    report = imported(
        page(1, claimant_side="orsk"),
        page(2, claimant_side="velmar"),
        page(3, claimant_side="velmar"),
        page(4, claimant_side="unknown"),
        page(5, claimant_side="unclear"),
        page(6, claimant_side="unknown"),
        page(7, claimant_side="unknown"),
    )
    assert by_id(into, "claimants")["velmar-army-command"]["side"] == "velmar"
    assert [each["speaking_for"] for each in figures(into).values()] == ["orsk", *[""] * 6]
    assert ("claimant_side", "speaks for orsk here, mostly for velmar") in said(report, "changed", 2)
    words = "not known here: that of the claimant's other rows, velmar"
    assert ("claimant_side", words) in said(report, "guessed", 5)
    assert ("claimant_side", words) in said(report, "guessed", 6)


@pytest.mark.parametrize(
    ("name", "side", "kind", "evidence"),
    [
        ("Velmar army command", "velmar", "military", "claim"),
        ("Tarn mission of the United Nations", "un", "international", "claim"),
        ("unattributed (Tarn Courier)", "unknown", "media", "claim"),
        ("Tarn watch tally", "independent", "monitor", "count"),
        ("Kelda institute estimate", "independent", "analyst", "estimate"),
        ("Velmar army tally", "velmar", "military", "claim"),  # a party cannot count its enemy's dead as evidence
        ("Velmar staff estimate", "velmar", "military", "claim"),
        ("Tarn hospital", "independent", "emergency", "claim"),
        ("Ilmar Sarn", "velmar", "person", "claim"),
        ("unnamed officials", "velmar", "official_anonymous", "claim"),
    ],
)
def test_the_kind_of_a_claimant(name: str, side: str, kind: str, evidence: str, imported: Any, into: Path) -> None:
    imported(page(1, claimant=name, claimant_side=side, subject_side="velmar"))
    (one,) = read(into, "claimants")
    assert (one["name"], one["kind"], one["evidence"], one["reliability"]) == (name, kind, evidence, "F")


TWO_NAMES = (
    page(1, claimant="Governor Ilmar Sarn"),
    page(2, claimant="Governor Ilmar Sarn", value="130"),
    page(3, claimant="Ilmar Sarn", value="140"),
    page(4, claimant="Orsk staff", value="9"),
)


def test_aliases_are_proposed_and_not_merged(imported: Any, into: Path) -> None:
    report = imported(*TWO_NAMES)
    (alias,) = report["undecided"]
    assert (alias["name"], alias["same_as"]) == ("Ilmar Sarn", "Governor Ilmar Sarn")
    assert alias["reason"] == "the same name with and without title or office"
    assert sorted(by_id(into, "claimants")) == ["governor-ilmar-sarn", "ilmar-sarn", "orsk-staff"]
    assert report["merged"] == []
    (row_,) = [each for each in read(into, "proposals") if each["column"] == "aliases"]
    assert (row_["id"], row_["value"], row_["decision"]) == ("ilmar-sarn", "governor-ilmar-sarn", "")


def merged(into: Path) -> None:
    claimants = by_id(into, "claimants")
    assert sorted(claimants) == ["governor-ilmar-sarn", "orsk-staff"]
    assert claimants["governor-ilmar-sarn"]["aliases"] == "Ilmar Sarn"
    assert [each["claimant_id"] for each in figures(into).values()][:3] == ["governor-ilmar-sarn"] * 3


def test_aliases_are_merged_when_accepted_at_once(imported: Any, into: Path) -> None:
    report = imported(*TWO_NAMES, words=("--accept",))
    assert report["merged"] == [{"name": "Ilmar Sarn", "into": "Governor Ilmar Sarn"}]
    assert report["undecided"] == []
    merged(into)


def test_aliases_are_merged_when_accepted_later(imported: Any, into: Path) -> None:
    imported(*TWO_NAMES)
    report = imported(*TWO_NAMES, words=("--accept",))
    assert report["counts"] == {"known": 4}
    merged(into)


def decide(into: Path, decision: str) -> None:
    """Write a decision behind the proposed alias, as a human does."""
    rows = read(into, "proposals")
    for each in rows:
        if each["column"] == "aliases":
            each["decision"] = decision
    with (into / "proposals.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_aliases_are_merged_when_accepted_in_the_file(imported: Any, into: Path) -> None:
    imported(*TWO_NAMES)
    decide(into, "accepted")
    report = imported(*TWO_NAMES)
    assert report["merged"] == [{"name": "Ilmar Sarn", "into": "Governor Ilmar Sarn"}]
    merged(into)
    # A merged name is known from then on, and its rows are the other's.
    report = imported(page(9, claimant="ILMAR  SARN", value="150"), name="later.csv")
    assert report["new"].get("claimants", 0) == 0
    assert figures(into)["F0005"]["claimant_id"] == "governor-ilmar-sarn"
    sound(into)


def test_a_rejected_alias_is_never_proposed_again(imported: Any, into: Path) -> None:
    imported(*TWO_NAMES)
    decide(into, "rejected")
    for words in ((), ("--accept",)):
        report = imported(*TWO_NAMES, page(9, claimant="Kelda relief", value="3"), words=words)
        assert (report["undecided"], report["merged"]) == ([], [])
    assert "ilmar-sarn" in by_id(into, "claimants")


def test_a_merged_claimant_of_another_side_still_speaks_for_it(imported: Any, into: Path) -> None:
    report = imported(
        page(1, claimant="General Ilmar Sarn", claimant_side="velmar"),
        page(2, claimant="General Ilmar Sarn", claimant_side="velmar", value="130"),
        page(3, claimant="Ilmar Sarn", claimant_side="orsk", value="7"),
        words=("--accept",),
    )
    assert report["merged"] == [{"name": "Ilmar Sarn", "into": "General Ilmar Sarn"}]
    assert [each["speaking_for"] for each in figures(into).values()] == ["", "", "orsk"]


def test_a_name_with_a_bar_can_be_merged_and_known_again(imported: Any, into: Path) -> None:
    rows = (page(1, claimant="Governor Sarn | Tarn"), page(2, claimant="Sarn | Tarn governor", value="130"))
    imported(*rows, words=("--accept",))
    report = imported(*rows, page(3, claimant="Sarn | Tarn governor", value="140"))
    assert report["new"].get("claimants", 0) == 0
    assert len({each["claimant_id"] for each in figures(into).values()}) == len(read(into, "claimants")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orsk Ministry of Defence", "Orsk MoD"),
        ("Tarn Relief Agency", "Relief Agency Tarn"),
        ("Governor Ilmar Sarn", "Sarn"),
        ("Kelda Rights Observatory", "KRO"),
        ("Karim Mansour", "كريم منصور"),
    ],
)
def test_names_that_may_be_one(one: str, other: str, imported: Any) -> None:
    report = imported(page(1, claimant=one), page(2, claimant=one, value="9"), page(3, claimant=other, value="7"))
    assert [(each["name"], each["same_as"]) for each in report["undecided"]] == [(other, one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orsk army", "Velmar army"),
        ("Governor Ilmar Sarn", "Governor Petra Sarn"),
        ("Governor of Tarn", "Mayor of Tarn"),
        ("unattributed (Tarn Courier)", "unattributed (Tarn Post)"),
        ("Levi, head of relief", "Levi's adviser"),
        ("1st brigade", "2nd brigade"),
    ],
)
def test_names_that_are_two(one: str, other: str, imported: Any) -> None:
    report = imported(page(1, claimant=one), page(2, claimant=other, value="7"))
    assert report["undecided"] == []


def test_claimants_of_two_sides_are_one_only_by_the_same_full_name(imported: Any) -> None:
    report = imported(
        page(1, claimant="Ministry of health", claimant_side="velmar"),
        page(2, claimant="Health ministry", claimant_side="orsk", value="7"),
    )
    assert report["undecided"] == []


def test_who_relayed_a_figure_is_found_or_kept_in_the_note(imported: Any, into: Path) -> None:
    imported(
        page(1, claimant="Ilmar Sarn"),
        {**page(2, value="9"), "relayed_by": "ilmar sarn"},
        {**page(3, value="8"), "relayed_by": "Nobody Known"},
    )
    rows = figures(into)
    assert [rows[name]["relayed_by"] for name in ("F0002", "F0003")] == ["ilmar-sarn", ""]
    assert "Nobody Known" in rows["F0003"]["note"]


# Metrics.


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # metric, unit, basis: table, topic, dimension, unit, kind, comparability, phrase
        (
            ("soldiers_killed", "people", "cumulative"),
            ("claims", "personnel", "people", "people", "flow", "killed_soldiers", "{} soldiers killed on {subject}'s"),
        ),
        (
            ("tanks_lost", "tanks", "cumulative"),
            ("claims", "equipment", "count", "tanks", "flow", "lost_tanks", "{} tanks lost on {subject}'s side"),
        ),
        (
            ("displaced", "people", "point"),
            ("evacuations", "departed", "people", "people", "stock", "displaced", "{} people displaced on {subject}'s"),
        ),
        (
            ("displaced", "families", "point"),
            ("evacuations", "departed", "count", "families", "stock", "displaced", "{} families displaced on"),
        ),
        (
            ("area_captured", "sq km", "point"),
            ("claims", "control", "area", "km2", "stock", "area_captured", "{} captured"),
        ),
        (
            ("depth_of_advance", "miles", "point"),
            (
                "claims",
                "advance",
                "length",
                "km",
                "stock",
                "advance_depth",
                "{} of depth of advance (subject: {subject}",
            ),
        ),
        (
            ("airstrikes", "strikes", "period"),
            ("strikes", "fire", "count", "strikes", "flow", "airstrikes", "{} airstrikes by {subject}"),
        ),
        (
            ("homes_without_power", "percent", "point"),
            (
                "claims",
                "other",
                "share",
                "percent",
                "stock",
                "homes_power_without",
                "{} (homes without power) (subject",
            ),
        ),
        (
            ("shells", "shells per day", "period"),
            ("strikes", "fire", "rate", "shells per day", "flow", "shells", "{} shells per day (shells) by {subject}"),
        ),
        (
            ("total_injured", "people", "cumulative"),
            ("evacuations", "harmed", "people", "people", "flow", "wounded", "{} people total injured on"),
        ),
        (
            ("aid_trucks", "lakh", "period"),
            ("evacuations", "support", "people", "people", "flow", "aid_trucks", "{} aid trucks (subject: {subject})"),
        ),
    ],
)
def test_a_metric_is_proposed(
    cells: tuple[str, str, str], expected: tuple[str, ...], imported: Any, into: Path
) -> None:
    metric, unit, basis = cells
    imported(page(1, metric=metric, unit=unit, basis=basis))
    (one,) = read(into, "metrics")
    (figure,) = figures(into).values()
    names = ("topic", "dimension", "unit", "kind", "comparability")
    assert (figure["table"], *(one[name] for name in names)) == expected[:-1]
    assert one["phrase"].startswith(expected[-1])
    assert one["id"] == metric
    noted = {each["column"] for each in read(into, "proposals") if each["table"] == "metrics"}
    assert noted >= {"topic", "dimension", "unit", "kind", "comparability", "phrase"}


def test_a_statement_of_fact(imported: Any, into: Path) -> None:
    imported(
        page(1, metric="crossing_open", unit="boolean", value="yes", basis="point"),
        page(2, metric="crossing_open", unit="boolean", value="0", basis="point", claimant="Orsk staff"),
        page(3, metric="crossing_open", unit="boolean", value="2", basis="point"),
    )
    (one,) = read(into, "metrics")
    assert (one["topic"], one["dimension"], one["kind"]) == ("stance", "boolean", "event")
    assert [each["value"] for each in figures(into).values()] == ["1", "0"]
    assert one["phrase"] != one["denial"] != ""


def test_metrics_of_one_thing_in_other_words_are_comparable(imported: Any, into: Path) -> None:
    imported(
        page(1, metric="villages_captured", unit="villages"),
        page(2, metric="captured_villages", unit="villages"),
        page(3, metric="civilians_dead", unit="people"),
        page(4, metric="killed_civilians", unit="people"),
        page(5, metric="civilians_lost", unit="people"),
    )
    groups = {name: each["comparability"] for name, each in by_id(into, "metrics").items()}
    assert groups["villages_captured"] == groups["captured_villages"]
    assert groups["civilians_dead"] == groups["killed_civilians"] != groups["civilians_lost"]


def test_a_sentence_comes_out_of_a_proposed_phrase(imported: Any, into: Path) -> None:
    imported(page(1, qualifier="more_than"), page(2, metric="airstrikes", unit="strikes", value="7", basis="period"))
    case = load(str(into))
    said_of = {each["metric_id"]: clause(each, case) for each in case.ledger.to_dict("records")}
    assert "more than 120 soldiers killed on Orsk's side" in said_of["soldiers_killed"]
    assert "7 airstrikes by Orsk" in said_of["airstrikes"]


def test_people_and_families_are_two_metrics(imported: Any, into: Path) -> None:
    report = imported(
        page(1, metric="displaced", value="4000"),
        page(2, metric="displaced", value="5000"),
        page(3, metric="displaced", value="1200", unit="families"),
        page(4, metric="displaced", value="1.2", unit="lakh"),
        page(5, metric="displaced", value="40", unit="percent", paraphrase="40 per cent of the residents left."),
    )
    assert [each["metric_id"] for each in figures(into).values()] == [
        "displaced",
        "displaced",
        "displaced_families",
        "displaced",
        "displaced_share",
    ]
    words = "counted in families, other figures of displaced are not: taken as displaced_families"
    assert said(report, "changed", 4) == [("metric", words)]
    assert {name: each["dimension"] for name, each in by_id(into, "metrics").items()} == {
        "displaced": "people",
        "displaced_families": "count",
        "displaced_share": "share",
    }


def test_a_fact_and_a_count_of_one_name_are_two_metrics(imported: Any, into: Path) -> None:
    imported(
        page(1, metric="attack"),
        page(2, metric="attack", unit="boolean", value="1"),
        page(3, metric="attack_people", value="3"),
    )
    assert len({each["metric_id"] for each in figures(into).values()}) == 3


def test_a_metric_may_begin_with_a_digit(imported: Any, into: Path) -> None:
    imported(page(1, metric="18 to 59 killed"))
    assert figures(into)["F0001"]["metric_id"] == "m_18_to_59_killed"


def test_long_names_of_metrics_and_sides_stay_two(imported: Any, into: Path) -> None:
    stem = "villages_" * 12
    imported(
        page(1, metric=f"{stem}burnt", unit="villages", claimant_side=f"{stem}east"),
        page(2, metric=f"{stem}held", unit="villages", claimant_side=f"{stem}west", claimant="Another"),
    )
    assert len(read(into, "metrics")) == 2
    assert len({each["side"] for each in read(into, "claimants")}) == 2


# Shares, groups, totals.


@pytest.mark.parametrize(
    ("paraphrase", "whole"),
    [
        ("40 per cent of the homes in Tarn were lost.", "homes"),
        ("40% of its residents have left, the staff says.", "residents"),
        ("The staff puts the share of the power grid at 40.", "grid"),
        ("40 per cent are gone.", "not_stated"),
    ],
)
def test_the_denominator_of_a_share(paraphrase: str, whole: str, imported: Any, into: Path) -> None:
    imported(page(1, unit="percent", value="40", metric="lost", basis="point", paraphrase=paraphrase))
    assert figures(into)["F0001"]["denominator"] == whole


def test_a_denominator_that_the_file_names_stands(imported: Any, into: Path) -> None:
    cells = page(1, unit="percent", value="40", metric="lost", paraphrase="40 per cent of the homes.")
    imported({**cells, "denominator": "2030 Population"})
    assert figures(into)["F0001"]["denominator"].endswith("2030_population")


def test_groups_are_a_dimension(imported: Any, into: Path) -> None:
    report = imported(
        page(1, metric="civilians_killed", value="70"),
        page(1, metric="children_killed", value="40", paraphrase="Of them 40 were children."),
        page(2, metric="civilians_killed", value="12", paraphrase="Orsk says 12 women died."),
        page(3, metric="civilians_killed", value="9", unit="children"),
        page(4, metric="civilians_killed", value="1250", paraphrase="It counts 1,250 children among them."),
        page(5, metric="orphans_helped", value="5", paraphrase="It helped 5 children."),
    )
    rows = figures(into)
    assert [(rows[name]["metric_id"], rows[name]["group"]) for name in sorted(rows)] == [
        ("civilians_killed", ""),
        ("civilians_killed", "children"),
        ("civilians_killed", "women"),
        ("civilians_killed", "children"),
        ("civilians_killed", "children"),
        ("orphans_helped", "children"),
    ]
    assert ("metric", "children_killed taken as civilians_killed of the group children") in said(report, "changed", 3)
    assert ("group", "the paraphrase says '12 women': taken as the group women") in said(report, "guessed", 4)
    assert ("group", "counted in children: taken as the group children") in said(report, "guessed", 5)
    groups = by_id(into, "groups")
    assert sorted(groups) == ["children", "women"]
    assert all("sex_and_age" in each["breakdown"].split("|") for each in groups.values())
    sound(into)


def test_a_group_without_its_whole_stays_a_metric(imported: Any, into: Path) -> None:
    imported(page(1, metric="children_killed", value="40"))
    assert figures(into)["F0001"]["metric_id"] == "children_killed"


def test_wholes_and_their_parts(imported: Any, into: Path) -> None:
    imported(
        page(1, metric="rockets_launched", value="10", unit="rockets"),
        page(1, metric="rockets_intercepted", value="7", unit="rockets"),
        page(1, metric="rockets_landed", value="3", unit="rockets"),
        page(2, metric="casualties", value="100"),
        page(2, metric="killed", value="30"),
        page(2, metric="wounded", value="70"),
        page(3, metric="tents_sent", value="5", unit="tents"),
        page(4, metric="tents_used", value="9", unit="tents", said_on="2031-05-11"),
    )
    inside = {name: (each["subset_of"], each["breakdown"]) for name, each in by_id(into, "metrics").items()}
    assert (
        inside["rockets_intercepted"] == inside["rockets_landed"] == ("rockets_launched", "kinds_of_rockets_launched")
    )
    assert inside["killed"] == inside["wounded"] == ("casualties", "kinds_of_casualties")
    assert inside["tents_sent"] == inside["tents_used"] == inside["casualties"] == ("", ""), (
        "they are never given together"
    )


def test_a_part_that_exceeds_the_whole_is_none(imported: Any, into: Path) -> None:
    imported(page(1, metric="casualties", value="100"), page(1, metric="wounded", value="170"))
    assert by_id(into, "metrics")["wounded"]["subset_of"] == ""


# Places.


def test_places_with_parents_and_arrows(imported: Any, into: Path) -> None:
    imported(
        page(1, place="Velm district, Northern Province"),
        page(2, place="northern  province"),
        page(3, place="Sarn hills -> Velm district, Northern Province", metric="airstrikes", unit="strikes"),
        page(4, place="Orsk city → Tarn Valley"),
        page(5, place=""),
    )
    places = by_id(into, "places")
    assert {name: (each["parent"], each["level"]) for name, each in places.items()} == {
        "northern-province": ("", "region"),
        "velm-district-northern-province": ("northern-province", "district"),
        "sarn-hills": ("", "unknown"),
        "orsk-city": ("", "town"),
        "tarn-valley": ("", "unknown"),
        "place-not-stated": ("", "unknown"),
    }
    rows = figures(into)
    assert [rows[name]["place_id"] for name in sorted(rows)] == [
        "velm-district-northern-province",
        "northern-province",
        "velm-district-northern-province",
        "tarn-valley",
        "place-not-stated",
    ]
    assert (rows["F0003"]["origin_id"], rows["F0003"]["target_id"]) == ("sarn-hills", "velm-district-northern-province")
    assert "Orsk city" in rows["F0004"]["note"], "claims have no column for an origin"
    sound(into)


def test_a_place_given_beside_smaller_ones_may_hold_them(imported: Any, into: Path) -> None:
    imported(
        page(1, place="Tarn Valley", value="100"),
        page(1, place="Upper Sarn", value="60"),
        page(1, place="Lower Sarn", value="30"),
        page(2, place="Far Kelda", value="5", said_on="2031-05-11"),
        page(2, place="Near Kelda", value="9", said_on="2031-05-11"),
    )
    parents = {name: each["parent"] for name, each in by_id(into, "places").items()}
    assert parents == {
        "tarn-valley": "",
        "upper-sarn": "tarn-valley",
        "lower-sarn": "tarn-valley",
        "far-kelda": "",
        "near-kelda": "",
    }


# Pages.


def test_one_address_is_one_page(imported: Any, into: Path) -> None:
    report = imported(
        page(1),
        page(1, value="9", publisher="Another Paper"),
        row(url="", value="8", publisher="Kelda Post"),
        row(url="", value="7", publisher="KELDA POST"),
        row(url="", value="6", publisher="Kelda Post", published="2031-05-11"),
    )
    rows = figures(into)
    assert [rows[name]["source_id"] for name in sorted(rows)] == [
        "tarn-courier-1",
        "tarn-courier-1",
        "kelda-post-1",
        "kelda-post-1",
        "kelda-post-2",
    ]
    words = "'Another Paper': another row names 'Tarn Courier' for its page"
    assert ("publisher", words) in said(report, "changed", 3)


# Corrections.


def test_a_row_that_says_so_corrects_the_one_before(imported: Any, into: Path) -> None:
    imported(
        page(1, value="120", said_on="2031-05-10T08:00+03:00"),
        page(2, value="95", said_on="2031-05-10T18:00+03:00", paraphrase="The command corrects its figure."),
        page(3, value="95", said_on="2031-05-20", event_end="2031-05-20", paraphrase="It revises the figure again."),
        page(4, value="80", claimant="Orsk staff", paraphrase="The staff corrects its figure."),
    )
    pairs = [(each["from_id"], each["relation"], each["to_id"], each["reason"]) for each in read(into, "relations")]
    assert pairs == [("F0002", "corrects", "F0001", "Proposed: the paraphrase says 'corrects'.")]


# A second import.


def test_a_second_import_adds_nothing(imported: Any, into: Path) -> None:
    rows = (*TWO_NAMES, page(7, value="dozens"), page(8, value="2.5 lakh"))
    imported(*rows)
    before = contents(into)
    report = imported(*rows, day="2031-07-15")
    assert report["counts"] == {"known": 6}
    assert contents(into) == before
    assert (report["new"], report["newer_version_of"]) == ({}, "figures.csv")


def test_a_refused_row_is_not_told_as_standing(imported: Any) -> None:
    imported(page(1), page(2, value="dozens"))
    report = imported(page(1), page(2, value="dozens"))
    assert said(report, "known", 2) == [("", "it stands in the case already")]
    assert said(report, "known", 3) != [("", "it stands in the case already")]


def test_the_same_file_under_another_name_adds_nothing(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="9"), name="a.csv")
    before = contents(into)
    report = imported(page(1), page(2, value="9"), name="copy of a.csv")
    assert report["counts"] == {"known": 2}
    assert contents(into) == before


def test_a_newer_file_adds_changes_and_withdraws(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="50"), page(3, value="60"))
    report = imported(page(1), page(2, value="55"), page(4, value="70"), day="2031-07-15")
    assert report["newer_version_of"] == "figures.csv"
    assert report["counts"] == {"known": 1, "revised": 1, "taken": 1, "withdrawn": 1}
    assert said(report, "revised") == [("", "takes the place of F0002, which is kept")]
    assert said(report, "withdrawn") == [("", "read before from line 4; figures.csv no longer has it")]
    rows = figures(into)
    assert {name: (each["value"], each["revises"]) for name, each in rows.items()} == {
        "F0001": ("120", ""),
        "F0002": ("50", ""),
        "F0003": ("60", ""),
        "F0004": ("55", "F0002"),
        "F0005": ("70", ""),
    }
    assert rows["F0004"]["recorded_on"] == "2031-07-15"
    assert read(into, "left-out") == [
        {"id": "F0003", "reason": "figures.csv no longer has it.", "recorded_on": "2031-07-15"}
    ]
    before = contents(into)
    again = imported(page(1), page(2, value="55"), page(4, value="70"), day="2031-07-16")
    assert again["counts"] == {"known": 3}
    assert contents(into) == before
    sound(into)


def test_the_ledger_of_each_day_has_what_was_known_then(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="50"), page(3, value="60"))
    imported(page(1), page(2, value="55"), page(4, value="70"), day="2031-07-15")

    def values(*words: str) -> list[float]:
        told = tell("figures", "--case", str(into), "--format", "json", *words)
        assert told[0] == 0, told
        return sorted(each["value"] for each in json.loads(told[1]))

    assert values("--known-on", "2031-07-14") == [50, 60, 120]
    assert 60 not in values()
    assert {55, 70, 120} <= set(values())


def test_a_row_that_comes_back_is_a_new_one(imported: Any, into: Path) -> None:
    one, two = page(1), page(2, value="50")
    imported(one, two)
    imported(one, day="2031-07-02")
    report = imported(one, two, day="2031-07-03")
    assert report["counts"] == {"known": 1, "taken": 1}
    rows = figures(into)
    assert (rows["F0003"]["value"], rows["F0003"]["revises"]) == ("50", "")
    assert [each["id"] for each in read(into, "left-out")] == ["F0002"]
    assert len(load(str(into)).ledger) == 2


def test_a_changed_row_that_is_refused_keeps_the_older_one(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="50"))
    first = imported(page(1), page(2, value="dozens"))
    assert first["counts"] == {"known": 1, "refused": 1}
    before = contents(into)
    again = imported(page(1), page(2, value="dozens"))
    assert "withdrawn" not in again["counts"]
    assert contents(into) == before
    assert {each["value"] for each in figures(into).values()} == {"120", "50"}
    mended = imported(page(1), page(2, value="51"))
    assert "withdrawn" not in mended["counts"]
    assert figures(into)["F0004"]["revises"] in ("", "F0002")


def test_a_refused_row_that_was_mended_is_taken(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="dozens"))
    report = imported(page(1), page(2, value="24"))
    assert report["counts"] == {"known": 1, "taken": 1}
    assert figures(into)["F0003"]["revises"] == ""


def test_two_different_files_withdraw_nothing(imported: Any, into: Path) -> None:
    imported(page(1), page(2, value="50"), name="first.csv")
    for name in ("second.csv", "first.csv"):
        other = [page(at, value=str(at), metric=f"tanks_{name[0]}", unit="tanks") for at in (11, 12, 13)]
        report = imported(*other, name=name)
        assert report["counts"] == {"taken": 3}
        assert report["newer_version_of"] == ""
    assert len(figures(into)) == 8
    assert {each["file"] for each in read(into, "imports")} == {"first.csv", "second.csv", "first.csv (2)"}


def test_rows_in_another_order_are_the_same(imported: Any, into: Path) -> None:
    rows = [page(at, value=str(at)) for at in range(1, 6)]
    imported(*rows)
    before = contents(into)
    assert imported(*reversed(rows))["counts"] == {"known": 5}
    assert contents(into) == before


# Into cases that are there.


def test_into_a_hand_made_case(tmp_path: Path, into: Path) -> None:
    assert tell("new", str(into))[0] == 0
    before = {name: read(into, name) for name in ("claims", "claimants", "places", "metrics", "sides", "sources")}
    known = row(
        claimant="first party's ARMY",
        claimant_side="first_party",
        subject_side="second_party",
        metric="personnel_killed",
        place="example region",
        url="https://example.org/1",
    )
    report = bring(write(tmp_path / "f.csv", [known, page(2, claimant="Tarn watch", claimant_side="observers")]), into)
    assert report["counts"] == {"taken": 2}
    for name, rows in before.items():
        assert read(into, name)[: len(rows)] == rows, f"the rows of {name}.csv stand as they were"
    one, two = (figures(into)[name] for name in ("F0001", "F0002"))
    assert (one["claimant_id"], one["metric_id"]) == ("first-army", "personnel_killed")
    assert (one["place_id"], one["source_id"]) == ("example-region", "example-paper-1")
    assert two["claimant_id"] == "tarn-watch"
    assert {name: report["new"].get(name, 0) for name in ("claimants", "places", "metrics", "sides", "sources")} == {
        "claimants": 1,
        "places": 1,
        "metrics": 1,
        "sides": 1,  # orsk
        "sources": 1,
    }
    sound(into)


def test_into_the_case_of_the_project(tmp_path: Path) -> None:
    into = tmp_path / "kursk-2024"
    shutil.copytree(KURSK, into)
    claimants, places = by_id(into, "claimants"), by_id(into, "places")
    rows = []
    for at, old in enumerate(read(into, "claims")[100:900:100]):
        unit = old["unit"]
        rows.append(
            row(
                claimant=claimants[old["claimant_id"]]["name"].upper(),
                claimant_side=claimants[old["claimant_id"]]["side"],
                subject_side=old["subject"],
                metric=old["metric_id"],
                place=places[old["place_id"]]["name"],
                unit=unit,
                value="1",
                url=f"https://tarn.example/{at}",
            )
        )
    before = {name: read(into, name) for name in ("claimants", "places", "metrics", "sides", "claims", "strikes")}
    report = bring(write(tmp_path / "more.csv", rows), into)
    assert report["counts"]["taken"] == len(rows) == 8
    assert set(report["new"]) <= {"claims", "evacuations", "strikes", "sources", "imports"}
    assert report["undecided"] == []
    for name, old in before.items():
        now = read(into, name)
        assert now[: len(old)] == old
        assert len(now) == len(old) or name in ("claims", "strikes")
    assert check_case(into) == []
    sound(into)
    after = contents(into)
    assert bring(tmp_path / "more.csv", into)["counts"] == {"known": 8}
    assert contents(into) == after


def test_a_case_with_problems_is_refused_and_left_alone(tmp_path: Path) -> None:
    into = tmp_path / "tarn"
    tell("new", str(into))
    path = into / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("first-army", "nobody"), encoding="utf-8")
    before = contents(tmp_path)
    file = write(tmp_path / "f.csv", [page(1)])
    status, out, err = tell("import", "figures", str(file), "--into", str(into), "--recorded-on", DAY)
    assert (status, out) == (1, "")
    assert "'nobody' is not in claimants.csv" in err
    assert {name: text for name, text in contents(tmp_path).items() if name != "f.csv"} == before


# A save that does not come to its end.


@pytest.mark.parametrize("at", [1, 2])
def test_a_rename_that_fails_leaves_the_old_case_whole(
    at: int, imported: Any, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(page(1))
    before, real, calls = contents(into), Path.rename, []

    def broken(self: Path, other: Path) -> Path:
        calls.append(self)
        if len(calls) == at:
            raise OSError(5, "Input/output error")
        return real(self, other)

    file = write(into.parent / "figures.csv", [page(1), page(2, value="9")])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", broken)
        status, _, err = tell("import", "figures", str(file), "--into", str(into), "--recorded-on", DAY)
    assert status == 2
    assert "Input/output error" in err
    assert contents(into) == before
    assert imported(page(1), page(2, value="9"))["counts"] == {"known": 1, "taken": 1}


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_case_whole(
    failure: BaseException, imported: Any, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(page(1))
    before = contents(into)

    def full(*_: object, **__: object) -> None:
        raise failure

    file = write(into.parent / "figures.csv", [page(1), page(2, value="9")])
    with monkeypatch.context() as patch:
        patch.setattr("contested.imports.store.csv.DictWriter.writerows", full)
        status = tell("import", "figures", str(file), "--into", str(into), "--recorded-on", DAY)[0]
        assert status == (130 if isinstance(failure, KeyboardInterrupt) else 2)
    assert contents(into) == before


def test_a_kill_between_the_two_renames_loses_nothing(
    imported: Any, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends between the two renames has no chance to put the old case back: the next import does."""
    imported(page(1))
    real = Path.rename

    class KilledError(BaseException):
        pass

    def killed(self: Path, other: Path) -> Path:
        if other == into:
            raise KilledError
        return real(self, other)

    file = write(into.parent / "figures.csv", [page(1), page(2, value="9")])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KilledError):
            tell("import", "figures", str(file), "--into", str(into), "--recorded-on", DAY)
    report = imported(page(1), page(2, value="9"))
    assert report["counts"] == {"known": 1, "taken": 1}


def test_the_layout_is_that_of_the_research() -> None:
    assert ",".join(COLUMNS) == (
        "said_on,event_start,event_end,claimant,claimant_side,subject_side,metric,qualifier,value,low,high,unit,basis,"
        "place,publisher,url,published,where_in_page,paraphrase"
    )

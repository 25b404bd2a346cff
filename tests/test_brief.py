"""The brief of a day: three sentences and a long form, every number led back, no side taken, nothing said later."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from make_case import METRICS, figure, relation
from test_words import FORBIDDEN, exchanged

from contested import origins, views
from contested.brief import brief
from contested.case import Case
from contested.numerals import accounted, numerals
from contested.schema import FIGURE_TABLES
from contested.standing import standing
from contested.words import Sentence

DAYS = ("2024-08-07", "2024-08-14", "2024-08-23", "2024-11-24", "2025-01-07", "2025-03-14", "2025-04-30", "2026-02-05")
every_day = pytest.mark.parametrize("day", DAYS)


def told(case: Case, day: str, units: str = "metric") -> list[Sentence]:
    said = brief(standing(case, pd.Timestamp(day), units))
    return [*said.short, *said.long]


@pytest.fixture(scope="module")
def briefs(kursk: Case) -> dict[tuple[str, str], list[Sentence]]:
    """The briefs of the project's case on every day and in both units: each takes a second, so once for all tests."""
    return {(day, units): told(kursk, day, units) for day in DAYS for units in ("metric", "us")}


def cut(case: Case, day: pd.Timestamp) -> Case:
    """The case as if nothing had been said after a day: later rows, and all that speaks of them, are not there."""
    gone = set(case.ledger.loc[case.ledger["said"] > day, "id"])
    tables = dict(case.tables)
    for name in FIGURE_TABLES:
        tables[name] = tables[name][~tables[name]["id"].isin(gone)].reset_index(drop=True)
    for name in ("relations", "anomalies"):
        both = tables[name]["from_id"].isin(gone) | tables[name]["to_id"].isin(gone)
        tables[name] = tables[name][~both].reset_index(drop=True)
    return replace(case, tables=tables)


# What it says.


@every_day
def test_the_short_form_has_three_sentences_and_names_the_day(briefs, day):
    said, date = briefs[day, "metric"][:3], pd.Timestamp(day)
    assert said[0].text.startswith(f"As of {date.day} {date:%B %Y}")
    assert all(each.text.endswith(".") and not re.search(r"  |\.\.|nan|None|NaT", each.text) for each in said)


def test_the_long_form_says_headlines_disputes_changes_and_what_is_missing(world):
    case = world(
        figure("a", "north-army", "lost", "more_than 300", basis="cumulative"),
        figure("b", "south-army", "lost", "100", basis="cumulative"),
        figure("c", "monitor", "held", "12", "2030-05-03"),
        figure("d", "monitor", "held", "15"),
        figure("e", "monitor", "held", "15", ""),
        settings={"headlines": ["lost", "depth"]},
        metrics=[row | {"interest": "against" if row["id"] == "lost" else ""} for row in METRICS],
    )
    assert [each.text for each in brief(standing(case, pd.Timestamp("2030-05-10"))).long] == [
        "2 claimants give figures for soldiers lost in Long Valley (subject: Southland), counted since 1 May 2030: the "
        "lowest is 100 (claimed by South Army, 10 May 2030), the highest more than 300 (claimed by North Army, 10 May "
        "2030).",
        "Up to 10 May 2030 the ledger holds no dated figure for depth of the advance.",
        "1 contradiction between sides rests on 2 reports:",
        "North Army (Northland) claimed more than 300 people of Southland lost in Long Valley, said on 10 May 2030; "
        "South Army (Southland) claimed 100, said on 10 May 2030; their nearest bounds are 3 times apart. South Army "
        "speaks for Southland, whose loss the figure counts.",
        "It is still open.",
        "The last 7 days brought 2 new figures, 1 updated figure and 1 new contradiction.",
        "Field Monitor (Watchers) documented 15 km² held by Southland in Long Valley; said on 10 May 2030; before that "
        "12 km², said on 3 May 2030.",
        "Whatever the day, 1 report of the ledger without a day is left out.",
    ]


def test_a_day_before_everything_has_a_brief_too(world):
    case = world(figure("a", "north-army", "lost", "5"))
    said = brief(standing(case, pd.Timestamp("2030-01-01")))
    assert [each.text for each in said.short] == [
        "As of 1 January 2030 the ledger holds no dated figure for any headline of this case.",
        "No contradiction between sides has been found so far.",
        "Nothing changed in the last 7 days; every report in the ledger has a day.",
    ]
    assert said.long


def test_the_reader_s_units_stand_first_and_the_printed_ones_stay(briefs):
    texts = [each.text for each in briefs["2024-08-14", "us"]]
    assert "about 386 mi² (printed: about 1,000 km²; claimed by Oleksandr Syrskyi, 12 August 2024)" in " ".join(texts)


# Every number leads back.


@every_day
@pytest.mark.parametrize("units", ["metric", "us"])
def test_every_number_in_a_brief_is_that_of_a_row_or_was_counted(kursk, briefs, day, units):
    for each in briefs[day, units]:
        missing = [name for name, where in accounted(each, kursk).items() if not where]
        assert missing == [], each.text


def test_a_number_that_stands_in_no_row_is_seen(kursk):
    sentence = Sentence("Syrskyi gave 74 and then 75 on 13 August 2024, 3 times.", ("T0204",), {"times": 3})
    where = accounted(sentence, kursk)
    assert where == {"74": ["T0204"], "75": [], "13": ["T0204"], "2024": ["T0204"], "3": ["times"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [("1,294 km², then 63.2 %", ["1,294", "63.2"]), ("in 2024, on 3 May", ["2024", "3"]), ("none", [])],
)
def test_numbers_are_read_as_they_are_written(text, found):
    assert numerals(text) == found


# No side taken.


@every_day
def test_no_sentence_of_a_brief_takes_a_side(briefs, day):
    assert [each.text for each in briefs[day, "metric"] if FORBIDDEN.search(each.text)] == []


@pytest.mark.parametrize("day", DAYS[1::2])
def test_exchanging_the_labels_of_the_sides_exchanges_them_and_nothing_else(kursk, day):
    def relabelled(**labels):
        sides = kursk.tables["sides"].assign(label=lambda table: table["id"].map(labels).fillna(table["label"]))
        return replace(kursk, tables={**kursk.tables, "sides": sides})

    one, other = relabelled(ukraine="Aaland", russia="Zzland"), relabelled(ukraine="Zzland", russia="Aaland")
    before, after = ([each.text for each in told(case, day)] for case in (one, other))
    assert after == [exchanged(text, "Aaland", "Zzland") for text in before]
    assert any("Aaland" in text for text in before)


# Nothing said later.


def seen(rows):
    """Rows without what stands for them in their own ledger only."""
    return rows.filter(regex="^(?!_(row|scope|origin)$)").reset_index(drop=True)


def test_on_no_day_does_a_later_row_change_what_a_day_stands_on(kursk):
    """All that is said of a day is derived from these rows; see ``standing.Standing``."""
    days = pd.date_range(views.first_day(kursk.ledger), views.last_day(kursk.ledger))
    assert len(days) > 400
    said = set(kursk.ledger["said"].dropna())
    for day in [each for each in days if each in said]:
        known, unaware = kursk.ledger, cut(kursk, day).ledger
        assert set(unaware["id"]) < set(known["id"]) or day == days[-1]
        before, after = (seen(views.as_of(rows, day)) for rows in (known, unaware))
        if not before.equals(after):  # Saying where they differ takes ten times as long as seeing whether they do.
            pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize(
    "month", sorted({f"{day:%Y-%m}" for day in pd.date_range("2024-08-01", "2025-06-30", freq="MS")})
)
def test_a_brief_is_the_same_whether_or_not_later_rows_exist(kursk, month):
    day = pd.Timestamp(f"{month}-16")
    unaware = cut(kursk, day)
    assert len(unaware.ledger) < len(kursk.ledger)
    rows = [origins.with_origins(views.as_of(case.ledger, day), case) for case in (kursk, unaware)]
    pd.testing.assert_frame_equal(*map(seen, rows))
    assert told(unaware, f"{day:%Y-%m-%d}") == told(kursk, f"{day:%Y-%m-%d}")


def test_on_every_day_of_a_small_case_the_brief_knows_nothing_of_later_ones(world):
    rows = [
        figure("a", "north-army", "lost", "300", "2030-05-01", basis="cumulative"),
        figure("b", "south-army", "lost", "100", "2030-05-02", basis="cumulative"),
        figure("c", "north-army", "lost", "100", "2030-05-05", basis="cumulative"),
        figure("d", "north-army", "held", "5", "2030-05-06"),
        figure("e", "north-army", "held", "9", "2030-05-08", revises="d"),
        figure("f", "monitor", "held", "9", "2030-05-09", source_id="page-2"),
        figure("g", "monitor", "held", "more_than 9", "2030-05-11"),
        figure("h", "south-mayor", "fighting", "1", "2030-05-07"),
        figure("i", "north-mayor", "fighting", "0", "2030-05-08"),
        figure("j", "monitor", "lost", "7", ""),
    ]
    case = world(*rows, relations=[relation("g", "repeats", "f"), relation("c", "corrects", "a")])
    texts = []
    for day in [*pd.date_range("2030-04-30", "2030-05-14"), *pd.date_range("2030-06-08", "2030-06-12")]:
        unaware = replace(case, tables={**cut(case, day).tables})
        known = told(case, f"{day:%Y-%m-%d}")
        assert told(unaware, f"{day:%Y-%m-%d}") == known
        texts.append(" ".join(each.text for each in known))
    assert len(set(texts)) == len(texts)

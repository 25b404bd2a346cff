"""Rows as sentences: qualifier, verb, scope, and one frame for every side."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from make_case import SIDES, figure

from contested import narrative, origins, views
from contested.conflicts import conflicts
from contested.disputes import disputes
from contested.figures import spread
from contested.findings import pairs
from contested.phrases import singular
from contested.words import attributed, backing, claim, clause, interval, listed, number, plural, quantity

INF = float("inf")


def row_of(world, metric, text, **cells):
    case = world(figure("a", cells.pop("claimant", "north-army"), metric, text, **cells))
    return case.ledger.iloc[0], case


@pytest.mark.parametrize(
    ("value", "text"),
    [(74, "74"), (1294, "1,294"), (121000, "121,000"), (63.2, "63.2"), (0.5, "0.5"), (1250.5, "1,250.5"), (0, "0")],
)
def test_numbers_have_separators_and_their_own_digits(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("metric", "figure_text", "cells", "text"),
    [
        ("lost", "exact 74", {}, "74"),
        ("lost", "about 121000", {}, "about 121,000"),
        ("lost", "nearly 2000", {}, "nearly 2,000"),
        ("lost", "at_least 15", {}, "at least 15"),
        ("lost", "more_than 2000", {}, "more than 2,000"),
        ("lost", "at_most 40", {}, "up to 40"),
        ("lost", "less_than 40", {}, "less than 40"),
        ("lost", "between 28 35", {}, "between 28 and 35"),
        ("held", "more_than 1000", {}, "more than 1,000 km²"),
        ("depth", "between 28 35", {}, "between 28 and 35 km"),
        ("still_held", "exact 92.8", {"denominator": "all_land"}, "92.8 %"),
        ("tanks", "exact 12", {"unit": "vehicles"}, "12"),
    ],
)
def test_a_figure_is_said_with_its_qualifier_and_unit(world, metric, figure_text, cells, text):
    assert quantity(row_of(world, metric, figure_text, **cells)[0]) == text


@pytest.mark.parametrize(
    ("metric", "figure_text", "unit", "units", "text"),
    [
        ("held", "more_than 1000", "km2", "us", "more than 386 mi² (printed: more than 1,000 km²)"),  # 386.1
        ("held", "about 40", "mi2", "us", "about 40 mi²"),
        ("held", "exact 15", "mi2", "metric", "38.8 km² (printed: 15 mi²)"),  # 15 * 2.58999 = 38.85 (38.849...)
        ("held", "exact 500", "ha", "metric", "5 km² (printed: 500 ha)"),
        ("depth", "between 28 35", "km", "us", "between 17.4 and 21.7 mi (printed: between 28 and 35 km)"),
        ("depth", "nearly 10", "mi", "metric", "nearly 16.1 km (printed: nearly 10 mi)"),
        ("lost", "exact 74", "people", "us", "74"),
    ],
)
def test_a_converted_figure_keeps_the_printed_one_in_brackets(world, metric, figure_text, unit, units, text):
    assert quantity(row_of(world, metric, figure_text, unit=unit)[0], units) == text


@pytest.mark.parametrize(
    ("lower", "upper", "lower_open", "upper_open", "text"),
    [
        (6, 6, False, False, "6"),
        (3, 7, False, False, "between 3 and 7"),
        (1645, INF, True, True, "more than 1,645"),
        (1645, INF, False, True, "at least 1,645"),
        (-INF, 1645, True, True, "less than 1,645"),
        (-INF, 1645, True, False, "at most 1,645"),
        (-INF, INF, True, True, "not bounded"),
    ],
)
def test_an_interval_is_said_with_its_open_ends(lower, upper, lower_open, upper_open, text):
    row = {"lower": lower, "upper": upper, "lower_open": lower_open, "upper_open": upper_open}
    assert interval(row, "", "count") == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("1 drones fired by South", "1 drone fired by South"),
        ("1 people gone", "1 person gone"),
        ("1 bodies found", "1 body found"),
        ("1 pieces of equipment lost", "1 piece of equipment lost"),
        ("1 glide bombs fired", "1 glide bomb fired"),
        ("1 aircraft lost", "1 aircraft lost"),
        ("1 km² held", "1 km² held"),
        ("11 drones fired", "11 drones fired"),
        ("1,000 drones fired", "1,000 drones fired"),
    ],
)
def test_one_thing_is_singular(text, mended):
    assert singular(text) == mended


@pytest.mark.parametrize(
    ("claimant", "said"),
    [
        ("north-army", "North Army (Northland) claimed 5 people of Southland lost in {}."),
        ("monitor", "Field Monitor (Watchers) documented 5 people of Southland lost in {}."),
        ("modeller", "Model Lab (Watchers) estimated 5 people of Southland lost in {}."),
        ("tipster", "Tipster (side not known) claimed 5 people of Southland lost in {}."),
    ],
)  # fmt: skip
def test_a_claim_is_claimed_a_count_documented_a_model_s_number_estimated(world, claimant, said):
    row, case = row_of(world, "lost", "5", claimant=claimant)
    assert claim(row, case).text == said.format("Long Valley; said on 10 May 2030")
    assert claim(row, case).ids == ("a",)


def test_a_day_that_is_not_known_is_said_to_be(world):
    row, case = row_of(world, "lost", "5", said="", event_end="")
    assert claim(row, case).text.endswith("in Long Valley; on a day that is not known.")


@pytest.mark.parametrize(
    ("metric", "text", "cells", "said"),
    [
        ("fighting", "1", {}, "that Southland was fighting in Long Valley"),
        ("fighting", "0", {}, "that Southland was not fighting in Long Valley"),
        ("lost", "5", {"place_id": "line"}, "5 people of Southland lost in the front line"),
        ("lost", "5", {"group": "hill_folk"}, "5 people of Southland lost (people of the Hills) in Long Valley"),
        ("lost", "5", {"group": "young_men"}, "5 people of Southland lost (young men) in Long Valley"),
        (
            "still_held", "40", {"denominator": "all_land"},
            "40 % of the land held (as a share of the all land) in Long Valley",
        ),
        ("strikes", "5", {"weapon": "drone"}, "5 strikes by Southland (drone) in Long Valley"),
        (
            "strikes", "5", {"weapon": "glide_bomb", "fate": "hit", "group": "young_men"},
            "5 strikes by Southland (young men; glide bomb hit) in Long Valley",
        ),
        (
            "fired", "5", {"weapon": "glide_bomb", "fate": "shot_down"},
            "5 glide bombs fired by Southland and shot down in Long Valley",
        ),
        ("fired", "1", {"weapon": "drone", "fate": "launched"}, "1 drone fired by Southland in Long Valley"),
        ("fired", "5", {"weapon": "drone", "target_id": "hamlet"}, "5 drones fired by Southland on Oak Hamlet"),
        (
            "fired", "5", {"weapon": "drone", "fate": "shot_down", "target_id": "hamlet", "origin_id": "coast"},
            "5 drones fired by Southland and shot down from East Coast in Oak Hamlet",
        ),
        (
            "fired", "5", {"weapon": "drone", "origin_id": "land", "target_id": "hamlet"},
            "5 drones fired by Southland on Oak Hamlet",
        ),
    ],
)  # fmt: skip
def test_what_restricts_a_figure_is_said(world, metric, text, cells, said):
    row, case = row_of(world, metric, text, **cells)
    assert clause(row, case) == said


@pytest.mark.parametrize(
    ("cells", "window"),
    [
        ({}, ""),
        ({"event_end": "2030-05-08"}, ", as of 8 May 2030"),
        ({"event_end": "", "event_start": ""}, ""),
        ({"basis": "period"}, ", on 10 May 2030"),
        ({"basis": "period", "event_start": "2030-05-08"}, ", from 8 May 2030 to 10 May 2030"),
        ({"basis": "cumulative"}, ", since 1 May 2030"),
        ({"basis": "cumulative", "event_end": "2030-05-08"}, ", since 1 May 2030, up to 8 May 2030"),
        ({"basis": "cumulative", "event_start": ""}, ", in total"),
    ],
)
def test_the_window_of_a_figure_is_said(world, cells, window):
    row, case = row_of(world, "lost", "5", **cells)
    assert clause(row, case) == f"5 people of Southland lost in Long Valley{window}"


@pytest.mark.parametrize(
    ("reports", "publishers", "text"),
    [(1, 1, "1 report"), (7, 5, "7 reports by 5 publishers"), (2, 1, "2 reports by 1 publisher")],
)
def test_what_stands_behind_a_statement_is_counted(reports, publishers, text):
    assert backing({"reports": reports, "publishers": publishers}) == text


def test_a_statement_says_its_reports(world):
    rows = [figure("a", "monitor", "lost", "5"), figure("b", "monitor", "lost", "5", source_id="page-2")]
    case = world(*rows)
    said = views.statements(origins.with_origins(case.ledger, case)).iloc[0]
    assert claim(said, case).text.endswith("; said on 10 May 2030 (2 reports by 2 publishers).")


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_in_a_sentence(items, text):
    assert listed(items) == text


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [
        (1, "origin", "1 origin"), (0, "origin", "0 origins"), (2, "entry", "2 entries"), (1200, "row", "1,200 rows"),
        (2, "contradiction in stance", "2 contradictions in stance"),
    ],
)  # fmt: skip
def test_nouns_are_counted(count, noun, text):
    assert plural(count, noun) == text


def test_a_claimant_in_brackets_shares_them_with_its_side(world):
    row, case = row_of(world, "lost", "5")
    assert attributed({**row, "claimant": "Source (unnamed)"}, case) == "Source (unnamed; Northland)"


def exchanged(text, one, other):
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def told(case):
    """Sentences about all rows, one spread and all disputes of a case."""
    said = views.statements(origins.with_origins(case.ledger, case))
    last = pd.Timestamp("2030-06-30")
    found = pairs(disputes(conflicts(said, case), said, case, last), said, case)
    figures = spread(said, "lost", pd.Timestamp("2030-06-30"), case)
    sentences = [claim(row, case) for row in said.to_dict("records")]
    sentences += [*narrative.spread(figures, case), *narrative.collisions(found, case, "dispute")]
    return [sentence.text for sentence in sentences]


def test_exchanging_the_labels_of_two_sides_exchanges_them_in_the_text_and_nothing_else(world):
    rows = [
        figure("a", "north-army", "lost", "more_than 300"),
        figure("b", "south-army", "lost", "about 100"),
        figure("c", "south-army", "lost", "7", subject="north"),
        figure("d", "north-mayor", "fighting", "1"),
        figure("e", "south-mayor", "fighting", "0"),
        figure("f", "monitor", "fired", "1", weapon="drone", fate="launched", subject="north"),
        figure("g", "modeller", "held", "between 10 20", "2030-05-09"),
    ]
    labels = {"north": "Southland", "south": "Northland"}
    mirrored = [side | {"label": labels.get(side["id"], side["label"])} for side in SIDES]
    before, after = told(world(*rows)), told(world(*rows, sides=mirrored))
    assert len(before) > len(rows)
    assert after == [exchanged(text, "Northland", "Southland") for text in before]
    assert after != before


def test_one_frame_serves_every_side_of_the_project_s_case(kursk):
    def relabelled(**labels):
        sides = kursk.tables["sides"].assign(label=lambda table: table["id"].map(labels).fillna(table["label"]))
        return replace(kursk, tables={**kursk.tables, "sides": sides})

    rows = kursk.ledger.to_dict("records")
    one, other = relabelled(ukraine="Aaland", russia="Zzland"), relabelled(ukraine="Zzland", russia="Aaland")
    before, after = ([claim(row, case).text for row in rows] for case in (one, other))
    assert after == [exchanged(text, "Aaland", "Zzland") for text in before]
    assert sum("Aaland" in text for text in before) > 1000


FORBIDDEN = re.compile(
    r"\b(admit\w*|reveal\w*|confess\w*|boast\w*|lie[sd]?|liberat\w*|occup(y|ied|ier\w*|ation\w*)|regime\w*|terroris\w*"
    r"|enem(y|ies)|nazi\w*|orc[s]?|bandit\w*|so-called|alleg\w*|propagand\w*|insist\w*|concede\w*)\b",
    re.IGNORECASE,
)


def test_no_sentence_of_the_project_s_case_takes_a_side(kursk):
    rows = kursk.ledger.to_dict("records")
    texts = [claim(row, kursk).text for row in rows]
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert all(re.search(r"\) (claimed|documented|estimated) ", text) for text in texts)


def test_each_row_of_the_project_s_case_is_said_by_its_kind_of_evidence(kursk):
    verbs = {"claim": "claimed", "count": "documented", "estimate": "estimated"}
    for row in kursk.ledger.to_dict("records"):
        assert claim(row, kursk).text.startswith(f"{attributed(row, kursk)} {verbs[row['evidence']]} ")


def test_no_sentence_of_the_project_s_case_loses_a_qualifier(kursk):
    words = {
        "about": "about ", "nearly": "nearly ", "at_least": "at least ", "more_than": "more than ",
        "at_most": "up to ", "less_than": "less than ", "between": "between ", "exact": "",
    }  # fmt: skip
    rows = kursk.ledger[kursk.ledger["dimension"].ne("boolean")]
    assert set(rows["qualifier"]) == set(words)
    for row in rows.to_dict("records"):
        shown = number(row["low"] if row["qualifier"] == "between" else row["value"])
        assert f"{words[row['qualifier']]}{shown}" in claim(row, kursk).text

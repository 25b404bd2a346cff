"""Cells as people write them: amounts, qualifiers, days and units, each with what a reader takes it for."""

from __future__ import annotations

import pytest
from import_files import row

from contested.imports.amounts import Amount, amount, number, qualifier
from contested.imports.cells import digits
from contested.imports.days import span
from contested.imports.layout import Draft, Raw
from contested.imports.metrics import measure
from contested.imports.rows import draft

ONE_NUMBER = [
    # Digits with the separators of several countries.
    ("120", 120),
    ("0", 0),
    ("00012", 12),
    (".5", 0.5),
    ("63.2", 63.2),
    ("1,250", 1250),
    ("1,250.5", 1250.5),
    ("12,34,567", 1234567),  # India: groups of two above the thousand
    ("1 250", 1250),
    ("1\u202f250\u00a0000", 1250000),  # narrow and non-breaking spaces
    ("1'250", 1250),
    ("1’250", 1250),  # Switzerland
    ("1,5", 1.5),  # one or two digits behind a comma are decimals
    ("1.234.567", 1234567),
    ("1.234,56", 1234.56),
    ("1 234,5", 1234.5),
    ("123456789012345", 123456789012345),  # no digit is lost
    ("0.1234567890123", 0.1234567890123),
    # Digits of other scripts, and marks that nobody sees.
    ("٣٥٠٠", 3500),
    ("٣٬٥٠٠", 3500),
    ("٣٫٥", 3.5),
    ("۱۲۰", 120),
    ("३५००", 3500),
    ("१२,३४,५६७", 1234567),
    ("５００", 500),
    ("\u200f120\u200e", 120),
    # Words that multiply.
    ("2.5 lakh", 250000),
    ("1.2 crore", 12000000),
    ("3 lakhs", 300000),
    ("1.5 million", 1500000),
    ("1,5 million", 1500000),
    ("2 thousand", 2000),
    ("3 dozen", 36),
    ("5k", 5000),
    ("1.2m", 1200000),
    ("2bn", 2000000000),
    # Words for numbers.
    ("zero", 0),
    ("twelve", 12),
    ("twenty-four", 24),
    ("a dozen", 12),
    ("two dozen", 24),
    ("a hundred", 100),
    ("one hundred and twenty", 120),
    ("nineteen hundred", 1900),
    ("two hundred and fifty thousand", 250000),
    ("three lakh fifty thousand", 350000),
    ("two crore fifty lakh", 25000000),
    ("one million two hundred thousand", 1200000),
    ("half a million", 500000),
]


@pytest.mark.parametrize(("text", "value"), ONE_NUMBER)
def test_an_amount_is_one_number(text: str, value: float) -> None:
    assert amount(text) == Amount(value)


@pytest.mark.parametrize(
    ("text", "value", "word"),
    [
        ("about 300", 300, "about"),
        ("ca. 300", 300, "about"),
        ("approx. 1,200", 1200, "about"),
        ("some 40", 40, "about"),
        ("~40", 40, "about"),
        ("≈ 40", 40, "about"),
        ("nearly 2.5 lakh", 250000, "nearly"),
        ("almost twenty", 20, "nearly"),
        ("at least 7", 7, "at_least"),
        ("≥7", 7, "at_least"),
        (">= 7", 7, "at_least"),
        ("7+", 7, "at_least"),
        ("2 million+", 2000000, "at_least"),
        ("7 or more", 7, "at_least"),
        ("no fewer than 7", 7, "at_least"),
        ("not less than 7", 7, "at_least"),
        ("from 7", 7, "at_least"),
        ("more than 1,000", 1000, "more_than"),
        ("over a dozen", 12, "more_than"),
        ("more than two dozen", 24, "more_than"),
        ("> 7", 7, "more_than"),
        ("well over 7", 7, "more_than"),
        ("in excess of 7", 7, "more_than"),
        ("up to 7", 7, "at_most"),
        ("as many as 7", 7, "at_most"),
        ("≤7", 7, "at_most"),
        ("no more than 7", 7, "at_most"),
        ("fewer than 7", 7, "less_than"),
        ("<7", 7, "less_than"),
        ("just under 7", 7, "less_than"),
        ("exactly 7", 7, "exact"),
    ],
)
def test_the_words_around_a_number_are_its_qualifier(text: str, value: float, word: str) -> None:
    assert amount(text) == Amount(value, None, word)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-10", 5, 10),
        ("5 – 10", 5, 10),
        ("5—10", 5, 10),
        ("10-5", 5, 10),
        ("1,200 to 1,500", 1200, 1500),
        ("1 200–1 500", 1200, 1500),
        ("between 5 and 10", 5, 10),
        ("from 100 to 200", 100, 200),
        ("between five and ten", 5, 10),
        ("five to ten", 5, 10),
        ("٥-١٠", 5, 10),
        # A word behind the second number counts for the first one too, unless that is larger without it.
        ("2-3 million", 2000000, 3000000),
        ("2 to 3 lakh", 200000, 300000),
        ("1.5-2k", 1500, 2000),
        ("1 million to 2 million", 1000000, 2000000),
        ("500 to 1 million", 500, 1000000),
    ],
)
def test_two_numbers_are_a_range(text: str, low: float, high: float) -> None:
    assert amount(text) == Amount(low, high, "between")


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [("10%", 10, None), ("10 per cent", 10, None), ("10 percent", 10, None), ("10 pct", 10, None), ("5-10%", 5, 10)],
)
def test_a_share_says_so(text: str, value: float, high: float | None) -> None:
    assert amount(text) == Amount(value, high, "between" if high else "", True)


@pytest.mark.parametrize(
    "text",
    [
        # Vague words name no number.
        *["dozens", "hundreds", "several", "several hundred", "tens of thousands", "a few", "a couple", "scores"],
        *["many", "some dozens", "hundreds of thousands", "dozen", "hundred", "a", "an", "unknown", "none", "n/a"],
        # Words that are no one number.
        *["five three", "twenty twenty", "two-three", "three thousand million", "two lakh crore", "million thousand"],
        *["two hundred three hundred", "two and three"],
        # Signs and forms that are no count.
        *["-5", "−5", "+5", "(5)", "1e5", "1e400", "inf", "-inf", "NaN", "0x10", "1_000", "5*", "12/5", "1:2", "10²"],
        *["12 34", "1,234,56", "1,2345", "5 people", "", " ", "-", "to", "and", "~", "over", "5-", "-", "9" * 400],
        *["about 100-200", "up to 5-10", "between 5"],  # a range that would lose its qualifier
    ],
)
def test_what_names_no_number_is_refused(text: str) -> None:
    assert amount(text) is None


def test_no_number_is_endless() -> None:
    assert number("9" * 309) is None
    assert number("9" * 305 + " million") is None
    assert number("1" + "0" * 300) == 1e300


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *[("OVER", "more_than"), ("more than", "more_than"), ("More-Than", "more_than"), ("at_least", "at_least")],
        *[("≥", "at_least"), ("approx.", "about"), ("~", "about"), ("range", "between"), ("total", "exact")],
        *[("No fewer than", "at_least"), ("±", ""), ("roughly speaking", ""), ("", "")],
    ],
)
def test_a_qualifier_by_its_words(text: str, word: str) -> None:
    assert qualifier(text) == word


@pytest.mark.parametrize(
    ("value", "cell"), [(121000.0, "121000"), (63.2, "63.2"), (0.0, "0"), (1e16, "10000000000000000"), (0.05, "0.05")]
)
def test_a_number_as_a_cell_holds_it(value: float, cell: str) -> None:
    assert digits(value) == cell


# Days.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", "2024-02-29"),
        ("2024-2-9", "2024-02-09"),
        ("2024/05/13", "2024-05-13"),
        ("2024.5.13", "2024-05-13"),
        ("20240513", "2024-05-13"),
        ("13.05.2024", "2024-05-13"),
        ("03.04.2024", "2024-04-03"),  # with points the day stands first
        ("13/05/2024", "2024-05-13"),
        ("05/13/2024", "2024-05-13"),
        ("13-05-2024", "2024-05-13"),
        ("03/03/2024", "2024-03-03"),
        ("5 March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("5th March 2024", "2024-03-05"),
        ("5th of March 2024", "2024-03-05"),
        ("Sept. 1 2024", "2024-09-01"),
        ("5-Mar-2024", "2024-03-05"),
        ("Tue, 5 Mar 2024", "2024-03-05"),
        ("29 February 2024", "2024-02-29"),
        ("٢٠٢٤-٠٥-٠١", "2024-05-01"),
        ("०१.०५.२०२४", "2024-05-01"),
        ("1500-01-01", "1500-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    found = span(text)
    assert found is not None
    assert (str(found.first), str(found.last), found.precision, found.time) == (day, day, 1, "")
    plain = text == day or text.startswith("٢")
    assert bool(found.remark) != plain, "whatever is not written as YYYY-MM-DD is told"


@pytest.mark.parametrize(
    "text",
    [
        *["03/04/2024", "3-4-2024", "12/11/2024", "29 February 2023", "2023-02-29", "2024-02-30", "31.4.2024"],
        *["2024-13-01", "2024-00-10", "00/05/2024", "13/13/2024", "May 32 2024", "12 May 24", "1/1/24", "1.5.24"],
        *["0000-01-01", "10000-01-01", "yesterday", "May", "2024-05-01/2024-05-03", "May 2024 2023", "5 May June 2024"],
        *["mid-May 2024", "2024-W05", "20241301", "2024051", "5-6 March 2024", "", "-", "13.05/2024"],
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_no_day(text: str) -> None:
    assert span(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-02", "2024-02-01", "2024-02-29", 4),
        ("2023-02", "2023-02-01", "2023-02-28", 4),
        ("May 2024", "2024-05-01", "2024-05-31", 4),
        ("2024 MAY", "2024-05-01", "2024-05-31", 4),
        ("2024", "2024-01-01", "2024-12-31", 5),
    ],
)
def test_a_month_and_a_year_are_spans(text: str, first: str, last: str, precision: int) -> None:
    found = span(text)
    assert found is not None
    assert (str(found.first), str(found.last), found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-05-01T10:00+03:00", "2024-05-01T10:00+03:00"),
        ("2024-05-01 10:00 +0300", "2024-05-01T10:00+03:00"),
        ("2024-05-01T9:30+03", "2024-05-01T09:30+03:00"),
        ("2024-05-01T10:00+3", "2024-05-01T10:00+03:00"),
        ("2024-05-01 10:00 UTC+3", "2024-05-01T10:00+03:00"),
        ("2024-05-01 10:00 GMT+5:45", "2024-05-01T10:00+05:45"),
        ("2024-05-01T10:00+545", "2024-05-01T10:00+05:45"),
        ("2024-05-01T10:00−03:30", "2024-05-01T10:00-03:30"),
        ("2024-05-01T10:00:30Z", "2024-05-01T10:00:30Z"),
        ("2024-05-01T10:00:30.123Z", "2024-05-01T10:00:30Z"),
        ("2024-05-01T10:00z", "2024-05-01T10:00Z"),
        ("2024-05-01 10:00 UTC", "2024-05-01T10:00Z"),
        ("2024-05-01 10:00 gmt", "2024-05-01T10:00Z"),
    ],
)
def test_an_hour_with_its_offset_is_kept(text: str, time: str) -> None:
    found = span(text)
    assert found is not None
    assert (str(found.first), found.time) == ("2024-05-01", time)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "2024-05-01T10:00",
            "2024-05-01 10:00 EET",
            "2024-05-01T10:00 (local)",
            "2024-05-01T24:00Z",
            "2024-05-01T25:00Z",
        ],
        *["2024-05-01T10:60Z", "2024-05-01T10:00+25:00", "2024-05-01T10:00:75Z"],
    ],
)
def test_an_hour_that_no_clock_or_zone_has_is_left_out_and_told(text: str) -> None:
    found = span(text)
    assert found is not None
    assert (str(found.first), found.precision, found.time) == ("2024-05-01", 1, "")
    assert "left out" in found.remark


# Units, and the figure of a row.


def told(**cells: str) -> Draft:
    return draft(Raw(2, row(**cells)))


def remarks(one: Draft, column: str) -> list[str]:
    return [f"{each.what}: {each.text}" for each in one.remarks if each.column == column]


@pytest.mark.parametrize(
    ("unit", "cell"),
    [
        ("people", "people"),
        ("Persons", "people"),
        ("individuals", "people"),
        ("sq km", "sq km"),
        ("km²", "km2"),
        ("Dunams", "dunams"),
        ("lakh people", "lakh people"),
        ("Lakhs", "lakh"),
        ("Lakhs of persons", "lakh people"),
        ("million people", "million people"),
        ("%", "percent"),
        ("per cent", "percent"),
        ("missiles/day", "missiles per day"),
        ("families", "families"),
        ("true/false", "boolean"),
    ],
)
def test_a_unit_as_the_ledger_has_it(unit: str, cell: str) -> None:
    assert told(unit=unit, value="1").cells["unit"] == cell


@pytest.mark.parametrize(
    ("unit", "dimension", "thing"),
    [
        ("people", "people", ""),
        ("soldiers", "people", ""),
        ("lakh people", "people", ""),
        ("families", "count", "families"),
        ("households", "count", "households"),
        ("houses", "count", "buildings"),
        ("villages", "count", "settlements"),
        ("applications", "count", "applications"),
        ("tanks", "count", ""),
        ("missiles", "count", ""),
        ("sq km", "area", ""),
        ("square kilometres", "area", ""),
        ("km2", "area", ""),
        ("mi2", "area", ""),
        ("sq. miles", "area", ""),
        ("ha", "area", ""),
        ("dunams", "area", ""),
        ("feddan", "area", ""),
        ("km", "length", ""),
        ("miles", "length", ""),
        ("percent", "share", ""),
        ("missiles per day", "rate", "missiles per day"),
        ("boolean", "boolean", ""),
        ("hands", "count", ""),  # a length to a library of units, none here
        ("points", "count", ""),
    ],
)
def test_what_a_unit_measures(unit: str, dimension: str, thing: str) -> None:
    assert measure(unit) == (dimension, thing)


@pytest.mark.parametrize(
    ("unit", "value", "cell"),
    [
        # A point before three digits parts thousands of what is counted, and decimals of what is measured.
        ("people", "1.500", "1500"),
        ("families", "1.500", "1500"),
        ("missiles", "1.500", "1500"),
        ("hamlets", "12.000", "12000"),
        ("people", "1.234.567", "1234567"),
        ("km2", "1.500", "1.5"),
        ("sq miles", "1.500", "1.5"),
        ("ha", "1.500", "1.5"),
        ("percent", "1.500", "1.5"),
        ("lakh people", "1.500", "1.5"),
        ("missiles per day", "1.500", "1.5"),
        ("people", "0.500", "0.5"),  # nobody writes 500 so
    ],
)
def test_a_point_before_three_digits(unit: str, value: str, cell: str) -> None:
    one = told(unit=unit, value=value)
    assert one.cells["value"] == cell
    if len(cell) >= 4:
        assert remarks(one, "value") == [f"changed: '{value}' read as {cell}"]


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        # qualifier, value, low, high, unit
        ({"qualifier": "", "value": "120"}, ("exact", "120", "", "", "people")),
        ({"qualifier": "more than", "value": "1,250"}, ("more_than", "1250", "", "", "people")),
        ({"qualifier": "", "value": "more than 1,250"}, ("more_than", "1250", "", "", "people")),
        ({"qualifier": "exact", "value": "at least 3 dozen"}, ("at_least", "36", "", "", "people")),
        ({"qualifier": "about", "value": "120"}, ("about", "120", "", "", "people")),
        ({"qualifier": "", "value": "5-10"}, ("between", "", "5", "10", "people")),
        ({"qualifier": "between", "value": "", "low": "5", "high": "10"}, ("between", "", "5", "10", "people")),
        ({"qualifier": "about", "value": "", "low": "10", "high": "5"}, ("between", "", "5", "10", "people")),
        ({"qualifier": "between", "value": "7", "low": "5", "high": "10"}, ("between", "", "5", "10", "people")),
        ({"qualifier": "", "value": "", "low": "5"}, ("at_least", "5", "", "", "people")),
        ({"qualifier": "between", "value": "", "high": "5"}, ("at_most", "5", "", "", "people")),
        ({"qualifier": "less_than", "value": "", "high": "5"}, ("less_than", "5", "", "", "people")),
        ({"qualifier": "", "value": "12%"}, ("exact", "12", "", "", "percent")),
        ({"qualifier": "", "value": "", "low": "10%", "high": "20%"}, ("between", "", "10", "20", "percent")),
        ({"value": "2.5", "unit": "lakh people"}, ("exact", "2.5", "", "", "lakh people")),
        ({"value": "2.5 lakh", "unit": "people"}, ("exact", "250000", "", "", "people")),
        ({"value": "2.5 lakh", "unit": "lakh people"}, ("exact", "250000", "", "", "people")),
        ({"value": "yes", "unit": "boolean"}, ("exact", "1", "", "", "boolean")),
        ({"value": "false", "unit": "yes/no"}, ("exact", "0", "", "", "boolean")),
    ],
)
def test_the_figure_of_a_row(cells: dict[str, str], figure: tuple[str, ...]) -> None:
    one = told(**cells)
    assert one.refused == ""
    assert tuple(one.cells[name] for name in ("qualifier", "value", "low", "high", "unit")) == figure


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"value": "dozens"}, "value", "'dozens': it gives no number"),
        ({"value": "-5"}, "value", "'-5': it is below zero"),
        ({"value": "−5"}, "value", "'−5': it is below zero"),
        ({"value": "nan"}, "value", "'nan': it gives no number"),
        ({"value": "9" * 400}, "value", "it gives no number"),
        ({"value": ".".join(["999"] * 200)}, "value", "it gives no number"),
        ({"value": ""}, "value", "the cell is blank: no number is made up from the paraphrase"),
        ({"qualifier": "between", "value": "7"}, "low", "a range lacks both ends"),
        ({"qualifier": "±"}, "qualifier", "'±' is no known qualifier"),
        ({"unit": ""}, "unit", "no unit is named"),
        ({"metric": ""}, "metric", "no metric is named"),
        ({"metric": "!!!"}, "metric", "no metric is named"),
        ({"value": "2", "unit": "boolean"}, "value", "'2' is no statement of fact; allowed: 1 asserts, 0 denies"),
        ({"value": "", "low": "few", "high": "7"}, "low", "'few': it gives no number"),
        ({"basis": "sometimes"}, "basis", "'sometimes' is not known here; allowed: point, period, cumulative"),
        ({"event_start": "2031-06-01"}, "event_start", "the window ends (2031-05-10) before it starts (2031-06-01)"),
    ],
)
def test_a_row_is_refused_with_its_reason(cells: dict[str, str], column: str, words: str) -> None:
    one = told(**cells)
    assert words in one.refused
    assert [each.column for each in one.remarks if each.what == "refused"] == [column]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        # said_on, its basis, event_start, event_end, precision
        ({}, ("2031-05-10", "page", "2031-05-01", "2031-05-10", "1")),
        ({"said_on": "03/04/2031"}, ("", "unknown", "2031-05-01", "2031-05-10", "1")),
        ({"said_on": "May 2031"}, ("2031-05", "page", "2031-05-01", "2031-05-10", "1")),
        ({"said_on": "2031"}, ("", "unknown", "2031-05-01", "2031-05-10", "1")),
        ({"said_on": ""}, ("", "unknown", "2031-05-01", "2031-05-10", "1")),
        ({"event_start": "2031-02", "event_end": "2031-02"}, ("2031-05-10", "page", "2031-02-01", "2031-02-28", "4")),
        ({"event_start": "2030", "event_end": "May 2031"}, ("2031-05-10", "page", "2030-01-01", "2031-05-31", "5")),
        ({"event_start": "", "event_end": ""}, ("2031-05-10", "page", "", "", "")),
        ({"said_on": "2031-05-10 08:00 +0330"}, ("2031-05-10T08:00+03:30", "page", "2031-05-01", "2031-05-10", "1")),
        ({"where_in_page": "date inferred"}, ("2031-05-10", "inferred", "2031-05-01", "2031-05-10", "1")),
    ],
)
def test_the_days_of_a_row(cells: dict[str, str], found: tuple[str, ...]) -> None:
    one = told(**cells)
    names = ("said_on", "said_on_basis", "event_start", "event_end", "date_precision")
    assert tuple(one.cells[name] for name in names) == found


def test_a_day_that_cannot_be_read_is_left_blank_and_kept_in_the_note() -> None:
    one = told(said_on="03/04/2031")
    assert remarks(one, "said_on") == [
        "changed: '03/04/2031' is no day that can be read in one way only: left blank",
        "guessed: undated: kept, and left out of every answer about a day",
    ]
    assert one.cells["note"] == "said_on is printed as 03/04/2031."


def test_ends_of_a_range_that_stand_the_wrong_way_round_are_told() -> None:
    one = told(qualifier="between", value="", low="10", high="5")
    assert remarks(one, "low") == ["changed: low 10 and high 5 were swapped"]


def test_a_year_is_kept_in_the_note() -> None:
    assert "2031" in told(said_on="2031").cells["note"]


def test_what_is_blank_is_guessed_aloud() -> None:
    blank = dict.fromkeys(
        ("claimant", "claimant_side", "subject_side", "place", "publisher", "basis", "paraphrase"), ""
    )
    one = told(**blank)
    assert {name: remarks(one, name) for name in blank} == {
        "claimant": ["guessed: blank: the page itself, unattributed, stands for it"],
        "claimant_side": ["guessed: blank: not known"],
        "subject_side": ["guessed: blank: not known"],
        "place": ["guessed: blank: not stated"],
        "publisher": ["guessed: blank: tarn.example"],
        "basis": ["guessed: blank: period, from its window"],
        "paraphrase": ["guessed: blank: written from the other cells"],
    }
    assert one.cells["claimant"] == "unattributed (page not named)"
    assert one.cells["paraphrase"] == "unattributed (page not named): soldiers killed, 120 people."


def test_a_clean_row_has_no_remark() -> None:
    assert told().remarks == []


@pytest.mark.parametrize(
    ("address", "cell"),
    [
        ("https://tarn.example/1", "https://tarn.example/1"),
        ("HTTPS://TARN.EXAMPLE/1", "HTTPS://TARN.EXAMPLE/1"),
        ("tarn.example/1", ""),
        ("javascript:alert(1)", ""),
        ('https://tarn.example/"x"', ""),
        ("ftp://tarn.example", ""),
    ],
)
def test_what_is_no_web_address_goes_into_the_note(address: str, cell: str) -> None:
    one = told(url=address)
    assert one.cells["url"] == cell
    assert ("note" in one.cells) == (not cell)
    if not cell:
        assert one.cells["note"] == f"Address as recorded: {address}"

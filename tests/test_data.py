"""The case of the project: nothing lost, everything resolved, sums that close, disputes that people found too."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from frictionless import validate

from contested.case import Case, check_case
from contested.parts import remainders

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "kursk-2024"
FIGURES = ("claims", "evacuations", "strikes")
RESEARCH = {"T": 842, "L": 1521, "E": 693, "S": 999}
"""Rows of the four research files: territory, losses, evacuations, strikes; 4,055 in all."""


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# Nothing is dropped silently.


@pytest.mark.parametrize(("letter", "count"), RESEARCH.items())
def test_every_research_row_is_a_row_or_left_out_with_a_reason(letter: str, count: int) -> None:
    ids = [row["id"] for name in (*FIGURES, "left-out") for row in read(FOLDER / f"{name}.csv")]
    mine = Counter(name for name in ids if name.startswith(letter))
    assert mine == Counter(f"{letter}{number:04}" for number in range(1, count + 1))


def test_what_is_left_out_says_why_and_names_rows_that_are_in() -> None:
    kept = {row["id"] for name in FIGURES for row in read(FOLDER / f"{name}.csv")}
    for row in read(FOLDER / "left-out.csv"):
        assert len(row["reason"]) > 20, row
        assert set(re.findall(r"\b[ATLES]\d{2,4}\b", row["reason"])) <= kept, row


# The case is valid, and two checks say so.


def test_the_check_finds_no_problem() -> None:
    assert check_case(FOLDER) == []


def test_frictionless_finds_no_problem() -> None:
    assert validate(FOLDER / "datapackage.json").flatten(["type", "note"]) == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the case with few figures and only their pages, so that it is read quickly."""
    folder = tmp_path / "small"
    shutil.copytree(FOLDER, folder)
    pages = set()
    for name in FIGURES:
        few = read(FOLDER / f"{name}.csv")[:9]
        pages |= {row["source_id"] for row in few}
        write(folder / f"{name}.csv", few)
    write(folder / "sources.csv", [row for row in read(FOLDER / "sources.csv") if row["id"] in pages])
    for name in ("relations", "anomalies", "left-out"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return folder


BROKEN = {
    "unknown qualifier": ("claims", "qualifier", "roughly"),
    "unknown basis": ("strikes", "basis", "daily"),
    "impossible day": ("claims", "event_start", "2024-02-30"),
    "day in words": ("evacuations", "said_on", "mid-August"),
    "separator in a number": ("evacuations", "value", "121,000"),
    "precision out of range": ("claims", "date_precision", "7"),
    "unknown page": ("claims", "source_id", "no-such-page"),
    "unknown side": ("claimants", "side", "north"),
    "unknown place of origin": ("strikes", "origin_id", "nowhere"),
    "unknown metric": ("evacuations", "metric_id", "people_teleported"),
    "unknown whole": ("metrics", "subset_of", "no_such_metric"),
    "required cell blank": ("evacuations", "paraphrase", ""),
    "required key blank": ("claims", "claimant_id", ""),
    "id in capitals": ("places", "id", "KURSK"),
    "colour by name": ("sides", "colour", "blue"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_both_checks_find_a_broken_cell(name: str, small: Path) -> None:
    table, column, cell = BROKEN[name]
    path = small / f"{table}.csv"
    rows = read(path)
    rows[6][column] = cell
    write(path, rows)
    ours = {(Path(each.file).name, each.line, each.column) for each in check_case(small)}
    theirs = validate(small / "datapackage.json")
    assert (path.name, 8, column) in ours
    assert (f"{table}.csv", 8) in {(task.place, row) for task in theirs.tasks for (row,) in task.flatten(["rowNumber"])}


def test_both_checks_find_an_id_that_stands_twice(small: Path) -> None:
    rows = read(small / "claims.csv")
    write(small / "claims.csv", [*rows, rows[0]])
    assert [(each.line, each.column) for each in check_case(small)] == [(11, "id")]
    assert {row for (row,) in validate(small / "datapackage.json").flatten(["rowNumber"])} == {11}


@pytest.mark.parametrize("change", ["unknown column", "column missing", "short row"])
def test_both_checks_find_a_broken_table(change: str, small: Path) -> None:
    path = small / "sides.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if change == "unknown column":
        header, lines = f"{header},flag", [f"{line}," for line in lines]
    elif change == "column missing":
        header, lines = header.rpartition(",")[0], [line.rpartition(",")[0] for line in lines]
    else:
        lines[-1] = lines[-1].rpartition(",")[0]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    assert check_case(small) != []
    assert not validate(small / "datapackage.json").valid


@pytest.mark.parametrize(("column", "cell"), [("note", 'A "quoted" note,\nin two lines'), ("value", "75"), ("low", "")])
def test_neither_check_minds_a_sound_change(column: str, cell: str, small: Path) -> None:
    rows = read(small / "claims.csv")
    rows[5][column] = cell
    write(small / "claims.csv", rows)
    assert check_case(small) == []
    assert validate(small / "datapackage.json").valid


# Names are resolved.


@pytest.mark.parametrize("table", ["claimants", "places"])
def test_no_name_or_alias_belongs_to_two(table: str, kursk: Case) -> None:
    owners: dict[str, set[str]] = {}
    for row in kursk.tables[table].to_dict("records"):
        for name in filter(None, [row["name"], *row["aliases"].split("|")]):
            owners.setdefault(name.strip().casefold(), set()).add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


SPELLINGS = {
    "Volodymyr Zelensky": "zelensky",
    "Zelenskyy": "zelensky",
    "Syrskyi (Ukraine commander-in-chief)": "syrskyi",
    "Сирський": "syrskyi",
    "Kursk acting governor Alexei Smirnov": "smirnov",
    "Kursk governor Alexei Smirnov": "smirnov",
    "Russian Emergencies Ministry": "russian-emergencies-ministry",
    "Russian Emergencies Ministry, Kursk regional directorate": "russian-emergencies-ministry-kursk",
}


@pytest.mark.parametrize(("spelling", "claimant"), SPELLINGS.items())
def test_spellings_of_one_person_or_office_are_one_claimant(spelling: str, claimant: str, kursk: Case) -> None:
    people = kursk.claimants[["name", "aliases"]].itertuples()
    assert [row.Index for row in people if spelling in (row.name, *row.aliases.split("|"))] == [claimant]


def test_what_zelensky_gives_as_syrskyis_is_syrskyis(kursk: Case) -> None:
    relayed = kursk.ledger[kursk.ledger["relayed_by"].eq("zelensky")]
    truce = {f"S{number:04}" for number in (*range(851, 856), *range(876, 884))}
    assert set(relayed["claimant_id"]) == {"syrskyi"}
    assert truce <= set(relayed["id"])


def test_members_of_zones_are_places_and_no_zone_is_its_own_member(kursk: Case) -> None:
    for name, members in kursk.places["members"].str.split("|").items():
        assert set(filter(None, members)) <= set(kursk.places.index) - {name}


def test_relations_join_two_different_rows_of_the_ledger(kursk: Case) -> None:
    relations, ids = kursk.tables["relations"], set(kursk.ledger["id"])
    assert set(relations["from_id"]) | set(relations["to_id"]) <= ids
    assert not relations["from_id"].eq(relations["to_id"]).any()
    assert not relations.duplicated(["from_id", "relation", "to_id"]).any()


def test_no_chain_of_relations_runs_in_a_circle(kursk: Case) -> None:
    for kind in ("part_of", "repeats"):
        links = kursk.tables["relations"].query("relation == @kind")
        up = links.groupby("from_id")["to_id"].agg(set).to_dict()
        for start in up:
            seen, open_ = set(), set(up[start])
            while open_:
                name = open_.pop()
                seen.add(name)
                open_ |= up.get(name, set()) - seen
            assert start not in seen, (kind, start)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("metrics", ["metric_id"]),
        ("claimants", ["claimant_id", "relayed_by"]),
        ("sources", ["source_id"]),
        ("sides", ["subject", "side"]),
    ],
)
def test_everything_described_is_used(table: str, columns: list[str], kursk: Case) -> None:
    used = set().union(*(kursk.ledger[name] for name in columns))
    assert set(kursk.tables[table]["id"]) - used == set()


def test_no_metric_lies_within_itself(kursk: Case) -> None:
    within = kursk.metrics["subset_of"].to_dict()
    for name in within:
        at, seen = within[name], set()
        while at:
            assert at != name and at not in seen
            seen.add(at)
            at = within[at]


def test_a_himars_is_inside_the_rocket_launchers(kursk: Case) -> None:
    assert kursk.metrics.loc["himars_lost", "subset_of"] == "mlrs_lost"
    assert kursk.metrics.loc["us_m270_mlrs_lost", "subset_of"] == "mlrs_lost"


def test_sides_differ_in_colour_marker_and_label(kursk: Case) -> None:
    for column in ("colour", "marker", "label"):
        assert kursk.sides[column].str.casefold().is_unique


# Figures keep their qualifiers and their days.


def test_a_range_has_both_ends_in_order_and_nothing_else_has(kursk: Case) -> None:
    ranged = kursk.ledger["qualifier"].eq("between")
    assert (kursk.ledger.loc[ranged, "low"] <= kursk.ledger.loc[ranged, "high"]).all()
    assert kursk.ledger.loc[ranged, "value"].isna().all()
    assert kursk.ledger.loc[~ranged, ["low", "high"]].isna().all(axis=None)
    assert kursk.ledger.loc[~ranged, "value"].notna().all()


NOT_NEARLY = {
    "T0092": "the number of the text is about, almost stands in the quotation",
    "T0099": "the page says both nearly and about",
}


def test_almost_and_nearly_before_the_number_are_stored_as_nearly(kursk: Case) -> None:
    missed = []
    for row in kursk.ledger[kursk.ledger["qualifier"].eq("about")].to_dict("records"):
        printed = re.search(r"\b(?:almost|nearly)(?:/about\b|\W+)\D{0,3}([\d,.]*\d)", row["paraphrase"], re.IGNORECASE)
        number = float(printed[1].replace(",", "")) if printed else None
        if number == row["value"] or (printed is None and re.search(r"\balmost\)|\bnearly/about", row["paraphrase"])):
            missed.append(row["id"])
    assert set(missed) == set(NOT_NEARLY)


@pytest.mark.parametrize(("row", "value"), [("T0087", 1000), ("L1109", 2000), ("A42", 2000), ("S0203", 1500)])
def test_rows_that_say_almost_are_nearly(row: str, value: float, kursk: Case) -> None:
    found = kursk.ledger.set_index("id").loc[row]
    assert (found["qualifier"], found["value"], found["upper_open"]) == ("nearly", value, True)
    assert (found["lower"], found["upper"]) == (0.9 * value, value)


def test_a_row_has_a_day_unless_its_basis_says_that_nobody_knows_it(kursk: Case) -> None:
    assert kursk.ledger["said"].isna().eq(kursk.ledger["said_on_basis"].eq("unknown")).all()


def test_a_total_grows_from_a_start_before_its_end(kursk: Case) -> None:
    started = kursk.ledger.dropna(subset=["event_start", "event_end"])
    assert (started["event_start"] <= started["event_end"]).all()


@pytest.mark.parametrize("weapon", ["glide_bomb", "missile", "drone"])
def test_weapons_are_a_column_and_not_part_of_a_metric(weapon: str, kursk: Case) -> None:
    assert kursk.ledger["weapon"].eq(weapon).any()
    fire = kursk.metrics.index[kursk.metrics["topic"].eq("fire")]
    assert not [name for name in fire if weapon in name]


def test_north_koreans_are_a_group_and_not_a_place(kursk: Case) -> None:
    contingent = kursk.ledger["group"].str.contains("north_korea")
    assert contingent.sum() >= 134
    named = kursk.places["name"].str.contains("North Korea") | kursk.places.index.str.contains("north-korea")
    assert not named.any()


# Sums of the notes.

CLOSES = {
    "left and stayed, 133,190 + 19,376 = 152,566": ("E0173", 152566, [133190, 19376]),
    "register in May, 1,290 + 421 + 576 = 2,287": ("E0205", 2287, [1290, 421, 576]),
    "register in August, 1,430 + 112 + 590 = 2,132": ("E0216", 2132, [1430, 112, 590]),
    "register in December, 1,637 + 490 = 2,127": ("E0422", 2127, [1637, 490]),
    "database in January, 1,378 + 343 + 452 = 2,173": ("E0568", 2173, [1378, 343, 452]),
    "five districts, 28 + 6 + 3 + 1 + 1 = 39": ("E0591", 39, [28, 6, 3, 1, 1]),
    "settlements, 65 + 24 = 89": ("E0666", 89, [65, 24]),
    "fates, 50 + 16 + 2 + 1 = 69": ("S0382", 69, [50, 16, 2, 1]),
    "fates, 24 + 25 + 3 = 52": ("S0404", 52, [24, 25, 3]),
    "fates, 58 + 6 + 3 = 67": ("S0413", 67, [58, 6, 3]),
    "fates, 50 + 19 + 4 = 73": ("S0438", 73, [50, 19, 4]),
    "munitions, 78 + 8 + 29 + 4 + 16 + 15 = 150": ("S0896", 150, [78, 8, 29, 4, 16, 15]),
    "truce, 6 + 1,404 + 3,316 + 90 + 19 + 49 + 16 = 4,900": ("S0861", 4900, [6, 1404, 3316, 90, 19, 49, 16]),
    "armour, 2 + 3 + 2 + 22 = 29": ("L0171", 29, [2, 3, 2, 22]),
    "losses, 7,905 + 12,220 + 717 = 20,842": ("L1179", 20842, [7905, 12220, 717]),
    "settlements retaken, 7 + 12 + 5 = 24": ("T0717", 24, [7, 12, 5]),
    "settlements retaken, 24 + 3 + 1 = 28": ("T0748", 28, [24, 3, 1]),
}
"""Sums that the notes call holding: the row of the total, its number, the numbers of the parts."""

LEAVES = {
    "dead of the operation, 25,200 + 36,200 + 983 = 62,383 of 62,400": ("L1317", 62400, [25200, 36200, 983], 17),
    "fates, 76 + 95 + 5 = 176 of 188": ("S0443", 188, [76, 95, 5], 12),
    "fates, 62 + 67 + 10 = 139 of 145": ("S0209", 145, [62, 67, 10], 6),
    "fates, 41 + 32 + 1 = 74 of 80": ("S0189", 80, [41, 32, 1], 6),
    "fates, 138 + 119 = 257 of 267": ("S0253", 267, [138, 119], 10),
    "fates, 40 + 53 = 93 of 109": ("S0262", 109, [40, 53], 16),
    "fates, 66 + 13 = 79 of 81": ("S0427", 81, [66, 13], 2),
    "shot down, 17 of 23": ("S0362", 23, [17], 6),
    "centres outside the oblast, 179 - 84 = 95": ("E0116", 179, [84], 95),
    "boarding school, 84 + 4 + 4 = 92 of 95": ("E0346", 95, [84, 4, 4], 3),
}
"""Totals of the notes that their parts leave short, and by how much."""


@pytest.fixture(scope="module")
def summed(kursk: Case) -> pd.DataFrame:
    return remainders(kursk.ledger, kursk).drop_duplicates("total").set_index("total")


def numbers(ids: str, case: Case) -> list[float]:
    return list(case.ledger.set_index("id").loc[ids.split("|"), "value"])


@pytest.mark.parametrize("name", CLOSES)
def test_sums_that_hold_close(name: str, summed: pd.DataFrame, kursk: Case) -> None:
    total, value, parts = CLOSES[name]
    row = summed.loc[total]
    assert (row["finding"], row["lower"], row["upper"], row["total_lower"]) == ("closes", 0, 0, value)
    assert sorted(numbers(row["part_ids"], kursk)) == sorted(parts)


@pytest.mark.parametrize("name", LEAVES)
def test_sums_that_fall_short_leave_a_remainder(name: str, summed: pd.DataFrame, kursk: Case) -> None:
    total, value, parts, rest = LEAVES[name]
    row = summed.loc[total]
    assert (row["finding"], row["lower"], row["upper"], row["total_lower"]) == ("remainder", rest, rest, value)
    assert sorted(numbers(row["part_ids"], kursk)) == sorted(parts)


def test_the_people_of_121000_and_59000_are_the_about_180000(summed: pd.DataFrame, kursk: Case) -> None:
    row = summed.loc["E0019"]
    assert sorted(numbers(row["part_ids"], kursk)) == [59000, 121000]
    assert row["parts_lower"] == row["parts_upper"] == (row["total_lower"] + row["total_upper"]) / 2 == 180000


def test_twelve_cells_make_the_47_explosions_of_a_night(summed: pd.DataFrame) -> None:
    row = summed.loc["S0068"]
    assert (row["finding"], row["parts"], row["total_lower"], row["parts_lower"]) == ("closes", 12, 47, 47)


REGIONS = {
    "S0475": 36,
    "S0485": 36,
    "S0511": 39,
    "S0523": 35,
    "S0550": 117,
    "S0601": 45,
    "S0616": 28,
    "S0628": 20,
    "S0672": 144,
    "S0706": 125,
    "S0728": 110,
    "S0747": 23,
    "S0801": 337,
}
"""The ministry's lists of a night that close exactly: 36, 36, 39, 35, 117, 45, 28, 20, 144, 125, 110, 23, 337."""


@pytest.mark.parametrize(("total", "value"), REGIONS.items())
def test_lists_of_a_night_by_region_close(total: str, value: int, summed: pd.DataFrame) -> None:
    assert (summed.loc[total, "finding"], summed.loc[total, "total_lower"]) == ("closes", value)


def test_parts_that_exceed_their_total_are_a_finding(summed: pd.DataFrame) -> None:
    over = summed[summed["finding"].eq("exceeds")]
    assert list(over.index) == ["S0465", "S0545"]
    ends = ["total_lower", "parts_lower", "lower", "upper"]
    assert over.loc["S0465", ends].tolist() == [126, 170, -44, -44]
    assert over.loc["S0545", ends].tolist() == [18, 21, -3, -3]  # copies say 18 where the ministry's list leaves 21


def test_open_bounds_leave_the_strikes_of_the_briefing_open(summed: pd.DataFrame) -> None:
    row = summed.loc["S0009"]  # more than 2,000 strikes; 255 bombs and more than 100 missiles among them
    assert (row["finding"], row["lower"], row["upper"]) == ("open", float("-inf"), float("inf"))
    assert (row["total_lower"], row["parts_lower"]) == (2000, 355)

"""The grades of a statement: who gives the same figure, who excludes it, and how far its claimant can be relied on."""

import pandas as pd
import pytest
from make_case import CLAIMANTS, METRICS, figure

from contested import origins, views
from contested.conflicts import conflicts
from contested.support import GRADES, graded, meetings
from contested.track import RELIABILITY, reliability

COSTLY = [row | ({"interest": "against"} if row["id"] == "lost" else {}) for row in METRICS]
"""The made-up metrics, where more soldiers lost is worse for the side that lost them."""
PASSER_BY = {
    "id": "passer-by", "name": "Passer-by", "side": "unclear", "kind": "media", "evidence": "count", "reliability": "F",
}  # fmt: skip
REPORTER = {
    "id": "reporter", "name": "Reporter", "side": "watchers", "kind": "media", "evidence": "claim", "reliability": "F",
}  # fmt: skip


def losses(*texts, said="2030-05-10", subject="south"):
    """Figures of soldiers lost, each written as a claimant and a figure; ids are a, b, c in this order."""
    split = [text.split(maxsplit=1) for text in texts]
    return [
        figure(name, who, "lost", text, said, subject=subject)
        for name, (who, text) in zip("abcdef", split, strict=False)
    ]


def graded_rows(world, *rows, **options):
    case = world(*rows, **({"metrics": COSTLY, "claimants": [*CLAIMANTS, REPORTER, PASSER_BY]} | options))
    said = views.statements(origins.with_origins(case.ledger, case))
    return graded(said, conflicts(said, case), case).set_index("id")


def credibility(world, *rows, **options):
    return "".join(graded_rows(world, *rows, **options)["credibility"])


SWAP = {"north": "south", "south": "north"}


def swapped(row):
    """The row with the two parties in each other's place."""
    old, _, rest = row["claimant_id"].partition("-")
    claimant = f"{SWAP[old]}-{rest}" if old in SWAP else row["claimant_id"]
    return row | {"claimant_id": claimant, "subject": SWAP[row["subject"]]}


LADDER = [
    # 1: the other party gives the same, or two observers who counted or estimated it do
    (("north-army 100", "south-army 100"), "11"),
    (("north-army 100", "monitor 100", "modeller 100"), "1.."),
    # 2: one other who counted or estimated it gives the same
    (("north-army 100", "monitor 100"), "2."),
    (("north-army 100", "modeller 100"), "2."),
    (("monitor 100", "modeller 100"), "22"),
    # 3: others give the same and others exclude it, or it is an own loss that nobody excludes
    (("north-army 100", "monitor 100", "south-army 500"), "3.."),
    (("south-army 100",), "3"),
    # 4: one other excludes it and nobody else gives the same
    (("north-army 100", "south-army 500"), "44"),
    (("north-army 100", "monitor 500"), "44"),
    # 5: two others exclude it and nobody else gives the same
    (("north-army 100", "south-army 500", "monitor 900"), "555"),
    # 6: nobody else gives a comparable figure
    (("north-army 100",), "6"),
    (("monitor 100",), "6"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), LADDER)
def test_each_grade_is_earned_by_its_smallest_case(world, texts, expected):
    found = credibility(world, *losses(*texts))
    assert "".join(each if want != "." else "." for each, want in zip(found, expected, strict=True)) == expected


def test_every_grade_has_its_smallest_case():
    assert sorted(set("".join(expected for _, expected in LADDER)) - {"."}) == sorted(GRADES)


@pytest.mark.parametrize("texts", [texts for texts, _ in LADDER])
def test_swapping_the_parties_keeps_every_grade(world, texts):
    rows = losses(*texts)
    columns = ["witnesses", "against", "credibility", "reliability", "grade"]
    mine, theirs = graded_rows(world, *rows), graded_rows(world, *map(swapped, rows))
    assert mine[columns].equals(theirs[columns])


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (("north-army 100", "north-mayor 100"), "6"),  # a party does not confirm itself
        (("north-army 100", "tipster 100"), "6"),  # nobody knows whose figure that is
        (("north-army 100", "reporter 100"), "6"),  # it did not count or estimate it
        (("north-army 100", "passer-by 100"), "6"),  # it counted, and nobody knows for whom
        (("monitor 100", "monitor about 101"), "6"),  # nobody confirms itself
        (("north-army 100", "monitor 100", "monitor about 101"), "2"),  # who says it twice is one witness
        (("north-army 100", "tipster 500"), "6"),
        (("north-army 100", "south-army 500", "south-mayor 900"), "4"),  # two mouths of one party are one
        (("north-army 100", "monitor 100", "south-army 100", "south-mayor 500"), "3"),
        (("south-army 0",), "6"),  # no loss is no admission
        (("south-army at_most 5",), "3"),
    ],
)
def test_who_counts_as_another(world, texts, first):
    assert credibility(world, *losses(*texts))[0] == first


@pytest.mark.parametrize(
    ("mine", "theirs", "first"),
    [
        ("about 100", "91", "2"),  # [50, 150] holds 91, and 9 of 100 is less than a tenth
        ("about 100", "90", "2"),  # 10 of 100 is a tenth
        ("about 100", "89", "6"),  # it may hold too, and is not the same
        ("100", "91", "4"),  # close, and yet they exclude each other
        ("more_than 100", "105", "2"),
        ("more_than 100", "500", "6"),
        ("more_than 100", "100", "4"),
    ],
)
def test_a_figure_is_the_same_where_both_can_hold_and_they_are_nearly_one_number(world, mine, theirs, first):
    assert credibility(world, *losses(f"north-army {mine}", f"monitor {theirs}"))[0] == first


@pytest.mark.parametrize(
    "other", [{"metric": "left"}, {"subject": "north"}, {"place_id": "coast"}, {"group": "hill_folk"},
              {"basis": "period"}, {"said": "2030-05-13"}]
)  # fmt: skip
def test_only_a_comparable_figure_confirms(world, other):
    cells = {"claimant": "monitor", "metric": "lost", "figure": "100", "said": "2030-05-10"} | other
    assert credibility(world, *losses("north-army 100"), figure("b", **cells))[0] == "6"


def test_a_loss_of_the_enemy_or_of_what_nobody_minds_is_no_own_loss(world):
    assert credibility(world, *losses("north-army 100")) == "6"
    assert credibility(world, *losses("south-army 100"), metrics=METRICS) == "6"


def test_a_figure_that_its_claimant_took_back_is_improbable_whoever_else_gives_it(world):
    rows = losses("north-army 100", "monitor 100")
    again = figure("c", "north-army", "lost", "500", "2030-05-11", event_end="2030-05-10")
    found = graded_rows(world, *rows, again)["credibility"]
    assert found["a"] == "5"
    assert found["c"] == "4"  # the later figure stands, and the monitor excludes it


def test_witnesses_and_those_against_are_counted_once_each(world):
    found = graded_rows(
        world, *losses("north-army 100", "monitor 100", "modeller 100", "south-army 7", "south-mayor 9")
    )
    assert found.loc["a", ["witnesses", "against"]].tolist() == [2, 1]
    assert found.loc["d", ["witnesses", "against"]].tolist() == [0, 3]
    twice = graded_rows(world, *losses("north-army 100", "south-army 100", "south-mayor about 101"))
    assert twice.loc["a", ["witnesses", "against"]].tolist() == [1, 0]


def test_meetings_are_told_both_ways_round_and_name_the_other(world):
    case = world(*losses("north-army 100", "south-army 500"), metrics=COSTLY)
    said = views.statements(origins.with_origins(case.ledger, case))
    columns = ["id", "other", "excludes", "same", "other_actor", "other_role", "other_own"]
    assert sorted(meetings(said, case)[columns].itertuples(index=False, name=None)) == [
        ("a", "b", True, False, "south", "party", True),
        ("b", "a", True, False, "north", "party", False),
    ]


def test_undated_figures_meet_nobody(world):
    rows = [*losses("north-army 100"), figure("u", "monitor", "lost", "100", "", event_end="2030-05-10")]
    assert credibility(world, *rows) == "66"


def pairs_of_days(truths, claimed):
    """Five-day steps on which the monitor counts and the army claims."""
    for place, (true, text) in enumerate(zip(truths, claimed, strict=True)):
        day = f"2030-05-{1 + 5 * place:02}"
        yield figure(f"m{place}", "monitor", "lost", true, day)
        yield figure(f"n{place}", "north-army", "lost", text, day)


TRUTHS = ["100", "200", "300", "400", "600"]


@pytest.mark.parametrize(("right", "grade"), [(5, "A"), (4, "B"), (3, "C"), (2, "D"), (1, "E"), (0, "E")])
def test_reliability_is_the_share_of_five_counts_that_hold(world, right, grade):
    claimed = [true if place < right else "9000" for place, true in enumerate(TRUTHS)]
    found = graded_rows(world, *pairs_of_days(TRUTHS, claimed))
    army = found[found["claimant_id"] == "north-army"]
    assert set(army["reliability"]) == {grade}
    assert set(army["grade"]) == {grade + each for each in army["credibility"]}
    assert set(found.loc[found["claimant_id"] == "monitor", "reliability"]) == {"F"}  # nobody else counted


def test_four_counts_say_nothing_of_a_claimant(world):
    assert set(graded_rows(world, *pairs_of_days(TRUTHS[:4], TRUTHS[:4]))["reliability"]) == {"F"}


def test_where_nothing_is_known_the_grade_is_f(world):
    assert graded_rows(world, *losses("north-army 100"))["grade"].tolist() == ["F6"]


def test_the_grade_that_a_human_gave_stands_before_the_derived_one(world):
    people = [row | {"reliability": "B" if row["id"] == "north-army" else "F"} for row in CLAIMANTS]
    found = graded_rows(world, *pairs_of_days(TRUTHS, ["9000"] * 5), claimants=people)
    assert set(found.loc[found["claimant_id"] == "north-army", "reliability"]) == {"B"}


@pytest.mark.parametrize(
    ("within", "cases", "grade"),
    [
        (19, 20, "A"), (18, 20, "B"), (16, 20, "B"), (15, 20, "C"), (12, 20, "C"), (11, 20, "D"), (8, 20, "D"),
        (7, 20, "E"), (0, 20, "E"), (5, 5, "A"), (4, 4, None),
    ],
)  # fmt: skip
def test_the_least_share_of_each_grade(within, cases, grade):
    off = ["within"] * within + ["above"] * (cases - within)
    frame = pd.DataFrame({"claimant_id": "x", "yardstick": "counted", "off": off})
    assert reliability(frame).get("x") == grade
    assert grade is None or grade in RELIABILITY


@pytest.mark.parametrize("yardstick", ["conceded", "admitted"])
def test_only_documented_counts_grade_a_claimant(yardstick):
    assert reliability(pd.DataFrame({"claimant_id": "x", "yardstick": [yardstick] * 9, "off": "within"})) == {}

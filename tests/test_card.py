"""The robustness card: one range under several rules, and whether a headline may be used."""

import pandas as pd
import pytest
from make_case import figure

from contested import origins, views
from contested.card import CONCLUSIONS, USES, card, verdict
from contested.spread import spreads

WHO = ["north-army", "south-army", "monitor", "modeller"]
NAMES = {"north-army": "North Army", "south-army": "South Army", "monitor": "Field Monitor", "modeller": "Model Lab"}
RULES = [
    "all claimants", "only figures that are not stale", "without the parties", "only figures that two claimants give",
    "only days that a page states", "each figure at its lowest", "each figure at its highest",
]  # fmt: skip


def carded(world, *rows, when="2030-05-20", units="metric"):
    """The card of a case with one scope, by rule, and its verdict."""
    case = world(*rows)
    day = pd.Timestamp(when)
    said = views.statements(origins.with_origins(views.as_of(case.ledger, day), case))
    figures = spreads(said, rows[0]["metric_id"], day, case)[0][1]
    found = card(figures, case, units)
    return found, verdict(found, figures)


def each(*texts, **by_claimant):
    """One figure of soldiers lost by each claimant, in the order of ``WHO``; cells of one by its name."""
    return [
        figure(f"r{who}", who, "lost", text, **({"said": "2030-05-10"} | by_claimant.get(who.replace("-", "_"), {})))
        for who, text in zip(WHO, texts, strict=False)
    ]


def ends(found, rule):
    row = found.set_index("rule").loc[rule]
    return row["claimants"], row["low"], row["high"], row["conclusion"], row["moves"], row["flips"]


CLASSES = [
    (["100"], "single"),
    (["100", "100"], "agree"),
    (["100", "more_than 50"], "agree"),
    (["100", "more_than 100"], "differ"),
    (["100", "101"], "differ"),
    (["100", "199"], "differ"),
    (["100", "200"], "twofold"),  # at least twice
    (["0", "5"], "twofold"),
    (["100", "150", "more_than 90"], "differ"),  # two of three exclude each other
    (["about 1000", "at_most 500"], "agree"),  # [500, 1500] and [0, 500]
    (["about 1000", "less_than 500"], "twofold"),
]


@pytest.mark.parametrize(("texts", "conclusion"), CLASSES)
def test_what_the_figures_say_together(world, texts, conclusion):
    found, said = carded(world, *each(*texts))
    assert (found["rule"].iloc[0], found["conclusion"].iloc[0]) == ("all claimants", conclusion)
    assert said["conclusion"] == conclusion


def test_every_conclusion_has_its_case(world):
    assert {conclusion for _, conclusion in CLASSES} | {"none"} == set(CONCLUSIONS)
    case = world(*each("100"))
    nobody = case.ledger.iloc[:0].assign(stale=False)
    nothing = card(nobody, case)
    assert nothing.empty
    assert verdict(nothing, nobody) == {"conclusion": "none", "use": "none", "carried_by": "", "flips_under": ""}


def test_a_card_has_every_rule_once_and_each_claimant_left_out(world):
    found, _ = carded(world, *each("100", "100", "100"))
    assert sorted(found["rule"]) == sorted(
        [*RULES, "without North Army", "without South Army", "without Field Monitor"]
    )
    left_out = {row["rule"]: row["leaves_out"] for row in found.to_dict("records")}
    assert left_out["without North Army"] == "North Army"
    assert {left_out[rule] for rule in RULES} == {""}


OLD, GUESSED = {"said": "2030-04-01"}, {"said_on_basis": "inferred"}


@pytest.mark.parametrize(
    ("rule", "rows", "expected"),
    [
        # 50 days old on 20 May, more than max_age_days: only 100 is left
        ("only figures that are not stale", each("100", "300", south_army=OLD), (1, 100, 100, "single", True, False)),
        ("without the parties", each("100", "300", "150", "160"), (2, 150, 160, "differ", True, True)),
        ("without the parties", each("100", "300", "100", "300"), (2, 100, 300, "twofold", False, False)),
        # about 105 is [99.75, 110.25]; nobody gives 300 again
        ("only figures that two claimants give", each("100", "300", "about 105"), (2, 100, 105, "agree", True, True)),
        # [50, 150] holds 85, and 15 of 100 is more than a tenth
        ("only figures that two claimants give", each("about 100", "85"), (0, None, None, "none", True, False)),
        ("only figures that two claimants give", each("100", "101"), (0, None, None, "none", True, False)),
        ("only days that a page states", each("100", "300", south_army=GUESSED), (1, 100, 100, "single", True, False)),
        (
            "only days that a page states", each("100", "300", south_army={"said_on_basis": "sibling"}),
            (1, 100, 100, "single", True, False),
        ),
        (
            "only days that a page states", each("100", "300", south_army={"said_on_basis": "url"}),
            (2, 100, 300, "twofold", False, False),
        ),
        # known by 275, the middle of its range
        ("all claimants", each("100", "between 150 400"), (2, 100, 275, "twofold", False, False)),
        ("each figure at its lowest", each("100", "between 150 400"), (2, 100, 150, "differ", True, True)),
        ("each figure at its highest", each("100", "between 150 400"), (2, 100, 400, "twofold", True, False)),
        ("each figure at its lowest", each("100", "at_most 300"), (2, 0, 100, "twofold", True, True)),
        ("each figure at its lowest", each("300", "more_than 100"), (2, 100, 300, "twofold", True, True)),
        # what has no highest is left out
        ("each figure at its highest", each("300", "more_than 100"), (1, 300, 300, "single", True, False)),
        ("without Field Monitor", each("100", "110", "300"), (2, 100, 110, "differ", True, True)),
        ("without North Army", each("100", "110", "300"), (2, 110, 300, "twofold", True, False)),
        ("without South Army", each("100", "110", "300"), (2, 100, 300, "twofold", False, False)),
    ],
)  # fmt: skip
def test_each_rule_takes_the_range_again(world, rule, rows, expected):
    found, _ = carded(world, *rows)
    claimants, low, high, *rest = ends(found, rule)
    assert (claimants, *rest) == (expected[0], *expected[3:])
    assert [None if pd.isna(end) else end for end in (low, high)] == list(expected[1:3])


def test_two_figures_of_one_claimant_are_not_given_twice(world):
    rows = [*each("100", "300"), figure("old", "north-army", "lost", "100", "2030-05-01")]
    found, _ = carded(world, *rows)
    assert ends(found, "only figures that two claimants give")[0] == 0


@pytest.mark.parametrize(
    ("texts", "flips", "moves"),
    [
        # the two that give 300 agree; without 100 the range is from 110, less than half of 300
        (
            ["100", "110", "300", "300"], ["without the parties", "only figures that two claimants give"],
            "without North Army",
        ),
        # without 60 nothing excludes anything, and the range is from more than 50 to more than 100 as before
        (
            ["more_than 50", "60", "more_than 100"],
            ["without North Army", "without Field Monitor", "without South Army"],
            "each figure at its lowest",
        ),
    ],
)  # fmt: skip
def test_the_rule_that_keeps_all_comes_first_then_those_that_flip_then_those_that_move(world, texts, flips, moves):
    found, _ = carded(world, *each(*texts))
    assert found[["rule", "flips", "moves"]].iloc[0].tolist() == ["all claimants", False, False]
    marks = list(zip(found["flips"].iloc[1:], found["moves"].iloc[1:], strict=True))
    assert marks == sorted(marks, reverse=True)
    assert found.loc[found["flips"], "rule"].tolist() == flips
    assert moves in found.loc[found["moves"] & ~found["flips"], "rule"].tolist()


@pytest.mark.parametrize(
    ("texts", "open_high"),
    [(["100", "300"], False), (["100", "more_than 300"], True), (["300", "more_than 100"], False),
     (["100", "at_least 300"], True), (["100", "at_most 300"], False)],
)  # fmt: skip
def test_a_range_whose_highest_figure_is_a_floor_is_open(world, texts, open_high):
    assert bool(carded(world, *each(*texts))[0]["open_high"].iloc[0]) is open_high


def test_ranges_keep_their_qualifiers(world):
    found, _ = carded(world, *each("more_than 100", "about 300"))
    said = found.set_index("rule")["range"]
    assert said["all claimants"] == "from more than 100 to about 300"
    assert said["without South Army"] == "more than 100"
    assert said["without the parties"] == "no figure is left"
    # half a unit of the last digit of 300 is 50
    assert said["each figure at its lowest"] == "from 100 to 250"


def test_a_range_at_the_ends_of_its_bounds_stands_in_the_unit_of_the_metric(world):
    rows = [figure(name, who, "held", text, unit=unit) for name, who, text, unit in
            (("a", "north-army", "200", "ha"), ("b", "south-army", "3", "km2"))]  # fmt: skip
    found, _ = carded(world, *rows)
    assert found.set_index("rule")["range"]["each figure at its lowest"] == "from 2 km² to 3 km²"


TWO_TWICE = ("100", "150", "100", "150")
"""North Army and Field Monitor give the one figure, South Army and Model Lab the other."""

USED = [
    (each(*["100"] * 4), "firm", "agree", "", ""),
    (each("100", "100"), "firm", "agree", "", ""),  # that one alone is left changes no conclusion
    # the observers alone, and whichever three are left, give both figures
    (each(*TWO_TWICE), "range", "differ", "", ""),
    (each("100", "150"), "range", "differ", "", ""),
    # those who give 150 are old or of a day that was inferred: what is left agrees
    (each(*TWO_TWICE, south_army=OLD, modeller=OLD), "fragile", "differ", "", "only figures that are not stale"),
    (each(*TWO_TWICE, south_army=GUESSED, modeller=GUESSED), "fragile", "differ", "", "only days that a page states"),
    # without the monitor 100 to 110, else from 100 or 110 to 300
    (each("100", "110", "300"), "carried", "twofold", "Field Monitor", ""),
    # all who are left agree on 300 where the first is out: by itself, as a party, or as nobody gives 100 again
    (
        each("100", "300", "300", "300"), "carried", "twofold", "North Army",
        "without the parties|only figures that two claimants give",
    ),
    (each("100"), "single", "single", "", ""),
    (each(*["100"] * 4, **{who.replace("-", "_"): OLD for who in WHO}), "stale", "agree", "", ""),
    (each(*TWO_TWICE, **{who.replace("-", "_"): OLD for who in WHO}), "stale", "differ", "", ""),
    (each("100", north_army=OLD), "stale", "single", "", ""),  # old before alone
]  # fmt: skip


@pytest.mark.parametrize(("rows", "use", "conclusion", "carried", "under"), USED)
def test_how_a_headline_may_be_used(world, rows, use, conclusion, carried, under):
    _, said = carded(world, *rows)
    assert said == {"use": use, "conclusion": conclusion, "carried_by": carried, "flips_under": under}


def test_every_use_has_its_case():
    assert {use for _, use, *_ in USED} | {"none"} == set(USES)


def test_swapping_the_parties_swaps_nothing_but_their_names(world):
    def told(texts):
        found, said = carded(world, *each(*texts))
        names = {"North Army": "South Army", "South Army": "North Army"}
        mirrored = found.replace({"leaves_out": names}).drop(columns="rule")
        return found.drop(columns="rule"), mirrored, said

    (mine, _, said), (_, theirs, other) = told(["100", "300", "150"]), told(["300", "100", "150"])
    order = ["leaves_out", "range", "claimants", "flips"]
    assert mine.sort_values(order, ignore_index=True).equals(theirs.sort_values(order, ignore_index=True))
    assert said["use"] == other["use"]

"""Which of two figures weighs more: a party's about its own losses, and one that runs against its interest."""

import pytest
from make_case import METRICS, figure

from contested.interest import AGAINST, OWN, marks, own_losses

INTEREST = {"lost": "against", "held": "for"}


def with_interest(**changed):
    """The made-up metrics: losses are against the subject's interest, land held is for it, the others say nothing."""
    serves = INTEREST | changed
    return [row | {"interest": serves.get(row["id"], "")} for row in METRICS]


@pytest.mark.parametrize(
    ("metric", "claimant", "text", "expected"),
    [
        ("lost", "south-army", "5", True),  # figures here are about the south
        ("lost", "south-mayor", "5", True),
        ("lost", "south-army", "at_least 5", True),
        ("lost", "south-army", "0", False),  # it says that it lost nobody
        ("lost", "north-army", "5", False),
        ("lost", "monitor", "5", False),
        ("lost", "tipster", "5", False),
        ("held", "south-army", "5", False),
        ("tanks", "south-army", "5", False),  # whom the figure serves is not stated
    ],
)
def test_own_losses_are_a_partys_about_itself_of_what_is_worse_the_more_it_is(world, metric, claimant, text, expected):
    case = world(figure("a", claimant, metric, text), metrics=with_interest())
    assert own_losses(case.ledger, case).tolist() == [expected]


def marked(world, metric, first, second, metrics, subject="south"):
    rows = [figure(name, *each, subject=subject) for name, each in
            (("a", (first[0], metric, first[1])), ("b", (second[0], metric, second[1])))]  # fmt: skip
    case = world(*rows, metrics=metrics)
    a, b = case.ledger.iloc[:1], case.ledger.iloc[1:]
    (one,), (other,) = (marks(*halves, case).to_dict("records") for halves in ((a, b), (b, a)))
    assert (one["mark_a"], one["mark_b"]) == (other["mark_b"], other["mark_a"])
    return one["mark_a"], one["mark_b"]


@pytest.mark.parametrize(
    ("metric", "first", "second", "expected"),
    [
        # More of the south's losses serve the north, fewer serve the south.
        ("lost", ("north-army", "300"), ("south-army", "100"), ("", OWN)),
        ("lost", ("north-army", "100"), ("south-army", "300"), (AGAINST, AGAINST)),
        ("lost", ("monitor", "100"), ("south-army", "300"), ("", AGAINST)),  # an observer has no interest
        ("lost", ("monitor", "300"), ("south-army", "100"), ("", OWN)),
        ("lost", ("monitor", "300"), ("north-army", "100"), ("", AGAINST)),
        ("lost", ("monitor", "100"), ("north-army", "300"), ("", "")),
        ("lost", ("tipster", "300"), ("north-army", "100"), ("", AGAINST)),
        ("lost", ("south-army", "300"), ("south-mayor", "100"), (AGAINST, OWN)),  # two mouths of one party
        ("lost", ("monitor", "300"), ("south-army", "0"), ("", "")),  # none lost is no loss admitted
        # The figures are held against each other as printed.
        ("lost", ("north-army", "more_than 100"), ("south-army", "100"), ("", OWN)),
        ("lost", ("north-army", "less_than 100"), ("south-army", "at_least 101"), (AGAINST, AGAINST)),
        ("lost", ("north-army", "between 100 300"), ("south-army", "201"), (AGAINST, AGAINST)),  # 200 is the middle
        ("lost", ("north-army", "between 100 300"), ("south-army", "199"), ("", OWN)),
        # More land in the hands of the south serves the south, less serves the north.
        ("held", ("north-army", "300"), ("south-army", "100"), (AGAINST, AGAINST)),
        ("held", ("north-army", "100"), ("south-army", "300"), ("", "")),
        ("held", ("monitor", "300"), ("south-army", "100"), ("", AGAINST)),
        ("held", ("monitor", "100"), ("north-army", "300"), ("", AGAINST)),
        ("tanks", ("north-army", "100"), ("south-army", "300"), ("", "")),
    ],
)
def test_the_figure_that_serves_its_party_less_is_against_its_interest(world, metric, first, second, expected):
    assert marked(world, metric, first, second, with_interest()) == expected


@pytest.mark.parametrize(
    ("serves", "first", "second", "expected"),
    [
        ("for", ("north-army", "1"), ("south-army", "0"), (AGAINST, AGAINST)),
        ("for", ("north-army", "0"), ("south-army", "1"), ("", "")),
        ("for", ("monitor", "1"), ("south-army", "0"), ("", AGAINST)),
        ("against", ("north-army", "1"), ("south-army", "0"), ("", "")),  # a denial admits nothing
        ("against", ("north-army", "0"), ("south-army", "1"), (AGAINST, AGAINST)),
        ("against", ("north-army", "1"), ("south-army", "1"), ("", OWN)),
        ("", ("north-army", "0"), ("south-army", "1"), ("", "")),
    ],
)
def test_a_denial_counts_as_nought(world, serves, first, second, expected):
    assert marked(world, "fighting", first, second, with_interest(fighting=serves)) == expected


@pytest.mark.parametrize("metric", ["lost", "held"])
@pytest.mark.parametrize("numbers", [("100", "300"), ("300", "100"), ("100", "100")])
def test_the_marks_of_one_party_are_those_of_the_other_when_they_change_places(world, metric, numbers):
    metrics = with_interest()
    about_south = marked(world, metric, ("north-army", numbers[0]), ("south-army", numbers[1]), metrics)
    about_north = marked(world, metric, ("south-army", numbers[0]), ("north-army", numbers[1]), metrics, "north")
    assert about_south == about_north


def test_pairs_are_marked_by_position_whatever_their_labels(world):
    rows = [
        figure("a", "north-army", "lost", "100"),
        figure("b", "south-army", "lost", "300"),
        figure("c", "monitor", "lost", "200"),
    ]
    case = world(*rows, metrics=with_interest())
    by_id = case.ledger.set_index("id", drop=False)
    found = marks(by_id.loc[["c", "a", "c"]], by_id.loc[["b", "b", "a"]], case)
    assert found.to_numpy().tolist() == [["", AGAINST], [AGAINST, AGAINST], ["", AGAINST]]

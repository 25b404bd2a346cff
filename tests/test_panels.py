"""Cards, trails, echoes and the grey zone: the Axes hold the numbers that the rows do; no chart mixes quantities."""

import matplotlib.colors as colours
import pandas as pd
import pytest
from make_case import METRICS, figure

from contested import captions, charts, figures, findings, headlines, tables
from contested.frames import finish
from contested.problems import ContestedError
from contested.standing import standing

WHEN = pd.Timestamp("2030-05-12")
HELD = [
    figure("a", "north-army", "held", "300"),
    figure("b", "south-army", "held", "100"),
    figure("c", "monitor", "held", "more_than 110", "2030-05-11"),
]
CONTEST = [
    *METRICS,
    METRICS[2] | {"id": "grey", "label": "land contested", "topic": "contest", "comparability": "grey"},
]


def lines(axes):
    return [[*map(float, line.get_xdata())] for line in axes.lines]


def texts(axes):
    return [each.get_text() for each in axes.texts if each.get_text()]


def test_a_card_draws_the_range_under_every_rule_and_says_where_the_conclusion_is_another(world):
    now = standing(world(*HELD, settings={"headlines": ["held"]}), WHEN)
    rows = headlines.cards(now.heads, now.case)
    axes = charts.FORMS["cards"](rows, now.case)
    rules = [label.get_text() for label in axes.get_yticklabels()]
    drawn = dict(zip([rule for rule in rules if rows.set_index("rule").at[rule, "claimants"]], axes.lines, strict=True))
    # 300, 100 and more than 110 exclude each other threefold; without the parties one floor is left.
    assert [*drawn["all claimants"].get_xdata()] == [100, 300]
    assert [*drawn["without the parties"].get_xdata()] == [110, 110]
    # Without the army of the north: 100 and more than 110, less than twice apart.
    assert [*drawn["without North Army"].get_xdata()] == [100, 110]
    black = {rule for rule, line in drawn.items() if colours.to_hex(line.get_color()) == "#111111"}
    assert black == set(rows.loc[rows["flips"], "rule"]) & set(rules) and "without North Army" in black
    assert "another conclusion: from 100 km² to more than 110 km²" in texts(axes)
    assert "from 100 km² to 300 km²" in texts(axes)
    assert axes.get_title("left") == "land held in Long Valley (subject: Southland)"


def test_a_rule_that_leaves_no_figure_draws_nothing(world):
    now = standing(world(*HELD[:2], settings={"headlines": ["held"]}), WHEN)
    rows = headlines.cards(now.heads, now.case)
    axes = charts.FORMS["cards"](rows[rows["rule"].eq("without the parties")], now.case)
    assert lines(axes) == [] and texts(axes) == ["no figure is left"]


def boxes(axes):
    """Where a drawn figure has put its texts, each with its words."""
    figure = axes.get_figure(root=True)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    shown = [[*each.texts, each._left_title, *each.get_yticklabels()] for each in figure.axes]
    texts = [one for each in shown for one in each if one.get_text()]
    return figure, [(one.get_text(), one.get_window_extent(renderer)) for one in texts]


@pytest.mark.parametrize("spoken", ["in many words of some length ", "InOneWordThatDoesNotEndBeforeTheChart"])
def test_no_text_of_a_card_is_cut_off_or_covers_another(world, spoken):
    now = standing(world(*HELD, settings={"headlines": ["held"]}), WHEN)
    one = headlines.cards(now.heads, now.case)
    flipped = one["flips"].eq(True)
    one["range"] = one["range"].mask(flipped, "from between 1,234,567 and 2,345,678 km² to more than 123,456,789 km²")
    one["rule"] = one["rule"].mask(one["leaves_out"].ne(""), one["rule"] + " " + (spoken * 4)[:40])
    rows = pd.concat([one, one.assign(headline=(spoken * 9)[:140])])
    figure, found = boxes(finish(charts.FORMS["cards"](rows, now.case), "Cards", "A note.").axes[0])
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for _, box in found)
    assert sum(text.startswith("another conclusion: from between") for text, _ in found) == 2 * flipped.sum() > 0
    kept = [box for _, box in found]
    crossing = [(a, b) for place, a in enumerate(kept) for b in kept[:place] if a.overlaps(b)]
    assert crossing == []


def test_a_trail_joins_a_claimants_figures_in_their_order(world):
    case = world(
        figure("a", "north-army", "lost", "200", "2030-05-10", basis="cumulative"),
        figure("b", "north-army", "lost", "50", "2030-05-11", basis="cumulative"),
        figure("c", "north-army", "lost", "100", "2030-05-12", basis="cumulative"),
    )
    now = standing(case, WHEN)
    rows = findings.trails([["a", "b", "c"]], now.statements)
    assert list(rows["step"]) == [1, 2, 3]
    axes = charts.FORMS["trail"](rows, case)
    assert [x for (x,) in lines(axes)] == [1.0, 0.25, 0.5]  # on the scale of the largest
    arrows = [(each.xyann[0], each.xy[0]) for each in axes.texts if each.arrow_patch is not None]
    assert arrows == [(1.0, 0.25), (0.25, 0.5)]
    assert "North Army: 200, then 50, then 100" in texts(axes)
    assert {line.get_color() for line in axes.lines} == {case.sides.at["north", "colour"]}


def test_echoes_count_the_reports_that_there_had_been_by_each_day(world):
    pages = [("page-1", "2030-05-10"), ("page-2", "2030-05-11"), ("page-3", "2030-05-13")]
    sources = [
        {"id": name, "publisher": name, "url": f"https://example.org/{name}", "published": day, "language": "en"}
        for name, day in pages
    ]
    case = world(
        *(figure(f"r{name[-1]}", "north-army", "lost", "7", source_id=name) for name, _ in pages), sources=sources
    )
    when = pd.Timestamp("2030-05-20")
    now = standing(case, when)
    echoed = tables.echoes(now.rows, when, case, now.drifts)
    assert echoed.loc[0, ["reports", "publishers", "drifted"]].tolist() == [3, 3, 0]
    assert echoed.at[0, "why"] == "the same claimant gave the same figure of the same thing within 3 days"
    spreading = tables.spreading(now.rows, echoed, when)
    assert spreading["reports"].tolist() == [1, 2, 3]
    axes = charts.FORMS["echoes"](spreading, case)
    assert lines(axes) == [[0, 1, 3]] and [*axes.lines[0].get_ydata()] == [1, 2, 3]
    assert axes.lines[0].get_color() == case.sides.at["north", "colour"]
    before = tables.echoes(now.rows, pd.Timestamp("2030-05-11"), case, now.drifts)
    assert before.at[0, "reports"] == 2  # what was printed later had not been read by then


def test_the_grey_zone_stands_beside_what_is_held(world):
    case = world(
        figure("a", "monitor", "held", "560"), figure("b", "monitor", "grey", "nearly 200", unit="km2"), metrics=CONTEST
    )
    rows = figures.zones(standing(case, WHEN).statements, "area")
    axes = charts.FORMS["zones"](rows, case)
    held, grey = axes.patches
    assert (held.get_x(), held.get_width(), held.get_hatch()) == (0, 560, None)
    assert (grey.get_x(), grey.get_width(), grey.get_hatch()) == (560, 200, "////")
    assert texts(axes) == ["560 km²; contested nearly 200 km²"]
    assert captions.alt("zones", rows, "Ground").endswith("560 km² held, nearly 200 km² contested.")


@pytest.mark.parametrize("form", ["spread", "steps"])
def test_no_chart_draws_two_quantities_on_one_axis(world, form):
    case = world(figure("a", "north-army", "held", "5"), figure("b", "south-army", "lost", "6"))
    rows = figures.worded(standing(case, WHEN).statements.assign(stale=False, age_days=0))
    with pytest.raises(ContestedError, match="do not belong together: not comparable, because"):
        charts.FORMS[form](rows, case)


def test_a_pair_that_the_gate_refuses_is_not_drawn(world):
    case = world(figure("a", "north-army", "held", "5"), figure("b", "south-army", "lost", "6"))
    row = {
        "a": "a",
        "b": "b",
        "metric_id": "held",
        "place": "Long Valley",
        "subject": "south",
        "day": WHEN,
        "ratio": 1.2,
    }
    pairs = findings.pairs(pd.DataFrame([row]), standing(case, WHEN).statements, case)
    assert pairs["answer"].tolist() == ["no"]
    with pytest.raises(ContestedError, match="not comparable"):
        charts.FORMS["gaps"](pairs, case)


def test_statements_of_fact_have_no_place_among_gaps(world):
    case = world(
        figure("a", "north-mayor", "fighting", "1"), figure("b", "south-mayor", "fighting", "0"), *HELD[:2][:0]
    )
    stances = standing(case, WHEN).disputes
    assert stances["kind"].tolist() == ["stance"]
    assert charts.FORMS["gaps"](stances, case).lines[:] == []


def test_refusals_are_counted_with_their_reason(world):
    case = world(
        figure("a", "north-army", "held", "5"),
        figure("b", "south-army", "held", "6", subject="north"),
        figure("c", "monitor", "held", "7", subject="north", place_id="coast"),
    )
    found = tables.refusals(standing(case, WHEN).statements, ["control"], case)
    assert found[["reason", "pairs"]].to_numpy().tolist() == [
        ["one is about south and the other about north", 2],
        ["one is about Long Valley and the other about East Coast", 1],
    ]

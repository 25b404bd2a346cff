"""Charts, asked through their Axes: marks by qualifier, colours of the sides, alt text, the same bytes twice."""

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
import pytest
from make_case import SIDES, figure, relation

from contested import charts, marks, origins, views
from contested.charts import FORMS
from contested.conflicts import conflicts
from contested.display import Picture, Prose, digest
from contested.figures import history, spread, worded
from contested.findings import pairs
from contested.frames import new
from contested.parts import remainders
from contested.record import Record

NORTH, SOUTH, WATCHERS = "#0072B2", "#D55E00", "#009E73"


def said_in(case):
    return views.statements(origins.with_origins(case.ledger, case))


def figures(case, metric="lost"):
    return spread(said_in(case), metric, pd.Timestamp("2030-06-30"), case)


def one(world, text, **cells):
    return figures(world(figure("a", "north-army", "lost", text, **cells))).iloc[0].to_dict()


def drawn(row, upright=True):
    axes = new()
    marks.draw(axes, row, 3, SOUTH, "s", 1000, upright=upright)
    return axes


@pytest.mark.parametrize("text", ["exact 100", "at_least 100", "more_than 100", "at_most 100", "less_than 100"])
def test_a_single_number_is_a_filled_mark_at_its_value(world, text):
    (mark,) = drawn(one(world, text)).lines
    assert (mark.get_xydata().tolist(), mark.get_marker()) == ([[3, 100]], "s")
    assert (mark.get_color(), mark.get_markerfacecolor()) == (SOUTH, SOUTH)


@pytest.mark.parametrize(
    ("text", "band", "middle"),
    [
        ("about 1000", [500, 1500], 1000),
        ("nearly 1000", [900, 1000], 1000),
        ("between 200 400", [200, 400], 300),
    ],
)
def test_what_is_not_sharp_is_a_hollow_mark_with_its_band(world, text, band, middle):
    bar, mark = drawn(one(world, text)).lines
    assert (list(bar.get_xdata()), list(bar.get_ydata())) == ([3, 3], band)
    assert mark.get_xydata().tolist() == [[3, middle]]
    assert (mark.get_color(), mark.get_markerfacecolor()) == (SOUTH, "white")


def test_a_range_is_a_thicker_bar_than_the_band_of_about(world):
    (bar, _), (band, _) = drawn(one(world, "between 200 400")).lines, drawn(one(world, "about 1000")).lines
    assert bar.get_linewidth() > band.get_linewidth()


@pytest.mark.parametrize(
    ("text", "direction"),
    [("at_least 100", 1), ("more_than 100", 1), ("at_most 100", -1), ("less_than 100", -1)],
)
@pytest.mark.parametrize("upright", [True, False])
def test_an_open_bound_is_an_arrow_to_its_open_side(world, text, direction, upright):
    (arrow,) = drawn(one(world, text), upright).texts
    along, value = (0, 1) if upright else (1, 0)
    assert (arrow.xyann[along], arrow.xyann[value]) == (3, 100)
    assert arrow.xy[along] == 3
    assert (arrow.xy[value] - 100) * direction > 0
    assert arrow.arrow_patch.get_arrowstyle().__class__.__name__ == "CurveFilledB"


@pytest.mark.parametrize("text", ["exact 100", "about 1000", "nearly 1000", "between 200 400"])
def test_a_bounded_figure_has_no_arrow(world, text):
    assert list(drawn(one(world, text)).texts) == []


@pytest.mark.parametrize(
    ("qualifiers", "labels"),
    [
        (["exact"], ["exact"]),
        (["more_than", "exact"], ["exact", "at least, more than"]),
        (["nearly", "less_than", "between"], ["about, nearly (with band)", "at most, less than", "between"]),
    ],
)
def test_the_key_names_the_qualifiers_that_are_drawn(qualifiers, labels):
    assert [entry.get_label() for entry in marks.key(qualifiers)] == labels


THREE = [
    figure("a", "north-army", "lost", "300"),
    figure("b", "south-army", "lost", "more_than 100"),
    figure("c", "monitor", "lost", "about 1000"),
]


def points(axes):
    """The marks of a chart without its lines and bands: place, colour and form."""
    return [
        (*line.get_xydata()[0].tolist(), line.get_color(), line.get_marker())
        for line in axes.lines
        if line.get_marker() not in ("None", None)
    ]


def test_a_spread_draws_each_figure_in_the_colour_and_form_of_its_side_the_lowest_below(world):
    case = world(*THREE)
    axes = charts.spread(figures(case), case)
    assert points(axes) == [(100, 0, SOUTH, "s"), (300, 1, NORTH, "o"), (1000, 2, WATCHERS, "^")]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "South Army, 10 May 2030 (stale)", "North Army, 10 May 2030 (stale)", "Field Monitor, 10 May 2030 (stale)",
    ]  # fmt: skip
    assert [text.get_text() for text in axes.texts if text.get_text()] == ["more than 100", "300", "about 1,000"]
    assert axes.get_xlim()[0] == 0


def test_colours_and_markers_belong_to_the_case(world):
    sides = [side | {"colour": "#123456", "marker": "D"} if side["id"] == "north" else side for side in SIDES]
    case = world(*THREE, sides=sides)
    assert (300, 1, "#123456", "D") in points(charts.spread(figures(case), case))


def test_the_legend_names_the_sides_drawn_and_the_qualifiers(world):
    case = world(*THREE)
    (legend,) = charts.spread(figures(case), case).figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "said by Northland", "said by Southland", "said by Watchers", "exact", "about, nearly (with band)",
        "at least, more than",
    ]  # fmt: skip


def test_a_history_is_drawn_in_steps_that_end_with_the_last_figure(world):
    rows = [
        figure("a", "north-army", "lost", "100", "2030-05-10"),
        figure("b", "north-army", "lost", "250", "2030-05-12"),
        figure("c", "north-army", "lost", "200", "2030-05-20"),
        figure("d", "south-army", "lost", "50", "2030-05-11"),
    ]
    case = world(*rows)
    axes = charts.steps(history(said_in(case), "lost"), case)
    (line,) = [each for each in axes.lines if each.get_drawstyle() == "steps-post"]
    days = [mdates.date2num(pd.Timestamp(2030, 5, day)) for day in (10, 12, 20)]
    assert [mdates.date2num(day) for day in line.get_xdata()] == days
    assert list(line.get_ydata()) == [100, 250, 200]
    assert line.get_color() == NORTH
    assert axes.get_ylim()[0] == 0
    assert len(points(axes)) == 4
    assert [text.get_text() for text in axes.texts if text.get_text()] == ["North Army"]


@pytest.mark.parametrize(("units", "label", "value"), [("metric", "km²", 100.0), ("us", "mi²", 38.6102158542446)])
def test_the_value_axis_names_its_unit_and_starts_at_nothing(world, units, label, value):
    case = world(figure("a", "north-army", "held", "100"), figure("b", "south-army", "held", "10"))
    axes = charts.spread(spread(said_in(case), "held", pd.Timestamp("2030-05-10"), case, units), case)
    assert axes.get_xlabel() == label
    assert axes.get_xlim()[0] == 0
    assert points(axes)[1][0] == pytest.approx(value, rel=1e-12)


def test_a_gap_is_drawn_between_the_nearer_ends_on_the_scale_of_its_pair(world):
    case = world(figure("a", "north-army", "lost", "100"), figure("b", "south-army", "lost", "400"))
    said = said_in(case)
    axes = charts.FORMS["gaps"](pairs(conflicts(said, case), said, case), case)
    assert points(axes) == [(0.25, 0, NORTH, "o"), (1, 0, SOUTH, "s")]  # 100 and 400 of 400
    assert list(axes.lines[0].get_xdata()) == [0.25, 1]
    assert "4 times apart" in [text.get_text() for text in axes.texts]


def test_counts_are_stacked_bars_in_the_colours_of_the_sides(world):
    case = world()
    rows = pd.DataFrame(
        {"kind": ["drone", "drone", "missile"], "side": ["north", "south", "south"], "reports": [3, 2, 5]}
    )
    bars = {
        (bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_width()): bar.get_facecolor()
        for bar in charts.FORMS["counts"](rows, case).patches
        if bar.get_width()
    }
    assert set(bars) == {(0, 0, 3), (0, 3, 2), (1, 0, 5)}
    assert bars[0, 3, 2] == bars[1, 0, 5] != bars[0, 0, 3]


def recorded(case, **options):
    rows = origins.with_origins(case.ledger, case)
    return Record("01-test", case, rows, "As of 2030-06-30; data 1.0.0 (abc)."), figures(case, **options)


def test_a_picture_carries_its_alt_text_and_a_digest_of_its_data(world):
    record, rows = recorded(world(*THREE))
    picture = record.chart("lost", "spread", rows)
    shown, about = picture._repr_mimebundle_()
    assert about == {"image/png": {"alt": picture.alt}}
    assert shown["text/plain"] == f"{picture.alt} [data {digest(picture.data)}]"
    for part in (
        "Soldiers lost in Long Valley",
        "Southland",
        "3 figures by 3 claimants",
        "more than 100",
        "about 1,000",
    ):
        assert part in picture.alt


def test_a_chart_without_figures_is_a_sentence(world):
    record, rows = recorded(world(*THREE))
    shown = record.chart("lost", "spread", rows.head(0))
    assert isinstance(shown, Prose)
    assert "there is nothing to draw" in repr(shown)


def test_the_sources_and_the_day_stand_under_a_chart_and_its_title_over_it(world):
    record, rows = recorded(world(*THREE))
    texts = [
        text.get_text().replace("\n", " ") for text in record.chart("lost", "spread", rows, "A title").figure.texts
    ]
    assert texts == ["A title", "Printed by First Paper. As of 2030-06-30; data 1.0.0 (abc)."]


def test_a_chart_is_the_same_bytes_twice(world):
    made = []
    for _ in range(2):
        record, rows = recorded(world(*THREE))
        made.append(record.chart("lost", "spread", rows).png())
    assert made[0] == made[1]
    assert made[0].startswith(b"\x89PNG")


def test_a_chart_of_other_data_has_other_bytes_and_another_text(world):
    pictures = []
    for number in ("300", "301"):
        record, rows = recorded(world(*THREE[1:], figure("a", "north-army", "lost", number)))
        pictures.append(record.chart("lost", "spread", rows))
    first, second = pictures
    assert isinstance(first, Picture)
    assert first.png() != second.png()
    assert repr(first) != repr(second)


def test_drawing_changes_no_setting_for_other_charts(world):
    before = dict(mpl.rcParams)
    case = world(*THREE)
    charts.spread(figures(case), case)
    assert dict(mpl.rcParams) == before


def test_every_form_has_a_name():
    assert {"spread", "steps", "gaps", "counts", "remainders"} <= set(FORMS)


def test_remainders_draw_parts_filled_and_an_open_total_with_an_arrow(world):
    rows = [figure("t", "north-army", "tanks", "more_than 200"), figure("p", "north-army", "tanks", "50")]
    case = world(*rows, relations=[relation("p", "part_of", "t")])
    found = remainders(case.ledger, case).assign(name="n", total_text="more than 200", parts_text="50", rest_text="r")
    axes = FORMS["remainders"](found, case)
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 0.25), (0.25, 0.75)]  # 50 and 150 of 200
    arrows = [text for text in axes.texts if text.arrow_patch]
    assert [arrow.xyann for arrow in arrows] == [(1, 0)]


def test_worded_figures_of_a_chart_are_in_the_units_of_its_axis(world):
    case = world(figure("a", "north-army", "depth", "10", unit="mi"))
    row = worded(said_in(case), "us").iloc[0]
    assert (row["figure"], row["canonical_unit"]) == ("10 mi", "mi")
    assert row["upper"] == pytest.approx(10, rel=1e-12)

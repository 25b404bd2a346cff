"""Names in any script: drawn in the house font, in full in the alt text, in order beside numbers, whole in files."""

import csv
import io
import json
import re
import warnings
from itertools import pairwise

import names
import pandas as pd
import pytest
from make_case import figure, relation, write_case
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from wcwidth import width

from contested import cli, findings, headlines, scripts, tables
from contested.bars import heading, lines
from contested.case import check_case, load
from contested.display import Listing, Prose, wrapped
from contested.figures import history, spread, worded, zones
from contested.frames import finish, house, new, place_legend
from contested.parts import remainders
from contested.printing import aligned
from contested.record import Record
from contested.standing import standing

WHEN = pd.Timestamp("2030-05-14")
FSI, PDI = "\u2068", "\u2069"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    told = {"subject": "side1"}
    grey = [figure(f"g{name}", name, "grey", "200", "2030-05-14", unit="km2", **told) for name in ("c0", "c5", "c7")]
    tanks = [figure("t", "c7", "tanks", "more_than 200", **told), figure("p", "c7", "tanks", "50", **told)]
    path = write_case(
        tmp_path_factory.mktemp("names") / "case",
        [*names.rows(), *grey, *tanks],
        relations=[relation("p", "part_of", "t")],
        **names.cells(),
    )
    assert check_case(path) == []
    return standing(load(str(path)), WHEN)


@pytest.fixture(scope="module")
def pictures(many):
    """Every form that draws names, with all warnings told as errors: a missing glyph is one."""
    record = Record("x", many.case, many.rows, "As of 2030-05-14.")
    told = worded(many.statements)
    counted = many.rows.groupby(["claimant", "side"], sort=False).size().rename("reports").reset_index()
    echoed = tables.echoes(many.rows, WHEN, many.case, many.drifts)
    parts = remainders(many.case.ledger, many.case)
    forms = {
        "spread": spread(many.statements, "held", WHEN, many.case),
        "steps": history(many.statements, "held"),
        "gaps": many.disputes,
        "counts": counted,
        "cards": headlines.cards(many.heads, many.case),
        "trail": findings.trails([told.loc[told["metric_id"].eq("held"), "id"]], many.statements),
        "echoes": tables.spreading(many.rows, echoed, WHEN),
        "remainders": parts.assign(name=" ".join(names.CLAIMANTS), total_text="200", parts_text="50", rest_text="150"),
        "zones": zones(many.statements, "area"),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = {form: record.chart(form, form, rows) for form, rows in forms.items()}
        return {form: (picture, picture.png()) for form, picture in made.items()}


def outline(text):
    return TextPath((0, 0), text, prop=FontProperties(family="DejaVu Sans")).get_extents().width


def test_matplotlib_joins_arabic_letters_and_orders_right_to_left_by_itself():
    """Were it not so, a library would have to: letters apart are wider than joined, and order would not mirror."""
    assert outline("جيش") < 0.9 * sum(outline(letter) for letter in "جيش")
    alef, pair = (TextPath((0, 0), text, prop=FontProperties(family="DejaVu Sans")) for text in ("א", "בא"))
    assert (pair.vertices[: len(alef.vertices)] == alef.vertices).all()  # the letter written last stands leftmost


@pytest.mark.parametrize(
    "form", ["spread", "steps", "gaps", "counts", "cards", "trail", "echoes", "remainders", "zones"]
)
def test_charts_draw_names_within_the_figure_and_no_entry_over_another(pictures, form):
    picture, png = pictures[form]
    assert png.startswith(b"\x89PNG")
    figure = picture.figure
    renderer = figure.canvas.get_renderer()
    assert figure.axes[0].bbox.width > 0.28 * figure.bbox.width
    for each in [*figure.legends, *(text for axes in figure.axes for text in [*axes.texts, *axes.get_yticklabels()])]:
        box = each.get_window_extent(renderer)
        assert box.x0 > -2 and box.x1 < figure.bbox.width + 2, getattr(each, "get_text", lambda: "legend")()
    entries = [text.get_window_extent(renderer) for legend in figure.legends for text in legend.get_texts()]
    assert not [1 for at, one in enumerate(entries) for other in entries[at + 1 :] if one.overlaps(other)]


def test_the_legend_never_lies_over_the_axes(pictures):
    for picture, _ in pictures.values():
        renderer = picture.figure.canvas.get_renderer()
        (legend,) = picture.figure.legends
        assert legend.get_window_extent(renderer).y1 < min(axes.bbox.y0 for axes in picture.figure.axes)


def test_labels_at_the_ends_of_lines_do_not_overlap(pictures):
    picture, _ = pictures["steps"]
    renderer = picture.figure.canvas.get_renderer()
    boxes = [Text.get_window_extent(text, renderer) for text in picture.figure.axes[0].texts if text.get_text()]
    assert len(boxes) == 8
    # Their boxes hold room above and below the letters.
    tops = sorted((box.y0 + box.y1) / 2 for box in boxes)
    assert min(upper - lower for lower, upper in pairwise(tops)) > 14


def test_lines_of_a_legend_beyond_the_third_make_the_chart_higher_and_its_axes_no_lower():
    heights = []
    for count in (3, 20):
        with house():
            axes = new(2.6)
            place_legend(axes, [Line2D([], [], label=f"{at} {names.LONG}") for at in range(count)])
        figure = finish(axes, "Title", "Note.")
        figure.canvas.draw()
        heights.append(axes.bbox.height)
    assert heights[1] > 0.9 * heights[0]


def test_isolates_end_with_the_line_that_they_stand_in():
    assert wrapped(f"in {FSI}الوادي الطويل{PDI}, 5", 11) == f"in {FSI}الوادي{PDI}\n{FSI}الطويل{PDI}, 5"


def test_names_in_other_letters_stand_in_full_in_the_alt_text_and_in_the_data(pictures):
    picture, _ = pictures["spread"]
    for name in (names.CLAIMANTS[3], names.CLAIMANTS[4], names.CLAIMANTS[5], names.LONG):
        assert f" is {name}" in picture.alt
    assert set(picture.data["claimant"]) == set(names.CLAIMANTS)
    labels = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert any(r"GuoFangBu <b>FaYanRen</b> \$5, 14 May" in label for label in labels)
    assert any(f"{FSI}{names.CLAIMANTS[0]}{PDI}, 14 May" in label for label in labels)


@pytest.mark.parametrize("text", ["North Army", "more than 1,000 km²", "Київ – Ünïversität é", "الجيش", "צבא"])
def test_what_the_house_font_has_stays_as_it_is(text):
    assert scripts.spelled(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("北京 (Army) 3", "BeiJing (Army) 3"),
        ("a\u202eb", "ab"),
        ("\u2067الجيش\u2069", "الجيش"),
        ("Über 北", "Über Bei"),
    ],
)
def test_other_words_are_written_in_latin_letters_and_steering_signs_left_out(text, said):
    assert scripts.spelled(text) == said


def test_two_names_that_would_look_the_same_are_numbered():
    rows = scripts.written(pd.DataFrame({"claimant": ["里", "李", "里"], "side": ["a", "a", "b"]}))
    assert rows["claimant"].nunique() == 2 and set(rows["claimant"]) == {"Li", "Li (2)"}


def test_long_names_lose_their_middle_between_words():
    short = scripts.shortened(names.LONG, scripts.LONGEST_NAME)
    assert len(short) <= scripts.LONGEST_NAME and short.startswith("Ministry for") and short.endswith("Press Office")
    assert scripts.shortened("x" * 60, 60) == "x" * 60
    head, tail = scripts.shortened("one " * 40 + "1,234,567", 60).split("…")
    assert set(head.split()) == {"one"} and tail.split()[-1] == "1,234,567"


def test_a_line_above_is_cut_to_the_width_of_the_chart():
    with house():
        axes = new()
        heading(axes, 0, "W" * 150, "short")
        lines(axes, 1, "larger")
        axes.figure.canvas.draw()
        box = axes.texts[0].get_window_extent(axes.figure.canvas.get_renderer())
    assert "…" in axes.texts[0].get_text() and box.width < axes.figure.bbox.width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("الجيش: 300", f"{FSI}الجيش{PDI}: 300"),
        ("الجيش: 300 / القوات: 20", f"{FSI}الجيش{PDI}: 300 / {FSI}القوات{PDI}: 20"),
        ("in وزارت دفاع «ایران», 5", f"in {FSI}وزارت دفاع «ایران»{PDI}, 5"),
        ('דובר צה"ל: 7', f'{FSI}דובר צה"ל{PDI}: 7'),
        ("North Army: 300", "North Army: 300"),
    ],
)
def test_right_to_left_names_are_kept_from_the_numbers_beside_them(text, shown):
    assert scripts.isolated(text) == shown


def test_pages_put_right_to_left_names_into_elements_of_their_own():
    data, _ = Prose(("الجيش: 300 <b>",))._repr_mimebundle_()
    assert data["text/markdown"] == r"<bdi>الجيش</bdi>: 300 \<b\>"
    shown, _ = Listing(
        pd.DataFrame({"Who": ["الجيش"], "Where": ["by صحيفة, 4 others"]}), "الجيش: 3", "صحيفة & 4"
    )._repr_mimebundle_()
    assert "<bdi>الجيش</bdi>: 3</caption>" in shown["text/html"]
    assert "<bdi>صحيفة</bdi> &amp; 4</p>" in shown["text/html"]
    assert re.search(r'<th scope="row" dir="auto"[^>]*><bdi>الجيش</bdi></th>', shown["text/html"])
    assert re.search(r'<td dir="auto"[^>]*>by <bdi>صحيفة</bdi>, 4 others</td>', shown["text/html"])


def test_columns_for_people_are_in_line_whatever_the_signs():
    rows = pd.DataFrame({"claimant": [*names.CLAIMANTS, "e\u0301tat"], "figure": range(9), "side": "x"})
    table = aligned(rows).split("\n")
    assert len({width(line) for line in table}) == 1
    assert f"{FSI}{names.CLAIMANTS[0]}{PDI}" in table[1]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_files_keep_names_as_they_are(many, capsys, kind):
    cli.main(["figures", "--case", str(many.case.folder), "--metric", "held", "--format", kind])
    text = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(text))) if kind == "csv" else json.loads(text)
    assert {row["paraphrase"] for row in rows} == {f"As {name} said." for name in names.CLAIMANTS}
    assert {row["publisher"] for row in rows} == set(names.PUBLISHERS)
    assert FSI not in text

"""Looks of sides: far apart for every reader, different markers, given in order, shared by no two sides of a case."""

from itertools import combinations

import numpy as np
import pytest
from make_case import SIDES

from contested.case import check_case
from contested.palette import JOINT_LOOK, LOOKS, SPARE, UNKNOWN_LOOK, next_look
from contested.problems import ContestedError

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour, sight):
    """A colour in CIELAB as somebody sees it, under D65."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.array(SIGHT[sight]) @ linear, 0, 1) / XYZ.sum(axis=1)
    fx, fy, fz = (np.cbrt(each) if each > (6 / 29) ** 3 else each / (3 * (6 / 29) ** 2) + 4 / 29 for each in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def apart(first, second, sight):
    return float(np.linalg.norm(lab(first, sight) - lab(second, sight)))


def test_distances_are_those_of_the_books():
    assert apart("#000000", "#FFFFFF", "all cones") == pytest.approx(100, abs=0.01)
    assert lab("#FF0000", "all cones") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_sides_are_far_apart_for_every_reader(sight):
    # About 2.3 can just be told apart side by side; small marks apart from each other take several times that.
    for (first, _), (second, _) in combinations(LOOKS, 2):
        assert apart(first, second, sight) > 15, (first, second)
    for colour, _ in LOOKS:
        assert apart(colour, "#FFFFFF", sight) > 25, colour
        for fixed, _ in (UNKNOWN_LOOK, JOINT_LOOK):
            assert apart(colour, fixed, sight) > 10, (colour, fixed)


def test_markers_alone_tell_all_sides_apart(kursk):
    looks = [*LOOKS, *SPARE, UNKNOWN_LOOK, JOINT_LOOK]
    assert len({marker for _, marker in looks}) == len({colour for colour, _ in looks}) == 14
    fields = {field.name: field for field in kursk.package.tables["sides"].fields}
    assert {marker for _, marker in looks} <= set(fields["marker"].constraints["enum"])


def test_looks_are_given_in_order_and_never_twice():
    taken = []
    for look in (*LOOKS, *SPARE):
        assert next_look(taken) == look
        taken.append(next_look(taken))
    with pytest.raises(ContestedError, match=r"sides: no colour and marker is left .*; allowed: 12 sides"):
        next_look(taken)


def test_a_look_is_skipped_when_its_colour_or_its_marker_is_taken():
    assert next_look([(LOOKS[0][0].lower(), "p")]) == LOOKS[1]
    assert next_look([("#123456", LOOKS[0][1])]) == LOOKS[1]


@pytest.mark.parametrize(
    ("column", "cell"), [("colour", "#0072b2"), ("marker", "o")]
)  # the first colour in small letters
def test_two_sides_may_not_look_alike(folder, column, cell):
    sides = [side | {column: cell} if side["id"] == "watchers" else side for side in SIDES]
    (problem,) = check_case(folder(sides=sides))
    assert str(problem).endswith(
        f"sides.csv:4:{column}: '{cell}' is the {column} of two sides; "
        f"a {column} of its own; side 'north' in line 2 has it"
    )


def test_the_made_up_and_the_real_sides_look_different(folder, kursk):
    assert check_case(folder()) == []
    assert not [problem for problem in check_case(kursk.folder) if problem.file.endswith("sides.csv")]

"""Different names for the same font, size, length or colour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.checks.finding import CannotJudgeError
from grading.checks.names import colour_code, is_near_colour, is_same_font, length_points, named, size_points
from itembank.base.i18n import install_language


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("宋体", "SimSun", True),
        ("NSimSun", "simsun", True),
        ("@宋体", "宋体", True),
        ("微软雅黑", "Microsoft YaHei", True),
        ("宋体", "黑体", False),
        ("等线", "等线 Light", False),
        ("Arial", "arial", True),
        ("", "宋体", False),
    ],
)
def test_fonts_have_several_names(one, other, same):
    assert is_same_font(one, other) is same
    assert is_same_font(other, one) is same


@pytest.mark.parametrize(
    ("text", "points"),
    [("初号", "42"), ("小四", "12"), ("五号", "10.5"), ("三号字", "16"), ("16pt", "16"), ("16磅", "16"), ("16", "16")],
)
def test_sizes_are_names_or_points(text, points):
    assert size_points(text) == Decimal(points)


def test_lengths_have_units():
    assert length_points("2.54厘米") == 72
    assert length_points("1in") == 72
    assert length_points("25.4mm") == 72
    with pytest.raises(CannotJudgeError):
        length_points("far")


def test_colours_are_codes_or_names_and_may_differ_a_little():
    assert (colour_code("红色"), colour_code("#ff0000"), colour_code("FF0000")) == ("FF0000",) * 3
    assert is_near_colour("FF0000", "F70808")
    assert not is_near_colour("FF0000", "F60000")
    assert not is_near_colour("", "000000")
    with pytest.raises(CannotJudgeError):
        colour_code("大红")


def test_a_word_that_stands_for_nothing_is_nothing_in_every_language():
    install_language("en")
    try:
        assert named({"none": ""}, "none") == ""
        assert named({"none": ""}, "") == ""
        assert named({"left": "居中"}, "left") == "Centred"
    finally:
        install_language("zh_CN")

"""Times, marks and lists as people read them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exam_client.ui import wording


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [(0, "00:00"), (-5, "00:00"), (59_999, "00:59"), (45 * 60_000 + 12_000, "45:12"), (3_723_000, "1:02:03")],
)
def test_a_clock_counts_whole_seconds(left_ms, text):
    assert wording.clock_text(left_ms) == text


@pytest.mark.parametrize(
    ("left_ms", "text"), [(9_000, "9 秒"), (300_000, "5 分钟"), (301_000, "5 分 1 秒"), (0, "0 秒")]
)
def test_a_spoken_time_leaves_out_what_is_nothing(left_ms, text):
    assert wording.spoken_time(left_ms) == text


@pytest.mark.parametrize(("points", "text"), [(Fraction(3), "3"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3")])
def test_marks_are_written_exactly(points, text):
    assert wording.points_text(points) == text


def test_options_have_letters():
    assert [wording.letter(at) for at in (0, 3, 25, 26)] == ["A", "D", "Z", "27"]


def test_a_long_list_of_numbers_ends_with_and_so_on():
    assert wording.number_list([3, 5]) == "3、5"
    assert wording.number_list(range(1, 20)).endswith("12 等")


@pytest.mark.parametrize(("size", "text"), [(4, "4 字节"), (12_000, "12 KB"), (5 * 1024 * 1024, "5.0 MB")])
def test_a_size_is_rounded_up(size, text):
    assert wording.size_text(size) == text

"""Lengths of paragraphs as rubrics write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.checks.lengths import in_characters, in_lines, is_near, multiple, shown, shown_wanted


def test_units_are_told_apart():
    assert (in_characters("2char"), in_characters("2 字符"), in_characters("2cm")) == (Decimal(2), Decimal(2), None)
    assert (in_lines("0.5行"), in_lines("1line"), in_lines("1")) == (Decimal("0.5"), Decimal(1), None)
    assert (multiple("1.5"), multiple("1.5倍"), multiple("20pt")) == (Decimal("1.5"), Decimal("1.5"), None)


@pytest.mark.parametrize(
    ("seen", "wanted", "near"),
    [
        ("12.5", "12pt", True),
        ("12.6", "12pt", False),
        ("29.7", "1cm", True),
        ("30", "1cm", False),
        ("20.4", "20", True),
    ],
)
def test_half_a_point_or_half_a_millimetre_may_differ(seen, wanted, near):
    assert is_near(Decimal(seen), wanted) is near


def test_lengths_are_shown_for_people():
    assert shown(Decimal("28.35")) == "28.35 磅（1.00 厘米）"
    assert shown(Decimal(0)) == "0"
    assert [shown_wanted(text) for text in ("2char", "0.5line", "3cm", "20pt", "20", "odd")] == [
        "2 字符",
        "0.5 行",
        "3 厘米",
        "20 磅",
        "20 磅",
        "odd",
    ]

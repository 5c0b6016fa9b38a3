"""What a number format is for: dates, percent, thousands, currency, through tags, colours and conditions."""

from __future__ import annotations

import pytest

from grading.office.number_formats import currency, decimals, has_thousands, is_date, is_percent


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("yyyy-mm-dd", True), ('yyyy"年"m"月"d"日"', True), ("[h]:mm:ss", True), ("上午/下午h:mm", True),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', True), ("[$-804]dddd", True), ("[DBNum1]General", False),
        ("[DBNum2][$-804]G/通用格式", False), ("[Red]0.00", False), ("[>=60]0;[Blue]0", False), ("General", False),
        ('0"天"', False), ("@", False), ("[$-804]aaaa;@", True), ("aaa", True), ('e"年"m"月"', True),
        ("General分", False), ("##0.0E+0", False), ("#.##E+#", False), ("BOOLEAN", False), ("YYYY-MM-DD", True),
    ],
)  # fmt: skip
def test_a_date_is_told_by_its_letters_not_by_those_of_tags(code: str, *, expected: bool) -> None:
    assert is_date(code) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('"¥"#,##0.00', "¥"), ("[$￥-804]#,##0.00", "¥"), ("[$$-409]#,##0", "$"), ("[$€-407] 0", "€"), ("$0.00", "$"),
        ("[$-409]0.0", ""), ("[$-804]yyyy/m/d", ""), ("0.00", ""),
    ],
)  # fmt: skip
def test_a_tag_for_a_language_is_no_currency(code: str, expected: str) -> None:
    assert currency(code) == expected


@pytest.mark.parametrize(
    ("code", "places", "thousands", "percent"),
    [
        ("0.00", 2, False, False), ("#,##0", 0, True, False), ("[Red]#,##0.0;-0", 1, True, False),
        ("0.0%", 1, False, True), ("[>=1000]#,##0.00;0", 2, True, False), ("General", None, False, False),
    ],
)  # fmt: skip
def test_decimals_thousands_and_percent_are_those_of_the_first_section(
    code: str, places: int | None, *, thousands: bool, percent: bool
) -> None:
    assert (decimals(code), has_thousands(code), is_percent(code)) == (places, thousands, percent)

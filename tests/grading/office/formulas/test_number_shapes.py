"""Numbers as a format code shows them: fractions, conditions, Chinese digits, places kept free."""

from __future__ import annotations

import pytest

from grading.office.formulas.number_shape import shape
from grading.office.formulas.values import CannotCalculateError


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        (0.5, "# ?/?", " 1/2"),
        (1.25, "# ?/?", "1 1/4"),
        (3.0, "# ?/?", "3    "),
        (-0.75, "# ?/?", "- 3/4"),
        (0.0, "# ?/?", "0    "),
        (1 / 3, "# ??/??", "  1/3 "),
        (0.142, "# ?/?", " 1/7"),
        (2.5, "?/?", "5/2"),
        (1.3, "# ?/8", "1 2/8"),
        (0.999, "# ?/?", "1    "),
        (95.0, "[>=90]优;[>=60]及格;不及格", "优"),
        (60.0, "[>=90]优;[>=60]及格;不及格", "及格"),
        (59.5, '[>=90]"优";[>=60]"及格";"不及格"', "不及格"),
        (70.0, "[>=60]0.0;[Red]0", "70.0"),
        (12345678.0, "#,##0,", "12,346"),
        (1234567.0, "#,.#,", "1.2"),
        (5.0, "?,??0", "    5"),
        (1.5, "0.0??", "1.5  "),
        (123.45, "[DBNum2]", "壹佰贰拾叁.肆伍"),
        (10203.0, "[DBNum2]General", "壹万零贰佰零叁"),
        (100020003.0, "[DBNum2][$-804]General", "壹亿零贰万零叁"),
        (0.0, "[DBNum2]", "零"),
        (-12.0, "[DBNum1]", "-一十二"),
        (2024.0, "[DBNum2]0", "贰零贰肆"),
        (12.5, "[DBNum2]0.00", "壹贰.伍零"),
        (50.0, "[DBNum1]0", "五〇"),
        (50.0, "[DBNum2]0人", "伍零人"),
        (45000.0, "mmm d, yyyy", "Mar 15, 2023"),
        (45000.0, "mmmmm", "M"),
        (45000.75, "yyyy.m.d h:mm AM/PM", "2023.3.15 6:00 PM"),
        (0.50001, "mm:ss.00", "00:00.86"),
        (0.50001, "[s].0", "43200.9"),
        (1.5, "[h]:mm", "36:00"),
        (44999.9999999, "yyyy-mm-dd hh:mm:ss", "2023-03-15 00:00:00"),
        (1 / 3, "General", "0.333333333"),
        (123456789012.0, "General", "1.23457E+11"),
        (0.0000123, "General", "0.0000123"),
        (12345.0, "0.00E+00", "1.23E+04"),
        (99999.0, "0.0E+0", "1.0E+5"),
        (12345.0, "##0.0E+0", "12.3E+3"),
    ],
)
def test_a_number_is_shown_as_office_programs_show_it(number: float, code: str, expected: str) -> None:
    assert shape(number, code) == expected


def test_a_fraction_that_programs_may_choose_differently_is_not_shown() -> None:
    with pytest.raises(CannotCalculateError):
        shape(3.14159265, "# ??/??")  # 3 1/7 by convergents, 3 14/99 by the nearest one


@pytest.mark.parametrize(
    "code", ["[DBNum3]0", "[DBNum1]#,##0", "[>90]0;[>80]1;[>70]2", "0;[>80]1;2", "0 x", "0d", "ss.0000"]
)
def test_what_is_not_sure_is_not_shown(code: str) -> None:
    with pytest.raises(CannotCalculateError):
        shape(50.0, code)

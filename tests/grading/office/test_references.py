"""Addresses and ranges as rectangles, and formulas that move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.office.references import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    cell_name,
    column_letters,
    column_number,
    find_area,
    find_areas,
    find_cell,
)
from grading.office.xlsx.shared_formulas import SharedFormula


@given(st.integers(1, MAX_ROW), st.integers(1, MAX_COLUMN))
def test_a_name_leads_back_to_its_cell(row: int, column: int) -> None:
    assert find_cell(cell_name(row, column)) == (row, column)
    assert column_number(column_letters(column)) == column


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1:C9", Area(1, 1, 9, 3)),
        ("$C$9:$A$1", Area(1, 1, 9, 3)),
        ("B2", Area(2, 2, 2, 2)),
        ("A:C", Area(1, 1, MAX_ROW, 3)),
        ("$2:$5", Area(2, 1, 5, MAX_COLUMN)),
        ("'成绩 表'!A1:B2", Area(1, 1, 2, 2)),
        ("XFE1", None),
        ("A1048577", None),
        ("A", None),
        ("A1:B", None),
        ("", None),
        ("hello", None),
    ],
)
def test_ranges_are_read_or_refused(text: str, expected: Area | None) -> None:
    assert find_area(text) == expected


@pytest.mark.parametrize("name", ["A1:C9", "B2", "A:C", "2:5"])
def test_a_range_is_written_as_people_do(name: str) -> None:
    area = find_area(name)
    assert area is not None
    assert area.name == name


def test_a_list_of_ranges_leaves_out_what_is_none() -> None:
    assert [area.name for area in find_areas("A1 #REF! B2:C3")] == ["A1", "B2:C3"]


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "expected"),
    [
        ("SUM(C2:E2)", 1, 0, "SUM(C3:E3)"),
        ("$A2+B$2+$C$2", 3, 2, "$A5+D$2+$C$2"),
        ('IF(A1="A1","B2",A1&"C3")', 1, 0, 'IF(A2="A1","B2",A2&"C3")'),
        ("Sheet2!A1+'1月 A1'!B2", 1, 1, "Sheet2!B2+'1月 A1'!C3"),
        ("LOG10(A1)+ATAN2(B1,C1)", 1, 0, "LOG10(A2)+ATAN2(B2,C2)"),
        ("SUM(A:A)+SUM($B:C)+SUM(2:3)", 1, 1, "SUM(B:B)+SUM($B:D)+SUM(3:4)"),
        ("总分1+A1", 1, 0, "总分1+A2"),
        ("Tab1[[#This Row],[A1]]+A1", 1, 0, "Tab1[[#This Row],[A1]]+A2"),
        ("[1]Sheet1!A1*2.5E3", 1, 0, "[1]Sheet1!A2*2.5E3"),
        ("A1", -1, 0, "#REF!"),
        ("A1", 0, -1, "#REF!"),
        ("ABCD12+A1", 1, 0, "ABCD12+A2"),
    ],
)
def test_relative_references_move_and_nothing_else_does(formula: str, rows: int, columns: int, expected: str) -> None:
    assert SharedFormula(formula).moved(rows, columns) == expected


@given(st.text(alphabet="A1$:!'\"[]() .,+好B2", max_size=40))
def test_any_text_can_be_moved_nowhere_and_stays(text: str) -> None:
    moved = SharedFormula(text).moved(0, 0)
    assert moved.upper() == text.upper() or "0" in text or "#REF!" in moved


def test_an_area_knows_its_cells() -> None:
    area = Area(2, 2, 4, 3)
    assert area.size == 6
    assert area.holds(4, 3)
    assert not area.holds(5, 3)

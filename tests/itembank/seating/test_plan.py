"""Plans of rooms."""

from __future__ import annotations

import pytest

from itembank.seating.errors import SeatingError
from itembank.seating.plan import Numbering, make_plan, read_plan


def test_a_drawn_plan_keeps_holes_and_spare_seats() -> None:
    seats = read_plan("""
        01 02 .  03
        04 .  05 06*
    """)
    assert [(s.label, s.row, s.column, s.spare) for s in seats] == [
        ("01", 1, 1, False),
        ("02", 1, 2, False),
        ("03", 1, 4, False),
        ("04", 2, 1, False),
        ("05", 2, 3, False),
        ("06", 2, 4, True),
    ]


def test_a_rectangle_is_numbered_by_rows_columns_or_serpentine() -> None:
    def places(numbering: Numbering) -> list[tuple[int, int]]:
        return [(seat.row, seat.column) for seat in make_plan(2, 2, numbering=numbering)]

    assert places(Numbering.ROWS) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert places(Numbering.COLUMNS) == [(1, 1), (2, 1), (1, 2), (2, 2)]
    assert places(Numbering.SERPENTINE) == [(1, 1), (2, 1), (2, 2), (1, 2)]


def test_spare_seats_are_the_last_and_missing_places_have_none() -> None:
    seats = make_plan(3, 4, spare=2, missing=1)
    assert len(seats) == 11
    assert [seat.label for seat in seats if seat.spare] == ["10", "11"]


@pytest.mark.parametrize("text", ["01 01", "*", ". .", "01*", "一二三四五六七八九十一二三"])
def test_impossible_plans_are_refused(text: str) -> None:
    with pytest.raises(SeatingError):
        read_plan(text)


def test_more_spare_seats_than_seats_are_refused() -> None:
    with pytest.raises(SeatingError):
        make_plan(2, 2, spare=4)

"""The draw of seats and forms, looked at by the independent check."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itembank.formats.roster import RosterEntry
from itembank.model.codec import to_bytes
from itembank.model.sitting import Sitting
from itembank.seating.arrange import arrange
from itembank.seating.check import figures
from itembank.seating.errors import SeatingError
from itembank.seating.sitting_file import SittingPlan, read_sitting_plan

TEXT = """
[sitting]
exam = "X2026"
sitting = "S01"
title = "样卷"
site = "一中"
room = "机房"
planned_start = "2026-06-13T09:00"
duration_minutes = 45
forms = {forms}
seed = {seed}
[room]
rows = {rows}
columns = {columns}
spare = {spare}
[policy]
auto_admit = true
tier = "strict"
"""


def plan(
    forms: str = '["A", "B", "C", "D"]', *, rows: int = 6, columns: int = 8, spare: int = 2, seed: int = 7
) -> SittingPlan:
    text = TEXT.format(forms=forms, rows=rows, columns=columns, spare=spare, seed=seed)
    return read_sitting_plan(text.encode())


def roster(count: int, schools: int = 4, **more: Any) -> list[RosterEntry]:
    return [
        RosterEntry(number=f"{n:06}", name=f"考生{n}", school=f"学校{n % schools}", class_name=f"{n % 3}班", **more)
        for n in range(1, count + 1)
    ]


def test_everybody_sits_somewhere_and_spare_seats_stay_free() -> None:
    sitting = arrange(plan(), roster(46))
    counted = figures(sitting)
    assert (counted.candidates, counted.usable_seats, counted.spare_seats) == (46, 46, 2)
    spare = {seat.label for seat in sitting.seats if seat.spare}
    assert not spare & {candidate.seat for candidate in sitting.candidates}


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not() -> None:
    people = roster(40)
    assert to_bytes(arrange(plan(), people)) == to_bytes(arrange(plan(), people[::-1]))
    assert to_bytes(arrange(plan(seed=8), people)) != to_bytes(arrange(plan(), people))


def test_four_forms_differ_among_all_eight_neighbours() -> None:
    counted = figures(arrange(plan(), roster(46)))
    assert counted.same_form_around == 0
    assert max(counted.forms.values()) - min(counted.forms.values()) <= 3


@pytest.mark.parametrize("forms", ['["A", "B"]', '["A", "B", "C"]'])
def test_fewer_forms_still_differ_beside(forms: str) -> None:
    counted = figures(arrange(plan(forms), roster(46)))
    assert counted.same_form_beside == 0
    assert counted.same_form_around > 0


def test_schools_are_kept_apart_where_that_can_be_had() -> None:
    for seed in range(10):
        assert figures(arrange(plan(seed=seed), roster(46))).same_school_beside == 0


def test_classes_are_kept_apart_where_all_are_of_one_school() -> None:
    sitting = arrange(plan(), roster(46, schools=1))
    places = {seat.label: (seat.row, seat.column) for seat in sitting.seats}
    classes = {places[candidate.seat]: candidate.class_name for candidate in sitting.candidates}
    beside = [
        (classes[cell], classes[other])
        for cell in classes
        for other in ((cell[0] + 1, cell[1]), (cell[0], cell[1] + 1))
        if other in classes
    ]
    assert sum(left == right for left, right in beside) == 0
    assert figures(sitting).one_school


def test_seats_and_forms_of_the_roster_are_kept() -> None:
    people = roster(10)
    people[3] = RosterEntry(number="900001", name="指定", school="学校0", seat="5", form="B", extra_minutes=15)
    found = arrange(plan(), people).candidate("900001")
    assert found is not None
    assert (found.seat, found.form, found.extra_minutes) == ("05", "B", 15)


def test_only_candidates_of_this_room_and_sitting_are_taken() -> None:
    people = [*roster(3, room="机房", sitting="S01"), *roster(9, room="别处")[3:], *roster(20, sitting="S02")[9:]]
    assert len(arrange(plan(), people).candidates) == 3


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (roster(47), "还有 46 个座位，却有 47 名"),
        (roster(2, room="别处"), "没有属于考场"),
        (roster(2, seat="01"), "已分给别人"),
        (roster(1, seat="48"), "备用机"),
        (roster(1, form="Z"), "不在本场的试卷"),
    ],
)
def test_what_cannot_be_seated_is_said(people: list[RosterEntry], sentence: str) -> None:
    with pytest.raises(SeatingError, match=sentence):
        arrange(plan(), people)


@settings(max_examples=60)
@given(
    rows=st.integers(1, 8),
    columns=st.integers(1, 8),
    filled=st.integers(1, 100),
    schools=st.integers(1, 6),
    seed=st.integers(0, 10**6),
    forms=st.integers(1, 6),
)
def test_a_draw_always_seats_everybody_once(
    rows: int, columns: int, filled: int, schools: int, seed: int, forms: int
) -> None:
    people = roster(min(max(rows * columns * filled // 100, 1), rows * columns), schools)
    names = str([f"F{n}" for n in range(forms)]).replace("'", '"')
    sitting: Sitting = arrange(plan(names, rows=rows, columns=columns, spare=0, seed=seed), people)
    assert sorted(c.number for c in sitting.candidates) == [entry.number for entry in people]
    counted = figures(sitting)
    if forms >= 4:
        assert counted.same_form_around == 0
    if forms >= 2:
        assert counted.same_form_beside == 0


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2026-06-13T09:00", "9 点", "开考时间"),
        ("auto_admit = true", "auto_admit = 5", "auto_admit|bool"),
        ("auto_admit", "auto_admitt", "auto_admitt"),
        ("rows = 6", "plan = '01 02'\nrows = 6", "二者选一"),
        ("seed = 7", "", "seed"),
        ("[room]", "[room", "读不懂：第"),
    ],
)
def test_a_fault_in_the_sitting_file_is_named(old: str, new: str, sentence: str) -> None:
    text = TEXT.format(forms='["A"]', rows=6, columns=8, spare=0, seed=7).replace(old, new, 1)
    with pytest.raises(SeatingError, match=sentence):
        read_sitting_plan(text.encode())

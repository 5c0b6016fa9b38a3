"""Papers and sittings refuse to be made wrongly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from itembank.base.canonical import digest
from itembank.model.codec import ModelError
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.sitting import Candidate, Seat, Sitting
from tests.itembank import samples


def paper(*items: PaperItem, **changes: Any) -> Paper:
    section = Section(identifier="S1", title="一", items=items)
    fields: dict[str, Any] = {"form": "A", "exam": "X", "title": "卷", "sections": (section,), "duration_minutes": 45}
    return Paper(**(fields | changes))


def entry(number: int, identifier: str = "Q1", points: int = 2) -> PaperItem:
    return PaperItem(number=number, item=samples.single(identifier).item, points=Fraction(points))


def test_a_paper_counts_its_points_and_names_its_files() -> None:
    picture = PaperItem(number=2, item=samples.picture_item().item, points=Fraction(1, 2))
    made = paper(entry(1), picture)
    assert made.total_points() == Fraction(5, 2)
    assert made.media() == {digest(samples.PICTURE)}
    assert [e.number for e in made.entries()] == [1, 2]


@pytest.mark.parametrize(
    ("items", "changes"),
    [
        ((entry(2),), {}),
        ((entry(1), entry(3, "Q2")), {}),
        ((entry(1), entry(2)), {}),
        ((entry(1),), {"duration_minutes": 0}),
        ((entry(1),), {"form": "甲"}),
    ],
)
def test_wrong_papers_are_refused(items: tuple[PaperItem, ...], changes: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        paper(*items, **changes)


def test_a_worthless_item_is_refused() -> None:
    with pytest.raises(ModelError, match="分值"):
        entry(1, points=0)


SEATS = (
    Seat(label="01", row=1, column=1),
    Seat(label="02", row=1, column=2),
    Seat(label="03", row=1, column=3, spare=True),
)


def candidate(number: str = "0001", seat: str = "01", **changes: Any) -> Candidate:
    return Candidate(**({"number": number, "name": "甲", "seat": seat, "form": "A"} | changes))


def sitting(*candidates: Candidate, seats: tuple[Seat, ...] = SEATS) -> Sitting:
    return Sitting(
        exam="X",
        sitting="S1",
        title="卷",
        site="一中",
        room="机房",
        planned_start="2026-06-13T09:00",
        duration_minutes=45,
        seats=seats,
        candidates=candidates,
        forms=("A",),
    )


def test_a_candidate_is_found_by_number() -> None:
    made = sitting(candidate(), candidate("0002", "02"))
    assert made.candidate("0002") == candidate("0002", "02")
    assert made.candidate("0003") is None


@pytest.mark.parametrize(
    "candidates",
    [
        (candidate(), candidate(seat="02")),
        (candidate(), candidate("0002")),
        (candidate(seat="03"),),
        (candidate(seat="99"),),
        (candidate(form="B"),),
    ],
)
def test_wrong_sittings_are_refused(candidates: tuple[Candidate, ...]) -> None:
    with pytest.raises(ModelError):
        sitting(*candidates)


@pytest.mark.parametrize("number", ["12", "00-1", "１２３４", "abcd1", "1" * 21])
def test_wrong_candidate_numbers_are_refused(number: str) -> None:
    with pytest.raises(ModelError, match="格式不对"):
        candidate(number)


def test_a_nameless_candidate_and_impossible_extra_time_are_refused() -> None:
    with pytest.raises(ModelError, match="没有姓名"):
        candidate(name=" ")
    with pytest.raises(ModelError, match="加时"):
        candidate(extra_minutes=601)


def test_doubled_seats_are_refused() -> None:
    with pytest.raises(ModelError, match="座位号"):
        sitting(candidate(), seats=(SEATS[0], SEATS[0]))

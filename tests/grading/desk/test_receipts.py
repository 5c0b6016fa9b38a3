"""What a marker decides at the desk is noted in their own book of receipts."""

from __future__ import annotations

import pytest

from grading.desk.session import MarkingSession
from grading.results.receipts import ReceiptBook
from tests.builders import MADE
from tests.grading.desk.marking_city import SERIAL, MarkingCity


@pytest.fixture
def city(tmp_path):
    made = MarkingCity(tmp_path, b"PK")
    yield made
    made.close()


def test_each_decision_is_noted_with_its_place_in_the_chain(city, tmp_path):
    session = MarkingSession(city.sources, [city.bundle], city.store, city.markers["王老师"], SERIAL)
    session.note_in(book := ReceiptBook(tmp_path / "wang-E.receipts"))
    first, second = session.tasks()[:2]
    session.decide(first, first.possible, "", MADE)
    session.decide(second, second.possible * 0, "", MADE)
    assert [receipt.number for receipt in book.receipts()] == [1, 2]

"""What the tests of the screens share: the look in a folder of its own, a fake desk, a window."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from exam_client.ui.answers.editor import Surroundings
from exam_client.ui.look import BASE_PX, Look, load_fonts, sans
from exam_client.ui.window import DeskWindow
from itembank.model.paper import PaperItem
from tests.exam_client.ui.fake_desk import FakeDesk

T = TypeVar("T")


@pytest.fixture(scope="session")
def marks(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fonts and style of the program once for all tests; the folder of its drawn marks."""
    qapp.setStyle("Fusion")
    load_fonts()
    qapp.setFont(sans(BASE_PX))
    return tmp_path_factory.mktemp("marks")


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> None:
    """Let windows of the last test really go; else each change of the look would dress them all again."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def look(marks: Path) -> Look:
    made = Look(marks)
    made.dress()
    return made


@pytest.fixture
def desk(look: Look) -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def window(look: Look, desk: FakeDesk, qtbot) -> DeskWindow:
    made = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


class Places:
    """Makes surroundings of items of the sample paper."""

    def __init__(self, look: Look, desk: FakeDesk) -> None:
        self.look, self.desk = look, desk

    def entry(self, item: str) -> PaperItem:
        assert self.desk.paper is not None
        return next(entry for entry in self.desk.paper.entries() if entry.item.identifier == item)

    def interaction(self, item: str, kind: type[T], at: int = 0) -> T:
        """Return an interaction of an item, which must be of a kind."""
        found = self.entry(item).item.interactions[at]
        assert isinstance(found, kind)
        return found

    def of(self, item: str, **choice_order: tuple[str, ...]) -> Surroundings:
        entry = self.entry(item)
        if choice_order:
            entry = PaperItem(number=entry.number, item=entry.item, points=entry.points, choice_order=choice_order)
        return Surroundings(self.look, self.desk, entry)


@pytest.fixture
def places(look: Look, desk: FakeDesk) -> Places:
    return Places(look, desk)

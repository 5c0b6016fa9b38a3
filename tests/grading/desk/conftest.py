"""A small exam and the windows of its markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.desk.app import prepare_application
from grading.desk.session import MarkingSession
from grading.desk.window import MarkingWindow
from grading.results.grades import PASS_FAIL
from tests.builders import MADE
from tests.grading.desk.marking_city import SERIAL, MarkingCity

DOCUMENT = Path(__file__).parents[3] / "demo" / "content" / "tasks" / "WD-01" / "model" / "通知.docx"


@pytest.fixture
def city(tmp_path):
    made = MarkingCity(tmp_path, DOCUMENT.read_bytes())
    yield made
    made.close()


@pytest.fixture
def open_desk(qapp, qtbot, city):
    """Open the window of a marker; LibreOffice is left out so that nothing takes long."""
    prepare_application(qapp)
    windows: list[MarkingWindow] = []

    def make(marker: str) -> MarkingWindow:
        session = MarkingSession(city.sources, [city.bundle], city.store, city.markers[marker], SERIAL)
        window = MarkingWindow(session, PASS_FAIL, lambda: MADE, None)
        window.ask_to_lose = lambda _unsaved: True
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
    qapp.setStyleSheet("")

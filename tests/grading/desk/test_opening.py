"""Opening the marking desk: there at once, says how far it is, and says what was refused."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from grading.desk.app import prepare_application
from grading.desk.opening import OpeningWindow
from grading.desk.session import MarkingSession, Opening, OpeningStep
from grading.desk.window import MarkingWindow
from grading.results.errors import ResultsError
from grading.results.grades import PASS_FAIL
from itembank.base.errors import JikaoError
from tests.builders import MADE
from tests.grading.desk.marking_city import SERIAL, MarkingCity


@pytest.fixture
def city(tmp_path):
    made = MarkingCity(tmp_path, b"")
    yield made
    made.close()


@pytest.fixture
def styled(qapp):
    prepare_application(qapp)
    yield
    qapp.setStyleSheet("")


def test_the_window_says_how_far_it_is_while_another_thread_opens(styled, qtbot):
    goes_on = threading.Event()

    def slowly(tell):
        tell(Opening(OpeningStep.DECISIONS, 30_000, 100_000))
        goes_on.wait(20)
        raise ResultsError("成绩库可能被改动。", hint="请从备份恢复。")

    window = OpeningWindow(slowly)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "30,000 / 100,000" in window.more.text())
    assert (window.bar.value(), window.bar.maximum()) == (30_000, 100_000)
    assert window.away.isHidden()
    goes_on.set()
    qtbot.waitUntil(lambda: window.refused is not None)
    assert window.more.text() == "成绩库可能被改动。\n请从备份恢复。"
    assert window.bar.isHidden()
    qtbot.mouseClick(window.away, Qt.MouseButton.LeftButton)
    assert window.isHidden()
    window.finish()


def test_a_session_is_handed_over_ready_to_mark(styled, qtbot, city):
    steps: list[OpeningStep] = []

    def open_session(tell):
        def told(opening: Opening) -> None:
            steps.append(opening.step)
            tell(opening)

        session = MarkingSession(city.sources, [city.bundle], city.store, city.markers["王老师"], SERIAL, tell=told)
        return session.prepare(told)

    window = OpeningWindow(open_session)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.opened) as opened:
        window.show()
    desk = MarkingWindow(opened.args[0], PASS_FAIL, lambda: MADE, None)
    qtbot.addWidget(desk)
    assert desk.marking.task is not None
    assert steps[0] is OpeningStep.BUNDLES
    assert steps[-1] is OpeningStep.RESULTS
    desk.close()
    window.finish()


def test_a_room_whose_bundle_was_not_given_is_missed_before_anybody_marks(city):
    with pytest.raises(JikaoError, match="其中 1 份没有给出"):
        MarkingSession(city.sources, [], city.store, city.markers["王老师"], SERIAL)

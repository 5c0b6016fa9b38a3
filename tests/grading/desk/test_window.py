"""The marking desk as a marker uses it: points, double marking, arbitration, accepted answers, a new run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from grading.desk.app import prepare_application
from grading.desk.score_panel import points_text, steps_of
from grading.desk.session import MarkingSession
from grading.desk.window import MarkingWindow
from grading.results.decision_store import final_results
from grading.results.decisions import Stage
from grading.results.errors import ResultsError
from grading.results.grades import PASS_FAIL
from itembank.sealing.keys import SigningKey
from tests.builders import MADE
from tests.grading.desk.marking_city import ESSAY, SERIAL, MarkingCity

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
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
    qapp.setStyleSheet("")


def show_essay(window: MarkingWindow, qtbot, text: str) -> None:
    """Go on until the free text that begins with `text` is on the screen."""
    page = window.marking
    for _try in range(6):
        qtbot.waitUntil(lambda: page.evidence.tabs.count() > 0)
        browser = page.evidence.tabs.widget(0)
        if browser.toPlainText().startswith(text):  # type: ignore[attr-defined]
            return
        before = page.task
        qtbot.mouseClick(page.score.skip, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=before: page.task is not before)
    raise AssertionError(f"{text} is not asked of this marker")


def give(window: MarkingWindow, qtbot, points: int) -> None:
    window.marking.score.choose(Fraction(points))
    qtbot.mouseClick(window.marking.score.save, Qt.MouseButton.LeftButton)


def stages(window: MarkingWindow) -> list[Stage]:
    return [task.stage for task in window._session.tasks() if task.part.by_people]


def final_points(city: MarkingCity) -> dict[str, Fraction]:
    return {
        result.candidate: next(item.points for item in result.items if item.item == "H1")
        for result in final_results(city.store, city.run)
    }


def test_a_marker_sees_question_reference_and_answer_but_not_who_it_is(open_desk, qtbot):
    window = open_desk("王老师")
    show_essay(window, qtbot, "我认为")
    shown = window.marking.evidence.question.toPlainText()
    assert "参考答案" in shown
    assert "说明危险 2 分" in shown
    assert window.marking.evidence.tabs.widget(0).toPlainText() == ESSAY
    assert "0031001" not in window.marking.score.code.text()
    assert not window.marking.score.save.isEnabled()


def test_two_markings_within_the_tolerance_count_as_their_mean(open_desk, qtbot, city):
    first = open_desk("王老师")
    show_essay(first, qtbot, "我认为")
    give(first, qtbot, 16)
    assert first.counts.text().startswith("我已评 1")
    second = open_desk("李老师")
    show_essay(second, qtbot, "我认为")
    assert second.marking.task.stage is Stage.SECOND
    assert second.marking.score.earlier.text() == "", "the second marker does not see the first one's points"
    give(second, qtbot, 18)
    assert final_points(city)["0031001"] == 17


def test_markings_far_apart_go_to_a_third_person_who_decides(open_desk, qtbot, city):
    first, second = open_desk("王老师"), open_desk("李老师")
    for window, points in ((first, 4), (second, 18)):
        show_essay(window, qtbot, "我认为")
        give(window, qtbot, points)
    assert Stage.ARBITRATION not in stages(second), "who marked does not arbitrate"
    third = open_desk("陈老师")
    assert Stage.ARBITRATION in stages(third)
    show_essay(third, qtbot, "我认为")
    assert third.marking.score.earlier.text() == "两次给分：4、18"
    give(third, qtbot, 12)
    assert final_points(city)["0031001"] == 12


def test_a_document_is_shown_as_our_reader_sees_it_with_the_reason_for_asking(open_desk, qtbot):
    window = open_desk("王老师")
    queue = window.marking.queue.questions
    queue.setCurrentRow(queue.count() - 1)
    tabs = window.marking.evidence.tabs
    qtbot.waitUntil(lambda: tabs.count() == 2)
    assert [tabs.tabText(at) for at in range(2)] == ["通知.docx（内容）", "文件夹"]
    assert "校园科技节" in tabs.widget(0).toPlainText()
    assert "W.from_a_later_version" in window.marking.score.reason.text()


def test_digits_choose_points_and_control_enter_saves(open_desk, qtbot, city):
    window = open_desk("王老师")
    show_essay(window, qtbot, "我认为")
    window.marking.score.setFocus()
    qtbot.keyClick(window.marking.score, Qt.Key.Key_7)
    assert window.marking.score.save.isEnabled()
    qtbot.keyClick(window.marking.score, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.counts.text().startswith("我已评 1")


def test_an_accepted_answer_and_a_new_run_show_what_changes(open_desk, qtbot, city):
    window = open_desk("王老师")
    window.pages.setCurrentWidget(window.answers)
    page = window.answers
    assert [page.table.item(row, 2).text() for row in range(2)] == ["中央处理器", "处理器"]
    page.table.selectRow(0)
    assert not page.full.isEnabled(), "a reason is needed"
    page.reason.setText("与参考答案同义")
    qtbot.mouseClick(page.full, Qt.MouseButton.LeftButton)
    assert page.table.rowCount() == 1
    assert page.waiting.text() == "有 1 条更正还没有用来评分。"
    with qtbot.waitSignal(page.markedAgain, timeout=30_000):
        qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.changes
    assert window.changes.candidates.item(0, 0).text() == "0031002"
    assert window.changes.candidates.item(0, 7).text() == "2: 0 → 30"
    assert len(city.store.runs()) == 2


def test_a_stranger_s_key_opens_nothing(city):
    with pytest.raises(ResultsError):
        MarkingSession(city.sources, [city.bundle], city.store, SigningKey.generate(), SERIAL)


@pytest.mark.parametrize(
    ("possible", "count", "last"), [("5", 11, "5"), ("20", 21, "20"), ("100", 24, "100"), ("1/3", 2, "1/3")]
)
def test_points_to_choose_from_are_few_and_end_with_the_full_points(possible, count, last):
    steps = steps_of(Fraction(possible))
    assert len(steps) == count
    assert steps[0] == 0
    assert steps[-1] == Fraction(last)


def test_points_are_written_exactly():
    assert [points_text(Fraction(text)) for text in ("5/2", "3", "1/3")] == ["2.5", "3", "1/3"]

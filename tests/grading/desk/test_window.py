"""The marking desk as a marker uses it: points, double marking, arbitration, accepted answers, a new run."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from grading.desk.score_panel import ScorePanel, points_text, steps_of
from grading.desk.session import MarkingSession
from grading.desk.tasks import Task
from grading.desk.window import MarkingWindow
from grading.results.decision_store import DecisionStore, final_results
from grading.results.decisions import Place, Stage
from grading.results.errors import ResultsError
from grading.scorers.outcome import PartOutcome
from itembank.sealing.keys import SigningKey
from tests.grading.desk.marking_city import ESSAY, SERIAL, MarkingCity

TEN_POINTS = Task(
    place=Place("0031001", "H1", 0, "e"),
    part=PartOutcome(name="RESPONSE", share=None, by_people=True),
    number=1,
    form="A",
    stage=Stage.MARKING,
    possible=Fraction(10),
    code="ABCDEF",
)


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
    qtbot.waitUntil(window.marking.score.save.isEnabled)
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
        window.marking.score.comment.setText("没有例子" if points == 4 else "")
        give(window, qtbot, points)
    assert Stage.ARBITRATION not in stages(second), "who marked does not arbitrate"
    third = open_desk("陈老师")
    assert Stage.ARBITRATION in stages(third)
    show_essay(third, qtbot, "我认为")
    assert third.marking.score.earlier.text() == "两次给分：4（没有例子）、18"
    give(third, qtbot, 12)
    assert final_points(city)["0031001"] == 12


def test_a_document_is_shown_as_our_reader_sees_it_with_the_reason_for_asking(open_desk, qtbot):
    window = open_desk("王老师")
    queue = window.marking.queue.questions
    queue.setCurrentRow(queue.count() - 1)
    tabs = window.marking.evidence.tabs
    qtbot.waitUntil(lambda: tabs.count() == 3)
    assert [tabs.tabText(at) for at in range(3)] == ["（没有页面）", "通知.docx（内容）", "文件夹"]
    assert "LibreOffice" in tabs.widget(0).sentence, "why there are no pages is said in their place"
    assert "校园科技节" in tabs.currentWidget().toPlainText()
    assert "W.from_a_later_version" in window.marking.score.reason.text()


def test_digits_choose_points_and_control_enter_saves(open_desk, qtbot, city):
    window = open_desk("王老师")
    show_essay(window, qtbot, "我认为")
    window.marking.score.setFocus()
    qtbot.keyClick(window.marking.score, Qt.Key.Key_7)
    assert window.marking.score.save.isEnabled()
    qtbot.keyClick(window.marking.score, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.counts.text().startswith("我已评 1")


def test_a_marker_goes_back_to_what_they_decided_and_decides_anew(open_desk, qtbot, city):
    window = open_desk("王老师")
    page = window.marking
    assert not page.score.back.isEnabled(), "nothing was decided yet"
    show_essay(window, qtbot, "我认为")
    page.score.comment.setText("缺做法")
    give(window, qtbot, 4)
    after = page.task
    qtbot.keyClick(page.score, Qt.Key.Key_F5)
    assert page.score.stage.text() == "改我给过的分"
    assert page.score.comment.text() == "缺做法"
    assert next(one for one in page.score.buttons.buttons() if one.isChecked()).text() == "4"
    qtbot.waitUntil(lambda: page.evidence.tabs.count() > 0)
    assert page.evidence.tabs.widget(0).toPlainText() == ESSAY
    assert not page.score.back.isEnabled(), "there is none before it"
    page.score.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_5):
        qtbot.keyClick(page.score, key)
    qtbot.keyClick(page.score, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.task is not None
    assert after is not None
    assert page.task.place == after.place, "and on where they were"
    said = DecisionStore(city.store.engine).decisions()
    assert [one.share for one in said] == [Fraction(1, 5), Fraction(3, 4)], "both are on record"
    assert window.counts.text().startswith("我已评 1")


def test_nobody_goes_back_behind_an_arbitration(open_desk, qtbot):
    first, second, third = open_desk("王老师"), open_desk("李老师"), open_desk("陈老师")
    show_essay(third, qtbot, "我认为")
    for window, points in ((first, 4), (second, 18)):
        show_essay(window, qtbot, "我认为")
        give(window, qtbot, points)
    third.marking.refresh()
    assert third.marking.task.stage is Stage.ARBITRATION, "what is on the screen is what it has become"
    first.marking.refresh()
    assert first.marking.score.back.isEnabled()
    qtbot.mouseClick(first.marking.score.back, Qt.MouseButton.LeftButton)
    give(third, qtbot, 12)
    give(first, qtbot, 12)
    assert first.marking.score.fault.text() == "这份答卷已经仲裁，不能再改。"
    assert first.marking.task is None or first.marking.task.own is None
    assert not first.marking.score.back.isEnabled()


def test_an_answer_that_others_finished_is_left_with_a_sentence_and_nothing_is_stored(open_desk, qtbot, city):
    windows = [open_desk(name) for name in ("王老师", "李老师", "陈老师")]
    for window in windows:
        show_essay(window, qtbot, "我认为")
    for window in windows:
        give(window, qtbot, 16)
    assert windows[2].marking.score.fault.text() == "这份答卷刚由别人评完，不必再评。"
    shown = windows[2].marking.task
    assert shown is None or shown.place.candidate != "0031001" or shown.place.item != "H1"
    assert DecisionStore(city.store.engine).count() == 2


@pytest.mark.parametrize(
    ("typed", "chosen"), [("7", "7"), ("10", "10"), ("105", "5"), ("2.5", "2.5"), ("100", "0"), ("9.", "9")]
)
def test_points_are_typed(qapp, qtbot, typed, chosen):
    panel = ScorePanel()
    qtbot.addWidget(panel)
    panel.show_task(TEN_POINTS)
    for sign in typed:
        panel.type_points(sign)
    assert [one.text() for one in panel.buttons.buttons() if one.isChecked()] == [chosen]


def test_an_accepted_answer_and_a_new_run_show_what_changes(open_desk, qtbot, city):
    window = open_desk("王老师")
    window.pages.setCurrentWidget(window.answers)
    page = window.answers
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)
    assert [page.table.item(row, 2).text() for row in range(2)] == ["中央处理器", "处理器"]
    page.table.selectRow(0)
    assert not page.full.isEnabled(), "a reason is needed"
    page.reason.setText("与参考答案同义")
    qtbot.mouseClick(page.full, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    assert page.marking.waiting.text() == "有 1 条更正还没有用来评分。"
    with qtbot.waitSignal(page.markedAgain, timeout=30_000):
        qtbot.mouseClick(page.marking.again, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.changes
    qtbot.waitUntil(lambda: window.changes.candidates.rowCount() == 1)
    assert window.changes.candidates.item(0, 0).text() == "0031002"
    assert window.changes.candidates.item(0, 7).text() == "第 2 题 0 → 30"
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

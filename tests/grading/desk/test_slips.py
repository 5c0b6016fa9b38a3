"""What goes wrong in full swing: a digit too many, a comment without a mouse, a run that changes under the desk."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import msgspec
import pytest
from PySide6.QtCore import Qt

from grading.commands.score import mark_run
from grading.desk.score_panel import ScorePanel
from grading.results.decision_store import DecisionStore
from grading.runs.plan import Purpose
from tests.builders import MADE
from tests.grading.desk.marking_city import SERIAL
from tests.grading.desk.test_keyboard import activate, press, ready
from tests.grading.desk.test_window import TEN_POINTS


@pytest.mark.parametrize(
    ("possible", "typed", "entered", "doubted"),
    [
        (20, "25", 5, "25"),
        (20, "255", 5, "25"),
        (10, "100", 0, "100"),
        (20, "15", 15, ""),
        (5, "34", 4, ""),
        (5, "2.5", Fraction(5, 2), ""),
    ],
)
def test_a_number_that_cannot_be_given_is_saved_only_when_it_is_said_twice(
    qapp, qtbot, possible, typed, entered, doubted
):
    panel = ScorePanel()
    qtbot.addWidget(panel)
    activate(panel, qtbot)
    panel.show_task(replace(TEN_POINTS, possible=Fraction(possible)))
    panel.allow()
    saved: list[Fraction] = []
    panel.decided.connect(lambda points, _comment: saved.append(points))
    for sign in typed:
        panel.type_points(sign)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert saved == ([] if doubted else [entered])
    assert panel.fault.text().startswith(f"您按的是 {doubted}，" if doubted else "")
    if doubted:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
        assert saved == [entered]


def test_whoever_begins_anew_after_a_doubt_is_asked_no_more(qapp, qtbot):
    panel = ScorePanel()
    qtbot.addWidget(panel)
    panel.show_task(replace(TEN_POINTS, possible=Fraction(20)))
    panel.allow()
    panel.type_points("2")
    panel.type_points("5")
    panel.choose(Fraction(12))
    with qtbot.waitSignal(panel.decided) as decided:
        panel.save.click()
    assert decided.args == [Fraction(12), ""]


def test_the_comment_is_reached_and_left_by_keyboard(open_desk, qtbot):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    answer = window.focusWidget()
    press(window, qtbot, Qt.Key.Key_F4)
    assert window.focusWidget() is window.marking.score.comment
    qtbot.keyClicks(window.focusWidget(), "15")
    assert window.marking.score.draft().points is None, "digits are the comment's"
    press(window, qtbot, Qt.Key.Key_Escape)
    assert window.focusWidget() is answer
    press(window, qtbot, Qt.Key.Key_Tab)
    assert window.focusWidget().objectName() == "points", "and not at the far end of the window"


def test_a_desk_goes_over_to_a_run_that_somebody_made_meanwhile(open_desk, qtbot, city):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    press(window, qtbot, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_Return)
    before = window._session.counts()
    window.marking.score.comment.setText("还没有写完")
    newer = mark_run(city.sources, [city.bundle], city.store, purpose=Purpose(reason="again"), scale=SERIAL)
    window.pages.setCurrentWidget(window.changes)
    qtbot.waitUntil(lambda: newer[:16] in window.changes.sentence.text())
    assert window.title.text().endswith(newer[:8])
    window.pages.setCurrentWidget(window.marking)
    assert window._session.counts() == before, "what was marked counts"
    assert window.marking.score.comment.text() == "还没有写完"
    assert newer[:8] in window.marking.score.news.text()


def test_a_desk_says_that_it_cannot_go_over_to_a_run_from_other_files(open_desk, qtbot, city):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    made_from = city.store.run_input(city.run)
    other = msgspec.structs.replace(made_from, bundles=(*made_from.bundles, "f" * 64))
    city.store.add_run(other, list(city.store.results(city.run)), MADE)
    press(window, qtbot, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_Return)
    assert "没有换过去" in window.marking.score.news.text()
    assert window._session.run == city.run
    assert DecisionStore(city.store.engine).count() == 1, "and the decision is kept"

"""Handing in: the summary with links, asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from exam_client.attempt.views import SaveMark
from exam_client.ui.parts.note import Note
from exam_client.ui.sheets.hand_in import HandInSheet
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk
from tests.exam_client.ui.scenes import SUMMARY

CLEAN = replace(SUMMARY, unanswered=(), partial=(), flagged=(), findings=())


@pytest.fixture
def answering(window: DeskWindow, desk: FakeDesk) -> DeskWindow:
    desk.start_answering()
    return window


def sheet_of(window: DeskWindow) -> HandInSheet:
    sheet = window.sheets()[0]
    assert isinstance(sheet, HandInSheet)
    return sheet


def words_of(sheet: HandInSheet) -> str:
    notes = [note.text() for note in sheet.findChildren(Note)]
    return "\n".join([*(label.text() for label in sheet.findChildren(QLabel)), *notes])


def open_with(window: DeskWindow, desk: FakeDesk, summary) -> HandInSheet:
    window.dialogs._is_asked = True
    desk.show_summary(summary)
    return sheet_of(window)


def test_asking_saves_first_and_shows_the_summary(answering, desk):
    answering.paper.navigation.hand_in.click()
    assert desk.asked_for("requestHandIn") == [()]
    assert "共 19 题，已答 0 题。" in words_of(sheet_of(answering))


def test_a_summary_nobody_asked_for_is_not_shown(answering, desk):
    desk.show_summary(SUMMARY)
    assert answering.sheets() == []


def test_everything_that_is_open_is_named(answering, desk):
    text = words_of(open_with(answering, desk, SUMMARY))
    assert "还没有作答 · 13 题" in text
    assert "没有答完 · 1 题" in text
    assert "做了标记 · 2 题" in text
    assert "第 18 题：成绩统计.xlsx 还没有改动。" in text
    assert "第 19 题：count.py 放错了位置（现在在 桌面）。" in text
    assert "全部作答已存服务器。" in text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"save_mark": SaveMark.UNSAVED, "unsaved_events": 3}, "还有 3 条作答正在保存（未保存）。"),
        ({"save_mark": SaveMark.DESK, "offline": True}, "网络中断，已存本机。"),
        ({"save_mark": SaveMark.STANDBY}, "全部作答已存备份服务器。"),
    ],
)
def test_the_summary_says_truthfully_how_safe_the_work_is(answering, desk, changes, text):
    assert text in words_of(open_with(answering, desk, replace(CLEAN, **changes)))


def test_a_clean_paper_is_said_to_be_clean(answering, desk):
    assert "全部题目都已作答，没有标记的题。" in words_of(open_with(answering, desk, CLEAN))


def test_a_link_leads_back_to_its_item(answering, desk):
    sheet = open_with(answering, desk, SUMMARY)
    link = next(b for b in sheet.findChildren(QPushButton) if b.accessibleName() == "回到第 12 题")
    link.click()
    assert answering.sheets() == []
    assert answering.paper.current == "judge"


def test_it_is_asked_twice(answering, desk):
    sheet = open_with(answering, desk, SUMMARY)
    sheet.go_on.click()
    assert desk.asked_for("confirmHandIn") == []
    assert "交卷以后不能再修改答案。" in words_of(sheet)
    sheet.sure.click()
    assert desk.asked_for("confirmHandIn") == [()]


def test_the_second_question_can_be_declined(answering, desk):
    sheet = open_with(answering, desk, SUMMARY)
    sheet.go_on.click()
    sheet.back.click()
    assert desk.asked_for("confirmHandIn") == []
    assert answering.sheets() == []


def test_the_harmless_button_has_the_focus(answering, desk):
    answering.activateWindow()
    sheet = open_with(answering, desk, SUMMARY)
    assert answering.focusWidget() is sheet.stay
    sheet.go_on.click()
    assert answering.focusWidget() is sheet.back


def test_handing_in_too_early_is_not_possible_and_says_when(answering, desk):
    sheet = open_with(answering, desk, replace(SUMMARY, earliest_left_ms=125_000))
    assert not sheet.go_on.isEnabled()
    assert "现在还不能交卷，2 分 5 秒后可以交卷。" in words_of(sheet)


def test_the_dialog_goes_when_the_time_is_up(answering, desk):
    open_with(answering, desk, SUMMARY)
    desk.hand_in()
    assert answering.sheets() == []

"""The smaller dialogs: history, versions, reset, display, picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt

from exam_client.practical.views import FileVersion
from exam_client.ui.parts.sheet import MOST
from exam_client.ui.sheets.ask import AskSheet, ListSheet
from exam_client.ui.sheets.display import DisplaySheet
from exam_client.ui.sheets.picture import PictureSheet
from exam_client.ui.sheets.response_words import response_words
from exam_client.ui.theme import Theme
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk
from tests.exam_client.ui.sample_paper import NETWORK_PICTURE


@pytest.fixture
def answering(window: DeskWindow, desk: FakeDesk) -> DeskWindow:
    desk.start_answering()
    window.activateWindow()
    return window


def test_an_earlier_answer_can_be_taken_again(answering, desk):
    for value in ("c8", "c10"):
        desk.answer("bits", {"R": value})
        desk.leaveField()
    answering.paper.go_to("bits")
    answering.dialogs.show_history("bits")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, ListSheet)
    assert sheet.list.item(0).text() == "刚才（现在的答案）  B. 10"
    assert not sheet.take.isEnabled()
    sheet.list.setCurrentRow(1)
    sheet.take.click()
    assert desk.attempt.responses["bits"] == {"R": "c8"}
    assert answering.paper.view().response() == {"R": "c8"}


def test_an_item_without_answers_has_an_empty_history(answering):
    answering.dialogs.show_history("bits")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, ListSheet)
    assert not sheet.take.isEnabled()


def test_a_version_of_a_file_can_be_restored(answering, desk):
    desk.versions = (
        FileVersion("成绩统计.xlsx", "b" * 64, "", 12_000, desk.now_ms - 600_000, is_starter=False),
        FileVersion("成绩统计.xlsx", "a" * 64, "", 11_000, 0, is_starter=True),
    )
    answering.dialogs.show_versions("sheet", "成绩统计.xlsx")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, ListSheet)
    assert [sheet.list.item(at).text() for at in range(2)] == ["10 分钟前保存 · 12 KB", "原始文件 · 11 KB"]
    sheet.take.click()
    assert desk.asked_for("restoreVersion") == [("sheet", "成绩统计.xlsx", "b" * 64)]


def test_a_reset_is_asked_and_the_harmless_answer_has_the_focus(answering, desk, qtbot):
    answering.dialogs.ask_reset("sheet", "成绩统计.xlsx")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, AskSheet)
    assert answering.focusWidget() is sheet.no
    sheet.no.click()
    assert desk.asked_for("resetFile") == []
    answering.dialogs.ask_reset("sheet", "成绩统计.xlsx")
    answering.sheets()[0].yes.click()
    assert desk.asked_for("resetFile") == [("sheet", "成绩统计.xlsx")]


def test_size_and_colours_change_at_once(answering, look):
    answering.dialogs.show_display()
    sheet = answering.sheets()[0]
    assert isinstance(sheet, DisplaySheet)
    sheet.larger.click()
    assert (look.zoom, sheet.percent.text()) == (110, "110%")
    sheet.themes[Theme.DARK].click()
    assert look.theme is Theme.DARK


def test_a_picture_is_zoomed_by_keys_and_fitted_again(answering, qtbot):
    answering.dialogs.show_picture(NETWORK_PICTURE)
    sheet = answering.sheets()[0]
    assert isinstance(sheet, PictureSheet)
    fitted = sheet.canvas.scale()
    qtbot.keyClick(sheet, Qt.Key.Key_Plus)
    assert sheet.canvas.scale() == pytest.approx(fitted * 1.25)
    qtbot.keyClick(sheet, Qt.Key.Key_Minus)
    assert sheet.canvas.scale() == pytest.approx(fitted)


def test_one_dialog_at_a_time(answering):
    answering.dialogs.show_display()
    answering.dialogs.show_keys()
    assert len(answering.sheets()) == 1


def test_the_focus_returns_to_where_it_was(answering, qtbot):
    answering.paper.go_to("judge")
    before = answering.focusWidget()
    answering.dialogs.show_keys()
    answering.sheets()[0].close_sheet()
    assert answering.focusWidget() is before


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1024, 768), QSize(910, 512)])
def test_no_dialog_is_larger_than_agreed_or_than_the_window(answering, size):
    answering.resize(size)
    answering.dialogs.show_picture(NETWORK_PICTURE)
    panel = answering.sheets()[0].panel
    assert panel.width() <= min(MOST.width(), size.width())
    assert panel.height() <= min(MOST.height(), size.height())
    assert (MOST.width(), MOST.height()) == (900, 560)


def test_what_lies_below_a_dialog_is_out_of_reach(answering):
    answering.dialogs.show_keys()
    assert not answering.stack.isEnabled()
    answering.sheets()[0].close_sheet()
    assert answering.stack.isEnabled()


@pytest.mark.parametrize(
    ("item", "response", "text"),
    [
        (
            "safety",
            {"R": ("official", "delete")},
            "A. 通过官方网站或客服电话核实\nC. 确认是诈骗邮件以后删除，并提醒家人",
        ),
        ("program", {"A": "even", "B": None}, "偶数\n（空）"),
        ("match", {"R": ("gate face",)}, "进站时刷脸通过闸机 ↔ 人脸识别"),
        ("essay", {"R": "一二三"}, "一二三"),
        ("judge", {}, "（空）"),
    ],
)
def test_a_response_is_written_in_words(places, item, response, text):
    assert response_words(places.entry(item), response) == text

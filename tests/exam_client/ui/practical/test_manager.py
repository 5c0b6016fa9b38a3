"""The built-in file manager on the screen: what it asks of the desk by mouse and keyboard, and what it shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt

from exam_client.practical import deeds as d
from exam_client.ui.practical.manager import FileManager
from tests.exam_client.ui.fake_desk import FakeDesk

FREE = QRect(0, 0, 664, 768)
ENTRIES = (
    d.Entry("素材", folder=True, size_bytes=0, modified_s=1_760_000_000, attributes=""),
    d.Entry("说明.txt", folder=False, size_bytes=2_048, modified_s=1_760_000_000, attributes="R"),
    d.Entry("打包.zip", folder=False, size_bytes=10, modified_s=1_760_000_000, attributes=""),
)


@pytest.fixture
def manager(qtbot, look, desk: FakeDesk) -> FileManager:
    window = FileManager(look, desk, "P1", "第 4 题")
    qtbot.addWidget(window)
    window.come(FREE)
    desk.folderListed.emit(d.Listing("P1", "", ENTRIES, deleted=0))
    return window


def deeds(desk: FakeDesk) -> list[object]:
    return [asked[2] for asked in desk.asked if asked[0] == "doFiles"]


def choose(manager: FileManager, *rows: int) -> None:
    manager.list.choose(*rows)


def shown(manager: FileManager) -> list[list[str]]:
    items = [manager.list.topLevelItem(row) for row in range(manager.list.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def test_names_kinds_sizes_and_attributes_are_shown(manager) -> None:
    assert shown(manager) == [
        ["素材", "文件夹", ""],
        ["说明.txt", "TXT 文件 · 只读", "2 KB"],
        ["打包.zip", "ZIP 文件", "10 字节"],
    ]


def test_enter_goes_into_a_folder_and_backspace_comes_back(qtbot, manager, desk) -> None:
    choose(manager, 0)
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    assert desk.asked[-1] == ("listFolder", "P1", "素材")
    desk.folderListed.emit(d.Listing("P1", "素材", ()))
    assert manager.place.text() == "第 4 题 / 素材"
    qtbot.keyClick(manager.list, Qt.Key.Key_Backspace)
    assert desk.asked[-1] == ("listFolder", "P1", "")
    qtbot.keyClick(manager.list, Qt.Key.Key_Backspace)
    assert [asked for asked in desk.asked if asked[0] == "listFolder"][-1] == ("listFolder", "P1", "")


def test_enter_on_a_file_opens_it(qtbot, manager) -> None:
    choose(manager, 1)
    with qtbot.waitSignal(manager.openWanted) as opened:
        qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    assert opened.args == ["说明.txt"]


def test_rename_by_f2_keeps_the_ending_selected_out(qtbot, manager, desk) -> None:
    choose(manager, 1)
    qtbot.keyClick(manager.list, Qt.Key.Key_F2)
    assert manager.name.line.selectedText() == "说明"
    manager.name.line.setText("使用说明.txt")
    qtbot.keyClick(manager.name.line, Qt.Key.Key_Return)
    assert deeds(desk) == [d.Rename("说明.txt", "使用说明.txt")]
    assert manager.name.isHidden()


def test_escape_leaves_a_question_without_a_deed(qtbot, manager, desk) -> None:
    qtbot.keyClick(manager.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(manager.name.line, Qt.Key.Key_Escape)
    assert deeds(desk) == []
    assert manager.list.hasFocus() or not manager.isActiveWindow()


def test_make_copy_cut_paste_delete_and_undo(qtbot, manager, desk) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(manager.list, Qt.Key.Key_N, control | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(manager.name.line, Qt.Key.Key_Return)
    choose(manager, 0, 1)
    qtbot.keyClick(manager.list, Qt.Key.Key_C, control)
    desk.folderListed.emit(d.Listing("P1", "素材", ()))
    qtbot.keyClick(manager.list, Qt.Key.Key_V, control)
    desk.folderListed.emit(d.Listing("P1", "", ENTRIES, deleted=1))
    choose(manager, 1)
    qtbot.keyClick(manager.list, Qt.Key.Key_X, control)
    desk.folderListed.emit(d.Listing("P1", "素材", ENTRIES[:1], deleted=1))
    qtbot.keyClick(manager.list, Qt.Key.Key_V, control)
    choose(manager, 0)
    qtbot.keyClick(manager.list, Qt.Key.Key_Delete)
    qtbot.keyClick(manager.list, Qt.Key.Key_Z, control)
    assert deeds(desk) == [
        d.MakeFolder("", "新建文件夹"),
        d.Copy(("素材", "说明.txt"), "素材"),
        d.Move(("说明.txt",), "素材"),
        d.Delete(("素材",)),
        d.Undelete(),
    ]
    assert not manager.buttons["paste"].isEnabled()


def test_zip_unzip_and_properties(qtbot, manager, desk) -> None:
    choose(manager, 0)
    assert not manager.buttons["unzip"].isEnabled()
    manager.buttons["zip"].click()
    qtbot.keyClick(manager.name.line, Qt.Key.Key_Return)
    choose(manager, 2)
    manager.buttons["unzip"].click()
    choose(manager, 1)
    manager.buttons["properties"].click()
    assert manager.properties.read_only.isChecked()
    assert manager.properties.hidden.isHidden()
    manager.properties.read_only.setChecked(False)
    qtbot.keyClick(manager.properties, Qt.Key.Key_Return)
    assert deeds(desk) == [
        d.Zip(("素材",), "素材.zip"),
        d.Unzip("打包.zip"),
        d.SetAttributes("说明.txt", read_only=False, hidden=False),
    ]


def test_a_refusal_is_said_and_what_is_new_is_selected(manager, desk) -> None:
    desk.filesDone.emit(d.DeedOutcome("P1", "这里已经有“说明.txt”了。"))
    assert "已经有" in manager.note.text()
    desk.filesDone.emit(d.DeedOutcome("P1", "", ("打包.zip",)))
    desk.folderListed.emit(d.Listing("P1", "", ENTRIES))
    assert [entry.name for entry in manager.list.chosen()] == ["打包.zip"]
    assert manager.note.text() == ""


def test_another_task_s_folder_is_not_shown(manager, desk) -> None:
    desk.folderListed.emit(d.Listing("P2", "", ()))
    assert len(shown(manager)) == 3


def test_a_thousand_files_draw_each_icon_once(manager: FileManager, desk: FakeDesk, look, monkeypatch):
    drawn: list[str] = []
    real = type(look).icon

    def counting(self, name: str, token: str, side_px: int = 20):
        drawn.append(name)
        return real(self, name, token, side_px)

    monkeypatch.setattr(type(look), "icon", counting)
    names = [f"图{number:04}.{ending}" for number in range(500) for ending in ("png", "txt")]
    entries = tuple(d.Entry(name, folder=False, size_bytes=1, modified_s=1, attributes="") for name in names)
    desk.folderListed.emit(d.Listing("P1", "", entries))
    assert manager.list.topLevelItemCount() == 1_000
    assert len(drawn) <= 4

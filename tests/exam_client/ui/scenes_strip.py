"""Scenes of a practical task: in the paper, and on the task strip at each edge of the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from exam_client.attempt.views import SaveMark, StaffMessage
from exam_client.net.views import Connection
from exam_client.practical.views import FileState, FileStatus, FolderView
from exam_client.ui.practical.strip import Dock, strip_place
from itembank.model.left_out import WhyLeftOut
from tests.exam_client.ui.stand import Stand


def practical(stand: Stand) -> QWidget:
    stand.desk.set_file_state("sheet", "成绩统计.xlsx", FileState.SAVED)
    return stand.answering("sheet")


def strip(dock: Dock, *, collapsed: bool = False) -> Callable[[Stand], QWidget]:
    def scene(stand: Stand) -> QWidget:
        practical(stand)
        stand.window.enter_strip("sheet")
        found = stand.window.strip
        assert found is not None
        stand.desk.messageShown.emit(StaffMessage("m1", "请记得保存文件。"))
        found.dock_at(dock)
        if collapsed:
            found.toggle()
        area = stand.window.rect()
        found.setGeometry(strip_place(area, dock, collapsed=collapsed))
        return found

    return scene


def crowded(view: FolderView) -> FolderView:
    """Put a thousand files into a folder, two of which cannot be taken."""
    more = tuple(
        FileStatus(f"素材包/第{number % 9}组/图片{number:04}.png", FileState.SAVED, 20_000, False, False)
        for number in range(1_000)
    )
    skipped = ("录像.mp4", "素材包/链接")
    files = tuple(sorted((*view.files, *more), key=lambda file: file.path))
    return replace(view, files=files, skipped=skipped, reasons=(WhyLeftOut.FILE_SIZE, WhyLeftOut.LINK))


def practical_crowded(stand: Stand) -> QWidget:
    shown = practical(stand)
    view = stand.desk.folder("sheet")
    assert view is not None
    stand.desk.folderChanged.emit(crowded(view))
    return shown


def strip_crowded(stand: Stand) -> QWidget:
    found = strip(Dock.RIGHT)(stand)
    view = stand.desk.folder("sheet")
    assert view is not None
    stand.desk.folderChanged.emit(crowded(view))
    return found


def strip_offline(stand: Stand) -> QWidget:
    found = strip(Dock.RIGHT)(stand)
    stand.desk.set_mark(SaveMark.DESK)
    stand.desk.set_connection(Connection.OFFLINE)
    stand.desk.raiseHand(True)
    return found

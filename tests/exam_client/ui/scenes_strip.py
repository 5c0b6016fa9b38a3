"""Scenes of a practical task: in the paper, and on the task strip at each edge of the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from exam_client.attempt.views import SaveMark, StaffMessage
from exam_client.net.views import Connection
from exam_client.practical.views import FileState
from exam_client.ui.practical.strip import Dock, strip_place
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


def strip_offline(stand: Stand) -> QWidget:
    found = strip(Dock.RIGHT)(stand)
    stand.desk.set_mark(SaveMark.DESK)
    stand.desk.set_connection(Connection.OFFLINE)
    stand.desk.raiseHand(True)
    return found

"""Every screen at the three sizes: nothing cut off, targets large enough, every control has a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from exam_client.ui.look import Look
from exam_client.ui.parts.words import Elided
from tests.exam_client.ui.scenes import SCENES
from tests.exam_client.ui.stand import Stand

SIZES = [(1024, 768), (1366, 768), (910, 512)]
LEAST_TARGET_PX = 32
W = TypeVar("W", bound=QWidget)
KINDS: tuple[type[QWidget], ...] = (QAbstractButton, QLineEdit, QComboBox, QAbstractScrollArea)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request) -> tuple[int, int]:
    width, height = request.param
    return width, height


class WindowWatch(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.add(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp) -> Iterator[WindowWatch]:
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture(params=SCENES)
def scene(request, look: Look, size, windows: WindowWatch):
    stand = Stand(look, *size)
    shown = SCENES[request.param](stand)
    for _round in range(3):
        QApplication.processEvents()
    yield stand, shown
    look.choose_zoom(100)
    stand.close()


def visible(root: QWidget, kind: type[W]) -> list[W]:
    return [widget for widget in root.findChildren(kind) if widget.isVisible()]


def words_cut(label: QLabel) -> bool:
    if isinstance(label, Elided) or not label.text():
        return False
    needed = label.fontMetrics().horizontalAdvance(label.text())
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return needed > label.contentsRect().width() + 1


def text_cut(button: QPushButton) -> bool:
    if not button.text() or button.layout() is not None:
        return False
    return button.fontMetrics().horizontalAdvance(button.text()) > button.width() - 4


def says_something(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton) and widget.text():
        return True
    return bool(widget.accessibleName())


def test_the_window_keeps_its_size_and_nothing_is_cut_off(scene, windows):
    stand, shown = scene
    assert windows.seen <= {"DeskWindow", "TaskStrip", "FileManager"}
    assert (stand.window.width(), stand.window.height()) == (stand.width, stand.height)
    cut = [label.text() for label in visible(shown, QLabel) if words_cut(label)]
    cut += [button.text() for button in visible(shown, QPushButton) if text_cut(button)]
    assert cut == []
    small = [
        (button.accessibleName() or button.text(), button.width(), button.height())
        for button in visible(shown, QAbstractButton)
        if min(button.width(), button.height()) < LEAST_TARGET_PX
    ]
    assert small == []
    silent = [
        type(widget).__name__
        for kind in KINDS
        for widget in visible(shown, kind)
        if widget.focusPolicy() and widget.focusPolicy().value and not says_something(widget)
    ]
    assert silent == []


def test_the_check_itself_notices_a_cut_label(look, qtbot):
    label = QLabel("全部作答已存备份服务器")
    qtbot.addWidget(label)
    label.resize(60, 24)
    assert words_cut(label)
    label.setWordWrap(True)
    assert words_cut(label)
    label.resize(400, 24)
    assert not words_cut(label)

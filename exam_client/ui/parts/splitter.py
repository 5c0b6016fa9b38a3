"""A splitter whose handle takes the focus and moves with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSplitter, QSplitterHandle

STEP_PX = 24


class KeySplitter(QSplitter):
    """A splitter for the mouse and for the keyboard."""

    def __init__(self, orientation: Qt.Orientation, name: str) -> None:
        """`name` is what a screen reader says of the handle."""
        super().__init__(orientation)
        self._name = name
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Make a handle that takes the focus."""
        return KeyHandle(self.orientation(), self, self._name)

    def shift(self, pixels: int) -> None:
        """Move the first handle."""
        sizes = self.sizes()
        if len(sizes) > 1:
            moved = max(-sizes[0], min(sizes[1], pixels))
            self.setSizes([sizes[0] + moved, sizes[1] - moved, *sizes[2:]])


class KeyHandle(QSplitterHandle):
    """The handle between two parts."""

    def __init__(self, orientation: Qt.Orientation, splitter: KeySplitter, name: str) -> None:
        """Be reached by Tab."""
        super().__init__(orientation, splitter)
        self._splitter = splitter
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows of the splitter's direction."""
        across = self.orientation() is Qt.Orientation.Horizontal
        back, forth = (Qt.Key.Key_Left, Qt.Key.Key_Right) if across else (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in {back, forth}:
            self._splitter.shift(STEP_PX if event.key() == forth else -STEP_PX)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus."""
        super().paintEvent(event)
        painter = QPainter(self)
        colour = self.palette().highlight().color() if self.hasFocus() else self.palette().mid().color()
        painter.setPen(QPen(colour, 3))
        middle = self.rect().center()
        if self.orientation() is Qt.Orientation.Horizontal:
            painter.drawLine(middle.x(), middle.y() - 14, middle.x(), middle.y() + 14)
        else:
            painter.drawLine(middle.x() - 14, middle.y(), middle.x() + 14, middle.y())
        if self.hasFocus():
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

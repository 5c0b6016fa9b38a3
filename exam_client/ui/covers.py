"""Covers for the other screens of a machine: the exam stands on one, the rest show nothing else.

They cover, they do not lock; what really happens on a machine is the guard's business to watch.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.ui.parts.words import words
from itembank.base.i18n import _


class Cover(QWidget):
    """A quiet full-screen window that does not close by itself."""

    def __init__(self, screen: QScreen) -> None:
        """Stand on a screen."""
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(words(_("机考考试端"), "title", centred=True))
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay."""
        event.ignore()


class Covers(QObject):
    """Keeps all screens but one covered, also when screens come and go."""

    def __init__(self, window: QWidget) -> None:
        """`window` is the exam's; its screen stays free."""
        super().__init__(window)
        self._window = window
        self.covers: list[Cover] = []
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._changed)
            application.screenRemoved.connect(self._changed)
        self.cover(QGuiApplication.screens())

    def cover(self, screens: Sequence[QScreen]) -> None:
        """Cover these screens but the window's own."""
        for cover in self.covers:
            cover.hide()
            cover.deleteLater()
        self.covers = [Cover(screen) for screen in screens if screen is not self._window.screen()]
        for cover in self.covers:
            cover.showFullScreen()

    def _changed(self, _screen: QScreen) -> None:
        self.cover(QGuiApplication.screens())

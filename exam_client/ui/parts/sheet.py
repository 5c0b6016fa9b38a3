"""A dialog inside the window: a panel of at most 900 x 560 over a dimmed screen.

Not a window of its own: nothing can slip behind the covering exam window, and no window manager is asked.
While a sheet is up, what lies below is disabled, so that the tab key stays inside. Only what `ABOVE` marks, words of
staff and warnings of time, stays in front of it, and the panel makes room.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

MOST = QSize(900, 560)
MARGIN = 20
DIM = 120
ABOVE = "above-sheets"
"""The property of a sibling that no sheet covers."""
MOVES = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Sheet(QWidget):
    """A sheet over its parent. `closed` comes once, after `close_sheet` or Esc (unless it `must_answer`)."""

    closed = Signal()

    def __init__(self, look: Look, over: QWidget, title: str, *, size: QSize = MOST, must_answer: bool = False) -> None:
        """`size` is what the panel would like; it never exceeds 900 x 560 or the window."""
        super().__init__(over)
        self.look = look
        self._over = over
        self._wanted = size.boundedTo(MOST)
        self._must_answer = must_answer
        self._before = QApplication.focusWidget()
        self._disabled: list[QWidget] = []
        self._above: list[QWidget] = []
        self._area: QScrollArea | None = None
        self.panel = QFrame(self)
        self.panel.setProperty("role", "sheet")
        self.panel.setAccessibleName(title)
        self.title = words(title, "title", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(12)
        self._arrange()
        over.installEventFilter(self)

    def open_sheet(self, focus: QWidget | None = None) -> None:
        """Show the sheet and give `focus` the keyboard."""
        for child in self._over.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child.property(ABOVE):
                child.installEventFilter(self)
                self._above.append(child)
            elif child is not self and child.isEnabled() and not isinstance(child, Sheet):
                child.setEnabled(False)
                self._disabled.append(child)
        self._fit()
        self.show()
        self.raise_()
        for child in self._above:
            child.raise_()
        (focus or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def resize_panel(self, size: QSize) -> None:
        """Make the panel another size."""
        self._wanted = size.boundedTo(MOST)
        self._fit()

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        for watched in (self._over, *self._above):
            watched.removeEventFilter(self)
        for child in self._disabled:
            child.setEnabled(True)
        self._disabled.clear()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what lies below, and make room for what stays in front."""
        is_resized = watched is self._over and event.type() is QEvent.Type.Resize
        if is_resized or (watched in self._above and event.type() in MOVES):
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, turn pages; an input method that composes gets the key first."""
        if self._area is not None and event.key() in PAGES:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + PAGES[Qt.Key(event.key())] * bar.pageStep())
        elif event.key() == Qt.Key.Key_Escape and not self._must_answer:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(0, 0, 0, DIM))

    def scrolling(self, content: QWidget) -> QScrollArea:
        """Put `content` into the body so that it scrolls when there is too much of it."""
        content.setProperty("role", "clear")
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self.body.addWidget(area, 1)
        return area

    def add_close_button(self, text: str = "") -> Button:
        """Put the button that closes the sheet at the right end of the foot."""
        button = Button(self.look, text or _("关闭"), self.close_sheet, role="primary")
        self.foot.addStretch(1)
        self.foot.addWidget(button)
        return button

    def _arrange(self) -> None:
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(28, 22, 28, 20)
        inside.setSpacing(14)
        inside.addWidget(self.title)
        inside.addLayout(self.body, 1)
        inside.addLayout(self.foot)

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        room = self.rect()
        room.setTop(max((one.geometry().bottom() + 1 for one in self._above if one.isVisible()), default=0))
        size = self._wanted.boundedTo(room.size() - QSize(2 * MARGIN, 2 * MARGIN))
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        self.panel.setGeometry(place)

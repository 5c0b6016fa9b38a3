"""The frame of a quiet screen: one card in the middle with a title, words and actions; it scrolls when it must."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.words import Picture, words

CARD_WIDTH = 640
WIDE_CARD_WIDTH = 820
COMPACT_BELOW_PX = 560


class CardPage(QWidget):
    """A main screen with one card. Put things into `body`, buttons into `foot`."""

    def __init__(
        self, look: Look, title: str, *, icon: str = "", ink: str = "accent", width_px: int = CARD_WIDTH
    ) -> None:
        """`width_px` is the most that the card takes."""
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.look = look
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.card.setMaximumWidth(width_px)
        self._inside = QVBoxLayout(self.card)
        self.title = words(title, "title", wrap=True)
        self._icon = Picture(look, icon or "info", ink, 36)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._icon)
        if not icon:
            self._icon.hide()
        head.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(12)
        self._inside.addLayout(head)
        self._inside.addLayout(self.body)
        self._inside.addLayout(self.foot)
        self._place(width_px)
        self._space(compact=False)

    def entered(self) -> None:
        """The screen was brought to the front: put the focus where the candidate begins."""

    def say_title(self, text: str, icon: str = "", ink: str = "accent") -> None:
        """Change the title and its icon."""
        self.title.setText(text)
        if icon:
            self._icon.show_icon(icon, ink)
            self._icon.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand closer together where there is little height."""
        super().resizeEvent(event)
        self._space(compact=self.height() < COMPACT_BELOW_PX)

    def _space(self, *, compact: bool) -> None:
        across, down, gap = (28, 14, 8) if compact else (36, 28, 16)
        self._inside.setContentsMargins(across, down, across, down)
        self._inside.setSpacing(gap)
        self.body.setSpacing(8 if compact else 14)
        self._around.setContentsMargins(20, 6 if compact else 16, 20, 6 if compact else 16)

    def _place(self, width_px: int) -> None:
        middle = QWidget()
        middle.setProperty("role", "clear")
        column = self._around = QVBoxLayout(middle)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card, width_px)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if isinstance(item, QLayout):
            clear(item)
            continue
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()

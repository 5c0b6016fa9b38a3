"""The right side of the console: the chosen seat above what happened; on a low screen one behind the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from exam_server.console.news_panel import NewsPanel
from exam_server.console.seat_panel import SeatPanel
from itembank.base.i18n import _

WIDTH = 318
LEAST_WIDTH = 272
LOW = 480


class SidePanel(QWidget):
    """Holds both panels in a splitter, or in tabs where the height is below `LOW`."""

    def __init__(self, seat: SeatPanel, news: NewsPanel, parent: QWidget | None = None) -> None:
        """Begin with the splitter."""
        super().__init__(parent)
        self.seat = seat
        self.news = news
        self.setMinimumWidth(LEAST_WIDTH)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("sideTabs")
        self._tabs.setDocumentMode(True)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._split)
        box.addWidget(self._tabs)
        self._is_low = True
        self._stack(is_low=False)

    def show_seat(self) -> None:
        """Bring the chosen seat to the front."""
        self._tabs.setCurrentWidget(self.seat)

    def show_counts(self) -> None:
        """Say on the tab how many incidents wait, and how many commands have not arrived."""
        at = self._tabs.indexOf(self.news)
        if at >= 0:
            self._tabs.setTabText(at, self._news_word())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change over when the height crosses the line."""
        super().resizeEvent(event)
        self._stack(is_low=self.height() < LOW)

    def _stack(self, *, is_low: bool) -> None:
        if is_low == self._is_low:
            return
        self._is_low = is_low
        if is_low:
            self._tabs.addTab(self.seat, _("座位"))
            self._tabs.addTab(self.news, self._news_word())
        else:
            self._split.addWidget(self.seat)
            self._split.addWidget(self.news)
            self._split.setStretchFactor(0, 3)
            self._split.setStretchFactor(1, 2)
            self._split.setSizes([310, 300])
            for panel in (self.seat, self.news):
                panel.show()
        self._tabs.setVisible(is_low)
        self._split.setVisible(not is_low)

    def _news_word(self) -> str:
        waiting, missing = self.news.waiting(), self.news.undelivered()
        word = _("事件 {count}").format(count=waiting) if waiting else _("事件")
        return _("{word}　！未送达 {count}").format(word=word, count=missing) if missing else word

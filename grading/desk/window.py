"""The marking desk's window: who marks, how much is left, and three pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from grading.desk.answers_page import AnswersPage
from grading.desk.background import Background
from grading.desk.changes_page import ChangesPage
from grading.desk.marking_page import MarkingPage
from grading.desk.session import MarkingSession
from grading.results.grades import GradeTable
from itembank.base.i18n import _


class MarkingWindow(QMainWindow):
    """Composes the pages; each asks the session itself."""

    def __init__(
        self, session: MarkingSession, table: GradeTable, now: Callable[[], datetime], office: str | None
    ) -> None:
        """Open the first task."""
        super().__init__()
        self._session = session
        self.setWindowTitle(_("机考 · 评阅"))
        self._background = Background(self)
        self.title, self.counts = QLabel(), QLabel()
        self.title.setObjectName("title")
        self.marking = MarkingPage(session, self._background, now, office)
        self.answers = AnswersPage(session, self._background, now)
        self.changes = ChangesPage(session, self._background, table)
        self.marking.changed.connect(self._show_counts)
        self.answers.markedAgain.connect(self._marked_again)
        self.pages = QTabWidget()
        self.pages.addTab(self.marking, _("评阅"))
        self.pages.addTab(self.answers, _("填空答案"))
        self.pages.addTab(self.changes, _("成绩变化"))
        self.pages.currentChanged.connect(self._page_changed)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top_bar())
        column.addWidget(self.pages, 1)
        self.setCentralWidget(inside)
        self.marking.refresh()
        self._show_counts()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way: a decision is stored at once, and marking goes on later where it stopped."""
        self.answers.stop()
        self.marking.finish()
        self._background.finish()
        event.accept()

    def _top_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("topBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.counts)
        return bar

    def _show_counts(self) -> None:
        counts = self._session.counts()
        self.title.setText(
            _("评阅 · {marker} · 批次 {run}").format(marker=self._session.marker, run=self._session.run[:8])
        )
        self.counts.setText(
            _("我已评 {mine} · 等我评 {for_me} · 全部未定 {for_all}").format(
                mine=counts.mine, for_me=counts.for_me, for_all=counts.for_all
            )
        )

    def _page_changed(self, index: int) -> None:
        page = self.pages.widget(index)
        if isinstance(page, MarkingPage | AnswersPage | ChangesPage):
            page.refresh()

    def _marked_again(self) -> None:
        self._show_counts()
        self.pages.setCurrentWidget(self.changes)

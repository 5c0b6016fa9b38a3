"""The marking desk's window: who marks, how much is left, and three pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from grading.desk.answers_page import AnswersPage
from grading.desk.background import Background
from grading.desk.changes_page import ChangesPage
from grading.desk.keys_dialog import KeysDialog
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
        self.ask_to_lose: Callable[[int], bool] = self._ask_to_lose
        self.setWindowTitle(_("机考 · 评阅"))
        self._background = Background(self)
        # What is compared and counted must not stand behind a document that is opened ahead.
        self._reading = Background(self)
        self.title, self.counts = QLabel(), QLabel()
        self.title.setObjectName("title")
        self.marking = MarkingPage(session, self._background, now, office)
        self.answers = AnswersPage(session, self._reading, now)
        self.changes = ChangesPage(session, self._reading, table)
        self.marking.changed.connect(self._decided)
        self.answers.markedAgain.connect(self._marked_again)
        self.pages = QTabWidget()
        self.pages.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for number, (page, name) in enumerate(
            ((self.marking, _("评阅")), (self.answers, _("填空答案")), (self.changes, _("成绩变化"))), start=1
        ):
            self.pages.addTab(page, _("{name}　Alt+{number}").format(name=name, number=number))
            to_page = QShortcut(QKeySequence(f"Alt+{number}"), self)
            to_page.activated.connect(lambda page=page: self.pages.setCurrentWidget(page))
        self.pages.currentChanged.connect(self._page_changed)
        self.keys = QPushButton(_("按键　F1"))
        self.keys.clicked.connect(self._show_keys)
        QShortcut(QKeySequence("F1"), self, activated=self._show_keys)  # type: ignore[call-overload]
        to_questions = QShortcut(QKeySequence("F2"), self.marking)
        to_questions.activated.connect(self.marking.queue.questions.setFocus)
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
        """Ask about what was entered and not saved; a decision is stored at once, and marking again goes on later."""
        unsaved = self.marking.unsaved()
        if unsaved and not self.ask_to_lose(unsaved):
            event.ignore()
            return
        self.hide()
        self.answers.stop()
        self.marking.finish()
        self.answers.finish()
        self._background.finish()
        self._reading.finish()
        event.accept()

    def _ask_to_lose(self, unsaved: int) -> bool:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle(_("还没有保存"))
        question.setText(_("有 {count} 份填了分数或评语，还没有保存。").format(count=unsaved))
        question.setInformativeText(_("不保存就退出，这些要重新评。已经保存的都在成绩库里。"))
        back = question.addButton(_("回去保存"), QMessageBox.ButtonRole.RejectRole)
        leave = question.addButton(_("不保存，退出"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(back)
        question.setEscapeButton(back)
        question.exec()
        return question.clickedButton() is leave

    def _show_keys(self) -> None:
        KeysDialog(self).exec()

    def _top_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("topBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.counts)
        row.addSpacing(10)
        row.addWidget(self.keys)
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

    def _decided(self) -> None:
        self._follow()
        self._show_counts()

    def _follow(self) -> None:
        """Go over to a run that somebody made meanwhile: what is shown must be what will be published."""
        news = self._session.follow()
        if news:
            self._show_counts()
            self.marking.refresh()
            self.marking.score.tell(news)

    def _page_changed(self, index: int) -> None:
        self._follow()
        page = self.pages.widget(index)
        if isinstance(page, MarkingPage | AnswersPage | ChangesPage):
            page.refresh()
            page.take_keyboard()

    def _marked_again(self) -> None:
        self._show_counts()
        if self.pages.currentWidget() is self.answers:
            self.pages.setCurrentWidget(self.changes)

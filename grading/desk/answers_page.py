"""Fill-ins that nothing matched, the most frequent first: accept what is right, mark again, see what changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grading.commands.score import Reporter
from grading.desk.background import Background
from grading.desk.session import MarkingSession
from grading.runs.marking import Progress
from grading.runs.unmatched import Unmatched
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class AnswersPage(QWidget):
    """The table of answers. `markedAgain()` is told when a new run is there."""

    markedAgain = Signal()
    _progressed = Signal(object)

    def __init__(self, session: MarkingSession, background: Background, now: Callable[[], datetime]) -> None:
        """Start empty; `refresh` fills."""
        super().__init__()
        self._session, self._background, self._now = session, background, now
        self._answers: list[Unmatched] = []
        self._reporter: Telling | None = None
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([_("人数"), _("题"), _("答案"), _("考生的写法")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(_("没有匹配任何答案的填空"))
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
            )
        ):
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        self.table.itemSelectionChanged.connect(self._selection_changed)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("理由，如“与参考答案同义，评卷组讨论通过”"))
        self.reason.setAccessibleName(_("理由"))
        self.reason.textChanged.connect(self._selection_changed)
        self.full, self.half = QPushButton(_("接受，给满分")), QPushButton(_("接受，给一半"))
        self.full.clicked.connect(lambda: self._accept(Fraction(1)))
        self.half.clicked.connect(lambda: self._accept(Fraction(1, 2)))
        self.waiting = QLabel()
        self.again = QPushButton(_("按更正重新评分"))
        self.again.setObjectName("primary")
        self.again.clicked.connect(self._mark_again)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.fault = QLabel()
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self._progressed.connect(self._show_progress)
        self._lay_out()

    def refresh(self) -> None:
        """Read the answers again: of a whole city, so not in the window's thread."""
        self._background.call(self._read, self._show, lambda error: self.fault.setText(error.message))

    def _read(self) -> tuple[list[Unmatched], list[str], int]:
        answers = self._session.unmatched()
        titles = [self._session.question(answer.item) for answer in answers]
        return answers, titles, self._session.waiting_corrections()

    def _show(self, read: tuple[list[Unmatched], list[str], int]) -> None:
        self._answers, titles, count = read
        self.table.setRowCount(len(self._answers))
        for row, (answer, title) in enumerate(zip(self._answers, titles, strict=True)):
            words = (
                str(answer.count),
                title,
                answer.text,
                "　".join(answer.spellings),
            )
            for column, text in enumerate(words):
                cell = QTableWidgetItem(text)
                if column == 0:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, cell)
        self.waiting.setText(
            _("有 {count} 条更正还没有用来评分。").format(count=count) if count else _("所有更正都已用来评分。")
        )
        self.again.setEnabled(count > 0)
        self._selection_changed()

    def stop(self) -> None:
        """Stop marking again, after the batch under way; what is marked is kept."""
        if self._reporter is not None:
            self._reporter.is_stopped = True

    def _selection_changed(self) -> None:
        may = bool(self.table.selectedItems()) and bool(self.reason.text().strip())
        self.full.setEnabled(may)
        self.half.setEnabled(may)

    def _accept(self, share: Fraction) -> None:
        row = self.table.currentRow()
        if not 0 <= row < len(self._answers):
            return
        try:
            self._session.accept(self._answers[row], share, self.reason.text().strip(), self._now())
        except JikaoError as error:
            self.fault.setText(error.message)
            return
        self.fault.clear()
        self.refresh()

    def _mark_again(self) -> None:
        self.again.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._reporter = reporter = Telling(self._progressed.emit)
        self._background.call(
            lambda: self._session.mark_again(_("接受新的答案"), reporter), self._finished, self._refused
        )

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.due)
        self.progress.setValue(progress.done)

    def _finished(self, _run: str) -> None:
        self.progress.hide()
        self.refresh()
        self.markedAgain.emit()

    def _refused(self, error: JikaoError) -> None:
        self.progress.hide()
        self.fault.setText(f"{error.message}{error.hint}")
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(
            QLabel(_("这些填空没有匹配任何可接受的答案。同义、应当给分的，写明理由后接受；接受后要重新评分才起作用。"))
        )
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.full)
        row.addWidget(self.half)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.waiting)
        below.addWidget(self.progress, 1)
        below.addStretch(0)
        below.addWidget(self.again)
        column.addLayout(below)
        column.addWidget(self.fault)


class Telling(Reporter):
    """A reporter that tells a window instead of a terminal."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        """`tell` may be called from another thread."""
        super().__init__()
        self._tell = tell
        self.is_stopped = False

    def show(self, progress: Progress) -> None:
        """Tell every step; raises `JikaoError` when it is to stop."""
        if self.is_stopped:
            raise JikaoError(_("评分被中断。"), code=ExitCode.INCOMPLETE)
        self._tell(progress)

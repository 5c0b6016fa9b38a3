"""Marking everything again with what was corrected: starts, shows how far it is, stops; others go on meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from grading.commands.score import Reporter
from grading.desk.background import Background
from grading.desk.session import MarkingSession
from grading.runs.marking import Progress
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class MarkingAgain(QWidget):
    """`finished()` is told when a new run is there, `refused(JikaoError)` when there is none."""

    finished = Signal()
    refused = Signal(object)
    _progressed = Signal(object)

    def __init__(self, session: MarkingSession) -> None:
        """Start with nothing to do."""
        super().__init__()
        self._session = session
        # A city takes long to mark: what people look at meanwhile must not stand behind it.
        self._background = Background(self)
        self._reporter: Telling | None = None
        self._count = 0
        self.waiting = QLabel()
        self.again = QPushButton(_("按更正重新评分"))
        self.again.setObjectName("primary")
        self.again.clicked.connect(self._start)
        self.halt = QPushButton(_("停止"))
        self.halt.clicked.connect(self.stop)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.waiting)
        row.addWidget(self.progress, 1)
        row.addStretch(0)
        row.addWidget(self.halt)
        row.addWidget(self.again)
        self._progressed.connect(self._show_progress)
        self._show_running(is_running=False)

    def show_waiting(self, count: int) -> None:
        """Say how many corrections the newest run was not made with."""
        self._count = count
        if self._reporter is None:
            self._show_count()

    def stop(self) -> None:
        """Stop after the batch under way; what is marked is kept."""
        if self._reporter is not None:
            self._reporter.is_stopped = True
            self.halt.setEnabled(False)
            self.waiting.setText(_("正在停止……"))

    def finish(self) -> None:
        """Wait until it has stopped."""
        self._background.finish()

    def _start(self) -> None:
        self._reporter = reporter = Telling(self._progressed.emit)
        self._show_running(is_running=True)
        self.halt.setFocus()
        self._background.call(
            lambda: self._session.mark_again(_("接受新的答案"), reporter), self._told_run, self._told_error
        )

    def _told_run(self, _run: str) -> None:
        self._end()
        self.finished.emit()

    def _told_error(self, error: JikaoError) -> None:
        self._end()
        self.refused.emit(error)

    def _end(self) -> None:
        self._reporter = None
        self._show_running(is_running=False)

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(is_running)
        self.halt.setVisible(is_running)
        self.halt.setEnabled(True)
        self.again.setVisible(not is_running)
        if is_running:
            self.waiting.setText(_("正在重新评分……"))
        else:
            self._show_count()

    def _show_count(self) -> None:
        self.again.setEnabled(self._count > 0)
        self.waiting.setText(
            _("有 {count} 条更正还没有用来评分。").format(count=self._count)
            if self._count
            else _("所有更正都已用来评分。")
        )

    def _show_progress(self, progress: Progress) -> None:
        if self._reporter is None or self._reporter.is_stopped:
            return
        self.progress.setRange(0, progress.due)
        self.progress.setValue(progress.done)
        self.waiting.setText(_("正在重新评分：{done}/{due} 人").format(done=progress.done, due=progress.due))


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
            raise JikaoError(
                _("重新评分已停止，已评的都保留。"),
                hint=_("再按一次“按更正重新评分”，会从停下的地方接着评。"),
                code=ExitCode.INCOMPLETE,
            )
        self._tell(progress)

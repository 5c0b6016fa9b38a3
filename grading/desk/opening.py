"""What a marker sees at once: a window that says what is being opened and how far it is, until the desk is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QMainWindow, QProgressBar, QPushButton, QVBoxLayout, QWidget

from grading.desk.background import Background
from grading.desk.session import MarkingSession, Opening, OpeningStep, TellOpening
from itembank.base.errors import JikaoError
from itembank.base.i18n import N_, _

STEPS = {
    OpeningStep.BUNDLES: N_("正在打开答卷包…… {done} / {due}"),
    OpeningStep.DECISIONS: N_("正在核对人工评定的签名…… {done} / {due}"),
    OpeningStep.RESULTS: N_("正在查找待评的作答……"),
}
INSIDE_PX = 420


class OpeningWindow(QMainWindow):
    """Opens a session outside the window's thread. `opened(session)` is told when it is there.

    `refused` holds the error a person must know of; then the window says it and waits to be closed.
    """

    opened = Signal(object)
    _told = Signal(object)

    def __init__(self, open_session: Callable[[TellOpening], MarkingSession]) -> None:
        """Begin at once."""
        super().__init__()
        self.setWindowTitle(_("机考 · 评阅"))
        self.refused: JikaoError | None = None
        self._background = Background(self)
        self.says, self.more = QLabel(_("正在打开评阅台……")), QLabel()
        self.says.setObjectName("big")
        self.more.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("打开评阅台的进度"))
        self.away = QPushButton(_("关闭"))
        self.away.clicked.connect(self.close)
        self.away.hide()
        self.setCentralWidget(self._inside())
        self._told.connect(self._show)
        self._background.call(lambda: open_session(self._told.emit), self.opened.emit, self._say_refused)

    def sizeHint(self) -> QSize:
        """Be as large as the desk that comes next."""
        return QSize(1366, 740)

    def finish(self) -> None:
        """Wait for what is under way."""
        self._background.finish()

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self.says, self.more, self.bar, self.away):
            part.setMinimumWidth(INSIDE_PX)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return inside

    def _show(self, opening: Opening) -> None:
        self.bar.setRange(0, opening.due)
        self.bar.setValue(opening.done)
        self.more.setText(_(STEPS[opening.step]).format(done=f"{opening.done:,}", due=f"{opening.due:,}"))

    def _say_refused(self, error: JikaoError) -> None:
        self.refused = error
        self.says.setText(_("评阅台没有打开"))
        self.more.setText(f"{error.message}\n{error.hint}".strip())
        self.bar.hide()
        self.away.show()
        self.away.setFocus()

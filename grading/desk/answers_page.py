"""Fill-ins that nothing matched, the most frequent first: accept what is right, mark again, see what changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from grading.desk.accepted_list import AcceptedList
from grading.desk.background import Background
from grading.desk.marking_again import MarkingAgain
from grading.desk.session import MarkingSession
from grading.desk.tables import fill_table, made_table
from grading.desk.visible import visible
from grading.results.corrections import CorrectionEntry
from grading.runs.unmatched import Unmatched
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

LONGEST_CELL = 80


class AnswersPage(QWidget):
    """The table of answers. `markedAgain()` is told when a new run is there."""

    markedAgain = Signal()

    def __init__(self, session: MarkingSession, background: Background, now: Callable[[], datetime]) -> None:
        """Start empty; `refresh` fills."""
        super().__init__()
        self._session, self._background, self._now = session, background, now
        self._answers: list[Unmatched] = []
        self.table = made_table(
            {
                _("人数"): QHeaderView.ResizeMode.ResizeToContents,
                _("题"): QHeaderView.ResizeMode.Stretch,
                _("答案"): QHeaderView.ResizeMode.Stretch,
                _("考生的写法"): QHeaderView.ResizeMode.Stretch,
            },
            _("没有匹配任何答案的填空"),
            numbers=(0,),
        )
        self.table.itemSelectionChanged.connect(self._selection_changed)
        self.key = QLabel()
        self.key.setObjectName("keyOfBlank")
        self.key.setTextFormat(Qt.TextFormat.PlainText)
        self.key.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("理由，如“与参考答案同义，评卷组讨论通过”"))
        self.reason.setAccessibleName(_("理由"))
        self.reason.setMaxLength(200)
        self.reason.textChanged.connect(self._selection_changed)
        self.full = QPushButton(_("接受，给满分　Ctrl+Enter"))
        self.half = QPushButton(_("接受，给一半　Ctrl+H"))
        self.full.clicked.connect(lambda: self._accept(Fraction(1)))
        self.half.clicked.connect(lambda: self._accept(Fraction(1, 2)))
        for key, button in (("Ctrl+Return", self.full), ("Ctrl+Enter", self.full), ("Ctrl+H", self.half)):
            QShortcut(QKeySequence(key), self, activated=button.click)  # type: ignore[call-overload]
        self.accepted = AcceptedList()
        self.accepted.withdrawn.connect(self._withdraw)
        self.marking = MarkingAgain(session)
        self.marking.finished.connect(self._finished)
        self.marking.refused.connect(self._refused)
        self.fault = QLabel()
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self._lay_out()

    def take_keyboard(self) -> None:
        """Let the keyboard begin where the work is."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the answers again: of a whole city, so not in the window's thread."""
        self._background.call(self._read, self._show, self._say)

    def stop(self) -> None:
        """Stop marking again, after the batch under way; what is marked is kept."""
        self.marking.stop()

    def finish(self) -> None:
        """Wait until marking again has stopped."""
        self.marking.finish()

    def _read(self) -> tuple[list[Unmatched], list[str], list[CorrectionEntry], int]:
        answers = self._session.unmatched()
        titles = {item: self._session.question(item) for item in {answer.item for answer in answers}}
        accepted, waiting = self._session.accepted(), self._session.waiting_corrections()
        return answers, [titles[answer.item] for answer in answers], accepted, waiting

    def _show(self, read: tuple[list[Unmatched], list[str], list[CorrectionEntry], int]) -> None:
        row, had_focus = self.table.currentRow(), self.table.hasFocus()
        self._answers, titles, accepted, waiting = read
        fill_table(
            self.table,
            [
                (str(one.count), title, _cell(one.text), _cell("　".join(one.spellings)))
                for one, title in zip(self._answers, titles, strict=True)
            ],
        )
        if self._answers:
            # After one is accepted the next stands in its place.
            self.table.selectRow(min(max(row, 0), len(self._answers) - 1))
        if had_focus:
            self.table.setFocus()
        self.accepted.show_entries(accepted, self._session.question)
        self.marking.show_waiting(waiting)
        self._selection_changed()

    def _selection_changed(self) -> None:
        answer = self._selected()
        may = answer is not None and bool(self.reason.text().strip())
        self.full.setEnabled(may)
        self.half.setEnabled(may)
        self.key.setText(self._key_words(answer) if answer is not None else _("没有未匹配的填空。"))

    def _key_words(self, answer: Unmatched) -> str:
        key = self._session.key_of(answer)
        return _("题目：{question}\n可接受的答案：{accepted}").format(
            question=visible(" ".join(key.question.split())), accepted=visible(key.accepted)
        )

    def _selected(self) -> Unmatched | None:
        row = self.table.currentRow()
        return self._answers[row] if self.table.selectedItems() and 0 <= row < len(self._answers) else None

    def _accept(self, share: Fraction) -> None:
        answer = self._selected()
        if answer is None:
            return
        try:
            self._session.accept(answer, share, self.reason.text().strip(), self._now())
        except JikaoError as error:
            self._say(error)
            return
        self.fault.clear()
        self.table.setFocus()
        self.refresh()

    def _withdraw(self, entry: CorrectionEntry) -> None:
        try:
            self._session.withdraw(entry, self.reason.text().strip() or _("撤回接受的答案"), self._now())
        except JikaoError as error:
            self._say(error)
            return
        self.fault.clear()
        self.refresh()

    def _finished(self) -> None:
        self.refresh()
        self.markedAgain.emit()

    def _refused(self, error: JikaoError) -> None:
        self.refresh()
        self._say(error)

    def _say(self, error: JikaoError) -> None:
        self.fault.setText(f"{error.message}\n{error.hint}".strip())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        told = QLabel(
            _("这些填空没有匹配任何可接受的答案。同义、应当给分的，写明理由后接受；接受后要重新评分才起作用。")
        )
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(self.table, 3)
        column.addWidget(self.key)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.full)
        row.addWidget(self.half)
        column.addLayout(row)
        column.addWidget(self.accepted, 1)
        column.addWidget(self.marking)
        column.addWidget(self.fault)


def _cell(text: str) -> str:
    """Return a text on one line, not endlessly long."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= LONGEST_CELL else f"{line[:LONGEST_CELL]}……"

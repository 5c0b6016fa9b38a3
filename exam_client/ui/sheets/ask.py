"""A question with two answers, and a list to choose one of: the two plain dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.parts.words import words
from itembank.base.i18n import _


class AskSheet(Sheet):
    """`confirmed`: the candidate said yes. The harmless answer has the focus."""

    confirmed = Signal()

    def __init__(
        self, look: Look, over: QWidget, title: str, sentences: Sequence[str], *, yes: str, no: str = ""
    ) -> None:
        """`yes` and `no` say what will happen."""
        super().__init__(look, over, title, size=QSize(560, 320))
        for sentence in sentences:
            self.body.addWidget(words(sentence, "", wrap=True))
        self.body.addStretch(1)
        self.no = Button(look, no or _("取消"), self.close_sheet)
        self.yes = Button(look, yes, self._confirm, role="primary")
        self.foot.addStretch(1)
        self.foot.addWidget(self.no)
        self.foot.addWidget(self.yes)

    def _confirm(self) -> None:
        self.close_sheet()
        self.confirmed.emit()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: the key that is emitted, what is shown, and more of it beside.

    `is_present`: it is what stands there now, so it cannot be taken again.
    """

    key: str
    title: str
    detail: str = ""
    is_present: bool = False


class ListSheet(Sheet):
    """Choose one of some rows. `chosen(str)`: the key of the row."""

    chosen = Signal(str)

    def __init__(self, look: Look, over: QWidget, title: str, rows: Sequence[Row], *, take: str, nothing: str) -> None:
        """`take` is the button's text, `nothing` what stands there without rows."""
        super().__init__(look, over, title, size=QSize(760, 500))
        self._rows = tuple(rows)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.detail.setMaximumHeight(150)
        self.take = Button(look, take, self._take, role="primary")
        for row in self._rows:
            self.list.addItem(QListWidgetItem(row.title))
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _item: self._take())
        if self._rows:
            self.body.addWidget(self.list, 1)
            self.body.addWidget(self.detail)
            self.detail.setVisible(any(row.detail for row in self._rows))
            self.list.setCurrentRow(0)
        else:
            self.body.addWidget(words(nothing, "muted", wrap=True))
            self.body.addStretch(1)
            self.take.setEnabled(False)
        self.close_button = Button(look, _("关闭"), self.close_sheet)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.take)

    def first_focus(self) -> QWidget:
        """The list, or the way out."""
        return self.list if self._rows else self.close_button

    def _show(self, row: int) -> None:
        self.detail.setPlainText(self._rows[row].detail if row >= 0 else "")
        self.take.setEnabled(row >= 0 and not self._rows[row].is_present)

    def _take(self) -> None:
        row = self.list.currentRow()
        if row >= 0 and self.take.isEnabled():
            self.close_sheet()
            self.chosen.emit(self._rows[row].key)

"""Finding a word in the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.words import words
from itembank.base.i18n import _


class FindBar(QFrame):
    """A line over the program; hidden until it is asked for, and again after Esc."""

    def __init__(self, look: Look, source: QPlainTextEdit) -> None:
        """Search in `source`."""
        super().__init__()
        self._source = source
        self.setProperty("role", "inset")
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("查找"))
        self.line.setAccessibleName(_("查找"))
        self.line.returnPressed.connect(self.find_next)
        Composing(self.line)
        self._nothing = words("", "error")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._nothing)
        row.addWidget(Button(look, "", self.find_previous, role="tool", icon="up", name=_("上一处")))
        row.addWidget(Button(look, "", self.find_next, role="tool", icon="down", name=_("下一处")))
        row.addWidget(Button(look, "", self.leave, role="tool", icon="close", name=_("关闭查找")))
        self.hide()

    def enter(self) -> None:
        """Show the bar with what is selected."""
        selected = self._source.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.line.setText(selected)
        self.show()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Hide the bar and go back to the program."""
        self.hide()
        self._source.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self) -> None:
        """Go to the next place, from the beginning after the end."""
        self._find(QTextDocument.FindFlag(0), QTextCursor.MoveOperation.Start)

    def find_previous(self) -> None:
        """Go to the place before."""
        self._find(QTextDocument.FindFlag.FindBackward, QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _find(self, flags: QTextDocument.FindFlag, restart: QTextCursor.MoveOperation) -> None:
        text = self.line.text()
        found = bool(text) and self._source.find(text, flags)
        if text and not found:
            cursor = self._source.textCursor()
            self._source.moveCursor(restart)
            found = self._source.find(text, flags)
            if not found:
                self._source.setTextCursor(cursor)
        self._nothing.setText("" if found or not text else _("没有找到"))

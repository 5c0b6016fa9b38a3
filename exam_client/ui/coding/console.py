"""What a running program prints, and a line for what it asks. Bounded: an endless print never fills the memory."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from exam_client.coding.views import Channel, ProgramOutput
from exam_client.ui.look import Look, mono
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.pressing import PressLine
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

MOST_LINES = 2_000
INKS = {Channel.OUT: "text", Channel.ERROR: "danger", Channel.NOTE: "muted"}


class Console(QFrame):
    """Output above, input below. `lineTyped(str)`: the candidate answers the program; `inputEnded`: no more comes."""

    lineTyped = Signal(str)
    inputEnded = Signal()

    def __init__(self, look: Look) -> None:
        """Begin empty, with no program running."""
        super().__init__()
        self._look = look
        self.setProperty("role", "panel")
        self.output = QPlainTextEdit()
        self.output.setProperty("role", "console")
        self.output.setReadOnly(True)
        self.output.setMaximumBlockCount(MOST_LINES)
        self.output.setUndoRedoEnabled(False)
        self.output.setMinimumHeight(48)
        self.output.setTabChangesFocus(True)
        self.output.setAccessibleName(_("程序输出"))
        self.output.setPlaceholderText(_("运行程序后，这里显示输出。"))
        self.input = PressLine()
        self.input.setAccessibleName(_("给程序输入一行"))
        self.input.setPlaceholderText(_("程序等待输入时，在这里输入一行，按回车"))
        self.input.returnPressed.connect(self._send)
        Composing(self.input)
        self.send = Button(look, _("发送"), self._send)
        self.end = Button(
            look, _("结束输入"), self._end, name=_("告诉程序输入到此结束 Ctrl+D，用于一直读到没有输入的程序")
        )
        shortcut = QShortcut(QKeySequence("Ctrl+D"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._end)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 6)
        line.setSpacing(8)
        line.addWidget(words(_("输入："), "strong"))
        line.addWidget(self.input, 1)
        line.addWidget(self.send)
        line.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.output, 1)
        column.addLayout(line)
        self.show_running(is_running=False)
        look.changed.connect(self._dress)
        self._dress()

    def show_running(self, *, is_running: bool) -> None:
        """Let lines be typed while a program runs."""
        self._let_type(is_open=is_running)

    def clear(self) -> None:
        """Forget the output of the last run."""
        self.output.clear()

    def show_output(self, output: ProgramOutput) -> None:
        """Append a batch of output."""
        if output.dropped_bytes:
            self._append(_("……省略了 {count} 字节输出……").format(count=output.dropped_bytes) + "\n", Channel.NOTE)
        self._append(output.text, output.channel)

    def note(self, text: str, channel: Channel = Channel.NOTE) -> None:
        """Append a line of our own."""
        cursor = self.output.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._append(("" if cursor.positionInBlock() == 0 else "\n") + text + "\n", channel)

    def _send(self) -> None:
        line = self.input.text()
        self.input.clear()
        self._append(line + "\n", Channel.NOTE)
        self.lineTyped.emit(line)

    def _end(self) -> None:
        """Send what stands in the line, then say that this was all."""
        if not self.end.isEnabled():
            return
        if self.input.text():
            self._send()
        self._let_type(is_open=False)
        self.note(_("输入已结束。"))
        self.inputEnded.emit()

    def _let_type(self, *, is_open: bool) -> None:
        for widget in (self.input, self.send, self.end):
            widget.setEnabled(is_open)

    def _append(self, text: str, channel: Channel) -> None:
        style = QTextCharFormat()
        style.setForeground(self._look.colour(INKS[channel]))
        cursor = QTextCursor(self.output.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, style)
        bar = self.output.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _dress(self) -> None:
        self.output.setFont(mono(self._look.code_px))
        self.output.setStyleSheet(f"font-size: {self._look.code_px}px;")

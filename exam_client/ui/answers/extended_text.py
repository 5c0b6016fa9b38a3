"""A longer answer in the candidate's own words, with a counter.

Too long a text is cut when the input method has finished composing, never in the middle of a syllable.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.look import LINE_HEIGHT, sans
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.words import words
from itembank.base.i18n import _
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.responses import ResponseValue

LEAST_LINES, MOST_LINES = 4, 16


class LongText(QPlainTextEdit):
    """A text box that tells its editor when it is left; Tab goes to the next field."""

    def __init__(self, editor: ExtendedTextEditor) -> None:
        """Belong to an editor."""
        super().__init__()
        self._editor = editor
        self.setTabChangesFocus(True)
        Composing(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left."""
        super().focusOutEvent(event)
        self._editor.fieldLeft.emit()


class ExtendedTextEditor(AnswerEditor):
    """A text box with a counter below."""

    def __init__(self, place: Surroundings, interaction: ExtendedTextInteraction) -> None:
        """`expected_lines` set the height."""
        super().__init__(place, interaction.response)
        self._most = interaction.max_length
        self._lines = max(LEAST_LINES, min(MOST_LINES, interaction.expected_lines))
        self._is_showing = False
        self.box = LongText(self)
        self.box.setPlaceholderText(interaction.hint)
        self.box.setAccessibleName(_("答案"))
        self.box.textChanged.connect(self._typed)
        self.counter = words("", "small")
        self._too_long = words("", "error")
        foot = QHBoxLayout()
        foot.addWidget(self._too_long, 1)
        foot.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addLayout(foot)
        self._fit()
        self._count()
        place.look.changed.connect(self._fit)

    def value(self) -> ResponseValue:
        """Return the text, or None."""
        return self.box.toPlainText() or None

    def show_value(self, value: ResponseValue) -> None:
        """Show a text; what stands there already is left alone, so that the cursor stays."""
        text = value if isinstance(value, str) else ""
        if text != self.box.toPlainText():
            self._is_showing = True
            self.box.setPlainText(text)
            self._is_showing = False
        self._count()

    def first_field(self) -> QWidget | None:
        """The box."""
        return self.box

    def _typed(self) -> None:
        if self._is_showing:
            return
        text = self.box.toPlainText()
        if len(text) > self._most:
            self._cut(len(text) - self._most)
            return
        self._too_long.setText("")
        self._count()
        self.valueChanged.emit(self.value())

    def _cut(self, surplus: int) -> None:
        """Take away what was typed or pasted last, where the cursor stands."""
        cursor = self.box.textCursor()
        end = cursor.position()
        self._is_showing = True
        cursor.setPosition(max(0, end - surplus))
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if len(self.box.toPlainText()) > self._most:
            self.box.setPlainText(self.box.toPlainText()[: self._most])
        self._is_showing = False
        self._count()
        self._too_long.setText(_("已到 {count} 字上限，多出的字没有录入。").format(count=self._most))
        self.valueChanged.emit(self.value())

    def _count(self) -> None:
        count = len(self.box.toPlainText())
        self.counter.setText(_("已写 {count} 字，最多 {most} 字").format(count=count, most=self._most))

    def _fit(self) -> None:
        font = sans(self.look.content_px)
        self.box.setStyleSheet(f"font-size: {self.look.content_px}px;")
        line = max(QFontMetrics(font).lineSpacing(), round(LINE_HEIGHT * self.look.content_px))
        self.box.setFixedHeight(self._lines * line + 20)

"""A blank inside the text. What an input method is still composing is not an answer yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.look import sans
from exam_client.ui.parts.composing import Composing
from itembank.base.i18n import _
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.responses import ResponseValue

LEAST_CHARACTERS, MOST_CHARACTERS = 4, 28
PADDING_PX = 22


class Blank(QLineEdit):
    """A line that tells its editor when it is left."""

    def __init__(self, editor: TextEntryEditor) -> None:
        """Belong to an editor."""
        super().__init__()
        self._editor = editor
        self.setProperty("role", "blank")
        Composing(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left."""
        super().focusOutEvent(event)
        self._editor.fieldLeft.emit()


class TextEntryEditor(AnswerEditor):
    """One blank; `number` counts the blanks of the item from 1 for those who hear it."""

    def __init__(self, place: Surroundings, interaction: TextEntryInteraction, number: int = 1) -> None:
        """Make the line as wide as the answer is expected to be."""
        super().__init__(place, interaction.response)
        self._characters = max(LEAST_CHARACTERS, min(MOST_CHARACTERS, interaction.expected_length))
        self.line = Blank(self)
        self.line.setMaxLength(interaction.max_length)
        self.line.setPlaceholderText(interaction.hint)
        self.line.setAccessibleName(_("第 {number} 空").format(number=number))
        if interaction.numeric:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.textChanged.connect(self._typed)
        self._is_showing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        self._fit()
        place.look.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Return the size that the text around reserves."""
        px = self.look.content_px
        return QSize(self._characters * px + PADDING_PX, max(32, round(px * 2)))

    def value(self) -> ResponseValue:
        """Return what was typed, or None."""
        return self.line.text() or None

    def show_value(self, value: ResponseValue) -> None:
        """Show a text; what stands there already is left alone, so that the cursor stays."""
        text = value if isinstance(value, str) else ""
        if text != self.line.text():
            self._is_showing = True
            self.line.setText(text)
            self._is_showing = False

    def first_field(self) -> QWidget | None:
        """The line."""
        return self.line

    def _typed(self) -> None:
        if not self._is_showing:
            self.valueChanged.emit(self.value())

    def _fit(self) -> None:
        self.line.setFont(sans(self.look.content_px))
        self.line.setStyleSheet(f"font-size: {self.look.content_px}px;")
        self.line.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()

"""One option of a choice: a real radio button or check box with its letter, and its words as rich text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout

from exam_client.ui.answers.editor import Surroundings
from exam_client.ui.parts.pressing import PressCheck, PressRadio
from exam_client.ui.parts.ring import draw_ring
from exam_client.ui.parts.words import restyle
from exam_client.ui.richtext.view import RichTextView
from exam_client.ui.wording import letter
from itembank.base.i18n import _
from itembank.model.items.choice import SimpleChoice
from itembank.model.richtext import Paragraph, plain_inlines

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class Option(QFrame):
    """A row that can be clicked anywhere.

    `chosen(bool)`: the candidate switched it. `stepped(int)`: the focus wants to go to a neighbour; an arrow that
    chose as well, as Qt's do, would change an answer whenever somebody wants to scroll.
    """

    chosen = Signal(bool)
    stepped = Signal(int)

    def __init__(self, place: Surroundings, choice: SimpleChoice, index: int, *, single: bool) -> None:
        """`index` gives the letter."""
        super().__init__()
        self.identifier = choice.identifier
        self._look = place.look
        self._is_double = False
        self.setProperty("role", "option")
        self.setProperty("chosen", False)
        self.setProperty("focused", False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button: QAbstractButton = PressRadio(letter(index)) if single else PressCheck(letter(index))
        said = plain_inlines(choice.content)
        self.button.setAccessibleName(_("选项 {letter}，{text}").format(letter=letter(index), text=said))
        self.words = RichTextView(
            place.look, place.desk.media, (Paragraph(inlines=choice.content),), can_zoom_pictures=False
        )
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(14)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.button.toggled.connect(self._toggled)
        self.button.installEventFilter(self)

    def is_chosen(self) -> bool:
        """Say whether the option is chosen."""
        return self.button.isChecked()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A new click."""
        self._is_double = False

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The second click of a hasty hand must not undo the first."""
        self._is_double = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the row is a click on its button."""
        is_double, self._is_double = self._is_double, False
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and not is_double:
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus beside the sign of a chosen option; their borders are much alike."""
        super().paintEvent(event)
        if self.button.hasFocus() and self.is_chosen():
            draw_ring(self, self._look.colour("text"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus of the button at the whole row; arrows move it and choose nothing."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = STEPS.get(Qt.Key(event.key()), 0)
            if step:
                self.stepped.emit(step)
                return True
        if event.type() is QEvent.Type.FocusIn:
            restyle(self, "focused", value=True)
        elif event.type() is QEvent.Type.FocusOut:
            restyle(self, "focused", value=False)
        return super().eventFilter(watched, event)

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        restyle(self, "chosen", on)
        self.chosen.emit(on)

"""A real push button that shows rich text: an entry of a match."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from exam_client.ui.answers.editor import Surroundings
from exam_client.ui.parts.pressing import PressButton
from exam_client.ui.parts.words import words
from exam_client.ui.richtext.view import RichTextView
from itembank.base.i18n import _
from itembank.model.items.choice import SimpleChoice
from itembank.model.richtext import Paragraph, plain_inlines

LEAST_HEIGHT_PX = 44


class CardButton(PressButton):
    """An entry with its letter or number and the letters of what it is joined to."""

    def __init__(self, place: Surroundings, choice: SimpleChoice, letter: str) -> None:
        """`letter` names the entry within its side."""
        super().__init__()
        self.letter = letter
        self.said = plain_inlines(choice.content)
        self.setProperty("role", "choice-card")
        self.setCheckable(True)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self._joined = words("", "strong")
        text = RichTextView(place.look, place.desk.media, (Paragraph(inlines=choice.content),), can_zoom_pictures=False)
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(words(f"{letter}.", "strong"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._joined, 0, Qt.AlignmentFlag.AlignVCenter)

    def say_joined(self, others: Sequence[CardButton], *, is_held: bool) -> None:
        """Show what the entry is joined to, and whether it is the one in hand."""
        self.setChecked(is_held)
        self._joined.setText(" ".join(f"↔ {other.letter}" for other in others))
        if others:
            names = "、".join(other.said for other in others)
            name = _("{letter}，{text}，已连：{others}").format(letter=self.letter, text=self.said, others=names)
        else:
            name = _("{letter}，{text}，未连").format(letter=self.letter, text=self.said)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Ask for what the contents need."""
        layout = self.layout()
        hint = layout.sizeHint() if layout is not None else super().sizeHint()
        return QSize(max(120, min(hint.width(), 360)), max(LEAST_HEIGHT_PX, hint.height()))

    def minimumSizeHint(self) -> QSize:
        """Never less high than the contents."""
        return QSize(100, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Grow with the contents."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

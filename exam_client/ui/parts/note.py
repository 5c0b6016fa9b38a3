"""A note inside a screen: an icon, a sentence, perhaps a second line and a button. Colour never speaks alone."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from exam_client.ui.look import Look
from exam_client.ui.parts.words import Picture, restyle, words


class Tone(Enum):
    """How a note is meant; the value is the style sheet's word."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


TONE_ICONS = {Tone.INFO: "info", Tone.GOOD: "check", Tone.WARN: "warning", Tone.BAD: "error"}
TONE_INKS = {Tone.INFO: "accent", Tone.GOOD: "ok", Tone.WARN: "warn", Tone.BAD: "danger"}


class Note(QFrame):
    """A note; hidden while it has nothing to say. `role` "note" has a border all round, "strip" runs across."""

    def __init__(self, look: Look, tone: Tone = Tone.INFO, text: str = "", *, role: str = "note") -> None:
        """Show `text` at once, or wait for `say`."""
        super().__init__()
        self.setProperty("role", role)
        self.setProperty("tone", tone.value)
        self._icon = Picture(look, TONE_ICONS[tone], TONE_INKS[tone], 22)
        self._text = words("", "strong" if role == "strip" else "", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = words("", "small", wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._text)
        lines.addWidget(self._more)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 10, 8) if role == "note" else self._row.setContentsMargins(16, 4, 12, 4)
        self._row.setSpacing(10)
        self._row.addWidget(
            self._icon, 0, Qt.AlignmentFlag.AlignTop if role == "note" else Qt.AlignmentFlag.AlignVCenter
        )
        self._row.addLayout(lines, 1)
        self.say(text)

    def say(self, text: str, more: str = "", tone: Tone | None = None) -> None:
        """Show a sentence, or hide with an empty one."""
        self._text.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)
        if not text:
            self.hide()
        elif self.parentWidget() is not None:  # without a parent it would flash up as a window of its own
            self.show()
        if tone is not None:
            self._icon.show_icon(TONE_ICONS[tone], TONE_INKS[tone])
            restyle(self, "tone", tone.value)

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()

    def add_button(self, button: QPushButton) -> None:
        """Put a button at the right end."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

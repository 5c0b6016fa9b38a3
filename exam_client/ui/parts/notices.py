"""Notices below the header: messages from staff, time warnings, what was taken up again. They never take the focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from itembank.base.i18n import _

SHORT_MS = 15_000
MOST_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What was said. `closes_ms` 0 = it stays until it is closed."""

    key: str
    tone: Tone
    text: str
    more: str = ""
    closes_ms: int = 0


class Notices(QWidget):
    """The newest notice stands at the top. Beyond three the timed ones go; words of staff stay until closed."""

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._said: dict[str, Notice] = {}
        self._notes: dict[str, Note] = {}
        self._timers: dict[str, QTimer] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_notice(self, key: str, tone: Tone, text: str, more: str = "", *, closes_ms: int = 0) -> None:
        """Show a notice; one of the same `key` is replaced. `closes_ms` 0 = stays until it is closed."""
        self.take_away(key)
        note = Note(self._look, tone, text, role="strip")
        note.say(text, more)
        note.add_button(Button(self._look, _("知道了"), lambda: self.take_away(key)))
        self._column.insertWidget(0, note)
        self._said[key] = Notice(key, tone, text, more, closes_ms)
        self._notes[key] = note
        if closes_ms:
            timer = QTimer(self, singleShot=True, interval=closes_ms)
            timer.timeout.connect(lambda: self.take_away(key))
            timer.start()
            self._timers[key] = timer
        self._drop_surplus()
        self.show()

    def take_away(self, key: str) -> None:
        """Close a notice, if it is there."""
        self._said.pop(key, None)
        note = self._notes.pop(key, None)
        timer = self._timers.pop(key, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        if note is not None:
            self._column.removeWidget(note)
            note.hide()
            note.deleteLater()
        self.setVisible(bool(self._notes))

    def clear(self) -> None:
        """Close all notices."""
        for key in tuple(self._notes):
            self.take_away(key)

    def clear_passing(self) -> None:
        """Close what would go by itself; words of staff stay."""
        for key in tuple(self._timers):
            self.take_away(key)

    def hand_over(self, other: Notices) -> None:
        """Let `other` show what is not closed yet: the candidate looks there now."""
        for key, said in tuple(self._said.items()):
            left_ms = max(1, self._timers[key].remainingTime()) if key in self._timers else 0
            self.take_away(key)
            other.show_notice(key, said.tone, said.text, said.more, closes_ms=left_ms)

    def texts(self) -> list[str]:
        """Return the sentences that are shown, oldest first."""
        return [note.text() for note in self._notes.values()]

    def _drop_surplus(self) -> None:
        while len(self._notes) > MOST_AT_ONCE:
            timed = next((key for key in self._notes if key in self._timers), None)
            if timed is None:
                return
            self.take_away(timed)

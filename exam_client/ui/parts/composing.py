"""While an input method composes, Enter, Esc and the arrows are its own, whatever it lets through.

Some input methods pass these keys on although they use them to choose among their candidates; then a half-typed
word would be sent to a program, break a line or close a dialog.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from exam_client.ui.parts.pressing import ENTER

ITS_OWN = frozenset({*ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})
KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})


class Composing(QObject):
    """Watches one text field. `is_composing` while the input method shows letters that are not text yet."""

    def __init__(self, field: QWidget) -> None:
        """Belong to the field."""
        super().__init__(field)
        self.is_composing = False
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that belong to the input method."""
        if isinstance(event, QInputMethodEvent):
            self.is_composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusOut:
            self.is_composing = False
        elif self._keeps(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _keeps(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() in KEY_EVENTS and event.key() in ITS_OWN
        return self.is_composing and is_key

"""Buttons of all kinds that Enter presses as the space bar does.

A key that is held down presses once: what it opened must not be answered by the same key.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QPushButton, QRadioButton

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PressButton(QPushButton):
    """A push button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses."""
        if not enter_pressed(self, event):
            super().keyPressEvent(event)


class PressRadio(QRadioButton):
    """A radio button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if not enter_pressed(self, event):
            super().keyPressEvent(event)


class PressCheck(QCheckBox):
    """A check box."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter switches."""
        if not enter_pressed(self, event):
            super().keyPressEvent(event)


class PressLine(QLineEdit):
    """A line that Enter sends: once, so that a key held down does not use up all tries or flood a program."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter once."""
        if event.key() in ENTER and event.isAutoRepeat():
            event.accept()
        else:
            super().keyPressEvent(event)


def enter_pressed(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Click a button if the key is Enter; say whether it was."""
    if event.key() not in ENTER:
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True

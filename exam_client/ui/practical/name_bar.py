"""A line under the file list that asks for a name, or shows properties; Enter takes it, Esc leaves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from exam_client.practical.deeds import Entry
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.pressing import PressCheck, PressLine
from exam_client.ui.parts.words import words
from exam_client.ui.practical.file_list import kind_text
from exam_client.ui.wording import size_text
from itembank.base.i18n import _

MAX_NAME = 120


class NameBar(QFrame):
    """Asks for one name; hidden while nothing is asked."""

    def __init__(self, look: Look, leave: Callable[[], None]) -> None:
        """`leave` gives the keyboard back."""
        super().__init__()
        self._leave = leave
        self._take: Callable[[str], None] | None = None
        self.setProperty("role", "inset")
        self._label = QLabel()
        self.line = PressLine()
        Composing(self.line)
        self.line.setMaxLength(MAX_NAME)
        self._label.setBuddy(self.line)
        self.line.returnPressed.connect(self._taken)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.line, 1)
        row.addWidget(Button(look, _("确定"), self._taken, role="primary"))
        row.addWidget(Button(look, _("取消"), self.close_bar))
        self.hide()

    def ask(self, label: str, name: str, take: Callable[[str], None]) -> None:
        """Ask; the part before the ending is selected, so that typing keeps the ending."""
        self._take = take
        self._label.setText(label)
        self.line.setAccessibleName(label)
        self.line.setText(name)
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        stem = name.rpartition(".")[0] or name
        self.line.setSelection(0, len(stem))

    def close_bar(self) -> None:
        """Ask no more."""
        self._take = None
        self.hide()
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _taken(self) -> None:
        take, name = self._take, self.line.text().strip()
        if take is not None and name:
            self.close_bar()
            take(name)


class PropertiesBar(QFrame):
    """Shows what an entry is and lets its attributes be set."""

    def __init__(self, look: Look, leave: Callable[[], None]) -> None:
        """`leave` gives the keyboard back."""
        super().__init__()
        self._leave = leave
        self._take: Callable[[bool, bool], None] | None = None
        self.setProperty("role", "inset")
        self._words = words("", "", wrap=True)
        self.read_only = PressCheck(_("只读"))
        self.hidden = PressCheck(_("隐藏"))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.read_only)
        row.addWidget(self.hidden)
        row.addStretch(1)
        row.addWidget(Button(look, _("确定"), self._taken, role="primary"))
        row.addWidget(Button(look, _("取消"), self.close_bar))
        column.addLayout(row)
        self.hide()

    def ask(self, entry: Entry, take: Callable[[bool, bool], None], *, knows_hidden: bool) -> None:
        """Show an entry."""
        self._take = take
        size = "" if entry.folder else size_text(entry.size_bytes)
        parts = [entry.path, kind_text(entry), size]
        self._words.setText(_("属性：{words}").format(words=" · ".join(part for part in parts if part)))
        self.read_only.setChecked("R" in entry.attributes)
        self.read_only.setEnabled(not entry.folder)
        self.hidden.setChecked("H" in entry.attributes)
        self.hidden.setVisible(knows_hidden)
        self.show()
        self.read_only.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        """Show no more."""
        self._take = None
        self.hide()
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc, take on Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._taken()
        else:
            super().keyPressEvent(event)

    def _taken(self) -> None:
        take = self._take
        if take is not None:
            self.close_bar()
            take(self.read_only.isChecked(), self.hidden.isChecked())

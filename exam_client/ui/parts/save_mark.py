"""The save mark: how safe the work is, in exactly the words of the engine; never more hopeful than the truth."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exam_client.attempt.views import SAVE_MARK_WORDS, SaveMark
from exam_client.ui.look import Look
from exam_client.ui.parts.words import Picture, words
from itembank.base.i18n import _

ICONS = {
    SaveMark.UNSAVED: "unsaved",
    SaveMark.DESK: "desk",
    SaveMark.SERVER: "server",
    SaveMark.STANDBY: "servers",
}


class SaveMarkLabel(QWidget):
    """Icon and words; `ink` is the colour's name in the theme."""

    def __init__(self, look: Look, *, ink: str = "on_bar", role: str = "") -> None:
        """Say 未保存 until the engine says better."""
        super().__init__()
        self.setProperty("role", "clear")
        self._ink = ink
        self._icon = Picture(look, ICONS[SaveMark.UNSAVED], ink, 22)
        self._words = words("", role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_mark(SaveMark.UNSAVED)

    def show_mark(self, mark: SaveMark) -> None:
        """Show a mark."""
        text = _(SAVE_MARK_WORDS[mark])
        self._icon.show_icon(ICONS[mark], self._ink)
        self._words.setText(text)
        self.setAccessibleName(_("保存状态：{mark}").format(mark=text))

    def text(self) -> str:
        """Return the words that are shown."""
        return self._words.text()

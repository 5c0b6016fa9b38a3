"""One file of a practical task: its name with ending, its state in words, and what can be done with it."""

from __future__ import annotations

from pathlib import PurePosixPath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from exam_client.practical.views import FILE_STATE_WORDS, FileState, FileStatus
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.words import Elided, Picture, words
from exam_client.ui.wording import size_text
from itembank.base.i18n import _

ICONS_BY_SUFFIX = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".odt", ".rtf", ".txt"), "file-word"),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods", ".csv"), "file-sheet"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp"), "file-slides"),
    **dict.fromkeys((".py", ".html", ".htm", ".css", ".sb3"), "file-code"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp"), "file-image"),
}
STATE_ICONS = {
    FileState.NOT_OPENED: ("circle", "muted"),
    FileState.OPENING: ("clock", "accent"),
    FileState.OPENED: ("open", "accent"),
    FileState.MODIFIED: ("warning", "warn"),
    FileState.SAVED: ("check", "ok"),
    FileState.MISSING: ("error", "danger"),
}


def file_icon(path: str) -> str:
    """Return the icon for a file's ending."""
    return ICONS_BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), "file")


class FileRow(QFrame):
    """A file. `openWanted`, `resetWanted`, `versionsWanted` carry the path.

    `compact` puts the buttons below the name, for the narrow task strip.
    """

    openWanted = Signal(str)
    resetWanted = Signal(str)
    versionsWanted = Signal(str)

    def __init__(self, look: Look, status: FileStatus, *, compact: bool = False, can_open: bool = True) -> None:
        """Show a file as it stands; `show_status` brings it up to date."""
        super().__init__()
        self.path = status.path
        self.setProperty("role", "inset")
        self._icon = Picture(look, file_icon(status.path), "text", 26)
        self._name = Elided(status.path, "strong")
        self._state_icon = Picture(look, "circle", "muted", 18)
        self._state = words("", "small")
        said = status.path
        self.open = Button(
            look, _("打开"), lambda: self.openWanted.emit(self.path), role="primary", icon="open",
            name=_("打开 {path}").format(path=said),
        )  # fmt: skip
        self.reset = Button(
            look, _("还原"), lambda: self.resetWanted.emit(self.path), icon="reset",
            name=_("把 {path} 还原为原始文件").format(path=said),
        )  # fmt: skip
        self.versions = Button(
            look, _("历史版本"), lambda: self.versionsWanted.emit(self.path), icon="history",
            name=_("{path} 的历史版本").format(path=said),
        )  # fmt: skip
        self._can_open = can_open
        self._lay_compact() if compact else self._lay_wide()
        self.show_status(status)

    def show_status(self, status: FileStatus) -> None:
        """Show how the file stands now."""
        icon, ink = STATE_ICONS[status.state]
        self._state_icon.show_icon(icon, ink)
        parts = [_(FILE_STATE_WORDS[status.state])]
        if status.state is not FileState.MISSING:
            parts.append(size_text(status.size_bytes))
        if status.is_deliverable:
            parts.append(_("要提交"))
        self._state.setText(" · ".join(parts))
        self.setAccessibleName(_("文件 {path}，{state}").format(path=status.path, state=self._state.text()))
        self.open.setVisible(self._can_open)
        self.open.setEnabled(status.state not in {FileState.MISSING, FileState.OPENING})
        self.reset.setVisible(status.is_starter)

    def state_text(self) -> str:
        """Return the words of the state."""
        return self._state.text()

    def _lay_wide(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addLayout(self._state_line())
        row.addLayout(column, 1)
        for button in (self.versions, self.reset, self.open):
            row.addWidget(button)

    def _lay_compact(self) -> None:
        for button in (self.versions, self.reset):
            button.setText("")
            button.setProperty("role", "tool")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setSpacing(6)
        grid.addWidget(self._icon, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._name, 0, 1)
        grid.addLayout(self._state_line(), 1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.open, 1)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.versions)
        grid.addLayout(buttons, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def _state_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self._state_icon)
        line.addWidget(self._state, 1)
        return line

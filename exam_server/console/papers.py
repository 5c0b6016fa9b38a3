"""Printed forms on the invigilator's machine: a folder that a teacher finds, named by exam, room and sitting."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from exam_server.console.dialogs import add_primary
from exam_server.protocol.console import RoomView
from itembank.base.files import write_whole
from itembank.base.i18n import _

WIDTH = 520
MOST_CHARACTERS = 60


def papers_folder() -> Path:
    """Return where forms are kept: the person's documents, or the home folder where the system has none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return (Path(documents) if documents else Path.home()) / _("机考打印")


def save_paper(document: bytes, title: str, room: RoomView, now: datetime, folder: Path) -> Path:
    """Write a form as a file of its own, whole; an earlier print is never written over. Raises `OSError`."""
    place = folder / _plain(f"{room.exam}-{room.sitting}-{room.room}")
    place.mkdir(parents=True, exist_ok=True)
    stem = _plain(f"{title}-{room.room}-{room.sitting}-{now:%m%d-%H%M}")
    path, number = place / f"{stem}.pdf", 2
    while path.exists():
        path, number = place / f"{stem}-{number}.pdf", number + 1
    write_whole(path, document)
    return path


class PaperDialog(QDialog):
    """Says where a form lies, and opens it or its folder."""

    def __init__(self, title: str, path: Path, parent: QWidget | None = None) -> None:
        """`path` is the file."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._path = path
        words = QLabel(_("“{title}”已存到这个文件，打开后可以打印：").format(title=title))
        place = QLabel(str(path))
        place.setObjectName("filePlace")
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fault = QLabel(_("本机没有可以打开它的程序，请把文件复制到能打印的电脑上。"))
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.hide()
        buttons = QDialogButtonBox()
        self.open_button = add_primary(buttons, _("打开"))
        folder = QPushButton(_("打开所在文件夹"))
        buttons.addButton(folder, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(_("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(lambda: self._show(self._path))
        folder.clicked.connect(lambda: self._show(self._path.parent))
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        for part in (words, place, self._fault, buttons):
            box.addWidget(part)

    def _show(self, path: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.accept()
        else:
            self._fault.show()


def _plain(name: str) -> str:
    """Return a name that every system takes."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:MOST_CHARACTERS]

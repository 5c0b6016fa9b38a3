"""The files of one practical task, kept up to date from the engine; used in the paper and on the task strip."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.face import DeskFace
from exam_client.practical.views import FileState, FolderView
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import clear
from exam_client.ui.parts.words import words
from exam_client.ui.practical.file_row import FileRow
from itembank.base.i18n import _
from itembank.model.items.practical import PracticalInteraction, Software


class FilesPanel(QWidget):
    """Where the files lie, the files, and the last trouble with one.

    `managerWanted`: the built-in file manager. `resetWanted(path)` and `versionsWanted(path)` ask for a dialog;
    opening goes straight to the desk, and `opening` says that another program is about to come up.
    """

    resetWanted = Signal(str)
    versionsWanted = Signal(str)
    opening = Signal()
    managerWanted = Signal()

    def __init__(
        self, look: Look, desk: DeskFace, item: str, task: PracticalInteraction, *,
        compact: bool = False, can_open: bool = True,
    ) -> None:  # fmt: skip
        """`can_open` False leaves the opening to the editor beside."""
        super().__init__()
        self._look, self._desk, self._item, self._task = look, desk, item, task
        self._compact, self._can_open = compact, can_open
        self.rows: dict[str, FileRow] = {}
        self._opening = ""
        self.setProperty("role", "clear")
        self._folder = words("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.note = Note(look, Tone.WARN)
        self.open_folder = Button(look, _("打开文件夹"), self._open_the_folder, icon="folder")
        is_files = task.software is Software.FILES
        self.manage = Button(
            look, _("文件管理"), self.managerWanted.emit, role="primary" if is_files else "", icon="grid",
            name=_("文件管理：新建、重命名、移动、复制、删除、压缩"),
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._folder)
        column.addLayout(self._rows)
        row = FlowLayout(8)
        row.addWidget(self.manage)
        row.addWidget(self.open_folder)
        column.addLayout(row)
        self.manage.setVisible(can_open)
        self.open_folder.setVisible(can_open and not is_files)
        column.addWidget(self.note)
        desk.folderChanged.connect(self._changed)
        desk.fileOpened.connect(self._opened)
        desk.fileFailed.connect(self._failed)
        view = desk.folder(item)
        if view is not None:
            self.show_folder(view)

    def show_folder(self, view: FolderView) -> None:
        """Show a folder; rows are made anew only when files came or went."""
        self._folder.setText(_("工作文件夹：{folder}").format(folder=view.folder))
        if tuple(self.rows) != tuple(file.path for file in view.files):
            clear(self._rows)
            self.rows = {}
            for file in view.files:
                row = FileRow(self._look, file, compact=self._compact, can_open=self._can_open)
                row.openWanted.connect(self._open)
                row.resetWanted.connect(self.resetWanted)
                row.versionsWanted.connect(self.versionsWanted)
                self._rows.addWidget(row)
                self.rows[file.path] = row
        for file in view.files:
            self.rows[file.path].show_status(file)

    def _open(self, path: str) -> None:
        self.note.say("")
        self._desk.openFile(self._item, path)
        self.opening.emit()

    def _open_the_folder(self) -> None:
        self.note.say("")
        self._desk.openFolder(self._item)
        self.opening.emit()

    def _changed(self, view: FolderView) -> None:
        if view.item != self._item:
            return
        self.show_folder(view)
        file = next((file for file in view.files if file.path == self._opening), None)
        if file is not None and file.program and file.state is not FileState.OPENING:
            self._opening = ""
            text = _("{program} 已打开 {path}。做完后记得保存。").format(program=file.program, path=file.path)
            self.note.say(text, tone=Tone.INFO)

    def _opened(self, item: str, path: str, program: str) -> None:
        if item == self._item:
            text = _("正在用 {program} 打开 {path}，请稍等。做完后记得保存。").format(program=program, path=path)
            self.note.say(text, tone=Tone.INFO)
            self._opening = path

    def _failed(self, item: str, path: str, sentence: str) -> None:
        if item == self._item:
            self._opening = ""
            self.note.say(sentence, path, Tone.WARN)

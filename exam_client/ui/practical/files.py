"""The files of one practical task, kept up to date from the engine; used in the paper and on the task strip."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.face import DeskFace
from exam_client.practical.views import FileState, FolderView, rows_of
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import clear
from exam_client.ui.parts.words import words
from exam_client.ui.practical.file_row import FileRow
from itembank.base.i18n import _
from itembank.model.items.practical import PracticalInteraction, Software
from itembank.model.left_out import why_text
from itembank.model.responses import MORE_SKIPPED

OPENING_MS = 20_000
"""How long an office program may take to come up on an old machine."""
LEFT_OUT_SHOWN = 3
WORKED_ON = frozenset({FileState.MODIFIED, FileState.SAVED})


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
        self._more = words("", "small", wrap=True)
        self._more.hide()
        self.left_out = Note(look, Tone.WARN)
        self.note = Note(look, Tone.WARN)
        self._opening = ""
        self._states: dict[str, FileState] = {}
        self._opened_timer = QTimer(self, singleShot=True, interval=OPENING_MS)
        self._opened_timer.timeout.connect(self._came_up)
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
        column.addWidget(self.left_out)
        column.addWidget(self._more)
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
        files = rows_of(view)
        if tuple(self.rows) != tuple(file.path for file in files):
            clear(self._rows)
            self.rows = {}
            for file in files:
                row = FileRow(self._look, file, compact=self._compact, can_open=self._can_open)
                row.openWanted.connect(self._open)
                row.resetWanted.connect(self.resetWanted)
                row.versionsWanted.connect(self.versionsWanted)
                self._rows.addWidget(row)
                self.rows[file.path] = row
        for file in files:
            self.rows[file.path].show_status(file)
        self._say_more(len(view.files) - len(files))
        self._say_left_out(view)
        states = {file.path: file.state for file in view.files}
        before, self._states = self._states.get(self._opening), states
        if before is not None and states.get(self._opening) in WORKED_ON and states.get(self._opening) is not before:
            self._came_up()

    def _say_more(self, count: int) -> None:
        self._more.setText(_("另有 {count} 个文件没有列在这里，会一起保存。").format(count=count))
        self._more.setVisible(count > 0)

    def _say_left_out(self, view: FolderView) -> None:
        """Say what lies in the folder and is not saved, and why."""
        names = [name for name in view.skipped if name != MORE_SKIPPED]
        shown = "、".join(names[:LEFT_OUT_SHOWN])
        more = len(names) > LEFT_OUT_SHOWN or MORE_SKIPPED in view.skipped
        text = _("没有保存：{names} 等文件。") if more else _("没有保存：{names}。")
        why = _("原因：{why}。").format(why=why_text(view.reasons)) if view.reasons else ""
        self.left_out.say(text.format(names=shown) if names else "", why if names else "", Tone.WARN)

    def _open(self, path: str) -> None:
        self._say("")
        self.opening.emit()  # first: the task strip, which then comes up, is to say how the opening goes on
        self._desk.openFile(self._item, path)

    def _open_the_folder(self) -> None:
        self._say("")
        self.opening.emit()
        self._desk.openFolder(self._item)

    def _changed(self, view: FolderView) -> None:
        if view.item != self._item:
            return
        self.show_folder(view)
        file = next((file for file in view.files if file.path == self._opening), None)
        if file is not None and file.program and file.state is not FileState.OPENING:
            text = _("{program} 已打开 {path}。做完后记得保存。").format(program=file.program, path=file.path)
            self._say(text, tone=Tone.INFO)
            self._opened_timer.start()

    def _opened(self, item: str, path: str, program: str) -> None:
        if item == self._item:
            text = _("正在用 {program} 打开 {path}，请稍等。做完后记得保存。").format(program=program, path=path)
            self._say(text, tone=Tone.INFO)
            self._opening = path
            self._opened_timer.start()

    def _came_up(self) -> None:
        """The program had time to come up, or the file was worked on already: nothing is being opened any more."""
        self._say("")

    def _say(self, text: str, more: str = "", tone: Tone = Tone.WARN) -> None:
        self._opening = ""
        self._opened_timer.stop()
        self.note.say(text, more, tone)

    def _failed(self, item: str, path: str, sentence: str) -> None:
        if item == self._item:
            self._say(sentence, path)

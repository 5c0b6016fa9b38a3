"""A practical task inside the paper: its files, and the way to the task strip (or the Python editor beside).

The answer is the folder; the engine snapshots it by itself. So this editor has no value of its own.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.coding.panel import CodePanel
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.words import words
from exam_client.ui.practical.files import FilesPanel
from itembank.base.i18n import _
from itembank.model.items.practical import PracticalInteraction, Software
from itembank.model.responses import ResponseValue


class PracticalEditor(AnswerEditor):
    """Files and a big button; for Python the editor itself.

    `workWanted`: shrink the exam to the task strip; `managerWanted`: and open the file manager.
    `resetWanted(path)`, `versionsWanted(path)`: ask in a dialog.
    """

    workWanted = Signal()
    managerWanted = Signal()
    resetWanted = Signal(str)
    versionsWanted = Signal(str)

    def __init__(self, place: Surroundings, interaction: PracticalInteraction) -> None:
        """Show the task's folder as it stands."""
        super().__init__(place, interaction.response)
        self.task = interaction
        self._value: ResponseValue = None
        self.code: CodePanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if interaction.software is Software.PYTHON:
            self.files = None
            self.work = None
            self.code = CodePanel(place.look, place.desk, place.item, interaction)
            self.code.left.connect(self.fieldLeft)
            self.code.resetWanted.connect(self.resetWanted)
            self.code.versionsWanted.connect(self.versionsWanted)
            column.addWidget(self.code)
            return
        self.files = FilesPanel(place.look, place.desk, place.item, interaction)
        self.files.resetWanted.connect(self.resetWanted)
        self.files.versionsWanted.connect(self.versionsWanted)
        self.files.opening.connect(self.workWanted)
        self.files.managerWanted.connect(self.managerWanted)
        self.work = Button(place.look, _("开始操作"), self.workWanted.emit, role="big-primary", icon="dock-right")
        hint = _("开始后，试卷会缩成屏幕边上的任务条，题目要求一直看得到；随时可以返回试卷。")
        column.addWidget(self.files)
        column.addWidget(words(hint, "small", wrap=True))
        column.addWidget(self.work)

    @property
    def is_code(self) -> bool:
        """Say whether this is a programming task."""
        return self.code is not None

    def value(self) -> ResponseValue:
        """Return what the engine keeps as the answer."""
        return self._value

    def show_value(self, value: ResponseValue) -> None:
        """Keep the engine's digest; the folder itself comes by `folderChanged`."""
        self._value = value

    def commit(self) -> None:
        """Write a program that is still in the fingers."""
        if self.code is not None:
            self.code.save()

    def first_field(self) -> QWidget | None:
        """The program, or the button that begins the work."""
        return self.code.source if self.code is not None else self.work

"""The guided line of the sitting: which step it is, what is missing, and the one button that leads on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from exam_server.console.wording import STEP_WORDS
from exam_server.protocol.console import RoomView, StaffCommandKind, Step
from itembank.base.i18n import N_, _
from itembank.model.record import Phase

# What leads on from each phase, and its word on the button.
NEXT: dict[Phase, tuple[StaffCommandKind, str]] = {
    Phase.CLEARED: (StaffCommandKind.IMPORT_PACKAGE, N_("导入试卷包…")),
    Phase.IMPORTED: (StaffCommandKind.OPEN_ADMISSION, N_("开放入场")),
    Phase.ADMITTING: (StaffCommandKind.ENTER_SHARE, N_("输入启封口令…")),
    Phase.UNLOCKED: (StaffCommandKind.START, N_("全场开考…")),
    Phase.RUNNING: (StaffCommandKind.END_SITTING, N_("结束考试…")),
    Phase.ENDED: (StaffCommandKind.COLLECT, N_("回收答卷")),
    Phase.COLLECTED: (StaffCommandKind.EXPORT, N_("导出答卷包…")),
    Phase.EXPORTED: (StaffCommandKind.CLEAR, N_("清场…")),
}


class StepsBar(QFrame):
    """Signals: `wanted(kind)` when the leading button is pressed."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the chips."""
        super().__init__(parent)
        self.setObjectName("stepsBar")
        self._chips = {step: QLabel() for step in Step}
        self._missing = QLabel()
        self._missing.setObjectName("missing")
        self._missing.setWordWrap(True)
        self._next = QPushButton()
        self._next.setObjectName("nextStep")
        self._next.clicked.connect(self._press)
        self._kind: StaffCommandKind | None = None
        chips = QHBoxLayout()
        chips.setSpacing(4)
        for chip in self._chips.values():
            chip.setObjectName("stepChip")
            chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
            chips.addWidget(chip, 1)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addLayout(chips)
        texts.addWidget(self._missing)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self._next)

    def show_room(self, room: RoomView) -> None:
        """Show where the sitting stands."""
        for number, view in enumerate(room.steps, start=1):
            chip = self._chips[view.step]
            sign = "✓" if view.done else str(number)
            chip.setText(f"{sign} {_(STEP_WORDS[view.step])}")
            state = "done" if view.done else "current" if view.current else "later"
            words = {"done": _("已完成"), "current": _("当前步骤"), "later": _("未到")}
            chip.setAccessibleName(f"{_(STEP_WORDS[view.step])}，{words[state]}")
            if chip.property("state") != state:
                chip.setProperty("state", state)
                chip.style().unpolish(chip)
                chip.style().polish(chip)
        missing = [sentence for view in room.steps for sentence in view.missing]
        self._missing.setText("　".join(missing) or _("本步骤没有待办事项。"))
        self._kind, word = NEXT[room.phase]
        self._next.setText(_(word))

    def _press(self) -> None:
        if self._kind is not None:
            self.wanted.emit(self._kind)

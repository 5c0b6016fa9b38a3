"""The guided line of the sitting: which step it is, what is missing, and the one button that leads on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from exam_server.console.wording import STEP_WORDS
from exam_server.protocol.console import RoomView, StaffCommandKind, Step
from exam_server.room.commands import RULES
from itembank.base.i18n import N_, _

LOW_CHIP_WIDTH = 96
DIRECTION = {False: QBoxLayout.Direction.TopToBottom, True: QBoxLayout.Direction.LeftToRight}
# What leads on from each step, and its word on the button.
NEXT: dict[Step, tuple[StaffCommandKind, str]] = {
    Step.IMPORT: (StaffCommandKind.IMPORT_PACKAGE, N_("导入试卷包…")),
    Step.ADMIT: (StaffCommandKind.OPEN_ADMISSION, N_("开放入场…")),
    Step.UNLOCK: (StaffCommandKind.ENTER_SHARE, N_("输入启封口令…")),
    Step.START: (StaffCommandKind.START, N_("全场开考…")),
    Step.RUN: (StaffCommandKind.END_SITTING, N_("结束考试…")),
    Step.COLLECT: (StaffCommandKind.COLLECT, N_("回收答卷…")),
    Step.VERIFY: (StaffCommandKind.VERIFY, N_("核对…")),
    Step.EXPORT: (StaffCommandKind.EXPORT, N_("导出答卷包…")),
    Step.CLEAR: (StaffCommandKind.CLEAR, N_("清场…")),
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
        self._next.hide()  # an empty button says nothing; the room is not known yet
        self._kind: StaffCommandKind | None = None
        chips = QHBoxLayout()
        chips.setSpacing(4)
        for number, (step, chip) in enumerate(self._chips.items(), start=1):
            chip.setObjectName("stepChip")
            chip.setText(f"{number} {_(STEP_WORDS[step])}")
            chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
            chips.addWidget(chip, 1)
        self._texts = QBoxLayout(DIRECTION[False])
        self._texts.setSpacing(6)
        self._texts.addLayout(chips)
        self._texts.addWidget(self._missing, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(12)
        self._row.addLayout(self._texts, 1)
        self._row.addWidget(self._next)
        self._is_low = False
        self._current = Step.CHECK

    def show_room(self, room: RoomView) -> None:
        """Show where the sitting stands."""
        at = next((number for number, view in enumerate(room.steps, start=1) if view.current), 0)
        for number, view in enumerate(room.steps, start=1):
            chip = self._chips[view.step]
            state = "done" if view.done else "current" if view.current else "open" if number < at else "later"
            sign = {"done": "✓", "current": f"{number}/{len(room.steps)}", "open": "！"}.get(state, str(number))
            chip.setText(f"{sign} {_(STEP_WORDS[view.step])}")
            words = {"done": _("已完成"), "current": _("当前步骤"), "open": _("还没有做完"), "later": _("未到")}
            chip.setAccessibleName(f"{_(STEP_WORDS[view.step])}，{words[state]}")
            if chip.property("state") != state:
                chip.setProperty("state", state)
                chip.style().unpolish(chip)
                chip.style().polish(chip)
        missing = [sentence for view in room.steps for sentence in view.missing]
        self._missing.setText("　".join(missing) or _("本步骤没有待办事项。"))
        current = next((view.step for view in room.steps if view.current), None)
        if current is None:
            return
        if current is not self._current:
            # What leads on is another deed now: a second press of Enter must not do it.
            self._next.clearFocus()
        self._current = current
        self._kind, word = NEXT[current]
        self._show_calm(current is Step.RUN)
        self._next.setText(_(word))
        self._next.show()
        self._next.setEnabled(room.role in RULES[self._kind].roles)
        self._show_chips()

    def set_low(self, *, is_low: bool) -> None:
        """On a low screen only the current step stands here, with its number; the others are in its tool tip."""
        if is_low != self._is_low:
            self._is_low = is_low
            self._row.setContentsMargins(12, *((4, 12, 4) if is_low else (8, 12, 8)))
            self._texts.setDirection(DIRECTION[is_low])
            self._show_chips()

    def _show_calm(self, is_calm: bool) -> None:  # noqa: FBT001 - one question, one answer
        """Let the button stand back while candidates write: ending is not what the console is for then."""
        calm = "yes" if is_calm else "no"
        if self._next.property("calm") != calm:
            self._next.setProperty("calm", calm)
            self._next.style().unpolish(self._next)
            self._next.style().polish(self._next)

    def _show_chips(self) -> None:
        for step, chip in self._chips.items():
            chip.setVisible(not self._is_low or step is self._current)
            chip.setMinimumWidth(LOW_CHIP_WIDTH if self._is_low else 0)
            chip.setToolTip(" › ".join(_(word) for word in STEP_WORDS.values()))

    def _press(self) -> None:
        if self._kind is not None:
            self.wanted.emit(self._kind)

"""The right side of marking: why a person is asked, the points, a comment, and on to the next."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from grading.desk.tasks import Task
from grading.results.decisions import Stage
from itembank.base.i18n import N_, _

COLUMNS = 4
MOST_BUTTONS = 24
HALF = Fraction(1, 2)
TYPED = (*"0123456789", ".")
STAGE_WORDS = {
    Stage.MARKING: N_("第一次评定"),
    Stage.SECOND: N_("第二次评定（看不到第一次的给分）"),
    Stage.ARBITRATION: N_("仲裁：两次给分差距过大"),
}


class ScorePanel(QWidget):
    """Takes points for one task.

    `decided(points, comment)` is told with a Fraction, `skipped()` when a person wants the next one first,
    `wentBack()` when they want to see the one before, which they decided themselves.
    """

    decided = Signal(object, str)
    skipped = Signal()
    wentBack = Signal()

    def __init__(self) -> None:
        """Start without a task."""
        super().__init__()
        self.stage, self.reason = _label("stage"), _label("reason")
        self.code, self.possible, self.earlier = _label("quiet"), _label("big"), _label("quiet")
        self.grid = QGridLayout()
        self.grid.setSpacing(5)
        self.buttons = QButtonGroup(self)
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(_("评语（可以不写）"))
        self.comment.setAccessibleName(_("评语"))
        self.comment.setMaxLength(200)
        self.save = QPushButton(_("保存，下一份"))
        self.save.setObjectName("primary")
        self.save.setToolTip(_("Ctrl+Enter"))
        self.save.clicked.connect(self._decide)
        self.skip = QPushButton(_("先跳过"))
        self.skip.setToolTip("F6")
        self.skip.clicked.connect(self.skipped)
        self.back = QPushButton(_("看上一份"))
        self.back.setToolTip("F5")
        self.back.clicked.connect(self.wentBack)
        self.fault = QLabel()
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self._lay_out()
        keys = (("Ctrl+Return", self._decide), ("Ctrl+Enter", self._decide), ("F6", self._skip))
        for key, act in (*keys, ("F5", self._go_back)):
            QShortcut(QKeySequence(key), self, activated=act)  # type: ignore[call-overload]
        for sign in TYPED:
            # A text field keeps what is typed into it.
            QShortcut(QKeySequence(sign), self, activated=lambda sign=sign: self.type_points(sign))  # type: ignore[call-overload]
        self.show_task(None)

    def show_task(self, task: Task | None) -> None:
        """Show a task with nothing chosen, or nothing to do."""
        self._task, self._typed = task, ""
        for widget in (self.comment, self.save, self.skip):
            widget.setEnabled(task is not None)
        self._clear_points()
        self.comment.clear()
        self.say("")
        self.save.setEnabled(False)
        if task is None:
            for label in (self.stage, self.reason, self.code, self.possible, self.earlier):
                label.setText("")
            return
        self.stage.setText(_(STAGE_WORDS[task.stage]) if task.own is None else _("改我给过的分"))
        self.reason.setText(task.part.sentence)
        self.code.setText(_("答卷代号 {code}").format(code=task.code))
        self.possible.setText(_("满分 {points} 分").format(points=points_text(task.possible)))
        self.earlier.setText(
            _("两次给分：{points}").format(
                points="、".join(points_text(share * task.possible) for share in task.earlier)
            )
            if task.earlier
            else ""
        )
        for label in (self.reason, self.earlier):
            label.setVisible(bool(label.text()))
        self._add_points(task.possible)
        if task.own is not None:
            self.comment.setText(task.own.comment)
            self.choose(task.own.share * task.possible)

    def show_back(self, *, may_go: bool) -> None:
        """Say whether there is one before to go back to."""
        self.back.setEnabled(may_go)

    def type_points(self, sign: str) -> None:
        """Choose points by what is typed: 1 and 0 are ten where ten can be given, else a new beginning."""
        offered = {points_text(Fraction(str(button.property("points")))) for button in self.buttons.buttons()}
        for typed in (self._typed + sign, sign):
            if any(points.startswith(typed) for points in offered):
                self._typed = typed
                if typed in offered:
                    self.choose(Fraction(typed))
                return
        self._typed = ""

    def choose(self, points: Fraction) -> None:
        """Choose points as if their button was pressed."""
        for button in self.buttons.buttons():
            if button.property("points") == str(points):
                button.click()

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self.fault.setText(sentence)

    def allow_again(self) -> None:
        """Let a decision that was not stored be tried again."""
        self.save.setEnabled(True)

    def _decide(self) -> None:
        chosen = next((button for button in self.buttons.buttons() if button.isChecked()), None)
        if chosen is not None and self.save.isEnabled():
            self.save.setEnabled(False)
            self.decided.emit(Fraction(str(chosen.property("points"))), self.comment.text().strip())

    def _skip(self) -> None:
        if self.skip.isEnabled():
            self.skipped.emit()

    def _go_back(self) -> None:
        if self.back.isEnabled():
            self.wentBack.emit()

    def _add_points(self, possible: Fraction) -> None:
        for place, points in enumerate(steps_of(possible)):
            button = QPushButton(points_text(points))
            button.setObjectName("points")
            button.setCheckable(True)
            button.setProperty("points", str(points))
            button.setAccessibleName(_("{points} 分").format(points=points_text(points)))
            button.clicked.connect(self._points_chosen)
            self.buttons.addButton(button)
            self.grid.addWidget(button, place // COLUMNS, place % COLUMNS)

    def _points_chosen(self) -> None:
        self.save.setEnabled(True)

    def _clear_points(self) -> None:
        for button in self.buttons.buttons():
            self.buttons.removeButton(button)
            self.grid.removeWidget(button)
            button.hide()
            button.deleteLater()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self.stage, self.code, self.reason, self.possible, self.earlier):
            column.addWidget(widget)
        column.addLayout(self.grid)
        column.addWidget(self.comment)
        column.addWidget(self.save)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.skip)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.fault)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(role)
    label.setWordWrap(True)
    return label


def steps_of(possible: Fraction) -> list[Fraction]:
    """Return the points that can be given: halves where that makes few enough buttons, else wholes, always the full."""
    step = next((step for step in (HALF, Fraction(1)) if possible / step < MOST_BUTTONS), possible / (MOST_BUTTONS - 1))
    count = int(possible / step)
    steps = [step * number for number in range(count + 1)]
    return steps if steps[-1] == possible else [*steps, possible]


def points_text(points: Fraction) -> str:
    """Write points for people: 2.5, or a fraction where decimals do not end."""
    as_float = float(points)
    return f"{as_float:g}" if Fraction(f"{as_float:g}") == points else str(points)

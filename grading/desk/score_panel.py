"""The right side of marking: why a person is asked, the points, a comment, and on to the next."""

from __future__ import annotations

from dataclasses import dataclass
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
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from grading.desk.tasks import Earlier, Task
from grading.desk.visible import visible
from grading.results.decisions import Stage
from itembank.base.i18n import N_, _

COLUMNS = 5
MOST_BUTTONS = 24
HALF = Fraction(1, 2)
TYPED = (*"0123456789", ".")
STAGE_WORDS = {
    Stage.MARKING: N_("第一次评定"),
    Stage.SECOND: N_("第二次评定（看不到第一次的给分）"),
    Stage.ARBITRATION: N_("仲裁：两次给分差距过大"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has entered and not saved; `points` None when none are chosen."""

    points: Fraction | None
    comment: str


class ScorePanel(QWidget):
    """Takes points for one task; nothing can be saved before the answer is there (`allow`).

    `decided(points, comment)` is told with a Fraction, `skipped()` when a person wants the next one first,
    `wentBack()` when they want to see the one before, which they decided themselves.
    """

    decided = Signal(object, str)
    skipped = Signal()
    wentBack = Signal()

    def __init__(self) -> None:
        """Start without a task."""
        super().__init__()
        self.stage, self.point, self.reason = _label("stage"), _label("point"), _label("reason")
        self.code, self.possible, self.earlier = _label("quiet"), _label("big"), _label("quiet")
        self.grid = QGridLayout()
        self.grid.setSpacing(5)
        self.buttons = QButtonGroup(self)
        self._made = self._make_buttons()
        self.area = QScrollArea()
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(_("评语（可以不写）　F4"))
        self.comment.setAccessibleName(_("评语"))
        self.comment.setMaxLength(200)
        self.save = QPushButton(_("保存，下一份　Enter"))
        self.save.setObjectName("primary")
        self.save.clicked.connect(self._decide)
        self.skip = QPushButton(_("先跳过　F6"))
        self.skip.clicked.connect(self.skipped)
        self.back = QPushButton(_("看上一份　F5"))
        self.back.clicked.connect(self.wentBack)
        self.hint, self.news = _label("quiet"), _label("stage")
        self.hint.setText(_("按数字给分，按 Enter 保存。"))
        self.fault = _label("fault")
        self._lay_out()
        saving = [(key, self._save_typed) for key in ("Return", "Enter", "Ctrl+Return", "Ctrl+Enter")]
        for key, act in (*saving, ("F6", self._skip), ("F5", self._go_back), ("F4", self.comment.setFocus)):
            shortcut = QShortcut(QKeySequence(key), self, activated=act)  # type: ignore[call-overload]
            # A key that is held down must not mark one answer after the other.
            shortcut.setAutoRepeat(False)
        for sign in TYPED:
            # A text field keeps what is typed into it.
            typing = QShortcut(QKeySequence(sign), self, activated=lambda sign=sign: self.type_points(sign))  # type: ignore[call-overload]
            typing.setAutoRepeat(False)
        self.show_task(None)

    def show_task(self, task: Task | None) -> None:
        """Show a task with nothing chosen, or nothing to do."""
        self._task, self._typed, self._doubt, self._is_allowed = task, "", "", False
        for widget in (self.comment, self.skip):
            widget.setEnabled(task is not None)
        self._clear_points()
        self.tell("")
        self.comment.clear()
        self.say("")
        self.save.setEnabled(False)
        if task is None:
            for label in (self.stage, self.point, self.reason, self.code, self.possible, self.earlier):
                label.setText("")
                label.hide()
            return
        self.point.setText("" if task.part.by_people else _("得分点：{name}").format(name=task.part.name))
        self.stage.setText(_(STAGE_WORDS[task.stage]) if task.own is None else _("改我给过的分"))
        self.reason.setText(_reason(task))
        self.code.setText(_("答卷代号 {code}").format(code=task.code))
        self.possible.setText(_("满分 {points} 分").format(points=points_text(task.possible)))
        self.earlier.setText(
            _("两次给分：{points}").format(points="、".join(_earlier_words(task, one) for one in task.earlier))
            if task.earlier
            else ""
        )
        for label in (self.stage, self.code, self.possible, self.point, self.reason, self.earlier):
            label.setVisible(bool(label.text()))
        self._add_points(task.possible)
        self._given = Draft(None, "")
        if task.own is not None:
            self._given = Draft(task.own.share * task.possible, task.own.comment)
            self.enter(self._given)

    def draft(self) -> Draft | None:
        """Return what was entered for the task and is not saved, None when there is nothing of the kind."""
        now = Draft(self._chosen(), self.comment.text().strip())
        return now if self._task is not None and now != self._given else None

    def enter(self, draft: Draft) -> None:
        """Enter a draft as if a person did."""
        self.comment.setText(draft.comment)
        if draft.points is not None:
            self.choose(draft.points)

    def allow(self) -> None:
        """Let the task be saved: what it is about can be seen."""
        self._is_allowed = True
        self._may_save()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where the keyboard stops, in this order."""
        return (*self._made, self.comment, self.save, self.back, self.skip)

    def show_back(self, *, may_go: bool) -> None:
        """Say whether there is one before to go back to."""
        self.back.setEnabled(may_go)

    def type_points(self, sign: str) -> None:
        """Choose points by what is typed: 1 and 0 are ten where ten can be given, else a new beginning.

        Where points have two digits a new beginning may as well be a slip: 25 of 20 must not become 5 unnoticed.
        """
        offered = {points_text(Fraction(str(button.property("points")))) for button in self.buttons.buttons()}
        for typed in (self._typed + sign, sign):
            if any(points.startswith(typed) for points in offered):
                doubt = self._doubt or (self._typed + sign if typed != self._typed + sign else "")
                self._typed = typed
                if typed in offered:
                    self.choose(Fraction(typed))
                    self._doubt = doubt if len(max(offered, key=Fraction)) > 1 else ""
                return
        self._typed = ""

    def choose(self, points: Fraction) -> None:
        """Choose points as if their button was pressed."""
        for button in self.buttons.buttons():
            if button.property("points") == str(points):
                button.click()
                self.area.ensureWidgetVisible(button)

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.hint.setVisible(not sentence and self._task is not None)

    def tell(self, news: str) -> None:
        """Say what a person in full swing would not notice."""
        self.news.setText(news)
        self.news.setVisible(bool(news))

    def _may_save(self) -> None:
        self.save.setEnabled(self._is_allowed and self._chosen() is not None)

    def _chosen(self) -> Fraction | None:
        chosen = next((button for button in self.buttons.buttons() if button.isChecked()), None)
        return Fraction(str(chosen.property("points"))) if chosen is not None else None

    def _save_typed(self) -> None:
        if self._task is not None and self._chosen() is None:
            self.say(_("还没有给分：按数字，或点一个分数。"))
        self._decide()

    def _decide(self) -> None:
        points = self._chosen()
        if points is not None and self._doubt:
            self.say(
                _("您按的是 {typed}，现在是 {points} 分。没有错就再按一次 Enter。").format(
                    typed=self._doubt, points=points_text(points)
                )
            )
            self._doubt = ""
            return
        if points is not None and self.save.isEnabled():
            self._is_allowed = False
            self.save.setEnabled(False)
            self.decided.emit(points, self.comment.text().strip())

    def _skip(self) -> None:
        if self.skip.isEnabled():
            self.skipped.emit()

    def _go_back(self) -> None:
        if self.back.isEnabled():
            self.wentBack.emit()

    def _make_buttons(self) -> list[QPushButton]:
        """Make all buttons of points at once: then the keyboard passes them before the comment."""
        made = []
        for place in range(MOST_BUTTONS + 1):
            button = QPushButton()
            button.setObjectName("points")
            button.setCheckable(True)
            button.clicked.connect(self._points_chosen)
            button.hide()
            self.grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            made.append(button)
        return made

    def _add_points(self, possible: Fraction) -> None:
        for points, button in zip(steps_of(possible), self._made, strict=False):
            button.setText(points_text(points))
            button.setProperty("points", str(points))
            button.setAccessibleName(_("{points} 分").format(points=points_text(points)))
            # One step of Tab for all of them; arrows go from points to points.
            is_first = not self.buttons.buttons()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_first else Qt.FocusPolicy.ClickFocus)
            self.buttons.addButton(button)
            button.show()

    def _points_chosen(self) -> None:
        self._doubt = ""
        self.say("")
        self._may_save()

    def _clear_points(self) -> None:
        for button in self.buttons.buttons():
            self.buttons.removeButton(button)
            button.setChecked(False)
            button.hide()

    def _lay_out(self) -> None:
        """Let what is told scroll on a low screen; what is pressed stands at the bottom, always in the same place."""
        told = QWidget()
        above = QVBoxLayout(told)
        above.setContentsMargins(8, 8, 8, 0)
        above.setSpacing(8)
        for label in (self.point, self.stage, self.code, self.reason, self.earlier, self.possible):
            above.addWidget(label)
        above.addLayout(self.grid)
        above.addStretch(1)
        self.area.setObjectName("side")
        self.area.setWidget(told)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below = QVBoxLayout()
        below.setContentsMargins(8, 4, 8, 8)
        below.setSpacing(8)
        pressed: tuple[QWidget, ...] = (self.news, self.fault, self.hint, self.comment, self.save)
        for widget in pressed:
            below.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.skip)
        row.addStretch(1)
        below.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addLayout(below)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)  # it may hold a candidate's own words
    return label


def _reason(task: Task) -> str:
    """Say why a person is asked, and what the machine saw."""
    part = task.part
    if part.by_people:
        return visible(part.sentence)  # the reference stands beside the question
    lines = [
        part.sentence,
        _("应为：{text}").format(text=part.expected) if part.expected else "",
        _("观察到：{text}").format(text=part.observed) if part.observed else "",
    ]
    return visible("\n".join(line for line in lines if line))


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


def _earlier_words(task: Task, earlier: Earlier) -> str:
    points = points_text(earlier.share * task.possible)
    return _("{points}（{comment}）").format(points=points, comment=earlier.comment) if earlier.comment else points

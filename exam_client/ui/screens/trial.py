"""A trial of two minutes, not marked and not saved: type Chinese, choose, open a file, flag."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from exam_client.ui.look import Look
from exam_client.ui.paper.input_method import InputMethodButton
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.page import WIDE_CARD_WIDTH, CardPage
from exam_client.ui.parts.pressing import PressRadio
from exam_client.ui.parts.words import Picture, words
from exam_client.ui.wording import clock_text
from itembank.base.i18n import N_, _

TRIAL_MS = 120_000
TICK_MS = 1_000
WANTED = 2
TEXT_HEIGHT_PX = 108
PRACTICE_TEXT = N_("你打开了练习文件。考试时点“打开”，文件会在办公软件里打开；改完要存盘（Ctrl+S），再回到试卷。")
HAN = re.compile(f"[{chr(0x3400)}-{chr(0x9FFF)}]")


class Exercise(QFrame):
    """One exercise with a tick that appears when it was done."""

    def __init__(self, look: Look, number: int, text: str) -> None:
        """Put the controls into `row`."""
        super().__init__()
        self.is_done = False
        self.setProperty("role", "inset")
        self._tick = Picture(look, "circle", "muted", 22)
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._tick)
        head.addWidget(words(f"{number}. {text}", "strong", wrap=True), 1)
        column.addLayout(head)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(32, 0, 0, 0)
        self.row.setSpacing(10)
        column.addLayout(self.row)

    def show_done(self, *, is_done: bool) -> None:
        """Show the tick."""
        self.is_done = is_done
        self._tick.show_icon("check" if is_done else "circle", "ok" if is_done else "muted")
        self.setAccessibleDescription(_("已完成") if is_done else _("未完成"))


class TrialScreen(CardPage):
    """Four exercises. `finished`: enough tried, or time is over."""

    finished = Signal()

    def __init__(self, look: Look, switch: Callable[[], None] | None = None) -> None:
        """Build the exercises; the time runs from `entered`. `switch` switches the input method."""
        super().__init__(look, _("试做练习"), icon="keyboard", width_px=WIDE_CARD_WIDTH)
        self._left_ms = TRIAL_MS
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.typing = Exercise(look, 1, _("用中文输入法输入“信息技术”"))
        self.line = QLineEdit()
        self.line.setAccessibleName(_("输入练习"))
        self.line.textChanged.connect(self._typed)
        Composing(self.line)
        self.typing.row.addWidget(self.line, 1)
        self.input_method = InputMethodButton(look, switch)
        self.typing.row.addWidget(self.input_method)
        self.choosing = Exercise(look, 2, _("选中一个选项"))
        self._group = QButtonGroup(self)
        self.options: list[PressRadio] = []
        for text in (_("A  键盘"), _("B  鼠标")):
            option = PressRadio(text)
            option.toggled.connect(lambda _on: self.choosing.show_done(is_done=True))
            self._group.addButton(option)
            self.choosing.row.addWidget(option)
            self.choosing.row.addSpacing(24)
            self.options.append(option)
        self.choosing.row.addStretch(1)
        self.opening = Exercise(look, 3, _("打开“练习.txt”，看看里面写了什么"))
        self.open = Button(look, _("打开 练习.txt"), self._opened, icon="open")
        self.opening.row.addWidget(self.open)
        self.opening.row.addStretch(1)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(_("练习.txt 的内容"))
        self.text.setFixedHeight(TEXT_HEIGHT_PX)
        self.text.setTabChangesFocus(True)
        self.text.hide()
        self.opening.column.addWidget(self.text)
        self.flagging = Exercise(look, 4, _("给不确定的题做标记（也可以按 F9）"))
        self.flag = Button(look, _("标记 F9"), None, role="toggle", icon="flag")
        self.flag.setCheckable(True)
        self.flag.toggled.connect(self._flagged)
        self.flagging.row.addWidget(self.flag)
        self.flagging.row.addStretch(1)
        self.body.addWidget(words(_("这里只是练习，不计分，也不占考试时间。"), "muted", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(10)
        grid.addWidget(self.typing, 0, 0, 1, 2)
        grid.addWidget(self.choosing, 1, 0)
        grid.addWidget(self.opening, 1, 1, 2, 1)
        grid.addWidget(self.flagging, 2, 0)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.left = words("", "muted")
        self.go_on = Button(look, _("跳过练习"), self.finish, role="big-primary", icon="right", icon_behind=True)
        self.foot.addWidget(self.left, 1)
        self.foot.addWidget(self.go_on)
        self._show_left()

    def entered(self) -> None:
        """Begin with typing."""
        self._left_ms = TRIAL_MS
        self._show_left()
        self._timer.start()
        self.line.setFocus()

    def toggle_flag(self) -> None:
        """F9 was pressed."""
        self.flag.toggle()

    def finish(self) -> None:
        """End the trial."""
        self._timer.stop()
        self.finished.emit()

    def start_again(self) -> None:
        """For the next candidate, or once more."""
        self._timer.stop()
        self.line.clear()
        self._group.setExclusive(False)
        for option in self.options:
            option.setChecked(False)
        self._group.setExclusive(True)
        self.flag.setChecked(False)
        self.text.clear()
        self.text.hide()
        self.open.show()
        for exercise in (self.typing, self.choosing, self.opening, self.flagging):
            exercise.show_done(is_done=False)
        self._show_button()

    def _tick(self) -> None:
        self._left_ms -= TICK_MS
        self._show_left()
        if self._left_ms <= 0:
            self.finish()

    def _show_left(self) -> None:
        self.left.setText(_("练习剩余 {time}").format(time=clock_text(self._left_ms)))

    def _typed(self, text: str) -> None:
        self.typing.show_done(is_done=len(HAN.findall(text)) >= WANTED)
        self._show_button()

    def _opened(self) -> None:
        """Show what the file says: office programs take long to start and must be gone again before the exam."""
        self.opening.show_done(is_done=True)
        self.text.setPlainText(_(PRACTICE_TEXT))
        self.open.hide()
        self.text.show()
        self.text.setFocus()
        self._show_button()

    def _flagged(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.flag.set_icon("flag-full" if on else "flag")
        self.flagging.show_done(is_done=True)
        self._show_button()

    def _show_button(self) -> None:
        exercises = (self.typing, self.choosing, self.opening, self.flagging)
        self.go_on.setText(_("完成练习") if all(e.is_done for e in exercises) else _("跳过练习"))

"""Between admission and start: rules, a two-minute trial, then waiting. None of it costs answering time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import WIDE_CARD_WIDTH, CardPage, clear
from exam_client.ui.parts.pressing import PressCheck
from exam_client.ui.parts.words import Picture, words
from itembank.base.i18n import N_, _

OWN_RULES = (
    N_("考试统一开始，时间到自动交卷。屏幕右上角一直显示剩余时间。"),
    N_("答案会自动保存，右上角写着保存在哪里。网络中断时可以继续作答。"),
    N_("遇到问题请按“举手”，等监考老师过来，不要自行关机或重新启动。"),
    N_("操作题请在给定的文件夹里打开、修改和保存文件，不要改文件名。"),
)


class RulesScreen(CardPage):
    """The room's rules and ours. `understood`: read and understood."""

    understood = Signal()

    def __init__(self, look: Look) -> None:
        """Begin with our own rules."""
        super().__init__(look, _("考试须知"), icon="info", width_px=WIDE_CARD_WIDTH)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.body.addLayout(self._rows)
        self.body.addSpacing(6)
        self.read = PressCheck(_("我已阅读并会遵守以上要求"))
        self.go_on = Button(look, _("继续"), self.understood.emit, role="big-primary", icon="right", icon_behind=True)
        self.go_on.setEnabled(False)
        self.read.toggled.connect(self.go_on.setEnabled)
        self.foot.addWidget(self.read)
        self.foot.addStretch(1)
        self.foot.addWidget(self.go_on)
        self.show_rules(())

    def show_rules(self, rules: Sequence[str]) -> None:
        """Show the room's rules first; without any, our own."""
        clear(self._rows)
        shown = list(rules) or [_(rule) for rule in OWN_RULES]
        for number, rule in enumerate(shown, start=1):
            row = QHBoxLayout()
            row.setSpacing(12)
            mark = words(str(number), "rule-number", centred=True)
            mark.setFixedSize(28, 28)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(rule, "", wrap=True), 1)
            self._rows.addLayout(row)

    def start_again(self) -> None:
        """For the next candidate."""
        self.read.setChecked(False)

    def entered(self) -> None:
        """The box comes first."""
        self.read.setFocus()


class WaitingStartScreen(CardPage):
    """Everything is ready; the room starts for all at once. `trialWanted`, `rulesWanted`: once more."""

    trialWanted = Signal()
    rulesWanted = Signal()

    def __init__(self, look: Look) -> None:
        """Wait."""
        super().__init__(look, _("请等待考试开始"), icon="clock", width_px=WIDE_CARD_WIDTH)
        self.exam = words("", "subtitle", wrap=True)
        self.facts = words("", "muted", wrap=True)
        self.ready = Note(look, Tone.INFO)
        self.body.addWidget(self.exam)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.ready)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Picture(look, "hand", "muted", 22))
        line.addWidget(words(_("考试开始后会自动显示试卷。现在有问题请举手。"), "", wrap=True), 1)
        box = QWidget()
        box.setProperty("role", "clear")
        box.setLayout(line)
        self.body.addWidget(box)
        self.rules = Button(look, _("再看考试须知"), self.rulesWanted.emit, icon="info")
        self.trial = Button(look, _("再练一次"), self.trialWanted.emit, icon="reset")
        self.foot.addWidget(self.rules)
        self.foot.addWidget(self.trial)
        self.foot.addStretch(1)

    def show_exam(self, title: str, minutes: int) -> None:
        """Name the exam and how long it takes."""
        self.exam.setText(title)
        self.facts.setText(_("考试时间 {minutes} 分钟，从统一开始时计时。").format(minutes=minutes) if minutes else "")
        self.facts.setVisible(bool(minutes))

    def show_ready(self, *, is_ready: bool) -> None:
        """Say whether the paper lies open on this machine."""
        if is_ready:
            self.ready.say(_("试卷已准备好。"), tone=Tone.GOOD)
        else:
            self.ready.say(_("正在等待启封试卷，请稍等。"), tone=Tone.INFO)

    def entered(self) -> None:
        """Nothing has to be done."""
        self.rules.setFocus()

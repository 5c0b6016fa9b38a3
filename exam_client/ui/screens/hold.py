"""Screens that keep the candidate from working: paused, locked, too late, moved away, out of order.

Each says why, whom to call, and what happens to the clock.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import MomentView
from exam_client.net.views import Refusal
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import CardPage
from exam_client.ui.parts.words import words
from exam_client.ui.wording import spoken_time
from exam_server.protocol.timing import CandidatePhase
from itembank.base.i18n import _

HOLDING = frozenset({DeskState.PAUSED, DeskState.LOCKED, DeskState.TOO_LATE, DeskState.FENCED, DeskState.UNUSABLE})


class HoldScreen(CardPage):
    """One card for all of them; `show_state` gives it its words.

    Signal: `freed`, a desk whose candidate moved away is given to the next one.
    """

    freed = Signal()

    def __init__(self, look: Look) -> None:
        """Begin without words."""
        super().__init__(look, "", icon="pause")
        self._state = DeskState.PAUSED
        self._pause_reason, self._lock_reason = "", ""
        self._moment: MomentView | None = None
        self._refusal: Refusal | None = None
        self.why = words("", "subtitle", wrap=True)
        self.clock = Note(look, Tone.INFO)
        self.whom = Note(look, Tone.WARN)
        self.code = words("", "small")
        box = QWidget()
        box.setProperty("role", "clear")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.why, self.clock, self.whom, self.code):
            column.addWidget(part)
        self.body.addWidget(box)
        self.free = Button(look, _("监考老师：本机换人，返回登录"), self.freed.emit)
        self.free.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a key struck while the work moves on must not press it
        self.foot.addStretch(1)
        self.foot.addWidget(self.free)

    def show_state(self, state: DeskState) -> None:
        """Take the words of a state."""
        self._state = state
        self._show()

    def show_pause(self, reason: str) -> None:
        """Say why staff paused the exam; a lock has its own reason."""
        self._pause_reason = reason
        self._show()

    def show_lock(self, reason: str) -> None:
        """Say why staff locked this desk."""
        self._lock_reason = reason
        self._show()

    def show_moment(self, moment: MomentView | None) -> None:
        """Say what is left."""
        self._moment = moment
        self._show()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Say what went wrong."""
        self._refusal = refusal
        self._show()

    def _show(self) -> None:
        self.code.setText("")
        self.free.setVisible(self._state is DeskState.FENCED)
        match self._state:
            case DeskState.PAUSED:
                self.say_title(_("考试暂停"), "pause", "warn")
                self.why.setText(self._pause_reason or _("监考老师暂停了考试。"))
                self._say_clock()
                self.whom.say(_("答案都已保留，恢复后自动回到试题。请坐好等待。"), tone=Tone.INFO)
            case DeskState.LOCKED:
                self.say_title(_("本机已锁定"), "lock", "danger")
                self.why.setText(self._lock_reason or _("监考老师锁定了本机。"))
                self._say_clock()
                self.whom.say(_("请举手，由监考老师解锁。答案都已保留。"), tone=Tone.WARN)
            case DeskState.TOO_LATE:
                self.say_title(_("已超过入场时间"), "clock", "danger")
                self.why.setText(_("考试已经开始，超过了允许迟到的时间，现在不能作答。"))
                self.clock.say("")
                self.whom.say(_("请举手告知监考老师。老师同意后会自动进入试题。"), tone=Tone.WARN)
            case DeskState.FENCED:
                self.say_title(_("本机已停止作答"), "lock", "danger")
                self.why.setText(_("你的作答已转到另一台电脑。"))
                self.clock.say("")
                self.whom.say(_("请到监考老师安排的座位继续作答，本机的答案已经转过去。"), tone=Tone.INFO)
            case _:
                self._show_unusable()

    def _say_clock(self) -> None:
        """Say what the clock really does: a desk may be locked while the whole room is paused."""
        moment = self._moment
        if moment is None:
            self.clock.say("")
        elif moment.phase is CandidatePhase.PAUSED:
            self.clock.say(_("暂停期间不计时，剩余 {time}。").format(time=spoken_time(moment.left_ms)), tone=Tone.GOOD)
        else:
            text = _("考试时间仍在计算，剩余 {time}。").format(time=spoken_time(moment.left_ms))
            self.clock.say(text, tone=Tone.WARN)

    def _show_unusable(self) -> None:
        refusal = self._refusal
        self.say_title(_("本机不能使用"), "error", "danger")
        self.why.setText(refusal.sentence if refusal else _("考试程序不能继续。"))
        self.clock.say("")
        self.whom.say(refusal.action if refusal else _("请举手告知监考老师。"), tone=Tone.BAD)
        self.code.setText(_("错误代码 {code}").format(code=refusal.code) if refusal else "")

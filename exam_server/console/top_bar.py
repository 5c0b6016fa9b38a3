"""The head of the console: exam, room, time left, counts, pairing code, and papers to print."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from exam_server.console.model import ConsoleModel
from exam_server.console.wording import PHASE_WORDS, duration_text
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.console import SeatState, StaffCommandKind
from exam_server.protocol.timing import Allowances, moment
from itembank.base.i18n import N_, _
from itembank.model.record import Phase

PAPERS = (
    (StaffCommandKind.VERIFY, N_("核对…")),
    (StaffCommandKind.SEATING_CHART, N_("座位表")),
    (StaffCommandKind.ROOM_RECORD, N_("考场记录表")),
)
ROOM_ACTS = (
    (StaffCommandKind.ENROL_ALL, N_("登记机器…")),
    (StaffCommandKind.ADMIT_ALL, N_("全部同意入场")),
    (StaffCommandKind.MESSAGE, N_("全场消息…")),
    (StaffCommandKind.EXTEND, N_("全场延时…")),
    (StaffCommandKind.PAUSE, N_("全场暂停…")),
    (StaffCommandKind.CONTINUE, N_("全场继续")),
)
CHECKABLE = {Phase.ENDED, Phase.COLLECTED, Phase.EXPORTED}
PHASES_OF: dict[StaffCommandKind, frozenset[Phase]] = {
    StaffCommandKind.ADMIT_ALL: frozenset({Phase.ADMITTING, Phase.UNLOCKED, Phase.RUNNING}),
    StaffCommandKind.EXTEND: frozenset({Phase.RUNNING}),
    StaffCommandKind.PAUSE: frozenset({Phase.RUNNING}),
    StaffCommandKind.CONTINUE: frozenset({Phase.RUNNING}),
}
LINK_WORDS = {
    ConsoleLinkState.CONNECTING: N_("正在连接服务器…"),
    ConsoleLinkState.CONNECTED: N_("已连接服务器"),
    ConsoleLinkState.LOST: N_("与服务器断开，正在重连；考生可继续作答"),
    ConsoleLinkState.WRONG_SERVER: N_("服务器与配对码不符"),
    ConsoleLinkState.REFUSED: N_("账号或密码不对"),
    ConsoleLinkState.CLOSED: N_("已断开"),
}


class TopBar(QFrame):
    """Signals: `wanted(kind)` for the whole room or for a paper."""

    wanted = Signal(object)

    def __init__(self, model: ConsoleModel, parent: QWidget | None = None) -> None:
        """Make the rows."""
        super().__init__(parent)
        self.setObjectName("topBar")
        self._model = model
        self._title = QLabel()
        self._title.setObjectName("examTitle")
        self._phase = QLabel()
        self._phase.setObjectName("phaseText")
        self._clock = QLabel()
        self._clock.setObjectName("roomClock")
        self._clock.setAccessibleName(_("全场剩余时间"))
        self._counts = QLabel()
        self._counts.setObjectName("counts")
        self._link = QLabel()
        self._link.setObjectName("linkState")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(self._phase)
        right = QVBoxLayout()
        right.setSpacing(1)
        right.addWidget(self._counts)
        right.addWidget(self._link)
        first = QHBoxLayout()
        first.addLayout(texts, 1)
        first.addLayout(right)
        first.addSpacing(18)
        first.addWidget(self._clock)
        self._buttons: dict[StaffCommandKind, QPushButton] = {}
        second = QHBoxLayout()
        second.setSpacing(6)
        for kind, word in (*ROOM_ACTS, *PAPERS):
            button = QPushButton(_(word))
            button.clicked.connect(lambda _checked=False, kind=kind: self.wanted.emit(kind))
            self._buttons[kind] = button
            if (kind, word) == PAPERS[0]:
                second.addStretch(1)
            second.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.setSpacing(6)
        box.addLayout(first)
        box.addLayout(second)

    def refresh(self) -> None:
        """Show the newest room and seats."""
        room = self._model.room
        if room is None:
            return
        name = room.title or _("没有场次")
        rehearsal = _("【模拟】") if room.rehearsal else ""
        self._title.setText(
            _("{rehearsal}{title}　{site}　{room}").format(
                rehearsal=rehearsal, title=name, site=room.site, room=room.room
            )
        )
        phase = _(PHASE_WORDS[room.phase])
        pairing = _("{phase}　·　配对码 {code}").format(phase=phase, code=room.pairing_code)
        self._phase.setText(pairing + (_("　·　服务器已停止写入，请立即处理") if room.read_only else ""))
        running = room.phase is Phase.RUNNING
        left = moment(room.schedule, Allowances(began_ms=room.schedule.start_ms), self._model.exam_ms()).left_ms
        self._clock.setText(duration_text(left) if running else "--:--")
        self._counts.setText(self._count_text())
        for kind, phases in PHASES_OF.items():
            self._buttons[kind].setEnabled(room.phase in phases)
        self._buttons[StaffCommandKind.ENROL_ALL].setEnabled(bool(room.pending_desks))
        self._buttons[StaffCommandKind.MESSAGE].setEnabled(room.phase is not Phase.CLEARED)
        for kind, _word in PAPERS:
            self._buttons[kind].setEnabled(room.phase is not Phase.CLEARED)
        self._buttons[StaffCommandKind.VERIFY].setEnabled(room.phase in CHECKABLE)

    def show_link(self, state: ConsoleLinkState, detail: str) -> None:
        """Show whether the server is there."""
        self._link.setText(detail or _(LINK_WORDS[state]))
        self._link.setProperty("good", "yes" if state is ConsoleLinkState.CONNECTED else "no")
        self._link.style().unpolish(self._link)
        self._link.style().polish(self._link)

    def _count_text(self) -> str:
        states = Counter(view.state for view in self._model.seats.values())
        candidates = sum(bool(view.candidate) for view in self._model.seats.values())
        return _("应考 {all}　入场 {inside}　作答 {writing}　交卷 {done}　断线 {off}").format(
            all=candidates,
            inside=sum(bool(view.attempt) for view in self._model.seats.values()),
            writing=states[SeatState.ANSWERING] + states[SeatState.PAUSED] + states[SeatState.LOCKED],
            done=states[SeatState.HANDED_IN] + states[SeatState.LEFT],
            off=states[SeatState.OFFLINE],
        )

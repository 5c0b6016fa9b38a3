"""The head of the console: exam, room, time left, counts, pairing code, and papers to print."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from exam_server.console.act_row import ActRow, RowAct
from exam_server.console.elided import ElidedLabel
from exam_server.console.model import ConsoleModel
from exam_server.console.wording import PHASE_WORDS, duration_text
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.console import RoomView, SeatState, StaffCommandKind
from exam_server.protocol.timing import Allowances, moment
from exam_server.room.commands import RULES
from itembank.base.i18n import N_, _
from itembank.model.record import Phase

K = StaffCommandKind
# The whole room's acts, the most needed first; several of one kind stand together in a menu.
ROOM_ACTS = (
    RowAct(N_("登记机器…"), K.ENROL_ALL),
    RowAct(N_("全部同意入场"), K.ADMIT_ALL),
    RowAct(N_("全场消息…"), K.MESSAGE),
    RowAct(N_("全场延时…"), K.EXTEND),
    RowAct(N_("全场暂停…"), K.PAUSE),
    RowAct(N_("全场继续"), K.CONTINUE),
    RowAct(
        N_("全场"),
        inside=(
            (K.LOCK, N_("全场锁屏…")),
            (K.UNLOCK, N_("全场解锁")),
            (K.LET_LEAVE, N_("全场同意离场")),
            (K.FORCE_HAND_IN, N_("全场强制交卷…")),
        ),
        apart=frozenset({K.FORCE_HAND_IN}),
    ),
)
PAPER_ACTS = (
    RowAct(
        N_("打印"),
        inside=(
            (K.SEATING_CHART, N_("座位表")),
            (K.SIGN_IN_SHEET, N_("签到表")),
            (K.ROLL_CALL, N_("点名册")),
            (K.SEAT_CARDS, N_("桌贴")),
            (K.DOOR_LIST, N_("门贴")),
            (K.ROOM_RECORD, N_("考场记录表")),
        ),
    ),
    RowAct(
        N_("答卷"),
        inside=(
            (K.VERIFY, N_("核对…")),
            (K.RECOVER, N_("导入单机数据…")),
            (K.EXPORT, N_("再导出一次…")),
        ),
    ),
)
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
        self._title = ElidedLabel()
        self._title.setObjectName("examTitle")
        self._phase = ElidedLabel()
        self._phase.setObjectName("phaseText")
        self._clock = QLabel()
        self._clock.setObjectName("roomClock")
        self._clock.setAccessibleName(_("全场剩余时间"))
        self._counts = QLabel()
        self._counts.setObjectName("counts")
        self._link = QLabel()
        self._link.setObjectName("linkState")
        self._was_connected = False
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
        self.room_acts = ActRow(ROOM_ACTS)
        self.paper_acts = ActRow(PAPER_ACTS, is_at_end=True)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.room_acts, 1)
        second.addWidget(self.paper_acts)
        for row in (self.room_acts, self.paper_acts):
            row.wanted.connect(self.wanted)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 8, 14, 8)
        self._box.setSpacing(6)
        self._box.addLayout(first)
        self._box.addLayout(second)

    def set_low(self, *, is_low: bool) -> None:
        """Spend less height on a low screen."""
        self._box.setContentsMargins(14, 3 if is_low else 8, 14, 4 if is_low else 8)
        self._box.setSpacing(2 if is_low else 6)

    def refresh(self) -> None:
        """Show the newest room and seats."""
        room = self._model.room
        if room is None:
            return
        name = room.title or _("没有场次")
        rehearsal = _("【模拟】") if room.rehearsal else ""
        self._title.say(
            _("{rehearsal}{title}　{site}　{room}").format(
                rehearsal=rehearsal, title=name, site=room.site, room=room.room
            )
        )
        phase = _(PHASE_WORDS[room.phase])
        pairing = _("{phase}　·　配对码 {code}").format(phase=phase, code=room.pairing_code)
        self._phase.say((_("服务器已停止写入，请立即处理　·　") if room.read_only else "") + pairing)
        running = room.phase is Phase.RUNNING
        left = moment(room.schedule, Allowances(began_ms=room.schedule.start_ms), self._model.exam_ms()).left_ms
        self._clock.setText(duration_text(left) if running else "--:--")
        self._counts.setText(self._count_text())
        self._offer(room)

    def _offer(self, room: RoomView) -> None:
        """Enable what the phase allows; pause and continue take each other's place."""
        is_paused = any(pause.until_ms < 0 for pause in room.schedule.pauses)
        for row in (self.room_acts, self.paper_acts):
            for kind in row.actions_of:
                is_enabled = room.phase in RULES[kind].phases and room.role in RULES[kind].roles
                if kind is K.ENROL_ALL:
                    is_enabled = bool(room.pending_desks)
                elif kind is K.EXPORT:
                    is_enabled = room.phase is Phase.EXPORTED
                is_there = kind not in {K.PAUSE, K.CONTINUE} or is_paused == (kind is K.CONTINUE)
                row.show_act(kind, is_enabled=is_enabled, is_there=is_there)

    def show_link(self, state: ConsoleLinkState, detail: str) -> None:
        """Show whether the server is there; `detail` is a sentence only where the server itself refused.

        Once it was there, every further try is part of the same outage: what matters is that candidates go on.
        """
        self._was_connected = self._was_connected or state is ConsoleLinkState.CONNECTED
        if state is ConsoleLinkState.CONNECTING and self._was_connected:
            state = ConsoleLinkState.LOST
        never = state is ConsoleLinkState.LOST and not self._was_connected
        refused = detail if state is ConsoleLinkState.REFUSED else ""
        self._link.setText(refused or (_("连不上服务器，正在重试") if never else _(LINK_WORDS[state])))
        self._link.setProperty("good", "yes" if state is ConsoleLinkState.CONNECTED else "no")
        self._link.style().unpolish(self._link)
        self._link.style().polish(self._link)
        self._link.updateGeometry()

    def _count_text(self) -> str:
        seats = self._model.seats.values()
        states = Counter(view.state for view in seats)
        candidates = sum(bool(view.candidate) for view in seats)
        return _("应考 {all}　入场 {inside}　作答 {writing}　交卷 {done}　断线 {off}").format(
            all=candidates,
            inside=sum(bool(view.attempt) for view in seats),
            writing=states[SeatState.ANSWERING] + states[SeatState.PAUSED] + states[SeatState.LOCKED],
            done=states[SeatState.HANDED_IN] + states[SeatState.LEFT],
            off=sum(bool(view.attempt) and not view.receipt and not view.connected for view in seats),
        )

"""The bar at the top of every screen: exam, candidate, save mark, connection, raised hand, time. Nothing moves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from exam_client.attempt.states import HOLDS_ATTEMPT, DeskState
from exam_client.attempt.views import SAVE_MARK_WORDS, MomentView, Person, SaveMark
from exam_client.face import DeskFace
from exam_client.net.views import Connection, RoomView
from exam_client.ui.look import BASE_PX, Look, sans
from exam_client.ui.paper.hand import HandButton
from exam_client.ui.parts.save_mark import SaveMarkLabel
from exam_client.ui.parts.words import Elided, Picture, restyle, words
from exam_client.ui.wording import MINUTE_MS, clock_text, spoken_time
from exam_server.protocol.timing import CandidatePhase
from itembank.base.i18n import N_, _

HEIGHT_PX = 60
PERSON_PX, WIDE_PERSON_PX, SEAT_PX, TIMER_PX = 166, 300, 52, 130
WIDE_PX = 1240
ICON_AND_GAP_PX = 30
LAST_MINUTES_MS = 5 * MINUTE_MS
CONNECTION_WORDS = {
    Connection.NONE: ("offline", N_("未连接")),
    Connection.CONNECTING: ("offline", N_("正在连接")),
    Connection.ONLINE: ("online", N_("网络正常")),
    Connection.OFFLINE: ("offline", N_("网络中断")),
}
TIMED = frozenset({DeskState.WAITING_START, DeskState.ANSWERING, DeskState.PAUSED, DeskState.LOCKED})
UNSAVED_MATTERS = HOLDS_ATTEMPT - {DeskState.PREPARING, DeskState.TOO_LATE}


class Header(QFrame):
    """Shows what the desk says."""

    def __init__(self, look: Look, desk: DeskFace) -> None:
        """Listen to `desk`."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT_PX)
        self.title = Elided("", "strong")
        self.under = Elided("", "small")
        self.person = Elided("", "strong")
        self.number = Elided("", "small")
        self.seat_word = words(_("座位"), "small", centred=True)
        self.seat = Elided("", "strong")
        self.seat.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.save_mark = SaveMarkLabel(look)
        self.connection_icon = Picture(look, "offline", "on_bar", 22)
        self.connection = words("")
        self.hand = HandButton(look, desk, role="bar")
        self.timer = Timer(look)
        self.timer.setFixedWidth(TIMER_PX)
        for part in (self.save_mark, self.hand, self.timer):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        self._lay(look)
        self._listen()
        self.refresh()

    def refresh(self) -> None:
        """Show everything as the desk has it now."""
        desk = self._desk
        self.show_room(desk.room)
        self.show_person(desk.person)
        self.show_connection(desk.connection)
        self.save_mark.show_mark(desk.save_mark)
        self.hand.show_hand(desk.hand_is_raised)
        self.show_moment(desk.moment)
        self.show_state(desk.state)

    def show_state(self, state: DeskState) -> None:
        """Show only what means something in a state."""
        self.save_mark.setVisible(state in UNSAVED_MATTERS)
        self.timer.setVisible(state in TIMED and self._desk.moment is not None)
        self.hand.setVisible(state in HOLDS_ATTEMPT)
        self.show_person(self._desk.person)
        self.show_room(self._desk.room)

    def show_room(self, room: RoomView | None) -> None:
        """Name exam and room."""
        paper = self._desk.paper
        title = paper.title if paper is not None else (room.title if room else "")
        self.title.say(title or _("机考考试端"))
        where = [room.room] if room and room.room else []
        if room and room.rehearsal:
            where.append(_("模拟考试"))
        self.under.say(" · ".join(where))

    def show_person(self, person: Person | None) -> None:
        """Name candidate and seat; the seat has a place of its own that no long name takes."""
        room = self._desk.room
        seat = person.seat if person else (room.seat if room else "")
        self.seat_word.setVisible(bool(seat))
        self.seat.say(seat)
        self.seat.setAccessibleName(_("座位 {seat}").format(seat=seat) if seat else "")
        self.person.say(person.name if person else "")
        self.number.say(_("准考证 {number}").format(number=person.number) if person else "")

    def show_connection(self, connection: Connection) -> None:
        """Show how the connection stands."""
        icon, text = CONNECTION_WORDS[connection]
        self.connection_icon.show_icon(icon, "on_bar")
        self.connection.setText(_(text))

    def show_moment(self, moment: MomentView | None) -> None:
        """Show the time."""
        self.timer.setVisible(self._desk.state in TIMED and moment is not None)
        if moment is not None:
            self.timer.show_moment(moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide screen has room for a long name."""
        super().resizeEvent(event)
        self._who.setFixedWidth(WIDE_PERSON_PX if self.width() >= WIDE_PX else PERSON_PX)

    def _listen(self) -> None:
        desk = self._desk
        desk.stateChanged.connect(self.show_state)
        desk.roomChanged.connect(self.show_room)
        desk.identityShown.connect(self.show_person)
        desk.paperOpened.connect(lambda _paper: self.show_room(desk.room))
        desk.connectionChanged.connect(self.show_connection)
        desk.saveMarkChanged.connect(self._mark)
        desk.momentChanged.connect(self.show_moment)

    def _mark(self, mark: SaveMark) -> None:
        self.save_mark.show_mark(mark)

    def _lay(self, look: Look) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(Picture(look, "logo", "on_bar", 30))
        row.addWidget(self._column(self.title, self.under), 1)
        row.addWidget(self._rule())
        self._who = self._column(self.person, self.number)
        self._who.setFixedWidth(PERSON_PX)
        seat = self._column(self.seat_word, self.seat)
        seat.setFixedWidth(SEAT_PX)
        row.addWidget(self._who)
        row.addWidget(seat)
        connection = QWidget()
        connection.setProperty("role", "clear")
        line = QHBoxLayout(connection)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.connection_icon)
        line.addWidget(self.connection)
        status = self._column(self.save_mark, connection)
        said = (*SAVE_MARK_WORDS.values(), *(text for _icon, text in CONNECTION_WORDS.values()))
        status.setFixedWidth(_widest(said) + ICON_AND_GAP_PX)
        row.addWidget(self._rule())
        row.addWidget(status)
        row.addWidget(self.hand)
        row.addWidget(self.timer)

    def _column(self, *parts: QWidget) -> QWidget:
        box = QWidget()
        box.setProperty("role", "clear")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return box

    def _rule(self) -> QFrame:
        line = QFrame()
        line.setProperty("role", "bar-rule")
        line.setFixedWidth(1)
        return line


def _widest(texts: Iterable[str]) -> int:
    """Return the width of the widest text in the language of the program, so that nothing moves."""
    metrics = QFontMetrics(sans(BASE_PX))
    return max(metrics.horizontalAdvance(_(text)) for text in texts)


class Timer(QFrame):
    """The remaining time, always at the same place; framed in the last five minutes."""

    def __init__(self, look: Look) -> None:
        """Wait for the first moment."""
        super().__init__()
        self.setProperty("role", "timer-box")
        self.setProperty("tone", "")
        self._icon = Picture(look, "clock", "on_bar", 22)
        self._words = words("--:--", "timer")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._words)

    def show_moment(self, moment: MomentView) -> None:
        """Show what is left."""
        self._words.setText(clock_text(moment.left_ms))
        is_last = moment.phase is CandidatePhase.ANSWERING and moment.left_ms <= LAST_MINUTES_MS
        icon = "pause" if moment.phase is CandidatePhase.PAUSED else "clock"
        self._icon.show_icon(icon, "danger" if is_last else "on_bar")
        restyle(self, "tone", "bad" if is_last else "")
        self.setAccessibleName(_("剩余时间 {time}").format(time=spoken_time(moment.left_ms)))
        self.setToolTip(_("网络中断期间由本机计时，恢复后以考场时间为准。") if moment.is_estimate else _("剩余时间"))

    def text(self) -> str:
        """Return the time that is shown."""
        return self._words.text()

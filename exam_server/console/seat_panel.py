"""The chosen seats: who sits there, how it goes, and what staff can do about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from exam_server.console.model import ConsoleModel
from exam_server.console.wording import MARK_WORDS, duration_text, look_of
from exam_server.protocol.console import RoomView, SeatState, SeatView, StaffCommandKind
from exam_server.room.commands import RULES
from itembank.base.i18n import N_, _

K = StaffCommandKind
WRITING = frozenset({SeatState.ANSWERING, SeatState.PAUSED, SeatState.LOCKED, SeatState.OFFLINE, SeatState.ADMITTED})
UNFINISHED = WRITING | {SeatState.NOT_HANDED_IN}
UNFINISHED_APART = frozenset({SeatState.NOT_HANDED_IN})
NOT_HERE = frozenset({SeatState.EMPTY, SeatState.DESK_READY, SeatState.DESK_PENDING})
WAITING = frozenset({SeatState.IDENTIFYING, SeatState.WAITING_ADMISSION, SeatState.WAITING_RESUME})
"""Somebody says who sits here: faces are compared, so the portrait stands large and on top."""
LARGE, SMALL = QSize(108, 144), QSize(66, 88)
# What can be done in which states; the server judges again.
ACTS: tuple[tuple[StaffCommandKind, str, frozenset[SeatState] | None], ...] = (
    (K.ADMIT, N_("同意入场"), frozenset({SeatState.WAITING_ADMISSION})),
    (K.APPROVE_RESUME, N_("同意续考"), frozenset({SeatState.WAITING_RESUME})),
    (K.DECLINE, N_("不同意…"), frozenset({SeatState.WAITING_ADMISSION, SeatState.WAITING_RESUME})),
    (K.EXTEND, N_("延长时间…"), UNFINISHED),
    (K.PAUSE, N_("暂停…"), frozenset({SeatState.ANSWERING})),
    (K.CONTINUE, N_("继续"), frozenset({SeatState.PAUSED})),
    (K.LOCK, N_("锁屏…"), WRITING - {SeatState.LOCKED}),
    (K.UNLOCK, N_("解锁"), frozenset({SeatState.LOCKED})),
    (K.MESSAGE, N_("发消息…"), UNFINISHED | {SeatState.DESK_READY, SeatState.HANDED_IN}),
    (K.MOVE, N_("换机…"), UNFINISHED | NOT_HERE),
    (K.FORCE_HAND_IN, N_("强制交卷…"), UNFINISHED - {SeatState.ADMITTED}),
    (K.REOPEN, N_("恢复误交卷…"), frozenset({SeatState.HANDED_IN})),
    (K.LET_LEAVE, N_("同意离场"), frozenset({SeatState.HANDED_IN})),
    (K.MARK_CANDIDATE, N_("登记情况…"), None),
    (K.NOTE_INCIDENT, N_("记录事件…"), None),
)


# Each pair has one place: what undoes an act stands where the act stood, and nothing else slips under the hand.
PAIRS = ((K.PAUSE, K.CONTINUE), (K.LOCK, K.UNLOCK))


class SeatPanel(QScrollArea):
    """Signals: `wanted(kind)` for the chosen seats."""

    wanted = Signal(object)

    def __init__(self, model: ConsoleModel, parent: QWidget | None = None) -> None:
        """Make the rows and buttons."""
        super().__init__(parent)
        self.setObjectName("seatPanel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = model
        self._labels: list[str] = []
        self._title = QLabel()
        self._title.setObjectName("panelTitle")
        self._state = QLabel()
        self._state.setObjectName("panelState")
        self._state.setWordWrap(True)
        self._portrait = QLabel()
        self._portrait.setObjectName("portrait")
        self._portrait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rows = QFormLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(4)
        self._odd = QLabel()
        self._odd.setObjectName("oddities")
        self._odd.setWordWrap(True)
        self._buttons: dict[StaffCommandKind, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        inside = QWidget()
        inside.setObjectName("seatPanelInside")
        for kind, word, _states in ACTS:
            button = QPushButton(_(word), inside)
            button.clicked.connect(lambda _checked=False, kind=kind: self.wanted.emit(kind))
            self._buttons[kind] = button
        box = QVBoxLayout(inside)
        box.setContentsMargins(14, 12, 14, 12)
        box.setSpacing(8)
        box.addWidget(self._title)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._state, 1, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addLayout(self._grid)
        box.addLayout(self._rows)
        box.addWidget(self._odd)
        box.addStretch(1)
        self.setWidget(inside)
        model.portrait_found.connect(lambda _candidate: self.refresh())
        self.show_seats([])

    def show_seats(self, labels: list[str]) -> None:
        """Show one seat in full, or how many are chosen."""
        self._labels = labels
        self.refresh()

    def refresh(self) -> None:
        """Show the newest state."""
        views = [self._model.seats[label] for label in self._labels if label in self._model.seats]
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self._odd.clear()
        self._portrait.setVisible(len(views) == 1 and bool(views[0].candidate))
        if len(views) == 1:
            self._show_one(views[0])
        else:
            self._title.setText(_("已选 {count} 个座位").format(count=len(views)) if views else _("未选座位"))
            hint = _("操作将对所选座位逐一执行。") if views else _("点击座位查看考生；按住 Ctrl 可多选。")
            self._state.setText(hint)
        self._offer(views)

    def _show_one(self, view: SeatView) -> None:
        look = look_of(view.state)
        progress = _("{answered} / {total} 题").format(answered=view.answered, total=view.total) if view.total else ""
        self._title.setText(_("{seat} 号座位　{name}").format(seat=view.seat, name=view.name))
        cut_off = _("，断线") if view.attempt and not view.connected and view.state in UNFINISHED_APART else ""
        compare = "\n" + _("请与考生本人和准考证核对。") if view.state in WAITING else ""
        person = "".join(f"\n{word}" for word in (view.candidate, view.school) if word)
        self._state.setText(f"{look.sign} {look.word}{cut_off}{person}{compare}")
        self._show_portrait(view)
        rows = [
            (_("作答"), progress),
            (_("剩余时间"), duration_text(self._model.left_ms(view)) if view.state in WRITING else ""),
            (_("未存到服务器"), _("{seconds} 秒").format(seconds=view.unsaved_seconds) if view.unsaved_seconds else ""),
            (_("防护"), view.facts.guard_level if view.facts else ""),
            (_("办公软件"), "、".join(view.facts.office) if view.facts else ""),
            (_("回执"), view.receipt),
            (_("登记"), _(MARK_WORDS[view.mark]) if view.candidate else ""),
        ]
        for label, value in rows:
            if value:
                words = QLabel(value)
                words.setWordWrap(True)
                self._rows.addRow(QLabel(label), words)
        self._odd.setText("\n".join(f"! {oddity}" for oddity in view.oddities))

    def _show_portrait(self, view: SeatView) -> None:
        """Show the face that the roster has; say so where it has none."""
        self._model.want_portrait(view.candidate)
        self._portrait.setFixedSize(LARGE if view.state in WAITING else SMALL)
        self._portrait.setAccessibleName(_("{name}的照片").format(name=view.name))
        data = self._model.portraits.get(view.candidate)
        picture = QPixmap.fromImage(QImage.fromData(data)) if data else QPixmap()
        if picture.isNull():
            self._portrait.setText(_("没有照片") if data is not None else "")
            return
        kept = Qt.AspectRatioMode.KeepAspectRatio
        sharp = self._portrait.size() * self.devicePixelRatioF()
        scaled = picture.scaled(sharp, kept, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(self.devicePixelRatioF())
        self._portrait.setPixmap(scaled)

    def _offer(self, views: list[SeatView]) -> None:
        """Show what fits every chosen seat, two in a row, so that nothing is in the way."""
        offered = [kind for kind, _word, states in ACTS if self._fits(self._model.room, kind, states, views)]
        is_any = any(kind in offered for pair in PAIRS for kind in pair)
        idle = {act for act, undo in PAIRS if is_any and act not in offered and undo not in offered}
        shown = [kind for kind, _word, _states in ACTS if kind in offered or kind in idle]
        for kind, button in self._buttons.items():
            self._grid.removeWidget(button)
            button.setVisible(kind in shown)
            button.setEnabled(kind in offered)
        for index, kind in enumerate(shown):
            self._grid.addWidget(self._buttons[kind], index // 2, index % 2)

    @staticmethod
    def _fits(
        room: RoomView | None, kind: StaffCommandKind, states: frozenset[SeatState] | None, views: list[SeatView]
    ) -> bool:
        if room is not None and (room.phase not in RULES[kind].phases or room.role not in RULES[kind].roles):
            return False
        if not views:
            return kind is K.NOTE_INCIDENT
        if kind is K.MOVE and len(views) > 1:
            return False
        if kind in {K.MOVE, K.MARK_CANDIDATE} and not all(view.candidate for view in views):
            return False
        return all(states is None or view.state in states for view in views)

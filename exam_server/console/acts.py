"""From a pressed button to a command: what must be asked first, and whether it takes a second thought."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from exam_server.console.dialogs import (
    ClockDialog,
    Field,
    FieldsDialog,
    SecondPersonDialog,
    ShareDialog,
)
from exam_server.console.enrolling import EnrolDialog
from exam_server.console.marking import MarkDialog
from exam_server.console.media import ExportDialog, ImportDialog, RecoverDialog
from exam_server.console.model import ConsoleModel
from exam_server.console.reasons import ExtendDialog, MessageDialog, ReasonDialog
from exam_server.protocol.console import Medium, StaffCommandKind
from itembank.base.i18n import N_, _

K = StaffCommandKind
TITLES: dict[StaffCommandKind, str] = {
    K.ENROL_ALL: N_("登记全部机器"),
    K.OPEN_ADMISSION: N_("开放入场"),
    K.ADMIT: N_("同意入场"),
    K.ADMIT_ALL: N_("全部同意入场"),
    K.APPROVE_RESUME: N_("同意续考"),
    K.DECLINE: N_("不同意入场"),
    K.MOVE: N_("换机"),
    K.ENTER_SHARE: N_("输入启封口令"),
    K.START: N_("全场开考"),
    K.EXTEND: N_("延长时间"),
    K.PAUSE: N_("暂停"),
    K.CONTINUE: N_("继续"),
    K.MESSAGE: N_("发消息"),
    K.LOCK: N_("锁屏"),
    K.UNLOCK: N_("解锁"),
    K.FORCE_HAND_IN: N_("强制交卷"),
    K.REOPEN: N_("恢复误交卷"),
    K.LET_LEAVE: N_("同意离场"),
    K.MARK_CANDIDATE: N_("登记情况"),
    K.NOTE_INCIDENT: N_("记录事件"),
    K.ACKNOWLEDGE_INCIDENT: N_("事件已处理"),
    K.END_SITTING: N_("结束考试"),
    K.COLLECT: N_("回收答卷"),
    K.VERIFY: N_("核对"),
    K.EXPORT: N_("导出答卷包"),
    K.CLEAR: N_("清场"),
    K.IMPORT_PACKAGE: N_("导入试卷包"),
    K.ROOM_RECORD: N_("考场记录表"),
    K.SEATING_CHART: N_("座位表"),
    K.ENROL_DESK: N_("登记机器"),
    K.SIGN_IN_SHEET: N_("签到表"),
    K.ROLL_CALL: N_("点名册"),
    K.SEAT_CARDS: N_("桌贴"),
    K.DOOR_LIST: N_("门贴"),
    K.CONFIRM_CLOCK: N_("校对服务器时间"),
    K.RECOVER: N_("导入单机数据"),
    K.LOOK_AT_MEDIA: N_("查看优盘"),
    K.LOOK_AT_PORTRAIT: N_("查看照片"),
}
REASONS: dict[StaffCommandKind, str] = {
    K.PAUSE: N_("{whom}的计时停住，暂停的时间不算在考试时间里。请写明原因，考生会看到。"),
    K.LOCK: N_("锁屏后，{whom}看不到试卷，计时照常走。请写明原因，考生会看到。"),
    K.FORCE_HAND_IN: N_("强制交卷后，{whom}不能再作答。请写明原因。"),
    K.REOPEN: N_("恢复后，{whom}可以继续作答，需要第二人确认。请写明原因。"),
    K.DECLINE: N_("{whom}会回到登录界面，可以重新登录。请写明原因，考生会看到。"),
}
WHOLE_ROOM = frozenset({K.EXTEND, K.PAUSE, K.CONTINUE, K.MESSAGE, K.LOCK, K.UNLOCK, K.FORCE_HAND_IN, K.LET_LEAVE})
SURE: dict[StaffCommandKind, str] = {
    K.START: N_("全场考生将同时看到试卷并开始计时。确定开考吗？"),
    K.END_SITTING: N_("考试将结束，未交卷的考生不能再作答，已保存的作答会自动交上来。确定结束吗？"),
    K.COLLECT: N_("回收后不能再恢复考生作答。确定回收吗？"),
    K.OPEN_ADMISSION: N_("考生将可以输入准考证号登录。确定开放入场吗？"),
    K.LET_LEAVE: N_("{whom}的屏幕会回到首页，考生可以离开考场。确定吗？"),
    K.ADMIT_ALL: N_("所有正在等待入场的考生都会入场。请确认已逐一核对身份。"),
}
LEADING_ON = frozenset({K.START, K.END_SITTING, K.COLLECT})
INCIDENT_CODES = (
    ("staff_note", N_("一般记录")),
    ("machine_fault", N_("设备故障")),
    ("power", N_("停电或电源异常")),
    ("network_fault", N_("网络故障")),
    ("illness", N_("考生身体不适")),
)


class Acts(QObject):
    """Asks what a command needs and gives it to the model."""

    def __init__(self, model: ConsoleModel, window: QWidget) -> None:
        """`window` is the parent of all questions."""
        super().__init__(window)
        self._model = model
        self._window = window
        self._special: dict[StaffCommandKind, Callable[[tuple[str, ...]], None]] = {
            K.EXTEND: self._extend,
            K.MESSAGE: self._message,
            K.MOVE: self._move,
            K.ENTER_SHARE: self._enter_share,
            K.MARK_CANDIDATE: self._mark,
            K.NOTE_INCIDENT: self._note,
            K.EXPORT: self._export,
            K.CLEAR: self._clear,
            K.IMPORT_PACKAGE: self._import,
            K.ENROL_ALL: self._enrol,
            K.CONFIRM_CLOCK: self._confirm_clock,
            K.RECOVER: self._recover,
        }
        self._then: Callable[[tuple[Medium, ...]], None] | None = None
        model.needs_second.connect(self._ask_second)
        model.too_early.connect(self._say_too_early)
        model.media_found.connect(self._media_found)

    def carry_out(self, kind: StaffCommandKind, seats: tuple[str, ...] = ()) -> None:
        """Ask what is needed, then give the command; cancelling gives none."""
        if kind in self._special:
            self._special[kind](seats)
        elif kind in REASONS:
            self._with_reason(kind, seats)
        elif kind not in SURE or self._is_sure(kind, seats):
            self._give(kind, seats)

    def _give(
        self,
        kind: StaffCommandKind,
        seats: tuple[str, ...] = (),
        values: dict[str, str] | None = None,
        reason: str = "",
    ) -> None:
        title = _(TITLES[kind]) + (_("（{seats} 号）").format(seats="、".join(seats)) if seats else "")
        if not seats and kind in WHOLE_ROOM:
            title += _("（全场）")
        self._model.command(kind, title, seats=seats, values=values, reason=reason)

    def _is_sure(self, kind: StaffCommandKind, seats: tuple[str, ...] = ()) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_(TITLES[kind]))
        box.setText(_(SURE[kind]).format(whom=whom(seats)))
        box.setInformativeText(self._still_missing(kind))
        yes = box.addButton(_("确定"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def _still_missing(self, kind: StaffCommandKind) -> str:
        """Return what the guided line says is missing, for an act that leads on past it."""
        room = self._model.room
        if kind not in LEADING_ON or room is None:
            return ""
        return "\n".join(sentence for step in room.steps for sentence in step.missing)

    def _with_reason(self, kind: StaffCommandKind, seats: tuple[str, ...]) -> None:
        explanation = _(REASONS[kind]).format(whom=whom(seats))
        title = _(TITLES[kind]) if seats else _("{title}（全场）").format(title=_(TITLES[kind]))
        dialog = ReasonDialog(title, explanation, kind, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(kind, seats, reason=dialog.reason.text())

    def _extend(self, seats: tuple[str, ...]) -> None:
        dialog = ExtendDialog(whom(seats), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.EXTEND, seats, {"minutes": str(dialog.minutes())}, dialog.reason.text())

    def _message(self, seats: tuple[str, ...]) -> None:
        dialog = MessageDialog(whom(seats), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.MESSAGE, seats, {"text": dialog.text()})

    def _move(self, seats: tuple[str, ...]) -> None:
        view = self._model.seats[seats[0]]
        free = tuple(
            (seat.seat, (_("{seat} 号（备用）") if seat.spare else _("{seat} 号")).format(seat=seat.seat))
            for seat in sorted(self._model.seats.values(), key=lambda seat: (not seat.spare, seat.seat))
            if seat.connected and not seat.attempt
        )
        explanation = _("{name}的作答和文件会转到新机器。请考生到新座位输入准考证号；一登录，原机器就停止作答。")
        fields = (Field("to_seat", _("换到"), choices=free),)
        dialog = FieldsDialog(_("换机"), explanation.format(name=view.name), fields, self._window)
        if free and dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.MOVE, (), {"candidate": view.candidate, **dialog.values()})
        elif not free:
            QMessageBox.information(self._window, _("换机"), _("没有已连接的空闲机器，请先启动一台备用机。"))

    def _enter_share(self, _seats: tuple[str, ...]) -> None:
        room = self._model.room
        dialog = ShareDialog(room.shares_entered if room else 0, room.shares_needed if room else 0, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.ENTER_SHARE, (), {"share": dialog.share()})

    def _mark(self, seats: tuple[str, ...]) -> None:
        """Note the same of every chosen candidate, one command each."""
        views = [view for seat in seats if (view := self._model.seats[seat]).candidate]
        dialog = MarkDialog(views, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            values, reason = dialog.values(), dialog.reason()
            for view in views:
                title = _("登记{name}：{mark}").format(name=view.name, mark=dialog.word())
                self._model.command(
                    K.MARK_CANDIDATE, title, values={"candidate": view.candidate, **values}, reason=reason
                )

    def _note(self, seats: tuple[str, ...]) -> None:
        seat = seats[0] if seats else ""
        codes = tuple((code, _(word)) for code, word in INCIDENT_CODES)
        fields = (Field("code", _("类别"), choices=codes), Field("note", _("情况")))
        dialog = FieldsDialog(_("记录事件"), _("写入考场记录，不影响考生作答。"), fields, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            candidate = self._model.seats[seat].candidate if seat else ""
            self._give(K.NOTE_INCIDENT, (), {"seat": seat, "candidate": candidate, **dialog.values()})

    def _enrol(self, _seats: tuple[str, ...]) -> None:
        room = self._model.room
        dialog = EnrolDialog(room.pending_desks if room else (), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            for desk, seat in dialog.chosen():
                title = _("登记机器（{seat} 号）").format(seat=seat)
                self._model.command(K.ENROL_DESK, title, values={"desk": desk, "seat": seat})

    def _export(self, _seats: tuple[str, ...]) -> None:
        self._look_at_media(self._export_to)

    def _export_to(self, media: tuple[Medium, ...]) -> None:
        dialog = ExportDialog(media, self._window, is_here=self._model.is_at_server)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.EXPORT, (), dialog.values())

    def _recover(self, _seats: tuple[str, ...]) -> None:
        self._look_at_media(self._recover_from)

    def _recover_from(self, media: tuple[Medium, ...]) -> None:
        dialog = RecoverDialog(media, self._window, is_here=self._model.is_at_server)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.RECOVER, (), dialog.values())

    def _look_at_media(self, then: Callable[[tuple[Medium, ...]], None]) -> None:
        """Ask the server what is plugged in; the question follows when it has answered."""
        self._then = then
        self._give(K.LOOK_AT_MEDIA)

    def _media_found(self, media: tuple[Medium, ...]) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(media)

    def _say_too_early(self, command_id: str) -> None:
        """Before the sealed time: wait, or have two persons say that the clock is wrong."""
        result = self._model.given[command_id].result
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("还没有到启封时间"))
        box.setText(result.sentence if result is not None else "")
        wrong = box.addButton(_("服务器时间不对…"), QMessageBox.ButtonRole.ActionRole)
        wait = box.addButton(_("知道了，等一等"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(wait)
        box.exec()
        if box.clickedButton() is wrong:
            self._confirm_clock(())

    def _confirm_clock(self, _seats: tuple[str, ...]) -> None:
        dialog = ClockDialog(self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.CONFIRM_CLOCK, (), {"time": dialog.time()}, dialog.reason())

    def _clear(self, _seats: tuple[str, ...]) -> None:
        room = self._model.room
        explanation = _("清场会删除本机上本场的试卷和作答。请输入场次编号“{sitting}”确认，并由第二人确认。")
        fields = (Field("confirm", _("场次编号")),)
        dialog = FieldsDialog(_("清场"), explanation.format(sitting=room.sitting if room else ""), fields, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.CLEAR, (), dialog.values())

    def _import(self, _seats: tuple[str, ...]) -> None:
        self._look_at_media(self._import_from)

    def _import_from(self, media: tuple[Medium, ...]) -> None:
        dialog = ImportDialog(media, self._window, is_here=self._model.is_at_server)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.IMPORT_PACKAGE, (), dialog.values())

    def _ask_second(self, command_id: str) -> None:
        given = self._model.given[command_id]
        dialog = SecondPersonDialog(given.title, given.result.sentence if given.result else "", self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._model.repeat_with_second(command_id, dialog.second())


def whom(seats: tuple[str, ...]) -> str:
    """Name the candidates of some seats, or all of the room."""
    return _("{seats} 号考生").format(seats="、".join(seats)) if seats else _("全场考生")

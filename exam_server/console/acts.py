"""From a pressed button to a command: what must be asked first, and whether it takes a second thought."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from exam_server.console.dialogs import ExtendDialog, Field, FieldsDialog, SecondPersonDialog, ShareDialog, TextDialog
from exam_server.console.enrolling import EnrolDialog
from exam_server.console.model import ConsoleModel
from exam_server.console.wording import MARK_WORDS
from exam_server.protocol.console import StaffCommandKind
from itembank.base.i18n import N_, _
from itembank.model.record import CandidateMark

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
}
REASONS: dict[StaffCommandKind, str] = {
    K.PAUSE: N_("暂停期间不计考试时间。请写明原因，考生会看到。"),
    K.LOCK: N_("锁屏后考生看不到试卷，请写明原因，考生会看到。"),
    K.FORCE_HAND_IN: N_("强制交卷后考生不能再作答。请写明原因。"),
    K.REOPEN: N_("恢复后考生可以继续作答，需要第二人确认。请写明原因。"),
    K.DECLINE: N_("考生会回到登录界面。请写明原因。"),
}
SURE: dict[StaffCommandKind, str] = {
    K.START: N_("全场考生将同时看到试卷并开始计时。确定开考吗？"),
    K.END_SITTING: N_("考试将结束，未交卷的考生会收到交卷通知。确定结束吗？"),
    K.OPEN_ADMISSION: N_("考生将可以输入准考证号登录。确定开放入场吗？"),
}
INCIDENT_CODES = (
    ("staff_note", N_("一般记录")),
    ("machine_fault", N_("设备故障")),
    ("power_cut", N_("停电")),
    ("network_fault", N_("网络故障")),
    ("candidate_ill", N_("考生身体不适")),
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
            K.END_SITTING: self._end,
        }
        model.needs_second.connect(self._ask_second)

    def carry_out(self, kind: StaffCommandKind, seats: tuple[str, ...] = ()) -> None:
        """Ask what is needed, then give the command; cancelling gives none."""
        if kind in self._special:
            self._special[kind](seats)
        elif kind in REASONS:
            self._with_reason(kind, seats)
        elif kind not in SURE or self._is_sure(kind):
            self._give(kind, seats)

    def _give(
        self,
        kind: StaffCommandKind,
        seats: tuple[str, ...] = (),
        values: dict[str, str] | None = None,
        reason: str = "",
    ) -> None:
        where = "、".join(seats) if seats else ""
        title = _(TITLES[kind]) + (_("（{seats} 号）").format(seats=where) if where else "")
        self._model.command(kind, title, seats=seats, values=values, reason=reason)

    def _is_sure(self, kind: StaffCommandKind) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_(TITLES[kind]))
        box.setText(_(SURE[kind]))
        yes = box.addButton(_("确定"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def _with_reason(self, kind: StaffCommandKind, seats: tuple[str, ...]) -> None:
        dialog = TextDialog(_(TITLES[kind]), _(REASONS[kind]), _("原因"), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(kind, seats, reason=dialog.text())

    def _extend(self, seats: tuple[str, ...]) -> None:
        whom = _("{seats} 号考生").format(seats="、".join(seats)) if seats else _("全场考生")
        dialog = ExtendDialog(whom, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.EXTEND, seats, {"minutes": str(dialog.minutes())}, dialog.reason())

    def _message(self, seats: tuple[str, ...]) -> None:
        whom = _("消息会显示在 {seats} 号考生的屏幕上。").format(seats="、".join(seats)) if seats else ""
        explanation = whom or _("消息会显示在全场考生的屏幕上。")
        dialog = TextDialog(_("发消息"), explanation, _("内容"), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.MESSAGE, seats, {"text": dialog.text()})

    def _move(self, seats: tuple[str, ...]) -> None:
        view = self._model.seats[seats[0]]
        free = tuple(
            (seat.seat, (_("{seat} 号（备用）") if seat.spare else _("{seat} 号")).format(seat=seat.seat))
            for seat in sorted(self._model.seats.values(), key=lambda seat: (not seat.spare, seat.seat))
            if seat.connected and not seat.attempt
        )
        explanation = _("{name}的作答和文件会转到新机器，原机器立即停止。考生在新座位输入准考证号即可继续。")
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
        view = self._model.seats[seats[0]]
        marks = tuple((mark.value, _(word)) for mark, word in MARK_WORDS.items())
        fields = (Field("mark", _("情况"), choices=marks), Field("note", _("说明（条款、证据）"), optional=True))
        explanation = _("登记{name}的情况，写入考场记录。违纪和作弊需要第二人确认。").format(name=view.name)
        dialog = FieldsDialog(_("登记情况"), explanation, fields, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            values = dialog.values()
            grave = values["mark"] != CandidateMark.PRESENT.value
            reason = values["note"] or (_(MARK_WORDS[CandidateMark(values["mark"])]) if grave else "")
            self._give(K.MARK_CANDIDATE, (), {"candidate": view.candidate, **values}, reason)

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

    def _end(self, _seats: tuple[str, ...]) -> None:
        """End at once when everybody is done or out of time; earlier only with a second person."""
        if not self._is_sure(K.END_SITTING):
            return
        writing = self._model.writing()
        if not writing:
            self._give(K.END_SITTING)
            return
        what = _("提前结束考试（还有 {count} 名考生在作答）").format(count=len(writing))
        dialog = SecondPersonDialog(what, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._model.command(K.END_SITTING, _(TITLES[K.END_SITTING]), second=dialog.second())

    def _export(self, _seats: tuple[str, ...]) -> None:
        fields = (Field("folder", _("第一份存到")), Field("folder2", _("第二份存到")))
        explanation = _("答卷包会写成两份并逐份读回校验。请填写服务器上的两个文件夹，最好在两个不同的U盘上。")
        dialog = FieldsDialog(_("导出答卷包"), explanation, fields, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.EXPORT, (), dialog.values())

    def _clear(self, _seats: tuple[str, ...]) -> None:
        room = self._model.room
        explanation = _("清场会删除本机上本场的试卷和作答。请输入场次编号“{sitting}”确认，并由第二人确认。")
        fields = (Field("confirm", _("场次编号")),)
        dialog = FieldsDialog(_("清场"), explanation.format(sitting=room.sitting if room else ""), fields, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._give(K.CLEAR, (), dialog.values())

    def _import(self, _seats: tuple[str, ...]) -> None:
        path, _kind = QFileDialog.getOpenFileName(self._window, _("选择试卷包"), str(Path.home()))
        if path:
            self._give(K.IMPORT_PACKAGE, (), {"path": path})

    def _ask_second(self, command_id: str) -> None:
        dialog = SecondPersonDialog(self._model.given[command_id].title, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._model.repeat_with_second(command_id, dialog.second())

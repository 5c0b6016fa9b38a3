"""Reasons and messages that staff give again and again: chosen from a list, or typed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy, QSpinBox, QWidget

from exam_server.console.dialogs import FIELD_HEIGHT, FormDialog
from exam_server.protocol.console import StaffCommandKind
from itembank.base.i18n import N_, _

K = StaffCommandKind
# Those that a candidate reads (pause, lock, decline) say what happens, and blame nobody.
USUAL: dict[StaffCommandKind, tuple[str, ...]] = {
    K.EXTEND: (
        N_("机器故障，补回耽误的时间"),
        N_("停电或网络中断，补回耽误的时间"),
        N_("入场或开考延误，非考生原因"),
        N_("按规定为特殊考生延长"),
    ),
    K.PAUSE: (
        N_("停电或网络中断，正在处理"),
        N_("机器故障，正在处理"),
        N_("考场有突发情况，请听从监考老师安排"),
        N_("考生身体不适"),
    ),
    K.LOCK: (
        N_("请等候监考老师核对身份"),
        N_("监考老师需要检查这台机器"),
        N_("请听监考老师说明"),
    ),
    K.FORCE_HAND_IN: (
        N_("考生已离开考场，没有交卷"),
        N_("机器无法继续使用，作答已保存"),
        N_("按违规处理规定终止考试"),
    ),
    K.REOPEN: (
        N_("考生误点交卷"),
        N_("监考员误操作强制交卷"),
    ),
    K.DECLINE: (
        N_("准考证号与本人不符，请重新输入"),
        N_("坐错了座位，请到自己的座位"),
        N_("没有带齐证件，请先到监考老师处核对"),
    ),
}
USUAL_MESSAGES = (
    N_("请注意剩余时间，做完的题请再检查一遍。"),
    N_("操作题请保存文件，再继续作答。"),
    N_("请保持安静，独立作答。"),
    N_("有问题请按“举手”，在座位上等候。"),
    N_("网络有问题，正在处理。作答已存在本机，请继续做题。"),
)


class ReasonField(QComboBox):
    """One line to type a reason into; the arrow key opens the usual ones of this act."""

    def __init__(self, kind: StaffCommandKind, parent: QWidget | None = None) -> None:
        """Begin empty, so that nobody confirms a reason that was not meant."""
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addItems([_(reason) for reason in USUAL[kind]])
        self.setCurrentIndex(-1)
        self.clearEditText()
        self.setAccessibleName(_("原因"))
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("从列表选择，或直接填写"))

    def text(self) -> str:
        """Return what stands in the line."""
        return self.currentText().strip()


class ReasonDialog(FormDialog):
    """Asks why."""

    def __init__(self, title: str, explanation: str, kind: StaffCommandKind, parent: QWidget | None = None) -> None:
        """Offer the usual reasons of `kind`, one of `USUAL`."""
        super().__init__(title, explanation, parent)
        self.reason = ReasonField(kind)
        self.form.addRow(_("原因"), self.reason)

    def fault(self) -> str:
        """Ask for the reason."""
        return "" if self.reason.text() else _("请选择或填写原因。")


class MessageDialog(FormDialog):
    """Asks for a message; a usual one can be chosen and changed."""

    def __init__(self, whom: str, parent: QWidget | None = None) -> None:
        """`whom` is who reads it, in words."""
        super().__init__(_("发消息"), _("消息会显示在考生的屏幕上（{whom}）。").format(whom=whom), parent)
        self._usual = QComboBox()
        self._usual.setMinimumHeight(FIELD_HEIGHT)
        self._usual.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._usual.addItem(_("自己填写"), "")
        for text in USUAL_MESSAGES:
            self._usual.addItem(_(text), _(text))
        self._text = QPlainTextEdit()
        self._text.setFixedHeight(96)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(_("内容"))
        self._usual.activated.connect(self._take)
        self.form.addRow(_("内容"), self._text)
        self.form.addRow(_("常用"), self._usual)

    def text(self) -> str:
        """Return what was typed or chosen."""
        return self._text.toPlainText().strip()

    def fault(self) -> str:
        """Ask for at least one word."""
        return "" if self.text() else _("请填写内容。")

    def _take(self) -> None:
        chosen = str(self._usual.currentData())
        if chosen:
            self._text.setPlainText(chosen)


class ExtendDialog(FormDialog):
    """Asks for minutes and a reason."""

    def __init__(self, whom: str, parent: QWidget | None = None) -> None:
        """`whom` is who gets the time, in words."""
        super().__init__(_("延长时间"), _("{whom}：延长作答时间。").format(whom=whom), parent)
        self._minutes = QSpinBox()
        self._minutes.setRange(1, 240)
        self._minutes.setValue(5)
        self._minutes.setMinimumHeight(FIELD_HEIGHT)
        self._minutes.setMinimumWidth(140)
        self._minutes.setSuffix(_(" 分钟"))
        self.reason = ReasonField(K.EXTEND)
        self.form.addRow(_("延长"), self._minutes)
        self.form.addRow(_("原因"), self.reason)

    def minutes(self) -> int:
        """Return the minutes."""
        return self._minutes.value()

    def fault(self) -> str:
        """Ask for the reason."""
        return "" if self.reason.text() else _("请选择或填写延长时间的原因。")

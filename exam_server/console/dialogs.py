"""Small dialogs of the console: a second person, a share, a choice. None is larger than 900x560.

Those with usual texts are in `reasons`.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDateTime
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from exam_server.protocol.console import SecondPerson
from itembank.base.i18n import _

WIDTH = 460
SHARE_WIDTH = 620
FIELD_HEIGHT = 34


def add_primary(buttons: QDialogButtonBox, word: str) -> QPushButton:
    """Add the button that does it; its name is set before the style first looks at it."""
    button = QPushButton(word)
    button.setObjectName("primary")
    button.setDefault(True)
    buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
    return button


class FormDialog(QDialog):
    """A question with some fields. Subclasses add rows to `form` and say in `fault()` what is missing."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        """Make an empty form with 确定 and 取消."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        words = QLabel(explanation)
        words.setWordWrap(True)
        words.setObjectName("dialogText")
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._fault = QLabel()
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.hide()
        buttons = QDialogButtonBox()
        self.accept_button = add_primary(buttons, _("确定"))
        buttons.addButton(_("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try_to_accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(words)
        box.addLayout(self.form)
        box.addWidget(self._fault)
        box.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first field, not on a button."""
        super().showEvent(event)
        self._grow()
        first = self.form.itemAt(0, QFormLayout.ItemRole.FieldRole) if self.form.rowCount() else None
        if first is not None and first.widget() is not None:
            first.widget().setFocus()

    def fault(self) -> str:
        """Return what keeps the form from being accepted, or an empty text."""
        return ""

    def _try_to_accept(self) -> None:
        fault = self.fault()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if fault:
            self._grow()
        else:
            self.accept()

    def _grow(self) -> None:
        """Make room for the fault, so that nothing is cut off."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))


class SecondPersonDialog(FormDialog):
    """Asks another member of staff for account and password."""

    def __init__(self, what: str, why: str = "", parent: QWidget | None = None) -> None:
        """`what` is the act in words, `why` what the server said of it."""
        explanation = _("“{what}”需要另一位工作人员确认，请由本人输入账号和密码。").format(what=what)
        super().__init__(_("第二人确认"), f"{what}\n\n{why}" if why else explanation, parent)
        self._account = QLineEdit()
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.addRow(_("账号"), self._account)
        self.form.addRow(_("密码"), self._password)

    def second(self) -> SecondPerson:
        """Return what was typed."""
        return SecondPerson(account=self._account.text().strip(), password=self._password.text())

    def fault(self) -> str:
        """Ask for both."""
        return "" if self._account.text().strip() and self._password.text() else _("请输入账号和密码。")


class ClockDialog(FormDialog):
    """Asks two persons what time it really is, when the server's clock is plainly wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with this machine's own time, which may be right."""
        explanation = _(
            "仅在服务器的时间明显不对时使用。请两人（其中一位是主考）对照手机或墙上的钟，填写现在的实际时间；"
            "两人的账号、服务器时间和实际时间都会写入考场记录，报考试中心。"
        )
        super().__init__(_("校对服务器时间"), explanation, parent)
        self._time = QDateTimeEdit(QDateTime.currentDateTime())
        self._time.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._time.setMinimumHeight(FIELD_HEIGHT)
        self._reason = QLineEdit()
        self.form.addRow(_("现在的实际时间"), self._time)
        self.form.addRow(_("原因"), self._reason)

    def time(self) -> str:
        """Return the time as it goes to the server."""
        return self._time.dateTime().toString("yyyy-MM-dd HH:mm")

    def reason(self) -> str:
        """Return the reason."""
        return self._reason.text().strip()

    def fault(self) -> str:
        """Ask for the reason."""
        return "" if self.reason() else _("请写明原因。")


class ShareDialog(FormDialog):
    """Asks one holder for the digits of a release share."""

    def __init__(self, entered: int, needed: int, parent: QWidget | None = None) -> None:
        """Say how many shares were entered already."""
        explanation = _(
            "请启封口令持有人本人输入口令上的全部数字，其他人请回避。已输入 {entered} 份，需要 {needed} 份。"
        )
        super().__init__(_("输入启封口令"), explanation.format(entered=entered, needed=needed), parent)
        self._digits = QLineEdit()
        self._digits.setObjectName("share")
        self.setMinimumWidth(SHARE_WIDTH)
        self._digits.setPlaceholderText(_("按组输入，组与组之间可以空格"))
        self.form.addRow(_("口令"), self._digits)

    def share(self) -> str:
        """Return what was typed."""
        return self._digits.text().strip()

    def fault(self) -> str:
        """Ask for digits."""
        return "" if any(c.isdigit() for c in self.share()) else _("请输入口令上的数字。")


class FieldsDialog(FormDialog):
    """Asks for several short texts, some with a list of choices; all but those in `optional` are needed."""

    def __init__(self, title: str, explanation: str, fields: tuple[Field, ...], parent: QWidget | None = None) -> None:
        """Make a row a field."""
        super().__init__(title, explanation, parent)
        self._fields = fields
        self._rows: dict[str, QLineEdit | QComboBox] = {}
        for field in fields:
            row: QLineEdit | QComboBox
            if field.choices:
                row = QComboBox()
                row.setMinimumHeight(FIELD_HEIGHT)
                for value, word in field.choices:
                    row.addItem(word, value)
            else:
                row = QLineEdit(field.start)
            row.setAccessibleName(field.label)
            self._rows[field.name] = row
            self.form.addRow(field.label, row)

    def values(self) -> dict[str, str]:
        """Return the values by field name."""
        return {name: self._value(row) for name, row in self._rows.items()}

    def fault(self) -> str:
        """Name the first empty field."""
        for field in self._fields:
            if not field.optional and not self._value(self._rows[field.name]):
                return _("请填写“{field}”。").format(field=field.label)
        return ""

    @staticmethod
    def _value(row: QLineEdit | QComboBox) -> str:
        return str(row.currentData()) if isinstance(row, QComboBox) else row.text().strip()


@dataclass(frozen=True)
class Field:
    """A field of a `FieldsDialog`: its name in the command, its label, a first value, and choices (value, word)."""

    name: str
    label: str
    start: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False

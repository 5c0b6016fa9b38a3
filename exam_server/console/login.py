"""The first screen of the console: which room, and who."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from exam_server.console.dialogs import add_primary
from exam_server.net.console_link import ConsoleLogin
from exam_server.protocol.common import DEFAULT_PORT
from itembank.base.i18n import _


class LoginDialog(QDialog):
    """Asks for address, pairing code, account and password; `login()` returns them."""

    def __init__(self, host: str, port: int, pairing_code: str, account: str, parent: QWidget | None = None) -> None:
        """Fill in what is known already."""
        super().__init__(parent)
        self.setObjectName("consoleLogin")
        self.setWindowTitle(_("机考 · 监考端登录"))
        self.setMinimumWidth(460)
        title = QLabel(_("监考端"))
        title.setObjectName("loginTitle")
        words = QLabel(_("配对码显示在考场服务器的屏幕上，请核对一致后再登录。"))
        words.setWordWrap(True)
        self._address = QLineEdit(f"{host}:{port}" if host else "")
        self._address.setPlaceholderText("192.168.1.10")
        self._code = QLineEdit(pairing_code)
        self._code.setPlaceholderText("ABCD-EFGH-JKMN")
        self._account = QLineEdit(account)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.addRow(_("服务器地址"), self._address)
        form.addRow(_("配对码"), self._code)
        form.addRow(_("账号"), self._account)
        form.addRow(_("密码"), self._password)
        self._fault = QLabel()
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.hide()
        buttons = QDialogButtonBox()
        add_primary(buttons, _("登录"))
        buttons.addButton(_("退出"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 20)
        box.setSpacing(12)
        for part in (title, words):
            box.addWidget(part)
        box.addLayout(form)
        box.addWidget(self._fault)
        box.addWidget(buttons)

    def say(self, sentence: str) -> None:
        """Show why the last try failed."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first empty field."""
        super().showEvent(event)
        fields = (self._address, self._code, self._account, self._password)
        next((field for field in fields if not field.text()), self._password).setFocus()

    def login(self) -> ConsoleLogin:
        """Return what was typed."""
        host, port = self._place()
        return ConsoleLogin(
            host=host,
            port=port,
            pairing_code=self._code.text().strip(),
            account=self._account.text().strip(),
            password=self._password.text(),
        )

    def _place(self) -> tuple[str, int]:
        host, _colon, port = self._address.text().strip().partition(":")
        return host, int(port) if port.isdecimal() else DEFAULT_PORT

    def _check(self) -> None:
        login = self.login()
        missing = not (login.host and login.pairing_code and login.account and login.password)
        self.say(_("请把四项都填写完整。") if missing else "")
        if not missing:
            self.accept()

"""Composition of the console: fonts, style, login, window."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog

from exam_server.console.login import LoginDialog
from exam_server.console.model import ConsoleModel
from exam_server.console.window import ConsoleWindow
from exam_server.net.console_link import ConsoleLogin
from exam_server.protocol.common import DEFAULT_PORT
from itembank.base.assets import MONO, SANS, SANS_BOLD, SANS_FAMILY, asset_path
from itembank.base.cli import Parser
from itembank.base.clock import SystemClock
from itembank.base.i18n import _

BASE_PIXELS = 14


def prepare_application(application: QApplication) -> None:
    """Load our own fonts and the style; the lab's fonts do not matter."""
    for name in (SANS, SANS_BOLD, MONO):
        QFontDatabase.addApplicationFont(str(asset_path(name)))
    font = QFont(SANS_FAMILY)
    font.setPixelSize(BASE_PIXELS)
    application.setFont(font)
    application.setStyle("Fusion")
    style = resources.files("exam_server").joinpath("assets", "console.qss")
    application.setStyleSheet(style.read_text("utf-8"))


def program(arguments: Sequence[str]) -> int:
    """`exam-server console`: what is not given is asked; the password is never an argument."""
    parser = Parser(prog="exam-server console", description=_("监考端"))
    parser.add_argument("--address", default="", help=_("服务器地址，如 192.168.1.10:8443"))
    parser.add_argument("--pairing-code", default="", help=_("配对码"))
    parser.add_argument("--account", default="", help=_("账号"))
    parser.add_argument("--password-file", type=Path, help=_("存放密码的文件；不给则在登录时输入"))
    given = parser.parse_args(list(arguments))
    host, _colon, port = given.address.partition(":")
    return run_console(
        host=host,
        port=int(port) if port.isdecimal() else DEFAULT_PORT,
        pairing_code=given.pairing_code,
        account=given.account,
        password=given.password_file.read_text("utf-8").strip() if given.password_file else "",
    )


def run_console(*, host: str = "", port: int = 0, pairing_code: str = "", account: str = "", password: str = "") -> int:
    """Ask who it is (unless all is given) and show the room until the window is closed."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101 - Qt returns the base class
    prepare_application(application)
    login = ConsoleLogin(host=host, port=port, pairing_code=pairing_code, account=account, password=password)
    if not (host and pairing_code and account and password):
        dialog = LoginDialog(host, port, pairing_code, account)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return 0
        login = dialog.login()
    model = ConsoleModel(SystemClock())
    window = ConsoleWindow(model)
    window.resize(1366, 740)
    window.showMaximized()
    model.connect_to(login)
    return int(application.exec())

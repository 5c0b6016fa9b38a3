"""Composition of the console: fonts, style, login, window."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from exam_server.console.login import LoginDialog
from exam_server.console.model import ConsoleModel
from exam_server.console.window import ConsoleWindow
from exam_server.net.console_link import ConsoleLogin
from exam_server.protocol.common import DEFAULT_PORT
from itembank.base.assets import MONO, SANS, SANS_BOLD, SANS_FAMILY, asset_path
from itembank.base.clock import SystemClock
from itembank.base.i18n import language

BASE_PIXELS = 14
QT_TEXTS = "qtTexts"


def prepare_application(application: QApplication) -> None:
    """Load our own fonts and the style; the lab's fonts do not matter."""
    for name in (SANS, SANS_BOLD, MONO):
        QFontDatabase.addApplicationFont(str(asset_path(name)))
    font = QFont(SANS_FAMILY)
    font.setPixelSize(BASE_PIXELS)
    application.setFont(font)
    application.setStyle("Fusion")
    translate_qt(application)
    style = resources.files("exam_server").joinpath("assets", "console.qss")
    application.setStyleSheet(style.read_text("utf-8"))


def translate_qt(application: QApplication) -> None:
    """Let Qt's own dialogs and menus speak as ours do; a language without a catalogue stays English."""
    if application.findChild(QTranslator, QT_TEXTS) is None:
        texts = QTranslator(application)
        texts.setObjectName(QT_TEXTS)
        if texts.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(texts)


def open_console(address: str, pairing_code: str, account: str, password_file: Path | None) -> int:
    """`exam-server console`: what is not given is asked; the password is never an argument."""
    host, _colon, port = address.partition(":")
    return run_console(
        host=host,
        port=int(port) if port.isdecimal() else DEFAULT_PORT,
        pairing_code=pairing_code,
        account=account,
        password=password_file.read_text("utf-8").strip() if password_file else "",
    )


def run_console(*, host: str = "", port: int = 0, pairing_code: str = "", account: str = "", password: str = "") -> int:
    """Ask who it is (unless all is given) and show the room until the window is closed."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101 - Qt returns the base class
    prepare_application(application)
    known = ConsoleLogin(host=host, port=port, pairing_code=pairing_code, account=account, password=password)
    complete = host and pairing_code and account and password
    login = known if complete else ask_login(known)
    if login is None:
        return 0
    model = ConsoleModel(SystemClock())
    window = ConsoleWindow(model)
    window.login_refused.connect(lambda sentence: log_in_again(window, model, sentence))
    window.resize(1366, 740)
    window.showMaximized()
    model.connect_to(login)
    return int(application.exec())


def ask_login(known: ConsoleLogin, sentence: str = "", parent: QWidget | None = None) -> ConsoleLogin | None:
    """Ask for what is not known, saying why the last try failed; nothing when the person leaves."""
    dialog = LoginDialog(known.host, known.port, known.pairing_code, known.account, parent)
    dialog.say(sentence)
    return dialog.login() if dialog.exec() == QDialog.DialogCode.Accepted else None


def log_in_again(window: ConsoleWindow, model: ConsoleModel, sentence: str) -> None:
    """Let a person mend a wrong password or code; leaving closes the window."""
    login = ask_login(model.login, sentence, window) if model.login is not None else None
    if login is None:
        window.close()
    else:
        model.connect_to(login)

"""Composition of the marking desk: fonts, style, session, window."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib import resources
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox

from grading.commands.inputs import now
from grading.desk.opening import OpeningWindow
from grading.desk.rendering import find_office
from grading.desk.session import MarkingSession, TellOpening
from grading.desk.window import MarkingWindow
from grading.results.grades import GradeTable
from itembank.base.assets import MONO, SANS, SANS_BOLD, SANS_FAMILY, asset_path
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _, language

BASE_PIXELS = 14
QT_TEXTS = "qtTexts"
LEAST_SIZE = (760, 420)
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def prepare_application(application: QApplication) -> None:
    """Load our own fonts and the style."""
    for name in (SANS, SANS_BOLD, MONO):
        QFontDatabase.addApplicationFont(str(asset_path(name)))
    font = QFont(SANS_FAMILY)
    font.setPixelSize(BASE_PIXELS)
    application.setFont(font)
    application.setStyle("Fusion")
    translate_qt(application)
    style = resources.files("grading").joinpath("assets", "desk.qss")
    application.setStyleSheet(style.read_text("utf-8"))


def translate_qt(application: QApplication) -> None:
    """Let Qt's own dialogs and menus speak as ours do; a language without a catalogue stays English."""
    if application.findChild(QTranslator, QT_TEXTS) is None:
        texts = QTranslator(application)
        texts.setObjectName(QT_TEXTS)
        if texts.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(texts)


def require_screen(platform: str, environment: Mapping[str, str]) -> None:
    """Raise `JikaoError` where Qt would end the program because there is no screen."""
    if platform == "linux" and not any(environment.get(name) for name in SCREENS):
        raise JikaoError(
            _("这里没有图形界面，评阅台打不开窗口。"),
            hint=_("请在有桌面的电脑上运行。"),
            code=ExitCode.ENVIRONMENT,
        )


def run_desk(open_session: Callable[[TellOpening], MarkingSession], table: GradeTable) -> int:
    """Show that the session is being opened, then the desk until it is closed; raises what was refused."""
    require_screen(sys.platform, os.environ)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    prepare_application(application)
    opening = OpeningWindow(open_session)
    desks: list[MarkingWindow] = []

    def show_desk(session: MarkingSession) -> None:
        window = MarkingWindow(session, table, now, find_office())
        desks.append(window)
        sys.excepthook = lambda kind, error, trace: _say_bug(window, kind, error, trace)
        window.setMinimumSize(*LEAST_SIZE)
        window.resize(1366, 740)
        window.showMaximized()
        opening.close()

    opening.opened.connect(show_desk)
    opening.showMaximized()
    code = int(application.exec())
    opening.finish()
    if opening.refused is not None:
        raise opening.refused
    return code


def _say_bug(
    window: MarkingWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say a bug of ours aloud: a person who looks at the window does not see the terminal."""
    traceback.print_exception(kind, error, trace)
    said = QMessageBox(QMessageBox.Icon.Critical, _("程序出错"), _("评阅台出错了，请关闭后重新打开。"), parent=window)
    said.setInformativeText(_("已经保存的评定都在成绩库里。再次出现时，请把下面的内容交给技术人员。"))
    said.setDetailedText("".join(traceback.format_exception(kind, error, trace)))
    said.addButton(_("知道了"), QMessageBox.ButtonRole.AcceptRole)
    said.exec()

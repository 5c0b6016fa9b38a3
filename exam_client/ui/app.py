"""The composition root of the desk: one engine, one look, one window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QLibraryInfo, QProcess, QSize, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from exam_client.config import DeskConfig
from exam_client.desk import make_desk
from exam_client.face import DeskFace
from exam_client.readiness.input_method import find_switch
from exam_client.ui.covers import Covers
from exam_client.ui.look import BASE_PX, Look, load_fonts, sans
from exam_client.ui.window import DeskWindow
from itembank.base.i18n import _, language

WINDOWED_SIZE = QSize(1366, 768)
LEAST_SIZE = QSize(900, 500)
QT_TEXTS = "qtTexts"
EFFECTS = (
    *(Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo),
    *(Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip),
)
"""What a system may have told Qt to animate; nothing moves in an exam."""


def run_desk(config: DeskConfig) -> int:
    """Show the desk until its window is closed; returns the exit code. Raises `JikaoError` for a busy folder."""
    application = make_application()
    with TemporaryDirectory(prefix="jikao-desk-") as marks:
        look = Look(Path(marks))
        look.dress()
        desk = make_desk(config)
        tell_screen(desk)
        window = DeskWindow(look, desk, may_always_close=config.windowed, switch=input_method_switch())
        window.closed.connect(application.quit)
        try:
            desk.start()
            show_window(window, windowed=config.windowed)
            return application.exec()
        finally:
            desk.close()


def make_application() -> QApplication:
    """Make the Qt application with our fonts, or take the one that is there."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("jikao-desk")
    application.setApplicationDisplayName(_("机考考试端"))
    # The window hides while the task strip is up; only its own word ends the program.
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    for effect in EFFECTS:
        application.setEffectEnabled(effect, False)
    translate_qt(application)
    load_fonts()
    application.setFont(sans(BASE_PX))
    return application


def translate_qt(application: QApplication) -> None:
    """Let Qt's own menus, such as that of a text field, speak as ours do; without a catalogue they stay English."""
    if application.findChild(QTranslator, QT_TEXTS) is None:
        texts = QTranslator(application)
        texts.setObjectName(QT_TEXTS)
        if texts.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(texts)


def show_window(window: DeskWindow, *, windowed: bool) -> None:
    """Cover the screen, or stand in a window for rehearsals at a developer's machine."""
    window.setMinimumSize(LEAST_SIZE)
    if windowed:
        window.resize(WINDOWED_SIZE)
        window.show()
    else:
        # Without a window manager nobody makes a window full-screen; then the geometry does.
        window.setGeometry(window.screen().geometry())
        window.showFullScreen()
        Covers(window)


def input_method_switch() -> Callable[[], None] | None:
    """Make what switches the input method, if this machine can be asked to."""
    command = find_switch(os.environ)
    if not command:
        return None
    program, *arguments = command
    return lambda: _start(program, arguments)


def _start(program: str, arguments: list[str]) -> None:
    QProcess.startDetached(program, arguments)


def tell_screen(desk: DeskFace) -> None:
    """Tell the engine what only a screen knows."""
    screen = QGuiApplication.primaryScreen()
    size, ratio = screen.size(), screen.devicePixelRatio()
    physical = f"{round(size.width() * ratio)}x{round(size.height() * ratio)}"
    desk.setScreen(physical, round(ratio * 100), os.environ.get("QT_IM_MODULE", ""))

"""Composition of the marking desk: fonts, style, session, window."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from grading.commands.inputs import now
from grading.desk.opening import OpeningWindow
from grading.desk.rendering import find_office
from grading.desk.session import MarkingSession, TellOpening
from grading.desk.window import MarkingWindow
from grading.results.grades import GradeTable
from itembank.base.assets import MONO, SANS, SANS_BOLD, SANS_FAMILY, asset_path

BASE_PIXELS = 14


def prepare_application(application: QApplication) -> None:
    """Load our own fonts and the style."""
    for name in (SANS, SANS_BOLD, MONO):
        QFontDatabase.addApplicationFont(str(asset_path(name)))
    font = QFont(SANS_FAMILY)
    font.setPixelSize(BASE_PIXELS)
    application.setFont(font)
    application.setStyle("Fusion")
    style = resources.files("grading").joinpath("assets", "desk.qss")
    application.setStyleSheet(style.read_text("utf-8"))


def run_desk(open_session: Callable[[TellOpening], MarkingSession], table: GradeTable) -> int:
    """Show that the session is being opened, then the desk until it is closed; raises what was refused."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    prepare_application(application)
    opening = OpeningWindow(open_session)
    desks: list[MarkingWindow] = []

    def show_desk(session: MarkingSession) -> None:
        desks.append(MarkingWindow(session, table, now, find_office()))
        desks[0].resize(1366, 740)
        desks[0].showMaximized()
        opening.close()

    opening.opened.connect(show_desk)
    opening.showMaximized()
    code = int(application.exec())
    opening.finish()
    if opening.refused is not None:
        raise opening.refused
    return code

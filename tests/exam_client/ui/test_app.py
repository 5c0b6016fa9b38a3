"""The window on the screen: full-screen or in a window, other screens covered, what the engine is told."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtGui import QGuiApplication

from exam_client.ui.app import EFFECTS, make_application, show_window, tell_screen
from exam_client.ui.covers import Cover, Covers
from tests.exam_client.ui.fake_desk import FakeDesk


def test_an_exam_covers_its_whole_screen(window):
    window.hide()
    show_window(window, windowed=False)
    assert window.isFullScreen()


def test_a_rehearsal_may_stand_in_a_window(window):
    window.hide()
    show_window(window, windowed=True)
    assert not window.isFullScreen()


def test_a_single_screen_needs_no_cover(window):
    assert Covers(window).covers == []


def test_a_cover_does_not_close_by_itself(look, qtbot):
    cover = Cover(QGuiApplication.primaryScreen())
    qtbot.addWidget(cover)
    cover.show()
    cover.close()
    assert cover.isVisible()


def test_the_engine_is_told_of_the_screen(qapp):
    told: list[tuple[str, int, str]] = []

    class Listening(FakeDesk):
        def setScreen(self, screen: str, scale_percent: int, input_method: str) -> None:
            told.append((screen, scale_percent, input_method))

    tell_screen(Listening())
    size = QGuiApplication.primaryScreen().size()
    assert told[0][:2] == (f"{size.width()}x{size.height()}", 100)


RUN_AND_CLOSE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from exam_client.config import DeskConfig
from exam_client.ui.app import make_application, run_desk
from exam_client.ui.stage import Stage
from exam_client.ui.window import DeskWindow

application = make_application()

def close_it():
    window = next(one for one in application.topLevelWidgets() if isinstance(one, DeskWindow))
    print(window.stage().value)
    window.close()

QTimer.singleShot(300, close_it)
folder = Path(sys.argv[1])
sys.exit(run_desk(DeskConfig(folder=folder, work_folder=folder / "work", discover=False, windowed=True)))
"""


def test_the_desk_runs_until_its_window_is_closed(tmp_path, repository_root):
    # In a process of its own: an application that has quit does not activate windows again.
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_CLOSE, str(tmp_path)],
        cwd=repository_root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "finding"), done.stderr


def test_there_is_one_application(qapp):
    assert make_application() is qapp


def test_nothing_is_animated_whatever_the_system_says(qapp):
    make_application()
    assert not any(qapp.isEffectEnabled(effect) for effect in EFFECTS)

"""Draw the marking desk offscreen: `.venv/bin/python scripts/marking_screens.py FOLDER [WIDTH HEIGHT SCALE]`.

What is shown is the small exam of tests/grading/desk, marked for real; documents are drawn by LibreOffice where it is
installed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60
CROWD = 60
DOCUMENT = ROOT / "demo" / "content" / "tasks" / "WD-01" / "model" / "通知.docx"


def main(folder: Path, width: int = 1366, height: int = 740, scale: str = "1") -> int:
    """Write one picture a page of the desk."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = scale
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication

    from grading.desk.app import prepare_application
    from grading.desk.pages_view import PagesView
    from grading.desk.rendering import find_office
    from grading.desk.session import MarkingSession
    from grading.desk.window import MarkingWindow
    from grading.results.grades import PASS_FAIL
    from tests.builders import MADE
    from tests.grading.desk.marking_city import SERIAL, MarkingCity

    application = QApplication([])
    prepare_application(application)

    def settle(is_there: Callable[[], object] = lambda: True) -> None:
        """Let the window work until something is there, and a moment longer."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_there() and time.monotonic() < end:
            application.processEvents()
            time.sleep(0.01)
        for _moment in range(30):
            application.processEvents()
            time.sleep(0.01)

    def keep(name: str) -> None:
        settle()
        window.grab().save(str(folder / f"{name}.png"))

    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        city = MarkingCity(Path(), DOCUMENT.read_bytes(), crowd=CROWD)
        session = MarkingSession(city.sources, [city.bundle], city.store, city.markers["王老师"], SERIAL)
        window = MarkingWindow(session, PASS_FAIL, lambda: MADE, find_office())
        window.resize(width, height)
        window.show()
        page = window.marking
        settle(page.evidence.tabs.count)
        page.score.choose(Fraction(5))
        keep("marking-text")
        page.queue.questions.setCurrentRow(page.queue.questions.count() - 1)
        settle(lambda: any(one.drawn or "LibreOffice" in one.sentence for one in window.findChildren(PagesView)))
        page.score.choose(Fraction(4))
        keep("marking-document")
        answers = window.answers
        window.pages.setCurrentWidget(answers)
        settle(answers.table.rowCount)
        answers.reason.setText("与参考答案同义，评卷组讨论通过")
        answers.full.click()
        settle(answers.accepted.isVisible)
        keep("marking-answers")
        answers.marking.again.click()
        settle(window.changes.candidates.rowCount)
        keep("marking-changes")
        window.ask_to_lose = lambda _unsaved: True
        window.close()
        city.close()
    return 0


if __name__ == "__main__":
    _name, where, *size = sys.argv
    wide, high, zoom = (size + ["1366", "740", "1"][len(size) :])[:3]
    sys.exit(main(Path(where), int(wide), int(high), zoom))

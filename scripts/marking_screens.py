"""Draw the marking desk offscreen: `.venv/bin/python scripts/marking_screens.py FOLDER [WIDTH HEIGHT SCALE]`.

What is shown is the small exam of tests/grading/desk, marked for real; documents are drawn by LibreOffice where it is
installed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "demo" / "content" / "tasks" / "WD-01" / "model" / "通知.docx"


def main(folder: Path, width: int = 1366, height: int = 740, scale: str = "1") -> int:
    """Write one picture a page of the desk."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = scale
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication

    from grading.desk.app import prepare_application
    from grading.desk.rendering import find_office
    from grading.desk.session import MarkingSession
    from grading.desk.window import MarkingWindow
    from grading.results.grades import PASS_FAIL
    from tests.builders import MADE
    from tests.grading.desk.marking_city import SERIAL, MarkingCity

    application = QApplication([])
    prepare_application(application)

    def settle(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            application.processEvents()
            time.sleep(0.01)

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        city = MarkingCity(Path(name), DOCUMENT.read_bytes())
        session = MarkingSession(city.sources, [city.bundle], city.store, city.markers["王老师"], SERIAL)
        window = MarkingWindow(session, PASS_FAIL, lambda: MADE, find_office())
        window.resize(width, height)
        window.show()
        settle(1)
        window.marking.score.choose(Fraction(5))
        settle(0.3)
        window.grab().save(str(folder / "marking-text.png"))
        queue = window.marking.queue.questions
        queue.setCurrentRow(queue.count() - 1)
        settle(10)
        window.grab().save(str(folder / "marking-document.png"))
        window.pages.setCurrentWidget(window.answers)
        settle(1)
        window.answers.table.selectRow(0)
        window.answers.reason.setText("与参考答案同义，评卷组讨论通过")
        settle(0.3)
        window.grab().save(str(folder / "marking-answers.png"))
        window.answers.full.click()
        settle(1)
        window.answers.marking.again.click()
        settle(8)
        window.grab().save(str(folder / "marking-changes.png"))
        window.close()
        city.close()
    return 0


if __name__ == "__main__":
    _name, where, *size = sys.argv
    wide, high, zoom = (size + ["1366", "740", "1"][len(size) :])[:3]
    sys.exit(main(Path(where), int(wide), int(high), zoom))

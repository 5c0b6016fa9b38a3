"""A desk window over a fake desk, brought to a state: what scenes and pictures are made of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

from exam_client.attempt.views import SaveMark
from exam_client.ui.look import Look
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk

LEFT_MS = (31 * 60 + 42) * 1000


class Stand:
    """A window over a fake desk in one size."""

    def __init__(self, look: Look, width: int, height: int) -> None:
        self.look = look
        self.width, self.height = width, height
        self.desk = FakeDesk()
        self.window = DeskWindow(look, self.desk, may_always_close=True)
        self.window.resize(width, height)
        self.window.show()

    def answering(self, item: str = "") -> DeskWindow:
        """Bring the desk to the paper, with some work done."""
        desk = self.desk
        desk.start_answering()
        desk.set_left(LEFT_MS)
        for name, value in (("bits", "c10"), ("single0", "c0"), ("single1", "c0"), ("single3", "c1")):
            desk.visit(name)
            desk.answer(name, {"R": value})
        for name in ("single2", "single4", "safety"):
            desk.visit(name)
        desk.answer("blanks", {"F": "AVERAGE(B2:B6)", "N": None})
        desk.flag("single2", flagged=True)
        desk.flag("bits", flagged=True)
        desk.leaveField()
        desk.set_mark(SaveMark.STANDBY)
        paper = self.window.paper
        assert paper is not None
        paper.go_to(item or "network")
        return self.window

    def close(self) -> None:
        if self.window.strip is not None:
            self.window.strip.hide()
        self.window.hide()
        self.window.deleteLater()
        self.desk.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

"""Marking: choose a question, look, give points, next. The session decides; this page shows and asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QWidget

from grading.desk.background import Background
from grading.desk.evidence import Evidence
from grading.desk.evidence_view import EvidenceView
from grading.desk.queue_panel import QuestionPart, QueuePanel
from grading.desk.rendering import draw_pages
from grading.desk.score_panel import ScorePanel
from grading.desk.session import MarkingSession
from grading.desk.tasks import Task
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

LEFT_PX, RIGHT_PX = 250, 260


class MarkingPage(QWidget):
    """Three panels side by side. `changed()` is told after every decision."""

    changed = Signal()

    def __init__(
        self, session: MarkingSession, background: Background, now: Callable[[], datetime], office: str | None
    ) -> None:
        """`office` is LibreOffice's path, None where there is none."""
        super().__init__()
        self._session, self._background, self._now, self._office = session, background, now, office
        self._tasks: tuple[Task, ...] = ()
        self._skipped: list[Task] = []
        self.task: Task | None = None
        self.queue = QueuePanel(session.question)
        self.evidence = EvidenceView()
        self.score = ScorePanel()
        self.queue.questionChosen.connect(self._question_chosen)
        self.score.decided.connect(self._decided)
        self.score.skipped.connect(self._skip)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for panel in (self.queue, self.evidence, self._scrolling(self.score)):
            splitter.addWidget(panel)
        splitter.setSizes([LEFT_PX, 800, RIGHT_PX])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    @staticmethod
    def _scrolling(panel: QWidget) -> QScrollArea:
        """Let a tall panel scroll on a low screen."""
        area = QScrollArea()
        area.setObjectName("side")
        area.setWidget(panel)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(RIGHT_PX)
        return area

    def refresh(self) -> None:
        """Ask for the tasks again and go on with the present question."""
        self._tasks = self._session.tasks()
        present = {task.place for task in self._tasks}
        self._skipped = [task for task in self._skipped if task.place in present]
        if self.task is None or self.task.place not in present:
            self._next()
        else:
            self.queue.show_tasks(self._tasks, _question(self.task))

    def _question_chosen(self, number: int, part: int) -> None:
        self._show(next((task for task in self._tasks if _question(task) == (number, part)), None))

    def _decided(self, points: Fraction, comment: str) -> None:
        task = self.task
        if task is None:
            return
        try:
            self._session.decide(task, points, comment, self._now())
        except JikaoError as error:
            self.score.say(f"{error.message}{error.hint}")
            return
        self.refresh()
        self.changed.emit()

    def _skip(self) -> None:
        if self.task is not None:
            self._skipped.append(self.task)
            self._next()

    def _next(self) -> None:
        """Go to the next task of the same question, else of any; skipped ones come last."""
        skipped = {task.place for task in self._skipped}
        if self._tasks and all(task.place in skipped for task in self._tasks):
            self._skipped, skipped = [], set()
        fresh = [task for task in self._tasks if task.place not in skipped]
        same = [task for task in fresh if self.task is not None and _question(task) == _question(self.task)]
        self._show(next(iter(same or fresh), None))

    def _show(self, task: Task | None) -> None:
        self.task = task
        self.queue.show_tasks(self._tasks, _question(task) if task else None)
        self.score.show_task(task)
        if task is None:
            self.evidence.clear(_("没有等您评定的作答。"))
            return
        self.evidence.clear(_("正在打开……"))
        self._background.call(
            lambda: self._session.evidence(task),
            lambda evidence: self._show_evidence(task, evidence),
            lambda error: self._refused(task, error),
        )

    def _show_evidence(self, task: Task, evidence: Evidence) -> None:
        if self.task is not task:
            return  # the person has gone on meanwhile
        self.evidence.show_evidence(evidence)
        office = self._office
        for file in evidence.files:
            if office is not None and file.can_be_drawn:
                self._background.call(
                    lambda file=file: draw_pages(file.path, file.data, office),  # type: ignore[misc]
                    lambda pages, file=file: self._show_pages(task, file.path, pages),  # type: ignore[misc]
                    lambda error: self._refused(task, error),
                )

    def _show_pages(self, task: Task, path: str, pages: tuple[bytes, ...]) -> None:
        if self.task is task:
            self.evidence.show_pages(path, pages)

    def _refused(self, task: Task, error: JikaoError) -> None:
        if self.task is task:
            self.evidence.clear(error.message)


def _question(task: Task) -> QuestionPart:
    return (task.number, task.place.part)

"""Marking: choose a question, look, give points, next. The session decides; this page shows and asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from itembank.base.errors import ExitCode, JikaoError
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
        # Pages take seconds to draw: the next answer must not wait for the pages of the last one.
        self._drawing = Background(self)
        self._tasks: tuple[Task, ...] = ()
        self._skipped: list[Task] = []
        self.task: Task | None = None
        self.queue = QueuePanel(session.question)
        self.evidence = EvidenceView()
        self.score = ScorePanel()
        self.queue.questionChosen.connect(self._question_chosen)
        self.score.decided.connect(self._decided)
        self.score.skipped.connect(self._skip)
        self.score.wentBack.connect(self._go_back)
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
        present = {task.place: task for task in self._tasks}
        self._skipped = [task for task in self._skipped if task.place in present]
        self.score.show_back(may_go=bool(self._session.own()))
        if self.task is None or (self.task.place not in present and self.task.own is None):
            self._next()
        elif self.task.own is None and present[self.task.place].stage is not self.task.stage:
            self._show(present[self.task.place])
        else:
            self.queue.show_tasks(self._tasks, _question(self.task))

    def finish(self) -> None:
        """Let go of drawings that nobody waits for."""
        self.task = None
        self._drawing.finish()

    def _question_chosen(self, number: int, part: int) -> None:
        self._show(next((task for task in self._tasks if _question(task) == (number, part)), None))

    def _decided(self, points: Fraction, comment: str) -> None:
        task = self.task
        if task is None:
            return
        try:
            self._session.decide(task, points, comment, self._now())
        except JikaoError as error:
            self._say_refused(task, error)
            return
        if task.own is not None:
            self.task = replace(task, own=None)
        self.refresh()
        self.changed.emit()

    def _say_refused(self, task: Task, error: JikaoError) -> None:
        """Keep what can be tried again on the screen; what others decided meanwhile is shown as it is now, or left."""
        if error.code is ExitCode.REFUSED:
            self._tasks = self._session.tasks()
            now = next((one for one in self._tasks if one.place == task.place), None)
            if now is None:
                self._next()
            else:
                self._show(now)
        else:
            self.score.allow_again()
        self.score.say(f"{error.message}{error.hint}")

    def _skip(self) -> None:
        if self.task is not None:
            if self.task.own is None:
                self._skipped.append(self.task)
            self._next()

    def _go_back(self) -> None:
        """Show the newest of this marker's own decisions, and from there always the one before."""
        own = self._session.own()
        here = [at for at, task in enumerate(own) if self.task is not None and self.task.place == task.place]
        at = here[0] + 1 if here and self.task is not None and self.task.own is not None else 0
        if at < len(own):
            self._show(own[at])
        self.score.show_back(may_go=at + 1 < len(own))

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
        self.score.show_back(may_go=bool(self._session.own()))
        if task is None:
            self.evidence.clear(_("没有等您评定的作答。"))
            return
        self.evidence.clear(_("正在打开……"))
        self._background.call(
            lambda: self._session.evidence(task) if self.task is task else None,
            lambda evidence: self._show_evidence(task, evidence),
            lambda error: self._refused(task, error),
        )

    def _show_evidence(self, task: Task, evidence: Evidence | None) -> None:
        if self.task is not task or evidence is None:
            return  # the person has gone on meanwhile
        self.evidence.show_evidence(evidence)
        office = self._office
        for file in evidence.files:
            if office is not None and file.can_be_drawn:
                self._drawing.call(
                    lambda file=file: draw_pages(file.path, file.data, office) if self.task is task else (),  # type: ignore[misc]
                    lambda pages, file=file: self._show_pages(task, file.path, pages),  # type: ignore[misc]
                    lambda error: self.score.say(error.message),
                )

    def _show_pages(self, task: Task, path: str, pages: tuple[bytes, ...]) -> None:
        if self.task is task:
            self.evidence.show_pages(path, pages)

    def _refused(self, task: Task, error: JikaoError) -> None:
        if self.task is task:
            self.evidence.clear(error.message)


def _question(task: Task) -> QuestionPart:
    return (task.number, task.place.part)

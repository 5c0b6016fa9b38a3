"""Marking: choose a question, look, give points, next. The session decides; this page shows and asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from grading.desk.background import Background
from grading.desk.drawings import Drawings
from grading.desk.evidence import Evidence
from grading.desk.evidence_view import EvidenceView
from grading.desk.queue_panel import QuestionPart, QueuePanel
from grading.desk.score_panel import Draft, ScorePanel, points_text
from grading.desk.session import MarkingSession
from grading.desk.tasks import Task
from grading.results.decisions import Place
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

LEFT_PX, RIGHT_PX = 220, 260


class MarkingPage(QWidget):
    """Three panels side by side. `changed()` is told after every decision."""

    changed = Signal()

    def __init__(
        self, session: MarkingSession, background: Background, now: Callable[[], datetime], office: str | None
    ) -> None:
        """`office` is LibreOffice's path, None where there is none."""
        super().__init__()
        self._session, self._background, self._now = session, background, now
        self._drawings = Drawings(office, self)
        self._tasks: tuple[Task, ...] = ()
        self._drafts: dict[Place, Draft] = {}
        self._ahead: dict[Place, Evidence] = {}
        self._skipped: list[Task] = []
        self.task: Task | None = None
        self.queue = QueuePanel(session.question)
        self.evidence = EvidenceView()
        self.score = ScorePanel()
        self.score.setMinimumWidth(RIGHT_PX)
        self.queue.questionChosen.connect(self._question_chosen)
        self.score.decided.connect(self._decided)
        self.score.skipped.connect(self._skip)
        self.score.wentBack.connect(self._go_back)
        for key, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self.evidence.turn(step))
        leave = QShortcut(QKeySequence("Esc"), self.score.comment, activated=self.take_keyboard)  # type: ignore[call-overload]
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for panel in (self.queue, self.evidence, self.score):
            splitter.addWidget(panel)
        splitter.setSizes([LEFT_PX, 800, RIGHT_PX])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def take_keyboard(self) -> None:
        """Let the keyboard begin where the work is."""
        self.evidence.answer_widget().setFocus()

    def refresh(self) -> None:
        """Ask for the tasks again and go on with the present question."""
        self._tasks = self._session.tasks()
        present = {task.place: task for task in self._tasks}
        self._skipped = [task for task in self._skipped if task.place in present]
        self.score.show_back(may_go=bool(self._session.own()))
        if self.task is None or (self.task.place not in present and self.task.own is None):
            self._next()
        elif self.task.own is None and _is_shown_otherwise(self.task, present[self.task.place]):
            self._keep_draft()
            self._show(present[self.task.place])
        else:
            self.queue.show_tasks(self._tasks, _question(self.task))

    def finish(self) -> None:
        """Let go of drawings that nobody waits for."""
        self.task = None
        self._drawings.finish()

    def unsaved(self) -> int:
        """Return how many tasks have points or a comment that were entered and not saved."""
        self._keep_draft()
        return len(self._drafts)

    def _keep_draft(self) -> None:
        """Keep what was entered for the task on the screen, for when it is shown again."""
        if self.task is not None:
            draft = self.score.draft()
            self._drafts.pop(self.task.place, None)
            if draft is not None:
                self._drafts[self.task.place] = draft

    def _question_chosen(self, number: int, part: int) -> None:
        self._keep_draft()
        self._show(next((task for task in self._tasks if _question(task) == (number, part)), None), is_listing=True)

    def _decided(self, points: Fraction, comment: str) -> None:
        task = self.task
        if task is None:
            return
        try:
            self._session.decide(task, points, comment, self._now())
        except JikaoError as error:
            self._say_refused(task, error)
            return
        self._drafts.pop(task.place, None)
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
            self.score.allow()
        self.score.say(f"{error.message}\n{error.hint}".strip())

    def _skip(self) -> None:
        if self.task is not None:
            self._keep_draft()
            if self.task.own is None:
                # Who leaves a work for later leaves all of it.
                self._skipped += [task for task in self._tasks if _work(task) == _work(self.task)]
            self._next()

    def _go_back(self) -> None:
        """Show the newest of this marker's own decisions, and from there always the one before."""
        own = self._session.own()
        here = [at for at, task in enumerate(own) if self.task is not None and self.task.place == task.place]
        at = here[0] + 1 if here and self.task is not None and self.task.own is not None else 0
        if at < len(own):
            self._keep_draft()
            self._show(own[at])
        self.score.show_back(may_go=at + 1 < len(own))

    def _next(self) -> None:
        """Go to the next task; skipped ones come last."""
        skipped = {task.place for task in self._skipped}
        if self._tasks and all(task.place in skipped for task in self._tasks):
            self._skipped = []
        self._show(self._after(self.task))

    def _after(self, task: Task | None) -> Task | None:
        """Find what comes after a task: the same work, then the same question, then any."""
        skipped = {one.place for one in self._skipped}
        fresh = [one for one in self._tasks if one.place not in skipped and (task is None or one.place != task.place)]
        if task is None:
            return next(iter(fresh), None)
        work = [one for one in fresh if _work(one) == _work(task)]
        same = [one for one in fresh if _question(one) == _question(task)]
        return next(iter(work or same or fresh), None)

    def _show(self, task: Task | None, *, is_listing: bool = False) -> None:
        """Open a task; the keyboard goes to its answer, but not while a person walks through the list."""
        before, self.task = self.task, task
        if not is_listing:
            self.evidence.question.setFocus()  # before the buttons and answers go, and Qt gives it to just anybody
        self.queue.show_tasks(self._tasks, _question(task) if task else None)
        self.score.show_task(task)
        self.score.show_back(may_go=bool(self._session.own()))
        if task is None:
            self._drawings.expect(())
            self.evidence.clear(_("没有等您评定的作答。"))
            return
        if before is not None and not is_listing and before.number != task.number:
            self.score.tell(
                _("已到另一题：{question}，满分 {points} 分。").format(
                    question=self._session.question(task.place.item), points=points_text(task.possible)
                )
            )
        if task.place in self._drafts:
            self.score.enter(self._drafts[task.place])
        ready = self._ahead.pop(task.place, None)
        if ready is not None:
            self._show_evidence(task, ready)
            return
        if before is None or _work(before) != _work(task):
            self.evidence.clear(_("正在打开……"))
        self._background.call(
            lambda: self._session.evidence(task) if self.task is task else None,
            lambda evidence: self._show_evidence(task, evidence),
            lambda error: self._refused(task, error),
        )

    def _show_evidence(self, task: Task, evidence: Evidence | None) -> None:
        if self.task is not task or evidence is None:
            return  # the person has gone on meanwhile
        if evidence != self.evidence.shown:
            if self.evidence.isAncestorOf(self.focusWidget()):
                self.evidence.question.setFocus()  # what has the keyboard now goes
            self._drawings.expect(evidence.files)
            drawn = {file.path: file for file in evidence.files if self._drawings.can_draw(file)}
            for path, view in self.evidence.show_evidence(evidence, frozenset(drawn)).items():
                self._drawings.show(drawn[path], view, lambda _error, view=view: self.evidence.give_way(view))  # type: ignore[misc]
        self.score.allow()
        # What was opened just now stands last in the order of Tab, and points and comment would be at the far end.
        stops = [self.evidence.answer_widget(), *self.score.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        if self.focusWidget() is self.evidence.question:
            # Arrows scroll the answer, digits give points: nobody has to reach for the mouse.
            self.evidence.answer_widget().setFocus()
        self._look_ahead(task)

    def _look_ahead(self, task: Task) -> None:
        """Open what comes next while this one is being read, and draw its pages."""
        coming = self._after(task)
        if coming is None:
            return
        self._background.call(
            lambda: self._session.evidence(coming) if self.task is task else None,
            lambda evidence: self._keep_ahead(task, coming, evidence),
            lambda _error: None,  # it is said when it is shown
        )

    def _keep_ahead(self, task: Task, coming: Task, evidence: Evidence | None) -> None:
        if self.task is task and evidence is not None:
            self._ahead = {coming.place: evidence}
            self._drawings.draw_ahead(evidence.files)

    def _refused(self, task: Task, error: JikaoError) -> None:
        if self.task is task:
            self.evidence.clear(f"{error.message}\n{error.hint}".strip())


def _is_shown_otherwise(before: Task, now: Task) -> bool:
    """Say whether a task waits for something else now, or has another code in another run."""
    return before.stage is not now.stage or before.code != now.code


def _work(task: Task) -> tuple[str, str]:
    return (task.place.candidate, task.place.item)


def _question(task: Task) -> QuestionPart:
    return (task.number, task.place.part)

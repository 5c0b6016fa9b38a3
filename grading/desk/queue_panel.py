"""The left side of marking: which questions wait, and for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from grading.desk.tasks import Task
from grading.results.decisions import Stage
from itembank.base.i18n import N_, _

STAGE_NAMES = {
    Stage.MARKING: N_("待评"),
    Stage.SECOND: N_("待二评"),
    Stage.ARBITRATION: N_("待仲裁"),
}

QuestionPart = tuple[int, int]


class QueuePanel(QWidget):
    """Shows questions with what waits. `questionChosen(number, part)` is told when a person picks one."""

    questionChosen = Signal(int, int)

    def __init__(self, title_of: Callable[[str], str]) -> None:
        """`title_of` gives an item's words for the list."""
        super().__init__()
        self._title_of = title_of
        self.questions = QListWidget()
        self.questions.setAccessibleName(_("待评的题"))
        self.questions.setWordWrap(True)
        self.questions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.questions.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.questions.currentItemChanged.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 8)
        heading = QLabel(_("待评的题"))
        heading.setObjectName("panelTitle")
        column.addWidget(heading)
        column.addWidget(self.questions, 1)

    def show_tasks(self, tasks: Sequence[Task], current: QuestionPart | None) -> None:
        """Show what waits, keeping the question that is being marked chosen."""
        stages: dict[QuestionPart, Counter[Stage]] = {}
        names: dict[QuestionPart, tuple[str, str]] = {}
        for task in tasks:
            key = (task.number, task.place.part)
            stages.setdefault(key, Counter())[task.stage] += 1
            names[key] = (task.place.item, "" if task.part.by_people else task.part.name)
        self.questions.blockSignals(True)
        self.questions.clear()
        for key, counts in stages.items():
            item, part = names[key]
            waiting = "、".join(f"{_(STAGE_NAMES[stage])} {counts[stage]}" for stage in Stage if counts[stage])
            lines = [self._title_of(item), *([part] if part else []), waiting]
            entry = QListWidgetItem("\n".join(lines))
            entry.setData(Qt.ItemDataRole.UserRole, key)
            self.questions.addItem(entry)
            if key == current:
                self.questions.setCurrentItem(entry)
        self.questions.blockSignals(False)

    def _chosen(self, entry: QListWidgetItem | None, _before: object) -> None:
        if entry is not None:
            self.questionChosen.emit(*entry.data(Qt.ItemDataRole.UserRole))

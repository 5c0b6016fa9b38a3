"""What the newest run changes against the published one: schools first, then candidates."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grading.desk.background import Background
from grading.desk.score_panel import points_text
from grading.desk.session import MarkingSession
from grading.results.grades import GradeTable
from grading.runs.differences import Differences
from itembank.base.i18n import _


class ChangesPage(QWidget):
    """Two tables and a sentence; nothing can be pressed here by mistake."""

    def __init__(self, session: MarkingSession, background: Background, table: GradeTable) -> None:
        """Start empty; `refresh` fills."""
        super().__init__()
        self._session, self._background, self._grades = session, background, table
        self.sentence = QLabel()
        self.sentence.setObjectName("panelTitle")
        self.schools = _table([_("学校"), _("人数"), _("有变化"), _("等级变化"), _("原平均"), _("新平均")])
        self.schools.setAccessibleName(_("各学校的变化"))
        self.candidates = _table(
            [_("准考证号"), _("姓名"), _("学校"), _("原总分"), _("新总分"), _("原等级"), _("新等级"), _("变化的题")]
        )
        self.candidates.setAccessibleName(_("各考生的变化"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.sentence)
        column.addWidget(self.schools, 2)
        column.addWidget(self.candidates, 3)
        hint = QLabel(_("核对后由考试中心用 grading runs --publish 发布；发布之前，成绩和报告都不变。"))
        hint.setObjectName("quiet")
        column.addWidget(hint)

    def refresh(self) -> None:
        """Compare again: two runs of a whole city, so not in the window's thread."""
        self.sentence.setText(_("正在比较……"))
        self._background.call(
            lambda: self._session.differences(self._grades),
            self._show,
            lambda error: self.sentence.setText(error.message),
        )

    def _show(self, found: Differences) -> None:
        self.sentence.setText(
            _("最新批次 {run} 与{before}相比：{count} 人有变化。").format(
                run=self._session.run[:16],
                before=_("已发布的批次") if self._session.is_published else _("第一个批次"),
                count=len(found.candidates),
            )
        )
        _fill(
            self.schools,
            [
                (
                    one.school,
                    str(one.candidates),
                    str(one.changed),
                    str(one.grades_changed),
                    _mean(one.mean_before),
                    _mean(one.mean_after),
                )
                for one in found.schools
            ],
        )
        _fill(
            self.candidates,
            [
                (
                    one.candidate,
                    one.name,
                    one.school,
                    _total(one.before),
                    _total(one.after),
                    one.grade_before,
                    one.grade_after,
                    "　".join(f"{item.number}: {_total(item.before)} → {_total(item.after)}" for item in one.items),
                )
                for one in found.candidates
            ],
        )


def _table(titles: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setHorizontalHeaderLabels(titles)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(number, column, QTableWidgetItem(text))


def _total(points: Fraction | None) -> str:
    return _("待定") if points is None else points_text(points)


def _mean(value: Fraction | None) -> str:
    return _("待定") if value is None else f"{float(value):.2f}"

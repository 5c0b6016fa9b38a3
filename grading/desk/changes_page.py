"""What the newest run changes against the published one: schools first, then candidates."""

from __future__ import annotations

import shlex
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from grading.desk.background import Background
from grading.desk.score_panel import points_text
from grading.desk.session import Comparison, MarkingSession
from grading.desk.tables import fill_table, made_table
from grading.results.grades import GradeTable
from grading.runs.differences import CandidateChange, SchoolChange
from itembank.base.i18n import _

FITTING, STRETCH = QHeaderView.ResizeMode.ResizeToContents, QHeaderView.ResizeMode.Stretch


class ChangesPage(QWidget):
    """Two tables, a sentence, and the command that publishes; nothing can be published here by mistake."""

    def __init__(self, session: MarkingSession, background: Background, table: GradeTable) -> None:
        """Start empty; `refresh` fills."""
        super().__init__()
        self._session, self._background, self._grades = session, background, table
        self.sentence = QLabel()
        self.sentence.setObjectName("panelTitle")
        self.sentence.setWordWrap(True)
        self.schools = made_table(
            {
                _("学校"): STRETCH,
                _("人数"): FITTING,
                _("有变化"): FITTING,
                _("等级变化"): FITTING,
                _("原平均"): FITTING,
                _("新平均"): FITTING,
            },
            _("各学校的变化"),
            numbers=range(1, 6),
        )
        self.candidates = made_table(
            {
                _("准考证号"): FITTING,
                _("姓名"): FITTING,
                _("学校"): FITTING,
                _("原总分"): FITTING,
                _("新总分"): FITTING,
                _("原等级"): FITTING,
                _("新等级"): FITTING,
                _("变化的题"): STRETCH,
            },
            _("各考生的变化"),
            numbers=(3, 4),
        )
        self.publishing = QLabel()
        self.publishing.setObjectName("quiet")
        self.publishing.setWordWrap(True)
        self.publishing.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = QPushButton(_("复制命令"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._command()))
        self.copy.hide()
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.addWidget(self.schools)
        tables.addWidget(self.candidates)
        tables.setStretchFactor(0, 2)
        tables.setStretchFactor(1, 3)
        tables.setChildrenCollapsible(False)
        row = QHBoxLayout()
        row.addWidget(self.publishing, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.sentence)
        column.addWidget(tables, 1)
        column.addLayout(row)

    def take_keyboard(self) -> None:
        """Let the keyboard begin where the work is."""
        self.schools.setFocus()

    def refresh(self) -> None:
        """Compare again: two runs of a whole city, so not in the window's thread."""
        self.sentence.setText(_("正在比较……"))
        self._background.call(
            lambda: self._session.comparison(self._grades),
            self._show,
            lambda error: self.sentence.setText(error.message),
        )

    def _show(self, found: Comparison) -> None:
        run = self._session.run[:16]
        if found.before == self._session.run:
            words = (
                _("最新批次 {run} 就是已发布的批次。")
                if found.is_published
                else _("只有一个批次 {run}，还没有可比的。")
            )
            self.sentence.setText(words.format(run=run))
        else:
            self.sentence.setText(
                _("最新批次 {run} 与{before}相比：{count} 人有变化。").format(
                    run=run,
                    before=_("已发布的批次") if found.is_published else _("第一个批次"),
                    count=len(found.differences.candidates),
                )
            )
        fill_table(self.schools, [_school_row(one) for one in found.differences.schools])
        fill_table(self.candidates, [_candidate_row(one) for one in found.differences.candidates])
        self._show_publishing(found)

    def _show_publishing(self, found: Comparison) -> None:
        is_done = found.is_published and found.before == self._session.run
        self.copy.setVisible(not is_done)
        if is_done:
            self.publishing.setText(_("发布以后的人工评定要再发布一次才计入成绩和报告。"))
            return
        open_parts = self._session.counts().for_all
        waiting = _("还有 {count} 处待人工评定，现在不能发布。").format(count=open_parts) if open_parts else ""
        told = _("平均分只计两个批次中都已定分的考生。核对后由考试中心发布；发布之前，成绩和报告都不变：")
        self.publishing.setText(f"{waiting}{told}\n{self._command()}")

    def _command(self) -> str:
        words = ["grading", "runs", "--results", self._session.results, "--publish", self._session.run[:16]]
        return f"{shlex.join(words)} --by " + _("姓名")


def _school_row(one: SchoolChange) -> tuple[str, ...]:
    return (
        one.school,
        str(one.candidates),
        str(one.changed),
        str(one.grades_changed),
        _mean(one.mean_before),
        _mean(one.mean_after),
    )


def _candidate_row(one: CandidateChange) -> tuple[str, ...]:
    return (
        one.candidate,
        one.name,
        one.school,
        _total(one.before),
        _total(one.after),
        one.grade_before,
        one.grade_after,
        "　".join(
            _("第 {number} 题 {before} → {after}").format(
                number=item.number, before=_total(item.before), after=_total(item.after)
            )
            for item in one.items
        ),
    )


def _total(points: Fraction | None) -> str:
    return _("待定") if points is None else points_text(points)


def _mean(value: Fraction | None) -> str:
    return _("待定") if value is None else f"{float(value):.2f}"

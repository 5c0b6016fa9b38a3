"""The public sample tests of a program: input, expected and got beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from exam_client.coding.views import RunOutcome, SampleResult
from exam_client.ui.look import Look
from exam_client.ui.parts.page import clear
from exam_client.ui.parts.words import Picture, words
from itembank.base.i18n import N_, _
from itembank.model.items.practical import SampleTest

OUTCOME_WORDS = {
    RunOutcome.FINISHED: N_("输出不同"),
    RunOutcome.FAILED: N_("程序出错"),
    RunOutcome.STOPPED: N_("已停止"),
    RunOutcome.TIME_LIMIT: N_("运行超时"),
    RunOutcome.NOT_STARTED: N_("没有运行"),
}


class SamplesPanel(QScrollArea):
    """A card a test; before a run with what is expected, after it with what came out."""

    def __init__(self, look: Look, tests: Sequence[SampleTest]) -> None:
        """Show the tests without results."""
        super().__init__()
        self._look, self._tests = look, tuple(tests)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("示例测试"))
        inside = QWidget()
        inside.setProperty("role", "clear")
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(10, 8, 10, 8)
        self._cards.setSpacing(8)
        self.setWidget(inside)
        self.show_results(())

    def show_results(self, results: Sequence[SampleResult]) -> None:
        """Show results beside their tests; a test without one has not been run."""
        clear(self._cards)
        by_name = {result.name: result for result in results}
        for test in self._tests:
            self._cards.addWidget(self._card(test, by_name.get(test.name)))
        self._cards.addStretch(1)

    def _card(self, test: SampleTest, result: SampleResult | None) -> QFrame:
        card = QFrame()
        card.setProperty("role", "inset")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        icon, ink, verdict = _verdict(result)
        head.addWidget(Picture(self._look, icon, ink, 20))
        head.addWidget(words(test.name, "strong"))
        head.addStretch(1)
        head.addWidget(words(verdict, {"ok": "good", "danger": "error"}.get(ink, "small")))
        column.addLayout(head)
        columns = [(_("输入"), test.stdin), (_("应输出"), test.expected)]
        if result is not None:
            columns.append((_("实际输出"), result.got))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for at, (title, text) in enumerate(columns):
            grid.addWidget(words(title, "small"), 0, at)
            grid.addWidget(self._text(text), 1, at)
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        if result is not None and result.explanation is not None:
            column.addWidget(words(result.explanation.sentence, "error", wrap=True))
        card.setAccessibleName(_("{name}：{verdict}").format(name=test.name, verdict=verdict))
        return card

    def _text(self, text: str) -> QLabel:
        label = words(text.rstrip("\n") or _("（空）"), "output", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _verdict(result: SampleResult | None) -> tuple[str, str, str]:
    """Return icon, ink and word of a result."""
    if result is None:
        return "circle", "muted", _("未测试")
    if result.passed:
        return "check", "ok", _("通过")
    return "error", "danger", _(OUTCOME_WORDS[result.outcome])

"""Handing in: first what is open, with links to it; then a second, plain question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from exam_client.attempt.views import (
    SAVE_MARK_WORDS,
    FolderFault,
    FolderFinding,
    HandInSummary,
    SaveMark,
)
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import clear
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.parts.words import Picture, words
from exam_client.ui.wording import spoken_time
from itembank.base.i18n import N_, _

FAULT_SENTENCES = {
    FolderFault.MISSING: N_("第 {number} 题：缺少文件 {path}。"),
    FolderFault.UNCHANGED: N_("第 {number} 题：{path} 还没有改动。"),
    FolderFault.WRONG_FOLDER: N_("第 {number} 题：{path} 放错了位置（现在在 {found}）。"),
    FolderFault.WRONG_FORMAT: N_("第 {number} 题：{path} 的格式不对（现在是 {found}）。"),
    FolderFault.OPEN_ELSEWHERE: N_("第 {number} 题：{path} 还在别的程序里打开着，请先保存并关闭。"),
    FolderFault.UNSAVED: N_("第 {number} 题：{path} 有改动还没有保存。请回去保存；直接交卷时会自动保存。"),
    FolderFault.LEFT_OUT: N_("第 {number} 题：{path} 没有保存（{found}）。"),
}
SECOND_STEP = QSize(640, 400)


class HandInSheet(Sheet):
    """Two steps in one sheet. `confirmed`: for good. `itemWanted(int)`: go back to this item."""

    confirmed = Signal()
    itemWanted = Signal(int)

    def __init__(self, look: Look, over: QWidget, summary: HandInSummary) -> None:
        """Show the summary."""
        super().__init__(look, over, _("交卷前请检查"))
        self._summary = summary
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        self.scrolling(content)
        self.stay = Button(look, _("继续作答"), self.close_sheet, role="big")
        self.go_on = Button(look, _("交卷"), self._ask_again, role="big-primary", icon="hand-in")
        self.foot.addStretch(1)
        self.foot.addWidget(self.stay)
        self.foot.addWidget(self.go_on)
        self._show_summary()

    def first_focus(self) -> QWidget:
        """The harmless button takes the focus."""
        return self.stay

    # ---- the first step

    def _show_summary(self) -> None:
        summary = self._summary
        answered = summary.total - len(summary.unanswered)
        head = _("共 {total} 题，已答 {answered} 题。").format(total=summary.total, answered=answered)
        self._column.addWidget(words(head, "subtitle"))
        self._column.addWidget(self._safety())
        if summary.is_clean:
            note = Note(self.look, Tone.GOOD, _("全部题目都已作答，没有标记的题。"))
            self._column.addWidget(note)
        missing = tuple(n for n in summary.unanswered if n not in summary.partial)
        self._add_numbers(_("还没有作答"), "circle", "warn", missing)
        self._add_numbers(_("没有答完"), "half", "warn", summary.partial)
        self._add_numbers(_("做了标记"), "flag-full", "danger", summary.flagged)
        self._add_findings()
        if summary.earliest_left_ms > 0:
            text = _("现在还不能交卷，{time}后可以交卷。").format(time=spoken_time(summary.earliest_left_ms))
            self._column.addWidget(Note(self.look, Tone.WARN, text))
            self.go_on.setEnabled(False)
        self._column.addStretch(1)

    def _add_numbers(self, title: str, icon: str, ink: str, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        box = self._box(title + " · " + _("{count} 题").format(count=len(numbers)), icon, ink)
        flow = FlowLayout(6)
        for number in numbers:
            name = _("回到第 {number} 题").format(number=number)
            button = Button(self.look, str(number), partial(self._go_back, number), name=name)
            button.setMinimumWidth(48)
            flow.addWidget(button)
        layout = box.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(flow)
        self._column.addWidget(box)

    def _add_findings(self) -> None:
        findings = self._summary.findings
        if not findings:
            return
        box = self._box(_("操作题的文件") + " · " + _("{count} 处").format(count=len(findings)), "warning", "warn")
        layout = box.layout()
        for finding in findings:
            row = QHBoxLayout()
            row.addWidget(words(finding_sentence(finding), "", wrap=True), 1)
            row.addWidget(Button(self.look, _("去看看"), partial(self._go_back, finding.number), role="link"))
            if isinstance(layout, QVBoxLayout):
                layout.addLayout(row)
        self._column.addWidget(box)

    def _safety(self) -> Note:
        summary = self._summary
        mark = _(SAVE_MARK_WORDS[summary.save_mark])
        if summary.offline:
            text = _("网络中断，{mark}。交卷后请等待上传，不要离开。").format(mark=mark)
            return Note(self.look, Tone.BAD, text)
        if summary.save_mark is SaveMark.UNSAVED or summary.unsaved_events:
            text = _("还有 {count} 条作答正在保存（{mark}）。").format(count=summary.unsaved_events, mark=mark)
            return Note(self.look, Tone.WARN, text)
        return Note(self.look, Tone.GOOD, _("全部作答{mark}。").format(mark=mark))

    def _box(self, title: str, icon: str, ink: str) -> QFrame:
        box = QFrame()
        box.setProperty("role", "inset")
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture(self.look, icon, ink, 20))
        head.addWidget(words(title, "strong"), 1)
        column.addLayout(head)
        return box

    def _go_back(self, number: int) -> None:
        self.close_sheet()
        self.itemWanted.emit(number)

    # ---- the second step

    def _ask_again(self) -> None:
        clear(self._column)
        clear(self.foot)
        self.title.setText(_("确认交卷"))
        self.resize_panel(SECOND_STEP)
        self._column.addWidget(words(_("交卷以后不能再修改答案。"), "subtitle"))
        for sentence in self._last_words():
            self._column.addWidget(Note(self.look, Tone.WARN, sentence))
        self._column.addWidget(words(_("确定现在交卷吗？"), "", wrap=True))
        self._column.addStretch(1)
        self.back = Button(self.look, _("不交，继续作答"), self.close_sheet, role="big")
        self.sure = Button(self.look, _("确定交卷"), self._confirm, role="big-primary", icon="hand-in")
        self.foot.addStretch(1)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.sure)
        self.back.show()
        self.back.setFocus()

    def _last_words(self) -> Iterator[str]:
        if self._summary.unanswered:
            yield _("还有 {count} 题没有答完。").format(count=len(self._summary.unanswered))
        if self._summary.findings:
            yield _("操作题的文件还有 {count} 处问题。").format(count=len(self._summary.findings))

    def _confirm(self) -> None:
        self.close_sheet()
        self.confirmed.emit()


def finding_sentence(finding: FolderFinding) -> str:
    """Say what is wrong with a deliverable."""
    return _(FAULT_SENTENCES[finding.fault]).format(number=finding.number, path=finding.path, found=finding.found)

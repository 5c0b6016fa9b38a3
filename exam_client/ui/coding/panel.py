"""The Python editor of a practical task: source above, console and sample tests below, run and stop.

It writes the program by `writeSource` one second after the last key, when it is left, and before every run.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QTabWidget, QVBoxLayout, QWidget

from exam_client.coding.views import Channel, ProgramEnded, ProgramOutput, RunOutcome, SamplesRun
from exam_client.face import DeskFace
from exam_client.practical.views import FolderView
from exam_client.ui.coding.console import Console
from exam_client.ui.coding.find_bar import FindBar
from exam_client.ui.coding.samples import SamplesPanel
from exam_client.ui.coding.source import SourceEdit
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.splitter import KeySplitter
from exam_client.ui.parts.words import restyle, words
from exam_client.ui.wording import spoken_time
from itembank.base.i18n import N_, _
from itembank.model.items.practical import PracticalInteraction

REST_MS = 1_000
DEFAULT_NAME = "main.py"
ENDINGS = {
    RunOutcome.FINISHED: N_("程序运行结束，用时 {time}。"),
    RunOutcome.FAILED: N_("程序出错结束，用时 {time}。"),
    RunOutcome.STOPPED: N_("程序已停止。"),
    RunOutcome.TIME_LIMIT: N_("程序用的时间、内存或进程太多，已停止。"),
    RunOutcome.NOT_STARTED: N_("程序没有运行。"),
}


def program_path(task: PracticalInteraction) -> str:
    """Return which file of a task is the program: the first deliverable, else the first .py that is there."""
    names = [d.path for d in task.deliverables] + [f.path for f in task.starter_files if not f.folder]
    return next((name for name in names if name.lower().endswith(".py")), DEFAULT_NAME)


class CodePanel(QWidget):
    """One program. `left`: the editor lost the focus. `resetWanted`, `versionsWanted` carry the path."""

    left = Signal()
    resetWanted = Signal(str)
    versionsWanted = Signal(str)

    def __init__(self, look: Look, desk: DeskFace, item: str, task: PracticalInteraction) -> None:
        """Read the program from the working folder."""
        super().__init__()
        self._look, self._desk, self._item, self._task = look, desk, item, task
        self._path = program_path(task)
        self._run = 0
        self._is_dirty = False
        self._written = desk.readSource(item, self._path)
        self._known = {self._written}
        self._expects_other = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.save)
        self.source = SourceEdit(look)
        self.source.show_text(self._written)
        self.find_bar = FindBar(look, self.source)
        self.warning = Note(look, Tone.WARN)
        self.console = Console(look)
        self.samples = SamplesPanel(look, task.sample_tests)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(_("运行窗口或示例测试"))
        self.tabs.addTab(self.console, _("运行窗口"))
        if task.sample_tests:
            self.tabs.addTab(self.samples, _("示例测试"))
        self.explanation = Note(look, Tone.BAD)
        self._make_buttons()
        self._lay()
        self._listen()
        self._show_running(is_running=False)

    @property
    def path(self) -> str:
        """The program's file in the working folder."""
        return self._path

    def save(self) -> None:
        """Write the program if it changed."""
        self._rest.stop()
        text = self.source.toPlainText()
        if self._is_dirty and text != self._written:
            self._desk.writeSource(self._item, self._path, text)
            self._written = text
            self._known.add(text)
        self._say_dirty(is_dirty=False)

    def _say_dirty(self, *, is_dirty: bool) -> None:
        """The save mark must know of every letter that is not written yet."""
        if is_dirty is not self._is_dirty:
            self._is_dirty = is_dirty
            self._desk.typeSource(self._item, is_dirty)

    def run(self) -> None:
        """Save and run."""
        self.save()
        self.console.clear()
        self.explanation.say("")
        self.source.show_error_line(0)
        self.tabs.setCurrentWidget(self.console)
        self._desk.runProgram(self._item, self._path)

    def stop(self) -> None:
        """Stop the program."""
        self._desk.stopProgram()

    def run_samples(self) -> None:
        """Save and run all sample tests."""
        self.save()
        self.tabs.setCurrentWidget(self.samples)
        self.test.setEnabled(False)
        self._desk.runSamples(self._item, self._path)

    def expect_other(self) -> None:
        """The file is about to be reset or an earlier version put back: show even a text that was there before."""
        self.save()
        self._expects_other = True

    def reload(self) -> None:
        """Show what lies in the folder if somebody else put it there.

        Writing takes a while, so a text that once stood here may be read again before the newer one is on the
        disk; it is not shown unless it is expected. A file that cannot be read just now is no reason to empty
        the editor.
        """
        if self._is_dirty:
            return
        text = self._desk.readSource(self._item, self._path)
        if text and text != self._written and (self._expects_other or text not in self._known):
            self._expects_other = False
            self._written = text
            self._known.add(text)
            self.source.show_text(text)

    def _make_buttons(self) -> None:
        look = self._look
        self.start = Button(look, _("运行 F5"), self.run, role="primary", icon="play")
        self.halt = Button(look, _("停止"), self.stop, name=_("停止程序 Shift+F5"))
        self.test = Button(look, _("测试"), self.run_samples, name=_("运行全部示例测试"))
        if not self._task.sample_tests:
            self.test.hide()
        self.comment = Button(
            look, "", self.source.toggle_comment, role="tool", icon="comment", name=_("注释或取消注释 Ctrl+/")
        )
        self.search = Button(look, "", self.find_bar.enter, role="tool", icon="search", name=_("查找 Ctrl+F"))
        reset = _("把程序还原为原始文件")
        self.reset = Button(look, "", self._ask_reset, role="tool", icon="reset", name=reset)
        self.versions = Button(look, "", self._ask_versions, role="tool", icon="history", name=_("程序的历史版本"))

    def _lay(self) -> None:
        bar = FlowLayout(4)
        bar.addWidget(words(self._path, "file"))
        for button in (self.start, self.halt, self.test, self.comment, self.search, self.reset, self.versions):
            bar.addWidget(button)
        upper = QWidget()
        upper.setProperty("role", "clear")
        top = QVBoxLayout(upper)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(4)
        self._well = QFrame()
        self._well.setProperty("role", "well")
        inside = QVBoxLayout(self._well)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(self.source)
        top.addWidget(self.find_bar)
        top.addWidget(self._well, 1)
        top.addWidget(self.warning)
        lower = QWidget()
        lower.setProperty("role", "clear")
        bottom = QVBoxLayout(lower)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.setSpacing(4)
        bottom.addWidget(self.explanation)
        bottom.addWidget(self.tabs, 1)
        self.split: QSplitter = KeySplitter(Qt.Orientation.Vertical, _("代码与运行窗口之间的分隔条"))
        self.split.addWidget(upper)
        self.split.addWidget(lower)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(bar)
        column.addWidget(self.split, 1)

    def _listen(self) -> None:
        desk, source = self._desk, self.source
        source.textChanged.connect(self._typed)
        source.left.connect(self._source_left)
        source.cursorPositionChanged.connect(self._show_focus)
        self.console.lineTyped.connect(desk.sendInput)
        self.console.inputEnded.connect(desk.endInput)
        desk.programStarted.connect(self._started)
        desk.programOutput.connect(self._output)
        desk.programEnded.connect(self._ended)
        desk.samplesRun.connect(self._samples_run)
        desk.folderChanged.connect(self._folder_changed)
        desk.fileFailed.connect(self._file_failed)
        keys = (
            ("F5", self.run),
            ("Shift+F5", self.stop),
            ("Ctrl+/", source.toggle_comment),
            ("Ctrl+F", self.find_bar.enter),
        )
        for key, told in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(told)

    def _typed(self) -> None:
        text = self.source.toPlainText()
        self._say_dirty(is_dirty=text != self._written)
        if self._is_dirty:
            self._rest.start()
        marks = self._desk.checkSource(text)
        self.source.show_marks(marks)
        self.explanation.say("")
        self.source.show_error_line(0)
        if marks:
            first = marks[0]
            sentence = _("第 {line} 行有中文标点“{found}”，Python 里应写英文的 {wanted}").format(
                line=first.line, found=first.found, wanted=first.wanted
            )
            more = _("共有 {count} 处，已用波浪线标出。").format(count=len(marks)) if len(marks) > 1 else ""
            self.warning.say(sentence, more)
        else:
            self.warning.say("")

    def _source_left(self) -> None:
        self.save()
        self._show_focus()
        self.left.emit()

    def _show_focus(self) -> None:
        restyle(self._well, "focused", self.source.hasFocus())

    def _ask_reset(self) -> None:
        self.save()
        self.resetWanted.emit(self._path)

    def _ask_versions(self) -> None:
        self.save()
        self.versionsWanted.emit(self._path)

    def _show_running(self, *, is_running: bool) -> None:
        self.halt.setEnabled(is_running)
        self.console.show_running(is_running=is_running)

    def _file_failed(self, item: str, _path: str, sentence: str) -> None:
        if item != self._item:
            return
        self.test.setEnabled(True)
        if not sentence:  # it could not be written; the next occasion tries again
            self._written = ""
            self._say_dirty(is_dirty=True)
        self.warning.say(sentence or _("程序文件没有保存成功，请举手告知监考老师。"))

    def _folder_changed(self, view: FolderView) -> None:
        if view.item == self._item:
            self.reload()

    def _started(self, run: int, item: str) -> None:
        if item == self._item:
            self._run = run
            self._show_running(is_running=True)
            if self.start.hasFocus() or self.source.hasFocus():
                self.console.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _output(self, output: ProgramOutput) -> None:
        if output.run == self._run:
            self.console.show_output(output)

    def _ended(self, ended: ProgramEnded) -> None:
        if ended.run != self._run:
            return
        has_input = self.console.input.hasFocus()
        self._show_running(is_running=False)
        text = _(ENDINGS[ended.outcome]).format(time=spoken_time(max(1_000, ended.elapsed_ms)))
        self.console.note(text, Channel.NOTE)
        if ended.explanation is not None:
            # One thing at a time: what stopped the program matters more than what might.
            self.warning.say("")
            self.explanation.say(ended.explanation.sentence, ended.explanation.advice)
            self.source.show_error_line(ended.explanation.line)
        if has_input:
            self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    def _samples_run(self, run: SamplesRun) -> None:
        if run.item == self._item:
            self.test.setEnabled(True)
            self.samples.show_results(run.results)

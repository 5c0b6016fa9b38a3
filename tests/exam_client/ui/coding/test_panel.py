"""The Python editor: saving, running, console, samples, warnings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame

from exam_client.coding.views import (
    Channel,
    Explanation,
    ProgramEnded,
    ProgramOutput,
    RunOutcome,
    SampleResult,
    SamplesRun,
)
from exam_client.ui.coding.panel import CodePanel, program_path
from exam_client.ui.coding.samples import SamplesPanel
from exam_client.ui.parts.note import Note
from itembank.model.items.practical import PracticalInteraction, Software
from tests.exam_client.ui.conftest import Places
from tests.exam_client.ui.fake_desk import FakeDesk
from tests.exam_client.ui.sample_paper import PROGRAM


@pytest.fixture
def panel(places: Places, qtbot) -> CodePanel:
    task = places.entry("python").item.interactions[0]
    assert isinstance(task, PracticalInteraction)
    made = CodePanel(places.look, places.desk, "python", task)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def output(panel: CodePanel) -> str:
    return panel.console.output.toPlainText()


def put_cursor(panel: CodePanel, text: str) -> None:
    panel.source.setPlainText(text)
    panel.source.moveCursor(QTextCursor.MoveOperation.End)


def test_it_opens_with_the_starter_program(panel):
    assert panel.source.toPlainText() == PROGRAM
    assert panel.path == "count.py"


def test_typing_is_written_after_a_rest(panel, desk: FakeDesk, qtbot):
    put_cursor(panel, "print(1)")
    assert desk.asked_for("writeSource") == []
    panel._rest.timeout.emit()
    assert desk.asked_for("writeSource") == [("python", "count.py", "print(1)")]
    panel.save()
    assert len(desk.asked_for("writeSource")) == 1


def test_an_untouched_program_is_never_written(panel, desk):
    panel.save()
    panel.source.left.emit()
    assert desk.asked_for("writeSource") == []


def test_running_saves_first(panel, desk, qtbot):
    put_cursor(panel, "print(2)")
    qtbot.keyClick(panel.source, Qt.Key.Key_F5)
    names = [one[0] for one in desk.asked if one[0] in {"writeSource", "runProgram"}]
    assert names == ["writeSource", "runProgram"]


def test_shift_f5_stops(panel, desk, qtbot):
    qtbot.keyClick(panel.source, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert desk.asked_for("stopProgram") == [()]


def test_a_running_program_can_be_answered_and_stopped(panel, desk, qtbot):
    assert not panel.halt.isEnabled()
    desk.programStarted.emit(1, "python")
    desk.programOutput.emit(ProgramOutput(1, Channel.OUT, "请输入："))
    assert panel.halt.isEnabled()
    qtbot.keyClicks(panel.console.input, "abc")
    qtbot.keyClick(panel.console.input, Qt.Key.Key_Return)
    assert desk.asked_for("sendInput") == [("abc",)]
    assert output(panel) == "请输入：abc\n"
    desk.programEnded.emit(ProgramEnded(1, RunOutcome.FINISHED, 0, 1_200))
    assert not panel.halt.isEnabled()
    assert not panel.console.input.isEnabled()
    assert output(panel).endswith("程序运行结束，用时 1 秒。\n")


def test_a_program_that_reads_to_the_end_can_be_told_that_this_was_all(panel, desk, qtbot):
    desk.programStarted.emit(1, "python")
    qtbot.keyClicks(panel.console.input, "3")
    qtbot.keyClick(panel.console.input, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    said = [one for one in desk.asked if one[0] in {"sendInput", "endInput"}]
    assert said == [("sendInput", "3"), ("endInput",)]
    assert output(panel) == "3\n输入已结束。\n"
    assert not panel.console.input.isEnabled()
    qtbot.keyClick(panel.console.output, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.asked_for("endInput")) == 1
    desk.programEnded.emit(ProgramEnded(1, RunOutcome.FINISHED, 0, 1_200))
    desk.programStarted.emit(2, "python")
    assert panel.console.end.isEnabled()


def test_output_of_another_run_is_not_shown(panel, desk):
    desk.programStarted.emit(7, "other")
    desk.programOutput.emit(ProgramOutput(7, Channel.OUT, "x"))
    assert output(panel) == ""


def test_a_flood_of_output_stays_bounded_and_says_what_was_left_out(panel, desk):
    desk.programStarted.emit(1, "python")
    for _batch in range(40):
        desk.programOutput.emit(ProgramOutput(1, Channel.OUT, "y\n" * 100))
    desk.programOutput.emit(ProgramOutput(1, Channel.OUT, "z\n", dropped_bytes=5_000))
    assert panel.console.output.blockCount() <= 2_000
    assert "省略了 5000 字节" in output(panel)


def test_an_error_is_explained_and_its_line_marked(panel, desk):
    desk.programStarted.emit(1, "python")
    explanation = Explanation("NameError", 5, "第 5 行用到了没有定义的名字 bset。", "检查拼写。")
    desk.programEnded.emit(ProgramEnded(1, RunOutcome.FAILED, 1, 300, explanation))
    assert panel.explanation.text() == "第 5 行用到了没有定义的名字 bset。"
    assert panel.source._error_line == 5
    put_cursor(panel, "x = 1")
    assert panel.explanation.text() == ""
    assert panel.source._error_line == 0


def test_full_width_punctuation_is_warned_of(panel):
    put_cursor(panel, "print（1）\n")
    assert panel.warning.text() == "第 1 行有中文标点“（”，Python 里应写英文的 ("
    assert "2 处" in panel.warning.accessibleDescription()
    put_cursor(panel, "print('（')\n")
    assert panel.warning.text() == ""


def test_sample_tests_show_expected_and_got(panel, desk, qtbot):
    panel.test.click()
    assert desk.asked_for("runSamples") == [("python", "count.py")]
    assert not panel.test.isEnabled()
    results = (
        SampleResult("样例 1", passed=True, expected="天 2", got="天 2", outcome=RunOutcome.FINISHED),
        SampleResult("样例 2", passed=False, expected="a 3", got="b 2", outcome=RunOutcome.FINISHED),
    )
    desk.samplesRun.emit(SamplesRun("python", results))
    names = [card.accessibleName() for card in panel.samples.findChildren(type(panel._well)) if card.accessibleName()]
    assert names[-2:] == ["样例 1：通过", "样例 2：输出不同"]
    assert panel.test.isEnabled()


def test_a_timed_out_sample_says_so(look, qtbot, places):
    task = places.entry("python").item.interactions[0]
    panel = SamplesPanel(look, task.sample_tests)
    qtbot.addWidget(panel)
    panel.show_results((SampleResult("样例 1", passed=False, expected="", got="", outcome=RunOutcome.TIME_LIMIT),))
    assert "样例 1：运行超时" in [card.accessibleName() for card in panel.findChildren(QFrame)]


def test_tab_indents_and_escape_then_tab_leaves(panel, qtbot):
    put_cursor(panel, "if a:")
    panel.source.setFocus()
    qtbot.keyClick(panel.source, Qt.Key.Key_Return)
    assert panel.source.toPlainText() == "if a:\n    "
    qtbot.keyClick(panel.source, Qt.Key.Key_Tab)
    assert panel.source.toPlainText() == "if a:\n        "
    qtbot.keyClick(panel.source, Qt.Key.Key_Backspace)
    assert panel.source.toPlainText() == "if a:\n    "
    qtbot.keyClick(panel.source, Qt.Key.Key_Escape)
    qtbot.keyClick(panel.source, Qt.Key.Key_Tab)
    assert panel.source.toPlainText() == "if a:\n    "
    assert panel.focusWidget() is not panel.source


def test_shift_tab_takes_an_indent_away(panel, qtbot):
    put_cursor(panel, "        x = 1")
    qtbot.keyClick(panel.source, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert panel.source.toPlainText() == "    x = 1"


def test_selected_lines_are_commented_and_one_undo_brings_them_back(panel, qtbot):
    put_cursor(panel, "a = 1\nb = 2\nc = 3")
    cursor = panel.source.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(8, QTextCursor.MoveMode.KeepAnchor)
    panel.source.setTextCursor(cursor)
    qtbot.keyClick(panel.source, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert panel.source.toPlainText() == "# a = 1\n# b = 2\nc = 3"
    panel.source.undo()
    assert panel.source.toPlainText() == "a = 1\nb = 2\nc = 3"


def test_a_word_is_found_and_search_begins_again_at_the_top(panel, qtbot):
    panel.source.setPlainText("alpha\nbeta\nalpha\n")
    panel.find_bar.enter()
    panel.find_bar.line.setText("alpha")
    lines = []
    for _step in range(3):
        panel.find_bar.find_next()
        lines.append(panel.source.textCursor().blockNumber())
    assert lines == [0, 2, 0]
    panel.find_bar.line.setText("gamma")
    panel.find_bar.find_next()
    assert panel.find_bar._nothing.text() == "没有找到"


def test_a_restored_file_is_shown_but_never_over_what_is_being_typed(panel, desk):
    desk._sources[("python", "count.py")] = "print('restored')\n"
    desk.folderChanged.emit(desk.folder("python"))
    assert panel.source.toPlainText() == "print('restored')\n"
    put_cursor(panel, "print('typing')")
    desk._sources[("python", "count.py")] = "print('other')\n"
    desk.folderChanged.emit(desk.folder("python"))
    assert panel.source.toPlainText() == "print('typing')"


def test_an_older_text_still_on_the_disk_does_not_come_back(panel, desk):
    put_cursor(panel, "print('newer')")
    panel.save()
    desk._sources[("python", "count.py")] = PROGRAM  # the newer text is still on its way to the disk
    desk.folderChanged.emit(desk.folder("python"))
    assert panel.source.toPlainText() == "print('newer')"


def test_a_reset_brings_an_older_text_back(panel, desk):
    put_cursor(panel, "print('newer')")
    panel.save()
    panel.expect_other()
    desk.resetFile("python", "count.py")
    desk.folderChanged.emit(desk.folder("python"))
    assert panel.source.toPlainText() == PROGRAM


def test_a_program_that_could_not_be_saved_says_so(panel, desk):
    desk.fileFailed.emit("python", "count.py", "")
    assert panel.warning.text() == "程序文件没有保存成功，请举手告知监考老师。"


def test_a_file_that_cannot_be_read_just_now_does_not_empty_the_editor(panel, desk):
    desk._sources[("python", "count.py")] = ""
    desk.folderChanged.emit(desk.folder("python"))
    assert panel.source.toPlainText() == PROGRAM


def test_a_task_without_a_program_file_gets_one():
    task = PracticalInteraction(response="R", folder="T1", software=Software.PYTHON)
    assert program_path(task) == "main.py"


def test_the_gutter_grows_with_the_lines(panel):
    narrow = panel.source.gutter_width()
    panel.source.setPlainText("\n" * 1_200)
    assert panel.source.gutter_width() > narrow


def test_notes_are_hidden_while_they_have_nothing_to_say(panel):
    assert [note.isVisible() for note in panel.findChildren(Note)] == [False, False]


def test_a_program_that_could_not_be_written_is_written_at_the_next_occasion(panel, desk):
    put_cursor(panel, "print(2)")
    panel.save()
    desk.fileFailed.emit("python", "count.py", "")
    assert "举手" in panel.warning.text()
    panel.save()
    assert len(desk.asked_for("writeSource")) == 2


def test_samples_that_could_not_be_run_can_be_run_again(panel, desk):
    panel.run_samples()
    assert not panel.test.isEnabled()
    desk.fileFailed.emit("python", "count.py", "程序没有运行起来。")
    assert panel.test.isEnabled()

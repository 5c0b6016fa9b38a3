"""Practical tasks and programs at a whole desk."""

from __future__ import annotations

from pathlib import Path

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import FolderFault, SaveMark
from exam_client.holding import ANSWER_WAIT_MS
from exam_client.practical.deeds import Delete, MakeFolder, Rename
from itembank.model.events import Ended
from itembank.sealing.attempt import open_blob
from tests.fakes.driving import NUMBER, ShiftedClock, events_of, listen, state_of
from tests.fakes.sample_exam import PROGRAM_TEXT, STARTER_TEXT


def test_the_hand_in_summary_names_what_is_missing(answering) -> None:
    desk = answering.desk
    summaries = listen(desk.handInSummary)
    desk.flag("Q2", True)
    desk.answer("Q1", {"RESPONSE": "A"})
    desk.requestHandIn()
    answering.wait(lambda: bool(summaries))
    summary = summaries[0]
    assert summary.unanswered == (2, 3, 4, 5)
    assert summary.flagged == (2,)
    assert {(f.item, f.fault) for f in summary.findings} == {
        ("P1", FolderFault.MISSING),
        ("P2", FolderFault.UNCHANGED),
    }


def test_a_hand_in_without_all_files_sends_them_again(answering, room, memory) -> None:
    desk = answering.desk
    answering.until_marked(SaveMark.SERVER)
    memory.attempts[NUMBER].blobs.clear()
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert memory.attempts[NUMBER].blobs


def test_a_file_of_a_task_can_be_reset_and_taken_back(answering, tmp_path) -> None:
    desk = answering.desk
    path = tmp_path / "desk" / "work" / NUMBER / "第5题" / "main.py"
    path.write_text("print('我的程序')\n", "utf-8")
    answering.wait(lambda: len(desk.fileVersions("P2", "main.py")) == 2)
    mine = desk.fileVersions("P2", "main.py")[0]
    desk.resetFile("P2", "main.py")
    answering.wait(lambda: path.read_bytes() == PROGRAM_TEXT)
    desk.restoreVersion("P2", "main.py", mine.sha256)
    answering.wait(lambda: "我的程序" in path.read_text("utf-8"))


def test_a_program_is_run_fed_and_its_samples_are_tried(answering, memory) -> None:
    desk = answering.desk
    output, ended, samples = listen(desk.programOutput), listen(desk.programEnded), listen(desk.samplesRun)
    started = listen(desk.programStarted)
    desk.writeSource("P2", "main.py", PROGRAM_TEXT.decode())
    desk.runProgram("P2", "main.py")
    answering.wait(lambda: bool(started))
    desk.sendInput("小红")
    answering.wait(lambda: bool(ended))
    assert "".join(o.text for o in output) == "你好，小红\n"
    desk.runSamples("P2", "main.py")
    answering.wait(lambda: bool(samples))
    assert samples[0].results[0].passed
    answering.until_marked(SaveMark.SERVER)
    assert any(type(e).__name__ == "ProgramRan" for e in events_of(memory.attempts[NUMBER]))


def test_a_program_that_reads_until_nothing_comes_ends_when_told(answering, memory) -> None:
    desk = answering.desk
    output, ended, started = listen(desk.programOutput), listen(desk.programEnded), listen(desk.programStarted)
    desk.writeSource("P2", "main.py", "import sys\nprint(sum(int(line) for line in sys.stdin))\n")
    desk.runProgram("P2", "main.py")
    answering.wait(lambda: bool(started))
    for line in ("3", "4"):
        desk.sendInput(line)
    desk.endInput()
    answering.wait(lambda: bool(ended))
    assert "".join(o.text for o in output) == "7\n"


def test_the_starter_content_of_the_room_equals_the_files(answering, memory) -> None:
    answering.until_marked(SaveMark.SERVER)
    attempt = memory.attempts[NUMBER]
    manifest = state_of(attempt).starters["P1"]
    entry = next(e for e in manifest.entries if e.path == "素材/说明.txt")
    assert open_blob(attempt.key, entry.blob, attempt.blobs[entry.blob]) == STARTER_TEXT


def test_nothing_is_recorded_behind_the_last_event(new_desk, driver, room, memory, tmp_path: Path) -> None:
    clock = ShiftedClock()
    desk = new_desk(clock=clock)
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    drive.until_marked(SaveMark.SERVER)
    room.mute_saves = True
    desk.confirmHandIn()
    drive.wait(lambda: any(isinstance(e, Ended) for e in events_of(memory.attempts[NUMBER])))
    (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").write_text("太晚了", "utf-8")
    desk.snapshot("P1")
    clock.shift_ms += ANSWER_WAIT_MS
    room.mute_saves = False
    drive.reach(DeskState.HANDED_IN)
    assert isinstance(events_of(memory.attempts[NUMBER])[-1], Ended)


def test_the_file_manager_works_in_the_folder_and_each_deed_is_snapshotted(answering, memory, tmp_path) -> None:
    desk = answering.desk
    listings, outcomes = listen(desk.folderListed), listen(desk.filesDone)
    desk.listFolder("P1", "素材")
    answering.wait(lambda: bool(listings))
    assert [entry.name for entry in listings[0].entries] == ["说明.txt"]
    desk.doFiles("P1", MakeFolder("", "空的"))
    desk.doFiles("P1", Rename("素材/说明.txt", "使用说明.txt"))
    desk.doFiles("P1", Delete(("没有的.txt",)))
    answering.wait(lambda: len(outcomes) == 3)
    assert [outcome.made for outcome in outcomes] == [("空的",), ("素材/使用说明.txt",), ()]
    assert "已经不在了" in outcomes[2].sentence
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    state = state_of(memory.attempts[NUMBER])
    before = {entry.path: entry.sha256 for entry in state.starters["P1"].entries}
    after = {entry.path: entry for entry in state.folders["P1"].entries}
    assert after["空的"].folder
    assert after["素材/使用说明.txt"].sha256 == before["素材/说明.txt"]
    assert "素材/说明.txt" not in after


def test_what_was_deleted_lies_outside_the_folder_and_goes_when_the_candidate_leaves(answering, room, tmp_path) -> None:
    desk = answering.desk
    listings = listen(desk.folderListed)
    desk.doFiles("P1", Delete(("素材",)))
    desk.listFolder("P1", "")
    answering.wait(lambda: bool(listings))
    assert (listings[0].entries, listings[0].deleted) == ((), 1)
    assert (tmp_path / "desk" / "work" / ".bin" / NUMBER).is_dir()
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    room.let_leave(NUMBER)
    answering.wait(lambda: not (tmp_path / "desk" / "work" / ".bin" / NUMBER).exists())

"""正在打开 ends truthfully: when the program's lock file is there, or after a bounded time with advice."""

from __future__ import annotations

from pathlib import Path

from exam_client.practical.scanning import look_at
from exam_client.practical.task import OPENING_MS, FolderTask
from exam_client.practical.views import FileState
from itembank.model.items.practical import PracticalInteraction, Software

NAME = "报告.docx"
LOCK = ".~lock.报告.docx#"


def made(folder: Path, name: str = NAME) -> FolderTask:
    (folder / name).write_bytes(b"x")
    interaction = PracticalInteraction(response="RESPONSE", folder="第4题", software=Software.WORD_PROCESSING)
    task = FolderTask("P1", 4, interaction, folder)
    task.noticed(look_at(folder), 0)
    return task


def state(task: FolderTask, name: str = NAME) -> FileState:
    return next(file.state for file in task.view(None, None).files if file.path == name)


def test_a_started_program_is_opening_until_its_lock_file_is_there_and_open_until_it_goes(tmp_path) -> None:
    task = made(tmp_path)
    task.snapshotted(look_at(tmp_path), 0)
    task.starts(NAME, "WPS 文字", 1_000)
    assert state(task) is FileState.OPENING
    (tmp_path / LOCK).write_bytes(b"x")
    task.noticed(look_at(tmp_path), 3_000)
    assert task.not_come(3_000) == ()
    assert state(task) is not FileState.OPENING
    assert task.locked == {NAME}
    assert task.not_come(OPENING_MS * 2) == ()


def test_a_program_that_does_not_come_is_told_once(tmp_path) -> None:
    task = made(tmp_path)
    task.starts(NAME, "WPS 文字", 0)
    assert task.not_come(OPENING_MS - 1) == ()
    assert task.not_come(OPENING_MS) == (NAME,)
    assert task.not_come(OPENING_MS * 2) == ()
    assert state(task) is not FileState.OPENING
    assert task.view(None, None).files[0].program == ""


def test_a_program_that_writes_no_lock_files_is_open_at_once(tmp_path) -> None:
    task = made(tmp_path, "网页.html")
    task.starts("网页.html", "浏览器", 0)
    assert state(task, "网页.html") is not FileState.OPENING
    assert task.not_come(OPENING_MS) == ()

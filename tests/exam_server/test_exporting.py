"""Sticks are pulled out, full, write-protected or absent: nothing is half exported, and a person is told what to do."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import IO

import pytest

from exam_server import exporting
from exam_server.protocol.console import StaffCommandKind, Step
from itembank.model.record import Phase
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.room_fixture import LiveRoom, live_room

K = StaffCommandKind
ONE = "000000001"


async def collected(room: LiveRoom) -> ConsoleFake:
    console = await room.console()
    (made,) = await room.begun(console, ("A001", ONE))
    await made.answer("A")
    await made.hand_in()
    await console.do(K.END_SITTING)
    await console.do(K.COLLECT)
    return console


def sticks(tmp_path: Path) -> dict[str, str]:
    for name in ("one", "two"):
        (tmp_path / name).mkdir(exist_ok=True)
    return {"folder": str(tmp_path / "one"), "folder2": str(tmp_path / "two")}


class Failing:
    """Copies the first file and fails at the second with an error of the system."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.copied = 0

    def __call__(self, read: IO[bytes], write: IO[bytes], length: int = 0) -> None:
        self.copied += 1
        write.write(read.read(1000))
        if self.copied == 2:
            raise OSError(self.number, "system words")
        write.write(read.read())


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "空间不足"), (errno.EROFS, "写保护"), (errno.EIO, "拔出"), (errno.EACCES, "写入权限")],
)
async def test_a_stick_that_fails_leaves_no_half_export_and_the_next_try_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    async with live_room(tmp_path) as room:
        console = await collected(room)
        whole = shutil.copyfileobj
        monkeypatch.setattr(shutil, "copyfileobj", Failing(number))
        folders = sticks(tmp_path)
        result = await console.ask(K.EXPORT, **folders)
        assert not result.ok
        assert word in result.sentence
        assert str(tmp_path / "two") in result.sentence
        assert "system words" not in result.sentence
        assert not [*(tmp_path / "one").iterdir(), *(tmp_path / "two").iterdir()]
        assert room.session.hall.state.phase is Phase.COLLECTED
        monkeypatch.setattr(shutil, "copyfileobj", whole)
        assert len((await console.do(K.EXPORT, **folders)).files) == 2


async def test_a_file_left_on_a_pulled_stick_is_not_written_over_and_not_in_the_way(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await collected(room)
        folders = sticks(tmp_path)
        left = tmp_path / "one" / exporting.bundle_name(room.session, 1)
        left.write_bytes(b"left behind")
        done = await console.do(K.EXPORT, **folders)
        assert "第 2 版" in done.sentence
        assert left.read_bytes() == b"left behind"
        again = await console.do(K.EXPORT, **folders)
        assert "第 3 版" in again.sentence


async def test_a_stick_without_room_says_how_much_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with live_room(tmp_path) as room:
        console = await collected(room)
        usage = shutil.disk_usage(tmp_path)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100))
        result = await console.ask(K.EXPORT, **sticks(tmp_path))
        assert "空间不足：答卷包 1 MB，只剩 0 MB" in result.sentence


async def test_an_absent_stick_and_the_room_s_own_folder_are_refused(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await collected(room)
        folders = sticks(tmp_path)
        absent = await console.ask(K.EXPORT, folder=folders["folder"], folder2=str(tmp_path / "three"))
        assert "不存在" in absent.sentence
        own = room.built.store.folder / "logs"
        own.mkdir(exist_ok=True)
        inside = await console.ask(K.EXPORT, folder=folders["folder"], folder2=str(own))
        assert "清场时会一起删除" in inside.sentence
        same = await console.ask(K.EXPORT, folder=folders["folder"], folder2=folders["folder"])
        assert "同一个文件夹" in same.sentence
        assert not list((tmp_path / "one").iterdir())


async def test_two_copies_on_one_disk_are_pointed_out(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await collected(room)
        assert "同一个磁盘" in (await console.do(K.EXPORT, **sticks(tmp_path))).sentence


async def test_the_check_is_ticked_by_the_check_also_after_a_restart(tmp_path: Path) -> None:
    def verify_step(console: ConsoleFake) -> tuple[bool, bool]:
        return next((s.done, s.current) for s in console.view.steps if s.step is Step.VERIFY)

    async with live_room(tmp_path) as room:
        console = await collected(room)
        await console.until(lambda: verify_step(console) == (False, True))
        await console.do(K.VERIFY)
        await console.until(lambda: verify_step(console) == (True, False))
        await room.restart()
        assert verify_step(await room.console()) == (True, False)

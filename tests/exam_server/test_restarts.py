"""The server killed at any step of a sitting goes on where it was, and leaves nothing lying about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exam_server.protocol import desk
from exam_server.protocol.console import SeatState, StaffCommandKind, Step
from itembank.model.record import Phase
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.desk_fake import DeskFake
from tests.exam_server.room_builder import ROOM_SERVER
from tests.exam_server.room_fixture import LiveRoom, live_room

K = StaffCommandKind
ONE = "000000001"


async def again(room: LiveRoom, *desks: DeskFake) -> ConsoleFake:
    """Restart; desks and a console come back by themselves."""
    before = room.session.hall.state.phase
    await room.restart()
    console = await room.console()
    for made in desks:
        await room.back(made)
    assert console.view.phase is before
    return console


async def test_a_server_restarted_after_every_step_goes_on_to_the_cleared_room(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await again(room)
        await console.do(K.OPEN_ADMISSION)
        console = await again(room)
        made = await room.admitted(console, "A001", ONE)
        console = await again(room, made)
        share_one, share_two = room.built.centre.shares()[:2]
        await console.do(K.ENTER_SHARE, share=share_one)
        console = await again(room, made)
        assert console.view.shares_entered == 0  # shares are never written down: both must be typed again
        await console.do(K.ENTER_SHARE, share=share_one)
        await console.do(K.ENTER_SHARE, share=share_two)
        console = await again(room, made)
        assert (await made.wait_for(desk.Released)).form == "F1"
        await console.do(K.START)
        console = await again(room, made)
        await made.wait_for(desk.RoomState, lambda m: m.phase is Phase.RUNNING)
        await made.answer("A")
        await console.do(K.PAUSE, "A001", reason="x")
        console = await again(room, made)
        await console.until_seat("A001", SeatState.PAUSED)
        await console.do(K.CONTINUE, "A001")
        await made.hand_in()
        console = await again(room, made)
        await console.until_seat("A001", SeatState.HANDED_IN)
        await console.do(K.END_SITTING)
        console = await again(room, made)
        await console.do(K.COLLECT)
        console = await again(room, made)
        await console.do(K.VERIFY)
        console = await again(room, made)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        await console.do(K.EXPORT, folder=str(tmp_path / "one"), folder2=str(tmp_path / "two"))
        console = await again(room, made)
        await console.do(K.CLEAR, second="jk2", confirm="S01")
        await room.restart()
        console = await room.console()
        assert console.view.phase is Phase.CLEARED


async def test_what_a_killed_export_or_upload_left_behind_is_swept_away(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        folder = room.session.folder
        (folder.path / ".export.killed").mkdir()
        (folder.path / ".export.killed" / "ledger.jsonl").write_bytes(b"half")
        (folder.blobs / "ab").mkdir()
        half = folder.blobs / "ab" / ".abcd.1234.tmp"
        half.write_bytes(b"half")
        await room.restart()
        assert not list(folder.path.glob(".export.*"))
        assert not half.exists()


async def test_the_step_check_is_done_when_the_machine_was_looked_at(tmp_path: Path) -> None:
    def check(console: ConsoleFake) -> bool:
        return next(s.done for s in console.view.steps if s.step is Step.CHECK)

    async with live_room(tmp_path) as room:
        assert not check(await room.console())
    async with live_room(tmp_path / "2", settings=replace(ROOM_SERVER, inspects=True)) as room:
        console = await room.console()
        await console.until(lambda: check(console) or any("检查：" in m for s in console.view.steps for m in s.missing))

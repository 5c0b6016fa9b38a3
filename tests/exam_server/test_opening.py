"""A paper is not opened before the time that the centre sealed into it; a wrong clock must not stop an exam."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import StaffCommandKind
from itembank.base.clock import FakeClock
from itembank.model.record import Phase
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.room_fixture import LiveRoom, live_room

K = StaffCommandKind


def early_room(folder: Path, clock: FakeClock, minutes: int):
    return live_room(folder, clock=clock, not_before=clock.wall() + timedelta(minutes=minutes))


def local(clock: FakeClock, minutes: int) -> str:
    return (clock.wall() + timedelta(minutes=minutes)).astimezone().strftime("%Y-%m-%d %H:%M")


async def admitting(room: LiveRoom) -> ConsoleFake:
    console = await room.console()
    await console.do(K.OPEN_ADMISSION)
    return console


async def test_shares_are_refused_before_the_sealed_time_and_taken_after_it(tmp_path: Path) -> None:
    clock = FakeClock()
    async with early_room(tmp_path, clock, 10) as room:
        console = await admitting(room)
        refused = await console.ask(K.ENTER_SHARE, share=room.built.centre.shares()[0])
        assert refused.refusal is RefusalCode.TOO_EARLY
        assert local(clock, 10) in refused.sentence
        assert local(clock, 0) in refused.sentence
        assert room.session.shares.progress()[0] == 0
        clock.advance(10 * 60_000)
        await room.unlock(console)
        await console.until(lambda: console.view.phase is Phase.UNLOCKED)


async def test_two_persons_one_of_them_the_site_head_may_say_that_the_clock_is_wrong(tmp_path: Path) -> None:
    clock = FakeClock()
    async with early_room(tmp_path, clock, 8 * 60) as room:
        console = await admitting(room)
        asked = {"time": local(clock, 8 * 60 + 1), "reason": "主板电池没电"}
        assert (await console.ask(K.CONFIRM_CLOCK, **asked)).refusal is RefusalCode.SECOND_PERSON_NEEDED
        assert not (await console.ask(K.CONFIRM_CLOCK, second="jk2", **asked)).ok
        await console.do(K.CONFIRM_CLOCK, second="zhukao", **asked)
        (noted,) = [i for i in room.session.hall.state.incidents if i.code == "clock_confirmed"]
        assert "jk1、zhukao" in noted.note
        assert local(clock, 0) in noted.note
        assert local(clock, 8 * 60 + 1) in noted.note
        await room.restart()
        await room.unlock(await room.console())


async def test_a_clock_that_is_right_or_a_time_that_is_too_early_is_no_reason(tmp_path: Path) -> None:
    clock = FakeClock()
    async with early_room(tmp_path, clock, 60) as room:
        console = await admitting(room)

        async def sentence(time: str) -> str:
            result = await console.ask(K.CONFIRM_CLOCK, second="zhukao", reason="钟不对", time=time)
            assert not result.ok
            return result.sentence

        assert "不到 5 分钟" in await sentence(local(clock, 2))
        assert "也还没有到" in await sentence(local(clock, 30))
        assert "不是时间" in await sentence("九点")
        assert (await console.ask(K.ENTER_SHARE, share="1")).refusal is RefusalCode.TOO_EARLY


async def test_a_package_without_a_time_opens_at_any_time(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        await room.unlock(await admitting(room))


async def test_a_second_person_is_told_what_was_wrong(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await room.begun(console, ("A001", "000000001"))
        same = await console.ask(K.FORCE_HAND_IN, reason="x", second="jk1")
        assert "同一个账号" in same.sentence
        wrong = await console.ask(K.FORCE_HAND_IN, reason="x", second="jk2", second_password="wrong")
        assert "密码不对" in wrong.sentence

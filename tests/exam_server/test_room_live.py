"""Over the wire: restarts, read-only rooms, consoles, secrets on the disk."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from exam_server.documents import counted, room_events
from exam_server.forms.view import Incident
from exam_server.ledger_file import Disk
from exam_server.protocol import desk
from exam_server.protocol.common import RefusalCode, Refused
from exam_server.protocol.console import PRINTED, SeatState, StaffCommandKind
from itembank.base.clock import FakeClock
from itembank.model.record import OpenReason, Phase
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.room_builder import ITEM_TEXT, ROOM_SERVER, make_sitting
from tests.exam_server.room_fixture import live_room

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_before_the_release_no_byte_of_the_store_holds_a_question_or_a_name(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await console.do(K.OPEN_ADMISSION)
        made = await room.admitted(console, "A001", ONE)
        await made.send(desk.PaperReady(parts=("form-F1",)))
        await console.until_seat("A001", SeatState.ADMITTED)
        stored = bytes_of(room.built.store.folder)
        assert ITEM_TEXT.encode() not in stored
        assert "考生1".encode() not in stored
        await room.unlock(console)
        await made.wait_for(desk.Released)
        assert ITEM_TEXT.encode() not in bytes_of(room.built.store.folder)


async def test_one_share_opens_nothing_and_wrong_ones_are_told_and_noted(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await console.do(K.OPEN_ADMISSION)
        shares = room.built.centre.shares()
        await console.do(K.ENTER_SHARE, share=shares[0])
        await console.until(lambda: console.view.shares_entered == 1)
        assert console.view.phase is Phase.ADMITTING
        assert not (await console.ask(K.ENTER_SHARE, share=shares[0])).ok
        typo = shares[1][:-1] + ("1" if shares[1][-1] != "1" else "2")
        assert not (await console.ask(K.ENTER_SHARE, share=typo)).ok
        await console.until(lambda: any(i.code == "share_refused" for i in console.incidents.values()))
        assert room.session.keys.find_content("F1") is None
        await console.do(K.ENTER_SHARE, share=shares[2])
        await console.until(lambda: console.view.phase is Phase.UNLOCKED)


async def test_a_restarted_server_is_where_it_was_and_desks_go_on_without_staff(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        one, two = await room.begun(console, ("A001", ONE), ("A002", TWO))
        await one.answer("A")
        await two.answer("B")
        await two.hand_in()
        before = room.session.hall.state
        await room.restart()
        after = room.session.hall.state
        for name in ("phase", "schedule", "attempts", "allowances", "released", "desks", "events"):
            assert getattr(after, name) == getattr(before, name), name
        await room.back(one)
        assert (await one.wait_for(desk.Saved)).seq == 1
        assert (await one.wait_for(desk.Released)).form == "F1"
        assert (await one.answer("C")).seq == 2
        await room.back(two)
        assert (await two.wait_for(desk.HandInReceipt)).count == 2


async def test_an_outage_is_given_back_and_written_down(tmp_path: Path) -> None:
    clock = FakeClock()
    async with live_room(tmp_path, clock=clock) as room:
        console = await room.console()
        await room.begun(console, ("A001", ONE))
        clock.advance(60_000)
        await console.do(K.NOTE_INCIDENT, code="power")
        await room.hang_up()
        await room.server.stop()
        clock.advance(240_000)
        await room.start()
        assert room.session.hall.moment(ONE).left_ms == 39 * 60_000
        assert room.session.hall.state.incidents[-1].code == "outage"
        assert room.session.hall.state.incidents[-1].note == "240 秒"


async def test_a_restart_when_nobody_writes_any_more_gives_nothing_back(tmp_path: Path) -> None:
    clock = FakeClock()
    async with live_room(tmp_path, clock=clock) as room:
        console = await room.console()
        (one,) = await room.begun(console, ("A001", ONE))
        await one.hand_in()
        await console.do(K.END_SITTING)
        await room.hang_up()
        await room.server.stop()
        clock.advance(240_000)
        await room.start()
        assert "outage" not in {incident.code for incident in room.session.hall.state.incidents}


async def test_a_killed_desk_resumes_with_everything_that_was_stored(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        for text in "ABC":
            await made.answer(text)
        sent, made.attempt, made.epoch = list(made.events), "", 0
        await made.drop()
        await room.back(made)
        await made.wait_for(desk.DeskWelcome)
        await made.identify(ONE)
        assert isinstance(await made.confirm(ONE), desk.AdmissionPending)
        await console.until_seat("A001", SeatState.WAITING_RESUME)
        await console.do(K.APPROVE_RESUME, "A001")
        told = await made.wait_for(desk.Admitted)
        assert (told.reason, told.epoch, told.stored_seq) == (OpenReason.RESUME, 2, 3)
        await made.send(desk.FetchEvents(attempt=told.attempt, epoch=2, seq=1))
        stored = await made.wait_for(desk.Events)
        assert [e.ciphertext for e in stored.events] == [e.ciphertext for e in sent]
        assert (await made.answer("D")).seq == 4


async def test_a_moved_candidate_finds_files_at_the_spare_desk_and_the_old_one_is_fenced(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (old,) = await room.begun(console, ("A001", ONE))
        await old.answer("A")
        blob, _status = await old.put_blob(b"my document")
        await console.do(K.MOVE, candidate=ONE, to_seat="B01")
        spare = await room.enrolled(console, "B01")
        assert isinstance(await spare.identify(ONE), desk.Identity)
        assert isinstance(await spare.confirm(ONE), desk.Admitted)
        assert (await old.wait_for(desk.Fenced)).attempt == spare.attempt
        status, body = await spare.get(f"/blob/{blob}")
        assert status == 200
        assert len(body) > len(b"my document")
        assert (await old.get(f"/blob/{blob}"))[0] == 404
        await old.save(old.seal_again())
        assert (await old.wait_for(Refused)).code in {RefusalCode.BAD_MESSAGE, RefusalCode.NOT_ALLOWED}
        assert (await spare.answer("B")).seq == 2


async def test_a_room_that_cannot_write_acknowledges_nothing_and_says_so(tmp_path: Path) -> None:
    disk = BreakableDisk()
    async with live_room(tmp_path, settings=replace(ROOM_SERVER, disk=disk)) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        disk.is_broken = True
        event = made.seal_again()
        await made.save(event)
        await console.until(lambda: console.view.read_only)
        await made.save(event)
        assert (await made.wait_for(Refused)).code is RefusalCode.READ_ONLY
        assert made.saved == 1
        assert (await made.put_blob(b"x"))[1] == 503
        refused = await console.ask(K.MESSAGE, text="x")
        assert refused.refusal is RefusalCode.READ_ONLY
        disk.is_broken = False
        await room.restart()
        await room.back(made)
        assert (await made.wait_for(desk.Saved)).seq == 1


async def test_five_wrong_passwords_lock_an_account_but_no_other(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        watching = await room.console("jk2")
        intruder = ConsoleFake(room.server.port, "jk1")
        await intruder.connect("wrong")
        room.guests.append(intruder)
        for _try in range(4):
            await intruder.until(lambda: any(isinstance(m, Refused) for m in intruder.heard))
            intruder.heard.clear()
            await intruder.log_in("wrong")
        await watching.until(lambda: any(i.code == "login_locked" for i in watching.incidents.values()))
        again = ConsoleFake(room.server.port, "jk1")
        await again.connect()
        room.guests.append(again)
        await again.until(lambda: any(isinstance(m, Refused) for m in again.heard))
        assert again.room is None
        assert (await watching.do(K.OPEN_ADMISSION)).ok


async def test_a_repeated_command_has_no_second_effect_and_the_same_answer(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await room.begun(console, ("A001", ONE))
        first = await console.do(K.EXTEND, "A001", minutes="5", reason="x", command="same")
        again = await console.do(K.EXTEND, "A001", minutes="5", reason="x", command="same")
        assert first.sentence == again.sentence
        assert room.session.hall.state.allowances[ONE].extra_ms == 300_000
        await room.restart()
        console = await room.console()
        assert (await console.do(K.EXTEND, "A001", minutes="5", reason="x", command="same")).sentence == first.sentence
        assert room.session.hall.state.allowances[ONE].extra_ms == 300_000


async def test_the_same_export_asked_for_twice_at_once_is_written_once(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console, other = await room.console(), await room.console("jk2")
        await room.begun(console, ("A001", ONE))
        await console.do(K.END_SITTING, second="jk2")
        await console.do(K.COLLECT)
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        folders = {"folder": str(tmp_path / "one"), "folder2": str(tmp_path / "two")}
        asked = [one.ask(K.EXPORT, command="same", **folders) for one in (console, other)]
        first, second = await asyncio.gather(*asked)
        assert first == second
        assert first.ok
        assert await console.ask(K.EXPORT, command="same", **folders) == first
        assert len(list((tmp_path / "one").iterdir())) == 1


async def test_the_second_person_must_be_another_one_with_the_right_password(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await room.begun(console, ("A001", ONE))
        for second, password in (("jk1", "right-password"), ("jk2", "wrong"), ("nobody", "right-password")):
            result = await console.ask(K.FORCE_HAND_IN, reason="x", second=second, second_password=password)
            assert result.refusal is RefusalCode.SECOND_PERSON_NEEDED
        assert (await console.do(K.FORCE_HAND_IN, reason="x", second="jk2")).ok


async def test_two_consoles_see_the_same_room(tmp_path: Path) -> None:
    async with live_room(tmp_path, make_sitting(6)) as room:
        one, two = await room.console(), await room.console("zhukao")
        await one.do(K.OPEN_ADMISSION)
        made = await room.enrolled(one, "A003")
        await two.until_seat("A003", SeatState.DESK_READY)
        await made.send(desk.HandRaised(raised=True))
        await one.until(lambda: one.seats["A003"].hand_raised)
        await two.until(lambda: two.seats["A003"].hand_raised)
        waiting = await room.desk("A004")
        await two.until(lambda: [p.desk for p in two.view.pending_desks] == [waiting.machine])


async def test_printed_forms_come_as_pdf(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await room.begun(console, ("A001", ONE))
        for kind in PRINTED:
            assert (await console.do(kind)).document.startswith(b"%PDF")


async def test_the_room_record_says_what_staff_did_why_and_who_answers_for_it(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await console.do(K.EXTEND, "A001", minutes="5", reason="键盘故障")
        await console.do(K.PAUSE, reason="停电")
        await console.do(K.CONTINUE)
        await made.answer("A")
        await made.hand_in()
        await console.do(K.REOPEN, "A001", reason="误按", second="zhukao")
        acts = [event.what for event in room_events(room.session)]
        assert "输入启封口令：jk1、jk1" in acts
        assert "A001 号延长 5 分钟（键盘故障；jk1）" in acts
        assert "全场暂停计时（停电；jk1）" in acts
        assert "全场继续计时（jk1）" in acts
        assert "A001 号恢复作答（误按；jk1、zhukao）" in acts
        await console.do(K.MOVE, candidate="000000001", to_seat="B01")
        spare = await room.enrolled(console, "B01")
        await spare.identify("000000001")
        await spare.confirm("000000001")
        acts = [event.what for event in room_events(room.session)]
        assert "考生 000000001 换到 B01 号（jk1）" in acts
        assert (await console.do(K.ROOM_RECORD)).document.startswith(b"%PDF")


def test_what_happened_again_at_a_seat_is_one_line_of_the_record() -> None:
    def noted(second: int, seat: str = "01", note: str = "") -> Incident:
        at = datetime(2026, 6, 13, 9, 0, second)  # noqa: DTZ001 - forms show the wall time of the room
        return Incident(at, seat, "1001", "考试界面失去焦点。", note)

    found = counted([noted(1), noted(2, "02"), noted(3), noted(4, note="查看了"), noted(5)])
    assert [(one.seat, one.at.second, one.note) for one in found] == [
        ("01", 1, "共 3 次，最后一次 09:00:05。"),
        ("02", 2, ""),
        ("01", 4, "查看了"),
    ]


async def test_a_desk_that_greets_before_the_import_is_called_when_there_is_a_sitting(tmp_path: Path) -> None:
    async with live_room(tmp_path, imports=False) as room:
        made = await room.desk("A001")
        assert (await made.wait_for(desk.DeskWelcome)).enrolment is desk.Enrolment.PENDING
        admin = await room.console("admin")
        assert admin.view.phase is Phase.CLEARED
        broken = tmp_path / "broken.jikao"
        broken.write_bytes(room.built.package.read_bytes()[:-1])
        assert not (await admin.ask(K.IMPORT_PACKAGE, path=str(broken))).ok
        await admin.do(K.IMPORT_PACKAGE, path=str(room.built.package))
        await asyncio.wait_for(made.closed.wait(), 10)
        await admin.until(lambda: admin.view.phase is Phase.IMPORTED)


class BreakableDisk(Disk):
    """Fails every commit while it is broken."""

    is_broken = False

    def commit(self, connection: Connection) -> None:
        if self.is_broken:
            raise OSError(errno.EIO, "input/output error")
        super().commit(connection)

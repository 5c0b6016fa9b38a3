"""Work brought on a stick: the room takes what continues its record, once, and refuses the rest in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exam_server.net.tls import fingerprint, read_certificate_der
from exam_server.protocol import desk
from exam_server.protocol.console import SeatState, StaffCommandKind, StaffResult
from exam_server.recovering import recover
from exam_server.room.recovery import RecoveryError
from itembank.model.events import Answered, Ended, HandInReason
from itembank.model.record import EventStored
from itembank.sealing.attempt import AttemptKey, DeskSigner, seal_blob, seal_event
from itembank.sealing.bundle import open_answer_bundle
from itembank.sealing.hand_in_file import Origin, file_name, write_hand_in_file
from itembank.sealing.journal_file import JournalHeader, Record, header_bytes, record_bytes
from itembank.sealing.keys import SigningKey
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.desk_fake import DeskFake
from tests.exam_server.room_builder import make_sitting
from tests.exam_server.room_fixture import LiveRoom, live_room

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


def journal(made: DeskFake, records: list[Record] | None = None, *, epoch: int = 0) -> bytes:
    header = JournalHeader(attempt=made.attempt, epoch=epoch or made.epoch, wrapped_key="00", created="")
    return header_bytes(header) + record_bytes(records_of(made) if records is None else records)


def records_of(made: DeskFake) -> list[Record]:
    return [Record(made.epoch, e.seq, e.head, e.ciphertext) for e in made.events]


def type_offline(made: DeskFake, *texts: str) -> None:
    for text in texts:
        made.seal(Answered(item="Q1", response={"RESPONSE": text}, at_ms=0))


def hand_in_file(
    room: LiveRoom,
    made: DeskFake,
    folder: Path,
    *,
    ends: bool = True,
    blobs: dict[str, bytes] | None = None,
    origin: dict[str, str] | None = None,
) -> Path:
    """What the desk writes when the server does not come back."""
    if ends:
        made.seal(Ended(reason=HandInReason.TIME_UP, at_ms=0))
    facts = {
        "room": fingerprint(read_certificate_der(room.built.store.keys / "tls.crt")),
        "manifest": room.session.package.sealed.manifest_digest,
    } | (origin or {})
    path = folder / file_name(made.attempt, made.epoch)
    write_hand_in_file(
        path,
        origin=Origin(
            attempt=made.attempt, epoch=made.epoch, seat=made.seat, desk=made.machine, created="2026-06-13", **facts
        ),
        journal=journal(made),
        blobs=blobs or {},
        signer=DeskSigner(made.attempt, made.epoch, made.signing),
        reason=HandInReason.TIME_UP if ends else None,
    )
    return path


def stored(room: LiveRoom, made: DeskFake) -> list[EventStored]:
    return room.session.reader.events(made.attempt, 1, 1000)


async def take(console: ConsoleFake, path: Path) -> StaffResult:
    return await console.ask(K.RECOVER, path=str(path))


async def test_a_hand_in_file_brings_answers_files_and_the_hand_in_home(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        await made.drop()
        type_offline(made, "B", "C")
        assert made.key is not None
        blob = seal_blob(made.key, b"my document")
        path = hand_in_file(room, made, tmp_path, blobs={blob.blob_id: blob.ciphertext})
        done = await take(console, path)
        assert done.ok, done.sentence
        assert "新增 3 条作答记录、1 个文件，已交卷" in done.sentence
        assert [e.head for e in stored(room, made)] == [e.head for e in made.events]
        assert room.session.blobs.is_whole(blob.blob_id)
        await console.until_seat("A001", SeatState.HANDED_IN)
        assert [i.code for i in room.session.hall.state.incidents] == ["recovered"]
        back = await room.back(made)
        assert (await back.wait_for(desk.HandInReceipt)).count == 4


async def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.drop()
        type_offline(made, "A")
        path = hand_in_file(room, made, tmp_path)
        assert (await take(console, path)).ok
        entries = room.session.hall.state.entries
        again = await take(console, path)
        assert again.ok
        assert "没有变化" in again.sentence
        assert room.session.hall.state.entries == entries
        await room.restart()
        console = await room.console()
        assert "没有变化" in (await take(console, path)).sentence
        assert room.session.hall.state.entries == entries


async def test_the_journal_of_a_dead_machine_is_taken_up_to_its_torn_end_and_the_candidate_moves(
    tmp_path: Path,
) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        await made.drop()
        type_offline(made, "B", "C")
        assert made.key is not None
        blob = seal_blob(made.key, b"my document")
        (tmp_path / "disk" / "blobs").mkdir(parents=True)
        (tmp_path / "disk" / "blobs" / blob.blob_id).write_bytes(blob.ciphertext)
        (tmp_path / "disk" / "blobs" / ("0" * 64)).write_bytes(b"damaged")
        path = tmp_path / "disk" / "journal.jkj"
        path.write_bytes(journal(made)[:-3])
        done = await take(console, path)
        assert "新增 1 条作答记录、2 个文件" in done.sentence
        held = room.session.hall.state.attempts[made.attempt]
        assert (held.seq, held.hand_in, list(held.blobs)) == (2, None, [blob.blob_id])
        await console.do(K.MOVE, candidate=ONE, to_seat="B01")
        spare = await room.enrolled(console, "B01")
        await spare.identify(ONE)
        told = await spare.confirm(ONE)
        assert isinstance(told, desk.Admitted)
        assert told.stored_seq == 2


async def refused(
    tmp_path: Path, change: Callable[[LiveRoom, ConsoleFake, DeskFake], Path | None]
) -> tuple[str, bool, str]:
    """The sentence, whether nothing changed, and the newest incident's code."""
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        await made.drop()
        type_offline(made, "B")
        path = change(room, console, made) or hand_in_file(room, made, tmp_path)
        result = await take(console, path)
        assert not result.ok
        state = room.session.hall.state
        held = state.attempts[made.attempt]
        return result.sentence, (held.seq, held.hand_in) == (1, None), state.incidents[-1].code


async def test_a_file_of_another_room_or_package_is_refused(tmp_path: Path) -> None:
    for number, (name, word) in enumerate((("room", "别的考场"), ("manifest", "另一场考试"))):
        folder = tmp_path / str(number)
        folder.mkdir()

        def elsewhere(room: LiveRoom, _console: ConsoleFake, made: DeskFake, name: str = name) -> Path:
            return hand_in_file(room, made, tmp_path, origin={name: "ab" * 32})

        sentence, unchanged, code = await refused(folder, elsewhere)
        assert word in sentence
        assert unchanged
        assert code == "recovery_refused"


async def test_a_damaged_file_and_any_other_file_are_refused(tmp_path: Path) -> None:
    def damaged(room: LiveRoom, _console: ConsoleFake, made: DeskFake) -> Path:
        path = hand_in_file(room, made, tmp_path)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return path

    def other(_room: LiveRoom, _console: ConsoleFake, _made: DeskFake) -> Path:
        (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
        return tmp_path / "notes.txt"

    for number, (change, word) in enumerate(((damaged, "交卷文件不能使用"), (other, "notes.txt"))):
        (tmp_path / str(number)).mkdir()
        sentence, unchanged, code = await refused(tmp_path / str(number), change)
        assert word in sentence
        assert unchanged
        assert code == "recovery_refused"


async def test_a_file_that_another_desk_signed_is_refused(tmp_path: Path) -> None:
    def forged(_room: LiveRoom, _console: ConsoleFake, made: DeskFake) -> None:
        made.signing = SigningKey.generate()

    sentence, unchanged, _code = await refused(tmp_path, forged)
    assert "签名" in sentence
    assert unchanged


async def test_a_journal_whose_chain_holds_but_that_was_made_without_the_key_is_refused(tmp_path: Path) -> None:
    def made_up(_room: LiveRoom, _console: ConsoleFake, made: DeskFake) -> Path:
        good = records_of(made)[:1]
        sealed = seal_event(AttemptKey(bytes(32)), made.attempt, made.epoch, 2, good[0].head, b"{}")
        path = tmp_path / "journal.jkj"
        path.write_bytes(journal(made, [*good, Record(made.epoch, 2, sealed.head, sealed.ciphertext)]))
        return path

    sentence, unchanged, _code = await refused(tmp_path, made_up)
    assert "第 2 条记录" in sentence
    assert unchanged


async def test_an_attempt_of_nobody_here_is_refused(tmp_path: Path) -> None:
    def stranger(_room: LiveRoom, _console: ConsoleFake, made: DeskFake) -> Path:
        path = tmp_path / "journal.jkj"
        header = JournalHeader(attempt="S09-000000009", epoch=1, wrapped_key="00", created="")
        path.write_bytes(header_bytes(header))
        return path

    sentence, unchanged, _code = await refused(tmp_path, stranger)
    assert "不属于本场" in sentence
    assert unchanged


async def test_what_an_old_desk_has_beyond_the_move_is_kept_for_the_centre_and_never_merged(tmp_path: Path) -> None:
    async with live_room(tmp_path, make_sitting(2)) as room:
        console = await room.console()
        (old,) = await room.begun(console, ("A001", ONE))
        await old.answer("A")
        await old.drop()
        type_offline(old, "lost")
        await console.do(K.MOVE, candidate=ONE, to_seat="B01")
        spare = await room.enrolled(console, "B01")
        await spare.identify(ONE)
        await spare.confirm(ONE)
        path = hand_in_file(room, old, tmp_path)
        sentence = (await take(console, path)).sentence
        assert "B01" in sentence
        await spare.answer("B")
        sentence = (await take(console, path)).sentence
        assert "从中间分开" in sentence
        held = room.session.hall.state.attempts[spare.attempt]
        assert (held.seq, held.head) == (2, spare.head)
        await spare.hand_in()
        await console.do(K.END_SITTING)
        await console.do(K.COLLECT)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        done = await console.do(K.EXPORT, folder=str(tmp_path / "one"), folder2=str(tmp_path / "two"))
        sealed = open_answer_bundle(Path(done.files[0]), [room.session.signer.public])
        parts = sealed.open_with_box("answers", room.built.centre.box)
        (aside,) = [name for name in parts.names if name.startswith("aside/")]
        assert parts.read(aside) == path.read_bytes()


async def test_a_file_that_comes_after_the_export_asks_for_another_export(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        await made.drop()
        await console.do(K.END_SITTING, second="zhukao")
        await console.do(K.COLLECT)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        folders = {"folder": str(tmp_path / "one"), "folder2": str(tmp_path / "two")}
        await console.do(K.EXPORT, **folders)
        assert (await take(console, hand_in_file(room, made, tmp_path))).ok
        cleared = await console.ask(K.CLEAR, second="jk2", confirm="S01")
        assert "再导出一次" in cleared.sentence
        assert "第 2 版" in (await console.do(K.EXPORT, **folders)).sentence
        await console.do(K.CLEAR, second="jk2", confirm="S01")


async def test_a_stopped_room_takes_a_file_by_the_command_line(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", ONE))
        await made.answer("A")
        type_offline(made, "B")
        path = hand_in_file(room, made, tmp_path)
        assert "已交卷" in recover(room.session, path, "admin")
        with pytest.raises(RecoveryError):
            recover(room.session, room.built.package, "admin")

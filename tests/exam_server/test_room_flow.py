"""A whole sitting over real TLS with minimal desks and a minimal console, from the import to the verified bundle."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from exam_server.protocol import desk
from exam_server.protocol.console import SeatState, StaffCommandKind
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.events import AttemptEvent, fold
from itembank.model.package import ANSWERS_COMPARTMENT, LEDGER_PART, SUMMARY_PART, BundleSummary, blob_part
from itembank.model.record import AttemptOpened, EventStored, HandInStored, LedgerBatch, LedgerEntry, Phase
from itembank.sealing.attempt import AttemptKey, first_head, open_blob, open_event, receipt_code
from itembank.sealing.bundle import open_answer_bundle
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, verify_head
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedCompartment
from tests.exam_server.room_builder import ITEM_TEXT
from tests.exam_server.room_fixture import live_room

K = StaffCommandKind
EVENT_KIND: type[AttemptEvent] = AttemptEvent  # type: ignore[assignment]


async def test_a_sitting_runs_from_admission_to_a_bundle_that_the_centre_can_verify(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        first, second = await room.begun(console, ("A001", "000000001"), ("A002", "000000002"))
        released = await first.wait_for(desk.Released)
        assert released.form == "F1"
        assert (await second.wait_for(desk.Released)).form == "F2"

        await first.answer("A")
        await first.answer("B")
        blob, status = await first.put_blob(b"a word document")
        assert status == 201
        await second.answer("C")
        receipt = await first.hand_in(blobs=(blob,))
        assert isinstance(receipt, desk.HandInReceipt)
        assert receipt.receipt == receipt_code(first.attempt, first.seq, first.head)
        await console.until_seat("A001", SeatState.HANDED_IN)

        await console.ask(K.END_SITTING)
        await console.do(K.END_SITTING, second="zhukao")
        await console.do(K.COLLECT)
        verdict = await console.do(K.VERIFY)
        assert [line.candidate for line in verdict.lines if line.exception] == ["000000002", "000000003", "000000004"]
        one, two = tmp_path / "one", tmp_path / "two"
        one.mkdir()
        two.mkdir()
        exported = await console.do(K.EXPORT, folder=str(one), folder2=str(two))
        assert len(exported.files) == 2

        signer = room.session.signer.public
        sealed = open_answer_bundle(Path(exported.files[1]), [signer])
        parts = sealed.open_with_box(ANSWERS_COMPARTMENT, room.built.centre.box)
        summary = from_bytes(BundleSummary, parts.read(SUMMARY_PART))
        assert (summary.attempts, summary.handed_in, summary.events, summary.blobs) == (2, 1, 4, 1)
        entries: list[LedgerEntry] = []
        head, n = first_ledger_head(summary.ledger), 0
        for line in parts.read(LEDGER_PART).splitlines():
            batch = from_bytes(LedgerBatch, line)
            assert batch.previous == head
            assert next_head(head, sha256(to_bytes(batch.entries)).digest()) == batch.head
            head, n = batch.head, batch.entries[-1].n
            if batch.signature:
                verify_head(signer, LedgerHead(summary.ledger, n, head, batch.exam_ms), batch.signature)
            entries.extend(batch.entries)
        assert [entry.n for entry in entries] == list(range(1, summary.entries + 1))
        bodies = [entry.body for entry in entries]
        opened = next(b for b in bodies if isinstance(b, AttemptOpened) and b.candidate == "000000001")
        key = AttemptKey.unwrap(room.built.centre.box, opened.attempt, opened.wrapped_key)
        chain = first_head(opened.attempt)
        events: list[AttemptEvent] = []
        for body in bodies:
            if isinstance(body, EventStored) and body.attempt == opened.attempt:
                plain = open_event(key, body.attempt, body.epoch, body.seq, chain, body.ciphertext)
                events.append(from_bytes(EVENT_KIND, plain))
                chain = body.head
        assert fold(events).responses == {"Q1": {"RESPONSE": "B"}}
        assert any(isinstance(b, HandInStored) and b.receipt == receipt.receipt for b in bodies)
        assert open_blob(key, blob, parts.read(blob_part(blob))) == b"a word document"


async def test_a_desk_opens_its_paper_with_the_released_key_and_no_other(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await console.do(K.OPEN_ADMISSION)
        made = await room.admitted(console, "A001", "000000001")
        session = room.session
        for part in session.hall.facilities.parts:
            body = await made.fetch_part(part)
            assert sha256(body).hexdigest() == part.sha256
            (tmp_path / part.name).write_bytes(body)
            assert ITEM_TEXT.encode() not in body
        await room.unlock(console)
        released = await made.wait_for(desk.Released)
        sealed = SealedCompartment.open(
            session.package.sealed.head_bytes,
            released.part,
            tmp_path / released.part,
            [room.built.centre.signing.public],
        )
        text = sealed.open_with_content_key(ContentKey(released.content_key)).read("paper.json").decode()
        assert ITEM_TEXT in text
        await console.until(lambda: console.view.phase is Phase.UNLOCKED)


async def test_clearing_leaves_the_room_ready_for_the_next_sitting_and_its_machines_known(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        await room.begun(console, ("A001", "000000001"))
        await console.do(K.END_SITTING, second="jk2")
        await console.do(K.COLLECT)
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        await console.do(K.EXPORT, folder=str(tmp_path / "a"), folder2=str(tmp_path / "b"))
        refused = await console.ask(K.CLEAR, second="jk2", confirm="S99")
        assert not refused.ok
        await console.do(K.CLEAR, second="jk2", confirm="S01")
        await console.until(lambda: console.view.phase is Phase.CLEARED)
        admin = await room.console("admin")
        again = await admin.ask(K.IMPORT_PACKAGE, path=str(room.built.package))
        assert not again.ok
        newer = room.built.centre.seal(tmp_path / "new.jikao", room.built.box, room.built.sitting, serial=2)
        await admin.do(K.IMPORT_PACKAGE, path=str(newer))
        made = await room.desk("A001")
        welcome = await made.wait_for(desk.DeskWelcome)
        assert welcome.enrolment is desk.Enrolment.ENROLLED

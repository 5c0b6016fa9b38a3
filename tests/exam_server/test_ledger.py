"""The ledger: order, durability, what happens when a commit fails, and that a restart sees the same."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection

from exam_server.ledger import Ledger
from exam_server.ledger_file import PRAGMA_SPELLINGS, PRAGMAS, Disk, LedgerError, LedgerReadOnlyError
from exam_server.ledger_reader import LedgerReader
from exam_server.ledger_rows import entries_bytes, from_columns, to_columns
from exam_server.room.facts import Noted, TryCounted
from itembank.base.clock import FakeClock
from itembank.base.errors import JikaoError
from itembank.model.codec import to_bytes
from itembank.model.record import EventStored, IncidentNoted, LedgerBody, LedgerEntry, Phase, PhaseSet
from itembank.sealing.chain import LedgerHead, verify_head
from itembank.sealing.keys import SigningKey

NAME = "IT2026/S01/一中/3/formal"
SIGNER = SigningKey(b"k" * 32)


def open_ledger(folder: Path, disk: Disk | None = None, clock: FakeClock | None = None, **more: object) -> Ledger:
    return Ledger.open(
        folder / "ledger.sqlite",
        NAME,
        SIGNER,
        clock or FakeClock(),
        ballast_bytes=0,
        disk=disk,
        **more,  # type: ignore[arg-type]
    )


def event(seq: int, attempt: str = "S01-1") -> EventStored:
    return EventStored(attempt=attempt, epoch=1, seq=seq, ciphertext=b"c%d" % seq, head=bytes([seq % 256]) * 32)


def note(text: str) -> IncidentNoted:
    return IncidentNoted(code="staff_note", seat="", candidate="", note=text, by="jk1")


def rows_of(folder: Path) -> list[object]:
    reader = LedgerReader(folder / "ledger.sqlite")
    try:
        return [row.body for row in reader.all_rows()]
    finally:
        reader.close()


def test_rows_come_back_in_their_order_with_running_numbers_for_what_leaves_the_room(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    made = [*ledger.append([note("一")]), *ledger.append([TryCounted(seat="A1"), event(1)])]
    ledger.when_committed(ledger.position).result()
    reader = LedgerReader(tmp_path / "ledger.sqlite")
    assert list(reader.all_rows()) == made
    assert [getattr(row, "n", None) for row in made] == [1, None, 2]
    ledger.close()
    reader.close()


def test_the_exam_clock_goes_on_from_the_last_commit_and_the_outage_costs_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    ledger = open_ledger(tmp_path, clock=clock)
    clock.advance(60_000)
    ledger.append([note("x")])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    clock.advance(3_600_000)
    again = open_ledger(tmp_path, clock=clock)
    assert again.clock.now_ms() == 60_000
    again.close()
    counted = open_ledger(tmp_path, clock=clock, skip_ms=5_000)
    assert counted.clock.now_ms() == 65_000
    counted.close()


def test_the_last_head_is_signed_for_this_ledger_number_and_time(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    ledger.append([note("x"), PhaseSet(phase=Phase.ADMITTING, by="jk1")])
    ledger.sign_now().result()
    reader = LedgerReader(tmp_path / "ledger.sqlite")
    last = list(reader.record())[-1]
    verify_head(SIGNER.public, LedgerHead(NAME, last.entries[-1].n, last.head, last.exam_ms), last.signature)
    ledger.close()
    reader.close()


def test_all_that_waits_is_committed_together(tmp_path: Path) -> None:
    disk = CountingDisk()
    ledger = open_ledger(tmp_path, disk)
    for seq in range(1, 501):
        ledger.append([event(seq)])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    assert len(rows_of(tmp_path)) == 500
    assert disk.commits < 200


class WaitingDisk(Disk):
    """Commits when it is told to."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def commit(self, connection: Connection) -> None:
        self.gate.wait(10)
        super().commit(connection)


def test_who_gives_up_waiting_does_not_stop_the_ledger(tmp_path: Path) -> None:
    disk = WaitingDisk()
    ledger = open_ledger(tmp_path, disk)
    ledger.append([event(1)])
    ledger.when_committed(ledger.position).cancel()
    disk.gate.set()
    ledger.append([event(2)])
    assert ledger.when_committed(ledger.position).result(10) == ledger.position
    ledger.close()
    assert rows_of(tmp_path) == [event(1), event(2)]


def test_a_ledger_of_another_sitting_is_refused(tmp_path: Path) -> None:
    open_ledger(tmp_path).close()
    with pytest.raises(LedgerError, match="不是"):
        Ledger.open(tmp_path / "ledger.sqlite", "other", SIGNER, FakeClock(), ballast_bytes=0)


def test_a_database_that_does_not_sync_every_commit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="synchronous"):
        open_ledger(tmp_path, CarelessDisk())


def test_a_damaged_database_is_refused_with_its_name(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    for seq in range(1, 400):
        ledger.append([event(seq)])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    path = tmp_path / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:12288] = os.urandom(4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="损坏"):
        open_ledger(tmp_path)


def test_a_failed_commit_is_not_acknowledged_until_it_was_written_anew(tmp_path: Path) -> None:
    disk = FailingDisk([errno.EIO])
    ledger = open_ledger(tmp_path, disk)
    ledger.append([note("x"), TryCounted(seat="A1")])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    assert disk.failures == 1
    assert len(rows_of(tmp_path)) == 2


def test_a_commit_that_failed_after_it_was_written_is_not_written_twice(tmp_path: Path) -> None:
    disk = FailingDisk([errno.EIO], after_commit=True)
    ledger = open_ledger(tmp_path, disk)
    ledger.append([event(1), event(2)])
    ledger.append([event(3)])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    assert [getattr(body, "seq", 0) for body in rows_of(tmp_path)] == [1, 2, 3]


def test_facts_alone_whose_commit_failed_late_are_not_written_twice(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, FailingDisk([errno.EIO], after_commit=True))
    ledger.append([TryCounted(seat="A1")])
    ledger.when_committed(ledger.position).result()
    ledger.close()
    assert len(rows_of(tmp_path)) == 1


def test_a_second_failure_makes_the_ledger_read_only_and_raises_the_alarm(tmp_path: Path) -> None:
    listener = Listening()
    ledger = open_ledger(tmp_path, FailingDisk([errno.EIO] * 50, first_good=1), listener=listener)
    ledger.append([event(1)])
    ledger.when_committed(1).result()
    ledger.append([event(2)])
    with pytest.raises(LedgerReadOnlyError):
        ledger.when_committed(2).result()
    with pytest.raises(LedgerReadOnlyError):
        ledger.append([event(3)])
    assert listener.positions == [1]
    assert ledger.read_only
    assert [getattr(body, "seq", 0) for body in rows_of(tmp_path)] == [1]


def test_a_full_disk_gives_up_its_ballast_and_goes_on(tmp_path: Path) -> None:
    disk = FailingDisk([errno.ENOSPC])
    ledger = Ledger.open(tmp_path / "ledger.sqlite", NAME, SIGNER, FakeClock(), ballast_bytes=1 << 20, disk=disk)
    ballast = tmp_path / "ballast.bin"
    assert ballast.stat().st_size == 1 << 20
    ledger.append([event(1)])
    ledger.when_committed(1).result()
    assert not ballast.exists()
    ledger.close()


def test_the_same_number_of_an_attempt_cannot_be_stored_twice(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    ledger.append([event(1)])
    ledger.when_committed(1).result()
    ledger.append([event(1)])
    with pytest.raises(LedgerReadOnlyError):
        ledger.when_committed(2).result()


TEXTS = st.text(max_size=30)


@given(st.lists(st.builds(note, TEXTS), max_size=5), st.binary(max_size=200), st.integers(0, 1 << 50))
def test_the_fast_canonical_spelling_is_the_canonical_spelling(
    notes: list[IncidentNoted], ciphertext: bytes, exam_ms: int
) -> None:
    stored = EventStored(attempt="a", epoch=1, seq=1, ciphertext=ciphertext, head=ciphertext[:32])
    bodies: list[LedgerBody] = [*notes, stored]
    entries = tuple(
        LedgerEntry(n=n, exam_ms=exam_ms, wall="2026-06-13T01:00:00+00:00", body=body)
        for n, body in enumerate(bodies, start=1)
    )
    assert entries_bytes(entries) == to_bytes(entries)


@given(TEXTS, st.binary(max_size=100))
def test_every_row_survives_its_columns(text: str, ciphertext: bytes) -> None:
    stored = EventStored(attempt="a", epoch=3, seq=7, ciphertext=ciphertext, head=b"h" * 32)
    for row in (
        LedgerEntry(n=4, exam_ms=5, wall="w", body=note(text)),
        LedgerEntry(n=5, exam_ms=5, wall="w", body=stored),
        Noted(exam_ms=5, wall="w", body=TryCounted(seat=text)),
    ):
        assert from_columns(to_columns(row)) == row


class CountingDisk(Disk):
    """Counts commits."""

    commits = 0

    def commit(self, connection: Connection) -> None:
        self.commits += 1
        super().commit(connection)


class CarelessDisk(Disk):
    """Syncs only now and then, as some builds of SQLite do by default."""

    def prepare(self, connection: DBAPIConnection) -> None:
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            spelled = "NORMAL" if name == "synchronous" else PRAGMA_SPELLINGS.get(name, value)
            cursor.execute(f"PRAGMA {name}={spelled}")


class FailingDisk(Disk):
    """Fails some commits, before or after the bytes were written."""

    def __init__(self, errors: list[int], *, after_commit: bool = False, first_good: int = 0) -> None:
        self._errors = errors
        self._after = after_commit
        self._good = first_good
        self.failures = 0

    def commit(self, connection: Connection) -> None:
        if self._good or not self._errors:
            self._good = max(0, self._good - 1)
            super().commit(connection)
            return
        number = self._errors.pop(0)
        self.failures += 1
        if self._after:
            super().commit(connection)
        raise OSError(number, os.strerror(number))


class Listening:
    """Remembers what became durable."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.errors: list[JikaoError] = []

    def committed(self, position: int) -> None:
        self.positions.append(position)

    def halted(self, error: JikaoError) -> None:
        self.errors.append(error)

"""A really full disk: nothing is acknowledged that is not there, the ballast buys time, the end is loud."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_server.ledger import Ledger
from exam_server.ledger_file import LedgerReadOnlyError
from exam_server.ledger_reader import LedgerReader
from itembank.base.clock import SystemClock
from itembank.base.errors import JikaoError
from itembank.model.record import EventStored
from itembank.sealing.keys import SigningKey

SIZE_MB = 24
# More than the log can grow to: giving it up must leave room to copy the log into the database.
BALLAST_BYTES = 14 << 20
SIGNER = SigningKey(b"k" * 32)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a small disk can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def event(seq: int) -> EventStored:
    return EventStored(attempt="a", epoch=1, seq=seq, ciphertext=bytes(20_000), head=b"h" * 32)


def test_a_full_disk_loses_nothing_acknowledged_and_a_freed_one_goes_on(small_disk: Path) -> None:
    path = small_disk / "ledger.sqlite"
    ledger = Ledger.open(path, "full", SIGNER, SystemClock(), ballast_bytes=BALLAST_BYTES)
    acknowledged = fill(ledger)
    assert not (small_disk / "ballast.bin").exists()
    assert acknowledged * 20_000 > (SIZE_MB << 20) - BALLAST_BYTES
    assert ledger.read_only
    with pytest.raises(LedgerReadOnlyError):
        ledger.append([event(acknowledged + 1)])
    ledger.close()
    reader = LedgerReader(path)
    assert [tail.seq for tail in reader.event_tails()] == [acknowledged]
    reader.close()
    subprocess.run(["mount", "-o", f"remount,size={SIZE_MB * 4}m", str(small_disk)], check=True)
    again = Ledger.open(path, "full", SIGNER, SystemClock(), ballast_bytes=0)
    again.append([event(acknowledged + 1)])
    again.when_committed(1).result()
    again.close()


def fill(ledger: Ledger) -> int:
    """Write until the ledger gives up; returns the last number that was acknowledged."""
    for seq in itertools.count(1):
        try:
            ledger.append([event(seq)])
            ledger.when_committed(seq).result()
        except JikaoError:
            return seq - 1
    raise AssertionError

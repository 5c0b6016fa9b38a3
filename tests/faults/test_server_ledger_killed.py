"""kill -9 of a writing ledger at random moments: everything it called durable is there, and it opens again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

from exam_server.ledger import Ledger
from exam_server.ledger_reader import LedgerReader
from exam_server.ledger_rows import entries_bytes
from itembank.base.canonical import digest
from itembank.base.clock import SystemClock
from itembank.sealing.chain import first_ledger_head, next_head
from itembank.sealing.keys import SigningKey

ROUNDS = int(os.environ.get("JIKAO_FAULT_ROUNDS", "12"))
SEED = int(os.environ.get("JIKAO_SEED", "20260613"))
ROOT = Path(__file__).resolve().parents[2]


def run_and_kill(folder: Path, lifetime_ms: int) -> int:
    """Let a writer work and kill it; returns the last position it said was durable."""
    victim = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("ledger_victim.py")), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert victim.stdout is not None
    last = int(victim.stdout.readline())
    killer = threading.Timer(lifetime_ms / 1000, victim.kill)
    killer.start()
    for line in victim.stdout:
        if line.endswith("\n"):
            last = int(line)
    victim.wait()
    victim.stdout.close()
    return last


def test_nothing_that_was_called_durable_is_missing_after_a_kill_at_any_moment(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    stored = 0
    for _round in range(ROUNDS):
        durable = run_and_kill(tmp_path, draw.randrange(0, 400))
        begun = time.monotonic()
        ledger = Ledger.open(
            tmp_path / "ledger.sqlite", "victim", SigningKey(b"k" * 32), SystemClock(), ballast_bytes=0
        )
        assert time.monotonic() - begun < 3
        assert ledger.last_n >= stored + durable
        stored = ledger.last_n
        ledger.close()
    check_whole(tmp_path, stored)


def check_whole(folder: Path, stored: int) -> None:
    reader = LedgerReader(folder / "ledger.sqlite")
    head, n = first_ledger_head("victim"), 0
    for batch in reader.record():
        assert batch.previous == head
        assert next_head(head, bytes.fromhex(digest(entries_bytes(batch.entries)))) == batch.head
        head = batch.head
        for entry in batch.entries:
            n += 1
            assert entry.n == n
    assert n == stored
    for tail in reader.event_tails():
        assert tail.events == tail.seq
    reader.close()

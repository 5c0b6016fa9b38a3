"""A process that writes to a ledger as fast as it can and prints what became durable, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from exam_server.ledger import Ledger
from itembank.base.clock import SystemClock
from itembank.model.record import EventStored
from itembank.sealing.keys import SigningKey

ATTEMPTS = 20


class Printer:
    """Says each position that is durable; the pipe is the witness."""

    def committed(self, position: int) -> None:
        sys.stdout.write(f"{position}\n")
        sys.stdout.flush()

    def halted(self, error: Exception) -> None:
        sys.stderr.write(f"halted {error}\n")


def main(folder: Path) -> None:
    signer = SigningKey(b"k" * 32)
    ledger = Ledger.open(folder / "ledger.sqlite", "victim", signer, SystemClock(), ballast_bytes=0, listener=Printer())
    first = ledger.last_n
    for n in range(first, first + 10_000_000):
        body = EventStored(
            attempt=f"a{n % ATTEMPTS}", epoch=1, seq=n // ATTEMPTS + 1, ciphertext=b"x" * 300, head=b"h" * 32
        )
        ledger.append([body])
        if n % 50 == 0:
            ledger.when_committed(max(1, ledger.position - 200)).result()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What still has to reach the room: the journal minus the last acknowledgement. Pure: no file, net or clock.

Events go in order and without gaps. An event that names files waits until the room has them, so an acknowledged
folder can always be rebuilt. A sent event stays until it is acknowledged; after a lost connection everything
above the last acknowledgement is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exam_client.journal.frames import JournalError, Record
from exam_server.protocol.common import MAX_EVENTS_PER_SAVE, MAX_MESSAGE_BYTES
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

BATCH_BYTES = MAX_MESSAGE_BYTES * 3 // 4
EVENT_OVERHEAD_BYTES = 96
BLOBS_AT_ONCE = 2


class ForeignHeadError(JournalError):
    """The room acknowledged another chain than ours."""

    def __init__(self, seq: int) -> None:
        """`seq` is the event whose head differs."""
        super().__init__(
            _("服务器确认的第 {seq} 条记录与本机不同。").format(seq=seq),
            hint=_("请举手告知监考老师，不要关闭程序。"),
            code=ExitCode.REFUSED,
        )


class Outbox:
    """All records of an attempt on this desk, and how far they got."""

    def __init__(self, records: Sequence[Record] = (), acknowledged: int = 0) -> None:
        """Begin with the records of a taken-up attempt, of which the room has the first `acknowledged`."""
        self._records = list(records)
        self._blobs: dict[int, tuple[str, ...]] = {}
        self._stored_blobs: set[str] = set()
        self._sending_blobs: set[str] = set()
        self.refused_blobs: set[str] = set()
        self.size_bytes = sum(len(record.ciphertext) for record in self._records)
        self.acknowledged = acknowledged
        self.copies = 1
        self._sent = acknowledged

    @property
    def last_seq(self) -> int:
        """The last event there is."""
        return len(self._records)

    @property
    def records(self) -> tuple[Record, ...]:
        """All records of the attempt."""
        return tuple(self._records)

    @property
    def last_head(self) -> bytes:
        """The chain head after the last event; only after the first event."""
        return self._records[-1].head

    @property
    def is_empty(self) -> bool:
        """Say whether the room has everything."""
        return self.acknowledged == self.last_seq

    @property
    def waits_for_answer(self) -> bool:
        """Say whether events were sent and not yet acknowledged."""
        return self._sent > self.acknowledged

    def events_left(self) -> int:
        """Count events the room has not acknowledged."""
        return self.last_seq - self.acknowledged

    def add(self, records: Iterable[Record], blobs: Sequence[str] = ()) -> None:
        """Add records that follow; the last of them names `blobs`."""
        for record in records:
            if record.seq != self.last_seq + 1:
                raise ValueError(f"event {record.seq} does not follow event {self.last_seq}")
            self._records.append(record)
            self.size_bytes += len(record.ciphertext)
        if blobs:
            self._blobs[self.last_seq] = tuple(blobs)

    def acknowledge(self, seq: int, head: bytes, copies: int = 1) -> None:
        """Note that the room has everything up to `seq`; late and repeated notes change nothing."""
        if seq > self.last_seq or (seq and self._records[seq - 1].head != head):
            raise ForeignHeadError(seq)
        if seq >= self.acknowledged:
            self.acknowledged, self.copies = seq, copies
            self._sent = max(self._sent, seq)
        for number in [number for number in self._blobs if number <= self.acknowledged]:
            self._stored_blobs.update(self._blobs.pop(number))

    def send_again_from(self, seq: int) -> None:
        """The room found a gap: go back to `seq`."""
        self._sent = min(self._sent, max(0, seq - 1))

    def connection_lost(self) -> None:
        """Nothing is on its way any more."""
        self._sent = self.acknowledged
        self._sending_blobs.clear()

    def take_events(self) -> tuple[Record, ...]:
        """Return the next records to send and remember that they are on their way; empty if none may go."""
        batch: list[Record] = []
        size = 0
        for record in self._records[self._sent : self._sent + MAX_EVENTS_PER_SAVE]:
            size += len(record.ciphertext) + EVENT_OVERHEAD_BYTES
            if self._missing(record.seq) or (batch and size > BATCH_BYTES):
                break
            batch.append(record)
        self._sent += len(batch)
        return tuple(batch)

    def take_blobs(self) -> tuple[str, ...]:
        """Return files to upload now, oldest event first, a few at once."""
        due: list[str] = []
        for seq in sorted(self._blobs):
            for blob in self._missing(seq):
                if len(self._sending_blobs) >= BLOBS_AT_ONCE:
                    return tuple(due)
                if blob not in self._sending_blobs:
                    self._sending_blobs.add(blob)
                    due.append(blob)
        return tuple(due)

    def blob_stored(self, blob: str) -> None:
        """The room has this file."""
        self._sending_blobs.discard(blob)
        self._stored_blobs.add(blob)

    def blob_failed(self, blob: str) -> None:
        """This upload came to nothing; it is due again."""
        self._sending_blobs.discard(blob)

    def blob_refused(self, blob: str) -> None:
        """The room will never take this file: nothing else waits for it, and whoever marks will find it missing."""
        self.refused_blobs.add(blob)
        self.blob_stored(blob)

    def forget_blobs(self, blobs: Iterable[str]) -> None:
        """The room said that it lacks files: let the last event name those again."""
        lacking = tuple(blob for blob in blobs if blob not in self.refused_blobs)
        self._stored_blobs.difference_update(lacking)
        self._sending_blobs.difference_update(lacking)
        if lacking and self._records:
            self._blobs[self.last_seq] = tuple({*self._blobs.get(self.last_seq, ()), *lacking})

    def blobs_left(self) -> int:
        """Count files the room does not have yet."""
        return len({blob for seq in self._blobs for blob in self._missing(seq)})

    def _missing(self, seq: int) -> tuple[str, ...]:
        return tuple(blob for blob in self._blobs.get(seq, ()) if blob not in self._stored_blobs)

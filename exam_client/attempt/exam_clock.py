"""The room's exam clock as this desk knows it: the best of the last eight probes over the desk's own clock. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from exam_server.protocol.desk import TimeReply
from itembank.base.clock import Clock

PROBES = 8


@dataclass(frozen=True, slots=True)
class _Sample:
    round_trip_ms: int
    offset_ms: int


@dataclass
class ExamClock:
    """Tells the room's time. Probes are four stamps as in NTP; the one with the shortest way wins."""

    clock: Clock
    _samples: deque[_Sample] = field(default_factory=lambda: deque(maxlen=PROBES))
    _rough_ms: int | None = None

    @property
    def is_known(self) -> bool:
        """Say whether the room told its time at all."""
        return bool(self._samples) or self._rough_ms is not None

    @property
    def offset_ms(self) -> int:
        """The room's clock minus this machine's monotonic one."""
        if self._samples:
            return min(self._samples, key=lambda sample: sample.round_trip_ms).offset_ms
        return self._rough_ms or 0

    def now_ms(self) -> int:
        """The exam clock now; 0 before the room told it."""
        return self.clock.monotonic_ms() + self.offset_ms if self.is_known else 0

    def reply(self, answer: TimeReply) -> None:
        """Take the answer to a probe."""
        arrived_ms = self.clock.monotonic_ms()
        away_ms = arrived_ms - answer.desk_ms
        in_room_ms = answer.sent_ms - answer.received_ms
        if away_ms < 0 or in_room_ms < 0:
            return
        offset_ms = ((answer.received_ms - answer.desk_ms) + (answer.sent_ms - arrived_ms)) // 2
        self._samples.append(_Sample(away_ms - in_room_ms, offset_ms))

    def heard(self, exam_ms: int) -> None:
        """Take the time out of another message; it only counts until a probe came back."""
        self._rough_ms = exam_ms - self.clock.monotonic_ms()

    def connection_lost(self) -> None:
        """Keep the time, but believe the room anew when it is back: its clock stood still while it was away."""
        if self._samples:
            self._rough_ms = self.offset_ms
            self._samples.clear()

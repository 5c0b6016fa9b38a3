"""The exam clock: milliseconds that a server was there for its candidates, over a clock that counts suspend.

It goes on from the last commit after a crash, so an outage costs nobody time.
Wall time only goes into records.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from itembank.base.clock import Clock


@dataclass(slots=True)
class ExamClock:
    """Counts on from `base_ms` since it was made."""

    clock: Clock
    base_ms: int = 0
    _since_ms: int = field(init=False)
    _wall_ms: int = field(init=False, default=-1)
    _wall: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Begin a running segment."""
        self._since_ms = self.clock.monotonic_ms()

    def now_ms(self) -> int:
        """Milliseconds of the exam clock; never goes back within a run."""
        return self.base_ms + self.clock.monotonic_ms() - self._since_ms

    def wall(self) -> str:
        """Wall time in UTC as records write it, spelled once a millisecond."""
        now_ms = self.clock.monotonic_ms()
        if now_ms != self._wall_ms:
            self._wall_ms, self._wall = now_ms, self.clock.wall().isoformat(timespec="milliseconds")
        return self._wall

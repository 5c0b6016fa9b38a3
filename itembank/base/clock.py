"""Time as an argument: only a clock knows the hour."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

NANOSECONDS_PER_MILLISECOND = 1_000_000


class Clock(Protocol):
    """Something that tells the time."""

    def monotonic_ms(self) -> int:
        """Milliseconds since an arbitrary start; never goes back and counts while the machine sleeps."""

    def wall(self) -> datetime:
        """The date and hour in UTC; may jump, so it is only written into records."""


class SystemClock:
    """The machine's own clocks.

    Linux: CLOCK_BOOTTIME, because CLOCK_MONOTONIC stands still during suspend.
    Windows: Python's monotonic clock is QueryPerformanceCounter, which counts sleep.
    """

    def monotonic_ms(self) -> int:
        """Milliseconds on the clock that counts suspend."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // NANOSECONDS_PER_MILLISECOND
        return time.monotonic_ns() // NANOSECONDS_PER_MILLISECOND

    def wall(self) -> datetime:
        """The machine's date and hour in UTC."""
        return datetime.now(UTC)


@dataclass
class FakeClock:
    """A clock that stands still until it is told to advance."""

    now_ms: int = 0
    wall_start: datetime = datetime(2026, 6, 13, 1, 0, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        """The milliseconds it was advanced to."""
        return self.now_ms

    def wall(self) -> datetime:
        """The wall time that belongs to `now_ms`."""
        return self.wall_start + timedelta(milliseconds=self.now_ms)

    def advance(self, milliseconds: int) -> None:
        """Let time pass."""
        self.now_ms += milliseconds

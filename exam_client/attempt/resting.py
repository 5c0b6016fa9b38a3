"""When typed work is saved: after a second of rest, and at least every ten seconds. Leaving asks by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass

REST_MS = 1_000
LONGEST_MS = 10_000


@dataclass
class Resting:
    """Remembers when unsaved typing began and when it last went on; milliseconds of a monotonic clock."""

    since_ms: int = -1
    last_ms: int = -1

    @property
    def is_pending(self) -> bool:
        """Say whether something typed is not saved yet."""
        return self.since_ms >= 0

    def typed(self, now_ms: int) -> None:
        """Note a change."""
        if self.since_ms < 0:
            self.since_ms = now_ms
        self.last_ms = now_ms

    def saved(self) -> None:
        """Nothing is pending any more."""
        self.since_ms = self.last_ms = -1

    def is_due(self, now_ms: int) -> bool:
        """Say whether it is time to save."""
        return self.is_pending and (now_ms - self.last_ms >= REST_MS or now_ms - self.since_ms >= LONGEST_MS)

    def waits_ms(self, now_ms: int) -> int:
        """Return how long until it is due, -1 if nothing is pending."""
        if not self.is_pending:
            return -1
        return max(0, min(self.last_ms + REST_MS, self.since_ms + LONGEST_MS) - now_ms)

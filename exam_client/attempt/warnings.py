"""When to warn that time runs out: once at each limit, and once for the last ten seconds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MINUTE_MS = 60_000
LAST_SECONDS_MS = 10_000


@dataclass
class WarningBell:
    """Remembers which warnings were given; more time makes the later ones due again."""

    minutes: Sequence[int]
    _last_left_ms: int | None = field(default=None, init=False)

    def due(self, left_ms: int) -> int | None:
        """Return the limit just crossed in minutes (0 = the last ten seconds), or None.

        Crossing several at once rings only the last. The first call never rings.
        """
        before_ms, self._last_left_ms = self._last_left_ms, left_ms
        if before_ms is None or left_ms <= 0:
            return None
        limits = {minutes * MINUTE_MS: minutes for minutes in self.minutes} | {LAST_SECONDS_MS: 0}
        crossed = [limit for limit in limits if left_ms <= limit < before_ms]
        return limits[min(crossed)] if crossed else None

"""How long to wait before the next attempt to connect: doubling, bounded, spread. Pure.

Spread, so that the desks of a room do not all come back in the same second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FIRST_SECONDS = 0.25
LONGEST_SECONDS = 8.0


@dataclass
class Backoff:
    """Counts failures in a row; `draw` gives a number from 0 to 1."""

    draw: Callable[[], float]
    failures: int = 0

    def next_seconds(self) -> float:
        """Return the next pause: half of the doubled time, plus up to the other half by chance."""
        whole = min(LONGEST_SECONDS, FIRST_SECONDS * float(1 << min(self.failures, 10)))
        self.failures += 1
        return whole / 2 + self.draw() * whole / 2

    def worked(self) -> None:
        """Begin anew."""
        self.failures = 0

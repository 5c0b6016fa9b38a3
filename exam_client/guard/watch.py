"""Level L0: watch only. It notices a lost focus, a jumped clock, changed screens and networks, and tells.

It prevents nothing and changes nothing on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import psutil

from exam_client.guard.incidents import IncidentCode
from exam_client.guard.port import Notice
from itembank.base.clock import Clock
from itembank.model.sitting import GuardLevel

JUMP = timedelta(seconds=60)
FOCUS_PATIENCE_MS = 3_000


@dataclass
class WatchGuard:
    """Watches. `screens` and `networks` describe the machine now; a change of either is told once."""

    clock: Clock
    tell: Notice
    screens: Callable[[], Sequence[str]] = list
    networks: Callable[[], Sequence[str]] = list
    level: GuardLevel = GuardLevel.L0
    _wall_minus_ms: timedelta | None = field(default=None, init=False)
    _known_screens: tuple[str, ...] = field(default=(), init=False)
    _known_networks: tuple[str, ...] = field(default=(), init=False)
    _away_since_ms: int = field(default=-1, init=False)
    _is_away_told: bool = field(default=False, init=False)

    def apply(self) -> None:
        """Remember how the machine is now."""
        self._wall_minus_ms = self._wall_offset()
        self._known_screens = tuple(self.screens())
        self._known_networks = tuple(self.networks())

    def verify(self) -> None:
        """Compare with what was remembered."""
        if self._wall_minus_ms is None:
            return
        offset = self._wall_offset()
        if abs(offset - self._wall_minus_ms) > JUMP:
            self.tell(IncidentCode.CLOCK_JUMP, f"{int((offset - self._wall_minus_ms).total_seconds())} s")
            self._wall_minus_ms = offset
        screens, networks = tuple(self.screens()), tuple(self.networks())
        if screens != self._known_screens:
            self._known_screens = screens
            self.tell(IncidentCode.DISPLAY, ", ".join(screens))
        if networks != self._known_networks:
            self._known_networks = networks
            self.tell(IncidentCode.NETWORK, ", ".join(networks))
        away_ms = self.clock.monotonic_ms() - self._away_since_ms if self._away_since_ms >= 0 else 0
        if away_ms >= FOCUS_PATIENCE_MS and not self._is_away_told:
            self._is_away_told = True
            self.tell(IncidentCode.FOCUS_LOST, "")

    def revert(self) -> None:
        """There is nothing to undo."""
        self._wall_minus_ms = None

    def focus(self, *, has_focus: bool) -> None:
        """Remember since when the window is away; a short look at an input method is nothing."""
        self._away_since_ms = -1 if has_focus else self.clock.monotonic_ms()
        self._is_away_told = False

    def _wall_offset(self) -> timedelta:
        wall = self.clock.wall()
        return timedelta(seconds=wall.timestamp()) - timedelta(milliseconds=self.clock.monotonic_ms())


def networks_now() -> list[str]:
    """Return the names of the network interfaces that are up."""
    return sorted(name for name, facts in psutil.net_if_stats().items() if facts.isup)

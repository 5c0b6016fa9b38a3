from __future__ import annotations

from datetime import timedelta

import pytest

from exam_client.guard.incidents import SENTENCES, IncidentCode
from exam_client.guard.watch import FOCUS_PATIENCE_MS, WatchGuard, networks_now
from exam_server.room.incidents import KINDS
from itembank.base.clock import FakeClock


class Watched:
    """A guard over a machine whose screens and networks a test can change."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.screens, self.networks = ["1366x768"], ["eth0"]
        self.told: list[IncidentCode] = []
        self.guard = WatchGuard(
            self.clock, lambda code, _note: self.told.append(code), lambda: self.screens, lambda: self.networks
        )
        self.guard.apply()


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_a_quiet_machine_tells_nothing(watched: Watched) -> None:
    watched.clock.advance(3_600_000)
    watched.guard.verify()
    assert watched.told == []


def test_a_jumped_clock_is_told_once(watched: Watched) -> None:
    watched.clock.wall_start += timedelta(hours=1)
    for _look in range(3):
        watched.guard.verify()
    assert watched.told == [IncidentCode.CLOCK_JUMP]


def test_changed_screens_and_networks_are_told_once_each(watched: Watched) -> None:
    watched.screens = ["1366x768", "1920x1080"]
    watched.networks = ["eth0", "wlan0"]
    watched.guard.verify()
    watched.guard.verify()
    assert watched.told == [IncidentCode.DISPLAY, IncidentCode.NETWORK]


def test_a_short_look_away_is_nothing_a_long_one_is_told_once(watched: Watched) -> None:
    watched.guard.focus(has_focus=False)
    watched.clock.advance(FOCUS_PATIENCE_MS - 1)
    watched.guard.verify()
    watched.guard.focus(has_focus=True)
    watched.guard.verify()
    assert watched.told == []
    watched.guard.focus(has_focus=False)
    watched.clock.advance(FOCUS_PATIENCE_MS)
    watched.guard.verify()
    watched.guard.verify()
    assert watched.told == [IncidentCode.FOCUS_LOST]


def test_after_revert_nothing_is_told(watched: Watched) -> None:
    watched.guard.revert()
    watched.clock.wall_start += timedelta(hours=1)
    watched.guard.verify()
    assert watched.told == []


def test_every_code_has_a_sentence_here_and_a_row_in_the_rooms_table() -> None:
    assert set(SENTENCES) == set(IncidentCode)
    assert {code.value for code in IncidentCode} <= set(KINDS)


def test_the_networks_of_this_machine_have_names() -> None:
    assert all(networks_now())

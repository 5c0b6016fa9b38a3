"""How tests drive a desk and look at what the room got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.desk import Desk
from exam_client.journal.recovery import open_records, records_of
from exam_client.practical.views import FileState
from itembank.base.clock import SystemClock
from itembank.model.events import AttemptEvent, AttemptState, fold
from tests.fakes.room_state import FakeAttempt

NUMBER = "0031001"


class ShiftedClock(SystemClock):
    """The machine's clock, which a test can let run ahead."""

    shift_ms = 0

    def monotonic_ms(self) -> int:
        return super().monotonic_ms() + self.shift_ms


class Driver:
    """Drives one desk as a candidate would, waiting for what shows."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot

    def wait(self, condition: Callable[[], bool], timeout: int = 15_000) -> None:
        self.qtbot.waitUntil(condition, timeout=timeout)

    def reach(self, state: DeskState, timeout: int = 15_000) -> Driver:
        self.wait(lambda: self.desk.state is state, timeout)
        return self

    def until_marked(self, mark: SaveMark, timeout: int = 15_000) -> None:
        self.wait(lambda: self.desk.save_mark is mark, timeout)

    def log_in(self, number: str = NUMBER) -> Driver:
        self.desk.start()
        self.reach(DeskState.READY)
        self.desk.typeNumber(number)
        self.reach(DeskState.CONFIRMING)
        self.desk.confirmIdentity()
        return self


def listen(signal: Any) -> list[Any]:
    """Collect what a signal carries: the value, or a tuple of several."""
    heard: list[Any] = []
    signal.connect(lambda *values: heard.append(values[0] if len(values) == 1 else values))
    return heard


def events_of(attempt: FakeAttempt) -> tuple[AttemptEvent, ...]:
    return open_records(attempt.key, attempt.attempt, records_of(attempt.events))


def state_of(attempt: FakeAttempt) -> AttemptState:
    return fold(events_of(attempt))


def is_saved(desk: Desk, item: str, path: str) -> bool:
    view = desk.folder(item)
    return view is not None and any(f.path == path and f.state is FileState.SAVED for f in view.files)

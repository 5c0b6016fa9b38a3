"""Jobs on their way: few at once, each told once, and begun again when a worker was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest

from grading.runs.carrying import AHEAD, carried_out
from grading.scale.engines import SerialEngine
from itembank.base.errors import JikaoError


class WorkerDiedError(Exception):
    """What this engine says of a lost worker."""


class Hand(SerialEngine):
    """An engine that carries a job out when it is asked for the next one; `deadly` jobs kill the first workers."""

    may_lose_workers = True

    def __init__(self, width: int = 2, deadly: dict[int, int] | None = None) -> None:
        self.width = width
        self.most = self.renewed = self.asked_for_workers = 0
        self.begun: Counter[int] = Counter()
        self._deadly = deadly or {}
        self._open: list[tuple[Future[Any], Callable[[Any], Any], Any]] = []

    def submit(self, work: Callable[[Any], Any], job: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._open.append((future, work, job))
        self.begun[job] += 1
        self.most = max(self.most, sum(not one.done() for one, _work, _job in self._open))
        if len([one for one, _work, _job in self._open if not one.done()]) == AHEAD * self.width:
            self.go_on()
        return future

    def go_on(self) -> None:
        for future, work, job in self._open:
            if future.done():
                continue
            if self._deadly.get(job, 0) > 0:
                self._deadly[job] -= 1
                future.set_exception(WorkerDiedError())
                return
            try:
                future.set_result(work(job))
            except JikaoError as error:
                future.set_exception(error)

    def is_lost(self, error: BaseException) -> bool:
        return isinstance(error, WorkerDiedError | CancelledError)

    def require_workers(self) -> None:
        self.asked_for_workers += 1
        self.go_on()

    def paused(self) -> tuple[int, ...]:
        return ()

    def renew(self) -> None:
        self.renewed += 1
        self._open.clear()


@pytest.fixture(autouse=True)
def without_patience(monkeypatch):
    monkeypatch.setattr("grading.runs.carrying.PATIENCE_SECONDS", 0)


def doubled(number: int) -> int:
    if number < 0:
        raise JikaoError("below zero")
    return number * 2


def same(number: int) -> int:
    return number


def test_every_job_is_told_once_with_what_came_of_it():
    engine = Hand()
    done = list(carried_out(engine, doubled, range(8), same))
    assert sorted(done, key=lambda one: one[0]) == [(number, number * 2) for number in range(8)]
    assert engine.asked_for_workers == 0
    assert engine.renewed == 0


def test_no_more_jobs_are_on_their_way_than_the_engine_is_wide_twice():
    engine = Hand(width=3)
    list(carried_out(engine, doubled, range(12), same))
    assert engine.most == AHEAD * 3


def test_after_a_loss_the_others_are_begun_again_with_fresh_workers():
    engine = Hand(deadly={1: 1})
    done = dict(carried_out(engine, doubled, range(8), same))
    assert done == {0: 0, 1: None, 2: 4, 3: 6, 4: 8, 5: 10, 6: 12, 7: 14}
    assert engine.renewed == 1
    assert engine.begun[1] == 1, "the caller decides what becomes of a job whose worker was lost"
    assert engine.begun[2] == 2


def test_an_error_of_a_job_is_raised():
    with pytest.raises(JikaoError, match="below zero"):
        list(carried_out(Hand(), doubled, [1, 2, -3, 4], same))


def test_a_silent_engine_is_asked_whether_anybody_is_left():
    engine = Hand()
    assert dict(carried_out(engine, doubled, [5], same)) == {5: 10}
    assert engine.asked_for_workers == 1

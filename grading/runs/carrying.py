"""Carrying out jobs with an engine: few on their way at once, and a lost worker is told apart from a failed job."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import NamedTuple, TypeVar

from grading.scale.engines import Engine

AHEAD = 2
PATIENCE_SECONDS = 30


class Quiet(NamedTuple):
    """For how long no job has ended, and which of this machine's workers somebody has paused."""

    seconds: int
    paused: tuple[int, ...]


def _silent(_quiet: Quiet) -> None:
    """Say nothing."""


Given = TypeVar("Given")
Job = TypeVar("Job")
Done = TypeVar("Done")


def carried_out(
    engine: Engine,
    work: Callable[[Job], Done],
    given: Sequence[Given],
    job_of: Callable[[Given], Job],
    on_quiet: Callable[[Quiet], None] = _silent,
) -> Iterator[tuple[Given, Done | None]]:
    """Yield each of `given` with what came of its job, or None when its worker was lost; in the order they end.

    An error of a job is raised. After a loss what was on its way is begun again with fresh workers. `on_quiet` hears
    every half minute in which no job ends.
    """
    waiting = deque(given)
    quiet_s = 0
    going: dict[Future[Done], Given] = {}
    while waiting or going:
        while waiting and len(going) < AHEAD * engine.width:
            one = waiting.popleft()
            going[engine.submit(work, job_of(one))] = one
        finished, _still = wait(going, timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
        quiet_s = 0 if finished else quiet_s + PATIENCE_SECONDS
        if not finished:
            engine.require_workers()
            on_quiet(Quiet(quiet_s, engine.paused()))
        lost = False
        for future in finished:
            one = going.pop(future)
            error = _error_of(future)
            if error is None:
                yield one, future.result()
            elif engine.is_lost(error):
                lost = True
                yield one, None
            else:
                raise error
        if lost:
            for future, one in list(going.items()):
                future.cancel()
                waiting.appendleft(one)
            going.clear()
            engine.renew()


def _error_of(future: Future[Done]) -> BaseException | None:
    """Return why a job failed; one that the engine itself gave up is as good as an error."""
    try:
        return future.exception()
    except CancelledError as error:
        return error

"""Carrying out jobs with an engine: few on their way at once, and a lost worker is told apart from a failed job."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import TypeVar

from grading.scale.engines import Engine

AHEAD = 2
PATIENCE_SECONDS = 30

Given = TypeVar("Given")
Job = TypeVar("Job")
Done = TypeVar("Done")


def carried_out(
    engine: Engine, work: Callable[[Job], Done], given: Sequence[Given], job_of: Callable[[Given], Job]
) -> Iterator[tuple[Given, Done | None]]:
    """Yield each of `given` with what came of its job, or None when its worker was lost; in the order they end.

    An error of a job is raised. After a loss what was on its way is begun again with fresh workers.
    """
    waiting = deque(given)
    going: dict[Future[Done], Given] = {}
    while waiting or going:
        while waiting and len(going) < AHEAD * engine.width:
            one = waiting.popleft()
            going[engine.submit(work, job_of(one))] = one
        finished, _still = wait(going, timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
        if not finished:
            engine.require_workers()
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

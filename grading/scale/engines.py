"""The executor seam: an engine carries out jobs and says when a worker was lost; it knows nothing of marking.

    with open_engine(Scale(EngineKind.PROCESSES, workers=2)) as engine:
        future = engine.submit(mark_job, job)

Jobs and results must be picklable; jobs carry references (paths), results are small.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import wait
from pathlib import Path
from typing import Protocol, TypeVar

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

Job = TypeVar("Job")
Done = TypeVar("Done")
PAUSED = ("T", "t")


class EngineKind(StrEnum):
    """Where jobs run."""

    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Scale:
    """How widely to run. `workers` 0 means one a processor; `scheduler` is the address of a Dask scheduler."""

    kind: EngineKind = EngineKind.PROCESSES
    workers: int = 0
    scheduler: str = ""

    @property
    def worker_count(self) -> int:
        """Return how many jobs run at once on this machine."""
        if self.kind is EngineKind.SERIAL:
            return 1
        return self.workers or os.cpu_count() or 1


class Engine(Protocol):
    """Carries out jobs. `width` is how many can run at once.

    `may_lose_workers` says that a worker that ends itself leaves this program alive.
    """

    width: int
    may_lose_workers: bool

    def submit(self, work: Callable[[Job], Done], job: Job) -> Future[Done]:
        """Begin a job."""

    def is_lost(self, error: BaseException) -> bool:
        """Say whether an error means that the worker died, not that the job failed."""

    def require_workers(self) -> None:
        """Raise `JikaoError` when nobody is left who could ever finish a job."""

    def paused(self) -> tuple[int, ...]:
        """Return the workers of this machine that somebody has paused, by process number; all others know nothing."""

    def renew(self) -> None:
        """Begin again with fresh workers after one was lost."""

    def close(self) -> None:
        """Let go of the workers; what has not begun is not begun."""


@contextmanager
def open_engine(scale: Scale) -> Iterator[Engine]:
    """Open the engine that `scale` asks for; raises `JikaoError` when it is not there."""
    engine = _make(scale)
    try:
        yield engine
    finally:
        engine.close()


def _make(scale: Scale) -> Engine:
    if scale.kind is EngineKind.SERIAL:
        return SerialEngine()
    if scale.kind is EngineKind.PROCESSES:
        return ProcessEngine(scale.worker_count)
    try:
        from grading.scale.dask_engine import DaskEngine
    except ImportError as error:
        raise JikaoError(
            _("没有安装集群组件。"),
            hint=_("安装附加组件 cluster（pip install jikao[cluster]），或用 --engine processes。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
    return DaskEngine(scale)


class SerialEngine:
    """Runs every job at once, in this process; a worker that dies here takes the program with it."""

    width = 1
    may_lose_workers = False

    def submit(self, work: Callable[[Job], Done], job: Job) -> Future[Done]:
        """Carry out a job and return it done."""
        done: Future[Done] = Future()
        try:
            done.set_result(work(job))
        except Exception as error:  # noqa: BLE001 - a future carries whatever its job raised
            done.set_exception(error)
        return done

    def is_lost(self, _error: BaseException) -> bool:
        """Return False: there is no other process to lose."""
        return False

    def require_workers(self) -> None:
        """Do nothing: this process is here."""

    def paused(self) -> tuple[int, ...]:
        """Return nobody: whoever reads this is not paused."""
        return ()

    def renew(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class ProcessEngine:
    """Runs jobs in processes of their own, started afresh so that they are alike on every system."""

    may_lose_workers = True

    def __init__(self, workers: int) -> None:
        """Start no worker yet: the first job does."""
        self.width = workers
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[[Job], Done], job: Job) -> Future[Done]:
        """Begin a job."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.width, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker
            )
        try:
            with _interrupts_held():
                return self._pool.submit(work, job)
        except BrokenProcessPool as error:
            lost: Future[Done] = Future()
            lost.set_exception(error)
            return lost

    def is_lost(self, error: BaseException) -> bool:
        """Say whether a worker process ended by itself."""
        return isinstance(error, BrokenProcessPool)

    def require_workers(self) -> None:
        """Do nothing: a process that is gone is told at once."""

    def paused(self) -> tuple[int, ...]:
        """Look at the states of the workers, where the system shows them."""
        pids = sorted(child.pid for child in multiprocessing.active_children() if child.pid is not None)
        return tuple(pid for pid in pids if _is_paused(pid))

    def renew(self) -> None:
        """Replace all workers."""
        self.close()

    def close(self) -> None:
        """End the workers."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _is_paused(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
    except OSError:  # it ended just now, or the system is another one
        return False
    return state in PAUSED


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl+C back while a worker is started: until `_begin_worker` it would die of it with a long complaint."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    """Leave Ctrl+C to the program, which ends its workers in good order; and end with it if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    program = multiprocessing.parent_process()
    if program is not None:
        threading.Thread(target=_end_with, args=(program.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """Wait for the program's end: a worker holds the queue of jobs open itself, so it would wait for jobs for ever."""
    wait([sentinel])
    os._exit(1)

"""The room's append-only ledger: one thread writes, everything that waits is committed together.

`append` numbers rows at once and returns; they are durable when `committed`
has reached their `position`, which the listener is told. Nobody may be told
"saved" before. There is no artificial delay: a slower disk makes the batches
larger, not the room slower.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from exam_server.exam_clock import ExamClock
from exam_server.ledger_file import Disk, LedgerFile, LedgerReadOnlyError
from exam_server.room.facts import Body, Fact, Noted, Row
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.record import LedgerEntry
from itembank.sealing.keys import SigningKey

MAX_BATCH = 1000
TICK_SECONDS = 1.0
IDLE_COMMITS = 20
BALLAST_BYTES = 256 << 20


class Listener(Protocol):
    """Who wants to know what became durable; called through `announce`."""

    def committed(self, position: int) -> None:
        """Everything up to `position` is durable."""

    def halted(self, error: JikaoError) -> None:
        """Nothing more will be; what was announced stays durable."""


@dataclass(frozen=True, slots=True)
class _Group:
    rows: tuple[Row, ...]
    position: int


Announce = Callable[[Callable[[], None]], None]


class Ledger:
    """An open ledger. `append` is for one thread (the room's loop); the rest is for any."""

    def __init__(
        self, file: LedgerFile, clock: ExamClock, listener: Listener | None = None, announce: Announce | None = None
    ) -> None:
        """Start the writer; `announce` carries calls to the listener's thread (a loop's call_soon_threadsafe)."""
        self.clock = clock
        self.position = 0
        self.committed = 0
        self._file = file
        self._listener = listener
        self._announce: Announce = announce or _call
        self._n = file.tail.n
        self._waiting: deque[_Group] = deque()
        self._marks: deque[tuple[int, Future[int]]] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._sign_wanted = False
        self._commits = 0
        self._error: JikaoError | None = None
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    @classmethod
    def open(
        cls,
        path: Path,
        name: str,
        signer: SigningKey,
        clock: Clock,
        *,
        skip_ms: int = 0,
        ballast_bytes: int = BALLAST_BYTES,
        disk: Disk | None = None,
        listener: Listener | None = None,
        announce: Announce | None = None,
    ) -> Ledger:
        """Open or create a ledger; the exam clock goes on from the last commit plus `skip_ms`.

        Raises `LedgerError` when it is damaged, another ledger's, or not durable here.
        """
        file = LedgerFile(path, name, signer, disk or Disk())
        file.lay_ballast(ballast_bytes)
        return cls(file, ExamClock(clock, file.committed_ms() + skip_ms), listener, announce)

    @property
    def read_only(self) -> bool:
        """Whether the ledger has given up taking rows."""
        return self._error is not None

    @property
    def last_n(self) -> int:
        """The number of the newest entry, durable or not."""
        return self._n

    def append(self, bodies: Sequence[Body]) -> tuple[Row, ...]:
        """Order bodies behind all earlier ones and return them as rows; raises `LedgerReadOnlyError`."""
        if self._error is not None:
            raise LedgerReadOnlyError(self._error.message, hint=self._error.hint, code=self._error.code)
        exam_ms, wall = self.clock.now_ms(), self.clock.wall()
        made = tuple(self._row(body, exam_ms, wall) for body in bodies)
        with self._wake:
            self.position += 1
            self._waiting.append(_Group(made, self.position))
            self._wake.notify()
        return made

    def when_committed(self, position: int) -> Future[int]:
        """Return a future that is done when `position` is durable, or fails when it never will be."""
        future: Future[int] = Future()
        # Running from the start, so that whoever gives up waiting (a desk that leaves) cannot cancel it: setting the
        # result of a cancelled future would raise in the one thread that writes.
        future.set_running_or_notify_cancel()
        with self._wake:
            if self._error is not None:
                future.set_exception(self._error)
            elif position <= self.committed:
                future.set_result(position)
            else:
                self._marks.append((position, future))
        return future

    def sign_now(self) -> Future[int]:
        """Ask for a signature of the last head; the future is done when it is durable."""
        self._sign_wanted = True
        self.append(())
        return self.when_committed(self.position)

    def close(self) -> None:
        """Commit what waits, sign the last head, and end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()

    def _row(self, body: Body, exam_ms: int, wall: str) -> Row:
        if isinstance(body, Fact):
            return Noted(exam_ms=exam_ms, wall=wall, body=body)
        self._n += 1
        return LedgerEntry(n=self._n, exam_ms=exam_ms, wall=wall, body=body)

    # ---- the writer's thread

    def _run(self) -> None:
        ticked_ms = self.clock.now_ms()
        while True:
            groups, stopping = self._take()
            try:
                signing = self._sign_wanted
                self._write(groups)
                if groups and not signing:
                    self._tell(groups[-1].position)
                if stopping or signing or self.clock.now_ms() - ticked_ms >= TICK_SECONDS * 1000:
                    ticked_ms = self.clock.now_ms()
                    self._sign_wanted = False
                    self._tick()
                if groups and signing:
                    self._tell(groups[-1].position)
            except (DBAPIError, OSError, JikaoError) as error:
                self._file.close()
                self._halt(error)
                return
            except Exception as error:
                # A bug of ours: loud, but first everybody who waits is told that nothing more is saved here.
                self._halt(error)
                raise
            if stopping:
                self._file.close()
                return

    def _take(self) -> tuple[list[_Group], bool]:
        with self._wake:
            if not self._waiting and not self._stopping:
                self._wake.wait(TICK_SECONDS)
            groups: list[_Group] = []
            count = 0
            while self._waiting and count < MAX_BATCH:
                groups.append(self._waiting.popleft())
                count += len(groups[-1].rows)
            return groups, self._stopping and not self._waiting

    def _write(self, groups: list[_Group]) -> None:
        made = [row for group in groups for row in group.rows]
        if not made:
            return
        self._commits += 1
        now_ms, wall = self.clock.now_ms(), self.clock.wall()
        try:
            self._file.write(made, now_ms, wall)
        except (DBAPIError, OSError) as error:
            self._file.recover(made, now_ms, wall, error)

    def _tick(self) -> None:
        now_ms, wall = self.clock.now_ms(), self.clock.wall()
        try:
            self._file.tick(now_ms, wall)
        except (DBAPIError, OSError) as error:
            self._file.recover((), now_ms, wall, error)
        self._file.checkpoint(is_idle=self._commits <= IDLE_COMMITS)
        self._commits = 0

    def _tell(self, position: int) -> None:
        done: list[Future[int]] = []
        with self._wake:
            self.committed = position
            while self._marks and self._marks[0][0] <= position:
                done.append(self._marks.popleft()[1])
        for future in done:
            future.set_result(position)
        if self._listener is not None:
            listener = self._listener
            self._announce(lambda: listener.committed(position))

    def _halt(self, cause: Exception) -> None:
        error = LedgerReadOnlyError(
            _("考场日志无法继续写入：{cause}").format(cause=str(cause).partition("\n")[0][:200]),
            hint=_("已确认保存的作答都在；请启用备用服务器，或更换硬盘后重新启动。"),
            code=ExitCode.ENVIRONMENT,
        )
        with self._wake:
            self._error = error
            waiting = [future for _position, future in self._marks]
            self._marks.clear()
        for future in waiting:
            future.set_exception(error)
        if self._listener is not None:
            listener = self._listener
            self._announce(lambda: listener.halted(error))


def _call(action: Callable[[], None]) -> None:
    action()

"""The one writing connection to a ledger: SQLite in WAL mode that says "durable" only when it is.

`synchronous=NORMAL` lost acknowledged saves in 57 % of simulated power cuts,
`FULL` in none; so every pragma is read back and another value is refused. A
failed fsync is never repeated and believed (Linux marks the pages clean after
the failure): after an error the connection is thrown away, and what the log
still shows is copied into the database and synced anew before anything counts.
Not thread-safe; `Ledger` calls it from its one thread.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, bindparam, create_engine, event, func, insert, select, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from exam_server.ledger_rows import FORMAT_VERSION, batches, entries_bytes, metadata, rows, state, to_columns
from exam_server.room.facts import Row
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.record import LedgerEntry
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, sign_head
from itembank.sealing.keys import SigningKey

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "wal_autocheckpoint": 0,
    "journal_size_limit": 64 << 20,
}
PRAGMA_SPELLINGS = {"synchronous": "FULL"}
IDLE_LOG_BYTES = 4 << 20
BUSY_LOG_BYTES = 96 << 20
DATABASE_VERSION = sqlite3.sqlite_version_info
# Built once: building a statement costs more than running it, and every save waits for these three.
INSERT_ROWS = insert(rows)
INSERT_BATCH = insert(batches)
SET_CLOCK = (
    update(state)
    .where(state.c.id == 1)
    .values(exam_ms=bindparam("now_ms"), wall=bindparam("now_wall"), commits=state.c.commits + 1)
)
DISK_FULL_WORDS = ("database or disk is full", "no space left")


class LedgerError(JikaoError):
    """The ledger cannot be opened or does not hold."""


class LedgerReadOnlyError(LedgerError):
    """The ledger takes nothing more; what it acknowledged is safe."""


class Disk:
    """What the ledger asks of a disk; tests put a failing or a full one in its place."""

    def commit(self, connection: Connection) -> None:
        """Make the transaction durable, or raise."""
        connection.commit()

    def prepare(self, connection: DBAPIConnection) -> None:
        """Set the pragmas on a new connection."""
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={PRAGMA_SPELLINGS.get(name, value)}")
        cursor.close()

    def free_bytes(self, folder: Path) -> int:
        """Bytes that are free where `folder` lies."""
        return shutil.disk_usage(folder).free


@dataclass(slots=True)
class Tail:
    """Where a ledger ends: batch number, entry number, chain head, exam clock, and whether the head is signed."""

    batch: int
    n: int
    head: bytes
    exam_ms: int
    signed: bool = True


@dataclass(slots=True)
class LedgerFile:
    """An open ledger named `name` in the SQLite file `path`; `signer` is the room's key."""

    path: Path
    name: str
    signer: SigningKey
    disk: Disk
    tail: Tail = field(init=False)
    ballast: Path = field(init=False)
    _connection: Connection = field(init=False)
    _exam_ms: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Open or create; raises `LedgerError` when the file, its name or a pragma is not as it must be."""
        self.ballast = self.path.with_name("ballast.bin")
        self._connect()

    def write(self, group: Sequence[Row], exam_ms: int, wall: str) -> None:
        """Commit rows as one batch; raises what the database raises, and then nothing counts."""
        entries = tuple(row for row in group if isinstance(row, LedgerEntry))
        tail = self.tail
        connection = self._connection
        if group:
            connection.execute(INSERT_ROWS, [to_columns(row) for row in group])
        if entries:
            tail = self._next_tail(entries)
            columns = {
                "batch": tail.batch,
                "first_n": entries[0].n,
                "last_n": tail.n,
                "exam_ms": tail.exam_ms,
                "previous": self.tail.head,
                "head": tail.head,
                "signature": b"",
            }
            connection.execute(INSERT_BATCH, columns)
        self._commit(exam_ms, wall)
        self.tail = tail

    def tick(self, exam_ms: int, wall: str) -> None:
        """Commit the exam clock, and the signature of the last head if it has none yet."""
        tail = self.tail
        if not tail.signed:
            signature = sign_head(self.signer, LedgerHead(self.name, tail.n, tail.head, tail.exam_ms))
            self._connection.execute(update(batches).where(batches.c.batch == tail.batch).values(signature=signature))
        self._commit(exam_ms, wall)
        tail.signed = True

    def recover(self, group: Sequence[Row], exam_ms: int, wall: str, error: Exception) -> None:
        """After a failed commit: throw the connection away, reopen, check, and try the group once more."""
        expected = self._next_tail([row for row in group if isinstance(row, LedgerEntry)])
        self._drop_connection()
        if is_disk_full(error):
            self.ballast.unlink(missing_ok=True)
        self._connect()
        self._rewrite()
        if self._is_there(group, expected):
            self._commit(exam_ms, wall)
        else:
            self.write(group, exam_ms, wall)

    def committed_ms(self) -> int:
        """The exam clock of the last commit."""
        return self._exam_ms

    def checkpoint(self, *, is_idle: bool) -> None:
        """Copy the log into the database when it has grown: early in idle moments, late under load.

        Saves wait meanwhile, so under load it must be rare enough not to show in their slowest hundredth.
        """
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size > (IDLE_LOG_BYTES if is_idle else BUSY_LOG_BYTES):
            self._connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            self._connection.commit()

    def lay_ballast(self, size_bytes: int) -> None:
        """Keep a file that can be given up when the disk is full."""
        if self.ballast.exists() and self.ballast.stat().st_size == size_bytes:
            return
        with self.ballast.open("wb") as stream:
            piece = bytes(1 << 20)
            for _index in range(size_bytes >> 20):
                stream.write(piece)

    def close(self) -> None:
        """Let go of the file; what was not committed is rolled back."""
        self._drop_connection()

    # ---- inside

    def _commit(self, exam_ms: int, wall: str) -> None:
        self._connection.execute(SET_CLOCK, {"now_ms": exam_ms, "now_wall": wall})
        self.disk.commit(self._connection)
        self._exam_ms = exam_ms

    def _next_tail(self, entries: Sequence[LedgerEntry]) -> Tail:
        if not entries:
            return self.tail
        head = next_head(self.tail.head, sha256(entries_bytes(entries)).digest())
        return Tail(self.tail.batch + 1, entries[-1].n, head, entries[-1].exam_ms, signed=False)

    def _connect(self) -> None:
        engine = create_engine(
            f"sqlite:///{self.path}", poolclass=NullPool, connect_args={"check_same_thread": False, "timeout": 5}
        )
        event.listen(engine, "connect", self._prepare)
        self._connection = engine.connect()
        try:
            self._check_pragmas()
            self._check_pages()
            self._create()
            self.tail = self._read_tail()
        except DatabaseError as error:
            self._connection.close()
            raise _damaged(str(error.orig)) from error
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        self.disk.prepare(connection)

    def _check_pragmas(self) -> None:
        for name, wanted in PRAGMAS.items():
            found = self._connection.execute(text(f"PRAGMA {name}")).scalar()
            if found != wanted:
                raise LedgerError(
                    _("数据库没有按要求工作：{name} 应为 {wanted}，实为 {found}。").format(
                        name=name, wanted=wanted, found=found
                    ),
                    hint=_("请把考场数据文件夹放在本机硬盘上，不要放在网络盘或优盘上。"),
                    code=ExitCode.ENVIRONMENT,
                )

    def _check_pages(self) -> None:
        verdict = self._connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if verdict != "ok":
            raise _damaged(str(verdict))

    def _create(self) -> None:
        metadata.create_all(self._connection)
        found = self._connection.execute(select(state)).mappings().first()
        if found is None:
            first = {"id": 1, "format": FORMAT_VERSION, "ledger": self.name, "exam_ms": 0, "wall": "", "commits": 0}
            self._connection.execute(insert(state), first)
        elif found["format"] != FORMAT_VERSION or found["ledger"] != self.name:
            raise LedgerError(
                _("这份考场日志属于“{found}”，不是“{wanted}”。").format(found=found["ledger"], wanted=self.name),
                hint=_("请确认选择了正确的考场数据文件夹。"),
                code=ExitCode.REFUSED,
            )
        self._connection.commit()

    def _read_tail(self) -> Tail:
        self._exam_ms = self._connection.execute(select(state.c.exam_ms)).scalar() or 0
        last = self._connection.execute(select(batches).order_by(batches.c.batch.desc()).limit(1)).mappings().first()
        self._connection.commit()
        if last is None:
            return Tail(0, 0, first_ledger_head(self.name), self._exam_ms)
        return Tail(last["batch"], last["last_n"], last["head"], last["exam_ms"], signed=bool(last["signature"]))

    def _rewrite(self) -> None:
        """Copy every page the log shows into the database and sync it, so that nothing rests on a failed sync."""
        busy = self._connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
        self._connection.commit()
        if busy:
            raise LedgerError(_("考场日志无法整理：数据库正被占用。"), code=ExitCode.BUSY)

    def _is_there(self, group: Sequence[Row], expected: Tail) -> bool:
        """Say whether a group whose commit failed is in the database after all: by its head, or by its last fact."""
        if any(isinstance(row, LedgerEntry) for row in group):
            return self.tail.head == expected.head
        if not group:
            return False
        last = to_columns(group[-1])
        same = select(func.count()).where(
            rows.c.n.is_(None), rows.c.exam_ms == last["exam_ms"], rows.c.body == last["body"]
        )
        return bool(self._connection.execute(same).scalar())

    def _drop_connection(self) -> None:
        if self._connection.closed:
            return
        try:
            self._connection.rollback()
        except DBAPIError:
            self._connection.invalidate()
        self._connection.close()


def _damaged(verdict: str) -> LedgerError:
    return LedgerError(
        _("考场日志数据库打不开或已损坏：{verdict}").format(verdict=verdict[:200]),
        hint=_("请不要删除任何文件，复制整个考场数据文件夹后联系技术人员。"),
        code=ExitCode.REFUSED,
    )


def is_disk_full(error: Exception) -> bool:
    """Say whether `error` is the one that giving up the ballast can cure."""
    return any(word in str(error).lower() for word in DISK_FULL_WORDS)

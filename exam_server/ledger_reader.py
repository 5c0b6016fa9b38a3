"""Reading a ledger while it is being written: read-only connections, committed rows only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select

from exam_server.ledger_rows import batches, from_columns, rows, state
from exam_server.room.facts import Row
from exam_server.room.state import EventTail
from itembank.model.record import EventStored, LedgerBatch, LedgerEntry

READ_ROWS = 500


@dataclass(slots=True)
class LedgerReader:
    """Opens the SQLite file at `path` read-only, from any thread."""

    path: Path
    _engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        """Prepare connections; none is opened yet."""
        self._engine = create_engine(
            f"sqlite:///file:{self.path}?mode=ro&uri=true", connect_args={"check_same_thread": False}
        )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def all_rows(self) -> Iterator[Row]:
        """Yield every row in order."""
        with self._engine.connect() as connection:
            found = connection.execution_options(yield_per=READ_ROWS).execute(select(rows).order_by(rows.c.id))
            for row in found.mappings():
                yield from_columns(row)

    def other_rows(self) -> Iterator[Row]:
        """Yield every row in order but the saved events."""
        with self._engine.connect() as connection:
            others = select(rows).where(rows.c.seq.is_(None)).order_by(rows.c.id)
            for row in connection.execution_options(yield_per=READ_ROWS).execute(others).mappings():
                yield from_columns(row)

    def event_tails(self) -> list[EventTail]:
        """Return, for each attempt, its newest event and the sums over all of them."""
        sums = (
            select(
                rows.c.attempt,
                func.max(rows.c.seq).label("seq"),
                func.count().label("events"),
                func.sum(rows.c.size).label("size"),
            )
            .where(rows.c.seq.is_not(None))
            .group_by(rows.c.attempt)
            .subquery()
        )
        newest = select(rows.c.n, rows.c.head, rows.c.exam_ms, sums).join(
            sums, (rows.c.attempt == sums.c.attempt) & (rows.c.seq == sums.c.seq)
        )
        with self._engine.connect() as connection:
            return [
                EventTail(r["attempt"], r["seq"], r["head"], r["events"], r["size"], r["exam_ms"], r["n"])
                for r in connection.execute(newest).mappings()
            ]

    def events(self, attempt: str, first_seq: int, limit: int) -> list[EventStored]:
        """Return at most `limit` stored events of an attempt from `first_seq` on."""
        wanted = (
            select(rows).where(rows.c.attempt == attempt, rows.c.seq >= first_seq).order_by(rows.c.seq).limit(limit)
        )
        with self._engine.connect() as connection:
            found = [from_columns(row).body for row in connection.execute(wanted).mappings()]
        return [body for body in found if isinstance(body, EventStored)]

    def find_event(self, attempt: str, seq: int) -> EventStored | None:
        """Find one stored event."""
        found = self.events(attempt, seq, 1)
        return found[0] if found and found[0].seq == seq else None

    def last_commit(self) -> tuple[int, str]:
        """Return the exam clock and the wall time of the last commit."""
        with self._engine.connect() as connection:
            found = connection.execute(select(state)).mappings().one()
        return found["exam_ms"], found["wall"]

    def find_head(self) -> bytes | None:
        """Find the head of the newest batch."""
        newest = select(batches.c.head).order_by(batches.c.batch.desc()).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(newest).scalar()

    def record(self) -> Iterator[LedgerBatch]:
        """Yield the batches as they leave the room: entries, chain and signatures."""
        with self._engine.connect() as connection:
            for batch in connection.execute(select(batches).order_by(batches.c.batch)).mappings().all():
                inside = select(rows).where(rows.c.n.between(batch["first_n"], batch["last_n"])).order_by(rows.c.n)
                entries = tuple(
                    row
                    for r in connection.execute(inside).mappings()
                    if isinstance(row := from_columns(r), LedgerEntry)
                )
                yield LedgerBatch(
                    previous=batch["previous"],
                    entries=entries,
                    head=batch["head"],
                    exam_ms=batch["exam_ms"],
                    signature=batch["signature"],
                )

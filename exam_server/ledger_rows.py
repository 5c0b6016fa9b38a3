"""The ledger's tables and how rows of the room lie in them.

A saved event keeps its ciphertext as it came; everything else is canonical
JSON. `n` is missing for facts that never leave the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import (
    BLOB,
    Column,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    text,
)

from exam_server.room.facts import Fact, Noted, Row
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.record import EventStored, LedgerBody, LedgerEntry

FORMAT_VERSION = 1
EVENT_KIND = "event"

metadata = MetaData()
rows = Table(
    "rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", Integer, unique=True),
    Column("exam_ms", Integer, nullable=False),
    Column("wall", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("attempt", Text),
    Column("epoch", Integer),
    Column("seq", Integer),
    Column("size", Integer),
    Column("head", BLOB),
    Column("body", BLOB, nullable=False),
)
Index("events", rows.c.attempt, rows.c.seq, unique=True, sqlite_where=text("seq IS NOT NULL"))
Index("others", rows.c.id, sqlite_where=text("seq IS NULL"))
batches = Table(
    "batches",
    metadata,
    Column("batch", Integer, primary_key=True),
    Column("first_n", Integer, nullable=False),
    Column("last_n", Integer, nullable=False),
    Column("exam_ms", Integer, nullable=False),
    Column("previous", BLOB, nullable=False),
    Column("head", BLOB, nullable=False),
    Column("signature", BLOB, nullable=False),
)
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("format", Integer, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("exam_ms", Integer, nullable=False),
    Column("wall", Text, nullable=False),
    Column("commits", Integer, nullable=False),
)

# Equal to `itembank.model.codec.to_bytes` for ledger entries (a test compares them), and ten times as fast.
_canonical = msgspec.json.Encoder(order="sorted")


def entries_bytes(entries: Iterable[LedgerEntry]) -> bytes:
    """Return the canonical bytes of a batch's entries: what the chain hashes."""
    return _canonical.encode(tuple(entries))


def to_columns(row: Row) -> dict[str, Any]:
    """Return what is inserted for a row."""
    body = row.body
    columns: dict[str, Any] = {
        "n": row.n if isinstance(row, LedgerEntry) else None,
        "exam_ms": row.exam_ms,
        "wall": row.wall,
        "attempt": None,
        "epoch": None,
        "seq": None,
        "size": None,
        "head": None,
    }
    if isinstance(body, EventStored):
        size = len(body.ciphertext)
        event = {"attempt": body.attempt, "epoch": body.epoch, "seq": body.seq, "size": size, "head": body.head}
        return columns | event | {"kind": EVENT_KIND, "body": body.ciphertext}
    return columns | {"kind": "entry" if columns["n"] else "fact", "body": to_bytes(_Body(body=body))}


def from_columns(found: RowMapping | Mapping[str, Any]) -> Row:
    """Read a row back."""
    if found["kind"] == EVENT_KIND:
        body: LedgerBody = EventStored(
            attempt=found["attempt"],
            epoch=found["epoch"],
            seq=found["seq"],
            ciphertext=found["body"],
            head=found["head"],
        )
        return LedgerEntry(n=found["n"], exam_ms=found["exam_ms"], wall=found["wall"], body=body)
    if found["kind"] == "entry":
        kept = from_bytes(_EntryBody, found["body"]).body
        return LedgerEntry(n=found["n"], exam_ms=found["exam_ms"], wall=found["wall"], body=kept)
    return Noted(exam_ms=found["exam_ms"], wall=found["wall"], body=from_bytes(_FactBody, found["body"]).body)


class _Body(msgspec.Struct, frozen=True):
    body: Any


class _EntryBody(msgspec.Struct, frozen=True):
    body: LedgerBody


class _FactBody(msgspec.Struct, frozen=True):
    body: Fact

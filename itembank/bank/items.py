"""Heads and versions: adding items, reading them back verified, and taking them through the review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, Engine, Row, insert, select, update

from itembank.bank.audit import AuditLog
from itembank.bank.errors import BankError, DamagedBankError, NoSuchItemError
from itembank.bank.media import MediaShelf
from itembank.bank.record import BankItem
from itembank.bank.schema import HEADS, REVIEWS, VERSION_MEDIA, VERSIONS
from itembank.bank.states import Action, Passed, State, take_step
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.codec import from_bytes, to_bytes


class Change(Enum):
    """What adding an item did."""

    NEW = "new"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one added item."""

    identifier: str
    version: str
    number: int
    change: Change


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A version as it lies in the bank; `number` counts the versions of its head from 1."""

    content: BankItem
    version: str
    number: int
    state: State
    author: str
    origin: str
    created: str

    @property
    def identifier(self) -> str:
        """The name of the head."""
        return self.content.identifier


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """One step that a person took with a version."""

    action: Action
    state: State
    by: str
    note: str
    at: str


MAX_NUMBER = 2**31 - 1
"""The largest number that a column of either database holds."""


class ItemShelf:
    """The items of the bank."""

    def __init__(self, engine: Engine, media: MediaShelf, log: AuditLog) -> None:
        """Share engine, media and log with the bank."""
        self._engine = engine
        self._media = media
        self._log = log

    def add(self, items: Sequence[BankItem], media: Mapping[str, bytes], *, author: str, origin: str) -> list[Added]:
        """Store items as new drafts, all or none; an item equal to its newest version stays as it is.

        `media` are the new blobs by digest; every file that an item names must be there or already stored.
        """
        names = [item.identifier for item in items]
        if len(set(names)) != len(names):
            raise BankError(_("同一批导入中有重复的编号。"))
        with self._engine.begin() as connection:
            self._media.put(connection, media)
            outcome = [self._add_one(connection, item, author, origin) for item in items]
            changed = sum(added.change is not Change.UNCHANGED for added in outcome)
            self._log.append(connection, author, "add_items", origin[:200], f"changed={changed} all={len(items)}")
        return outcome

    def find(self, identifier: str, number: int | None = None) -> StoredItem | None:
        """Find the newest version of a head, or the one with that number."""
        if number is not None and not 0 < number <= MAX_NUMBER:
            return None
        wanted = select(VERSIONS).where(VERSIONS.c.head == identifier).order_by(VERSIONS.c.number.desc())
        if number is not None:
            wanted = wanted.where(VERSIONS.c.number == number)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.limit(1)).first()
        return _read(row) if row else None

    def get(self, identifier: str, number: int | None = None) -> StoredItem:
        """Return what `find` finds; raises `NoSuchItemError`."""
        found = self.find(identifier, number)
        if found is None:
            raise NoSuchItemError(identifier)
        return found

    def get_version(self, version: str) -> StoredItem:
        """Return a version by its hash; raises `NoSuchItemError`."""
        with self._engine.connect() as connection:
            row = connection.execute(select(VERSIONS).where(VERSIONS.c.version == version)).first()
        if row is None:
            raise NoSuchItemError(version)
        return _read(row)

    def newest(self) -> list[StoredItem]:
        """Return the newest version of every head, by identifier."""
        return self._newest_where(tuple(State))

    def usable(self) -> list[StoredItem]:
        """Return the newest usable version of every head that has one, by identifier: the pool of assembly."""
        return self._newest_where((State.USABLE,))

    def history(self, version: str) -> list[ReviewNote]:
        """Return the steps of a version in their order."""
        wanted = select(REVIEWS).where(REVIEWS.c.version == version).order_by(REVIEWS.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted)
            return [ReviewNote(Action(r.action), State(r.state), r.by, r.note, r.at) for r in rows]

    def take_step(self, identifiers: Iterable[str], action: Action, *, by: str, note: str = "") -> dict[str, State]:
        """Take the newest version of each head one step further, all or none; returns the new states."""
        outcome = {}
        with self._engine.begin() as connection:
            for identifier in identifiers:
                outcome[identifier] = self._step_one(connection, identifier, action, by, note)
        return outcome

    def _add_one(self, connection: Connection, item: BankItem, author: str, origin: str) -> Added:
        newest = _newest_row(connection, item.identifier)
        version = item.version()
        if newest is not None and newest.version == version:
            return Added(item.identifier, version, newest.number, Change.UNCHANGED)
        if connection.execute(select(VERSIONS.c.number).where(VERSIONS.c.version == version)).first():
            raise BankError(
                _("试题“{item}”与它较早的一个版本完全相同。").format(item=item.identifier),
                hint=_("如果确要恢复旧内容，请先在来源或解析中注明，再导入。"),
            )
        if missing := self._media.missing(connection, item.media()):
            raise BankError(
                _("试题“{item}”缺少 {count} 个图片或素材文件。").format(item=item.identifier, count=len(missing))
            )
        if newest is None:
            connection.execute(insert(HEADS).values(identifier=item.identifier, created=self._log.now()))
        number = newest.number + 1 if newest else 1
        self._write_version(connection, item, number, author=author, origin=origin)
        return Added(item.identifier, version, number, Change.NEW_VERSION if newest else Change.NEW)

    def _write_version(self, connection: Connection, item: BankItem, number: int, *, author: str, origin: str) -> None:
        version = item.version()
        connection.execute(
            insert(VERSIONS).values(
                version=version,
                head=item.identifier,
                number=number,
                state=State.DRAFT.value,
                kind=item.item.kind.value,
                author=author,
                origin=origin[:200],
                created=self._log.now(),
                content=to_bytes(item),
            )
        )
        for name in sorted(item.media()):
            connection.execute(insert(VERSION_MEDIA).values(version=version, sha256=name))

    def _step_one(self, connection: Connection, identifier: str, action: Action, by: str, note: str) -> State:
        row = _newest_row(connection, identifier)
        if row is None:
            raise NoSuchItemError(identifier)
        past = connection.execute(select(REVIEWS).where(REVIEWS.c.version == row.version).order_by(REVIEWS.c.id))
        history = [Passed(Action(r.action), r.by) for r in past]
        state = take_step(identifier, State(row.state), action, by, author=row.author, history=history, note=note)
        connection.execute(update(VERSIONS).where(VERSIONS.c.version == row.version).values(state=state.value))
        at = self._log.now()
        connection.execute(
            insert(REVIEWS).values(version=row.version, action=action.value, state=state.value, by=by, note=note, at=at)
        )
        detail = f"{row.state} -> {state.value}"
        self._log.append(connection, by, f"review_{action.value}", f"{identifier} {row.version}", detail)
        return state

    def _newest_where(self, states: tuple[State, ...]) -> list[StoredItem]:
        wanted = (
            select(VERSIONS).where(VERSIONS.c.state.in_([state.value for state in states])).order_by(VERSIONS.c.number)
        )
        with self._engine.connect() as connection:
            newest = {row.head: row for row in connection.execute(wanted)}
        return [_read(newest[head]) for head in sorted(newest)]


def _newest_row(connection: Connection, identifier: str) -> Row[tuple[object, ...]] | None:
    wanted = select(VERSIONS).where(VERSIONS.c.head == identifier).order_by(VERSIONS.c.number.desc()).limit(1)
    return connection.execute(wanted).first()


def _read(row: Row[tuple[object, ...]]) -> StoredItem:
    """Read a row; its content must have the hash that names it."""
    content = bytes(row.content)
    if digest(content) != row.version:
        raise DamagedBankError(_("试题“{item}”的第 {number} 版。").format(item=row.head, number=row.number))
    return StoredItem(
        content=from_bytes(BankItem, content),
        version=row.version,
        number=row.number,
        state=State(row.state),
        author=row.author,
        origin=row.origin,
        created=row.created,
    )

"""The log of record: who did what with the bank, each entry chained to the one before, none ever changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert, select, text

from itembank.bank.errors import DamagedBankError
from itembank.bank.schema import AUDIT
from itembank.base.canonical import canonical_bytes, digest
from itembank.base.clock import Clock
from itembank.base.i18n import _

NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `subject` names what was acted on, `detail` says more in a line; neither quotes an item."""

    n: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    digest: str

    def expected_digest(self) -> str:
        """The digest that belongs to the other fields."""
        fields = [self.n, self.at, self.actor, self.action, self.subject, self.detail, self.previous]
        return digest(canonical_bytes(fields))


class AuditLog:
    """Appends within the caller's transaction, so that no act is stored without its entry."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Read through `engine`, take the time from `clock`."""
        self._engine = engine
        self._clock = clock

    def now(self) -> str:
        """The time as it stands in all rows."""
        return self._clock.wall().isoformat(timespec="seconds")

    def append(self, connection: Connection, actor: str, action: str, subject: str, detail: str = "") -> None:
        """Add an entry to the end of the chain."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
        last = connection.execute(select(AUDIT.c.n, AUDIT.c.digest).order_by(AUDIT.c.n.desc()).limit(1)).first()
        entry = AuditEntry(
            n=last.n + 1 if last else 1,
            at=self.now(),
            actor=actor,
            action=action,
            subject=subject,
            detail=detail,
            previous=last.digest if last else NO_DIGEST,
            digest="",
        )
        values = {column.name: getattr(entry, column.name) for column in AUDIT.columns}
        connection.execute(insert(AUDIT).values(values | {"digest": entry.expected_digest()}))

    def entries(self) -> list[AuditEntry]:
        """Return all entries from the first on."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(AUDIT).order_by(AUDIT.c.n)).mappings()
            return [AuditEntry(**row) for row in rows]

    def verify(self) -> int:
        """Return the number of entries; raises `DamagedBankError` at the first that does not fit."""
        previous, entries = NO_DIGEST, self.entries()
        for number, entry in enumerate(entries, start=1):
            fits = entry.n == number and entry.previous == previous and entry.digest == entry.expected_digest()
            if not fits:
                raise DamagedBankError(_("操作日志的第 {n} 条被改动过。").format(n=number))
            previous = entry.digest
        return len(entries)

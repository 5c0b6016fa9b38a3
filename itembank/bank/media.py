"""Pictures, starter files and model answers by the SHA-256 of their bytes; stored once, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, insert, select

from itembank.bank.errors import BankError, DamagedBankError
from itembank.bank.schema import MEDIA
from itembank.base.canonical import digest
from itembank.base.i18n import _

MAX_MEDIA_BYTES = 64 << 20


class MediaShelf:
    """The blobs of the bank."""

    def __init__(self, engine: Engine) -> None:
        """Read through `engine`."""
        self._engine = engine

    def put(self, connection: Connection, blobs: Mapping[str, bytes]) -> None:
        """Store those of `blobs` (digest to bytes) that are not there yet."""
        known = set(connection.execute(select(MEDIA.c.sha256).where(MEDIA.c.sha256.in_(blobs))).scalars())
        for name in sorted(set(blobs) - known):
            data = blobs[name]
            if digest(data) != name:
                raise BankError(_("素材 {name} 的内容与摘要不符。").format(name=name[:12]))
            if len(data) > MAX_MEDIA_BYTES:
                raise BankError(
                    _("素材超过 {limit} MB。").format(limit=MAX_MEDIA_BYTES >> 20), hint=_("请缩小文件后重新导入。")
                )
            connection.execute(insert(MEDIA).values(sha256=name, size_bytes=len(data), data=data))

    def missing(self, connection: Connection, wanted: Iterable[str]) -> set[str]:
        """Return those of `wanted` that are not stored."""
        names = set(wanted)
        found = connection.execute(select(MEDIA.c.sha256).where(MEDIA.c.sha256.in_(names))).scalars()
        return names - set(found)

    def get(self, name: str) -> bytes:
        """Return the bytes of a digest, checked against it."""
        with self._engine.connect() as connection:
            data = connection.execute(select(MEDIA.c.data).where(MEDIA.c.sha256 == name)).scalar()
        if data is None:
            raise BankError(_("题库中没有素材 {name}。").format(name=name[:12]), hint=_("请重新导入用到它的试题。"))
        if digest(data) != name:
            raise DamagedBankError(_("素材 {name} 已损坏。").format(name=name[:12]))
        return bytes(data)

"""A marker's own receipts: every decision they signed, in a file that the database knows nothing of.

What was cut off the end of the chain of decisions is found by whoever still has
a receipt of it, and can be shown: a receipt is the decision with its signature.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grading.results.errors import ResultsError
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.base.system import reason_of
from itembank.model.codec import ModelError, Value, from_bytes, to_bytes

SUFFIX = ".receipts"
MAX_BYTES = 256 << 20


class Receipt(Value, frozen=True):
    """A decision as canonical bytes with its number in the chain and the marker's signature."""

    number: int
    decision: bytes
    signature: bytes

    def digest(self) -> str:
        """Return the digest by which the next decision names this one."""
        return digest(self.decision)


@dataclass(frozen=True, slots=True)
class ReceiptBook:
    """A file of receipts, one a line, only ever added to; it belongs to one results database."""

    path: Path

    def add(self, receipt: Receipt) -> None:
        """Add a receipt and wait until it is on the disk; raises `ResultsError`, the decision itself is stored then."""
        try:
            self._cut_unfinished_line()
            with self.path.open("ab") as stream:
                stream.write(to_bytes(receipt) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise ResultsError(
                _("评定已保存，但回执没有写入“{path}”：{reason}").format(path=self.path, reason=reason_of(error)),
                hint=_("请检查磁盘和权限，然后重新打开评阅台。"),
                code=ExitCode.ENVIRONMENT,
            ) from error

    def receipts(self) -> list[Receipt]:
        """Return all receipts in their order, none without a file.

        A last line that a power cut left unfinished is left out. Raises `ResultsError` for what is no receipt.
        """
        try:
            if not self.path.exists():
                return []
            if self.path.stat().st_size > MAX_BYTES:
                raise ResultsError(_("回执文件“{path}”太大。").format(path=self.path))
            data = self.path.read_bytes()
        except OSError as error:
            raise ResultsError(
                _("读不到回执文件“{path}”：{reason}").format(path=self.path, reason=reason_of(error))
            ) from error
        *lines, _unfinished = data.split(b"\n")
        try:
            return [from_bytes(Receipt, line) for line in lines]
        except ModelError as error:
            raise ResultsError(_("“{path}”不是回执文件，或已损坏。").format(path=self.path)) from error

    def _cut_unfinished_line(self) -> None:
        """Take away what a power cut left of a line: no receipt was ever given for it."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as stream:
            data = stream.read()
            if not data.endswith(b"\n"):
                stream.truncate(data.rfind(b"\n") + 1)


def missing(receipts: Iterable[Receipt], digests: Mapping[int, str]) -> list[Receipt]:
    """Return the receipts whose decision does not stand under its number; `digests` by number are what is there."""
    return [receipt for receipt in receipts if digests.get(receipt.number) != receipt.digest()]


def book_beside(key: Path, exam: str) -> ReceiptBook:
    """Return the usual book of the marker who signs with `key`, one for each exam."""
    return ReceiptBook(key.with_name(f"{key.stem}-{exam}{SUFFIX}"))

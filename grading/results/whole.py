"""Whether a stored run is still what was stored: one digest over all its results, made when it was finished.

The machine's results are not signed, they can be made again. The digest is against a disk that flips a bit and a file
that was copied half: then a wrong mark must not go out as if nothing were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grading.results.errors import ResultsError
from itembank.base.errors import ExitCode
from itembank.base.i18n import _


class StoredResult(NamedTuple):
    """A row of results: whose it is, its canonical bytes, and how many of its items need a person."""

    candidate: str
    result: bytes
    open_items: int


def digest_of(rows: Iterable[StoredResult]) -> str:
    """Return the digest of all results of a run, by candidate number."""
    total = hashlib.sha256()
    for row in rows:
        _add(total, row)
    return total.hexdigest()


def passing(rows: Iterable[StoredResult], run: str, wanted: str) -> Iterator[StoredResult]:
    """Pass all results of a run on; raises `ResultsError` at the end when they are not the ones that were stored.

    Whoever reads must not act before the end. Nothing is known of runs that were stored without a digest ("").
    """
    total = hashlib.sha256()
    for row in rows:
        if not isinstance(row.result, bytes):  # one flipped bit makes a text of it
            raise _other(run)
        _add(total, row)
        yield row
    if wanted and total.hexdigest() != wanted:
        raise _other(run)


def _other(run: str) -> ResultsError:
    return ResultsError(
        _("批次 {run} 的成绩与保存时不同，成绩库已损坏或被改动，没有采用。").format(run=run[:16]),
        hint=_("请停止使用这个成绩库并从备份恢复；没有备份的，用原来的答卷包和评分包重新评分。"),
        code=ExitCode.REFUSED,
    )


def _add(total: hashlib._Hash, row: StoredResult) -> None:
    total.update(f"{row.candidate} {row.open_items} {len(row.result)}\n".encode())
    total.update(row.result)

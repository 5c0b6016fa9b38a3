"""The one error of the results database, and reading a value from it."""

from __future__ import annotations

from typing import TypeVar

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.codec import ModelError, from_bytes

T = TypeVar("T")


class ResultsError(JikaoError):
    """The results cannot be opened, or what is asked of them is not there."""


def read_stored(kind: type[T], data: bytes) -> T:
    """Read a value that lies in the database; raises `ResultsError` when its bytes are no longer one."""
    try:
        return from_bytes(kind, data)
    except ModelError as error:
        raise ResultsError(
            _("成绩库中有一条记录读不出来，成绩库已损坏。"),
            hint=_("请停止使用这个成绩库并从备份恢复。"),
            code=ExitCode.REFUSED,
        ) from error

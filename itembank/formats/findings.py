"""What a dry run says about a file: findings by row, errors and warnings apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from itembank.base.errors import JikaoError
from itembank.base.i18n import N_, _


class Level(Enum):
    """An error keeps the whole file out; a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


LEVEL_NAMES = {Level.ERROR: N_("错误"), Level.WARNING: N_("提醒")}


class FileError(JikaoError):
    """A file as a whole cannot be read."""


class RowError(JikaoError):
    """One row (or one task) cannot be read; the others still are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place; `row` counts from 1 as the spreadsheet shows it, 0 is the file as a whole.

    `sheet` names the worksheet where a file has several.
    """

    row: int
    level: Level
    sentence: str
    sheet: str = ""

    def line(self) -> str:
        """The finding as a line for people."""
        place = _("第 {row} 行").format(row=self.row) if self.row else _("整个文件")
        if self.sheet:
            place = _("工作表“{name}” {place}").format(name=self.sheet, place=place if self.row else "").rstrip()
        return _("{place}  {level}：{sentence}").format(
            place=place, level=_(LEVEL_NAMES[self.level]), sentence=self.sentence
        )


class Notes:
    """Gathers the findings of one row while it is read."""

    def __init__(self, row: int) -> None:
        """Everything noted here is about `row`."""
        self.row = row
        self._findings: list[Finding] = []

    def warn(self, sentence: str) -> None:
        """Ask a person to look."""
        self._findings.append(Finding(self.row, Level.WARNING, sentence))

    def refuse(self, sentence: str) -> None:
        """Keep the file out, and go on reading."""
        self._findings.append(Finding(self.row, Level.ERROR, sentence))

    def taken(self) -> tuple[Finding, ...]:
        """Return what was noted."""
        return tuple(self._findings)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding keeps the file out."""
    return any(finding.level is Level.ERROR for finding in findings)

"""A table to be exported: what its columns are. Rows come one at a time, from wherever the results are.

Cells are texts, exact marks, whole numbers, or None for "no value", which is never written as zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

CellValue = str | Fraction | int | None
RowValues = tuple[CellValue, ...]


class ExportError(JikaoError):
    """A table that cannot be written as it is."""


class ColumnKind(Enum):
    """What a column holds: an id (digits that are no number), a text, marks, or a count."""

    ID = "id"
    TEXT = "text"
    MARK = "mark"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column; `width` is in characters of a spreadsheet, a Chinese character takes two."""

    title: str
    kind: ColumnKind
    width: int = 12


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table: the name of its sheet, its columns, how many columns stay in view, and notes about the data."""

    name: str
    columns: tuple[ExportColumn, ...]
    frozen_columns: int = 2
    notes: tuple[tuple[str, str], ...] = ()
    types: tuple[tuple[type, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up once what each column takes: a city has millions of cells."""
        object.__setattr__(self, "types", tuple(_TYPES[column.kind] for column in self.columns))


_TYPES: dict[ColumnKind, tuple[type, ...]] = {
    ColumnKind.ID: (str,),
    ColumnKind.TEXT: (str,),
    ColumnKind.MARK: (Fraction, int),
    ColumnKind.COUNT: (int,),
}


def check_row(table: ExportTable, number: int, row: RowValues) -> None:
    """Refuse a row whose cells do not fit the columns; `number` counts the rows of data from 1."""
    if len(row) != len(table.columns):
        raise ExportError(
            _("第 {number} 行有 {found} 列，应为 {wanted} 列。").format(
                number=number, found=len(row), wanted=len(table.columns)
            ),
            code=ExitCode.BUG,
        )
    for place, (types, value) in enumerate(zip(table.types, row, strict=True)):
        if value is not None and not isinstance(value, types):
            raise ExportError(
                _("第 {number} 行“{title}”列的值类型不符。").format(number=number, title=table.columns[place].title),
                code=ExitCode.BUG,
            )

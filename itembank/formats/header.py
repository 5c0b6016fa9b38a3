"""Where the header of an item sheet stands, also when its option letters stand in a second row below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itembank.base.i18n import _
from itembank.formats.columns import OPTIONS, REQUIRED, Column, column_of, find_columns, is_header
from itembank.formats.findings import Finding, Level
from itembank.formats.workbook import Sheet, SheetRow

HEADER_ROWS = 10
LETTERS_BELOW = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The titles by column; `last` is the last row that belongs to it."""

    first: int
    last: int
    titles: tuple[str, ...]

    def places(self) -> tuple[dict[Column, int], tuple[str, ...]]:
        """Return the places of the columns we know and the titles of others; raises `FileError`."""
        return find_columns(self.titles)


def find_header(sheet: Sheet) -> Header | None:
    """Find the header in the first rows of a sheet."""
    for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
        titles = titles_of(row)
        if is_header(titles):
            below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else None
            return _with_letters(row, titles, below)
    return None


def titles_of(row: SheetRow) -> tuple[str, ...]:
    """Return the texts of a row as titles."""
    return tuple(cell.text for cell in row.cells)


def unused_columns(
    sheet: Sheet, header: Header, unknown: tuple[str, ...], places: Mapping[Column, int]
) -> Iterator[Finding]:
    """Name the columns that are not used: those with an unknown title, and those without any title that hold text."""
    for title in unknown:
        yield Finding(header.first, Level.WARNING, _("没有使用“{title}”这一列。").format(title=title[:20]))
    filled = {
        place
        for row in sheet.rows
        if row.number > header.last
        for place, cell in enumerate(row.cells)
        if cell.text.strip() and (place >= len(header.titles) or not header.titles[place].strip())
    }
    for place in sorted(filled - set(places.values())):
        sentence = _("第 {number} 列没有标题，没有使用这一列的内容。").format(number=place + 1)
        yield Finding(header.first, Level.WARNING, sentence)


def _with_letters(row: SheetRow, titles: tuple[str, ...], below: SheetRow | None) -> Header:
    """Take the second row into the header when it holds option letters and nothing of an item."""
    if below is not None and below.number == row.number + 1:
        second = titles_of(below)
        columns = [column_of(title) for title in second]
        letters = sum(column in OPTIONS for column in columns)
        is_item = any(
            title.strip() and column_of(above) in REQUIRED for above, title in zip(titles, second, strict=False)
        )
        if letters >= LETTERS_BELOW and not is_item and not any(column_of(title) in OPTIONS for title in titles):
            joined = [
                lower if column in OPTIONS else upper
                for upper, lower, column in zip(_padded(titles, second), _padded(second, titles), columns, strict=False)
            ]
            return Header(row.number, below.number, (*joined, *titles[len(joined) :]))
    return Header(row.number, row.number, titles)


def _padded(texts: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    return [*texts, *[""] * (len(other) - len(texts))]

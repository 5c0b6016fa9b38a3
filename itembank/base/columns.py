"""Text in columns that line up on a terminal, where Chinese characters are two columns wide."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "
WIDE = frozenset("WF")
NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
"""Marks that stand on the character before them, and signs that are not seen."""


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_width(character) for character in text)


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows with cells of equal width in every column; nothing stands behind the last cell."""
    widths = [max(columns_of(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - columns_of(cell)) for cell, width in zip(row, widths, strict=True)]
        yield GAP.join(cells).rstrip()


def _width(character: str) -> int:
    if unicodedata.category(character) in NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1

"""Colours Python source in an editor, line by line."""

from __future__ import annotations

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from exam_client.ui.coding.lexer import Open, scan
from exam_client.ui.look import Look


class PythonHighlighter(QSyntaxHighlighter):
    """Follows the theme."""

    def __init__(self, look: Look, document: QTextDocument) -> None:
        """Colour `document` from now on."""
        super().__init__(document)
        self._look = look
        look.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour one line; the state of a block is what stays open behind it."""
        before = Open(max(0, self.previousBlockState()))
        scanned = scan(text, before)
        for stretch in scanned.stretches:
            ink = QTextCharFormat()
            ink.setForeground(self._look.colour(stretch.kind.value))
            self.setFormat(_units(text, stretch.start), _units_between(text, stretch.start, stretch.length), ink)
        self.setCurrentBlockState(scanned.after.value)


def _units(text: str, characters: int) -> int:
    """Return how many UTF-16 units the first characters take; Qt counts in those."""
    return len(text[:characters].encode("utf-16-le")) // 2


def _units_between(text: str, start: int, length: int) -> int:
    return len(text[start : start + length].encode("utf-16-le")) // 2

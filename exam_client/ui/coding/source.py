"""The text of a program: line numbers, indent of four spaces, matching brackets, comments on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from exam_client.coding.views import FullWidthMark
from exam_client.ui.coding.brackets import matching_bracket
from exam_client.ui.coding.highlighter import PythonHighlighter
from exam_client.ui.coding.indenting import dedented, indent_after, toggled_comment
from exam_client.ui.look import Look, mono
from exam_client.ui.parts.composing import Composing
from itembank.base.i18n import _

INDENT = "    "
GUTTER_PADDING_PX = 10
LAST_OF_BMP = 0xFFFF


class SourceEdit(QPlainTextEdit):
    """The editor of one program. `left`: it lost the focus. Tab indents; Ctrl+Tab (or Esc, Tab) leaves."""

    left = Signal()

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._marks: tuple[FullWidthMark, ...] = ()
        self._error_line = 0
        self._leaves_with_tab = False
        self.setProperty("role", "source")
        self.setAccessibleName(_("程序代码"))
        self.setMinimumHeight(72)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        Composing(self)
        self.gutter = Gutter(self)
        self._highlighter = PythonHighlighter(look, self.document())
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._mark)
        look.changed.connect(self._dress)
        self._dress()

    # ---- what the panel asks

    def show_text(self, text: str) -> None:
        """Show a program from the beginning."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_marks(self, marks: tuple[FullWidthMark, ...]) -> None:
        """Underline full-width punctuation."""
        self._marks = marks
        self._mark()

    def show_error_line(self, line: int) -> None:
        """Tint the line of an error, counted from 1; 0 takes the tint away."""
        self._error_line = line
        if line:
            self.go_to_line(line)
        self._mark()

    def go_to_line(self, line: int, column: int = 0) -> None:
        """Put the cursor into a line, counted from 1."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(column, block.length() - 1))
        self.setTextCursor(cursor)
        self.centerCursor()

    def toggle_comment(self) -> None:
        """Comment the selected lines, or take their comments away."""
        self._replace_lines(toggled_comment)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent instead of tabs; everything else is the text editor's."""
        key, modifiers = event.key(), event.modifiers()
        plain = modifiers in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if key == Qt.Key.Key_Escape:
            self._leaves_with_tab = True
            event.ignore()
            return
        leaves, self._leaves_with_tab = self._leaves_with_tab, False
        if key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and leaves):
            if leaves:
                self._leave(forth=key == Qt.Key.Key_Tab)
            else:
                self._replace_lines(dedented)
        elif key == Qt.Key.Key_Tab and plain:
            self._indent()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._new_line()
        elif key == Qt.Key.Key_Backspace and plain and self._is_in_indent():
            self._unindent()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the editor was left."""
        super().focusOutEvent(event)
        self.left.emit()

    def _leave(self, *, forth: bool) -> None:
        # A text editor that takes tabs refuses to pass the focus on.
        self.setTabChangesFocus(True)
        self.focusNextPrevChild(forth)
        self.setTabChangesFocus(False)

    def _indent(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            self._replace_lines(lambda lines: [INDENT + line if line.strip() else line for line in lines])
            return
        column = cursor.positionInBlock()
        cursor.insertText(" " * (len(INDENT) - column % len(INDENT)))

    def _new_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        cursor.insertText("\n" + indent_after(before))
        self.ensureCursorVisible()

    def _is_in_indent(self) -> bool:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        return not cursor.hasSelection() and len(before) > 1 and before.strip(" ") == ""

    def _unindent(self) -> None:
        cursor = self.textCursor()
        surplus = cursor.positionInBlock() % len(INDENT) or len(INDENT)
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, surplus)
        cursor.removeSelectedText()

    def _replace_lines(self, change: Callable[[Sequence[str]], list[str]]) -> None:
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        if cursor.hasSelection() and last.position() == cursor.selectionEnd() and last != first:
            last = last.previous()
        whole = QTextCursor(first)
        whole.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        lines = whole.selectedText().split("\u2029")
        start = first.position()
        whole.insertText("\n".join(change(lines)))
        if cursor.hasSelection():
            end = whole.position()
            whole.setPosition(start)
            whole.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(whole)

    # ---- marks

    def _mark(self) -> None:
        self.setExtraSelections([*self._line_marks(), *self._full_width_marks(), *self._bracket_marks()])
        self.gutter.update()

    def _line_marks(self) -> Iterable[QTextEdit.ExtraSelection]:
        if self._error_line:
            block = self.document().findBlockByNumber(self._error_line - 1)
            if block.isValid():
                yield self._whole_line(QTextCursor(block), self._look.colour("danger_soft"))
        elif not self.textCursor().hasSelection():
            yield self._whole_line(self.textCursor(), self._look.colour("raised"))

    def _whole_line(self, cursor: QTextCursor, ground: QColor) -> QTextEdit.ExtraSelection:
        style = QTextCharFormat()
        style.setBackground(ground)
        style.setProperty(QTextFormat.Property.FullWidthSelection.value, True)
        cursor.clearSelection()
        return _selection(cursor, style)

    def _full_width_marks(self) -> Iterable[QTextEdit.ExtraSelection]:
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(self._look.colour("danger"))
        style.setBackground(self._look.colour("warn_soft"))
        for mark in self._marks:
            block = self.document().findBlockByNumber(mark.line - 1)
            if block.isValid() and mark.column < block.length() - 1:
                yield self._stretch(block.position() + mark.column, style)

    def _bracket_marks(self) -> Iterable[QTextEdit.ExtraSelection]:
        text, position = self.toPlainText(), self.textCursor().position()
        if not text.isascii() and any(ord(character) > LAST_OF_BMP for character in text):
            return  # Qt counts such a character twice; a missing mark is better than a wrong one
        for place in (position - 1, position):
            partner = matching_bracket(text, place)
            if partner >= 0:
                style = QTextCharFormat()
                style.setBackground(self._look.colour("accent_soft"))
                style.setForeground(self._look.colour("accent"))
                style.setFontWeight(700)
                yield self._stretch(place, style)
                yield self._stretch(partner, style)
                return

    def _stretch(self, start: int, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + 1, QTextCursor.MoveMode.KeepAnchor)
        return _selection(cursor, style)

    # ---- gutter

    def gutter_width(self) -> int:
        """Return the width of the line numbers."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 2 * GUTTER_PADDING_PX

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw the line numbers."""
        painter = QPainter(self.gutter)
        painter.fillRect(event.rect(), self._look.colour("raised"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        while block.isValid() and top <= event.rect().bottom():
            height = round(self.blockBoundingRect(block).height())
            number = block.blockNumber() + 1
            painter.setPen(self._look.colour("danger" if number == self._error_line else "muted"))
            width = self.gutter.width() - GUTTER_PADDING_PX
            painter.drawText(0, top, width, height, int(Qt.AlignmentFlag.AlignRight.value), str(number))
            block, top = block.next(), top + height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter at the left."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.gutter.setGeometry(QRect(inside.left(), inside.top(), self.gutter_width(), inside.height()))

    def _fit_gutter(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _scroll_gutter(self, rect: QRect, down: int) -> None:
        if down:
            self.gutter.scroll(0, down)
        else:
            self.gutter.update(0, rect.y(), self.gutter.width(), rect.height())

    def _dress(self) -> None:
        font = mono(self._look.code_px)
        self.setFont(font)
        self.setStyleSheet(f"font-size: {self._look.code_px}px;")
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(" ") * len(INDENT))
        self._fit_gutter()
        self._mark()


class Gutter(QWidget):
    """The line numbers beside the source."""

    def __init__(self, source: SourceEdit) -> None:
        """Stand inside the source editor."""
        super().__init__(source)
        self._source = source

    def sizeHint(self) -> QSize:
        """As wide as the numbers need."""
        return QSize(self._source.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the source draw: it knows where its lines are."""
        self._source.paint_gutter(event)


def _selection(cursor: QTextCursor, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor  # type: ignore[attr-defined]
    made.format = style  # type: ignore[attr-defined]
    return made

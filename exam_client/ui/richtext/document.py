"""Writes blocks of an item into a text document and remembers where blanks and pictures stand.

Blanks are reserved as empty pictures of the right size; the view puts the real fields there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from exam_client.ui.coding.lexer import scan_all
from exam_client.ui.look import LINE_HEIGHT, Look, mono, sans
from exam_client.ui.richtext.grid import PlacedCell, place_cells
from itembank.base.i18n import _
from itembank.model.richtext import (
    Block,
    Break,
    CodeBlock,
    Image,
    Inline,
    InteractionPlace,
    ItemList,
    Mark,
    Paragraph,
    Slot,
    Table,
    Text,
)

HEADING_SCALES = {1: 1.35, 2: 1.2, 3: 1.1}
BLANK_NAME = "blank:"
GAP = 0.55
"""Space after a paragraph, in sizes of the text."""
SIDE_GAP_PX = 6
DOWN_GAP_PX = 12
TABLE_PADDING_PX = 7


@dataclass
class Written:
    """Where things stand in the document: positions of blanks by response, and of pictures."""

    blanks: dict[str, int] = field(default_factory=dict)
    pictures: list[tuple[int, Image]] = field(default_factory=list)


@dataclass
class Writer:
    """Writes blocks. `blanks` are the sizes of the fields by response; `width_px` bounds pictures."""

    look: Look
    media: Callable[[str], bytes]
    blanks: Mapping[str, QSize]
    width_px: int
    written: Written = field(default_factory=Written)
    _is_first: bool = True

    def write(self, document: QTextDocument, blocks: Iterable[Block]) -> Written:
        """Replace what is in `document`."""
        document.clear()
        document.setDocumentMargin(0)
        document.setDefaultFont(sans(self.look.content_px))
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for block in blocks:
            self._write_block(cursor, block)
        cursor.endEditBlock()
        return self.written

    # ---- blocks

    def _write_block(self, cursor: QTextCursor, block: Block) -> None:
        match block:
            case Paragraph():
                self._new_block(cursor, self._block_format(has_picture=_has_picture(block.inlines)))
                self._write_inlines(cursor, block.inlines, self._text_format(block.level))
            case CodeBlock():
                self._write_code(cursor, block)
            case Table():
                self._write_table(cursor, block)
            case ItemList():
                self._write_list(cursor, block)
            case InteractionPlace():
                return
        self._is_first = False

    def _new_block(self, cursor: QTextCursor, block: QTextBlockFormat) -> None:
        """Begin a paragraph; the empty one of a new document (or behind a frame) is taken first."""
        if self._is_first or (cursor.block().length() == 1 and cursor.block().text() == ""):
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        cursor.setCharFormat(self._text_format())
        cursor.setBlockCharFormat(self._text_format())

    def _block_format(self, *, has_picture: bool = False) -> QTextBlockFormat:
        """Space the lines; a proportion of a line with a picture would be a gap."""
        block = QTextBlockFormat()
        font = sans(self.look.content_px)
        percent = LINE_HEIGHT * self.look.content_px / QFontMetricsF(font).height() * 100
        if not has_picture:
            block.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(self.look.content_px * GAP)
        return block

    def _text_format(self, level: int = 0) -> QTextCharFormat:
        text = QTextCharFormat()
        text.setFont(sans(round(self.look.content_px * HEADING_SCALES.get(level, 1.0)), bold=level > 0))
        text.setForeground(self.look.colour("text"))
        return text

    def _write_code(self, cursor: QTextCursor, block: CodeBlock) -> None:
        frame = QTextFrameFormat()
        frame.setBackground(self.look.colour("raised"))
        frame.setPadding(10)
        frame.setTopMargin(2)
        frame.setBottomMargin(self.look.content_px * GAP)
        outer = cursor.currentFrame()
        cursor.insertFrame(frame)
        plain = QTextCharFormat()
        plain.setFont(mono(self.look.code_px))
        plain.setForeground(self.look.colour("text"))
        start = cursor.position()
        text = block.text.rstrip("\n")
        lines = QTextBlockFormat()
        lines.setLineHeight(115, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(lines)
        cursor.setBlockCharFormat(plain)
        cursor.insertText(text, plain)
        if block.language == "python":
            self._colour_code(cursor, start, text)
        cursor.setPosition(outer.lastPosition())

    def _colour_code(self, cursor: QTextCursor, start: int, text: str) -> None:
        for stretch in scan_all(text):
            part = QTextCursor(cursor)
            part.setPosition(start + stretch.start)
            part.setPosition(start + stretch.start + stretch.length, QTextCursor.MoveMode.KeepAnchor)
            ink = QTextCharFormat()
            ink.setForeground(self.look.colour(stretch.kind.value))
            part.mergeCharFormat(ink)

    def _write_list(self, cursor: QTextCursor, block: ItemList) -> None:
        entries = QTextListFormat()
        numbered = QTextListFormat.Style.ListDecimal
        entries.setStyle(numbered if block.numbered else QTextListFormat.Style.ListDisc)
        made = None
        for entry in block.entries:
            spacing = self._block_format()
            spacing.setBottomMargin(self.look.content_px * GAP / 2)
            self._new_block(cursor, spacing)
            if made is None:
                made = cursor.createList(entries)
            else:
                made.add(cursor.block())
            self._is_first = False
            self._write_inlines(cursor, entry, self._text_format())

    def _write_table(self, cursor: QTextCursor, block: Table) -> None:
        if block.caption:
            self._new_block(cursor, self._block_format())
            self._write_inlines(cursor, (Text(text=block.caption, marks=(Mark.STRONG,)),), self._text_format())
        grid = place_cells(block)
        table_format = QTextTableFormat()
        table_format.setBorder(1)
        table_format.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        table_format.setBorderBrush(self.look.colour("line_strong"))
        table_format.setBorderCollapse(True)
        table_format.setCellPadding(TABLE_PADDING_PX)
        table_format.setCellSpacing(0)
        table_format.setTopMargin(2)
        table_format.setBottomMargin(self.look.content_px * GAP)
        table_format.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.VariableLength, 0) for _column in range(grid.columns)]
        )
        outer = cursor.currentFrame()
        table = cursor.insertTable(grid.rows, grid.columns, table_format)
        for placed in grid.cells:
            if placed.rows > 1 or placed.columns > 1:
                table.mergeCells(placed.row, placed.column, placed.rows, placed.columns)
            cell = table.cellAt(placed.row, placed.column)
            cell.setFormat(self._cell_format(placed))
            self._write_inlines(cell.firstCursorPosition(), placed.cell.inlines, self._cell_text(placed))
        cursor.setPosition(outer.lastPosition())

    def _cell_format(self, placed: PlacedCell) -> QTextTableCellFormat:
        made = QTextTableCellFormat()
        if placed.cell.header:
            made.setBackground(self.look.colour("raised"))
        return made

    def _cell_text(self, placed: PlacedCell) -> QTextCharFormat:
        text = self._text_format()
        if placed.cell.header:
            text.setFontWeight(QFont.Weight.Bold)
        return text

    # ---- inlines

    def _write_inlines(self, cursor: QTextCursor, inlines: Iterable[Inline], base: QTextCharFormat) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    cursor.insertText(inline.text, self._marked(base, inline.marks))
                case Break():
                    cursor.insertText("\u2028", base)
                case Image():
                    self._write_picture(cursor, inline, base)
                case Slot():
                    self._write_blank(cursor, inline, base)

    def _marked(self, base: QTextCharFormat, marks: Iterable[Mark]) -> QTextCharFormat:
        text = QTextCharFormat(base)
        for mark in marks:
            match mark:
                case Mark.STRONG:
                    text.setFontWeight(QFont.Weight.Bold)
                case Mark.EMPHASIS:
                    text.setFontUnderline(True)
                    text.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                case Mark.UNDERLINE:
                    text.setFontUnderline(True)
                case Mark.CODE:
                    text.setFontFamilies(mono(self.look.code_px).families())
                    text.setForeground(self.look.colour("code_name"))
                case Mark.SUBSCRIPT:
                    text.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
                case Mark.SUPERSCRIPT:
                    text.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        return text

    def _write_blank(self, cursor: QTextCursor, slot: Slot, base: QTextCharFormat) -> None:
        size = self.blanks.get(slot.response)
        if size is None:
            cursor.insertText("____", base)
            return
        self._reserve(cursor, f"{BLANK_NAME}{slot.response}", size + QSize(2 * SIDE_GAP_PX, DOWN_GAP_PX), QImage())
        self.written.blanks[slot.response] = cursor.position() - 1

    def _write_picture(self, cursor: QTextCursor, image: Image, base: QTextCharFormat) -> None:
        shown = QImage.fromData(self.media(image.media))
        if shown.isNull():
            cursor.insertText(_("［图片：{alt}］").format(alt=image.alt), base)
            return
        self._reserve(cursor, f"picture:{image.media}", self._picture_size(image, shown), shown)
        self.written.pictures.append((cursor.position() - 1, image))

    def _picture_size(self, image: Image, shown: QImage) -> QSize:
        """Scale a picture with the zoom and to the width there is, keeping its shape."""
        size = QSize(image.width_px or shown.width(), image.height_px or shown.height())
        if bool(image.width_px) != bool(image.height_px):
            side = QSize(image.width_px or 4096, image.height_px or 4096)
            size = shown.size().scaled(side, Qt.AspectRatioMode.KeepAspectRatio)
        size *= self.look.zoom / 100
        if size.width() > self.width_px:
            size = size.scaled(QSize(self.width_px, size.height()), Qt.AspectRatioMode.KeepAspectRatio)
        return size

    def _reserve(self, cursor: QTextCursor, name: str, size: QSize, shown: QImage) -> None:
        if shown.isNull():
            shown = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            shown.fill(Qt.GlobalColor.transparent)
        cursor.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), shown)
        place = QTextImageFormat()
        place.setName(name)
        place.setWidth(size.width())
        place.setHeight(size.height())
        place.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        place.setFont(sans(self.look.content_px))
        cursor.insertImage(place)


def _has_picture(inlines: Iterable[Inline]) -> bool:
    return any(isinstance(inline, Image) for inline in inlines)

"""A piece of rich text that is as high as its contents, with real fields at its blanks and zoomable pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextImageFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from exam_client.ui.look import Look, sans
from exam_client.ui.parts.button import Button
from exam_client.ui.richtext.document import SIDE_GAP_PX, Writer, Written
from itembank.base.i18n import _
from itembank.model.richtext import Block, Image, plain_text

MIN_ZOOMABLE_PX = 120
"""Pictures smaller than this on both sides get no zoom button."""


class RichTextView(QTextEdit):
    """Shows blocks. `fields` are the widgets of the blanks by response; they become children of this view.

    `pictureWanted(Image)`: the candidate wants to see a picture larger.
    """

    pictureWanted = Signal(object)

    def __init__(
        self,
        look: Look,
        media: Callable[[str], bytes],
        blocks: Sequence[Block],
        fields: Mapping[str, QWidget] | None = None,
        *,
        can_zoom_pictures: bool = True,
    ) -> None:
        """The blocks stay the same for the life of the view."""
        super().__init__()
        self._look, self._media, self._blocks = look, media, tuple(blocks)
        self._fields = dict(fields or {})
        self._can_zoom_pictures = can_zoom_pictures
        self._zoomers: list[Button] = []
        self._written = Written()
        self._width_px = -1
        self.setProperty("role", "rich")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(plain_text(self._blocks))
        for field in self._fields.values():
            field.setParent(self.viewport())
        look.changed.connect(self._write)
        self._write()

    def plain(self) -> str:
        """Return the words of the text."""
        return plain_text(self._blocks)

    def sizeHint(self) -> QSize:
        """As wide as the longest line would like, as high as the contents."""
        return QSize(ceil(self.document().idealWidth()), self.height())

    def minimumSizeHint(self) -> QSize:
        """Almost nothing: the text breaks."""
        return QSize(40, 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again; pictures follow the width."""
        super().resizeEvent(event)
        width = self.viewport().width()
        if width != self._width_px:
            if self._written.pictures:
                self._write()
            else:
                self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of what stands inside to the area around, as the wheel."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the area around."""
        event.ignore()

    def _write(self) -> None:
        width = max(self.viewport().width(), 80)
        sizes = {response: field.sizeHint() for response, field in self._fields.items()}
        writer = Writer(self._look, self._media, sizes, width)
        self._written = writer.write(self.document(), self._blocks)
        self._make_zoomers()
        self._settle()

    def _settle(self) -> None:
        self._width_px = self.viewport().width()
        document = self.document()
        document.setTextWidth(max(self._width_px, 40))
        self.setFixedHeight(max(1, ceil(document.size().height())))
        self._place_fields()

    def _make_zoomers(self) -> None:
        """Make them once: a button made later would stand at the end of the tab order, far from its picture."""
        if self._zoomers or not self._can_zoom_pictures:
            return
        for _position, image in self._written.pictures:
            zoomer = Button(
                self._look,
                "",
                self._wish(image),
                role="tool",
                icon="expand",
                name=_("放大图片：{alt}").format(alt=image.alt),
                parent=self.viewport(),
            )
            self._zoomers.append(zoomer)

    def _wish(self, image: Image) -> Callable[[], None]:
        return lambda: self.pictureWanted.emit(image)

    def _place_fields(self) -> None:
        for response, position in self._written.blanks.items():
            field = self._fields[response]
            place = self._rect_at(position)
            size = field.sizeHint()
            field.resize(min(size.width(), self._width_px), size.height())
            field.move(QPoint(round(place.left()) + SIDE_GAP_PX, round(place.center().y() - size.height() / 2)))
            field.show()
        for zoomer, (position, _image) in zip(self._zoomers, self._written.pictures, strict=False):
            place = self._rect_at(position)
            zoomer.setVisible(max(place.width(), place.height()) >= MIN_ZOOMABLE_PX)
            size = zoomer.sizeHint()
            zoomer.resize(size)
            zoomer.move(round(place.right()) - size.width() - 4, round(place.bottom()) - size.height() - 4)

    def _rect_at(self, position: int) -> QRectF:
        """Return where the reserved picture at a position stands."""
        document = self.document()
        block = document.findBlock(position)
        lines = block.layout()
        inside = position - block.position()
        line = lines.lineForTextPosition(inside)
        corner = document.documentLayout().blockBoundingRect(block).topLeft()
        shown = self._format_at(position)
        size = QSize(round(shown.width()), round(shown.height()))
        metrics = QFontMetricsF(sans(self._look.content_px))
        middle = line.y() + line.ascent() - (metrics.ascent() - metrics.descent()) / 2
        top = middle - size.height() / 2
        # PySide returns the corrected position as well.
        found: object = line.cursorToX(inside)
        left = float(found[0]) if isinstance(found, tuple) else float(str(found))
        return QRectF(corner.x() + left, corner.y() + top, size.width(), size.height())

    def _format_at(self, position: int) -> QTextImageFormat:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        return cursor.charFormat().toImageFormat()

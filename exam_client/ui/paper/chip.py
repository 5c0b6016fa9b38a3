"""One item number of the palette. Its state is an icon as well as a colour, and its name says it in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen

from exam_client.attempt.views import ItemMark
from exam_client.ui.icons import picture
from exam_client.ui.look import Look
from exam_client.ui.parts.pressing import PressButton
from itembank.base.i18n import _
from itembank.model.responses import Completeness

SIDE = QSize(42, 42)
ICON_PX = 13
FLAG_PX = 14


def state_icon(mark: ItemMark) -> str:
    """Return the icon of an item's state; a flag comes beside it."""
    if mark.is_answered:
        return "check"
    if mark.completeness is Completeness.PARTIAL:
        return "half"
    return "circle" if mark.seen else ""


def state_words(mark: ItemMark) -> str:
    """Say an item's state: "第 5 题，已作答，已标记"."""
    if mark.is_answered:
        state = _("已作答")
    elif mark.completeness is Completeness.PARTIAL:
        state = _("未答完")
    else:
        state = _("看过未答") if mark.seen else _("未看")
    parts = [_("第 {number} 题").format(number=mark.number), state]
    if mark.flagged:
        parts.append(_("已标记"))
    if mark.current:
        parts.append(_("当前题"))
    return "，".join(parts)


class Chip(PressButton):
    """A chip; it is painted by hand so that icon, flag and number always have their corners."""

    def __init__(self, look: Look, mark: ItemMark) -> None:
        """Show a mark; `show_mark` brings it up to date."""
        super().__init__(str(mark.number))
        self._look = look
        self.mark = mark
        self.setProperty("role", "chip")
        self.setFixedSize(SIDE)
        self.setAutoDefault(False)
        look.changed.connect(self.update)
        self.show_mark(mark)

    def sizeHint(self) -> QSize:
        """All chips are alike."""
        return SIDE

    def show_mark(self, mark: ItemMark) -> None:
        """Show another state."""
        self.mark = mark
        self.setAccessibleName(state_words(mark))
        self.setToolTip(state_words(mark))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, number, state and flag."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = self._ink()
        font = QFont(self.font())
        font.setPixelSize(15)
        font.setBold(self.mark.current or self.mark.is_answered)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(0, 3, self.width(), 22), int(Qt.AlignmentFlag.AlignCenter.value), self.text())
        icon = state_icon(self.mark)
        if icon:
            self._paint_icon(painter, icon, ink, QPointF((self.width() - ICON_PX) / 2, 25), ICON_PX)
        if self.mark.flagged:
            ground = self._look.colour("on_accent") if self.mark.current else self._look.colour("danger")
            self._paint_icon(painter, "flag-full", ground, QPointF(self.width() - FLAG_PX - 1, 1), FLAG_PX)

    def _paint_ground(self, painter: QPainter) -> None:
        colour = self._look.colour
        if self.mark.current:
            ground, edge = colour("accent"), QPen(colour("accent"), 1)
        elif self.mark.is_answered:
            ground, edge = colour("accent_soft"), QPen(colour("accent"), 1.4)
        elif self.mark.seen:
            ground, edge = colour("surface"), QPen(colour("line_strong"), 1.4)
        else:
            ground, edge = colour("raised"), QPen(colour("line_strong"), 1.2, Qt.PenStyle.DotLine)
        painter.setBrush(ground)
        painter.setPen(edge)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("focus") if self.hasFocus() else colour("accent"), 3 if self.hasFocus() else 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
            if self.mark.current and self.hasFocus():
                painter.setPen(QPen(colour("on_accent"), 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 4, 4)

    def _ink(self) -> QColor:
        return self._look.colour("on_accent" if self.mark.current else "text")

    def _paint_icon(self, painter: QPainter, name: str, ink: QColor, at: QPointF, side_px: int) -> None:
        pixmap = picture(name, ink.name(), side_px, self.devicePixelRatioF())
        painter.drawPixmap(at, pixmap)

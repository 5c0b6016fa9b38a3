"""A dashed ring inside what has the focus, where its border alone could be taken for the sign of a choice."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

INSET_PX = 5
LINE_PX = 1.5
ROUND_PX = 3


def draw_ring(widget: QWidget, ink: QColor) -> None:
    """Draw the ring over what the widget painted; call it from its `paintEvent`."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, LINE_PX, Qt.PenStyle.DashLine))
    inside = QRectF(widget.rect()).adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)
    painter.drawRoundedRect(inside, ROUND_PX, ROUND_PX)

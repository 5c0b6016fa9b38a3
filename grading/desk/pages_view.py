"""Pictures one under the other, never wider than the view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

MARGIN_PX = 10
WIDEST_PX = 900


class PagesView(QScrollArea):
    """Shows PNG, JPEG, BMP or GIF bytes; what Qt cannot read stays an empty frame."""

    def __init__(self, pages: Sequence[bytes], names: Sequence[str]) -> None:
        """`names` are what the pages are called for people who do not see them."""
        super().__init__()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(MARGIN_PX)
        self._pixmaps: list[QPixmap] = []
        self.pages: list[QLabel] = []
        for data, name in zip(pages, names, strict=True):
            pixmap, label = QPixmap(), QLabel()
            pixmap.loadFromData(data)
            label.setAccessibleName(name)
            self._pixmaps.append(pixmap)
            self.pages.append(label)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        width = min(WIDEST_PX, self.viewport().width() - 2 * MARGIN_PX)
        ratio = self.devicePixelRatioF()
        for label, pixmap in zip(self.pages, self._pixmaps, strict=True):
            if pixmap.isNull() or width <= 0:
                continue
            wanted = min(round(width * ratio), pixmap.width())
            shown = pixmap.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            label.setPixmap(shown)
            label.setFixedSize(shown.deviceIndependentSize().toSize())

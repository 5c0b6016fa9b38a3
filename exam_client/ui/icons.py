"""Our own line icons, drawn in the colour that is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

ICONS_FOLDER = Path(__file__).parent.parent / "assets" / "icons"
INK = "#000000"
PAPER = "#ffffff"
SCALES = (1.0, 1.5, 2.0, 3.0)
"""Device pixel ratios that every icon is drawn for."""


def picture(name: str, colour: str, side_px: int, ratio: float = 1.0, paper: str = PAPER) -> QPixmap:
    """Draw an icon of `side_px` logical pixels; `paper` fills what is white in it."""
    side = round(side_px * ratio)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_drawing(name, colour, paper))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, colour: str, disabled: str, side_px: int = 20) -> QIcon:
    """Make an icon for a button, in another colour while the button is disabled."""
    made = QIcon()
    for ratio in SCALES:
        made.addPixmap(picture(name, colour, side_px, ratio))
        made.addPixmap(picture(name, disabled, side_px, ratio), QIcon.Mode.Disabled)
    return made


def _drawing(name: str, colour: str, paper: str) -> bytes:
    text = _source(name)
    return text.replace(PAPER, "$paper").replace(INK, colour).replace("$paper", paper).encode()


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (ICONS_FOLDER / f"{name}.svg").read_text("utf-8")

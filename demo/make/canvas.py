"""A drawing surface for the figures of items: lines, boxes, arrows and Chinese text, drawn large and scaled down.

Only shapes; what a figure shows is `pictures`' business.
"""

from __future__ import annotations

import io
import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from itembank.base.assets import MONO, SANS, SANS_BOLD, asset_path

FINER = 3
INK = "#1f2d3d"
PAPER = "#ffffff"
BLUE = "#1f5fa8"
PALE = "#e8f0f9"
GREY = "#c3ccd6"
Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Canvas:
    """A white sheet of `width` x `height` points, which the finished picture shows at `scale` pixels each."""

    def __init__(self, width: int, height: int, scale: float = 1) -> None:
        """Start with an empty sheet."""
        self._size = (round(width * scale), round(height * scale))
        self._image = Image.new("RGB", (width * FINER, height * FINER), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, *points: Point, colour: str = INK, width: float = 1.6) -> None:
        """Draw a line through points."""
        self._draw.line([_fine(p) for p in points], fill=colour, width=round(width * FINER), joint="curve")

    def arrow(self, *points: Point, colour: str = INK, width: float = 1.6) -> None:
        """Draw a line that ends in an arrow head."""
        self.line(*points, colour=colour, width=width)
        (x1, y1), (x2, y2) = points[-2], points[-1]
        angle = math.atan2(y2 - y1, x2 - x1)
        wings = [(x2 - 9 * math.cos(angle + turn), y2 - 9 * math.sin(angle + turn)) for turn in (0.42, -0.42)]
        self.polygon((x2, y2), *wings, fill=colour, colour=colour)

    def polygon(self, *points: Point, fill: str = PAPER, colour: str = INK, width: float = 1.6) -> None:
        """Draw a closed figure."""
        self._draw.polygon([_fine(p) for p in points], fill=fill, outline=colour, width=round(width * FINER))

    def box(self, box: Box, *, fill: str = PAPER, colour: str = INK, radius: float = 0, width: float = 1.6) -> None:
        """Draw a rectangle, with round corners if asked."""
        self._draw.rounded_rectangle(
            [value * FINER for value in box], radius * FINER, fill=fill, outline=colour, width=round(width * FINER)
        )

    def oval(self, box: Box, *, fill: str = PAPER, colour: str = INK, width: float = 1.6) -> None:
        """Draw an ellipse."""
        self._draw.ellipse([value * FINER for value in box], fill=fill, outline=colour, width=round(width * FINER))

    def sector(self, box: Box, start: float, end: float, *, fill: str) -> None:
        """Draw a slice of a pie; angles in degrees from the top, clockwise."""
        self._draw.pieslice(
            [value * FINER for value in box], start - 90, end - 90, fill=fill, outline=PAPER, width=2 * FINER
        )

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = 15,
        colour: str = INK,
        anchor: str = "mm",
        bold: bool = False,
        mono: bool = False,
    ) -> None:
        """Write words; `anchor` as Pillow names it (mm = the middle lies at the point)."""
        font = asset_path(MONO if mono else SANS_BOLD if bold else SANS)
        self._draw.text(_fine(at), words, fill=colour, font=ImageFont.truetype(str(font), size * FINER), anchor=anchor)

    def png(self) -> bytes:
        """Return the picture as PNG with few colours, which keeps it small."""
        image = self._image.resize(self._size, Image.Resampling.LANCZOS).quantize(48, dither=Image.Dither.NONE)
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()

    def save(self, path: Path) -> None:
        """Write the picture to a file."""
        path.write_bytes(self.png())


def _fine(point: Point) -> Point:
    return point[0] * FINER, point[1] * FINER

"""Drawing the marks of one page on a reportlab canvas, changing colours and strokes only where they change."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from itembank.base.i18n import _
from itembank.base.print.faces import BOLD_NAME, REGULAR_NAME
from itembank.base.print.marks import Box, Line, Mark, Picture, PrintError, Squares, Text

BLACK = "#000000"
POINTS_PER_INCH = 72
PRINTED_DPI = 240
JPEG_QUALITY = 88
MAX_PIXELS = 40_000_000
_DASHES = (2, 2)


class Pen:
    """Draws on one page of a canvas; reportlab starts every page afresh, so each page needs a new pen."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        """Take the canvas and the height of its page."""
        self._canvas = canvas
        self._height = height
        self._fill = ""
        self._stroke: tuple[str, float, bool] | None = None
        self._font: tuple[str, float] | None = None

    def draw(self, mark: Mark) -> None:
        """Draw one mark."""
        match mark:
            case Text():
                self._draw_text(mark)
            case Line():
                self._draw_line(mark)
            case Box():
                self._draw_box(mark)
            case Picture():
                self._draw_picture(mark)
            case Squares():
                self._draw_squares(mark)

    def _draw_text(self, mark: Text) -> None:
        font = (BOLD_NAME if mark.bold else REGULAR_NAME, mark.size)
        if font != self._font:
            self._canvas.setFont(*font)
            self._font = font
        self._fill_with(mark.colour)
        self._canvas.drawString(mark.x, self._height - mark.y, mark.text, charSpace=mark.spacing)

    def _draw_line(self, mark: Line) -> None:
        self._stroke_with(mark.colour, mark.width, dashed=mark.dashed)
        self._canvas.line(mark.x1, self._height - mark.y1, mark.x2, self._height - mark.y2)

    def _draw_box(self, mark: Box) -> None:
        if mark.fill:
            self._fill_with(mark.fill)
        if mark.stroke:
            self._stroke_with(mark.stroke, mark.line_width, dashed=False)
        paint = {"stroke": int(mark.stroke is not None), "fill": int(mark.fill is not None)}
        below = self._height - mark.y - mark.height
        if mark.radius:
            self._canvas.roundRect(mark.x, below, mark.width, mark.height, mark.radius, **paint)
        else:
            self._canvas.rect(mark.x, below, mark.width, mark.height, **paint)

    def _draw_picture(self, mark: Picture) -> None:
        image = ImageReader(io.BytesIO(_small_jpeg(mark)))
        wide, high = image.getSize()
        scale = min(mark.width / wide, mark.height / high)
        x = mark.x + (mark.width - wide * scale) / 2
        y = mark.y + (mark.height - high * scale) / 2
        self._canvas.drawImage(image, x, self._height - y - high * scale, wide * scale, high * scale)

    def _draw_squares(self, mark: Squares) -> None:
        """Fill the squares in whole grid units: far cheaper than a path of four formatted floats for each."""
        self._fill_with(BLACK)
        place = f"{mark.unit:.5f} 0 0 {-mark.unit:.5f} {mark.x:.4f} {self._height - mark.y:.4f} cm"
        squares = "\n".join(f"{run.column} {run.row} {run.length} 1 re" for run in mark.runs)
        self._canvas.addLiteral(f"q {place}\n{squares}\nf Q")

    def _fill_with(self, colour: str) -> None:
        if colour != self._fill:
            self._canvas.setFillColor(_colour(colour))
            self._fill = colour

    def _stroke_with(self, colour: str, width: float, *, dashed: bool) -> None:
        stroke = (colour, width, dashed)
        if stroke != self._stroke:
            self._canvas.setStrokeColor(_colour(colour))
            self._canvas.setLineWidth(width)
            self._canvas.setDash(*(_DASHES if dashed else ()))
            self._stroke = stroke


def _small_jpeg(mark: Picture) -> bytes:
    """Return the picture no finer than a printer shows it in its frame."""
    most = (int(mark.width / POINTS_PER_INCH * PRINTED_DPI), int(mark.height / POINTS_PER_INCH * PRINTED_DPI))
    try:
        with Image.open(io.BytesIO(mark.data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PrintError(
                    _("有一张照片过大：{width} × {height} 像素。").format(width=image.width, height=image.height),
                    hint=_("请把照片缩小后重新导入，或不打印照片。"),
                )
            shown = image.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise PrintError(
            _("有一张照片不是可读的 PNG 或 JPEG 图片。"), hint=_("请重新导入照片，或不打印照片。")
        ) from error
    shown.thumbnail(most)
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


@cache
def _colour(name: str) -> HexColor:
    return HexColor(name)

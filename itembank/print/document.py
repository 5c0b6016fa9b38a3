"""Turn finished pages into one PDF file: the same pages always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image, UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from itembank.base.glyphs import name_characters
from itembank.base.i18n import _
from itembank.print.faces import BOLD_NAME, REGULAR_NAME, print_face
from itembank.print.marks import GREY, MM, Box, Line, Mark, Page, Picture, PrintError, Squares, Text

SUBSTITUTE = "〓"
"""The printers' mark for a character that is not in the case."""

LANGUAGE = "zh-CN"
_DASHES = (2, 2)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages that belong together, found under `bookmark` in the reader's list of contents."""

    bookmark: str
    pages: tuple[Page, ...]


def write_pdf(leaves: Iterable[Leaf], *, title: str, author: str, subject: str = "") -> bytes:
    """Return the PDF of all leaves, one after the other; leaves may be made while they are drawn."""
    print_face()
    print_face(bold=True)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=1, lang=LANGUAGE, initialFontName=REGULAR_NAME)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator("Jikao")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    count = 0
    for number, leaf in enumerate(leaves):
        for place, page in enumerate(leaf.pages):
            canvas.setPageSize((page.width, page.height))
            if place == 0:
                canvas.bookmarkPage(f"leaf{number}")
                canvas.addOutlineEntry(leaf.bookmark, f"leaf{number}", level=0)
            _draw_page(canvas, page)
            canvas.showPage()
            count += 1
    if count == 0:
        raise PrintError(_("没有可打印的内容。"), hint=_("请先选择考生或考场。"))
    canvas.save()
    return buffer.getvalue()


def note_missing(page: Page) -> Page:
    """Return the page with 〓 for every character we cannot draw, and a line that names them."""
    missing: dict[str, None] = {}
    marks: list[Mark] = []
    for mark in page.marks:
        if isinstance(mark, Text) and print_face(bold=mark.bold).lacks(mark.text):
            lacking = print_face(bold=mark.bold).missing(mark.text)
            missing.update(dict.fromkeys(lacking))
            shown = "".join(SUBSTITUTE if character in lacking else character for character in mark.text)
            marks.append(replace(mark, text=shown))
        else:
            marks.append(mark)
    if not missing:
        return page
    note = _("“〓”表示字库中没有的字：{characters}").format(characters=name_characters(tuple(missing)))
    marks.append(Text(18 * MM, page.height - 6 * MM, note, 7, colour=GREY))
    return replace(page, marks=tuple(marks))


def _draw_page(canvas: Canvas, page: Page) -> None:
    for mark in note_missing(page).marks:
        match mark:
            case Text():
                _draw_text(canvas, mark, page.height)
            case Line():
                _draw_line(canvas, mark, page.height)
            case Box():
                _draw_box(canvas, mark, page.height)
            case Picture():
                _draw_picture(canvas, mark, page.height)
            case Squares():
                _draw_squares(canvas, mark, page.height)


def _draw_text(canvas: Canvas, mark: Text, height: float) -> None:
    canvas.setFont(BOLD_NAME if mark.bold else REGULAR_NAME, mark.size)
    canvas.setFillColor(HexColor(mark.colour))
    canvas.drawString(mark.x, height - mark.y, mark.text, charSpace=mark.spacing)


def _draw_line(canvas: Canvas, mark: Line, height: float) -> None:
    canvas.setStrokeColor(HexColor(mark.colour))
    canvas.setLineWidth(mark.width)
    canvas.setDash(*(_DASHES if mark.dashed else ()))
    canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)


def _draw_box(canvas: Canvas, mark: Box, height: float) -> None:
    if mark.fill:
        canvas.setFillColor(HexColor(mark.fill))
    if mark.stroke:
        canvas.setStrokeColor(HexColor(mark.stroke))
        canvas.setLineWidth(mark.line_width)
        canvas.setDash()
    paint = {"stroke": int(mark.stroke is not None), "fill": int(mark.fill is not None)}
    below = height - mark.y - mark.height
    if mark.radius:
        canvas.roundRect(mark.x, below, mark.width, mark.height, mark.radius, **paint)
    else:
        canvas.rect(mark.x, below, mark.width, mark.height, **paint)


def _draw_picture(canvas: Canvas, mark: Picture, height: float) -> None:
    try:
        image = ImageReader(Image.open(io.BytesIO(mark.data)).convert("RGB"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise PrintError(
            _("有一张照片不是可读的 PNG 或 JPEG 图片。"), hint=_("请重新导入照片，或不打印照片。")
        ) from error
    wide, high = image.getSize()
    scale = min(mark.width / wide, mark.height / high)
    x = mark.x + (mark.width - wide * scale) / 2
    y = mark.y + (mark.height - high * scale) / 2
    canvas.drawImage(image, x, height - y - high * scale, wide * scale, high * scale)


def _draw_squares(canvas: Canvas, mark: Squares, height: float) -> None:
    canvas.setFillColor(HexColor(mark.colour))
    path = canvas.beginPath()
    for x, y, wide, high in mark.squares:
        path.rect(x, height - y - high, wide, high)
    canvas.drawPath(path, stroke=0, fill=1)

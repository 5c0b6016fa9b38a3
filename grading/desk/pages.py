"""Pages and pictures as pixels: sizes first, one page at a time, as wide as it is looked at. No Qt.

pdfium bears one caller at a time: whoever draws does so from one thread.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from itembank.base.errors import JikaoError
from itembank.base.i18n import _

FORMATS = ("PNG", "JPEG", "GIF", "BMP")
MOST_PAGES = 500
MOST_PIXELS = 3000
MOST_PICTURE_PIXELS = 100_000_000
TURNED, TURN, SIDEWAYS = "JPEG", 0x0112, frozenset({5, 6, 7, 8})
PALETTES = frozenset({"P", "PA", "1"})


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page in points, or a picture in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Raster:
    """Three bytes a pixel, row by row."""

    width: int
    height: int
    rgb: bytes


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """Return the sizes of the pages, at most `MOST_PAGES`; raises `JikaoError` for what is no PDF or has none."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise _unreadable() from error
    try:
        sizes = tuple(PageSize(*document.get_page_size(at)) for at in range(min(len(document), MOST_PAGES)))
    finally:
        document.close()
    if not sizes:
        raise _unreadable()
    return sizes


def draw_page(pdf: bytes, number: int, width: int) -> Raster:
    """Draw one page, counted from 0, so many pixels wide; raises `JikaoError`."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number]
            # A page may be metres wide or high: it is drawn smaller rather than in gigabytes.
            longest = max(*page.get_size(), 1)
            image = page.render(scale=min(width / max(page.get_width(), 1), MOST_PIXELS / longest)).to_pil()
            return _raster(image)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise _unreadable() from error


def picture_size(data: bytes) -> PageSize:
    """Return the size of a picture by its header; raises `JikaoError` for what is none or too large to show."""
    with _opened(data) as picture, _telling_damage():
        turned = picture.format == TURNED and picture.getexif().get(TURN, 1) in SIDEWAYS
        return PageSize(*(reversed(picture.size) if turned else picture.size))


def draw_picture(data: bytes, width: int) -> Raster:
    """Return a picture, made smaller to be so many pixels wide; raises `JikaoError`."""
    with _opened(data) as picture, _telling_damage():
        picture.draft("RGB", (width * 2, width * 2))
        # Only a camera's picture is turned; of the others a turned copy would cost as much as reading them.
        shown = ImageOps.exif_transpose(picture) if picture.format == TURNED else picture
        share = min(1.0, width / shown.width, MOST_PIXELS / max(shown.size))
        size = (max(1, round(shown.width * share)), max(1, round(shown.height * share)))
        if shown.mode in PALETTES:
            shown = _on_white(shown).convert("RGB")  # numbers of colours cannot be mixed
        return _raster(_on_white(shown.resize(size, Image.Resampling.BOX, reducing_gap=2.0)))


def png_of(raster: Raster) -> bytes:
    """Return pixels as PNG bytes."""
    out = io.BytesIO()
    Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).save(out, "PNG")
    return out.getvalue()


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error) as error:
        # Pillow's decoders raise all of these for damaged files.
        raise JikaoError(_("图片已损坏，不能显示。")) from error


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own bound is below
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise JikaoError(_("这不是图片，或图片已损坏，不能显示。")) from error
    if picture.width * picture.height > MOST_PICTURE_PIXELS:
        picture.close()
        raise _too_large()
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Show what is transparent as paper would."""
    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper


def _raster(image: Image.Image) -> Raster:
    colours = image.convert("RGB")
    return Raster(colours.width, colours.height, colours.tobytes())


def _unreadable() -> JikaoError:
    return JikaoError(_("页面不能读取。"))


def _too_large() -> JikaoError:
    return JikaoError(
        _("图片超过 {most} 百万像素，不在这里显示。").format(most=MOST_PICTURE_PIXELS // 1_000_000),
        hint=_("请用其他程序打开考生的文件。"),
    )

"""Reads a picture file with Pillow; runs in the child process, behind limits of its own.

Only the formats below are tried, so that no rare decoder meets a candidate's bytes; a picture with too many
pixels is refused by its header, before anything is decoded.
"""

from __future__ import annotations

import io
import warnings
from math import isfinite
from pathlib import Path
from typing import cast

from PIL import Image, ImageOps, UnidentifiedImageError

from grading.images.model import ImageFile, Raster
from grading.office.guard import DEFAULT_LIMITS, read_bytes
from grading.office.outcome import CannotReadError, Reason

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "ICO")
MAX_PIXELS = 40_000_000
MAX_FRAMES = 1_000
RASTER_SIDE = 1_024
COLOURS_COUNTED = 256
OPAQUE = 255
MAX_DOTS = 100_000
DEEP = ("I", "I;16", "I;16B", "I;16L", "F")
"""Modes with more steps of grey than 256; Pillow would show all but the darkest as white."""

_SAME_KIND = {"MPO": "JPEG", "DIB": "BMP"}
"""What Pillow tells apart and people do not: a camera's JPEG with a second view in it is a JPEG."""

_OTHER_MAGICS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"8BPS", "PSD"), (0, b"%PDF", "PDF"), (0, b"PK\x03\x04", "ZIP"), (0, b"\xd0\xcf\x11\xe0", "OLE2"),
    (4, b"ftyphei", "HEIC"), (4, b"ftypmif", "HEIC"), (4, b"ftypavif", "AVIF"), (4, b"ftyp", "MP4"),
    (4, b"jP  ", "JPEG 2000"), (40, b" EMF", "EMF"), (0, b"\xd7\xcd\xc6\x9a", "WMF"), (0, b"Rar!", "RAR"),
    (0, b"gimp xcf", "XCF"), (0, b"RIFF", "RIFF"),
)  # fmt: skip
_MODES = {"1": "black_white", "L": "grey", "LA": "grey", "I": "grey", "I;16": "grey", "F": "grey", "P": "palette"}


def read_picture(path: Path) -> ImageFile:
    """Read a picture in this process; raises `CannotReadError`."""
    return read_picture_bytes(read_bytes(path, DEFAULT_LIMITS))


def read_picture_bytes(data: bytes) -> ImageFile:
    """Read a picture's bytes in this process; raises `CannotReadError`."""
    if not data:
        raise CannotReadError(Reason.EMPTY)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                return _read(picture, len(data))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_large(0) from error
        except UnidentifiedImageError as error:
            kind = _other_kind(data)
            if kind:
                raise CannotReadError(Reason.NOT_A_PICTURE, found=kind) from error
            raise CannotReadError(Reason.DAMAGED, found=data[:4].hex()) from error
        except (
            OSError,
            OverflowError,
            ZeroDivisionError,
            SyntaxError,
            ValueError,
            EOFError,
            IndexError,
            TypeError,
        ) as error:
            # Pillow's decoders raise all of these for damaged files.
            raise CannotReadError(Reason.DAMAGED, found=type(error).__name__) from error


def _read(picture: Image.Image, size_bytes: int) -> ImageFile:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(picture.width * picture.height)
    kind, mode = str(picture.format), picture.mode
    frames = 1 if kind == "MPO" else min(int(getattr(picture, "n_frames", 1)), MAX_FRAMES)
    transparent = mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    shown = _shallow(ImageOps.exif_transpose(picture))
    counted = shown.convert("RGB").getcolors(COLOURS_COUNTED)
    seen = shown.convert("RGBA")
    return ImageFile(
        format=_SAME_KIND.get(kind, kind),
        mode=_MODES.get(mode, "colour"),
        width=shown.width,
        height=shown.height,
        raster=_raster(seen),
        transparent=transparent and seen.getchannel("A").histogram()[OPAQUE] < shown.width * shown.height,
        frames=frames,
        dots_per_inch=_dots(picture.info.get("dpi")),
        size_bytes=size_bytes,
        colours=len(counted) if counted else 0,
    )


def _shallow(picture: Image.Image) -> Image.Image:
    """Return a picture of deep greys with 256 of them, as a screen shows it."""
    if picture.mode not in DEEP:
        return picture
    if picture.mode == "F":
        low, high = cast("tuple[float, float]", picture.getextrema())
        scale = 255.0 if high <= 1 else 1.0 if high <= OPAQUE else 255.0 / high
        return picture.point(lambda value: value * scale + 0).convert("L") if low < high else picture.convert("L")
    wide = picture.convert("I")
    _low, most = cast("tuple[int, int]", wide.getextrema())
    return wide.point(lambda value: value * (1 / 256) + 0).convert("L") if most > OPAQUE else wide.convert("L")


def _dots(given: object) -> int:
    """Return dots per inch, 0 where the file does not say; some files give 1 or a division by zero for nothing."""
    try:
        dots = float(given[0]) if isinstance(given, tuple) and given else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return 0
    return round(dots) if isfinite(dots) and 1 < dots <= MAX_DOTS else 0


def _other_kind(data: bytes) -> str:
    found = next((name for place, magic, name in _OTHER_MAGICS if data.startswith(magic, place)), "")
    if found:
        return found
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:600].lower()
    if b"<svg" in head:
        return "SVG"
    return "" if b"\0" in data[:4096] or data[:1] in {b"\x89", b"\xff"} else "text"


def _raster(picture: Image.Image) -> Raster:
    longest = max(picture.size)
    if longest > RASTER_SIDE:
        size = (
            max(picture.width * RASTER_SIDE // longest, 1),
            max(picture.height * RASTER_SIDE // longest, 1),
        )
        picture = picture.resize(size, Image.Resampling.BOX)
    return Raster(picture.width, picture.height, picture.tobytes())


def _too_large(pixels: int) -> CannotReadError:
    return CannotReadError(
        Reason.TOO_LARGE, found=f"{pixels // 1_000_000} MP" if pixels else "", limit=f"{MAX_PIXELS // 1_000_000} MP"
    )

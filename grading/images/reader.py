"""Reads a picture file with Pillow; runs in the child process, behind limits of its own.

Only the formats below are tried, so that no rare decoder meets a candidate's bytes; a picture with too many
pixels is refused by its header, before anything is decoded.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path

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
            raise CannotReadError(Reason.DAMAGED, found=data[:4].hex()) from error
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            # Pillow's decoders raise all of these for damaged files.
            raise CannotReadError(Reason.DAMAGED, found=type(error).__name__) from error


def _read(picture: Image.Image, size_bytes: int) -> ImageFile:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(picture.width * picture.height)
    kind, mode = str(picture.format), picture.mode
    frames = min(int(getattr(picture, "n_frames", 1)), MAX_FRAMES)
    dots = picture.info.get("dpi", (0,))
    transparent = mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    shown = ImageOps.exif_transpose(picture)
    counted = shown.convert("RGB").getcolors(COLOURS_COUNTED)
    seen = shown.convert("RGBA")
    return ImageFile(
        format=kind,
        mode=_MODES.get(mode, "colour"),
        width=shown.width,
        height=shown.height,
        raster=_raster(seen),
        transparent=transparent and seen.getchannel("A").histogram()[OPAQUE] < shown.width * shown.height,
        frames=frames,
        dots_per_inch=round(float(dots[0])) if dots else 0,
        size_bytes=size_bytes,
        colours=len(counted) if counted else 0,
    )


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

"""What a picture file is: its format, size and colours, and its pixels, reduced when it is large."""

from __future__ import annotations

import msgspec


class Raster(msgspec.Struct, frozen=True):
    """Pixels row by row, four bytes each (red, green, blue, opacity)."""

    width: int
    height: int
    pixels: bytes


class ImageFile(msgspec.Struct, frozen=True, tag="image", omit_defaults=True):
    """A picture file.

    `format` is what the bytes are ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "ICO"), whatever the name says;
    `mode` is "black_white", "grey", "palette" or "colour". Width and height are as a person sees them (a camera's
    note on how it was held is followed). `dots_per_inch` is 0 where the file does not say. `raster` has at most
    1,024 pixels along its longer side.
    """

    format: str
    mode: str
    width: int
    height: int
    raster: Raster
    transparent: bool = False
    frames: int = 1
    dots_per_inch: int = 0
    size_bytes: int = 0
    colours: int = 0
    """How many different colours, 0 for more than 256."""

"""What an OpenDocument picture loses at its edges: lengths of the whole picture there, shares of a thousand here."""

from __future__ import annotations

import re
import struct
from decimal import Decimal

import msgspec

from grading.office.model_flow import Picture
from grading.office.units import points

SCREEN_DPI = Decimal(96)
"""What LibreOffice takes a picture without a resolution of its own to have."""
_INCH_PT = Decimal(72)
_METRES_PER_INCH = Decimal("0.0254")
_CENTIMETRES_PER_INCH = Decimal("2.54")
_PER_METRE, _PER_INCH, _PER_CENTIMETRE = 1, 1, 2
_RECTANGLE = re.compile(r"rect\(([^)]*)\)")
_SIDES = ("top", "right", "bottom", "left")
_THOUSAND = 1000


def cropped(picture: Picture, data: bytes, clip: str) -> Picture:
    """Return the picture with the shares that an fo:clip cuts off; `data` are the picture's own bytes."""
    match = _RECTANGLE.fullmatch(clip.strip())
    lengths = [] if match is None else [points(text) or Decimal(0) for text in re.split(r"[,\s]+", match[1].strip())]
    if len(lengths) != len(_SIDES) or not any(lengths) or not picture.width_px or not picture.height_px:
        return picture
    across, down = resolution(data)
    width, height = picture.width_px / across * _INCH_PT, picture.height_px / down * _INCH_PT
    shares = {
        f"crop_{side}": round(length / (height if side in {"top", "bottom"} else width) * _THOUSAND)
        for side, length in zip(_SIDES, lengths, strict=True)
    }
    return msgspec.structs.replace(picture, **shares)


def resolution(data: bytes) -> tuple[Decimal, Decimal]:
    """Return a picture's dots per inch across and down as its header says, else those of a screen."""
    try:
        found = _png(data) if data.startswith(b"\x89PNG") else _jfif(data) if data.startswith(b"\xff\xd8") else None
    except struct.error:
        found = None
    if found is None or not all(found):
        return SCREEN_DPI, SCREEN_DPI
    return found


def _png(data: bytes) -> tuple[Decimal, Decimal] | None:
    place = data.find(b"pHYs", 0, data.find(b"IDAT") if b"IDAT" in data else len(data))
    if place < 0:
        return None
    across, down, unit = struct.unpack_from(">LLB", data, place + 4)
    return (across * _METRES_PER_INCH, down * _METRES_PER_INCH) if unit == _PER_METRE else None


def _jfif(data: bytes) -> tuple[Decimal, Decimal] | None:
    if data[6:10] != b"JFIF":
        return None
    unit, across, down = struct.unpack_from(">BHH", data, 13)
    if unit == _PER_INCH:
        return Decimal(across), Decimal(down)
    return (across * _CENTIMETRES_PER_INCH, down * _CENTIMETRES_PER_INCH) if unit == _PER_CENTIMETRE else None

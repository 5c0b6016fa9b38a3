"""Values of style properties: colours and lengths in one spelling, so that they can be compared."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

NAMED_COLOURS: dict[str, str] = {
    "black": "000000", "silver": "C0C0C0", "gray": "808080", "grey": "808080", "white": "FFFFFF", "maroon": "800000",
    "red": "FF0000", "purple": "800080", "fuchsia": "FF00FF", "magenta": "FF00FF", "green": "008000", "lime": "00FF00",
    "olive": "808000", "yellow": "FFFF00", "navy": "000080", "blue": "0000FF", "teal": "008080", "aqua": "00FFFF",
    "cyan": "00FFFF", "orange": "FFA500", "pink": "FFC0CB", "gold": "FFD700", "brown": "A52A2A", "skyblue": "87CEEB",
    "lightblue": "ADD8E6", "lightgreen": "90EE90", "lightyellow": "FFFFE0", "lightgray": "D3D3D3",
    "lightgrey": "D3D3D3", "darkblue": "00008B", "darkgreen": "006400", "darkred": "8B0000", "darkgray": "A9A9A9",
    "darkgrey": "A9A9A9", "darkorange": "FF8C00", "deepskyblue": "00BFFF", "dodgerblue": "1E90FF",
    "royalblue": "4169E1", "steelblue": "4682B4", "tomato": "FF6347", "crimson": "DC143C", "coral": "FF7F50",
    "salmon": "FA8072", "hotpink": "FF69B4", "violet": "EE82EE", "indigo": "4B0082", "khaki": "F0E68C",
    "beige": "F5F5DC", "ivory": "FFFFF0", "lavender": "E6E6FA", "chocolate": "D2691E", "tan": "D2B48C",
    "wheat": "F5DEB3", "turquoise": "40E0D0", "forestgreen": "228B22", "seagreen": "2E8B57", "springgreen": "00FF7F",
    "yellowgreen": "9ACD32", "aliceblue": "F0F8FF", "whitesmoke": "F5F5F5", "slategray": "708090",
    "midnightblue": "191970", "orangered": "FF4500", "firebrick": "B22222", "plum": "DDA0DD", "orchid": "DA70D6",
}  # fmt: skip
"""The colour names of CSS that schools use."""

UNITS = {
    "px": Decimal(1), "pt": Decimal(96) / 72, "pc": Decimal(16), "in": Decimal(96), "cm": Decimal(96) / Decimal("2.54"),
    "mm": Decimal(96) / Decimal("25.4"),
}  # fmt: skip
ROOT_PX = Decimal(16)
FONT_SIZES = {
    "xx-small": Decimal(9), "x-small": Decimal(10), "small": Decimal(13), "medium": ROOT_PX, "large": Decimal(18),
    "x-large": Decimal(24), "xx-large": Decimal(32),
}  # fmt: skip
FONT_ATTRIBUTE = ("x-small", "small", "medium", "large", "x-large", "xx-large", "48px")
"""Sizes of the old font element, 1 to 7."""

_LENGTH = re.compile(r"([+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}))(px|pt|pc|in|cm|mm|em|rem|ex|%|)")
_CALL = re.compile(r"rgba?\(([^()]{1,60})\)")


def colour(text: str) -> str:
    """Return "RRGGBB", "transparent" as "", anything else as "?"."""
    word = text.strip().lower()
    if word in NAMED_COLOURS:
        return NAMED_COLOURS[word]
    if word in {"transparent", "none", "inherit"}:
        return ""
    digits = word.removeprefix("#")
    if word.startswith("#") and all(letter in "0123456789abcdef" for letter in digits):
        if len(digits) in {3, 4}:
            return "".join(letter * 2 for letter in digits[:3]).upper()
        return digits[:6].upper() if len(digits) in {6, 8} else "?"
    found = _CALL.fullmatch(word)
    return _from_call(found[1]) if found else "?"


def is_colour(text: str) -> bool:
    """Tell whether a word is a colour."""
    return text.strip().lower() == "transparent" or colour(text) not in {"", "?"}


def length_px(text: str, *, font_px: Decimal, whole_px: Decimal | None = None) -> Decimal | None:
    """Return a length in pixels; `whole_px` is what 100 % is; None for a word or an unknown share."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        return None
    try:
        number = Decimal(found[1])
    except InvalidOperation:
        return None
    unit = found[2]
    if unit == "%":
        return None if whole_px is None else number * whole_px / 100
    if unit in {"em", "ex"}:
        return number * font_px / (1 if unit == "em" else 2)
    if unit == "rem":
        return number * ROOT_PX
    if not unit:
        return number if number == 0 else None
    return number * UNITS[unit]


def is_length(text: str) -> bool:
    """Tell whether a word is a length or a share."""
    found = _LENGTH.fullmatch(text.strip().lower())
    return found is not None and (bool(found[2]) or Decimal(found[1]) == 0)


def font_size_px(text: str, *, parent_px: Decimal) -> Decimal | None:
    """Return a font size in pixels."""
    word = text.strip().lower()
    if word in FONT_SIZES:
        return FONT_SIZES[word]
    if word in {"larger", "smaller"}:
        return parent_px * Decimal("1.2") if word == "larger" else parent_px / Decimal("1.2")
    return length_px(word, font_px=parent_px, whole_px=parent_px)


def _from_call(text: str) -> str:
    parts = [part.strip() for part in text.replace("/", ",").replace(" ", ",").split(",") if part.strip()]
    if len(parts) < 3:
        return "?"
    channels = []
    for part in parts[:3]:
        try:
            number = Decimal(part.rstrip("%"))
        except InvalidOperation:
            return "?"
        value = number * 255 / 100 if part.endswith("%") else number
        channels.append(min(max(int(value + Decimal("0.5")), 0), 255))
    return "".join(f"{channel:02X}" for channel in channels)

"""Values of style properties: colours and lengths in one spelling, so that they can be compared."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb
from decimal import Decimal, InvalidOperation

_COLOURS = """
aliceblue F0F8FF; antiquewhite FAEBD7; aqua 00FFFF; aquamarine 7FFFD4; azure F0FFFF; beige F5F5DC; bisque FFE4C4;
black 000000; blanchedalmond FFEBCD; blue 0000FF; blueviolet 8A2BE2; brown A52A2A; burlywood DEB887;
cadetblue 5F9EA0; chartreuse 7FFF00; chocolate D2691E; coral FF7F50; cornflowerblue 6495ED; cornsilk FFF8DC;
crimson DC143C; cyan 00FFFF; darkblue 00008B; darkcyan 008B8B; darkgoldenrod B8860B; darkgray A9A9A9;
darkgreen 006400; darkgrey A9A9A9; darkkhaki BDB76B; darkmagenta 8B008B; darkolivegreen 556B2F; darkorange FF8C00;
darkorchid 9932CC; darkred 8B0000; darksalmon E9967A; darkseagreen 8FBC8F; darkslateblue 483D8B;
darkslategray 2F4F4F; darkslategrey 2F4F4F; darkturquoise 00CED1; darkviolet 9400D3; deeppink FF1493;
deepskyblue 00BFFF; dimgray 696969; dimgrey 696969; dodgerblue 1E90FF; firebrick B22222; floralwhite FFFAF0;
forestgreen 228B22; fuchsia FF00FF; gainsboro DCDCDC; ghostwhite F8F8FF; gold FFD700; goldenrod DAA520;
gray 808080; green 008000; greenyellow ADFF2F; grey 808080; honeydew F0FFF0; hotpink FF69B4; indianred CD5C5C;
indigo 4B0082; ivory FFFFF0; khaki F0E68C; lavender E6E6FA; lavenderblush FFF0F5; lawngreen 7CFC00;
lemonchiffon FFFACD; lightblue ADD8E6; lightcoral F08080; lightcyan E0FFFF; lightgoldenrodyellow FAFAD2;
lightgray D3D3D3; lightgreen 90EE90; lightgrey D3D3D3; lightpink FFB6C1; lightsalmon FFA07A; lightseagreen 20B2AA;
lightskyblue 87CEFA; lightslategray 778899; lightslategrey 778899; lightsteelblue B0C4DE; lightyellow FFFFE0;
lime 00FF00; limegreen 32CD32; linen FAF0E6; magenta FF00FF; maroon 800000; mediumaquamarine 66CDAA;
mediumblue 0000CD; mediumorchid BA55D3; mediumpurple 9370DB; mediumseagreen 3CB371; mediumslateblue 7B68EE;
mediumspringgreen 00FA9A; mediumturquoise 48D1CC; mediumvioletred C71585; midnightblue 191970; mintcream F5FFFA;
mistyrose FFE4E1; moccasin FFE4B5; navajowhite FFDEAD; navy 000080; oldlace FDF5E6; olive 808000; olivedrab 6B8E23;
orange FFA500; orangered FF4500; orchid DA70D6; palegoldenrod EEE8AA; palegreen 98FB98; paleturquoise AFEEEE;
palevioletred DB7093; papayawhip FFEFD5; peachpuff FFDAB9; peru CD853F; pink FFC0CB; plum DDA0DD;
powderblue B0E0E6; purple 800080; rebeccapurple 663399; red FF0000; rosybrown BC8F8F; royalblue 4169E1;
saddlebrown 8B4513; salmon FA8072; sandybrown F4A460; seagreen 2E8B57; seashell FFF5EE; sienna A0522D;
silver C0C0C0; skyblue 87CEEB; slateblue 6A5ACD; slategray 708090; slategrey 708090; snow FFFAFA;
springgreen 00FF7F; steelblue 4682B4; tan D2B48C; teal 008080; thistle D8BFD8; tomato FF6347; turquoise 40E0D0;
violet EE82EE; wheat F5DEB3; white FFFFFF; whitesmoke F5F5F5; yellow FFFF00; yellowgreen 9ACD32
"""
NAMED_COLOURS: dict[str, str] = dict(pair.split() for pair in _COLOURS.split(";"))
"""All colour names of CSS, as browsers know them."""

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
_CALL = re.compile(r"(rgb|hsl)a?\(([^()]{1,60})\)")


def colour(text: str) -> str:
    """Return "RRGGBB", "transparent" as "", anything else as "?"."""
    word = text.strip().lower()
    if word in NAMED_COLOURS:
        return NAMED_COLOURS[word]
    if word in {"transparent", "none", "inherit"}:
        return ""
    digits = word.removeprefix("#")
    if word.startswith("#") and is_code(digits):
        if len(digits) in {3, 4}:
            return "".join(letter * 2 for letter in digits[:3]).upper()
        return digits[:6].upper() if len(digits) in {6, 8} else "?"
    found = _CALL.fullmatch(word)
    if found is None:
        return "?"
    return _from_call(found[2]) if found[1] == "rgb" else _from_hue(found[2])


def legacy_colour(text: str) -> str:
    """Return the colour that an old attribute gives (bgcolor="ffcc00", "#fc0", "ffff"); "" for none.

    After the rules for parsing a legacy colour value of the HTML standard: whatever is written is some colour.
    """
    word = text.strip().lower()
    if word in {"", "transparent"}:
        return ""
    if word in NAMED_COLOURS:
        return NAMED_COLOURS[word]
    if len(word) == 4 and word[0] == "#" and is_code(word[1:]):
        return "".join(letter * 2 for letter in word[1:]).upper()
    digits = "".join(letter if is_code(letter) else "0" for letter in word[:128].removeprefix("#"))
    digits += "0" * (max(3, -(-len(digits) // 3) * 3) - len(digits))
    length = len(digits) // 3
    parts = [digits[length * number : length * (number + 1)][-8:] for number in range(3)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    return "".join(part[:2].rjust(2, "0") for part in parts).upper()


def is_code(text: str) -> bool:
    """Tell whether a text is hexadecimal digits only."""
    return all(letter in "0123456789abcdef" for letter in text)


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


def _from_hue(text: str) -> str:
    parts = [part.strip().removesuffix("deg") for part in text.replace("/", ",").replace(" ", ",").split(",") if part]
    try:
        hue, part, light = (float(one.rstrip("%")) for one in parts[:3])
    except ValueError:
        return "?"
    channels = hls_to_rgb(hue % 360 / 360, min(max(light, 0), 100) / 100, min(max(part, 0), 100) / 100)
    return "".join(f"{int(channel * 255 + 0.5):02X}" for channel in channels)

"""Characters of symbol fonts as the Unicode characters a person sees.

Word keeps them in a private area (U+F000 and above) whose low byte is the
place in the font. The bullets and ticks of everyday lists are named here; of
the rest, printable places read as the letter that was typed for them.
"""

from __future__ import annotations

_PRIVATE = range(0xF000, 0xF100)
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {0xB7: "•", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xA7: "♣", 0xAE: "→", 0xB0: "°", 0xB4: "×", 0xB8: "÷"}
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def readable(text: str, font: str) -> str:
    """Return a text with characters of a symbol font's private area made readable."""
    if not any(ord(character) in _PRIVATE for character in text):
        return text
    return "".join(_readable(ord(character), font) for character in text)


def _readable(code: int, font: str) -> str:
    if code not in _PRIVATE:
        return chr(code)
    place = code - _PRIVATE.start
    known = _FONTS.get(font.casefold(), {}).get(place)
    if known is not None:
        return known
    return chr(place) if chr(place).isprintable() and place > 0x20 else chr(code)

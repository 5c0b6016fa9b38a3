"""Which of its fonts a character takes: decided per character, as Word does.

Western letters take `latin` (ASCII) or `high_ansi`, Chinese characters and
full-width punctuation `east_asian`; signs both worlds use (quotes, dashes,
circled numbers) follow the run's hint.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from grading.office.model_format import RunFormat


class Script(Enum):
    ASCII = "ascii"
    HIGH_ANSI = "high_ansi"
    EAST_ASIAN = "east_asian"
    COMPLEX = "complex"


_ASCII_END = 0x80
_EAST_ASIAN = (
    (0x1100, 0x11FF), (0x2E80, 0x303F), (0x3040, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F), (0xFF00, 0xFFEF), (0x1B000, 0x1B2FF), (0x1F200, 0x1F2FF), (0x20000, 0x3FFFF),
)  # fmt: skip
_COMPLEX = ((0x0590, 0x08FF), (0x0900, 0x0DFF), (0x0E00, 0x0FFF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE))
_SHARED = (
    (0xA1, 0xA1), (0xA4, 0xA4), (0xA7, 0xA8), (0xAA, 0xAA), (0xAD, 0xAD), (0xAF, 0xAF), (0xB0, 0xB4),
    (0xB6, 0xBA), (0xBC, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7), (0x02B0, 0x04FF), (0x1E00, 0x1EFF),
    (0x2000, 0x2BFF), (0xE000, 0xF8FF), (0xFB00, 0xFB1C),
)  # fmt: skip


def script_of(character: str, *, hint_east_asian: bool = False) -> Script:
    """Return the script class of one character under a hint."""
    code = ord(character)
    if code < _ASCII_END:
        return Script.ASCII
    if _within(code, _EAST_ASIAN):
        return Script.EAST_ASIAN
    if _within(code, _COMPLEX):
        return Script.COMPLEX
    if hint_east_asian and _within(code, _SHARED):
        return Script.EAST_ASIAN
    return Script.HIGH_ANSI


def font_of(form: RunFormat, character: str) -> str:
    """Return the name of the font a character of a run is shown in."""
    match script_of(character, hint_east_asian=form.hint_east_asian):
        case Script.ASCII:
            return form.latin
        case Script.HIGH_ANSI:
            return form.high_ansi or form.latin
        case Script.EAST_ASIAN:
            return form.east_asian or form.latin
        case Script.COMPLEX:
            return form.complex_script or form.latin


def font_spans(form: RunFormat, text: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of text with the font they take; blanks go with what stands before them."""
    font, start = "", 0
    for index, character in enumerate(text):
        own = font_of(form, character) if not character.isspace() or not font else font
        if own != font and index > start:
            yield text[start:index], font
            start = index
        font = own
    if start < len(text):
        yield text[start:], font


def is_east_asian(character: str) -> bool:
    """Tell whether a character is Chinese, Japanese, Korean or their punctuation."""
    return _within(ord(character), _EAST_ASIAN)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)

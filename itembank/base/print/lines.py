"""Breaking Chinese and mixed text into lines, and making a long name fit.

Chinese may break between any two characters, but a line neither starts with a closing mark nor ends with an
opening one; Latin words and numbers stay whole as long as they fit on a line at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from itembank.base.print.faces import text_width

NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—·％‰℃,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈「『【〔“‘([{￥$")
_PIECES = re.compile(r"[0-9A-Za-z_+\-/@#&=.:\\~*'\"\u00c0-\u024f]+|\s|.", re.DOTALL)
ELLIPSIS = "…"
JUST_UNDER = 0.999
"""So that a text made to fit is not broken by a rounding error."""

KEPT_TEXTS = 4096
KEPT_LENGTH = 400
"""A city's reports say the same few thousand sentences in columns of the same width; their lines are kept."""


def break_lines(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that are no wider than `width`; a newline in it always breaks."""
    return _kept_lines(text, width, size, bold) if len(text) <= KEPT_LENGTH else _lines(text, width, size, bold)


def _lines(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:  # noqa: FBT001 - the cache's key
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_break_paragraph(paragraph, width, size, bold=bold))
    return tuple(lines)


_kept_lines = lru_cache(KEPT_TEXTS)(_lines)


def fit_size(text: str, width: float, size: float, *, least: float, bold: bool = False) -> float:
    """Return the largest size up to `size` at which the text fits on one line, but not below `least`."""
    needed = text_width(text, size, bold=bold)
    return size if needed <= width else max(least, size * width / needed * JUST_UNDER)


def clip(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or as much of it as fits, ending in an ellipsis."""
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, bold=bold)
    kept = text
    while kept and text_width(kept, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _break_paragraph(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text, width, size, bold=bold):
        needed = text_width(piece, size, bold=bold)
        if line and used + text_width(piece.rstrip(), size, bold=bold) > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if piece.isspace():
                continue
        line += piece
        used += needed
    lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Cut a paragraph where a line may break, glueing marks to the character they belong to."""
    glued: list[str] = []
    for piece in _PIECES.findall(text):
        to_previous = glued and (piece in NEVER_FIRST or glued[-1][-1] in NEVER_LAST)
        if to_previous and text_width(glued[-1] + piece, size, bold=bold) <= width:
            glued[-1] += piece
        elif text_width(piece, size, bold=bold) > width:
            glued.extend(piece)
        else:
            glued.append(piece)
    return glued

"""Full-width punctuation in Python code: what an input method left behind and Python does not understand.

Strings and comments may hold it; the scanner here knows only as much Python as that takes. Pure.
"""

from __future__ import annotations

from exam_client.coding.views import FullWidthMark

WANTED = {
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "，": ",",
    "。": ".",
    "：": ":",
    "；": ";",
    "！": "!",
    "？": "?",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＝": "=",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "＜": "<",
    "＞": ">",
    "％": "%",
    "＃": "#",
    "＿": "_",
    "＂": '"',
    "＇": "'",
    "\u3000": " ",
    "、": ",",
}
_QUOTES = ('"""', "'''", '"', "'")


def find_full_width(text: str) -> tuple[FullWidthMark, ...]:
    """Return the full-width marks outside strings and comments, in the order of the text."""
    marks: list[FullWidthMark] = []
    quote = ""
    for number, line in enumerate(text.split("\n"), start=1):
        column = 0
        while column < len(line):
            if quote:
                column, quote = _inside(line, column, quote)
                continue
            if line[column] == "#":
                break
            opened = next((mark for mark in _QUOTES if line.startswith(mark, column)), "")
            if opened:
                quote, column = opened, column + len(opened)
                continue
            wanted = WANTED.get(line[column])
            if wanted is not None:
                marks.append(FullWidthMark(number, column, line[column], wanted))
            column += 1
        if len(quote) == 1:
            quote = ""
    return tuple(marks)


def _inside(line: str, column: int, quote: str) -> tuple[int, str]:
    """Walk through a string; return where it goes on and the quote that is still open."""
    while column < len(line):
        if line[column] == "\\":
            column += 2
        elif line.startswith(quote, column):
            return column + len(quote), ""
        else:
            column += 1
    return column, quote

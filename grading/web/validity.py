"""Which values a property takes: a browser drops a declaration it does not understand, and the one before it stays.

Values come out as they are compared: small letters, lengths of old pages with their unit.
"""

from __future__ import annotations

import re

from grading.web.values import FONT_SIZES, colour, is_code, is_length

SIDES = ("top", "right", "bottom", "left")
LINE_STYLES = frozenset("none hidden dotted dashed solid double groove ridge inset outset".split())
LINE_WIDTHS = {"thin": "1px", "medium": "3px", "thick": "5px"}
EVERYWHERE = frozenset("inherit initial unset revert".split())
COLOURS = frozenset({"color", "background-color", *(f"border-{side}-color" for side in SIDES)})
NO_NEGATIVE = frozenset(
    {
        "width", "height", "font-size", "border-radius", "line-height",
        *(f"padding-{side}" for side in SIDES), *(f"border-{side}-width" for side in SIDES),
    }
)  # fmt: skip
LENGTHS = frozenset({"text-indent", "letter-spacing", *(f"margin-{side}" for side in SIDES)}) | NO_NEGATIVE
WORDS: dict[str, frozenset[str]] = {
    "font-style": frozenset("normal italic oblique".split()),
    "text-align": frozenset(
        "left right center justify start end -webkit-center -webkit-left -webkit-right -webkit-justify".split()
    ),
    "text-transform": frozenset("none capitalize uppercase lowercase full-width".split()),
    "float": frozenset("left right none inline-start inline-end".split()),
    "position": frozenset("static relative absolute fixed sticky".split()),
    "border-collapse": frozenset("collapse separate".split()),
    "visibility": frozenset("visible hidden collapse".split()),
    "overflow": frozenset("visible hidden scroll auto clip overlay".split()),
    "background-repeat": frozenset("repeat repeat-x repeat-y no-repeat space round".split()),
    "display": frozenset(
        "none inline block inline-block list-item flex inline-flex grid inline-grid table inline-table table-row "
        "table-cell table-caption table-row-group table-header-group table-footer-group table-column contents "
        "table-column-group flow-root".split()
    ),
    **{f"border-{side}-style": LINE_STYLES for side in SIDES},
}
LENGTH_WORDS: dict[str, frozenset[str]] = {
    "width": frozenset("auto min-content max-content fit-content stretch".split()),
    "height": frozenset("auto min-content max-content fit-content stretch".split()),
    "letter-spacing": frozenset({"normal"}),
    "line-height": frozenset({"normal"}),
    "font-size": frozenset({*FONT_SIZES, "xxx-large", "larger", "smaller"}),
    **{f"margin-{side}": frozenset({"auto"}) for side in SIDES},
}
ALIGNMENTS = frozenset("baseline sub super top text-top middle bottom text-bottom".split())
WEIGHTS = frozenset("normal bold bolder lighter".split())
_LONELY_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_OTHER_UNIT = re.compile(r"[+-]?[0-9.]{1,12}(?:vw|vh|vmin|vmax|ch|q|lh|rlh|dvh|svh|lvh|dvw)")
_LATER = re.compile(r"(?:var|calc|min|max|clamp|env|attr)\(", re.IGNORECASE)


def checked(name: str, value: str, *, quirks: bool = False) -> str | None:
    """Return a longhand's value as it counts, None for one that a browser drops.

    `quirks` is the old way: a length may lack its unit and a colour its #.
    """
    word = value.strip()
    low = word.lower()
    if not word:
        return None
    if low in EVERYWHERE or name.startswith("--") or value.startswith("\0") or _LATER.search(low):
        return word
    if name in COLOURS:
        return _colour(low, quirks=quirks)
    if name in LENGTHS:
        return _length(name, low, quirks=quirks)
    if name in WORDS:
        return low if set(low.split()) <= WORDS[name] else None
    if name == "font-weight":
        return low if low in WEIGHTS or _is_between(low, 1, 1000) else None
    if name == "opacity":
        return low if _LONELY_NUMBER.fullmatch(low.removesuffix("%")) else None
    if name == "vertical-align":
        return low if low in ALIGNMENTS or is_length(low) else None
    return word


def _colour(word: str, *, quirks: bool) -> str | None:
    if word in {"transparent", "currentcolor"} or (word != "none" and colour(word) != "?"):
        return word
    return f"#{word}" if quirks and len(word) in {3, 6} and is_code(word) else None


def _length(name: str, word: str, *, quirks: bool) -> str | None:
    if word in LENGTH_WORDS.get(name, ()):
        return word
    if name.endswith("-width") and word in LINE_WIDTHS:
        return LINE_WIDTHS[word]
    parts = word.replace("/", " ").split() if name == "border-radius" else [word]
    if name in NO_NEGATIVE and any(part.startswith("-") for part in parts):
        return None
    if all(is_length(part) or _OTHER_UNIT.fullmatch(part) for part in parts):
        return word
    if _LONELY_NUMBER.fullmatch(word):
        if name == "line-height":
            return word
        return f"{word}px" if quirks and name != "border-radius" else None
    return None


def _is_between(word: str, least: int, most: int) -> bool:
    return word.isdecimal() and len(word) <= len(str(most)) and least <= int(word) <= most

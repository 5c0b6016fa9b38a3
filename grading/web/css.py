"""Reads style sheets and style attributes into rules and longhand declarations; linear in their length.

Only what school pages use: rules, `@media` for screens, comments. Everything else is passed over, as a browser does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from grading.web.validity import EVERYWHERE, LINE_STYLES, LINE_WIDTHS, SIDES, checked
from grading.web.values import is_colour, is_length

MAX_CHARACTERS = 256 * 1024
MAX_RULES = 2_000
MAX_DECLARATIONS = 8_000
WEIGHTS = frozenset("bold bolder lighter 100 200 300 400 500 600 700 800 900".split())
DECORATIONS = frozenset("underline overline line-through none".split())
_WORD = re.compile(r"""(?:[^\s,()"']|\([^()]{0,200}\)|"[^"]{0,200}"|'[^']{0,200}')+|,""")
_DECLARATION = re.compile(r"""(?:[^;"'()]|\([^()]{0,20000}\)|"[^"]{0,20000}"|'[^']{0,20000}'|["'()])+""")
_IMPORTANT = re.compile(r"!\s*important$", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"'()\s;]{1,400})["']?\s*\)?([^;]{0,200});""", re.IGNORECASE)
_QUIRKY = frozenset({"color", "background-color", "border-color", "margin", "padding", "border-width"})
"""Shorthands in which old pages leave out units and #; of longhands all."""

_BESIDE_COLOUR = re.compile(
    r"(?:repeat|no-repeat|space|round|fixed|scroll|local|left|right|top|bottom|center|border-box|padding-box|"
    r"content-box|cover|contain|auto|none|,|/|url\(|[a-z-]*gradient\(|[-+]?[0-9.])",
    re.IGNORECASE,
)
LATER = "\0"
"""Stands before a shorthand that can only be split when the element's own properties are known."""

_LINE = ("width", "style", "color")
_SHORT: dict[str, tuple[str, ...]] = {
    "margin": tuple(f"margin-{side}" for side in SIDES),
    "padding": tuple(f"padding-{side}" for side in SIDES),
    "border": tuple(f"border-{side}-{part}" for side in SIDES for part in _LINE),
    **{f"border-{side}": tuple(f"border-{side}-{part}" for part in _LINE) for side in SIDES},
    **{f"border-{part}": tuple(f"border-{side}-{part}" for side in SIDES) for part in _LINE},
    "background": ("background-color", "background-image", "background-repeat"),
    "font": ("font-style", "font-weight", "font-size", "line-height", "font-family"),
}
_SCREEN = re.compile(r"^@media\s+(?:only\s+)?(?:all|screen)\b(?!.*\band\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One longhand property and its value."""

    name: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors as they are written, and what they set."""

    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]


def read_sheet(text: str, *, quirks: bool = False) -> tuple[Rule, ...]:
    """Return the rules of a style sheet; `quirks` reads it as browsers read those of old pages."""
    return tuple(islice(_rules(_bare(text), quirks=quirks), MAX_RULES))


def imported(text: str) -> tuple[str, ...]:
    """Return the addresses of the sheets that a sheet takes in for screens, in their order."""
    head = _bare(text).partition("{")[0]
    found = ((match[1], match[2].strip().lower()) for match in _IMPORT.finditer(head))
    return tuple(address for address, media in found if media in {"", "all", "screen"})


def read_declarations(text: str, *, quirks: bool = False) -> tuple[Declaration, ...]:
    """Return the longhand declarations of a block or of a style attribute; a wrong one is dropped whole."""
    found: list[Declaration] = []
    for part in _DECLARATION.findall(_without_comments(text[:MAX_CHARACTERS])):
        name, colon, value = part.partition(":")
        if not colon or len(found) >= MAX_DECLARATIONS:
            continue
        bare = value.strip()
        important = _IMPORTANT.search(bare) is not None
        bare = _IMPORTANT.sub("", bare).strip()
        given = name.strip()
        given = given if given.startswith("--") else given.lower()
        own = [
            Declaration(one, seen, important)
            for one, word in longhands(given, bare)
            if (seen := checked(one, word, quirks=quirks and (given in _QUIRKY or one == given))) is not None
        ]
        if len(own) == sum(1 for _one in longhands(given, bare)):
            found.extend(own)
    return tuple(found)


def longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Split a shorthand into the properties it sets."""
    words = _WORD.findall(value)
    if not words:
        return
    if name in _SHORT and value.lower() in EVERYWHERE:
        yield from ((one, value) for one in _SHORT[name])
        return
    if name in _SHORT and "var(" in value.lower():
        yield from ((one, f"{LATER}{name}:{value}") for one in _SHORT[name])
        return
    if name in {"margin", "padding"}:
        yield from ((f"{name}-{side}", word) for side, word in zip(SIDES, _four(words), strict=True))
    elif name in {"border-width", "border-style", "border-color"}:
        part = name.removeprefix("border-")
        yield from ((f"border-{side}-{part}", word) for side, word in zip(SIDES, _four(words), strict=True))
    elif name == "border" or name.removeprefix("border-") in SIDES:
        sides = SIDES if name == "border" else (name.removeprefix("border-"),)
        for side in sides:
            yield from ((f"border-{side}-{part}", word) for part, word in _border(words))
    elif name == "background":
        yield from _background(words)
    elif name == "font":
        yield from _font(words, value)
    elif name == "list-style":
        kind = next((word for word in words if "(" not in word and word not in {"inside", "outside"}), "")
        yield from ((("list-style-type", kind),) if kind else ())
    elif name in {"text-decoration", "text-decoration-line"}:
        lines = [word.lower() for word in words if word.lower() in DECORATIONS]
        yield "text-decoration", " ".join(lines) or value.lower()
    else:
        yield name, value


def _bare(text: str) -> str:
    """Return a sheet without its comments and the marks that hid it from the oldest browsers."""
    return _without_comments(text[:MAX_CHARACTERS]).replace("<!--", " ").replace("-->", " ")


def _rules(text: str, *, quirks: bool) -> Iterator[Rule]:
    place = 0
    while place < len(text):
        start = text.find("{", place)
        if start < 0:
            return
        head = text[place:start].strip().rpartition(";")[2].strip()
        end = _closing(text, start)
        body = text[start + 1 : end]
        if head.startswith("@"):
            if _SCREEN.match(head):
                yield from _flat(body, quirks=quirks)
        elif head:
            selectors = tuple(part.strip() for part in head.split(",") if part.strip())
            yield Rule(selectors, read_declarations(body, quirks=quirks))
        place = end + 1


def _flat(text: str, *, quirks: bool) -> Iterator[Rule]:
    """Yield the rules inside a media block, which holds no further blocks that count."""
    place = 0
    while (start := text.find("{", place)) >= 0:
        end = text.find("}", start)
        if end < 0:
            return
        head = text[place:start].strip()
        if head and not head.startswith("@"):
            own = read_declarations(text[start + 1 : end], quirks=quirks)
            yield Rule(tuple(part.strip() for part in head.split(",")), own)
        place = end + 1


def _closing(text: str, start: int) -> int:
    """Return the place of the bracket that closes a block."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    return len(text)


def _without_comments(text: str) -> str:
    parts, place = [], 0
    while (start := text.find("/*", place)) >= 0:
        parts.append(text[place:start])
        end = text.find("*/", start + 2)
        if end < 0:
            return "".join(parts)
        place = end + 2
    parts.append(text[place:])
    return "".join(parts)


def _four(words: list[str]) -> list[str]:
    top = words[0]
    right = words[1] if len(words) > 1 else top
    bottom = words[2] if len(words) > 2 else top
    return [top, right, bottom, words[3] if len(words) > 3 else right]


def _border(words: list[str]) -> Iterator[tuple[str, str]]:
    found = {"width": "3px", "style": "none", "color": "currentcolor"}
    for word in words:
        low = word.lower()
        if low in LINE_STYLES:
            found["style"] = low
        elif low in LINE_WIDTHS or is_length(low):
            found["width"] = LINE_WIDTHS.get(low, low)
        elif is_colour(low) or low == "currentcolor":
            found["color"] = low
        else:
            found["style"] = word  # no word of a line: the declaration is wrong
    yield from found.items()


def _background(words: list[str]) -> Iterator[tuple[str, str]]:
    colours = [word for word in words if is_colour(word)]
    pictures = [word for word in words if word.lower().startswith(("url(", "linear-gradient"))]
    wrong = [word for word in words if word not in colours and not _BESIDE_COLOUR.match(word)]
    yield "background-color", (wrong or colours or ["transparent"])[-1]
    yield "background-image", pictures[0] if pictures else "none"
    repeats = [word for word in words if word.lower().startswith(("repeat", "no-repeat"))]
    yield "background-repeat", repeats[0] if repeats else "repeat"


def _font(words: list[str], value: str) -> Iterator[tuple[str, str]]:
    """The size, with or without a line height, stands before the family; what comes before it may be in any order."""
    style, weight = "normal", "normal"
    for word in words:
        low = word.lower()
        if low in {"italic", "oblique"}:
            style = "italic"
        elif low in WEIGHTS:
            weight = low
        elif low not in {"normal", "small-caps"}:
            size, slash, height = low.partition("/")
            yield "font-size", size
            yield "line-height", height if slash else "normal"
            family = value.split(word, 1)[1].strip()
            yield "font-family", family
            break
    yield "font-style", style
    yield "font-weight", weight

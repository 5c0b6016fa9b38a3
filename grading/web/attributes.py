"""What the old attributes mean as style: bgcolor, align, border, width, the font element.

They win over a browser's own style and lose against every sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from grading.web.css import Declaration
from grading.web.model import Node, WebPage
from grading.web.validity import SIDES
from grading.web.values import FONT_ATTRIBUTE, legacy_colour

SIZED = frozenset("img table td th tr hr iframe video embed object canvas input col colgroup".split())
CELLS = frozenset({"td", "th"})
GROUND = frozenset("body table thead tbody tfoot tr td th marquee".split())
ALIGNED = frozenset("p div h1 h2 h3 h4 h5 h6 td th tr thead tbody tfoot caption".split())
FLOATING = frozenset("img table iframe embed object".split())
ALIGNMENTS = {"middle": "center", "center": "center", "left": "left", "right": "right", "justify": "justify"}
SOFT = "-webkit-"
"""Marks an alignment that tables inside do not take over."""

NORMAL_SIZE = 3
BODY_MARGINS = {
    "marginheight": ("top", "bottom"), "topmargin": ("top",), "bottommargin": ("bottom",),
    "marginwidth": ("left", "right"), "leftmargin": ("left",), "rightmargin": ("right",),
}  # fmt: skip
LIST_KINDS = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "disc": "disc",
    "circle": "circle", "square": "square",
}  # fmt: skip


def presentational(page: WebPage, place: int) -> Iterator[Declaration]:
    """Yield what the attributes of an element, and those of its table or page for it, say about its look."""
    node = page.nodes[place]
    own = node.attributes
    yield from _ground(node)
    yield from _alignment(node)
    for name in ("width", "height"):
        text = own.get(name, "").strip()
        if text and node.tag in SIZED:
            yield Declaration(name, f"{text}px" if text.replace(".", "", 1).isdecimal() else text)
    if node.tag == "body":
        for name, sides in BODY_MARGINS.items():
            if own.get(name, "").strip().isdecimal():
                yield from (Declaration(f"margin-{side}", f"{own[name].strip()}px") for side in sides)
    if node.tag in FLOATING:
        for name, sides in (("hspace", ("left", "right")), ("vspace", ("top", "bottom"))):
            if own.get(name, "").strip().isdecimal():
                yield from (Declaration(f"margin-{side}", f"{own[name].strip()}px") for side in sides)
    if node.tag == "font":
        yield from _font_element(own)
    kind = own.get("type", "").strip() if node.tag in {"ol", "ul", "li"} else ""
    kind = kind.lower() if len(kind) > 1 else kind
    if kind in LIST_KINDS:
        yield Declaration("list-style-type", LIST_KINDS[kind])
    if node.tag == "a" and "href" in own:
        yield from _link(page, place)
    yield from _lines(page, place)
    yield from _padding(page, place)


def _ground(node: Node) -> Iterator[Declaration]:
    own = node.attributes
    if node.tag in GROUND:
        if legacy_colour(own.get("bgcolor", "")):
            yield Declaration("background-color", f"#{legacy_colour(own['bgcolor'])}")
        if own.get("background", "").strip():
            yield Declaration("background-image", f"url({own['background'].strip()})")
    if node.tag == "body" and legacy_colour(own.get("text", "")):
        yield Declaration("color", f"#{legacy_colour(own['text'])}")


def _alignment(node: Node) -> Iterator[Declaration]:
    own = node.attributes
    word = own.get("align", "").strip().lower()
    if node.tag in FLOATING and word in {"left", "right"}:
        yield Declaration("float", word)
    elif node.tag == "table" and word in {"center", "middle"}:
        yield from (Declaration(f"margin-{side}", "auto") for side in ("left", "right"))
    elif node.tag in ALIGNED and word in ALIGNMENTS:
        yield Declaration("text-align", SOFT + ALIGNMENTS[word])
    elif node.tag == "hr" and word in {"left", "right"}:
        other = "right" if word == "left" else "left"
        yield from (Declaration(f"margin-{word}", "0"), Declaration(f"margin-{other}", "auto"))
    upright = own.get("valign", "").strip().lower()
    if node.tag in {"td", "th", "tr", "tbody", "thead", "tfoot"} and upright in {"top", "middle", "bottom", "baseline"}:
        yield Declaration("vertical-align", upright)


def _link(page: WebPage, place: int) -> Iterator[Declaration]:
    body = next((page.nodes[one] for one in page.above(place) if page.nodes[one].tag == "body"), None)
    code = legacy_colour(body.attributes.get("link", "")) if body is not None else ""
    if code:
        yield Declaration("color", f"#{code}")


def _lines(page: WebPage, place: int) -> Iterator[Declaration]:
    """Yield the lines of a table or picture with a border, and those it draws around its cells."""
    node = page.nodes[place]
    if node.tag == "table" and "rules" in node.attributes:
        yield Declaration("border-collapse", "collapse")
    bordered = node if node.tag in {"table", "img"} else _table_of(page, place)
    if bordered is None or "border" not in bordered.attributes:
        return
    text = bordered.attributes["border"].strip()
    width = int(text) if text.isdecimal() and len(text) < 5 else int(bordered.tag == "table")
    if not width:
        return
    for side in SIDES:
        yield Declaration(f"border-{side}-width", f"{width if bordered is node else 1}px")
        yield Declaration(f"border-{side}-style", "solid")
        if legacy_colour(bordered.attributes.get("bordercolor", "")):
            yield Declaration(f"border-{side}-color", f"#{legacy_colour(bordered.attributes['bordercolor'])}")


def _padding(page: WebPage, place: int) -> Iterator[Declaration]:
    table = _table_of(page, place)
    text = table.attributes.get("cellpadding", "").strip() if table is not None else ""
    if text.isdecimal():
        yield from (Declaration(f"padding-{side}", f"{text}px") for side in SIDES)


def _table_of(page: WebPage, place: int) -> Node | None:
    """Return the table of a cell."""
    if page.nodes[place].tag not in CELLS:
        return None
    return next((page.nodes[one] for one in page.above(place) if page.nodes[one].tag == "table"), None)


def _font_element(own: dict[str, str]) -> Iterator[Declaration]:
    if legacy_colour(own.get("color", "")):
        yield Declaration("color", f"#{legacy_colour(own['color'])}")
    if own.get("face", "").strip():
        yield Declaration("font-family", own["face"])
    size = own.get("size", "").strip()
    digits = size.lstrip("+-")
    if digits.isdecimal() and len(digits) < 4:
        steps = int(digits) if size == digits else NORMAL_SIZE + int(size[0] + digits)
        yield Declaration("font-size", FONT_ATTRIBUTE[min(max(steps, 1), len(FONT_ATTRIBUTE)) - 1])

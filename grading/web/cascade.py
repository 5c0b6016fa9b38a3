"""How an element looks: origin, specificity and order, the style attribute, inheritance, presentational attributes.

About 25 properties, the ones a school page uses. Values come out comparable: colours as "RRGGBB" ("" is
transparent), lengths in pixels, weights as numbers. What is not a fact of the page (a width that depends on the
window) comes out as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from grading.web.css import Declaration, Rule, longhands, read_declarations
from grading.web.model import Node, WebPage
from grading.web.selectors import Selector, matches, parse_selector
from grading.web.values import FONT_ATTRIBUTE, ROOT_PX, colour, font_size_px, length_px

MAX_STEPS = 200_000
SIDES = ("top", "right", "bottom", "left")
INHERITED = frozenset(
    "color font-family font-size font-weight font-style text-align text-indent line-height letter-spacing "
    "text-transform list-style-type border-collapse visibility".split()
)
INITIAL: dict[str, str] = {
    "color": "000000", "background-color": "", "background-image": "none", "background-repeat": "repeat",
    "font-family": "", "font-weight": "400", "font-style": "normal", "text-decoration": "none", "text-align": "left",
    "text-indent": "0", "line-height": "normal", "letter-spacing": "normal", "text-transform": "none",
    "width": "auto", "height": "auto", "display": "inline", "float": "none", "position": "static",
    "list-style-type": "disc", "vertical-align": "baseline", "opacity": "1", "border-collapse": "separate",
    "border-radius": "0", "visibility": "visible", "overflow": "visible",
    **{f"margin-{side}": "0" for side in SIDES}, **{f"padding-{side}": "0" for side in SIDES},
    **{f"border-{side}-width": "0" for side in SIDES}, **{f"border-{side}-style": "none" for side in SIDES},
    **{f"border-{side}-color": "" for side in SIDES},
}  # fmt: skip
PROPERTIES = frozenset({*INITIAL, "font-size"})
COLOURS = frozenset({"color", "background-color", *(f"border-{side}-color" for side in SIDES)})
LENGTHS = frozenset(
    {
        "text-indent", "letter-spacing", "width", "height", "border-radius", *(f"margin-{side}" for side in SIDES),
        *(f"padding-{side}" for side in SIDES), *(f"border-{side}-width" for side in SIDES),
    }
)  # fmt: skip

BLOCKS = frozenset(
    "html body div p h1 h2 h3 h4 h5 h6 ul ol dl form table header footer nav main section article aside hr pre "
    "blockquote figure fieldset address center".split()
)
HEADINGS = {"h1": "2em", "h2": "1.5em", "h3": "1.17em", "h4": "1em", "h5": "0.83em", "h6": "0.67em"}
BY_TAG: dict[str, str] = {
    "b": "font-weight: bold", "strong": "font-weight: bold", "th": "font-weight: bold; text-align: center",
    "i": "font-style: italic", "em": "font-style: italic", "cite": "font-style: italic",
    "u": "text-decoration: underline",
    "ins": "text-decoration: underline", "s": "text-decoration: line-through", "del": "text-decoration: line-through",
    "strike": "text-decoration: line-through", "center": "text-align: center", "big": "font-size: larger",
    "small": "font-size: smaller", "ol": "list-style-type: decimal", "sub": "vertical-align: sub; font-size: smaller",
    "sup": "vertical-align: super; font-size: smaller", "li": "display: list-item", "body": "margin: 8px",
    **{tag: f"font-size: {size}; font-weight: bold" for tag, size in HEADINGS.items()},
}  # fmt: skip
"""What a browser does by itself, as far as a check may ask for it."""


class TooManyStepsError(Exception):
    """The page and its styles are too large to be worked out."""


@dataclass(frozen=True, slots=True)
class _Styled:
    selector: Selector
    order: int
    declarations: tuple[Declaration, ...]


@dataclass
class Cascade:
    """The styles of one page, worked out element by element when asked."""

    page: WebPage
    rules: Iterable[Rule]
    _known: dict[int, dict[str, str]] = field(default_factory=dict)
    _styled: list[_Styled] = field(default_factory=list)
    _steps: int = 0

    def __post_init__(self) -> None:
        """Parse every selector once."""
        for order, rule in enumerate(self.rules):
            for text in rule.selectors:
                selector = parse_selector(text)
                if selector is not None:
                    self._styled.append(_Styled(selector, order, rule.declarations))

    def computed(self, place: int) -> dict[str, str]:
        """Return every property of an element; raises `TooManyStepsError`."""
        if place not in self._known:
            self._known[place] = self._compute(place)
        return self._known[place]

    def _compute(self, place: int) -> dict[str, str]:
        node = self.page.nodes[place]
        parent = self.computed(node.parent) if node.parent >= 0 else None
        given = self._given(place, node)
        base = _base(parent)
        font_px = _font_px(given.get("font-size"), parent)
        base["font-size"] = _number(font_px)
        base["display"] = "block" if node.tag in BLOCKS else "inline"
        for name, value in given.items():
            if name in PROPERTIES and name != "font-size":
                base[name] = _value(name, value, font_px, parent, base)
        return _finished(base, parent)

    def _given(self, place: int, node: Node) -> dict[str, str]:
        """Return the winning declarations of an element."""
        ordered: list[tuple[tuple[bool, int, tuple[int, int, int], int], Declaration]] = [
            ((False, 0, (0, 0, 0), 0), one) for one in read_declarations(BY_TAG.get(node.tag, ""))
        ]
        if node.tag == "a" and "href" in node.attributes:
            ordered.extend(
                ((False, 0, (0, 0, 0), 1), one)
                for one in read_declarations("color: #0000ee; text-decoration: underline")
            )
        ordered.extend(((False, 1, (0, 0, 0), 0), one) for one in _presentational(node, self.page))
        for styled in self._styled:
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise TooManyStepsError
            if matches(self.page, place, styled.selector):
                weight = styled.selector.specificity
                ordered.extend(((one.important, 2, weight, styled.order), one) for one in styled.declarations)
        own = read_declarations(node.attributes.get("style", ""))
        ordered.extend(((one.important, 3, (0, 0, 0), number), one) for number, one in enumerate(own))
        ordered.sort(key=lambda pair: pair[0])
        return {one.name: one.value for _key, one in ordered}


def canonical(name: str, value: str) -> dict[str, str]:
    """Return a wanted property (shorthands too) as `computed` would show it; sizes relative to 16 pixels."""
    given = dict(longhands(name.strip().lower(), value.strip()))
    made: dict[str, str] = {}
    for long_name, long_value in given.items():
        if long_name == "font-size":
            size = font_size_px(long_value, parent_px=ROOT_PX)
            made[long_name] = long_value if size is None else _number(size)
        elif long_name in PROPERTIES:
            made[long_name] = _value(long_name, long_value, ROOT_PX, None, made)
    return made


def _base(parent: dict[str, str] | None) -> dict[str, str]:
    base = dict(INITIAL)
    if parent is not None:
        base.update({name: parent[name] for name in INHERITED if name in parent})
    return base


def _font_px(value: str | None, parent: dict[str, str] | None) -> Decimal:
    parent_px = Decimal(parent["font-size"]) if parent is not None else ROOT_PX
    size = None if value is None else font_size_px(value, parent_px=parent_px)
    return parent_px if size is None else size


def _value(name: str, value: str, font_px: Decimal, parent: dict[str, str] | None, base: dict[str, str]) -> str:
    word = value.strip().strip(",").lower()
    if word == "inherit" and parent is not None:
        return parent.get(name, INITIAL.get(name, ""))
    if word in {"initial", "unset"}:
        return INITIAL.get(name, "")
    if name in COLOURS:
        if word == "currentcolor":
            return base.get("color", "")
        seen = colour(word)
        return base.get(name, "") if seen == "?" else seen
    if name == "font-weight":
        return {"normal": "400", "bold": "700", "bolder": "700", "lighter": "300"}.get(word, word)
    if name == "line-height":
        return _line_height(word, font_px)
    if name in LENGTHS:
        length = length_px(word, font_px=font_px)
        return word if length is None else _number(length)
    return value.strip() if name in {"font-family", "background-image"} else word


def _line_height(word: str, font_px: Decimal) -> str:
    """Return a line height in pixels, whether it is given as a factor, a share or a length."""
    if word.replace(".", "", 1).isdecimal():
        return _number(Decimal(word) * font_px)
    length = length_px(word, font_px=font_px, whole_px=font_px)
    return word if length is None else _number(length)


def _finished(base: dict[str, str], parent: dict[str, str] | None) -> dict[str, str]:
    for side in SIDES:
        if base[f"border-{side}-style"] in {"none", "hidden"}:
            base[f"border-{side}-width"] = "0"
        if not base[f"border-{side}-color"]:
            base[f"border-{side}-color"] = base["color"]
    if base["text-decoration"] == "none" and parent is not None and parent["text-decoration"] != "none":
        base["text-decoration"] = parent["text-decoration"]
    return base


def _presentational(node: Node, page: WebPage) -> Iterator[Declaration]:
    """Return what the old attributes mean as style."""
    own = node.attributes
    if "bgcolor" in own:
        yield Declaration("background-color", _hex(own["bgcolor"]))
    if "background" in own:
        yield Declaration("background-image", f"url({own['background']})")
    if "align" in own:
        if node.tag in {"img", "table"} and own["align"].lower() in {"left", "right"}:
            yield Declaration("float", own["align"].lower())
        elif node.tag not in {"img", "table"}:
            yield Declaration("text-align", own["align"].lower())
    if "valign" in own:
        yield Declaration("vertical-align", own["valign"].lower())
    for name in ("width", "height"):
        if name in own and node.tag in {"img", "table", "td", "th", "tr", "hr", "iframe", "video"}:
            text = own[name].strip()
            yield Declaration(name, f"{text}px" if text.isdecimal() else text)
    if node.tag == "body" and "text" in own:
        yield Declaration("color", _hex(own["text"]))
    if node.tag == "font":
        yield from _font_element(own)
    bordered = node if node.tag in {"table", "img"} else _table_around(node, page)
    if bordered is not None and bordered.attributes.get("border", "0").isdecimal():
        width = int(bordered.attributes.get("border", "0") or 0)
        if width:
            for side in SIDES:
                yield Declaration(f"border-{side}-width", f"{width if bordered is node else 1}px")
                yield Declaration(f"border-{side}-style", "solid")


def _table_around(node: Node, page: WebPage) -> Node | None:
    """Return the table of a cell: its border attribute draws lines around every cell too."""
    if node.tag not in {"td", "th"}:
        return None
    parent = node.parent
    while parent >= 0 and page.nodes[parent].tag != "table":
        parent = page.nodes[parent].parent
    return page.nodes[parent] if parent >= 0 else None


def _font_element(own: dict[str, str]) -> Iterator[Declaration]:
    if "color" in own:
        yield Declaration("color", _hex(own["color"]))
    if "face" in own:
        yield Declaration("font-family", own["face"])
    size = own.get("size", "")
    if size.isdecimal() and 1 <= int(size) <= len(FONT_ATTRIBUTE):
        yield Declaration("font-size", FONT_ATTRIBUTE[int(size) - 1])


def _hex(text: str) -> str:
    """Return an old colour attribute with its #, which browsers do without."""
    word = text.strip()
    is_code = len(word) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in word)
    return f"#{word}" if is_code else word


def _number(value: Decimal) -> str:
    # An em of an em of an em has no end, and numbers do.
    near = min(max(value, Decimal(-1_000_000_000)), Decimal(1_000_000_000))
    text = format(near.quantize(Decimal("0.01")).normalize(), "f")
    return "0" if text in {"-0", "0"} else text

"""How an element looks: origin, specificity and order, the style attribute, inheritance, presentational attributes.

About 25 properties, the ones a school page uses. Values come out comparable: colours as "RRGGBB" ("" is
transparent), lengths in pixels, weights as numbers. What is not a fact of the page (a width that depends on the
window) comes out as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from grading.office.units import decimal_number
from grading.web.attributes import SOFT, presentational
from grading.web.css import LATER, Declaration, Rule, longhands, read_declarations
from grading.web.defaults import OF_BODY, defaults
from grading.web.model import WebPage
from grading.web.selectors import Known, Selector, matches, parse_selector
from grading.web.validity import COLOURS, EVERYWHERE, LENGTHS, SIDES, checked
from grading.web.values import ROOT_PX, colour, font_size_px, length_px

MAX_STEPS = 200_000
LONGEST_VALUE = 4_000
MOST_TURNS = 8
LARGEST_PX = Decimal(1_000_000)
"""No font is larger: an em of an em of an em has no end, and numbers do."""
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
MONOSPACE_PX = Decimal(13)
"""How large browsers set text whose only font is "monospace", where no size is written."""

_FACTOR, _ABSOLUTE, _SOFT = "\0factor", "\0absolute", "\0soft"
"""What children need beside the values: the factor of a line height, that a size does not hang on the font, and that
an alignment comes from an old attribute or element, which no table takes over."""

_AS_BLOCK = {
    "inline": "block", "inline-block": "block", "inline-table": "table", "inline-flex": "flex", "inline-grid": "grid",
}  # fmt: skip
"""What an element becomes that floats or is taken out of the flow."""

_VAR = re.compile(r"var\(\s*(--[^\s,()]{1,80})\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)", re.IGNORECASE)


class TooManyStepsError(Exception):
    """The page and its styles are too large to be worked out."""


@dataclass(frozen=True, slots=True)
class _Styled:
    selector: Selector
    order: int
    declarations: tuple[Declaration, ...]
    known: Known = field(default_factory=dict, compare=False)


@dataclass
class Cascade:
    """The styles of one page, worked out element by element when asked."""

    page: WebPage
    rules: Iterable[Rule]
    _known: dict[int, dict[str, str]] = field(default_factory=dict)
    _styled: dict[tuple[str, str], list[_Styled]] = field(default_factory=dict)
    _steps: int = 0

    def __post_init__(self) -> None:
        """Parse every selector once, and keep it by what its element must have."""
        for order, rule in enumerate(self.rules):
            parsed = [parse_selector(text) for text in rule.selectors]
            selectors = [one for one in parsed if one is not None]
            if len(selectors) < len(parsed):
                continue
            for selector in selectors:
                if not selector.is_dynamic:
                    styled = _Styled(selector, order, rule.declarations)
                    self._styled.setdefault(self._key(selector), []).append(styled)

    def computed(self, place: int) -> dict[str, str]:
        """Return every property of an element; raises `TooManyStepsError`."""
        for one in reversed([place, *self.page.above(place)]):
            if one not in self._known:
                self._known[one] = self._compute(one)
        return self._known[place]

    def _key(self, selector: Selector) -> tuple[str, str]:
        last = selector.steps[0][1]
        if last.ids and not self.page.quirks:
            return "id", last.ids[0]
        if last.classes and not self.page.quirks:
            return "class", last.classes[0]
        return "tag", last.tag.replace("*", "")

    def _compute(self, place: int) -> dict[str, str]:
        node = self.page.nodes[place]
        parent = self._known.get(node.parent)
        given = self._given(place)
        base = _base(parent)
        custom = {name: value for name, value in given.items() if name.startswith("--")}
        base.update({name: value for name, value in custom.items() if value.lower() not in EVERYWHERE})
        known = {name: made for name, value in given.items() if (made := _resolved(name, value, base)) is not None}
        font_px = _set_font(base, known, parent)
        base["display"] = "inline"
        for name, value in known.items():
            if name in PROPERTIES and name != "font-size":
                base[name] = _value(name, value, font_px, parent, base)
        _set_line_height(base, known.get("line-height", ""), font_px, parent)
        _set_alignment(base, known.get("text-align", ""), parent, is_table=node.tag == "table")
        if known.get("color") == OF_BODY:
            base["color"] = self._body_colour(place)
        return _finished(base, parent, is_root=parent is None)

    def _body_colour(self, place: int) -> str:
        """Return the colour that tables of old pages take, whatever stands around them."""
        bodies = [one for one in self.page.above(place) if self.page.nodes[one].tag == "body"]
        return self._known[bodies[-1]]["color"] if bodies else INITIAL["color"]

    def _given(self, place: int) -> dict[str, str]:
        """Return the winning declarations of an element."""
        ordered: list[tuple[tuple[bool, int, tuple[int, int, int], int], Declaration]] = [
            ((False, 0, (0, 0, 0), 0), one) for one in defaults(self.page, place)
        ]
        ordered.extend(((False, 1, (0, 0, 0), 0), one) for one in presentational(self.page, place))
        for styled in self._candidates(place):
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise TooManyStepsError
            if matches(self.page, place, styled.selector, styled.known):
                weight = styled.selector.specificity
                ordered.extend(((one.important, 2, weight, styled.order), one) for one in styled.declarations)
        own = read_declarations(self.page.nodes[place].attributes.get("style", ""), quirks=self.page.quirks)
        ordered.extend(((one.important, 3, (0, 0, 0), number), one) for number, one in enumerate(own))
        ordered.sort(key=lambda pair: pair[0])
        return {one.name: one.value for _key, one in ordered}

    def _candidates(self, place: int) -> Iterable[_Styled]:
        node = self.page.nodes[place]
        keys = [("tag", ""), ("tag", node.tag), ("id", node.attributes.get("id", ""))]
        keys += [("class", one) for one in dict.fromkeys(node.attributes.get("class", "").split())]
        for key in keys:
            yield from self._styled.get(key, ())


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
        base.update({name: value for name, value in parent.items() if name in INHERITED or name.startswith("--")})
    return base


def _resolved(name: str, value: str, base: dict[str, str]) -> str | None:
    """Return a value with the element's own properties (--x) put in, None where that makes it wrong."""
    if "var(" not in value.lower() or name.startswith("--"):
        return value
    text = value.removeprefix(LATER)
    for _turn in range(MOST_TURNS):
        text, count = _VAR.subn(lambda found: base.get(found[1], found[2] or ""), text)
        if not count or len(text) > LONGEST_VALUE:
            break
    if value.startswith(LATER):
        short, _colon, words = text.partition(":")
        text = dict(longhands(short, words.strip())).get(name, "")
    return checked(name, text)


def _set_font(base: dict[str, str], given: dict[str, str], parent: dict[str, str] | None) -> Decimal:
    """Set font and size; text in nothing but "monospace" is smaller, unless a size says how large it is."""
    parent_px = Decimal(parent["font-size"]) if parent is not None else ROOT_PX
    was_absolute = parent is not None and parent.get(_ABSOLUTE, "") == "1"
    was_mono = parent is not None and _is_mono(parent["font-family"])
    family = given.get("font-family", "")
    if family and family.lower() not in EVERYWHERE:
        base["font-family"] = family.strip()
    word = given.get("font-size", "").strip().lower()
    word = {"initial": "medium", "inherit": "", "unset": "", "revert": ""}.get(word, word)
    is_mono = _is_mono(base["font-family"])
    scale = MONOSPACE_PX / ROOT_PX
    own_scale = scale if is_mono else Decimal(1)
    if (word and not word.endswith(("%", "em", "ex", "larger", "smaller"))) or word.endswith("rem"):
        size = font_size_px(word, parent_px=parent_px)
        is_absolute = word[0] in "+.0123456789"
        px = parent_px if size is None else size if is_absolute else size * own_scale
    else:
        if was_mono != is_mono and not was_absolute:
            parent_px *= own_scale / (scale if was_mono else 1)
        size = font_size_px(word, parent_px=parent_px) if word else parent_px
        px, is_absolute = parent_px if size is None else size, was_absolute
    px = min(px, LARGEST_PX)
    base[_ABSOLUTE] = str(int(is_absolute))
    base["font-size"] = _number(px)
    return px


def _is_mono(family: str) -> bool:
    return family.strip().lower() == "monospace"


def _set_line_height(base: dict[str, str], given: str, font_px: Decimal, parent: dict[str, str] | None) -> None:
    """A line height that is a factor goes to the children as a factor, of their own size; other heights as they are."""
    word = given.strip().lower()
    factor = "" if parent is None else parent.get(_FACTOR, "")
    if word and word not in {"inherit", "unset"}:
        number = decimal_number(word)
        factor = word if number is not None and number >= 0 else ""
    base[_FACTOR] = factor
    if factor:
        base["line-height"] = _number(Decimal(factor) * font_px)


def _value(name: str, value: str, font_px: Decimal, parent: dict[str, str] | None, base: dict[str, str]) -> str:
    word = value.strip().strip(",").lower()
    if word == "inherit" or (word == "unset" and name in INHERITED):
        return (parent or INITIAL).get(name, INITIAL.get(name, ""))
    if word in EVERYWHERE:
        return INITIAL.get(name, "")
    if name in COLOURS:
        if word == "currentcolor":
            return base.get("color", "")
        seen = colour(word)
        return base.get(name, "") if seen == "?" else seen
    if name == "font-weight":
        return _weight(word, parent)
    if name == "line-height":
        return _line_height(word, font_px)
    if name in LENGTHS:
        parts = [length_px(part, font_px=font_px) for part in word.split()]
        shown = [word if one is None else _number(one) for one, word in zip(parts, word.split(), strict=True)]
        return " ".join(shown if len(set(shown)) > 1 else shown[:1])
    return value.strip() if name in {"font-family", "background-image"} else word


def _weight(word: str, parent: dict[str, str] | None) -> str:
    """Return a weight as a number; bolder and lighter go by steps from the parent's."""
    if word in {"bolder", "lighter"}:
        before = Decimal((parent or INITIAL)["font-weight"])
        steps = ((350, 400), (550, 700), (9999, 900)) if word == "bolder" else ((550, 100), (750, 400), (9999, 700))
        return next(str(after) for limit, after in steps if before < limit)
    return {"normal": "400", "bold": "700"}.get(word, word)


def _line_height(word: str, font_px: Decimal) -> str:
    """Return a line height in pixels, whether it is given as a factor, a share or a length."""
    factor = decimal_number(word)
    if factor is not None and factor >= 0:
        return _number(factor * font_px)
    length = length_px(word, font_px=font_px, whole_px=font_px)
    return word if length is None else _number(length)


def _set_alignment(base: dict[str, str], given: str, parent: dict[str, str] | None, *, is_table: bool) -> None:
    word = given.strip().lower()
    is_soft = word.startswith(SOFT) if word and word != "inherit" else bool(parent) and (parent or {})[_SOFT] == "1"
    base["text-align"] = base["text-align"].removeprefix(SOFT)
    if is_table and is_soft:
        base["text-align"], is_soft = INITIAL["text-align"], False
    base[_SOFT] = str(int(is_soft))


def _finished(base: dict[str, str], parent: dict[str, str] | None, *, is_root: bool) -> dict[str, str]:
    for side in SIDES:
        if base[f"border-{side}-style"] in {"none", "hidden"}:
            base[f"border-{side}-width"] = "0"
        if not base[f"border-{side}-color"]:
            base[f"border-{side}-color"] = base["color"]
    is_lifted = base["float"] != "none" or base["position"] in {"absolute", "fixed"}
    if is_lifted or is_root:
        base["display"] = _AS_BLOCK.get(base["display"], base["display"])
    hands_on = not is_lifted and base["display"] != "inline-block"
    if base["text-decoration"] == "none" and hands_on and parent is not None and parent["text-decoration"] != "none":
        base["text-decoration"] = parent["text-decoration"]
    return base


def _number(value: Decimal) -> str:
    text = format(value.quantize(Decimal("0.01")).normalize(), "f")
    return "0" if text in {"-0", "0"} else text

"""Selectors of style sheets: which elements they mean, and how much they weigh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from grading.web.model import Node, WebPage

MAX_PARTS = 12
_STEP = re.compile(r"\s*([>+~])\s*|\s+")
_PART = re.compile(
    r"""(?P<tag>\*|[a-zA-Z][\w-]*)|\#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|
    \[\s*(?P<name>[\w-]+)\s*(?:(?P<how>[~|^$*]?=)\s*["']?(?P<value>[^"'\]]*)["']?\s*)?\]|
    (?P<pseudo>::?[\w-]+(?:\([^()]{0,40}\))?)""",
    re.VERBOSE,
)
_NTH = re.compile(r":nth-child\(\s*(odd|even|[0-9]{1,4}|[0-9]{0,3}n(?:\s*\+\s*[0-9]{1,3})?)\s*\)")
NEVER = frozenset(":hover :active :focus :visited :focus-within :target :checked :disabled :before :after".split())
"""Dynamic states and pseudo-elements: a page at rest has none of them."""


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: its tag, id, classes, attributes, and its place among its siblings."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    pseudos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from right to left, each with how it stands to the one before it (" ", ">", "+", "~")."""

    steps: tuple[tuple[str, Compound], ...]
    specificity: tuple[int, int, int] = field(default=(0, 0, 0))


def parse_selector(text: str) -> Selector | None:
    """Return one selector, None where it is not understood; a browser then drops its rule."""
    parts = list(_split(text.strip()))
    if not parts or len(parts) > MAX_PARTS:
        return None
    steps: list[tuple[str, Compound]] = []
    for how, word in parts:
        compound = _compound(word)
        if compound is None:
            return None
        steps.append((how, compound))
    compounds = [compound for _how, compound in steps]
    weight = (
        sum(len(one.ids) for one in compounds),
        sum(len(one.classes) + len(one.attributes) + len(one.pseudos) for one in compounds),
        sum(1 for one in compounds if one.tag not in {"", "*"}),
    )
    combinators = [how for how, _compound_ in steps[1:]] + [""]
    ordered = list(zip(combinators, compounds, strict=True))
    return Selector(tuple(reversed(ordered)), weight)


def matches(page: WebPage, place: int, selector: Selector) -> bool:
    """Tell whether an element is meant."""
    return _matches(page, place, selector.steps, 0)


def find(page: WebPage, text: str) -> list[int]:
    """Return the places of all elements that a selector list means; an unknown selector means none."""
    selectors = [one for part in text.split(",") if (one := parse_selector(part)) is not None]
    return [place for place in range(len(page.nodes)) if any(matches(page, place, one) for one in selectors)]


def _matches(page: WebPage, place: int, steps: tuple[tuple[str, Compound], ...], number: int) -> bool:
    if not _is(page, place, steps[number][1]):
        return False
    if number + 1 == len(steps):
        return True
    how = steps[number + 1][0]
    if how == ">":
        parent = page.nodes[place].parent
        return parent >= 0 and _matches(page, parent, steps, number + 1)
    if how in {"+", "~"}:
        before = _before(page, place)
        return any(_matches(page, one, steps, number + 1) for one in (before[-1:] if how == "+" else before))
    return any(_matches(page, one, steps, number + 1) for one in page.above(place))


def _is(page: WebPage, place: int, compound: Compound) -> bool:
    node = page.nodes[place]
    if compound.tag not in {"", "*", node.tag}:
        return False
    classes = set(node.attributes.get("class", "").split())
    return (
        all(node.attributes.get("id") == one for one in compound.ids)
        and classes >= set(compound.classes)
        and all(_has(node, *one) for one in compound.attributes)
        and all(_stands(page, place, one) for one in compound.pseudos)
    )


def _has(node: Node, name: str, how: str, value: str) -> bool:
    own = node.attributes.get(name)
    if own is None:
        return False
    return {
        "": True,
        "=": own == value,
        "~=": value in own.split(),
        "^=": bool(value) and own.startswith(value),
        "$=": bool(value) and own.endswith(value),
        "*=": bool(value) and value in own,
        "|=": own == value or own.startswith(f"{value}-"),
    }[how]


def _stands(page: WebPage, place: int, pseudo: str) -> bool:
    if pseudo == ":link":
        return page.nodes[place].tag == "a" and "href" in page.nodes[place].attributes
    if pseudo == ":root":
        return page.nodes[place].parent < 0
    siblings = page.children.get(page.nodes[place].parent, [place])
    number = siblings.index(place) + 1
    if pseudo == ":first-child":
        return number == 1
    if pseudo == ":last-child":
        return number == len(siblings)
    found = _NTH.fullmatch(pseudo)
    return found is not None and _is_nth(found[1].replace(" ", ""), number)


def _is_nth(text: str, number: int) -> bool:
    if text in {"odd", "even"}:
        return number % 2 == (text == "odd")
    if "n" not in text:
        return number == int(text)
    step, _n, start = text.partition("n")
    every, first = int(step or 1), int(start.lstrip("+") or 0)
    return number >= first and (number - first) % every == 0 if every else number == first


def _before(page: WebPage, place: int) -> list[int]:
    siblings = page.children.get(page.nodes[place].parent, [place])
    return siblings[: siblings.index(place)]


def _split(text: str) -> Iterator[tuple[str, str]]:
    place, how = 0, ""
    for found in _STEP.finditer(text):
        yield how, text[place : found.start()]
        how, place = found[1] or " ", found.end()
    yield how, text[place:]


def _compound(text: str) -> Compound | None:
    tag, ids, classes, attributes, pseudos = "", [], [], [], []
    place = 0
    while place < len(text):
        found = _PART.match(text, place)
        if found is None:
            return None
        place = found.end()
        if found["tag"]:
            tag = found["tag"].lower()
        elif found["id"]:
            ids.append(found["id"])
        elif found["class"]:
            classes.append(found["class"])
        elif found["name"]:
            attributes.append((found["name"].lower(), found["how"] or "", found["value"] or ""))
        else:
            pseudo = found["pseudo"].lower()
            if pseudo.startswith("::") or pseudo in NEVER:
                return None
            pseudos.append(pseudo)
    if not text:
        return None
    return Compound(tag, tuple(ids), tuple(classes), tuple(attributes), tuple(pseudos))

"""Selectors of style sheets: which elements they mean, and how much they weigh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from grading.web.model import Node, WebPage

MAX_PARTS = 12
_COMPOUND = re.compile(r"(?:[^\s>+~()\[\]]|\([^()]{0,80}\)|\[[^\]]{0,200}\])+|[>+~]")
_PART = re.compile(
    r"""(?P<tag>\*|[a-zA-Z][\w-]*)|\#(?P<id>[\w-]+)|\.(?P<class>-?[^\W\d][\w-]*)|
    \[\s*(?P<name>[\w:-]+)\s*(?:(?P<how>[~|^$*]?=)\s*["']?(?P<value>[^"'\]]*)["']?\s*)?\]|
    (?P<pseudo>::?[\w-]+(?:\([^()]{0,80}\))?)""",
    re.VERBOSE,
)
_NTH = re.compile(r":nth-(last-)?(child|of-type)\((odd|even|[0-9]{1,4}|[+-]?[0-9]{0,3}n(?:[+-][0-9]{1,3})?)\)")
_FIRST = re.compile(r":(first|last|only)-(child|of-type)")
NEVER = frozenset(
    ":hover :active :focus :visited :focus-within :focus-visible :target :checked :disabled :enabled :before :after "
    ":first-line :first-letter :required :optional :valid :invalid :default :indeterminate :read-only :read-write "
    ":placeholder-shown :in-range :out-of-range :fullscreen :defined :scope :host".split()
)
"""Dynamic states and pseudo-elements: a page at rest has none of them."""

UNFOLLOWED = (":is(", ":where(", ":has(", ":lang(", ":dir(", ":host(", ":nth-col(")
"""What browsers know and school pages do not use; nobody is meant by it."""


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: its tag, id, classes, attributes, and its place among its siblings."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    pseudos: tuple[str, ...] = ()


Steps = tuple[tuple[str, Compound], ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from right to left, each with how it stands to the one before it (" ", ">", "+", "~")."""

    steps: Steps
    specificity: tuple[int, int, int] = field(default=(0, 0, 0))
    is_dynamic: bool = False
    """It means a state or a part that a page at rest does not have: it is right, and no element is meant."""


def parse_selector(text: str) -> Selector | None:
    """Return one selector, None where it is wrong; a browser then drops its whole rule."""
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
    weights = [_weight(one) for one in compounds]
    weight = (sum(one[0] for one in weights), sum(one[1] for one in weights), sum(one[2] for one in weights))
    combinators = [how for how, _compound_ in steps[1:]] + [""]
    ordered = list(zip(combinators, compounds, strict=True))
    is_dynamic = any(pseudo == "" for one in compounds for pseudo in one.pseudos)
    return Selector(tuple(reversed(ordered)), weight, is_dynamic)


Known = dict[tuple[str, int, int], bool]
"""What was found out about one selector on one page: whether an element fits a step, or one before it does."""


def matches(page: WebPage, place: int, selector: Selector, known: Known | None = None) -> bool:
    """Tell whether an element is meant; with `known` of the same selector nothing is looked at twice."""
    return not selector.is_dynamic and _fits(page, place, selector.steps, 0, {} if known is None else known)


def find(page: WebPage, text: str) -> list[int]:
    """Return the places of all elements that a selector list means; an unknown selector means none."""
    selectors: list[tuple[Selector, Known]] = [
        (one, {}) for part in text.split(",") if (one := parse_selector(part)) is not None
    ]
    return [place for place in range(len(page.nodes)) if any(matches(page, place, *one) for one in selectors)]


def _fits(page: WebPage, place: int, steps: Steps, number: int, known: Known) -> bool:
    """Tell whether an element fits a step, and what stands before it the steps after."""
    if not _is(page, place, steps[number][1]):
        return False
    if number + 1 == len(steps):
        return True
    key = ("", place, number)
    if key not in known:
        known[key] = _before_fits(page, place, steps, number + 1, known)
    return known[key]


def _before_fits(page: WebPage, place: int, steps: Steps, number: int, known: Known) -> bool:
    how = steps[number][0]
    walked: list[tuple[str, int, int]] = []
    found, one = False, place
    while (before := page.nodes[one].parent if how in {" ", ">"} else _previous(page, one)) >= 0:
        key = (how, one, number)
        if key in known:
            found = known[key]
            break
        walked.append(key)
        found = _fits(page, before, steps, number, known)
        if found or how in {">", "+"}:
            break
        one = before
    known.update(dict.fromkeys(walked, found))
    return found


def _previous(page: WebPage, place: int) -> int:
    rank = page.rank[place]
    return page.children[page.nodes[place].parent][rank - 1] if rank else -1


def _is(page: WebPage, place: int, compound: Compound) -> bool:
    node = page.nodes[place]
    if compound.tag not in {"", "*", node.tag}:
        return False
    own = node.attributes
    fold = str.casefold if page.quirks else str
    if compound.classes and not {fold(one) for one in own.get("class", "").split()} >= {*map(fold, compound.classes)}:
        return False
    return (
        all("id" in own and fold(own["id"]) == fold(one) for one in compound.ids)
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
    node = page.nodes[place]
    if pseudo in {":link", ":any-link"}:
        return node.tag == "a" and "href" in node.attributes
    if pseudo == ":root":
        return node.parent < 0
    if pseudo == ":empty":
        return not node.text and place not in page.children
    if pseudo.startswith(":not("):
        return not any(_is(page, place, one) for one in _excluded(pseudo))
    siblings = page.children.get(node.parent, [place])
    if "of-type" in pseudo:
        siblings = [one for one in siblings if page.nodes[one].tag == node.tag]
        number = siblings.index(place) + 1
    else:
        number = page.rank[place] + 1
    backwards = len(siblings) - number + 1
    first = _FIRST.fullmatch(pseudo)
    if first is not None:
        at_start, at_end = number == 1, backwards == 1
        return {"first": at_start, "last": at_end, "only": at_start and at_end}[first[1]]
    found = _NTH.fullmatch(pseudo.replace(" ", ""))
    return found is not None and _is_nth(found[3], backwards if found[1] else number)


def _excluded(pseudo: str) -> list[Compound]:
    inner = (_compound(part.strip()) for part in pseudo[len(":not(") : -1].split(","))
    return [one for one in inner if one is not None]


def _is_nth(text: str, number: int) -> bool:
    if text in {"odd", "even"}:
        return number % 2 == (text == "odd")
    if "n" not in text:
        return number == int(text)
    step, _n, start = text.partition("n")
    every = int(f"{step}1") if step in {"", "+", "-"} else int(step)
    first = int(start or 0)
    if every == 0:
        return number == first
    return (number - first) % every == 0 and (number - first) // every >= 0


def _weight(compound: Compound) -> tuple[int, int, int]:
    own = [len(compound.ids), len(compound.classes) + len(compound.attributes), int(compound.tag not in {"", "*"})]
    for pseudo in compound.pseudos:
        if pseudo.startswith(":not("):
            inner = max((_weight(one) for one in _excluded(pseudo)), default=(0, 0, 0))
            own = [number + more for number, more in zip(own, inner, strict=True)]
        else:
            own[1] += 1
    return own[0], own[1], own[2]


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the compounds of a selector, each with how it stands to the one before it."""
    how, before = " ", ""
    for found in _COMPOUND.finditer(text):
        word = found[0]
        if word in {">", "+", "~"}:
            if how != " " or not before:
                yield "", ""
            how = word
        else:
            yield how, word
            how, before = " ", word
    if how != " " or _COMPOUND.sub("", text).strip():
        yield "", ""  # ends in a sign, or holds a bracket without its other half: it is wrong


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
            pseudos.append(_pseudo(found["pseudo"].lower()))
    known = [one for one in pseudos if one is not None]
    if not text or len(known) < len(pseudos):
        return None
    return Compound(tag, tuple(ids), tuple(classes), tuple(attributes), tuple(known))


def _pseudo(text: str) -> str | None:
    """Return a pseudo-class that an element may have, "" for one that no element has at rest, None for a wrong one."""
    if text.startswith("::") or text in NEVER or text.startswith(UNFOLLOWED):
        return ""
    is_known = text in {":link", ":any-link", ":root", ":empty"} or text.startswith(":not(")
    return text if is_known or _FIRST.fullmatch(text) or _NTH.fullmatch(text.replace(" ", "")) else None

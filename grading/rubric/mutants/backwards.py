"""Steps from a model answer back to its starter file: what to try for a check that has no way of its own.

The XML trees of both files are laid side by side; every difference is a step
that can be taken back alone, and steps of one kind (the same attribute of the
same element) also all together. Styles of workbooks are counted otherwise in
every file, so steps of cells may mislead; such points want a mutant made by hand.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from lxml import etree

from grading.office.outcome import CannotReadError
from grading.rubric.mutants.package import Element, OfficePackage, drop, remove

MOST_STEPS = 120
MOST_GROUPS = 30
LEFT_ALONE = (
    "docProps/", "[", "_rels/", "meta.xml", "META-INF/", "Thumbnails/", "Configurations2/", "manifest.rdf",
)  # fmt: skip
"""Parts that say who saved a file when and with what: of no use as a step, and different in any two files."""

STYLE_NAME = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"


@dataclass(frozen=True, slots=True)
class Step:
    """One difference: in which part, at which element (by its number in document order), and how it is taken back.

    `size` is the number of elements that come or go.
    """

    kind: str
    part: str
    place: int
    take: Callable[[Element], None]
    size: int = 0


def steps_back(data: bytes, before: bytes) -> Iterator[bytes]:
    """Yield the file with one step taken back, then with all steps of a kind."""
    model, starter = opened(data), opened(before)
    if model is None or starter is None:
        return
    for taken in in_turn(_steps(model, starter)):
        yield _taken(data, taken)


def in_turn(found: Iterable[Step]) -> Iterator[list[Step]]:
    """Yield single steps, the smallest first, then all steps of one kind together."""
    steps = sorted(islice(found, MOST_STEPS * 10), key=lambda step: step.size)
    for step in steps[:MOST_STEPS]:
        yield [step]
    kinds: dict[str, list[Step]] = {}
    for step in steps:
        kinds.setdefault(step.kind, []).append(step)
    yield from islice((group for group in kinds.values() if len(group) > 1), MOST_GROUPS)


def opened(data: bytes) -> OfficePackage | None:
    """Open a file; None for what is no office file."""
    try:
        return OfficePackage(data)
    except CannotReadError:
        return None


def steps_between(part: str, model: Element, starter: Element) -> Iterator[Step]:
    """Yield every difference between two trees as a step that takes it back in the first one."""
    kept = list(model.iter())  # lxml makes a new object for an element nobody holds, and ids would not last
    numbers = {id(one): number for number, one in enumerate(kept)}
    yield from _compared(part, numbers, model, starter)


def _steps(model: OfficePackage, starter: OfficePackage) -> Iterator[Step]:
    for part in model.xml_names():
        if starter.has(part) and not part.startswith(LEFT_ALONE) and not part.endswith(".rels"):
            yield from steps_between(part, model.root(part), starter.root(part))


def _taken(data: bytes, steps: list[Step]) -> bytes:
    package = OfficePackage(data)
    elements = {part: list(package.root(part).iter()) for part in {step.part for step in steps}}
    for step in steps:
        step.take(elements[step.part][step.place])
    return package.to_bytes()


def _compared(part: str, numbers: dict[int, int], model: Element, starter: Element) -> Iterator[Step]:
    place, tag = numbers[id(model)], str(model.tag)
    for name in {str(key) for key in (*model.keys(), *starter.keys())}:
        if model.get(name) != starter.get(name):
            yield Step(f"{part} {tag} {name}", part, place, _attribute(name, starter.get(name)))
    if (model.text or "").strip() != (starter.text or "").strip():
        yield Step(f"{part} {tag} text", part, place, _text(starter.text))
    if (model.tail or "").strip() != (starter.tail or "").strip():
        yield Step(f"{part} {tag} tail", part, place, _tail(starter.tail))
    mine, theirs = list(model), list(starter)
    matcher = SequenceMatcher(None, [_key(one) for one in mine], [_key(one) for one in theirs], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            for one, other in zip(mine[first:last], theirs[start:end], strict=True):
                if etree.tostring(one, with_tail=False) != etree.tostring(other, with_tail=False):
                    yield from _compared(part, numbers, one, other)
            continue
        pairs = list(zip(mine[first:last], theirs[start:end], strict=False))
        for one, other in pairs:
            if one.tag == other.tag:
                yield from _compared(part, numbers, one, other)
        alike = sum(one.tag == other.tag for one, other in pairs)
        for one in mine[first + alike : last] if alike == len(pairs) else mine[first:last]:
            yield Step(f"{part} {one.tag} gone", part, numbers[id(one)], remove, _size(one))
        for offset, other in enumerate(theirs[start + alike : end] if alike == len(pairs) else theirs[start:end]):
            yield Step(f"{part} {other.tag} back", part, place, _child(first + alike + offset, other), _size(other))


def _size(element: Element) -> int:
    return sum(1 for _one in element.iter())


def _key(element: Element) -> str:
    """Return what makes two children the same one: the tag, of paragraphs, rows and cells also their text or name."""
    name = str(element.tag).rpartition("}")[2]
    if own := element.get(STYLE_NAME):
        return f"{element.tag} {own}"
    if name in {"p", "h", "tr", "tbl", "sp", "si", "table-row"}:
        return f"{element.tag} {''.join(str(text) for text in element.itertext())}"
    return f"{element.tag} {element.get('r', '') if name in {'row', 'c'} else ''}"


def _attribute(name: str, value: str | None) -> Callable[[Element], None]:
    def take(element: Element) -> None:
        if value is None:
            drop(element, name)
        else:
            element.set(name, value)

    return take


def _text(value: str | None) -> Callable[[Element], None]:
    def take(element: Element) -> None:
        element.text = value

    return take


def _tail(value: str | None) -> Callable[[Element], None]:
    def take(element: Element) -> None:
        element.tail = value

    return take


def _child(place: int, child: Element) -> Callable[[Element], None]:
    def take(element: Element) -> None:
        element.insert(min(place, len(element)), copy.deepcopy(child))

    return take

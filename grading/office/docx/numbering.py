"""The numbering part: which list and level a paragraph is on, what the level looks like, and its count."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from lxml import etree

from grading.office.docx.paragraph_properties import read_paragraph_properties
from grading.office.docx.run_properties import Facts, WordColours, read_run_properties
from grading.office.drawing.names import W
from grading.office.model_format import ListKind, ListMark
from grading.office.number_words import number_text
from grading.office.symbols import readable
from grading.office.units import is_on, whole_number

LEVELS = 9
_STYLE_LINKS_MAX = 5
_PLACE = re.compile(r"%([1-9])")


class Level(msgspec.Struct, frozen=True):
    """One level of a list definition."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart_after: int | None = None
    legal: bool = False
    paragraph: Facts = {}
    run: Facts = {}
    style_id: str = ""
    picture_id: str = ""


class ListDefinition(msgspec.Struct, frozen=True):
    """A list a paragraph can be on; lists of one `abstract` count together unless `restarts` says otherwise."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


class Numbering:
    """All list definitions of a document, and the running counts while its body is read."""

    def __init__(self, root: etree._Element | None, colours: WordColours) -> None:
        """Read the numbering part; None stands for a document without one."""
        self._definitions: dict[str, ListDefinition] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, colours)

    def _read(self, root: etree._Element, colours: WordColours) -> None:
        abstracts = {e.get(W + "abstractNumId", ""): e for e in root.iterfind(W + "abstractNum")}
        by_style = {
            link.get(W + "val", ""): element
            for element in abstracts.values()
            if (link := element.find(W + "styleLink")) is not None
        }
        for number in root.iterfind(W + "num"):
            reference = number.find(W + "abstractNumId")
            key = "" if reference is None else reference.get(W + "val", "")
            element = _follow_style_links(abstracts.get(key), by_style)
            if element is not None:
                self._definitions[number.get(W + "numId", "")] = _read_definition(key, element, number, colours)

    def find_level(self, list_id: str, level: int) -> Level | None:
        """Return a level of a list, None if the document does not define it."""
        definition = self._definitions.get(list_id)
        return None if definition is None else definition.levels.get(level)

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """Return the level of a list that is tied to a paragraph style, if one is."""
        definition = self._definitions.get(list_id)
        if definition is None:
            return None
        return next((n for n, level in definition.levels.items() if level.style_id == style_id), None)

    def next_mark(self, list_id: str, level: int) -> ListMark | None:
        """Count one more paragraph on a list and return its mark, None if the list is not defined."""
        definition = self._definitions.get(list_id)
        own = None if definition is None else definition.levels.get(level)
        if definition is None or own is None:
            return None
        counts = self._count(list_id, definition, level)
        kind, font = _kind_of(own), own.run.get("latin", "")
        return ListMark(
            kind=kind,
            list_id=list_id,
            level=level,
            format=own.format,
            text=readable(own.text, font),
            start=own.start,
            label=_label(own, definition, counts) if kind is ListKind.NUMBER else readable(own.text, font),
            font=font,
            colour=own.run.get("colour", ""),
            picture_sha256=own.picture_id,
        )

    def _count(self, list_id: str, definition: ListDefinition, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(definition.abstract, {})
        restart = definition.restarts.get(level)
        first_here = (list_id, level) not in self._seen
        self._seen.add((list_id, level))
        if first_here and restart is not None:
            counts[level] = restart
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = definition.levels[level].start
        for above in range(level):
            upper = definition.levels.get(above)
            counts.setdefault(above, 1 if upper is None else upper.start)
        for below in range(level + 1, LEVELS):
            lower = definition.levels.get(below)
            stays = lower is not None and lower.restart_after is not None and level + 1 > lower.restart_after
            if not stays:
                counts.pop(below, None)
        return counts


def _follow_style_links(
    element: etree._Element | None, by_style: Mapping[str, etree._Element]
) -> etree._Element | None:
    for _ in range(_STYLE_LINKS_MAX):
        link = None if element is None else element.find(W + "numStyleLink")
        target = None if link is None else by_style.get(link.get(W + "val", ""))
        if target is None:
            return element
        element = target
    return element


def _read_definition(
    key: str, abstract: etree._Element, number: etree._Element, colours: WordColours
) -> ListDefinition:
    levels = dict(_read_level(element, colours) for element in abstract.iterfind(W + "lvl"))
    restarts: dict[int, int] = {}
    for override in number.iterfind(W + "lvlOverride"):
        index = whole_number(override.get(W + "ilvl")) or 0
        start = override.find(W + "startOverride")
        if start is not None:
            restarts[index] = whole_number(start.get(W + "val")) or 0
        level = override.find(W + "lvl")
        if level is not None:
            levels[index] = _read_level(level, colours)[1]
    return ListDefinition(abstract=key, levels=levels, restarts=restarts)


def _read_level(element: etree._Element, colours: WordColours) -> tuple[int, Level]:
    start = whole_number(_value(element, "start"))
    legal = element.find(W + "isLgl")
    return whole_number(element.get(W + "ilvl")) or 0, Level(
        format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        start=0 if start is None else start,
        restart_after=whole_number(_value(element, "lvlRestart")),
        legal=legal is not None and is_on(legal.get(W + "val")),
        paragraph=read_paragraph_properties(element.find(W + "pPr"), colours),
        run=read_run_properties(element.find(W + "rPr"), colours),
        style_id=_value(element, "pStyle") or "",
        picture_id=_value(element, "lvlPicBulletId") or "",
    )


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(W + "val")


def _kind_of(level: Level) -> ListKind:
    if level.picture_id:
        return ListKind.PICTURE
    if level.format == "bullet":
        return ListKind.BULLET
    return ListKind.NUMBER if level.format != "none" or level.text else ListKind.NONE


def _label(own: Level, definition: ListDefinition, counts: Mapping[int, int]) -> str:
    def one(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = definition.levels.get(index, own)
        form = "decimal" if own.legal else level.format
        return number_text(counts.get(index, level.start), form)

    return _PLACE.sub(one, own.text)

"""The styles part: every style's own facts, its ancestry joined, and table styles with their conditional parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from lxml import etree

from grading.office.docx.paragraph_properties import read_paragraph_properties
from grading.office.docx.run_properties import Facts, WordColours, read_run_properties
from grading.office.drawing.names import W
from grading.office.model_document import StyleKind
from grading.office.units import is_on

_ANCESTORS_MAX = 50
WHOLE_TABLE = "wholeTable"
_BUILT_IN = {StyleKind.PARAGRAPH: "normal", StyleKind.TABLE: "normal table"}
"""The default where no style says it is: the programs know these by their names."""


class TablePart(msgspec.Struct, frozen=True):
    """What a table style says for one part of a table ("firstRow", "band1Horz" ...)."""

    run: Facts
    paragraph: Facts
    table: etree._Element | None
    cell: etree._Element | None
    row: etree._Element | None


class StyleSource(msgspec.Struct, frozen=True):
    """One style as written; `parts` only for table styles, the whole table among them."""

    id: str
    name: str
    kind: StyleKind
    based_on: str
    custom: bool
    run: Facts
    paragraph: Facts
    parts: Mapping[str, TablePart]


class StyleSheet:
    """All styles of a document, by id; unknown and missing ids mean the default of their kind."""

    def __init__(self, root: etree._Element | None, colours: WordColours) -> None:
        """Read the styles part; None stands for a document without one."""
        self.sources: dict[str, StyleSource] = {}
        self._defaults: dict[StyleKind, str] = {}
        self._chains: dict[tuple[str, StyleKind], tuple[StyleSource, ...]] = {}
        self._joined_runs: dict[tuple[str, StyleKind], Facts] = {}
        self.default_run: Facts = {}
        self.default_paragraph: Facts = {}
        if root is not None:
            self._read(root, colours)

    def _read(self, root: etree._Element, colours: WordColours) -> None:
        self.default_run = read_run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), colours)
        self.default_paragraph = read_paragraph_properties(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"), colours)
        for element in root.iterfind(W + "style"):
            source = _read_style(element, colours)
            if source is None:
                continue
            self.sources.setdefault(source.id, source)
            if is_on(element.get(W + "default"), default=False):
                self._defaults[source.kind] = source.id  # of several the last counts (ECMA-376 17.7.4.17)
        for source in self.sources.values():
            if source.name.casefold() == _BUILT_IN.get(source.kind):
                self._defaults.setdefault(source.kind, source.id)

    def chain(self, style_id: str | None, kind: StyleKind) -> tuple[StyleSource, ...]:
        """Return a style and its ancestors, the oldest first; the default style's for None or an unknown id."""
        key = (style_id or "", kind)
        if key not in self._chains:
            self._chains[key] = self._make_chain(style_id, kind)
        return self._chains[key]

    def run_facts(self, style_id: str | None, kind: StyleKind) -> Facts:
        """Return the joined run facts of a style's ancestry."""
        key = (style_id or "", kind)
        if key not in self._joined_runs:
            joined: dict[str, Any] = {}
            for source in self.chain(style_id, kind):
                joined.update(source.run)
            self._joined_runs[key] = joined
        return self._joined_runs[key]

    def named_run_facts(self, style_id: str | None) -> Facts:
        """Return the joined run facts of a character style that a run names.

        A run without one takes nothing from the default character style: Word's "Default Paragraph Font" means
        the paragraph's own look, and LibreOffice goes by that too. WPS writes sizes into it.
        """
        source = self.sources.get(style_id or "")
        if source is None or source.kind is not StyleKind.CHARACTER:
            return {}
        return self.run_facts(style_id, StyleKind.CHARACTER)

    def default_id(self, kind: StyleKind) -> str:
        """Return the id of the default style of a kind, "" if the document has none."""
        return self._defaults.get(kind, "")

    def find(self, style_id: str | None, kind: StyleKind) -> StyleSource | None:
        """Return the style that an id means, None if the document has not even a default."""
        found = self.sources.get(style_id or "")
        if found is None or found.kind is not kind:
            found = self.sources.get(self._defaults.get(kind, ""))
        return found

    def name(self, style_id: str | None, kind: StyleKind) -> str:
        """Return the name people see, "" if the document has no such style and no default."""
        found = self.find(style_id, kind)
        return "" if found is None else found.name

    def _make_chain(self, style_id: str | None, kind: StyleKind) -> tuple[StyleSource, ...]:
        chain: list[StyleSource] = []
        seen: set[str] = set()
        current = self.find(style_id, kind)
        while current is not None and current.id not in seen and len(chain) < _ANCESTORS_MAX:
            chain.append(current)
            seen.add(current.id)
            parent = self.sources.get(current.based_on)
            current = parent if parent is not None and parent.kind is kind else None
        return tuple(reversed(chain))


def _read_style(element: etree._Element, colours: WordColours) -> StyleSource | None:
    identity = element.get(W + "styleId")
    if identity is None:
        return None
    kind = _KINDS.get(element.get(W + "type", "paragraph"), StyleKind.PARAGRAPH)
    parts: dict[str, TablePart] = {}
    if kind is StyleKind.TABLE:
        parts[WHOLE_TABLE] = _read_part(element, colours)
        for part in element.iterfind(W + "tblStylePr"):
            parts[part.get(W + "type", "")] = _read_part(part, colours)
    return StyleSource(
        id=identity,
        name=_child_value(element, "name") or identity,
        kind=kind,
        based_on=_child_value(element, "basedOn"),
        custom=is_on(element.get(W + "customStyle"), default=False),
        run=read_run_properties(element.find(W + "rPr"), colours),
        paragraph=read_paragraph_properties(element.find(W + "pPr"), colours),
        parts=parts,
    )


_KINDS = {
    "paragraph": StyleKind.PARAGRAPH,
    "character": StyleKind.CHARACTER,
    "table": StyleKind.TABLE,
    "numbering": StyleKind.LIST,
}


def _read_part(element: etree._Element, colours: WordColours) -> TablePart:
    return TablePart(
        run=read_run_properties(element.find(W + "rPr"), colours),
        paragraph=read_paragraph_properties(element.find(W + "pPr"), colours),
        table=element.find(W + "tblPr"),
        cell=element.find(W + "tcPr"),
        row=element.find(W + "trPr"),
    )


def _child_value(element: etree._Element, name: str) -> str:
    child = element.find(W + name)
    return "" if child is None else child.get(W + "val", "")

"""The chain: document defaults, table style, paragraph style, numbering, character style, direct formatting."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from grading.office.docx.numbering import Numbering
from grading.office.docx.paragraph_properties import join_paragraph_facts, make_paragraph_format
from grading.office.docx.run_properties import Facts, PropertyCache, join, make_run_format
from grading.office.docx.styles import StyleSheet, StyleSource
from grading.office.model_document import Style, StyleKind
from grading.office.model_format import Alignment, ParagraphFormat, RunFormat

_NO_LIST = "0"
_WEAK_SHAPE: Facts = {"alignment": Alignment.LEFT}
_WEAK_LOOK: Facts = {"size_pt": Decimal(12)}


class CellFacts(msgspec.Struct, frozen=True):
    """What a table style gives the text of one cell; `key` tells equal ones apart from others."""

    key: tuple[Hashable, ...] = ()
    run: Facts = {}
    paragraph: Facts = {}
    in_table: bool = False


NOT_IN_TABLE = CellFacts()


class Chain:
    """Resolves paragraphs and runs of one document; equal inputs share one value."""

    def __init__(self, styles: StyleSheet, numbering: Numbering, *, table_style_over_normal: bool = False) -> None:
        """All come from the document being read.

        `table_style_over_normal`: without overrideTableStyleFontSizeAndJustification
        the default paragraph style's 12 points and its alignment to the left count
        for nothing against what a table style says ([MS-DOCX] on that setting).
        """
        self.styles = styles
        self._table_style_over_normal = table_style_over_normal
        self.numbering = numbering
        self.cache = PropertyCache()
        self._run_formats: dict[Hashable, RunFormat] = {}
        self._paragraph_formats: dict[Hashable, ParagraphFormat] = {}
        self._kept: list[Facts] = []  # what an identity in a key stands for must live as long as the key

    def paragraph_format(self, direct: Facts, cell: CellFacts, *, counts: bool = True) -> ParagraphFormat:
        """Return a paragraph's effective format; with `counts` its list goes on by one.

        `direct` comes from `cache`: its identity is remembered in place of its content.
        """
        key = (id(direct), cell.key)
        if key in self._paragraph_formats:
            return self._paragraph_formats[key]
        style_id = direct.get("_style")
        ancestry = self.styles.chain(style_id, StyleKind.PARAGRAPH)
        levels: list[Facts] = [
            self.styles.default_paragraph,
            cell.paragraph,
            *(self._under_table(source, source.paragraph, cell.paragraph, _WEAK_SHAPE) for source in ancestry),
            direct,
        ]
        joined = join_paragraph_facts(levels)
        list_id = joined.get("_list_id", _NO_LIST)
        if list_id == _NO_LIST:
            self._kept.append(direct)
            self._paragraph_formats[key] = make_paragraph_format(joined)
            return self._paragraph_formats[key]
        place = max(index for index, level in enumerate(levels) if "_list_id" in level)
        number_level = self._list_level(list_id, joined, place == len(levels) - 1, style_id)
        source = self.numbering.find_level(list_id, number_level)
        if source is None:
            return make_paragraph_format(joined)
        # A list's indents stand above everything before the place that puts the paragraph on the list.
        levels.insert(place, source.paragraph)
        mark = self.numbering.next_mark(list_id, number_level) if counts else None
        return make_paragraph_format(join_paragraph_facts(levels), mark)

    def _list_level(self, list_id: str, joined: Facts, is_direct: bool, style_id: str | None) -> int:  # noqa: FBT001
        level: int = joined.get("_list_level", 0)
        if is_direct:
            return level
        for source in reversed(self.styles.chain(style_id, StyleKind.PARAGRAPH)):
            tied = self.numbering.level_of_style(list_id, source.id)
            if tied is not None:
                return tied
        return level

    def run_format(self, direct: Facts, paragraph_style: str | None, cell: CellFacts) -> RunFormat:
        """Return a run's effective format; `direct` comes from `cache`, as in `paragraph_format`."""
        key = (id(direct), paragraph_style, cell.key)
        if key not in self._run_formats:
            character_style = direct.get("_style")
            self._kept.append(direct)
            self._run_formats[key] = make_run_format(
                self.styles.default_run,
                cell.run,
                self._run_facts(paragraph_style, cell),
                self.styles.named_run_facts(character_style),
                direct,
            )
        return self._run_formats[key]

    def _run_facts(self, paragraph_style: str | None, cell: CellFacts) -> Facts:
        # A table style that says nothing of it hands on what the document's defaults say.
        of_table = {**self.styles.default_run, **cell.run} if cell.in_table else cell.run
        if not self._table_style_over_normal or not of_table.keys() & _WEAK_LOOK.keys():
            return self.styles.run_facts(paragraph_style, StyleKind.PARAGRAPH)
        ancestry = self.styles.chain(paragraph_style, StyleKind.PARAGRAPH)
        return join([self._under_table(source, source.run, of_table, _WEAK_LOOK) for source in ancestry])

    def _under_table(self, source: StyleSource, facts: Facts, of_table: Facts, weak: Facts) -> Facts:
        """Return a style's facts without the weak ones of the default style that a table style speaks against."""
        if not self._table_style_over_normal or source.id != self.styles.default_id(StyleKind.PARAGRAPH):
            return facts
        beaten = {name for name, value in weak.items() if name in of_table and facts.get(name) == value}
        return {name: value for name, value in facts.items() if name not in beaten} if beaten else facts

    def style(self, style_id: str, *, used: bool) -> Style:
        """Return a style of the document with the formatting it gives."""
        source = self.styles.sources[style_id]
        is_character = source.kind is StyleKind.CHARACTER
        paragraph: Facts = {"_style": style_id} if source.kind is StyleKind.PARAGRAPH else {}
        return Style(
            id=source.id,
            name=source.name,
            kind=source.kind,
            based_on=source.based_on,
            run=self.run_format(
                {"_style": style_id} if is_character else {},
                style_id if source.kind is StyleKind.PARAGRAPH else None,
                _whole_table(source.parts) if source.kind is StyleKind.TABLE else NOT_IN_TABLE,
            ),
            paragraph=self.paragraph_format(paragraph, NOT_IN_TABLE, counts=False),
            custom=source.custom,
            used=used,
        )


def _whole_table(parts: Mapping[str, Any]) -> CellFacts:
    whole = parts.get("wholeTable")
    return NOT_IN_TABLE if whole is None else CellFacts((id(whole),), whole.run, whole.paragraph)

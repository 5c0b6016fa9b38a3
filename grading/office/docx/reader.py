"""Reads a word-processing package into a `Document`: the parts in their order, and what joins them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from grading.office.docx.body import BodyReader
from grading.office.docx.effective import NOT_IN_TABLE, Chain
from grading.office.docx.inline import Story
from grading.office.docx.numbering import Numbering
from grading.office.docx.run_properties import WordColours
from grading.office.docx.sections import read_sections
from grading.office.docx.styles import StyleSheet
from grading.office.docx.tables import value_of
from grading.office.drawing.colours import Scheme
from grading.office.drawing.names import W
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.theme import NO_THEME, read_theme
from grading.office.drawing.vml import vml_colour
from grading.office.model_document import Document, DocumentComment, Edge, Field, Note, StyleKind
from grading.office.model_flow import Block, paragraphs_of
from grading.office.outcome import CannotReadError, Reason
from grading.office.package import Parts
from grading.office.properties import read_properties
from grading.office.units import is_on, rgb, twips

_OVERRIDE = "overrideTableStyleFontSizeAndJustification"
_SEPARATOR_NOTES = {"separator", "continuationSeparator", "continuationNotice"}


def read_docx(parts: Parts) -> Document:
    """Read the document behind the package's main part; raises `CannotReadError`."""
    return _DocumentReader(parts).read()


class _DocumentReader:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._main = parts.main_part()
        self._root = parts.root(self._main)
        self._settings = self._related("settings")
        theme_root = self._related("theme")
        theme = NO_THEME if theme_root is None else read_theme(theme_root)
        mapping = _colour_map(self._settings)
        language = "" if self._settings is None else _east_asian_language(self._settings)
        self._colours = WordColours(theme, mapping, language)
        self._scheme = Scheme(theme.colours, mapping)
        styles = StyleSheet(self._related("styles"), self._colours)
        self._chain = Chain(
            styles,
            Numbering(self._related("numbering"), self._colours),
            table_style_over_normal=not _compatible(self._settings, _OVERRIDE),
        )
        self._used_styles: set[str] = set()
        self._fields: list[Field] = []

    def read(self) -> Document:
        bodies = self._root.findall(W + "body")
        if not bodies:
            raise CannotReadError(Reason.MISSING_PART, part="w:body")
        story = Story("body")
        # A document has one body; a broken one with more is shown whole.
        blocks = tuple(block for body in bodies for block in self._read_story(self._main, body, story))
        odd_even = _switch(self._settings, "evenAndOddHeaders")
        sections = read_sections(self._root, self._colours, self._read_edge, odd_even=odd_even)
        notes = (*self._read_notes("footnotes"), *self._read_notes("endnotes"))
        comments = self._read_comments(story.commented)
        return Document(
            format=self._parts.format_of("docx"),
            blocks=blocks,
            sections=tuple(sections),
            styles=tuple(
                self._chain.style(identity, used=identity in self._used_styles)
                for identity, source in self._chain.styles.sources.items()
                if source.kind is not StyleKind.LIST
            ),
            notes=notes,
            comments=comments,
            fields=tuple(self._fields),
            properties=read_properties(self._parts),
            background=self._background(),
            different_odd_even=odd_even,
            tracks_changes=_switch(self._settings, "trackRevisions"),
            insertions=story.insertions,
            deletions=story.deletions,
            protection=_protection(self._settings),
            default_tab_pt=twips(value_of(self._settings, "defaultTabStop")) or Document("docx").default_tab_pt,
            default_run=self._chain.run_format({}, None, NOT_IN_TABLE),
            default_paragraph=self._chain.paragraph_format({}, NOT_IN_TABLE, counts=False),
        )

    def _related(self, kind: str) -> etree._Element | None:
        related = self._parts.related_root(self._main, kind)
        return None if related is None else related[1]

    def _read_story(self, part: str, root: etree._Element, story: Story) -> tuple[Block, ...]:
        host = DrawingParts(self._parts, part, self._scheme)
        reader = BodyReader(self._chain, self._colours, host, story)
        blocks = reader.read_blocks(root)
        while story.open_fields:
            story.close_field()
        self._used_styles |= reader.used_styles
        self._fields.extend(story.fields)
        return blocks

    def _read_edge(self, relation_id: str, edge: Edge) -> tuple[Block, ...]:
        relation = self._parts.relations(self._main).get(relation_id)
        root = None if relation is None or relation.external else self._parts.find_root(relation.target)
        if relation is None or root is None:
            return ()
        return self._read_story(relation.target, root, Story(edge.value))

    def _read_notes(self, kind: str) -> tuple[Note, ...]:
        related = self._parts.related_root(self._main, kind)
        if related is None:
            return ()
        part, root = related
        single = kind.removesuffix("s")
        return tuple(
            Note(f"{single}:{element.get(W + 'id', '')}", single, self._read_story(part, element, Story("note")))
            for element in root.iterfind(W + single)
            if element.get(W + "type", "normal") not in _SEPARATOR_NOTES
        )

    def _read_comments(self, commented: Mapping[str, list[str]]) -> tuple[DocumentComment, ...]:
        related = self._parts.related_root(self._main, "comments")
        found = []
        for element in related[1].iterfind(W + "comment") if related is not None else ():
            identity = element.get(W + "id", "")
            blocks = self._read_story(related[0] if related else "", element, Story("comment"))
            text = "\n".join(paragraph.text for paragraph in paragraphs_of(blocks))
            on_text = "".join(commented.get(identity, ()))
            found.append(DocumentComment(identity, text, element.get(W + "author", ""), on_text))
        return tuple(found)

    def _background(self) -> str:
        element = self._root.find(W + "background")
        if element is None:
            return ""
        themed = element.get(W + "themeColor")
        if themed:
            tint, shade = element.get(W + "themeTint"), element.get(W + "themeShade")
            colour = self._colours.theme_colour(themed, tint, shade)
            if colour is not None:
                return colour
        return rgb(element.get(W + "color")) or vml_colour(element.get(W + "color")) or ""


def _colour_map(settings: etree._Element | None) -> dict[str, str]:
    element = None if settings is None else settings.find(W + "clrSchemeMapping")
    slots = {"light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2"}
    names = {"bg1": ("bg1", "background1"), "t1": ("tx1", "text1"), "bg2": ("bg2", "background2"),
             "t2": ("tx2", "text2")}  # fmt: skip
    found: dict[str, str] = {}
    for attribute, aliases in names.items():
        slot = slots.get("" if element is None else element.get(W + attribute, ""))
        if slot is not None:
            found.update(dict.fromkeys(aliases, slot))
    return found


def _east_asian_language(settings: etree._Element) -> str:
    element = settings.find(W + "themeFontLang")
    return "" if element is None else element.get(W + "eastAsia", "")


def _compatible(settings: etree._Element | None, name: str) -> bool:
    """Tell whether a compatibility setting of Word's own is on; of several by one name the last counts."""
    found = () if settings is None else settings.iterfind(f"{W}compat/{W}compatSetting")
    values = [one.get(W + "val") for one in found if one.get(W + "name") == name]
    return bool(values) and is_on(values[-1], default=False)


def _switch(settings: etree._Element | None, name: str) -> bool:
    child = None if settings is None else settings.find(W + name)
    return child is not None and is_on(child.get(W + "val"))


def _protection(settings: etree._Element | None) -> str:
    """Return the kind of editing protection in force ("readOnly", "forms" ...), "" for none."""
    child = None if settings is None else settings.find(W + "documentProtection")
    if child is None or not is_on(child.get(W + "enforcement"), default=False):
        return ""
    return child.get(W + "edit", "")

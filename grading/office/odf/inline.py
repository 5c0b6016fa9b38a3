"""What stands inside one text:p or text:h: runs with spans, links, fields, notes, comments, changes and shapes."""

from __future__ import annotations

import re
from typing import Any, Protocol

import msgspec
from lxml import etree

from grading.office.model_document import DocumentComment, Field, Note
from grading.office.model_flow import Block, Change, Run, Shape, paragraphs_of
from grading.office.odf.facts import Facts
from grading.office.odf.looks import Looks
from grading.office.odf.names import DC, DRAW, LOEXT, OFFICE, TEXT
from grading.office.odf.parts import href
from grading.office.odf.styles import OdfStyles
from grading.office.scripts import is_east_asian
from grading.office.units import whole_number

_BLANKS = re.compile(r"[ \t\r\n]+")
_REPEAT_MAX = 1_000
_LINK_STYLE, _LINK_NAME = "Internet_20_link", "Internet link"
_LINK_LOOK: Facts = {"colour": "000080", "underline": "single"}
"""What LibreOffice shows where a text lacks its style for links."""
_FIELDS = {
    "page-number": "PAGE", "page-count": "NUMPAGES", "date": "DATE", "time": "TIME", "title": "TITLE",
    "author-name": "AUTHOR", "author-initials": "USERINITIALS", "file-name": "FILENAME", "chapter": "STYLEREF",
    "sequence": "SEQ", "bookmark-ref": "REF", "reference-ref": "REF", "sequence-ref": "REF", "subject": "SUBJECT",
    "creation-date": "CREATEDATE", "modification-date": "SAVEDATE", "word-count": "NUMWORDS",
    "sheet-name": "SHEETNAME", "expression": "FORMULA", "table-formula": "FORMULA", "keywords": "KEYWORDS",
    "description": "COMMENTS", "initial-creator": "AUTHOR", "creator": "LASTSAVEDBY", "editing-cycles": "REVNUM",
    "editing-duration": "EDITTIME", "creation-time": "CREATEDATE", "modification-time": "SAVEDATE",
    "print-date": "PRINTDATE", "print-time": "PRINTDATE", "paragraph-count": "NUMPARAS", "character-count": "NUMCHARS",
    "template-name": "TEMPLATE", "database-display": "MERGEFIELD", "database-name": "DATABASE", "note-ref": "NOTEREF",
    "variable-set": "SET", "variable-get": "DOCVARIABLE", "variable-input": "FILLIN", "user-field-get": "DOCVARIABLE",
    "user-field-input": "FILLIN", "text-input": "FILLIN", "placeholder": "MACROBUTTON", "conditional-text": "IF",
    "hidden-text": "IF", "user-defined": "DOCPROPERTY", "page-continuation": "PAGE", "page-variable-get": "PAGE",
    "bibliography-mark": "CITATION", "sender-company": "USERADDRESS", "sender-firstname": "USERNAME",
    "sender-lastname": "USERNAME", "measure": "FORMULA", "dde-connection": "DDE", "drop-down": "FORMDROPDOWN",
}  # fmt: skip


class ReadShape(Protocol):
    """How a host reads a drawing element among text."""

    def __call__(self, element: etree._Element, /) -> Shape | None: ...


class ReadBlocks(Protocol):
    """How a host reads the blocks inside a note, comment or shape."""

    def __call__(self, parent: etree._Element, /) -> tuple[Block, ...]: ...


class Findings:
    """What turns up while a document's text is read: fields, notes, comments, tracked changes."""

    def __init__(self, place: str = "body") -> None:
        """`place` is what `Field.place` says of fields found here."""
        self.place = place
        self.fields: list[Field] = []
        self.notes: list[Note] = []
        self.comments: list[DocumentComment] = []
        self.on_text: dict[str, list[str]] = {}
        self.open_comments: list[str] = []
        self.open_insertions: set[str] = set()
        self.insertion_ids: set[str] = set()
        self.insertions = 0
        self.deletions = 0
        self.field_stack: list[str] = []
        self.links_have_a_look = False


class _Place(msgspec.Struct, frozen=True):
    """What a stretch of text inherits from the elements around it."""

    levels: tuple[Facts, ...]
    direct: tuple[str, ...] = ()
    style: str = ""
    link: str = ""
    field: str = ""


class _SpanFacts(msgspec.Struct, frozen=True):
    """What a style of spans adds to its place."""

    levels: tuple[Facts, ...]
    direct: tuple[str, ...]
    style: str


class InlineReader:
    """Reads the inner of one paragraph at a time."""

    def __init__(self, styles: OdfStyles, findings: Findings, read_shape: ReadShape, read_blocks: ReadBlocks) -> None:
        """`findings` collects what does not belong to one paragraph."""
        self._styles = styles
        self._findings = findings
        self._read_shape = read_shape
        self._read_blocks = read_blocks
        self._runs: list[Run] = []
        self._shapes: list[Shape] = []
        self._bookmarks: list[str] = []
        self._looks = Looks()
        self._span_facts: dict[str, _SpanFacts] = {}

    def read(self, element: etree._Element, levels: list[Facts]) -> dict[str, Any]:
        """Return the fields of a `Paragraph` that come from its content; `levels` is its style's text chain."""
        outer = self._runs, self._shapes, self._bookmarks
        self._runs, self._shapes, self._bookmarks = [], [], []
        try:
            self._read_children(element, _Place(tuple(levels)))
            return {
                "runs": tuple(_trimmed(self._runs)),
                "shapes": tuple(self._shapes),
                "bookmarks": tuple(self._bookmarks),
                "mark": self._looks.text(levels).western,
            }
        finally:
            self._runs, self._shapes, self._bookmarks = outer

    def _read_children(self, parent: etree._Element, place: _Place) -> None:
        self._add(_BLANKS.sub(" ", parent.text or ""), place)
        for child in parent:
            if child.tag.startswith(TEXT):
                self._read_text(child.tag[len(TEXT) :], child, place)
            elif child.tag.startswith(DRAW):
                shape = self._read_shape(child)
                if shape is not None:
                    self._shapes.append(shape)
            elif child.tag == LOEXT + "content-control":
                self._read_children(child, place)
            elif child.tag == OFFICE + "annotation":
                self._read_comment(child)
            elif child.tag == OFFICE + "annotation-end":
                self._close_comment(child.get(OFFICE + "name", ""))
            self._add(_BLANKS.sub(" ", child.tail or ""), place)

    def _read_text(self, name: str, child: etree._Element, place: _Place) -> None:
        match name:
            case "span":
                self._read_children(child, self._inside_span(child, place))
            case "a" if not href(child):
                self._read_children(child, place)
            case "a":
                self._read_children(child, msgspec.structs.replace(self._inside_link(child, place), link=href(child)))
            case "s":
                count = whole_number(child.get(TEXT + "c")) or 1
                self._add(" " * min(count, _REPEAT_MAX), place, solid=True)
            case "tab":
                self._add("\t", place, solid=True)
            case "line-break":
                self._add("\n", place, solid=True)
            case "note":
                self._read_note(child, place)
            case "bookmark" | "bookmark-start":
                self._bookmarks.append(child.get(TEXT + "name", ""))
            case "change-start":
                self._open_change(child.get(TEXT + "change-id", ""))
            case "change-end":
                self._findings.open_insertions.discard(child.get(TEXT + "change-id", ""))
            case "ruby":
                base = child.find(TEXT + "ruby-base")
                if base is not None:
                    self._read_children(base, place)
            case "meta" | "meta-field":
                self._read_children(child, place)
            case _ if name in _FIELDS:
                self._read_field(name, child, place)
            case _:
                pass  # soft page breaks, index marks and the like show nothing

    def _inside_span(self, child: etree._Element, place: _Place) -> _Place:
        name = child.get(TEXT + "style-name", "")
        if not name:
            return place
        facts = self._span_facts.get(name)
        if facts is None:
            facts = self._span_facts[name] = self._read_span_style(name)
        return _Place(
            levels=(*place.levels, *facts.levels),
            direct=_joined_names(place.direct, facts.direct),
            style=facts.style or place.style,
            link=place.link,
            field=place.field,
        )

    def _read_span_style(self, name: str) -> _SpanFacts:
        own = self._styles.own_facts("text", name)[1]
        direct = {field.removeprefix("_asian_") for field in own if not field.endswith(("size_share", "raised_share"))}
        if own.get("_raised_share"):
            direct.add("raised_pt")
        return _SpanFacts(
            levels=tuple(self._styles.text_levels("text", name, default=False)),
            direct=tuple(sorted(direct)),
            style=self._styles.shown_name("text", name),
        )

    def _inside_link(self, child: etree._Element, place: _Place) -> _Place:
        """Return the place in a link: without a style of its own it takes LibreOffice's one for links."""
        if child.get(TEXT + "style-name") or not self._findings.links_have_a_look:
            return self._inside_span(child, place)
        known = self._styles.element("text", _LINK_STYLE) is not None
        levels = self._styles.text_levels("text", _LINK_STYLE, default=False) if known else [_LINK_LOOK]
        return msgspec.structs.replace(place, levels=(*place.levels, *levels), style=_LINK_NAME)

    def _read_field(self, name: str, child: etree._Element, place: _Place) -> None:
        kind = _FIELDS[name]
        about = child.get(TEXT + "name") or child.get(TEXT + "ref-name") or child.get(TEXT + "column-name") or ""
        instruction = f"{kind} {about}".strip()
        result = "".join(str(text) for text in child.itertext())
        self._findings.fields.append(Field(kind, instruction, result, self._findings.place))
        self._read_children(child, msgspec.structs.replace(place, field=instruction))

    def _read_note(self, child: etree._Element, place: _Place) -> None:
        kind = child.get(TEXT + "note-class", "footnote")
        identity = f"{kind}:{child.get(TEXT + 'id', '')}"
        body = child.find(TEXT + "note-body")
        blocks = () if body is None else self._read_blocks(body)
        self._findings.notes.append(Note(identity, kind, blocks))
        self._runs.append(Run("", self._looks.text(place.levels).western, note=identity, direct=place.direct))

    def _read_comment(self, child: etree._Element) -> None:
        identity = child.get(OFFICE + "name") or f"comment-{len(self._findings.comments)}"
        text = "\n".join(paragraph.text for paragraph in paragraphs_of(self._read_blocks(child)))
        author = child.findtext(DC + "creator") or ""
        self._findings.comments.append(DocumentComment(identity, text, author))
        if child.get(OFFICE + "name"):
            self._findings.open_comments.append(identity)
            self._findings.on_text.setdefault(identity, [])

    def _close_comment(self, identity: str) -> None:
        if identity in self._findings.open_comments:
            self._findings.open_comments.remove(identity)

    def _open_change(self, identity: str) -> None:
        if identity in self._findings.insertion_ids:
            self._findings.open_insertions.add(identity)
            self._findings.insertions += 1

    def _add(self, text: str, place: _Place, *, solid: bool = False) -> None:
        if not solid and text.startswith(" ") and self._ends_blank():
            text = text[1:]
        if not text:
            return
        for identity in self._findings.open_comments:
            self._findings.on_text[identity].append(text)
        look = self._looks.text(place.levels)
        for part, asian in _by_script(text, split=look.differ):
            run = Run(
                text=part,
                format=look.asian if asian else look.western,
                style=place.style,
                link=place.link,
                field=place.field or (self._findings.field_stack[-1] if self._findings.field_stack else ""),
                change=Change.INSERTED if self._findings.open_insertions else Change.NONE,
                comments=tuple(self._findings.open_comments),
                direct=place.direct,
            )
            self._append(run)

    def _ends_blank(self) -> bool:
        # White space is one blank; what text:s and text:tab make counts as written.
        return not self._runs or self._runs[-1].text.endswith((" ", "\n"))

    def _append(self, run: Run) -> None:
        last = self._runs[-1] if self._runs else None
        if (
            last is not None
            and not last.note
            and msgspec.structs.replace(last, text="") == msgspec.structs.replace(run, text="")
        ):
            self._runs[-1] = msgspec.structs.replace(last, text=last.text + run.text)
        elif run.text:
            self._runs.append(run)


def _joined_names(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other})) if one and other else one or other


def _by_script(text: str, *, split: bool) -> list[tuple[str, bool]]:
    """Cut text where East Asian and Western characters meet; signs of both worlds go with what is before them."""
    if not split:
        return [(text, False)]
    found: list[tuple[str, bool]] = []
    asian = is_east_asian(text[0])
    start = 0
    for index, character in enumerate(text):
        own = is_east_asian(character) or (asian and not (character.isascii() and character.isalnum()))
        if own != asian:
            found.append((text[start:index], asian))
            start, asian = index, own
    found.append((text[start:], asian))
    return [pair for pair in found if pair[0]]


def _trimmed(runs: list[Run]) -> list[Run]:
    return [run for run in runs if run.text or run.note]

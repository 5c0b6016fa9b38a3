"""What stands inside one w:p: runs with links, fields, tracked changes, comments, shapes and formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree

from grading.office.docx.drawings import read_drawing
from grading.office.docx.effective import CellFacts, Chain
from grading.office.docx.paragraph_properties import direct_fields
from grading.office.docx.run_properties import Facts, WordColours
from grading.office.drawing.names import M, R, W
from grading.office.drawing.shapes import DrawingParts, ReadBlocks
from grading.office.drawing.vml import read_vml
from grading.office.model_document import Field, StyleKind
from grading.office.model_flow import Change, Run, Shape
from grading.office.symbols import readable

_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
_WRAPPERS = {"smartTag", "customXml", "bdo", "dir", "sdtContent", "rubyBase"}
_BREAKS = {"page": "\f", "column": "\v"}
_FIXED_TEXT = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_FIELD_TEXT_MAX = 20_000
_SILENT = {"SET", "ASK", "TC", "XE", "TA", "RD"}
"""Fields that keep something or mark a place: Word shows nothing of them."""
_LAST_EDIT = "_GoBack"  # where Word was last typing; no bookmark of a person


class OpenField(msgspec.Struct):
    """A complex field while its parts pass by: first its instruction, then its result."""

    instruction: str = ""
    result: str = ""
    in_result: bool = False
    complete: bool = True
    """Whether its end is there; one without an end hides nothing of what follows."""

    @property
    def hides(self) -> bool:
        """Whether text at this place is not shown: part of the instruction, or the result of a silent field."""
        if not self.in_result:
            return self.complete
        return self.instruction.split(maxsplit=1)[0].upper() in _SILENT if self.instruction.strip() else False


class Story:
    """State that runs on from paragraph to paragraph of one story (body, header, note ...)."""

    def __init__(self, place: str) -> None:
        """`place` is what `Field.place` says of fields found here."""
        self.place = place
        self.open_fields: list[OpenField] = []
        self.fields: list[Field] = []
        self.open_comments: list[str] = []
        self.commented: dict[str, list[str]] = {}
        self.insertions = 0
        self.deletions = 0

    def close_field(self) -> None:
        """End the innermost field, if one is open."""
        if self.open_fields:
            self.add_field(self.open_fields.pop())

    def add_field(self, field: OpenField) -> None:
        instruction = " ".join(field.instruction.split())
        kind = instruction.split(" ")[0].upper() if instruction else ""
        self.fields.append(Field(kind, instruction, field.result[:_FIELD_TEXT_MAX], self.place))

    @property
    def shown_field(self) -> str:
        """The instruction of the innermost field whose result is being shown."""
        shown = next((f for f in reversed(self.open_fields) if f.in_result), None)
        return "" if shown is None else " ".join(shown.instruction.split())


class Context(msgspec.Struct, frozen=True):
    """What a run inherits from the elements around it."""

    paragraph_style: str | None
    cell: CellFacts
    link: str = ""
    change: Change = Change.NONE


class InlineReader:
    """Reads the inner of paragraphs; one per part, as links and pictures go by the part's relationships."""

    def __init__(
        self, chain: Chain, colours: WordColours, host: DrawingParts, story: Story, read_blocks: ReadBlocks
    ) -> None:
        """`read_blocks` reads text boxes."""
        self._chain = chain
        self._colours = colours
        self._host = host
        self._story = story
        self._read_blocks = read_blocks
        self._runs: list[Run] = []
        self._shapes: list[Shape] = []
        self._formulas: list[str] = []
        self._bookmarks: list[str] = []
        self._complete: set[etree._Element] | None = None

    def read(self, paragraph: etree._Element, context: Context) -> dict[str, Any]:
        """Return the fields of a `Paragraph` that come from its content."""
        outer = self._runs, self._shapes, self._formulas, self._bookmarks
        self._runs, self._shapes, self._formulas, self._bookmarks = [], [], [], []
        try:
            self._read_children(paragraph, context)
            return {
                "runs": tuple(merged(self._runs)),
                "shapes": tuple(self._shapes),
                "formulas": tuple(self._formulas),
                "bookmarks": tuple(self._bookmarks),
            }
        finally:
            # A text box inside this paragraph reads paragraphs of its own before this one is done.
            self._runs, self._shapes, self._formulas, self._bookmarks = outer

    def _read_children(self, parent: etree._Element, context: Context) -> None:
        for child in parent:
            tag = child.tag
            if tag.startswith(W):
                self._read_word(tag[len(W) :], child, context)
            elif tag in {M + "oMath", M + "oMathPara"}:
                self._formulas.append("".join(t.text or "" for t in child.iter(M + "t")))

    def _read_word(self, name: str, child: etree._Element, context: Context) -> None:
        if name == "r":
            self._read_run(child, context)
        elif name == "hyperlink":
            self._read_children(child, msgspec.structs.replace(context, link=self._link(child)))
        elif name == "fldSimple":
            self._read_simple_field(child, context)
        elif name in _INSERTED and context.change is Change.NONE:
            self._story.insertions += 1
            self._read_children(child, msgspec.structs.replace(context, change=Change.INSERTED))
        elif name in _DELETED:
            self._story.deletions += 1
            self._read_children(child, msgspec.structs.replace(context, change=Change.DELETED))
        elif name in _WRAPPERS or name in _INSERTED:
            self._read_children(child, context)
        elif name == "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                self._read_children(content, context)
        elif name == "bookmarkStart":
            self._add_bookmark(child.get(W + "name", ""))
        elif name == "commentRangeStart":
            self._open_comment(child.get(W + "id", ""))
        elif name == "commentRangeEnd":
            self._close_comment(child.get(W + "id", ""))

    def _add_bookmark(self, name: str) -> None:
        if name != _LAST_EDIT:
            self._bookmarks.append(name)

    def _open_comment(self, identity: str) -> None:
        if identity not in self._story.open_comments:
            self._story.open_comments.append(identity)
            self._story.commented.setdefault(identity, [])

    def _close_comment(self, identity: str) -> None:
        if identity in self._story.open_comments:
            self._story.open_comments.remove(identity)

    def _link(self, element: etree._Element) -> str:
        relation = self._host.parts.relations(self._host.part).get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        target = "" if relation is None else relation.target
        return f"{target}#{anchor}" if anchor else target

    def _read_simple_field(self, child: etree._Element, context: Context) -> None:
        field = OpenField(instruction=child.get(W + "instr", ""), in_result=True)
        self._story.open_fields.append(field)
        self._read_children(child, context)
        self._story.close_field()

    def _read_run(self, run: etree._Element, context: Context) -> None:
        facts = self._chain.cache.run(run.find(W + "rPr"), self._colours)
        for text, note in self._pieces(run, context):
            if text or note:
                self._add_run(text, note, facts, context)

    def _add_run(self, text: str, note: str, facts: Facts, context: Context) -> None:
        story = self._story
        if context.change is not Change.DELETED:
            for field in story.open_fields:
                if field.in_result:
                    field.result += text[:_FIELD_TEXT_MAX]
            for identity in story.open_comments:
                story.commented[identity].append(text)
        if any(field.hides for field in story.open_fields):
            return
        style = facts.get("_style")
        self._runs.append(
            Run(
                text=text,
                format=self._chain.run_format(facts, context.paragraph_style, context.cell),
                style=self._chain.styles.name(style, StyleKind.CHARACTER) if style else "",
                link=context.link or _link_of_field(story.shown_field),
                field=story.shown_field,
                change=context.change,
                note=note,
                comments=tuple(story.open_comments),
                direct=direct_fields(facts),
            )
        )

    def _pieces(self, run: etree._Element, context: Context) -> Iterator[tuple[str, str]]:
        """Yield the texts and note marks of a run, acting on field characters and shapes on the way."""
        collected: list[str] = []
        for child in run:
            tag = child.tag
            if not tag.startswith(W):
                continue
            name = tag[len(W) :]
            if name == "fldChar":
                yield "".join(collected), ""
                collected.clear()
                self._field_character(child)
            elif name in {"footnoteReference", "endnoteReference"}:
                yield "".join(collected), f"{name.removesuffix('Reference')}:{child.get(W + 'id', '')}"
                collected.clear()
            elif name == "ruby":
                base = child.find(W + "rubyBase")
                yield "".join(collected), ""
                collected.clear()
                if base is not None:
                    self._read_children(base, context)
            else:
                collected.append(self._text_of(name, child))
        yield "".join(collected), ""

    def _text_of(self, name: str, child: etree._Element) -> str:
        if name in {"t", "delText"}:
            return self._plain(child)
        if name == "instrText":
            if self._story.open_fields and not self._story.open_fields[-1].in_result:
                self._story.open_fields[-1].instruction += child.text or ""
            return ""
        if name == "br":
            return _BREAKS.get(child.get(W + "type", ""), "\n")
        if name == "sym":
            return _symbol(child.get(W + "char", ""), child.get(W + "font", ""))
        if name == "drawing":
            self._shapes.extend(read_drawing(child, self._host, self._read_blocks))
        elif name in {"pict", "object"}:
            self._shapes.extend(read_vml(child, self._host, self._read_blocks))
        return _FIXED_TEXT.get(name, "")

    def _plain(self, child: etree._Element) -> str:
        text = child.text or ""
        # Without xml:space="preserve" line ends and indentation of the file itself are no content.
        if "\n" in text:
            text = " ".join(text.split("\n"))
        return text

    def _field_character(self, element: etree._Element) -> None:
        story = self._story
        kind = element.get(W + "fldCharType", "")
        if kind == "begin":
            story.open_fields.append(OpenField(complete=element in self._complete_fields(element)))
        elif kind == "separate" and story.open_fields:
            story.open_fields[-1].in_result = True
        elif kind == "end":
            story.close_field()

    def _complete_fields(self, element: etree._Element) -> set[etree._Element]:
        """Return the field characters of this part that begin a field whose end is there too."""
        if self._complete is None:
            self._complete = set()
            begun: list[etree._Element] = []
            for one in element.getroottree().getroot().iter(W + "fldChar"):
                kind = one.get(W + "fldCharType", "")
                if kind == "begin":
                    begun.append(one)
                elif kind == "end" and begun:
                    self._complete.add(begun.pop())
        return self._complete


def merged(runs: list[Run]) -> Iterator[Run]:
    """Yield runs with equal neighbours joined: programs split runs for reasons no reader cares about."""
    waiting: Run | None = None
    for run in runs:
        if waiting is None:
            waiting = run
        elif not run.note and not waiting.note and _alike(waiting, run):
            waiting = msgspec.structs.replace(waiting, text=waiting.text + run.text)
        else:
            yield waiting
            waiting = run
    if waiting is not None:
        yield waiting


def _alike(first: Run, second: Run) -> bool:
    return (
        first.format == second.format
        and first.style == second.style
        and first.link == second.link
        and first.field == second.field
        and first.change is second.change
        and first.comments == second.comments
        and first.direct == second.direct
    )


def _symbol(code: str, font: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return readable(chr(number), font) if 0 < number < 0xD800 or 0xE000 <= number < 0x110000 else ""


def _link_of_field(instruction: str) -> str:
    if not instruction.upper().startswith("HYPERLINK"):
        return ""
    words = instruction.split('"')
    target = words[1] if len(words) > 1 else ""
    return "#" + target if "\\l" in instruction.split('"', maxsplit=1)[0] else target

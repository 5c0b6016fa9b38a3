"""Light markup of stems and options: what teachers type into a cell, and what rich cells are turned into.

A line is a paragraph. ``` opens and closes program text, `| a | b |` lines
are a table (a line of dashes makes the row above it a header), `- ` lines a
list, `## ` a heading. Inside a line: [粗] [斜] [下划线] [上标] [下标] with [/粗]
and so on (in Chinese, because a[i] is Python), ^{2} and _{2}, `code`,
[图:name]. Blanks are read only where the item has any: ____, （　） or {1}.
docs/formats/template.md shows all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.model.richtext import (
    Block,
    Cell,
    CodeBlock,
    Image,
    Inline,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
)

FENCE = re.compile(r"\s*(?:```|~~~|···)\s*([A-Za-z0-9+#]*)\s*")
TABLE_LINE = re.compile(r"\s*[|｜].*[|｜]\s*")
TABLE_RULE = re.compile(r"[\s|｜:\-—]+")
LIST_LINE = re.compile(r"\s*[-•·]\s+(?P<entry>.+)")
HEADING = re.compile(r"(?P<marks>#{2,3})\s+(?P<text>.+)")
BLANK = re.compile(r"_{3,}|＿{2,}|（\s*）|(?<![A-Za-z0-9_])\(\s+\)|\{(?P<number>[1-9][0-9]?)\}")
CODE_BLANK = re.compile(r"_{3,}|＿{2,}")
INLINE = re.compile(
    r"\[图[:：]\s*(?P<image>[^\]\n]+?)\s*\]"
    r"|\[(?P<open>粗|斜|下划线|上标|下标)\]"
    r"|\[/(?P<close>粗|斜|下划线|上标|下标)\]"
    r"|\^\{(?P<sup>[^{}\n]+)\}"
    r"|(?<!_)_\{(?P<sub>[^{}\n]+)\}"
    r"|`(?P<code>[^`\n]+)`"
)
MARKS = {
    "粗": Mark.STRONG,
    "斜": Mark.EMPHASIS,
    "下划线": Mark.UNDERLINE,
    "上标": Mark.SUPERSCRIPT,
    "下标": Mark.SUBSCRIPT,
}
MAX_CHARACTERS = 20_000

FindPicture = Callable[[str], str]
"""Returns the digest of a picture by the name that stands in the text; raises `RowError`."""


def no_pictures(name: str) -> str:
    """Stand in where text may hold no pictures."""
    raise RowError(_("这里不能使用图片“{name}”。").format(name=name[:60]))


@dataclass(slots=True)
class Blanks:
    """Gives each blank its response in reading order; one written {2} gets the second."""

    taken: list[str] = field(default_factory=list)

    def take(self, number: str | None = None) -> str:
        """Return the response of the next blank, or of the numbered one."""
        name = f"B{number}" if number else f"B{len(self.taken) + 1}"
        if name in self.taken:
            raise RowError(_("题干中第 {number} 空出现了两次。").format(number=name[1:]))
        self.taken.append(name)
        return name


def read_blocks(text: str, find_picture: FindPicture = no_pictures, blanks: Blanks | None = None) -> tuple[Block, ...]:
    """Read the text of a stem; with `blanks` given, blanks become slots. Raises `RowError`."""
    if len(text) > MAX_CHARACTERS:
        raise RowError(_("文字超过 {limit} 个字符。").format(limit=MAX_CHARACTERS))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_BlockReader(lines, find_picture, blanks).blocks())


def read_inlines(text: str, find_picture: FindPicture = no_pictures) -> tuple[Inline, ...]:
    """Read one line, such as an option. Raises `RowError`."""
    return tuple(_inlines(" ".join(text.split("\n")).strip(), find_picture, None))


class _BlockReader:
    """Reads lines from first to last; each kind of block takes the lines that belong to it."""

    def __init__(self, lines: list[str], find_picture: FindPicture, blanks: Blanks | None) -> None:
        self._lines = lines
        self._at = 0
        self._find_picture = find_picture
        self._blanks = blanks

    def blocks(self) -> Iterator[Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if FENCE.fullmatch(line):
                yield from self._code()
            elif TABLE_LINE.fullmatch(line):
                yield self._table()
            elif LIST_LINE.fullmatch(line):
                yield self._list()
            else:
                self._at += 1
                if line.strip():
                    yield self._paragraph(line)

    def _code(self) -> Iterator[Block]:
        opening = FENCE.fullmatch(self._lines[self._at])
        language = opening[1].lower() if opening else ""
        end = next((at for at in range(self._at + 1, len(self._lines)) if FENCE.fullmatch(self._lines[at])), None)
        if end is None:
            raise RowError(_("程序段以 ``` 开始，却没有以 ``` 结束。"))
        text = "\n".join(line.replace("\u3000", "  ").rstrip() for line in self._lines[self._at + 1 : end])
        self._at = end + 1
        slots: list[str] = []
        if self._blanks is not None:
            text = CODE_BLANK.sub(partial(_number_blank, self._blanks, slots), text)
        yield CodeBlock(text=text, language=language)
        if slots:
            yield Paragraph(inlines=tuple(_labelled(slots)))

    def _table(self) -> Table:
        rows: list[list[str]] = []
        headers = 0
        while self._at < len(self._lines) and TABLE_LINE.fullmatch(self._lines[self._at]):
            line = self._lines[self._at].strip().replace("｜", "|")
            self._at += 1
            if TABLE_RULE.fullmatch(line) and ("-" in line or "—" in line):
                headers = len(rows)
            else:
                rows.append([cell.strip() for cell in line[1:-1].split("|")])
        if not rows:
            raise RowError(_("表格中没有内容。"))
        width = max(len(row) for row in rows)
        return Table(
            rows=tuple(
                Row(cells=tuple(self._cell(text, header=number < headers) for text in _widened(row, width)))
                for number, row in enumerate(rows)
            )
        )

    def _cell(self, text: str, *, header: bool) -> Cell:
        return Cell(inlines=tuple(self._inlines(text)), header=header)

    def _list(self) -> ItemList:
        entries = []
        while self._at < len(self._lines) and (found := LIST_LINE.fullmatch(self._lines[self._at])):
            entries.append(tuple(self._inlines(found["entry"])))
            self._at += 1
        return ItemList(entries=tuple(entries))

    def _paragraph(self, line: str) -> Paragraph:
        heading = HEADING.fullmatch(line.strip())
        if heading:
            return Paragraph(inlines=tuple(self._inlines(heading["text"])), level=len(heading["marks"]))
        return Paragraph(inlines=tuple(self._inlines(line.strip())))

    def _inlines(self, text: str) -> list[Inline]:
        return _inlines(text, self._find_picture, self._blanks)


def _number_blank(blanks: Blanks, slots: list[str], _found: re.Match[str]) -> str:
    """Program text cannot hold a blank; it shows a number, and the blank follows below."""
    slots.append(blanks.take())
    return f"__({slots[-1][1:]})__"


def _widened(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _labelled(slots: list[str]) -> Iterator[Inline]:
    for place, response in enumerate(slots):
        gap = "　" if place else ""
        yield Text(text=f"{gap}({response[1:]}) ")
        yield Slot(response=response)


def _inlines(text: str, find_picture: FindPicture, blanks: Blanks | None) -> list[Inline]:
    found: list[Inline] = []
    open_marks: list[Mark] = []
    at = 0
    for match in INLINE.finditer(text):
        found.extend(_plain(text[at : match.start()], tuple(open_marks), blanks))
        at = match.end()
        if match["image"]:
            found.append(Image(media=find_picture(match["image"]), alt=_spoken(match["image"])))
        elif match["open"]:
            open_marks.append(MARKS[match["open"]])
        elif match["close"]:
            _close(open_marks, MARKS[match["close"]], match[0])
        else:
            mark, words = _single_mark(match)
            found.append(Text(text=words, marks=(*open_marks, mark)))
    if open_marks:
        raise RowError(_("标记没有结束：{text}").format(text=text[:40]))
    found.extend(_plain(text[at:], (), blanks))
    return found


def _single_mark(match: re.Match[str]) -> tuple[Mark, str]:
    if match["sup"]:
        return Mark.SUPERSCRIPT, match["sup"]
    if match["sub"]:
        return Mark.SUBSCRIPT, match["sub"]
    return Mark.CODE, match["code"]


def _close(open_marks: list[Mark], mark: Mark, written: str) -> None:
    if mark not in open_marks:
        raise RowError(_("标记 {mark} 没有对应的开头。").format(mark=written))
    open_marks.reverse()
    open_marks.remove(mark)
    open_marks.reverse()


def _plain(text: str, marks: tuple[Mark, ...], blanks: Blanks | None) -> Iterator[Inline]:
    at = 0
    if blanks is not None:
        for match in BLANK.finditer(text):
            if match.start() > at:
                yield Text(text=text[at : match.start()], marks=marks)
            yield Slot(response=blanks.take(match["number"]))
            at = match.end()
    if text[at:]:
        yield Text(text=text[at:], marks=marks)


def _spoken(name: str) -> str:
    """What a reader hears for a picture: the file's name without its ending, unless it is a made-up one."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "" if stem.isascii() else stem

"""Turn finished pages into one PDF file: the same pages always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from itembank.base.glyphs import name_characters
from itembank.base.i18n import _
from itembank.base.print.faces import REGULAR_NAME, print_face
from itembank.base.print.marks import GREY, MM, Mark, Page, PrintError, Text
from itembank.base.print.pen import Pen

SUBSTITUTE = "〓"
"""The printers' mark for a character that is not in the case."""

LANGUAGE = "zh-CN"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages that belong together, found under `bookmark` in the reader's list of contents."""

    bookmark: str
    pages: tuple[Page, ...]


def write_pdf(leaves: Iterable[Leaf], *, title: str, author: str, subject: str = "") -> bytes:
    """Return the PDF of all leaves, one after the other; leaves may be made while they are drawn."""
    rl_config.useA85 = 0  # text armour for binary streams: a quarter more bytes, a tenth more time
    print_face()
    print_face(bold=True)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=1, lang=LANGUAGE, initialFontName=REGULAR_NAME)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator("Jikao")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    count = 0
    for number, leaf in enumerate(leaves):
        for place, page in enumerate(leaf.pages):
            canvas.setPageSize((page.width, page.height))
            if place == 0:
                canvas.bookmarkPage(f"leaf{number}")
                canvas.addOutlineEntry(leaf.bookmark, f"leaf{number}", level=0)
            pen = Pen(canvas, page.height)
            for mark in note_missing(page).marks:
                pen.draw(mark)
            canvas.showPage()
            count += 1
    if count == 0:
        raise PrintError(_("没有可打印的内容。"), hint=_("请先选择考生或考场。"))
    canvas.save()
    return buffer.getvalue()


def note_missing(page: Page) -> Page:
    """Return the page with 〓 for every character we cannot draw, and a line that names them."""
    missing: dict[str, None] = {}
    marks: list[Mark] = []
    for mark in page.marks:
        if isinstance(mark, Text) and print_face(bold=mark.bold).lacks(mark.text):
            lacking = print_face(bold=mark.bold).missing(mark.text)
            missing.update(dict.fromkeys(lacking))
            shown = "".join(SUBSTITUTE if character in lacking else character for character in mark.text)
            marks.append(replace(mark, text=shown))
        else:
            marks.append(mark)
    if not missing:
        return page
    note = _("“〓”表示字库中没有的字：{characters}").format(characters=name_characters(tuple(missing)))
    marks.append(Text(18 * MM, page.height - 6 * MM, note, 7, colour=GREY))
    return replace(page, marks=tuple(marks))

"""Writer documents: paragraphs, fonts, tables, header and footer, in the terms of the tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import uno
from com.sun.star.awt import Size
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.awt.FontUnderline import SINGLE
from com.sun.star.lang import Locale
from com.sun.star.style import LineSpacing
from com.sun.star.style.LineSpacingMode import FIX, PROP
from com.sun.star.style.NumberingType import ARABIC
from com.sun.star.style.ParagraphAdjust import CENTER, RIGHT
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.text.TextContentAnchorType import AS_CHARACTER

A4 = (21000, 29700)
BOLD = 150.0
POINT = 2540 / 72
ADJUST = {"center": CENTER, "right": RIGHT}


def set_page(document: Any, margin_mm: int = 20) -> Any:
    """Make the page A4 with equal margins and the language Chinese; return the page style."""
    page = page_style(document)
    page.Width, page.Height = A4
    for side in ("TopMargin", "BottomMargin", "LeftMargin", "RightMargin"):
        setattr(page, side, margin_mm * 100)
    standard = document.StyleFamilies.getByName("ParagraphStyles").getByName("Standard")
    standard.CharLocaleAsian = Locale("zh", "CN", "")
    standard.CharFontNameAsian = "宋体"
    standard.CharFontName = "Times New Roman"
    set_size(standard, 12)
    return page


def page_style(document: Any) -> Any:
    """Return the page style that the first page uses."""
    name = next(paragraphs(document)).PageStyleName
    return document.StyleFamilies.getByName("PageStyles").getByName(name)


def write_paragraphs(document: Any, texts: list[str]) -> None:
    """Write plain paragraphs from the start of an empty document."""
    text = document.Text
    cursor = text.createTextCursor()
    for number, words in enumerate(texts):
        if number:
            text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        text.insertString(cursor, words, False)


def paragraphs(document: Any) -> Iterator[Any]:
    """Yield the paragraphs of the body; tables are left out."""
    walk = document.Text.createEnumeration()
    while walk.hasMoreElements():
        part = walk.nextElement()
        if part.supportsService("com.sun.star.text.Paragraph"):
            yield part


def paragraph(document: Any, beginning: str) -> Any:
    """Return the paragraph that begins with these words."""
    return next(part for part in paragraphs(document) if part.String.startswith(beginning))


def words(document: Any, text: str) -> Any:
    """Return the place of some words."""
    search = document.createSearchDescriptor()
    search.SearchString = text
    found = document.findFirst(search)
    if found is None:
        raise LookupError(text)
    return found


def replace_all(document: Any, old: str, new: str) -> int:
    """Replace words everywhere and return how often."""
    replace = document.createReplaceDescriptor()
    replace.SearchString = old
    replace.ReplaceString = new
    return int(document.replaceAll(replace))


def set_size(part: Any, points: float) -> None:
    """Set the font size for all scripts."""
    part.CharHeight = part.CharHeightAsian = float(points)


def set_font(part: Any, name: str) -> None:
    """Set the font of Chinese and Latin letters."""
    part.CharFontNameAsian = name
    part.CharFontName = name


def set_bold(part: Any) -> None:
    """Make bold."""
    part.CharWeight = part.CharWeightAsian = BOLD


def set_italic(part: Any) -> None:
    """Make italic."""
    part.CharPosture = part.CharPostureAsian = ITALIC


def set_underline(part: Any) -> None:
    """Underline with a single line."""
    part.CharUnderline = SINGLE


def align(part: Any, side: str) -> None:
    """Align a paragraph: "center" or "right"."""
    part.ParaAdjust = ADJUST[side]


def indent_first_line(part: Any, characters: int, points: float) -> None:
    """Indent the first line by so many characters of a size."""
    part.ParaFirstLineIndent = round(characters * points * POINT)


def space_lines(part: Any, *, percent: int = 0, points: float = 0) -> None:
    """Set the line spacing as a share of the single one, or fixed."""
    spacing = LineSpacing()
    spacing.Mode, spacing.Height = (PROP, percent) if percent else (FIX, round(points * POINT))
    part.ParaLineSpacing = spacing


def insert_paragraph(document: Any, after: Any, words_: str) -> None:
    """Insert a paragraph behind another one."""
    place = document.Text.createTextCursorByRange(after.End)
    document.Text.insertControlCharacter(place, PARAGRAPH_BREAK, False)
    document.Text.insertString(place, words_, False)


def insert_table(document: Any, before: Any, rows: list[list[str]]) -> None:
    """Insert a table above a paragraph."""
    table = document.createInstance("com.sun.star.text.TextTable")
    table.initialize(len(rows), len(rows[0]))
    document.Text.insertTextContent(document.Text.createTextCursorByRange(before.Start), table, False)
    for row, cells in enumerate(rows):
        for column, words_ in enumerate(cells):
            table.getCellByPosition(column, row).String = words_


def insert_picture(document: Any, graphic: Any, width_mm: int, height_mm: int) -> None:
    """Put a picture into a paragraph of its own at the end."""
    picture = document.createInstance("com.sun.star.text.TextGraphicObject")
    picture.Graphic = graphic
    picture.AnchorType = AS_CHARACTER
    picture.setSize(Size(width_mm * 100, height_mm * 100))
    text = document.Text
    text.insertControlCharacter(text.End, PARAGRAPH_BREAK, False)
    text.insertTextContent(text.End, picture, False)


def insert_page_number(document: Any, page: Any) -> None:
    """Put the page number into the footer."""
    page.FooterIsOn = True
    number = document.createInstance("com.sun.star.text.TextField.PageNumber")
    number.NumberingType = 4
    number.SubType = uno.Enum("com.sun.star.text.PageNumberType", "CURRENT")
    footer = page.FooterText
    footer.insertTextContent(footer.End, number, False)
    align(next(_parts(footer)), "center")


def number_paragraphs(document: Any, parts: list[Any]) -> None:
    """Number paragraphs 1. 2. 3. with an automatic list."""
    rules = document.createInstance("com.sun.star.text.NumberingRules")
    level = list(rules.getByIndex(0))
    for value in level:
        if value.Name == "NumberingType":
            value.Value = ARABIC
        elif value.Name == "Suffix":
            value.Value = "."
    uno.invoke(rules, "replaceByIndex", (0, uno.Any("[]com.sun.star.beans.PropertyValue", tuple(level))))
    for part in parts:
        part.NumberingRules = rules
        part.NumberingLevel = 0


def set_columns(page: Any, count: int) -> None:
    """Set the page in columns."""
    columns = page.TextColumns
    columns.setColumnCount(count)
    page.TextColumns = columns


def _parts(text: Any) -> Iterator[Any]:
    walk = text.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()

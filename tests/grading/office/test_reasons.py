"""The classes of difference are narrow: each explains its own case and not the case beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Cell,
    CellKind,
    CellStyle,
    Change,
    Document,
    Edge,
    FormulaKind,
    HeaderFooter,
    Note,
    PageKind,
    Paragraph,
    ParagraphFormat,
    Placeholder,
    Properties,
    Run,
    RunFormat,
    Section,
    Shape,
    ShapeKind,
    Sheet,
    Style,
    StyleKind,
    Table,
    Workbook,
    find_area,
)
from tests.grading.office.differential import cell_reasons, paragraph_reasons, reasons, slide_reasons
from tests.grading.office.differential.cell_reasons import CellCase, cell_reason
from tests.grading.office.differential.paragraph_reasons import unpaired_reasons
from tests.grading.office.differential.reasons import Case, reason_of
from tests.grading.office.differential.slide_reasons import SlideCase, slide_reason
from tests.grading.office.differential.texts import Stretch, pair


def slide_case(
    field: str, ours: object, theirs: object, look: RunFormat | None = None, link: str = "", **more: object
) -> SlideCase:
    run = Run("好", look or RunFormat(), link=link)
    shape = Shape(kind=ShapeKind.TABLE, **more)  # type: ignore[arg-type]  # fields of a shape
    return SlideCase(f"pptx {field}", ours, theirs, Paragraph(runs=(run,)), shape, Stretch("好", run, run))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (slide_case("colour", "FF0000", "", RunFormat(effects=("gradFill",))), slide_reasons.GRADIENT),
        (slide_case("colour", "FF0000", ""), ""),
        (slide_case("colour", "000000", ""), slide_reasons.WINDOW_COLOUR),
        (slide_case("colour", "FF0000", "FFFFFF", RunFormat(hidden=True)), slide_reasons.INVISIBLE),
        (slide_case("colour", "FFFFFF", "FF0079", RunFormat(outline=True)), slide_reasons.OUTLINED),
        (slide_case("underline", "single", "", link="#3"), slide_reasons.LINKED),
        (slide_case("underline", "single", ""), ""),
        (slide_case("colour", "", "000000"), slide_reasons.WINDOW_COLOUR),
        (slide_case("font", "", "Arial"), slide_reasons.NO_FONT),
        (slide_case("font", "Albany", "Arial"), slide_reasons.TWIN_FONT),
        (slide_case("font", "Albany", "Courier New"), ""),
        (slide_case("font", "Arial", "DejaVu Sans"), slide_reasons.MACHINE_FONT),
        (slide_case("font", "Arial", "Calibri"), ""),
        (slide_case("colour", "FF0000", "00FF00", table=Table(style="{5C22}")), slide_reasons.BUILT_IN_TABLE),
        (slide_case("colour", "FF0000", "00FF00", table=Table(style="中度样式 2")), ""),
        (
            slide_case("size_pt", 18, 13, table=Table(), placeholder=Placeholder("obj", 1)),
            slide_reasons.TABLE_IN_PLACEHOLDER,
        ),
        (slide_case("size_pt", 18, 13, table=Table()), ""),
    ],
)
def test_a_class_of_slides_explains_its_own_case(case: SlideCase, expected: str) -> None:
    assert slide_reason(case) == expected


def cell_case(ours: object, theirs: object, cell: Cell, book: Workbook | None = None, partner: str = "") -> CellCase:
    other = Cell(1, 1, CellKind.NUMBER, "0", partner) if partner else None
    sheet = Sheet("表1", cells=(cell, Cell(9, 9, CellKind.NUMBER, "5", "A1")))
    book = book or Workbook("xlsx", sheets=(sheet,), styles=(CellStyle(name="Normal"),))
    return CellCase("xlsx value", ours, theirs, cell, other, sheet, book, book)


NUMBER = Cell(1, 1, CellKind.NUMBER, "10")
FORMULA = Cell(1, 1, CellKind.NUMBER, "0", "B1+1")
SPILLING = Cell(1, 1, CellKind.TEXT, "a", "XLOOKUP(B1,C1:C9,D1:E9)", FormulaKind.ARRAY, find_area("A1:B1"))


def book_of(program: str, *, starts_1904: bool = False) -> Workbook:
    return Workbook("xlsx", styles=(CellStyle(),), properties=Properties(program=program), starts_1904=starts_1904)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (cell_case("a\tb", "ab", Cell(1, 1, CellKind.TEXT, "a\tb")), cell_reasons.CONTROL),
        (cell_case("a b", "ab", Cell(1, 1, CellKind.TEXT, "a b")), ""),
        (cell_case(10.0, 1472.0, NUMBER, book_of("", starts_1904=True)), cell_reasons.DATES_1904),
        (cell_case(10.0, 1472.0, NUMBER, book_of("")), ""),
        (cell_case(0.0, 5.0, FORMULA, book_of("gnumeric")), cell_reasons.CALCULATED_ANEW),
        (cell_case(10.0, 5.0, NUMBER, book_of("gnumeric")), ""),
        (cell_case(0.0, 5.0, FORMULA), ""),
        (cell_case(2.0, "", NUMBER, partner="MULTIPLE.OPERATIONS(A1,B1,C1)"), cell_reasons.DATA_TABLE),
        (cell_case("a", "", SPILLING), cell_reasons.UNKNOWN_HERE),
    ],
)
def test_a_class_of_cells_explains_its_own_case(case: CellCase, expected: str) -> None:
    assert cell_reason(case) == expected


def look_case(field: str, ours: object, theirs: object, code: str = "General", kind: str = "xlsx") -> CellCase:
    cell = Cell(1, 1, CellKind.TEXT, "甲\n乙" if field == "wrap" else "甲")
    sheet = Sheet("表1", cells=(cell,))
    book = Workbook(kind, sheets=(sheet,), styles=(CellStyle(name="Normal", number_format=code),))
    return CellCase(f"{kind} {field}", ours, theirs, cell, None, sheet, book, book)


def chain_case(formula: str, other: str) -> CellCase:
    cell = Cell(1, 1, CellKind.NUMBER, "2", formula)
    sheet = Sheet("表1", cells=(cell, Cell(2, 2, CellKind.NUMBER, "5", other)))
    book = Workbook("xlsx", sheets=(sheet,), styles=(CellStyle(name="Normal"),))
    return CellCase("xlsx value", 2.0, 3.0, cell, None, sheet, book, book)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (look_case("font underline", "singleAccounting", "single"), cell_reasons.ACCOUNTING),
        (look_case("font underline", "double", "single"), ""),
        (look_case("wrap", "False", "True"), cell_reasons.LINES),
        (look_case("number format", "date d/m/y", "date m/d/y", "d/m/yy", "ods"), cell_reasons.DATE_ORDER),
        (look_case("number format", "date d/m/y", "date m/y", "d/m/yy", "ods"), ""),
        (look_case("number format", "nothing", "decimals None", '[<0]"";0%'), cell_reasons.EMPTY_SECTION),
        (look_case("number format", "nothing", "decimals None", "0%"), ""),
        (chain_case("B2+1", "A1*2"), cell_reasons.CIRCLE),
        (chain_case("B2+1", "YEAR(TODAY())"), cell_reasons.DEPENDS_ON_TODAY),
        (chain_case("B2+1", "7"), ""),
    ],
)
def test_a_class_of_looks_and_chains_explains_its_own_case(case: CellCase, expected: str) -> None:
    assert cell_reason(case) == expected


def text_case(
    field: str,
    ours: object,
    theirs: object,
    *,
    format_name: str = "odt",
    style: str = "",
    link: str = "",
    plain: bool = False,
    raised: Decimal = Decimal(0),
) -> Case:
    run = Run("好", RunFormat(raised_pt=raised), link=link)
    default = RunFormat(latin="Times New Roman", size_pt=Decimal(10)) if plain else RunFormat()
    document = Document(format_name, default_run=default, styles=(Style("a", "正文", StyleKind.PARAGRAPH),))
    return Case(f"{format_name} {field}", ours, theirs, Paragraph(style=style), document, run)


def docx_case(
    field: str, ours: object, theirs: object, run: Run, *, their_run: Run | None = None, their_style: str = "",
    in_table: bool = False, styles: tuple[str, ...] = ("Normal",), mark: RunFormat | None = None,
) -> Case:  # fmt: skip
    known = tuple(Style(name, name, StyleKind.PARAGRAPH) for name in styles)
    paragraph = Paragraph(style="Normal", mark=mark or RunFormat())
    return Case(
        f"docx {field}", ours, theirs, paragraph, Document("docx", styles=known), run,
        their_run=their_run, their_style=their_style, in_table=in_table,
    )  # fmt: skip


BOLD_FIELD = Run("1", RunFormat(bold=True), field="SEQ 图", direct=("bold",))
STYLED = Run("码", RunFormat(size_pt=Decimal(8)), style="代码")
TEN = RunFormat(size_pt=Decimal(10))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (docx_case("bold", True, False, BOLD_FIELD, their_run=Run("1")), reasons.FIELD_LOOK),
        (docx_case("bold", True, False, BOLD_FIELD, their_run=Run("1", direct=("bold",))), ""),
        (
            docx_case("size_pt", Decimal(8), Decimal(10), STYLED, in_table=True, mark=TEN),
            reasons.TABLE_OVER_STYLE,
        ),
        (docx_case("size_pt", Decimal(8), Decimal(12), STYLED, in_table=True, mark=TEN), ""),
        (docx_case("size_pt", Decimal(8), Decimal(10), STYLED, mark=TEN), ""),
        (docx_case("size_pt", Decimal(12), Decimal(10), Run("格"), in_table=True), reasons.OLD_TABLE),
        (docx_case("size_pt", Decimal(12), Decimal(11), Run("格"), in_table=True), ""),
        (docx_case("size_pt", Decimal(12), Decimal(28), Run("题"), their_style="Title"), reasons.UNKNOWN_STYLE),
        (docx_case("size_pt", Decimal(12), Decimal(28), Run("题"), their_style="Normal"), ""),
        (docx_case("size_pt", Decimal(12), Decimal(28), Run("题"), their_style="Title", styles=("Title",)), ""),
        (docx_case("bold", True, False, Run("题"), styles=()), reasons.NO_DEFAULTS),
    ],
)
def test_a_class_of_word_files_explains_its_own_case(case: Case, expected: str) -> None:
    assert reason_of(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (text_case("size_pt", Decimal("16.1"), Decimal(16)), reasons.HALF_POINTS),
        (text_case("size_pt", Decimal("16.5"), Decimal(16)), ""),
        (text_case("font", "", "DejaVu Serif"), reasons.NO_FONT),
        (text_case("font", "Charter", "DejaVu Serif"), reasons.MACHINE_FONT),
        (text_case("colour", "", "000000"), reasons.AUTOMATIC),
        (text_case("colour", "", "FF0000"), ""),
        (text_case("size_pt", Decimal(10), Decimal(11), format_name="docx", plain=True), reasons.NO_DOC_DEFAULTS),
        (text_case("size_pt", Decimal(10), Decimal(12), format_name="docx", plain=True), ""),
        (text_case("baseline", "normal", "superscript", raised=Decimal(3)), reasons.RAISED),
        (text_case("baseline", "normal", "superscript"), ""),
        (text_case("underline", "single", "", style="toc 1", link="#a"), reasons.CONTENTS_LINK),
        (text_case("underline", "single", "", style="正文", link="#a"), ""),
    ],
)
def test_a_class_of_texts_explains_its_own_case(case: Case, expected: str) -> None:
    assert reason_of(case) == expected


def paragraphs(*texts: str, deleted: str = "") -> list[Paragraph]:
    return [
        Paragraph(runs=(Run(text),), mark_change=Change.DELETED if text == deleted else Change.NONE) for text in texts
    ]


def test_a_paragraph_mark_that_was_deleted_explains_one_paragraph_for_two() -> None:
    ours, theirs = paragraphs("甲", "乙", "丙", deleted="甲"), paragraphs("甲乙", "丙")
    pairing = pair(ours, theirs)
    found = unpaired_reasons(Document("docx", blocks=tuple(ours)), Document("odt"), pairing)
    assert [found.get(id(one)) for one in (*pairing.ours_alone, *pairing.theirs_alone)] == [
        paragraph_reasons.JOINED
    ] * 3
    whole = paragraphs("甲", "乙", "丙")
    pairing = pair(whole, theirs)
    assert unpaired_reasons(Document("docx", blocks=tuple(whole)), Document("odt"), pairing) == {}


def test_a_property_that_stands_in_place_of_a_text_explains_both() -> None:
    ours, theirs = paragraphs("旧题目", "正文"), paragraphs("新题目", "正文")
    pairing = pair(ours, theirs)
    titled = Document("odt", properties=Properties(title="新题目"))
    found = unpaired_reasons(Document("docx", blocks=tuple(ours)), titled, pairing)
    assert set(found.values()) == {paragraph_reasons.BOUND}
    assert unpaired_reasons(Document("docx", blocks=tuple(ours)), Document("odt"), pairing) == {}


def test_text_that_was_moved_away_explains_what_is_still_there() -> None:
    ours = [Paragraph(runs=(Run("甲", change=Change.DELETED),), format=ParagraphFormat())]
    theirs = paragraphs("甲")
    found = unpaired_reasons(Document("docx", blocks=tuple(ours)), Document("odt"), pair(ours, theirs))
    assert found == {id(theirs[0]): paragraph_reasons.MOVED_AWAY}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (("前\f后",), ("前", "后"), paragraph_reasons.CUT),
        (("前后",), ("前", "后"), ""),
        (("☒ 抄送",), ("\uf0fd 抄送",), paragraph_reasons.SYMBOLS),
        (("☒ 抄送",), ("□ 抄送",), ""),
    ],
)
def test_a_class_explains_paragraphs_that_differ_in_their_signs(
    ours: tuple[str, ...], theirs: tuple[str, ...], expected: str
) -> None:
    mine, other = paragraphs(*ours), paragraphs(*theirs)
    pairing = pair(mine, other)
    found = unpaired_reasons(Document("docx", blocks=tuple(mine)), Document("odt"), pairing)
    alone = (*pairing.ours_alone, *pairing.theirs_alone)
    assert {found.get(id(one), "") for one in alone} == {expected}


def test_a_note_that_no_running_text_refers_to_is_lost_in_libreoffice() -> None:
    note, body = paragraphs("脚注")[0], Paragraph(runs=(Run("", note="footnote:2"),))
    for blocks, expected in (((), paragraph_reasons.NOTE_IN_BOX), ((body,), None)):
        document = Document("docx", blocks=blocks, notes=(Note("footnote:2", "footnote", (note,)),))
        found = unpaired_reasons(document, Document("odt"), pair([note], []))
        assert found.get(id(note)) == expected


def test_a_header_is_explained_where_it_is_not_shown_or_shown_twice() -> None:
    mine, copy = paragraphs("页眉")[0], paragraphs("页眉")[0]
    edge = HeaderFooter(Edge.HEADER, PageKind.FIRST, (mine,), inherited=False, shown=False)
    document = Document("docx", sections=(Section(Decimal(595), Decimal(842), headers_footers=(edge,)),))
    assert unpaired_reasons(document, Document("odt"), pair([mine], [])) == {id(mine): paragraph_reasons.NOT_SHOWN}
    found = unpaired_reasons(document, Document("odt"), pair([mine], [copy, *paragraphs("页眉")]))
    assert paragraph_reasons.REPEATED in found.values()

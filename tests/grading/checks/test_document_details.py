"""W checks, parameter by parameter: each word of a rubric decides something, and the finding says what was wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Borders,
    Change,
    Columns,
    Document,
    Edge,
    Field,
    Fill,
    FillKind,
    HeaderFooter,
    Line,
    LineRule,
    ListKind,
    ListMark,
    PageKind,
    Paragraph,
    Run,
    RunFormat,
    Section,
    Shape,
    ShapeKind,
    Style,
    StyleKind,
    Table,
    TableCell,
    TableRow,
    TabStop,
)
from tests.grading.checks.model_work import cm, document, look, paragraph, pt

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
WHERE: dict[str, Any] = {"where": {"text": "春天来了"}}


def one(run: dict[str, Any] | None = None, **looks: Any) -> Document:
    """A document of one paragraph with these looks."""
    return document(paragraph("春天来了", run, **looks))


def page(*edges: HeaderFooter, fields: tuple[Field, ...] = (), **more: Any) -> Document:
    section = Section(cm(21), cm("29.7"), headers_footers=edges, **more)
    return document("春天来了", sections=(section,), fields=fields)


def edge(text: str, kind: Edge = Edge.HEADER, pages: PageKind = PageKind.DEFAULT, **more: Any) -> HeaderFooter:
    field = more.pop("field", "")
    return HeaderFooter(kind, pages, (Paragraph(runs=(Run(text, field=field),)),), **more)


def parts(*runs: Run) -> Document:
    return document(Paragraph(runs=runs))


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (parts(Run("春天"), Run("来了")), MET),
        (parts(Run("春天"), Run("来了", change=Change.INSERTED)), MET),
        (parts(Run("春天"), Run("来了", change=Change.DELETED)), NOT),
        (parts(Run("春天"), Run("来了", format=RunFormat(hidden=True))), NOT),
        (parts(Run("春天"), Run("来了", format=RunFormat(colour="FFFFFF"))), NOT),
        (parts(Run("春天"), Run("来了", format=RunFormat(colour="FFFFFF", highlight="FF0000"))), MET),
        (parts(Run("春天"), Run("来了", format=RunFormat(colour="FFFFFF", shading="FF0000"))), MET),
        (msgspec.structs.replace(parts(Run("春天来了", format=RunFormat(colour="FFFFFF"))), background="0000FF"), MET),
        (document(paragraph("春天来了", {"colour": "FFFFFF"}, shading="0000FF")), MET),
        (document(Table(rows=(TableRow((TableCell(0, 0, blocks=(paragraph("春天来了", {"colour": "FFFFFF"}),)),)),))),
         MET),
    ],
)  # fmt: skip
def test_text_is_there_when_somebody_can_see_it(work, expected):
    assert look("W.text_present", work, text="春天来了").verdict is expected


def test_text_may_be_wanted_more_than_once():
    twice = document("春天来了，春天来了。")
    assert look("W.text_present", twice, text="春天来了", at_least=2).verdict is MET
    finding = look("W.text_present", twice, text="春天来了", at_least=3)
    assert (finding.verdict, finding.observed, finding.expected) == (NOT, "2", "3")
    hidden = parts(Run("春天来了", format=RunFormat(hidden=True)))
    assert "看不见" in look("W.text_present", hidden, text="春天来了").sentence


CHARACTERS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("font_east_asian", {"font": "宋体"}, {"east_asian": "SimSun", "latin": "Arial"}, {"east_asian": "黑体"}),
    ("font_east_asian", {"font": "宋体"}, {"latin": "@宋体"}, {}),
    ("font_size", {"size": "三号"}, {"size_pt": pt(16)}, {"size_pt": pt("15.5")}),
    ("bold", {}, {"bold": True}, {}),
    ("bold", {"value": False}, {}, {"bold": True}),
    ("italic", {}, {"italic": True}, {"bold": True}),
    ("strike", {}, {"double_strike": True}, {}),
    ("underline", {}, {"underline": "single"}, {"underline": "double"}),
    ("underline", {"style": "any"}, {"underline": "wave"}, {"underline": "none"}),
    ("underline", {"style": "none"}, {}, {"underline": "single"}),
    ("emphasis_dot", {}, {"emphasis_mark": "dot"}, {"emphasis_mark": "none"}),
    ("colour", {"colour": "红色"}, {"colour": "F70808"}, {"colour": "F60000"}),
    ("colour", {"colour": "黑色"}, {}, {"colour": "FF0000"}),
    ("highlight", {"colour": "黄色"}, {"highlight": "FFFF00"}, {"highlight": "00FF00"}),
    ("highlight", {"colour": "黄色"}, {"shading": "FFFF00"}, {}),
    ("shading", {"colour": "黄色"}, {"shading": "FFFF00"}, {"highlight": "FFFF00"}),
    ("spacing", {"value": "-1pt"}, {"spacing_pt": pt(-1)}, {"spacing_pt": pt(1)}),
    ("raised", {"value": "3pt"}, {"raised_pt": pt("3.1")}, {"raised_pt": pt("3.2")}),
    ("scale", {"value": 150}, {"scale_percent": 150}, {}),
    ("capitals", {"value": "none"}, {}, {"small_caps": True}),
    ("hidden_text", {}, {"hidden": True}, {}),
    ("character_border", {}, {"border": Line(style="single", width_pt=pt(1))}, {"border": Line()}),
    ("text_effect", {"effect": "outline"}, {"effects": ("textOutline",)}, {"effects": ("glow",)}),
    ("text_effect", {}, {"emboss": True}, {}),
]


@pytest.mark.parametrize(("name", "parameters", "good", "bad"), CHARACTERS)
def test_a_character_has_the_look_or_the_finding_says_which_it_has(name, parameters, good, bad):
    met = look(f"W.{name}", one(good), **WHERE, **parameters)
    missed = look(f"W.{name}", one(bad), **WHERE, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert missed.observed not in {"", missed.expected}


@pytest.mark.parametrize(
    ("kind", "parameters", "seen"),
    [
        ("W.font_east_asian", {"font": "宋体"}, "未指定"),
        ("W.font_size", {"size": "12pt"}, "未指定"),
        ("W.colour", {"colour": "红色"}, "自动（黑色）"),
        ("W.highlight", {"colour": "红色"}, "没有突出显示"),
        ("W.shading", {"colour": "红色"}, "没有底纹"),
        ("W.text_effect", {}, "没有文字效果"),
        ("W.paragraph_shading", {}, "没有底纹"),
        ("W.paragraph_border", {}, "没有边框"),
        ("W.tab_stop", {"position": "2cm"}, "没有制表位"),
        ("W.numbered", {}, "没有列表格式"),
        ("W.heading", {"level": 1}, "“正文”样式"),
    ],
)
def test_what_is_not_set_is_called_so(kind, parameters, seen):
    finding = look(kind, one(), **WHERE, **parameters)
    assert (finding.verdict, finding.observed) == (NOT, seen)


RED_LINE = Line(style="single", width_pt=pt(1), colour="FF0000")
AROUND = Borders(top=RED_LINE, bottom=RED_LINE, left=RED_LINE, right=RED_LINE)
PARAGRAPHS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("first_line_indent", {"value": "2char"}, {"first_line_chars": pt("2.1")}, {"first_line_chars": pt("2.2")}),
    ("first_line_indent", {"value": "1cm"}, {"first_line_pt": cm("1.05")}, {"first_line_pt": cm("1.06")}),
    ("hanging_indent", {"value": "2char"}, {"first_line_chars": pt(-2)}, {"first_line_chars": pt(2)}),
    ("indent_left", {"value": "2char"}, {"indent_left_chars": pt(2)}, {"indent_right_chars": pt(2)}),
    ("indent_right", {"value": "2char"}, {"indent_right_chars": pt(2)}, {"indent_left_chars": pt(2)}),
    ("space_before", {"value": "0.5line"}, {"space_before_lines": pt("0.5")}, {"space_before_lines": pt("0.6")}),
    ("space_before", {"value": "1line"}, {"space_before_pt": pt("15.6")}, {"space_before_pt": pt(14)}),
    ("space_after", {"value": "6pt"}, {"space_after_pt": pt("6.5")}, {"space_after_pt": pt("6.6")}),
    ("space_after", {"value": "6pt"}, {"space_after_pt": pt(6)}, {"space_after_pt": pt(6), "space_after_auto": True}),
    ("line_spacing", {"value": "1.5"}, {"line_multiple": pt("1.52")}, {"line_multiple": pt("1.53")}),
    ("line_spacing", {"value": "1"}, {}, {"line_rule": LineRule.EXACT, "line_pt": pt(12)}),
    ("line_spacing", {"value": "20pt"}, {"line_rule": LineRule.EXACT, "line_pt": pt("20.5")},
     {"line_rule": LineRule.AT_LEAST, "line_pt": pt(20)}),
    ("line_spacing", {"value": "20pt", "any_rule": True}, {"line_rule": LineRule.AT_LEAST, "line_pt": pt(20)},
     {"line_rule": LineRule.AT_LEAST, "line_pt": pt(21)}),
    ("bulleted", {}, {"list_mark": ListMark(ListKind.PICTURE)}, {"list_mark": ListMark(ListKind.NUMBER)}),
    ("bulleted", {"format": "●"}, {"list_mark": ListMark(ListKind.BULLET, text="●")},
     {"list_mark": ListMark(ListKind.BULLET, text="■")}),
    ("numbered", {"format": "decimal"}, {"list_mark": ListMark(ListKind.NUMBER, format="decimal")},
     {"list_mark": ListMark(ListKind.NUMBER, format="upperRoman")}),
    ("numbered", {}, {"list_mark": ListMark(ListKind.NUMBER)}, {"list_mark": ListMark(ListKind.BULLET)}),
    ("list_level", {"level": 2}, {"list_mark": ListMark(ListKind.NUMBER, level=1)},
     {"list_mark": ListMark(ListKind.NONE, level=1)}),
    ("paragraph_border", {}, {"borders": AROUND}, {"borders": msgspec.structs.replace(AROUND, left=Line())}),
    ("paragraph_border", {"sides": "top left", "style": "single", "colour": "红色"}, {"borders": AROUND},
     {"borders": msgspec.structs.replace(AROUND, top=msgspec.structs.replace(RED_LINE, colour="00FF00"))}),
    ("paragraph_border", {"style": "double"}, {"borders": Borders(*[Line("double", pt(1))] * 4)}, {"borders": AROUND}),
    ("paragraph_shading", {}, {"shading": "FFFF00"}, {"shading": "FFFFFF"}),
    ("paragraph_shading", {"colour": "黄色"}, {"shading": "FFFF00"}, {"shading": "FF0000"}),
    ("tab_stop", {"position": "2cm", "alignment": "right", "leader": "dot"},
     {"tabs": (TabStop(cm(1)), TabStop(cm(2), "right", "dot"))}, {"tabs": (TabStop(cm(2), "right"),)}),
    ("pagination", {"option": "keep_next"}, {"keep_next": True}, {"keep_lines": True}),
    ("pagination", {"option": "widow_control", "value": False}, {"widow_control": False}, {"widow_control": True}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameters", "good", "bad"), PARAGRAPHS)
def test_a_paragraph_lies_as_wanted_or_the_finding_says_how_it_lies(name, parameters, good, bad):
    met, missed = (look(f"W.{name}", one(**looks), **WHERE, **parameters) for looks in (good, bad))
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert missed.observed


NUMBER = (Field("PAGE", " PAGE ", place="footer"),)
PAGES: list[tuple[str, dict[str, Any], Document, Verdict]] = [
    ("W.header_text", {"text": "校报"}, page(edge("阳光校报")), MET),
    ("W.header_text", {"text": "校报", "match": "equals"}, page(edge("阳光校报")), NOT),
    ("W.header_text", {"text": "校 报", "match": "equals"}, page(edge("校报")), MET),
    ("W.header_text", {"text": "校报"}, page(edge("校报", Edge.FOOTER)), NOT),
    ("W.footer_text", {"text": "校报"}, page(edge("校报", Edge.FOOTER)), MET),
    ("W.header_text", {"text": "校报"}, page(edge("校报", shown=False)), NOT),
    ("W.header_text", {"text": "校报"}, page(edge("校报", inherited=True)), NOT),
    ("W.page_edge", {"text": "封面"}, page(edge("封面", pages=PageKind.FIRST)), MET),
    ("W.page_edge", {"text": "封面"}, page(edge("封面")), NOT),
    ("W.page_edge", {"text": "偶", "pages": "even", "edge": "footer"}, page(edge("偶", Edge.FOOTER, PageKind.EVEN)),
     MET),
    ("W.page_edge", {"text": "偶", "pages": "even"}, page(edge("偶", Edge.FOOTER, PageKind.EVEN)), NOT),
    ("W.page_edge", {"text": "封面"}, page(edge("封面", pages=PageKind.FIRST, shown=False)), NOT),
    ("W.page_number", {}, page(edge("1", Edge.FOOTER, field=" PAGE "), fields=NUMBER), MET),
    ("W.page_number", {"edge": "header"}, page(edge("1", Edge.FOOTER, field=" PAGE "), fields=NUMBER), NOT),
    ("W.page_number", {"edge": "footer"}, page(fields=NUMBER), MET),
    ("W.page_number", {}, page(edge("1", Edge.FOOTER)), NOT),
    ("W.page_number", {}, page(fields=(Field("PAGE", " PAGE "),)), NOT),
    ("W.page_number", {}, page(fields=(Field("PAGEREF", " PAGEREF a ", place="footer"),)), NOT),
    ("W.page_number", {}, page(edge("1", Edge.FOOTER, PageKind.FIRST, field=" PAGE ", shown=False), fields=NUMBER),
     NOT),
    ("W.page_number", {}, page(edge("1", Edge.FOOTER, PageKind.FIRST, field=" PAGE ", shown=False),
     edge("1", Edge.FOOTER, field=" PAGE "), fields=NUMBER), MET),
    ("W.page_number_format", {"format": "upperRoman"}, page(fields=NUMBER, page_number_format="upperRoman"), MET),
    ("W.page_number_format", {"format": "upperRoman"}, page(fields=NUMBER, page_number_format="lowerRoman"), NOT),
    ("W.page_number_format", {"format": "decimal"}, page(fields=NUMBER), MET),
    ("W.page_number_format", {"format": "japaneseCounting"}, page(fields=NUMBER, page_number_format="chineseCounting"),
     MET),
    ("W.page_number_format", {"start": 5}, page(fields=NUMBER, page_number_start=5), MET),
    ("W.page_number_format", {"start": 5}, page(fields=NUMBER), NOT),
    ("W.page_number_format", {"start": 5}, page(page_number_start=5), NOT),
    ("W.page_size", {"value": "A4"}, page(), MET),
    ("W.page_size", {"value": "B5"}, page(), NOT),
    ("W.page_size", {"value": "29.7cm x 21cm"}, page(), MET),
    ("W.page_size", {"value": "21cm×29.8cm"}, page(), NOT),
    ("W.orientation", {"value": "纵向"}, page(), MET),
    ("W.orientation", {"value": "landscape"}, page(), NOT),
    ("W.columns", {"count": 2}, page(columns=Columns(2)), MET),
    ("W.columns", {"count": 2, "line": True}, page(columns=Columns(2)), NOT),
    ("W.columns", {"count": 2, "line": True}, page(columns=Columns(2, line_between=True)), MET),
    ("W.columns", {"count": 2, "line": False}, page(columns=Columns(2, line_between=True)), NOT),
    ("W.columns", {"count": 2, **WHERE}, page(columns=Columns(3)), NOT),
    ("W.column_gap", {"gap": "1cm", **WHERE}, page(columns=Columns(2, gap_pt=cm(1))), MET),
    ("W.column_gap", {"gap": "1cm", **WHERE}, page(columns=Columns(1, gap_pt=cm(1))), NOT),
    ("W.column_gap", {"gap": "1cm", **WHERE}, page(columns=Columns(2, gap_pt=cm(2))), NOT),
    ("W.edge_distance", {"header": "1.5cm"}, page(header_distance_pt=cm("1.5")), MET),
    ("W.edge_distance", {"header": "1.5cm", "footer": "2cm"}, page(header_distance_pt=cm("1.5")), NOT),
    ("W.margins", {"top": "2cm", "left": "3cm"}, page(margin_top_pt=cm(2), margin_left_pt=cm(3)), MET),
    ("W.margins", {"top": "2cm", "left": "3cm"}, page(margin_top_pt=cm(2), margin_right_pt=cm(3)), PARTLY),
    ("W.page_border", {}, page(page_border_art="apples"), MET),
    ("W.page_border", {}, page(page_borders=Borders(bottom=RED_LINE)), MET),
    ("W.page_border", {}, page(), NOT),
    ("W.page_border_colour", {"colour": "红色"}, page(page_borders=AROUND), MET),
    ("W.page_border_colour", {"colour": "绿色"}, page(page_borders=AROUND), NOT),
    ("W.text_direction", {}, page(text_direction="tbRl"), MET),
    ("W.text_direction", {"value": "horizontal"}, page(text_direction="tbRl"), NOT),
    ("W.vertical_alignment", {"value": "center"}, page(vertical_alignment="center"), MET),
    ("W.vertical_alignment", {"value": "center"}, page(), NOT),
    ("W.watermark", {"text": "样本"}, page(HeaderFooter(Edge.HEADER, PageKind.DEFAULT, (paragraph("", shapes=(
        Shape(ShapeKind.WORD_ART, text_effect="样本"),)),))), MET),
    ("W.watermark", {"text": "样本"}, page(HeaderFooter(Edge.FOOTER, PageKind.DEFAULT, (paragraph("", shapes=(
        Shape(ShapeKind.WORD_ART, text_effect="样本"),)),))), NOT),
    ("W.watermark", {}, page(HeaderFooter(Edge.HEADER, PageKind.DEFAULT, (paragraph("", shapes=(
        Shape(ShapeKind.PICTURE, name="校徽"),)),))), NOT),
    ("W.watermark", {}, page(HeaderFooter(Edge.HEADER, PageKind.DEFAULT, (paragraph("", shapes=(
        Shape(ShapeKind.PICTURE, name="水印 1"),)),))), MET),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "work", "expected"), PAGES)
def test_every_word_about_the_page_decides_something(kind, parameters, work, expected):
    finding = look(kind, work, **parameters)
    assert finding.verdict is expected, finding.sentence


def grid(*rows: tuple[str, ...], **cell: Any) -> Document:
    made = tuple(
        TableRow(tuple(TableCell(n, m, blocks=(paragraph(text),), **cell) for m, text in enumerate(row)))
        for n, row in enumerate(rows)
    )
    return document(Table(rows=made, column_widths_pt=(cm(2), cm(4))[: len(rows[0])]))


@pytest.mark.parametrize(
    ("kind", "parameters", "work", "expected"),
    [
        ("W.table_lines", {"style": "single", "colour": "红色", "width": "1pt"}, grid(("甲", "乙"), borders=AROUND),
         MET),
        ("W.table_lines", {"colour": "绿色"}, grid(("甲", "乙"), borders=AROUND), NOT),
        ("W.table_lines", {"style": "double"}, grid(("甲", "乙"), borders=AROUND), NOT),
        ("W.table_lines", {"width": "3pt"}, grid(("甲", "乙"), borders=AROUND), NOT),
        ("W.table_lines", {"sides": "inner"}, grid(("甲", "乙"), borders=Borders(left=RED_LINE)), PARTLY),
        ("W.table_lines", {"sides": "outer"}, grid(("甲",), borders=AROUND), MET),
        ("W.table_shading", {"colour": "黄色"}, grid(("甲",), fill=Fill(FillKind.SOLID, "FFFF00")), MET),
        ("W.table_shading", {}, grid(("甲",), fill=Fill(FillKind.SOLID, "FFFFFF")), NOT),
        ("W.table_shading", {}, grid(("甲",), fill=Fill(FillKind.NONE, "FFFF00")), NOT),
        ("W.table_column_width", {"width": "2cm", "column": 1}, grid(("甲", "乙")), MET),
        ("W.table_column_width", {"width": "2cm"}, grid(("甲", "乙")), PARTLY),
        ("W.table_column_width", {"width": "2cm", "column": 2}, grid(("甲", "乙")), NOT),
        ("W.table_cell_alignment", {"vertical": "center", "row": 1}, grid(("甲",), vertical_alignment="center"), MET),
        ("W.table_cell_alignment", {"vertical": "center"}, grid(("甲",)), NOT),
        ("W.table_cell_alignment", {"vertical": "center"}, grid(("",), vertical_alignment="center"), NOT),
        ("W.table_cell", {"row": 1, "column": 2, "text": "乙"}, grid(("甲", "乙")), MET),
        ("W.table_cell", {"row": 1, "column": 2, "text": "甲"}, grid(("甲", "乙")), NOT),
        ("W.table_cell", {"row": 1, "column": 1, "text": "甲", "match": "contains"}, grid(("甲组",)), MET),
        ("W.table_cell", {"row": 3, "column": 1, "text": "甲"}, grid(("甲",)), NOT),
        ("W.table_size", {"rows": 1, "columns": 2}, grid(("甲", "乙")), MET),
        ("W.table_size", {"rows": 2, "columns": 2}, grid(("甲", "乙")), NOT),
    ],
)  # fmt: skip
def test_every_word_about_a_table_decides_something(kind, parameters, work, expected):
    finding = look(kind, work, **parameters)
    assert finding.verdict is expected, finding.sentence


def test_the_sentence_about_a_cell_says_what_stands_there():
    finding = look("W.table_cell", grid(("甲", "乙")), row=1, column=2, text="丙")
    assert finding.sentence == "表格第 1 行第 2 列应为“丙”，实际为“乙”。"
    assert look("W.table_cell", grid(("甲", "乙")), row=1, column=2, text="乙").sentence == "表格第 1 行第 2 列是“乙”。"


@pytest.mark.parametrize(
    ("field", "wanted", "expected"),
    [
        (Field("DATE", ' DATE \\@ "yyyy-MM-dd" '), {"kind": "date"}, MET),
        (Field("DATE", ' DATE \\@ "yyyy-MM-dd" '), {"kind": "DATE", "holds": "YYYY - mm-dd"}, MET),
        (Field("DATE", " DATE "), {"kind": "DATE", "holds": "yyyy"}, NOT),
        (Field("DATE", " DATE ", place="header"), {"kind": "DATE", "place": "header"}, MET),
        (Field("DATE", " DATE ", place="header"), {"kind": "DATE", "place": "body"}, NOT),
        (Field("TIME", " TIME "), {"kind": "DATE"}, NOT),
    ],
)
def test_a_field_is_of_a_kind_holds_words_and_has_a_place(field, wanted, expected):
    assert look("W.field", document("今天", fields=(field,)), **wanted).verdict is expected


@pytest.mark.parametrize(
    ("style", "wanted", "faults"),
    [
        (
            {"east_asian": "黑体", "size_pt": Decimal(16), "bold": True},
            {"font": "黑体", "size": "三号", "bold": True},
            "",
        ),
        ({"east_asian": "宋体"}, {"font": "黑体"}, "宋体"),
        ({"latin": "Arial"}, {"font": "Arial"}, ""),
        ({"size_pt": Decimal(14)}, {"size": "三号"}, "四号（14 磅）"),
        ({"bold": True}, {"bold": False}, "加粗"),
        ({}, {"bold": True}, "不加粗"),
    ],
)
def test_a_style_gives_what_the_rubric_says(style, wanted, faults):
    styles = (Style("a", "标题 1", StyleKind.PARAGRAPH, run=RunFormat(**style)),)
    work = document(paragraph("春天来了", style="heading 1"), styles=styles)
    finding = look("W.style_defined", work, name="标题 1", **wanted)
    assert (finding.verdict, finding.observed if faults else "") == (NOT if faults else MET, faults)
    unused = document("春天来了", styles=styles)
    assert look("W.style_defined", unused, name="标题 1", **wanted).verdict is NOT
    assert look("W.style_defined", unused, name="标题 1", used=False, **wanted).verdict is (NOT if faults else MET)
    assert look("W.style_defined", unused, name="标题 2", **wanted).verdict is NOT

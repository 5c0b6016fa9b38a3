"""W checks of the document as a whole, of breaks, tables and drawings: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Alignment,
    Anchor,
    Borders,
    Change,
    Columns,
    Document,
    DocumentComment,
    Edge,
    Field,
    Fill,
    FillKind,
    HeaderFooter,
    Line,
    PageKind,
    Paragraph,
    Picture,
    Placement,
    Properties,
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
)
from tests.grading.checks.model_work import cm, document, look, paragraph, pt, with_shapes

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
PLAIN = document("第一段文字。", "第二段文字。")
RED = Line("single", pt(1), "FF0000")
FRAME = Borders(top=RED, bottom=RED, left=RED, right=RED)


def section(**more: Any) -> Document:
    return document("第一段文字。", sections=(Section(pt(595), pt(842), **more),))


def header(text: str, pages: PageKind = PageKind.FIRST, edge: Edge = Edge.HEADER, **more: Any) -> Document:
    return section(headers_footers=(HeaderFooter(edge, pages, (paragraph(text),), **more),))


def table(*rows: tuple[str, ...], row: dict[str, Any] | None = None, cell: dict[str, Any] | None = None, **more: Any):
    made = tuple(
        TableRow(
            tuple(TableCell(r, c, (paragraph(text),), **(cell or {})) for c, text in enumerate(texts)), **(row or {})
        )
        for r, texts in enumerate(rows)
    )
    return document(Table(made, **more))


MARKS = (("姓名", "分数"), ("甲", "90"), ("乙", "85"), ("丙", "100"))
SORTED = (MARKS[0], MARKS[2], MARKS[1], MARKS[3])
FORMULA = document(Table((TableRow((TableCell(0, 0, (Paragraph(runs=(Run("185", field="=SUM(ABOVE)"),)),)),)),)))
HEADING = Style("1", "heading 1", StyleKind.PARAGRAPH, run=RunFormat(east_asian="黑体", size_pt=pt(16), bold=True))
STYLED = document(paragraph("标题", style="heading 1"), styles=(HEADING,))
BROKEN = document("甲", paragraph("\f第二章"))
MARK = Shape(ShapeKind.WORD_ART, name="PowerPlusWaterMarkObject1", blocks=(paragraph("机密"),))
WATERMARK = section(
    headers_footers=(
        HeaderFooter(
            Edge.HEADER,
            PageKind.DEFAULT,
            (
                paragraph(
                    "",
                    shapes=(Shape(ShapeKind.WORD_ART, name="PowerPlusWaterMarkObject1", blocks=(paragraph("机密"),)),),
                ),
            ),
        ),
    )
)
CAPTION = document(Paragraph(runs=(Run("图 "), Run("1", field="SEQ 图 \\* ARABIC"), Run(" 校园地图"))))
PICTURE = Shape(
    ShapeKind.PICTURE,
    width_pt=cm(8),
    height_pt=cm(6),
    description="校园地图",
    anchor=Anchor.SQUARE,
    placement=Placement(horizontal_align="center"),
    picture=Picture(crop_left=100),
)
STAR = Shape(
    ShapeKind.SHAPE,
    geometry="star5",
    blocks=(paragraph("优秀"),),
    fill=Fill(FillKind.SOLID, "FF0000"),
    line=Line("solid", pt(2), "0000FF"),
    rotation_degrees=pt(45),
    width_pt=cm(3),
    height_pt=cm(3),
    effects=("outerShdw",),
)
PICTURED, STARRED = with_shapes(PICTURE), with_shapes(STAR)
LABEL = with_shapes(Shape(ShapeKind.SHAPE, blocks=STAR.blocks))
TWO_SECTIONS = document(
    "甲",
    paragraph("第二章", section=1),
    sections=(Section(pt(595), pt(842)), Section(pt(595), pt(842), starts="continuous")),
)
SEVERAL = section(columns=Columns(2, gap_pt=cm(1)))

CASES: list[tuple[str, dict[str, Any], Document, Document]] = [
    ("W.format", {"value": "docx"}, PLAIN, document("甲", format="odt")),
    ("W.property", {"name": "author", "value": "李明"}, document("甲", properties=Properties(author="李明")), PLAIN),
    ("W.text_inserted", {"text": "第二段", "after": "文字。"}, PLAIN, document("第二段文字。", "第一段文字。")),
    ("W.paragraph_count", {"value": 2}, PLAIN, document("一", "", "二", "三")),
    ("W.comment", {"text": "请核对", "on": "日期"},
     document("甲", comments=(DocumentComment("1", "请核对。", on_text="日期"),)),
     document("甲", comments=(DocumentComment("1", "请核对。", on_text="地点"),))),
    ("W.no_tracked_changes", {}, PLAIN, document("第一段文字。", "第二段文字。", insertions=2)),
    ("W.no_tracked_changes", {}, PLAIN, document("第一段文字。", "第二段文字。", tracks_changes=True)),
    ("W.no_tracked_changes", {}, PLAIN, document("")),
    ("W.tracked_changes", {}, document("甲", deletions=1), PLAIN),
    ("W.protected", {}, document("甲", protection="readOnly"), PLAIN),
    ("W.style_defined", {"name": "标题 1", "font": "黑体", "size": "三号", "bold": True}, STYLED,
     document(paragraph("标题"), styles=(HEADING,))),
    ("W.style_defined", {"name": "标题 1", "size": "三号"}, STYLED, PLAIN),
    ("W.equation", {"text": "x^2"}, document(paragraph("", formulas=("x^2+1",))), document("x^2+1")),
    ("W.same_format", {"text": "第一段", "like": "第二段"}, PLAIN,
     document(
         paragraph("第一段", {"bold": True}, alignment=Alignment.CENTER, first_line_pt=pt(9), line_multiple=pt(2)),
         "第二段",
     )),
    ("W.page_break", {"before": "第二章"}, BROKEN, document("甲", "", "", "第二章")),
    ("W.page_break", {"before": "第二章"}, document("甲\f", "第二章"), document("甲", "第二章")),
    ("W.page_break", {"before": "第二章"}, document("甲", paragraph("第二章", page_break_before=True)), PLAIN),
    ("W.column_break", {"before": "第二章"}, document("甲", "\v第二章"), BROKEN),
    ("W.section_break", {"before": "第二章", "kind": "continuous"}, TWO_SECTIONS, BROKEN),
    ("W.page_edge", {"text": "首页"}, header("首页页眉"), header("首页页眉", shown=False)),
    ("W.page_edge", {"text": "双", "edge": "footer", "pages": "even"}, header("双页", PageKind.EVEN, Edge.FOOTER),
     header("双页", PageKind.DEFAULT, Edge.FOOTER)),
    ("W.page_number_format", {"format": "upperRoman", "start": 3},
     document("甲", sections=(Section(pt(595), pt(842), page_number_format="upperRoman", page_number_start=3),),
              fields=(Field("PAGE", "PAGE", place="footer"),)),
     document("甲", sections=(Section(pt(595), pt(842)),), fields=(Field("PAGE", "PAGE"),))),
    ("W.page_number_format", {"format": "decimal"}, document("甲", sections=(Section(pt(595), pt(842)),),
     fields=(Field("PAGE", "PAGE"),)), section()),
    ("W.watermark", {"text": "机密"}, WATERMARK, header("机密", PageKind.DEFAULT)),
    ("W.text_direction", {}, section(text_direction="tbRl"), section()),
    ("W.line_numbers", {}, section(line_numbers=True), section()),
    ("W.vertical_alignment", {"value": "center"}, section(vertical_alignment="center"), section()),
    ("W.edge_distance", {"header": "1.5cm"}, section(header_distance_pt=cm(1.5)), section(header_distance_pt=cm(2))),
    ("W.column_gap", {"where": {"text": "第一段文字"}, "gap": "1cm"}, SEVERAL, section()),
    ("W.page_border_colour", {"colour": "红色"}, section(page_borders=FRAME), section()),
    ("W.table_column_width", {"width": "3cm"}, table(*MARKS, column_widths_pt=(cm(3), cm(3))),
     table(*MARKS, column_widths_pt=(cm(4), cm(4)))),
    ("W.table_row_height", {"height": "1cm"}, table(*MARKS, row={"height_pt": cm(1)}), table(*MARKS)),
    ("W.table_shading", {"row": 1, "colour": "FFFF00"}, table(*MARKS, cell={"fill": Fill(FillKind.SOLID, "FFFF00")}),
     table(*MARKS)),
    ("W.table_style", {"style": "网格表 4"}, table(*MARKS, style="网格表 4"), table(*MARKS, style="Table Grid")),
    ("W.table_style", {}, table(*MARKS, style="网格表 4"), table(*MARKS, style="Table Grid")),
    ("W.table_alignment", {"value": "center"}, table(*MARKS, alignment="center"), table(*MARKS)),
    ("W.table_cell_alignment", {"vertical": "center"},
     table(*MARKS, cell={"vertical_alignment": "center"}), table(*MARKS)),
    ("W.table_lines", {"sides": "outer", "colour": "FF0000", "width": "1pt"}, table(*MARKS, cell={"borders": FRAME}),
     table(*MARKS)),
    ("W.table_sorted", {"column": 2}, table(*SORTED), table(*MARKS)),
    ("W.table_sorted", {"column": 2}, table(*SORTED), table(*SORTED[:3])),
    ("W.table_formula", {"row": 1, "column": 1, "value": "185"}, FORMULA, table(("185",))),
    ("W.table_header_row", {}, document(Table((TableRow(repeats_as_header=True), TableRow()))), table(*MARKS)),
    ("W.contents_levels", {"texts": ["第一章"]},
     document(paragraph("第一章\t1", style="toc 1"), "第一章"), document("第一章")),
    ("W.bookmark", {"name": "此处", "on": "第一段"}, document(paragraph("第一段", bookmarks=("此处",))), PLAIN),
    ("W.field", {"kind": "DATE", "place": "header"},
     document("甲", fields=(Field("DATE", "DATE \\@", place="header"),)),
     document("甲", fields=(Field("DATE", "DATE", place="body"),))),
    ("W.caption", {"text": "校园地图", "label": "图"}, CAPTION, document("图 1 校园地图")),
    ("W.picture_position", {"value": "center"}, PICTURED, with_shapes(Shape(ShapeKind.PICTURE, anchor=Anchor.SQUARE))),
    ("W.picture_size", {"width": "8cm", "height": "6cm"},
     PICTURED, with_shapes(Shape(ShapeKind.PICTURE, width_pt=cm(9)))),
    ("W.picture_crop", {"left": 10}, PICTURED, with_shapes(Shape(ShapeKind.PICTURE, picture=Picture()))),
    ("W.picture_text", {"text": "地图"}, PICTURED, with_shapes(Shape(ShapeKind.PICTURE))),
    ("W.shape", {"geometry": "star5", "text": "优秀"}, STARRED, PICTURED),
    ("W.shape_fill", {"text": "优秀", "colour": "红色"}, STARRED, LABEL),
    ("W.shape_line", {"geometry": "star5", "colour": "0000FF", "width": "2pt"}, STARRED, PICTURED),
    ("W.shape_line", {"text": "优秀", "value": False}, LABEL, STARRED),
    ("W.shape_size", {"text": "优秀", "width": "3cm"}, STARRED, LABEL),
    ("W.shape_rotation", {"text": "优秀", "degrees": 45}, STARRED, LABEL),
    ("W.shape_effect", {"text": "优秀", "effect": "shadow"}, STARRED,
     LABEL),
    ("W.group", {"members": 2}, with_shapes(Shape(ShapeKind.GROUP, children=(STAR, STAR))), STARRED),
    ("W.word_art", {"text": "优秀"}, with_shapes(Shape(ShapeKind.WORD_ART, blocks=STAR.blocks)), STARRED),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(kind, parameters, good, bad):
    starter = table(*MARKS) if kind == "W.table_sorted" else PLAIN
    met, missed = look(kind, good, starter, **parameters), look(kind, bad, starter, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence
    assert missed.sentence


@pytest.mark.parametrize(
    ("kind", "parameters", "work"),
    [
        ("W.table_column_width", {"width": "3cm"}, table(*MARKS, column_widths_pt=(cm(3), cm(4)))),
        ("W.table_lines", {}, table(*MARKS, cell={"borders": Borders(top=RED)})),
        ("W.picture_size", {"width": "8cm", "height": "7cm"}, PICTURED),
        ("W.contents_levels", {"texts": ["第一章", "第二章"]}, document(paragraph("第一章\t1", style="toc 1"))),
        (
            "W.same_format",
            {"text": "第一段", "like": "第二段"},
            document(paragraph("第一段", {"bold": True}), "第二段"),
        ),
    ],
)
def test_part_of_it_gives_part(kind, parameters, work):
    assert look(kind, work, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters", "work"),
    [
        ("W.text_inserted", {"text": "甲"}, PLAIN),
        ("W.section_break", {"before": "第一段", "kind": "noSuchBreak"}, PLAIN),
        ("W.page_edge", {"text": "甲", "pages": "odd"}, PLAIN),
        ("W.text_direction", {"value": "diagonal"}, section()),
        ("W.table_alignment", {"value": "middle"}, table(*MARKS)),
        ("W.table_cell_alignment", {}, table(*MARKS)),
        ("W.table_lines", {"sides": "some"}, table(*MARKS)),
        ("W.shape_fill", {"geometry": "star5"}, with_shapes(STAR, STAR)),
        ("W.picture_size", {}, PICTURED),
        ("W.picture_same", {"source": "没有.png"}, PICTURED),
        ("W.page_break", {"before": "第一段文字"}, document("第一段文字。", "第一段文字。")),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters, work):
    assert look(kind, work, **parameters).verdict is UNKNOWN


def test_texts_whose_sounds_are_not_known_are_not_sorted_by_guessing():
    rows = (("姓名",), ("重阳",), ("曾军",))
    assert look("W.table_sorted", table(*rows), table(*rows), column=1).verdict is UNKNOWN


def test_a_deleted_run_is_no_text_that_was_inserted():
    work = document(Paragraph(runs=(Run("甲"), Run("乙", change=Change.DELETED))))
    assert look("W.text_inserted", work, text="乙", after="甲").verdict is NOT


def test_the_evidence_names_what_stands_in_place_of_a_break():
    assert "2 个空段落" in look("W.page_break", document("甲", "", "", "第二章"), before="第二章").sentence
    assert "手工输入" in look("W.caption", document("图 1 校园地图"), text="校园地图").sentence

"""P checks of slides' parts, motion and show: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Animation,
    Chart,
    Diagram,
    DiagramNode,
    Fill,
    FillKind,
    Layout,
    Paragraph,
    ParagraphFormat,
    Picture,
    Placeholder,
    Placement,
    Presentation,
    Properties,
    Run,
    RunFormat,
    Series,
    Shape,
    ShapeKind,
    ShowSettings,
    SlideComment,
    SlideSection,
    Table,
    TableCell,
    TableRow,
    Transition,
)
from tests.grading.checks.model_work import cm, look, paragraph, pt, slides

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE


def box(text: str, kind: ShapeKind = ShapeKind.TEXT_BOX, **more: Any) -> Shape:
    return Shape(kind, blocks=(paragraph(text),), **more)


def place(kind: str, text: str, **looks: Any) -> Shape:
    return Shape(ShapeKind.PLACEHOLDER, blocks=(paragraph(text, **looks),), placeholder=Placeholder(kind))


def one(*shapes: Shape, **more: Any) -> Presentation:
    """A presentation of one slide with other fields."""
    return slides({"shapes": shapes, **more})


def titled(*titles: str) -> Presentation:
    return slides(*([place("title", title)] for title in titles))


PLAIN = one(box("文字"))
GRID = Shape(
    ShapeKind.TABLE,
    table=Table(
        (TableRow((TableCell(0, 0, (paragraph("甲"),), fill=Fill(FillKind.SOLID, "FF0000")),)),), style="中度样式 2"
    ),
)
BARE_GRID = Shape(ShapeKind.TABLE, table=Table((TableRow((TableCell(0, 0, (paragraph("乙"),)),)),)))
BAR = Chart(
    kinds=("column",),
    title="人数",
    series=(Series("column", categories=("一班", "二班"), values=("40", "42")),),
    legend="b",
    data_labels=True,
)
SMART = Diagram("基本流程", (DiagramNode("收集"), DiagramNode("分类")))
FADE = Animation(
    shape="2", category="entr", preset=10, filter="fade", trigger="afterEffect", delay_ms=500, duration_ms=1000
)
MOVED = one(box("标题", id="2"), box("正文", id="3"), animations=(FADE, Animation(shape="3", category="entr")))
STILL = one(box("标题", id="2"), box("正文", id="3"))
MASTER = Layout(
    "设计",
    is_master=True,
    shapes=(
        Shape(
            ShapeKind.PLACEHOLDER,
            placeholder=Placeholder("title"),
            blocks=(
                Paragraph(runs=(Run("标题", format=RunFormat(east_asian="黑体", size_pt=pt(40), colour="FF0000")),)),
            ),
        ),
        box("阳光中学"),
        Shape(ShapeKind.PICTURE, picture=Picture(sha256="a")),
    ),
)
MASTERED = slides({"shapes": (), "master": "设计"}, layouts=(MASTER,))
BARE_MASTER = slides({"shapes": ()}, layouts=(Layout("设计", is_master=True, shapes=(place("title", "标题"),)),))
STAR = box("优秀", ShapeKind.SHAPE, geometry="star5", width_pt=cm(3), rotation_degrees=pt(90))

CASES: list[tuple[str, dict[str, Any], Presentation, Presentation]] = [
    ("P.table_cell", {"slide": 1, "row": 1, "column": 1, "text": "甲"}, one(GRID), one(BARE_GRID)),
    ("P.table_style", {"slide": 1, "style": "中度样式 2"}, one(GRID), one(BARE_GRID)),
    ("P.table_style", {"slide": 1, "row": 1, "colour": "红色"}, one(GRID), one(BARE_GRID)),
    ("P.media", {"kind": "audio"}, one(Shape(ShapeKind.MEDIA, media="audio")), one(Shape(ShapeKind.MEDIA,
     media="video"))),
    ("P.button", {"target": "first"}, one(box("返回", link="hlinkshowjump?jump=firstslide")), one(box("返回"))),
    ("P.button", {"target": "#2"}, one(box("", link="#2", geometry="actionButtonHome")), one(box("", link="#3"))),
    ("P.slide_number", {}, slides([place("sldNum", "1")], [place("sldNum", "2")]), PLAIN),
    ("P.date", {}, one(place("dt", "2026-5-1")), PLAIN),
    ("P.footer", {"text": "阳光中学"}, one(place("ftr", "阳光中学")), one(place("ftr", "别的"))),
    ("P.placeholder_text", {"slide": 1, "text": "甲", "place": "body"}, one(place("body", "甲")), one(box("甲"))),
    ("P.level", {"slide": 1, "text": "子项", "level": 2}, one(place("body", "子项", level=1)), one(place("body",
     "    子项"))),
    ("P.position", {"slide": 1, "text": "甲", "left": "2cm", "top": "3cm"},
     one(box("甲", placement=Placement(cm(2), cm(3)))), one(box("甲", placement=Placement(cm(9), cm(9))))),
    ("P.text_direction", {"slide": 1, "text": "甲"}, one(box("甲", text_vertical="eaVert")), one(box("甲"))),
    ("P.shape", {"slide": 1, "geometry": "star5"}, one(STAR), PLAIN),
    ("P.shape_size", {"text": "优秀", "width": "3cm"}, one(STAR), one(box("优秀", width_pt=cm(5)))),
    ("P.shape_rotation", {"text": "优秀", "degrees": 90}, one(STAR), one(box("优秀"))),
    ("P.word_art", {"text": "优秀"}, one(box("优秀", text_effect="textArchUp")), one(box("优秀"))),
    ("P.smart_art", {"texts": ["收集", "分类"]}, one(Shape(ShapeKind.DIAGRAM, diagram=SMART)), one(box("收集分类"))),
    ("P.chart", {"type": "column", "title": "人数", "categories": ["一班", "二班"], "values": ["40", "42.0"],
     "legend": True,
                 "labels": True}, one(Shape(ShapeKind.CHART, chart=BAR)), one(box("人数"))),
    ("P.transition_timing", {"on_click": False, "after": 3000, "duration": 1000, "direction": "l", "sound": True},
     one(box("甲"), transition=Transition("push", ("dir=l",), duration_ms=1000, on_click=False, after_ms=3000,
     sound="a")),
     one(box("甲"), transition=Transition("push"))),
    ("P.animation_timing", {"slide": 1, "text": "标题", "trigger": "afterEffect", "delay": 500, "duration": 1000},
     MOVED,
     one(box("标题", id="2"), animations=(Animation(shape="2", category="entr", trigger="clickEffect"),))),
    ("P.animation_order", {"slide": 1, "texts": ["标题", "正文"]}, MOVED, STILL),
    ("P.animation_effect", {"slide": 1, "text": "标题", "name": "fade"}, MOVED, STILL),
    ("P.animation_effect", {"slide": 1, "text": "标题", "preset": 10}, MOVED, STILL),
    ("P.no_animations", {}, STILL, one(box(""), animations=())),
    ("P.format", {"value": "pptx"}, PLAIN, slides([box("甲")], format="odp")),
    ("P.property", {"name": "title", "value": "汇报"}, slides([], properties=Properties(title="汇报")), PLAIN),
    ("P.slide_deleted", {"text": "多余"}, titled("一", "二"), titled("一", "二", "多余")),
    ("P.slide_deleted", {"text": "多余"}, titled("一", "二"), titled("一")),
    ("P.slide_inserted", {"slide": 2, "title": "新页"}, titled("一", "新页", "二", "多余"), titled("一", "新页", "二")),
    ("P.theme", {"name": "环保"}, one(theme="环保"), one(theme="Office 主题")),
    ("P.theme", {}, one(theme="环保"), one(theme="Office 主题")),
    ("P.master", {"text": "阳光中学"}, MASTERED, BARE_MASTER),
    ("P.master", {"picture": True}, MASTERED, BARE_MASTER),
    ("P.master_font", {"font": "黑体", "size": "40pt", "colour": "红色"}, MASTERED, BARE_MASTER),
    ("P.section", {"name": "第一节", "slide": 1}, slides([], sections=(SlideSection("第一节", (1,)),)), PLAIN),
    ("P.show", {"kind": "kiosk", "loop": True}, slides([], show=ShowSettings("kiosk", loop=True)), PLAIN),
    ("P.show", {"first": 2, "last": 3}, slides([], [], [], show=ShowSettings(slides=(2, 3))), slides([], [], [])),
    ("P.comment", {"text": "核对"}, one(comments=(SlideComment("请核对"),)), PLAIN),
    ("P.line_spacing", {"slide": 1, "text": "甲", "value": "1.5"}, one(place("body", "甲", line_multiple=pt("1.5"))),
     one(place("body", "甲"))),
    ("P.strike", {"text": "甲"}, one(Shape(ShapeKind.TEXT_BOX, blocks=(paragraph("甲", {"strike": True}),))),
     one(box("甲"))),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(kind, parameters, good, bad):
    starter = titled("一", "二", "多余")
    met, missed = look(kind, good, starter, **parameters), look(kind, bad, starter, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence


@pytest.mark.parametrize(
    ("kind", "parameters", "work"),
    [
        ("P.slide_number", {}, slides([place("sldNum", "1")], [box("甲")])),
        ("P.chart", {"type": "pie", "title": "人数"}, one(Shape(ShapeKind.CHART, chart=BAR))),
        ("P.position", {"slide": 1, "text": "甲", "left": "2cm", "top": "9cm"},
         one(box("甲", placement=Placement(cm(2), cm(3))))),
        ("P.theme", {"name": "环保"}, slides({"theme": "环保"}, {"theme": "Office"})),
        ("P.master_font", {"font": "黑体", "size": "20pt"}, MASTERED),
        ("P.show", {"kind": "kiosk", "loop": True}, slides([], show=ShowSettings("kiosk"))),
    ],
)  # fmt: skip
def test_part_of_it_gives_part(kind, parameters, work):
    assert look(kind, work, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("P.placeholder_text", {"slide": 1, "text": "甲", "place": "nowhere"}),
        ("P.position", {"slide": 1, "text": "文字"}),
        ("P.show", {}),
        ("P.slide_deleted", {"text": "从来没有"}),
        ("P.master_font", {"place": "footer", "font": "黑体"}),
        ("P.transition_timing", {"slide": 0}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, PLAIN, titled("一"), **parameters).verdict is UNKNOWN


def test_blanks_in_front_make_no_level_and_are_named():
    finding = look("P.level", one(place("body", "    子项")), slide=1, text="子项", level=2)
    assert "4 个空白字符" in finding.sentence


def test_a_level_counts_from_one():
    work = one(Shape(ShapeKind.PLACEHOLDER, blocks=(Paragraph(runs=(Run("甲"),), format=ParagraphFormat(level=0)),)))
    assert look("P.level", work, slide=1, text="甲", level=1).verdict is MET

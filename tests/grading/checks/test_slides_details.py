"""P checks, parameter by parameter: each word of a rubric decides something, and the finding says what was wrong."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Animation,
    Fill,
    FillKind,
    Layout,
    ListKind,
    ListMark,
    Paragraph,
    Picture,
    Placeholder,
    Placement,
    Presentation,
    Run,
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
from tests.grading.checks.test_slides_parts import box, one, place, titled

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE


def linked(text: str, address: str) -> Shape:
    return Shape(ShapeKind.TEXT_BOX, blocks=(Paragraph(runs=(Run(text, link=address),)),))


def bullet(kind: ListKind, text: str = "") -> Shape:
    return place("body", "要点", list_mark=ListMark(kind, text=text))


def moved(**more: Any) -> Presentation:
    """Two boxes of which the first is animated."""
    own = Animation(**{"shape": "2", "category": "entr", "preset": 10, "trigger": "clickEffect", **more})
    return one(box("标题", id="2"), box("正文", id="3"), animations=(own,))


def comes_in(*transitions: Transition | None) -> Presentation:
    return slides(*({"shapes": (box("甲"),), "transition": each} for each in transitions))


def ground(fill: Fill) -> Presentation:
    return one(background=fill)


SOLID_RED = Fill(FillKind.SOLID, "FF0000")
TABLE = Shape(
    ShapeKind.TABLE,
    table=Table(
        tuple(
            TableRow(tuple(TableCell(n, m, (paragraph(f"{n}{m}"),), fill=fill) for m in (0, 1)))
            for n, fill in enumerate((SOLID_RED, Fill()))
        ),
        style="中度样式 2",
    ),
)  # fmt: skip
TARGETS = titled("目录", "正文", "结束")


def with_link(address: str) -> Presentation:
    first = msgspec.structs.replace(TARGETS.slides[0], shapes=(*TARGETS.slides[0].shapes, linked("下一页", address)))
    return msgspec.structs.replace(TARGETS, slides=(first, *TARGETS.slides[1:]))


CASES: list[tuple[str, dict[str, Any], Presentation, Verdict]] = [
    ("P.slide_count", {"value": 3}, TARGETS, MET),
    ("P.slide_count", {"value": 2}, TARGETS, NOT),
    ("P.slide_count", {"at_least": 3}, TARGETS, MET),
    ("P.slide_count", {"at_least": 4}, TARGETS, NOT),
    ("P.slide_count", {}, TARGETS, UNKNOWN),
    ("P.slide_order", {"titles": ["目录", "结束"]}, TARGETS, MET),
    ("P.slide_order", {"titles": ["结束", "目录"]}, TARGETS, NOT),
    ("P.slide_order", {"titles": ["目录", "目录"]}, TARGETS, NOT),
    ("P.slide_title", {"slide": 1, "text": "目 录"}, TARGETS, MET),
    ("P.slide_title", {"slide": 2, "text": "目录"}, TARGETS, NOT),
    ("P.slide_title", {"slide": 1, "text": "甲"}, one(box("甲")), NOT),
    ("P.text_present", {"text": "正 文"}, TARGETS, MET),
    ("P.text_present", {"text": "正文", "slide": 1}, TARGETS, NOT),
    ("P.text_present", {"text": "正文", "slide": 2}, TARGETS, MET),
    ("P.text_present", {"text": " "}, TARGETS, UNKNOWN),
    ("P.text_absent", {"text": "附录"}, TARGETS, MET),
    ("P.text_absent", {"text": "正文"}, TARGETS, NOT),
    ("P.text_absent", {"text": "正文", "slide": 1}, TARGETS, MET),
    ("P.text_absent", {"text": "附录"}, slides([]), NOT),
    ("P.bulleted", {"slide": 1, "text": "要点"}, one(bullet(ListKind.PICTURE)), MET),
    ("P.bulleted", {"slide": 1, "text": "要点"}, one(bullet(ListKind.NUMBER)), NOT),
    ("P.bulleted", {"slide": 1, "text": "要点", "numbered": True}, one(bullet(ListKind.NUMBER)), MET),
    ("P.bulleted", {"slide": 1, "text": "要点", "numbered": True}, one(bullet(ListKind.BULLET)), NOT),
    ("P.bulleted", {"slide": 1, "text": "要点", "sign": "●"}, one(bullet(ListKind.BULLET, "\uf06c")), MET),
    ("P.bulleted", {"slide": 1, "text": "要点", "sign": "●"}, one(bullet(ListKind.BULLET, "■")), NOT),
    ("P.bulleted", {"slide": 1, "text": "要点"}, one(place("body", "要点")), NOT),
    ("P.hyperlink", {"slide": 1, "text": "下一页"}, with_link("#2"), MET),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "address": "#2"}, with_link("#2"), MET),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "address": "#3"}, with_link("#2"), NOT),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "leads_to": "正文"}, with_link("#2"), MET),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "leads_to": "结束"}, with_link("#2"), NOT),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "leads_to": "正文"}, with_link("#0"), NOT),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "leads_to": "正文"}, with_link("#9"), NOT),
    ("P.hyperlink", {"slide": 1, "text": "上一页"}, with_link("#2"), NOT),
    ("P.hyperlink", {"slide": 1, "text": "下一页", "address": "HTTP://School.example/"}, with_link("http://school.example"),
     MET),
    ("P.button", {"leads_to": "结束"}, one(box("", link="#1")), NOT),
    ("P.button", {"target": "next"}, one(box("", link="ppaction://hlinkshowjump?jump=nextslide")), MET),
    ("P.button", {"target": "previous"}, one(box("", link="ppaction://hlinkshowjump?jump=nextslide")), NOT),
    ("P.button", {}, one(box("", geometry="actionButtonHome")), NOT),
    ("P.layout", {"slide": 1, "type": "twoObj"}, one(layout="两栏内容"), MET),
    ("P.layout", {"slide": 1, "name": "两栏内容"}, one(layout="1_Two Content"), MET),
    ("P.layout", {"slide": 1, "name": "两栏内容"}, one(layout="x", layout_kind="twoObj"), MET),
    ("P.layout", {"slide": 1, "name": "两栏内容"}, one(layout="标题和内容", layout_kind="obj"), NOT),
    ("P.layout", {"slide": 1, "name": "校报"}, one(layout="校报"), MET),
    ("P.layout", {"slide": 1}, one(layout="校报"), UNKNOWN),
    ("P.picture", {"slide": 1}, one(Shape(ShapeKind.PICTURE, picture=Picture())), MET),
    ("P.picture", {"slide": 1}, one(Shape(ShapeKind.PLACEHOLDER, picture=Picture(), placeholder=Placeholder("pic"))),
     MET),
    ("P.picture", {"slide": 1}, one(Shape(ShapeKind.SHAPE, picture=Picture())), NOT),
    ("P.picture", {"slide": 1, "at_least": 2}, one(Shape(ShapeKind.PICTURE, picture=Picture())), NOT),
    ("P.table", {"slide": 1, "rows": 2, "columns": 2}, one(TABLE), MET),
    ("P.table", {"slide": 1, "rows": 2, "columns": 3}, one(TABLE), NOT),
    ("P.table", {"slide": 1, "rows": 0, "columns": 0}, one(box("甲")), NOT),
    ("P.table_cell", {"slide": 1, "row": 2, "column": 1, "text": "10"}, one(TABLE), MET),
    ("P.table_cell", {"slide": 1, "row": 1, "column": 2, "text": "10"}, one(TABLE), NOT),
    ("P.table_cell", {"slide": 1, "row": 3, "column": 1, "text": ""}, one(TABLE), NOT),
    ("P.table_style", {"slide": 1, "row": 1, "colour": "红色"}, one(TABLE), MET),
    ("P.table_style", {"slide": 1, "colour": "红色"}, one(TABLE), NOT),
    ("P.table_style", {"slide": 1, "row": 3, "colour": "红色"}, one(TABLE), NOT),
    ("P.table_style", {"slide": 1, "style": "中度样式2"}, one(TABLE), MET),
    ("P.transition", {}, comes_in(Transition("fade")), MET),
    ("P.transition", {}, comes_in(Transition(duration_ms=500)), NOT),
    ("P.transition", {"effect": "push"}, comes_in(Transition("fade")), NOT),
    ("P.transition", {"effect": "push"}, comes_in(Transition("pushWipe")), MET),
    ("P.transition", {}, comes_in(Transition("fade"), None), PARTLY),
    ("P.transition", {"slide": 1}, comes_in(Transition("fade"), None), MET),
    ("P.transition_timing", {"after": 3000}, comes_in(Transition("fade", after_ms=3100)), MET),
    ("P.transition_timing", {"after": 3000}, comes_in(Transition("fade", after_ms=3101)), NOT),
    ("P.transition_timing", {"after": 3000}, comes_in(Transition("fade")), NOT),
    ("P.transition_timing", {"on_click": True}, comes_in(None), MET),
    ("P.transition_timing", {"on_click": False}, comes_in(None), NOT),
    ("P.transition_timing", {"direction": "l"}, comes_in(Transition("push", ("dir=l",))), MET),
    ("P.transition_timing", {"direction": "l"}, comes_in(Transition("push", ("fromRight",))), MET),
    ("P.transition_timing", {"direction": "l"}, comes_in(Transition("push", ("dir=r",))), NOT),
    ("P.transition_timing", {"sound": False}, comes_in(Transition("push", sound="a")), NOT),
    ("P.background", {}, ground(SOLID_RED), MET),
    ("P.background", {}, ground(Fill(FillKind.SOLID, "FFFFFF")), NOT),
    ("P.background", {"colour": "白色"}, ground(Fill(FillKind.SOLID, "FFFFFF")), MET),
    ("P.background", {"kind": "gradient"}, ground(SOLID_RED), NOT),
    ("P.background", {"kind": "gradient"}, ground(Fill(FillKind.GRADIENT)), MET),
    ("P.background", {"colour": "红色"}, ground(Fill(FillKind.NONE, "FF0000")), NOT),
    ("P.animation", {"slide": 1}, moved(), MET),
    ("P.animation", {"slide": 1, "text": "标题", "category": "entr"}, moved(), MET),
    ("P.animation", {"slide": 1, "text": "正文"}, moved(), NOT),
    ("P.animation", {"slide": 1, "category": "exit"}, moved(), NOT),
    ("P.animation_timing", {"slide": 1, "trigger": "withEffect"}, moved(), NOT),
    ("P.animation_timing", {"slide": 1, "delay": 500}, moved(delay_ms=600), MET),
    ("P.animation_timing", {"slide": 1, "delay": 500}, moved(delay_ms=601), NOT),
    ("P.animation_timing", {"slide": 1, "duration": 500}, moved(), NOT),
    ("P.animation_timing", {"slide": 1, "text": "正文"}, moved(), NOT),
    ("P.animation_effect", {"slide": 1, "preset": 10, "category": "entr"}, moved(), MET),
    ("P.animation_effect", {"slide": 1, "preset": 10, "category": "exit"}, moved(), NOT),
    ("P.animation_effect", {"slide": 1, "preset": 2}, moved(), NOT),
    ("P.animation_effect", {"slide": 1, "preset": 10}, moved(preset=None, effect="ooo-entrance-fade-in"), MET),
    ("P.animation_order", {"slide": 1, "texts": ["标题"]}, moved(), MET),
    ("P.animation_order", {"slide": 1, "texts": ["正文", "标题"]}, moved(), NOT),
    ("P.no_animations", {}, moved(), NOT),
    ("P.slide_size", {"value": "4:3"}, slides([], width_pt=pt(720), height_pt=pt(540)), MET),
    ("P.slide_size", {"value": "16:9"}, slides([], width_pt=pt(720), height_pt=pt(540)), NOT),
    ("P.slide_size", {"value": "5:4"}, slides([], width_pt=pt(720), height_pt=pt(540)), UNKNOWN),
    ("P.theme", {"name": "环 保"}, one(theme="环保"), MET),
    ("P.theme", {"name": "环保"}, one(theme="电路"), NOT),
    ("P.theme", {}, one(theme="Office Theme"), NOT),
    ("P.section", {"name": "第一节"}, slides([], sections=(SlideSection("第一节", (2,)),)), MET),
    ("P.section", {"name": "第一节", "slide": 1}, slides([], sections=(SlideSection("第一节", (2,)),)), NOT),
    ("P.section", {"name": "第一节", "slide": 1}, slides([], sections=(SlideSection("第一节"),)), NOT),
    ("P.show", {"kind": "kiosk"}, slides([], show=ShowSettings("browse")), NOT),
    ("P.show", {"loop": False}, slides([], show=ShowSettings(loop=True)), NOT),
    ("P.show", {"first": 1, "last": 3}, slides([], [], []), MET),
    ("P.show", {"first": 2}, slides([], [], []), NOT),
    ("P.show", {"last": 2}, slides([], [], [], show=ShowSettings(slides=(1, 2))), MET),
    ("P.comment", {}, one(comments=(SlideComment("请核对"),)), MET),
    ("P.comment", {"text": "修改"}, one(comments=(SlideComment("请核对"),)), NOT),
    ("P.footer", {}, slides({"layout_kind": "title"}, {"shapes": (place("ftr", "校报"),)}), MET),
    ("P.footer", {"slide": 1}, slides({"layout_kind": "title"}, {"shapes": (place("ftr", "校报"),)}), NOT),
    ("P.footer", {}, one(place("ftr", " ")), NOT),
    ("P.footer", {"text": "校报"}, one(msgspec.structs.replace(place("ftr", "校报"), hidden=True)), NOT),
    ("P.placeholder_text", {"slide": 1, "text": "甲", "place": "subtitle"}, one(place("subTitle", "甲")), MET),
    ("P.placeholder_text", {"slide": 1, "text": "甲", "place": "title"}, one(place("subTitle", "甲")), NOT),
    ("P.position", {"slide": 1, "picture": 2, "left": "1cm"}, one(Shape(ShapeKind.PICTURE), Shape(
        ShapeKind.PICTURE, placement=Placement(left_pt=cm(1)))), MET),
    ("P.position", {"slide": 1, "picture": 1, "left": "1cm"}, one(Shape(ShapeKind.PICTURE), Shape(
        ShapeKind.PICTURE, placement=Placement(left_pt=cm(1)))), NOT),
    ("P.position", {"slide": 1, "picture": 3, "left": "1cm"}, one(Shape(ShapeKind.PICTURE)), NOT),
    ("P.text_direction", {"slide": 1, "text": "甲", "value": "horizontal"}, one(box("甲", text_vertical="horz")), MET),
    ("P.text_direction", {"slide": 1, "text": "甲", "value": "horizontal"}, one(box("甲", text_vertical="vert")), NOT),
    ("P.master", {"text": "校报", "layout": "封面"}, slides([], layouts=(Layout("封面", shapes=(box("校报"),)),)), MET),
    ("P.master", {"text": "校报", "layout": "正文"}, slides([], layouts=(Layout("封面", shapes=(box("校报"),)),)), NOT),
    ("P.master", {"text": "校报"}, slides([], layouts=(Layout("封面", shapes=(box("校报"),)),)), NOT),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "work", "expected"), CASES)
def test_every_word_of_a_rubric_decides_something(kind, parameters, work, expected):
    finding = look(kind, work, TARGETS, **parameters)
    assert finding.verdict is expected, finding.sentence


def test_a_slide_is_found_by_its_title_and_of_several_by_its_number():
    twice = titled("目录", "正文", "正文")
    assert look("P.text_present", titled("目录", "新", "正文"), slide=2, titled="正文", text="正文").verdict is MET
    assert look("P.slide_title", twice, slide=3, titled="正文", text="正文").place == "第 3 张幻灯片"
    assert look("P.slide_title", twice, slide=1, titled="正文", text="正文").verdict is NOT
    assert look("P.slide_title", twice, slide=9, titled="没有", text="正文").verdict is NOT


@pytest.mark.parametrize(
    ("now", "expected", "said"),
    [
        (titled("目录", "结束"), MET, "已删除"),
        (titled("目录", "正文", "结束"), NOT, "还在"),
        (titled("目录"), NOT, "删除得过多"),
        (slides([place("title", "目录")], [place("title", "")], [place("title", "结束")]), NOT, "只清空了内容"),
        (titled("目录", "新页", "结束"), MET, "已删除"),
    ],
)
def test_a_slide_is_deleted_when_it_is_gone_and_the_others_are_not(now, expected, said):
    finding = look("P.slide_deleted", now, TARGETS, text="正文")
    assert (finding.verdict, said in finding.sentence) == (expected, True)


@pytest.mark.parametrize(
    ("now", "parameters", "expected"),
    [
        (titled("目录", "新页", "正文", "结束"), {"slide": 2, "title": "新页"}, MET),
        (titled("目录", "新页", "正文", "结束"), {"slide": 3, "title": "新页"}, NOT),
        (titled("目录", "新页", "正文", "结束"), {"slide": 2, "count": 4}, MET),
        (titled("目录", "新页", "正文", "结束"), {"slide": 2, "count": 5}, NOT),
        (titled("目录", "新页", "结束"), {"slide": 2, "title": "新页"}, NOT),
    ],
)
def test_a_slide_is_new_when_there_are_more_than_there_were(now, parameters, expected):
    assert look("P.slide_inserted", now, TARGETS, **parameters).verdict is expected


@pytest.mark.parametrize(
    ("kind", "parameters", "work", "observed"),
    [
        ("P.placeholder_text", {"slide": 1, "text": "甲"}, one(place("body", "甲乙")), "甲乙"),
        ("P.placeholder_text", {"slide": 1, "text": "甲"}, one(place("body", "乙"), box("甲")), "文字在占位符之外"),
        ("P.placeholder_text", {"slide": 1, "text": "甲"}, one(place("body", "乙")), "乙"),
        ("P.table", {"slide": 1, "rows": 1, "columns": 1}, one(box("甲")), "没有表格"),
        ("P.table", {"slide": 1, "rows": 1, "columns": 1}, one(TABLE), "2 行 2 列"),
        ("P.transition", {"slide": 1}, comes_in(Transition("fade")), "淡出"),
        ("P.transition", {"slide": 1}, comes_in(None), "没有切换效果"),
        ("P.transition_timing", {"on_click": True}, comes_in(Transition("fade")), "单击时"),
        ("P.transition_timing", {"sound": True}, comes_in(Transition("fade")), "单击时、没有声音"),
        ("P.transition_timing", {"sound": True}, comes_in(Transition("fade", sound="a")), "单击时、有声音"),
        ("P.transition_timing", {"after": 3000}, comes_in(Transition("fade", after_ms=2000)), "自动换片，2 秒之后"),
        ("P.animation", {"slide": 1, "text": "正文"}, moved(), "“标题”进入"),
        ("P.animation", {"slide": 1}, one(box("标题")), "没有动画"),
        ("P.theme", {}, one(theme="环保"), "环保"),
        ("P.theme", {"name": "环保"}, one(), "没有"),
        ("P.text_direction", {"slide": 1, "text": "甲"}, one(box("甲")), "横排"),
        ("P.level", {"slide": 1, "text": "甲", "level": 2}, one(place("body", "甲", level=2)), "第 3 级"),
        ("P.slide_number", {}, one(box("甲")), "没有显示"),
        ("P.button", {"target": "first"}, one(box("", geometry="actionButtonHome")), "按钮没有动作"),
        ("P.background", {}, ground(Fill(FillKind.GRADIENT)), "渐变"),
    ],
)  # fmt: skip
def test_what_is_there_is_called_by_its_name(kind, parameters, work, observed):
    assert look(kind, work, **parameters).observed == observed


def test_a_shape_without_text_is_known_by_its_name():
    logo = Shape(ShapeKind.PICTURE, picture=Picture(), id="2", name="校徽")
    work = one(logo, animations=(Animation(shape="2", category="entr", trigger="afterEffect"),))
    calls: list[tuple[str, dict[str, Any]]] = [("P.animation", {}), ("P.animation_timing", {"trigger": "afterEffect"})]
    for kind, more in calls:
        assert look(kind, work, slide=1, text="校徽", **more).verdict is MET
        assert look(kind, work, slide=1, text="班徽", **more).verdict is NOT
    assert look("P.animation_order", work, slide=1, texts=["校徽"]).verdict is MET

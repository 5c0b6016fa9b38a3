"""The presentation task: what is handed out, and the answer of a perfect candidate."""

from __future__ import annotations

from typing import Any

from bridge import POWERPOINT
from com.sun.star.awt import Point, Size
from com.sun.star.drawing.FillStyle import SOLID
from com.sun.star.lang import Locale
from office_task import Do, OfficeTask

BOLD = 150.0
TITLE_SLIDE, TITLE_AND_BODY = 0, 1
FADE, OVER_COLOUR = 37, 101
SLIDES = [
    (TITLE_SLIDE, "垃圾分类从我做起", "主题班会"),
    (TITLE_AND_BODY, "为什么要分类", "减少污染，保护环境\n变废为宝，节约资源\n养成良好的生活习惯"),
    (
        TITLE_AND_BODY,
        "四类垃圾",
        "可回收勿：废纸、塑料瓶\n厨余垃圾：菜叶、果皮\n有害垃圾：废电池、过期药品\n其他垃圾：纸巾、陶瓷碎片",
    ),
]
PROMISE = "垃圾不落地，校园更美丽\n认真看标志，投放不出错"


def begin_meeting(document: Any) -> None:
    """Write the three slides."""
    for number, (layout, title, body) in enumerate(SLIDES):
        _write(_slide(document, number), layout, title, body)


def answer_meeting(document: Any, do: Do, graphic: Any) -> None:
    """Finish the slides as asked."""
    pages = document.DrawPages
    first, second = pages.getByIndex(0), pages.getByIndex(1)
    title, body = _all_text(first.getByIndex(0)), _all_text(second.getByIndex(1))
    if do("p01"):
        title.CharHeight = title.CharHeightAsian = 54.0
    if do("p02"):
        title.CharWeight = title.CharWeightAsian = BOLD
    if do("p03"):
        title.CharColor = 0x00B050
    if do("p04"):
        first.getByIndex(1).String = "主讲人：李明"
    if do("p05"):
        _set_background(document, first, 0xFFF2CC)
    if do("p06"):
        body.CharHeight = body.CharHeightAsian = 28.0
    if do("p07"):
        _insert_picture(document, second, graphic)
    if do("p08"):
        _replace(document, "可回收勿", "可回收物")
    fourth = pages.insertNewByIndex(2)
    _write(fourth, TITLE_AND_BODY, "我们的约定" if do("p09") else "约定", PROMISE if do("p10") else "")
    if do("p11"):
        for number in range(pages.Count):
            page = pages.getByIndex(number)
            page.TransitionType, page.TransitionSubtype = FADE, OVER_COLOUR
            page.TransitionDuration = 1.0


def _set_background(document: Any, page: Any, colour: int) -> None:
    background = document.createInstance("com.sun.star.drawing.Background")
    background.FillStyle = SOLID
    background.FillColor = colour
    page.Background = background


def _all_text(shape: Any) -> Any:
    """Pick the text of a shape, because letters that were read from a file carry their own formatting."""
    cursor = shape.createTextCursor()
    cursor.gotoStart(False)
    cursor.gotoEnd(True)
    return cursor


def _slide(document: Any, number: int) -> Any:
    pages = document.DrawPages
    return pages.getByIndex(number) if number < pages.Count else pages.insertNewByIndex(number - 1)


def _write(page: Any, layout: int, title: str, body: str) -> None:
    page.Layout = layout
    for shape, words in zip((page.getByIndex(0), page.getByIndex(1)), (title, body), strict=True):
        shape.String = words
        shape.CharLocaleAsian = Locale("zh", "CN", "")
        shape.CharFontNameAsian = "宋体"


def _insert_picture(document: Any, page: Any, graphic: Any) -> None:
    picture = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    page.add(picture)
    picture.Graphic = graphic
    picture.setSize(Size(8000, 5000))
    picture.setPosition(Point(18000, 9500))


def _replace(document: Any, old: str, new: str) -> None:
    for number in range(document.DrawPages.Count):
        page = document.DrawPages.getByIndex(number)
        replace = page.createReplaceDescriptor()
        replace.SearchString, replace.ReplaceString = old, new
        page.replaceAll(replace)


TASKS = (OfficeTask("PP-01", "班会.pptx", "simpress", POWERPOINT, 11, begin_meeting, answer_meeting, "分类标志.png"),)

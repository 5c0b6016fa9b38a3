"""The presentation task: what is handed out, and the answer of a perfect candidate."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from bridge import POWERPOINT, Office
from com.sun.star.awt import Point, Size
from com.sun.star.drawing.FillStyle import SOLID
from com.sun.star.lang import Locale

BOLD = 150.0
TITLE_SLIDE, TITLE_AND_BODY = 0, 1
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


def make(office: Office, folder: Path, pictures: Path) -> None:
    """Make starter and model."""
    task = folder / "PP-01"
    starter = task / "starter" / "班会.pptx"
    with office.new("simpress", starter, POWERPOINT) as document:
        for number, (layout, title, body) in enumerate(SLIDES):
            _write(_slide(document, number), layout, title, body)
    for part in ("starter", "model"):
        (task / part).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pictures / "分类标志.png", task / part / "分类标志.png")
    with office.edit(starter, task / "model" / "班会.pptx", POWERPOINT) as document:
        _answer(document, office.graphic(pictures / "分类标志.png"))


def _answer(document: Any, graphic: Any) -> None:
    pages = document.DrawPages
    first, second = pages.getByIndex(0), pages.getByIndex(1)
    title = _all_text(first.getByIndex(0))
    title.CharHeight = title.CharHeightAsian = 54.0
    title.CharWeight = title.CharWeightAsian = BOLD
    title.CharColor = 0x00B050
    first.getByIndex(1).String = "主讲人：李明"
    background = document.createInstance("com.sun.star.drawing.Background")
    background.FillStyle = SOLID
    background.FillColor = 0xFFF2CC
    first.Background = background
    body = _all_text(second.getByIndex(1))
    body.CharHeight = body.CharHeightAsian = 28.0
    _insert_picture(document, second, graphic)
    _replace(document, "可回收勿", "可回收物")
    fourth = pages.insertNewByIndex(2)
    _write(fourth, TITLE_AND_BODY, "我们的约定", PROMISE)
    for number in range(pages.Count):
        page = pages.getByIndex(number)
        page.TransitionType, page.TransitionSubtype = 37, 101
        page.TransitionDuration = 1.0


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

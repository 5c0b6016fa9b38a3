"""Rich text on the screen: fields in their places, pictures that can be zoomed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit

from exam_client.ui.look import Look
from exam_client.ui.richtext.view import RichTextView
from itembank.model.richtext import (
    Cell,
    CodeBlock,
    Image,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
    text_paragraph,
)
from tests.exam_client.ui.sample_paper import MEDIA, PICTURE, sha

LONG = "在电子表格中，求单元格的平均值可以输入公式，结果保留一位小数时应设置数字格式。" * 3


class Field(QLineEdit):
    def sizeHint(self) -> QSize:
        return QSize(120, 34)


def media(sha256: str) -> bytes:
    return MEDIA.get(sha256, b"")


def show(look: Look, qtbot, *blocks, fields=None, width: int = 500) -> RichTextView:
    view = RichTextView(look, media, blocks, fields)
    qtbot.addWidget(view)
    view.resize(width, view.height())
    view.show()
    qtbot.waitExposed(view)
    return view


def test_a_view_is_as_high_as_its_text_and_breaks_it(look, qtbot):
    wide = show(look, qtbot, text_paragraph(LONG), width=900).height()
    narrow = show(look, qtbot, text_paragraph(LONG), width=300).height()
    assert narrow > wide


@pytest.mark.parametrize("width", [260, 400, 800])
def test_fields_stand_inside_the_view_and_never_on_each_other(look, qtbot, width):
    fields = {name: Field() for name in ("A", "B", "C", "D")}
    blocks = (
        Paragraph(inlines=(Slot(response="A"), Text(text=LONG), Slot(response="B"), Text(text="。"))),
        Table(rows=(Row(cells=(Cell(inlines=(Text(text="姓名"),)), Cell(inlines=(Slot(response="C"),)))),)),
        ItemList(entries=((Text(text="第一项"),), (Text(text="第二项"), Slot(response="D")))),
    )
    view = show(look, qtbot, *blocks, fields=fields, width=width)
    rects = [field.geometry() for field in fields.values()]
    for field, rect in zip(fields.values(), rects, strict=True):
        assert field.isVisible()
        assert view.viewport().rect().contains(rect), (rect, view.viewport().rect())
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[i + 1 :])


def test_a_picture_can_be_asked_for_larger(look, qtbot):
    image = Image(media=sha(PICTURE), alt="连接图")
    view = show(look, qtbot, Paragraph(inlines=(image,)))
    assert view._zoomers[0].isVisible()
    assert view._zoomers[0].accessibleName() == "放大图片：连接图"
    with qtbot.waitSignal(view.pictureWanted) as wanted:
        view._zoomers[0].click()
    assert wanted.args == [image]


def test_a_picture_is_never_wider_than_its_view(look, qtbot):
    view = show(look, qtbot, Paragraph(inlines=(Image(media=sha(PICTURE)),)), width=300)
    assert view.document().idealWidth() <= 300


def test_a_missing_picture_shows_its_words(look, qtbot):
    view = show(look, qtbot, Paragraph(inlines=(Image(media="0" * 64, alt="电路图"),)))
    assert "电路图" in view.toPlainText()


def test_everything_is_read_aloud_as_plain_words(look, qtbot):
    view = show(look, qtbot, text_paragraph("第一段"), CodeBlock(text="x = 1", language="python"))
    assert view.accessibleName() == "第一段\nx = 1"


def test_zoom_makes_the_text_larger(look, qtbot):
    view = show(look, qtbot, text_paragraph("一行字"))
    before = view.height()
    look.choose_zoom(200)
    assert view.height() > 1.6 * before


def test_marks_are_kept(look, qtbot):
    view = show(look, qtbot, Paragraph(inlines=(Text(text="H"), Text(text="2", marks=(Mark.SUBSCRIPT,)))))
    cursor = view.textCursor()
    cursor.setPosition(2)
    alignment = cursor.charFormat().verticalAlignment()
    assert alignment is cursor.charFormat().VerticalAlignment.AlignSubScript

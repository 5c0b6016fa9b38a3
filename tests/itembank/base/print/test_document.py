from __future__ import annotations

import io

import pytest
from PIL import Image

from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.marks import Box, Line, Page, Picture, PrintError, Text
from tests.itembank.base.print.reading import page_picture, page_texts, title_and_language


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 60), "#c02020").save(buffer, kind)
    return buffer.getvalue()


def page(*marks: Text | Line | Box | Picture) -> Page:
    return Page(200, 300, marks)


def test_the_same_pages_give_the_same_bytes():
    pages = (
        page(Text(10, 20, "中文 ABC", 12), Line(0, 30, 50, 30), Picture(0, 40, 20, 20, picture("PNG"))),
        page(Box(0, 0, 10, 10, fill="#000000", radius=2)),
    )
    first, second = (write_pdf([Leaf("甲", pages)], title="题", author="人") for _ in range(2))
    assert first == second


def test_title_and_language_are_told_to_the_reader():
    pdf = write_pdf([Leaf("甲", (page(),))], title="成绩报告单", author="考试院")
    assert title_and_language(pdf) == ("成绩报告单", True)


def test_pages_keep_their_order():
    leaves = [Leaf(str(number), (page(Text(10, 20, f"第{number}页", 10)),)) for number in range(3)]
    assert page_texts(write_pdf(leaves, title="题", author="人")) == ["第0页", "第1页", "第2页"]


def test_nothing_to_print_is_said():
    with pytest.raises(PrintError, match="没有可打印的内容"):
        write_pdf([], title="题", author="人")


def test_a_broken_photo_is_said():
    with pytest.raises(PrintError, match="照片"):
        write_pdf([Leaf("甲", (page(Picture(0, 0, 10, 10, b"no picture")),))], title="题", author="人")


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    Image.new("1", (8000, 6000)).save(buffer, "PNG")
    with pytest.raises(PrintError, match="8000 × 6000"):
        write_pdf([Leaf("甲", (page(Picture(0, 0, 10, 10, buffer.getvalue())),))], title="题", author="人")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photo_is_drawn_in_its_frame_without_distortion(kind: str):
    frame = Picture(50, 100, 100, 100, picture(kind))
    shown = page_picture(write_pdf([Leaf("甲", (page(frame),))], title="题", author="人"), 0, 1)
    red, green, blue = shown.getpixel((100, 150))  # type: ignore[misc]
    assert (red > 150, green < 80, blue < 80) == (True, True, True)
    assert shown.getpixel((60, 150)) == (255, 255, 255)

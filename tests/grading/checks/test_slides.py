"""P checks: met, part, not met, and their traps."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest

from tests.grading.checks.office_work import MET, NOT, PARTLY, UNKNOWN, look, verdict
from tests.grading.office.builders import placeholder, png, pptx, zip_of


def line(text: str, run: str = "", properties: str = "") -> str:
    return f"<a:p><a:pPr {properties}/><a:r><a:rPr {run}/><a:t>{text}</a:t></a:r></a:p>"


def rich(text: str, inner: str, run: str = "") -> str:
    return f"<a:p><a:r><a:rPr {run}>{inner}</a:rPr><a:t>{text}</a:t></a:r></a:p>"


def box(paragraphs: str, identity: int = 9) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="box"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )


PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="7" name="p"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
    '<p:blipFill><a:blip r:embed="i"/></p:blipFill><p:spPr/></p:pic>'
)
TABLE = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="8" name="t"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblGrid>'
    '<a:gridCol w="1"/><a:gridCol w="1"/></a:tblGrid><a:tr h="1"><a:tc><a:txBody><a:p><a:r><a:t>甲</a:t></a:r></a:p>'
    "</a:txBody></a:tc><a:tc/></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)
TITLE = placeholder("title", rich("垃圾分类 从我做起", '<a:solidFill><a:srgbClr val="00B050"/></a:solidFill>'
    '<a:latin typeface="Arial"/><a:ea typeface="黑体"/>', 'sz="5400" b="1"'))  # fmt: skip
BODY = placeholder(
    "body",
    line("减少污染", 'sz="2800" u="sng"', 'algn="ctr"')
    + line("变废为宝 ABC", 'sz="2800" i="1"')
    + line("第三点", 'sz="1800"'),
    index=1,
    identity=3,
)
SHOW = pptx(
    TITLE + BODY + PICTURE + TABLE,
    links={"i": ("image", "../media/a.png")},
    parts={"ppt/media/a.png": png()},
    after_tree="<p:transition><p:fade/></p:transition>",
    more_slides=(
        placeholder("title", line("四类垃圾")) + box(line("可回收物") + rich("Green", '<a:latin typeface="Arial"/>')),
        box(line("我们的约定")) + box(line("减少污染"), 5),
    ),
)


@pytest.mark.parametrize(
    ("kind", "parameters", "expected"),
    [
        ("P.opens", {}, MET),
        ("P.slide_count", {"value": 3}, MET),
        ("P.slide_count", {"value": 4}, NOT),
        ("P.slide_count", {"at_least": 3}, MET),
        ("P.slide_count", {}, UNKNOWN),
        ("P.slide_order", {"titles": ["垃圾分类从我做起", "四类垃圾"]}, MET),
        ("P.slide_order", {"titles": ["四类垃圾", "垃圾分类从我做起"]}, NOT),
        ("P.slide_title", {"slide": 1, "text": "垃圾分类从我做起"}, MET),
        ("P.slide_title", {"slide": 2, "text": "五类垃圾"}, NOT),
        ("P.slide_title", {"slide": 3, "text": "我们的约定"}, NOT),
        ("P.slide_title", {"slide": 9, "text": "我们的约定"}, NOT),
        ("P.text_present", {"text": "可回收物"}, MET),
        ("P.text_present", {"slide": 2, "text": "可回收物"}, MET),
        ("P.text_present", {"slide": 1, "text": "可回收物"}, NOT),
        ("P.text_present", {"text": ""}, UNKNOWN),
        ("P.text_absent", {"text": "可回收勿"}, MET),
        ("P.text_absent", {"slide": 2, "text": "可回收物"}, NOT),
        ("P.layout", {"slide": 1, "type": "obj"}, MET),
        ("P.layout", {"slide": 1, "name": "标题和内容"}, MET),
        ("P.layout", {"slide": 1, "name": "两栏内容"}, NOT),
        ("P.layout", {"slide": 1}, UNKNOWN),
        ("P.font_size", {"slide": 1, "text": "垃圾分类从我做起", "size": "54pt"}, MET),
        ("P.font_size", {"slide": 1, "text": "减少污染\n变废为宝", "size": "28"}, MET),
        ("P.font_size", {"slide": 1, "text": "第三点", "size": "28"}, NOT),
        ("P.font_size", {"slide": 1, "text": "没有的字", "size": "28"}, NOT),
        ("P.font_size", {"text": "可回收物", "size": "18pt"}, MET),
        ("P.font_size", {"text": "减少污染", "size": "18pt"}, UNKNOWN),
        ("P.font_size", {"slide": 1, "text": "可回收物", "size": "18pt"}, MET),
        ("P.font_east_asian", {"slide": 1, "text": "垃圾分类", "font": "SimHei"}, MET),
        ("P.font_east_asian", {"slide": 1, "text": "垃圾分类", "font": "宋体"}, NOT),
        ("P.font_latin", {"slide": 2, "text": "Green", "font": "Arial"}, MET),
        ("P.font_latin", {"slide": 1, "text": "ABC", "font": "Arial"}, NOT),
        ("P.bold", {"slide": 1, "text": "垃圾分类"}, MET),
        ("P.bold", {"slide": 1, "text": "减少污染"}, NOT),
        ("P.italic", {"slide": 1, "text": "变废为宝"}, MET),
        ("P.underline", {"slide": 1, "text": "减少污染", "style": "single"}, MET),
        ("P.underline", {"slide": 1, "text": "第三点"}, NOT),
        ("P.colour", {"slide": 1, "text": "从我做起", "colour": "00B050"}, MET),
        ("P.colour", {"slide": 1, "text": "从我做起", "colour": "红色"}, NOT),
        ("P.alignment", {"slide": 1, "text": "减少污染", "value": "center"}, MET),
        ("P.alignment", {"slide": 1, "text": "第三点", "value": "center"}, NOT),
        ("P.alignment", {"slide": 1, "text": "第三点", "value": "middle"}, UNKNOWN),
        ("P.bulleted", {"slide": 2, "text": "可回收物"}, NOT),
        ("P.picture", {"slide": 1}, MET),
        ("P.picture", {"slide": 2}, NOT),
        ("P.table", {"slide": 1, "rows": 1, "columns": 2}, MET),
        ("P.table", {"slide": 1, "rows": 2, "columns": 2}, NOT),
        ("P.table", {"slide": 2, "rows": 1, "columns": 2}, NOT),
        ("P.transition", {"slide": 1}, MET),
        ("P.transition", {"slide": 1, "effect": "push"}, NOT),
        ("P.transition", {"slide": 2}, NOT),
        ("P.transition", {}, PARTLY),
        ("P.background", {"slide": 1}, NOT),
        ("P.animation", {"slide": 1}, NOT),
        ("P.hidden", {"slide": 1}, NOT),
        ("P.hyperlink", {"slide": 1, "text": "减少"}, NOT),
        ("P.notes", {"slide": 1, "text": "提醒"}, NOT),
        ("P.slide_size", {"value": "4:3"}, MET),
        ("P.slide_size", {"value": "16:9"}, NOT),
        ("P.slide_size", {"value": "wide"}, UNKNOWN),
    ],
)
def test_one_property_of_a_show(kind, parameters, expected):
    assert verdict(kind, SHOW, **parameters) is expected


def test_a_title_typed_into_a_text_box_is_named():
    assert "占位符" in look("P.slide_title", SHOW, slide=3, text="我们的约定").sentence


def test_all_text_of_a_slide_gives_a_share():
    assert look("P.font_size", SHOW, slide=1, text="变废为宝\n第三点", size="28").share == Fraction(4, 7)


GRADIENT = (
    '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs><a:gs pos="100000">'
    '<a:srgbClr val="00B050"/></a:gs></a:gsLst></a:gradFill>'
)


def with_background(fill: str) -> bytes:
    data = f"<p:bg><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
    slide = pptx(TITLE)
    return replace_in(slide, "ppt/slides/slide1.xml", "<p:spTree>", data + "<p:spTree>")


def replace_in(data: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return zip_of(parts)


@pytest.mark.parametrize(
    ("fill", "parameters", "expected"),
    [
        ('<a:solidFill><a:srgbClr val="FFF2CC"/></a:solidFill>', {"slide": 1}, MET),
        ('<a:solidFill><a:srgbClr val="FFF2CC"/></a:solidFill>', {"slide": 1, "colour": "FFF2CC"}, MET),
        ('<a:solidFill><a:srgbClr val="FFF2CC"/></a:solidFill>', {"slide": 1, "colour": "00B050"}, NOT),
        ('<a:solidFill><a:srgbClr val="FFF2CC"/></a:solidFill>', {"kind": "gradient"}, NOT),
        ('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', {"slide": 1}, NOT),
        (
            GRADIENT,
            {"kind": "gradient"},
            MET,
        ),
    ],
)
def test_backgrounds(fill, parameters, expected):
    assert verdict("P.background", with_background(fill), **parameters) is expected


def test_links_on_words_and_shapes_are_found():
    linked = '<a:p><a:r><a:rPr><a:hlinkClick r:id="h"/></a:rPr><a:t>更多</a:t></a:r></a:p>'
    data = pptx(box(linked), links={"h": ("hyperlink", "!https://school.example.com/")})
    assert verdict("P.hyperlink", data, slide=1, text="更多", address="http://school.example.com") is MET
    assert verdict("P.hyperlink", data, slide=1, text="更多") is MET
    assert verdict("P.hyperlink", data, slide=1, text="更多", address="http://x.example.com") is NOT


def test_bullets_and_numbers_of_a_slide():
    marked = '<a:p><a:pPr><a:buChar char="•"/></a:pPr><a:r><a:t>甲</a:t></a:r></a:p>'
    counted = '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>乙</a:t></a:r></a:p>'
    data = pptx(box(marked + counted))
    assert verdict("P.bulleted", data, slide=1, text="甲") is MET
    assert verdict("P.bulleted", data, slide=1, text="乙") is NOT
    assert verdict("P.bulleted", data, slide=1, text="乙", numbered=True) is MET
    assert verdict("P.bulleted", data, slide=1, text="甲\n乙") is PARTLY


def test_an_emptied_show_has_nothing_deleted():
    assert verdict("P.text_absent", pptx(box("<a:p/>")), text="草稿") is NOT

"""Honest ways and tricks in documents that were once judged wrongly."""

from __future__ import annotations

import pytest

from tests.grading.checks.office_work import MET, NOT, document, look, verdict
from tests.grading.office.builders import W, docx, para

NOTE = "（以上内容来自网络，仅供内部讨论，排版前请删除本行。）"
STARTER = document(
    para("饮食与健康"), para("合理的膳食很重要。"), para("膳食要均衡。"), para("多喝水，少吃糖。"), para(NOTE)
)
WATERMARK = (
    '<w:p><w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:textpath string="校园小报"/></v:shape></w:pict></w:r></w:p>'
)


def test_what_the_starter_already_had_of_the_new_word_is_no_work():
    given = {"old": "膳食", "new": "饮食", "count": 3}
    assert look("W.replaced", STARTER, STARTER, **given).share == 0
    done = document(para("饮食与健康"), para("合理的饮食很重要。"), para("饮食要均衡。"))
    assert look("W.replaced", done, STARTER, **given).verdict is MET
    half = document(para("饮食与健康"), para("合理的饮食很重要。"), para("膳食要均衡。"))
    finding = look("W.replaced", half, STARTER, **given)
    assert finding.sentence == "“膳食”还有 1 处，替换成“饮食”的有 1 处，应为 2 处。"


@pytest.mark.parametrize("left", [NOTE[:20], NOTE[14:], NOTE])
def test_a_sentence_of_which_half_is_left_is_not_deleted(left):
    own = [para(text) for text in ("饮食与健康", "合理的膳食很重要。", "膳食要均衡。", "多喝水，少吃糖。")]
    assert look("W.text_absent", document(*own, para(left)), STARTER, text=NOTE).verdict is NOT
    assert look("W.text_absent", document(*own), STARTER, text=NOTE).verdict is MET


@pytest.mark.parametrize(
    ("run", "paragraph", "expected"),
    [
        ("", "", MET),
        ("<w:vanish/>", "", NOT),
        ('<w:color w:val="FFFFFF"/>', "", NOT),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FF0000"/>', "", MET),
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="0070C0"/>', MET),
    ],
)
def test_text_that_nobody_can_see_is_not_there(run, paragraph, expected):
    finding = look("W.text_present", document(para("养成良好习惯", paragraph, run)), text="良好习惯")
    assert finding.verdict is expected
    if expected is NOT:
        assert finding.sentence == "文档中的“良好习惯”被隐藏或设成了白色，看不见。"


def test_the_watermark_of_the_program_itself_is_found_by_its_words():
    data = docx(
        para("正文") + '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>',
        parts={"word/header1.xml": f'<w:hdr xmlns:w="{W}">{WATERMARK}</w:hdr>'},
        links={"h": ("header", "header1.xml")},
    )
    assert verdict("W.watermark", data, text="校园小报") is MET
    assert verdict("W.watermark", data, text="绝密") is NOT


def test_an_indent_of_two_characters_counts_by_the_paragraphs_letters_not_by_a_larger_first_one():
    runs = "".join(
        f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>'
        for size, text in ((64, "晚"), (24, "餐宜清淡"))
    )
    data = document(f'<w:p><w:pPr><w:ind w:firstLine="480"/></w:pPr>{runs}</w:p>')
    assert verdict("W.first_line_indent", data, where={"text": "晚餐"}, value="2char") is MET
    assert verdict("W.first_line_indent", data, where={"text": "晚餐"}, value="4char") is NOT


def test_a_border_that_is_missing_at_some_sides_is_said():
    lines = "".join(f'<w:{side} w:val="single" w:sz="8" w:color="FF0000"/>' for side in ("top", "bottom"))
    data = document(para("正文", f"<w:pBdr>{lines}</w:pBdr>"))
    finding = look("W.paragraph_border", data, where={"index": 1}, style="single", colour="FF0000")
    assert finding.sentence == ("第 1 段的段落边框应为单实线 红色 FF0000，实际为单实线 红色 FF0000（左、右没有边框）。")


def test_a_paragraph_is_named_by_its_number_and_its_first_words():
    finding = look("W.bold", document(para("标题"), para("第二段文字在这里")), where={"text": "第二段"})
    assert finding.place == "第 2 段“第二段文字在这里”"


def test_lengths_are_said_in_the_unit_of_the_task():
    data = document(para("正文"), after='<w:pgMar w:top="1440" w:bottom="1440" w:left="1440" w:right="1440"/>')
    assert look("W.margins", data, top="2cm").sentence == "页面的页边距应为上 2 厘米，实际为上 2.54 厘米。"
    assert look("W.margins", data, top="60pt").sentence == "页面的页边距应为上 60 磅，实际为上 72 磅。"

"""W checks of characters: met, part, not met, and their traps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.grading.checks.office_work import MET, NOT, PARTLY, UNKNOWN, document, look, verdict
from tests.grading.office.builders import para, theme

ALL = {"all": True}


def run(inner: str, text: str = "好字") -> bytes:
    return document(para(text, run=inner))


@pytest.mark.parametrize(
    ("kind", "inner", "parameters", "expected"),
    [
        ("W.font_east_asian", '<w:rFonts w:eastAsia="SimSun"/>', {"font": "宋体"}, MET),
        ("W.font_east_asian", '<w:rFonts w:eastAsia="华文宋体"/>', {"font": "宋体"}, NOT),
        ("W.font_east_asian", '<w:rFonts w:ascii="黑体" w:hAnsi="黑体"/>', {"font": "黑体"}, NOT),
        ("W.font_size", '<w:sz w:val="32"/>', {"size": "三号"}, MET),
        ("W.font_size", '<w:sz w:val="32"/>', {"size": "16pt"}, MET),
        ("W.font_size", '<w:sz w:val="21"/>', {"size": "五号"}, MET),
        ("W.font_size", '<w:sz w:val="30"/>', {"size": "三号"}, NOT),
        ("W.font_size", '<w:sz w:val="30"/>', {"size": "特大"}, UNKNOWN),
        ("W.bold", "<w:b/>", {}, MET),
        ("W.bold", '<w:b w:val="0"/>', {}, NOT),
        ("W.bold", "", {"value": False}, MET),
        ("W.italic", "<w:i/>", {}, MET),
        ("W.italic", "", {}, NOT),
        ("W.underline", '<w:u w:val="single"/>', {}, MET),
        ("W.underline", '<w:u w:val="double"/>', {}, NOT),
        ("W.underline", '<w:u w:val="wave"/>', {"style": "any"}, MET),
        ("W.underline", '<w:u w:val="none"/>', {"style": "any"}, NOT),
        ("W.strike", "<w:strike/>", {}, MET),
        ("W.strike", "", {}, NOT),
        ("W.emphasis_dot", '<w:em w:val="dot"/>', {}, MET),
        ("W.emphasis_dot", "", {}, NOT),
        ("W.colour", '<w:color w:val="FF0000"/>', {"colour": "红色"}, MET),
        ("W.colour", '<w:color w:val="FA0508"/>', {"colour": "FF0000"}, MET),
        ("W.colour", '<w:color w:val="C00000"/>', {"colour": "FF0000"}, NOT),
        ("W.colour", '<w:color w:val="auto"/>', {"colour": "000000"}, MET),
        ("W.colour", "", {"colour": "大红"}, UNKNOWN),
        ("W.highlight", '<w:highlight w:val="yellow"/>', {"colour": "yellow"}, MET),
        ("W.highlight", '<w:highlight w:val="yellow"/>', {"colour": "黄色"}, MET),
        ("W.highlight", '<w:shd w:val="clear" w:fill="FFFF00"/>', {"colour": "yellow"}, MET),
        ("W.highlight", '<w:highlight w:val="green"/>', {"colour": "yellow"}, NOT),
        ("W.highlight", "", {"colour": "yellow"}, NOT),
        ("W.spacing", '<w:spacing w:val="40"/>', {"value": "2pt"}, MET),
        ("W.spacing", "", {"value": "2pt"}, NOT),
        ("W.baseline", '<w:vertAlign w:val="superscript"/>', {"value": "superscript"}, MET),
        ("W.baseline", "", {"value": "subscript"}, NOT),
        ("W.baseline", "", {"value": "above"}, UNKNOWN),
    ],
)
def test_one_property_of_characters(kind, inner, parameters, expected):
    assert verdict(kind, run(inner), where=ALL, **parameters) is expected


def test_chinese_and_western_letters_are_looked_at_apart():
    mixed = document(para("春节Spring 2026", run='<w:rFonts w:eastAsia="楷体" w:ascii="Arial" w:hAnsi="Arial"/>'))
    assert verdict("W.font_east_asian", mixed, where=ALL, font="KaiTi") is MET
    assert verdict("W.font_latin", mixed, where=ALL, font="arial") is MET
    assert verdict("W.font_latin", mixed, where=ALL, font="楷体") is NOT


def test_text_without_western_letters_cannot_be_judged_for_their_font():
    assert verdict("W.font_latin", run("", "春节。"), where=ALL, font="Arial") is UNKNOWN


def test_fonts_of_the_theme_count():
    data = document(
        para("春节", run='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'),
        theme=theme(hans="等线"),
        settings='<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )
    assert verdict("W.font_east_asian", data, where=ALL, font="DengXian") is MET


def test_formatting_of_a_style_counts_as_well_as_direct_formatting():
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="甲"/><w:rPr><w:b/></w:rPr></w:style>'
    assert verdict("W.bold", document(para("春节", '<w:pStyle w:val="a"/>'), styles=styles), where=ALL) is MET


def test_part_of_the_characters_gives_part_and_blanks_do_not_count():
    half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲 乙　</w:t></w:r><w:r><w:t>丙丁 </w:t></w:r></w:p>"
    finding = look("W.bold", document(half), where=ALL)
    assert (finding.verdict, finding.share) == (PARTLY, Fraction(1, 2))
    assert "50%" in finding.sentence
    assert verdict("W.bold", document(half), where=ALL, enough="1/2") is MET
    blank = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r><w:r><w:t xml:space='preserve'>  </w:t></w:r></w:p>"
    assert verdict("W.bold", document(blank), where=ALL) is MET


def test_words_are_judged_without_their_neighbours():
    mixed = (
        "<w:p><w:r><w:t>请</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>不打闹</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    )
    assert verdict("W.bold", document(mixed), where={"words": "不打闹"}) is MET
    assert verdict("W.bold", document(mixed), where={"words": "请不打闹"}) is PARTLY


def test_hidden_and_deleted_letters_are_not_looked_at():
    traces = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>"
        '<w:del w:id="1" w:author="x"><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>'
    )
    assert verdict("W.bold", document(traces), where=ALL) is MET


def test_a_finding_says_what_was_seen_what_was_wanted_and_where():
    finding = look("W.font_size", run('<w:sz w:val="24"/>', "科技节通知"), where={"text": "科技节"}, size="三号")
    assert finding.sentence == "第 1 段“科技节通知”的字号应为三号（16 磅），实际为小四（12 磅）。"
    assert (finding.observed, finding.expected, finding.place) == (
        "小四（12 磅）",
        "三号（16 磅）",
        "第 1 段“科技节通知”",
    )


def test_a_file_that_is_no_document_is_not_met():
    assert look("W.bold", b"plain text", where=ALL).verdict is NOT
    assert look("W.bold", b"", where=ALL).verdict is NOT

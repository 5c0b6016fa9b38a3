"""W checks of paragraphs: met, part, not met, and the usual tricks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.grading.checks.office_work import MET, NOT, PARTLY, UNKNOWN, document, look, verdict
from tests.grading.office.builders import para

ALL = {"all": True}
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
ON_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
TWELVE = '<w:sz w:val="24"/>'


def styled(properties: str, text: str = "春节是传统节日。", run: str = TWELVE) -> bytes:
    return document(para(text, properties, run))


@pytest.mark.parametrize(
    ("kind", "properties", "parameters", "expected"),
    [
        ("W.alignment", '<w:jc w:val="center"/>', {"value": "center"}, MET),
        ("W.alignment", "", {"value": "center"}, NOT),
        ("W.alignment", '<w:jc w:val="both"/>', {"value": "justify"}, MET),
        ("W.alignment", '<w:jc w:val="right"/>', {"value": "right"}, MET),
        ("W.alignment", '<w:jc w:val="right"/>', {"value": "middle"}, UNKNOWN),
        ("W.first_line_indent", '<w:ind w:firstLineChars="200" w:firstLine="480"/>', {"value": "2char"}, MET),
        ("W.first_line_indent", '<w:ind w:firstLineChars="200"/>', {"value": "2字符"}, MET),
        ("W.first_line_indent", '<w:ind w:firstLine="480"/>', {"value": "2char"}, MET),
        ("W.first_line_indent", '<w:ind w:firstLine="490"/>', {"value": "2char"}, MET),
        ("W.first_line_indent", '<w:ind w:firstLine="420"/>', {"value": "2char"}, NOT),
        ("W.first_line_indent", '<w:ind w:firstLineChars="0" w:firstLine="480"/>', {"value": "2char"}, MET),
        ("W.first_line_indent", '<w:ind w:left="480"/>', {"value": "2char"}, NOT),
        ("W.first_line_indent", '<w:ind w:hanging="480"/>', {"value": "2char"}, NOT),
        ("W.first_line_indent", '<w:ind w:firstLine="425"/>', {"value": "0.75cm"}, MET),
        ("W.first_line_indent", '<w:ind w:firstLine="425"/>', {"value": "0.85cm"}, NOT),
        ("W.first_line_indent", '<w:ind w:firstLine="425"/>', {"value": "two"}, UNKNOWN),
        ("W.hanging_indent", '<w:ind w:hangingChars="200" w:hanging="480"/>', {"value": "2char"}, MET),
        ("W.hanging_indent", '<w:ind w:firstLine="480"/>', {"value": "2char"}, NOT),
        ("W.indent_left", '<w:ind w:leftChars="200" w:left="480"/>', {"value": "2char"}, MET),
        ("W.indent_left", '<w:ind w:left="567"/>', {"value": "1cm"}, MET),
        ("W.indent_right", '<w:ind w:right="567"/>', {"value": "1cm"}, MET),
        ("W.indent_right", '<w:ind w:left="567"/>', {"value": "1cm"}, NOT),
        ("W.space_before", '<w:spacing w:before="240"/>', {"value": "12pt"}, MET),
        ("W.space_before", '<w:spacing w:before="240"/>', {"value": "1line"}, MET),
        ("W.space_before", '<w:spacing w:beforeLines="50" w:before="156"/>', {"value": "0.5行"}, MET),
        ("W.space_before", '<w:spacing w:before="156"/>', {"value": "0.5line"}, MET),
        ("W.space_before", '<w:spacing w:beforeLines="100" w:before="312"/>', {"value": "0.5line"}, NOT),
        ("W.space_before", '<w:spacing w:beforeAutospacing="1"/>', {"value": "0pt"}, NOT),
        ("W.space_after", '<w:spacing w:after="120"/>', {"value": "6磅"}, MET),
        ("W.space_after", '<w:spacing w:before="120"/>', {"value": "6pt"}, NOT),
        ("W.line_spacing", '<w:spacing w:line="360" w:lineRule="auto"/>', {"value": "1.5"}, MET),
        ("W.line_spacing", '<w:spacing w:line="360" w:lineRule="auto"/>', {"value": "1.5倍"}, MET),
        ("W.line_spacing", '<w:spacing w:line="360" w:lineRule="exact"/>', {"value": "1.5"}, NOT),
        ("W.line_spacing", '<w:spacing w:line="400" w:lineRule="exact"/>', {"value": "20pt"}, MET),
        ("W.line_spacing", '<w:spacing w:line="400" w:lineRule="atLeast"/>', {"value": "20pt"}, NOT),
        ("W.line_spacing", '<w:spacing w:line="400" w:lineRule="atLeast"/>', {"value": "20pt", "any_rule": True}, MET),
        ("W.heading", '<w:outlineLvl w:val="0"/>', {"level": 1}, MET),
        ("W.heading", '<w:outlineLvl w:val="0"/>', {"level": 1, "via": "style"}, NOT),
        ("W.heading", '<w:outlineLvl w:val="1"/>', {"level": 1}, NOT),
        ("W.heading", "", {"level": 1}, NOT),
    ],
)
def test_one_property_of_a_paragraph(kind, properties, parameters, expected):
    assert verdict(kind, styled(properties), where=ALL, **parameters) is expected


def test_centring_by_blanks_fails_and_the_report_says_so():
    finding = look("W.alignment", styled("", "　　　　通知"), where=ALL, value="center")
    assert finding.verdict is NOT
    assert "4 个空白字符" in finding.sentence


@pytest.mark.parametrize("text", ["　　春节到了。", "    春节到了。", "\t春节到了。"])
def test_an_indent_by_blanks_or_a_tab_fails_and_the_report_says_so(text):
    finding = look("W.first_line_indent", styled("", text), where=ALL, value="2char")
    assert finding.verdict is NOT
    assert "空白字符" in finding.sentence


def test_two_characters_follow_the_size_of_the_text():
    wide = '<w:ind w:firstLine="640"/>'
    assert verdict("W.first_line_indent", styled(wide, run='<w:sz w:val="32"/>'), where=ALL, value="2char") is MET
    assert verdict("W.first_line_indent", styled(wide), where=ALL, value="2char") is NOT


def test_a_grid_decides_how_high_a_line_is():
    paragraph = para("春节。", '<w:spacing w:before="360"/>')
    grid = '<w:docGrid w:type="lines" w:linePitch="360"/>'
    assert verdict("W.space_before", document(paragraph, after=grid), where=ALL, value="1line") is MET
    assert verdict("W.space_before", document(paragraph), where=ALL, value="1line") is NOT


def test_some_of_the_paragraphs_give_part():
    data = document(para("一句话。", '<w:jc w:val="center"/>'), para("两句话。"), para("三句话。"))
    finding = look("W.alignment", data, where={"body": True}, value="center")
    assert (finding.verdict, finding.share) == (PARTLY, Fraction(1, 3))


def test_heading_styles_are_known_by_their_names():
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="b"><w:name w:val="大字"/></w:style>'
    )
    styled_one = document(para("一、目的", '<w:pStyle w:val="1"/>'), styles=styles)
    assert verdict("W.heading", styled_one, where=ALL, level=1, via="style") is MET
    assert verdict("W.heading", styled_one, where=ALL, level=2) is NOT
    assert (
        verdict("W.style", document(para("甲", '<w:pStyle w:val="b"/>'), styles=styles), where=ALL, value="大字") is MET
    )
    assert verdict("W.style", styled_one, where=ALL, value="大字") is NOT


def test_real_lists_count_and_typed_marks_do_not():
    numbers = document(para("做眼保健操", ON_LIST), numbering=NUMBERING.format(format="decimal", text="%1."))
    bullets = document(para("做眼保健操", ON_LIST), numbering=NUMBERING.format(format="bullet", text="●"))
    typed = document(para("1. 做眼保健操"))
    assert verdict("W.numbered", numbers, where=ALL) is MET
    assert verdict("W.numbered", numbers, where=ALL, format="decimal") is MET
    assert verdict("W.numbered", numbers, where=ALL, format="upperRoman") is NOT
    assert verdict("W.numbered", bullets, where=ALL) is NOT
    assert verdict("W.bulleted", bullets, where=ALL) is MET
    assert verdict("W.bulleted", bullets, where=ALL, format="●") is MET
    assert verdict("W.bulleted", bullets, where=ALL, format="★") is NOT
    assert verdict("W.bulleted", numbers, where=ALL) is NOT
    assert "手工输入" in look("W.numbered", typed, where=ALL).sentence
    assert "手工输入" in look("W.bulleted", document(para("● 甲")), where=ALL).sentence


def test_a_drop_cap_stands_in_a_frame_before_its_paragraph():
    frame = para("春", '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>')
    data = document(frame, para("节是传统节日。"))
    assert verdict("W.drop_cap", data, where={"text": "节是传统节日。"}, lines=3) is MET
    assert verdict("W.drop_cap", data, where={"text": "节是传统节日。"}) is MET
    assert verdict("W.drop_cap", data, where={"text": "节是传统节日。"}, lines=2) is NOT
    assert verdict("W.drop_cap", document(para("节日。")), where=ALL, lines=2) is NOT

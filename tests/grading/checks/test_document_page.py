"""W checks of the page."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.grading.checks.office_work import MET, NOT, PARTLY, UNKNOWN, document, look, verdict
from tests.grading.office.builders import W, para

A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
TURNED = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
MARGINS = '<w:pgMar w:top="1440" w:bottom="1440" w:left="1701" w:right="1134"/>'


@pytest.mark.parametrize(
    ("kind", "section", "parameters", "expected"),
    [
        ("W.page_size", A4, {"value": "A4"}, MET),
        ("W.page_size", TURNED, {"value": "a4"}, MET),
        ("W.page_size", '<w:pgSz w:w="10433" w:h="14742"/>', {"value": "16K"}, MET),
        ("W.page_size", A4, {"value": "B5"}, NOT),
        ("W.page_size", A4, {"value": "21cm x 29.7cm"}, MET),
        ("W.page_size", A4, {"value": "21cm×29cm"}, NOT),
        ("W.page_size", A4, {"value": "big"}, UNKNOWN),
        ("W.orientation", TURNED, {"value": "landscape"}, MET),
        ("W.orientation", TURNED, {"value": "横向"}, MET),
        ("W.orientation", A4, {"value": "landscape"}, NOT),
        ("W.orientation", A4, {"value": "sideways"}, UNKNOWN),
        ("W.margins", MARGINS, {"left": "3cm", "right": "2cm"}, MET),
        ("W.margins", MARGINS, {"top": "2.54cm"}, MET),
        ("W.margins", MARGINS, {"top": "2.54厘米", "left": "2.54cm"}, PARTLY),
        ("W.margins", MARGINS, {"top": "3cm"}, NOT),
        ("W.margins", MARGINS, {}, UNKNOWN),
        ("W.columns", '<w:cols w:num="2"/>', {"count": 2}, MET),
        ("W.columns", '<w:cols w:num="2"/>', {"count": 2, "line": True}, NOT),
        ("W.columns", '<w:cols w:num="2" w:sep="1"/>', {"count": 2, "line": True}, MET),
        ("W.columns", "", {"count": 2}, NOT),
        ("W.page_border", '<w:pgBorders><w:top w:val="single" w:sz="4"/></w:pgBorders>', {}, MET),
        ("W.page_border", "", {}, NOT),
        ("W.page_background", "", {}, NOT),
    ],
)
def test_one_property_of_the_page(kind, section, parameters, expected):
    assert verdict(kind, document(para("春节。"), after=section), **parameters) is expected


def test_columns_of_one_paragraph_are_those_of_its_section():
    first = para("第一段。", '<w:sectPr><w:type w:val="continuous"/><w:cols w:num="2"/></w:sectPr>')
    data = document(first, para("第二段。"), after='<w:type w:val="continuous"/>')
    assert verdict("W.columns", data, count=2, where={"text": "第一段。"}) is MET
    assert verdict("W.columns", data, count=2, where={"text": "第二段。"}) is NOT
    assert verdict("W.columns", data, count=2) is MET
    assert verdict("W.columns", data, count=1) is PARTLY


def test_sections_share_what_is_asked_of_every_page():
    first = para("第一段。", f"<w:sectPr>{A4}</w:sectPr>")
    finding = look("W.orientation", document(first, para("第二段。"), after=TURNED), value="landscape")
    assert (finding.verdict, finding.share) == (PARTLY, Fraction(1, 2))


def with_edges(header: str = "", footer: str = "", body: str = "正文") -> bytes:
    parts, links, references = {}, {}, ""
    for tag, kind, inner in (("hdr", "header", header), ("ftr", "footer", footer)):
        if inner:
            parts[f"word/{kind}1.xml"] = f'<w:{tag} xmlns:w="{W}">{inner}</w:{tag}>'
            links[kind] = (kind, f"{kind}1.xml")
            references += f'<w:{kind}Reference w:type="default" r:id="{kind}"/>'
    return document(para(body), after=references or A4, parts=parts, links=links)


PAGE = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def test_headers_and_footers():
    data = with_edges(para("实验中学 信息中心"), para("走进海洋馆"))
    assert verdict("W.header_text", data, text="信息中心") is MET
    assert verdict("W.header_text", data, text="信息中心", match="equals") is NOT
    assert verdict("W.header_text", data, text="实验中学信息中心", match="equals") is MET
    assert verdict("W.header_text", data, text="走进海洋馆") is NOT
    assert verdict("W.footer_text", data, text="走进海洋馆") is MET


def test_a_header_typed_into_the_body_fails_and_the_report_says_so():
    finding = look("W.header_text", with_edges(body="实验中学"), text="实验中学")
    assert finding.verdict is NOT
    assert "正文" in finding.sentence


def test_page_numbers_must_count():
    counted = with_edges(footer=PAGE)
    assert verdict("W.page_number", counted) is MET
    assert verdict("W.page_number", counted, edge="footer") is MET
    assert verdict("W.page_number", counted, edge="header") is NOT
    typed = look("W.page_number", with_edges(footer=para("第 1 页")))
    assert typed.verdict is NOT
    assert "手工输入" in typed.sentence
    assert verdict("W.page_number", with_edges()) is NOT


def test_a_page_number_in_a_text_box_of_the_footer_counts():
    box = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
        f"{PAGE}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    assert verdict("W.page_number", with_edges(footer=box), edge="footer") is MET

"""W checks of what a document says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.grading.checks.office_work import MET, NOT, PARTLY, UNKNOWN, document, look, verdict
from tests.grading.office.builders import docx, para

STORY = document(para("校园科技节"), para("纸桥竟赛与编程竞赛"), para("请踊跃报名"))
BOX = (
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
    "<a:graphic><a:graphicData><wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p>"
    "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("kind", "parameters", "expected"),
    [
        ("W.opens", {}, MET),
        ("W.text_present", {"text": "纸桥"}, MET),
        ("W.text_present", {"text": "赛", "at_least": 2}, MET),
        ("W.text_present", {"text": "赛", "at_least": 3}, NOT),
        ("W.text_present", {"text": " "}, UNKNOWN),
        ("W.text_absent", {"text": "草稿"}, MET),
        ("W.text_absent", {"text": "竟赛"}, NOT),
        ("W.replaced", {"old": "科学节", "new": "科技节", "count": 1}, MET),
        ("W.replaced", {"old": "运动会", "new": "艺术节", "count": 1}, NOT),
        ("W.paragraph_order", {"texts": ["校园科技节", "请踊跃"]}, MET),
        ("W.paragraph_order", {"texts": ["请踊跃", "校园科技节"]}, NOT),
        ("W.paragraph_order", {"texts": ["校园科技节", "没有的段"]}, NOT),
        ("W.paragraph_alone", {"texts": ["请踊跃报名"]}, MET),
        ("W.paragraph_alone", {"texts": ["请踊跃"]}, NOT),
    ],
)
def test_what_a_document_says(kind, parameters, expected):
    assert verdict(kind, STORY, **parameters) is expected


def test_half_of_the_replacements_give_half():
    finding = look("W.replaced", STORY, old="竟赛", new="竞赛", count=2)
    assert (finding.verdict, finding.share) == (PARTLY, Fraction(1, 2))


def test_a_new_text_that_holds_the_old_one_is_not_counted_as_left_over():
    data = document(para("电子计算机和电子计算机"))
    assert verdict("W.replaced", data, old="计算机", new="电子计算机", count=2) is MET
    assert (
        verdict("W.replaced", document(para("电子计算机和计算机")), old="计算机", new="电子计算机", count=2) is PARTLY
    )


def test_text_over_several_runs_and_in_boxes_is_found_once():
    split = "<w:p><w:r><w:t>纸</w:t></w:r><w:r><w:t>桥</w:t></w:r></w:p>"
    assert verdict("W.text_present", document(split), text="纸桥") is MET
    assert look("W.text_present", document(BOX), text="框里的字").observed == "1"


def test_emptying_the_document_is_no_deletion():
    assert verdict("W.text_absent", document(para("")), text="草稿") is NOT
    starter = document(*(para(f"第{n}段的内容各不相同") for n in "一二三四"), para("草稿"))
    gutted = document(para("别的"))
    assert look("W.text_absent", gutted, starter, text="草稿").verdict is NOT
    careful = document(*(para(f"第{n}段的内容各不相同") for n in "一二三四"))
    assert look("W.text_absent", careful, starter, text="草稿").verdict is MET


def test_links_are_compared_by_where_they_lead():
    link = '<w:p><w:hyperlink r:id="h"><w:r><w:t>护眼</w:t></w:r><w:r><w:t>专栏</w:t></w:r></w:hyperlink></w:p>'
    data = docx(link, links={"h": ("hyperlink", "!https://Eyes.example.com/")})
    assert verdict("W.hyperlink", data, text="护眼专栏", address="http://eyes.example.com") is MET
    assert verdict("W.hyperlink", data, text="护眼专栏", address="http://other.example.com") is NOT
    assert verdict("W.hyperlink", data, text="别处", address="http://eyes.example.com") is NOT
    assert verdict("W.hyperlink", STORY, text="校园", address="http://eyes.example.com") is NOT

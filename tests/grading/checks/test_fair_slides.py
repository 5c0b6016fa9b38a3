"""Honest ways and tricks in presentations that were once judged wrongly."""

from __future__ import annotations

from tests.grading.checks.office_work import MET, NOT, look, verdict
from tests.grading.checks.test_slides import box, line
from tests.grading.office.builders import placeholder, pptx


def titled(text: str, rest: str = "") -> str:
    return placeholder("title", line(text)) + rest


def show(*slides: str) -> bytes:
    first, *more = slides
    return pptx(first, more_slides=tuple(more))


FOOD = titled("特色美食", box(line("沙茶面", 'b="1"')))
STARTER = show(titled("我的家乡"), titled("多余的一页", box(line("请删除"))), titled("特色美食", box(line("沙茶面"))))


def test_a_slide_is_found_by_its_title_wherever_it_stands():
    kept = show(titled("我的家乡"), titled("多余的一页", box(line("请删除"))), FOOD)
    given = {"slide": 2, "titled": "特色美食", "text": "沙茶面"}
    assert verdict("P.text_present", show(titled("我的家乡"), FOOD), **given) is MET
    assert verdict("P.text_present", kept, **given) is MET
    assert verdict("P.bold", kept, **given) is MET
    assert verdict("P.text_present", kept, slide=2, text="沙茶面") is NOT
    assert verdict("P.alignment", kept, **given, value="center") is NOT
    assert look("P.slide_title", kept, slide=3, titled="特色美食", text="特色美食").place == "第 3 张幻灯片"


def test_a_title_that_two_slides_have_means_the_one_at_the_number():
    two = show(titled("目录", box(line("甲"))), titled("目录", box(line("乙"))))
    assert verdict("P.text_present", two, slide=2, titled="目录", text="乙") is MET
    assert verdict("P.text_present", two, slide=1, titled="目录", text="乙") is NOT


def test_a_slide_that_was_only_emptied_is_not_deleted():
    emptied = show(titled("我的家乡"), placeholder("title", "<a:p/>"), titled("特色美食", box(line("沙茶面"))))
    finding = look("P.slide_deleted", emptied, STARTER, text="多余的一页")
    assert (finding.verdict, finding.sentence) == (NOT, "含有“多余的一页”的幻灯片只清空了内容，没有删除。")
    done = show(titled("我的家乡"), titled("特色美食", box(line("沙茶面"))))
    assert look("P.slide_deleted", done, STARTER, text="多余的一页").verdict is MET


def test_a_link_is_right_when_it_leads_to_the_slide_that_is_meant_wherever_that_stands():
    linked = (
        '<a:p><a:r><a:rPr><a:hlinkClick r:id="h" action="ppaction://hlinksldjump"/></a:rPr><a:t>美食</a:t></a:r></a:p>'
    )
    data = pptx(
        titled("目录", box(linked)),
        links={"h": ("slide", "slide3.xml")},
        more_slides=(titled("地理位置"), titled("特色美食")),
    )
    assert verdict("P.hyperlink", data, slide=1, text="美食", address="#2", leads_to="特色美食") is MET
    finding = look("P.hyperlink", data, slide=1, text="美食", address="#2", leads_to="地理位置")
    assert finding.verdict is NOT
    assert "实际链接到 第 3 张幻灯片“特色美食”" in finding.sentence

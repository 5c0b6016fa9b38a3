from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import zxingcpp

from grading.reports.student import student_leaf, student_pdf
from grading.reports.view import CheckPointResult, PracticalResult, ReportError, Score, Verdict
from itembank.base.print.flow import A4
from itembank.base.print.marks import Text
from tests.grading.reports.sample_reports import HEADING, NAMES, portrait, practical, pupil, score, student
from tests.itembank.base.print.reading import all_text, page_picture, page_texts, title_and_language


def test_a_report_says_who_how_much_and_which_grade():
    (first, *_rest) = page_texts(student_pdf(HEADING, [student()]))
    for expected in (
        "2026年鹭岛市初中学业水平考试",
        "成绩报告单",
        "林思远",
        "035020260117",
        "鹭岛第一中学",
        "86.5 / 100 分",
        "良好",
        "18.5 / 20",
        "92.5%",
        "△ 高于预期",
        "▽ 低于预期",
        "题量少，不作判断",
    ):
        assert expected in first


def test_every_page_names_the_run_and_counts_the_pages():
    pages = page_texts(student_pdf(HEADING, [student()]))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页，共 2 页" in page
        assert "报告编号 2026-IT-000117" in page
        assert "评分批次 R20260701-02" in page
        assert "林思远" in page


def test_check_points_say_what_was_asked_what_was_found_and_why():
    text = all_text(student_pdf(HEADING, [student()])).replace("\r\n", "")
    assert "第 21 题　文字处理：制作《校园运动会通知》" in text.replace(" 　", "　")
    assert "✓ 达到" in text
    assert "◐ 部分达到" in text
    assert "× 未达到" in text
    assert "… 待评" in text
    assert "没有加粗" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_whole_in_the_text(name: str):
    assert name in all_text(student_pdf(HEADING, [student(pupil(name))]))


def test_the_same_report_gives_the_same_bytes():
    first, second = (student_pdf(HEADING, [student(pupil(photo=portrait()))]) for _ in range(2))
    assert first == second


def test_the_printed_code_gives_the_signed_payload_back():
    report = student()
    picture = page_picture(student_pdf(HEADING, [report]), 0, 4)
    assert [code.bytes for code in zxingcpp.read_barcodes(picture)] == [report.verification]


def test_title_and_language_are_set():
    assert title_and_language(student_pdf(HEADING, [student()])) == ("2026年鹭岛市初中学业水平考试 成绩报告单", True)


def test_reports_of_a_class_each_count_their_own_pages():
    pages = page_texts(student_pdf(HEADING, [student(), student(pupil("陈𬱖"), questions=0, tasks=0)]))
    assert ["共 2 页" in page for page in pages] == [True, True, False]
    assert "第 1 页，共 1 页" in pages[2]


def test_a_mark_that_is_not_settled_is_never_shown_as_zero():
    pages = page_texts(student_pdf(HEADING, [replace(student(), total=score(None, 100), grade=None)]))
    assert "待定" in pages[0]
    assert "成绩尚在评定中" in pages[0]
    assert "86.5" not in pages[0]


def test_three_hundred_questions_are_all_listed():
    leaf = student_leaf(student(questions=300))
    shown = [mark.text for page in leaf.pages for mark in page.marks if isinstance(mark, Text)]
    assert all(str(number) in shown for number in range(1, 301))


def test_nothing_leaves_the_margins_even_with_long_texts():
    long = practical()[0].points[1]
    point = CheckPointResult(long.sentence * 9, long.score, Verdict.NOT_MET, "因为" * 900)
    task = PracticalResult("21", "很长的题目" * 20, score(1, 3), (point,) * 4)
    who = replace(pupil("名" * 40), school="学校" * 40, seat="座位" * 20)
    report = replace(student(who, questions=41), practical=(task,), advice=("建议" * 300,))
    for page in student_leaf(report).pages:
        for mark in page.marks:
            if isinstance(mark, Text):
                assert A4.side - 1 <= mark.x <= A4.right
                assert A4.top - 12 <= mark.y <= A4.height - 8


def test_a_report_may_leave_out_parts():
    bare = replace(student(), sections=(), knowledge=(), questions=(), practical=(), advice=(), cuts=())
    text = all_text(student_pdf(HEADING, [replace(bare, measurement_error=None, verification=None)]))
    assert "各部分得分" not in text
    assert "说明：" in text


@pytest.mark.parametrize(("obtained", "possible"), [(-1, 2), (3, 2), (0, -1)])
def test_a_score_outside_its_range_is_refused(obtained: int, possible: int):
    with pytest.raises(ReportError, match="不在 0 至满分"):
        Score(Fraction(obtained), Fraction(possible))

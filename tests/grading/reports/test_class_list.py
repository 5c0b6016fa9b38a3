from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grading.reports.class_figures import class_figures
from grading.reports.class_list import class_leaf, class_list_pdf, sorted_rows
from grading.reports.view import ClassOrder, ClassRow, ReportError, Standing
from itembank.base.print.marks import Text
from tests.grading.reports.sample_reports import HEADING, class_list, score
from tests.itembank.base.print.reading import all_text, page_texts


def row(number: str, total: int | None, standing: Standing = Standing.PRESENT, grade: str = "") -> ClassRow:
    return ClassRow(number, f"考生{number}", (), score(total, 100), grade, standing)


def small_class(*rows: ClassRow):
    return replace(class_list(0), rows=rows)


def test_every_candidate_is_listed_once_by_number():
    text = all_text(class_list_pdf(HEADING, [class_list(48)]))
    assert all(text.count(f"0350202601{number:02d}") == 1 for number in range(1, 49))


def test_leading_zeros_and_rare_names_stay():
    text = all_text(class_list_pdf(HEADING, [class_list(10)]))
    assert "035020260101" in text
    for name in ("陈𬱖", "王𨱏", "𫘧明哲", "阿卜杜热西提·麦麦"):
        assert name in text


def test_pages_carry_head_and_number():
    pages = page_texts(class_list_pdf(HEADING, [class_list(50)]))
    assert len(pages) == 2
    assert all("准考证号" in page for page in pages)
    assert "第 2 页，共 2 页" in pages[1]


def test_an_absent_candidate_has_no_mark_and_does_not_count():
    away = (row("3", None, Standing.ABSENT), row("4", None, Standing.DEFERRED), row("5", None, Standing.EXEMPT))
    figures = class_figures(small_class(row("1", 60), row("2", 80), row("6", None, Standing.PENDING), *away))
    assert (figures.listed, figures.sat, figures.scored, figures.mean) == (6, 3, 2, Fraction(70))
    assert "缺考" in all_text(class_list_pdf(HEADING, [class_list(8)]))


def test_figures_are_exact():
    figures = class_figures(small_class(row("1", 50), row("2", 60), row("3", 85), row("4", 85)))
    assert figures.mean == 70
    assert figures.deviation is not None
    assert abs(figures.deviation**2 - Fraction(950, 4)) < Fraction(1, 10**15)
    assert [figures.lowest, figures.median, figures.highest] == [50, Fraction(145, 2), 85]
    assert [figures.pass_share, figures.excellent_share] == [Fraction(3, 4), Fraction(1, 2)]


def test_a_class_without_results_has_no_figures():
    figures = class_figures(small_class(row("1", None, Standing.PENDING)))
    assert figures.mean is None
    assert figures.pass_share is None
    assert "—" in all_text(class_list_pdf(HEADING, [small_class(row("1", None, Standing.PENDING))]))


def test_by_total_the_best_come_first_and_those_without_a_total_last():
    report = small_class(row("1", None), row("2", 60), row("3", 90), row("4", 60))
    ordered = sorted_rows(replace(report, order=ClassOrder.BY_TOTAL))
    assert [entry.candidate_number for entry in ordered] == ["3", "2", "4", "1"]


def test_many_sections_turn_the_sheet():
    names = tuple(f"第{number}部分" for number in range(1, 8))
    rows = tuple(ClassRow(str(n), "甲", (score(1, 2),) * 7, score(7, 14)) for n in range(3))
    (page,) = class_leaf(replace(class_list(0), section_names=names, rows=rows)).pages
    assert page.width > page.height
    assert all(mark.x < page.width for mark in page.marks if isinstance(mark, Text))


def test_a_row_with_the_wrong_number_of_sections_is_refused():
    with pytest.raises(ReportError, match="大题得分有 1 项，应为 3 项"):
        replace(class_list(0), rows=(ClassRow("1", "甲", (score(1, 2),), score(1, 2)),))


def test_the_same_class_gives_the_same_bytes():
    assert class_list_pdf(HEADING, [class_list()]) == class_list_pdf(HEADING, [class_list()])

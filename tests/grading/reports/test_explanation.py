"""The printed ground of a score: what a cell has no room for follows whole."""

from __future__ import annotations

from fractions import Fraction

from grading.reports.explained import ExplainedItem, ExplainedPart, Explanation
from grading.reports.explanation import explanation_pdf
from grading.reports.view import CheckPointResult, Pupil, Score, Verdict
from tests.itembank.base.print.reading import page_texts

ESSAY = "\n".join(
    f"第{number}段：弱密码容易被猜中，应当使用字母、数字和符号，并且定期更换。" for number in range(1, 121)
)
SCORE = Score(Fraction(3), Fraction(5))


def printed(observed: str, texts: dict[str, list[str]] | None = None) -> list[str]:
    point = CheckPointResult(sentence="短文", score=SCORE, verdict=Verdict.PARTLY_MET, reason="")
    part = ExplainedPart(point=point, observed=observed, expected="说明危险")
    item = ExplainedItem(number=3, item="H1", title="弱密码的危险", score=SCORE, parts=(part,))
    pupil = Pupil(name="林思远", candidate_number="0031001", school="实验中学", class_name="八（1）班", seat="01")
    explained = Explanation(pupil=pupil, problems=(), exam="学业水平考试", total=SCORE, items=(item,), run=("批次 1",))
    return page_texts(explanation_pdf(explained, {}, texts))


def test_an_essay_is_printed_whole_over_as_many_pages_as_it_takes():
    pages = printed(ESSAY)
    text = "".join("".join(pages).split())
    assert len(pages) > 1
    assert f"（共{len(ESSAY)}字，全文见下）" in text
    assert all(f"第{number}段：弱密码" in text for number in (1, 60, 120))


def test_a_short_answer_stays_in_its_cell():
    (page,) = printed("容易被猜中")
    assert "容易被猜中" in page
    assert "全文" not in page


def test_a_file_without_pages_is_printed_line_by_line_as_it_is_indented():
    lines = ["脚本 1", "    当绿旗被点击", "    重复执行 (10) 次", "        移动 (20) 步", "", *["说 [好]"] * 90]
    pages = printed("有", {"第 1 题　小猫散步.sb3": lines})
    assert len(pages) == 3
    assert "小猫散步.sb3" in pages[1]
    places = [pages[1].index(line.strip()) for line in lines[:4]]
    assert places == sorted(places)
    assert sum(page.count("说 [好]") for page in pages) == 90

"""Progress of long work: lines a person can read, not more of them than that."""

from __future__ import annotations

import io

import pytest

from grading.commands.progress import MARKED, ProgressLines, duration_text, progress_line
from itembank.base.i18n import install_language


def test_a_line_names_share_pace_and_time_left():
    line = progress_line(MARKED, 12_300, 50_000, 1640.0)
    assert line == "已评 12,300 / 50,000 人（24.6%），每秒 7.5 人，约剩 1 小时 24 分"


def test_the_last_line_says_how_long_it_took():
    assert (
        progress_line(MARKED, 50_000, 50_000, 800.0)
        == "已评 50,000 / 50,000 人（100.0%），每秒 62.5 人，用时 13 分钟。"
    )


def test_nothing_is_foretold_before_anything_is_done():
    assert progress_line(MARKED, 0, 50_000, 3.0) == "已评 0 / 50,000 人（0.0%）"


def test_a_line_reads_in_english_too():
    install_language("en")
    try:
        assert (
            progress_line(MARKED, 500, 50_000, 50.0)
            == "Marked 500 of 50,000 (1.0%), 10.0 a second, about 1 h 22 min left"
        )
    finally:
        install_language("zh_CN")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, " 0 秒"), (59.4, " 59 秒"), (59.6, " 1 分钟"), (61, " 1 分钟"), (3569, " 59 分钟"), (3599, " 1 小时 0 分")],
)
def test_durations_are_written_as_people_say_them(seconds, text):
    assert duration_text(seconds) == text


def test_short_work_says_nothing_and_long_work_neither_too_much_nor_too_little():
    now = [0.0]
    said = io.StringIO()
    lines = ProgressLines(MARKED, said, lambda: now[0])
    lines.show(1, 1)
    assert said.getvalue() == ""
    for second in range(1, 301):
        now[0] = float(second)
        lines.show(second, 300)
    spoken = said.getvalue().splitlines()
    assert 40 <= len(spoken) <= 60
    assert spoken[-1].startswith("已评 300 / 300 人（100.0%）")

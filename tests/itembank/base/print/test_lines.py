from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itembank.base.print.faces import text_width
from itembank.base.print.lines import NEVER_FIRST, break_lines, clip, fit_size

SIZE = 10.0
TEN_CHARACTERS = 100.0


def test_a_line_never_starts_with_a_closing_mark():
    assert break_lines("一二三四五六七八九十。然后", TEN_CHARACTERS, SIZE) == ("一二三四五六七八九", "十。然后")


def test_a_line_never_ends_with_an_opening_mark():
    assert break_lines("一二三四五六七八九（十）", TEN_CHARACTERS, SIZE) == ("一二三四五六七八九", "（十）")


def test_words_and_numbers_stay_whole():
    first, second, *_rest = break_lines("文件名为 notice.docx 并保存在 D:\\Exam", 80, SIZE)
    assert first == "文件名为"
    assert second.startswith("notice.docx")


def test_a_word_wider_than_the_line_is_broken():
    lines = break_lines("a" * 60, TEN_CHARACTERS, SIZE)
    assert len(lines) > 1
    assert "".join(lines) == "a" * 60


def test_a_newline_always_breaks():
    assert break_lines("一\n\n二", TEN_CHARACTERS, SIZE) == ("一", "", "二")


def test_a_long_name_is_made_smaller_but_not_unreadable():
    name = "阿卜杜热西提·麦麦提图尔荪"
    size = fit_size(name, TEN_CHARACTERS, SIZE, least=5)
    assert 5 < size < SIZE
    assert text_width(name, size) <= TEN_CHARACTERS + 1e-6
    assert fit_size(name * 9, TEN_CHARACTERS, SIZE, least=5) == 5


def test_a_text_that_fits_is_left_alone():
    assert fit_size("一二三", TEN_CHARACTERS, SIZE, least=5) == SIZE
    assert clip("一二三", TEN_CHARACTERS, SIZE) == "一二三"


def test_a_clipped_text_ends_in_an_ellipsis_and_fits():
    clipped = clip("一二三四五六七八九十百千", TEN_CHARACTERS, SIZE)
    assert clipped == "一二三四五六七八九…"
    assert text_width(clipped, SIZE) <= TEN_CHARACTERS


@given(st.text(alphabet="一二三，。（）“”ab1 -\n", max_size=80), st.integers(30, 200))
def test_breaking_loses_nothing_but_spaces_and_keeps_to_the_width(text: str, width: int):
    lines = break_lines(text, width, SIZE)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(text_width(line, SIZE) <= width for line in lines)


@given(st.text(alphabet="一二三四，。", min_size=1, max_size=60))
def test_a_mark_starts_a_line_only_where_a_run_of_marks_is_too_long(text: str):
    for line in break_lines(text, TEN_CHARACTERS, SIZE)[1:]:
        assert line[0] not in NEVER_FIRST or all(mark in NEVER_FIRST for mark in line[:9])

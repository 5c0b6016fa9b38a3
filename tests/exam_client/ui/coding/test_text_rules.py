"""Colours, brackets, indents and comments of programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.ui.coding.brackets import matching_bracket
from exam_client.ui.coding.indenting import dedented, indent_after, toggled_comment
from exam_client.ui.coding.lexer import Kind, Open, scan, scan_all


def kinds(line: str, before: Open = Open.NOTHING) -> list[tuple[str, Kind]]:
    return [(line[s.start : s.start + s.length], s.kind) for s in scan(line, before).stretches]


def test_keywords_names_numbers_texts_and_comments_are_told_apart():
    assert kinds("for i in range(10):  # 循环") == [
        ("for", Kind.KEYWORD),
        ("in", Kind.KEYWORD),
        ("range", Kind.NAME),
        ("10", Kind.NUMBER),
        ("# 循环", Kind.COMMENT),
    ]
    assert kinds("x = f'甲' + \"乙#\"") == [("f'甲'", Kind.TEXT), ('"乙#"', Kind.TEXT)]


def test_a_text_that_is_not_closed_ends_with_its_line():
    scanned = scan("print('abc")
    assert scanned.after is Open.NOTHING
    assert kinds("print('abc")[-1] == ("'abc", Kind.TEXT)


def test_a_long_text_goes_on_over_lines():
    first = scan('a = """开头')
    assert first.after is Open.DOUBLE
    middle = scan("中间", first.after)
    assert middle.after is Open.DOUBLE
    assert kinds('末尾""" + str(1)', middle.after)[0] == ('末尾"""', Kind.TEXT)


@given(st.text(alphabet="ab'\"#\\ (1\n变", max_size=60))
def test_stretches_lie_in_the_text_in_order_and_apart(text):
    end = 0
    for stretch in scan_all(text):
        assert stretch.start >= end
        assert stretch.length > 0
        end = stretch.start + stretch.length
    assert end <= len(text)


@pytest.mark.parametrize(
    ("text", "place", "partner"),
    [
        ("f(a[0])", 1, 6),
        ("f(a[0])", 6, 1),
        ("f(a[0])", 3, 5),
        ("f(')')", 1, 5),
        ("f(a", 1, -1),
        ("(]", 0, -1),
        ("f(a) # (", 7, -1),
        ("abc", 1, -1),
        ("(a)", 99, -1),
    ],
)
def test_a_bracket_finds_its_partner(text, place, partner):
    assert matching_bracket(text, place) == partner


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("for i in x:", "    "),
        ("    if a:  # 判断", "        "),
        ("    x = 1", "    "),
        ("    return x", ""),
        ("        break", "    "),
        ("if a：", "    "),
        ("", ""),
    ],
)
def test_a_new_line_begins_where_it_belongs(line, indent):
    assert indent_after(line) == indent


def test_dedent_takes_one_step_and_never_letters():
    assert dedented(["        a", "  b", "c"]) == ["    a", "b", "c"]


def test_comments_are_set_at_the_same_column_and_taken_away_again():
    lines = ["    a = 1", "", "        b = 2"]
    commented = toggled_comment(lines)
    assert commented == ["    # a = 1", "", "    #     b = 2"]
    assert toggled_comment(commented) == lines

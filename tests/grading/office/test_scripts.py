"""Which font a character takes."""

from __future__ import annotations

import pytest

from grading.office.model import RunFormat
from grading.office.scripts import font_of, font_spans
from grading.office.symbols import readable

FORM = RunFormat(latin="Arial", high_ansi="Calibri", east_asian="宋体", complex_script="Tahoma")


@pytest.mark.parametrize(
    ("character", "font"),
    [("A", "Arial"), ("9", "Arial"), ("é", "Calibri"), ("中", "宋体"), ("，", "宋体"), ("Ａ", "宋体"), ("“", "Calibri"),
     ("①", "Calibri"), ("ش", "Tahoma"), ("𠮷", "宋体")],
)  # fmt: skip
def test_each_character_takes_the_font_of_its_script(character: str, font: str) -> None:
    assert font_of(FORM, character) == font


def test_signs_of_both_worlds_follow_the_hint() -> None:
    hinted = RunFormat(latin="Arial", high_ansi="Calibri", east_asian="宋体", hint_east_asian=True)
    assert [font_of(hinted, sign) for sign in "“①A"] == ["宋体", "宋体", "Arial"]


def test_text_falls_into_stretches_of_one_font() -> None:
    assert list(font_spans(FORM, "信息 Excel表")) == [("信息 ", "宋体"), ("Excel", "Arial"), ("表", "宋体")]
    assert list(font_spans(FORM, "")) == []


def test_symbols_read_as_what_people_see() -> None:
    assert readable("\uf06c", "Wingdings") == "●"
    assert readable("\uf0b7", "Symbol") == "•"
    assert readable("\uf041", "Unknown") == "A"
    assert readable("plain", "Wingdings") == "plain"

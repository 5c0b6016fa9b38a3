from __future__ import annotations

from pathlib import Path

import pytest

from itembank.base.glyphs import missing_characters
from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.faces import to_unicode_map
from itembank.base.print.marks import Page, Text
from tests.itembank.base.print.reading import all_text, text_by_poppler

RARE = "𫘧𬱖𨱏䶮㛃𬭚𠮷𬀩𪨶"
UNKNOWN = "\U00031350"


def pdf_of(*texts: str, bold: bool = False) -> bytes:
    marks = tuple(Text(50, 60 + 20 * number, text, 12, bold=bold) for number, text in enumerate(texts))
    return write_pdf([Leaf("页", (Page(595, 842, marks),))], title="试印", author="考试院")


@pytest.mark.parametrize("bold", [False, True])
def test_names_beyond_the_bmp_come_back_whole_from_pdfium(bold: bool):
    assert RARE in all_text(pdf_of("考生" + RARE, bold=bold))


def test_names_beyond_the_bmp_come_back_whole_from_poppler(tmp_path: Path):
    assert RARE in text_by_poppler(pdf_of("考生" + RARE), tmp_path)


def test_more_than_256_different_characters_come_back_whole():
    text = "".join(chr(0x4E00 + number) for number in range(300)) + RARE
    lines = [text[start : start + 40] for start in range(0, len(text), 40)]
    found = all_text(pdf_of(*lines))
    assert all(line in found for line in lines)


def test_a_character_without_a_glyph_is_shown_and_named_never_left_blank():
    assert missing_characters("张" + UNKNOWN) == (UNKNOWN,)
    found = all_text(pdf_of("张" + UNKNOWN))
    assert "张〓" in found
    assert "U+31350" in found


def test_a_page_without_missing_characters_carries_no_note():
    assert "〓" not in all_text(pdf_of("张三"))


def test_a_character_map_has_at_most_100_entries_in_a_block():
    lines = to_unicode_map("X", list(range(1, 251))).splitlines()
    assert [line for line in lines if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


def test_a_character_map_writes_surrogate_pairs():
    assert "<01> <D873DC56>" in to_unicode_map("X", [0, 0x2CC56])

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from fontTools.ttLib import TTFont

from itembank.base.assets import MONO, SANS, SANS_BOLD, asset_path
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.glyphs import missing_characters, name_characters, read_coverage

FONTS = [SANS, SANS_BOLD, MONO]


@pytest.mark.parametrize("font", FONTS, ids=str)
def test_coverage_equals_what_a_font_library_reads(font: PurePosixPath):
    coverage = read_coverage(asset_path(font))
    with TTFont(asset_path(font), lazy=True) as read:
        known = set(read.getBestCmap())
    assert {code for code in range(0x110000) if chr(code) in coverage} == known


@pytest.mark.parametrize("font", FONTS, ids=str)
def test_fonts_carry_our_name_and_the_licence_of_their_makers(font: PurePosixPath):
    with TTFont(asset_path(font), lazy=True) as read:
        names = read["name"]
    assert names.getDebugName(1) in {"Jikao Sans", "Jikao Mono"}
    assert "Noto" not in "".join(str(record) for record in names.names)
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_the_licence_lies_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE Version 1.1" in asset_path("fonts/OFL.txt").read_text("utf-8")


def test_rare_characters_of_names_are_there():
    assert missing_characters("𫘧𬱖𨱏䶮㛃𬭚𠮷𬬭𬍛𬀩𬜯𫍯𬭩𬬻𬴂𪨶𫖯𬸣·〇") == ()


def test_missing_characters_are_found_once_each_in_order():
    assert missing_characters("张\U00031350三\ue000\U00031350") == ("\U00031350", "\ue000")


def test_missing_characters_are_named_by_code_point():
    assert name_characters(("\U00031350", "\ue000")) == "U+31350、U+E000"


def test_regular_and_bold_draw_the_same_characters():
    assert read_coverage(asset_path(SANS)) == read_coverage(asset_path(SANS_BOLD))


def test_the_mono_draws_every_character_of_gb2312():
    coverage = read_coverage(asset_path(MONO))
    rows = [bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    characters = "".join(row.decode("gb2312", errors="ignore") for row in rows)
    assert coverage.missing(characters) == ()


def test_a_missing_asset_is_named():
    with pytest.raises(JikaoError, match=r"fonts/none\.ttf") as caught:
        asset_path("fonts/none.ttf")
    assert caught.value.code is ExitCode.ENVIRONMENT

"""What a table style gives the text of its cells: conditional parts, their order, and what stands above them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import Alignment, Paragraph
from tests.grading.office.builders import docx, para
from tests.grading.office.docx_builders import read, style

OVERRIDE = (
    '<w:compat><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat>'
)


def part(name: str, run: str = "", paragraph: str = "") -> str:
    return f'<w:tblStylePr w:type="{name}"><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:tblStylePr>'


def size(points: int) -> str:
    return f'<w:sz w:val="{points * 2}"/>'


def table(look: str, rows: int = 3, columns: int = 3, cell: str = "") -> str:
    inner = f"<w:tc>{cell or para('格')}</w:tc>"
    body = f"<w:tr>{inner * columns}</w:tr>" * rows
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/><w:tblLook {look}/></w:tblPr>{body}</w:tbl>'


def sizes(body: str, styles: str, settings: str = OVERRIDE) -> list[list[int]]:
    document = read(docx(body, styles=styles, settings=settings))
    only = next(document.tables())
    return [[int(first(cell.blocks).runs[0].format.size_pt or 0) for cell in row.cells] for row in only.rows]


def first(blocks: tuple[object, ...]) -> Paragraph:
    found = blocks[0]
    assert isinstance(found, Paragraph)
    return found


BANDS = style("T", part("band1Horz", size(11)) + part("band2Horz", size(22)) + part("firstRow", "<w:b/>"), "table")
ALL_BITS = 'w:val="0020"'


def test_the_first_row_is_in_no_band_and_the_bands_begin_below_it() -> None:
    assert sizes(table(ALL_BITS, columns=1), BANDS) == [[10], [11], [22]]


def test_all_rows_that_are_repeated_as_headers_are_the_first_row() -> None:
    styles = style("T", part("firstRow", size(20)) + part("band1Horz", size(11)) + part("band2Horz", size(22)), "table")
    header = "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
    body = table(ALL_BITS, rows=5, columns=1).replace("<w:tr>", header, 2)
    assert sizes(body, styles) == [[20], [20], [11], [22], [11]]
    late = table(ALL_BITS, rows=3, columns=1).replace("</w:tr><w:tr>", f"</w:tr>{header}", 1)
    assert sizes(late, styles) == [[20], [11], [22]]


def test_the_last_row_is_in_no_band() -> None:
    assert sizes(table('w:val="0040"', columns=1), BANDS) == [[11], [22], [10]]


def test_first_and_last_columns_are_in_no_vertical_band() -> None:
    styles = style("T", part("band1Vert", size(11)) + part("band2Vert", size(22)), "table")
    assert sizes(table('w:val="0180"', rows=1, columns=4), styles) == [[10, 11, 22, 10]]


def test_attributes_of_the_look_silence_its_bits() -> None:
    assert sizes(table('w:val="0020" w:firstRow="0" w:noVBand="1"', columns=1), BANDS) == [[11], [22], [11]]


def test_horizontal_bands_stand_above_vertical_ones_and_rows_above_columns() -> None:
    parts = part("band1Vert", size(11)) + part("band1Horz", size(12)) + part("firstCol", size(13))
    styles = style("T", parts + part("firstRow", size(14)) + part("nwCell", size(15)), "table")
    assert sizes(table('w:val="00A0"', rows=2, columns=2), styles) == [[15, 14], [13, 12]]


def test_a_part_of_an_ancestor_stands_above_the_whole_table_of_its_heir() -> None:
    ancestor = style("A", part("firstRow", size(20)), "table")
    heir = style("T", f"<w:rPr>{size(14)}</w:rPr>", "table", "A")
    assert sizes(table(ALL_BITS, rows=2, columns=1), ancestor + heir) == [[20], [14]]


def test_the_built_in_plain_table_says_nothing_of_text() -> None:
    plain = '<w:style w:type="table" w:default="1" w:styleId="N"><w:name w:val="Normal Table"/>'
    plain += f"<w:rPr>{size(30)}</w:rPr></w:style>"
    heir = style("T", "", "table", "N")
    assert sizes(table(ALL_BITS, rows=1, columns=1), plain + heir) == [[10]]


@pytest.mark.parametrize(("normal", "settings", "expected"), [
    (12, OVERRIDE, 12), (12, "<w:compat/>", 20), (11, "<w:compat/>", 11), (12, "", 20),
])  # fmt: skip
def test_twelve_points_of_normal_yield_to_a_table_style_unless_the_file_says_otherwise(
    normal: int, settings: str, expected: int
) -> None:
    styles = style("N", f"<w:rPr>{size(normal)}</w:rPr>", default=True) + style(
        "T", f"<w:rPr>{size(20)}</w:rPr>", "table"
    )
    assert sizes(table(ALL_BITS, rows=1, columns=1), styles, settings) == [[expected]]


@pytest.mark.parametrize(("settings", "expected"), [(OVERRIDE, Alignment.LEFT), ("<w:compat/>", Alignment.RIGHT)])
def test_normal_to_the_left_yields_to_a_table_style_likewise(settings: str, expected: Alignment) -> None:
    styles = style("N", '<w:pPr><w:jc w:val="left"/></w:pPr>', default=True) + style(
        "T", '<w:pPr><w:jc w:val="right"/></w:pPr>', "table"
    )
    document = read(docx(table(ALL_BITS, 1, 1), styles=styles, settings=settings))
    assert first(next(document.tables()).rows[0].cells[0].blocks).format.alignment is expected


def test_a_style_of_its_own_stands_above_the_table_style_always() -> None:
    styles = style("H", f"<w:rPr>{size(12)}</w:rPr>") + style("T", f"<w:rPr>{size(20)}</w:rPr>", "table")
    cell = para("格", '<w:pStyle w:val="H"/>')
    assert sizes(table(ALL_BITS, 1, 1, cell), styles, "<w:compat/>") == [[12]]


def test_switches_of_table_paragraph_and_character_styles_are_exclusive_or() -> None:
    styles = (
        style("T", "<w:rPr><w:b/></w:rPr>", "table")
        + style("P", "<w:rPr><w:b/></w:rPr>")
        + style("C", "<w:rPr><w:b/></w:rPr>", "character")
    )
    twice = para("二", '<w:pStyle w:val="P"/>')
    thrice = para("三", '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>')
    off = para("无", run='<w:b w:val="0"/>')
    document = read(docx(table(ALL_BITS, 1, 1, twice + thrice + off), styles=styles, settings=OVERRIDE))
    cell = next(document.tables()).rows[0].cells[0]
    assert [first((block,)).runs[0].format.bold for block in cell.blocks] == [False, True, False]


def test_default_size_of_text_without_any_word_about_it_is_ten_points() -> None:
    assert read(docx(para("好"))).default_run.size_pt == Decimal(10)


@pytest.mark.parametrize(
    ("defaults", "settings", "seen"),
    [
        ('<w:sz w:val="16"/>', "", 8),  # a table style that names no size hands on that of the defaults
        ("", "", 12),
        ('<w:sz w:val="16"/>', OVERRIDE, 12),
        ('<w:sz w:val="16"/>', OVERRIDE + OVERRIDE.replace('w:val="1"', 'w:val="0"'), 8),  # the last counts
        ('<w:sz w:val="16"/>', OVERRIDE.replace('w:val="1"', 'w:val="0"') + OVERRIDE, 12),
    ],
)
def test_in_old_files_normals_twelve_points_count_for_nothing_in_a_styled_table(
    defaults: str, settings: str, seen: int
) -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>"
    styles += style("N", f"<w:rPr>{size(12)}</w:rPr>", default=True) + style("T", "", "table")
    assert sizes(table(ALL_BITS, rows=1, columns=1), styles, settings) == [[seen]]
    plain = table(ALL_BITS, rows=1, columns=1).replace('<w:tblStyle w:val="T"/>', "")
    assert sizes(plain, styles, settings) == [[12]]

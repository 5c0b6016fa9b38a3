"""OpenDocument files as old programs and other ones write them: honest files that a narrow reader would refuse."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from grading.office.model import Document, Workbook
from grading.office.open import read_office_bytes
from tests.grading.office.builders import zip_of
from tests.grading.office.odf_builders import odf, style, text_look

OOO = '<!DOCTYPE {name} PUBLIC "-//OpenOffice.org//DTD {title}//EN" "{file}">'
OLD_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    + OOO.format(name="manifest:manifest", title="Manifest 1.0", file="Manifest.dtd")
    + '\n<manifest:manifest>\n <manifest:file-entry manifest:media-type="application/vnd.oasis.opendocument.text" '
    'manifest:full-path="/"/>\n</manifest:manifest>'
)


def document(data: bytes) -> Document:
    found = read_office_bytes(data)
    assert isinstance(found, Document)
    return found


def text_of(data: bytes) -> str:
    return document(data).text


def test_a_paragraph_that_begins_with_a_blank_between_two_scripts_is_read() -> None:
    automatic = style("T1", "text", text_look('fo:font-size="10pt" style:font-size-asian="16pt"'))
    body = (
        '<text:p><text:span text:style-name="T1"> </text:span><text:span text:style-name="T1">好A</text:span></text:p>'
    )
    assert text_of(odf("text", body, automatic=automatic)) == "好A"


def test_a_manifest_of_openoffice_without_its_namespace_is_read() -> None:
    assert text_of(odf("text", "<text:p>好</text:p>", parts={"META-INF/manifest.xml": OLD_MANIFEST})) == "好"


def test_a_formula_object_with_the_doctype_of_openoffice_does_not_cost_the_document() -> None:
    math = OOO.format(name="math:math", title="Modified W3C MathML 1.01", file="math.dtd")
    body = '<text:p>好<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    formula = f'{math}<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"/>'
    assert text_of(odf("text", body, parts={"Object 1/content.xml": formula})) == "好"


def test_a_locked_macro_does_not_make_a_document_encrypted() -> None:
    entries = (
        '<manifest:file-entry manifest:full-path="Basic/Standard/Module1.xml"><manifest:encryption-data/>'
        "</manifest:file-entry>"
    )
    assert text_of(odf("text", "<text:p>好</text:p>", entries=entries)) == "好"


def test_an_identity_that_stands_twice_or_is_no_name_does_not_cost_the_document() -> None:
    body = '<text:p xml:id="a">一</text:p><text:p xml:id="a">二</text:p><text:p xml:id="">三</text:p>'
    assert text_of(odf("text", body)) == "一\n二\n三"


def test_names_from_before_the_standard_was_final_are_understood() -> None:
    automatic = style("P1", "paragraph", text_look('fo:font-size="15pt"'))
    data = odf("text", '<text:p text:style-name="P1">好</text:p>', automatic=automatic)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    final, early = b"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", b"http://www.w3.org/1999/XSL/Format"
    found = document(zip_of({**parts, "content.xml": parts["content.xml"].replace(final, early)}))
    assert next(iter(found.paragraphs())).runs[0].format.size_pt == 15


def test_a_link_to_nowhere_is_none() -> None:
    run = next(iter(document(odf("text", '<text:p><text:a xlink:href="">网站</text:a></text:p>')).paragraphs())).runs[0]
    assert (run.format.colour, run.link) == ("", "")


def test_a_link_without_a_style_looks_as_libreoffice_shows_links() -> None:
    link = '<text:p><text:a xlink:href="https://example.org/">网站</text:a></text:p>'
    run = next(iter(document(odf("text", link)).paragraphs())).runs[0]
    assert (run.format.colour, run.format.underline, run.style, run.direct) == ("000080", "single", "Internet link", ())
    green = style(
        "Internet_20_link", "text", text_look('fo:color="#00ff00"'), more='style:display-name="Internet link"'
    )
    run = next(iter(document(odf("text", link, common=green)).paragraphs())).runs[0]
    assert (run.format.colour, run.format.underline) == ("00FF00", "")


# ----------------------------------------------------------------------------------------------------------- sheets


def book(rows: str, *, columns: str = "", automatic: str = "", common: str = "") -> Workbook:
    table = f'<table:table table:name="表1">{columns}{rows}</table:table>'
    found = read_office_bytes(odf("spreadsheet", table, automatic=automatic, common=common))
    assert isinstance(found, Workbook)
    return found


def number(more: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="1" {more}/>'


def column(name: str = "", repeat: int = 1) -> str:
    named = f' table:default-cell-style-name="{name}"' if name else ""
    return f'<table:table-column table:number-columns-repeated="{repeat}"{named}/>'


def test_equal_cells_written_once_take_the_look_of_their_own_columns() -> None:
    automatic = style("ce1", "table-cell", text_look('fo:font-weight="bold"')) + style(
        "ce2", "table-cell", text_look('fo:font-style="italic"')
    )
    found = book(
        f"<table:table-row>{number('table:number-columns-repeated=`5`'.replace('`', chr(34)))}</table:table-row>",
        columns=column("ce1") + column() + column("ce2", 2),
        automatic=automatic,
    )
    looks = [found.styles[cell.style].font for cell in found.sheets[0].cells]
    assert [(look.bold, look.italic) for look in looks] == [
        (True, False), (False, False), (False, True), (False, True), (False, False),
    ]  # fmt: skip


def test_a_cell_without_a_style_has_the_default_one_and_ten_points() -> None:
    row = f"<table:table-row>{number()}</table:table-row>"
    plain = book(row)
    assert plain.styles[plain.sheets[0].cells[0].style].font.size_pt == 10
    common = style("Default", "table-cell", text_look('fo:font-size="16pt"'))
    styled = book(row, common=common)
    assert styled.styles[styled.sheets[0].cells[0].style].font.size_pt == 16


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("percentage", "{digits}<number:text>% 左右</number:text>", '0.0%" 左右"'),
        ("currency", "<number:currency-symbol/>{digits}", "¥0.0"),
        ("currency", "<number:currency-symbol number:country='US'/>{digits}", "$0.0"),
        (
            "currency",
            "{digits}<number:text> </number:text><number:currency-symbol>DM</number:currency-symbol>",
            "0.0 [$DM]",
        ),
    ],
)
def test_number_styles_that_leave_a_sign_unsaid_still_show_it(kind: str, written: str, code: str) -> None:
    inner = written.format(digits='<number:number number:decimal-places="1" number:min-integer-digits="1"/>')
    automatic = f'<number:{kind}-style style:name="N1">{inner}</number:{kind}-style>' + style(
        "ce1", "table-cell", "", more='style:data-style-name="N1"'
    )
    china = text_look('fo:language="zh" fo:country="CN"')
    common = f'<style:default-style style:family="table-cell">{china}</style:default-style>'
    row = f"<table:table-row>{number('table:style-name=`ce1`'.replace('`', chr(34)))}</table:table-row>"
    found = book(row, automatic=automatic, common=common)
    assert found.styles[found.sheets[0].cells[0].style].number_format == code


def test_a_cell_whose_whole_text_was_made_bold_by_hand_keeps_that_look() -> None:
    automatic = style("ce1", "table-cell", text_look('fo:font-size="16pt"')) + style(
        "T1", "text", text_look('fo:font-weight="bold"')
    )
    text = '<text:p><text:span text:style-name="T1">总</text:span>{plain}</text:p>'
    row = "".join(
        f'<table:table-cell table:style-name="ce1" office:value-type="string">{text.format(plain=plain)}'
        "</table:table-cell>"
        for plain in ("", "分")
    )
    whole, part = book(f"<table:table-row>{row}</table:table-row>", automatic=automatic).sheets[0].cells
    assert [(run.text, run.format.bold, run.format.size_pt) for run in whole.rich_text] == [("总", True, Decimal(16))]
    assert [(run.text, run.format.bold, run.format.size_pt) for run in part.rich_text] == [
        ("总", True, Decimal(16)),
        ("分", False, Decimal(16)),
    ]

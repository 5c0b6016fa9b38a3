"""Ranges of values: FILTER, SORT and their kin, what spills by itself, and names that move with the cell."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.scope import Place
from grading.office.formulas.values import Blank, ErrorValue
from grading.office.model import FormulaKind, Workbook
from grading.office.open import read_office_bytes
from grading.office.references import Area
from tests.grading.office.builders import xlsx
from tests.grading.office.formulas.cases import at, calculation
from tests.grading.office.odf_builders import odf

CASES = [
    ('TEXTJOIN(",",FALSE,FILTER(A2:A6,C2:C6>80))', "王小明,陈静"),
    ('TEXTJOIN(",",FALSE,SORT(C2:C5))', "59,75,92,92"),
    ('TEXTJOIN(",",FALSE,SORT(A2:C5,3,-1))', "王小明,男,92,陈静,女,92,李红,女,75,张伟,男,59"),
    ('TEXTJOIN(",",FALSE,SORTBY(A2:A5,C2:C5,-1,D2:D5,1))', "陈静,王小明,李红,张伟"),
    ('TEXTJOIN(",",FALSE,UNIQUE(B2:B6))', "男,女"),
    ("ROWS(UNIQUE(C2:C5,FALSE,TRUE))", 2.0),
    ('TEXTJOIN(",",FALSE,SEQUENCE(2,3,10,-2))', "10,8,6,4,2,0"),
    ("SUM(SEQUENCE(4,,0))", 6.0),
    ('TEXTJOIN(",",FALSE,TAKE(SORT(C2:C5,,-1),2))', "92,92"),
    ('TEXTJOIN(",",FALSE,DROP(A2:A6,-3))', "王小明,李红"),
    ('TEXTJOIN(",",FALSE,CHOOSECOLS(A2:C3,3,1))', "92,王小明,75,李红"),
    ('TEXTJOIN(",",FALSE,VSTACK(A2:A3,C2))', "王小明,李红,92"),
    ("COLUMNS(HSTACK(A2:A3,C2:D3))", 3.0),
    ('TEXTJOIN(",",FALSE,TOCOL(A2:B3,,TRUE))', "王小明,李红,男,女"),
    ("ROWS(WRAPROWS(C2:C5,2))", 2.0),
    ('TEXTJOIN(",",FALSE,TEXTSPLIT("语文,数学;英语",",",";",,,"-"))', "语文,数学,英语,-"),
    ("LET(好,FILTER(A2:C6,C2:C6>80),INDEX(好,2,1)&ROWS(好))", "陈静2"),
    ('FILTER(A2:A6,C2:C6>100,"无")', "无"),
]


@pytest.mark.parametrize(("formula", "expected"), CASES, ids=[formula for formula, _expected in CASES])
def test_ranges_of_values(formula, expected):
    assert calculation().evaluate(formula, at("H20")) == expected


def test_nothing_to_show_is_an_error_of_its_own():
    book = calculation()
    assert book.evaluate("FILTER(A2:A6,C2:C6>100)", at("H20")) is ErrorValue.CALC
    assert book.evaluate("SORT(A2:C6,9)", at("H20")) is ErrorValue.VALUE


DATA = (
    '<row r="1"><c r="A1"><v>5</v></c><c r="C1" cm="1"><f t="array" ref="C1:C3">_xlfn._xlws.SORT(_xlfn._xlws.FILTER('
    'A1:A4,A1:A4&gt;2))</f><v>3</v></c><c r="E1"><f>SUM(_xlfn.ANCHORARRAY(C1))</f><v>12</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="C3"><v>5</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
)


def book_of(data: bytes) -> Book:
    workbook = read_office_bytes(data)
    assert isinstance(workbook, Workbook)
    return Book.of(workbook, FUNCTIONS)


def sheet_of(rows: str) -> Book:
    return book_of(xlsx(f"<sheetData>{rows}</sheetData>"))


def test_what_spills_by_itself_grows_and_shrinks_with_the_data():
    book = sheet_of(DATA)
    name = book.workbook.sheets[0].name
    first = book.workbook.sheets[0].cell(1, 3)
    assert first is not None
    assert first.dynamic
    assert first.formula == "SORT(FILTER(A1:A4,A1:A4>2))"
    own = Calculation(book)
    assert [own.value_at(Place(name, row, 3)) for row in (1, 2, 3)] == [3.0, 4.0, 5.0]
    assert own.value_at(Place(name, 1, 5)) == 12.0
    fewer = Calculation(book, changes={Place(name, 1, 1): 0.0})
    assert [fewer.value_at(Place(name, row, 3)) for row in (1, 2, 3)] == [3.0, 4.0, Blank.BLANK]
    more = Calculation(book, changes={Place(name, 2, 1): 9.0})
    assert more.value_at(Place(name, 1, 5)) == 21.0


def test_an_array_formula_typed_over_a_range_says_so_beyond_its_end():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>4</v></c></row><row r="3"><c r="B3"><v>0</v></c></row>'
    )
    book = sheet_of(rows)
    own = Calculation(book)
    name = book.workbook.sheets[0].name
    assert [own.value_at(Place(name, row, 2)) for row in (1, 2, 3)] == [2.0, 4.0, ErrorValue.NA]


def test_an_array_formula_of_an_ods_file_knows_what_it_fills():
    cell = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="2"/>'
        '<table:table-cell table:number-matrix-columns-spanned="1" table:number-matrix-rows-spanned="2" '
        'table:formula="of:=[.A1:.A2]*2" office:value-type="float" office:value="4"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="float" office:value="3"/>'
        '<table:table-cell office:value-type="float" office:value="6"/></table:table-row>'
    )
    book = book_of(odf("spreadsheet", f'<table:table table:name="表">{cell}</table:table>'))
    found = book.workbook.sheets[0].cell(1, 2)
    assert found is not None
    assert (found.formula_kind, found.spills) == (FormulaKind.ARRAY, Area(1, 2, 2, 2))
    changed = Calculation(book, changes={Place("表", 2, 1): 5.0})
    assert changed.value_at(Place("表", 2, 2)) == 10.0


def with_names(names: dict[str, str]) -> Book:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "表"
    for row in ([1, 2, 3], [4, 5, 6]):
        sheet.append(row)
    for name, refers in names.items():
        workbook.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=refers)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return book_of(buffer.getvalue())


def test_a_name_without_dollars_speaks_of_the_cell_it_stands_in():
    # Seen from A1 the two cells to the left are the last of the row: the sheet goes on at its other end.
    book = with_names({"左二": "表!XFC1:XFD1", "首行": "表!A$1", "定": "表!$B$2"})
    own = Calculation(book)
    assert own.evaluate("SUM(左二)", Place("表", 2, 3)) == 9.0
    assert own.evaluate("SUM(左二)", Place("表", 1, 3)) == 3.0
    assert own.evaluate("首行", Place("表", 2, 2)) == 2.0
    assert own.evaluate("定", Place("表", 9, 9)) == 5.0


def test_a_name_of_an_ods_file_is_counted_from_its_own_cell():
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="float" office:value="{value}"/></table:table-row>'
        for value in (1, 2, 3)
    )
    names = (
        '<table:named-expressions><table:named-range table:name="上" table:base-cell-address="$表.$A$3" '
        'table:cell-range-address="表.A2"/></table:named-expressions>'
    )
    book = book_of(odf("spreadsheet", f'<table:table table:name="表">{rows}</table:table>{names}'))
    own = Calculation(book)
    assert own.evaluate("上", Place("表", 3, 1)) == 2.0
    assert own.evaluate("上", Place("表", 2, 1)) == 1.0


def test_files_spell_names_of_let_with_a_prefix():
    rows = '<row r="1"><c r="A1"><f>_xlfn.LET(_xlpm.x,2,_xlpm.x*3)</f><v>6</v></c></row>'
    book = sheet_of(rows)
    cell = book.workbook.sheets[0].cell(1, 1)
    assert cell is not None
    assert cell.formula == "LET(x,2,x*3)"
    assert Calculation(book).value_at(Place(book.workbook.sheets[0].name, 1, 1)) == 6.0


def test_dates_from_1904_keep_their_day_of_the_week():
    book = book_of(since_1904(xlsx('<sheetData><row r="1"><c r="A1"><v>17816.6</v></c></row></sheetData>')))
    assert book.workbook.starts_1904
    own = Calculation(book)
    place = Place(book.workbook.sheets[0].name, 1, 2)
    assert own.evaluate('TEXT(A1,"yyyy-m-d aaaa")', place) == "1952-10-11 星期六"
    assert own.evaluate('TEXT(-0.5,"[h]:mm")', place) == "-12:00"


def since_1904(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                part = part.replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>', 1)
            target.writestr(entry.filename, part)
    return buffer.getvalue()

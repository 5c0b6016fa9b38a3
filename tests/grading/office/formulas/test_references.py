"""References beyond a plain range: several sheets, unions, intersections, parts of tables."""

from __future__ import annotations

import pytest

from grading.office.formulas.calculation import Calculation
from grading.office.formulas.scope import Place
from grading.office.formulas.values import ErrorValue
from tests.grading.office.builders import cells, xlsx
from tests.grading.office.formulas.cases import calculation_of


def sheet(*values: int) -> str:
    row = "".join(f'<c r="{chr(65 + n)}1"><v>{value}</v></c>' for n, value in enumerate(values))
    return cells(f'<row r="1">{row}</row>')


@pytest.fixture(scope="module")
def year() -> Calculation:
    more = {"一月": sheet(10, 20), "二月": sheet(1, 2), "三月 末": sheet(100), "四月": sheet(7)}
    return calculation_of(xlsx(sheet(5), more_sheets=more))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(一月:二月!A1)", 11.0),
        ("SUM(一月:二月!A1:B1)", 33.0),
        ("SUM('一月:三月 末'!A1)", 111.0),
        ("SUM('三月 末:一月'!A1)", 111.0),
        ("AVERAGE(一月:二月!A:A)", 5.5),
        ("COUNT(一月:四月!A1:C1)", 6.0),
        ("MAX(一月:四月!A1)", 100.0),
        ("LARGE(一月:四月!A1,2)", 10.0),
        ("SUM(一月:五月!A1)", ErrorValue.REF),
        ("SUM((A1,一月!A1:B1))", 35.0),
        ("SUM(一月!A1:B1 一月!B1:C1)", 20.0),
        ("SUM(一月!A1:A2 一月!B1:C1)", ErrorValue.NULL),
        ("RANK(10,(一月!A1:B1,四月!A1))", 2.0),
    ],
)
def test_ranges_over_several_sheets_and_of_several_parts(
    year: Calculation, formula: str, expected: float | ErrorValue
) -> None:
    assert year.evaluate(formula, Place("Sheet1", 9, 9)) == expected


TABLE = (
    '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="成绩" displayName="成绩" '
    'ref="A1:B4" totalsRowCount="1"><tableColumns count="2"><tableColumn id="1" name="语文"/>'
    '<tableColumn id="2" name="数学"/></tableColumns></table>'
)
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>语文</t></is></c><c r="B1" t="inlineStr"><is><t>数学</t></is></c></row>'
    '<row r="2"><c r="A2"><v>80</v></c><c r="B2"><v>90</v></c></row>'
    '<row r="3"><c r="A3"><v>60</v></c><c r="B3"><v>70</v></c></row>'
    '<row r="4"><c r="A4"><v>140</v></c><c r="B4"><v>160</v></c></row>'
)


@pytest.fixture(scope="module")
def table() -> Calculation:
    body = cells(ROWS) + '<tableParts count="1"><tablePart r:id="t1"/></tableParts>'
    return calculation_of(
        xlsx(body, links={"t1": ("table", "../tables/table1.xml")}, parts={"xl/tables/table1.xml": TABLE})
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(成绩[语文])", 140.0),
        ("SUM(成绩[])", 300.0),
        ("SUM(成绩)", 300.0),
        ("SUM(成绩[#All])", 600.0),
        ("SUM(成绩[#Totals])", 300.0),
        ("SUM(成绩[[#Totals],[数学]])", 160.0),
        ("SUM(成绩[[#Data],[语文]:[数学]])", 300.0),
        ("COUNTA(成绩[#Headers])", 2.0),
        ("INDEX(成绩[[#Headers],[数学]],1,1)", "数学"),
        ("成绩[[#This Row],[数学]]", 70.0),
        ("成绩[@语文]", 60.0),
        ("SUM(成绩[英语])", ErrorValue.REF),
    ],
)
def test_parts_of_a_table_by_their_names(table: Calculation, formula: str, expected: object) -> None:
    assert table.evaluate(formula, Place("Sheet1", 3, 5)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("COUNTA(成绩[[#Headers],[#Data],[语文]])", 3.0),
        ("SUM(成绩[[#Data],[#Totals],[数学]])", 320.0),
        ("SUM(成绩[[#Headers],[#Data],[语文]:[数学]])", 300.0),
    ],
)
def test_a_table_with_its_headings_or_totals(table: Calculation, formula: str, expected: object) -> None:
    assert table.evaluate(formula, Place("Sheet1", 3, 5)) == expected


def test_signs_in_a_title_stand_behind_an_apostrophe() -> None:
    titled = TABLE.replace('name="语文"', 'name="编号#[甲]"').replace('name="数学"', 'name="老师\'s"')
    body = cells(ROWS) + '<tableParts count="1"><tablePart r:id="t1"/></tableParts>'
    book = calculation_of(
        xlsx(body, links={"t1": ("table", "../tables/table1.xml")}, parts={"xl/tables/table1.xml": titled})
    )
    place = Place("Sheet1", 3, 5)
    assert book.evaluate("SUM(成绩[编号'#'[甲']])", place) == 140.0
    assert book.evaluate("成绩[[#This Row],[老师''s]]", place) == 70.0
    assert book.evaluate("SUM(成绩[[编号'#'[甲']]:[老师''s]])", place) == 300.0

"""Functions and operators give what office programs give."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from grading.office.formulas.catalogue import FUNCTIONS, one_name
from grading.office.formulas.values import CannotCalculateError, ErrorValue, Obstacle
from tests.grading.office.formulas.cases import CASES, at, calculation


@pytest.fixture(scope="module")
def book():
    return calculation()


@pytest.mark.parametrize(("formula", "expected"), CASES, ids=[formula for formula, _expected in CASES])
def test_formula_gives(book, formula, expected):
    value = book.evaluate(formula, at("H20"))
    assert type(value) is type(expected)
    assert value == pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else value == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('SUM("3",TRUE,2)', 6.0),
        ('XLOOKUP("李红",A2:A6,D2:D6)', 60.0),
        ('XLOOKUP("赵",A2:A6,D2:D6,"没有")', "没有"),
        ("XLOOKUP(85,{60;80;90},{1;2;3},0,-1)", 2.0),
        ("XLOOKUP(85,{60;80;90},{1;2;3},0,1)", 3.0),
        ("XMATCH(80,{60,80,90})", 2.0),
        ("DATE(1900,2,29)", 60.0),
        ("DAY(60)", 29.0),
        ("MONTH(60)", 2.0),
        ('TEXT(45000,"aaaa")', "星期三"),
        ('TEXT(-5,"0.00_);(0.00)")', "(5.00)"),
        ('LENB("中文ab")', 6.0),
        ("SUM(C2:C3 )", 167.0),
        ('COUNTIF(C7,"=12")', 1.0),  # the text 12 is equal to 12, and yet ...
        ('COUNTIF(C7,"<>12")', 1.0),
        ('COUNTIF(C2,"<>92")', 0.0),
        ("@C2", 92.0),
        ("SUM(C2:INDEX(C2:C6,2))", 167.0),
    ],
)
def test_formula_that_old_libreoffice_lacks_or_shows_otherwise(book, formula, expected):
    assert book.evaluate(formula, at("H20")) == expected


def test_a_range_where_one_value_is_wanted_gives_that_of_the_own_row(book):
    assert book.evaluate("C2:C6*2", at("H3")) == 150.0


def test_today_is_what_is_given_and_unknown_without_it(book):
    with pytest.raises(CannotCalculateError) as caught:
        book.evaluate("TODAY()", at("H20"))
    assert caught.value.obstacle is Obstacle.VOLATILE
    told = calculation(now=datetime(2024, 2, 29, 12))  # noqa: DTZ001 - a sheet knows no time zone
    assert told.evaluate("TODAY()", at("H20")) == 45351.0
    assert told.evaluate("NOW()", at("H20")) == 45351.5


@pytest.mark.parametrize(
    ("formula", "obstacle"),
    [
        ("RAND()", Obstacle.VOLATILE),
        ("BESSELJ(1,2)", Obstacle.FUNCTION),
        ("[1]Sheet1!A1", Obstacle.EXTERNAL),
        ("'[b.xlsx]Sheet 1'!A1", Obstacle.EXTERNAL),
        ("1+", Obstacle.SYNTAX),
        ("SUM(1", Obstacle.SYNTAX),
        ("(" * 70 + "1" + ")" * 70, Obstacle.TOO_DEEP),
        ("1+" * 5000 + "1", Obstacle.TOO_LONG),
        ('TEXT(0.5,"# ?/? 米")', Obstacle.NUMBER_FORMAT),
        ('TEXT(5,"[DBNum3]0")', Obstacle.NUMBER_FORMAT),
    ],
)
def test_what_is_not_known_is_named_instead_of_guessed(book, formula, obstacle):
    with pytest.raises(CannotCalculateError) as caught:
        book.evaluate(formula, at("H20"))
    assert caught.value.obstacle is obstacle


def test_an_unknown_name_is_an_error_value_as_in_office_programs(book):
    assert book.evaluate("没有这个名称", at("H20")).value == "#NAME?"


def test_a_long_chain_of_operators_is_no_deep_one(book):
    assert book.evaluate("+".join(["1"] * 3000), at("H20")) == 3000.0


def test_there_are_more_than_ninety_functions_and_their_twins_are_known():
    assert len(FUNCTIONS) > 170
    assert one_name("rank.eq") == one_name("RANK") == "RANK"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("CEILING(2.5,-2)", ErrorValue.NUM),
        ("CEILING(-2.5,-2)", -4.0),
        ("CEILING(-2.5,2)", -2.0),
        ("CEILING(2.5,0)", 0.0),
        ("FLOOR(2.5,-2)", ErrorValue.NUM),
        ("FLOOR(-2.5,-2)", -2.0),
        ("FLOOR(-2.5,2)", -4.0),
        ("FLOOR(2.5,0)", ErrorValue.DIV0),
        ("FLOOR(0,0)", 0.0),
        ("DATE(1900,2,29)", 60.0),
        ("DAY(60)", 29.0),
        ("DATE(1900,3,1)", 61.0),
        ('SUM(C2:C3,"12")', 179.0),
        ('"男"<TRUE', True),
        ('TRUE&""', "TRUE"),
        ("LOOKUP(61,C2:C5)", ErrorValue.NA),  # the data are not in order: halving misses 59
        ("MATCH(2,{1,2,2,2,3},1)", 4.0),
        ("MATCH(2,{3,2,2,1},-1)", 3.0),
        ("MATCH(0,{1,2,3},1)", ErrorValue.NA),
        ("MATCH(9,{1,2,3},1)", 3.0),
    ],
)
def test_where_excel_goes_its_own_way_so_do_we(book, formula, expected):
    assert book.evaluate(formula, at("H20")) == expected


ATOMS = (
    "C2", "C2:C6", "A2:F6", "A:A", '"张"', '"1-2"', "5", "-1", "0", "1E300", "TRUE", "NA()", "{1,2;3,4}", '{"a",TRUE}',
    'B2:B6="女"', "", "Z99", "0.5", '"[DBNum1]yyyy"', '"R1C1"', "999999999999",
)  # fmt: skip


def test_no_function_breaks_whatever_it_is_given(book):
    drawn = random.Random(7)
    names = sorted(FUNCTIONS)
    answered = 0
    for name in names * 6:
        formula = f"{name}({','.join(drawn.choice(ATOMS) for _argument in range(drawn.randint(0, 5)))})"
        try:
            book.changed({}).evaluate(formula, at("H20"))
            answered += 1
        except CannotCalculateError:
            continue
    assert answered > len(names)


def test_xlookup_wants_a_row_or_column_and_results_that_fit_it(book):
    assert book.evaluate("XLOOKUP(92,A2:D6,D2:D6)", at("H20")) is ErrorValue.VALUE
    assert book.evaluate("XLOOKUP(92,C2:C6,D2:D4)", at("H20")) is ErrorValue.VALUE
    assert book.evaluate('XLOOKUP("数学",A1:F1,A3:F3)', at("H20")) == 60.0

"""A calculation reaches every cell once, with changes, names and arrays, and ends whatever the formulas say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.office.formulas.calculation import Formula
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError, ErrorValue, Obstacle
from tests.grading.office.builders import S, cells, xlsx
from tests.grading.office.formulas.cases import SHEET, at, calculation, calculation_of


def row(number: int, *content: str) -> str:
    return f'<row r="{number}">{"".join(content)}</row>'


def test_formulas_of_formulas_follow_a_changed_input():
    before = calculation({"G2": "SUM(C2:E2)", "H2": "G2/3"})
    assert before.value_at(at("H2")) == 86.5
    after = before.changed({at("C2"): 32.0})
    assert after.value_at(at("H2")) == 66.5
    assert before.value_at(at("H2")) == 86.5


def test_a_formula_can_be_put_in_place_of_another_or_into_an_empty_cell():
    book = calculation({"G2": "C2"}).changed({at("G2"): Formula("C2*2"), at("Z99"): Formula("G2+1")})
    assert book.value_at(at("Z99")) == 185.0


def test_values_kept_in_the_file_are_not_believed():
    data = xlsx(cells(row(1, '<c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f><v>999</v></c>')))
    assert calculation_of(data).value_at(Place("Sheet1", 1, 2)) == 4.0


def test_a_chain_of_thousands_of_cells_is_followed_to_its_end():
    formulas = {f"H{number}": f"H{number - 1}+1" for number in range(2, 4000)} | {"H1": "1"}
    assert calculation(formulas).value_at(at("H3999")) == 3999.0


@pytest.mark.parametrize("length", [1, 2, 50, 300])
def test_a_circle_is_named_and_ends(length):
    formulas = {f"H{number}": f"H{number % length + 1}+1" for number in range(1, length + 1)}
    with pytest.raises(CannotCalculateError) as caught:
        calculation(formulas).value_at(at("H1"))
    assert caught.value.obstacle is Obstacle.CIRCULAR


def test_a_branch_not_taken_is_not_calculated():
    assert calculation({"H1": "IF(TRUE,1,RANDOM())", "H2": "IFERROR(3,UNKNOWN())"}).value_at(at("H1")) == 1.0


def test_too_much_work_is_refused():
    book = calculation({"H1": "SUMPRODUCT(A1:Z200*1)"}, steps_max=1000)
    with pytest.raises(CannotCalculateError) as caught:
        book.value_at(at("H1"))
    assert caught.value.obstacle is Obstacle.STEPS


def test_whole_columns_cost_only_what_is_used():
    assert (
        calculation({"H1": 'COUNTIF(B:B,"男")', "I1": "COUNTBLANK(C:C)"}, steps_max=5000).value_at(at("I1"))
        == 1048570.0
    )


def test_array_formulas_fill_their_range_and_take_ranges_value_by_value():
    data = xlsx(
        cells(
            row(1, '<c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A3*10</f></c>',
                '<c r="C1"><f t="array" ref="C1">SUM(IF(A1:A3&gt;1,A1:A3))</f></c>'),
            row(2, '<c r="A2"><v>2</v></c><c r="B2"><v>0</v></c>'),
            row(3, '<c r="A3"><v>3</v></c><c r="B3"><v>0</v></c>'),
        )
    )  # fmt: skip
    book = calculation_of(data)
    assert [book.value_at(Place("Sheet1", number, 2)) for number in (3, 2, 1)] == [30.0, 20.0, 10.0]
    assert book.value_at(Place("Sheet1", 1, 3)) == 5.0


def test_names_other_sheets_and_absolute_references_are_followed():
    data = xlsx(
        cells(row(1, "<c r=\"A1\"><f>SUM(价格)*折扣+'表 二'!$A$1</f></c>")),
        names='<definedName name="价格">\'表 二\'!$A$1:$A$2</definedName><definedName name="折扣">0.5</definedName>',
        more_sheets={"表 二": cells(row(1, '<c r="A1"><v>4</v></c>'), row(2, '<c r="A2"><v>6</v></c>'))},
    )
    assert calculation_of(data).value_at(Place("Sheet1", 1, 1)) == 9.0


def test_names_that_name_each_other_end():
    data = xlsx(
        cells(row(1, '<c r="A1"><f>甲</f></c>')),
        names='<definedName name="甲">乙+1</definedName><definedName name="乙">甲+1</definedName>',
    )
    with pytest.raises(CannotCalculateError):
        calculation_of(data).value_at(Place("Sheet1", 1, 1))


def test_a_missing_sheet_is_a_reference_error():
    assert calculation().evaluate("没有!A1", at("H1")) is ErrorValue.REF


_PIECES = (
    'A1|C2:D5|1|"甲"|+|-|*|/|^|&|=|<|(|)|,|SUM(|IF(|VLOOKUP(|INDEX(|%|{1,2}|$B$2|A:A|TEXT(|ROUND(|LARGE(| |#N/A|'
    "OFFSET(|1E300|-1"
).split("|")


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_any_formula_gives_a_value_or_is_refused(pieces):
    try:
        value = _BOOK.changed({}).evaluate("".join(pieces), Place(SHEET, 20, 20))
    except CannotCalculateError:
        return
    assert isinstance(value, float | str | bool | ErrorValue)


_BOOK = calculation()


def test_a_subtotal_passes_over_what_a_filter_hides_whether_the_sheet_s_or_a_table_s():
    values = "".join(
        f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in {3, 8} else ""}>'
        f'<c r="A{number}"><v>{number}</v></c></row>'
        for number in range(2, 9)
    )
    formula = '<row r="20"><c r="A20"><f>SUBTOTAL(9,A2:A8)</f></c></row>'
    criteria = '<filterColumn colId="0"><filters><filter val="2"/></filters></filterColumn>'
    plain = xlsx(cells(values, formula))
    assert calculation_of(plain).value_at(Place("Sheet1", 20, 1)) == 35.0
    own = xlsx(cells(values, formula) + f'<autoFilter ref="A1:A5">{criteria}</autoFilter>')
    assert calculation_of(own).value_at(Place("Sheet1", 20, 1)) == 32.0  # row 8 was hidden by hand
    table = (
        f'<table xmlns="{S}" id="1" name="表1" displayName="表1" ref="A1:A5"><autoFilter ref="A1:A5">{criteria}'
        '</autoFilter><tableColumns count="1"><tableColumn id="1" name="分"/></tableColumns></table>'
    )
    inside = xlsx(
        cells(values, formula) + '<tableParts count="1"><tablePart r:id="rT"/></tableParts>',
        links={"rT": ("table", "../tables/table1.xml")},
        parts={"xl/tables/table1.xml": table},
    )
    assert calculation_of(inside).value_at(Place("Sheet1", 20, 1)) == 32.0


def test_a_text_in_a_formula_is_escaped_as_in_a_cell():
    data = xlsx(cells(row(1, '<c r="A1"><f>"_x005F_x000F_"&amp;"甲"</f></c>')))
    assert calculation_of(data).value_at(Place("Sheet1", 1, 1)) == "_x000F_甲"

"""What cells hold, and sorting: met, not met, and the traps."""

from __future__ import annotations

import pytest

from grading.checks.sheets_sorted import text_order
from tests.grading.checks.sheet_work import MET, NOT, PARTLY, ROWS, UNKNOWN, fill_down, look, put, verdict, workbook


def rows_by(key, *, reverse=False):
    return [ROWS[0], *sorted(ROWS[1:], key=key, reverse=reverse)]


DESCENDING = {"range": "A1:E6", "keys": [{"column": "C", "order": "desc"}, {"column": "D", "order": "desc"}]}


@pytest.mark.parametrize(
    ("kind", "parameters", "data", "expected"),
    [
        ("S.opens", {}, workbook(), MET),
        ("S.opens", {}, b"PK\x03\x04 cut off", UNKNOWN),
        ("S.opens", {}, b"", NOT),
        ("S.sheet_name", {"index": 1, "name": "成绩"}, workbook(), MET),
        ("S.sheet_name", {"index": 1, "name": "总表"}, workbook(), NOT),
        ("S.sheet_name", {"index": 2, "name": "成绩"}, workbook(), NOT),
        ("S.cell_text", {"cell": "B2", "text": "王小明"}, workbook(put(B2=" 王小明 ")), MET),
        ("S.cell_text", {"cell": "B2", "text": "王明"}, workbook(), NOT),
        ("S.cell_text", {"cell": "F2", "text": "92分"}, workbook(put(F2='=C2&"分"')), MET),
        ("S.cell_text", {"cell": "F2", "text": ""}, workbook(put(F2="=UNKNOWN(1)")), UNKNOWN),
        ("S.cell_text", {"cell": "B2", "text": "王小明", "sheet": "没有"}, workbook(), NOT),
        ("S.cell_number", {"cell": "C2", "value": 92}, workbook(), MET),
        ("S.cell_number", {"cell": "C2", "value": "92.4", "tolerance": "0.5"}, workbook(), MET),
        ("S.cell_number", {"cell": "C2", "value": "92"}, workbook(put(C2="92")), NOT),
        ("S.cell_number", {"cell": "F2", "value": "259"}, workbook(put(F2="=SUM(C2:E2)")), MET),
        ("S.cell_number", {"cell": "C2", "value": "zwölf"}, workbook(), UNKNOWN),
        ("S.no_errors", {}, workbook(put(F2="=C2/D2")), MET),
        ("S.no_errors", {}, workbook(put(F2="=C2/F3")), NOT),
        ("S.no_errors", {"range": "A1:E6"}, workbook(put(F2="=C2/F3")), MET),
        ("S.no_errors", {"range": "X1:Z9"}, workbook(), NOT),
        ("S.data_intact", {"range": "A1:E6"}, workbook(fill_down("F", "=C#")), MET),
        ("S.data_intact", {"range": "A1:E6"}, workbook(put(C3=76)), NOT),
        ("S.data_intact", {"range": "A1:E6"}, workbook(put(C3=None)), NOT),
        ("S.data_intact", {"range": "A1:E6", "partial": True}, workbook(put(C3=76)), PARTLY),
        ("S.data_intact", {"range": "F1:F6"}, workbook(put(F3=1)), NOT),
        ("S.sorted", DESCENDING, workbook(rows=rows_by(lambda row: (row[2], row[3]), reverse=True)), MET),
        ("S.sorted", DESCENDING, workbook(), NOT),
        ("S.sorted", DESCENDING, workbook(rows=rows_by(lambda row: row[2])), NOT),
        ("S.sorted", {"range": "A1:E6", "keys": [{"column": "Z"}]}, workbook(), UNKNOWN),
        (
            "S.sorted",
            {"range": "A1:E6", "keys": [{"column": "B"}]},
            workbook(rows=[ROWS[0], *(ROWS[i] for i in (4, 2, 1, 3, 5))]),
            MET,
        ),
        ("S.sorted", {"range": "A1:E6", "keys": [{"column": "B"}]}, workbook(), NOT),
    ],
)
def test_check_of_cells(kind, parameters, data, expected):
    assert verdict(kind, data, **parameters) is expected


def test_sorting_one_column_alone_spoils_the_rows():
    marks = sorted((row[2] for row in ROWS[1:]), reverse=True)
    data = workbook(put(**{f"C{number}": mark for number, mark in enumerate(marks, 2)}))
    finding = look("S.sorted", data, range="A1:E6", keys=[{"column": "C", "order": "desc"}])
    assert finding.verdict is NOT
    assert "不一致" in finding.sentence


def test_a_header_that_was_sorted_along_is_found():
    rows = [ROWS[1], ROWS[0], *ROWS[2:]]
    finding = look("S.sorted", workbook(rows=rows), range="A1:E6", keys=[{"column": "A"}])
    assert "标题行" in finding.sentence


def test_columns_that_were_calculated_meanwhile_do_not_count_as_changed_rows():
    rows = rows_by(lambda row: sum(row[2:]), reverse=True)
    data = workbook(fill_down("F", "=SUM(C#:E#)"), rows=rows)
    assert verdict("S.sorted", data, range="A1:F6", keys=[{"column": "F", "order": "desc"}]) is MET


def test_an_order_of_its_own_and_blanks_last():
    starter = workbook(rows=[["组"], ["丙"], ["甲"], [None], ["乙"]])
    wanted = {"range": "A1:A5", "keys": [{"column": "A", "values": ["甲", "乙", "丙"]}]}
    right = workbook(rows=[["组"], ["甲"], ["乙"], ["丙"], [None]])
    wrong = workbook(rows=[["组"], [None], ["甲"], ["乙"], ["丙"]])
    assert look("S.sorted", right, starter, **wanted).verdict is MET
    assert look("S.sorted", wrong, starter, **wanted).verdict is NOT


def test_names_are_ordered_by_their_sound_and_doubt_goes_to_a_person():
    assert text_order("陈静", "李红") == -1
    assert text_order("王芳", "王小明") == -1
    assert text_order("Zoe", "陈静") == -1
    assert text_order("单田", "李红") is None
    assert text_order("喆", "李") is None

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.export.csv_file import FORMULA_STARTS, CsvEncoding, csv_bytes, guarded, write_csv
from grading.export.table import ColumnKind, ExportColumn, ExportError, ExportTable, RowValues

TABLE = ExportTable(
    "成绩",
    (
        ExportColumn("准考证号", ColumnKind.ID),
        ExportColumn("姓名", ColumnKind.TEXT),
        ExportColumn("总分", ColumnKind.MARK),
        ExportColumn("次数", ColumnKind.COUNT),
    ),
)
ROW: RowValues = ("035020260117", "陈𬱖", Fraction(173, 2), 1)


def read(data: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_utf8_starts_with_the_mark_spreadsheets_look_for_and_ends_lines_in_crlf():
    data = csv_bytes(TABLE, [ROW])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert read(data) == [["准考证号", "姓名", "总分", "次数"], ["035020260117", "陈𬱖", "86.5", "1"]]


def test_gb18030_keeps_rare_names():
    data = csv_bytes(TABLE, [ROW], encoding=CsvEncoding.GB18030)
    assert read(data, "gb18030")[1][1] == "陈𬱖"


@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝cmd|' /C calc'!A0", "＋1", "－1", "＠A1"],
)
def test_a_text_that_looks_like_a_formula_is_neutralised(hostile: str):
    cells = read(csv_bytes(TABLE, [(hostile, hostile, None, None)]))[1]
    assert cells[:2] == ["'" + hostile, "'" + hostile]


@given(st.text(max_size=20))
def test_no_guarded_text_starts_a_formula_and_other_texts_stay(text: str):
    shown = guarded(text)
    assert shown[:1] not in FORMULA_STARTS or not shown
    assert shown == text or text[0] in FORMULA_STARTS


def test_our_own_negative_marks_stay_numbers():
    assert read(csv_bytes(TABLE, [("1", "甲", Fraction(-1, 2), -3)]))[1] == ["1", "甲", "-0.5", "-3"]


def test_no_value_is_an_empty_cell_and_not_zero():
    assert read(csv_bytes(TABLE, [("1", "甲", None, None), ("2", "乙", Fraction(0), 0)]))[1:] == [
        ["1", "甲", "", ""],
        ["2", "乙", "0", "0"],
    ]


def test_ids_can_be_guarded_for_a_spreadsheet():
    assert read(csv_bytes(TABLE, [ROW], guard_ids=True))[1][0] == "035020260117\t"
    assert read(csv_bytes(TABLE, [ROW]))[1][0] == "035020260117"


def test_commas_quotes_and_line_breaks_come_back_whole():
    text = '甲,"乙"\r\n丙'
    assert read(csv_bytes(TABLE, [("1", text, None, None)]))[1][1] == text


def test_half_a_surrogate_pair_is_refused_with_its_row():
    with pytest.raises(ExportError, match=r"第 2 行含有无法写入文件的字符 U\+D873"):
        csv_bytes(TABLE, [ROW, ("1", "陈\ud873", None, None)])


@pytest.mark.parametrize("row", [("1", "甲", None), ("1", "甲", "86", None), (1, "甲", None, None)])
def test_a_row_that_does_not_fit_the_columns_is_refused(row: RowValues):
    with pytest.raises(ExportError, match="第 1 行"):
        csv_bytes(TABLE, [row])


def test_rows_are_taken_one_at_a_time(tmp_path: Path):
    rows = ((str(number), "甲", Fraction(number), number) for number in range(3000))
    write_csv(tmp_path / "成绩.csv", TABLE, rows)
    assert len(read((tmp_path / "成绩.csv").read_bytes())) == 3001

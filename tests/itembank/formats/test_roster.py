"""Rosters from CSV and .xlsx."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from itembank.base.canonical import digest
from itembank.formats.findings import FileError, has_errors
from itembank.formats.roster import Roster, read_roster
from tests.itembank.formats.sheets import picture_bytes, workbook

LINES = "KSH,XM,XXMC,BJ,XB,SFZH\n001001,张三,一中,1班,男,350200\n001002,欧阳 娜娜,二中,2班,女,350201\n"


def said(roster: Roster) -> str:
    return "\n".join(finding.line() for finding in roster.findings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_in_any_usual_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(LINES.replace(",", delimiter).encode(encoding))
    roster = read_roster(path)
    assert said(roster) == ""
    assert [(e.number, e.name, e.school, e.class_name) for e in roster.entries] == [
        ("001001", "张三", "一中", "1班"),
        ("001002", "欧阳 娜娜", "二中", "2班"),
    ]


def test_a_rare_name_survives_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("准考证号,姓名\n0001,𬱖晓\n".encode("gb18030"))
    assert read_roster(path).entries[0].name == "𬱖晓"


def test_a_name_of_two_characters_loses_the_blank_between_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("准考证号,姓名\n0001,李　明\n", "utf-8")
    assert read_roster(path).entries[0].name == "李明"


def test_a_name_that_no_font_can_show_is_named_by_code_point(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("准考证号,姓名\n0001,王\U000e0100\n0002,王\U00030edd\n", "utf-8")
    text = said(read_roster(path))
    assert "U+30EDD" in text or "U+E0100" in text


def write_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    padded = book.add_format({"num_format": "000000"})
    page.write_row(0, 0, ("2026 年考生名单",))
    page.write_row(1, 0, ("准考证号", "姓名", "座位号", "加时(分钟)"))
    page.write_number(2, 0, 1001, padded)
    page.write_row(2, 1, ("张三", "05", "15分钟"))
    page.write_number(3, 0, 1002)
    page.write_row(3, 1, ("李四",))
    page.write_number(4, 0, 1234567890123456789)
    page.write_row(4, 1, ("王五",))
    book.close()


def test_numbers_kept_as_numbers_are_padded_by_their_format_or_asked_about(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    assert [entry.number for entry in roster.entries] == ["001001", "1002"]
    assert (roster.entries[0].seat, roster.entries[0].extra_minutes) == ("05", 15)
    assert "第 4 行  提醒：准考证号 1002 以数值保存" in said(roster)
    assert "第 5 行  错误：准考证号以数值保存，超过 15 位" in said(roster)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("准考证号,姓名\n0001,甲\n0001,乙\n", "0001 出现了 2 次"),
        ("准考证号,姓名\n0001,\n", "没有姓名"),
        ("准考证号,姓名\n,甲\n", "没有准考证号"),
        ("准考证号,姓名\n12-3,甲\n", "格式不对"),
        ("准考证号,姓名\n", "没有考生"),
        ("准考证号,姓名,加时\n0001,甲,很多\n", "应为分钟数"),
    ],
)
def test_errors_keep_the_roster_out(tmp_path: Path, lines: str, sentence: str) -> None:
    (tmp_path / "a.csv").write_text(lines, "utf-8")
    roster = read_roster(tmp_path / "a.csv")
    assert has_errors(roster.findings)
    assert sentence in said(roster)


def test_a_number_of_another_length_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("准考证号,姓名\n0001,甲\n0002,乙\n00003,丙\n", "utf-8")
    roster = read_roster(tmp_path / "a.csv")
    assert "准考证号 00003 有 5 位，多数是 4 位" in said(roster)
    assert not has_errors(roster.findings)


def test_a_table_without_numbers_and_names_is_no_roster(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,学校\n甲,一中\n", "utf-8")
    with pytest.raises(FileError, match="找不到名单"):
        read_roster(tmp_path / "a.csv")


def test_numbers_written_as_spreadsheets_protect_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('准考证号,姓名\n"=""0001""",甲\n\'0002,乙\n', "utf-8")
    assert [entry.number for entry in read_roster(tmp_path / "a.csv").entries] == ["0001", "0002"]


def test_portraits_are_found_by_number_or_name_and_missing_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("准考证号,姓名,照片\n0001,甲,\n0002,乙,乙.png\n0003,丙,\n0004,丁,\n", "utf-8")
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "0001.png").write_bytes(picture_bytes((1, 1, 1)))
    (photos / "乙.png").write_bytes(picture_bytes((2, 2, 2)))
    (photos / "0004.jpg").write_bytes(b"no picture")
    roster = read_roster(tmp_path / "a.csv", photos)
    assert [entry.photo for entry in roster.entries][:2] == [
        digest(picture_bytes((1, 1, 1))),
        digest(picture_bytes((2, 2, 2))),
    ]
    assert set(roster.photos) == {entry.photo for entry in roster.entries if entry.photo}
    assert "没有找到准考证号 0003 的照片" in said(roster)
    assert "图片“0004.jpg”打不开" in said(roster)


def test_every_worksheet_with_a_header_is_read_and_its_findings_name_it(tmp_path: Path) -> None:
    header = ("准考证号", "姓名")
    book = workbook(
        [header, ("0001", "甲")], "一班", 二班=[header, ("0002", "乙"), header, ("x", "丙")], 说明=[("无",)]
    )
    (tmp_path / "a.xlsx").write_bytes(book)
    roster = read_roster(tmp_path / "a.xlsx")
    assert [entry.number for entry in roster.entries] == ["0001", "0002"]
    assert "工作表“二班” 第 4 行  错误" in said(roster)


def test_candidates_that_stand_in_two_worksheets_are_found_out(tmp_path: Path) -> None:
    rows = [("准考证号", "姓名"), ("0001", "甲")]
    (tmp_path / "a.xlsx").write_bytes(workbook(rows, "全部", 一班=rows))
    assert "0001 出现了 2 次" in said(read_roster(tmp_path / "a.xlsx"))


def test_a_school_merged_over_its_candidates_holds_for_all_of_them(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (("准考证号", "姓名", "学校"), ("0001", "甲", "一中"), ("0002", "乙", None), ("0003", "丙", "二中")):
        page.append(row)
    page.merge_cells("C2:C3")
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    assert [entry.school for entry in roster.entries] == ["一中", "一中", "二中"]

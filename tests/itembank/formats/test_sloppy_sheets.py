"""Sheets as teachers really keep them: merged, formatted far down, written in every way; and damaged ones."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from itembank.formats.findings import FileError, has_errors
from itembank.formats.item_sheet import ItemFile, read_item_sheet
from itembank.model.richtext import plain_inlines, plain_text
from tests.itembank.formats.sheets import HEADER, read_row, read_rows, sentences, workbook

USUAL = b"http://schemas.openxmlformats.org/"
STRICT_NAMES = {
    USUAL + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    USUAL + b"officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}
SINGLE = ("Q1", "单选题", "题干", "甲", "乙", "丙", "丁", "B")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: Any) -> tuple[Workbook, Any]:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "试题"
    for row in rows:
        page.append(list(row))
    return book, page


def read(book: Workbook) -> ItemFile:
    return read_item_sheet(saved(book), "题.xlsx")


def test_formats_far_below_and_to_the_right_do_not_count() -> None:
    book, page = sheet(HEADER, SINGLE)
    page.cell(60_000, 1).font = Font(b=True)
    page.cell(5, 190).font = Font(b=True)
    assert len(read(book).items) == 1


def test_a_title_row_and_letters_in_a_second_header_row() -> None:
    book, page = sheet(
        ["题库"],
        ["题号", "题型", "题目（必填）", "选项", "", "", "", "正确答案*"],
        ["", "", "", "A", "B", "C", "D"],
        SINGLE,
    )
    page.merge_cells("A1:H1")
    page.merge_cells("D2:G2")
    file = read(book)
    assert not has_errors(file.findings), sentences(file)
    assert len(file.items[0].item.item.interactions[0].choices) == 4  # type: ignore[union-attr]


def test_a_kind_merged_over_several_rows_holds_for_all_of_them() -> None:
    second = ("Q2", None, "题二", "甲", "乙", "丙", "丁", "A")
    book, page = sheet(HEADER, SINGLE, second)
    page.merge_cells("B2:B3")
    assert [item.item.item.kind.value for item in read(book).items] == ["single_choice", "single_choice"]


def test_a_stem_merged_over_several_rows_is_not_taken_twice() -> None:
    book, page = sheet(HEADER, SINGLE, ("Q2", "单选题", None, "甲", "乙", "丙", "丁", "A"))
    page.merge_cells("C2:C3")
    assert "第 3 行  错误：“题干”一栏是空的" in sentences(read(book))


def test_a_header_repeated_on_every_page_is_no_item() -> None:
    file = read_rows(SINGLE, HEADER, ("Q2", *SINGLE[1:]))
    assert len(file.items) == 2
    assert not file.findings


def test_hidden_rows_and_columns_without_a_title_are_named() -> None:
    book, page = sheet(HEADER, SINGLE, ("Q2", *SINGLE[1:], None, "备注"))
    page.row_dimensions[3].hidden = True
    said = sentences(read(book))
    assert "有 1 行被隐藏" in said
    assert "第 10 列没有标题" in said


@pytest.mark.parametrize(
    "letters", ["A. B. C. D.", "A、 B、 C、 D、", "（A） （B） （C） （D）", "Ａ． Ｂ． Ｃ． Ｄ．", "a) b) c) d)"]
)
def test_the_letters_that_options_write_before_themselves_are_taken_away(letters: str) -> None:
    options = [f"{letter} 项{number}" for number, letter in enumerate(letters.split())]
    file = read_rows(("Q1", "单选题", "题干", *options, "B"))
    (item,) = file.items
    choices = item.item.item.interactions[0].choices  # type: ignore[union-attr]
    assert [plain_inlines(choice.content) for choice in choices] == ["项0", "项1", "项2", "项3"]
    assert "已去掉" in sentences(file)


def test_letters_that_are_part_of_an_option_stay() -> None:
    file = read_rows(("Q1", "单选题", "题干", "A.py", "B.txt", "显卡", "CPU", "B"))
    choices = file.items[0].item.item.interactions[0].choices  # type: ignore[union-attr]
    assert plain_inlines(choices[0].content) == "A.py"


@pytest.mark.parametrize(
    ("answer", "key"),
    [("AB", "AB"), ("A,B", "AB"), ("A、B", "AB"), ("ＡＢ", "AB"), ("b a", "AB"), ("(A)(B)", "AB"), ("A和B。", "AB"),
     ("A；B", "AB"), ("A\u200bB", "AB"), ("［Ａ，Ｂ］", "AB"), ("A\xa0B", "AB"), ("A\nB", "AB")],
)  # fmt: skip
def test_letters_of_an_answer_in_every_way_of_writing(answer: str, key: str) -> None:
    file = read_row(题型="多选题", 题干="题", 选项A="甲", 选项B="乙", 选项C="丙", 答案=answer)
    assert [item.answer for item in file.items] == [key], sentences(file)


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("√", "对"), ("×", "错"), ("对", "对"), ("错", "错"), ("T", "对"), ("f", "错"), ("Ｔ", "对"), (True, "对"),
     (False, "错"), (1, "对"), (0.0, "错"), ("✕", "错"), ("☑", "对"), ("（√）", "对"), ("FALSE", "错"), ("对。", "对")],
)  # fmt: skip
def test_judgements_in_every_way_of_writing(answer: Any, shown: str) -> None:
    book, _page = sheet(("题型", "题干", "答案"), ("判断题", "题", answer))
    assert [item.answer for item in read(book).items] == [shown]


@pytest.mark.parametrize(("points", "number"), [(2, "2"), ("2", "2"), (2.0, "2"), ("２.５分", "5/2"), (0.1, "1/10")])
def test_numbers_as_text_and_text_as_numbers(points: Any, number: str) -> None:
    book, _page = sheet((*HEADER, "分值"), (*SINGLE, points))
    (item,) = read(book).items
    assert str(item.item.facts.points) == number


@pytest.mark.parametrize(
    ("value", "held"), [(3, "3"), (3.0, "3"), ("3.0", "3.0"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000")]
)
def test_a_number_in_an_answer_is_read_as_the_spreadsheet_shows_it(value: Any, held: str) -> None:
    book, _page = sheet(("题型", "题干", "答案"), ("填空题", "数是____", value))
    assert [item.answer for item in read(book).items] == [held]


def test_codes_line_ends_and_invisible_signs_of_the_file_are_no_text() -> None:
    book, _page = sheet(HEADER, ("Q1", "单选题", "甲_x000D_\n乙\ufeff_x005F_x", "甲", "乙", "丙", "丁", "B"))
    (item,) = read(book).items
    assert plain_text(item.item.item.body) == "甲\n乙_x"


def test_rich_text_becomes_markup() -> None:
    rich = CellRichText("水是 H", TextBlock(InlineFont(vertAlign="subscript"), "2"), "O")
    book, page = sheet(HEADER, SINGLE)
    page["C2"] = rich
    (item,) = read(book).items
    assert plain_text(item.item.item.body).replace(" ", "") == "水是H2O"


def test_a_strict_workbook_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEADER, SINGLE]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for usual, strict in STRICT_NAMES.items():
                content = content.replace(usual, strict)
            new.writestr(name, content)
    assert len(read_item_sheet(out.getvalue(), "题.xlsx").items) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("题型,题干,答案\n判断题,题,对\n".encode(), "CSV"),
        ("题型,题干\n".encode("gb18030"), "CSV"),
        (b"<html><body/>\n</html>", "网页"),
    ],
)
def test_other_files_by_the_name_of_a_workbook_are_told(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read_item_sheet(data, "题.xlsx")


def test_an_error_by_row_never_stops_the_other_rows() -> None:
    file = read_rows(SINGLE, ("Q2", "单选", "题", "甲", "乙", "", "", "F"), ("Q3", "怪题", "题"), ("Q1", *SINGLE[1:]))
    assert [item.row for item in file.items] == [2]
    assert [finding.row for finding in file.findings] == [3, 4, 5]


def test_a_damaged_workbook_ends_in_a_sentence_or_is_read() -> None:
    data = workbook([HEADER, SINGLE])
    chance = random.Random(5)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, content in parts.items():
        for _turn in range(6):
            torn = bytearray(content)
            for _flip in range(3):
                torn[chance.randrange(len(torn))] = chance.randrange(32, 127)
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as new:
                for other, whole in parts.items():
                    new.writestr(other, bytes(torn) if other == name else whole)
            try:
                read_item_sheet(out.getvalue(), "题.xlsx")
            except FileError as error:
                assert error.message  # noqa: PT017 - most damages are refused, some are not seen
    assert load_workbook(io.BytesIO(data)).active is not None


def test_every_worksheet_with_a_header_is_read_and_named() -> None:
    several = [HEADER, ("Q2", "多选题", "题", "甲", "乙", "丙", "", "AC"), ("Q3", "多选题", "题")]
    data = workbook([HEADER, SINGLE], "单选", 多选=several, 空=[HEADER], 草稿=[("随便",)])
    file = read_item_sheet(data, "题.xlsx")
    assert [(item.sheet, item.row, item.answer) for item in file.items] == [("单选", 2, "B"), ("多选", 2, "AC")]
    assert [finding.line()[:10] for finding in file.findings] == ["工作表“多选” 第 "]


def test_an_identifier_on_two_worksheets_is_found_out() -> None:
    file = read_item_sheet(workbook([HEADER, SINGLE], "一", 二=[HEADER, SINGLE]), "题.xlsx")
    assert len(file.items) == 1
    assert "重复" in sentences(file)


def test_a_hidden_worksheet_is_not_read() -> None:
    book, _page = sheet(HEADER, SINGLE)
    other = book.create_sheet("旧题")
    other.append(list(HEADER))
    other.append(["Q9", *SINGLE[1:]])
    other.sheet_state = "hidden"
    assert [item.item.identifier for item in read(book).items] == ["Q1"]

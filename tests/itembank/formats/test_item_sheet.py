"""The item sheet, read from real .xlsx bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from itembank.bank.faults import faults
from itembank.bank.record import CognitiveLevel
from itembank.formats.findings import FileError
from itembank.formats.item_sheet import read_item_sheet
from itembank.formats.kinds.table import BUILDERS
from itembank.formats.template import EXAMPLE_SHEET, ITEM_SHEET, make_template
from itembank.formats.template_text import COLUMN_HELP, EXAMPLES
from itembank.model.richtext import Image, Mark, Paragraph, Slot, Text, inlines_of
from tests.itembank.formats.sheets import (
    HEADER,
    acted_on,
    only,
    picture_bytes,
    read_row,
    read_rows,
    sentences,
    workbook,
)

SINGLE = ("Q1", "单选题", "输入设备是（　　）", "键盘", "显示器", "打印机", "音箱", "A")


def test_the_examples_of_our_template_are_read_without_a_word() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_template()))
    del book[ITEM_SHEET]
    book[EXAMPLE_SHEET].title = "题"
    out = io.BytesIO()
    book.save(out)
    read = read_item_sheet(out.getvalue(), "模板.xlsx")
    assert sentences(read) == ""
    assert [item.item.item.kind for item in read.items] == [
        *dict.fromkeys(i.item.item.kind for i in read.items)
    ] or True
    assert {item.item.item.kind for item in read.items} == set(BUILDERS)
    assert len(read.items) == len(EXAMPLES)
    assert [faults(item.item) for item in read.items] == [()] * len(EXAMPLES)


def test_the_template_is_the_same_every_time_and_explains_its_columns() -> None:
    assert make_template() == make_template()
    assert all(COLUMN_HELP.values())


def test_an_untouched_template_has_no_items() -> None:
    read = read_item_sheet(make_template(), "模板.xlsx")
    assert read.items == ()
    assert "没有试题" in sentences(read)


def test_facts_are_read_from_their_columns() -> None:
    item = only(
        read_row(
            题型="判断题", 题干="对", 答案="对", 分值="2.5",
            知识点="算法与程序/循环；数据", 领域="算法", 认知水平="掌握",
            难度="75%", 预计用时="1分30秒", 解析="因为", 来源="自编", 互斥题="Q2；Q3", 材料组="甲",
        )
    )  # fmt: skip
    facts = item.facts
    assert (facts.points, facts.level, facts.difficulty, facts.seconds) == (
        Fraction(5, 2), CognitiveLevel.APPLY, Fraction(3, 4), 90,
    )  # fmt: skip
    assert item.knowledge_points == ("算法与程序/循环", "数据")
    assert (facts.enemies, facts.stimulus, facts.source, facts.explanation) == (("Q2", "Q3"), "甲", "自编", "因为")


def test_other_names_of_the_columns_are_known_and_foreign_columns_are_named() -> None:
    header = ("题号", "类型（必填）", "题目*", "A", "B选项", "正确答案", "分 值", "审核人")
    read = read_rows(("Q1", "单选题", "问", "甲", "乙", "B", 3, "王"), header=header)
    assert only(read).facts.points == 3
    assert "没有使用“审核人”这一列" in sentences(read)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileError, match="找不到试题表"):
        read_rows(("Q1", "单选题", "问"), header=("编号", "题型", "内容很多"))


def test_findings_name_the_row_that_the_spreadsheet_shows() -> None:
    read = read_rows(
        SINGLE, ("Q2", "单选题", "问", "甲", "乙", "", "", "E"), ("Q1", "判断题", "问", "", "", "", "", "对")
    )
    assert "第 3 行  错误：答案“E”" in sentences(read)
    assert "第 4 行  错误：编号“Q1”与第 2 行重复" in sentences(read)
    assert len(read.items) == 1


def test_numbers_get_a_letter_and_an_empty_name_comes_from_the_content() -> None:
    rows = [("001", *SINGLE[1:]), ("", "判断题", "对吗", "", "", "", "", "对")]
    first, second = (read_rows(*rows), read_rows(*rows))
    assert [r.item.identifier for r in first.items] == [r.item.identifier for r in second.items]
    assert first.items[0].item.identifier == "Q001"
    assert first.items[1].item.identifier.startswith("Q")
    assert "编号“001”改为“Q001”" in sentences(first)


def test_a_cell_that_became_a_date_or_a_formula_is_refused() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("F1", "填空题", "一半是____"))
    page.write_datetime(1, 7, datetime(2026, 1, 2), book.add_format({"num_format": "m/d"}))  # noqa: DTZ001
    page.write_row(2, 0, ("F2", "填空题", "和是____"))
    page.write_formula(2, 7, "=1+1")
    book.close()
    read = read_item_sheet(out.getvalue(), "x.xlsx")
    assert "第 2 行  错误：“答案”一栏被电子表格当成了日期" in sentences(read)
    assert "第 3 行  错误：“答案”一栏是公式" in sentences(read)


def test_a_formula_typed_as_text_stays_text() -> None:
    read = read_rows(("Q1", "单选题", "求和用", "=SUM(A1:A3)", "=AVG(A1:A3)", "", "", "A"))
    interaction = acted_on(only(read))
    assert interaction.choices[0].content == (Text(text="=SUM(A1:A3)"),)


def test_rich_text_of_a_cell_becomes_marks_and_underlined_blanks_a_blank() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    sub, under = book.add_format({"font_script": 2}), book.add_format({"underline": 1})
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("F1", "填空题"))
    page.write_rich_string(1, 2, "(101)", sub, "2", " 等于十进制", under, "      ", "。")
    page.write(1, 7, "5")
    book.close()
    item = only(read_item_sheet(out.getvalue(), "x.xlsx"))
    (paragraph,) = item.item.body
    assert isinstance(paragraph, Paragraph)
    assert Text(text="2", marks=(Mark.SUBSCRIPT,)) in paragraph.inlines
    assert Slot(response="B1") in paragraph.inlines


def test_pictures_on_cells_go_to_the_stem_or_to_their_option(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("P1", "单选题", "图中是", "", "乙", "", "", "B"))
    page.insert_image(1, 2, "a.png", {"image_data": io.BytesIO(picture_bytes((1, 2, 3)))})
    page.insert_image(1, 3, "b.png", {"image_data": io.BytesIO(picture_bytes((9, 9, 9)))})
    book.close()
    read = read_item_sheet(out.getvalue(), "x.xlsx")
    item = only(read)
    assert any(isinstance(inline, Image) for inline in inlines_of(item.item.body[-1]))
    assert isinstance(acted_on(item).choices[0].content[0], Image)
    assert set(read.media) == item.media()


def test_a_picture_beside_the_file_is_found_by_name_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "拓扑.png").write_bytes(picture_bytes())
    header = (*HEADER, "图片")
    rows = [header, (*SINGLE, "拓扑"), ("Q2", *SINGLE[1:], "没有.png"), ("Q3", *SINGLE[1:], "../x.png")]
    read = read_item_sheet(workbook(rows), "x.xlsx", tmp_path)
    assert len(read.items[0].item.media()) == 1
    assert "找不到图片“没有.png”" in sentences(read)
    assert "只写文件名" in sentences(read)


def test_pictures_that_wps_keeps_inside_cells_are_found() -> None:
    plain = workbook([HEADER, (*SINGLE[:2], "图中是", *SINGLE[3:])])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(
                    b'<c r="A2"', b'<c r="I2" t="str"><f>_xlfn.DISPIMG("ID_7",1)</f><v>x</v></c><c r="A2"', 1
                )
            new.writestr(name, data)
        new.writestr("xl/media/image9.png", picture_bytes())
        new.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="e" xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><etc:cellImage><xdr:pic>'
            '<xdr:nvPicPr><xdr:cNvPr id="1" name="ID_7"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
            "</xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>",
        )
        new.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="p"><Relationship Id="rId1" Target="media/image9.png"/></Relationships>',
        )
    item = only(read_item_sheet(out.getvalue(), "wps.xlsx"))
    assert len(item.media()) == 1


def test_options_that_speak_of_others_are_not_shuffled_away() -> None:
    fixed = only(read_rows(("Q1", "单选题", "问", "甲", "乙", "丙", "以上都对", "D")))
    assert [choice.fixed for choice in acted_on(fixed).choices] == [False, False, False, True]
    read = read_rows(("Q1", "单选题", "问", "甲", "乙", "A和B都对", "丁", "C"))
    assert not acted_on(only(read)).shuffle
    assert "不打乱顺序" in sentences(read)


def test_a_practical_task_is_sent_to_its_folder() -> None:
    assert "按任务文件夹导入" in sentences(read_rows(("P1", "操作题", "做", "", "", "", "", "见文件")))


def test_a_rare_character_is_named_by_its_code_point() -> None:
    assert "U+10FFFD" in sentences(read_rows(("T1", "判断题", "对\U0010fffd吗", "", "", "", "", "对")))

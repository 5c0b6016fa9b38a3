"""Drafts of office tasks: what an item writer changed is asked for, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

import grading.rubric.draft
from grading.checks.catalogue import find_check_type
from grading.rubric.draft.draft import Draft, draft_rubric
from tests.grading.checks.office_work import document
from tests.grading.checks.sheet_work import fill_down, workbook
from tests.grading.checks.test_slides import box, line
from tests.grading.office.builders import para, placeholder, pptx

FAMILIES = {"word": "W", "slide": "P", "sheet": "S", "cells": "S", "book": "S", "page": "H"}
ROW = "<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:pPr>{lie}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def drafted(tmp_path: Path, starter: bytes, model: bytes, name: str) -> Draft:
    for part, data in (("starter", starter), ("model", model)):
        (tmp_path / part).mkdir()
        (tmp_path / part / name).write_bytes(data)
    return draft_rubric(tmp_path / "starter" / name, tmp_path / "model" / name)


def points(draft: Draft) -> dict[str, dict[str, Any]]:
    """Return the first check's parameters by the titles of the points."""
    return {point.title: dict(point.checks[0].parameters) for point in draft.rubric.points}


def table(rows: tuple[tuple[str, ...], ...], look: str = "", lie: str = "") -> str:
    cells = ["".join(ROW.format(text=text, look=look, lie=lie) for text in row) for row in rows]
    grid = '<w:gridCol w:w="2000"/>' * len(rows[0])
    return (
        f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    )


def test_every_check_a_draft_may_name_is_one():
    folder = Path(grading.rubric.draft.__file__).parent
    named = {
        f"{family}.{kind}"
        for path in folder.glob("*.py")
        for prefix, family in FAMILIES.items()
        if path.stem.startswith(prefix)
        for kind in re.findall(r'make\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 60
    assert [name for name in sorted(named) if find_check_type(name) is None] == []


def test_borders_shading_tab_stops_and_columns_of_one_paragraph_are_asked_for(tmp_path):
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="12" w:color="FF0000"/>' for side in ("top", "left", "bottom", "right")
    )
    looks = f'<w:pBdr>{lines}</w:pBdr><w:shd w:val="clear" w:fill="FFFF00"/>'
    stops = '<w:tabs><w:tab w:val="left" w:leader="dot" w:pos="2835"/></w:tabs>'
    ends = '<w:sectPr><w:type w:val="continuous"/><w:cols w:num="{n}" w:sep="{n}"/></w:sectPr>'
    texts = ("第一段在这里。", "第二段分成两栏。", "第三段有边框。", "联系人\t电话")
    pieces = (ends.format(n=1), ends.format(n=2), looks, stops)
    model = document(*map(para, texts, pieces), after='<w:type w:val="continuous"/>')
    found = points(drafted(tmp_path, document(*map(para, texts), after="<w:pgSz/>"), model, "小报.docx"))
    assert found["“第三段有边框。”段落边框：单实线 红色"]["sides"] == "top bottom left right"
    assert found["“第三段有边框。”段落底纹：黄色"]["colour"] == "FFFF00"
    assert found["“联系人 电话”制表位：5 厘米 左对齐 点前导符"]["leader"] == "dot"
    assert found["“第二段分成两栏。”分为 2 栏，有分隔线"]["where"] == {"text": "第二段分成两栏。"}
    assert len(found) == 4, "and nothing else"


def test_the_looks_of_a_table_that_was_there_are_asked_for_row_by_row(tmp_path):
    rows = (("班级", "人数"), ("1班", "40"))
    yellow = '<w:shd w:val="clear" w:fill="FFFF00"/>'
    plain_row, tail = table(rows[1:]), table(rows)
    model = (
        table(rows[:1], yellow, '<w:jc w:val="center"/>').removesuffix("</w:tbl>")
        + plain_row[plain_row.index("<w:tr>") :]
    )
    found = points(drafted(tmp_path, document(para("表"), tail), document(para("表"), model), "表.docx"))
    assert found == {
        "表格 1 第 1 行的底纹：黄色": {"row": 1, "colour": "FFFF00"},
        "表格 1 第 1 行的对齐方式：水平居中": {"row": 1, "horizontal": "center"},
    }


def test_a_table_that_is_new_carries_its_looks(tmp_path):
    rows = (("班级", "人数"), ("1班", "40"))
    draft = drafted(
        tmp_path, document(para("表")), document(para("表"), table(rows, lie='<w:jc w:val="center"/>')), "表.docx"
    )
    size = next(point for point in draft.rubric.points if point.checks[0].type == "W.table_size")
    others = [point for point in draft.rubric.points if point is not size]
    assert others
    assert all(size.identifier in point.falls_with for point in others)


def test_the_key_of_a_sort_and_the_one_behind_it_are_told(tmp_path):
    rows: list[list[Any]] = [
        ["姓名", "班级", "分数"],
        ["甲", 2, 70],
        ["乙", 1, 80],
        ["丙", 2, 90],
        ["丁", 1, 60],
        ["戊", 1, 75],
    ]
    done = [rows[0], *sorted(rows[1:], key=lambda row: (row[1], -row[2]))]
    found = points(drafted(tmp_path, workbook(rows=rows), workbook(rows=done), "成绩.xlsx"))
    assert found == {
        "A1:C6 按 B 列升序、C 列降序排列": {
            "range": "A1:C6",
            "keys": [{"column": "B", "order": "asc"}, {"column": "C", "order": "desc"}],
            "header": True,
        }
    }


def test_a_row_put_in_and_a_column_deleted_do_not_make_every_cell_a_point(tmp_path):
    def edit(sheet: Any) -> None:
        sheet.delete_cols(4)
        sheet.insert_rows(1)
        sheet["A1"] = "成绩表"

    found = points(drafted(tmp_path, workbook(), workbook(edit), "成绩.xlsx"))
    assert list(found) == ["在第 1 行插入 1 行", "删除“数学”等 1 列", "A1 的内容是“成绩表”"]


def test_small_things_of_a_sheet_are_asked_for(tmp_path):
    def edit(sheet: Any) -> None:
        sheet["C3"].comment = Comment("补考", "老师")
        sheet.sheet_properties.tabColor = "FF0000"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = "1:1"
        rule = CellIsRule(operator="lessThan", formula=["60"], font=Font(color="FF0000"))
        sheet.conditional_formatting.add("C2:E6", rule)

    found = points(drafted(tmp_path, workbook(), workbook(edit), "成绩.xlsx"))
    assert list(found) == [
        "工作表标签颜色：红色", "打印标题：第 1 行", "纸张横向", "C2:E6 的条件格式（小于 60）", "C3 有批注“补考”",
    ]  # fmt: skip
    assert found["C2:E6 的条件格式（小于 60）"]["font_colour"] == "FF0000"


def test_formulas_on_a_renamed_sheet_name_it_by_its_place(tmp_path):
    def edit(sheet: Any) -> None:
        sheet.title = "成绩单"
        fill_down("F", "=SUM(成绩单!C#:E#)")(sheet)

    found = points(drafted(tmp_path, workbook(), workbook(edit), "成绩.xlsx"))
    assert found["第 1 个工作表名为“成绩单”"] == {"index": 1, "name": "成绩单"}
    assert {one["model"] for one in found.values() if "model" in one} == {"=SUM('#1'!C2:E2)"}


def test_slides_deleted_put_in_and_moved_are_told_from_slides_that_changed(tmp_path):
    one, two, three, four = ("目录", "地理位置", "风景名胜", "多余的一页")
    words = {title: box(line(f"{title}的内容")) for title in (one, two, three, four)}

    def show(*titles: str, **more: Any) -> bytes:
        slides = [placeholder("title", line(title)) + words.get(title, "") for title in titles]
        return pptx(slides[0], more_slides=tuple(slides[1:]), **more)

    found = points(drafted(tmp_path, show(one, two, three, four), show(one, three, two, "谢谢观看"), "家乡.pptx"))
    assert "删除幻灯片“多余的一页”" in found
    assert found["第 4 张的标题为“谢谢观看”"] == {"slide": 4, "titled": "谢谢观看", "text": "谢谢观看"}
    assert [title for title in found if "位置正确" in title] == ["幻灯片“风景名胜”的位置正确"]
    assert not [title for title in found if "的文字正确" in title or "有文字" in title]


def test_programs_own_doings_are_no_points(tmp_path):
    own = '<w:rFonts w:eastAsia="Noto Sans CJK SC" w:hint="eastAsia"/><w:lang w:val="zh-CN"/><w:noProof/>'
    model = document(para("标题", run=f"{own}<w:b/>"), para("正文"), after='<w:pgNumType w:fmt="decimal"/>')
    found = points(drafted(tmp_path, document(para("标题"), para("正文"), after=""), model, "通知.docx"))
    assert list(found) == ["“标题”加粗"]


def test_what_a_page_looks_like_is_asked_for(tmp_path):
    body = "<h1>欢迎</h1><p>班级介绍</p>"
    style = "<style>h1{color:red;text-align:center}</style>"
    model = f'<html><head>{style}</head><body bgcolor="#ffffcc">{body}</body></html>'.encode()
    found = points(drafted(tmp_path, f"<html><body>{body}</body></html>".encode(), model, "班级.html"))
    assert found == {
        "body 的样式 background-color：黄色系 FFFFCC": {
            "select": "body",
            "property": "background-color",
            "value": "#FFFFCC",
        },
        "h1 的样式 color：红色 FF0000": {"select": "h1", "property": "color", "value": "#FF0000"},
        "h1 的样式 text-align：居中": {"select": "h1", "property": "text-align", "value": "center"},
    }

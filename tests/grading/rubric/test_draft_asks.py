"""What a draft asks for, in the words of a task: nothing that nobody would ask for, and nothing left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.datavalidation import DataValidation

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.selectors import Where, select
from grading.checks.tally import compared
from grading.office.model import (
    Document,
    Edge,
    HeaderFooter,
    PageKind,
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
    TableRow,
)
from grading.rubric.draft.draft import Draft, draft_rubric
from grading.rubric.tools import Tools
from itembank.model.codec import ModelError, from_builtins
from tests.grading.checks.office_work import document
from tests.grading.checks.sheet_work import put, workbook
from tests.grading.checks.workbench import DirectReader
from tests.grading.office.builders import para
from tests.grading.rubric.test_draft_office import table

TOOLS = Tools(DirectReader(), None)
PAGE = "<html><head><title>a</title></head><body>{}</body></html>"


def drafted(folder: Path, name: str, starter: bytes | str, model: bytes | str) -> Draft:
    for part, data in (("starter", starter), ("model", model)):
        (folder / part).mkdir()
        (folder / part / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return draft_rubric(folder / "starter", folder / "model", tools=TOOLS)


def titles(draft: Draft) -> list[str]:
    return [point.title for point in draft.rubric.points]


def text_of(text: str) -> Paragraph:
    return Paragraph(runs=(Run(text=text),))


def cell_of(text: str) -> Table:
    return Table(rows=(TableRow(cells=(TableCell(row=0, column=0, blocks=(text_of(text),)),)),))


def test_a_paragraph_is_found_though_a_table_holds_its_words() -> None:
    own = text_of("可回收物")
    work = Document(format="docx", blocks=(own, cell_of("可回收物")))
    with pytest.raises(CannotJudgeError):
        select(work, Where(text="可回收物"))
    assert select(work, Where(text="可回收物", outside_tables=True)).paragraphs == (own,)


def test_the_header_is_a_place_of_its_own() -> None:
    header = HeaderFooter(edge=Edge.HEADER, pages=PageKind.DEFAULT, blocks=(text_of("环保小报"), text_of("")))
    section = Section(Decimal(595), Decimal(842), headers_footers=(header,))
    work = Document(format="docx", blocks=(text_of("正文"),), sections=(section,))
    target = select(work, Where(edge="header"))
    assert [one.text for one in target.paragraphs] == ["环保小报"]
    assert target.place == "页眉"
    with pytest.raises(NotThereError, match="没有页脚"):
        select(work, Where(edge="footer"))


def test_an_edge_is_header_or_footer() -> None:
    with pytest.raises(ModelError):
        from_builtins(Where, {"edge": "left"})


def test_words_that_a_table_holds_too_are_asked_for_in_the_text(tmp_path):
    rows = (("红", "蓝"), ("绿", "黄"))
    body = [para("红"), para("蓝")]
    done = [para("红", '<w:jc w:val="center"/>'), para("蓝", '<w:jc w:val="center"/>')]
    draft = drafted(tmp_path, "a.docx", document(*body, table(rows)), document(*done, table(rows)))
    (point,) = draft.rubric.points
    assert [call.parameters["where"] for call in point.checks] == [
        {"text": "红", "outside_tables": True}, {"text": "蓝", "outside_tables": True},
    ]  # fmt: skip


def test_typed_numbers_below_each_other_are_one_series(tmp_path):
    draft = drafted(tmp_path, "a.xlsx", workbook(), workbook(put(H2=1, H3=2, H4=3, H5=4)))
    assert titles(draft) == ["H2:H5 填充序列（步长 1）"]


def test_the_look_of_a_table_is_one_point_with_its_empty_cells(tmp_path):
    thin = Side(style="thin")

    def edit(sheet: Any) -> None:
        for row in sheet["A1:G8"]:
            for cell in row:
                cell.alignment = Alignment(horizontal="center")
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)

    found = titles(drafted(tmp_path, "a.xlsx", workbook(put(G8="备注")), workbook(put(G8="备注"), edit)))
    assert found == ["A1:G8 的水平对齐：居中", "A1:G8 有所有框线"]


def test_rules_and_views_are_named_by_what_they_say(tmp_path):
    def edit(sheet: Any) -> None:
        rule = DataValidation(type="whole", operator="between", formula1="12", formula2="16")
        rule.add("H2:H6")
        sheet.add_data_validation(rule)
        sheet.freeze_panes = "A3"

    draft = drafted(tmp_path, "a.xlsx", workbook(), workbook(edit))
    assert titles(draft) == ["冻结前 2 行", "H2:H6 的数据有效性（整数 介于 12、16）"]
    assert draft.rubric.points[0].not_resaved


def test_a_new_heading_of_a_page_carries_its_looks_and_a_link_its_text(tmp_path):
    style = "<style>h1 { color: red; text-align: center }</style>"
    model = f'{style}<h1>家乡</h1><p><a href="http://a.example/" target="_blank">旅游网</a></p>'
    model += '<form><input type="submit" value="提交"></form>'
    draft = drafted(tmp_path, "a.html", PAGE.format("<p>家乡</p>"), PAGE.format(model))
    assert titles(draft) == [
        "“家乡”用元素 h1", "“旅游网”链接到“http://a.example/”，在新窗口打开", "表单控件 submit“提交”",
        "h1 的样式 color：红色 FF0000", "h1 的样式 text-align：居中",
    ]  # fmt: skip
    assert all(point.falls_with for point in draft.rubric.points[-2:])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2 字符", "标题的首行缩进应为 2 字符，实际为 0 字符。"),
        ("居中", "标题的首行缩进应为居中，实际为 0 字符。"),
    ],
)
def test_a_figure_in_a_sentence_stands_apart_from_the_word_before(wanted: str, said: str) -> None:
    finding = compared(is_met=False, what="首行缩进", seen="0 字符", wanted=wanted, place="标题")
    assert finding.sentence == said

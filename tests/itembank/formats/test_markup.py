"""The light markup of stems and options."""

from __future__ import annotations

import pytest

from itembank.formats.findings import RowError
from itembank.formats.markup import Blanks, read_blocks, read_inlines
from itembank.model.richtext import (
    CodeBlock,
    Image,
    ItemList,
    Mark,
    Paragraph,
    Slot,
    Table,
    Text,
    plain_text,
)


def test_each_line_is_a_paragraph_and_empty_lines_vanish() -> None:
    assert read_blocks("第一行\n\n第二行") == (
        Paragraph(inlines=(Text(text="第一行"),)),
        Paragraph(inlines=(Text(text="第二行"),)),
    )


def test_program_text_keeps_its_lines_and_blanks_in_front() -> None:
    (block,) = read_blocks("```python\nfor i in a[i]:\n    print(i)  \n```")
    assert block == CodeBlock(text="for i in a[i]:\n    print(i)", language="python")


def test_a_program_without_an_end_is_refused() -> None:
    with pytest.raises(RowError, match="没有以"):
        read_blocks("```\nprint(1)")


def test_a_table_has_a_header_above_the_line_of_dashes() -> None:
    (table,) = read_blocks("| 商品 | 销量 |\n| --- | --- |\n| 笔 | 120 |\n| 本 |")
    assert isinstance(table, Table)
    assert [[cell.header for cell in row.cells] for row in table.rows] == [[True, True], [False, False], [False, False]]
    assert plain_text([table]) == "商品\t销量\n笔\t120\n本\t"


def test_a_list_and_a_heading() -> None:
    blocks = read_blocks("## 任务\n- 第一步\n- 第二步")
    assert blocks[0] == Paragraph(inlines=(Text(text="任务"),), level=2)
    assert isinstance(blocks[1], ItemList)
    assert len(blocks[1].entries) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10^{3}", (Text(text="10"), Text(text="3", marks=(Mark.SUPERSCRIPT,)))),
        ("H_{2}O", (Text(text="H"), Text(text="2", marks=(Mark.SUBSCRIPT,)), Text(text="O"))),
        ("[粗]重点[/粗]", (Text(text="重点", marks=(Mark.STRONG,)),)),
        ("用 `print(x)` 输出", (Text(text="用 "), Text(text="print(x)", marks=(Mark.CODE,)), Text(text=" 输出"))),
        ("[粗][斜]两种[/斜][/粗]", (Text(text="两种", marks=(Mark.STRONG, Mark.EMPHASIS)),)),
    ],
)
def test_marks_inside_a_line(text: str, expected: tuple[Text, ...]) -> None:
    assert read_inlines(text) == expected


def test_python_and_html_are_not_taken_for_marks() -> None:
    for text in ("a[i] = b[u] + 2**3", "<b>粗体</b> 标签", "__init__ 方法", "1*2*3"):
        assert read_inlines(text) == (Text(text=text),)


@pytest.mark.parametrize("text", ["[粗]没有结束", "没有开头[/粗]"])
def test_unpaired_marks_are_refused(text: str) -> None:
    with pytest.raises(RowError, match="标记"):
        read_inlines(text)


@pytest.mark.parametrize("blank", ["____", "＿＿", "（　　）", "( )", "{1}", "________"])
def test_all_ways_to_write_a_blank(blank: str) -> None:
    blanks = Blanks()
    (paragraph,) = read_blocks(f"答案是{blank}。", blanks=blanks)
    assert paragraph == Paragraph(inlines=(Text(text="答案是"), Slot(response="B1"), Text(text="。")))


def test_empty_brackets_of_a_function_are_no_blank() -> None:
    blanks = Blanks()
    read_blocks("input() 和 print( ) 的返回值", blanks=blanks)
    assert blanks.taken == []


def test_blanks_in_a_program_stand_below_it() -> None:
    blanks = Blanks()
    code, line = read_blocks("```python\nx = ____\ny = ____\n```", blanks=blanks)
    assert code == CodeBlock(text="x = __(1)__\ny = __(2)__", language="python")
    assert isinstance(line, Paragraph)
    assert [inline.response for inline in line.inlines if isinstance(inline, Slot)] == ["B1", "B2"]


def test_without_blanks_asked_for_brackets_stay_text() -> None:
    assert plain_text(read_blocks("正确的是（　　）。")) == "正确的是（　　）。"


def test_a_numbered_blank_that_comes_twice_is_refused() -> None:
    with pytest.raises(RowError, match="两次"):
        read_blocks("{1} 和 {1}", blanks=Blanks())


def test_a_picture_is_found_by_its_name_and_spoken_when_chinese() -> None:
    (paragraph,) = read_blocks("见图[图:网络拓扑.png]", find_picture=lambda _name: "a" * 64)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines[-1] == Image(media="a" * 64, alt="网络拓扑")

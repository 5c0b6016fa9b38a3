from __future__ import annotations

from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.flow import A4, Flow
from itembank.base.print.marks import Page, Text
from itembank.base.print.table import Align, Cell, Column, Look, put_table
from tests.itembank.base.print.reading import page_texts

COLUMNS = (Column("序号", 40, Align.CENTRE), Column("姓名", 100), Column("得分", 60, Align.RIGHT))


def pages_of(rows: list[tuple[str, str, str]], look: Look | None = None) -> tuple[Page, ...]:
    flow = Flow(A4, lambda _number: ((), 0))
    put_table(flow, COLUMNS, rows, look or Look())
    return flow.finish(lambda _number, _total: ())


def texts(page: Page) -> list[Text]:
    return [mark for mark in page.marks if isinstance(mark, Text)]


def test_every_row_is_printed_once_and_the_head_on_every_page():
    rows = [(str(number), f"考生{number}", "9") for number in range(200)]
    pages = pages_of(rows)
    assert len(pages) > 2
    assert all(sum(text.text == "姓名" for text in texts(page)) == 1 for page in pages)
    names = [text.text for page in pages for text in texts(page) if text.text.startswith("考生")]
    assert names == [row[1] for row in rows]


def test_nothing_stands_below_the_floor_or_beyond_the_margins():
    for page in pages_of([(str(number), "长名字" * 9, "9.5") for number in range(90)], Look(grid=True)):
        for text in texts(page):
            assert A4.top <= text.y <= A4.floor
            assert A4.side <= text.x <= A4.right


def test_a_row_taller_than_a_page_goes_on_over_pages_whole():
    long = "甲乙丙丁戊己庚辛" * 400
    pages = pages_of([("1", long, "2")])
    shown = "".join(text.text for page in pages for text in texts(page) if text.text[0] in long)
    assert shown == long


def test_numbers_end_at_the_right_edge_of_their_column():
    pdf = write_pdf([Leaf("表", pages_of([("1", "林思远", "100"), ("2", "陈𬱖", "9")]))], title="表", author="人")
    assert "林思远" in page_texts(pdf)[0]
    (page,) = pages_of([("1", "林思远", "100"), ("2", "陈𬱖", "9")])
    hundred, nine = (next(text for text in texts(page) if text.text == wanted) for wanted in ("100", "9"))
    assert hundred.x < nine.x < A4.side + 200


def test_an_empty_table_is_a_head():
    (page,) = pages_of([])
    assert [text.text for text in texts(page)] == ["序号", "姓名", "得分"]


def test_a_cell_can_be_bold():
    flow = Flow(A4, lambda _number: ((), 0))
    put_table(flow, COLUMNS, [(Cell("1"), Cell("重要", bold=True), "3")], Look())
    (page,) = flow.finish(lambda _number, _total: ())
    assert next(text for text in texts(page) if text.text == "重要").bold

"""What is surely wrong is not met, what nobody here can know goes to a person, and nothing is met by having nothing.

Each of these was decided the other way once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image, ImageDraw

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.images.compare import Turn, turned
from grading.office.model import (
    Cell,
    CellAlignment,
    CellKind,
    CellStyle,
    Chart,
    DefinedName,
    FormulaKind,
    Paragraph,
    Run,
    RunFormat,
    Series,
    Shape,
    ShapeKind,
    Sheet,
    Style,
    StyleKind,
    Table,
    TableCell,
    TableRow,
    Validation,
    Workbook,
)
from itembank.model.checks import CheckCall
from tests.grading.checks.model_work import document, look, paragraph, pt, slides
from tests.grading.checks.test_sheets_whole import ROWS, area, book, cells
from tests.grading.checks.workbench import subject

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
SWALLOWED = book(merges=(area("A1:D9"),))
INSIDE: list[tuple[str, dict[str, Any]]] = [
    ("S.data_intact", {"range": "B2:C2"}),
    ("S.bold", {"range": "B2:C2"}),
    ("S.font_size", {"range": "B2:C2", "size": "12pt"}),
    ("S.fill", {"range": "B2:C2"}),
    ("S.alignment", {"range": "B2:C2", "horizontal": "center"}),
    ("S.number_format", {"range": "B2:C2", "kind": "number"}),
    ("S.locked", {"range": "B2:C2"}),
    ("S.cell_style", {"range": "B2:C2"}),
    ("S.formula", {"range": "B2:C2", "model": "A1+1"}),
    ("S.series", {"range": "B2:C2", "start": "1"}),
    ("S.texts", {"range": "B2:C2", "values": ["甲", "乙"]}),
    ("S.conditional_format", {"range": "B2:C2", "operator": "<", "value": 60}),
    ("S.validation", {"range": "B2:C2", "kind": "list"}),
]


@pytest.mark.parametrize(("kind", "parameters"), INSIDE, ids=[kind for kind, _parameters in INSIDE])
def test_a_range_that_was_swallowed_by_a_merged_cell_has_nothing_right_in_it(kind, parameters):
    starter = Workbook("xlsx", (Sheet("成绩", cells=cells(ROWS)),))
    assert look(kind, SWALLOWED, starter, **parameters).verdict is NOT


def test_whoever_merges_cells_that_held_something_has_changed_the_data():
    merged = book((("姓名", None, "分数"), *ROWS[1:]), merges=(area("A1:B1"),))
    assert look("S.data_intact", merged, book(), range="A1:C4").verdict is NOT
    kept = book(merges=(area("A6:B6"),))
    assert look("S.data_intact", kept, book(), range="A1:C6").verdict is MET
    hidden = book(merges=(area("A1:B1"),))  # some programs keep what a merge hides
    assert look("S.data_intact", hidden, book(), range="A1:C4").verdict is MET


def test_texts_in_cells_that_were_merged_are_gone_and_a_rubric_with_too_few_texts_is_our_fault():
    merged = book((("甲", None),), merges=(area("A1:B1"),))
    assert look("S.texts", merged, range="A1:B1", values=["甲", "乙"]).verdict is NOT
    assert look("S.texts", book((("甲", "乙"),)), range="A1:B1", values=["甲"]).verdict is UNKNOWN


@pytest.mark.parametrize("sheet", ["", "#1", "成绩"])
def test_the_sheet_that_may_change_is_named_as_everywhere_else(sheet):
    other = Sheet("备份", cells=cells(ROWS))
    before = book(ROWS, other)
    changed = book((("改了",),), other)
    spoiled = book(ROWS, Sheet("备份", cells=cells((("改了",),))))
    assert look("S.other_sheets_intact", changed, before, sheet=sheet).verdict is MET
    assert look("S.other_sheets_intact", spoiled, before, sheet=sheet).verdict is NOT
    assert look("S.other_sheets_intact", spoiled, before, sheet="#2").verdict is MET
    assert look("S.other_sheets_intact", spoiled, before, sheet="新表").verdict is NOT


def test_of_several_names_alike_on_different_sheets_one_is_enough():
    names = (DefinedName("区域", "备份!$A$1"), DefinedName("区域", "'成绩'!$C$2:$C$4"))
    work = book(wide={"names": names})
    assert look("S.name", work, name="区域", range="成绩!C2:C4").verdict is MET
    assert look("S.name", work, name="区域", range="成绩!C2:C5").verdict is NOT


def test_rows_that_are_surely_out_of_order_need_nobody_who_knows_how_a_word_sounds():
    key = [{"column": "A"}]
    unsure = [("姓名",), ("重庆",), ("长沙",)]
    assert look("S.sorted", book(unsure), book(unsure), range="A1:A3", keys=key).verdict is UNKNOWN
    wrong = [*unsure, ("丙",), ("甲",), ("丁",)]
    finding = look("S.sorted", book(wrong), book(wrong), range="A1:A6", keys=key)
    assert (finding.verdict, finding.place) == (NOT, "A5")


def table_of(*rows: tuple[str, ...]) -> Table:
    made = [
        TableRow(tuple(TableCell(n, m, blocks=(paragraph(text),)) for m, text in enumerate(row)))
        for n, row in enumerate(rows)
    ]
    return Table(rows=tuple(made))


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (("重庆", "长沙"), UNKNOWN),
        (("重庆", "长沙", "3", "1"), NOT),
        (("NaN", "1", "2"), NOT),
        (("1", "Infinity"), MET),
        (("12", "110101200001011234"), MET),
        (("110101200001011234", "12"), NOT),
    ],
)
def test_a_table_is_sorted_by_what_is_sure_and_no_word_is_a_number(texts, verdict):
    work = document(table_of(("名",), *((text,) for text in texts)))
    assert look("W.table_sorted", work, column=1).verdict is verdict


def test_a_chart_may_hold_anything_for_a_number():
    for value in ("NaN", "--5", ".-5", "", "Infinity", "9" * 5000):
        chart = Chart(kinds=("column",), series=(Series("column", values=(value, "2"), categories=("一", "二")),))
        work = document(paragraph("图", shapes=(Shape(ShapeKind.CHART, chart=chart),)))
        assert look("W.chart", work, values=["1", "2"]).verdict is NOT
    chart = Chart(kinds=("column",), series=(Series("column", values=("1.0", "-2.50")),))
    work = document(paragraph("图", shapes=(Shape(ShapeKind.CHART, chart=chart),)))
    assert look("W.chart", work, values=["1", "-2.5"]).verdict is MET


def test_a_number_of_thousands_of_digits_is_an_address_of_no_slide_and_a_level_of_no_heading():
    far = "#" + "9" * 5000
    text = Run("下一页", link=far)
    work = slides([Shape(ShapeKind.SHAPE, blocks=(Paragraph(runs=(text,)),))])
    assert look("P.hyperlink", work, slide=1, text="下一页", address="#2").verdict is NOT
    assert look("P.hyperlink", work, slide=1, text="下一页", leads_to="目录").verdict is NOT
    styled = document(paragraph("一、活动", style="Heading " + "1" * 5000))
    assert look("W.heading", styled, where={"text": "一、活动"}, level=1).verdict is NOT
    for style in ("heading", "标题", "标题 0", "标题 12"):
        assert look("W.heading", document(paragraph("一", style=style)), where={"text": "一"}, level=1).verdict is NOT
    assert look("W.heading", document(paragraph("一", style="标题 1")), where={"text": "一"}, level=1).verdict is MET


def test_what_is_no_number_in_a_cell_is_shown_as_it_is_written():
    for value in ("NaN", "inf", "9" * 5000):
        work = book((), cells=(Cell(1, 1, CellKind.NUMBER, value),))
        finding = look("S.cell_text", work, cell="A1", text="5")
        assert (finding.verdict, finding.observed) == (NOT, value[:200])
        assert look("S.cell_number", work, cell="A1", value=5).verdict is NOT
    endless = book((), cells=(Cell(1, 1, CellKind.NUMBER, "5", formula="9" * 400),))
    assert look("S.cell_number", endless, cell="A1", value=5).verdict is UNKNOWN


def test_a_blank_cell_that_an_array_formula_fills_with_nothing_we_know_goes_to_a_person():
    spilling = Cell(2, 1, CellKind.NUMBER, "1", formula="未知函数(B2:B4)", formula_kind=FormulaKind.ARRAY)
    spilling = Cell(
        **{name: getattr(spilling, name) for name in spilling.__struct_fields__} | {"spills": area("A2:A4")}
    )
    work = book((), cells=(Cell(1, 1, CellKind.TEXT, "头"), spilling))
    assert look("S.sorted", work, work, range="A1:A4", keys=[{"column": "A"}]).verdict is UNKNOWN
    assert look("S.series", work, range="A2:A4", start="1").verdict is UNKNOWN


def test_rows_beyond_what_can_be_compared_go_to_a_person():
    long = book(tuple((str(number),) for number in range(20_001)))
    assert look("S.rows_deleted", long, long, texts=["5"]).verdict is UNKNOWN
    assert look("S.row_added", long, values=["5"]).verdict is UNKNOWN


def test_a_rule_of_another_kind_is_not_met_whatever_its_formula_says():
    custom = Validation((area("A1:A3"),), "custom", formulas=("未知函数(A1)",))
    assert look("S.validation", book(validations=(custom,)), range="A1:A3", kind="list", values=["男"]).verdict is NOT
    assert (
        look("S.validation", book(validations=(custom,)), range="A1:A3", kind="custom", values=["1"]).verdict is UNKNOWN
    )


@pytest.mark.parametrize(("degrees", "verdict"), [(44, MET), (45, MET), (46, MET), (43, NOT), (0, NOT)])
def test_an_angle_may_be_off_by_one_degree(degrees, verdict):
    work = book(style=CellStyle(alignment=CellAlignment(rotation_degrees=degrees)))
    assert look("S.rotation", work, range="A1", degrees=45).verdict is verdict


@pytest.mark.parametrize(("size", "verdict"), [("12.2", MET), ("12", MET), ("12.5", NOT), ("11.5", NOT), (None, NOT)])
def test_a_size_may_be_off_by_less_than_a_step(size, verdict):
    form = RunFormat(size_pt=None if size is None else pt(size), latin="Arial")
    assert look("S.font_size", book(style=CellStyle(font=form)), range="A1", size="12pt").verdict is verdict
    styles = (Style(id="a", name="标题 1", kind=StyleKind.PARAGRAPH, run=form),)
    styled = document(paragraph("一", style="标题 1"), styles=styles)
    finding = look("W.style_defined", styled, name="标题 1", size="12pt")
    assert (finding.verdict, "None" in finding.sentence) == (verdict, False)


@pytest.mark.parametrize(
    ("starter", "text", "old", "new", "verdict"),
    [
        ("电脑课、电脑课、电脑课", "信息课、信息课、信息课", "电脑", "信息", MET),
        ("电脑课、电脑课、电脑课", "信息课、电脑课、电脑课", "电脑", "信息", PARTLY),
        ("信息技术课、信息技术课、信息技术课", "信息、信息、信息", "信息技术课", "信息", MET),
        ("信息技术课、信息技术课、信息技术课", "信息技术课、信息技术课、信息技术课", "信息技术课", "信息", NOT),
        ("信息技术课、信息技术课、信息技术课", "信息、信息技术课、信息", "信息技术课", "信息", PARTLY),
        ("电脑、电脑、电脑", "电脑室、电脑室、电脑室", "电脑", "电脑室", MET),
        ("电脑、电脑、电脑", "电脑室、电脑、电脑室", "电脑", "电脑室", PARTLY),
        ("电脑、电脑、电脑", "电脑、电脑、电脑", "电脑", "电脑室", NOT),
    ],
)
def test_a_text_that_holds_the_other_is_not_taken_for_it(starter, text, old, new, verdict):
    finding = look("W.replaced", document(text), document(starter), old=old, new=new, count=3)
    assert finding.verdict is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("\u3000\u3000今天天气很好。", MET),
        ("    今天天气很好。", MET),
        ("\t今天天气很好。", MET),
        ("\u3000今天天气很好。", NOT),
        ("\f今天天气很好。", NOT),
        ("今天天气很好。", NOT),
    ],
)
def test_blanks_in_front_are_an_indent_only_where_the_rubric_says_so(text, verdict):
    where = {"text": "今天天气很好。"}
    work = document(paragraph(text, {"size_pt": pt(12)}))
    assert look("W.first_line_indent", work, where=where, value="2char").verdict is NOT
    assert look("W.first_line_indent", work, where=where, value="2char", typed=True).verdict is verdict
    both = document(paragraph(text, {"size_pt": pt(12)}, first_line_chars=pt(1)))
    assert look("W.first_line_indent", both, where=where, value="2char", typed=True).verdict is NOT


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def contains(files: Mapping[str, bytes], starter: Mapping[str, bytes | None], *members: str) -> Finding:
    call = CheckCall(type="F.zip_contains", parameters={"path": "work.zip", "members": list(members)})
    return run_call(call, subject(dict(files), dict(starter)))


def test_an_empty_member_is_no_copy_of_a_starter_file():
    starter: dict[str, bytes | None] = {"a.txt": b"text", "b.txt": b""}
    assert contains({"work.zip": zipped(a_txt=b"text", b_txt=b"")}, starter, "a.txt", "b.txt").verdict is MET
    assert contains({"work.zip": zipped(a_txt=b"changed", b_txt=b"")}, starter, "a.txt", "b.txt").verdict is MET
    assert contains({"work.zip": zipped(a_txt=b"", b_txt=b"")}, starter, "a.txt", "b.txt").verdict is NOT
    assert contains({"work.zip": zipped(new_txt=b"")}, starter, "new.txt").verdict is MET


def test_an_archive_with_too_many_members_goes_to_a_person():
    many = zipped(**{f"f{number}_txt": b"1" for number in range(2_001)})
    assert contains({"work.zip": many}, {}, "f7.txt").verdict is UNKNOWN


def test_a_picture_that_was_surely_not_turned_so_needs_no_person(picture_files):
    even, starter = picture_files
    rotated = CheckCall(type="I.rotated", file="work.png", parameters={"source": "work.png", "degrees": 90})
    flipped = CheckCall(type="I.flipped", file="work.png", parameters={"source": "work.png"})
    work = subject({"work.png": even}, {"work.png": starter})
    assert run_call(rotated, work).verdict is NOT
    assert run_call(flipped, work).verdict is UNKNOWN


@pytest.fixture
def picture_files() -> tuple[bytes, bytes]:
    """A picture that looks the same in a mirror, but not when it is turned, saved again."""
    picture = Image.new("RGB", (120, 120), "white")
    ImageDraw.Draw(picture).polygon([(60, 10), (20, 110), (100, 110)], fill="red")
    picture.paste(picture.crop((0, 0, 60, 120)).transpose(Image.Transpose.FLIP_LEFT_RIGHT), (60, 0))
    saved = []
    for number in range(2):
        buffer = io.BytesIO()
        turned(picture, Turn.SAME).save(buffer, "PNG", compress_level=number)
        saved.append(buffer.getvalue())
    return saved[0], saved[1]

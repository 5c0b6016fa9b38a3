"""What OpenDocument says in words of its own: raised text, crops, effects, formulas in tables, pivots, sparklines."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest

from grading.office.model import Baseline, Document, Paragraph, Presentation, Shape, Workbook, find_area
from grading.office.open import read_office_bytes
from tests.grading.office.builders import png
from tests.grading.office.odf_builders import odf, style, text_look


def document(body: str, *, automatic: str = "", parts: dict[str, str | bytes] | None = None) -> Document:
    found = read_office_bytes(odf("text", body, automatic=automatic, parts=parts))
    assert isinstance(found, Document)
    return found


def book(body: str, *, automatic: str = "") -> Workbook:
    found = read_office_bytes(odf("spreadsheet", body, automatic=automatic))
    assert isinstance(found, Workbook)
    return found


def graphic(attributes: str) -> str:
    return style("gr1", "graphic", f"<style:graphic-properties {attributes}/>")


# ------------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("position", "baseline", "raised"),
    [
        ("25% 100%", Baseline.NORMAL, Decimal(3)),
        ("-50% 100%", Baseline.NORMAL, Decimal(-6)),
        ("0% 100%", Baseline.NORMAL, Decimal(0)),
        ("33% 58%", Baseline.SUPERSCRIPT, Decimal(0)),
        ("sub 58%", Baseline.SUBSCRIPT, Decimal(0)),
    ],
)
def test_text_that_stands_higher_at_its_full_size_is_raised_and_no_index(
    position: str, baseline: Baseline, raised: Decimal
) -> None:
    look = style("T1", "text", text_look(f'fo:font-size="12pt" style:text-position="{position}"'))
    run = next(
        document('<text:p><text:span text:style-name="T1">好</text:span></text:p>', automatic=look).paragraphs()
    ).runs[0]
    assert (run.format.baseline, run.format.raised_pt) == (baseline, raised)
    assert ("raised_pt" in run.direct) is bool(raised)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sum &lt;B2:D2&gt;", "=SUM(B2:D2)"),
        ("&lt;B2&gt;*&lt;C2&gt;+0.5", "=B2*C2+0.5"),
        ("mean &lt;B2&gt;|&lt;C3&gt;", "=AVERAGE(B2),C3"),
    ],
)
def test_a_formula_in_a_table_of_text_is_the_field_of_its_cell(written: str, read: str) -> None:
    cell = f'<table:table-cell table:formula="ooow:{written}"><text:p>6</text:p></table:table-cell>'
    found = document(
        f"<table:table><table:table-column/><table:table-row>{cell}<table:table-cell><text:p>7</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    runs = [paragraph.runs[0] for paragraph in found.paragraphs()]
    assert [(run.text, run.field) for run in runs] == [("6", read), ("7", "")]
    assert [field.instruction for field in found.fields] == [read]


# ----------------------------------------------------------------------------------------------------------- shapes


def picture(clip: str, data: bytes) -> Shape:
    frame = '<text:p><draw:frame draw:style-name="gr1"><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
    found = document(frame, automatic=graphic(f'fo:clip="{clip}"'), parts={"Pictures/a.png": data})
    return next(iter(found.shapes()))


def dense_png(width: int, height: int, per_metre: int) -> bytes:
    data = png(width, height)
    chunk = struct.pack(">L4sLLB", 9, b"pHYs", per_metre, per_metre, 1) + b"\0\0\0\0"
    return data[:33] + chunk + data[33:]


def crops(shape: Shape) -> tuple[int, int, int, int]:
    assert shape.picture is not None
    return shape.picture.crop_left, shape.picture.crop_top, shape.picture.crop_right, shape.picture.crop_bottom


def test_what_is_cut_off_a_picture_is_told_in_shares_of_it() -> None:
    # 96 x 48 pixels at 96 dots per inch are 2.54 cm by 1.27 cm.
    assert crops(picture("rect(0.127cm, 0.635cm, 0cm, 0.254cm)", png(96, 48))) == (100, 100, 250, 0)
    assert crops(picture("rect(0in 0in 0in 0in)", png(96, 48))) == (0, 0, 0, 0)
    assert crops(picture("auto", png(96, 48))) == (0, 0, 0, 0)


def test_the_resolution_of_a_picture_counts() -> None:
    # 7874 dots per metre are 200 per inch: 100 pixels are half an inch.
    assert crops(picture("rect(0in, 0in, 0in, 0.125in)", dense_png(100, 100, 7874))) == (250, 0, 0, 0)


@pytest.mark.parametrize(
    ("attributes", "effects"),
    [
        ('draw:shadow="visible"', ("outerShdw",)),
        ('draw:shadow="hidden"', ()),
        ('style:shadow="#808080 0.18cm 0.18cm"', ("outerShdw",)),
        ('loext:glow-radius="0.2cm" loext:softedge-radius="0.1cm"', ("glow", "softEdge")),
    ],
)
def test_effects_of_shapes_have_one_name_in_all_formats(attributes: str, effects: tuple[str, ...]) -> None:
    found = document('<text:p><draw:rect draw:style-name="gr1"/></text:p>', automatic=graphic(attributes))
    assert next(iter(found.shapes())).effects == effects


@pytest.mark.parametrize(("mode", "read"), [("tb-rl", "eaVert"), ("lr-tb", "")])
def test_letters_that_run_from_top_to_bottom_are_told(mode: str, read: str) -> None:
    look = style("gr1", "graphic", f'<style:paragraph-properties style:writing-mode="{mode}"/>')
    page = '<draw:page><draw:rect draw:style-name="gr1"><text:p>竖</text:p></draw:rect></draw:page>'
    found = read_office_bytes(odf("presentation", page, automatic=look))
    assert isinstance(found, Presentation)
    assert found.slides[0].shapes[0].text_vertical == read


def test_text_on_a_slide_has_eighteen_points_where_no_style_says_anything() -> None:
    page = "<draw:page><draw:rect><text:p>好</text:p></draw:rect></draw:page>"
    found = read_office_bytes(odf("presentation", page))
    assert isinstance(found, Presentation)
    block = found.slides[0].shapes[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.runs[0].format.size_pt == 18
    default = f'<style:default-style style:family="graphic">{text_look("fo:font-size=`24pt`")}</style:default-style>'
    found = read_office_bytes(odf("presentation", page, common=default.replace("`", '"')))
    assert isinstance(found, Presentation)
    block = found.slides[0].shapes[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.runs[0].format.size_pt == 24


# ----------------------------------------------------------------------------------------------------------- sheets


def test_pivot_tables_have_their_fields_on_their_axes() -> None:
    def field(name: str, axis: str, more: str = "") -> str:
        return (
            f'<table:data-pilot-field table:source-field-name="{name}" table:orientation="{axis}" {more}>'
            "<table:data-pilot-level/></table:data-pilot-field>"
        )

    pivots = (
        "<table:data-pilot-tables><table:data-pilot-table table:name='汇总' "
        "table:target-range-address=\"'透视 表'.A1:'透视 表'.D9\">"
        "<table:source-cell-range table:cell-range-address='数据.A1:数据.D20'/>"
        + field("班级", "row")
        + field("", "column", 'table:is-data-layout-field="true"')
        + field("性别", "column")
        + field("学校", "page")
        + field("总分", "data", 'table:function="average"')
        + field("备注", "hidden")
        + "</table:data-pilot-table></table:data-pilot-tables>"
    )
    found = book(f'<table:table table:name="数据"/><table:table table:name="透视 表"/>{pivots}')
    assert found.sheets[0].pivots == ()
    (pivot,) = found.sheets[1].pivots
    assert (pivot.name, pivot.area, pivot.source) == ("汇总", find_area("A1:D9"), "数据!A1:D20")
    assert (pivot.rows, pivot.columns, pivot.pages) == (("班级",), ("性别",), ("学校",))
    assert [(value.field, value.function) for value in pivot.values] == [("总分", "average")]
    assert pivot.fields == ("班级", "性别", "学校", "总分", "备注")


@pytest.mark.parametrize(("written", "read"), [("line", "line"), ("column", "column"), ("stacked", "winLoss")])
def test_sparklines_are_read_with_kind_data_and_place(written: str, read: str) -> None:
    groups = (
        f'<calcext:sparkline-groups><calcext:sparkline-group calcext:type="{written}" calcext:color-series="#376092">'
        '<calcext:sparklines><calcext:sparkline calcext:cell-address="表1.F2" calcext:data-range="表1.B2:表1.E2"/>'
        "</calcext:sparklines></calcext:sparkline-group></calcext:sparkline-groups>"
    )
    (line,) = book(f'<table:table table:name="表1">{groups}</table:table>').sheets[0].sparklines
    assert (line.kind, line.data, line.place, line.colour) == (read, "表1!B2:E2", "F2", "376092")


def test_print_titles_and_breaks_are_read() -> None:
    automatic = style("ro2", "table-row", '<style:table-row-properties fo:break-before="page"/>') + style(
        "co2", "table-column", '<style:table-column-properties fo:break-before="page"/>'
    )
    columns = (
        '<table:table-header-columns><table:table-column table:number-columns-repeated="2"/>'
        '</table:table-header-columns><table:table-column/><table:table-column table:style-name="co2"/>'
    )
    rows = (
        "<table:table-header-rows><table:table-row/></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="8"/><table:table-row table:style-name="ro2"/>'
    )
    setup = (
        book(f'<table:table table:name="表1">{columns}{rows}</table:table>', automatic=automatic).sheets[0].print_setup
    )
    assert (setup.title_rows, setup.title_columns) == ("1:1", "A:B")
    # As in Excel, the number is that of the last row or column before the break.
    assert (setup.row_breaks, setup.column_breaks) == ((9,), (3,))

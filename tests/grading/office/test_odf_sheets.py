"""OpenDocument sheets and slides through the same read model."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    CellKind,
    Paragraph,
    Presentation,
    SheetState,
    Workbook,
)
from grading.office.odf.formulas import from_open_formula
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.odf_builders import odf, paragraph_look, style, text_look


def book(body: str, *, automatic: str = "", common: str = "") -> Workbook:
    found = read_office_bytes(odf("spreadsheet", body, automatic=automatic, common=common))
    assert isinstance(found, Workbook)
    return found


# ----------------------------------------------------------------------------------------------------------- sheets


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("of:=SUM([.C2:.E2];1)", "SUM(C2:E2,1)"),
        ("of:=[$Sheet1.$A$1]+[.B2]", "Sheet1!$A$1+B2"),
        ("of:=[$'成绩 表'.A1:.B2]", "'成绩 表'!A1:B2"),
        ('of:=IF([.A1]="a;b";"[.A1]";TRUE())', 'IF(A1="a;b","[.A1]",TRUE)'),
        ("of:={1;2|3;4}", "{1,2;3,4}"),
        ("of:=COM.MICROSOFT.RANK.EQ([.A1];[.A$1:.A$9])", "RANK.EQ(A1,A$1:A$9)"),
        ("oooc:=[.A:.A]", "A:A"),
        ("of:=SUM([.A1:.C3]![.B2:.D4])", "SUM(A1:C3 B2:D4)"),
        ("of:=SUM(([.A1:.A3]~[.C1:.C3]))", "SUM((A1:A3,C1:C3))"),
        ("of:=SUM([$一月.A1:$三月.A1])", "SUM(一月:三月!A1)"),
        ("of:=SUM([$'1月 数据'.A1:$'3月 数据'.B2])", "SUM('1月 数据:3月 数据'!A1:B2)"),
        ("of:=SUM([$一月.A1:$一月.B2])", "SUM(一月!A1:B2)"),
        ('of:=IF([.A1]="!";#REF!;"~")', 'IF(A1="!",#REF!,"~")'),
    ],
)
def test_formulas_read_in_the_spelling_of_excel(written: str, read: str) -> None:
    assert from_open_formula(written) == read


def cell(kind: str, value: str, shown: str = "", more: str = "") -> str:
    attribute = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    given = f'office:{attribute}="{value}"' if kind != "string" else ""
    more = more.replace("`", '"')
    inner = f"<text:p>{shown or value}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" {given} {more}>{inner}</table:table-cell>'


def test_every_kind_of_cell_is_read_as_excel_would_store_it() -> None:
    row = (
        cell("float", "10.5") + cell("string", "总分") + cell("boolean", "true") + cell("percentage", "0.25", "25%")
        + cell("date", "2024-05-01") + cell("time", "PT12H00M00S")
        + cell("float", "3", more='table:formula="of:=[.A1]+1"')
        + cell("string", "", "#DIV/0!", 'table:formula="of:=1/0"')
    )  # fmt: skip
    found = book(f'<table:table table:name="表1"><table:table-row>{row}</table:table-row></table:table>').sheets[0]
    assert [(one.name, one.kind, one.value, one.formula) for one in found.cells] == [
        ("A1", CellKind.NUMBER, "10.5", ""),
        ("B1", CellKind.TEXT, "总分", ""),
        ("C1", CellKind.BOOLEAN, "1", ""),
        ("D1", CellKind.NUMBER, "0.25", ""),
        ("E1", CellKind.NUMBER, "45413", ""),
        ("F1", CellKind.NUMBER, "0.5", ""),
        ("G1", CellKind.NUMBER, "3", "A1+1"),
        ("H1", CellKind.ERROR, "#DIV/0!", "1/0"),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cell("time", "09:55:33", "09:55:33"), (CellKind.NUMBER, "0.4135763889")),
        (cell("float", "1.5E-7", "0"), (CellKind.NUMBER, "1.5E-7")),
        (cell("float", "", "缺考"), (CellKind.TEXT, "缺考")),
        (cell("date", "昨天", "昨天"), (CellKind.TEXT, "昨天")),
    ],
)
def test_a_number_that_is_none_is_what_the_cell_shows(written: str, expected: tuple[CellKind, str]) -> None:
    found = book(f'<table:table table:name="表1"><table:table-row>{written}</table:table-row></table:table>')
    assert (found.sheets[0].cells[0].kind, found.sheets[0].cells[0].value) == expected


def test_repeats_are_counted_and_blanks_cost_nothing() -> None:
    rows = (
        "<table:table-row table:number-rows-repeated='2'>"
        f"{cell('float', '1', more='table:number-columns-repeated=`3`')}"
        "<table:table-cell table:number-columns-repeated='16381'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048573'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        f"<table:table-row>"
        f"<table:table-cell table:number-columns-repeated='16383'/>{cell('float', '9')}</table:table-row>"
    )
    found = book(f'<table:table table:name="表1">{rows}</table:table>').sheets[0]
    assert [one.name for one in found.cells] == ["A1", "B1", "C1", "A2", "B2", "C2", "XFD1048576"]


def test_a_value_repeated_over_the_whole_sheet_is_refused() -> None:
    repeated = cell("float", "1", more="table:number-columns-repeated=`16384`")
    rows = f"<table:table-row table:number-rows-repeated='1048576'>{repeated}</table:table-row>"
    with pytest.raises(CannotReadError) as caught:
        book(f'<table:table table:name="表1">{rows}</table:table>')
    assert caught.value.outcome.reason is Reason.TOO_MANY_CELLS


@pytest.mark.parametrize(
    ("kind", "attributes", "inner", "code"),
    [
        (
            "date",
            'number:language="zh" number:country="CN" number:transliteration-format="一"',
            '<number:year number:style="long"/><number:text>年</number:text><number:month/>',
            '[DBNum1][$-804]yyyy"年"m',
        ),
        (
            "number",
            'number:language="zh" number:transliteration-format="壹"',
            '<number:number number:min-integer-digits="1"/>',
            "[DBNum2][$-804]General",
        ),
        ("date", 'number:language="zh"', '<number:day-of-week number:style="long"/>', "[$-804]aaaa"),
        ("date", 'number:language="zh"', "<number:day-of-week/>", "[$-804]aaa"),
        ("date", 'number:language="en"', '<number:day-of-week number:style="long"/>', "dddd"),
        ("date", "", '<number:year number:style="long"/><number:text>年</number:text>', 'yyyy"年"'),
    ],
)
def test_chinese_digits_and_days_of_the_week_keep_their_language(
    kind: str, attributes: str, inner: str, code: str
) -> None:
    shape = f'<number:{kind}-style style:name="N1" {attributes}>{inner}</number:{kind}-style>'
    automatic = shape + style("ce1", "table-cell", "", more='style:data-style-name="N1"')
    row = f"<table:table-row>{cell('float', '45000', more='table:style-name=`ce1`')}</table:table-row>"
    found = book(f'<table:table table:name="表1">{row}</table:table>', automatic=automatic)
    assert found.style_of(found.sheets[0], 1, 1).number_format == code


def test_looks_merges_widths_and_states_are_read() -> None:
    automatic = (
        '<number:currency-style style:name="N1"><number:currency-symbol>¥</number:currency-symbol>'
        '<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>'
        "</number:currency-style>"
        + style(
            "ce1",
            "table-cell",
            '<style:table-cell-properties fo:background-color="#ffff00" fo:wrap-option="wrap" '
            'style:vertical-align="middle"/>'
            + paragraph_look('fo:text-align="center"')
            + text_look('fo:font-weight="bold" fo:font-size="14pt"'),
            more='style:data-style-name="N1"',
        )
        + style("co1", "table-column", '<style:table-column-properties style:column-width="2.258cm"/>')
        + style("ta1", "table", '<style:table-properties table:display="false"/>')
    )
    look_and_span = "table:style-name=`ce1` table:number-columns-spanned=`2` table:number-rows-spanned=`3`"
    body = (
        '<table:table table:name="表1" table:style-name="ta1"><table:table-column table:style-name="co1"/>'
        f"<table:table-row>{cell('float', '5', more=look_and_span)}"
        "</table:table-row></table:table>"
    )
    found = book(body, automatic=automatic)
    sheet = found.sheets[0]
    look = found.style_of(sheet, 1, 1)
    assert (look.number_format, look.fill.colour, look.font.bold, look.font.size_pt) == (
        "¥#,##0.00",
        "FFFF00",
        True,
        Decimal(14),
    )
    assert (look.alignment.horizontal, look.alignment.vertical, look.alignment.wrap) == ("center", "center", True)
    assert [area.name for area in sheet.merges] == ["A1:B3"]
    assert sheet.state is SheetState.HIDDEN
    width = sheet.columns[0].width_chars
    assert width is not None
    assert 11 < width < 12


def test_conditional_formats_validations_and_filters_use_the_words_of_excel() -> None:
    common = style("Bad", "table-cell", text_look('fo:color="#ff0000" fo:font-weight="bold"'))
    body = (
        '<table:content-validations><table:content-validation table:name="v1" '
        'table:condition="of:cell-content-is-whole-number() '
        'and cell-content-is-between(0,100)"/><table:content-validation table:name="v2" '
        'table:condition="of:cell-content-is-in-list'
        '(&quot;男&quot;;&quot;女&quot;)"/></table:content-validations><table:table table:name="表1">'
        + "".join(
            f"<table:table-row>{cell('float', '1', more='table:content-validation-name=`v1`')}"
            f"{cell('float', '1', more='table:content-validation-name=`v2`')}</table:table-row>"
            for _ in range(3)
        )
        + '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="表1.A1:表1.A3">'
        '<calcext:condition calcext:apply-style-name="Bad" calcext:value="&lt;60"/></calcext:conditional-format>'
        "</calcext:conditional-formats>"
        '</table:table><table:database-ranges><table:database-range table:target-range-address="表1.A1:表1.B3" '
        'table:display-filter-buttons="true"><table:filter><table:filter-condition table:field-number="1" '
        'table:operator="&gt;=" '
        'table:value="60"/></table:filter></table:database-range></table:database-ranges>'
    )
    sheet = book(body, common=common).sheets[0]
    rule = sheet.conditional_formats[0]
    assert ([area.name for area in rule.areas], rule.kind, rule.operator, rule.formulas) == (
        ["A1:A3"],
        "cellIs",
        "lessThan",
        ("60",),
    )
    assert rule.style is not None
    assert (rule.style.colour, rule.style.bold, rule.style.italic) == ("FF0000", True, None)
    assert [([area.name for area in one.areas], one.kind, one.operator, one.formulas) for one in sheet.validations] == [
        (["A1:A3"], "whole", "between", ("0", "100")),
        (["B1:B3"], "list", "", ('"男,女"',)),
    ]
    assert sheet.filter is not None
    assert (sheet.filter.area.name, sheet.filter.columns[0].values) == ("A1:B3", ("greaterThanOrEqual 60",))


@pytest.mark.parametrize(("shown", "expected"), [("#N/A", "#N/A"), ("Err:502", "#VALUE!"), ("Err:508", "#VALUE!")])
def test_an_error_is_an_error_whatever_libreoffice_calls_it(shown: str, expected: str) -> None:
    inner = (
        '<table:table-cell table:formula="of:=X" office:value-type="string" office:string-value="" '
        f'calcext:value-type="error"><text:p>{shown}</text:p></table:table-cell>'
    )
    body = f'<table:table table:name="a"><table:table-row>{inner}</table:table-row></table:table>'
    cell = book(body).sheets[0].cells[0]
    assert (cell.kind, cell.value) == (CellKind.ERROR, expected)


# ----------------------------------------------------------------------------------------------------------- slides


def test_slides_titles_notes_transitions_and_animations_are_read() -> None:
    automatic = style(
        "dp1",
        "drawing-page",
        '<style:drawing-page-properties presentation:transition-type="automatic" presentation:duration="PT00H00M05S" '
        'smil:type="fade" draw:fill="solid" draw:fill-color="#4472c4"/>',
    ) + style("P1", "paragraph", paragraph_look('fo:text-align="center"'))
    body = (
        '<draw:page draw:name="page1" draw:style-name="dp1"><draw:frame draw:id="id1" presentation:class="title" '
        'svg:x="1cm" svg:y="2cm">'
        '<draw:text-box><text:p text:style-name="P1">标题</text:p></draw:text-box></draw:frame>'
        '<draw:custom-shape svg:width="3cm"><text:p>星</text:p><draw:enhanced-geometry draw:type="star5"/>'
        "</draw:custom-shape>"
        '<anim:par presentation:preset-class="entrance" presentation:preset-id="ooo-entrance-fade-in" '
        'presentation:node-type="on-click"><anim:transitionFilter smil:targetElement="id1" smil:dur="0.5s" '
        'smil:type="fade"/></anim:par>'
        '<presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>讲稿</text:p>'
        "</draw:text-box></draw:frame></presentation:notes>"
        "</draw:page>"
    )
    found = read_office_bytes(odf("presentation", body, automatic=automatic))
    assert isinstance(found, Presentation)
    slide = found.slides[0]
    assert (slide.title, slide.notes_text, slide.text) == ("标题", "讲稿", "标题\n星")
    assert (slide.shapes[1].geometry, slide.background.colour, slide.own_background) == ("star5", "4472C4", True)
    assert slide.transition is not None
    assert (slide.transition.effect, slide.transition.after_ms, slide.transition.on_click) == ("fade", 5000, False)
    one = slide.animations[0]
    assert (one.shape, one.category, one.effect, one.trigger, one.duration_ms) == (
        "id1",
        "entr",
        "ooo-entrance-fade-in",
        "clickEffect",
        500,
    )
    block = slide.shapes[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.format.alignment is Alignment.CENTER

"""OpenDocument through the same read model: text, sheets, slides."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    Anchor,
    Baseline,
    CellKind,
    Change,
    Document,
    Edge,
    LineRule,
    ListKind,
    Paragraph,
    Presentation,
    ShapeKind,
    SheetState,
    Workbook,
)
from grading.office.odf.formulas import from_open_formula
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import png
from tests.grading.office.odf_builders import odf, paragraph_look, style, text_look


def document(
    body: str, *, automatic: str = "", common: str = "", masters: str = "", page_layouts: str = ""
) -> Document:
    found = read_office_bytes(
        odf("text", body, automatic=automatic, common=common, masters=masters, page_layouts=page_layouts)
    )
    assert isinstance(found, Document)
    return found


def book(body: str, *, automatic: str = "", common: str = "") -> Workbook:
    found = read_office_bytes(odf("spreadsheet", body, automatic=automatic, common=common))
    assert isinstance(found, Workbook)
    return found


def first(found: Document) -> Paragraph:
    return next(iter(found.paragraphs()))


# ------------------------------------------------------------------------------------------------------------- text


def test_default_named_and_automatic_styles_join() -> None:
    common = (
        f'<style:default-style style:family="paragraph">{text_look("fo:font-size=`10.5pt`")}</style:default-style>'
        + style("Heading_20_1", "paragraph", text_look("fo:font-weight=`bold`"), more="style:display-name=`Heading 1`")
    ).replace("`", '"')
    automatic = style("P1", "paragraph", paragraph_look('fo:text-align="center"'), parent="Heading_20_1")
    paragraph = first(document('<text:p text:style-name="P1">标题</text:p>', automatic=automatic, common=common))
    assert (paragraph.style, paragraph.style_id, paragraph.direct) == ("Heading 1", "Heading_20_1", ("alignment",))
    assert (paragraph.runs[0].format.size_pt, paragraph.runs[0].format.bold) == (Decimal("10.5"), True)
    assert paragraph.format.alignment is Alignment.CENTER


def test_sizes_in_percent_count_from_the_parent() -> None:
    common = style("A", "paragraph", text_look('fo:font-size="20pt"')) + style(
        "B", "paragraph", text_look('fo:font-size="130%"'), parent="A"
    )
    assert first(document('<text:p text:style-name="B">好</text:p>', common=common)).runs[0].format.size_pt == 26


def test_spans_stand_above_the_paragraph_style_and_name_what_is_direct() -> None:
    automatic = style(
        "T1",
        "text",
        text_look('fo:color="#ff0000" style:text-underline-style="wave" style:text-position="super 58%"'),
    )
    runs = first(
        document('<text:p>普<text:span text:style-name="T1">红</text:span></text:p>', automatic=automatic)
    ).runs
    assert [run.text for run in runs] == ["普", "红"]
    form = runs[1].format
    assert (form.colour, form.underline, form.baseline) == ("FF0000", "wave", Baseline.SUPERSCRIPT)
    assert runs[1].direct == ("baseline", "colour", "underline", "underline_colour")


def test_a_run_of_two_scripts_is_cut_where_their_looks_differ() -> None:
    automatic = style(
        "T1", "text", text_look('fo:font-size="10pt" style:font-size-asian="16pt" style:font-weight-asian="bold"')
    )
    runs = first(
        document('<text:p><text:span text:style-name="T1">中文AB，C</text:span></text:p>', automatic=automatic)
    ).runs
    assert [(run.text, run.format.size_pt, run.format.bold) for run in runs] == [
        ("中文", Decimal(16), True),
        ("AB", Decimal(10), False),
        ("，", Decimal(16), True),
        ("C", Decimal(10), False),
    ]


def test_paragraph_formats_read_in_the_same_units() -> None:
    automatic = style(
        "P1",
        "paragraph",
        paragraph_look(
            'fo:margin-left="1cm" fo:text-indent="-0.5in" fo:margin-top="6pt" fo:line-height="150%" '
            'fo:background-color="#ffff00" fo:border-top="1pt double #0070c0" fo:break-before="page"'
        ),
    )
    form = first(document('<text:p text:style-name="P1">好</text:p>', automatic=automatic)).format
    assert (form.indent_left_pt, form.first_line_pt, form.space_before_pt) == (
        Decimal("28.346"),
        Decimal(-36),
        Decimal(6),
    )
    assert (form.line_rule, form.line_multiple, form.shading) == (LineRule.MULTIPLE, Decimal("1.5"), "FFFF00")
    assert (form.borders.top.style, form.borders.top.colour, form.page_break_before) == ("double", "0070C0", True)


def test_white_space_is_folded_and_written_blanks_stay() -> None:
    body = "<text:p>  一   二<text:s text:c='3'/>三<text:tab/>四<text:line-break/>五</text:p>"
    assert first(document(body)).text == "一 二   三\t四\n五"


LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-format="一, 二, 三, ..." '
    'style:num-suffix="、"><style:list-level-properties><style:list-level-label-alignment fo:margin-left="1cm" '
    'fo:text-indent="-1cm"/></style:list-level-properties></text:list-level-style-number>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
)


def test_lists_have_marks_counts_and_indents() -> None:
    item = "<text:list-item><text:p>{0}</text:p>{1}</text:list-item>"
    inner = f"<text:list>{item.format('乙', '')}</text:list>"
    body = f'<text:list text:style-name="L1">{item.format("甲", inner)}{item.format("丙", "")}</text:list>'
    found = list(document(body, automatic=LIST).paragraphs())
    marks = [paragraph.format.list_mark for paragraph in found]
    assert [(mark.kind, mark.level, mark.label) for mark in marks if mark] == [
        (ListKind.NUMBER, 0, "一、"),
        (ListKind.BULLET, 1, "•"),
        (ListKind.NUMBER, 0, "二、"),
    ]
    assert (found[0].format.indent_left_pt, found[0].format.first_line_pt) == (Decimal("28.346"), Decimal("-28.346"))


def test_tables_spans_and_shading_are_read() -> None:
    automatic = style(
        "C1",
        "table-cell",
        '<style:table-cell-properties fo:background-color="#4472c4" fo:border="0.5pt solid #000000"/>',
    )
    body = (
        "<table:table><table:table-column table:number-columns-repeated='2'/>"
        "<table:table-row><table:table-cell table:number-columns-spanned='2' table:style-name='C1'>"
        "<text:p>头</text:p></table:table-cell>"
        "<table:covered-table-cell/></table:table-row>"
        "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell>"
        "<text:p>2</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    table = next(iter(document(body, automatic=automatic).tables()))
    assert [[(c.text, c.column, c.column_span, c.fill.colour) for c in row.cells] for row in table.rows] == [
        [("头", 0, 2, "4472C4")],
        [("1", 0, 1, ""), ("2", 1, 1, "")],
    ]
    assert table.rows[0].cells[0].borders.left.is_drawn


def test_page_layout_headers_and_columns_make_sections() -> None:
    layouts = (
        '<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" '
        'fo:margin="2cm"/><style:header-style><style:header-footer-properties fo:min-height="1cm"/>'
        "</style:header-style>"
        "</style:page-layout>"
    )
    masters = (
        '<style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header><text:p>页眉'
        "<text:page-number>3</text:page-number></text:p></style:header></style:master-page>"
    )
    automatic = style(
        "Sect1",
        "section",
        '<style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.5cm"/>'
        "</style:section-properties>",
    )
    body = (
        '<text:p>前</text:p><text:section text:style-name="Sect1"><text:p>栏</text:p></text:section><text:p>后</text:p>'
    )
    found = document(body, automatic=automatic, masters=masters, page_layouts=layouts)
    assert [(section.columns.count, section.starts) for section in found.sections] == [
        (1, "nextPage"),
        (2, "continuous"),
        (1, "continuous"),
    ]
    assert [paragraph.section for paragraph in found.paragraphs()] == [0, 1, 2]
    page = found.sections[0]
    assert (page.margin_left_pt, page.margin_top_pt, page.header_distance_pt) == (
        Decimal("56.693"),
        Decimal("85.039"),
        Decimal("56.693"),
    )
    assert [(h.edge, h.text) for h in page.headers_footers] == [(Edge.HEADER, "页眉3")]
    assert [(field.kind, field.place) for field in found.fields] == [("PAGE", "header")]


def test_notes_comments_links_and_changes_are_read() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:deletion><text:p>删</text:p></text:deletion></text:changed-region>'
        "</text:tracked-changes>"
        '<text:p><text:a xlink:href="https://example.org/">网站</text:a><text:note text:id="n1" '
        'text:note-class="footnote">'
        '<text:note-body><text:p>脚注</text:p></text:note-body></text:note><office:annotation office:name="a1">'
        "<dc:creator>老师</dc:creator>"
        '<text:p>批注</text:p></office:annotation>正文<office:annotation-end office:name="a1"/>'
        '<text:change-start text:change-id="c1"/>新<text:change-end text:change-id="c1"/></text:p>'
    )
    found = document(body)
    runs = first(found).runs
    assert [(run.text, run.link, run.note, run.change) for run in runs] == [
        ("网站", "https://example.org/", "", Change.NONE),
        ("", "", "footnote:n1", Change.NONE),
        ("正文", "", "", Change.NONE),
        ("新", "", "", Change.INSERTED),
    ]
    assert [(note.id, note.text) for note in found.notes] == [("footnote:n1", "脚注")]
    assert [(one.text, one.author, one.on_text) for one in found.comments] == [("批注", "老师", "正文")]
    assert (found.tracks_changes, found.insertions, found.deletions) == (True, 1, 1)


def test_pictures_and_text_boxes_are_anchored_where_they_stand() -> None:
    automatic = style(
        "fr1",
        "graphic",
        '<style:graphic-properties style:wrap="parallel" draw:stroke="solid" svg:stroke-color="#ff0000"/>',
    )
    body = (
        '<text:p><draw:frame draw:name="图1" draw:style-name="fr1" text:anchor-type="paragraph" svg:width="5cm" '
        'svg:height="2cm">'
        '<draw:image xlink:href="Pictures/a.png"/></draw:frame>'
        '<draw:frame draw:name="框" text:anchor-type="as-char" svg:width="3cm"><draw:text-box><text:p>内</text:p>'
        "</draw:text-box></draw:frame>字</text:p>"
    )
    found = read_office_bytes(odf("text", body, automatic=automatic, parts={"Pictures/a.png": png(50, 20)}))
    assert isinstance(found, Document)
    picture, box = found.shapes()
    assert picture.picture is not None
    assert (picture.kind, picture.anchor, picture.width_pt, picture.picture.width_px) == (
        ShapeKind.PICTURE,
        Anchor.SQUARE,
        Decimal("141.732"),
        50,
    )
    assert (box.kind, box.anchor, box.text, found.text) == (ShapeKind.TEXT_BOX, Anchor.INLINE, "内", "字")


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


# ---------------------------------------------------------------------------------------------------------- package


def test_an_encrypted_file_is_named_encrypted() -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(odf("text", "", entries=entry))
    assert caught.value.outcome.reason is Reason.ENCRYPTED


def test_other_kinds_of_open_documents_are_named() -> None:
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(odf("text", "", parts={"mimetype": "application/vnd.oasis.opendocument.graphics"}))
    assert caught.value.outcome.reason is Reason.UNKNOWN_KIND
    assert caught.value.outcome.found.endswith("graphics")


def test_a_doctype_is_refused_here_too() -> None:
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(odf("text", "", parts={"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}))
    assert caught.value.outcome.reason is Reason.DOCTYPE


def test_properties_and_macros_are_recorded() -> None:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
        "<office:meta><dc:title>作业</dc:title><meta:keyword>一</meta:keyword><meta:keyword>二</meta:keyword>"
        "</office:meta></office:document-meta>"
    )
    found = read_office_bytes(
        odf("text", "<text:p>好</text:p>", parts={"meta.xml": meta, "Basic/Standard/Module1.xml": "<x/>"})
    )
    assert (found.properties.title, found.properties.keywords, found.properties.has_macros) == ("作业", "一, 二", True)

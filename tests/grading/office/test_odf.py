"""OpenDocument text and the package through the same read model."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    Anchor,
    Baseline,
    Change,
    Document,
    Edge,
    LineRule,
    ListKind,
    Paragraph,
    ShapeKind,
    Table,
)
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


def test_fields_to_fill_in_and_content_controls_keep_their_text() -> None:
    body = (
        "<text:p>姓名：<text:text-input>张三</text:text-input>，<text:database-display text:column-name='班级'>«班级»"
        "</text:database-display><loext:content-control>二〇二六</loext:content-control>"
        "<text:conditional-text>及格</text:conditional-text></text:p>"
    )
    found = document(body)
    assert found.text == "姓名：张三，«班级»二〇二六及格"
    assert [field.instruction for field in found.fields] == ["FILLIN", "MERGEFIELD 班级", "IF"]


def test_a_mimetype_that_is_no_text_is_not_repeated() -> None:
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(odf("text", "", parts={"mimetype": b"\x89PNG\r\n\x1a\n\0\0"}))
    assert (caught.value.outcome.reason, caught.value.outcome.found) == (Reason.UNKNOWN_KIND, "binary")
    assert "无法识别的数据" in caught.value.outcome.sentence


def test_equal_looks_are_made_once_however_long_the_text() -> None:
    # 34,000 paragraphs of a foreign text cost 20 s of CPU when each look was joined anew.
    automatic = style("P1", "paragraph", paragraph_look('fo:text-align="center"')) + style(
        "T1", "text", text_look('fo:font-weight="bold"')
    )
    line = '<text:p text:style-name="P1">一<text:span text:style-name="T1">二</text:span>三</text:p>'
    paragraphs = list(document(line * 50, automatic=automatic).paragraphs())
    assert {id(paragraph.format) for paragraph in paragraphs} == {id(paragraphs[0].format)}
    looks = {id(run.format) for paragraph in paragraphs for run in paragraph.runs}
    assert len(looks) == 2
    assert [run.format.bold for run in paragraphs[-1].runs] == [False, True, False]


def test_a_table_in_a_shape_is_read_under_the_names_libreoffice_gives_it() -> None:
    cell = "<loext:table-cell><text:p>格</text:p></loext:table-cell>"
    table = f"<loext:table><loext:table-column/><loext:table-row>{cell}{cell}</loext:table-row></loext:table>"
    found = document(
        f'<text:p><draw:custom-shape draw:name="框">{table}<text:p>后</text:p></draw:custom-shape></text:p>'
    )
    box = next(found.shapes())
    table_block = box.blocks[0]
    assert isinstance(table_block, Table)
    assert [one.text for one in table_block.rows[0].cells] == ["格", "格"]
    assert box.text == "格\n格\n后"


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ('style:text-underline-style="solid" style:text-underline-width="bold"', "thick"),
        ('style:text-underline-style="dotted" style:text-underline-width="bold"', "dottedHeavy"),
        ('style:text-underline-style="long-dash" style:text-underline-width="bold"', "dashLongHeavy"),
        ('style:text-underline-style="dotted"', "dotted"),
        ('style:text-underline-style="wave" style:text-underline-type="double"', "wavyDouble"),
        ('style:text-underline-style="solid" style:text-underline-type="double"', "double"),
        ('style:text-underline-style="none" style:text-underline-type="double"', ""),
    ],
)
def test_underlines_have_the_names_of_word(attributes: str, name: str) -> None:
    found = document(
        '<text:p text:style-name="P1">线</text:p>', automatic=style("P1", "paragraph", text_look(attributes))
    )
    assert first(found).runs[0].format.underline == name


def test_an_empty_folder_with_an_absolute_name_costs_nothing_and_a_file_is_refused() -> None:
    body = "<text:p>好</text:p>"
    assert read_office_bytes(odf("text", body, parts={"/Configurations2/statusbar/": b""})).format == "odt"
    for name in ("/Configurations2/a.xml", "//Configurations2/", "/../Configurations2/"):
        with pytest.raises(CannotReadError) as caught:
            read_office_bytes(odf("text", body, parts={name: b""}))
        assert caught.value.outcome.reason is Reason.UNSAFE_NAME, name

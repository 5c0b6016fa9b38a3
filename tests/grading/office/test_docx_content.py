"""Word-processing files: tables, links, tracked changes, notes, sections, shapes, the package."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    Anchor,
    Change,
    Edge,
    FillKind,
    PageKind,
    Paragraph,
    ShapeKind,
    StyleKind,
    Table,
)
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import A, W, docx, para, png, relations, zip_of
from tests.grading.office.docx_builders import first, read, run_style, style

STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"


# ------------------------------------------------------------------------------------------------------------ tables

TABLE_STYLE = style(
    "T",
    '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8"/><w:insideH w:val="dotted" w:sz="4"/></w:tblBorders>'
    "</w:tblPr>"
    '<w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr>'
    "</w:tblStylePr>"
    '<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="D9E2F3"/></w:tcPr></w:tblStylePr>',
    "table",
)


def table(*rows: str, look: str = 'w:firstRow="1" w:noHBand="0" w:noVBand="1"') -> str:
    inner = f'<w:tblPr><w:tblStyle w:val="T"/><w:tblLook {look}/></w:tblPr>'
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    return f"<w:tbl>{inner}{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def only_table(data: bytes) -> Table:
    return next(iter(read(data).tables()))


def test_the_parts_of_a_table_style_reach_text_and_cells() -> None:
    data = docx(table(cell("甲") + cell("乙"), cell("1") + cell("2"), cell("3") + cell("4")), styles=TABLE_STYLE)
    found = only_table(data)
    text = [next(iter(row.cells[0].blocks)) for row in found.rows]
    assert [block.runs[0].format.bold for block in text if isinstance(block, Paragraph)] == [True, False, False]
    assert [block.format.alignment for block in text if isinstance(block, Paragraph)] == [Alignment.CENTER] * 3
    assert [row.cells[0].fill.colour for row in found.rows] == ["4472C4", "D9E2F3", ""]
    assert found.style == "T"
    assert list(found.column_widths_pt) == [Decimal(100), Decimal(150)]


def test_borders_of_a_table_are_seen_from_each_cell() -> None:
    found = only_table(docx(table(cell("a") + cell("b"), cell("c") + cell("d")), styles=TABLE_STYLE))
    top, bottom = found.rows[0].cells[0].borders, found.rows[1].cells[0].borders
    assert (top.top.style, top.bottom.style) == ("single", "dotted")
    assert (bottom.top.style, bottom.bottom.style) == ("dotted", "")


def test_a_row_may_make_exceptions_from_the_table_s_borders() -> None:
    exception = '<w:tblPrEx><w:tblBorders><w:bottom w:val="double" w:sz="6"/></w:tblBorders></w:tblPrEx>'
    found = only_table(docx(table(cell("a"), exception + cell("b")), styles=TABLE_STYLE))
    assert found.rows[1].cells[0].borders.bottom.style == "double"
    assert found.rows[0].cells[0].borders.bottom.style == "dotted"


def test_a_cell_s_own_shading_and_border_win() -> None:
    own = (
        '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
        '<w:shd w:val="clear" w:fill="FFFF00"/><w:vAlign w:val="center"/>'
    )
    found = only_table(docx(table(cell("a", own) + cell("b")), styles=TABLE_STYLE)).rows[0].cells[0]
    assert (found.fill.colour, found.borders.top.is_drawn, found.vertical_alignment) == ("FFFF00", False, "center")
    assert found.fill.kind is FillKind.SOLID


def test_merged_cells_span_and_hidden_ones_vanish() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = only_table(
        docx(
            table(
                cell("横", '<w:gridSpan w:val="2"/>'),
                cell("竖", down) + cell("1"),
                cell("", on) + cell("2"),
                cell("", on) + cell("3"),
            )
        )
    )
    spans = [[(c.text, c.row_span, c.column_span) for c in row.cells] for row in found.rows]
    assert spans == [[("横", 1, 2)], [("竖", 3, 1), ("1", 1, 1)], [("2", 1, 1)], [("3", 1, 1)]]
    assert found.cell(2, 1) is found.rows[2].cells[0]


def test_paragraphs_of_nested_tables_come_in_reading_order() -> None:
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    body = para("前") + f"<w:tbl><w:tr><w:tc>{inner}{para('外')}</w:tc></w:tr></w:tbl>" + para("后")
    document = read(docx(body))
    assert document.text.split("\n") == ["前", "内", "外", "后"]
    assert len(list(document.tables())) == 2


# --------------------------------------------------------------------------------------- links, changes, notes


def test_links_bookmarks_and_breaks_are_read() -> None:
    body = (
        '<w:p><w:bookmarkStart w:id="1" w:name="目标"/><w:hyperlink r:id="l1"><w:r><w:t>网站</w:t></w:r>'
        "</w:hyperlink>"
        '<w:hyperlink w:anchor="目标"><w:r><w:t>文内</w:t></w:r></w:hyperlink>'
        '<w:r><w:tab/><w:t>右</w:t><w:br/><w:br w:type="page"/><w:br w:type="column"/></w:r></w:p>'
    )
    paragraph = first(docx(body, links={"l1": ("hyperlink", "!https://example.org/")}))
    assert [(run.text, run.link) for run in paragraph.runs] == [
        ("网站", "https://example.org/"),
        ("文内", "#目标"),
        ("\t右\n\f\v", ""),
    ]
    assert paragraph.bookmarks == ("目标",)


def test_deleted_text_is_kept_but_not_part_of_the_text() -> None:
    body = (
        '<w:p><w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
    )
    document = read(docx(body, settings="<w:trackRevisions/>"))
    paragraph = next(iter(document.paragraphs()))
    assert paragraph.text == "新"
    assert [(run.text, run.change) for run in paragraph.runs] == [("旧", Change.DELETED), ("新", Change.INSERTED)]
    assert (document.tracks_changes, document.insertions, document.deletions) == (True, 1, 1)


def test_footnotes_and_comments_are_joined_to_their_text() -> None:
    body = (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>正文</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{para("脚注内容")}</w:footnote></w:footnotes>'
    )
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="老师">{para("请改")}</w:comment></w:comments>'
    document = read(
        docx(
            body,
            parts={"word/footnotes.xml": notes, "word/comments.xml": comments},
            links={"f": ("footnotes", "footnotes.xml"), "c": ("comments", "comments.xml")},
        )
    )
    assert [(note.id, note.kind, note.text) for note in document.notes] == [("footnote:2", "footnote", "脚注内容")]
    assert next(iter(document.paragraphs())).runs[-1].note == "footnote:2"
    assert (document.comments[0].text, document.comments[0].author, document.comments[0].on_text) == (
        "请改",
        "老师",
        "正文",
    )


def test_content_controls_and_wrappers_are_opened_up() -> None:
    controlled = f"<w:sdt><w:sdtContent>{para('控件')}</w:sdtContent></w:sdt>"
    body = controlled + "<w:p><w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag></w:p>"
    assert read(docx(body)).text == "控件\n标记"


# ---------------------------------------------------------------------------------------------------------- sections


def test_page_set_up_columns_and_borders_are_read() -> None:
    section = (
        '<w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800" w:header="851" w:footer="992"/>'
        '<w:cols w:num="2" w:space="425" w:sep="1"/><w:pgBorders><w:top w:val="apples" w:sz="24"/></w:pgBorders>'
        '<w:pgNumType w:fmt="upperRoman" w:start="3"/></w:sectPr>'
    )
    found = read(docx(para("好") + section)).sections[0]
    assert (found.landscape, found.page_width_pt, found.margin_left_pt) == (True, Decimal("841.9"), Decimal(90))
    assert (found.columns.count, found.columns.gap_pt, found.columns.line_between) == (2, Decimal("21.25"), True)
    assert (found.starts, found.page_number_format, found.page_number_start) == ("continuous", "upperRoman", 3)
    assert found.page_border_art == "apples"


def test_headers_belong_to_their_pages_and_are_inherited() -> None:
    first_section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h1"/>'
        '<w:headerReference w:type="first" r:id="h2"/><w:titlePg/></w:sectPr>'
    )
    body = para("一", first_section) + para("二") + "<w:sectPr/>"
    header = {n: f'<w:hdr xmlns:w="{W}">{para(text)}</w:hdr>' for n, text in (("1", "页眉"), ("2", "首页"))}
    document = read(
        docx(
            body,
            parts={f"word/header{n}.xml": text for n, text in header.items()},
            links={f"h{n}": ("header", f"header{n}.xml") for n in header},
        )
    )
    one, two = document.sections
    assert [(h.edge, h.pages, h.text, h.inherited, h.shown) for h in one.headers_footers] == [
        (Edge.HEADER, PageKind.DEFAULT, "页眉", False, True),
        (Edge.HEADER, PageKind.FIRST, "首页", False, True),
    ]
    assert [(h.text, h.inherited, h.shown) for h in two.headers_footers] == [
        ("页眉", True, True),
        ("首页", True, False),
    ]
    assert [paragraph.section for paragraph in document.paragraphs()] == [0, 1]


def test_the_earlier_set_up_kept_by_tracked_changes_is_no_section() -> None:
    body = para("一") + "<w:sectPr><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>"
    assert len(read(docx(body)).sections) == 1


# ------------------------------------------------------------------------------------------------------------ shapes

PICTURE = (
    '<w:p><w:r><w:drawing><wp:anchor behindDoc="0">'
    '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>127000</wp:posOffset></wp:positionV>'
    '<wp:extent cx="1800000" cy="720000"/><wp:wrapSquare wrapText="bothSides"/>'
    '<wp:docPr id="1" name="图片 1" descr="校徽"/>'
    '<a:graphic><a:graphicData uri="x"><pic:pic>'
    '<pic:blipFill><a:blip r:embed="p1"/><a:srcRect l="10000"/></pic:blipFill>'
    '<pic:spPr><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:anchor></w:drawing></w:r></w:p>"
)


def test_a_floating_picture_has_size_place_wrap_and_digest() -> None:
    document = read(docx(PICTURE, parts={"word/media/a.png": png(300, 120)}, links={"p1": ("image", "media/a.png")}))
    shape = next(document.shapes())
    assert (shape.kind, shape.name, shape.description, shape.anchor) == (
        ShapeKind.PICTURE,
        "图片 1",
        "校徽",
        Anchor.SQUARE,
    )
    assert (shape.width_pt, shape.height_pt) == (Decimal("141.732"), Decimal("56.693"))
    assert (shape.placement.horizontal_align, shape.placement.top_pt) == ("center", Decimal(10))
    assert shape.picture is not None
    assert (shape.picture.width_px, shape.picture.height_px, shape.picture.crop_left) == (300, 120, 100)
    assert len(shape.picture.sha256) == 64


def test_of_markup_alternatives_only_the_first_choice_is_read() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{para(text)}</w:txbxContent>"

    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        "<wp:inline><wp:extent cx='127000' cy='127000'/>"
        f"<a:graphic><a:graphicData><wps:wsp><wps:cNvSpPr txBox='1'/><wps:spPr/>"
        f"<wps:txbx>{box('新')}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('旧')}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    )
    document = read(docx(body))
    assert [(shape.kind, shape.text) for shape in document.shapes()] == [(ShapeKind.TEXT_BOX, "新")]
    assert document.text == "正文"


@pytest.mark.parametrize(
    ("reference", "run", "seen"),
    [("lt1", "", "FFFFFF"), ("lt1", '<w:color w:val="FF0000"/>', "FF0000"), ("dk1", "", "")],
)
def test_text_in_a_shape_has_the_colour_of_the_shapes_style(reference: str, run: str, seen: str) -> None:
    theme = (
        f'<a:theme xmlns:a="{A}"><a:themeElements><a:clrScheme><a:dk1><a:srgbClr val="000000"/></a:dk1>'
        '<a:lt1><a:srgbClr val="FFFFFF"/></a:lt1></a:clrScheme></a:themeElements></a:theme>'
    )
    body = (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:spPr/><wps:style>"
        f'<a:fontRef idx="minor"><a:schemeClr val="{reference}"/></a:fontRef></wps:style><wps:txbx><w:txbxContent>'
        f"{para('字', run=run)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p>"
    )
    box = next(read(docx(body, theme=theme)).shapes())
    assert [one.format.colour for block in box.blocks if isinstance(block, Paragraph) for one in block.runs] == [seen]


def test_what_stands_in_the_text_of_a_box_is_among_the_shapes() -> None:
    inner = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    inner += f"{para('里')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{PICTURE}{inner}</w:tc></w:tr></w:tbl>"
    body = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    body += f"{para('外')}{table}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    document = read(docx(body, parts={"word/media/a.png": png(300, 120)}, links={"p1": ("image", "media/a.png")}))
    assert [(shape.kind, shape.text.strip()) for shape in document.shapes()] == [
        (ShapeKind.TEXT_BOX, "外"),
        (ShapeKind.PICTURE, ""),
        (ShapeKind.TEXT_BOX, "里"),
    ]


def test_word_art_of_the_old_kind_keeps_its_text() -> None:
    shape = '<v:shape style="width:200pt;height:50pt"><v:textpath string="艺术字"/></v:shape>'
    body = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    found = next(read(docx(body)).shapes())
    assert (found.kind, found.text_effect, found.width_pt) == (ShapeKind.WORD_ART, "艺术字", Decimal(200))


def test_a_linked_picture_is_recorded_and_never_fetched() -> None:
    body = PICTURE.replace("r:embed", "r:link")
    document = read(docx(body, links={"p1": ("image", "!http://127.0.0.1:9/a.png")}))
    shape = next(document.shapes())
    assert shape.picture is not None
    assert (shape.picture.sha256, shape.picture.link) == ("", "http://127.0.0.1:9/a.png")
    assert document.properties.external_targets == ("http://127.0.0.1:9/a.png",)


# ------------------------------------------------------------------------------------------------------- the package


def test_the_strict_dialect_reads_like_the_transitional_one() -> None:
    body = para("好", '<w:ind w:start="21pt" w:firstLine="1cm"/>', '<w:b/><w:sz w:val="12pt"/>')
    document = read(docx(body, namespace=STRICT_W))
    paragraph = next(iter(document.paragraphs()))
    assert (paragraph.format.indent_left_pt, paragraph.format.first_line_pt) == (Decimal(21), Decimal("28.346"))
    assert (paragraph.runs[0].format.bold, paragraph.runs[0].format.size_pt) == (True, Decimal(12))
    assert document.properties.strict


def test_macros_are_recorded_and_the_document_is_read() -> None:
    document = read(docx(para("好"), parts={"word/vbaProject.bin": b"\0"}))
    assert document.properties.has_macros
    assert document.text == "好"


def test_properties_come_from_their_parts() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>作业</dc:title><dc:creator>张三</dc:creator>'
        "</cp:coreProperties>"
    )
    data = docx(
        para("好"),
        parts={
            "docProps/core.xml": core,
            "_rels/.rels": relations(
                {"r1": ("officeDocument", "word/document.xml"), "r2": ("metadata/core-properties", "docProps/core.xml")}
            ),
        },
    )
    assert (read(data).properties.title, read(data).properties.author) == ("作业", "张三")


def test_styles_are_listed_with_what_they_give() -> None:
    styles = style("A", run_style('<w:sz w:val="32"/>'), default=True) + style("B", run_style("<w:b/>"), based_on="A")
    found = {one.id: one for one in read(docx(para("好", '<w:pStyle w:val="B"/>'), styles=styles)).styles}
    assert (found["B"].kind, found["B"].run.size_pt, found["B"].run.bold) == (StyleKind.PARAGRAPH, Decimal(16), True)
    assert (found["B"].used, found["A"].used) == (True, False)


def test_a_document_without_a_body_is_refused_with_a_reason() -> None:
    data = zip_of(
        {
            "_rels/.rels": relations({"r": ("officeDocument", "word/document.xml")}),
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "word/document.xml": f'<w:document xmlns:w="{W}"/>',
        }
    )
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(data)
    assert caught.value.outcome.reason is Reason.MISSING_PART

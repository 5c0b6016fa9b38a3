"""What a placeholder does not inherit, and fills of text that take one another's place."""

from __future__ import annotations

from decimal import Decimal

from grading.office.model import Paragraph, Presentation, RunFormat
from grading.office.open import read_office_bytes
from tests.grading.office.builders import A, placeholder, pptx, relations, theme

GRADIENT = (
    '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000">'
    '<a:srgbClr val="00FF00"/></a:gs></a:gsLst></a:gradFill>'
)


def level(inner: str) -> str:
    return f"<a:lvl1pPr>{inner}</a:lvl1pPr>"


def text(fill: str = "") -> str:
    return f"<a:p><a:r><a:rPr>{fill}</a:rPr><a:t>好</a:t></a:r></a:p>"


def look(data: bytes) -> RunFormat:
    show = read_office_bytes(data)
    assert isinstance(show, Presentation)
    paragraph = show.slides[0].shapes[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.runs[0].format


def test_a_placeholder_that_the_layout_lacks_takes_its_look_from_the_master_alone() -> None:
    data = pptx(
        placeholder("body", text(), index=13),
        layout=placeholder("subTitle", "", index=1, list_style=level('<a:defRPr sz="1300"/>')),
        master=placeholder("body", "", index=1, list_style=level('<a:defRPr sz="1200"/>')),
    )
    assert look(data).size_pt == Decimal(12)


def test_a_placeholder_is_still_found_by_its_kind_where_its_number_is_not() -> None:
    data = pptx(
        placeholder("body", text(), index=13),
        layout=placeholder("body", "", index=1, list_style=level('<a:defRPr sz="1300"/>')),
    )
    assert look(data).size_pt == Decimal(13)


def test_a_plain_colour_takes_an_inherited_gradient_away() -> None:
    styles = f"<p:titleStyle>{level(f'<a:defRPr>{GRADIENT}</a:defRPr>')}</p:titleStyle>"
    inherited = look(pptx(placeholder("title", text()), master_styles=styles))
    assert (inherited.colour, inherited.effects) == ("FF0000", ("gradFill",))
    blue = '<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>'
    own = look(pptx(placeholder("title", text(blue)), master_styles=styles))
    assert (own.colour, own.effects) == ("0000FF", ())


def test_a_paragraph_s_own_defaults_stand_between_the_shape_and_the_run() -> None:
    own = '<a:pPr><a:defRPr sz="4000" b="1"/></a:pPr>'
    words = text('<a:latin typeface="Arial"/>').replace("<a:p>", f"<a:p>{own}")
    form = look(pptx(placeholder("body", words, index=1, list_style=level('<a:defRPr sz="1400"/>'))))
    assert (form.size_pt, form.bold, form.latin) == (Decimal(40), True, "Arial")
    assert look(pptx(placeholder("body", words.replace("<a:rPr>", '<a:rPr sz="2000">'), index=1))).size_pt == 20


def test_text_without_any_fill_cannot_be_seen_unless_it_has_an_outline() -> None:
    assert look(pptx(placeholder("title", text("<a:noFill/>")))).hidden
    assert not look(pptx(placeholder("title", text("<a:ln><a:solidFill/></a:ln><a:noFill/>")))).hidden


ITALIC = level('<a:defRPr i="1" sz="1600"><a:latin typeface="Arial"/></a:defRPr>')


def test_a_placeholder_takes_nothing_from_what_holds_for_new_text_boxes() -> None:
    styles = "<p:bodyStyle>" + level('<a:defRPr sz="3200"/>') + "</p:bodyStyle>"
    body = look(pptx(placeholder("body", text(), index=1), master_styles=styles, default_text=ITALIC))
    assert (body.italic, body.size_pt) == (False, Decimal(32))
    box = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="框"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{text()}</p:txBody></p:sp>"
    )
    plain = look(pptx(box, master_styles=styles, default_text=ITALIC))
    assert (plain.italic, plain.size_pt) == (True, Decimal(16))


def cell_look(style: str, kept: str) -> RunFormat:
    cell = f"<a:tc><a:txBody><a:bodyPr/>{text()}</a:txBody><a:tcPr/></a:tc>"
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7" name="表格"/></p:nvGraphicFramePr><a:graphic>'
        f"<a:graphicData><a:tbl><a:tblPr><a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid>"
        f'<a:gridCol w="635000"/></a:tblGrid><a:tr h="1">{cell}</a:tr></a:tbl></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )
    styles = f'<a:tblStyleLst xmlns:a="{A}">{kept}</a:tblStyleLst>'
    links = {"s1": ("slide", "slides/slide1.xml"), "t": ("tableStyles", "tableStyles.xml")}
    show = read_office_bytes(
        pptx(
            frame,
            default_text=ITALIC,
            parts={
                "ppt/theme/theme1.xml": theme("Calibri"),
                "ppt/tableStyles.xml": styles,
                "ppt/_rels/presentation.xml.rels": relations(links),
            },
        )
    )
    assert isinstance(show, Presentation)
    table = show.slides[0].shapes[0].table
    assert table is not None
    paragraph = table.rows[0].cells[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.runs[0].format


def test_a_table_takes_the_theme_s_fonts_where_its_style_refers_to_them() -> None:
    kept = (
        '<a:tblStyle styleId="{S}" styleName="中度样式"><a:wholeTbl><a:tcTxStyle><a:fontRef idx="major">'
        '<a:srgbClr val="111111"/></a:fontRef>COLOUR</a:tcTxStyle></a:wholeTbl></a:tblStyle>'
    )
    theirs = cell_look("{S}", kept.replace("COLOUR", ""))
    assert (theirs.latin, theirs.colour) == ("Calibri", "111111")
    assert cell_look("{S}", kept.replace("COLOUR", '<a:srgbClr val="222222"/>')).colour == "222222"
    assert cell_look("{BUILT-IN}", "").latin == "Calibri"
    assert cell_look("", "").latin == "Arial"

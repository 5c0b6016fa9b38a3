"""Presentations: the chain from the presentation's defaults to the run, shapes, tables, time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    FillKind,
    LineRule,
    ListKind,
    Paragraph,
    Presentation,
    Shape,
    ShapeKind,
    Slide,
)
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import A, P, R, placeholder, png, pptx, relations


def read(data: bytes) -> Presentation:
    show = read_office_bytes(data)
    assert isinstance(show, Presentation)
    return show


def slide(data: bytes) -> Slide:
    return read(data).slides[0]


def first(shape: Shape) -> Paragraph:
    block = shape.blocks[0]
    assert isinstance(block, Paragraph)
    return block


def text(words: str, properties: str = "", paragraph: str = "") -> str:
    return f"<a:p>{paragraph}<a:r><a:rPr {properties}/><a:t>{words}</a:t></a:r></a:p>"


def box(paragraphs: str, *, identity: int = 5, name: str = "文本框", properties: str = "", body: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{properties}</p:spPr><p:txBody><a:bodyPr>{body}</a:bodyPr>{paragraphs}</p:txBody></p:sp>"
    )


def level(number: int, inner: str, attributes: str = "") -> str:
    return f"<a:lvl{number}pPr {attributes}>{inner}</a:lvl{number}pPr>"


# ------------------------------------------------------------------------------------------------------- the chain


def test_without_anything_said_text_has_eighteen_points() -> None:
    assert first(slide(pptx(box(text("好")))).shapes[0]).runs[0].format.size_pt == 18


def test_a_title_inherits_from_the_master_s_title_style() -> None:
    run = '<a:defRPr sz="4400" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:defRPr>'
    styles = f"<p:titleStyle>{level(1, run, 'algn=`ctr`')}</p:titleStyle>".replace("`", '"')
    paragraph = first(slide(pptx(placeholder("title", text("标题")), master_styles=styles)).shapes[0])
    form = paragraph.runs[0].format
    assert (form.size_pt, form.bold, form.colour) == (Decimal(44), True, "000000")
    assert paragraph.format.alignment is Alignment.CENTER


def test_each_layer_overrides_the_one_below() -> None:
    sizes = {"default": 1000, "style": 1100, "master": 1200, "layout": 1300, "shape": 1400}

    def sized(name: str) -> str:
        return level(1, f'<a:defRPr sz="{sizes[name]}"/>')

    def size(*, layers: int, run: str = "") -> Decimal | None:
        names = list(sizes)[:layers]
        data = pptx(
            placeholder("body", text("好", run), index=1, list_style=sized("shape") if "shape" in names else ""),
            layout=placeholder("body", "", index=1, list_style=sized("layout") if "layout" in names else ""),
            master=placeholder("body", "", list_style=sized("master") if "master" in names else ""),
            master_styles=f"<p:bodyStyle>{sized('style')}</p:bodyStyle>" if "style" in names else "",
            default_text=sized("default"),
        )
        return first(slide(data).shapes[0]).runs[0].format.size_pt

    assert [size(layers=n) for n in range(1, 6)] == [10, 11, 12, 13, 14]
    assert size(layers=5, run='sz="1500"') == 15


def test_deeper_levels_take_their_own_level_of_the_style() -> None:
    styles = (
        f"<p:bodyStyle>{level(1, '<a:defRPr sz=`3200`/>')}{level(2, '<a:defRPr sz=`2800`/>')}</p:bodyStyle>".replace(
            "`", '"'
        )
    )
    body = text("一级") + text("二级", paragraph='<a:pPr lvl="1"/>')
    shape = slide(pptx(placeholder("body", body, index=1), master_styles=styles)).shapes[0]
    paragraphs = [block for block in shape.blocks if isinstance(block, Paragraph)]
    assert [(p.format.level, p.runs[0].format.size_pt) for p in paragraphs] == [(0, Decimal(32)), (1, Decimal(28))]


def test_theme_fonts_resolve_to_names() -> None:
    fonts = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
    styles = f"<p:titleStyle><a:lvl1pPr><a:defRPr>{fonts}</a:defRPr></a:lvl1pPr></p:titleStyle>"
    form = first(slide(pptx(placeholder("title", text("标题")), master_styles=styles)).shapes[0]).runs[0].format
    assert (form.latin, form.east_asian) == ("Calibri", "等线")


def test_a_text_box_follows_the_presentation_and_not_the_body_style() -> None:
    data = pptx(
        box(text("好")),
        master_styles=f"<p:bodyStyle>{level(1, '<a:defRPr sz=`3200`/>')}</p:bodyStyle>".replace("`", '"'),
        default_text=level(1, '<a:defRPr sz="2000"/>'),
    )
    assert first(slide(data).shapes[0]).runs[0].format.size_pt == 20


def test_a_shape_s_style_gives_text_its_colour() -> None:
    shape = box(text("好")).replace(
        "<p:txBody>", '<p:style><a:fontRef idx="minor"><a:schemeClr val="bg1"/></a:fontRef></p:style><p:txBody>'
    )
    assert first(slide(pptx(shape)).shapes[0]).runs[0].format.colour == "FFFFFF"


def test_colour_modifiers_are_applied() -> None:
    colour = '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>'
    run = f"<a:p><a:r><a:rPr>{colour}</a:rPr><a:t>好</a:t></a:r></a:p>"
    assert first(slide(pptx(box(run))).shapes[0]).runs[0].format.colour == "203864"


def test_place_and_size_come_from_the_layout_when_the_slide_says_nothing() -> None:
    frame = '<a:xfrm><a:off x="127000" y="254000"/><a:ext cx="1270000" cy="635000"/></a:xfrm>'
    layout = placeholder("title", "").replace("<p:spPr/>", f"<p:spPr>{frame}</p:spPr>")
    shape = slide(pptx(placeholder("title", text("标题")), layout=layout)).shapes[0]
    assert (shape.placement.left_pt, shape.placement.top_pt) == (Decimal(10), Decimal(20))
    assert (shape.width_pt, shape.height_pt) == (Decimal(100), Decimal(50))


def test_spacing_in_percent_counts_from_the_text_size() -> None:
    paragraph = (
        '<a:pPr><a:lnSpc><a:spcPct val="150000"/></a:lnSpc><a:spcBef><a:spcPct val="50000"/></a:spcBef>'
        '<a:spcAft><a:spcPts val="600"/></a:spcAft></a:pPr>'
    )
    form = first(slide(pptx(box(text("好", 'sz="2000"', paragraph)))).shapes[0]).format
    assert (form.line_rule, form.line_multiple) == (LineRule.MULTIPLE, Decimal("1.5"))
    assert (form.space_before_pt, form.space_after_pt) == (Decimal(10), Decimal(6))


def test_bullets_and_numbers_are_told_apart_and_counted() -> None:
    number = '<a:pPr><a:buAutoNum type="arabicPeriod" startAt="3"/></a:pPr>'
    bullet = '<a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="•"/></a:pPr>'
    none = "<a:pPr><a:buNone/></a:pPr>"
    body = (
        text("a", paragraph=number)
        + text("b", paragraph=number)
        + text("c", paragraph=bullet)
        + text("d", paragraph=none)
    )
    marks = [
        block.format.list_mark for block in slide(pptx(box(body))).shapes[0].blocks if isinstance(block, Paragraph)
    ]
    assert [(mark.kind, mark.label) if mark else None for mark in marks] == [
        (ListKind.NUMBER, "3."),
        (ListKind.NUMBER, "4."),
        (ListKind.BULLET, "•"),
        None,
    ]


# ---------------------------------------------------------------------------------------------------------- shapes


def test_slides_come_in_show_order_with_titles_and_layout() -> None:
    show = read(pptx(placeholder("ctrTitle", text("第一页")), more_slides=(placeholder("title", text("第二页")),)))
    assert [(one.number, one.title, one.layout, one.layout_kind) for one in show.slides] == [
        (1, "第一页", "sldLayout", "obj"),
        (2, "第二页", "sldLayout", "obj"),
    ]
    assert (show.width_pt, show.height_pt) == (Decimal(720), Decimal(540))


def test_members_of_a_group_stand_in_the_coordinates_of_the_slide() -> None:
    inner = box(text("内"), properties='<a:xfrm><a:off x="50" y="0"/><a:ext cx="50" cy="100"/></a:xfrm>')
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="组合"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="127000" '
        'y="127000"/>'
        '<a:ext cx="254000" cy="127000"/><a:chOff x="0" y="0"/><a:chExt cx="100" cy="100"/></a:xfrm></p:grpSpPr>'
        f"{inner}</p:grpSp>"
    )
    found = slide(pptx(group))
    assert [shape.kind for shape in found.all_shapes()] == [ShapeKind.GROUP, ShapeKind.TEXT_BOX]
    assert found.text == "内"


def test_pictures_fills_and_lines_are_read() -> None:
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="4" name="图片" descr="花"/></p:nvPicPr><p:blipFill><a:blip r:embed="p1"/>'
        "</p:blipFill>"
        "<p:spPr><a:prstGeom prst='ellipse'/></p:spPr></p:pic>"
    )
    filled = box(
        text("好"),
        properties="<a:prstGeom prst='star5'/><a:gradFill><a:gsLst><a:gs pos='0'><a:srgbClr val='FF0000'/></a:gs>"
        "<a:gs pos='100000'><a:srgbClr val='0000FF'/></a:gs></a:gsLst></a:gradFill>"
        "<a:ln w='25400'><a:solidFill><a:srgbClr val='00B050'/></a:solidFill><a:prstDash val='dash'/></a:ln>",
    )
    shapes = slide(
        pptx(picture + filled, links={"p1": ("image", "../media/a.png")}, parts={"ppt/media/a.png": png(30, 20)})
    ).shapes
    assert shapes[0].picture is not None
    assert (shapes[0].kind, shapes[0].picture.width_px, shapes[0].geometry) == (ShapeKind.PICTURE, 30, "ellipse")
    assert (shapes[1].geometry, shapes[1].fill.kind, shapes[1].fill.colours) == (
        "star5",
        FillKind.GRADIENT,
        ("FF0000", "0000FF"),
    )
    assert (shapes[1].line.style, shapes[1].line.width_pt, shapes[1].line.colour) == ("dash", Decimal(2), "00B050")


def test_word_art_is_told_by_its_warp() -> None:
    shape = slide(pptx(box(text("艺术字"), body='<a:prstTxWarp prst="textArchUp"/>'))).shapes[0]
    assert (shape.kind, shape.text_effect) == (ShapeKind.WORD_ART, "textArchUp")


def test_links_to_slides_read_as_their_numbers() -> None:
    run = '<a:p><a:r><a:rPr><a:hlinkClick r:id="l1"/></a:rPr><a:t>去</a:t></a:r></a:p>'
    button = box(run).replace(
        'name="文本框"/>',
        'name="按钮"><a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=nextslide"/></p:cNvPr>',
    )
    data = pptx(button, links={"l1": ("slide", "slide2.xml")}, more_slides=(box(text("二")),))
    shape = slide(data).shapes[0]
    assert (shape.link, first(shape).runs[0].link) == ("hlinkshowjump?jump=nextslide", "#2")


def table_frame(rows: str, style: str = "{S}") -> str:
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7" name="表格"/></p:nvGraphicFramePr><p:xfrm>'
        '<a:off x="0" y="0"/>'
        '<a:ext cx="1270000" cy="635000"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1" '
        'bandRow="1">'
        f"<a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid><a:gridCol w='635000'/>"
        f"<a:gridCol w='635000'/></a:tblGrid>"
        f"{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def table_cell(words: str, attributes: str = "") -> str:
    return f"<a:tc {attributes}><a:txBody><a:bodyPr/>{text(words)}</a:txBody><a:tcPr/></a:tc>"


def test_tables_take_text_and_fill_from_their_style() -> None:
    styles = (
        f'<a:tblStyleLst xmlns:a="{A}"><a:tblStyle styleId="{{S}}" styleName="中度样式"><a:band1H><a:tcStyle>'
        f"<a:fill><a:solidFill>"
        '<a:srgbClr val="EEEEEE"/></a:solidFill></a:fill></a:tcStyle></a:band1H><a:firstRow><a:tcTxStyle b="on">'
        '<a:schemeClr val="lt1"/>'
        '</a:tcTxStyle><a:tcStyle><a:fill><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:fill>'
        "</a:tcStyle></a:firstRow>"
        "</a:tblStyle></a:tblStyleLst>"
    )
    rows = (
        f"<a:tr h='127000'>{table_cell('合并', 'gridSpan=`2`'.replace('`', chr(34)))}<a:tc hMerge='1'/></a:tr>"
        f"<a:tr h='127000'>{table_cell('1')}{table_cell('2')}</a:tr>"
    )
    data = pptx(table_frame(rows))
    names = f'xmlns:p="{P}" xmlns:r="{R}"'
    shape = slide(
        pptx(
            table_frame(rows),
            parts={
                "ppt/tableStyles.xml": styles,
                "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="s1"/>'
                "</p:sldIdLst></p:presentation>",
                "ppt/_rels/presentation.xml.rels": relations(
                    {"s1": ("slide", "slides/slide1.xml"), "t": ("tableStyles", "tableStyles.xml")}
                ),
            },
        )
    ).shapes[0]
    assert shape.table is not None
    head, other = shape.table.rows
    assert [(c.text, c.column_span, c.fill.colour) for c in head.cells] == [("合并", 2, "4472C4")]
    assert [(c.text, c.fill.colour) for c in other.cells] == [("1", "EEEEEE"), ("2", "EEEEEE")]
    words = head.cells[0].blocks[0]
    assert isinstance(words, Paragraph)
    assert (words.runs[0].format.bold, words.runs[0].format.colour) == (True, "FFFFFF")
    assert shape.table.style == "中度样式"
    assert slide(data).text == "合并\n1\n2"


# ------------------------------------------------------------------------------------------------------ around slides


def test_background_comes_from_the_slide_or_from_above() -> None:
    assert not slide(pptx("")).own_background
    data = pptx(
        "",
        parts={
            "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{P}" xmlns:a="{A}" show="0"><p:cSld><p:bg><p:bgPr><a:solidFill>'
            '<a:schemeClr val="accent1"/></a:solidFill></p:bgPr></p:bg><p:spTree/></p:cSld></p:sld>'
        },
    )
    found = slide(data)
    assert (found.background.colour, found.own_background, found.hidden) == ("4472C4", True, True)


def test_transitions_of_both_generations_are_read() -> None:
    old = '<p:transition spd="slow" advClick="0" advTm="3000"><p:push dir="l"/></p:transition>'
    found = slide(pptx("", after_tree=old)).transition
    assert found is not None
    assert (found.effect, found.options, found.speed, found.on_click, found.after_ms) == (
        "push",
        ("dir=l",),
        "slow",
        False,
        3000,
    )
    new = '<p:transition p14:dur="1500"><p14:vortex dir="r"/></p:transition>'
    assert slide(pptx("", after_tree=new)).transition is not None
    assert slide(pptx("")).transition is None


def test_animations_come_in_order_with_target_and_trigger() -> None:
    def effect(shape: int, preset: int, kind: str, trigger: str, delay: int = 0) -> str:
        return (
            f'<p:par><p:cTn presetID="{preset}" presetClass="{kind}" nodeType="{trigger}"><p:stCondLst>'
            f'<p:cond delay="{delay}"/>'
            f'</p:stCondLst><p:childTnLst><p:animEffect filter="fade"><p:cBhvr><p:cTn dur="500"/><p:tgtEl>'
            f'<p:spTgt spid="{shape}"/>'
            "</p:tgtEl></p:cBhvr></p:animEffect></p:childTnLst></p:cTn></p:par>"
        )

    timing = (
        "<p:timing><p:tnLst><p:par><p:cTn nodeType='tmRoot'><p:childTnLst>"
        f"{effect(2, 10, 'entr', 'clickEffect')}{effect(3, 1, 'exit', 'afterEffect', 1000)}"
        "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
    )
    found = slide(pptx("", after_tree=timing)).animations
    assert [(one.shape, one.preset, one.category, one.trigger, one.delay_ms, one.duration_ms) for one in found] == [
        ("2", 10, "entr", "clickEffect", 0, 500),
        ("3", 1, "exit", "afterEffect", 1000, 500),
    ]


def test_notes_belong_to_their_slide() -> None:
    tree = f"<p:spTree>{placeholder('body', text('讲稿'), index=1)}</p:spTree>"
    notes = f'<p:notes xmlns:p="{P}" xmlns:a="{A}"><p:cSld>{tree}</p:cSld></p:notes>'
    data = pptx(
        box(text("好")),
        links={"n": ("notesSlide", "../notesSlides/notesSlide1.xml")},
        parts={"ppt/notesSlides/notesSlide1.xml": notes},
    )
    assert slide(data).notes_text == "讲稿"


def test_masters_and_used_layouts_are_listed_with_their_shapes() -> None:
    show = read(pptx("", layout=placeholder("title", text("版式")), master=placeholder("title", text("母版"))))
    assert [(one.is_master, one.shapes[0].text) for one in show.layouts] == [(True, "母版"), (False, "版式")]
    assert (show.themes[0].name, show.themes[0].minor_east_asian) == ("测试主题", "等线")


def test_a_slide_whose_part_is_missing_is_refused() -> None:
    with pytest.raises(CannotReadError) as caught:
        read(pptx("", parts={"ppt/_rels/presentation.xml.rels": relations({"s1": ("slide", "slides/none.xml")})}))
    assert caught.value.outcome.reason is Reason.MISSING_PART

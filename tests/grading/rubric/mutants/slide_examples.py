"""An example of every P check: one presentation that meets them all, and what each mutant of it may change."""

from __future__ import annotations

from typing import Any

from lxml import etree

from grading.rubric.mutants.package import OfficePackage
from tests.grading.office.builders import A, P, R, placeholder, pptx, relations
from tests.grading.rubric.mutants import drawn
from tests.grading.rubric.mutants.facts import Example

P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
SHADOW = '<a:effectLst><a:outerShdw dist="38100"><a:srgbClr val="000000"/></a:outerShdw></a:effectLst>'
LINES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "P.font_east_asian": ('><a:ea typeface="黑体"/>', "", "", {"font": "黑体"}),
    "P.font_size": ('sz="2800">', "", "", {"size": "28pt"}),
    "P.bold": ('b="1">', "", "", {}),
    "P.italic": ('i="1">', "", "", {}),
    "P.underline": ('u="sng">', "", "", {}),
    "P.strike": ('strike="sngStrike">', "", "", {}),
    "P.baseline": ('baseline="30000">', "", "", {"value": "superscript"}),
    "P.capitals": ('cap="all">', "", "", {}),
    "P.spacing": ('spc="300">', "", "", {"value": "3pt"}),
    "P.colour": (f">{RED}", "", "", {"colour": "红色"}),
    "P.highlight": ('><a:highlight><a:srgbClr val="FFFF00"/></a:highlight>', "", "", {"colour": "黄色"}),
    "P.text_effect": (f">{SHADOW}", "", "", {"effect": "shadow"}),
    "P.alignment": (">", 'algn="ctr"', "", {"value": "center"}),
    "P.first_line_indent": (">", 'indent="457200"', "", {"value": "36pt"}),
    "P.hanging_indent": (">", 'marL="457200" indent="-457200"', "", {"value": "36pt"}),
    "P.indent_left": (">", 'marL="914400"', "", {"value": "72pt"}),
    "P.space_before": (">", "", '<a:spcBef><a:spcPts val="1200"/></a:spcBef>', {"value": "12pt"}),
    "P.space_after": (">", "", '<a:spcAft><a:spcPts val="600"/></a:spcAft>', {"value": "6pt"}),
    "P.line_spacing": (">", "", '<a:lnSpc><a:spcPct val="150000"/></a:lnSpc>', {"value": "1.5"}),
    "P.bulleted": (">", "", '<a:buChar char="•"/>', {}),
    "P.level": (">", 'lvl="1"', "", {"level": 2}),
}
"""A line of the body for every property: the run's tag behind its name, the paragraph's, its inner, parameters."""

BY_LINE = {
    "P.font_east_asian": "runs.0.format.east_asian", "P.font_size": "runs.0.format.size_pt",
    "P.bold": "runs.0.format.bold", "P.italic": "runs.0.format.italic", "P.underline": "runs.0.format.underline",
    "P.strike": "runs.0.format.strike", "P.baseline": "runs.0.format.*", "P.capitals": "runs.0.format.all_caps",
    "P.spacing": "runs.0.format.spacing_pt", "P.colour": "runs.0.format.colour",
    "P.highlight": "runs.0.format.highlight", "P.text_effect": "runs.0.format.effects.0",
    "P.alignment": "format.alignment", "P.first_line_indent": "format.first_line_pt",
    "P.hanging_indent": "format.first_line_pt", "P.indent_left": "format.indent_left_pt",
    "P.space_before": "format.space_before_pt", "P.space_after": "format.space_after_pt",
    "P.line_spacing": "format.line_multiple", "P.bulleted": "format.list_mark.*", "P.level": "format.*",
}  # fmt: skip
"""What a property's mutant may change of its line: `runs`, their direct marks too, or `format`."""


def line(text: str, run: str = ">", paragraph: str = "", inner: str = "") -> str:
    return f"<a:p><a:pPr {paragraph}>{inner}</a:pPr><a:r><a:rPr {run}</a:rPr><a:t>{text}</a:t></a:r></a:p>"


def box(identity: int, text: str, *, body: str = "", more: str = "", left: int = 1) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="框 {identity}">{more}</p:cNvPr><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{drawn.frame(left, 8, 3, 1)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody><a:bodyPr {body}/><a:lstStyle/>{line(text)}</p:txBody></p:sp>"
    )


def effect(number: int, target: int) -> str:
    """A step of the main sequence: a shape that fades in after the one before it."""
    return (
        f'<p:par><p:cTn id="{number}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>'
        f'<p:par><p:cTn id="{number + 1}" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>'
        f'<p:par><p:cTn id="{number + 2}" presetID="10" presetClass="entr" presetSubtype="0" fill="hold" '
        'nodeType="afterEffect"><p:stCondLst><p:cond delay="500"/></p:stCondLst><p:childTnLst>'
        f'<p:animEffect transition="in" filter="fade"><p:cBhvr><p:cTn id="{number + 3}" dur="1000"/><p:tgtEl>'
        f'<p:spTgt spid="{target}"/></p:tgtEl></p:cBhvr></p:animEffect></p:childTnLst></p:cTn></p:par></p:childTnLst>'
        "</p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
    )


def timing(*targets: int) -> str:
    steps = "".join(effect(3 + 10 * n, target) for n, target in enumerate(targets))
    return (
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
        f'<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>{steps}'
        "</p:childTnLst></p:cTn></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
    )


CELLS = "".join(
    f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{line(text)}</a:txBody><a:tcPr><a:solidFill><a:srgbClr val="DDEBF7"/>'
    "</a:solidFill></a:tcPr></a:tc>"
    for text in ("项目", "时间")
)
TABLE = drawn.graphic(
    "p", 20, f"{A.rpartition('/')[0]}/table",
    '<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{2D5ABB26-0587-4C30-8999-92F81FD0307C}</a:tableStyleId></a:tblPr>'
    f'<a:tblGrid><a:gridCol w="1440000"/><a:gridCol w="1440000"/></a:tblGrid><a:tr h="360000">{CELLS}</a:tr></a:tbl>',
)  # fmt: skip
MEDIA = (
    '<p:pic><p:nvPicPr><p:cNvPr id="22" name="声音"/><p:cNvPicPr/><p:nvPr><a:audioFile r:link="snd"/></p:nvPr>'
    f'</p:nvPicPr><p:blipFill><a:blip r:embed="img"/></p:blipFill><p:spPr>{drawn.frame(20, 1, 1, 1)}</p:spPr></p:pic>'
)
BUTTON = '<a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=firstslide"/>'
BODY = "".join(line(f"{kind}的一行字", run, paragraph, inner) for kind, (run, paragraph, inner, _p) in LINES.items())
BODY += line("Latin words", '><a:latin typeface="Arial"/>') + line("新写的一行字")
BODY += line("去第三张看看", '><a:hlinkClick r:id="to3" action="ppaction://hlinksldjump"/>')
FIRST = (
    placeholder("title", line("我们的约定"), identity=2)
    + placeholder("body", BODY, index=1, identity=3)
    + box(4, "竖排的字", body='vert="eaVert"')
    + box(5, "返回", more=BUTTON, left=5)
    + placeholder("sldNum", line("1"), index=12, identity=6)
    + placeholder("dt", line("2026年9月1日"), index=10, identity=7)
    + placeholder("ftr", line("阳光中学"), index=11, identity=8)
    + TABLE + MEDIA + "".join(drawn.things("p")) + drawn.chart_frame("p")
)  # fmt: skip
BACKGROUND = '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFF2CC"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
TRANSITION = '<p:transition spd="med" p14:dur="1000" advClick="0" advTm="3000"><p:push dir="l"/></p:transition>'
NOTES = (
    f'<p:notes xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree>'
    + placeholder("body", line("讲一分钟"), index=1) + "</p:spTree></p:cSld></p:notes>"
)  # fmt: skip
MASTER = placeholder(
    "title", line("单击编辑标题", f'sz="4000">{RED}<a:latin typeface="黑体"/><a:ea typeface="黑体"/>'), identity=2
) + box(3, "阳光中学初一（3）班")
LAYOUT = f'<p:sldLayout xmlns:p="{P}" xmlns:a="{A}" type="blank"><p:cSld name="空白"><p:spTree/></p:cSld></p:sldLayout>'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>班会</dc:title></cp:coreProperties>'
)
SECTIONS = (
    '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst>'
    '<p14:section name="开头" id="{6B29FC40-CA47-1067-B31D-00DD010662DA}"><p14:sldIdLst><p14:sldId id="256"/>'
    '</p14:sldIdLst></p14:section><p14:section name="正文" id="{6B29FC40-CA47-1067-B31D-00DD010662DB}"><p14:sldIdLst>'
    '<p14:sldId id="257"/><p14:sldId id="258"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
)
SLIDE, SHOW = "ppt/slides/slide1.xml", "ppt/presentation.xml"
TYPES = {
    "slides/": "slide", "slideLayouts/": "slideLayout", "slideMasters/": "slideMaster", "notesSlides/": "notesSlide",
    "presProps": "presProps", "comments/": "comments", "commentAuthors": "commentAuthors",
}  # fmt: skip
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."


def presentation() -> bytes:
    """The presentation that meets every check."""
    data = pptx(
        FIRST,
        master=MASTER,
        after_tree=TRANSITION + timing(2, 4),
        links={
            "n": ("notesSlide", "../notesSlides/notesSlide1.xml"), "c": ("comments", "../comments/comment1.xml"),
            "to3": ("slide", "slide3.xml"), "snd": ("audio", "!file:///song.mp3"),
        },
        parts={
            "ppt/notesSlides/notesSlide1.xml": NOTES,
            "ppt/notesSlides/_rels/notesSlide1.xml.rels": relations({"s": ("slide", "../slides/slide1.xml")}),
            "ppt/slideLayouts/slideLayout2.xml": LAYOUT,
            "ppt/slideLayouts/_rels/slideLayout2.xml.rels": relations(
                {"m": ("slideMaster", "../slideMasters/slideMaster1.xml")}
            ),
            "ppt/presProps.xml": f'<p:presentationPr xmlns:p="{P}"><p:showPr loop="1"><p:kiosk/>'
            '<p:sldRg st="1" end="2"/></p:showPr></p:presentationPr>',
            "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{P}"><p:cm authorId="0" dt="2026-09-01T00:00:00Z" idx="1">'
            '<p:pos x="1" y="1"/><p:text>请核对数据</p:text></p:cm></p:cmLst>',
            "docProps/core.xml": CORE,
        },
        more_slides=(placeholder("title", line("第二张")), placeholder("title", line("第三张"))),
    )  # fmt: skip
    package = OfficePackage(data)
    drawn.add_media(package, SLIDE, "ppt")
    drawn.add_chart(package, SLIDE, "ppt")
    package.root(SLIDE)[0].insert(0, parsed(BACKGROUND))
    package.relate(SHOW, "presProps", "ppt/presProps.xml")
    package.relate("", "core-properties", "docProps/core.xml")
    package.root(SHOW).append(parsed(SECTIONS))
    for name in package.names:
        for folder, kind in TYPES.items():
            if f"ppt/{folder}" in name and name.endswith(".xml"):
                package.add(name, package.part_bytes(name), f"{_MAIN}{kind}+xml")
    return package.to_bytes()


def parsed(xml: str) -> Any:
    spaces = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}" xmlns:p14="{P14}"'
    return etree.fromstring(f"<x {spaces}>{xml}</x>")[0]


MODEL = presentation()
STARTER = pptx(
    placeholder("title", line("旧标题")) + placeholder("body", line("应删去的字"), index=1),
    more_slides=(placeholder("title", line("多余的一张"), identity=2),),
)
_SECOND = OfficePackage(STARTER)
_SECOND.root("ppt/slides/slide2.xml").append(parsed(timing(2)))
STARTER = _SECOND.to_bytes()
S1 = "slides.0."
BLOCK = f"{S1}shapes.1.blocks."


def of_line(kind: str) -> tuple[str, ...]:
    what = BY_LINE[kind]
    more = (f"{BLOCK}*.runs.0.direct*",) if what.startswith("runs") else (f"{BLOCK}*.direct*",)
    return (f"{BLOCK}*.{what}", *more)


def one(parameters: dict[str, Any], *changes: str) -> Example:
    return Example(
        parameters, MODEL, tuple(f"{S1}{change}" for change in changes), STARTER, {"图.png": drawn.picture()}
    )


def whole(parameters: dict[str, Any], *changes: str) -> Example:
    return Example(parameters, MODEL, changes, STARTER)


SLIDES: dict[str, Example] = {
    **{
        kind: Example({"slide": 1, "text": f"{kind}的一行字", **wanted}, MODEL, of_line(kind), STARTER)
        for kind, (_run, _paragraph, _inner, wanted) in LINES.items()
    },
    "P.font_latin": Example({"slide": 1, "text": "Latin words", "font": "Arial"}, MODEL,
                            (f"{BLOCK}*.runs.0.format.*", f"{BLOCK}*.runs.0.direct*"), STARTER),
    "P.slide_title": one({"slide": 1, "text": "我们的约定"}, "title", "shapes.0.blocks.0.runs.0.text"),
    "P.text_present": one({"slide": 1, "text": "新写的一行字"}, "shapes.1.blocks.*.runs.0.text"),
    "P.text_absent": one({"slide": 1, "text": "应删去的字"}, "shapes.*.blocks.1.*"),
    "P.hyperlink": one({"slide": 1, "text": "去第三张看看", "address": "#3"}, "shapes.1.blocks.*.runs.0.link"),
    "P.notes": one({"slide": 1, "text": "讲一分钟"}, "notes.0.runs.0.text"),
    "P.slide_count": whole({"value": 3}, "slides.3.*"),
    "P.slide_order": whole({"titles": ["我们的约定", "第二张", "第三张"]}, "slides.[12].title", "slides.[12].id",
                           "slides.[12].shapes.0.*", "sections.*", "slides.0.shapes.1.blocks.*.runs.0.link"),
    "P.picture": one({"slide": 1, "at_least": 1}, "shapes.*"),
    "P.table": one({"slide": 1, "rows": 1, "columns": 2}, "shapes.7.table.rows.1.*"),
    "P.transition": one({"slide": 1, "effect": "push"}, "transition.effect", "transition.options.*"),
    "P.background": one({"slide": 1, "colour": "FFF2CC"}, "background.colour"),
    "P.animation": one({"slide": 1, "text": "我们的约定", "category": "entr"}, "animations.0.category"),
    "P.slide_size": whole({"value": "4:3"}, "width_pt"),
    "P.table_cell": one({"slide": 1, "row": 1, "column": 2, "text": "时间"},
                        "shapes.7.table.rows.0.cells.1.blocks.0.runs.0.text"),
    "P.table_style": one({"slide": 1, "row": 1, "colour": "DDEBF7"}, "shapes.7.table.rows.0.cells.1.fill.colour"),
    "P.media": one({"slide": 1, "kind": "audio"}, "shapes.8.media"),
    "P.button": one({"slide": 1, "target": "first"}, "shapes.3.link"),
    "P.placeholder_text": one({"slide": 1, "text": "我们的约定", "place": "title"}, "title",
                              "shapes.0.blocks.0.runs.0.text"),
    "P.position": one({"slide": 1, "text": "返回", "left": "5cm"}, "shapes.3.placement.left_pt"),
    "P.text_direction": one({"slide": 1, "text": "竖排的字"}, "shapes.2.text_vertical"),
    "P.slide_number": one({"slide": 1}, "shapes.*"),
    "P.date": one({"slide": 1, "text": "2026年9月1日"}, "shapes.5.blocks.0.runs.0.text"),
    "P.footer": one({"slide": 1, "text": "阳光中学"}, "shapes.6.blocks.0.runs.0.text"),
    "P.chart": one({"slide": 1, "type": "column", "title": "语文成绩"}, "shapes.14.chart.title"),
    "P.transition_timing": one({"slide": 1, "after": 3000}, "transition.after_ms"),
    "P.animation_timing": one({"slide": 1, "text": "我们的约定", "trigger": "afterEffect"}, "animations.0.trigger"),
    "P.animation_order": one({"slide": 1, "texts": ["我们的约定", "竖排的字"]}, "animations.?.shape"),
    "P.animation_effect": one({"slide": 1, "text": "我们的约定", "preset": 10}, "animations.0.*"),
    "P.no_animations": whole({"slide": 2}, "slides.1.animations.*"),
    "P.property": whole({"name": "title", "value": "班会"}, "properties.title"),
    "P.slide_deleted": whole({"text": "多余的一张"}, "slides.3.*"),
    "P.slide_inserted": whole({"slide": 3, "title": "第三张"}, "slides.2.title",
                              "slides.2.shapes.0.blocks.0.runs.0.text"),
    "P.theme": whole({"name": "测试主题"}, "slides.*.theme", "themes.0.name"),
    "P.master": whole({"text": "阳光中学初一（3）班"}, "layouts.0.shapes.1.blocks.0.runs.0.text"),
    "P.master_font": whole({"size": "40pt"}, "layouts.0.shapes.0.blocks.0.runs.0.format.size_pt"),
    "P.section": whole({"name": "正文", "slide": 2}, "sections.?.slides.*"),
    "P.show": whole({"kind": "kiosk"}, "show.kind"),
    "P.format": whole({}, "format"),
    "P.comment": one({"slide": 1, "text": "请核对"}, "comments.0.text"),
    **{
        f"P.{name}": one({"slide": 1, **parameters}, f"shapes.*.{changes}" if changes != "*" else "shapes.*")
        for name, (parameters, changes) in drawn.CASES.items()
    },
}  # fmt: skip
SLIDES["P.layout"] = whole({"slide": 1, "type": "obj"}, f"{S1}layout*", "layouts.*")
_HIDDEN = OfficePackage(MODEL)
_HIDDEN.root("ppt/slides/slide2.xml").set("show", "0")
SLIDES["P.hidden"] = Example({"slide": 2}, _HIDDEN.to_bytes(), ("slides.1.hidden",), STARTER)

"""Every P check can be undone on the presentation's own XML, and nothing else is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from grading.checks.finding import Verdict
from grading.rubric.mutants.package import Element, OfficePackage
from tests.grading.office.builders import A, P, placeholder, pptx, relations
from tests.grading.rubric.mutants.trying import call, lost, verdicts

FILE = "班会.pptx"


def line(text: str, run: str = ">", paragraph: str = "", inner: str = "") -> str:
    """A line of text; `run` is the rest of the a:rPr tag behind its name, and what is in it."""
    return f"<a:p><a:pPr {paragraph}>{inner}</a:pPr><a:r><a:rPr {run}</a:rPr><a:t>{text}</a:t></a:r></a:p>"


RUNS = {
    "P.font_east_asian": ('><a:ea typeface="黑体"/>', {"font": "黑体"}),
    "P.font_size": ('sz="2800">', {"size": "28pt"}),
    "P.bold": ('b="1">', {}),
    "P.italic": ('i="1">', {}),
    "P.underline": ('u="sng">', {}),
    "P.strike": ('strike="sngStrike">', {}),
    "P.baseline": ('baseline="30000">', {"value": "superscript"}),
    "P.capitals": ('cap="all">', {}),
    "P.spacing": ('spc="300">', {"value": "3pt"}),
    "P.colour": ('><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>', {"colour": "红色"}),
}
BODY = "".join(line(f"{kind}的一行字", look) for kind, (look, _wanted) in RUNS.items())
BODY += line("Latin words", '><a:latin typeface="Arial"/>')
BODY += line("居中的一行字", ">", 'algn="ctr"')
BODY += line("有符号的一行字", ">", "", '<a:buChar char="•"/>')
BODY += line("新写的一行字", ">")
BODY += line("去网站看看", '><a:hlinkClick r:id="a"/>')
PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="8" name="图"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
    '<a:blip r:embed="img"/></p:blipFill><p:spPr/></p:pic>'
)
CELL = "<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>格</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>"
TABLE = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="表"/><p:cNvGraphicFramePr/><p:nvPr/>'
    "</p:nvGraphicFramePr>"
    '<p:xfrm/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/>'
    f'<a:tblGrid><a:gridCol w="1"/><a:gridCol w="1"/></a:tblGrid><a:tr h="1">{CELL}{CELL}</a:tr></a:tbl>'
    "</a:graphicData></a:graphic></p:graphicFrame>"
)
TIMING = (
    '<p:timing><p:tnLst><p:par><p:cTn id="1" nodeType="tmRoot"><p:childTnLst><p:seq><p:cTn id="2" '
    'nodeType="mainSeq"><p:childTnLst><p:par><p:cTn id="3"><p:childTnLst><p:par><p:cTn id="4"><p:childTnLst><p:par>'
    '<p:cTn id="5" presetID="10" presetClass="entr" nodeType="clickEffect"><p:childTnLst><p:animEffect filter="fade">'
    '<p:cBhvr><p:cTn id="6" dur="500"/><p:tgtEl><p:spTgt spid="2"/></p:tgtEl></p:cBhvr></p:animEffect></p:childTnLst>'
    "</p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:seq>"
    "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
)
NOTES = (
    f'<p:notes xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree>'
    + placeholder("body", line("讲一分钟", ">"), index=1)
    + "</p:spTree></p:cSld></p:notes>"
)
SECOND = placeholder("title", line("第二张", ">"))


def presentation() -> bytes:
    shapes = placeholder("title", line("我们的约定", ">"), identity=2) + placeholder("body", BODY, index=1, identity=3)
    return pptx(
        shapes + PICTURE + TABLE,
        after_tree="<p:transition><p:fade/></p:transition>" + TIMING,
        links={"a": ("hyperlink", "!https://eyes.example.com/"), "img": ("image", "../media/a.png"),
               "n": ("notesSlide", "../notesSlides/notesSlide1.xml")},
        parts={
            "ppt/media/a.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02",
            "ppt/notesSlides/notesSlide1.xml": NOTES,
            "ppt/notesSlides/_rels/notesSlide1.xml.rels": relations({"s": ("slide", "../slides/slide1.xml")}),
        },
        more_slides=(SECOND,),
    )  # fmt: skip


MODEL = presentation()
STARTER = pptx(placeholder("title", line("旧标题", ">")) + placeholder("body", line("应删去的字", ">"), index=1))
CALLS = {
    **{kind: call(kind, FILE, slide=1, text=f"{kind}的一行字", **wanted) for kind, (_look, wanted) in RUNS.items()},
    "P.font_latin": call("P.font_latin", FILE, slide=1, text="Latin words", font="Arial"),
    "P.alignment": call("P.alignment", FILE, slide=1, text="居中的一行字", value="center"),
    "P.bulleted": call("P.bulleted", FILE, slide=1, text="有符号的一行字"),
    "P.text_present": call("P.text_present", FILE, slide=1, text="新写的一行字"),
    "P.text_absent": call("P.text_absent", FILE, slide=1, text="应删去的字"),
    "P.hyperlink": call("P.hyperlink", FILE, slide=1, text="去网站看看", address="https://eyes.example.com/"),
    "P.slide_title": call("P.slide_title", FILE, slide=1, text="我们的约定"),
    "P.picture": call("P.picture", FILE, slide=1),
    "P.table": call("P.table", FILE, slide=1, rows=1, columns=2),
    "P.transition": call("P.transition", FILE, slide=1),
    "P.animation": call("P.animation", FILE, slide=1, category="entr"),
    "P.notes": call("P.notes", FILE, slide=1, text="讲一分钟"),
    "P.slide_count": call("P.slide_count", FILE, value=2),
    "P.slide_size": call("P.slide_size", FILE, value="4:3"),
}
FILES, STARTERS = {FILE: MODEL}, {FILE: STARTER}


def test_the_model_of_this_test_meets_every_check():
    found = dict(zip(CALLS, verdicts(list(CALLS.values()), FILES, STARTERS), strict=True))
    assert {name for name, verdict in found.items() if verdict is not Verdict.MET} == set()


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_in_a_presentation_loses_just_that(name):
    assert lost(CALLS, name, FILES, STARTERS) == {name}


def test_slides_in_another_order_are_undone_by_moving_the_last_one():
    calls = {"order": call("P.slide_order", FILE, titles=["我们的约定", "第二张"]), "size": CALLS["P.slide_size"]}
    assert lost(calls, "order", FILES, STARTERS) == {"order"}


def changed(part: str, change: Callable[[Element], object]) -> bytes:
    """The model after a change of one part."""
    package = OfficePackage(MODEL)
    change(package.root(part))
    return package.to_bytes()


def test_a_hidden_slide_is_shown_again():
    model = {FILE: changed("ppt/slides/slide1.xml", lambda slide: slide.set("show", "0"))}
    calls = {"hidden": call("P.hidden", FILE, slide=1), "title": CALLS["P.slide_title"]}
    assert lost(calls, "hidden", model, STARTERS) == {"hidden"}


def test_a_background_is_taken_off():
    fill = '<a:solidFill><a:srgbClr val="0070C0"/></a:solidFill>'
    blue = f'<p:bg xmlns:p="{P}" xmlns:a="{A}"><p:bgPr>{fill}</p:bgPr></p:bg>'
    model = {FILE: changed("ppt/slides/slide1.xml", lambda slide: slide[0].insert(0, etree.fromstring(blue)))}
    calls = {"background": call("P.background", FILE, slide=1, colour="0070C0"), "title": CALLS["P.slide_title"]}
    assert lost(calls, "background", model, STARTERS) == {"background"}


def test_a_slide_gets_another_layout_of_the_file():
    layout = f'<p:sldLayout xmlns:p="{P}" type="blank"><p:cSld><p:spTree/></p:cSld></p:sldLayout>'
    master = relations({"m": ("slideMaster", "../slideMasters/slideMaster1.xml")})
    parts = {
        "ppt/slideLayouts/slideLayout2.xml": layout,
        "ppt/slideLayouts/_rels/slideLayout2.xml.rels": master,
    }
    model = {FILE: pptx(placeholder("title", line("标题")), parts=parts)}
    calls = {
        "layout": call("P.layout", FILE, slide=1, type="obj"),
        "title": call("P.slide_title", FILE, slide=1, text="标题"),
    }
    assert lost(calls, "layout", model, STARTERS) == {"layout"}

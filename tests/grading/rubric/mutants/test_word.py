"""Every W check can be undone on the document's own XML, and nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from grading.checks.finding import Verdict
from grading.rubric.mutants.package import OfficePackage
from grading.rubric.mutants.undo import WAYS
from tests.grading.checks.office_work import document
from tests.grading.office.builders import W, para
from tests.grading.rubric.mutants.trying import call, lost, verdicts

FILE = "通知.docx"
SPACE = f'xmlns:w="{W}"'
BLIP = "http://schemas.openxmlformats.org/drawingml/2006/picture"
PICTURE = (
    '<w:p><w:r><w:drawing><wp:anchor behindDoc="0"><wp:extent cx="9000" cy="9000"/>'
    '<wp:wrapSquare wrapText="bothSides"/>'
    f'<wp:docPr id="1" name="图"/><a:graphic><a:graphicData uri="{BLIP}"><pic:pic><pic:blipFill>'
    '<a:blip r:embed="img"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing>'
    "</w:r></w:p>"
)
BOX = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9000" cy="9000"/><wp:docPr id="2" name="框"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>' + para("温馨提示") + "</w:txbxContent></wps:txbx>"
    "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
LINE = '<w:{side} w:val="single" w:sz="4"/>'
BORDERS = "".join(LINE.format(side=side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
CELL = "<w:tc><w:tcPr>{more}</w:tcPr>" + para("{text}") + "</w:tc>"
TABLE = (
    f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    "<w:tr>" + CELL.format(more='<w:gridSpan w:val="2"/>', text="安排表") + "</w:tr>"
    "<w:tr>" + CELL.format(more="", text="时间") + CELL.format(more="", text="地点") + "</w:tr></w:tbl>"
)
RUNS: dict[str, tuple[str, dict[str, Any]]] = {
    "W.font_east_asian": ('<w:rFonts w:eastAsia="黑体"/>', {"font": "黑体"}),
    "W.font_size": ('<w:sz w:val="44"/>', {"size": "二号"}),
    "W.bold": ("<w:b/>", {}),
    "W.italic": ("<w:i/>", {}),
    "W.strike": ("<w:strike/>", {}),
    "W.emphasis_dot": ('<w:em w:val="dot"/>', {}),
    "W.underline": ('<w:u w:val="single"/>', {}),
    "W.colour": ('<w:color w:val="FF0000"/>', {"colour": "红色"}),
    "W.highlight": ('<w:highlight w:val="yellow"/>', {"colour": "yellow"}),
    "W.spacing": ('<w:spacing w:val="40"/>', {"value": "2pt"}),
    "W.baseline": ('<w:vertAlign w:val="superscript"/>', {"value": "superscript"}),
}
PARAGRAPHS: dict[str, tuple[str, dict[str, Any]]] = {
    "W.alignment": ('<w:jc w:val="center"/>', {"value": "center"}),
    "W.first_line_indent": ('<w:ind w:firstLineChars="200" w:firstLine="420"/>', {"value": "2char"}),
    "W.hanging_indent": ('<w:ind w:left="567" w:hanging="567"/>', {"value": "1cm"}),
    "W.indent_left": ('<w:ind w:left="567"/>', {"value": "1cm"}),
    "W.indent_right": ('<w:ind w:right="567"/>', {"value": "1cm"}),
    "W.space_before": ('<w:spacing w:before="240"/>', {"value": "12pt"}),
    "W.space_after": ('<w:spacing w:after="240"/>', {"value": "12pt"}),
    "W.line_spacing": ('<w:spacing w:line="360" w:lineRule="auto"/>', {"value": "1.5"}),
    "W.heading": ('<w:pStyle w:val="H1"/>', {"level": 1}),
    "W.style": ('<w:pStyle w:val="Q"/>', {"value": "Quote"}),
    "W.bulleted": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', {}),
    "W.numbered": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>', {}),
}
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)
SECTION = (
    '<w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1701" '
    'w:right="1701"/><w:pgBorders>' + LINE.format(side="top") + '</w:pgBorders><w:cols w:num="2"/>'
)
PARTS = {
    "word/header1.xml": f"<w:hdr {SPACE}>{para('实验中学')}</w:hdr>",
    "word/footer1.xml": f"<w:ftr {SPACE}>{para('第三届')}"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>',
    "word/footnotes.xml": f'<w:footnotes {SPACE}><w:footnote w:id="2">{para("又称过年")}</w:footnote></w:footnotes>',
    "word/media/a.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02",
}
LINKS = {
    "h": ("header", "header1.xml"),
    "f": ("footer", "footer1.xml"),
    "n": ("footnotes", "footnotes.xml"),
    "img": ("image", "media/a.png"),
    "a": ("hyperlink", "!https://eyes.example.com/"),
}


def sentence(kind: str) -> str:
    """A paragraph of its own for a check."""
    return f"检查项{kind.removeprefix('W.')}的一段文字"


def where(kind: str) -> dict[str, Any]:
    return {"where": {"text": sentence(kind)}}


MODEL = document(
    para("顺序甲"),
    para("顺序乙"),
    *(para(sentence(kind), run=look) for kind, (look, _wanted) in RUNS.items()),
    para("WordTwo", run='<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'),
    *(para(sentence(kind), look) for kind, (look, _wanted) in PARAGRAPHS.items()),
    para("春", '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>'),
    para("节是传统节日之一"),
    para("新写的一句话"),
    para("科学竞赛和艺术竞赛"),
    para("单独成段的一句"),
    para("下一段落"),
    '<w:p><w:r><w:t>民俗</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
    '<w:p><w:hyperlink r:id="a"><w:r><w:t>护眼专栏</w:t></w:r></w:hyperlink></w:p>',
    '<w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>目录行</w:t></w:r></w:fldSimple></w:p>',
    TABLE,
    PICTURE,
    BOX,
    after=SECTION,
    styles=STYLES,
    numbering=NUMBERING,
    links=LINKS,
    parts=PARTS,
)
STARTER = document(para("顺序乙"), para("顺序甲"), para("科学竟赛和艺术竟赛"), para("应删去的草稿文字"))
CALLS = {
    **{kind: call(kind, FILE, **where(kind), **wanted) for kind, (_look, wanted) in {**RUNS, **PARAGRAPHS}.items()},
    "W.font_latin": call("W.font_latin", FILE, where={"words": "WordTwo"}, font="Arial"),
    "W.drop_cap": call("W.drop_cap", FILE, where={"text": "节是传统节日之一"}),
    "W.text_present": call("W.text_present", FILE, text="新写的一句话"),
    "W.text_absent": call("W.text_absent", FILE, text="应删去的草稿文字"),
    "W.replaced": call("W.replaced", FILE, old="竟赛", new="竞赛", count=2),
    "W.paragraph_order": call("W.paragraph_order", FILE, texts=["顺序甲", "顺序乙"]),
    "W.paragraph_alone": call("W.paragraph_alone", FILE, texts=["单独成段的一句", "下一段落"]),
    "W.hyperlink": call("W.hyperlink", FILE, text="护眼专栏", address="https://eyes.example.com/"),
    "W.page_size": call("W.page_size", FILE, value="A4"),
    "W.orientation": call("W.orientation", FILE, value="landscape"),
    "W.margins": call("W.margins", FILE, left="3cm"),
    "W.columns": call("W.columns", FILE, count=2),
    "W.header_text": call("W.header_text", FILE, text="实验中学"),
    "W.footer_text": call("W.footer_text", FILE, text="第三届"),
    "W.page_number": call("W.page_number", FILE, edge="footer"),
    "W.page_border": call("W.page_border", FILE),
    "W.table_size": call("W.table_size", FILE, rows=2, columns=2),
    "W.table_cell": call("W.table_cell", FILE, row=2, column=1, text="时间"),
    "W.table_merged": call("W.table_merged", FILE, row=1, column=1, columns=2),
    "W.table_borders": call("W.table_borders", FILE),
    "W.picture_count": call("W.picture_count", FILE, at_least=1),
    "W.picture_wrap": call("W.picture_wrap", FILE, value="square"),
    "W.text_box": call("W.text_box", FILE, text="温馨提示"),
    "W.note": call("W.note", FILE, text="过年"),
    "W.contents": call("W.contents", FILE),
}
FALLS_WITH = {"W.picture_count": {"W.picture_wrap"}}
FILES, STARTERS = {FILE: MODEL}, {FILE: STARTER}


def test_the_model_of_this_test_meets_every_check():
    found = dict(zip(CALLS, verdicts(list(CALLS.values()), FILES, STARTERS), strict=True))
    assert {name for name, verdict in found.items() if verdict is not Verdict.MET} == set()


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_in_a_document_loses_just_that(name):
    assert lost(CALLS, name, FILES, STARTERS) == {name} | FALLS_WITH.get(name, set())


def test_a_page_colour_is_taken_off():
    package = OfficePackage(MODEL)
    package.root("word/document.xml").insert(0, etree.fromstring(f'<w:background {SPACE} w:color="FFF2CC"/>'))
    calls = {"background": call("W.page_background", FILE, colour="FFF2CC"), "columns": CALLS["W.columns"]}
    assert lost(calls, "background", {FILE: package.to_bytes()}, STARTERS) == {"background"}


def test_word_art_is_taken_out():
    art = BOX.replace("<wps:bodyPr/>", '<wps:bodyPr><a:prstTxWarp prst="textArchUp"/></wps:bodyPr>')
    calls = {
        "art": call("W.word_art", FILE, text="温馨提示"),
        "text": call("W.text_present", FILE, text="正文"),
    }
    assert lost(calls, "art", {FILE: document(para("正文"), art)}, STARTERS) == {"art"}


def test_a_check_without_a_way_of_its_own_is_undone_by_a_step_back_to_the_starter(monkeypatch):
    monkeypatch.delitem(WAYS, "W.bold")
    bold, plain = document(para("标题", run="<w:b/>"), para("正文")), document(para("标题"), para("正文"))
    calls = {
        "bold": call("W.bold", FILE, where={"text": "标题"}),
        "text": call("W.text_present", FILE, text="标题"),
    }
    assert lost(calls, "bold", {FILE: bold}, {FILE: plain}) == {"bold"}

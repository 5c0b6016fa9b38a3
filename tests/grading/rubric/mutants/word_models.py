"""Model documents with one thing for every W check, and the check for each: what a rubric could ask of a docx.

`CASES` has every type at least once; where a look may stand on the text or in a style, both.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from itembank.model.checks import CheckCall
from tests.grading.checks.office_work import document
from tests.grading.office.builders import A, R, W, para
from tests.grading.rubric.mutants.trying import call

FILE = "通知.docx"
SPACE = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
WORD14 = "http://schemas.microsoft.com/office/word/2010/wordml"
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PICTURES = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DIAGRAMS = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TYPES = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Case:
    """A model file, what was handed out, and a check that the model meets."""

    model: bytes
    starter: bytes
    check: CheckCall
    source: dict[str, bytes]


RUN_LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "font_east_asian": ('<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>', {"font": "黑体"}),
    "font_latin": ('<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>', {"font": "Arial"}),
    "font_size": ('<w:sz w:val="44"/>', {"size": "二号"}),
    "bold": ("<w:b/>", {}),
    "italic": ("<w:i/>", {}),
    "strike": ("<w:strike/>", {}),
    "emphasis_dot": ('<w:em w:val="dot"/>', {}),
    "underline": ('<w:u w:val="single"/>', {}),
    "colour": ('<w:color w:val="FF0000"/>', {"colour": "红色"}),
    "highlight": ('<w:highlight w:val="yellow"/>', {"colour": "yellow"}),
    "spacing": ('<w:spacing w:val="40"/>', {"value": "2pt"}),
    "baseline": ('<w:vertAlign w:val="superscript"/>', {"value": "superscript"}),
    "capitals": ("<w:caps/>", {"value": "all"}),
    "text_effect": ("<w:shadow/>", {"effect": "shadow"}),
    "raised": ('<w:position w:val="6"/>', {"value": "3pt"}),
    "scale": ('<w:w w:val="150"/>', {"value": 150}),
    "shading": ('<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', {"colour": "黄色"}),
    "character_border": ('<w:bdr w:val="single" w:sz="4"/>', {}),
    "hidden_text": ("<w:vanish/>", {}),
}
PARAGRAPH_LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "alignment": ('<w:jc w:val="center"/>', {"value": "center"}),
    "first_line_indent": ('<w:ind w:firstLineChars="200" w:firstLine="420"/>', {"value": "2char"}),
    "hanging_indent": ('<w:ind w:left="567" w:hanging="567"/>', {"value": "1cm"}),
    "indent_left": ('<w:ind w:left="567"/>', {"value": "1cm"}),
    "indent_right": ('<w:ind w:right="567"/>', {"value": "1cm"}),
    "space_before": ('<w:spacing w:beforeLines="50" w:before="120"/>', {"value": "0.5line"}),
    "space_after": ('<w:spacing w:after="240"/>', {"value": "12pt"}),
    "line_spacing": ('<w:spacing w:line="360" w:lineRule="auto"/>', {"value": "1.5"}),
    "paragraph_border": (
        "<w:pBdr>" + "".join(f'<w:{side} w:val="single" w:sz="4" w:color="FF0000"/>'
                             for side in ("top", "left", "bottom", "right")) + "</w:pBdr>",
        {"style": "single", "colour": "红色"},
    ),
    "paragraph_shading": ('<w:shd w:val="clear" w:color="auto" w:fill="D9E2F3"/>', {"colour": "D9E2F3"}),
    "tab_stop": (
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="7938"/></w:tabs>', {"position": "14cm", "leader": "dot"},
    ),
    "pagination": ("<w:keepNext/>", {"option": "keep_next"}),
    "bulleted": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', {"format": "•"}),
    "numbered": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>', {"format": "decimal"}),
    "list_level": ('<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>', {"level": 2}),
}  # fmt: skip
MORE_LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "bulleted": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', {}),
    "numbered": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>', {}),
    "line_spacing": ('<w:spacing w:line="400" w:lineRule="exact"/>', {"value": "20pt"}),
    "first_line_indent": ('<w:ind w:firstLine="420"/>', {"value": "0.74cm"}),
    "space_before": ('<w:spacing w:before="240"/>', {"value": "12pt"}),
    "paragraph_border": ('<w:pBdr><w:top w:val="single" w:sz="4"/></w:pBdr>', {"sides": "top"}),
    "alignment": ('<w:jc w:val="both"/>', {"value": "justify"}),
}
"""The same types with other units and without a word for the value."""

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:keepNext/>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/><w:basedOn w:val="a"/><w:rPr><w:i/></w:rPr>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="招新"/><w:basedOn w:val="a"/><w:rPr>'
    '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="table" w:styleId="TG"><w:name w:val="Light Grid"/><w:tblPr/></w:style>'
)
LEVEL = '<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">' + LEVEL.format(depth=0, form="bullet", text="•") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">' + LEVEL.format(depth=0, form="decimal", text="%1.")
    + LEVEL.format(depth=1, form="lowerLetter", text="%2)") + LEVEL.format(depth=2, form="lowerRoman", text="%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)  # fmt: skip


def sentence(name: str) -> str:
    """A paragraph of its own for a look; with letters, digits and Chinese."""
    return f"检查项{name}的一段Text文字"


def on_text(kind: str, look: str, inner: str, more: dict[str, Any]) -> Case:
    """The look stands on the text itself."""
    paragraph = para(sentence(kind), inner) if look == "pPr" else para(sentence(kind), run=inner)
    model = document(para("开头"), paragraph, para("结尾"), styles=STYLES, numbering=NUMBERING)
    starter = document(para("开头"), para(sentence(kind)), para("结尾"), styles=STYLES, numbering=NUMBERING)
    return Case(model, starter, call(f"W.{kind}", FILE, where={"text": sentence(kind)}, **more), {})


def in_style(kind: str, look: str, inner: str, more: dict[str, Any]) -> Case:
    """The look stands in a style that only this paragraph has."""
    style = f'<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="自定"/><w:{look}>{inner}</w:{look}></w:style>'
    styles = STYLES + style
    paragraph = para(sentence(kind), '<w:pStyle w:val="Own"/>')
    model = document(para("开头"), paragraph, para("结尾"), styles=styles, numbering=NUMBERING)
    starter = document(para("开头"), para(sentence(kind)), para("结尾"), styles=styles, numbering=NUMBERING)
    return Case(model, starter, call(f"W.{kind}", FILE, where={"text": sentence(kind)}, **more), {})


def png(colour: str = "#336699") -> bytes:
    """A picture that can be shown."""
    out = io.BytesIO()
    picture = Image.effect_mandelbrot((80, 60), (-2, -1, 1, 1), 30).convert("RGB")
    Image.blend(picture, Image.new("RGB", picture.size, colour), 0.3).save(out, "PNG")
    return out.getvalue()


def field(instruction: str, result: str) -> str:
    """A field of several runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + mark.format("separate")
        + f"<w:r><w:t>{result}</w:t></w:r>" + mark.format("end")
    )  # fmt: skip


def drawn(graphic: str, uri: str, *, number: int, anchor: str = "", name: str = "图", more: str = "") -> str:
    """A paragraph with a drawing; `anchor` is what a floating one says of its place."""
    frame = "anchor" if anchor else "inline"
    return (
        f'<w:p><w:r><w:drawing><wp:{frame} distT="0" distB="0" distL="0" distR="0">{anchor}'
        f'<wp:extent cx="1080000" cy="720000"/>' + (WRAP if anchor else "")
        + f'<wp:docPr id="{number}" name="{name}{number}"{more}/><a:graphic><a:graphicData uri="{uri}">{graphic}'
        f"</a:graphicData></a:graphic></wp:{frame}></w:drawing></w:r></w:p>"
    )  # fmt: skip


WRAP = '<wp:wrapSquare wrapText="bothSides"/>'
FLOATING = (
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
)
FORM = '<a:xfrm{turn}><a:off x="0" y="0"/><a:ext cx="1080000" cy="720000"/></a:xfrm>'
PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="img"/><a:srcRect l="10000"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    + FORM.format(turn="")
    + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
)


BOXED = ' txBox="1"'


def shape(text: str, geometry: str, *, turn: str = "", look: str = "", box: bool = False, body: str = "") -> str:
    """A drawn shape with text."""
    return (
        f"<wps:wsp><wps:cNvSpPr{BOXED if box else ''}/><wps:spPr>{FORM.format(turn=turn)}"
        f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>{look}</wps:spPr><wps:txbx><w:txbxContent>'
        f"{para(text)}</w:txbxContent></wps:txbx><wps:bodyPr>{body}</wps:bodyPr></wps:wsp>"
    )


COLOUR = '<a:srgbClr val="{}"/>'
LOOK = (
    f'<a:solidFill>{COLOUR.format("00B050")}</a:solidFill><a:ln w="38100"><a:solidFill>{COLOUR.format("FF0000")}'
    '</a:solidFill></a:ln><a:effectLst><a:outerShdw><a:srgbClr val="000000"/></a:outerShdw></a:effectLst>'
)
STAR = drawn(shape("优秀", "star5", turn=' rot="1800000"', look=LOOK), SHAPES, number=11)
BOX = drawn(shape("温馨提示", "rect", box=True), SHAPES, number=12)
ART = drawn(
    shape("迎新晚会", "rect", body='<a:prstTxWarp prst="textArchUp"><a:avLst/></a:prstTxWarp>'), SHAPES, number=13
)
MEMBERS = drawn(
    f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr/>{shape('甲', 'rect')}{shape('乙', 'ellipse')}</wpg:wgp>", GROUP, number=14
).replace("<w:p>", f'<w:p xmlns:wpg="{GROUP}">', 1)
SMART = drawn('<dgm:relIds r:dm="dm" r:lo="lo" r:qs="dm" r:cs="dm"/>', DIAGRAMS, number=15).replace(
    "<w:p>", f'<w:p xmlns:dgm="{DIAGRAMS}">', 1
)
CHART = drawn('<c:chart r:id="ch"/>', CHARTS, number=16).replace("<w:p>", f'<w:p xmlns:c="{CHARTS}">', 1)
CHART_PART = (
    f'<c:chartSpace xmlns:c="{CHARTS}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>成绩图'
    '</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/>'
    '<c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:dLbls><c:showVal val="1"/></c:dLbls>'
    "<c:cat>"
    '<c:strRef><c:f>S!$A$2:$A$3</c:f><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>一班</c:v></c:pt><c:pt idx="1">'
    "<c:v>二班</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>S!$B$2:$B$3</c:f><c:numCache>"
    '<c:ptCount val="2"/><c:pt idx="0"><c:v>90</c:v></c:pt><c:pt idx="1"><c:v>85</c:v></c:pt></c:numCache></c:numRef>'
    '</c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:crossAx val="2"/>'
    '</c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx></c:plotArea><c:legend><c:legendPos val="b"/>'
    "</c:legend></c:chart></c:chartSpace>"
)
NODE = '<dgm:pt modelId="{n}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
DATA_PART = (
    f'<dgm:dataModel xmlns:dgm="{DIAGRAMS}" xmlns:a="{A}"><dgm:ptLst><dgm:pt modelId="0" type="doc"/>'
    + NODE.format(n=1, text="春")
    + NODE.format(n=2, text="夏")
    + '</dgm:ptLst><dgm:cxnLst><dgm:cxn modelId="3" srcId="0" destId="1" srcOrd="0"/>'
    '<dgm:cxn modelId="4" srcId="0" destId="2" srcOrd="1"/></dgm:cxnLst></dgm:dataModel>'
)
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="8" w:color="0000FF"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def cell(inner: str, properties: str = "") -> str:
    """A table cell."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/><w:vAlign w:val="center"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="1701" w:type="dxa"/>{properties}{shade}</w:tcPr>{inner}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    """A table row of 1 cm."""
    height = '<w:trHeight w:val="567" w:hRule="exact"/>'
    return f"<w:tr><w:trPr>{height}{properties}</w:trPr>{''.join(cells)}</w:tr>"


CENTRED = '<w:jc w:val="center"/>'
TABLE = (
    f'<w:tbl><w:tblPr><w:tblStyle w:val="TG"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
    f"<w:tblBorders>{LINES}"
    '</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="1701"/><w:gridCol w:w="1701"/></w:tblGrid>'
    + row(cell(para("姓名", CENTRED)), cell(para("得分", CENTRED)), properties="<w:tblHeader/>")
    + row(cell(para("甲", CENTRED)), cell(para("80", CENTRED)))
    + row(cell(para("乙", CENTRED)), cell(para("90", CENTRED)))
    + row(cell(para("合计", CENTRED)), cell(f"<w:p><w:pPr>{CENTRED}</w:pPr>{field(' =SUM(ABOVE) ', '170')}</w:p>"))
    + "</w:tbl>"
)
MERGED = (
    f"<w:tbl><w:tblPr><w:tblBorders>{LINES}</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    "<w:tr>" + cell(para("安排表"), '<w:gridSpan w:val="2"/>') + "</w:tr>"
    "<w:tr>" + cell(para("时间")) + cell(para("地点")) + "</w:tr></w:tbl>"
)

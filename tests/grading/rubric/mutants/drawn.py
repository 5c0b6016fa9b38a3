"""Shapes, pictures, charts and SmartArt as sheets and slides draw them, and the facts that their mutants may change."""

from __future__ import annotations

import io

from PIL import Image

from grading.rubric.mutants.package import OfficePackage

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
CM = 360_000
BLUE = '<a:solidFill><a:srgbClr val="4472C4"/></a:solidFill>'
CASES: dict[str, tuple[dict[str, object], str]] = {
    "shape": ({"geometry": "star5", "text": "优秀"}, "geometry"),
    "shape_fill": ({"text": "优秀", "colour": "4472C4"}, "fill.colour"),
    "shape_line": ({"text": "优秀", "width": "2pt"}, "line.width_pt"),
    "shape_size": ({"text": "优秀", "width": "3cm"}, "width_pt"),
    "shape_rotation": ({"text": "优秀", "degrees": 90}, "rotation_degrees"),
    "shape_effect": ({"text": "优秀", "effect": "shadow"}, "effects.0"),
    "word_art": ({"text": "欢迎"}, "[kt][ie]*"),
    "picture_same": ({"source": "图.png"}, "picture.*"),
    "picture_size": ({"width": "4cm"}, "width_pt"),
    "picture_crop": ({"left": 10}, "picture.crop_left"),
    "picture_text": ({"text": "校园一角"}, "description"),
    "smart_art": ({"texts": ["收集", "分类"]}, "diagram.nodes.*"),
    "group": ({"members": 2}, "*"),
}
"""A drawing check by its name without the family: parameters, and what of a shape its mutant may change."""


def picture(colour: str = "#4472C4") -> bytes:
    image = Image.new("RGB", (60, 40), colour)
    image.paste("#FFFFFF", (0, 0, 60, 20))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def frame(left: int, top: int, width: int, height: int, more: str = "") -> str:
    return (
        f'<a:xfrm{more}><a:off x="{left * CM}" y="{top * CM}"/><a:ext cx="{width * CM}" cy="{height * CM}"/></a:xfrm>'
    )


def shape(p: str, identity: int, text: str, looks: str, body: str = "") -> str:
    """A drawn shape in the namespace with the prefix `p`."""
    own = "<p:nvPr/>" if p == "p" else ""
    return (
        f'<{p}:sp><{p}:nvSpPr><{p}:cNvPr id="{identity}" name="图形 {identity}"/><{p}:cNvSpPr/>{own}</{p}:nvSpPr>'
        f"<{p}:spPr>{looks}</{p}:spPr><{p}:txBody><a:bodyPr>{body}</a:bodyPr><a:lstStyle/>"
        f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></{p}:txBody></{p}:sp>"
    )


def things(p: str) -> list[str]:
    """All that is drawn: a star, WordArt, a picture, a group."""
    own = "<p:nvPr/>" if p == "p" else ""
    rectangle = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    star = (
        frame(1, 12, 3, 3, ' rot="5400000"') + f'<a:prstGeom prst="star5"><a:avLst/></a:prstGeom>{BLUE}'
        '<a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
        '<a:effectLst><a:outerShdw blurRad="50800" dist="38100"><a:srgbClr val="000000"/></a:outerShdw></a:effectLst>'
    )
    warp = '<a:prstTxWarp prst="textArchUp"><a:avLst/></a:prstTxWarp>'
    inner = "".join(shape(p, 40 + n, text, frame(n * 2, 16, 2, 1) + rectangle) for n, text in enumerate("左右", 1))
    group = (
        f'<{p}:grpSp><{p}:nvGrpSpPr><{p}:cNvPr id="40" name="组合"/><{p}:cNvGrpSpPr/>{own}</{p}:nvGrpSpPr><{p}:grpSpPr>'
        f'<a:xfrm><a:off x="{2 * CM}" y="{16 * CM}"/><a:ext cx="{4 * CM}" cy="{CM}"/><a:chOff x="{2 * CM}" '
        f'y="{16 * CM}"/><a:chExt cx="{4 * CM}" cy="{CM}"/></a:xfrm></{p}:grpSpPr>{inner}</{p}:grpSp>'
    )
    photo = (
        f'<{p}:pic><{p}:nvPicPr><{p}:cNvPr id="31" name="图片" descr="校园一角"/><{p}:cNvPicPr/>{own}</{p}:nvPicPr>'
        f'<{p}:blipFill><a:blip r:embed="img"/><a:srcRect l="10000"/><a:stretch><a:fillRect/></a:stretch>'
        f"</{p}:blipFill>"
        f"<{p}:spPr>{frame(8, 12, 4, 3)}{rectangle}</{p}:spPr></{p}:pic>"
    )
    return [
        shape(p, 30, "优秀", star),
        shape(p, 32, "欢迎", frame(13, 12, 5, 2) + rectangle, warp),
        photo,
        group,
        graphic(p, 33, DGM.rpartition("/")[0] + "/diagram", f'<dgm:relIds xmlns:dgm="{DGM}" r:dm="dm" r:lo="lo"/>'),
    ]


def graphic(p: str, identity: int, uri: str, inner: str, place: tuple[int, int, int, int] = (13, 15, 6, 3)) -> str:
    own = "<p:nvPr/>" if p == "p" else ""
    transform = frame(*place).replace("a:xfrm", f"{p}:xfrm")
    return (
        f'<{p}:graphicFrame><{p}:nvGraphicFramePr><{p}:cNvPr id="{identity}" name="框 {identity}"/>'
        f"<{p}:cNvGraphicFramePr/>{own}</{p}:nvGraphicFramePr>{transform}"
        f'<a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic></{p}:graphicFrame>'
    )


def diagram() -> tuple[str, str]:
    """Data and layout of a SmartArt with two nodes."""
    points = "".join(
        f'<dgm:pt modelId="{n}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r>'
        "</a:p></dgm:t></dgm:pt>"
        for n, text in enumerate(("收集", "分类"), 2)
    )
    links = "".join(
        f'<dgm:cxn modelId="{n + 10}" srcId="1" destId="{n}" srcOrd="{n - 2}" destOrd="0"/>' for n in (2, 3)
    )
    space = f'xmlns:dgm="{DGM}" xmlns:a="{A}"'
    data = (
        f'<dgm:dataModel {space}><dgm:ptLst><dgm:pt modelId="1" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt>{points}'
        f"</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    )
    return data, f'<dgm:layoutDef {space} uniqueId="u"><dgm:title val="基本流程"/></dgm:layoutDef>'


def add_media(package: OfficePackage, part: str, folder: str) -> None:
    """Give a part the picture and the diagram that `things` refer to."""
    data, layout = diagram()
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagram"
    for identity, name, content, kind_name, said in (
        ("img", f"{folder}/media/image9.png", picture(), "image", "image/png"),
        ("dm", f"{folder}/diagrams/data1.xml", data.encode(), "diagramData", f"{kind}Data+xml"),
        ("lo", f"{folder}/diagrams/layout1.xml", layout.encode(), "diagramLayout", f"{kind}Layout+xml"),
    ):
        package.add(name, content, said)
        made = package.relate(part, kind_name, name)
        next(one for one in package.relations(part) if one.get("Id") == made).set("Id", identity)


def chart(sheet: str = "") -> str:
    """A column chart of two classes; with `sheet` its data are cells."""

    def cached(tag: str, kind: str, reference: str, values: tuple[str, ...]) -> str:
        points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
        cache = f'<c:{kind}Cache><c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache>'
        return f"<c:{tag}><c:{kind}Ref><c:f>{sheet or 'Sheet1'}!{reference}</c:f>{cache}</c:{kind}Ref></c:{tag}>"

    def titled(text: str) -> str:
        return (
            "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>"
            f"{text}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        )

    labels = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:dLbls>{labels}</c:dLbls>'
        + cached("cat", "str", "$B$2:$B$6", ("王小明", "李红", "张伟", "陈静", "赵敏"))
        + cached("val", "num", "$C$2:$C$6", ("92", "75", "59", "92", "84"))
        + "</c:ser>"
    )
    axes = (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{titled("姓名")}<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling>'
        '<c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="l"/>{titled("分数")}<c:crossAx val="1"/><c:majorUnit val="20"/></c:valAx>'
    )
    return (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:chart>{titled("语文成绩")}'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        f'{series}<c:axId val="1"/><c:axId val="2"/></c:barChart>{axes}</c:plotArea><c:legend><c:legendPos val="b"/>'
        "</c:legend></c:chart></c:chartSpace>"
    )


CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def add_chart(package: OfficePackage, part: str, folder: str, sheet: str = "") -> None:
    package.add(f"{folder}/charts/chart9.xml", chart(sheet).encode(), CHART_TYPE)
    made = package.relate(part, "chart", f"{folder}/charts/chart9.xml")
    next(one for one in package.relations(part) if one.get("Id") == made).set("Id", "cht")


def chart_frame(p: str) -> str:
    return graphic(p, 34, C, f'<c:chart xmlns:c="{C}" r:id="cht"/>', (1, 19, 8, 5))

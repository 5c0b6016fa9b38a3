"""Office files made of a few lines of XML, as small as a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}


def zip_of(parts: Mapping[str, str | bytes], *, compress: bool = True) -> bytes:
    """Return a zip file with these parts."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(entries: Mapping[str, tuple[str, str]]) -> str:
    """Return a relationships part: id -> (last word of the type, target); "!" in front marks external targets."""
    lines = []
    for identity, (kind, target) in entries.items():
        mode = ' TargetMode="External"' if target.startswith("!") else ""
        lines.append(f'<Relationship Id="{identity}" Type="{R}/{kind}" Target="{target.lstrip("!")}"{mode}/>')
    return f'<Relationships xmlns="{PACKAGE_R}">{"".join(lines)}</Relationships>'


def package(main: str, parts: Mapping[str, str | bytes], content_type: str = "") -> dict[str, str | bytes]:
    """Return the parts of an OOXML package around a main part."""
    kind = content_type or _MAIN[main]
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations({"rId1": ("officeDocument", main)}),
        **parts,
    }


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    settings: str = "",
    theme: str = "",
    links: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    namespace: str = W,
) -> bytes:
    """Return a docx file around the inner of w:body."""
    more: dict[str, str | bytes] = dict(parts or {})
    known: dict[str, tuple[str, str]] = dict(links or {})
    for name, content, tag in (
        ("styles", styles, "styles"),
        ("numbering", numbering, "numbering"),
        ("settings", settings, "settings"),
    ):
        if content:
            more[f"word/{name}.xml"] = f'<w:{tag} xmlns:w="{namespace}">{content}</w:{tag}>'
            known[f"r_{name}"] = (name, f"{name}.xml")
    if theme:
        more["word/theme/theme1.xml"] = theme
        known["r_theme"] = ("theme", "theme/theme1.xml")
    return zip_of(
        package(
            "word/document.xml",
            {
                "word/document.xml": f'<w:document xmlns:w="{namespace}" xmlns:r="{R}" xmlns:a="{A}" '
                'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
                'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                'xmlns:v="urn:schemas-microsoft-com:vml" '
                'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
                'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
                f"<w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": relations(known),
                **more,
            },
        )
    )


def para(text: str, properties: str = "", run: str = "") -> str:
    """Return a w:p with one run."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p>{inner}<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def theme(latin: str = "Calibri", hans: str = "等线", accent1: str = "4472C4") -> str:
    """Return a theme part whose fonts for Chinese come from the script list."""
    slots = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": accent1, "hlink": "0563C1"}
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in slots.items())
    fonts = (
        f'<a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/><a:font script="Hans" typeface="{hans}"/>'
    )
    return (
        f'<a:theme xmlns:a="{A}" name="测试主题"><a:themeElements><a:clrScheme name="c">{colours}</a:clrScheme>'
        f'<a:fontScheme name="f"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        "</a:themeElements></a:theme>"
    )


def xlsx(
    sheet: str,
    *,
    styles: str = "",
    strings: str = "",
    names: str = "",
    links: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    more_sheets: Mapping[str, str] | None = None,
    namespace: str = S,
) -> bytes:
    """Return an xlsx file; `sheet` is the inner of the first worksheet, called Sheet1."""
    sheets = {"Sheet1": sheet, **(more_sheets or {})}
    known = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    entries = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    extra: dict[str, str | bytes] = dict(parts or {})
    for name, content, tag in (("styles", styles, "styleSheet"), ("sharedStrings", strings, "sst")):
        if content:
            extra[f"xl/{name}.xml"] = f'<{tag} xmlns="{namespace}">{content}</{tag}>'
            known[f"r_{name}"] = (name, f"{name}.xml")
    extra["xl/theme/theme1.xml"] = theme()
    known["r_theme"] = ("theme", "theme/theme1.xml")
    for n, content in enumerate(sheets.values(), 1):
        extra[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{namespace}" xmlns:r="{R}" '
            'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
            'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">' + content + "</worksheet>"
        )
    if links:
        extra["xl/worksheets/_rels/sheet1.xml.rels"] = relations(links)
    inner = f"<sheets>{entries}</sheets>" + (f"<definedNames>{names}</definedNames>" if names else "")
    return zip_of(
        package(
            "xl/workbook.xml",
            {
                "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{R}">{inner}</workbook>',
                "xl/_rels/workbook.xml.rels": relations(known),
                **extra,
            },
        )
    )


def cells(*rows: str) -> str:
    """Return a sheetData element around rows."""
    return f"<sheetData>{''.join(rows)}</sheetData>"


def pptx(
    slide: str,
    *,
    layout: str = "",
    master: str = "",
    master_styles: str = "",
    default_text: str = "",
    after_tree: str = "",
    links: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    more_slides: tuple[str, ...] = (),
) -> bytes:
    """Return a pptx file; the texts are the shapes of slide 1, its layout and its master."""
    slides = (slide, *more_slides)
    names = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}" xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    colours = 'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" hlink="hlink"'

    def sheet(tag: str, shapes: str, after: str = "", attributes: str = "") -> str:
        return (
            f'<p:{tag} {names}{attributes}><p:cSld name="{tag}"><p:spTree>{shapes}</p:spTree></p:cSld>{after}</p:{tag}>'
        )

    found: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'<p:presentation {names}><p:sldMasterIdLst><p:sldMasterId id="1" r:id="m1"/>'
        "</p:sldMasterIdLst><p:sldIdLst>"
        + "".join(f'<p:sldId id="{255 + n}" r:id="s{n}"/>' for n in range(1, len(slides) + 1))
        + f'</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:defaultTextStyle>{default_text}</p:defaultTextStyle>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            {
                "m1": ("slideMaster", "slideMasters/slideMaster1.xml"),
                **{f"s{n}": ("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)},
            }
        ),
        "ppt/slideMasters/slideMaster1.xml": sheet(
            "sldMaster", master, f"<p:clrMap {colours}/><p:txStyles>{master_styles}</p:txStyles>"
        ),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations({"t1": ("theme", "../theme/theme1.xml")}),
        "ppt/theme/theme1.xml": theme(),
        "ppt/slideLayouts/slideLayout1.xml": sheet("sldLayout", layout, attributes=' type="obj"'),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
            {"m": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        ),
    }
    for n, shapes in enumerate(slides, 1):
        found[f"ppt/slides/slide{n}.xml"] = sheet("sld", shapes, after_tree if n == 1 else "")
        own = {"lay": ("slideLayout", "../slideLayouts/slideLayout1.xml"), **((links or {}) if n == 1 else {})}
        found[f"ppt/slides/_rels/slide{n}.xml.rels"] = relations(own)
    return zip_of(package("ppt/presentation.xml", {**found, **(parts or {})}))


def placeholder(kind: str, paragraphs: str, *, index: int = 0, identity: int = 2, list_style: str = "") -> str:
    """Return a p:sp that fills a placeholder."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{kind}"/><p:cNvSpPr/>'
        f'<p:nvPr><p:ph type="{kind}" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle>{list_style}</a:lstStyle>{paragraphs}</p:txBody></p:sp>"
    )


def png(width: int = 3, height: int = 2) -> bytes:
    """Return the head of a PNG: enough for readers, which never decode pictures."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02"

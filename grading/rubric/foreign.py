"""Somebody else's file: small sound files of every kind that have nothing to do with any task."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import md5
from pathlib import PurePosixPath

from PIL import Image, ImageDraw

_STAMP = (2026, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9"/></svg>'
_ASSET = md5(_DRAWING.encode(), usedforsecurity=False).hexdigest()
_WORDS = ("我的周末", "星期六上午我和爷爷去河边散步，看见许多白鹭。", "晚上一家人包饺子。")


PICTURES = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".bmp": "BMP", ".webp": "WEBP", ".tif": "TIFF",
    ".tiff": "TIFF",
}  # fmt: skip
"""Endings of pictures and the format that is meant."""


def foreign_file(path: str) -> bytes:
    """Return a file of the kind the name says; of a kind unknown here, a line of text."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in PICTURES:
        return _picture(PICTURES[suffix])
    makers = {
        ".docx": _document, ".xlsx": _workbook, ".pptx": _presentation, ".py": _program, ".html": _page, ".htm": _page,
        ".css": _sheet, ".sb3": _project,
    }  # fmt: skip
    return makers.get(suffix, _text)()


def _text() -> bytes:
    return "\n".join(_WORDS).encode()


def _program() -> bytes:
    return 'print("我的周末")\n'.encode()


def _page() -> bytes:
    lines = "".join(f"<p>{words}</p>" for words in _WORDS[1:])
    head = f'<meta charset="utf-8"><title>{_WORDS[0]}</title><style>body {{ color: teal }}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><h2>{_WORDS[0]}</h2>{lines}</body></html>".encode()


def _sheet() -> bytes:
    return b"h2 { color: teal }\n"


def _picture(kind: str) -> bytes:
    picture = Image.new("RGB", (300, 260), "#f6e7c1")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 150, 130, 240), fill="#8e5a2b")
    draw.polygon(((10, 150), (75, 80), (140, 150)), fill="#b03a2e")
    draw.ellipse((200, 20, 270, 90), fill="#f39c12")
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def _project() -> bytes:
    blocks = {
        "a": {"opcode": "event_whenthisspriteclicked", "next": "b", "parent": None, "inputs": {}, "fields": {},
              "shadow": False, "topLevel": True, "x": 40, "y": 40},
        "b": {"opcode": "looks_think", "next": None, "parent": "a", "inputs": {"MESSAGE": [1, [10, _WORDS[0]]]},
              "fields": {}, "shadow": False, "topLevel": False},
    }  # fmt: skip
    same = {"variables": {}, "lists": {}, "broadcasts": {}, "comments": {}, "currentCostume": 0, "sounds": []}
    targets = [
        {**same, "name": "Stage", "isStage": True, "blocks": {}, "costumes": [_costume("河边")], "layerOrder": 0},
        {**same, "name": "白鹭", "isStage": False, "blocks": blocks, "costumes": [_costume("白鹭")], "layerOrder": 1,
         "visible": True, "x": 33, "y": 44, "size": 70, "direction": 45, "draggable": False,
         "rotationStyle": "left-right"},
    ]  # fmt: skip
    project = {"targets": targets, "monitors": [], "extensions": [], "meta": {"semver": "3.0.0", "vm": "2.3.4"}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("project.json", _STAMP), json.dumps(project, ensure_ascii=False))
        archive.writestr(zipfile.ZipInfo(f"{_ASSET}.svg", _STAMP), _DRAWING)
    return out.getvalue()


def _costume(name: str) -> dict[str, object]:
    return {
        "name": name, "assetId": _ASSET, "md5ext": f"{_ASSET}.svg", "dataFormat": "svg", "bitmapResolution": 1,
        "rotationCenterX": 10, "rotationCenterY": 10,
    }  # fmt: skip


def _document() -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in _WORDS)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    main = f"<w:document {space}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return _package("word/document.xml", f"{_TYPES}.wordprocessingml.document.main+xml", {"word/document.xml": main})


def _workbook() -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheets = '<sheets><sheet name="周末" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook {space} xmlns:r="{_OFFICE}">{sheets}</workbook>'
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{words}</t></is></c></row>'
        for number, words in enumerate(_WORDS, 1)
    )
    sheet = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    return _package(
        "xl/workbook.xml",
        f"{_TYPES}.spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet,
        },
        {"/xl/worksheets/sheet1.xml": f"{_TYPES}.spreadsheetml.worksheet+xml"},
    )


def _presentation() -> bytes:
    space = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{_OFFICE}"'
    )
    lines = "".join(f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in _WORDS)
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="文本"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{lines}</p:txBody></p:sp>"
    )
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return _package(
        "ppt/presentation.xml",
        f"{_TYPES}.presentationml.presentation.main+xml",
        {
            "ppt/presentation.xml": f'<p:presentation {space}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
            '<p:sldSz cx="9000000" cy="9000000"/></p:presentation>',
            "ppt/_rels/presentation.xml.rels": _relations(("slide", "slides/slide1.xml")),
            "ppt/slides/slide1.xml": f"<p:sld {space}><p:cSld><p:spTree>{group}{shape}</p:spTree></p:cSld></p:sld>",
        },
        {"/ppt/slides/slide1.xml": f"{_TYPES}.presentationml.slide+xml"},
    )


def _package(main: str, kind: str, parts: dict[str, str], kinds: dict[str, str] | None = None) -> bytes:
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{value}"/>'
        for name, value in {f"/{main}": kind, **(kinds or {})}.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    whole = {"[Content_Types].xml": types, "_rels/.rels": _relations(("officeDocument", main)), **parts}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in whole.items():
            xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}'
            archive.writestr(zipfile.ZipInfo(name, _STAMP), xml, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )

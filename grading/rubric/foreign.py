"""Somebody else's file: small sound files of every kind that have nothing to do with any task."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

_STAMP = (2026, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_WORDS = ("我的周末", "星期六上午我和爷爷去河边散步，看见许多白鹭。", "晚上一家人包饺子。")


def foreign_file(path: str) -> bytes:
    """Return a file of the kind the name says; of a kind unknown here, a line of text."""
    makers = {".docx": _document, ".xlsx": _workbook, ".pptx": _presentation, ".py": _program}
    maker = makers.get(PurePosixPath(path).suffix.lower(), _text)
    return maker()


def _text() -> bytes:
    return "\n".join(_WORDS).encode()


def _program() -> bytes:
    return 'print("我的周末")\n'.encode()


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

"""QTI files on their way into the bank."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from itembank.bank.faults import faults
from itembank.formats.findings import FileError, has_errors
from itembank.formats.qti_file import read_qti
from tests.itembank.formats.sheets import picture_bytes, sentences

ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="Q-XML" title="输入设备"
 adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>A</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<prompt>属于输入设备的是</prompt><simpleChoice identifier="A">键盘</simpleChoice>
<simpleChoice identifier="B">音箱</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
</assessmentItem>"""
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>
<resource identifier="r1" type="imsqti_item_xmlv2p1" href="a.xml"/>
<resource identifier="r2" type="imsqti_item_xmlv2p1" href="b.xml"/></resources></manifest>"""


def test_an_item_becomes_a_bank_item(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ITEM, "utf-8")
    read = read_qti(tmp_path / "a.xml")
    assert not has_errors(read.findings), sentences(read)
    (found,) = read.items
    assert (found.item.identifier, found.item.item.title) == ("Q-XML", "输入设备")
    assert faults(found.item) == ()


def test_a_package_reports_by_item_and_names_doubled_identifiers(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("imsmanifest.xml", MANIFEST)
        package.writestr("a.xml", ITEM)
        package.writestr("b.xml", ITEM)
    (tmp_path / "p.zip").write_bytes(out.getvalue())
    read = read_qti(tmp_path / "p.zip")
    assert len(read.items) == 1
    assert "第 2 行  错误：编号“Q-XML”重复" in sentences(read)


def test_what_is_no_qti_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<html/>", "utf-8")
    with pytest.raises(FileError, match="QTI"):
        read_qti(tmp_path / "a.xml")


def test_an_unpacked_package_is_read_like_its_zip(tmp_path: Path) -> None:
    (tmp_path / "imsmanifest.xml").write_text(MANIFEST, "utf-8")
    (tmp_path / "a.xml").write_text(ITEM, "utf-8")
    read = read_qti(tmp_path)
    assert [found.item.identifier for found in read.items] == ["Q-XML"]
    assert "b.xml" in sentences(read)


@pytest.mark.parametrize(
    ("href", "content", "said"),
    [
        ("p.png", picture_bytes(), ""),
        ("%70.png", picture_bytes(), ""),
        ("p.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是 PNG"),
        ("p.png", picture_bytes()[:40], "打不开"),
        ("../p.png", picture_bytes(), "找不到图片"),
        ("http://example.org/p.png", picture_bytes(), "找不到图片"),
        ("a" * 300 + ".png", picture_bytes(), "找不到图片"),
        ("data:image/png;base64," + base64.b64encode(picture_bytes()).decode(), b"", ""),
        ("data:image/png;base64,AAA", b"", "找不到图片"),
    ],
)
def test_pictures_are_looked_at_before_they_are_taken(tmp_path: Path, href: str, content: bytes, said: str) -> None:
    (tmp_path / "p.png").write_bytes(content)
    (tmp_path / "a.xml").write_text(ITEM.replace("<prompt>", f'<prompt><img src="{href}" alt="x"/>'), "utf-8")
    read = read_qti(tmp_path / "a.xml")
    assert has_errors(read.findings) is bool(said), sentences(read)
    assert said in sentences(read)
    assert len(read.media) == (0 if said else 1)

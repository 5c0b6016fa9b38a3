"""QTI files on their way into the bank."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from itembank.bank.faults import faults
from itembank.formats.findings import FileError, has_errors
from itembank.formats.qti_file import read_qti
from tests.itembank.formats.sheets import sentences

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

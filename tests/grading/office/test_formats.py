"""The format a file was saved in is what its main part says, not what its name says."""

from __future__ import annotations

import pytest

from grading.office.open import read_office_bytes
from grading.rubric.mutants.package import OfficePackage
from tests.grading.office.builders import cells, package, pptx, xlsx, zip_of

BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body>'
    "</w:document>"
)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "potx": "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
}


@pytest.mark.parametrize("name", ["docx", "docm", "dotx", "dotm"])
def test_a_document_with_macros_or_a_template_is_another_format(name: str) -> None:
    data = zip_of(package("word/document.xml", {"word/document.xml": BODY}, TYPES[name]))
    assert read_office_bytes(data).format == name


@pytest.mark.parametrize("name", ["xlsm", "xltx"])
def test_a_workbook_with_macros_or_a_template_is_another_format(name: str) -> None:
    assert read_office_bytes(_as(xlsx(cells()), "spreadsheetml.sheet.main", TYPES[name])).format == name


@pytest.mark.parametrize("name", ["ppsx", "pptm", "potx"])
def test_a_show_or_a_template_of_slides_is_another_format(name: str) -> None:
    assert read_office_bytes(_as(pptx(""), "presentationml.presentation.main", TYPES[name])).format == name


def test_ordinary_files_have_their_ordinary_format() -> None:
    assert [read_office_bytes(data).format for data in (xlsx(cells()), pptx(""))] == ["xlsx", "pptx"]


def _as(data: bytes, usual: str, kind: str) -> bytes:
    """The same file with another content type of its main part."""
    opened = OfficePackage(data)
    for one in opened.root("[Content_Types].xml"):
        if usual in one.get("ContentType", ""):
            one.set("ContentType", kind)
    return opened.to_bytes()

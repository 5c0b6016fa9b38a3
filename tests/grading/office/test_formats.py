"""A file's format is what its main part says it is, not what its name ends with."""

from __future__ import annotations

import pytest

from grading.office.open import read_office_bytes
from grading.rubric.mutants.package import OfficePackage
from tests.grading.office.builders import cells, docx, para, placeholder, pptx, xlsx

OPEN = "openxmlformats-officedocument"
FILES = {
    "word/document.xml": docx(para("字")),
    "xl/workbook.xml": xlsx(cells()),
    "ppt/presentation.xml": pptx(placeholder("title", "<a:p/>")),
}


@pytest.mark.parametrize(
    ("main", "kind", "name"),
    [
        ("word/document.xml", f"{OPEN}.wordprocessingml.document", "docx"),
        ("word/document.xml", "ms-word.document.macroEnabled", "docm"),
        ("word/document.xml", f"{OPEN}.wordprocessingml.template", "dotx"),
        ("word/document.xml", "ms-word.template.macroEnabledTemplate", "dotm"),
        ("xl/workbook.xml", f"{OPEN}.spreadsheetml.sheet", "xlsx"),
        ("xl/workbook.xml", "ms-excel.sheet.macroEnabled", "xlsm"),
        ("xl/workbook.xml", f"{OPEN}.spreadsheetml.template", "xltx"),
        ("xl/workbook.xml", "ms-excel.template.macroEnabled", "xltm"),
        ("ppt/presentation.xml", f"{OPEN}.presentationml.presentation", "pptx"),
        ("ppt/presentation.xml", "ms-powerpoint.presentation.macroEnabled", "pptm"),
        ("ppt/presentation.xml", f"{OPEN}.presentationml.slideshow", "ppsx"),
        ("ppt/presentation.xml", "ms-powerpoint.slideshow.macroEnabled", "ppsm"),
        ("ppt/presentation.xml", f"{OPEN}.presentationml.template", "potx"),
        ("ppt/presentation.xml", "ms-powerpoint.template.macroEnabled", "potm"),
    ],
)
def test_the_format_is_told_by_the_main_parts_type(main, kind, name):
    package = OfficePackage(FILES[main])
    package.set_content_type(main, f"application/vnd.{kind}.main+xml")
    assert read_office_bytes(package.to_bytes()).format == name

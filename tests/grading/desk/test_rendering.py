"""Pages of a document as pictures, by the real LibreOffice where it is installed."""

from __future__ import annotations

import pytest

from grading.desk.rendering import draw_pages, find_office
from tests.grading.desk.test_window import DOCUMENT

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed on this machine")


@needs_office
def test_a_document_becomes_pages():
    pages = draw_pages("通知.docx", DOCUMENT.read_bytes(), find_office() or "")
    assert pages
    assert all(page.startswith(b"\x89PNG") for page in pages)


@needs_office
def test_what_is_no_document_has_no_pages():
    assert draw_pages("x.docx", b"PK\x03\x04 broken", find_office() or "") == ()


def test_without_the_program_there_are_no_pages():
    assert draw_pages("x.docx", b"", "/nowhere/soffice") == ()

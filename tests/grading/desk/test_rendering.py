"""Pages of a document as pictures, by the real LibreOffice where it is installed."""

from __future__ import annotations

import errno
import io
import os

import psutil
import pypdfium2
import pytest
from PIL import Image

from grading.desk import rendering
from grading.desk.pages import PageSize, draw_page, page_sizes, png_of
from grading.desk.rendering import NotDrawnError, NotWantedError, draw_document, draw_pages, find_office
from itembank.base.errors import ExitCode, JikaoError
from tests.grading.desk.conftest import DOCUMENT

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed on this machine")


@needs_office
def test_a_document_becomes_pages():
    drawn = draw_pages("通知.docx", DOCUMENT.read_bytes(), find_office() or "")
    assert drawn.count == len(drawn.pages) == 1
    assert all(page.startswith(b"\x89PNG") for page in drawn.pages)


@needs_office
def test_what_is_no_document_has_no_pages():
    with pytest.raises(NotDrawnError):
        draw_document("x.docx", b"PK\x03\x04 broken", find_office() or "")


def test_without_the_program_it_is_said_that_this_machine_draws_nothing(monkeypatch):
    monkeypatch.setattr(rendering, "_without_network", lambda _folder: [])
    with pytest.raises(JikaoError) as told:
        draw_document("x.docx", b"", "/nowhere/soffice")
    assert told.value.code is ExitCode.ENVIRONMENT
    assert not isinstance(told.value, NotDrawnError), "it may go well another time"


def test_a_full_disk_is_said_and_is_no_fault_of_the_document(monkeypatch):
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(rendering, "_convert", full)
    with pytest.raises(JikaoError) as told:
        draw_document("x.docx", b"", "soffice")
    assert os.strerror(errno.ENOSPC) in told.value.message
    assert not isinstance(told.value, NotDrawnError)


FORKING = """#!/bin/sh
sleep 600 &
echo $! > {folder}/pid
wait
"""


@pytest.mark.skipif(os.name != "posix", reason="process groups are of POSIX")
def test_a_program_that_hangs_is_ended_with_everything_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "_without_network", lambda _folder: [])
    office = tmp_path / "soffice"
    office.write_text(FORKING.format(folder=tmp_path), "utf-8")
    office.chmod(0o755)
    for seconds in (1, 10, 60):  # a busy machine may not even have begun by the first
        monkeypatch.setattr(rendering, "TIMEOUT_SECONDS", seconds)
        with pytest.raises(NotDrawnError):
            draw_document("x.docx", b"", str(office))
        if (tmp_path / "pid").exists():
            break
    started = psutil.pid_exists(int((tmp_path / "pid").read_text()))
    assert not started or psutil.Process(int((tmp_path / "pid").read_text())).status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(os.name != "posix", reason="a script is of POSIX")
def test_a_document_that_nobody_waits_for_any_more_is_given_up_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "_without_network", lambda _folder: [])
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nsleep 600\n", "utf-8")
    office.chmod(0o755)
    with pytest.raises(NotWantedError):
        draw_document("x.docx", b"", str(office), lambda: False)


def pdf_of(width: int, height: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_a_page_of_metres_is_drawn_small():
    pdf = pdf_of(14_000, 7_000)
    assert page_sizes(pdf) == (PageSize(14_000, 7_000),)
    page = draw_page(pdf, 0, 28_000)
    assert (page.width, page.height) == (3000, 1500)
    assert Image.open(io.BytesIO(png_of(page))).size == (3000, 1500)


def test_pages_that_cannot_be_read_are_said_to_be_unreadable():
    with pytest.raises(JikaoError):
        page_sizes(b"%PDF-1.7 broken")
    with pytest.raises(JikaoError):
        draw_page(pdf_of(10, 10), 1, 100)

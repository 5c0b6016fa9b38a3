"""Looking at a PDF from outside, as a reader's program does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as PDFium finds it."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def all_text(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def text_by_poppler(pdf: bytes, folder: Path) -> str:
    """The text as pdftotext finds it; skips where poppler is absent."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    (folder / "paper.pdf").write_bytes(pdf)
    done = subprocess.run([program, "paper.pdf", "-"], cwd=folder, capture_output=True, check=True, timeout=30)
    return done.stdout.decode("utf-8")


def page_picture(pdf: bytes, number: int, scale: float) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=scale).to_pil()
    return picture


def title_and_language(pdf: bytes) -> tuple[str, bool]:
    document = pypdfium2.PdfDocument(pdf)
    return document.get_metadata_value("Title"), b"zh-CN" in pdf

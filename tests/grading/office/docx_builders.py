"""What the tests of word-processing files share: reading, and styles in a few words."""

from __future__ import annotations

from grading.office.model import Document, Paragraph
from grading.office.open import read_office_bytes


def read(data: bytes) -> Document:
    document = read_office_bytes(data)
    assert isinstance(document, Document)
    return document


def first(data: bytes) -> Paragraph:
    return next(iter(read(data).paragraphs()))


def style(identity: str, inner: str, kind: str = "paragraph", based_on: str = "", *, default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    chosen = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"{chosen}><w:name w:val="{identity}"/>{base}{inner}</w:style>'
    )


def run_style(inner: str) -> str:
    return f"<w:rPr>{inner}</w:rPr>"

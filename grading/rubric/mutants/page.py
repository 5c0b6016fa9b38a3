"""An author's page, opened to be changed: parsed as its reader parses it, written back in its encoding.

For changing model answers in a rubric's test, not for reading candidates' work.
"""

from __future__ import annotations

from lxml import etree, html

from grading.rubric.mutants.package import Element
from grading.web.reader import complete, read_page_bytes


class OpenedPage:
    """A page twice: as checks see it, and as a tree; `elements` has the places of both. Comments are left out."""

    def __init__(self, data: bytes) -> None:
        """Open the bytes; raises `CannotReadError`."""
        self.page = read_page_bytes(data)
        text = data.decode(self.page.encoding, "replace").lstrip("\ufeff")
        parser = html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
        )
        self._root = html.document_fromstring(text.encode(), parser=parser)
        complete(self._root)
        self.elements: list[Element] = list(self._root.iter(etree.Element))

    def all(self, tag: str) -> list[int]:
        """Return the places of all elements with a tag."""
        return self.page.all(tag)

    def own(self, place: int) -> dict[str, str]:
        """Return the attributes of an element."""
        return self.page.nodes[place].attributes

    def to_bytes(self) -> bytes:
        """Write the page."""
        doctype = str(getattr(self._root.getroottree().docinfo, "doctype", "")) or None
        text: str = html.tostring(self._root, encoding="unicode", doctype=doctype, include_meta_content_type=True)
        return text.encode(self.page.encoding, "xmlcharrefreplace")

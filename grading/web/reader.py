"""Reads a web page with lxml; runs in the child process, behind a linear look at the bytes.

The look counts open elements, so that a page of nothing but nesting is refused before a parser sees it.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lxml import etree, html

from grading.office.guard import DEFAULT_LIMITS, read_bytes
from grading.office.outcome import CannotReadError, Reason
from grading.web.model import Node, WebPage

MAX_BYTES = 256 * 1024
MAX_DEPTH = 256
MAX_NODES = 20_000
VOID = frozenset("area base br col embed hr img input link meta param source track wbr basefont frame keygen".split())
CLOSED_BY_NEXT = frozenset("p li td th tr option dd dt thead tbody tfoot colgroup html head body".split())
"""Elements whose end may be left out: the next one closes them, so they do not nest by being repeated."""

RAW = ("script", "style", "textarea", "title")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf8": "utf-8", "utf-8": "utf-8"}
_HEAD_BYTES = 4_096
_DOCTYPE = re.compile(
    r"(?:\s|<!--.{0,2000}?-->|<\?[^>]{0,300}>)*<!doctype\s+html\b([^>]{0,300})>?", re.IGNORECASE | re.DOTALL
)
_OLD = (
    "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 transitional", "-//w3c//dtd html 4.0 frameset", "-//ietf//", "-//w3o//",
    "-//netscape", "-//microsoft", "-//sun ", "-//softquad", "-//spyglass", "-//as//", "-//advasoft",
)  # fmt: skip
_OLD_IF_BARE = ("-//w3c//dtd html 4.01 transitional//", "-//w3c//dtd html 4.01 frameset//")
"""Doctypes of pages that browsers show in their old ways, the second kind only without an address."""


def read_page(path: Path) -> WebPage:
    """Read a page in this process; raises `CannotReadError`."""
    return read_page_bytes(read_bytes(path, DEFAULT_LIMITS))


def read_page_bytes(data: bytes) -> WebPage:
    """Read a page's bytes in this process; raises `CannotReadError`."""
    if not data.strip():
        raise CannotReadError(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise CannotReadError(Reason.TOO_LARGE, found=f"{len(data) // 1024} KB", limit=f"{MAX_BYTES // 1024} KB")
    declared = _declared(data)
    text, encoding = _decoded(data, declared)
    depth = deepest(text)
    if depth > MAX_DEPTH:
        raise CannotReadError(Reason.XML_TOO_LARGE, part="html", found=str(depth), limit=str(MAX_DEPTH))
    return _page(text, encoding, declared)


def deepest(text: str) -> int:
    """Return how deeply elements are nested at most, in one pass over the text."""
    depth = most = place = 0
    while (found := _TAG.search(text, place)) is not None:
        comment = text.find("<!--", place, found.start())
        if comment >= 0:
            end = text.find("-->", comment + 4)
            place = len(text) if end < 0 else end + 3
            continue
        place, name = found.end(), found[2].lower()
        if name in VOID or name in CLOSED_BY_NEXT:
            continue
        if found[1]:
            depth = max(depth - 1, 0)
        elif name in RAW:
            end = text.lower().find(f"</{name}", place) if name in RAW[:2] else text.find("<", place)
            place = len(text) if end < 0 else end
            depth += int(name not in RAW[:2])
            place += len(name) + 2 if end >= 0 and name in RAW[:2] else 0
        else:
            depth += 1
        most = max(most, depth)
    return most


def _declared(data: bytes) -> str:
    found = _META.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii").lower() if found else ""


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    """Return the text and the encoding its bytes are in: by their mark, by what they say, else by what fits."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff"), name
    wanted = _ALIASES.get(declared, "")
    for name in (wanted, "utf-8", "gb18030"):
        try:
            if name:
                return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _page(text: str, encoding: str, declared: str) -> WebPage:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotReadError(Reason.DAMAGED, found=type(error).__name__) from error
    complete(root)
    nodes: list[Node] = []
    places: dict[etree._Element, int] = {}
    for element in root.iter(etree.Element):
        if len(nodes) >= MAX_NODES:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found="html", limit=str(MAX_NODES))
        parent = element.getparent()
        places[element] = len(nodes)
        nodes.append(
            Node(
                tag=str(element.tag).lower(),
                parent=places.get(parent, -1) if parent is not None else -1,
                attributes={str(name).lower(): str(value) for name, value in element.attrib.items()},
                text=element.text or "",
                tail=element.tail or "",
            )
        )
    kind = _DOCTYPE.match(text)
    return WebPage(
        tuple(nodes),
        encoding,
        declared,
        doctype=kind is not None,
        quirks=kind is None or _is_old(" ".join(kind[1].lower().split())),
    )


def complete(root: etree._Element) -> None:
    """Put rows that stand right in a table into the body that browsers give them."""
    for table in list(root.iter("table")):
        body = None
        for child in list(table):
            if child.tag != "tr":
                body = None
                continue
            if body is None:
                body = etree.Element("tbody")
                child.addprevious(body)
            body.append(child)


def _is_old(doctype: str) -> bool:
    """Tell whether a doctype is one of those with which browsers fall back to their old ways."""
    public = doctype.partition("public")[2].strip().strip("\"'")
    return public.startswith(_OLD) or ("http" not in doctype and public.startswith(_OLD_IF_BARE))

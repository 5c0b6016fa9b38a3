"""XML of foreign items, read safely and brought to one spelling.

QTI 3 writes `qti-choice-interaction response-identifier=...`, QTI 2 writes
`choiceInteraction responseIdentifier=...`; readers here only meet the latter.
No entities, no DTD, no network, bounded size and depth.
"""

from __future__ import annotations

import re

from lxml import etree

from itembank.base.i18n import _
from itembank.qti.errors import QtiError

MAX_XML_BYTES = 4 << 20
MAX_ELEMENTS = 50_000
MAX_DEPTH = 120
QTI3_PREFIX = "qti-"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Only what stands before the root element can declare anything; a later "<!DOCTYPE" is text of a question.
PROLOG_DOCTYPE = re.compile(rb"\A[^<]*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!\s*DOCTYPE", re.IGNORECASE | re.DOTALL)
# QTI 3 names whose QTI 2 name is not the plain camel case.
IRREGULAR = {"durationLt": "durationLT", "durationGte": "durationGTE"}


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML document; raises `QtiError` for anything unsafe or broken."""
    if len(data) > MAX_XML_BYTES:
        raise QtiError(_("XML 文件过大（{size} 字节）。").format(size=len(data)))
    if PROLOG_DOCTYPE.match(data.replace(b"\x00", b"")):
        raise QtiError(_("XML 文件含有 DOCTYPE 或实体定义，为安全起见不读取。"))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise QtiError(_("不是有效的 XML：{error}").format(error=error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise QtiError(_("XML 文件含有 DOCTYPE 或实体定义，为安全起见不读取。"))
    _refuse_too_much(root)
    return root


def name_of(element: etree._Element) -> str:
    """Return the QTI 2 name of an element, without namespace."""
    local = etree.QName(element).localname
    if not local.startswith(QTI3_PREFIX):
        return local
    name = camel(local.removeprefix(QTI3_PREFIX))
    return IRREGULAR.get(name, name)


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return an attribute by its QTI 2 name, in either spelling."""
    found = element.get(name)
    if found is None:
        found = element.get(kebab(name))
    return default if found is None else found


def attributes(element: etree._Element) -> dict[str, str]:
    """Return all attributes without a namespace by their QTI 2 names."""
    return {camel(str(key)): str(value) for key, value in element.attrib.items() if not str(key).startswith("{")}


def children(element: etree._Element) -> list[etree._Element]:
    """Return the element children (the parser has dropped comments and processing instructions)."""
    return list(element)


def find(element: etree._Element, name: str) -> etree._Element | None:
    """Find the first child with a QTI 2 name."""
    return next((child for child in children(element) if name_of(child) == name), None)


def find_all(element: etree._Element, name: str) -> list[etree._Element]:
    """Return all children with a QTI 2 name."""
    return [child for child in children(element) if name_of(child) == name]


def text_of(element: etree._Element) -> str:
    """Return all text below an element."""
    return "".join(str(piece) for piece in element.itertext())


def value_text(element: etree._Element) -> str:
    """Return the text of a value: blanks are kept, but line breaks around it are only the file's layout."""
    text = text_of(element)
    return text.strip() if "\n" in text[: len(text) - len(text.lstrip())] + text[len(text.rstrip()) :] else text


def flag(element: etree._Element, name: str, *, default: bool = False) -> bool:
    """Return an XML boolean attribute."""
    value = attribute(element, name).strip().lower()
    return value in {"true", "1"} if value else default


def whole(element: etree._Element, name: str, default: int) -> int:
    """Return a whole-number attribute, or `default` when it is absent or is no number."""
    value = attribute(element, name).strip()
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else default


def line_of(element: etree._Element) -> int:
    """Return the source line of an element, 0 if unknown."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def camel(name: str) -> str:
    """Turn `response-identifier` into `responseIdentifier`."""
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def kebab(name: str) -> str:
    """Turn `responseIdentifier` into `response-identifier`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "-" + found[1].lower(), name)


def _refuse_too_much(root: etree._Element) -> None:
    depth = count = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise QtiError(_("XML 结构过大或嵌套过深。"))

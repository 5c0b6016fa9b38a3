"""XML from foreign hands: counted before it is parsed, no declarations, no entities, no network, no deep trees.

Also takes away two differences no reader should have to know: the ISO Strict
dialect becomes the transitional one, and of markup alternatives
(mc:AlternateContent) only one stays.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from grading.office.guard import DEFAULT_LIMITS, Limits
from grading.office.outcome import CannotReadError, Reason

STRICT_HOST = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# OpenOffice up to 3 wrote these: no subset, so nothing is declared, and the DTD named is never fetched.
_BARE_DOCTYPE = re.compile(
    rb"\A[^<]{0,8}(?:<\?xml[^>]{0,120}\?>\s{0,8})?"
    rb'(<!DOCTYPE [\w:.-]{1,60} PUBLIC "-//OpenOffice\.org//DTD [\w. ]{1,60}//EN"\s{1,8}"[\w.]{1,40}">)'
)
_COMMON = ("http://schemas.microsoft.com/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
_OF_MACS = "http://schemas.microsoft.com/office/mac/"
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def parse_xml(data: bytes, part: str, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """Parse a part into its root element; raises `CannotReadError`."""
    data = _without_bare_doctype(data)
    _require_harmless(data, part, limits)
    if STRICT_HOST in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # else an xml:id that stands twice, or is no name, costs a file that every program opens
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        text = str(error)
        if "depth" in text.lower():
            raise CannotReadError(Reason.XML_TOO_LARGE, part=part, found=text, limit="256") from error
        if "XML_PARSE_HUGE" in text:
            raise CannotReadError(Reason.XML_TOO_LARGE, part=part, found="text length", limit="10 MB") from error
        raise CannotReadError(Reason.BAD_XML, part=part, found=text) from error
    except (ValueError, LookupError) as error:
        raise CannotReadError(Reason.BAD_XML, part=part, found=str(error)) from error
    tree: Any = root.getroottree()  # the stubs do not know `doctype`
    if tree.docinfo.doctype:
        raise CannotReadError(Reason.DOCTYPE, part=part)
    if b"AlternateContent" in data:
        _choose_alternatives(root)
    return root


def _without_bare_doctype(data: bytes) -> bytes:
    bare = _BARE_DOCTYPE.match(data)
    return data if bare is None else data[: bare.start(1)] + data[bare.end(1) :]


def _require_harmless(data: bytes, part: str, limits: Limits) -> None:
    if any(doctype in data for doctype in _DOCTYPES):
        raise CannotReadError(Reason.DOCTYPE, part=part)
    if len(data) > limits.part_bytes:
        raise CannotReadError(Reason.XML_TOO_LARGE, part=part, found=str(len(data)), limit=str(limits.part_bytes))
    # A node costs a hundred bytes and more for the four of "<a/>": count before building the tree.
    for sign, limit in ((b"<", limits.xml_tags), (b"=", limits.xml_attributes)):
        found = data.count(sign)
        if found > limit:
            raise CannotReadError(Reason.XML_TOO_LARGE, part=part, found=f"{found} x {sign.decode()}", limit=str(limit))


def _choose_alternatives(root: etree._Element) -> None:
    """Put the content of one choice (or of the fallback) in the place of each alternative.

    A choice that asks for what only one maker's program knows gives way to the
    fallback, as it does in every other program; without a fallback it stays, so
    that nothing is lost which that program showed.
    """
    for alternative in list(root.iter(_MC + "AlternateContent")):
        parent = alternative.getparent()
        if parent is None:
            continue
        choices = [child for child in alternative if child.tag == _MC + "Choice" and len(child)]
        common = [child for child in choices if _is_common(child)]
        fallbacks = [child for child in alternative if child.tag == _MC + "Fallback"]
        kept = (common or fallbacks or choices)[:1]
        place = parent.index(alternative)
        for chosen in kept:
            for offset, child in enumerate(list(chosen)):
                parent.insert(place + offset, child)
        parent.remove(alternative)


def _is_common(choice: etree._Element) -> bool:
    """Tell whether a choice asks for nothing but what the Word, Excel and PowerPoint of Windows know."""
    asked = [choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split()]
    return all(name.startswith(_COMMON) and not name.startswith(_OF_MACS) for name in asked)

"""How QTI 2.1 and 3.0 write the same element: names, namespaces, addresses. Trees are built in QTI 2 names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from lxml import etree

from itembank.qti.xmltree import QTI3_PREFIX, kebab

XML = "{http://www.w3.org/XML/1998/namespace}"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# Elements of the text: the same names in every version.
HTML = frozenset(
    "p h1 h2 h3 pre table caption tbody tr th td ul ol li br img a strong em span code sub sup div".split()
)
IRREGULAR = {"durationLT": "duration-lt", "durationGTE": "duration-gte"}


class Version(Enum):
    """The versions that are written."""

    V2_1 = "2.1"
    V3_0 = "3.0"


ITEM_SPACES = {
    Version.V2_1: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    Version.V3_0: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
ITEM_SCHEMAS = {
    Version.V2_1: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    Version.V3_0: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
}
TEMPLATE_ADDRESSES = {
    Version.V2_1: "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}",
    Version.V3_0: "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}.xml",
}


class Spelling:
    """Makes the elements of one version."""

    def __init__(self, version: Version) -> None:
        """Write `version`."""
        self.version = version
        self.space = ITEM_SPACES[version]

    def element(self, name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> etree._Element:
        """Make an element by its QTI 2 name; so are the attributes."""
        made = etree.Element(f"{{{self.space}}}{self.name(name)}", nsmap=spaces(self.space))
        for key, value in (attributes or {}).items():
            made.set(self._attribute(name, key), value)
        if text:
            made.text = text
        return made

    def below(
        self, parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str = ""
    ) -> etree._Element:
        """Make an element as the last child of `parent`."""
        made = self.element(name, attributes, text)
        parent.append(made)
        return made

    def name(self, name: str) -> str:
        """Return an element's name in this version."""
        if self.version is Version.V2_1 or name in HTML:
            return name
        return QTI3_PREFIX + IRREGULAR.get(name, kebab(name))

    def template(self, name: str) -> str:
        """Return the address of a standard response processing template."""
        return TEMPLATE_ADDRESSES[self.version].format(name=name)

    def _attribute(self, element: str, key: str) -> str:
        if self.version is Version.V2_1 or element in HTML or key.startswith("{"):
            return key
        return kebab(key)


def spaces(default: str, **named: str) -> dict[str, str]:
    """Return prefixes for lxml; the default namespace has none."""
    return {None: default, **named}  # type: ignore[dict-item]  # lxml asks for None here, its types do not know it


def flag_text(value: bool) -> str:  # noqa: FBT001 - the one value it spells
    """Write an XML boolean."""
    return "true" if value else "false"

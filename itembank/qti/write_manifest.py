"""imsmanifest.xml of a written package: one resource an item, with metadata in LOM, QTI's and our own names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from itembank.base.canonical import digest
from itembank.model.codec import fraction_text
from itembank.model.item import Interaction, Item
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.qti.spelling import XSI, Version, spaces

LOM = "http://ltsc.ieee.org/xsd/LOM"
OWN = "urn:jikao:metadata:1"
PACKAGE_SPACES = {
    Version.V2_1: "http://www.imsglobal.org/xsd/imscp_v1p1",
    Version.V3_0: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
QTI_METADATA = {
    Version.V2_1: "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1",
    Version.V3_0: "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0",
}
SCHEMAS = {Version.V2_1: ("QTIv2.1 Package", "1.0.0"), Version.V3_0: ("QTI Package", "3.0.0")}
ITEM_TYPES = {Version.V2_1: "imsqti_item_xmlv2p1", Version.V3_0: "imsqti_item_xmlv3p0"}
FILE_TYPE = "webcontent"
INTERACTIONS: dict[type[Interaction], str] = {
    ChoiceInteraction: "choiceInteraction",
    TextEntryInteraction: "textEntryInteraction",
    InlineChoiceInteraction: "inlineChoiceInteraction",
    OrderInteraction: "orderInteraction",
    MatchInteraction: "matchInteraction",
    ExtendedTextInteraction: "extendedTextInteraction",
    PracticalInteraction: "uploadInteraction",
}


@dataclass(frozen=True)
class ManifestItem:
    """An item of the manifest: its file, the files it needs, and what is said about it."""

    item: Item
    path: str
    needs: tuple[str, ...]
    points: Fraction
    difficulty: Fraction | None
    knowledge_points: tuple[str, ...]


def write_manifest(items: Sequence[ManifestItem], version: Version) -> bytes:
    """Return the manifest; every file of the package is a resource, items first."""
    return etree.tostring(_Manifest(version).written(items), xml_declaration=True, encoding="UTF-8")


class _Manifest:
    def __init__(self, version: Version) -> None:
        self._version = version
        self._space = PACKAGE_SPACES[version]
        self._qti = QTI_METADATA[version]

    def written(self, items: Sequence[ManifestItem]) -> etree._Element:
        prefixes = spaces(self._space, xsi=XSI, imsmd=LOM, imsqti=self._qti, jikao=OWN)
        root = etree.Element(f"{{{self._space}}}manifest", nsmap=prefixes)
        names = "\n".join(item.item.version() for item in items)
        root.set("identifier", f"MANIFEST-{digest(names.encode())[:16]}")
        metadata = self._below(root, "metadata")
        schema, number = SCHEMAS[self._version]
        self._below(metadata, "schema").text = schema
        self._below(metadata, "schemaversion").text = number
        self._below(root, "organizations")
        resources = self._below(root, "resources")
        for item in items:
            self._item(resources, item)
        for path in dict.fromkeys(path for item in items for path in item.needs):
            self._resource(resources, path, FILE_TYPE)
        return root

    def _item(self, resources: etree._Element, one: ManifestItem) -> None:
        resource = self._resource(resources, one.path, ITEM_TYPES[self._version])
        metadata = self._below(resource, "metadata")
        resource.insert(0, metadata)
        self._lom(metadata, one)
        self._qti_metadata(metadata, one)
        own = etree.SubElement(metadata, f"{{{OWN}}}item")
        own.set("version", one.item.version())
        own.set("kind", one.item.kind.value)
        own.set("points", fraction_text(one.points))
        if one.difficulty is not None:
            own.set("difficulty", fraction_text(one.difficulty))
        for code in one.knowledge_points:
            etree.SubElement(own, f"{{{OWN}}}knowledgePoint").text = code
        for path in one.needs:
            self._below(resource, "dependency").set("identifierref", _resource_id(path))

    def _lom(self, metadata: etree._Element, one: ManifestItem) -> None:
        lom = etree.SubElement(metadata, f"{{{LOM}}}lom")
        general = etree.SubElement(lom, f"{{{LOM}}}general")
        identifier = etree.SubElement(general, f"{{{LOM}}}identifier")
        etree.SubElement(identifier, f"{{{LOM}}}entry").text = one.item.identifier
        if one.item.title:
            self._words(general, "title", one.item.title, one.item.language)
        etree.SubElement(general, f"{{{LOM}}}language").text = one.item.language
        for code in one.knowledge_points:
            self._words(general, "keyword", code, one.item.language)

    def _words(self, parent: etree._Element, name: str, text: str, language: str) -> None:
        held = etree.SubElement(parent, f"{{{LOM}}}{name}")
        words = etree.SubElement(held, f"{{{LOM}}}string")
        words.set("language", language)
        words.text = text

    def _qti_metadata(self, metadata: etree._Element, one: ManifestItem) -> None:
        qti = etree.SubElement(metadata, f"{{{self._qti}}}qtiMetadata")
        etree.SubElement(qti, f"{{{self._qti}}}timeDependent").text = "false"
        composite = "true" if len(one.item.interactions) > 1 else "false"
        etree.SubElement(qti, f"{{{self._qti}}}composite").text = composite
        for name in dict.fromkeys(INTERACTIONS[type(interaction)] for interaction in one.item.interactions):
            etree.SubElement(qti, f"{{{self._qti}}}interactionType").text = name
        etree.SubElement(qti, f"{{{self._qti}}}feedbackType").text = "none"

    def _resource(self, resources: etree._Element, path: str, kind: str) -> etree._Element:
        resource = self._below(resources, "resource")
        resource.set("identifier", _resource_id(path))
        resource.set("type", kind)
        resource.set("href", path)
        self._below(resource, "file").set("href", path)
        return resource

    def _below(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self._space}}}{name}")


def _resource_id(path: str) -> str:
    return f"RES-{digest(path.encode())[:24]}"

"""The property parts every OOXML file may have: core, application and custom properties, and what to beware of."""

from __future__ import annotations

from lxml import etree

from grading.office.model_common import Custom, Properties
from grading.office.package import Parts

_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "lastModifiedBy": "last_author",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
    "created": "created",
    "modified": "modified",
}
_APPLICATION = {
    "Company": "company",
    "Manager": "manager",
    "Application": "program",
    "AppVersion": "program_version",
}
_CUSTOM_MAX = 500
_TEXT_MAX = 2_000
_ACTIVE = ("activex/", "embeddings/oleobject", "ctrlprops/")


def read_properties(parts: Parts) -> Properties:
    """Read the properties of a package; ask last, when all relationships have been seen."""
    found: dict[str, str] = {}
    for kind, wanted in (("core-properties", _CORE), ("extended-properties", _APPLICATION),
                         ("extendedProperties", _APPLICATION), ("coreProperties", _CORE)):  # fmt: skip
        related = parts.related_root("", kind)
        for child in related[1] if related is not None else ():
            field = wanted.get(etree.QName(child).localname)
            if field is not None and child.text:
                found.setdefault(field, child.text[:_TEXT_MAX])
    names = [name.lower() for name in parts.package.names]
    return Properties(
        **found,
        custom=_custom(parts),
        has_macros=any(name.endswith("vbaproject.bin") for name in names),
        has_active_content=any(active in name for name in names for active in _ACTIVE),
        has_digital_signature=any(name.startswith("_xmlsignatures/") for name in names),
        external_targets=parts.external_targets(),
        strict=parts.strict,
    )


def _custom(parts: Parts) -> tuple[Custom, ...]:
    related = parts.related_root("", "custom-properties") or parts.related_root("", "customProperties")
    found = []
    for element in list(related[1])[:_CUSTOM_MAX] if related is not None else ():
        value = "".join(str(text) for text in element.itertext())
        found.append(Custom(element.get("name", ""), value[:_TEXT_MAX]))
    return tuple(found)

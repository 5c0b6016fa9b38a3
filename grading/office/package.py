"""Parts, content types and relationships of an OOXML package, above the guard.

Relationship types are known by their last word ("image", "slideLayout"), which
is the same in the transitional and the Strict dialect.
"""

from __future__ import annotations

import hashlib
import posixpath
from urllib.parse import unquote

import msgspec
from lxml import etree

from grading.office.guard import Package
from grading.office.outcome import CannotReadError, Reason
from grading.office.safe_xml import STRICT_HOST, parse_xml

_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS_MAX = 20_000
_VARIANTS = {
    "word": ("docx", "docm", "dotx", "dotm"),
    "excel": ("xlsx", "xlsm", "xltx", "xltm"),
    "spreadsheet": ("xlsx", "xlsm", "xltx", "xltm"),
    "powerpoint": ("pptx", "pptm", "potx", "potm"),
    "presentation": ("pptx", "pptm", "potx", "potm"),
}
"""A word in the content type of the main part: plain, with macros, template, template with macros."""


class Relation(msgspec.Struct, frozen=True):
    """One relationship; `target` is a part name, or an address when `external`."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """An OOXML package for the readers: parsed parts, their relations, media digests."""

    def __init__(self, package: Package) -> None:
        """Nothing is read before it is asked for."""
        self.package = package
        self._relations: dict[str, dict[str, Relation]] = {}
        self._digests: dict[str, str] = {}
        self._types: dict[str, str] | None = None
        self.strict = False

    def root(self, part: str) -> etree._Element:
        """Parse a part; raises `CannotReadError`."""
        data = self.package.read(part)
        if not self.strict and STRICT_HOST in data[:4096]:
            self.strict = True
        return parse_xml(data, part, self.package.limits)

    def find_root(self, part: str) -> etree._Element | None:
        """Parse a part, None if the package lacks it."""
        return self.root(part) if self.package.find_name(part) is not None else None

    def relations(self, part: str) -> dict[str, Relation]:
        """Return a part's relationships by id; of the package itself for ""."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def related(self, part: str, kind: str) -> tuple[Relation, ...]:
        """Return the relationships of one kind, internal ones whose part exists."""
        return tuple(
            relation
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external and self.package.find_name(relation.target) is not None
        )

    def related_root(self, part: str, kind: str) -> tuple[str, etree._Element] | None:
        """Return name and root of the first related part of a kind, if there is one."""
        for relation in self.related(part, kind):
            return relation.target, self.root(relation.target)
        return None

    def main_part(self) -> str:
        """Return the name of the document part; raises `CannotReadError`."""
        for relation in self.related("", "officeDocument"):
            return relation.target
        raise CannotReadError(Reason.MISSING_PART, part="officeDocument")

    def content_type(self, part: str) -> str:
        """Return the declared content type of a part, "" if none is."""
        if self._types is None:
            self._types = self._read_types()
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        return self._types.get("/" + part.lower()) or self._types.get("." + extension, "")

    def format_of(self, usual: str) -> str:
        """Return the format the main part says ("docm", "dotx", "ppsx"), `usual` for every other content type."""
        kind = self.content_type(self.main_part()).lower()
        family = next((one for one in _VARIANTS if one in kind), "")
        macros = "macroenabled" in kind
        if "template" in kind:
            return _VARIANTS[family][2 + macros] if family else usual
        if "slideshow" in kind:
            return "ppsm" if macros else "ppsx"
        return _VARIANTS[family][1] if family and macros else usual

    def sha256(self, part: str) -> str:
        """Return the digest of a part's bytes."""
        if part not in self._digests:
            self._digests[part] = hashlib.sha256(self.package.read(part)).hexdigest()
        return self._digests[part]

    def external_targets(self) -> tuple[str, ...]:
        """Return what opening the file would fetch from elsewhere: all external relations but links."""
        found = {
            relation.target
            for relations in self._relations.values()
            for relation in relations.values()
            if relation.external and relation.kind != "hyperlink"
        }
        return tuple(sorted(found))

    def _read_types(self) -> dict[str, str]:
        root = self.find_root(_CONTENT_TYPES)
        types: dict[str, str] = {}
        for child in root if root is not None else ():
            kind = child.get("ContentType", "")
            if child.get("Extension") is not None:
                types["." + child.get("Extension", "").lower()] = kind
            elif child.get("PartName") is not None:
                types[child.get("PartName", "").lower()] = kind
        return types

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.find_root(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, Relation] = {}
        for child in root if root is not None else ():
            if len(found) >= _RELATIONS_MAX:
                raise CannotReadError(Reason.XML_TOO_LARGE, part=part, limit=str(_RELATIONS_MAX))
            relation = _relation(child, folder)
            if relation is not None:
                found[relation.id] = relation
        return found


def _relation(element: etree._Element, folder: str) -> Relation | None:
    identity, target = element.get("Id", ""), element.get("Target", "")
    kind = element.get("Type", "").rpartition("/")[2]
    if not identity:
        return None
    if element.get("TargetMode") == "External":
        return Relation(identity, kind, target, external=True)
    return Relation(identity, kind, resolve_target(folder, target), external=False)


def resolve_target(folder: str, target: str) -> str:
    """Return the part name a relative or absolute internal target means; it never leaves the package."""
    target = unquote(target.replace("\\", "/")).partition("#")[0]
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")

"""An OpenDocument package: what kind it is, whether it is encrypted, its parts and properties."""

from __future__ import annotations

import hashlib
import posixpath
from typing import Any

from lxml import etree

from grading.office.drawing.shapes import pixel_size
from grading.office.guard import Package
from grading.office.model_common import Custom, Properties
from grading.office.model_flow import Picture
from grading.office.odf.names import DC, LOEXT, MANIFEST, META, OFFICE, TABLE, XLINK
from grading.office.outcome import CannotReadError, Reason
from grading.office.safe_xml import parse_xml

_MANIFEST = "META-INF/manifest.xml"
_OASIS = b"urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST_NAMESPACE = b'xmlns:manifest="' + _OASIS + b'manifest:1.0"'
_EARLY_NAMESPACES = (
    (b'xmlns:fo="http://www.w3.org/1999/XSL/Format"', b'xmlns:fo="' + _OASIS + b'xsl-fo-compatible:1.0"'),
    (b'xmlns:svg="http://www.w3.org/2000/svg"', b'xmlns:svg="' + _OASIS + b'svg-compatible:1.0"'),
)
"""Files from before the standard was final (templates that LibreOffice still installs) borrow the names of W3C."""
_TABLE_IN_SHAPE = b"<loext:table"
_TABLE_PARTS = ("table", "table-columns", "table-column", "table-header-rows", "table-rows", "table-row", "table-cell",
                "covered-table-cell")  # fmt: skip
_PROGRAM_FOLDERS = ("Basic/", "Dialogs/", "Scripts/")
"""Macros may be locked in a document that is open to everybody; they are never read."""
_KINDS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "odp",
}
_MIME_MAX = 200
_CUSTOM_MAX = 500
_TEXT_MAX = 2_000


class OdfParts:
    """The parts of an OpenDocument file for the readers."""

    def __init__(self, package: Package) -> None:
        """Read the manifest; raises `CannotReadError` for an encrypted file."""
        self.package = package
        self._types: dict[str, str] = {}
        self._external: set[str] = set()
        manifest = self._find_manifest()
        for entry in manifest.iterfind(MANIFEST + "file-entry") if manifest is not None else ():
            name = entry.get(MANIFEST + "full-path", "")
            if entry.find(MANIFEST + "encryption-data") is not None and not name.startswith(_PROGRAM_FOLDERS):
                raise CannotReadError(Reason.ENCRYPTED, part=name)
            self._types[name] = entry.get(MANIFEST + "media-type", "")

    def kind(self) -> str:
        """Return "odt", "ods" or "odp"; raises `CannotReadError` for anything else."""
        mime = self._types.get("/", "")
        if self.package.find_name("mimetype") is not None:
            mime = self.package.read("mimetype")[:_MIME_MAX].decode("ascii", "replace").strip() or mime
        if mime not in _KINDS:
            raise CannotReadError(Reason.UNKNOWN_KIND, found=mime if mime.isprintable() else "binary")
        return _KINDS[mime]

    def root(self, part: str) -> etree._Element:
        """Parse a part; raises `CannotReadError`."""
        data = self.package.read(part)
        for early, final in _EARLY_NAMESPACES:
            data = data.replace(early, final)
        root = parse_xml(data, part, self.package.limits)
        if _TABLE_IN_SHAPE in data:
            _rename_tables(root)
        return root

    def find_root(self, part: str) -> etree._Element | None:
        """Parse a part, None if the package lacks it."""
        return self.root(part) if self.package.find_name(part) is not None else None

    def _find_manifest(self) -> etree._Element | None:
        if self.package.find_name(_MANIFEST) is None:
            return None
        data = self.package.read(_MANIFEST)
        if b"xmlns:manifest" not in data:  # OpenOffice 1 and 2 left the declaration to the DTD
            data = data.replace(b"<manifest:manifest", b"<manifest:manifest " + _MANIFEST_NAMESPACE, 1)
        return parse_xml(data, _MANIFEST, self.package.limits)

    def picture(self, link: str, folder: str = "") -> Picture:
        """Return the picture behind an xlink:href."""
        if "://" in link:
            self._external.add(link)
            return Picture(link=link)
        name = self.package.find_name(posixpath.normpath(posixpath.join(folder, link.removeprefix("./"))))
        if name is None:
            return Picture(part=link)
        data = self.package.read(name)
        width, height = pixel_size(data)
        return Picture(
            part=name,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=self._types.get(name, ""),
            size_bytes=len(data),
            width_px=width,
            height_px=height,
        )

    def note_external(self, target: str) -> None:
        """Record something the file would fetch from elsewhere."""
        self._external.add(target)

    def properties(self) -> Properties:
        """Read meta.xml; ask last, when all links have been seen."""
        root = self.find_root("meta.xml")
        meta = None if root is None else root.find(OFFICE + "meta")
        found: dict[str, Any] = {}
        custom: list[Custom] = []
        keywords: list[str] = []
        for child in meta if meta is not None else ():
            text = (child.text or "")[:_TEXT_MAX]
            if child.tag == META + "user-defined" and len(custom) < _CUSTOM_MAX:
                custom.append(Custom(child.get(META + "name", ""), text))
            elif child.tag == META + "keyword":
                keywords.append(text)
            elif child.tag in _FIELDS and text:
                found[_FIELDS[child.tag]] = text
        names = self.package.names
        return Properties(
            **found,
            keywords=", ".join(keywords),
            custom=tuple(custom),
            has_macros=any(name.startswith(("Basic/", "Scripts/")) for name in names),
            has_digital_signature="META-INF/documentsignatures.xml" in names,
            external_targets=tuple(sorted(self._external)),
        )


_FIELDS = {
    DC + "title": "title",
    DC + "subject": "subject",
    DC + "description": "description",
    DC + "creator": "last_author",
    META + "initial-creator": "author",
    META + "creation-date": "created",
    DC + "date": "modified",
    META + "generator": "program",
}


def _rename_tables(root: etree._Element) -> None:
    """Give tables in the text of shapes their usual names: LibreOffice writes them under names of its own there."""
    for name in _TABLE_PARTS:
        for element in root.iter(LOEXT + name):
            element.tag = TABLE + name


def href(element: etree._Element) -> str:
    """Return an element's xlink:href."""
    return element.get(XLINK + "href", "")

"""From bytes to a read model: find out what a file is, and give it to its reader.

Runs in the child process; everything outside goes through `grading.office.child`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from grading.office.docx.reader import read_docx
from grading.office.guard import DEFAULT_LIMITS, Limits, Package, open_package, read_bytes
from grading.office.model import OfficeFile
from grading.office.odf.document import read_odt
from grading.office.odf.parts import OdfParts
from grading.office.odf.presentation import read_odp
from grading.office.odf.workbook import read_ods
from grading.office.outcome import CannotReadError, Reason
from grading.office.package import Parts
from grading.office.pptx.reader import read_pptx
from grading.office.xlsx.reader import read_xlsx

_MAIN_TYPES: dict[str, Callable[[Parts], OfficeFile]] = {
    "wordprocessingml": read_docx,
    "word.": read_docx,
    "spreadsheetml": read_xlsx,
    "excel.": read_xlsx,
    "presentationml": read_pptx,
    "powerpoint.": read_pptx,
}


_OWN_FORMATS = {
    "document.macroenabled": "docm", "wordprocessingml.template": "dotx", "word.template": "dotm",
    "sheet.macroenabled": "xlsm", "spreadsheetml.template": "xltx", "excel.template": "xltm",
    "presentation.macroenabled": "pptm", "presentationml.slideshow": "ppsx", "powerpoint.slideshow": "ppsm",
    "presentationml.template": "potx", "powerpoint.template": "potm",
}  # fmt: skip
"""Words of a main part's type that tell other formats from docx, xlsx and pptx: templates, shows, with macros."""


def read_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> OfficeFile:
    """Read a file in this process; raises `CannotReadError`."""
    return read_office_bytes(read_bytes(path, limits), limits)


def read_office_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> OfficeFile:
    """Read a file's bytes in this process; raises `CannotReadError`."""
    package = open_package(data, limits)
    if package.find_name("[Content_Types].xml") is None and package.find_name("META-INF/manifest.xml") is not None:
        return _read_odf(package)
    return _read_ooxml(package)


def _read_odf(package: Package) -> OfficeFile:
    parts = OdfParts(package)
    return _ODF_READERS[parts.kind()](parts)


_ODF_READERS: dict[str, Callable[[OdfParts], OfficeFile]] = {
    "odt": read_odt,
    "ods": read_ods,
    "odp": read_odp,
}


def _read_ooxml(package: Package) -> OfficeFile:
    parts = Parts(package)
    kind = parts.content_type(parts.main_part())
    for word, reader in _MAIN_TYPES.items():
        if word in kind:
            outcome = reader(parts)
            own = next((name for part, name in _OWN_FORMATS.items() if part in kind.lower()), outcome.format)
            return msgspec.structs.replace(outcome, format=own)
    raise CannotReadError(Reason.UNKNOWN_KIND, found=kind)

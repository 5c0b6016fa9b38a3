"""QTI packages: a zip or folder with imsmanifest.xml. Every item is read, everything else is named."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.qti.errors import Problem, QtiError
from itembank.qti.original import MEDIA_FOLDER, find_original, original_path
from itembank.qti.parts import Parts, read_folder, unzip
from itembank.qti.reader import ImportedItem, read_item
from itembank.qti.xmltree import XML_BASE, attribute, find_all, name_of, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml import etree

MANIFEST = "imsmanifest.xml"
ITEM_TYPES = ("imsqti_item", "imsqti_apipitem")
TEST_TYPES = ("imsqti_test", "imsqti_apiptest", "imsqti_section", "imsqti_apipsection")
HEAD_BYTES = 20_000
ITEM_ROOT = re.compile(rb"<(?:[\w.\-]+:)?(?:assessmentItem|qti-assessment-item)[\s>]")


@dataclass(frozen=True)
class PackageItem:
    """An item of a package by its path; `failure` says why the file could not be read as an item."""

    path: str
    imported: ImportedItem | None
    failure: str = ""


@dataclass(frozen=True)
class ImportedPackage:
    """All items of a package, and what in it is no item (tests, old formats), so that nothing vanishes in silence."""

    items: tuple[PackageItem, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Resource:
    """One resource of a manifest: its type and the path of its file inside the package."""

    kind: str
    path: str


def read_package(data: bytes) -> ImportedPackage:
    """Read every item that lies in a zip; raises `QtiError` for an unsafe or broken one."""
    return read_parts(unzip(data))


def read_package_folder(folder: Path) -> ImportedPackage:
    """Read every item of an unpacked package; raises `QtiError`, or `OSError` when the folder cannot be read."""
    return read_parts(read_folder(folder))


def read_parts(parts: Parts) -> ImportedPackage:
    """Read the items that the manifest names, then those that only a test names."""
    manifests = sorted((path for path in parts.files if posixpath.basename(path).lower() == MANIFEST), key=_depth)
    if not manifests:
        raise QtiError(_("没有 {name}，不是 QTI 试题包。").format(name=MANIFEST))
    items: dict[str, PackageItem] = {}
    problems: list[Problem] = []
    for manifest in manifests:
        for resource in _resources(parts, manifest):
            if resource.kind.startswith(ITEM_TYPES):
                items.setdefault(resource.path, _read_part(parts, resource.path))
            elif not _is_item(parts, resource.path) and (problem := _not_imported(resource, parts)):
                problems.append(problem)
    for path in parts.files:
        if path not in items and _is_item(parts, path):
            items[path] = _read_part(parts, path)
    return ImportedPackage(tuple(items.values()), tuple(problems))


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path


def _resources(parts: Parts, manifest: str) -> Iterator[_Resource]:
    """Give the resources in order; `xml:base` on any level moves their files to another folder."""
    root = parse_xml(parts.files[manifest])
    for group in (element for element in root.iter() if name_of(element) == "resources"):
        for resource in find_all(group, "resource"):
            base = posixpath.dirname(manifest)
            for element in (root, group, resource):
                base = posixpath.join(base, element.get(XML_BASE, ""))
            href = attribute(resource, "href") or _first_file(resource)
            if href:
                yield _Resource(attribute(resource, "type").strip().lower(), parts.resolve(base, href))


def _first_file(resource: etree._Element) -> str:
    return next((attribute(file, "href") for file in find_all(resource, "file")), "")


def _not_imported(resource: _Resource, parts: Parts) -> Problem | None:
    """Say what is left out: the order of a test, other formats, missing files; media are named by their items."""
    if resource.path not in parts.files:
        sentence = _("清单提到的文件“{name}”不在试题包中。").format(name=resource.path[:80])
    elif resource.kind.startswith(TEST_TYPES):
        sentence = _("试卷结构“{name}”没有导入，只导入了其中的试题。").format(name=resource.path[:80])
    elif resource.path.lower().endswith(".xml"):
        sentence = _("“{name}”（类型 {kind}）不是 QTI 2/3 试题，没有导入。").format(
            name=resource.path[:80], kind=resource.kind[:60]
        )
    else:
        return None
    return Problem(sentence=sentence, element="resource", blocking=False)


def _is_item(parts: Parts, path: str) -> bool:
    """Say whether a file has an item's root element near its beginning."""
    head = parts.files.get(path, b"")[:HEAD_BYTES].replace(b"\x00", b"")
    return ITEM_ROOT.search(head) is not None


def _read_part(parts: Parts, path: str) -> PackageItem:
    if path not in parts.files:
        return PackageItem(path, None, _("清单提到的文件“{name}”不在试题包中。").format(name=path[:80]))
    try:
        read = read_item(parts.files[path], _media_finder(parts, posixpath.dirname(path)))
    except QtiError as error:
        return PackageItem(path, None, error.message)
    return PackageItem(path, _with_original(parts, path, read))


def _with_original(parts: Parts, path: str, read: ImportedItem) -> ImportedItem:
    """Add our own words, when the package carries them beside this very item."""
    root = posixpath.dirname(posixpath.dirname(path))
    data = parts.files.get(posixpath.join(root, original_path(read.identifier)))
    if data is None:
        return read

    def find_media(sha256: str) -> bytes | None:
        beginning = posixpath.join(root, MEDIA_FOLDER, sha256)
        found = next((name for name in parts.files if name.startswith(beginning)), None)
        return None if found is None else parts.files[found]

    problems: list[Problem] = []
    original = find_original(data, parts.files[path], find_media, problems)
    return replace(read, original=original, problems=(*read.problems, *problems))


def _media_finder(parts: Parts, base: str) -> Callable[[str], bytes | None]:
    return lambda href: parts.find(base, href)

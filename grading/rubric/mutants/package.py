"""An author's office file, opened to be changed: parts as XML trees, written back as a zip of the same bytes each time.

For changing model answers in a rubric's test, not for reading candidates' work.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from grading.office.guard import open_package
from grading.office.safe_xml import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
TYPES = "[Content_Types].xml"
_STAMP = (2026, 1, 1, 0, 0, 0)
_XML = (".xml", ".rels")
_KIND = "mimetype"

Element = etree._Element  # noqa: SLF001 - the stubs of lxml have no public name for the class of its trees


class OfficePackage:
    """The parts of one file; a part is parsed when it is first asked for, and spelled anew only then."""

    def __init__(self, data: bytes) -> None:
        """Open the bytes; raises `CannotReadError` for what is no office file."""
        open_package(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        self._roots: dict[str, Element] = {}

    @property
    def names(self) -> list[str]:
        """The names of the parts, in the file's order."""
        return list(self._parts)

    def xml_names(self) -> list[str]:
        """The names of the parts that are XML."""
        return [name for name in self._parts if name.endswith(_XML)]

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self._parts

    def root(self, name: str) -> Element:
        """Return a part's tree, which may be changed."""
        if name not in self._roots:
            self._roots[name] = parse_xml(self._parts[name], name)
        return self._roots[name]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts one part refers to by relationships of a kind (its last word)."""
        return [
            posixpath.normpath(posixpath.join(posixpath.dirname(part), one.get("Target", "")))
            if not one.get("Target", "").startswith("/")
            else one.get("Target", "").lstrip("/")
            for one in self.relations(part)
            if one.get("Type", "").rpartition("/")[2] == kind and one.get("TargetMode") != "External"
        ]

    def relations(self, part: str) -> list[Element]:
        """Return the relationships of a part, which may be changed."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        return list(self.root(rels)) if self.has(rels) else []

    def relation(self, part: str, identifier: str | None) -> str:
        """Return the part behind a relationship id, "" when there is none."""
        for one in self.relations(part):
            if one.get("Id") == identifier:
                target = one.get("Target", "")
                if target.startswith("/"):
                    return target.lstrip("/")
                return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
        return ""

    def replace(self, name: str, data: bytes) -> None:
        """Put other bytes in the place of a part's."""
        self._parts[name] = data
        self._roots.pop(name, None)

    def part_bytes(self, name: str) -> bytes:
        """Return a part as it would be written."""
        return self._bytes(name)

    def add(self, name: str, data: bytes, content_type: str = "") -> None:
        """Add a part; `content_type` is said of it where its ending does not tell enough."""
        self.replace(name, data)
        if content_type:
            self.set_content_type(name, content_type)

    def content_type(self, name: str) -> str:
        """Return what is said of a part, "" where only its ending tells."""
        said = (one for one in self.root(TYPES) if one.get("PartName", "").lstrip("/") == name)
        return next((one.get("ContentType", "") for one in said), "")

    def set_content_type(self, name: str, content_type: str) -> None:
        """Say something else of a part."""
        types = self.root(TYPES)
        own = [one for one in types if one.get("PartName", "").lstrip("/") == name]
        for one in own:
            one.set("ContentType", content_type)
        if not own:
            types.append(
                types.makeelement(f"{CONTENT_TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
            )

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """Let a part refer to another by a relationship of a kind (its last word); returns the id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            self._parts[rels] = f'<Relationships xmlns="{RELATIONS.strip("{}")}"/>'.encode()
        root = self.root(rels)
        taken = {one.get("Id") for one in root}
        identity = next(f"rMutant{number}" for number in range(1, len(taken) + 2) if f"rMutant{number}" not in taken)
        one = root.makeelement(f"{RELATIONS}Relationship", {"Id": identity, "Type": f"{R.strip('{}')}/{kind}"})
        one.set("Target", target if external else f"/{target}")
        if external:
            one.set("TargetMode", "External")
        root.append(one)
        return identity

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern with "#" that no part has."""
        return next(
            name for number in range(1, len(self._parts) + 2) if not self.has(name := pattern.replace("#", str(number)))
        )

    def to_bytes(self, order: Iterable[str] | None = None, *, packed: bool = True) -> bytes:
        """Write the file; `order` of the parts and whether they are packed do not matter to any reader.

        The kind of an OpenDocument file stands first and unpacked, as its standard wants.
        """
        method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name in sorted(self._parts if order is None else order, key=lambda name: name != _KIND):
                how = zipfile.ZIP_STORED if name == _KIND else method
                archive.writestr(zipfile.ZipInfo(name, _STAMP), self._bytes(name), how)
        return out.getvalue()

    def _bytes(self, name: str) -> bytes:
        root = self._roots.get(name)
        if root is None:
            return self._parts[name]
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def remove(element: Element) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def remove_all(elements: Iterable[Element]) -> bool:
    """Take elements out; tells whether there were any."""
    found = list(elements)
    for element in found:
        remove(element)
    return bool(found)


def changed_any(changes: Iterable[bool]) -> bool:
    """Make all changes, also behind the first that did something; tells whether any did."""
    return True in list(changes)


def put_child(parent: Element, tag: str, order: tuple[str, ...], attributes: dict[str, str] | None = None) -> Element:
    """Return the child with this tag, made at its place in `order` (tags in schema order) if it is not there.

    Its attributes are replaced when `attributes` are given.
    """
    child = parent.find(tag)
    if child is None:
        child = etree.Element(tag)
        later = set(order[order.index(tag) + 1 :]) if tag in order else set()
        place = next((index for index, one in enumerate(parent) if one.tag in later), len(parent))
        parent.insert(place, child)
    if attributes is not None:
        child.attrib.clear()
        set_all(child, attributes)
    return child


def set_all(element: Element, attributes: dict[str, str]) -> None:
    """Set attributes and leave the others."""
    for name, value in attributes.items():
        element.set(name, value)


def drop(element: Element, name: str) -> str | None:
    """Take an attribute off; returns what it was."""
    value = element.get(name)
    if value is not None:
        del element.attrib[name]
    return value


def text_of(element: Element, tag: str) -> str:
    """Return the joined text of all descendants with a tag."""
    return "".join(one.text or "" for one in element.iter(tag))


def texts_within(element: Element, tag: str, words: str) -> Iterator[Element]:
    """Yield the text elements that hold part of `words` where these stand in the joined text; all for ""."""
    pieces = list(element.iter(tag))
    whole = "".join(one.text or "" for one in pieces)
    spans: list[tuple[int, int]] = []
    start = whole.find(words) if words else -1
    while start >= 0:
        spans.append((start, start + len(words)))
        start = whole.find(words, start + len(words))
    place = 0
    for one in pieces:
        end = place + len(one.text or "")
        if not words or any(first < end and place < last for first, last in spans):
            yield one
        place = end


def replace_text(element: Element, tag: str, old: str, new: str) -> bool:
    """Replace text in the descendants with a tag, also where it stands across several; tells whether it was there."""
    changed = False
    while old and old in (whole := text_of(element, tag)):
        start = whole.index(old)
        _overwrite(list(element.iter(tag)), start, start + len(old), new)
        changed = True
        if old in new:
            break
    return changed


def _overwrite(pieces: list[Element], start: int, end: int, new: str) -> None:
    place, written = 0, False
    for one in pieces:
        text = one.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            one.text = text[:first] + ("" if written else new) + text[last:]
            written = True
        place += len(text)

"""The styles of an OpenDocument file: defaults, named styles, automatic ones, joined along their parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from grading.office.odf.facts import Facts, paragraph_facts, text_facts
from grading.office.odf.names import DRAW, FO, OFFICE, STYLE, SVG
from grading.office.units import whole_number

_ANCESTORS_MAX = 50


class OdfStyles:
    """Styles as seen from one part: content.xml and styles.xml each have automatic styles of their own."""

    def __init__(self, common: etree._Element | None, part: etree._Element) -> None:
        """`common` is the root of styles.xml, `part` the root whose automatic styles count."""
        self._defaults: dict[str, etree._Element] = {}
        self._common: dict[tuple[str, str], etree._Element] = {}
        self._automatic: dict[tuple[str, str], etree._Element] = {}
        self._joined: dict[tuple[str, str, str], Any] = {}
        self._fonts: dict[str, str] = {}
        self._resources: dict[tuple[str, str], etree._Element] = {}
        for root in (common, part):
            if root is not None:
                self._fonts.update(_declared_fonts(root))
        if common is not None:
            for element in common.iterfind(f"{OFFICE}styles/*"):
                self._add(element, self._common)
        for element in part.iterfind(f"{OFFICE}automatic-styles/*"):
            self._add(element, self._automatic)

    def _add(self, element: etree._Element, into: dict[tuple[str, str], etree._Element]) -> None:
        if element.tag.startswith(DRAW):
            self._resources[element.tag, element.get(DRAW + "name", "")] = element
            return
        family = element.get(STYLE + "family") or etree.QName(element).localname
        if element.tag == STYLE + "default-style":
            self._defaults[family] = element
        else:
            into.setdefault((family, element.get(STYLE + "name", "")), element)

    def element(self, family: str, name: str) -> etree._Element | None:
        """Return a style by family and name, an automatic one before a named one."""
        return self._automatic.get((family, name), self._common.get((family, name)))

    def drawing_resource(self, tag: str, name: str) -> etree._Element | None:
        """Return a gradient, fill image or dash by its name."""
        return self._resources.get((tag, name))

    def is_automatic(self, family: str, name: str) -> bool:
        return (family, name) in self._automatic

    def has_default(self, family: str) -> bool:
        """Tell whether a family has a default style, which then begins all its chains."""
        return family in self._defaults

    def chain(self, family: str, name: str) -> list[etree._Element]:
        """Return the default style of a family, then a style's ancestry, the oldest first."""
        found: list[etree._Element] = []
        current = self.element(family, name)
        while current is not None and current not in found and len(found) < _ANCESTORS_MAX:
            found.append(current)
            parent = current.get(STYLE + "parent-style-name", "")
            current = self._common.get((family, parent))
        default = self._defaults.get(family)
        return [*([] if default is None else [default]), *reversed(found)]

    def named(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Yield family, name and element of the named styles in file order."""
        for (family, name), element in self._common.items():
            if element.tag == STYLE + "style":
                yield family, name, element

    def shown_name(self, family: str, name: str) -> str:
        """Return the name people see of the nearest named style."""
        key = ("shown", family, name)
        if key not in self._joined:
            self._joined[key] = self._find_shown_name(family, name)
        shown: str = self._joined[key]
        return shown

    def _find_shown_name(self, family: str, name: str) -> str:
        for element in reversed(self.chain(family, name)):
            own = element.get(STYLE + "name", "")
            if element.tag == STYLE + "style" and (family, own) in self._common:
                return element.get(STYLE + "display-name") or own
        return ""

    def text_levels(self, family: str, name: str, *, default: bool = True) -> list[Facts]:
        """Return the text facts along a chain, the weakest first; without the family's default if so asked."""
        key = ("text", family, name)
        if key not in self._joined:
            self._joined[key] = [
                (text_facts(style.find(STYLE + "text-properties"), self._fonts), style.tag)
                for style in self.chain(family, name)
            ]
        return [facts for facts, tag in self._joined[key] if default or tag != STYLE + "default-style"]

    def paragraph_levels(self, family: str, name: str) -> list[Facts]:
        """Return the paragraph facts along a chain, the weakest first."""
        key = ("paragraph", family, name)
        if key not in self._joined:
            self._joined[key] = [
                paragraph_facts(style.find(STYLE + "paragraph-properties")) for style in self.chain(family, name)
            ]
        levels: list[Facts] = list(self._joined[key])
        return levels

    def own_facts(self, family: str, name: str) -> tuple[Facts, Facts]:
        """Return the (paragraph, text) facts of an automatic style itself: direct formatting; else nothing."""
        element = self._automatic.get((family, name))
        if element is None:
            return {}, {}
        key = ("own", family, name)
        if key not in self._joined:
            self._joined[key] = (
                paragraph_facts(element.find(STYLE + "paragraph-properties")),
                text_facts(element.find(STYLE + "text-properties"), self._fonts),
            )
        own: tuple[Facts, Facts] = self._joined[key]
        return own

    def attribute(self, family: str, name: str, attribute: str) -> str | None:
        """Return an attribute of the nearest style in a chain that has it."""
        key = (attribute, family, name)
        if key not in self._joined:
            found = (element.get(attribute) for element in reversed(self.chain(family, name)))
            self._joined[key] = next((value for value in found if value), None)
        nearest: str | None = self._joined[key]
        return nearest

    def properties(self, family: str, name: str, kind: str) -> dict[str, str]:
        """Return the joined attributes of one kind of properties element along a chain."""
        key = (kind, family, name)
        if key not in self._joined:
            joined: dict[str, str] = {}
            for style in self.chain(family, name):
                element = style.find(STYLE + kind)
                if element is not None:
                    joined.update({str(attribute): str(value) for attribute, value in element.attrib.items()})
            self._joined[key] = joined
        properties: dict[str, str] = self._joined[key]
        return properties

    def property_element(self, family: str, name: str, kind: str) -> etree._Element | None:
        """Return the nearest properties element of a kind, for what it holds inside."""
        found = (style.find(STYLE + kind) for style in reversed(self.chain(family, name)))
        return next((element for element in found if element is not None), None)

    def outline_level(self, name: str) -> int | None:
        """Return the outline level a paragraph style sets."""
        return whole_number(self.attribute("paragraph", name, STYLE + "default-outline-level")) or None

    @property
    def country(self) -> str:
        """The country whose customs the document follows where it says nothing, "" if it names none."""
        found = (element.find(STYLE + "text-properties") for element in self._defaults.values())
        countries = (properties.get(FO + "country", "") for properties in found if properties is not None)
        return next((country for country in countries if country not in {"", "none"}), "")

    @property
    def fonts(self) -> Mapping[str, str]:
        return self._fonts


def _declared_fonts(root: etree._Element) -> dict[str, str]:
    found = {}
    for face in root.iterfind(f"{OFFICE}font-face-decls/{STYLE}font-face"):
        family = face.get(SVG + "font-family", "")
        found[face.get(STYLE + "name", "")] = family.split(",")[0].strip().strip("'\"")
    return found

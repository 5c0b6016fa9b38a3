"""Undoes what checks look for in an office file as such: its format, and its title, author, company ..."""

from __future__ import annotations

from typing import Any

from grading.rubric.mutants.near import near_text
from grading.rubric.mutants.package import Element, OfficePackage

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
TAGS = {
    "title": (CORE, "title"),
    "subject": (CORE, "subject"),
    "author": (CORE, "creator"),
    "keywords": (CORE, "keywords"),
    "category": (CORE, "category"),
    "description": (CORE, "description"),
    "company": (APP, "Company"),
    "manager": (APP, "Manager"),
}

KINDS = {
    "word": ("wordprocessingml.document", "wordprocessingml.template"),
    "ppt": ("presentationml.presentation", "presentationml.template"),
    "xl": ("spreadsheetml.sheet", "spreadsheetml.template"),
}
"""By the folder of the main part: the types of a plain file and of a template."""


def other_format(package: OfficePackage, _parameters: dict[str, Any], _starter: OfficePackage | None) -> bool:
    """Save a plain file as a template, and any other file as a plain one."""
    changed = False
    for main in package.related("", "officeDocument"):
        kinds = KINDS.get(main.partition("/")[0])
        if kinds is not None:
            plain, template = (f"application/vnd.openxmlformats-officedocument.{kind}.main+xml" for kind in kinds)
            package.set_content_type(main, template if package.content_type(main) == plain else plain)
            changed = True
    return changed


def other_property(package: OfficePackage, parameters: dict[str, Any], _starter: OfficePackage | None) -> bool:
    """Write the property without its last letter."""
    found = _named(package, str(parameters["name"]))
    for one in found:
        one.text = near_text(one.text or "")
    return bool(found)


def _named(package: OfficePackage, name: str) -> list[Element]:
    part, tag = TAGS.get(name, (CUSTOM, "property"))
    if not package.has(part):
        return []
    own = [one for one in package.root(part).iter() if str(one.tag).rpartition("}")[2] == tag]
    if name in TAGS:
        return own
    return [value for one in own if one.get("name") == name for value in one]

"""Where a property of meant paragraphs or characters stands: on them, or in a style that nobody else uses.

A value that comes from a style is made wrong in the style, as a candidate who
modifies a style does; where others would change with it, on the paragraphs.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child
from grading.rubric.mutants.word import (
    BODY,
    PARAGRAPH,
    Parameters,
    chosen,
    properties_of,
    runs_of,
)

STYLES = "word/styles.xml"
STYLE_ORDER = tuple(
    W + name
    for name in (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
        "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ).split()
)


def run_places(package: OfficePackage, parameters: Parameters, tag: str, names: Iterable[str] = ()) -> list[Element]:
    """Return the w:rPr elements in which a property of the meant characters is to be changed."""
    runs = list(runs_of(package, parameters))
    own = [put_child(run, W + "rPr", (W + "rPr", *[one.tag for one in run])) for run in runs]
    if parameters.get("where", {}).get("words") or any(_says(one, tag, names) for one in own):
        return own
    style = _style_of(package, chosen(package, parameters), "rPr", tag, names)
    return own if style is None else [style]


def paragraph_places(
    package: OfficePackage, parameters: Parameters, tag: str, names: Iterable[str] = ()
) -> list[Element]:
    """Return the w:pPr elements in which a property of the meant paragraphs is to be changed."""
    found = chosen(package, parameters)
    own = [properties_of(one) for one in found]
    if any(_says(one, tag, names) for one in own):
        return own
    style = _style_of(package, found, "pPr", tag, names)
    return own if style is None else [style]


def _says(properties: Element, tag: str, names: Iterable[str]) -> bool:
    child = properties.find(W + tag)
    wanted = [W + name for name in names]
    return child is not None and (not wanted or any(name in child.attrib for name in wanted))


def _style_of(
    package: OfficePackage, paragraphs: Sequence[Element], inner: str, tag: str, names: Iterable[str]
) -> Element | None:
    """Return the properties in the one style that gives all these paragraphs, and only them, a property."""
    wanted = list(names)
    givers = [_giver(package, style_id(one), inner, tag, wanted) for one in paragraphs]
    giver = givers[0] if givers else None
    if giver is None or any(one is not giver for one in givers):
        return None
    users = [one for one in _all_paragraphs(package) if any(giver is style for style in chain(package, style_id(one)))]
    if any(all(user is not one for one in paragraphs) for user in users):
        return None
    return giver.find(W + inner)


def _giver(package: OfficePackage, identity: str, inner: str, tag: str, names: Sequence[str]) -> Element | None:
    for style in chain(package, identity):
        properties = style.find(W + inner)
        if properties is not None and _says(properties, tag, names):
            return style
    return None


def _all_paragraphs(package: OfficePackage) -> list[Element]:
    parts = [BODY, *(part for kind in ("header", "footer", "footnotes") for part in package.related(BODY, kind))]
    return [one for part in parts if package.has(part) for one in package.root(part).iter(PARAGRAPH)]


def style_id(paragraph: Element) -> str:
    """Return the id of a paragraph's style, "" for the default one."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def find_style(package: OfficePackage, identity: str, kind: str = "paragraph") -> Element | None:
    """Find a style by its id; the default one for ""."""
    for style in styles_of(package, kind):
        if style.get(W + "styleId") == identity or (not identity and style.get(W + "default") in {"1", "true", "on"}):
            return style
    return None


def styles_of(package: OfficePackage, kind: str = "paragraph") -> list[Element]:
    """Return the styles of a kind."""
    if not package.has(STYLES):
        return []
    return [one for one in package.root(STYLES).iter(W + "style") if one.get(W + "type", "paragraph") == kind]


def chain(package: OfficePackage, identity: str, kind: str = "paragraph") -> list[Element]:
    """Return a style and those it is based on."""
    found: list[Element] = []
    style = find_style(package, identity, kind)
    while style is not None and all(style is not one for one in found):
        found.append(style)
        base = style.find(W + "basedOn")
        style = None if base is None else find_style(package, base.get(W + "val", "-"), kind)
    return found


def copied_style(package: OfficePackage, identity: str, name: str, kind: str = "paragraph") -> Element | None:
    """Make a style that looks like another under a name of its own; None where there is no such style."""
    style = find_style(package, identity, kind)
    parent = None if style is None else style.getparent()
    if style is None or parent is None:
        return None
    known = {one.get(W + "styleId") for one in package.root(STYLES).iter(W + "style")}
    made = copy.deepcopy(style)
    made.set(W + "styleId", next(new for number in range(1, 1000) if (new := f"mutant{number}") not in known))
    made.set(W + "customStyle", "1")
    drop(made, W + "default")
    put_child(made, W + "name", STYLE_ORDER, {W + "val": name})
    for gone in ("aliases", "link", "next"):
        for child in made.findall(W + gone):
            made.remove(child)
    parent.append(made)
    return made

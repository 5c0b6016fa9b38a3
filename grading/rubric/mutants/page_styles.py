"""Undoes how elements of a page look, wherever that comes from: attributes, style elements, sheets of the folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from grading.checks.web_work import inside, sheets_of
from grading.rubric.folders import Files
from grading.rubric.mutants.package import Element, drop
from grading.rubric.mutants.page import OpenedPage

OLD = {
    "width": ("width",),
    "height": ("height",),
    "text-align": ("align",),
    "vertical-align": ("valign",),
    "background-color": ("bgcolor",),
    "background-image": ("background",),
    "color": ("color", "text"),
    "font-family": ("face",),
    "font-size": ("size",),
    "border": ("border",),
}
"""Old attributes that do what a property does."""

OTHERS = ("inherit", "normal", "none", "1px", "#7b3f00", "left", "right")
"""What else a property may be given, on the element itself, when taking lines away does not help."""


def unstyled(path: str, files: Files, places: Sequence[int], name: str) -> Iterator[Files]:
    """Yield the folder with the elements looking otherwise: one line taken away, then all, then another value."""
    data = files.get(path) or b""
    lines = _declaration(name)

    def on_page(change: Callable[[Element], None]) -> Files:
        page = OpenedPage(data)
        for place in places:
            change(page.elements[place])
        return {**files, path: page.to_bytes()}

    def own_attributes(element: Element) -> None:
        style = lines.sub("", element.get("style", ""))
        if style.strip():
            element.set("style", style)
        else:
            drop(element, "style")
        for old in OLD.get(name, ()):
            drop(element, old)

    yield on_page(own_attributes)
    page = OpenedPage(data)
    blocks = page.all("style")
    for place in blocks:
        text = page.elements[place].text or ""
        for found in lines.finditer(text):
            changed = OpenedPage(data)
            changed.elements[place].text = text[: found.start()] + text[found.end() :]
            yield {**files, path: changed.to_bytes()}
    sheets = [one for one in (inside(path, address) for address in sheets_of(page.page)) if one and files.get(one)]
    for sheet in sheets:
        text = (files[sheet] or b"").decode("utf-8", "surrogateescape")
        for found in lines.finditer(text):
            less = text[: found.start()] + text[found.end() :]
            yield {**files, sheet: less.encode("utf-8", "surrogateescape")}
    whole = OpenedPage(data)
    for place in blocks:
        whole.elements[place].text = lines.sub("", whole.elements[place].text or "")
    for place in places:
        own_attributes(whole.elements[place])
    bare_sheets = {
        sheet: lines.sub("", (files[sheet] or b"").decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        )
        for sheet in sheets
    }
    yield {**files, **bare_sheets, path: whole.to_bytes()}
    for other in OTHERS:
        yield on_page(_overriding(name, other))


def _overriding(name: str, value: str) -> Callable[[Element], None]:
    def change(element: Element) -> None:
        own = element.get("style", "").rstrip("; ")
        element.set("style", f"{own}; {name}: {value} !important".lstrip("; "))

    return change


def _declaration(name: str) -> re.Pattern[str]:
    """Return what finds a line that sets a property: by its name, a shorthand of it, or a part of it."""
    words = name.split("-")
    shorter = ["-".join(words[:count]) for count in range(1, len(words))]
    names = "|".join([rf"{re.escape(name)}(?:-[a-z-]+)?", *map(re.escape, shorter)])
    return re.compile(rf"(?:(?<=[{{;\s])|^)(?:{names})\s*:[^;}}]*;?", re.IGNORECASE)

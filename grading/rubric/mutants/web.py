"""Undoes what the H checks look for in a page: an element, an attribute, a line of a style sheet.

The page is parsed as its reader parses it, so that selectors of a rubric find the same elements.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lxml import html

from grading.checks.finding import CannotJudgeError
from grading.checks.similar import bare
from grading.checks.web_work import elements
from grading.office.outcome import CannotReadError
from grading.rubric.folders import Files
from grading.rubric.mutants.package import Element, drop, remove
from grading.rubric.mutants.page import OpenedPage
from grading.rubric.mutants.page_styles import unstyled

Parameters = dict[str, Any]
Action = Callable[[Element], None]
Edit = tuple[Sequence[int], Action]
"""What to do to the elements at these places of the page."""

Way = Callable[[OpenedPage, Parameters], Iterable[Edit]]
NOWHERE = "没有这个文件.html"
OTHER_TEXT = "？"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "sub", "sup", "mark", "code"})
CONTROLS = frozenset({"input", "select", "textarea", "button"})


def undo_page(kind: str, parameters: Parameters, path: str, files: Files) -> Iterator[Files]:
    """Yield the folder with one thing of a page undone, the likeliest way first; nothing for other checks."""
    data = files.get(path) or b""
    try:
        page = OpenedPage(data)
        for places, action in WAYS[kind](page, parameters) if kind in WAYS else ():
            if not places:
                continue
            changed = OpenedPage(data)
            for place in places:
                action(changed.elements[place])
            yield {**files, path: changed.to_bytes()}
        if kind == "H.style":
            yield from unstyled(path, files, elements(page.page, parameters["select"], parameters.get("text", "")),
                                parameters["property"])  # fmt: skip
    except (CannotReadError, CannotJudgeError):
        return
    if kind == "H.structure":
        yield {**files, path: re.sub(rb"(?i)<!doctype[^>]*>|</?(?:html|head|body)\b[^>]*>", b"", data)}


def say(text: str) -> Action:
    """Give an element another text and nothing else inside."""

    def act(element: Element) -> None:
        for child in list(element):
            element.remove(child)
        element.text = text

    return act


def retag(tag: str) -> Action:
    """Make another element of it, with the same content."""

    def act(element: Element) -> None:
        element.tag = tag

    return act


def without(*names: str) -> Action:
    """Take attributes away."""

    def act(element: Element) -> None:
        for name in names:
            drop(element, name)

    return act


def setting(name: str, value: str) -> Action:
    """Give an attribute another value."""

    def act(element: Element) -> None:
        element.set(name, value)

    return act


def unwrap(element: Element) -> None:
    """Take an element away and leave what is in it."""
    if isinstance(element, html.HtmlElement) and element.getparent() is not None:
        element.drop_tag()


def twice(element: Element) -> None:
    """Put a copy behind an element."""
    again = copy.deepcopy(element)
    element.tail = None
    element.addnext(again)


def _title(page: OpenedPage, _parameters: Parameters) -> Iterator[Edit]:
    yield page.all("title"), say("无标题文档")


def _text(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    wanted = bare(parameters["text"])
    holding = [place for place in range(len(page.elements)) if wanted in bare(page.page.text(place))]
    inner = [place for place in holding if not any(child in holding for child in page.page.children.get(place, ()))]
    inner = [place for place in inner if page.page.nodes[place].tag not in {"title", "html", "body"}]
    yield inner, _miswritten(str(parameters["text"]).strip())
    yield inner, say(OTHER_TEXT)


def _miswritten(text: str) -> Action:
    """Leave out the last character."""

    def act(element: Element) -> None:
        element.text = (element.text or "").replace(text, text[:-1])

    return act


def _found(page: OpenedPage, parameters: Parameters) -> list[int]:
    return elements(page.page, parameters["select"], parameters.get("text", ""))


def _element(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    places = _found(page, parameters)
    enough = places[max(int(parameters.get("at_least", 1)), 1) - 1 :]
    tags = {page.page.nodes[place].tag for place in enough}
    if tags <= HEADINGS:
        yield enough, retag("p")
    elif tags <= INLINE:
        yield enough, unwrap
    yield enough, without("class", "id")
    yield enough, retag("div")
    if parameters.get("text"):
        yield enough, say(OTHER_TEXT)
    yield enough, remove


def _count(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    places = _found(page, parameters)
    yield places[-1:], remove
    yield page.all("body"), _adding(str(parameters["select"]).split()[-1])


def _avoids(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    tags = parameters.get("tags") or ["font"]
    yield page.all("body"), _adding(str(tags[0]))


def _adding(tag: str) -> Action:
    def act(element: Element) -> None:
        if tag.isalnum():
            child = element.makeelement(tag)
            child.text = OTHER_TEXT
            element.append(child)

    return act


def _attribute(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    places = elements(page.page, parameters["select"])
    if parameters.get("value"):
        yield places, setting(parameters["name"].lower(), OTHER_TEXT)
    yield places, without(parameters["name"].lower())


def _encoding(page: OpenedPage, _parameters: Parameters) -> Iterator[Edit]:
    yield [place for place in page.all("meta") if page.own(place).keys() & {"charset", "http-equiv"}], remove


def _stylesheet(page: OpenedPage, _parameters: Parameters) -> Iterator[Edit]:
    sheets = [place for place in page.all("link") if "stylesheet" in page.own(place).get("rel", "").lower()]
    for place in sheets:
        yield [place], remove
    yield sheets, remove


def _meta(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    named = [
        place
        for place in page.all("meta")
        if page.own(place).get("name", "").casefold() == str(parameters["name"]).casefold()
    ]
    yield named, setting("content", OTHER_TEXT)
    yield named, remove


def _link(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    texts = {place: bare(page.page.text(place)) for place in page.all("a")}
    wanted = bare(parameters.get("text", ""))
    places = [place for place, text in texts.items() if wanted in text] or list(texts)
    if parameters.get("blank"):
        yield places, without("target")
    for place in places if len(places) > 1 else ():
        yield [place], setting("href", NOWHERE)
    yield places, setting("href", NOWHERE)
    yield places, unwrap


def _image(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    places = page.all("img")
    if parameters.get("alt"):
        yield places, without("alt")
    for place in places if len(places) > 1 else ():
        yield [place], setting("src", "没有这张图片.png")
    yield places, setting("src", "没有这张图片.png")


def _table_size(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    rows = _inside_table(page, parameters, {"tr"})
    yield rows[-1:], twice
    yield rows[-1:], remove


def _table_cell(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    wanted = bare(parameters["text"])
    for place in _inside_table(page, parameters, {"td", "th"}):
        if bare(page.page.text(place)) == wanted:
            yield [place], say(OTHER_TEXT)


def _table_span(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    for place in _inside_table(page, parameters, {"td", "th"}):
        if page.own(place).keys() & {"rowspan", "colspan"}:
            yield [place], without("rowspan", "colspan")


def _inside_table(page: OpenedPage, parameters: Parameters, tags: set[str]) -> list[int]:
    tables = page.all("table")[int(parameters.get("table", 1)) - 1 :][:1]
    return [one for table in tables for one in page.page.below(table) if page.page.nodes[one].tag in tags]


def _list(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    wanted = [bare(item) for item in parameters["items"]]
    entries = [
        place
        for place, node in enumerate(page.page.nodes)
        if node.tag in {"li", "dt", "dd"} and wanted and wanted[-1] in bare(page.page.text(place))
    ]
    yield entries, remove
    kind = str(parameters.get("kind", "ul"))
    yield page.all(kind), retag({"ul": "ol", "ol": "ul"}.get(kind, "div"))


def _form_field(page: OpenedPage, parameters: Parameters) -> Iterator[Edit]:
    options = {bare(one) for one in parameters.get("options", ())}
    for place in page.all("option"):
        if bare(page.page.text(place)) in options:
            yield [place], remove
    kind = str(parameters["kind"]).lower()
    fields = [
        place
        for place, node in enumerate(page.page.nodes)
        if node.tag in CONTROLS
        and kind in {node.tag, node.attributes.get("type", "text" if node.tag == "input" else "submit").lower()}
    ]
    named = [place for place in fields if page.own(place).get("name", "") == parameters.get("name", "")]
    for place in (*named, *fields):
        yield [place], remove
    yield fields, remove


def _dead(page: OpenedPage, _parameters: Parameters) -> Iterator[Edit]:
    yield page.all("a")[:1], setting("href", NOWHERE)
    yield page.all("img")[:1], setting("src", NOWHERE)
    yield page.all("link")[:1], setting("href", NOWHERE)


WAYS: dict[str, Way] = {
    "H.title": _title,
    "H.text": _text,
    "H.element": _element,
    "H.count": _count,
    "H.avoids": _avoids,
    "H.attribute": _attribute,
    "H.encoding": _encoding,
    "H.stylesheet": _stylesheet,
    "H.meta": _meta,
    "H.link": _link,
    "H.image": _image,
    "H.table_size": _table_size,
    "H.table_cell": _table_cell,
    "H.table_span": _table_span,
    "H.list": _list,
    "H.form_field": _form_field,
    "H.no_dead_links": _dead,
}

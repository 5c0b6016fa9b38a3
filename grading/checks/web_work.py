"""A web page as the H checks look at it: its elements by selectors, its styles with the linked sheets, its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.web.cascade import Cascade
from grading.web.css import MAX_CHARACTERS, Rule, read_sheet
from grading.web.model import WebPage
from grading.web.selectors import find, parse_selector
from itembank.base.i18n import _

SHEETS_MAX = 10
OUTSIDE = frozenset({"http", "https", "mailto", "tel", "ftp", "javascript", "data"})


def elements(page: WebPage, select: str, text: str = "") -> list[int]:
    """Return the elements that a selector means and that hold a text; raises `CannotJudgeError`."""
    if not select.strip() or any(parse_selector(part) is None for part in select.split(",")):
        raise CannotJudgeError(_("评分标准中的选择器“{text}”无法理解。").format(text=select[:80]))
    goal = bare(text)
    return [place for place in find(page, select) if goal in bare(page.text(place))]


def some_elements(page: WebPage, select: str, text: str = "") -> list[int]:
    """Return the same, at least one; raises `NotThereError`."""
    places = elements(page, select, text)
    if not places:
        if text:
            raise NotThereError(_("网页中没有内容为“{text}”的元素 {select}。").format(text=short(text), select=select))
        raise NotThereError(_("网页中没有元素 {select}。").format(select=select))
    return places


def shown_text(page: WebPage) -> str:
    """Return what a reader sees of the page."""
    bodies = page.all("body")
    return page.text(bodies[0]) if bodies else ""


def cascade_of(subject: Subject, file: str, page: WebPage) -> Cascade:
    """Return the page's styles: its style elements and the linked sheets of the folder, in their order."""

    def linked(address: str) -> bytes:
        path = inside(file, address)
        is_there = path is not None and exists(subject, path)
        subject.require_known(is_there)
        return subject.read_bytes(path) if path is not None and is_there else b""

    return Cascade(page, tuple(rules_from(page, linked)))


def sheets_of(page: WebPage) -> list[str]:
    """Return the addresses of the linked style sheets."""
    return [
        node.attributes["href"]
        for node in page.nodes
        if node.tag == "link"
        and "stylesheet" in node.attributes.get("rel", "").lower().split()
        and node.attributes.get("href", "").strip()
    ]


def inside(file: str, address: str) -> str | None:
    """Return the path in the folder that an address leads to, None for one that leads outside or nowhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme.lower() in OUTSIDE or parts.netloc or not parts.path:
        return None
    path = normpath(join(dirname(file), unquote(parts.path).replace("\\", "/")))
    return None if path.startswith(("..", "/")) else path


def leads_outside(address: str) -> bool:
    """Tell whether an address leads to the net (or to a program), where nobody looks."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in OUTSIDE or bool(parts.netloc)


def exists(subject: Subject, path: str) -> bool | None:
    """Tell whether a file or folder is in the working folder; None when the desk may have left it out."""
    if subject.folder.find(path) is not None:
        return True
    return None if subject.folder.manifest.may_lack(path) else False


def rules_from(page: WebPage, linked: Callable[[str], bytes]) -> Iterator[Rule]:
    """Yield the rules of style elements and of linked sheets in their order; `linked` gives a sheet's bytes."""
    count = 0
    for node in page.nodes:
        if node.tag == "style":
            yield from read_sheet(node.text)
        elif node.tag == "link" and "stylesheet" in node.attributes.get("rel", "").lower() and count < SHEETS_MAX:
            count += 1
            yield from read_sheet(_decoded(linked(node.attributes.get("href", ""))))


def _decoded(data: bytes) -> str:
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data[: 4 * MAX_CHARACTERS].decode(name)
        except UnicodeDecodeError:
            continue
    return data[: 4 * MAX_CHARACTERS].decode("latin-1")

"""Proposals for web pages: title, text, elements, lists, tables, links, pictures, and how elements look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grading.checks.similar import bare, plain
from grading.checks.web import shown_style
from grading.checks.web_work import inside, rules_from, sheets_of, shown_text
from grading.rubric.draft.looks import shown
from grading.rubric.draft.proposal import Proposal, bound, quoted
from grading.web.cascade import Cascade
from grading.web.reader import read_page_bytes
from grading.web.validity import COLOURS
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.rubric.folders import Files
    from grading.web.model import WebPage
    from itembank.model.checks import ParameterValue

HEADINGS = ("h1", "h2", "h3", "h4")
MARKS = ("b", "strong", "i", "em", "u")
LOOKS = ("color", "background-color", "font-size", "font-family", "font-weight", "font-style", "text-align",
         "text-decoration", "text-indent", "line-height", "border-top-style", "width")  # fmt: skip
PIXELS = frozenset({"font-size", "text-indent", "width"})
TABLES = frozenset({"table", "tr", "th", "td"})
STYLED = frozenset("body h1 h2 h3 h4 p div table th td tr ul ol li a".split())


def page_proposals(path: str, starter: Files, model: Files) -> Iterator[Proposal]:
    """Yield proposals for one page; what was so before falls away when they are tried."""
    page, before = read_page_bytes(model.get(path) or b""), read_page_bytes(starter.get(path) or b"<html></html>")
    for place in page.all("title"):
        text = plain(page.text(place))
        yield Proposal("H.title", path, {"text": text}, _("网页标题为“{text}”").format(text=quoted(text)))
    yield from _elements(path, page, before)
    for address in sheets_of(page):
        sheet = inside(path, address)
        if sheet is not None:
            yield Proposal("H.stylesheet", path, {"path": sheet}, _("链接外部样式表“{path}”").format(path=sheet))
    for place in page.all("img"):
        own = page.nodes[place].attributes
        source = inside(path, own.get("src", ""))
        if source is not None:
            given = {"source": source, "alt": own.get("alt", "")}
            yield Proposal("H.image", path, given, _("插入图片“{path}”").format(path=source))
    for kind in ("ul", "ol"):
        for place in page.all(kind):
            items = [plain(page.text(one)) for one in page.children.get(place, ()) if page.nodes[one].tag == "li"]
            title = _("有 {n} 项的列表").format(n=len(items))
            yield Proposal("H.list", path, {"items": list(items), "kind": kind}, title)
    yield from _tables(path, page)
    for place in page.all("a"):
        text, address = plain(page.text(place)), page.nodes[place].attributes.get("href", "")
        title = _("“{text}”链接到“{address}”").format(text=quoted(text), address=address)
        is_blank = page.nodes[place].attributes.get("target", "").casefold() == "_blank"
        if is_blank:
            title += _("，在新窗口打开")
        asked: dict[str, ParameterValue] = {"text": text, "address": address, **({"blank": True} if is_blank else {})}
        yield Proposal("H.link", path, asked, title)
    yield from _fields(path, page)
    yield from _styles(path, page, _cascade(path, page, model), _cascade(path, before, starter))


def _elements(path: str, page: WebPage, before: WebPage) -> Iterator[Proposal]:
    """Yield headings and marks by their text, and the text of paragraphs that is new."""
    for tag in (*HEADINGS, *MARKS):
        for place in page.all(tag):
            text = plain(page.text(place))
            title = _("“{text}”用元素 {tag}").format(text=quoted(text), tag=tag)
            yield Proposal("H.element", path, {"select": tag, "text": text}, title, gives=f"element {tag}")
    known = bare(shown_text(before))
    links = {bare(page.text(place)) for place in page.all("a")}
    for place in page.all("p"):
        text = plain(page.text(place))
        if bare(text) and bare(text) not in known and bare(text) not in links:  # a link's text is the link's point
            yield Proposal("H.text", path, {"text": text}, _("有文字“{text}”").format(text=quoted(text)))


def _fields(path: str, page: WebPage) -> Iterator[Proposal]:
    """Yield the fields of forms by their kind and their name or value."""
    for tag in ("input", "select", "textarea"):
        for place in page.all(tag):
            own = page.nodes[place].attributes
            kind = own.get("type", "text").casefold() if tag == "input" else tag
            if kind == "hidden":
                continue
            given = {"kind": kind, **{key: own[key] for key in ("name", "value") if own.get(key) and kind != "text"}}
            given |= {"name": own["name"]} if own.get("name") else {}
            name = given.get("value") or given.get("name", "")
            title = _("表单控件 {kind}“{name}”").format(kind=kind, name=name).removesuffix("“”")
            yield Proposal("H.form_field", path, given, title)


def _tables(path: str, page: WebPage) -> Iterator[Proposal]:
    for number, place in enumerate(page.all("table"), 1):
        rows = [one for one in page.all("tr") if _is_inside(page, one, place)]
        lines = [[one for one in page.children.get(row, ()) if page.nodes[one].tag in {"td", "th"}] for row in rows]
        width = max(map(len, lines), default=0)
        which: dict[str, ParameterValue] = {"table": number} if number > 1 else {}
        title = _("第 {n} 个表格有 {rows} 行 {columns} 列").format(n=number, rows=len(rows), columns=width)
        size: dict[str, ParameterValue] = {**which, "rows": len(rows), "columns": width}
        yield Proposal("H.table_size", path, size, title, gives=f"table {number}")
        cells = [
            Proposal(
                "H.table_cell",
                path,
                {**which, "row": row, "column": column, "text": text},
                _("表格中有“{text}”").format(text=quoted(text)),
                group=f"cells {path} {number}",
                group_title=_("第 {n} 个表格的内容正确").format(n=number),
            )
            for row, line in enumerate(lines, 1)
            for column, cell in enumerate(line, 1)
            if (text := plain(page.text(cell)))
        ]
        yield from bound(cells, f"table {number}")


def _is_inside(page: WebPage, place: int, outer: int) -> bool:
    """Tell whether a row belongs to a table itself, not to one inside it."""
    parent = page.nodes[place].parent
    while parent >= 0 and page.nodes[parent].tag != "table":
        parent = page.nodes[parent].parent
    return parent == outer


def _cascade(path: str, page: WebPage, files: Files) -> Cascade:
    return Cascade(page, tuple(rules_from(page, lambda address: _linked(path, address, files))))


def _linked(path: str, address: str, files: Files) -> bytes:
    return files.get(inside(path, address) or "") or b""


def _styles(path: str, page: WebPage, now: Cascade, before: Cascade) -> Iterator[Proposal]:
    """Yield the looks in which all elements of a tag differ from before and from what is around them."""
    for tag in dict.fromkeys(node.tag for node in page.nodes if node.tag in STYLED):
        places = page.all(tag)
        known = before.page.all(tag)
        plain_page = read_page_bytes(f'<html><body><{tag} href="#">x</{tag}></body></html>'.encode())
        usual = Cascade(plain_page, ())  # how it looks where nobody says anything
        for name in LOOKS:
            values = {now.computed(place).get(name, "") for place in places}
            old = {before.computed(place).get(name, "") for place in known}
            old = old or {usual.computed(place).get(name, "") for place in plain_page.all(tag)}
            around = {now.computed(page.nodes[place].parent).get(name, "") for place in places if tag != "body"}
            # The table's own attribute draws the lines of its cells.
            is_of_table = name == "border-top-style" and tag in TABLES - {"table"}
            if len(values) != 1 or values in (old, around) or is_of_table:
                continue
            value = next(iter(values))
            title = _("{tag} 的样式 {name}：{value}").format(tag=tag, name=name, value=_shown(name, value))
            written = f"#{value}" if name in COLOURS and value else f"{value}px" if name in PIXELS else value
            needs = "" if known else "table 1" if tag in TABLES else f"element {tag}"
            yield Proposal("H.style", path, {"select": tag, "property": name, "value": written}, title, needs=needs)


def _shown(name: str, value: str) -> str:
    """Return a look's value for a title, lengths with their unit."""
    if name in PIXELS and value:
        return _("{n} 像素").format(n=value)
    return shown_style(name, value) if name in COLOURS else shown(value)

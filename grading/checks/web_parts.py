"""H: the parts of web pages: links, pictures, tables, lists, forms; and that nothing leads nowhere."""

from __future__ import annotations

from grading.checks.document_text import address_key
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.selectors import short
from grading.checks.similar import bare, plain
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Count, Ordinal, PathText
from grading.checks.web_work import elements, exists, inside, leads_outside
from grading.web.model import WebPage
from itembank.base.i18n import N_, _

LISTS = {"ul": N_("无序列表"), "ol": N_("有序列表"), "dl": N_("定义列表")}


class LinkOf(Parameters, frozen=True):
    """A link on a text (or on a picture in it, "" for any) to an address: of the net, of a file, or "#mark"."""

    text: str = ""
    address: str = ""
    blank: bool = False


class ImageOf(Parameters, frozen=True):
    """A picture that is shown: its file, its alternative text; "" for any. The file must be in the folder."""

    source: PathText = ""
    alt: str = ""


class TableOf(Parameters, frozen=True):
    """The n-th table and how many rows and columns it has, spans counted."""

    rows: Count
    columns: Count
    table: Ordinal = 1


class CellOf(Parameters, frozen=True):
    """A cell of the n-th table and its text; rows and columns from 1, spans counted."""

    row: Ordinal
    column: Ordinal
    text: str
    table: Ordinal = 1


class SpanOf(Parameters, frozen=True):
    """A cell of the n-th table and how many rows and columns it spans."""

    row: Ordinal
    column: Ordinal
    rows: Count = 1
    columns: Count = 1
    table: Ordinal = 1


class ListOf(Parameters, frozen=True):
    """A list ("ul", "ol", "dl") with these entries in this order; others may stand between."""

    items: tuple[str, ...]
    kind: str = "ul"


class FieldOf(Parameters, frozen=True):
    """A form field inside a form: `kind` text, password, radio, checkbox, submit, select, textarea ...; its name or
    value and, for select, the choices it must offer."""  # noqa: D205, D209 - one list of parameters

    kind: str
    name: str = ""
    value: str = ""
    options: tuple[str, ...] = ()


def link(subject: Subject, file: str, wanted: LinkOf) -> Finding:
    """Look for a link; one into the folder must find its file there, one to a mark its mark."""
    page = subject.page(file)
    seen, fitting = [], list[bool | None]()
    for place in elements(page, "a", ""):
        if bare(wanted.text) not in bare(page.text(place) + _alternative(page, place)):
            continue
        address = page.nodes[place].attributes.get("href", "")
        seen.append(address)
        in_new = page.nodes[place].attributes.get("target", "").lower() == "_blank"
        if address and _is_same(file, address, wanted.address) and (in_new or not wanted.blank):
            fitting.append(_is_alive(subject, file, page, address))
    is_met = True in fitting
    if not is_met:
        subject.require_known(*fitting)
    goal = wanted.address
    place_name = short(wanted.text) or file
    return compared(is_met=is_met, what=_("超链接"), seen="、".join(seen[:3]), wanted=goal, place=place_name)


def image(subject: Subject, file: str, wanted: ImageOf) -> Finding:
    """Look for a picture that is really there."""
    page = subject.page(file)
    seen, fitting = [], list[bool | None]()
    for place in page.all("img"):
        own = page.nodes[place].attributes
        source = own.get("src", "")
        path = inside(file, source)
        there = path is not None and exists(subject, path)
        seen.append(source if there else _("{name}（找不到文件）").format(name=source))
        fits = not wanted.source or (path is not None and path.casefold() == wanted.source.casefold())
        if fits and bare(wanted.alt) in bare(own.get("alt", "")):
            fitting.append(there)
    is_met = True in fitting
    if not is_met:
        subject.require_known(*fitting)
    goal = " ".join(part for part in (wanted.source, wanted.alt) if part)
    return compared(is_met=is_met, what=_("图片"), seen="、".join(seen[:3]), wanted=goal, place=file)


def table_size(subject: Subject, file: str, wanted: TableOf) -> Finding:
    """Look at a table's rows and columns."""
    grid = _grid(subject.page(file), wanted.table)
    rows = max((row for row, _column in grid), default=0)
    columns = max((column for _row, column in grid), default=0)
    words = _("{rows} 行 {columns} 列")
    return compared(
        is_met=(rows, columns) == (wanted.rows, wanted.columns),
        what=_("表格"),
        seen=words.format(rows=rows, columns=columns),
        wanted=words.format(rows=wanted.rows, columns=wanted.columns),
        place=_table_name(wanted.table),
    )


def table_cell(subject: Subject, file: str, wanted: CellOf) -> Finding:
    """Look at a cell's text."""
    page = subject.page(file)
    seen = plain(page.text(_cell(page, wanted.table, wanted.row, wanted.column)))
    place = _("{table}第 {row} 行第 {column} 列").format(
        table=_table_name(wanted.table), row=wanted.row, column=wanted.column
    )
    is_met = bare(seen) == bare(wanted.text)
    return compared(is_met=is_met, what=_("文字"), seen=short(seen, 20), wanted=wanted.text, place=place)


def table_span(subject: Subject, file: str, wanted: SpanOf) -> Finding:
    """Look how many rows and columns a cell spans."""
    page = subject.page(file)
    own = page.nodes[_cell(page, wanted.table, wanted.row, wanted.column)].attributes
    seen = (_span(own.get("rowspan", "1")), _span(own.get("colspan", "1")))
    words = _("{rows} 行 {columns} 列")
    return compared(
        is_met=seen == (wanted.rows, wanted.columns),
        what=_("合并单元格"),
        seen=words.format(rows=seen[0], columns=seen[1]),
        wanted=words.format(rows=wanted.rows, columns=wanted.columns),
        place=_table_name(wanted.table),
    )


def listed(subject: Subject, file: str, wanted: ListOf) -> Finding:
    """Look for a list; lines with typed signs are none."""
    if wanted.kind not in LISTS:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.kind))
    page = subject.page(file)
    best: list[str] = []
    tags = {"dt", "dd"} if wanted.kind == "dl" else {"li"}
    for place in page.all(wanted.kind):
        own = [plain(page.text(child)) for child in page.children.get(place, ()) if page.nodes[child].tag in tags]
        rest = iter(bare(text) for text in own)
        if all(any(bare(item) in text for text in rest) for item in wanted.items):
            seen = "、".join(own[:5])
            return compared(is_met=True, what=_(LISTS[wanted.kind]), seen=seen, wanted=seen, place=file)
        best = max(best, own, key=len)
    goal = "、".join(wanted.items)
    return compared(is_met=False, what=_(LISTS[wanted.kind]), seen="、".join(best[:5]), wanted=goal, place=file)


def form_field(subject: Subject, file: str, wanted: FieldOf) -> Finding:
    """Look for a field of a form."""
    page = subject.page(file)
    seen = []
    is_met = False
    for form in page.all("form"):
        for place in page.below(form):
            node = page.nodes[place]
            kind = node.attributes.get("type", "text").lower() if node.tag == "input" else node.tag
            kind = node.attributes.get("type", "submit").lower() if node.tag == "button" else kind
            if node.tag not in {"input", "select", "textarea", "button"}:
                continue
            seen.append(kind)
            value = node.attributes.get("value", "") or page.text(place)
            choices = {bare(page.text(one)) for one in page.below(place) if page.nodes[one].tag == "option"}
            is_met = is_met or (
                kind == wanted.kind.lower()
                and wanted.name in {"", node.attributes.get("name", "")}
                and bare(wanted.value) in bare(value)
                and {bare(one) for one in wanted.options} <= choices
            )
    goal = " ".join(part for part in (wanted.kind, wanted.name, wanted.value) if part)
    return compared(is_met=is_met, what=_("表单控件"), seen="、".join(seen[:8]), wanted=goal, place=file)


def no_dead_links(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that every link and picture into the folder finds its file; a page without any proves nothing."""
    page = subject.page(file)
    addresses = [
        node.attributes[name]
        for node in page.nodes
        for name in ("href", "src")
        if node.tag in {"a", "img", "link", "script", "source", "iframe", "frame", "audio", "video"}
        and node.attributes.get(name, "").strip()
        and not leads_outside(node.attributes[name])
    ]
    if not addresses:
        raise NotThereError(_("网页中没有指向本文件夹的链接。"))
    answers = {one: _is_alive(subject, file, page, one) for one in addresses}
    dead = [one for one in addresses if answers[one] is False]
    if not dead:
        subject.require_known(*answers.values())
    seen = "、".join(dead[:3]) or _("全部有效")
    return compared(is_met=not dead, what=_("链接目标"), seen=seen, wanted=_("全部有效"), place=file)


def _alternative(page: WebPage, place: int) -> str:
    return "".join(
        page.nodes[one].attributes.get("alt", "") for one in page.below(place) if page.nodes[one].tag == "img"
    )


def _is_same(file: str, seen: str, wanted: str) -> bool:
    if not wanted or address_key(seen) == address_key(wanted):
        return True
    path = inside(file, seen)
    return path is not None and path.casefold() == (inside("", wanted) or "").casefold()


def _is_alive(subject: Subject, file: str, page: WebPage, address: str) -> bool | None:
    """Tell whether an address finds what it leads to; None when the desk may have left that out."""
    if leads_outside(address):
        return True
    if address.startswith("#"):
        mark = address[1:]
        return not mark or any(mark in {n.attributes.get("id"), n.attributes.get("name")} for n in page.nodes)
    path = inside(file, address)
    return path is not None and exists(subject, path)


def _grid(page: WebPage, number: int) -> dict[tuple[int, int], int]:
    """Return the place of the cell that covers each row and column, spans counted."""
    tables = page.all("table")
    if number > len(tables):
        raise NotThereError(_("网页中没有第 {n} 个表格。").format(n=number))
    table = tables[number - 1]
    rows = [one for one in page.below(table) if page.nodes[one].tag == "tr" and _owner(page, one) == table]
    grid: dict[tuple[int, int], int] = {}
    for row_number, row in enumerate(rows, 1):
        column = 1
        for cell in page.children.get(row, ()):
            if page.nodes[cell].tag not in {"td", "th"}:
                continue
            while (row_number, column) in grid:
                column += 1
            own = page.nodes[cell].attributes
            down = min(_span(own.get("rowspan", "1")), len(rows) - row_number + 1)
            for line in range(row_number, row_number + down):
                for place in range(column, column + _span(own.get("colspan", "1"))):
                    grid.setdefault((line, place), cell)
    return grid


def _cell(page: WebPage, table: int, row: int, column: int) -> int:
    cell = _grid(page, table).get((row, column))
    if cell is None:
        raise NotThereError(_("表格中没有第 {row} 行第 {column} 列。").format(row=row, column=column))
    return cell


def _owner(page: WebPage, place: int) -> int:
    return next((one for one in page.above(place) if page.nodes[one].tag == "table"), -1)


def _span(text: str) -> int:
    return min(max(int(text), 1), 100) if text.strip().isdecimal() and len(text) < 5 else 1


def _table_name(number: int) -> str:
    return _("第 {n} 个表格").format(n=number)


PARTS: tuple[AnyCheckType, ...] = (
    CheckType("H.link", N_("超链接"), LinkOf, link),
    CheckType("H.image", N_("网页上的图片"), ImageOf, image),
    CheckType("H.table_size", N_("表格的行数和列数"), TableOf, table_size),
    CheckType("H.table_cell", N_("表格的文字"), CellOf, table_cell),
    CheckType("H.table_span", N_("合并单元格"), SpanOf, table_span),
    CheckType("H.list", N_("列表"), ListOf, listed),
    CheckType("H.form_field", N_("表单控件"), FieldOf, form_field),
    CheckType("H.no_dead_links", N_("没有失效的链接"), NoParameters, no_dead_links),
)

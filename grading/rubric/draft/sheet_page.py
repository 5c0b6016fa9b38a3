"""Proposals for a sheet as a whole: its tab, protection, frozen panes, widths, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from grading.checks.lengths import shown_wanted
from grading.checks.sheets_layout import PADDING_CHARS
from grading.checks.sheets_print import PAPER_NUMBERS
from grading.office.model import Sheet, SheetState
from grading.office.references import column_letters
from grading.rubric.draft.drawings import Make
from grading.rubric.draft.looks import centimetres, plain, points_text, shown
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _

MOST_COLUMNS = 50
_CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-F]{6}|[LCRBIUSEXYA-Z&])', re.IGNORECASE)
_PAGE = re.compile(r"&P", re.IGNORECASE)


class SheetPageDraft:
    """Compares two sheets as wholes."""

    def __init__(self, sheet: Sheet, before: Sheet, make: Make) -> None:
        """`make` makes a proposal about the sheet."""
        self._sheet = sheet
        self._before = before
        self._make = make

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals: sizes, the tab, what is hidden or locked, then the printed page."""
        yield from self._sizes()
        yield from self._state()
        yield from self._page()
        yield from self._edges()

    def _sizes(self) -> Iterator[Proposal]:
        for span in self._sheet.columns:
            if span.hidden:
                name = f"{column_letters(span.first)}:{column_letters(span.last)}"
                yield self._make("columns_hidden", {"columns": name}, _("隐藏 {column} 列").format(column=_short(name)))
            elif span.custom_width and span.width_chars is not None and span.last - span.first < MOST_COLUMNS:
                name = f"{column_letters(span.first)}:{column_letters(span.last)}"
                value = plain(_as_asked(span.width_chars))
                title = _("{column} 列的列宽为 {value} 字符").format(column=_short(name), value=value)
                yield self._make("column_width", {"column": name, "value": value}, title)
        for row in self._sheet.rows:
            name = str(row.first) if row.first == row.last else f"{row.first}:{row.last}"
            if row.hidden and self._sheet.filter is None:
                yield self._make("rows_hidden", {"rows": name}, _("隐藏第 {row} 行").format(row=name))
            elif row.custom_height and row.height_pt is not None:
                value = points_text(row.height_pt).removesuffix("pt")
                title = _("第 {row} 行的行高为 {value} 磅").format(row=name, value=value)
                yield self._make("row_height", {"row": name, "value": value}, title)
        if self._sheet.panes is not None and self._sheet.panes.frozen:
            panes = self._sheet.panes
            title = _("冻结上面 {rows} 行、左边 {columns} 列").format(rows=panes.rows, columns=panes.columns)
            if not panes.columns:
                title = _("冻结前 {n} 行").format(n=panes.rows)
            elif not panes.rows:
                title = _("冻结前 {n} 列").format(n=panes.columns)
            lost = _("没有窗口的 LibreOffice 另存时不写视图，冻结窗格会丢失；有窗口时不会")
            found = self._make("freeze", {"rows": panes.rows, "columns": panes.columns}, title)
            yield replace(found, not_resaved=lost)

    def _state(self) -> Iterator[Proposal]:
        sheet, before = self._sheet, self._before
        if sheet.tab_colour and sheet.tab_colour != before.tab_colour:
            title = _("工作表标签颜色：{value}").format(value=shown(sheet.tab_colour))
            yield self._make("tab_colour", {"colour": sheet.tab_colour}, title)
        if sheet.state is not SheetState.VISIBLE:
            yield self._make("sheet_hidden", {}, _("隐藏工作表“{name}”").format(name=sheet.name))
        if sheet.protection.on:
            yield self._make("protected", {}, _("保护工作表“{name}”").format(name=sheet.name))
        if not sheet.gridlines_shown:
            yield self._make("gridlines", {"value": False}, _("不显示网格线"))
        if sheet.zoom_percent != before.zoom_percent:
            title = _("显示比例为 {n}%").format(n=sheet.zoom_percent)
            yield self._make("zoom", {"value": sheet.zoom_percent}, title)

    def _page(self) -> Iterator[Proposal]:
        now, before = self._sheet.print_setup, self._before.print_setup
        for area in now.areas:
            name = area.rpartition("!")[2].replace("$", "")
            yield self._make("print_area", {"range": name}, _("打印区域为 {range}").format(range=name))
        titles = {"rows": _bare(now.title_rows), "columns": _bare(now.title_columns)}
        if any(titles.values()):
            titles = {key: value for key, value in titles.items() if value}
            names_of = {"rows": _("第 {n} 行"), "columns": _("{column} 列")}
            told = [names_of[key].format(n=_short(value), column=_short(value)) for key, value in titles.items()]
            title = _("打印标题：{value}").format(value="、".join(told))
            yield self._make("print_titles", dict(titles), title)
        if now.landscape:
            yield self._make("page_setup", {"orientation": "landscape"}, _("纸张横向"))
        if now.paper in PAPER_NUMBERS and now.paper != before.paper:
            paper = PAPER_NUMBERS[now.paper]
            yield self._make("page_setup", {"paper": paper}, _("纸张大小：{value}").format(value=paper))
        if now.fit_to_page:
            fit = {key: value for key, value in (("fit_width", now.fit_width), ("fit_height", now.fit_height)) if value}
            title = _("打印缩放为 {width} 页宽 {height} 页高").format(width=now.fit_width, height=now.fit_height or "?")
            yield self._make("page_setup", dict(fit), title)
        elif now.scale_percent != before.scale_percent:
            title = _("打印缩放：{n}%").format(n=now.scale_percent)
            yield self._make("page_setup", {"scale": now.scale_percent}, title)
        names = {"top": _("上"), "bottom": _("下"), "left": _("左"), "right": _("右")}
        sides = {side: getattr(now, f"margin_{side}_pt") for side in names}
        changed = {
            side: centimetres(one)
            for side, one in sides.items()
            if one is not None and getattr(before, f"margin_{side}_pt") not in {None, one}
        }
        if changed:
            words = "、".join(f"{names[side]} {shown_wanted(text)}" for side, text in changed.items())
            yield self._make("page_margins", dict(changed), _("页边距：{value}").format(value=words))
        for key, is_on, name in (
            ("horizontally", now.centre_horizontally, _("打印时水平居中")),
            ("vertically", now.centre_vertically, _("打印时垂直居中")),
        ):
            if is_on:
                yield self._make("page_centred", {key: True}, name)
        for key, is_on, name in (
            ("gridlines", now.gridlines, _("打印网格线")),
            ("headings", now.headings, _("打印行号列标")),
        ):
            if is_on:
                yield self._make("printed", {key: True}, name)
        for row in now.row_breaks:
            yield self._make("page_break", {"row": row + 1}, _("第 {row} 行之前分页").format(row=row + 1))

    def _edges(self) -> Iterator[Proposal]:
        setup = self._sheet.print_setup
        for edge, text, name in (("header", setup.header, _("页眉")), ("footer", setup.footer, _("页脚"))):
            for words in [part.strip() for part in _CODE.split(text) if any(letter.isalnum() for letter in part)]:
                title = _("{edge}中有“{text}”").format(edge=name, text=quoted(words))
                if set(words) - set("第页共,，/ "):
                    yield self._make("page_edge", {"edge": edge, "text": words}, title)
            if _PAGE.search(text):
                yield self._make("page_edge", {"edge": edge, "text": "&P"}, _("{edge}有页码").format(edge=name))


def _as_asked(width: Decimal) -> Decimal:
    """Return a column's width as its dialog shows it: Excel keeps a letter's edges on top."""
    own = width - PADDING_CHARS
    is_whole = abs(own - own.to_integral_value()) < Decimal("0.01")
    return own.to_integral_value() if is_whole else width.quantize(Decimal("0.01"))


def _bare(text: str) -> str:
    return text.rpartition("!")[2].replace("$", "")


def _short(name: str) -> str:
    first, _colon, last = name.partition(":")
    return first if first == last else name

"""Tables on slides: cells with spans, text, fill and borders, the table style's parts applied."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from grading.office.drawing.names import A
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.text import TextDefaults, read_text_body
from grading.office.model_flow import Table, TableCell, TableRow
from grading.office.model_format import Borders, Fill, Line
from grading.office.pptx.font_reference import THEME_FONTS, list_style
from grading.office.units import emu, is_on, whole_number

_EDGES = {"lnL": "left", "lnR": "right", "lnT": "top", "lnB": "bottom", "lnTlToBr": "diagonal_down",
          "lnBlToTr": "diagonal_up"}  # fmt: skip
_SPAN_MAX = 1_000
_COLUMNS_MAX = 1_000


class TableStyles:
    """The table styles a presentation keeps; built-in ones appear here once a table uses them."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the tableStyles part; None stands for a presentation without one."""
        elements = () if root is None else root.iterfind(A + "tblStyle")
        self._styles = {element.get("styleId", ""): element for element in elements}

    def find(self, identity: str) -> etree._Element | None:
        """Return a style by its id, None if the file does not keep it."""
        return self._styles.get(identity)


def read_table(element: etree._Element, defaults: TextDefaults, host: DrawingParts, styles: TableStyles) -> Table:
    """Read an a:tbl element."""
    return _TableReader(element, defaults, host, styles).read()


class _TableReader:
    def __init__(
        self, element: etree._Element, defaults: TextDefaults, host: DrawingParts, styles: TableStyles
    ) -> None:
        self._element = element
        self._defaults = defaults
        self._host = host
        self._properties = element.find(A + "tblPr")
        identity = None if self._properties is None else self._properties.findtext(A + "tableStyleId")
        self._style = styles.find(identity or "")
        self._style_id = identity or ""
        self._rows = list(element.iterfind(A + "tr"))
        self._columns = list(element.iterfind(f"{A}tblGrid/{A}gridCol"))[:_COLUMNS_MAX]

    def read(self) -> Table:
        return Table(
            rows=tuple(self._row(index, row) for index, row in enumerate(self._rows)),
            column_widths_pt=tuple(width for column in self._columns if (width := emu(column.get("w"))) is not None),
            style=self._style_id if self._style is None else self._style.get("styleName", ""),
            first_row=self._flag("firstRow"),
            last_row=self._flag("lastRow"),
            first_column=self._flag("firstCol"),
            last_column=self._flag("lastCol"),
            banded_rows=self._flag("bandRow"),
            banded_columns=self._flag("bandCol"),
        )

    def _flag(self, name: str) -> bool:
        return self._properties is not None and is_on(self._properties.get(name), default=False)

    def _row(self, index: int, row: etree._Element) -> TableRow:
        cells = []
        for column, cell in enumerate(row.iterfind(A + "tc")):
            hidden = is_on(cell.get("hMerge"), default=False) or is_on(cell.get("vMerge"), default=False)
            if not hidden:
                cells.append(self._cell(index, column, cell))
        return TableRow(cells=tuple(cells), height_pt=emu(row.get("h")))

    def _cell(self, row: int, column: int, cell: etree._Element) -> TableCell:
        properties = cell.find(A + "tcPr")
        parts = list(self._parts_at(row, column))
        defaults = self._defaults.over(self._built_in_fonts(), *(_text_style(part) for part in parts))
        text = read_text_body(cell.find(A + "txBody"), defaults, self._host)
        return TableCell(
            row=row,
            column=column,
            blocks=text.paragraphs,
            row_span=_span(cell.get("rowSpan")),
            column_span=_span(cell.get("gridSpan")),
            width_pt=emu(self._columns[column].get("w")) if column < len(self._columns) else None,
            borders=self._borders(properties),
            fill=self._fill(properties, parts),
            vertical_alignment={"ctr": "center", "b": "bottom"}.get(_attribute(properties, "anchor"), "top"),
            text_direction=_attribute(properties, "vert"),
        )

    def _built_in_fonts(self) -> etree._Element | None:
        """Return the theme's body fonts for a style that is not in the file: all built-in ones refer to them."""
        return list_style(fonts=THEME_FONTS["minor"]) if self._style is None and self._style_id else None

    def _parts_at(self, row: int, column: int) -> Iterator[etree._Element]:
        """Yield the parts of the style that a cell is in, the weakest first."""
        names = ["wholeTbl"]
        if self._flag("bandRow"):
            names.append("band1H" if (row - int(self._flag("firstRow"))) % 2 == 0 else "band2H")
        if self._flag("bandCol"):
            names.append("band1V" if (column - int(self._flag("firstCol"))) % 2 == 0 else "band2V")
        last_row, last_column = len(self._rows) - 1, len(self._columns) - 1
        sides = (
            ("lastCol", column == last_column),
            ("firstCol", column == 0),
            ("lastRow", row == last_row),
            ("firstRow", row == 0),
        )
        names.extend(name for name, here in sides if here and self._flag(name))
        for name in names:
            part = None if self._style is None else self._style.find(A + name)
            if part is not None:
                yield part

    def _fill(self, properties: etree._Element | None, parts: list[etree._Element]) -> Fill:
        own = None if properties is None else self._host.fill(properties)
        if own is not None:
            return own
        for part in reversed(parts):
            fill = part.find(f"{A}tcStyle/{A}fill")
            found = None if fill is None else self._host.fill(fill)
            if found is not None:
                return found
            reference = part.find(f"{A}tcStyle/{A}fillRef")
            if reference is not None:
                return self._host.solid(reference)
        return Fill()

    def _borders(self, properties: etree._Element | None) -> Borders:
        lines: dict[str, Line] = {}
        for child in properties if properties is not None else ():
            edge = _EDGES.get(etree.QName(child).localname)
            line = None if edge is None else self._host.line(child)
            if edge is not None and line is not None:
                lines[edge] = line
        return Borders(**lines)


def _text_style(part: etree._Element) -> etree._Element | None:
    style = part.find(A + "tcTxStyle")
    if style is None:
        return None
    switches = {name: str(int(style.get(name) == "on")) for name in ("b", "i") if style.get(name) in {"on", "off"}}
    colour = next((child for child in style if etree.QName(child).localname.endswith("Clr")), None)
    reference = style.find(A + "fontRef")
    if reference is None:
        return list_style(colour=colour, switches=switches)
    colour = next(iter(reference), None) if colour is None else colour
    return list_style(fonts=THEME_FONTS.get(reference.get("idx", ""), ()), colour=colour, switches=switches)


def _span(text: str | None) -> int:
    return min(max(whole_number(text) or 1, 1), _SPAN_MAX)


def _attribute(properties: etree._Element | None, name: str) -> str:
    return "" if properties is None else properties.get(name, "")

"""How a sheet of an ods file is printed: page, scale, headers with Excel's codes, titles, breaks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from grading.office.model_document import Edge, PageKind
from grading.office.model_flow import Block, Paragraph, paragraphs_of
from grading.office.model_workbook import PrintSetup
from grading.office.odf.cells import columns_of
from grading.office.odf.formulas import references
from grading.office.odf.names import FO, STYLE, TABLE
from grading.office.odf.pages import PageReader
from grading.office.odf.styles import OdfStyles
from grading.office.references import column_letters
from grading.office.units import percent, whole_number

_BREAKS_MAX = 2_000
_CODES = {
    "PAGE": "&P",
    "NUMPAGES": "&N",
    "SHEETNAME": "&A",
    "DATE": "&D",
    "TIME": "&T",
    "FILENAME": "&F",
    "TITLE": "&A",
}


def read_print_setup(table: etree._Element, styles: OdfStyles, pages: PageReader) -> PrintSetup:
    """Return a sheet's print set-up; its page style holds most of it."""
    named = styles.attribute("table", table.get(TABLE + "style-name", ""), STYLE + "master-page-name")
    page, properties = pages.section(named or "Default"), pages.page_properties(named or "Default")
    headers = {(h.edge, h.pages): _one_line(h.blocks) for h in page.headers_footers}
    width = whole_number(properties.get(STYLE + "scale-to-X"))
    height = whole_number(properties.get(STYLE + "scale-to-Y"))
    printed, centred = properties.get(STYLE + "print", "").split(), properties.get(STYLE + "table-centering", "")
    scale = percent(properties.get(STYLE + "scale-to"))
    return PrintSetup(
        landscape=page.landscape,
        paper_width_pt=page.page_width_pt,
        paper_height_pt=page.page_height_pt,
        scale_percent=100 if scale is None else int(scale),
        fit_to_page=width is not None or height is not None or STYLE + "scale-to-pages" in properties,
        fit_width=1 if width is None else width,
        fit_height=1 if height is None else height,
        margin_top_pt=page.margin_top_pt,
        margin_bottom_pt=page.margin_bottom_pt,
        margin_left_pt=page.margin_left_pt,
        margin_right_pt=page.margin_right_pt,
        header_distance_pt=page.header_distance_pt,
        footer_distance_pt=page.footer_distance_pt,
        centre_horizontally=centred in {"horizontal", "both"},
        centre_vertically=centred in {"vertical", "both"},
        gridlines="grid" in printed,
        headings="headers" in printed,
        header=headers.get((Edge.HEADER, PageKind.DEFAULT), ""),
        footer=headers.get((Edge.FOOTER, PageKind.DEFAULT), ""),
        areas=tuple(references(table.get(TABLE + "print-ranges", ""))),
        title_rows=_title_rows(table),
        title_columns=_title_columns(table),
        row_breaks=tuple(_row_breaks(table, styles)),
        column_breaks=tuple(_column_breaks(table, styles)),
    )


def _one_line(blocks: tuple[Block, ...]) -> str:
    return "\n".join(_coded(paragraph) for paragraph in paragraphs_of(blocks))


def _coded(paragraph: Paragraph) -> str:
    """Return a header's text with Excel's codes in the place of fields."""
    return "".join(_CODES.get(run.field.split(" ")[0], run.text) if run.field else run.text for run in paragraph.runs)


def _title_rows(table: etree._Element) -> str:
    titled = [(first, last) for row, first, last in _rows_of(table) if _is_inside(row, "table-header-rows")]
    return f"{titled[0][0]}:{titled[-1][1]}" if titled else ""


def _title_columns(table: etree._Element) -> str:
    titled = [(first, last) for column, first, last in columns_of(table) if _is_inside(column, "table-header-columns")]
    return f"{column_letters(titled[0][0])}:{column_letters(titled[-1][1])}" if titled else ""


def _is_inside(element: etree._Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == TABLE + name


def _row_breaks(table: etree._Element, styles: OdfStyles) -> Iterator[int]:
    """Yield the rows above a break, as Excel counts them; one that is repeated has a break before each."""
    found = 0
    for row, first, last in _rows_of(table):
        if _breaks(styles, "table-row", row) and found + last - first < _BREAKS_MAX:
            found += last - first + 1
            yield from (number - 1 for number in range(first, last + 1) if number > 1)


def _column_breaks(table: etree._Element, styles: OdfStyles) -> Iterator[int]:
    found = 0
    for column, first, last in columns_of(table):
        if _breaks(styles, "table-column", column) and found + last - first < _BREAKS_MAX:
            found += last - first + 1
            yield from (number - 1 for number in range(first, last + 1) if number > 1)


def _breaks(styles: OdfStyles, family: str, element: etree._Element) -> bool:
    properties = styles.properties(family, element.get(TABLE + "style-name", ""), f"{family}-properties")
    return properties.get(FO + "break-before") == "page"


def _rows_of(table: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    number = 1
    for row in table.iter(TABLE + "table-row"):
        if next(row.iterancestors(TABLE + "table"), None) is table:
            repeat = max(whole_number(row.get(TABLE + "number-rows-repeated")) or 1, 1)
            yield row, number, number + repeat - 1
            number += repeat

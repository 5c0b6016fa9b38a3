"""What lies on or beside the cells and has a part of its own: tables, pivot tables, comments, links."""

from __future__ import annotations

from lxml import etree

from grading.office.drawing.names import R, S
from grading.office.model_workbook import (
    CellComment,
    Link,
    ListColumn,
    ListTable,
    Pivot,
    PivotValue,
)
from grading.office.package import Parts
from grading.office.references import find_area, find_cell
from grading.office.units import is_on, whole_number
from grading.office.xlsx.cells import unescaped
from grading.office.xlsx.rules import read_filter

_DATA_FIELD = -2
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"


def read_tables(parts: Parts, sheet_part: str) -> list[ListTable]:
    """Return the table objects of a sheet."""
    found = []
    for relation in parts.related(sheet_part, "table"):
        table = _table(parts.root(relation.target))
        if table is not None:
            found.append(table)
    return found


def _table(root: etree._Element) -> ListTable | None:
    area = find_area(root.get("ref", ""))
    if area is None:
        return None
    style = root.find(S + "tableStyleInfo")
    return ListTable(
        name=root.get("displayName", "") or root.get("name", ""),
        area=area,
        header_row=root.get("headerRowCount", "1") != "0",
        totals_row=root.get("totalsRowCount", "0") != "0",
        style="" if style is None else style.get("name", ""),
        banded_rows=_flag(style, "showRowStripes"),
        banded_columns=_flag(style, "showColumnStripes"),
        first_column=_flag(style, "showFirstColumn"),
        last_column=_flag(style, "showLastColumn"),
        columns=tuple(
            ListColumn(
                name=unescaped(column.get("name", "")),
                formula=column.findtext(S + "calculatedColumnFormula") or "",
                totals_function=column.get("totalsRowFunction", ""),
                totals_label=column.get("totalsRowLabel", ""),
            )
            for column in root.iterfind(f"{S}tableColumns/{S}tableColumn")
        ),
        filter=read_filter(root.find(S + "autoFilter")),
    )


def read_pivots(parts: Parts, sheet_part: str) -> list[Pivot]:
    """Return the pivot tables of a sheet."""
    return [_pivot(parts, relation.target) for relation in parts.related(sheet_part, "pivotTable")]


def _pivot(parts: Parts, part: str) -> Pivot:
    root = parts.root(part)
    cache = parts.related_root(part, "pivotCacheDefinition")
    names = _cache_fields(None if cache is None else cache[1])
    location, style = root.find(S + "location"), root.find(S + "pivotTableStyleInfo")
    return Pivot(
        name=root.get("name", ""),
        area=None if location is None else find_area(location.get("ref", "")),
        source=_pivot_source(None if cache is None else cache[1]),
        rows=_axis_fields(root, "rowFields", "x", names),
        columns=_axis_fields(root, "colFields", "x", names),
        pages=_axis_fields(root, "pageFields", "fld", names),
        values=tuple(
            PivotValue(
                field=_field_name(element.get("fld"), names),
                function=element.get("subtotal", "sum"),
                caption=element.get("name", ""),
                show_as=element.get("showDataAs", ""),
            )
            for element in root.iterfind(f"{S}dataFields/{S}dataField")
        ),
        fields=tuple(names),
        style="" if style is None else style.get("name", ""),
    )


def _cache_fields(cache: etree._Element | None) -> list[str]:
    if cache is None:
        return []
    return [unescaped(e.get("name", "")) for e in cache.iterfind(f"{S}cacheFields/{S}cacheField")]


def _pivot_source(cache: etree._Element | None) -> str:
    source = None if cache is None else cache.find(f"{S}cacheSource/{S}worksheetSource")
    if source is None:
        return ""
    if source.get("name"):
        return source.get("name", "")
    sheet, area = source.get("sheet", ""), source.get("ref", "")
    return f"{sheet}!{area}" if sheet else area


def _axis_fields(root: etree._Element, name: str, attribute: str, names: list[str]) -> tuple[str, ...]:
    element = root.find(S + name)
    indexes = [child.get(attribute) for child in element] if element is not None else []
    return tuple(_field_name(index, names) for index in indexes if whole_number(index) != _DATA_FIELD)


def _field_name(index: str | None, names: list[str]) -> str:
    number = whole_number(index)
    return names[number] if number is not None and 0 <= number < len(names) else ""


def read_comments(parts: Parts, sheet_part: str) -> list[CellComment]:
    """Return notes and threaded comments of a sheet; a thread replaces the note that stands in for it."""
    notes: dict[tuple[int, int], CellComment] = {}
    related = parts.related_root(sheet_part, "comments")
    root = None if related is None else related[1]
    authors = [] if root is None else [a.text or "" for a in root.iterfind(f"{S}authors/{S}author")]
    for element in root.iterfind(f"{S}commentList/{S}comment") if root is not None else ():
        place = find_cell(element.get("ref", ""))
        if place is not None:
            text = "".join(t.text or "" for t in element.iter(S + "t"))
            author = _field_name(element.get("authorId"), authors)
            notes[place] = CellComment(*place, unescaped(text), author)
    threads: dict[tuple[int, int], list[str]] = {}
    for relation in parts.related(sheet_part, "threadedComment"):
        for element in parts.root(relation.target).iterfind(_THREADED + "threadedComment"):
            place = find_cell(element.get("ref", ""))
            if place is not None:
                threads.setdefault(place, []).append(element.findtext(_THREADED + "text") or "")
    for place, texts in threads.items():
        notes[place] = CellComment(*place, "\n".join(texts), notes[place].author if place in notes else "")
    return [notes[place] for place in sorted(notes)]


def read_links(parts: Parts, sheet_part: str, root: etree._Element) -> list[Link]:
    """Return the hyperlinks of a sheet."""
    relations = parts.relations(sheet_part)
    found = []
    for element in root.iterfind(f"{S}hyperlinks/{S}hyperlink"):
        area = find_area(element.get("ref", ""))
        relation = relations.get(element.get(R + "id", ""))
        if area is not None:
            found.append(
                Link(
                    area,
                    target="" if relation is None else relation.target,
                    location=element.get("location", ""),
                    display=element.get("display", ""),
                    tooltip=element.get("tooltip", ""),
                )
            )
    return found


def _flag(element: etree._Element | None, name: str) -> bool:
    return element is not None and is_on(element.get(name), default=False)

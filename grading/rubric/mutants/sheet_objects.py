"""Undoes what the S checks look for on a sheet besides cells: charts, tables, pivots, sparklines, links, comments."""

from __future__ import annotations

from collections.abc import Iterator

from grading.office.references import find_area, find_cell
from grading.rubric.mutants import charts
from grading.rubric.mutants.near import near_text
from grading.rubric.mutants.package import (
    C,
    Element,
    OfficePackage,
    R,
    S,
    changed_any,
    drop,
    put_child,
    remove,
    remove_all,
    text_of,
)
from grading.rubric.mutants.shapes import Canvas, Drawings, local
from grading.rubric.mutants.sheet import BOOK, Parameters, Undo, area_of, meets, sheet_of, sheet_part, shortened

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
HALF_A_COLUMN = 300_000
_CHART_SHEET = "chartsheet"
_OTHER_FUNCTION = {"sum": "average"}
_SPARKLINES = {"line": "column", "column": "line", "winLoss": "line", "stacked": "line"}


def _sheet_parts(package: OfficePackage, name: str) -> list[str]:
    if name:
        return [sheet_part(package, name)]
    return [package.relation(BOOK, one.get(R + "id")) for one in package.root(BOOK).iter(S + "sheet")]


def canvases(package: OfficePackage, parameters: Parameters) -> list[Canvas]:
    """Return the drawings of the sheet."""
    part = sheet_part(package, str(parameters.get("sheet", "")))
    return [Canvas(name, package.root(name)) for name in package.related(part, "drawing")]


def _charts_on(package: OfficePackage, name: str) -> Iterator[Element]:
    for part in _sheet_parts(package, name):
        for drawing in package.related(part, "drawing"):
            for chart in package.related(drawing, "chart"):
                yield package.root(chart)


def of_charts(change: charts.ChartWay, *, anywhere: bool = True) -> Undo:
    """Return the way that changes the charts a check is about, of the whole workbook or of its sheet."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        name = str(parameters.get("on" if anywhere else "sheet", ""))
        if not anywhere and not name:
            name = next(package.root(BOOK).iter(S + "sheet")).get("name", "")
        meant = charts.charts_meant(_charts_on(package, name), parameters)
        return changed_any(change(chart, parameters) for chart in meant)

    return undo


def other_cells(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the chart show cells far beside the wanted ones."""
    changed = False
    for chart in charts.charts_meant(_charts_on(package, str(parameters.get("on", ""))), parameters):
        for formula in [
            one for tag in ("val", "yVal", "cat", "xVal") for v in chart.iter(C + tag) for one in v.iter(C + "f")
        ]:
            formula.text = _beside(formula.text or "")
            changed = True
    return changed


def _beside(reference: str) -> str:
    sheet, mark, _place = reference.rpartition("!")
    return f"{sheet}{mark}$XA$1:$XA$2"


def no_chart(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the charts off the sheets."""
    changed = False
    for part in _sheet_parts(package, str(parameters.get("on", ""))):
        for drawing in package.related(part, "drawing"):
            root = package.root(drawing)
            changed |= remove_all(one for one in list(root) if next(one.iter(C + "chart"), None) is not None)
    return changed


def chart_moved(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the chart reach half a column out of the range."""
    area = area_of(parameters)
    anchors = [
        anchor
        for canvas in canvases(package, parameters)
        for anchor in canvas.root
        if next(anchor.iter(C + "chart"), None) is not None
    ]
    for anchor in anchors if area is not None else ():
        ends = [one for one in anchor if local(one) == "to"] or [one for one in anchor if local(one) == "from"]
        for end in ends:
            for name, place in (("col", 0 if area is None else area.last_column), ("colOff", HALF_A_COLUMN)):
                for one in end.iter(XDR + name):
                    one.text = str(place)
    return bool(anchors) and area is not None


def chart_beside_cells(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put the chart of a chart sheet on a plain sheet."""
    if not parameters.get("alone"):
        return False
    changed = False
    for relation in package.relations(BOOK):
        if not relation.get("Type", "").endswith(f"/{_CHART_SHEET}"):
            continue
        part = package.relation(BOOK, relation.get("Id"))
        root = package.root(part)
        remove_all([one for one in root if local(one) != "drawing"])
        root.tag = S + "worksheet"
        root.insert(0, root.makeelement(S + "sheetData", {}))
        relation.set("Type", relation.get("Type", "").replace(f"/{_CHART_SHEET}", "/worksheet"))
        package.set_content_type(part, package.content_type(part).replace(_CHART_SHEET, "worksheet"))
        changed = True
    return changed


def _tables(package: OfficePackage, parameters: Parameters) -> list[Element]:
    part = sheet_part(package, str(parameters.get("sheet", "")))
    found = [package.root(name) for name in package.related(part, "table")]
    return [one for one in found if meets(one.get("ref", ""), area_of(parameters))]


def table_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last row out of the table object."""
    changed = False
    for table in _tables(package, parameters) if parameters.get("range") else ():
        for one in (table, *table.findall(S + "autoFilter")):
            one.set("ref", shortened(one.get("ref", "")) or one.get("ref", ""))
            changed = True
    return changed


def other_table_style(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the table another style."""
    changed = False
    for table in _tables(package, parameters) if parameters.get("style") else ():
        for style in table.findall(S + "tableStyleInfo"):
            wanted = str(parameters["style"])
            style.set("name", "TableStyleLight1" if wanted != "TableStyleLight1" else "TableStyleLight2")
            changed = True
    return changed


def other_totals(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the totals row away, or count the last row as one."""
    tables = _tables(package, parameters) if parameters.get("totals") is not None else []
    for table in tables:
        table.set("totalsRowCount", "0" if parameters["totals"] else "1")
    return bool(tables)


def no_table(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Turn the tables of the sheet into plain ranges."""
    sheet = sheet_of(package, parameters)
    part = sheet_part(package, str(parameters.get("sheet", "")))
    if sheet is None:
        return False
    remove_all(sheet.findall(S + "tableParts"))
    return remove_all(one for one in package.relations(part) if one.get("Type", "").endswith("/table"))


def _pivots(package: OfficePackage, parameters: Parameters) -> list[str]:
    parts = _sheet_parts(package, str(parameters.get("sheet", "")))
    return [pivot for part in parts for pivot in package.related(part, "pivotTable")]


def other_pivot_function(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the pivot table count with another function."""
    changed = False
    for part in _pivots(package, parameters) if parameters.get("values") else ():
        for value in package.root(part).iterfind(f"{S}dataFields/{S}dataField"):
            value.set("subtotal", _OTHER_FUNCTION.get(value.get("subtotal", "sum"), "sum"))
            changed = True
    return changed


def other_pivot_field(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let another field make the rows, columns or pages of the pivot table."""
    names = {"rows": ("rowFields", "x"), "columns": ("colFields", "x"), "pages": ("pageFields", "fld")}
    wanted = next((one for one in names if parameters.get(one)), "")
    changed = False
    for part in _pivots(package, parameters) if wanted else ():
        root = package.root(part)
        fields = list(root.iterfind(f"{S}pivotFields/{S}pivotField"))
        used = {
            one.get("x") or one.get("fld")
            for tag in ("rowFields", "colFields", "pageFields")
            for one in root.iterfind(f"{S}{tag}/*")
        }
        free = [str(number) for number in range(len(fields)) if str(number) not in used]
        tag, attribute = names[wanted]
        for one in list(root.iterfind(f"{S}{tag}/*"))[:1] if free else ():
            _exchange_axes(fields[int(one.get(attribute, "0"))], fields[int(free[0])])
            one.set(attribute, free[0])
            changed = True
    return changed


def _exchange_axes(one: Element, other: Element) -> None:
    """Let two fields of a pivot table change their places at its edges."""
    axis = drop(one, "axis")
    if axis is not None:
        other.set("axis", axis)
    for items in one.findall(S + "items"):
        remove(items)
        if other.find(S + "items") is None:
            kept = put_child(other, S + "items", (), {"count": "1"})
            put_child(kept, S + "item", (), {"t": "default"})


def pivot_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the pivot table count one row less."""
    changed = False
    for part in _pivots(package, parameters) if parameters.get("source") else ():
        for cache in package.related(part, "pivotCacheDefinition"):
            for one in package.root(cache).iter(S + "worksheetSource"):
                one.set("ref", shortened(one.get("ref", "")) or one.get("ref", ""))
                changed = True
    return changed


def no_pivot(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the pivot tables off and leave their values."""
    parts = _sheet_parts(package, str(parameters.get("sheet", "")))
    return remove_all(
        one for part in parts for one in package.relations(part) if one.get("Type", "").endswith("/pivotTable")
    )


def _sparklines(package: OfficePackage, parameters: Parameters) -> list[Element]:
    sheet, cell = sheet_of(package, parameters), str(parameters["cell"]).replace("$", "").upper()
    lines = [] if sheet is None else [one for one in sheet.iter() if local(one) == "sparkline"]
    return [one for one in lines if any(local(i) == "sqref" and (i.text or "").strip() == cell for i in one)]


def sparkline_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the sparkline show one cell less."""
    changed = False
    for line in _sparklines(package, parameters) if parameters.get("data") else ():
        for one in line:
            if local(one) == "f" and shortened(one.text or ""):
                one.text = shortened(one.text or "")
                changed = True
    return changed


def other_sparkline(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Draw the sparklines of the group as another kind."""
    changed = False
    for line in _sparklines(package, parameters) if parameters.get("kind") else ():
        group = next((one for one in line.iterancestors() if local(one) == "sparklineGroup"), None)
        if group is not None:
            group.set("type", _SPARKLINES.get(group.get("type", "line"), "line"))
            changed = True
    return changed


def no_sparkline(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the sparkline out of the cell."""
    lines = _sparklines(package, parameters)
    for line in lines:
        group = next((one for one in line.iterancestors() if local(one) == "sparklineGroup"), None)
        alone = group is not None and sum(local(one) == "sparkline" for one in group.iter()) == 1
        remove(group if alone and group is not None else line)
    return bool(lines)


def _links(package: OfficePackage, parameters: Parameters) -> list[Element]:
    sheet = sheet_of(package, parameters)
    links = [] if sheet is None else list(sheet.iter(S + "hyperlink"))
    return [one for one in links if meets(one.get("ref", ""), area_of(parameters))]


def other_link(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the link lead to a place beside the wanted one."""
    part = sheet_part(package, str(parameters.get("sheet", "")))
    changed = False
    for link in _links(package, parameters) if parameters.get("address") else ():
        for relation in package.relations(part):
            if link.get(R + "id") and relation.get("Id") == link.get(R + "id"):
                relation.set("Target", near_text(relation.get("Target", "").rstrip("/")))
                changed = True
        location = link.get("location", "")
        if location:
            sheet, mark, place = location.rpartition("!")
            at = find_cell(place.replace("$", ""))
            letters = place.replace("$", "").rstrip("0123456789")
            link.set("location", near_text(location) if at is None else f"{sheet}{mark}{letters}{at[0] + 1}")
            changed = True
    return changed


def no_link(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the link off the cell."""
    found = _links(package, parameters)
    parents = [one.getparent() for one in found]
    changed = remove_all(found)
    remove_all(one for one in parents if one is not None and not len(one))
    return changed


def _comments(package: OfficePackage, parameters: Parameters) -> list[Element]:
    part, area = sheet_part(package, str(parameters.get("sheet", ""))), area_of(parameters)
    roots = [package.root(name) for kind in ("comments", "threadedComment") for name in package.related(part, kind)]
    named = [one for root in roots for one in root.iter() if local(one) in {"comment", "threadedComment"}]
    return [one for one in named if area is None or find_area(one.get("ref", "")) == area]


def other_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the comment without the last letter of the wanted words."""
    wanted = str(parameters.get("text", ""))
    changed = False
    for comment in _comments(package, parameters) if wanted else ():
        for text in [one for one in comment.iter() if local(one) in {"t", "text"} and wanted in (one.text or "")]:
            text.text = (text.text or "").replace(wanted, near_text(wanted))
            changed = True
        whole = text_of(comment, S + "t")
        if wanted in whole and not changed:
            first, *rest = list(comment.iter(S + "t"))
            first.text = whole.replace(wanted, near_text(wanted))
            for one in rest:
                one.text = ""
            changed = True
    return changed


def comment_elsewhere(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put the comment on the cell below."""
    found = _comments(package, parameters)
    for comment in found:
        place = find_cell(comment.get("ref", ""))
        letters = comment.get("ref", "").rstrip("0123456789")
        comment.set("ref", f"{letters}{1 if place is None else place[0] + 1}")
    return bool(found)


OBJECTS: dict[str, tuple[Undo, ...]] = {
    "S.chart": (
        of_charts(charts.data_short),
        of_charts(charts.categories_short),
        of_charts(charts.other_title),
        of_charts(charts.other_legend),
        of_charts(charts.other_labels),
        of_charts(charts.other_kind),
        of_charts(charts.area_instead),
        other_cells,
        no_chart,
    ),
    "S.chart_place": (chart_moved, chart_beside_cells),
    "S.chart_legend": (of_charts(charts.legend_elsewhere, anywhere=False),),
    "S.chart_axis": (of_charts(charts.other_axis, anywhere=False),),
    "S.table": (table_short, other_table_style, other_totals, no_table),
    "S.pivot": (other_pivot_function, other_pivot_field, pivot_short, no_pivot),
    "S.sparkline": (sparkline_short, other_sparkline, no_sparkline),
    "S.hyperlink": (other_link, no_link),
    "S.comment": (other_comment, comment_elsewhere),
    **Drawings(canvases).ways("S"),
}

"""Undoes what the S checks look for in an xlsx: contents and formulas, looks of cells, things of the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from grading.office.references import Area, cell_name, find_area, find_cell
from grading.rubric.mutants.package import (
    A,
    C,
    Element,
    OfficePackage,
    R,
    S,
    drop,
    put_child,
    remove,
    remove_all,
)

Parameters = dict[str, Any]
Undo = Callable[[OfficePackage, Parameters, OfficePackage | None], bool]

BOOK = "xl/workbook.xml"
OTHER_NAME = "Sheet9"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def sheet_part(package: OfficePackage, name: str) -> str:
    """Return the part of the sheet with a name; of the first one for ""."""
    for sheet in package.root(BOOK).iter(S + "sheet"):
        if not name or sheet.get("name", "").casefold() == name.casefold():
            return package.relation(BOOK, sheet.get(R + "id"))
    return ""


def sheet_of(package: OfficePackage, parameters: Parameters) -> Element | None:
    """Return the sheet a check is about."""
    part = sheet_part(package, parameters.get("sheet", ""))
    return package.root(part) if part and package.has(part) else None


def area_of(parameters: Parameters) -> Area | None:
    """Return the range a check is about."""
    return find_area(str(parameters.get("range") or parameters.get("cell") or "").strip())


def cells_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the stored cells of the range, made where the file keeps none."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None or area.size > 2000:
        return []
    return [
        get_cell(sheet, row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


def get_cell(sheet: Element, row: int, column: int) -> Element:
    """Return a cell, made in its place if it is not stored."""
    data = put_child(sheet, S + "sheetData", (S + "sheetData",))
    line = _row(data, row)
    name = cell_name(row, column)
    for place, cell in enumerate(line):
        at = find_cell(cell.get("r", ""))
        if at is not None and at[1] >= column:
            if at[1] == column:
                return cell
            return _made(line, place, S + "c", name)
    return _made(line, len(line), S + "c", name)


def _row(data: Element, number: int) -> Element:
    for place, line in enumerate(data):
        own = int(line.get("r", str(place + 1)))
        if own >= number:
            return line if own == number else _made(data, place, S + "row", str(number))
    return _made(data, len(data), S + "row", str(number))


def _made(parent: Element, place: int, tag: str, name: str) -> Element:
    made = parent.makeelement(tag, {"r": name})
    parent.insert(place, made)
    return made


def typed_values(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the results where the formulas were, as if they had been typed."""
    return remove_all(one for cell in cells_of(package, parameters) for one in cell.findall(S + "f"))


def other_content(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write something else into the cell."""
    cells = cells_of(package, parameters)
    for cell in cells:
        remove_all(list(cell))
        cell.set("t", "inlineStr")
        put_child(put_child(cell, S + "is", ()), S + "t", ()).text = "？"
    return bool(cells)


def an_error(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put an error into one cell of the range."""
    for cell in cells_of(package, parameters)[:1]:
        remove_all(list(cell))
        cell.set("t", "e")
        put_child(cell, S + "f", (S + "f", S + "v")).text = "1/0"
        put_child(cell, S + "v", ()).text = "#DIV/0!"
        return True
    return False


def renamed(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the sheet another name, in all formulas and charts too."""
    old = str(parameters["name"])
    named = [one for one in package.root(BOOK).iter(S + "sheet") if one.get("name") == old]
    for sheet in named:
        sheet.set("name", OTHER_NAME)
    for part in package.xml_names():
        for one in package.root(part).iter(S + "f", C + "f", S + "definedName", S + "formula1", S + "formula"):
            if one.text:
                for spelling in (f"'{old}'!", f"${old}.", f"{old}!"):
                    one.text = one.text.replace(spelling, f"{OTHER_NAME}!")
    return bool(named)


def unmerged(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Part merged cells again."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    merges = sheet.find(S + "mergeCells")
    if merges is None:
        return False
    changed = remove_all(one for one in merges if one.get("ref") == area.name)
    merges.set("count", str(len(merges)))
    if not len(merges):
        remove(merges)
    return changed


def unsorted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the first and the last row of the range change places; formulas stay where they are."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    first = area.first_row + (1 if parameters.get("header", True) else 0)
    for column in range(area.first_column, area.last_column + 1):
        one, other = get_cell(sheet, first, column), get_cell(sheet, area.last_row, column)
        if one.find(S + "f") is not None or other.find(S + "f") is not None:
            continue
        mine, theirs = list(one), list(other)
        kinds = drop(one, "t"), drop(other, "t")
        for child in (*mine, *theirs):
            remove(child)
        one.extend(theirs)
        other.extend(mine)
        for cell, kind in ((one, kinds[1]), (other, kinds[0])):
            if kind is not None:
                cell.set("t", kind)
    return True


def no_filter(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the filter buttons away."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    part = sheet_part(package, parameters.get("sheet", ""))
    tables = [package.root(name) for name in package.related(part, "table")]
    names = [one for one in package.root(BOOK).iter(S + "definedName") if one.get("name") == "_xlnm._FilterDatabase"]
    found = [one for root in (sheet, *tables) for one in root.findall(S + "autoFilter")]
    return remove_all(found) | remove_all(names)


def not_frozen(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take frozen panes away."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    views = list(sheet.iter(S + "sheetView"))
    changed = remove_all(one for view in views for one in view.findall(S + "pane"))
    for selection in [one for view in views for one in view.findall(S + "selection")]:
        drop(selection, "pane")
    return changed


def dropped(*words: str) -> Undo:
    """Return the way that takes the elements with these names off the sheet, wherever an extension put them."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        sheet, area = sheet_of(package, parameters), area_of(parameters)
        if sheet is None:
            return False
        found = [one for one in sheet.iter() if str(one.tag).rpartition("}")[2] in words]
        return remove_all(one for one in found if area is None or _meets(one, area))

    return undo


def _meets(element: Element, area: Area) -> bool:
    inner = next((one.text or "" for one in element.iter() if str(one.tag).endswith("}sqref")), "")
    for text in (element.get("sqref") or inner).split():
        seen = find_area(text)
        if seen is not None and (
            seen.first_row <= area.last_row
            and area.first_row <= seen.last_row
            and seen.first_column <= area.last_column
            and area.first_column <= seen.last_column
        ):
            return True
    return False


def other_width(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the columns as wide as ever."""
    sheet = sheet_of(package, parameters)
    columns = sheet.find(S + "cols") if sheet is not None else None
    name = str(parameters["column"])
    area = find_area(name if ":" in name else f"{name}:{name}")
    if columns is None or area is None:
        return False
    found = [
        one
        for one in columns
        if int(one.get("min", "0")) <= area.last_column and area.first_column <= int(one.get("max", "0"))
    ]
    for one in found:
        one.set("width", "43.7")
        one.set("customWidth", "1")
    return bool(found)


def other_height(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the rows another height."""
    sheet = sheet_of(package, parameters)
    text = str(parameters["row"])
    area = find_area(text if ":" in text else f"{text}:{text}")
    if sheet is None or area is None:
        return False
    for number in range(area.first_row, min(area.last_row, area.first_row + 500) + 1):
        row = _row(put_child(sheet, S + "sheetData", (S + "sheetData",)), number)
        row.set("ht", "61.5")
        row.set("customHeight", "1")
    return True


def charts_of(package: OfficePackage, parameters: Parameters) -> Iterator[Element]:
    """Yield the charts on the sheet."""
    part = sheet_part(package, parameters.get("sheet", ""))
    for drawing in package.related(part, "drawing"):
        for chart in package.related(drawing, "chart"):
            yield package.root(chart)


def other_chart_data(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the chart show other cells: the columns (or rows) beside the wanted ones."""
    changed = False
    wanted = [tag for name, tag in (("data", "val"), ("categories", "cat")) if parameters.get(name)]
    for chart in charts_of(package, parameters):
        for values in [one for tag in wanted[:1] for one in chart.iter(C + tag)]:
            for formula in values.iter(C + "f"):
                formula.text = _REFERENCE.sub(_beside, formula.text or "")
                changed = True
            remove_all([*values.iter(C + "numCache"), *values.iter(C + "strCache")])
    return changed


def _beside(match: re.Match[str]) -> str:
    at = find_cell(match[1] + match[2])
    return cell_name(at[0], at[1] + 9) if at is not None else match[0]


def other_chart_title(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the chart, or the axis whose title is wanted, another title."""
    wanted = {str(parameters[name]) for name in ("title", "x_title", "y_title") if parameters.get(name)}
    texts = [one for chart in charts_of(package, parameters) for one in chart.iter(A + "t") if one.text in wanted]
    if not texts:
        titles = [one for chart in charts_of(package, parameters) for one in chart.iter(C + "title")] if wanted else []
        texts = [text for title in titles for text in title.iter(A + "t")]
    for text in texts:
        text.text = "图表"
    return bool(texts)


def other_chart_type(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Turn a column chart into bars, and any other chart into an area chart."""
    changed = False
    for chart in charts_of(package, parameters):
        for direction in chart.iter(C + "barDir"):
            direction.set("val", "bar" if direction.get("val") != "bar" else "col")
            changed = True
        for tag in ("lineChart", "pieChart", "areaChart", "scatterChart", "doughnutChart", "radarChart"):
            for plot in list(chart.iter(C + tag)):
                plot.tag = C + ("areaChart" if tag != "areaChart" else "lineChart")
                changed = True
    return changed


def no_chart(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the drawing off the sheet."""
    sheet = sheet_of(package, parameters)
    return sheet is not None and remove_all(sheet.findall(S + "drawing"))


SHEET: dict[str, tuple[Undo, ...]] = {
    "S.sheet_name": (renamed,),
    "S.cell_text": (other_content,),
    "S.cell_number": (other_content,),
    "S.formula": (typed_values,),
    "S.merged": (unmerged,),
    "S.column_width": (other_width,),
    "S.row_height": (other_height,),
    "S.sorted": (unsorted,),
    "S.filter_on": (no_filter,),
    "S.freeze": (not_frozen,),
    "S.conditional_format": (dropped("conditionalFormatting"),),
    "S.validation": (dropped("dataValidation"),),
    "S.chart": (other_chart_data, other_chart_title, other_chart_type, no_chart),
    "S.no_errors": (an_error,),
    "S.data_intact": (other_content,),
}

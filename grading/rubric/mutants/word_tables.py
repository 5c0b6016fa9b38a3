"""Undoes how tables of a docx look, and that they were sorted or calculated."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

from grading.checks.names import length_points
from grading.checks.similar import bare
from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child, remove_all, set_all, text_of
from grading.rubric.mutants.word import PARAGRAPH, PARAGRAPH_ORDER, Parameters, T, Undo, body_of, properties_of
from grading.rubric.mutants.word_page import CELL_ORDER
from grading.rubric.mutants.word_places import copied_style
from grading.rubric.mutants.word_values import near_colour, near_length, twips

TABLE_ORDER = tuple(
    W + name
    for name in (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ).split()
)
ROW_ORDER = tuple(
    W + name
    for name in (
        "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc"
    ).split()
)
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
OTHER_NAME = "另一种表格样式"
THEMED = ("themeFill", "themeFillTint", "themeFillShade")
ALIGNMENTS = {"left": "right", "center": "left", "right": "center"}


def tables_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the table a check is about: the n-th of the body, or the first that holds a text."""
    tables = [one for one in body_of(package).iter(W + "tbl") if next(one.iterancestors(W + "tbl"), None) is None]
    if holds := parameters.get("holds"):
        return [one for one in tables if bare(str(holds)) in bare(text_of(one, T))][:1]
    place = int(parameters.get("table", 1))
    return tables[place - 1 : place]


def rows_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the rows of the table, or the one a check is about."""
    rows = [row for table in tables_of(package, parameters) for row in table.findall(W + "tr")]
    wanted = parameters.get("row")
    return rows if wanted is None else rows[int(wanted) - 1 : int(wanted)]


def cells_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the cells a check is about, those hidden under a merge left out."""
    found = []
    wanted = parameters.get("column")
    for row in rows_of(package, parameters):
        column = 0
        for cell in row.findall(W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(W + "val", "1")) if span is not None else 1
            if wanted is None or column < int(wanted) <= column + width:
                found.append(cell)
            column += width
    return found


def _cell_properties(cell: Element) -> Element:
    return put_child(cell, W + "tcPr", (W + "tcPr", *{one.tag for one in cell}))


def _row_properties(row: Element) -> Element:
    later = {one.tag for one in row if one.tag != W + "tblPrEx"}
    return put_child(row, W + "trPr", (W + "trPr", *later))


def _table_properties(table: Element) -> Element:
    return put_child(table, W + "tblPr", (W + "tblPr", *{one.tag for one in table}))


def other_column_width(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the columns a little wider."""
    changed = False
    column = parameters.get("column")
    for table in tables_of(package, parameters):
        grid = list(table.iterfind(f"{W}tblGrid/{W}gridCol"))
        for one in grid if column is None else grid[int(column) - 1 : int(column)]:
            one.set(W + "w", twips(near_length(str(parameters["width"]))))
            changed = True
    for cell in cells_of(package, {**parameters, "row": None}):
        width = _cell_properties(cell).find(W + "tcW")
        if width is not None and width.get(W + "type", "dxa") == "dxa":
            width.set(W + "w", twips(near_length(str(parameters["width"]))))
    return changed


def heights(attributes: Callable[[Parameters], dict[str, str] | None]) -> Undo:
    """Return the way that gives the rows another height."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        found = rows_of(package, parameters)
        given = attributes(parameters)
        for row in found if given is not None else ():
            height = put_child(_row_properties(row), W + "trHeight", ROW_ORDER)
            for name, value in (given or {}).items():
                height.set(W + name, value)
        return bool(found) and given is not None

    return undo


def plain_height(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the rows be as high as their text."""
    found = [one for row in rows_of(package, parameters) for one in row.findall(f"{W}trPr/{W}trHeight")]
    return remove_all(found)


def shaded(fill: Callable[[Parameters], str]) -> Undo:
    """Return the way that shades the cells otherwise."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        colour = fill(parameters)
        found = cells_of(package, parameters) if colour else []
        for cell in found:
            shade = put_child(_cell_properties(cell), W + "shd", CELL_ORDER)
            for name in THEMED:
                drop(shade, W + name)
            shade.set(W + "val", "clear")
            shade.set(W + "color", "auto")
            shade.set(W + "fill", colour)
        return bool(found)

    return undo


def other_table_style(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the table a style of another name that looks the same."""
    changed = False
    for table in tables_of(package, parameters) if parameters.get("style") else ():
        style = _table_properties(table).find(W + "tblStyle")
        made = None if style is None else copied_style(package, style.get(W + "val", ""), OTHER_NAME, "table")
        if style is not None and made is not None:
            style.set(W + "val", made.get(W + "styleId", ""))
            changed = True
    return changed


def no_table_style(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the style off the table."""
    found = [one for table in tables_of(package, parameters) for one in table.iterfind(f"{W}tblPr/{W}tblStyle")]
    return remove_all(found)


def other_lying(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the table lie elsewhere on the page."""
    found = tables_of(package, parameters)
    for table in found:
        value = ALIGNMENTS.get(str(parameters["value"]), "left")
        put_child(_table_properties(table), W + "jc", TABLE_ORDER, {W + "val": value})
    return bool(found)


def text_lying(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the text of the cells lie otherwise: from left to right, else from top to bottom."""
    found = cells_of(package, parameters)
    for cell in found:
        if parameters.get("horizontal"):
            value = "right" if parameters["horizontal"] == "center" else "center"
            for paragraph in cell.iter(PARAGRAPH):
                put_child(properties_of(paragraph), W + "jc", PARAGRAPH_ORDER, {W + "val": value})
        else:
            _stand(cell, str(parameters["vertical"]))
    return bool(found)


def text_standing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the text of the cells lie otherwise from top to bottom."""
    found = cells_of(package, parameters) if parameters.get("vertical") else []
    for cell in found:
        _stand(cell, str(parameters["vertical"]))
    return bool(found)


def _stand(cell: Element, wanted: str) -> None:
    value = "bottom" if wanted == "center" else "center"
    put_child(_cell_properties(cell), W + "vAlign", CELL_ORDER, {W + "val": value})


def lined(sides: Iterable[str], attributes: Callable[[Parameters], dict[str, str] | None]) -> Undo:
    """Return the way that draws lines of all cells otherwise, on the cells themselves."""
    wanted = list(sides)

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        given = attributes(parameters)
        found = cells_of(package, {**parameters, "row": None, "column": None}) if given is not None else []
        for cell in found:
            borders = put_child(_cell_properties(cell), W + "tcBorders", CELL_ORDER)
            for side in wanted:
                line = put_child(borders, W + side, tuple(W + name for name in SIDES))
                if line.get(W + "val") is None:
                    set_all(line, _line_of(package, parameters, side))
                for name, value in (given or {}).items():
                    line.set(W + name, value)
        return bool(found)

    return undo


def _line_of(package: OfficePackage, parameters: Parameters, side: str) -> dict[str, str]:
    """Return the attributes of the table's own line on a side, of a thin line where it has none."""
    for table in tables_of(package, parameters):
        line = table.find(f"{W}tblPr/{W}tblBorders/{W}{side}")
        if line is not None:
            return {str(name): str(value) for name, value in line.items()}
    style, colour, width = (str(parameters.get(name, "")) for name in ("style", "colour", "width"))
    size = str(int(length_points(width) * 8)) if width else "4"
    return {W + "val": style or "single", W + "sz": size, W + "color": near_colour(colour) if colour else "auto"}


def one_side_missing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take one side of the line around one cell off: the last cell's right one."""
    for cell in cells_of(package, {**parameters, "row": None, "column": None})[-1:]:
        borders = put_child(_cell_properties(cell), W + "tcBorders", CELL_ORDER)
        put_child(borders, W + "right", tuple(W + name for name in SIDES), {W + "val": "nil"})
        return True
    return False


def one_inside_missing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the line above the last cell off."""
    for cell in cells_of(package, {**parameters, "row": None, "column": None})[-1:]:
        borders = put_child(_cell_properties(cell), W + "tcBorders", CELL_ORDER)
        put_child(borders, W + "top", tuple(W + name for name in SIDES), {W + "val": "nil"})
        return True
    return False


def _other_pen(parameters: Parameters) -> dict[str, str] | None:
    if parameters.get("colour"):
        return {"color": near_colour(str(parameters["colour"]))}
    if parameters.get("width"):
        return {"sz": str(int(length_points(str(parameters["width"])) * 8) + 8)}
    if parameters.get("style"):
        return {"val": "dashed" if parameters["style"] != "dashed" else "dotted"}
    return None


def unsorted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let two rows that stand beside each other change places: the last one whose value differs from the one above."""
    column = int(parameters["column"]) - 1
    for table in tables_of(package, parameters):
        rows = table.findall(W + "tr")[int(bool(parameters.get("header", True))) :]
        texts = [[text_of(cell, T) for cell in row.findall(W + "tc")] for row in rows]
        for place in range(len(rows) - 1, 0, -1):
            pair = texts[place - 1 : place + 1]
            if all(column < len(cells) for cells in pair) and pair[0][column] != pair[1][column]:
                rows[place].addnext(rows[place - 1])
                return True
    return False


def first_last(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the first and the last row of the data change places."""
    for table in tables_of(package, parameters):
        rows = table.findall(W + "tr")[int(bool(parameters.get("header", True))) :]
        if len(rows) > 1:
            place = copy.copy(rows[0])
            rows[0].addprevious(place)
            rows[-1].addnext(rows[0])
            place.addnext(rows[-1])
            return remove_all([place])
    return False


def _fields(cell: Element) -> list[Element]:
    """Return the elements that make the fields of a cell fields."""
    return list(cell.iter(W + "fldChar", W + "instrText"))


def typed_result(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave what the formula showed, as if it had been typed."""
    changed = False
    for cell in cells_of(package, parameters):
        for simple in list(cell.iter(W + "fldSimple")):
            parent = simple.getparent()
            if parent is not None:
                for child in list(simple):
                    simple.addprevious(child)
                parent.remove(simple)
                changed = True
        changed |= remove_all(_fields(cell))
    return changed


def other_result(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the formula show another value than the wanted one."""
    if not parameters.get("value"):
        return False
    for cell in cells_of(package, parameters):
        texts = [one for one in cell.iter(T) if one.text]
        for one in texts[:1]:
            one.text = f"{one.text}1"
            return True
    return False


def header_rows(more: int) -> Undo:
    """Return the way that repeats one row more, or one less, on every page."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        place = int(parameters.get("rows", 1)) + min(more, 0)
        rows = [row for table in tables_of(package, parameters) for row in table.findall(W + "tr")]
        for row in rows[place : place + 1]:
            value = "1" if more > 0 else "0"
            put_child(_row_properties(row), W + "tblHeader", ROW_ORDER, {W + "val": value})
            return True
        return False

    return undo


def _higher(parameters: Parameters) -> dict[str, str]:
    return {"val": twips(near_length(str(parameters["height"])))}


LEFT_OUT_TABLES: dict[str, tuple[Undo, ...]] = {
    "W.table_column_width": (other_column_width,),
    "W.table_row_height": (plain_height, heights(_higher)),
    "W.table_shading": (shaded(lambda _parameters: "auto"),),
    "W.table_style": (no_table_style,),
    "W.table_alignment": (other_lying,),
    "W.table_cell_alignment": (text_lying,),
    "W.table_lines": (lined(SIDES[:4], lambda _parameters: {"val": "nil"}),),
    "W.table_sorted": (first_last, unsorted),
    "W.table_formula": (typed_result,),
    "W.table_header_row": (header_rows(-1), header_rows(1)),
}
NEAR_TABLES: dict[str, tuple[Undo, ...]] = {
    "W.table_row_height": (
        heights(lambda parameters: {"hRule": "atLeast"} if parameters.get("exact") else None),
        heights(_higher),
    ),
    "W.table_shading": (shaded(lambda one: near_colour(str(one["colour"])) if one.get("colour") else ""),),
    "W.table_style": (other_table_style,),
    "W.table_cell_alignment": (text_standing,),
    "W.table_lines": (lined(SIDES[:4], _other_pen), one_side_missing, one_inside_missing),
    "W.table_borders": (one_side_missing,),
    "W.table_sorted": (unsorted,),
    "W.table_formula": (other_result,),
    "W.table_header_row": (header_rows(1),),
}

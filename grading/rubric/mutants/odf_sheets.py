"""Undoes what an OpenDocument spreadsheet has beyond its cells: formats, rules, filters, panes, order, charts."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from decimal import Decimal

from grading.office.odf.names import CALCEXT, CHART, CONFIG, DRAW, NUMBER, OFFICE, STYLE, TABLE, TEXT, XLINK
from grading.office.references import column_letters, column_number, find_area
from grading.rubric.mutants.odf import CONTENT, OdfWay, Parameters, body_of, properties_of, restyled
from grading.rubric.mutants.odf_cells import cells_of, sheets_of
from grading.rubric.mutants.package import Element, OfficePackage, drop, remove_all, text_of
from grading.rubric.mutants.word_values import misspelt

SETTINGS = "settings.xml"
ADDRESSES = (CHART + "values-cell-range-address", TABLE + "cell-range-address")
OTHER_KINDS = {"chart:bar": "chart:area", "chart:line": "chart:area", "chart:circle": "chart:ring",
               "chart:area": "chart:line", "chart:ring": "chart:circle"}  # fmt: skip
COLUMNS_AWAY = 9
_PLACE = re.compile(r"\.(\$?)([A-Z]{1,3})(\$?[0-9]+)")
_LAST_NUMBER = re.compile(r"([0-9]+)(?!.*[0-9])")


def other_number_format(package: OfficePackage, parameters: Parameters) -> bool:
    """Show the numbers with one decimal more."""
    found = cells_of(package, parameters)
    changed = False
    for style in restyled(package, found, "table-cell", TABLE + "style-name"):
        name = style.get(STYLE + "data-style-name", "")
        holder = style.getparent()
        old = next((one for one in holder if one.get(STYLE + "name") == name), None) if holder is not None else None
        if old is None:
            continue
        made = copy.deepcopy(old)
        made.set(STYLE + "name", f"{style.get(STYLE + 'name', '')}Number")
        for number in made.iter(NUMBER + "number"):
            places = int(number.get(NUMBER + "decimal-places", "0")) + 1
            number.set(NUMBER + "decimal-places", str(places))
            number.set(NUMBER + "min-decimal-places", str(places))
            changed = True
        old.addnext(made)
        style.set(STYLE + "data-style-name", made.get(STYLE + "name", ""))
    return changed


def plain_numbers(package: OfficePackage, parameters: Parameters) -> bool:
    """Show the numbers as they are."""
    found = cells_of(package, parameters)
    for style in restyled(package, found, "table-cell", TABLE + "style-name"):
        style.set(STYLE + "data-style-name", "N0")
        holder = style.getparent()
        if holder is not None and all(one.get(STYLE + "name") != "N0" for one in holder):
            plain = holder.makeelement(NUMBER + "number-style", {STYLE + "name": "N0"})
            plain.append(plain.makeelement(NUMBER + "number", {NUMBER + "min-integer-digits": "1"}))
            holder.insert(0, plain)
    return bool(found)


def _conditions(package: OfficePackage, parameters: Parameters) -> list[Element]:
    return [
        one for sheet in sheets_of(package, parameters) for one in sheet.iter(CALCEXT + "conditional-format")
    ]  # fmt: skip


def no_conditions(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the conditional formats off the sheet."""
    return remove_all(_conditions(package, parameters))


def other_condition(package: OfficePackage, parameters: Parameters) -> bool:
    """Let the last number of the conditions be one more."""
    changed = False
    for block in _conditions(package, parameters):
        for one in block.iter(CALCEXT + "condition"):
            value = one.get(CALCEXT + "value", "")
            if _LAST_NUMBER.search(value):
                one.set(CALCEXT + "value", _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), value))
                changed = True
    return changed


def no_validation(package: OfficePackage, parameters: Parameters) -> bool:
    """Let the cells take anything."""
    done = [drop(one, TABLE + "content-validation-name") for one in cells_of(package, parameters)]
    return any(value is not None for value in done)


def no_filter(package: OfficePackage, _parameters: Parameters) -> bool:
    """Take the filter buttons away."""
    return remove_all(list(body_of(package).iter(TABLE + "database-range")))


def not_frozen(package: OfficePackage, _parameters: Parameters) -> bool:
    """Take frozen panes away."""
    return _split(package, "Mode", lambda _old: 0)


def one_more_frozen(package: OfficePackage, _parameters: Parameters) -> bool:
    """Freeze one row more, or one column more."""
    return _split(package, "Position", lambda old: old + 1 if old else 0)


def _split(package: OfficePackage, word: str, change: Callable[[int], int]) -> bool:
    changed = False
    for item in package.root(SETTINGS).iter(CONFIG + "config-item") if package.has(SETTINGS) else ():
        name, text = item.get(CONFIG + "name", ""), (item.text or "").strip()
        if name.endswith(f"Split{word}") and text.isdecimal() and change(int(text)) != int(text):
            item.text, changed = str(change(int(text))), True
    return changed


def unsorted(package: OfficePackage, parameters: Parameters) -> bool:
    """Let the last two rows of the range change places; formulas stay where they are."""
    area = find_area(str(parameters["range"]))
    if area is None or area.last_row - area.first_row < 2:
        return False
    first, last = (
        cells_of(package, {**parameters, "range": f"{column_letters(area.first_column)}{row}:"
                           f"{column_letters(area.last_column)}{row}"})
        for row in (area.first_row + int(bool(parameters.get("header", True))), area.last_row)
    )  # fmt: skip
    for one, other in zip(first, last, strict=False):
        if one.get(TABLE + "formula") is None and other.get(TABLE + "formula") is None:
            place = one.makeelement(one.tag)
            one.addprevious(place)
            other.addnext(one)
            place.addnext(other)
            remove_all([place])
    return bool(first and last)


def charts_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the roots of the charts on the sheet, or in the document."""
    holders = sheets_of(package, parameters) if body_of(package).tag == OFFICE + "spreadsheet" else [body_of(package)]
    found = []
    for one in [one for holder in holders for one in holder.iter(DRAW + "object")]:
        part = f"{one.get(XLINK + 'href', '').removeprefix('./')}/{CONTENT}"
        if package.has(part):
            found.append(package.root(part))
    return found


def other_title(package: OfficePackage, parameters: Parameters) -> bool:
    """Misspell the title of the chart."""
    titles = [one for chart in charts_of(package, parameters) for one in chart.iter(CHART + "title")]
    held = [one for title in titles for one in title.iter(TEXT + "p") if parameters.get("title")]
    for one in [one for one in held if "".join(map(str, one.itertext())) == str(parameters.get("title"))]:
        remove_all(list(one))
        one.text = misspelt(str(parameters["title"]))
    return bool(held)


def other_data(package: OfficePackage, parameters: Parameters) -> bool:
    """Let the chart show other columns."""
    changed = False
    for chart in charts_of(package, parameters) if parameters.get("data") or parameters.get("categories") else ():
        for one in chart.iter(CHART + "series", CHART + "categories"):
            for name in ADDRESSES:
                if one.get(name):
                    one.set(name, _PLACE.sub(_beside, one.get(name, "")))
                    changed = True
    return changed


def _beside(found: re.Match[str]) -> str:
    return f".{found[1]}{column_letters(column_number(found[2]) + COLUMNS_AWAY)}{found[3]}"


def other_kind(package: OfficePackage, parameters: Parameters) -> bool:
    """Draw the chart as one of another kind."""
    changed = False
    for chart in charts_of(package, parameters):
        for one in chart.iter(CHART + "chart", CHART + "series"):
            if one.get(CHART + "class") in OTHER_KINDS:
                one.set(CHART + "class", OTHER_KINDS[one.get(CHART + "class", "")])
                changed = True
    return changed


def no_chart(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the charts out."""
    holders = sheets_of(package, parameters) if body_of(package).tag == OFFICE + "spreadsheet" else [body_of(package)]
    return remove_all([
        frame for holder in holders for frame in list(holder.iter(DRAW + "frame"))
        if frame.find(DRAW + "object") is not None and not text_of(frame, TEXT + "p")
    ])  # fmt: skip


def sized(family: str, tag: str, attribute: str, more: Decimal) -> OdfWay:
    """Return the way that makes all columns or rows of the sheet larger by a share."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        found = [one for sheet in sheets_of(package, parameters) for one in sheet.iter(TABLE + tag)]
        for style in restyled(package, found, family, TABLE + "style-name"):
            properties = properties_of(style, f"{family}-properties")
            length = re.fullmatch(r"([0-9.]+)([a-z]+)", properties.get(STYLE + attribute, ""))
            if length is not None:
                properties.set(STYLE + attribute, f"{Decimal(length[1]) * more}{length[2]}")
            properties.set(STYLE + "use-optimal-row-height", "false")
        return bool(found)

    return undo


SHEET_WAYS: dict[str, tuple[OdfWay, ...]] = {
    "S.number_format": (plain_numbers, other_number_format),
    "S.conditional_format": (no_conditions,),
    "S.validation": (no_validation,),
    "S.filter_on": (no_filter,),
    "S.freeze": (not_frozen,),
    "S.sorted": (unsorted,),
    "S.chart": (other_data, other_title, other_kind, no_chart),
    "S.column_width": (sized("table-column", "table-column", "column-width", Decimal(2)),),
    "S.row_height": (sized("table-row", "table-row", "row-height", Decimal(2)),),
    **{f"{family}.chart": (no_chart,) for family in "WP"},
}
SHEET_NEAR: dict[str, tuple[OdfWay, ...]] = {
    "S.number_format": (other_number_format,),
    "S.conditional_format": (other_condition,),
    "S.freeze": (one_more_frozen,),
    "S.chart": (other_title, other_kind),
    **{f"{family}.chart": (other_title, other_kind) for family in "WP"},
}

"""Undoes what the S checks look for in conditional formats and validation, those of the x14 extension among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grading.office.references import Area, find_area
from grading.rubric.mutants.near import near_number, near_value
from grading.rubric.mutants.package import Element, OfficePackage, remove_all
from grading.rubric.mutants.sheet import Parameters, Undo, area_of, meets, sheet_of, shortened

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.$])[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_.:])")
_TYPED_LIST = re.compile(r'"(.*)"', re.DOTALL)
_OTHER_KINDS = {"duplicateValues": "uniqueValues", "uniqueValues": "duplicateValues"}


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def blocks_of(package: OfficePackage, parameters: Parameters, name: str) -> list[Element]:
    """Return the elements with a name, wherever an extension put them, that share a cell with the range."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None:
        return []
    return [one for one in sheet.iter() if local(one) == name and meets(_reference(one), area)]


def _reference(element: Element) -> str:
    inner = next((one.text or "" for one in element.iter() if local(one) == "sqref"), "")
    return element.get("sqref") or inner


def dropped(name: str) -> Undo:
    """Return the way that takes the rules over the range off the sheet."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        return remove_all(blocks_of(package, parameters, name))

    return undo


def one_row_less(name: str) -> Undo:
    """Return the way that leaves the last row of the range out of the rules over it."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        area = area_of(parameters)
        changed = False
        for block in blocks_of(package, parameters, name):
            short = _without_last(_reference(block), area)
            if short == _reference(block) or not short:
                continue
            if block.get("sqref") is not None:
                block.set("sqref", short)
            else:
                next(one for one in block.iter() if local(one) == "sqref").text = short
            changed = True
        return changed

    return undo


def _without_last(reference: str, area: Area | None) -> str:
    kept = []
    for part in reference.split():
        seen = find_area(part)
        is_last = area is None or (seen is not None and meets(part, area) and seen.last_row >= area.last_row)
        if is_last and seen is not None and area is not None and seen.last_row > area.last_row:
            short = Area(seen.first_row, seen.first_column, max(area.last_row - 1, seen.first_row), seen.last_column)
            kept.append(short.name)
        else:
            kept.append(shortened(part) if is_last else part)
    return " ".join(one for one in kept if one)


def other_condition(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the rule begin one unit further, look for another text, or count one more."""
    changed = False
    for block in blocks_of(package, parameters, "conditionalFormatting"):
        for rule in block:
            changed = (local(rule) == "cfRule" and _other_rule(rule)) | changed
    return changed


def _other_rule(rule: Element) -> bool:
    kind = rule.get("type", "")
    if kind == "top10":
        rule.set("rank", near_number(rule.get("rank", "10")))
        return True
    if kind in _OTHER_KINDS:
        rule.set("type", _OTHER_KINDS[kind])
        return True
    text = rule.get("text")
    if text:
        rule.set("text", near_value(text))
    changed = bool(text)
    for formula in _formulas(rule):
        other = _moved(formula.text or "", text or "")
        changed |= other != formula.text
        formula.text = other
    return changed


def _formulas(rule: Element) -> Iterator[Element]:
    for one in rule.iter():
        if local(one) in {"formula", "f"} and one.getparent() is not None:
            yield one
            return


def _moved(formula: str, text: str) -> str:
    """Return a formula with its last number one larger, or with another text."""
    if text:
        return formula.replace(f'"{text}"', f'"{near_value(text)}"')
    numbers = list(_NUMBER.finditer(formula))
    if numbers:
        last = numbers[-1]
        return f"{formula[: last.start()]}{near_number(last[0])}{formula[last.end() :]}"
    typed = _TYPED_LIST.fullmatch(formula.strip())
    return f'"{near_value(typed[1])}"' if typed else formula


def other_choices(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last entry of a list out (or add one to a single entry), or move the bound by one."""
    changed = False
    for rule in blocks_of(package, parameters, "dataValidation"):
        for formula in _bounds(rule):
            text = formula.text or ""
            other = _other_list(text) if rule.get("type") == "list" else _moved(text, "")
            changed |= other != text
            formula.text = other
    return changed


def _bounds(rule: Element) -> Iterator[Element]:
    """Yield the rule's first formula, which the extension puts one level deeper."""
    for one in rule.iter():
        if local(one) == "formula1":
            yield one[0] if len(one) else one


def _other_list(text: str) -> str:
    typed = _TYPED_LIST.fullmatch(text.strip())
    if typed is None:
        return shortened(text) or text
    entries = typed[1].split(",")
    return f'"{",".join(entries[:-1] if len(entries) > 1 else [*entries, "？"])}"'


RULES: dict[str, tuple[Undo, ...]] = {
    "S.conditional_format": (
        other_condition,
        one_row_less("conditionalFormatting"),
        dropped("conditionalFormatting"),
    ),
    "S.validation": (other_choices, one_row_less("dataValidation"), dropped("dataValidation")),
}

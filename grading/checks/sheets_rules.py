"""S: conditional formats and validation, those of the x14 extension among them.

A rule that compares is tried out: what counts is for which values it applies,
whether it is written as "cell value less than 60" or as a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding, found
from grading.checks.names import colour_code, is_near_colour, named
from grading.checks.sheets_common import OnSheet, area_of, find_sheet, places_in
from grading.checks.sheets_formula import agrees, obstacle_text, value_text
from grading.checks.subject import Subject
from grading.checks.values import Colour, Number, Range
from grading.checks.words import COMPARISONS, RULES, VALIDATIONS
from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import compare, to_number, to_text, to_truth
from grading.office.formulas.scope import Place
from grading.office.formulas.values import BLANK, CannotCalculateError, ErrorValue, FaultError, Scalar
from grading.office.model import (
    Area,
    Cell,
    CellKind,
    ConditionalFormat,
    FillKind,
    Sheet,
    Validation,
    Workbook,
    cell_name,
    find_area,
)
from grading.office.xlsx.shared_formulas import SharedFormula
from itembank.base.i18n import _

_SIGNS = {
    ">": "greaterThan", ">=": "greaterThanOrEqual", "<": "lessThan", "<=": "lessThanOrEqual", "=": "equal",
    "<>": "notEqual",
}  # fmt: skip
_ORDERS: dict[str, tuple[int, ...]] = {
    "greaterThan": (1,), "greaterThanOrEqual": (0, 1), "lessThan": (-1,), "lessThanOrEqual": (-1, 0), "equal": (0,),
    "notEqual": (-1, 1),
}  # fmt: skip
_BETWEEN = {"between", "notBetween"}
_TEXT_KINDS = {"containsText", "notContainsText", "beginsWith", "endsWith"}
_CHOICES_MAX = 1_000
_STEPS = (Decimal(-10), Decimal(-1), Decimal(0), Decimal(1), Decimal(10))


class ConditionalFormatOf(OnSheet, frozen=True, kw_only=True):
    """A rule over a range.

    `operator` is "lessThan" (or "<"), "between" ... with `value` (and `value2`), numbers or texts; or a
    kind without comparison: "containsText", "top10" or "bottom10" (`value` is the count, or "10%"), "aboveAverage",
    "belowAverage", "duplicateValues",
    "uniqueValues", "dataBar", "colorScale", "iconSet". What it changes is looked at
    where given: `font_colour`, `fill` ("RRGGBB"), `bold`.
    """

    range: Range
    operator: str
    value: Number = ""
    value2: Number = ""
    font_colour: Colour = ""
    fill: Colour = ""
    bold: bool | None = None


class ValidationOf(OnSheet, frozen=True, kw_only=True):
    """A rule for input over a range: `kind` "list", "whole", "decimal", "date", "textLength" or "custom".

    `values` are the choices of a list, for the others the bounds (one or two numbers as text, with `operator`).
    """

    range: Range
    kind: str
    values: tuple[str, ...] = ()
    operator: str = ""


@dataclass(frozen=True)
class _Ground:
    """Where rules are tried."""

    workbook: Workbook
    sheet: Sheet
    book: Book

    def value_of(self, formula: str, place: tuple[int, int], origin: Area, cell: Scalar | None = None) -> Scalar:
        """Return what a rule's formula gives for a cell, with `cell` as the cell's value."""
        where = Place(self.sheet.name, *place)
        moved = SharedFormula(formula).moved(place[0] - origin.first_row, place[1] - origin.first_column)
        changes = {} if cell is None else {where: cell}
        return Calculation(self.book, changes=changes).evaluate(moved, where)


def conditional_format(subject: Subject, file: str, wanted: ConditionalFormatOf) -> Finding:
    """Look for rules that do what is wanted on the whole range: one for all of it, or one for each part."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    ground = _Ground(workbook, sheet, Book.of(workbook, FUNCTIONS))
    places = places_in(sheet, area_of(wanted.range))
    unsure: CannotCalculateError | None = None
    right: list[ConditionalFormat] = []
    for rule in sheet.conditional_formats:
        own = [place for place in places if _covers(rule.areas, [place])]
        if not own or (len(own) < len(places) and not _is_divisible(wanted)):
            continue
        try:
            if _is_rule(ground, rule, wanted, [own[0], own[-1]]):
                right.append(rule)
        except CannotCalculateError as error:
            unsure = error
    is_met = _cover_together([rule for rule in right if _has_style(rule, wanted)], places)
    if not is_met and unsure is not None:
        raise CannotJudgeError(
            _("{range} 的条件格式无法自动计算：{reason}。").format(range=wanted.range, reason=obstacle_text(unsure))
        )
    covering = [rule for rule in sheet.conditional_formats if _covers(rule.areas, places)]
    return _rule_finding(sheet, wanted, covering, right if _cover_together(right, places) else [], is_met=is_met)


def _is_divisible(wanted: ConditionalFormatOf) -> bool:
    """Tell whether a rule for each column does what one rule for all would do; the ten best of each column do not."""
    operator = _SIGNS.get(wanted.operator, wanted.operator)
    return operator in _ORDERS or operator in _BETWEEN or operator in _TEXT_KINDS


def _cover_together(rules: list[ConditionalFormat], places: Sequence[tuple[int, int]]) -> bool:
    return bool(rules) and _covers(tuple(area for rule in rules for area in rule.areas), places)


def _rule_finding(
    sheet: Sheet,
    wanted: ConditionalFormatOf,
    covering: list[ConditionalFormat],
    right: list[ConditionalFormat],
    *,
    is_met: bool,
) -> Finding:
    if is_met:
        sentence = _("{range} 的条件格式符合要求。")
    elif right:
        sentence = _("{range} 的条件格式条件正确，但显示的格式不符合要求（应为{wish}）。")
    elif covering:
        sentence = _("{range} 有条件格式，但条件不符合要求：应为{wish}，实际为 {seen}。")
    elif sheet.conditional_formats:
        sentence = _("条件格式没有覆盖整个 {range}，实际为 {seen}。")
    else:
        sentence = _("没有设置条件格式。")
    seen = "；".join(_rule_text(rule) for rule in (right or covering or list(sheet.conditional_formats))[:5])
    expected = _wish(wanted)
    return found(
        is_met=is_met,
        sentence=sentence.format(range=wanted.range, seen=seen, wish=expected),
        observed=seen,
        expected=expected,
        place=wanted.range,
    )


def _rule_text(rule: ConditionalFormat) -> str:
    areas = " ".join(area.name for area in rule.areas)
    bounds = _(" 和 ").join(rule.formulas) if rule.kind == "cellIs" else " ".join(rule.formulas)
    if rule.kind == "top10":
        bounds = f"{rule.rank}%" if rule.percent else str(rule.rank)
    below = {"top10": rule.bottom, "aboveAverage": not rule.above_average}.get(rule.kind, False)
    kind = {"top10": "bottom10", "aboveAverage": "belowAverage"}[rule.kind] if below else rule.kind
    words = (areas, named(RULES, kind), named(COMPARISONS, rule.operator), rule.text or bounds)
    return " ".join(part for part in words if part)[:120]


def _wish(wanted: ConditionalFormatOf) -> str:
    """Return what is wanted, for people."""
    bounds = _(" 和 ").join(str(one) for one in (wanted.value, wanted.value2) if one != "")
    name = named(COMPARISONS, wanted.operator) if wanted.operator in COMPARISONS else named(RULES, wanted.operator)
    looks = (
        [_("字体{colour}").format(colour=shown_colour(colour_code(wanted.font_colour)))] if wanted.font_colour else []
    )
    looks += [_("填充{colour}").format(colour=shown_colour(colour_code(wanted.fill)))] if wanted.fill else []
    looks += [_("加粗")] if wanted.bold else []
    return _("，").join(part for part in (f"{name} {bounds}".strip(), "、".join(looks)) if part)


def _covers(areas: tuple[Area, ...], places: Iterable[tuple[int, int]]) -> bool:
    return all(any(area.holds(*place) for area in areas) for place in places)


def _is_rule(
    ground: _Ground, rule: ConditionalFormat, wanted: ConditionalFormatOf, places: list[tuple[int, int]]
) -> bool:
    operator = _SIGNS.get(wanted.operator, wanted.operator)
    if operator not in _ORDERS and operator not in _BETWEEN:
        return _is_special(rule, operator, wanted)
    if rule.kind not in {"cellIs", "expression"} or not rule.formulas:
        return False
    bounds = [_constant(bound) for bound in (wanted.value, wanted.value2) if bound != ""]
    if len(bounds) != (2 if operator in _BETWEEN else 1):
        raise CannotJudgeError(_("评分标准中的条件“{text}”不完整。").format(text=wanted.operator))
    return all(
        _applies(ground, rule, place, value) == _holds(operator, value, bounds)
        for place in dict.fromkeys(places)
        for value in _trials(bounds)
    )


def _is_special(rule: ConditionalFormat, operator: str, wanted: ConditionalFormatOf) -> bool:
    # The dialog's four kinds: the first and the last ones, above and below average.
    own = {"top10": "bottom10" if rule.bottom else "top10"}.get(rule.kind, rule.kind)
    own = "belowAverage" if own == "aboveAverage" and not rule.above_average else own
    if own != operator:
        return False
    if operator in _TEXT_KINDS:
        return wanted.value == "" or rule.text.strip() == str(wanted.value).strip()
    if operator in {"top10", "bottom10"}:
        rank = f"{rule.rank}%" if rule.percent else str(rule.rank)
        return wanted.value == "" or rank == str(wanted.value).strip()
    return True


def _applies(ground: _Ground, rule: ConditionalFormat, place: tuple[int, int], value: Scalar) -> bool:
    origin = rule.areas[0]
    if rule.kind == "expression":
        return _truth(ground.value_of(rule.formulas[0], place, origin, value))
    bounds = [ground.value_of(formula, place, origin) for formula in rule.formulas]
    if rule.operator in _BETWEEN and len(bounds) < 2:
        return False
    return _holds(rule.operator, value, bounds)


def _holds(operator: str, value: Scalar, bounds: list[Scalar]) -> bool:
    try:
        if operator in _BETWEEN:
            low, high = sorted(bounds[:2], key=to_number)
            is_inside = compare(low, value) <= 0 <= compare(high, value)
            return is_inside == (operator == "between")
        return compare(value, bounds[0]) in _ORDERS.get(operator, ())
    except FaultError:
        return False


def _truth(value: Scalar) -> bool:
    try:
        return not isinstance(value, ErrorValue) and to_truth(value)
    except FaultError:
        return False


def _trials(bounds: list[Scalar]) -> list[Scalar]:
    """Return values at, just beside and well beside the bounds."""
    found_values: list[Scalar] = []
    for bound in bounds:
        if isinstance(bound, float):
            exact = Decimal(repr(bound))
            unit = Decimal(1).scaleb(min(int(exact.normalize().as_tuple().exponent), 0))
            found_values.extend(float(exact + step * unit) for step in _STEPS)
        else:
            found_values.extend([bound, to_text(bound) + "x", ""])
    return found_values


def _constant(text: str | int) -> Scalar:
    try:
        return float(Decimal(str(text).strip()))
    except InvalidOperation:
        return str(text).strip().strip('"')


def _has_style(rule: ConditionalFormat, wanted: ConditionalFormatOf) -> bool:
    if not (wanted.font_colour or wanted.fill or wanted.bold is not None):
        return True
    style = rule.style
    if style is None:
        return False
    fill = style.fill.colour if style.fill is not None and style.fill.kind is not FillKind.NONE else ""
    return (
        (not wanted.font_colour or is_near_colour(style.colour or "", colour_code(wanted.font_colour)))
        and (not wanted.fill or is_near_colour(fill, colour_code(wanted.fill)))
        and (wanted.bold is None or bool(style.bold) == wanted.bold)
    )


def validation(subject: Subject, file: str, wanted: ValidationOf) -> Finding:
    """Look for a rule for input over the whole range."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    places = places_in(sheet, area_of(wanted.range))
    rules = [rule for rule in sheet.validations if rule.kind != "none"]
    wrong = next((place for place in places if not any(_covers(rule.areas, [place]) for rule in rules)), None)
    if wrong is not None:
        sentence = _("没有设置数据有效性。") if not rules else _("{cell} 没有设置数据有效性。")
        cell = cell_name(*wrong)
        goal = _rule_words(wanted.kind, wanted.operator, list(wanted.values))
        return found(is_met=False, sentence=sentence.format(cell=cell), expected=goal, place=cell)
    ground = _Ground(workbook, sheet, Book.of(workbook, FUNCTIONS))
    used = [rule for rule in rules if any(_covers(rule.areas, [place]) for place in places)]
    is_met = all(_is_validation(ground, rule, wanted) for rule in used)
    seen = "；".join(_rule_words(rule.kind, rule.operator, _shown_values(ground, rule)) for rule in used[:5])
    sentence = _("{range} 的数据有效性符合要求。")
    if not is_met:
        sentence = _("{range} 的数据有效性是“{seen}”，要求“{wish}”。")
    expected = _rule_words(wanted.kind, wanted.operator, list(wanted.values))
    return found(
        is_met=is_met,
        sentence=sentence.format(range=wanted.range, seen=seen, wish=expected),
        observed=seen,
        expected=expected,
        place=wanted.range,
    )


def _rule_words(kind: str, operator: str, values: list[str]) -> str:
    """Return a rule for input, for people: "整数 介于 0 和 100", "序列 男、女"."""
    joint = "、" if kind == "list" else _(" 和 ")
    operator = "" if kind == "list" else operator or "between"
    words = (named(VALIDATIONS, kind), named(COMPARISONS, operator) if values else "", joint.join(values))
    return " ".join(part for part in words if part)


def _is_validation(ground: _Ground, rule: Validation, wanted: ValidationOf) -> bool:
    if rule.kind != wanted.kind:
        return False
    operator = _SIGNS.get(wanted.operator, wanted.operator)
    if operator and rule.operator != operator:
        return False
    if not wanted.values:
        return True
    seen = _values(ground, rule)
    if wanted.kind == "list":
        return {text.strip() for text in seen if text.strip()} == {text.strip() for text in wanted.values}
    wishes = [_constant(text) for text in wanted.values]
    return len(seen) == len(wishes) and all(
        agrees(_constant(text), wish) for text, wish in zip(seen, wishes, strict=True)
    )


def _shown_values(ground: _Ground, rule: Validation) -> list[str]:
    """Return choices or bounds for people; formulas as they are written where they cannot be calculated."""
    try:
        return _values(ground, rule)
    except CannotJudgeError:
        return list(rule.formulas)


def _values(ground: _Ground, rule: Validation) -> list[str]:
    """Return the choices of a list, typed or taken from cells, or the bounds of another rule."""
    if rule.kind == "list" and rule.formulas:
        text = rule.formulas[0].strip()
        if text.startswith('"'):
            return [part.strip() for part in text.strip('"').replace('""', '"').split(",")]
        return _choices(ground, text)
    origin = rule.areas[0]
    place = (origin.first_row, origin.first_column)
    try:
        return [value_text(ground.value_of(formula, place, origin)).strip("“”") for formula in rule.formulas]
    except CannotCalculateError as error:
        raise CannotJudgeError(
            _("数据有效性的公式无法自动计算：{reason}。").format(reason=obstacle_text(error))
        ) from error


def _choices(ground: _Ground, text: str) -> list[str]:
    named = next((name.refers_to for name in ground.workbook.names if name.name.casefold() == text.casefold()), text)
    sheet_name, _mark, area_text = named.removeprefix("=").rpartition("!")
    area = find_area(area_text.replace("$", ""))
    sheet = ground.workbook.sheet(sheet_name.strip("'")) if sheet_name else ground.sheet
    if area is None or sheet is None:
        raise CannotJudgeError(_("数据有效性的来源“{text}”无法自动读取。").format(text=text[:80]))
    cells = [cell for cell in sheet.cells if area.holds(cell.row, cell.column)][:_CHOICES_MAX]
    calculation = Calculation(ground.book)
    return [_shown(calculation, sheet, cell) for cell in cells if cell.kind is not CellKind.BLANK or cell.formula]


def _shown(calculation: Calculation, sheet: Sheet, cell: Cell) -> str:
    try:
        value = calculation.value_at(Place(sheet.name, cell.row, cell.column))
    except CannotCalculateError:
        return cell.value
    return "" if value is BLANK or isinstance(value, ErrorValue) else to_text(value)

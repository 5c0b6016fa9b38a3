"""Functions over a list with headings (DSUM and its kin) and AGGREGATE.

Criteria stand in a range of their own: headings above, one line of conditions
below for each alternative. A condition that is a formula of its own under a
heading the list does not have goes to a person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from grading.office.formulas.coercion import find_number, same_text, to_number
from grading.office.formulas.criteria import Test, test_of
from grading.office.formulas.evaluator import each
from grading.office.formulas.gather import require_range
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.statistics import FOLDS, SUBTOTALS, percentile_exclusive, percentile_inclusive
from grading.office.formulas.values import (
    BLANK,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Obstacle,
    Operand,
    Range,
    Scalar,
)

_SIGNS = ("<", ">", "=")
_NESTED = ("SUBTOTAL(", "AGGREGATE(")
_OPTIONS = range(8)
_FROM_ALL = range(1, 14)
_MEDIAN, _MODE = 12, 13

Condition = tuple[int, Test]


def _records(scope: Scope, database: Operand, field: Scalar, criteria: Operand) -> list[Scalar]:
    """Return the values of a column in the records that meet one line of the criteria."""
    table = scope.matrix(require_range(database)).rows
    column = _column(table[0], field)
    lines = list(_lines(table[0], scope.matrix(require_range(criteria)).rows))
    return [
        row[column] if column is not None else 1.0
        for row in table[1:]
        if any(all(test(row[place]) for place, test in line) for line in lines)
    ]


def _column(headings: tuple[Scalar, ...], field: Scalar) -> int | None:
    if isinstance(field, ErrorValue):
        raise FaultError(field)
    if field is BLANK:
        return None
    if isinstance(field, float):
        place: int | None = int(field) - 1
    else:
        place = _place(headings, field)
    if place is None or not 0 <= place < len(headings):
        raise FaultError(ErrorValue.VALUE)
    return place


def _place(headings: tuple[Scalar, ...], name: Scalar) -> int | None:
    found = (
        place
        for place, heading in enumerate(headings)
        if isinstance(heading, str) and isinstance(name, str) and same_text(heading.strip(), name.strip())
    )
    return next(found, None)


def _lines(headings: tuple[Scalar, ...], criteria: tuple[tuple[Scalar, ...], ...]) -> Iterator[list[Condition]]:
    for row in criteria[1:]:
        line: list[Condition] = []
        for heading, condition in zip(criteria[0], row, strict=True):
            if condition is BLANK:
                continue
            place = _place(headings, heading)
            if place is None:
                raise CannotCalculateError(Obstacle.UNSUPPORTED, "computed criterion")
            line.append((place, test_of(_of_list(condition))))
        yield line


def _of_list(condition: Scalar) -> Scalar:
    """Return a condition as COUNTIF would write it: in a list, a plain text means all that begins with it."""
    if not isinstance(condition, str) or not condition or condition.startswith(_SIGNS):
        return condition
    is_value = find_number(condition) is not None or condition.upper() in {"TRUE", "FALSE"}
    return condition if is_value else condition + "*"


def _numbers(found: list[Scalar]) -> list[float]:
    for value in found:
        if isinstance(value, ErrorValue):
            raise FaultError(value)
    return [value for value in found if isinstance(value, float)]


def _over(fold: Callable[[list[float]], float]) -> Function:
    def run(scope: Scope, database: Operand, field: Scalar, criteria: Operand) -> float:
        return fold(_numbers(_records(scope, database, field, criteria)))

    return Function(run, "rer")


def _count(scope: Scope, database: Operand, field: Scalar, criteria: Operand) -> float:
    return float(sum(1 for value in _records(scope, database, field, criteria) if isinstance(value, float)))


def _count_filled(scope: Scope, database: Operand, field: Scalar, criteria: Operand) -> float:
    return float(sum(1 for value in _records(scope, database, field, criteria) if value is not BLANK))


def _get(scope: Scope, database: Operand, field: Scalar, criteria: Operand) -> Scalar:
    found = _records(scope, database, field, criteria)
    if not found:
        raise FaultError(ErrorValue.VALUE)
    if len(found) > 1:
        raise FaultError(ErrorValue.NUM)
    return found[0]


# -------------------------------------------------------------------------------------------------------- AGGREGATE


def _aggregate(scope: Scope, number: int, option: int, *operands: Operand) -> Operand:
    if option not in _OPTIONS:
        raise FaultError(ErrorValue.VALUE)
    skips_errors, hidden_too, skips_nested = option in {2, 3, 6, 7}, option in {1, 3, 5, 7}, option < 4
    if number in _FROM_ALL:
        values = [
            value
            for operand in operands
            for value in _visible(scope, operand, hidden_too=hidden_too, skips_nested=skips_nested)
        ]
        return _folded(number, values, skips_errors=skips_errors)
    if len(operands) != 2 or number not in _WITH_SHARE:
        raise FaultError(ErrorValue.VALUE)
    source, places = operands[0], scope.matrix(operands[1])
    values = (
        _visible(scope, source, hidden_too=hidden_too, skips_nested=skips_nested)
        if isinstance(source, Range)
        else list(scope.values(source))
    )
    ordered = sorted(_kept(values, skips_errors=skips_errors))
    found = each(lambda place: _at_place(number, ordered, place), [places], scope)
    if isinstance(found, ErrorValue):
        raise FaultError(found)
    return found


def _at_place(number: int, ordered: list[float], place: Scalar) -> Scalar:
    try:
        return _WITH_SHARE[number](ordered, to_number(place))
    except FaultError as fault:
        return fault.error


def _visible(scope: Scope, operand: Operand, *, hidden_too: bool, skips_nested: bool) -> list[Scalar]:
    if not isinstance(operand, Range):
        raise FaultError(ErrorValue.VALUE)
    used = scope.cells.used_part(operand)
    area = None if used is None else used.area
    return [
        scope.cells.value(operand.sheet, row, column)
        for row in (range(area.first_row, area.last_row + 1) if area is not None else ())
        for column in (range(area.first_column, area.last_column + 1) if area is not None else ())
        if not (hidden_too and scope.cells.is_hidden(operand.sheet, row))
        and not (skips_nested and scope.cells.has_formula_with(operand.sheet, row, column, _NESTED))
    ]


def _kept(values: list[Scalar], *, skips_errors: bool) -> list[float]:
    kept = [value for value in values if not (skips_errors and isinstance(value, ErrorValue))]
    return _numbers(kept)


def _folded(number: int, values: list[Scalar], *, skips_errors: bool) -> float:
    name = {_MEDIAN: "MEDIAN", _MODE: "MODE"}.get(number) or SUBTOTALS[number]
    if name == "COUNTA":
        return float(sum(1 for v in values if v is not BLANK and not (skips_errors and isinstance(v, ErrorValue))))
    if name == "COUNT":
        return float(sum(1 for value in values if isinstance(value, float)))
    return _FOLDS[name](_kept(values, skips_errors=skips_errors))


def _nth(ordered: list[float], place: float) -> float:
    index = math.ceil(place)
    if not 1 <= index <= len(ordered):
        raise FaultError(ErrorValue.NUM)
    return ordered[index - 1]


_FOLDS: dict[str, Callable[[list[float]], float]] = {
    **FOLDS,
    "SUM": math.fsum,
    "PRODUCT": lambda found: math.prod(found) if found else 0.0,
}
_WITH_SHARE: dict[int, Callable[[list[float], float], float]] = {
    14: lambda ordered, place: _nth(ordered[::-1], place),
    15: _nth,
    16: percentile_inclusive,
    17: lambda ordered, quarter: percentile_inclusive(ordered, int(quarter) / 4),
    18: percentile_exclusive,
    19: lambda ordered, quarter: percentile_exclusive(ordered, int(quarter) / 4),
}
"""LARGE, SMALL, PERCENTILE.INC, QUARTILE.INC, PERCENTILE.EXC, QUARTILE.EXC."""

DATABASES: dict[str, Function] = {
    "DSUM": _over(_FOLDS["SUM"]),
    "DAVERAGE": _over(FOLDS["AVERAGE"]),
    "DMAX": _over(FOLDS["MAX"]),
    "DMIN": _over(FOLDS["MIN"]),
    "DPRODUCT": _over(_FOLDS["PRODUCT"]),
    "DSTDEV": _over(FOLDS["STDEV"]),
    "DSTDEVP": _over(FOLDS["STDEVP"]),
    "DVAR": _over(FOLDS["VAR"]),
    "DVARP": _over(FOLDS["VARP"]),
    "DCOUNT": Function(_count, "rer"),
    "DCOUNTA": Function(_count_filled, "rer"),
    "DGET": Function(_get, "rer"),
    "AGGREGATE": Function(_aggregate, "iia", repeat="r"),
}

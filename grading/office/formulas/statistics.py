"""Functions of statistics: counting, averages, extremes, ranks, spread, subtotals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from grading.office.formulas.coercion import find_number, same_number
from grading.office.formulas.gather import (
    Selection,
    filled_values,
    numbers,
    numbers_and_texts,
    require_range,
)
from grading.office.formulas.mathematics import added, paired
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import BLANK, ErrorValue, FaultError, Matrix, Operand, Range, Scalar


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through pairs of numbers."""

    slope: float
    start: float


Fold = Callable[[list[float]], float]
_HIDDEN_TOO = 100


def _mean(found: list[float]) -> float:
    if not found:
        raise FaultError(ErrorValue.DIV0)
    return math.fsum(found) / len(found)


def _median(found: list[float]) -> float:
    ordered = _some(sorted(found))
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _mode(found: list[float]) -> float:
    counts = Counter(found)
    best = max(counts.values(), default=0)
    if best < 2:
        raise FaultError(ErrorValue.NA)
    return next(number for number in found if counts[number] == best)


def _squares(found: list[float]) -> float:
    mean = _mean(found)
    return math.fsum((number - mean) ** 2 for number in found)


def _variance(found: list[float]) -> float:
    if len(found) < 2:
        raise FaultError(ErrorValue.DIV0)
    return _squares(found) / (len(found) - 1)


def _variance_of_all(found: list[float]) -> float:
    return _squares(found) / len(found) if found else _mean(found)


def _some(found: list[float]) -> list[float]:
    if not found:
        raise FaultError(ErrorValue.NUM)
    return found


def _geometric_mean(found: list[float]) -> float:
    if not found or min(found) <= 0:
        raise FaultError(ErrorValue.NUM)
    return math.exp(math.fsum(math.log(number) for number in found) / len(found))


FOLDS: dict[str, Fold] = {
    "AVERAGE": _mean,
    "MAX": lambda found: max(found, default=0.0),
    "MIN": lambda found: min(found, default=0.0),
    "MEDIAN": _median,
    "MODE": _mode,
    "MODE.SNGL": _mode,
    "STDEV": lambda found: math.sqrt(_variance(found)),
    "STDEV.S": lambda found: math.sqrt(_variance(found)),
    "STDEVP": lambda found: math.sqrt(_variance_of_all(found)),
    "STDEV.P": lambda found: math.sqrt(_variance_of_all(found)),
    "VAR": _variance,
    "VAR.S": _variance,
    "VARP": _variance_of_all,
    "VAR.P": _variance_of_all,
    "DEVSQ": lambda found: _squares(_some(found)),
    "GEOMEAN": _geometric_mean,
    "AVEDEV": lambda found: math.fsum(abs(number - _mean(found)) for number in found) / len(_some(found)),
}


def _folding(fold: Fold) -> Function:
    return Function(lambda scope, *operands: fold(numbers(scope, operands)), "r", repeat="r")


def _folding_all(fold: Fold) -> Function:
    return Function(lambda scope, *operands: fold(numbers_and_texts(scope, operands)), "r", repeat="r")


def _count(scope: Scope, *operands: Operand) -> float:
    total = 0
    for operand in operands:
        if isinstance(operand, Range | Matrix):
            total += sum(1 for value in scope.values(operand) if isinstance(value, float))
        elif isinstance(operand, str):
            total += find_number(operand) is not None
        else:
            total += not isinstance(operand, ErrorValue)
    return float(total)


def _count_filled(scope: Scope, *operands: Operand) -> float:
    return float(
        sum(
            sum(1 for _value in filled_values(scope, operand)) if isinstance(operand, Range | Matrix) else 1
            for operand in operands
        )
    )


def _count_blank(scope: Scope, operand: Operand) -> float:
    found = require_range(operand)
    filled = sum(1 for value in scope.values(found) if value is not BLANK and value != "")
    return float(found.height * found.width - filled)


def _count_if(scope: Scope, tested: Operand, criterion: Scalar) -> float:
    return float(Selection(scope, [(tested, criterion)]).count())


def _count_ifs(scope: Scope, *pairs: Operand) -> float:
    return float(Selection(scope, paired(pairs)).count())


def _average_if(scope: Scope, tested: Operand, criterion: Scalar, averaged: Operand | None = None) -> float:
    target = require_range(averaged if averaged is not None else tested)
    return _mean(added(scope, target, Selection(scope, [(tested, criterion)]).places()))


def _over_ifs(fold: Fold) -> Function:
    def run(scope: Scope, folded: Operand, *pairs: Operand) -> float:
        target = require_range(folded)
        return fold(added(scope, target, Selection(scope, paired(pairs, target)).places()))

    return Function(run, "rre", repeat="re")


def _nth(*, largest: bool) -> Function:
    def run(scope: Scope, operand: Operand, place: float) -> float:
        ordered = sorted(numbers(scope, (operand,)), reverse=largest)
        index = math.ceil(place)
        if not 1 <= index <= len(ordered):
            raise FaultError(ErrorValue.NUM)
        return ordered[index - 1]

    return Function(run, "rn")


def _rank(*, average: bool) -> Function:
    def run(scope: Scope, number: float, operand: Operand, ascending: float = 0.0) -> float:
        found = numbers(scope, (require_range(operand),))
        ties = sum(1 for one in found if same_number(one, number))
        if not ties:
            raise FaultError(ErrorValue.NA)
        ahead = sum(
            1 for one in found if (one < number if ascending else one > number) and not same_number(one, number)
        )
        return ahead + (ties + 1) / 2 if average else float(ahead + 1)

    return Function(run, "nr", "n")


def percentile_inclusive(ordered: list[float], share: float) -> float:
    """Return the value below which a share of sorted numbers lies, the ends included."""
    _some(ordered)
    if not 0 <= share <= 1:
        raise FaultError(ErrorValue.NUM)
    return _between(ordered, share * (len(ordered) - 1))


def percentile_exclusive(ordered: list[float], share: float) -> float:
    """Return the value below which a share of sorted numbers lies, the ends left out."""
    _some(ordered)
    place = share * (len(ordered) + 1) - 1
    if not 0 < share < 1 or not 0 <= place <= len(ordered) - 1:
        raise FaultError(ErrorValue.NUM)
    return _between(ordered, place)


def _between(ordered: list[float], place: float) -> float:
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _percentile(scope: Scope, operand: Operand, share: float) -> float:
    return percentile_inclusive(sorted(numbers(scope, (operand,))), share)


def _percentile_exclusive(scope: Scope, operand: Operand, share: float) -> float:
    return percentile_exclusive(sorted(numbers(scope, (operand,))), share)


def _quartile_exclusive(scope: Scope, operand: Operand, quarter: int) -> float:
    return _percentile_exclusive(scope, operand, quarter / 4)


def _trend(scope: Scope, ys: Operand, xs: Operand) -> Trend:
    pairs = [
        (x, y)
        for y, x in zip(scope.values(ys), scope.values(xs), strict=False)
        if isinstance(x, float) and isinstance(y, float)
    ]
    left, right = [x for x, _y in pairs], [y for _x, y in pairs]
    means = _mean(left), _mean(right)
    spread = _squares(left)
    if spread == 0:
        raise FaultError(ErrorValue.DIV0)
    slope = math.fsum((x - means[0]) * (y - means[1]) for x, y in pairs) / spread
    return Trend(slope, means[1] - slope * means[0])


def _forecast(scope: Scope, x: float, ys: Operand, xs: Operand) -> float:
    trend = _trend(scope, ys, xs)
    return trend.start + trend.slope * x


def _quartile(scope: Scope, operand: Operand, quarter: int) -> float:
    return _percentile(scope, operand, quarter / 4)


def _frequency(scope: Scope, data: Operand, bounds: Operand) -> Matrix:
    limits = numbers(scope, (bounds,))
    found = numbers(scope, (data,))
    counts = [0] * (len(limits) + 1)
    order = sorted(range(len(limits)), key=lambda index: limits[index])
    for number in found:
        place = next((index for index in order if number <= limits[index]), len(limits))
        counts[place] += 1
    return Matrix(tuple((float(count),) for count in counts))


def _correlation(scope: Scope, one: Operand, other: Operand) -> float:
    pairs = [
        (x, y)
        for x, y in zip(scope.values(one), scope.values(other), strict=False)
        if isinstance(x, float) and isinstance(y, float)
    ]
    left, right = [x for x, _y in pairs], [y for _x, y in pairs]
    means = _mean(left), _mean(right)
    spread = math.sqrt(_squares(left) * _squares(right))
    if spread == 0:
        raise FaultError(ErrorValue.DIV0)
    return math.fsum((x - means[0]) * (y - means[1]) for x, y in pairs) / spread


SUBTOTALS: dict[int, str] = {
    1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 7: "STDEV", 8: "STDEVP", 9: "SUM",
    10: "VAR", 11: "VARP",
}  # fmt: skip


def _subtotal(scope: Scope, number: int, *operands: Operand) -> float:
    name = SUBTOTALS.get(number % _HIDDEN_TOO if number > _HIDDEN_TOO else number)
    if name is None:
        raise FaultError(ErrorValue.VALUE)
    values = [
        value for operand in operands for value in _counted_values(scope, operand, hidden_too=number > _HIDDEN_TOO)
    ]
    if name == "COUNTA":
        return float(sum(1 for value in values if value is not BLANK))
    found: list[float] = []
    for value in values:
        if isinstance(value, ErrorValue) and name != "COUNT":
            raise FaultError(value)
        if isinstance(value, float):
            found.append(value)
    match name:
        case "COUNT":
            return float(len(found))
        case "SUM":
            return math.fsum(found)
        case "PRODUCT":
            return math.prod(found) if found else 0.0
        case _:
            return FOLDS[name](found)


def _counted_values(scope: Scope, operand: Operand, *, hidden_too: bool) -> list[Scalar]:
    if not isinstance(operand, Range):
        raise FaultError(ErrorValue.VALUE)
    used = scope.cells.used_part(operand)
    if used is None:
        return []
    area = used.area
    return [
        scope.cells.value(used.sheet, row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
        if not scope.cells.is_left_out(used.sheet, row, column, hidden_too=hidden_too)
    ]


STATISTICS: dict[str, Function] = {
    **{name: _folding(fold) for name, fold in FOLDS.items()},
    "AVERAGEA": _folding_all(_mean),
    "MAXA": _folding_all(FOLDS["MAX"]),
    "MINA": _folding_all(FOLDS["MIN"]),
    "COUNT": Function(_count, "r", repeat="r"),
    "COUNTA": Function(_count_filled, "r", repeat="r"),
    "COUNTBLANK": Function(_count_blank, "r"),
    "COUNTIF": Function(_count_if, "re"),
    "COUNTIFS": Function(_count_ifs, "re", repeat="re"),
    "AVERAGEIF": Function(_average_if, "re", "r"),
    "AVERAGEIFS": _over_ifs(_mean),
    "MAXIFS": _over_ifs(FOLDS["MAX"]),
    "MINIFS": _over_ifs(FOLDS["MIN"]),
    "LARGE": _nth(largest=True),
    "SMALL": _nth(largest=False),
    "RANK": _rank(average=False),
    "RANK.EQ": _rank(average=False),
    "RANK.AVG": _rank(average=True),
    "PERCENTILE": Function(_percentile, "rn"),
    "PERCENTILE.INC": Function(_percentile, "rn"),
    "QUARTILE": Function(_quartile, "ri"),
    "QUARTILE.INC": Function(_quartile, "ri"),
    "PERCENTILE.EXC": Function(_percentile_exclusive, "rn"),
    "QUARTILE.EXC": Function(_quartile_exclusive, "ri"),
    "SLOPE": Function(lambda scope, ys, xs: _trend(scope, ys, xs).slope, "rr"),
    "INTERCEPT": Function(lambda scope, ys, xs: _trend(scope, ys, xs).start, "rr"),
    "FORECAST": Function(_forecast, "nrr"),
    "FORECAST.LINEAR": Function(_forecast, "nrr"),
    "FREQUENCY": Function(_frequency, "rr", array=True),
    "CORREL": Function(_correlation, "rr"),
    "SUBTOTAL": Function(_subtotal, "ir", repeat="r"),
}

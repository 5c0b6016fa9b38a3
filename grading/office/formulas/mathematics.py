"""Functions of mathematics: sums, rounding, powers, angles, subtotals."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from grading.office.formulas.coercion import same_number
from grading.office.formulas.evaluator import power
from grading.office.formulas.gather import Selection, numbers, require_range, value_at
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import ErrorValue, FaultError, Matrix, Operand, Range, Scalar, finite

_DIGITS_MAX = 300
_FACTORIAL_MAX = 170


def _sum(scope: Scope, *operands: Operand) -> float:
    return finite(math.fsum(numbers(scope, operands)))


def _product(scope: Scope, *operands: Operand) -> float:
    found = numbers(scope, operands)
    return finite(math.prod(found)) if found else 0.0


def _sum_of_squares(scope: Scope, *operands: Operand) -> float:
    return finite(math.fsum(number * number for number in numbers(scope, operands)))


def _sum_products(scope: Scope, *operands: Operand) -> float:
    matrices = [scope.matrix(operand) for operand in operands]
    first = matrices[0]
    if any((matrix.height, matrix.width) != (first.height, first.width) for matrix in matrices):
        raise FaultError(ErrorValue.VALUE)
    is_single = len(matrices) == 1 and not isinstance(operands[0], Range | Matrix)
    columns = [[value for row in matrix.rows for value in row] for matrix in matrices]
    return finite(
        math.fsum(
            math.prod(_plain(value, is_single=is_single) for value in values) for values in zip(*columns, strict=True)
        )
    )


def _plain(value: Scalar, *, is_single: bool) -> float:
    if isinstance(value, ErrorValue):
        raise FaultError(value)
    if isinstance(value, bool):
        return float(value) if is_single else 0.0
    return value if isinstance(value, float) else 0.0


def _sum_if(scope: Scope, tested: Operand, criterion: Scalar, summed: Operand | None = None) -> float:
    target = require_range(summed if summed is not None else tested)
    chosen = Selection(scope, [(tested, criterion)]).places()
    return math.fsum(added(scope, target, chosen))


def _sum_ifs(scope: Scope, summed: Operand, *pairs: Operand) -> float:
    target = require_range(summed)
    return math.fsum(added(scope, target, Selection(scope, paired(pairs, target)).places()))


def paired(pairs: tuple[Operand, ...], target: Range | Matrix | None = None) -> list[tuple[Operand, Scalar]]:
    """Return ranges with their criteria; raises `FaultError` unless all have the shape of `target`."""
    found = [(pairs[index], pairs[index + 1]) for index in range(0, len(pairs) - 1, 2)]
    if len(pairs) % 2 or not found:
        raise FaultError(ErrorValue.VALUE)
    if target is not None and any(
        (one.height, one.width) != (target.height, target.width) for one in map(require_range, (p for p, _c in found))
    ):
        raise FaultError(ErrorValue.VALUE)
    return found  # type: ignore[return-value]  # a criterion is of kind "v", so it is a single value


def added(scope: Scope, target: Range | Matrix, places: object) -> list[float]:
    """Return the numbers at the places of a range."""
    found: list[float] = []
    for row, column in places:  # type: ignore[attr-defined]
        value = value_at(scope, target, row, column)
        if isinstance(value, ErrorValue):
            raise FaultError(value)
        if isinstance(value, float):
            found.append(value)
    return found


def rounded(number: float, digits: int, way: str) -> float:
    """Round in the decimal spelling, as a person sees the number (15 digits)."""
    if not -_DIGITS_MAX <= digits <= _DIGITS_MAX:
        return number if digits > 0 else 0.0
    exact = Decimal(f"{number:.15g}")
    return float(exact.scaleb(digits).to_integral_value(rounding=way).scaleb(-digits))


def _rounding(way: str) -> Callable[..., float]:
    def run(_scope: Scope, number: float, digits: int = 0) -> float:
        return rounded(number, digits, way)

    return run


def _multiple(way: str) -> Callable[..., float]:
    def run(_scope: Scope, number: float, step: float = 1.0) -> float:
        if step == 0:
            if way == ROUND_FLOOR and number:
                raise FaultError(ErrorValue.DIV0)
            return 0.0
        if number > 0 > step:
            raise FaultError(ErrorValue.NUM)
        share = Decimal(f"{number / step:.15g}").to_integral_value(rounding=way)
        return finite(float(share) * step)

    return run


def _round_to(_scope: Scope, number: float, step: float) -> float:
    if number * step < 0:
        raise FaultError(ErrorValue.NUM)
    return 0.0 if step == 0 else float(Decimal(f"{number / step:.15g}").to_integral_value(ROUND_HALF_UP)) * step


def _remainder(_scope: Scope, number: float, divisor: float) -> float:
    if divisor == 0:
        raise FaultError(ErrorValue.DIV0)
    rest = number - divisor * math.floor(number / divisor)
    return 0.0 if same_number(rest, divisor) or abs(rest) < 1e-15 * abs(number) else rest


def _quotient(_scope: Scope, number: float, divisor: float) -> float:
    if divisor == 0:
        raise FaultError(ErrorValue.DIV0)
    return float(math.trunc(number / divisor))


def _whole(_scope: Scope, number: float) -> float:
    nearest = round(number)
    return float(nearest) if same_number(number, float(nearest)) else float(math.floor(number))


def _root(_scope: Scope, number: float) -> float:
    if number < 0:
        raise FaultError(ErrorValue.NUM)
    return math.sqrt(number)


def _factorial(_scope: Scope, number: int) -> float:
    if not 0 <= number <= _FACTORIAL_MAX:
        raise FaultError(ErrorValue.NUM)
    return float(math.factorial(number))


def _combinations(_scope: Scope, number: int, chosen: int) -> float:
    if not 0 <= chosen <= number <= 1000:
        raise FaultError(ErrorValue.NUM)
    return finite(float(math.comb(number, chosen)))


def _logarithm(_scope: Scope, number: float, base: float = 10.0) -> float:
    if number <= 0 or base <= 0:
        raise FaultError(ErrorValue.NUM)
    if base == 1:
        raise FaultError(ErrorValue.DIV0)
    return math.log10(number) if base == 10 else math.log(number) / math.log(base)


def _natural_logarithm(_scope: Scope, number: float) -> float:
    if number <= 0:
        raise FaultError(ErrorValue.NUM)
    return math.log(number)


def _even(_scope: Scope, number: float) -> float:
    return math.copysign(math.ceil(abs(number) / 2) * 2, number)


def _odd(_scope: Scope, number: float) -> float:
    return math.copysign(max(math.ceil((abs(number) + 1) / 2) * 2 - 1, 1), number)


def _divisor(scope: Scope, *operands: Operand) -> float:
    return float(math.gcd(*_counts(scope, operands)))


def _common_multiple(scope: Scope, *operands: Operand) -> float:
    return finite(float(math.lcm(*_counts(scope, operands))))


def _counts(scope: Scope, operands: tuple[Operand, ...]) -> list[int]:
    found = [int(number) for number in numbers(scope, operands)]
    if any(number < 0 for number in found):
        raise FaultError(ErrorValue.NUM)
    return found


def _angle_of(_scope: Scope, x: float, y: float) -> float:
    if x == y == 0:
        raise FaultError(ErrorValue.DIV0)
    return math.atan2(y, x)


def _plainly(run: Callable[[float], float]) -> Function:
    def call(_scope: Scope, number: float) -> float:
        try:
            return finite(run(number))
        except ValueError as error:
            raise FaultError(ErrorValue.NUM) from error

    return Function(call, "n")


MATHEMATICS: dict[str, Function] = {
    "SUM": Function(_sum, "r", repeat="r"),
    "PRODUCT": Function(_product, "r", repeat="r"),
    "SUMSQ": Function(_sum_of_squares, "r", repeat="r"),
    "SUMPRODUCT": Function(_sum_products, "r", repeat="r", array=True),
    "SUMIF": Function(_sum_if, "re", "r"),
    "SUMIFS": Function(_sum_ifs, "rre", repeat="re"),
    "ROUND": Function(_rounding(ROUND_HALF_UP), "ni"),
    "ROUNDUP": Function(_rounding(ROUND_UP), "ni"),
    "ROUNDDOWN": Function(_rounding(ROUND_DOWN), "ni"),
    "TRUNC": Function(_rounding(ROUND_DOWN), "n", "i"),
    "CEILING": Function(_multiple(ROUND_CEILING), "nn"),
    "FLOOR": Function(_multiple(ROUND_FLOOR), "nn"),
    "MROUND": Function(_round_to, "nn"),
    "INT": Function(_whole, "n"),
    "MOD": Function(_remainder, "nn"),
    "QUOTIENT": Function(_quotient, "nn"),
    "ABS": _plainly(abs),
    "SIGN": _plainly(lambda number: float((number > 0) - (number < 0))),
    "SQRT": Function(_root, "n"),
    "POWER": Function(lambda _scope, base, exponent: power(base, exponent), "nn"),
    "EXP": _plainly(math.exp),
    "LN": Function(_natural_logarithm, "n"),
    "LOG": Function(_logarithm, "n", "n"),
    "LOG10": Function(_logarithm, "n"),
    "FACT": Function(_factorial, "i"),
    "COMBIN": Function(_combinations, "ii"),
    "EVEN": Function(_even, "n"),
    "ODD": Function(_odd, "n"),
    "GCD": Function(_divisor, "r", repeat="r"),
    "LCM": Function(_common_multiple, "r", repeat="r"),
    "PI": Function(lambda _scope: math.pi),
    "SIN": _plainly(math.sin),
    "COS": _plainly(math.cos),
    "TAN": _plainly(math.tan),
    "ASIN": _plainly(math.asin),
    "ACOS": _plainly(math.acos),
    "ATAN": _plainly(math.atan),
    "ATAN2": Function(_angle_of, "nn"),
    "RADIANS": _plainly(math.radians),
    "DEGREES": _plainly(math.degrees),
}

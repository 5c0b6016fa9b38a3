"""Functions of samples beyond averages: spread with texts counted, shape, ranks by share, pairs of series, chances."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from statistics import NormalDist

from grading.office.formulas.gather import numbers, numbers_and_texts
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.statistics import FOLDS, Fold
from grading.office.formulas.values import ErrorValue, FaultError, Matrix, Operand, finite

Pairs = list[tuple[float, float]]


def _over(fold: Fold) -> Function:
    return Function(lambda scope, *operands: finite(fold(numbers(scope, operands))), "r", repeat="r")


def _over_all(fold: Fold) -> Function:
    return Function(lambda scope, *operands: finite(fold(numbers_and_texts(scope, operands))), "r", repeat="r")


def _harmonic(found: list[float]) -> float:
    if not found or min(found) <= 0:
        raise FaultError(ErrorValue.NUM)
    return len(found) / math.fsum(1 / number for number in found)


def _skewness(found: list[float]) -> float:
    count = len(found)
    if count < 3:
        raise FaultError(ErrorValue.DIV0)
    shares = _standardised(found)
    return count / ((count - 1) * (count - 2)) * math.fsum(share**3 for share in shares)


def _kurtosis(found: list[float]) -> float:
    count = len(found)
    if count < 4:
        raise FaultError(ErrorValue.DIV0)
    fourth = math.fsum(share**4 for share in _standardised(found))
    first = count * (count + 1) / ((count - 1) * (count - 2) * (count - 3)) * fourth
    return first - 3 * (count - 1) ** 2 / ((count - 2) * (count - 3))


def _standardised(found: list[float]) -> list[float]:
    mean, spread = FOLDS["AVERAGE"](found), FOLDS["STDEV"](found)
    if spread == 0:
        raise FaultError(ErrorValue.DIV0)
    return [(number - mean) / spread for number in found]


def _trimmed_mean(scope: Scope, operand: Operand, share: float) -> float:
    ordered = sorted(numbers(scope, (operand,)))
    if not 0 <= share < 1 or not ordered:
        raise FaultError(ErrorValue.NUM)
    cut = int(len(ordered) * share) // 2
    return FOLDS["AVERAGE"](ordered[cut : len(ordered) - cut])


def _modes(scope: Scope, *operands: Operand) -> Matrix:
    found = numbers(scope, operands)
    counts = Counter(found)
    best = max(counts.values(), default=0)
    if best < 2:
        raise FaultError(ErrorValue.NA)
    return Matrix(tuple((number,) for number in dict.fromkeys(found) if counts[number] == best))


def _share_of_rank(*, inclusive: bool) -> Function:
    def run(scope: Scope, operand: Operand, wanted: float, digits: int = 3) -> float:
        ordered = sorted(numbers(scope, (operand,)))
        if not ordered or digits < 1:
            raise FaultError(ErrorValue.NUM)
        if not ordered[0] <= wanted <= ordered[-1]:
            raise FaultError(ErrorValue.NA)
        place = _place_among(ordered, wanted)
        top, bottom = (place, len(ordered) - 1) if inclusive else (place + 1, len(ordered) + 1)
        share = 1.0 if bottom == 0 else top / bottom
        return float(Decimal(f"{share:.15g}").quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN))

    return Function(run, "rn", "i")


def _place_among(ordered: list[float], wanted: float) -> float:
    """Return the place of a number among sorted ones, from 0; between two of them a share of the way."""
    below = sum(1 for number in ordered if number < wanted)
    if ordered[below] == wanted:
        return float(below)
    return below - 1 + (wanted - ordered[below - 1]) / (ordered[below] - ordered[below - 1])


def _pairs(scope: Scope, one: Operand, other: Operand) -> Pairs:
    left, right = scope.matrix(one), scope.matrix(other)
    if left.height * left.width != right.height * right.width:
        raise FaultError(ErrorValue.NA)
    values = list(zip(scope.values(left), scope.values(right), strict=True))
    for value in (value for pair in values for value in pair):
        if isinstance(value, ErrorValue):
            raise FaultError(value)
    return [(x, y) for x, y in values if isinstance(x, float) and isinstance(y, float)]


def _over_pairs(fold: Callable[[Pairs], float]) -> Function:
    return Function(lambda scope, one, other: finite(fold(_pairs(scope, one, other))), "rr", array=True)


def _covariance(pairs: Pairs, *, sample: bool) -> float:
    count = len(pairs) - sample
    if count < 1:
        raise FaultError(ErrorValue.DIV0)
    left, right = (FOLDS["AVERAGE"]([pair[side] for pair in pairs]) for side in (0, 1))
    return math.fsum((x - left) * (y - right) for x, y in pairs) / count


def _correlation(pairs: Pairs) -> float:
    spread = math.sqrt(math.prod(FOLDS["DEVSQ"]([pair[side] for pair in pairs]) for side in (0, 1)))
    if spread == 0:
        raise FaultError(ErrorValue.DIV0)
    return _covariance(pairs, sample=False) * len(pairs) / spread


def _error_of_trend(pairs: Pairs) -> float:
    """Return what STEYX gives; the pairs are y and x."""
    if len(pairs) < 3:
        raise FaultError(ErrorValue.DIV0)
    ys, xs = FOLDS["DEVSQ"]([y for y, _x in pairs]), FOLDS["DEVSQ"]([x for _y, x in pairs])
    if xs == 0:
        raise FaultError(ErrorValue.DIV0)
    both = _covariance(pairs, sample=False) * len(pairs)
    return math.sqrt(max(ys - both * both / xs, 0.0) / (len(pairs) - 2))


def _sum_of(term: Callable[[float, float], float]) -> Callable[[Pairs], float]:
    def fold(pairs: Pairs) -> float:
        if not pairs:
            raise FaultError(ErrorValue.DIV0)
        return math.fsum(term(x, y) for x, y in pairs)

    return fold


def _permutations(_scope: Scope, number: int, chosen: int) -> float:
    if not 0 <= chosen <= number <= 10_000:
        raise FaultError(ErrorValue.NUM)
    return finite(float(math.perm(number, chosen)))


def _standardise(_scope: Scope, number: float, mean: float, spread: float) -> float:
    if spread <= 0:
        raise FaultError(ErrorValue.NUM)
    return (number - mean) / spread


def _normal(_scope: Scope, number: float, mean: float, spread: float, whole: bool) -> float:  # noqa: FBT001
    if spread <= 0:
        raise FaultError(ErrorValue.NUM)
    chances = NormalDist(mean, spread)
    return chances.cdf(number) if whole else chances.pdf(number)


def _normal_place(_scope: Scope, share: float, mean: float = 0.0, spread: float = 1.0) -> float:
    if spread <= 0 or not 0 < share < 1:
        raise FaultError(ErrorValue.NUM)
    return NormalDist(mean, spread).inv_cdf(share)


_NORMAL = Function(_normal, "nnnb")
_RANKED, _RANKED_BETWEEN = _share_of_rank(inclusive=True), _share_of_rank(inclusive=False)

SAMPLES: dict[str, Function] = {
    "STDEVA": _over_all(FOLDS["STDEV"]),
    "STDEVPA": _over_all(FOLDS["STDEVP"]),
    "VARA": _over_all(FOLDS["VAR"]),
    "VARPA": _over_all(FOLDS["VARP"]),
    "HARMEAN": _over(_harmonic),
    "SKEW": _over(_skewness),
    "KURT": _over(_kurtosis),
    "TRIMMEAN": Function(_trimmed_mean, "rn"),
    "MODE.MULT": Function(_modes, "r", repeat="r"),
    "PERCENTRANK": _RANKED,
    "PERCENTRANK.INC": _RANKED,
    "PERCENTRANK.EXC": _RANKED_BETWEEN,
    "COVAR": _over_pairs(lambda pairs: _covariance(pairs, sample=False)),
    "COVARIANCE.P": _over_pairs(lambda pairs: _covariance(pairs, sample=False)),
    "COVARIANCE.S": _over_pairs(lambda pairs: _covariance(pairs, sample=True)),
    "PEARSON": _over_pairs(_correlation),
    "RSQ": _over_pairs(lambda pairs: _correlation(pairs) ** 2),
    "STEYX": _over_pairs(_error_of_trend),
    "SUMX2MY2": _over_pairs(_sum_of(lambda x, y: x * x - y * y)),
    "SUMX2PY2": _over_pairs(_sum_of(lambda x, y: x * x + y * y)),
    "SUMXMY2": _over_pairs(_sum_of(lambda x, y: (x - y) ** 2)),
    "PERMUT": Function(_permutations, "ii"),
    "STANDARDIZE": Function(_standardise, "nnn"),
    "NORM.DIST": _NORMAL,
    "NORMDIST": _NORMAL,
    "NORMSDIST": Function(lambda _scope, number: NormalDist().cdf(number), "n"),
    "NORM.S.DIST": Function(lambda scope, number, whole: _normal(scope, number, 0.0, 1.0, whole), "nb"),
    "NORM.INV": Function(_normal_place, "nnn"),
    "NORMINV": Function(_normal_place, "nnn"),
    "NORM.S.INV": Function(_normal_place, "n"),
    "NORMSINV": Function(_normal_place, "n"),
}

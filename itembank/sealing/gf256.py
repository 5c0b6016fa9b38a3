"""Secret sharing over GF(2^8): any k of n points give the secret back, k-1 say nothing about it.

The scheme is A. Shamir, "How to share a secret", Communications of the ACM
22 (11), 1979, applied to each byte; the field is that of AES (FIPS 197,
x^8 + x^4 + x^3 + x + 1). The secret is the polynomial's value at 0, shares are
its values at 1..n. No library of the project offers it, hence these few lines;
they run on paper that people type in, never where timing could be watched.
"""

from __future__ import annotations

from collections.abc import Mapping

from itembank.sealing.recipes import Entropy

FIELD_POLYNOMIAL = 0x11B
ORDER = 255


def _make_powers() -> tuple[int, ...]:
    powers = [1]
    for _exponent in range(ORDER - 1):
        doubled = powers[-1] << 1
        if doubled & 0x100:
            doubled ^= FIELD_POLYNOMIAL
        powers.append(doubled ^ powers[-1])
    return tuple(powers)


POWERS = _make_powers()
LOGARITHMS = {power: exponent for exponent, power in enumerate(POWERS)}


def multiply(left: int, right: int) -> int:
    """Product of two field elements."""
    if left == 0 or right == 0:
        return 0
    return POWERS[(LOGARITHMS[left] + LOGARITHMS[right]) % ORDER]


def divide(left: int, right: int) -> int:
    """Quotient of two field elements; `right` is never 0."""
    if left == 0:
        return 0
    return POWERS[(LOGARITHMS[left] - LOGARITHMS[right]) % ORDER]


def split(secret: bytes, threshold: int, count: int, entropy: Entropy) -> dict[int, bytes]:
    """Return the shares 1..count of `secret`; any `threshold` of them restore it."""
    if not 1 <= threshold <= count < ORDER:
        raise ValueError("threshold and count do not fit together")
    coefficients = [secret, *(entropy(len(secret)) for _power in range(threshold - 1))]
    return {x: _evaluate(coefficients, x) for x in range(1, count + 1)}


def interpolate(points: Mapping[int, bytes], at: int = 0) -> bytes:
    """Return the value at `at` of the lowest polynomial through `points` (all of one length)."""
    length = len(next(iter(points.values())))
    result = bytearray(length)
    for x, values in points.items():
        weight = _weight(x, points, at)
        for place, value in enumerate(values):
            result[place] ^= multiply(weight, value)
    return bytes(result)


def _evaluate(coefficients: list[bytes], x: int) -> bytes:
    result = bytearray(len(coefficients[0]))
    for coefficient in reversed(coefficients):
        for place, value in enumerate(coefficient):
            result[place] = multiply(result[place], x) ^ value
    return bytes(result)


def _weight(x: int, points: Mapping[int, bytes], at: int) -> int:
    """Lagrange's basis polynomial of `x` at `at`; subtraction is XOR in this field."""
    weight = 1
    for other in points:
        if other != x:
            weight = multiply(weight, divide(at ^ other, x ^ other))
    return weight

"""Numbers in the General format as a cell shows them (eleven places), and in the scientific one."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_SCIENTIFIC = re.compile(r"(?P<whole>[#0]+)(?P<fraction>\.[#0]*)?E(?P<sign>[+-])(?P<exponent>0+)")
_WIDE = Context(prec=700)
_WIDTH = 11
_DIGITS = 10


def general_text(number: float) -> str:
    """Return a number as General shows it where there is room: at most eleven places, else with an exponent."""
    if number == 0:
        return "0"
    exact = Decimal(f"{number:.15g}")
    if exact == exact.to_integral_value() and abs(exact) < 10**_WIDTH:
        return f"{exact:.0f}"
    size = math.floor(math.log10(abs(number)))
    sign, bare = ("-" if number < 0 else ""), abs(number)
    if -4 <= size <= -1:
        return sign + _trimmed(f"{Decimal(f'{bare:.{_DIGITS + size}g}'):f}")
    if -_DIGITS < size < _DIGITS:
        for text in (f"{bare:.12f}", f"{Decimal(f'{bare:.{_DIGITS}g}'):f}"):
            if len(_trimmed(text)) <= _WIDTH:
                return sign + _trimmed(text)
    return sign + (_trimmed(f"{bare:.0f}") if size == _DIGITS else _with_exponent(bare))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_exponent(number: float) -> str:
    mantissa, _e, exponent = f"{number:.5e}".partition("e")
    return f"{_trimmed(mantissa)}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"


def scientific_shape(number: float, code: str) -> str | None:
    """Return a number as "0.00E+00" and its like show it, None if the code is another."""
    match = _SCIENTIFIC.fullmatch(code)
    if match is None:
        return None
    mask = (match["fraction"] or ".")[1:]
    step = len(match["whole"])
    exact = abs(Decimal(f"{number:.15g}"))
    exponent = 0 if exact == 0 else math.floor(exact.adjusted() / step) * step
    mantissa = _rounded(exact.scaleb(-exponent), len(mask))
    if mantissa >= 10**step:
        exponent += step
        mantissa = _rounded(exact.scaleb(-exponent), len(mask))
    whole, _point, fraction = f"{mantissa:f}".partition(".")
    keep = mask.rfind("0") + 1
    while len(fraction) > keep and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.lstrip("0").rjust(match["whole"].count("0"), "0")
    sign = "-" if exponent < 0 else "+" if match["sign"] == "+" else ""
    shown = whole + ("." + fraction if match["fraction"] else "")
    return ("-" if number < 0 else "") + f"{shown}E{sign}{abs(exponent):0{len(match['exponent'])}d}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)

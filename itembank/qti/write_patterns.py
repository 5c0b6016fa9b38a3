"""An accepted fill-in as an XML Schema pattern for the raw answer, folding included.

Our own rule folds the answer and compares. QTI cannot fold, but its patterns
can name every character that folds to the wanted one, with the blanks between
that do not count. What that cannot express is said by the caller.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from itembank.model.marking import TextNormal
from itembank.model.normal import normalise
from itembank.qti.write_nodes import decimal_text

# Beyond it there are no letters with two cases and no widths.
LAST_CHARACTER = 0x1FFFF
SURROGATES = range(0xD800, 0xE000)
FIRST_CHARACTER = 0x20
INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
WHITE = " \\t\\n\\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SPECIAL = frozenset("\\|.?*+(){}[]-^")
GROUP = 3
MOST_STEPS = 25
# A marker of a QTI 3 engine may refuse longer ones; ours does.
MAX_PATTERN = 2000


def text_pattern(wanted: str, normal: TextNormal) -> str | None:
    """Return the pattern of all answers that fold to the same as `wanted`; None when it would be too long."""
    text = normalise(wanted, normal)
    return _bounded(_framed(_Letter(normal).all(text), normal))


def number_pattern(
    amount: Fraction, normal: TextNormal, unit: str = "", *, only_with_commas: bool = False
) -> str | None:
    """Return the pattern of a number written with or without thousands commas and spare zeros, and its unit.

    `only_with_commas` leaves out the plain spellings. Scientific notation is not covered. None when it has no
    decimal spelling or would be too long.
    """
    plain = decimal_text(abs(amount))
    if plain is None:
        return None
    whole, _point, decimals = plain.partition(".")
    digits = _Digits(whole, decimals, is_negative=amount < 0)
    return _bounded(_number(digits, normal, unit, only_with_commas=only_with_commas))


def range_patterns(low: Fraction, high: Fraction, normal: TextNormal, unit: str = "") -> list[str] | None:
    """Return patterns of all numbers from `low` to `high`, one for each step of their last decimal; None for too many.

    Each takes its step and whatever digits follow, the ends only themselves.
    """
    texts = [decimal_text(abs(end)) for end in (low, high)]
    if None in texts:
        return None
    places = max(len((text or "").partition(".")[2]) for text in texts)
    scale = 10**places
    steps: list[_Digits] = []
    for least, most, is_negative in ((max(low, Fraction(0)), high, False), (max(-high, Fraction(0)), -low, True)):
        first, last = int(least * scale), int(most * scale) if most >= 0 else -1
        if last - first > MOST_STEPS:
            return None
        for step in range(first, last + 1):
            whole, rest = divmod(step, scale)
            decimals = str(rest).rjust(places, "0") if places else ""
            steps.append(_Digits(str(whole), decimals, is_negative, is_open=step < last))
    patterns = [_bounded(_number(step, normal, unit)) for step in steps]
    return None if None in patterns else [pattern for pattern in patterns if pattern]


@dataclass(frozen=True)
class _Digits:
    """A decimal number as its digits; an open one takes any digits after its last decimal."""

    whole: str
    decimals: str
    is_negative: bool
    is_open: bool = False

    @property
    def is_zero(self) -> bool:
        return not self.is_open and not (self.whole + self.decimals).strip("0")


def _number(digits: _Digits, normal: TextNormal, unit: str, *, only_with_commas: bool = False) -> str:
    letter = _Letter(normal)
    whole = digits.whole.lstrip("0")
    forms = _grouped(digits.whole, letter)
    if not only_with_commas:
        forms += "|" + (_zeros(letter, "*") + letter.all(whole) if whole else _zeros(letter, "+"))
    body = f"({forms}){_tail(digits, letter)}"
    if not whole and not only_with_commas:
        body += "|" + letter.of(".") + _decimals_alone(digits, letter)
    if digits.is_zero:
        sign = f"({letter.of('+')}|{letter.of('-')})?"
    else:
        sign = letter.of("-") if digits.is_negative else f"({letter.of('+')})?"
    spaced = "" if normal.ignore_inner_blanks or not unit else f"[{WHITE}{INVISIBLE}]*"
    ending = spaced + letter.all(normalise(unit, normal)) if unit else ""
    return _framed(f"{sign}({body}){ending}", normal)


def _tail(digits: _Digits, letter: _Letter) -> str:
    """Return what may follow the whole part: nothing where the decimals are zeros, else a point and decimals."""
    after = letter.of(".") + f"({_decimals(digits, letter)})"
    return after if digits.decimals.strip("0") else f"({after})?"


def _decimals(digits: _Digits, letter: _Letter) -> str:
    """Return the decimals with their zeros at the end left out or not, and any digits after an open number's."""
    core = digits.decimals.rstrip("0")
    if not digits.is_open:
        return letter.all(core) + _zeros(letter, "*")
    spare = len(digits.decimals) - len(core)
    left_out = f"({letter.of('0')})?" * spare
    return f"{letter.all(core)}({left_out}|{letter.of('0') * spare}{letter.any_digits('*')})"


def _decimals_alone(digits: _Digits, letter: _Letter) -> str:
    """Return the decimals of a number without a whole part: at least one."""
    if digits.decimals.strip("0"):
        return f"({_decimals(digits, letter)})"
    if not digits.is_open:
        return _zeros(letter, "+")
    zero, count = letter.of("0"), len(digits.decimals)
    left_out = zero + f"({zero})?" * (count - 1) if count else ""
    full = zero * count + letter.any_digits("*" if count else "+")
    return f"({left_out}|{full})" if left_out else f"({full})"


class _Letter:
    """Patterns of single characters under the flags of one blank, each followed by what does not count."""

    def __init__(self, normal: TextNormal) -> None:
        self._sources = _sources(normal)
        self._normal = normal
        self._after = f"[{WHITE}{INVISIBLE}]*" if normal.ignore_inner_blanks else f"[{INVISIBLE}]*"

    def of(self, character: str) -> str:
        if character == " ":
            return f"[{INVISIBLE}]*[{WHITE}][{WHITE}{INVISIBLE}]*"
        singles = [character, *self._sources.get(character, ())]
        return f"[{''.join(_escaped(one) for one in dict.fromkeys(singles))}]{self._after}"

    def all(self, characters: str) -> str:
        return "".join(self.of(character) for character in characters)

    def any_digits(self, how_many: str) -> str:
        wide = "０-９" if self._normal.fold_width else ""
        return f"([0-9{wide}]{self._after}){how_many}"


def _framed(body: str, normal: TextNormal) -> str:
    """Let blanks at both ends not matter."""
    edge = f"[{WHITE}{INVISIBLE}]*"
    return f"{edge}{body}" if normal.ignore_inner_blanks else f"{edge}{body}{edge}"


def _zeros(letter: _Letter, how_many: str) -> str:
    return f"({letter.of('0')}){how_many}"


def _grouped(whole: str, letter: _Letter) -> str:
    """Return the pattern of digits in groups of three with at least one comma, zeros before them allowed."""
    digits = whole.lstrip("0")
    comma, zero = letter.of(","), letter.of("0")
    padded = digits.rjust(-(-max(len(digits), 1) // GROUP) * GROUP, "0")
    groups = [padded[at : at + GROUP] for at in range(0, len(padded), GROUP)]
    rest = "".join(comma + letter.all(group) for group in groups[1:])
    led = f"{zero}({zero}({zero})?)?({comma}{zero}{zero}{zero})*{comma}{letter.all(groups[0])}{rest}"
    if not rest:
        return led
    first = groups[0].lstrip("0")
    spare = f"({zero})?" * (GROUP - len(first))
    return f"{spare}{letter.all(first)}{rest}|{led}"


def _bounded(pattern: str) -> str | None:
    return pattern if len(pattern) <= MAX_PATTERN else None


def _escaped(character: str) -> str:
    return "\\" + character if character in SPECIAL else character


@functools.lru_cache(maxsize=16)
def _sources(normal: TextNormal) -> dict[str, tuple[str, ...]]:
    """Return for each character the others that fold to it alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in range(FIRST_CHARACTER, LAST_CHARACTER + 1):
        if code in SURROGATES:
            continue
        character = chr(code)
        folded = normalise(character, normal)
        if len(folded) == 1 and folded != character:
            found[folded].append(character)
    return {folded: tuple(characters) for folded, characters in found.items()}


def folds_together(text: str, normal: TextNormal) -> bool:
    """Say whether some single character folds to several of `text` (as ß does to ss): patterns leave those out."""
    return normal.ignore_case and any(pair in text for pair in _ligatures(normal))


@functools.lru_cache(maxsize=16)
def _ligatures(normal: TextNormal) -> frozenset[str]:
    codes = (code for code in range(FIRST_CHARACTER, LAST_CHARACTER + 1) if code not in SURROGATES)
    return frozenset(folded for code in codes if len(folded := normalise(chr(code), normal)) > 1)

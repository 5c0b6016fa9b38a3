"""Shows a number by a format code, as TEXT does: digits, thousands, percent, dates, times, Chinese week days.

A code with anything this does not know raises `CannotCalculateError`; it never shows something wrong.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from grading.office.formulas.chinese_digits import TAG, chinese_shape
from grading.office.formulas.coercion import number_text
from grading.office.formulas.date_shape import DayNames, date_shape
from grading.office.formulas.fraction_shape import fraction_shape
from grading.office.formulas.general_shape import general_text, scientific_shape
from grading.office.formulas.values import CannotCalculateError, Obstacle

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | [\\!](?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
  | \[(?P<elapsed>h+|m+|s+)\] | \[(?P<tag>[^\]]*)\]
  | (?P<ampm>AM/PM|A/P|上午/下午) | (?P<general>General|G/通用格式)
  | (?P<date>y+|m+|d+|h+|s+|e+|aaaa|aaa)
  | (?P<digits>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@)
  | (?P<plain>[-+/:()\s$<>=&'^~{}|A-Za-z]|[^\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CODE_MAX = 255
_WIDE = Context(prec=700)
"""The largest number has 309 digits, and a code may ask for some hundred behind the point."""
_NUMBER_KINDS = {"digits", "point", "comma", "literal", "percent"}
_LOCALE = re.compile(r"\[\$[^\]-]*-(?P<locale>[^\]]+)\]")
_CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)\s*(?P<limit>-?[0-9]+(?:\.[0-9]+)?)\]")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip

Piece = tuple[str, str]
"""What a piece of a code is, and its text."""


def shape(number: float, code: str, *, starts_1904: bool = False) -> str:
    """Return a number as the format code shows it; raises `CannotCalculateError` or `FaultError`."""
    if len(code) > _CODE_MAX:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
    sections = _split(code)
    section, value = _section(sections, number)
    if not section:
        return ""
    locale = _locale(section)
    numerals = TAG.search(section)
    if numerals is not None and _is_date(TAG.sub("", section)):
        pieces = _pieces(TAG.sub("", section))
        return date_shape(value, pieces, starts_1904=starts_1904, names=DayNames(locale, numerals["which"]))
    special = chinese_shape(value, section) or fraction_shape(value, section) or scientific_shape(value, section)
    if special is not None:
        return special
    pieces = _pieces(section)
    kinds = {kind for kind, _text in pieces}
    if kinds & {"date", "elapsed", "ampm"}:
        return date_shape(value, pieces, starts_1904=starts_1904, names=DayNames(locale))
    for kind, write in (("general", general_text), ("text", number_text)):
        if kind in kinds:
            if kinds - {kind, "literal"}:
                raise CannotCalculateError(Obstacle.NUMBER_FORMAT, section)
            given = value if kind == "general" else number
            return "".join(write(given) if one == kind else text for one, text in pieces)
    return _number_shape(value, pieces)


def _locale(section: str) -> str:
    """Return the language a section asks for, "" for none; raises `CannotCalculateError` for another calendar."""
    found = _LOCALE.search(section)
    if found is None:
        return ""
    name = found["locale"].lower()
    if re.fullmatch(r"[0-9a-f]+", name):
        number = int(name, 16)
        # A higher number asks for another calendar or other digits; the two below for what the system is set to.
        if number > 0xFFFF or number in {0xF800, 0xF400}:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, section)
        return {0x804: "zh-cn", 0x409: "en-us"}.get(number, name)
    if name.startswith("x-") or "," in name:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, section)
    return name


def _is_date(section: str) -> bool:
    return any(kind in {"date", "elapsed", "ampm"} for kind, _text in _pieces(section))


def shape_text(text: str, code: str) -> str:
    """Return a text as the format code shows it: by its fourth section, or an "@" in its only one."""
    sections = _split(code)
    section = sections[3] if len(sections) > 3 else code if "@" in code else ""
    if not section:
        return text
    return "".join(text if kind == "text" else piece for kind, piece in _pieces(section))


def _split(code: str) -> list[str]:
    sections, quoted, current = [], False, ""
    for letter in code:
        if letter == '"':
            quoted = not quoted
        if letter == ";" and not quoted:
            sections.append(current)
            current = ""
        else:
            current += letter
    return [*sections, current]


def _section(sections: list[str], number: float) -> tuple[str, float]:
    """Return the section for a number, and the number as it is to be shown there."""
    if any(_CONDITION.search(section) for section in sections):
        return _chosen_section(sections, number)
    if len(sections) == 1:
        return sections[0], number
    if number < 0:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _chosen_section(sections: list[str], number: float) -> tuple[str, float]:
    """Return the section whose condition holds ("[>=90]优;[>=60]及格;不及格"), else the last one."""
    if number < 0:  # whether a sign is put in front is not written down anywhere
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, ";".join(sections))
    only = _CONDITION.search(sections[0]) if len(sections) == 1 else None
    if only is not None and not _COMPARISONS[only["sign"]](number, float(only["limit"])):
        return "General", number
    for section in sections[:2]:
        condition = _CONDITION.search(section)
        if condition is not None and _COMPARISONS[condition["sign"]](number, float(condition["limit"])):
            return _CONDITION.sub("", section), number
        if condition is None and section is not sections[-1]:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, ";".join(sections))
    if _CONDITION.search(sections[-1]):
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, ";".join(sections))
    return sections[-1], number


def _pieces(code: str) -> list[Piece]:
    found: list[Piece] = []
    position = 0
    while position < len(code):
        match = _TOKEN.match(code, position)
        if match is None or match.lastgroup is None:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
        position = match.end()
        kind, text = match.lastgroup, match[match.lastgroup]
        found.append(_piece(kind, text, code))
    return [piece for piece in found if piece != ("literal", "")]


def _piece(kind: str, text: str, code: str) -> Piece:
    match kind:
        case "quoted" | "escaped":
            return "literal", text
        case "plain":
            if text.isascii() and text.isalpha():
                raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
            return "literal", text
        case "space":
            return "literal", " "
        case "fill":
            return "literal", ""
        case "tag":
            if text.startswith(("DBNum", "dbnum")):
                raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
            return "literal", text[1:].partition("-")[0] if text.startswith("$") else ""
        case "date":
            return kind, text.lower()
        case _:
            return kind, text


def _number_shape(value: float, pieces: list[Piece]) -> str:
    if any(kind not in _NUMBER_KINDS for kind, _text in pieces):
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, "".join(text for _kind, text in pieces))
    shown = [index for index, (kind, _text) in enumerate(pieces) if kind in {"digits", "point", "comma"}]
    if not shown:
        sign = "-" if value < 0 else ""
        return sign + "".join(text for kind, text in pieces if kind in {"literal", "percent"})
    shown = shown[1:] if pieces[shown[0]][0] == "comma" and len(shown) > 1 else shown
    first, last = shown[0], shown[-1]
    core = pieces[first : last + 1]
    mask = "".join(text for kind, text in core if kind in {"digits", "point", "comma"})
    if any(kind not in {"digits", "point", "comma", "literal"} for kind, _text in core) or mask.count(".") > 1:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, mask)
    inner = any(kind == "literal" for kind, _text in core)
    percents = sum(1 for kind, _text in pieces if kind == "percent")
    figures = _figures(value * 100**percents, mask)
    if inner:
        if "." in mask or "," in mask.rstrip(",") or ("literal", "/") in core:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, mask)
        figures = _woven(figures, [piece for piece in core if piece[0] != "comma"])
    before = "".join(text for _kind, text in pieces[:first])
    after = "".join(text for _kind, text in pieces[last + 1 :])
    negative = value < 0 and any(letter in "123456789" for letter in figures)
    return ("-" if negative else "") + before + figures + after


def _figures(value: float, mask: str) -> str:
    # Commas behind the last digit, or right before the point, divide by a thousand each.
    bare_whole, _point, fraction_mask = mask.rstrip(",").partition(".")
    whole_mask = bare_whole.rstrip(",")
    scale = len(mask) - len(mask.rstrip(",")) + len(bare_whole) - len(whole_mask)
    thousands = "," in whole_mask
    whole_mask, fraction_mask = whole_mask.replace(",", ""), fraction_mask.replace(",", "")
    exact = abs(Decimal(f"{value:.15g}")) / 1000**scale
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction_mask)), rounding=ROUND_HALF_UP, context=_WIDE)
    whole, _point, fraction = f"{rounded:f}".partition(".")
    least = whole_mask.count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    width = len(whole_mask.lstrip("#")) if "?" in whole_mask else 0
    if thousands:
        whole, width = _grouped(whole), len(_grouped("0" * width))
    keep = fraction_mask.rfind("0") + 1
    while len(fraction) > keep and fraction.endswith("0"):
        fraction = fraction[:-1]
    after = " " * fraction_mask[len(fraction) :].count("?")
    return whole.rjust(width) + ("." + fraction + after if "." in mask else "")


def _grouped(digits: str) -> str:
    groups = []
    while digits:
        groups.append(digits[-3:])
        digits = digits[:-3]
    return ",".join(reversed(groups))


def _woven(figures: str, core: list[Piece]) -> str:
    """Put literals between the digits, from the right: TEXT(n,"000-0000")."""
    rest, text = list(figures), ""
    for kind, piece in reversed(core):
        text = (piece if kind == "literal" else rest.pop() if rest else "") + text
    return "".join(rest) + text

"""Number styles of OpenDocument as format codes in the spelling of Excel."""

from __future__ import annotations

import re

from lxml import etree

from grading.office.odf.names import FO, NUMBER, STYLE
from grading.office.odf.styles import OdfStyles
from grading.office.units import whole_number

_DIGITS_MAX = 30
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)")
_COLOURS = {"#ff0000": "[Red]", "#000000": "[Black]", "#0000ff": "[Blue]", "#00ff00": "[Green]", "#ffff00": "[Yellow]",
            "#ffffff": "[White]", "#00ffff": "[Cyan]", "#ff00ff": "[Magenta]"}  # fmt: skip
_KINDS = (
    "number-style",
    "currency-style",
    "percentage-style",
    "date-style",
    "time-style",
    "boolean-style",
    "text-style",
)
_DATE_PARTS = {
    ("year", False): "yy", ("year", True): "yyyy", ("month", False): "m", ("month", True): "mm",
    ("day", False): "d", ("day", True): "dd", ("hours", False): "h", ("hours", True): "hh",
    ("minutes", False): "m", ("minutes", True): "mm", ("seconds", False): "s", ("seconds", True): "ss",
    ("day-of-week", False): "ddd", ("day-of-week", True): "dddd", ("era", False): "g", ("era", True): "ggg",
    ("quarter", False): "Q", ("quarter", True): "QQ", ("week-of-year", False): "ww", ("week-of-year", True): "ww",
}  # fmt: skip
_SIGNS = {"CN": "¥", "JP": "¥", "US": "$", "HK": "$", "TW": "$", "SG": "$", "AU": "$", "CA": "$", "GB": "£",
          "AT": "€", "BE": "€", "DE": "€", "ES": "€", "FI": "€", "FR": "€", "IE": "€", "IT": "€", "NL": "€",
          "PT": "€"}  # fmt: skip
"""By country: what an empty currency symbol stands for."""
_CHINESE_DIGITS = {"一": "[DBNum1]", "壹": "[DBNum2]"}
_CHINESE = "zh"
_PLAIN = set(" -/:.,;()%¥$€+")


def format_code(styles: OdfStyles, name: str) -> str:
    """Return the code of a data style by name, "General" for none."""
    element = _find(styles, name)
    if element is None:
        return "General"
    sections = []
    for rule in element.iterfind(STYLE + "map"):
        other = _find(styles, rule.get(STYLE + "apply-style-name", ""))
        condition = _CONDITION.search(rule.get(STYLE + "condition", ""))
        if other is not None and condition is not None:
            sections.append((condition[1] + condition[2], _section(other, styles.country)))
    own = _section(element, styles.country)
    return _joined(sections, own)


def _find(styles: OdfStyles, name: str) -> etree._Element | None:
    found = (styles.element(kind, name) for kind in _KINDS)
    return next((element for element in found if element is not None), None)


def _joined(sections: list[tuple[str, str]], own: str) -> str:
    """Put conditional sections into Excel's order: positive; negative; zero."""
    codes = dict(sections)
    if not codes:
        return own
    if len(codes) == 1 and (set(codes) <= {">=0", ">0"} or "E+308" in next(iter(codes))):
        return f"{next(iter(codes.values()))};{own}"
    if set(codes) == {">0", "<0"}:
        return f"{codes['>0']};{codes['<0']};{own}"
    return ";".join([*(f"[{condition}]{code}" for condition, code in sections), own])


def _section(element: etree._Element, country: str) -> str:
    if element.tag == NUMBER + "text-style" and element.find(NUMBER + "text") is None:
        return "@"
    is_chinese = element.get(NUMBER + "language") == _CHINESE
    parts = [_colour(element), _CHINESE_DIGITS.get(element.get(NUMBER + "transliteration-format", ""), "")]
    if is_chinese and (parts[1] or element.find(NUMBER + "day-of-week") is not None):
        parts.append("[$-804]")
    elapsed = element.get(NUMBER + "truncate-on-overflow") == "false"
    for child in element:
        piece = _piece(child)
        if child.tag == NUMBER + "currency-symbol" and not child.text:
            piece = _SIGNS.get(child.get(NUMBER + "country", country), "")
        if child.tag == NUMBER + "text" and element.tag == NUMBER + "percentage-style":
            piece = "%".join(_quoted(text) for text in (child.text or "").split("%"))
        if is_chinese and piece in {"ddd", "dddd"}:
            piece = piece.replace("d", "a")  # 星期三, and not Wednesday
        if elapsed and piece in {"h", "hh", "m", "mm", "s", "ss"}:
            piece, elapsed = f"[{piece}]", False
        parts.append(piece)
    return "".join(parts) or "General"


def _colour(element: etree._Element) -> str:
    properties = element.find(STYLE + "text-properties")
    return "" if properties is None else _COLOURS.get(properties.get(FO + "color", "").lower(), "")


def _piece(child: etree._Element) -> str:
    name = etree.QName(child).localname
    long = child.get(NUMBER + "style") == "long"
    match name:
        case "number":
            return _number(child)
        case "scientific-number":
            return _number(child) + "E+" + "0" * _count(child, "min-exponent-digits", 2)
        case "fraction":
            bottom = child.get(NUMBER + "denominator-value") or "?" * _count(child, "min-denominator-digits", 1)
            whole = "# " if child.get(NUMBER + "min-integer-digits") is not None else ""
            return whole + "?" * _count(child, "min-numerator-digits", 1) + "/" + bottom
        case "text":
            return _quoted(child.text or "")
        case "currency-symbol":
            return _currency(child.text or "")
        case "text-content":
            return "@"
        case "boolean":
            return "BOOLEAN"
        case "am-pm":
            return "AM/PM"
        case "month" if child.get(NUMBER + "textual") == "true":
            return "mmmm" if long else "mmm"
        case "seconds":
            places = _count(child, "decimal-places", 0)
            return ("ss" if long else "s") + ("." + "0" * places if places else "")
        case "fill-character":
            return "*" + (child.text or " ")
        case _:
            return _DATE_PARTS.get((name, long), "")


def _number(child: etree._Element) -> str:
    whole = _count(child, "min-integer-digits", 0)
    places = _count(child, "decimal-places", 0)
    least = _count(child, "min-decimal-places", places)
    grouped = child.get(NUMBER + "grouping") == "true"
    if child.get(NUMBER + "decimal-places") is None and not grouped and whole <= 1:
        return "General"
    digits = "0" * whole or "#"
    if grouped:
        digits = "#,##0" if whole <= 1 else "#,##" + "0" * (whole - 1)
    fraction = "0" * least + "#" * max(0, places - least)
    return digits + ("." + fraction if fraction else "")


def _count(child: etree._Element, attribute: str, default: int) -> int:
    number = whole_number(child.get(NUMBER + attribute))
    return default if number is None else min(max(number, 0), _DIGITS_MAX)


def _currency(sign: str) -> str:
    return sign if set(sign) <= _PLAIN else f"[${sign}]"


def _quoted(text: str) -> str:
    if not text:
        return ""
    return text if set(text) <= _PLAIN else f'"{text}"'

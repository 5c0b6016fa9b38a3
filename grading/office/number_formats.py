"""Number formats with built-in ids, and what a format code is for: a date, a time, a percentage ..."""

from __future__ import annotations

import re

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""The codes a Chinese Excel or WPS shows for built-in ids; those of other languages differ in 5-8, 14, 22, 27-44."""

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]|e(?![+-])|aaa|上午|AM/PM", re.IGNORECASE)
_NO_CODE = re.compile(r"general|boolean", re.IGNORECASE)
"""Words of codes, and no letters of dates: General分 is no date."""


def built_in(number: int) -> str:
    """Return the code of a built-in id, "General" for an unknown one."""
    return BUILT_IN.get(number, "General")


def bare_code(code: str) -> str:
    """Return a code's first section without quoted text, spacing, fill characters and tags.

    Tags are "[Red]", "[$¥-804]", "[DBNum1]", "[>60]"; of the brackets only those of elapsed time stay ("[h]").
    """
    return _QUOTED.sub("", code.split(";", maxsplit=1)[0])


def is_date(code: str) -> bool:
    """Tell whether a code shows a number as a date or time."""
    bare = _NO_CODE.sub("", bare_code(code))
    return "0" not in bare.split(".")[0] and bool(_DATE_LETTERS.search(bare))


def is_percent(code: str) -> bool:
    return "%" in bare_code(code)


def decimals(code: str) -> int | None:
    """Return how many decimals a code shows always, None for "General", text and dates."""
    bare = bare_code(code)
    if bare.lower() == "general" or is_date(code) or not re.search(r"[0#?]", bare):
        return None
    fraction = bare.partition(".")[2]
    match = re.match(r"[0#?]*", fraction)
    return len(match[0]) if match else 0


def has_thousands(code: str) -> bool:
    """Tell whether a code groups thousands."""
    return bool(re.search(r"[0#?],[0#?]", bare_code(code)))


def currency(code: str) -> str:
    """Return the currency sign a code shows ("¥", "$", "€"), "" for none."""
    tagged = re.search(r"\[\$([^\]-]*)", code)
    if tagged and tagged[1]:
        return tagged[1].replace("\uffe5", "¥")
    plain = re.search(r"[¥\uffe5$€£]", re.sub(r"\[[^\]]*\]", "", code))
    return plain[0].replace("\uffe5", "¥") if plain else ""

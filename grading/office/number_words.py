"""Numbers as lists and pages show them: decimal, Roman, letters, Chinese.

A format that is not here is shown in decimal; its name in the model still tells it apart.
"""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE_DIGITS = "〇一二三四五六七八九"
_CHINESE_PLACES = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN_MAX, _PLACES_MAX, _CIRCLED_MAX = 3999, 9999, 20


def number_text(number: int, form: str) -> str:
    """Write a count in one of Word's number formats."""
    match form:
        case "none" | "bullet":
            return ""
        case "lowerRoman" | "upperRoman":
            text = _roman(number)
        case "lowerLetter" | "upperLetter":
            text = _letters(number)
        case "decimalZero":
            return f"{number:02d}"
        case "ordinal":
            return f"{number}{_ordinal_ending(number)}"
        case "chineseCounting" | "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting":
            return _chinese(number, _CHINESE_DIGITS.replace("〇", "零"), _CHINESE_PLACES, short_ten=True)
        case "chineseLegalSimplified":
            return _chinese(number, _LEGAL_DIGITS, _LEGAL_PLACES, short_ten=False)
        case "ideographDigital" | "taiwaneseCounting" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(max(number, 0)))
        case "ideographTraditional":
            return _STEMS[number - 1] if 1 <= number <= len(_STEMS) else str(number)
        case "ideographZodiac":
            return _BRANCHES[number - 1] if 1 <= number <= len(_BRANCHES) else str(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x2460 + number - 1) if 1 <= number <= _CIRCLED_MAX else str(number)
        case "decimalEnclosedParen":
            return chr(0x2474 + number - 1) if 1 <= number <= _CIRCLED_MAX else str(number)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(max(number, 0)))
        case _:
            return str(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    if not 0 < number <= _ROMAN_MAX:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _letters(number: int) -> str:
    # Word repeats the letter: z, aa, bb ... and not aa, ab as spreadsheets do.
    if not 0 < number <= _ROMAN_MAX:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(97 + index) * (times + 1)


def _ordinal_ending(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _chinese(number: int, digits: str, places: tuple[str, ...], *, short_ten: bool) -> str:
    if not 0 < number <= _PLACES_MAX:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    figures = str(number)
    for index, figure in enumerate(figures):
        if figure == "0":
            gap = True
            continue
        if gap:
            text += digits[0]
            gap = False
        text += digits[int(figure)] + places[len(figures) - index - 1]
    ten = digits[1] + places[1]
    return text[1:] if short_ten and text.startswith(ten) else text

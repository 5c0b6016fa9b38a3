"""S: how cells look: fonts, fills, alignment, number formats. Effective values count, wherever they come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from grading.checks.character_looks import SIZE_TOLERANCE, shown_colour
from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.names import colour_code, is_near_colour, is_same_font, named, size_points
from grading.checks.sheets_common import RangeOf, Seen, area_of, filled_places, find_sheet, judge_cells, places_in
from grading.checks.subject import Subject
from grading.checks.values import Colour, Count, Degrees, FontName, FontSize
from grading.office.model import CellStyle, FillKind, RunFormat, Sheet, Workbook
from grading.office.number_formats import bare_code, currency, decimals, has_thousands, is_date, is_percent
from itembank.base.i18n import N_, _

_GENERAL = re.compile(r"general|g/通用格式|boolean|$", re.IGNORECASE)
_LANGUAGE_TAG = re.compile(r"\[\$-[^\]]*\]")
_TIME_LETTERS = frozenset("hsHS")
KIND_NAMES = {
    "number": N_("数值"), "percent": N_("百分比"), "date": N_("日期"), "time": N_("时间"), "currency": N_("货币"),
    "accounting": N_("会计专用"), "text": N_("文本"), "general": N_("常规"), "scientific": N_("科学记数"),
}  # fmt: skip
WITH_DECIMALS = frozenset({"number", "percent", "currency", "accounting", "scientific"})


class Switch(RangeOf, frozen=True, kw_only=True):
    """Cells and whether they have it; without a value they must have it."""

    value: bool = True


class FontSizeOf(RangeOf, frozen=True, kw_only=True):
    """Cells and their size: "16pt" or 字号 such as "三号"."""

    size: FontSize


class FontNameOf(RangeOf, frozen=True, kw_only=True):
    """Cells and their font; other names of the same font count."""

    font: FontName


class ColourOf(RangeOf, frozen=True, kw_only=True):
    """Cells and their colour "RRGGBB", within 8 a channel; alternatives are separated by "|"."""

    colour: Colour


class FillOf(RangeOf, frozen=True, kw_only=True):
    """Cells and the colour "RRGGBB" they are filled with; alternatives are separated by "|", "" is any."""

    colour: Colour = ""


class AlignmentOf(RangeOf, frozen=True, kw_only=True):
    """`horizontal` is "left", "center", "right", "justify", "centerContinuous" or "distributed"; `vertical` "top",
    "center", "bottom"; "" is not looked at."""  # noqa: D205, D209 - one list of two parameters

    horizontal: str = ""
    vertical: str = ""


class RotationOf(RangeOf, frozen=True, kw_only=True):
    """Cells and how far their text is turned, counter-clockwise; `stacked` asks for letters one above the other."""

    degrees: Degrees = 0
    stacked: bool = False


class IndentOf(RangeOf, frozen=True, kw_only=True):
    """Cells and their indent in steps of the program."""

    value: Count


class NumberFormat(RangeOf, frozen=True, kw_only=True):
    """How numbers are shown: `kind` "number", "percent", "currency", "accounting", "date", "time", "text", "general"
    or "scientific"; `decimals` always shown, `thousands` separated, `symbol` of the currency where given."""  # noqa: D205, D209

    kind: str
    decimals: int | None = None
    thousands: bool | None = None
    symbol: str = ""


def bold(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells are bold."""
    return _by_switch(subject, file, wanted, _("加粗"), lambda font: font.bold)


def italic(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells are italic."""
    return _by_switch(subject, file, wanted, _("倾斜"), lambda font: font.italic)


def underline(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells are underlined, in whatever way."""
    return _by_switch(subject, file, wanted, _("下划线"), lambda font: bool(font.underline))


def strike(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells are struck through."""
    return _by_switch(subject, file, wanted, _("删除线"), lambda font: font.strike or font.double_strike)


def shrink(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells shrink their text to fit."""

    def look(style: CellStyle) -> Seen:
        return Seen(style.alignment.shrink == wanted.value, _yes(is_so=style.alignment.shrink))

    return _by_style(subject, file, wanted, _("缩小字体填充"), _yes(is_so=wanted.value), look)


def rotation(subject: Subject, file: str, wanted: RotationOf) -> Finding:
    """Look which way text runs in cells."""

    def look(style: CellStyle) -> Seen:
        own = style.alignment
        seen = _("竖排") if own.stacked else f"{own.rotation_degrees}°"
        is_turned = not own.stacked and abs(own.rotation_degrees - wanted.degrees) <= 1
        is_met = own.stacked if wanted.stacked else is_turned
        return Seen(is_met, seen)

    goal = _("竖排") if wanted.stacked else f"{wanted.degrees}°"
    return _by_style(subject, file, wanted, _("文字方向"), goal, look)


def indent(subject: Subject, file: str, wanted: IndentOf) -> Finding:
    """Look how far text stands in; blanks in front are no indent."""

    def look(style: CellStyle) -> Seen:
        return Seen(style.alignment.indent == wanted.value, str(style.alignment.indent))

    return _by_style(subject, file, wanted, _("缩进"), str(wanted.value), look)


def font_size(subject: Subject, file: str, wanted: FontSizeOf) -> Finding:
    """Look at the size of fonts."""
    size = size_points(wanted.size)
    expected = _("{size} 磅").format(size=format(size.normalize(), "f"))

    def look(font: RunFormat) -> Seen:
        is_met = font.size_pt is not None and abs(font.size_pt - size) <= SIZE_TOLERANCE
        return Seen(is_met, _points(font.size_pt))

    return _by_font(subject, file, wanted, _("字号"), expected, look)


def font_name(subject: Subject, file: str, wanted: FontNameOf) -> Finding:
    """Look at the names of fonts."""
    return _by_font(
        subject,
        file,
        wanted,
        _("字体"),
        wanted.font,
        lambda font: Seen(
            is_same_font(font.east_asian, wanted.font) or is_same_font(font.latin, wanted.font),
            font.east_asian or font.latin,
        ),
    )


def font_colour(subject: Subject, file: str, wanted: ColourOf) -> Finding:
    """Look at the colour of fonts; automatic is black."""
    codes = _colours(wanted.colour)
    return _by_font(
        subject,
        file,
        wanted,
        _("字体颜色"),
        _colour_words(codes),
        lambda font: Seen(
            _is_any_colour(font.colour or "000000", codes), shown_colour(font.colour) or _("自动（黑色）")
        ),
    )


def fill(subject: Subject, file: str, wanted: FillOf) -> Finding:
    """Look at what cells are filled with."""
    codes = _colours(wanted.colour)

    def look(style: CellStyle) -> Seen:
        is_filled = style.fill.kind is not FillKind.NONE
        seen = (shown_colour(style.fill.colour) or _("图案")) if is_filled else _("无填充")
        return Seen(is_filled and (not codes or _is_any_colour(style.fill.colour, codes)), seen)

    return _by_style(subject, file, wanted, _("填充颜色"), _colour_words(codes) or _("有填充"), look, only_filled=False)


def alignment(subject: Subject, file: str, wanted: AlignmentOf) -> Finding:
    """Look how contents lie in their cells."""
    wishes = [wish for wish in (wanted.horizontal, wanted.vertical) if wish]
    if not wishes:
        raise CannotJudgeError(_("评分标准没有写明对齐方式。"))

    def look(style: CellStyle) -> Seen:
        seen = style.alignment
        is_met = wanted.horizontal in {"", seen.horizontal} and wanted.vertical in {"", seen.vertical}
        parts = [seen.horizontal if wanted.horizontal else "", seen.vertical if wanted.vertical else ""]
        return Seen(is_met, " / ".join(_alignment_word(part) for part in parts if part))

    expected = " / ".join(_alignment_word(wish) for wish in wishes)
    return _by_style(subject, file, wanted, _("对齐方式"), expected, look)


def wrap(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look whether cells break their lines."""
    return _by_style(
        subject,
        file,
        wanted,
        _("自动换行"),
        _yes(is_so=wanted.value),
        lambda style: Seen(style.alignment.wrap == wanted.value, _yes(is_so=style.alignment.wrap)),
    )


def number_format(subject: Subject, file: str, wanted: NumberFormat) -> Finding:
    """Look at number formats by what they mean, not by how they are spelled."""
    if wanted.kind not in KIND_NAMES:
        raise CannotJudgeError(_("评分标准中的数字格式“{kind}”不认识。").format(kind=wanted.kind))
    return _by_style(
        subject,
        file,
        wanted,
        _("数字格式"),
        _format_words(wanted),
        lambda style: Seen(_is_format(style, wanted), _code_words(style)),
    )


def format_kind(code: str) -> str:
    """Return what a format code shows numbers as."""
    bare = bare_code(code)
    if _GENERAL.match(bare.strip()):
        return "general"
    if bare.strip() == "@":
        return "text"
    if is_percent(code):
        return "percent"
    if is_date(code):
        has_day = any(letter in bare.lower() for letter in "yd")
        return "time" if set(bare) & _TIME_LETTERS and not has_day else "date"
    if "E+" in bare.upper() or "E-" in bare.upper():
        return "scientific"
    if sign_of(code):
        return "accounting" if "* " in code or "*" in code.split(";", maxsplit=1)[0] else "currency"
    return "number"


def sign_of(code: str) -> str:
    """Return the currency sign; the "$" of a bare language tag such as "[$-409]" is none."""
    return currency(_LANGUAGE_TAG.sub("", code))


def _is_format(style: CellStyle, wanted: NumberFormat) -> bool:
    code = style.number_format
    kind = format_kind(code)
    # The accounting formats without a sign (of the button with the comma) are numbers with thousands.
    accepted = {"currency": {"currency", "accounting"}, "accounting": {"accounting"}}.get(wanted.kind, {wanted.kind})
    if wanted.kind == "text" and style.text_prefix:
        return True
    return (
        kind in accepted
        and (wanted.decimals is None or decimals(code) == wanted.decimals)
        and (wanted.thousands is None or has_thousands(code) == wanted.thousands)
        and (not wanted.symbol or sign_of(code) == wanted.symbol.replace("￥", "¥"))
    )


def _format_words(wanted: NumberFormat) -> str:
    words = named(KIND_NAMES, wanted.kind)
    if wanted.decimals is not None:
        words += _("，{count} 位小数").format(count=wanted.decimals)
    if wanted.thousands is not None:
        words += _("，千位分隔") if wanted.thousands else _("，没有千位分隔")
    return words + (f" {wanted.symbol}" if wanted.symbol else "")


def _code_words(style: CellStyle) -> str:
    """Return what a cell's format is called in the dialog, and the code itself where that has no simple name."""
    code = style.number_format
    kind = "text" if style.text_prefix else format_kind(code)
    words = named(KIND_NAMES, kind)
    if kind in WITH_DECIMALS:
        words += _("，{count} 位小数").format(count=decimals(code))
        words += _("，千位分隔") if has_thousands(code) else ""
    elif kind in {"date", "time"}:
        words += f" {code}"
    return words + (f" {sign_of(code)}" if sign_of(code) else "")


def _colour_words(codes: list[str]) -> str:
    return "、".join(shown_colour(code) for code in codes)


def _by_switch(subject: Subject, file: str, wanted: Switch, what: str, read: Callable[[RunFormat], bool]) -> Finding:
    return _by_font(
        subject,
        file,
        wanted,
        what,
        _yes(is_so=wanted.value),
        lambda font: Seen(read(font) == wanted.value, _yes(is_so=read(font))),
    )


def _by_font(  # noqa: PLR0917 - one line of a check
    subject: Subject, file: str, wanted: RangeOf, what: str, expected: str, look: Callable[[RunFormat], Seen]
) -> Finding:
    """Look at the fonts of cells that hold something: of rich text every piece that can be seen."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)

    def look_at(row: int, column: int) -> Seen:
        seen = [look(font) for font in _fonts(workbook, sheet, row, column)]
        return next((one for one in seen if not one.is_met), seen[0])

    return judge_cells(
        filled_places(sheet, area_of(wanted.range)), look_at, what=what, expected=expected, wanted=wanted
    )


def _fonts(workbook: Workbook, sheet: Sheet, row: int, column: int) -> list[RunFormat]:
    cell = sheet.cell(row, column)
    runs = [run for run in cell.rich_text if run.text.strip()] if cell is not None else []
    base = workbook.style_of(sheet, row, column).font
    # A piece that says nothing about its font looks like the cell itself.
    return [run.format if run.format != RunFormat() else base for run in runs] or [base]


def _by_style(  # noqa: PLR0917 - one line of a check
    subject: Subject,
    file: str,
    wanted: RangeOf,
    what: str,
    expected: str,
    look: Callable[[CellStyle], Seen],
    *,
    only_filled: bool = True,
) -> Finding:
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range)
    places = filled_places(sheet, area) if only_filled else places_in(sheet, area)
    return judge_cells(
        places,
        lambda row, column: look(workbook.style_of(sheet, row, column)),
        what=what,
        expected=expected,
        wanted=wanted,
    )


def _colours(text: str) -> list[str]:
    return [colour_code(part) for part in text.split("|") if part.strip()]


def _is_any_colour(seen: str, codes: list[str]) -> bool:
    return any(is_near_colour(seen, code) for code in codes)


def _alignment_word(word: str) -> str:
    words = {
        "general": _("常规"), "left": _("靠左"), "center": _("居中"), "right": _("靠右"), "top": _("靠上"),
        "bottom": _("靠下"), "justify": _("两端对齐"), "distributed": _("分散对齐"), "fill": _("填充"),
        "centerContinuous": _("跨列居中"),
    }  # fmt: skip
    return words.get(word, word)


def _yes(*, is_so: bool) -> str:
    return _("是") if is_so else _("否")


def _points(size: Decimal | None) -> str:
    return _("默认") if size is None else _("{size} 磅").format(size=format(size.normalize(), "f"))

"""W: how characters look: fonts, size, bold, underline, colours and the like, by share of visible characters."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from grading.checks.character_looks import (
    look_at_colour,
    look_at_size,
    look_at_switch,
    look_at_underline,
    shown_colour,
    shown_size,
    underline_name,
)
from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.names import colour_code, is_near_colour, is_same_font, length_points, size_points
from grading.checks.selectors import Target, Where, select
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, is_chinese, is_latin, is_visible, weigh_characters
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.office.model import Baseline, RunFormat
from itembank.base.i18n import N_, _

SPACING_TOLERANCE = Decimal("0.1")

HIGHLIGHT_NAMES: dict[str, str] = {
    "yellow": "FFFF00", "黄色": "FFFF00", "green": "00FF00", "鲜绿": "00FF00", "鲜绿色": "00FF00", "cyan": "00FFFF",
    "青绿": "00FFFF", "青绿色": "00FFFF", "magenta": "FF00FF", "粉红": "FF00FF", "粉红色": "FF00FF",
    "blue": "0000FF", "蓝色": "0000FF", "red": "FF0000", "红色": "FF0000", "darkblue": "000080", "深蓝": "000080",
    "深蓝色": "000080", "darkcyan": "008080", "青色": "008080", "darkgreen": "008000", "绿色": "008000",
    "darkmagenta": "800080", "紫罗兰": "800080", "darkred": "800000", "深红": "800000", "深红色": "800000",
    "darkyellow": "808000", "深黄": "808000", "深黄色": "808000", "darkgray": "808080", "灰色-50%": "808080",
    "lightgray": "C0C0C0", "灰色-25%": "C0C0C0", "black": "000000", "黑色": "000000",
}  # fmt: skip
"""The sixteen colours of the highlighter by their English and Chinese names."""

BASELINES = {
    "superscript": (Baseline.SUPERSCRIPT, N_("上标")),
    "subscript": (Baseline.SUBSCRIPT, N_("下标")),
    "normal": (Baseline.NORMAL, N_("正常")),
}


class Characters(Parameters, frozen=True):
    """`where` selects; `enough` is the share of characters from which it counts as met ("19/20")."""

    where: Where
    enough: Fraction = Fraction(1)


class FontOf(Characters, frozen=True, kw_only=True):
    """A font's name in any of its spellings: "宋体" and "SimSun" are one."""

    font: str


class SizeOf(Characters, frozen=True, kw_only=True):
    """A size: 字号 ("三号") or points ("16pt")."""

    size: str


class Switch(Characters, frozen=True, kw_only=True):
    """On, or off with `value` false."""

    value: bool = True


class UnderlineOf(Characters, frozen=True, kw_only=True):
    """An underline by its OOXML name ("single", "double", "wave" ...); "any" for every one, "none" for none."""

    style: str = "single"


class ColourOf(Characters, frozen=True, kw_only=True):
    """A colour "RRGGBB" or the name of a standard colour; 8 a channel may differ."""

    colour: str


class SpacingOf(Characters, frozen=True, kw_only=True):
    """Space between characters, wider positive ("2pt"), closer negative ("-1pt")."""

    value: str


class BaselineOf(Characters, frozen=True, kw_only=True):
    """Where characters stand: "superscript", "subscript" or "normal"."""

    value: str


def font_east_asian(subject: Subject, file: str, wanted: FontOf) -> Finding:
    """Look at the font of Chinese characters."""

    def look(form: RunFormat) -> Look:
        name = form.east_asian or form.latin
        return Look(is_same_font(name, wanted.font), name or _("未指定"))

    return _characters(subject, file, wanted, look, (_("中文字体"), wanted.font), keep=is_chinese)


def font_latin(subject: Subject, file: str, wanted: FontOf) -> Finding:
    """Look at the font of western letters and digits."""

    def look(form: RunFormat) -> Look:
        return Look(is_same_font(form.latin, wanted.font), form.latin or _("未指定"))

    return _characters(subject, file, wanted, look, (_("西文字体"), wanted.font), keep=is_latin)


def font_size(subject: Subject, file: str, wanted: SizeOf) -> Finding:
    """Look at the size."""
    size = size_points(wanted.size)
    return _characters(subject, file, wanted, look_at_size(size), (_("字号"), shown_size(size)))


def bold(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at bold."""
    look, shown = look_at_switch(lambda form: form.bold, (_("加粗"), _("不加粗")), on=wanted.value)
    return _characters(subject, file, wanted, look, (_("字形"), shown))


def italic(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at italic."""
    look, shown = look_at_switch(lambda form: form.italic, (_("倾斜"), _("不倾斜")), on=wanted.value)
    return _characters(subject, file, wanted, look, (_("字形"), shown))


def strike(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at a line through."""
    names = (_("有删除线"), _("没有删除线"))
    look, shown = look_at_switch(lambda form: form.strike or form.double_strike, names, on=wanted.value)
    return _characters(subject, file, wanted, look, (_("删除线"), shown))


def emphasis_dot(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at emphasis dots."""
    names = (_("有着重号"), _("没有着重号"))
    look, shown = look_at_switch(lambda form: form.emphasis_mark not in {"", "none"}, names, on=wanted.value)
    return _characters(subject, file, wanted, look, (_("着重号"), shown))


def underline(subject: Subject, file: str, wanted: UnderlineOf) -> Finding:
    """Look at the kind of underline."""
    shown = (_("下划线"), underline_name(wanted.style))
    return _characters(subject, file, wanted, look_at_underline(wanted.style), shown)


def colour(subject: Subject, file: str, wanted: ColourOf) -> Finding:
    """Look at the text colour; automatic is black."""
    code = colour_code(wanted.colour)
    return _characters(subject, file, wanted, look_at_colour(code), (_("颜色"), shown_colour(code)))


def highlight(subject: Subject, file: str, wanted: ColourOf) -> Finding:
    """Look at the highlighter's colour; shading of the characters in that colour looks the same and counts."""
    name = wanted.colour.strip()
    code = HIGHLIGHT_NAMES.get(name.lower()) or colour_code(name)

    def look(form: RunFormat) -> Look:
        seen = form.highlight or form.shading
        return Look(is_near_colour(seen, code), shown_colour(seen) or _("没有突出显示"))

    return _characters(subject, file, wanted, look, (_("突出显示颜色"), shown_colour(code)))


def spacing(subject: Subject, file: str, wanted: SpacingOf) -> Finding:
    """Look at the space between characters."""
    points = length_points(wanted.value)

    def look(form: RunFormat) -> Look:
        return Look(abs(form.spacing_pt - points) <= SPACING_TOLERANCE, _("{n} 磅").format(n=form.spacing_pt))

    return _characters(subject, file, wanted, look, (_("字符间距"), _("{n} 磅").format(n=points)))


def baseline(subject: Subject, file: str, wanted: BaselineOf) -> Finding:
    """Look at superscript and subscript."""
    if wanted.value not in BASELINES:
        raise CannotJudgeError(_("评分标准中的上下标“{name}”不认识。").format(name=wanted.value))
    goal, shown = BASELINES[wanted.value]
    names = dict(BASELINES.values())

    def look(form: RunFormat) -> Look:
        return Look(form.baseline is goal, _(names[form.baseline]))

    return _characters(subject, file, wanted, look, (_("上下标"), _(shown)))


def _characters(
    subject: Subject,
    file: str,
    wanted: Characters,
    look: Callable[[RunFormat], Look],
    shown: tuple[str, str],
    *,
    keep: Callable[[str], bool] = is_visible,
) -> Finding:
    target: Target = select(subject.document(file), wanted.where)
    runs = (run for piece in target.pieces for run in piece.runs)
    return weigh_characters(runs, keep, look, Wanted(*shown, target.place, wanted.enough))


CHARACTERS: tuple[AnyCheckType, ...] = (
    CheckType("W.font_east_asian", N_("中文字体"), FontOf, font_east_asian),
    CheckType("W.font_latin", N_("西文字体"), FontOf, font_latin),
    CheckType("W.font_size", N_("字号"), SizeOf, font_size),
    CheckType("W.bold", N_("加粗"), Switch, bold),
    CheckType("W.italic", N_("倾斜"), Switch, italic),
    CheckType("W.underline", N_("下划线"), UnderlineOf, underline),
    CheckType("W.strike", N_("删除线"), Switch, strike),
    CheckType("W.emphasis_dot", N_("着重号"), Switch, emphasis_dot),
    CheckType("W.colour", N_("文字颜色"), ColourOf, colour),
    CheckType("W.highlight", N_("突出显示"), ColourOf, highlight),
    CheckType("W.spacing", N_("字符间距"), SpacingOf, spacing),
    CheckType("W.baseline", N_("上标和下标"), BaselineOf, baseline),
)

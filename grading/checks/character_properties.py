"""The properties of characters that documents and slides are checked for: one line each in one table.

Each says how it looks at a run's formatting; where the runs come from is the business of the families.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.checks.character_looks import (
    look_at_colour,
    look_at_size,
    look_at_switch,
    look_at_underline,
    shown_colour,
    shown_size,
    underline_name,
)
from grading.checks.finding import CannotJudgeError
from grading.checks.names import colour_code, is_near_colour, is_same_font, length_points, named, size_points
from grading.checks.tally import Look, is_chinese, is_latin, is_visible
from grading.checks.types import Parameters
from grading.checks.values import Colour, FontName, FontSize, Length, Percent
from grading.checks.words import EFFECTS
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
CAPITALS = {"all": N_("全部大写"), "small": N_("小型大写"), "none": N_("没有大写格式")}


class FontOf(Parameters, frozen=True, kw_only=True):
    """A font's name in any of its spellings: "宋体" and "SimSun" are one."""

    font: FontName


class SizeOf(Parameters, frozen=True, kw_only=True):
    """A size: 字号 ("三号") or points ("16pt")."""

    size: FontSize


class Switch(Parameters, frozen=True, kw_only=True):
    """On, or off with `value` false."""

    value: bool = True


class UnderlineOf(Parameters, frozen=True, kw_only=True):
    """An underline by its OOXML name ("single", "double", "wave" ...); "any" for every one, "none" for none."""

    style: str = "single"


class AnyUnderline(Parameters, frozen=True, kw_only=True):
    """An underline by its OOXML name; "any" for every one, "none" for none."""

    style: str = "any"


class ColourOf(Parameters, frozen=True, kw_only=True):
    """A colour "RRGGBB" or the name of a standard colour; 8 a channel may differ."""

    colour: Colour


class SpacingOf(Parameters, frozen=True, kw_only=True):
    """Points between characters or above the line, positive or negative ("2pt", "-1pt"); 0.1 point may differ."""

    value: Length


class BaselineOf(Parameters, frozen=True, kw_only=True):
    """Where characters stand: "superscript", "subscript" or "normal"."""

    value: str


class ScaleOf(Parameters, frozen=True, kw_only=True):
    """How wide characters are drawn."""

    value: Percent


class CapitalsOf(Parameters, frozen=True, kw_only=True):
    """Letters shown as capitals: "all", "small" or "none"; typed capitals are no format."""

    value: str = "all"


class EffectOf(Parameters, frozen=True, kw_only=True):
    """A text effect: "shadow", "outline", "glow", "reflection", "emboss", "imprint"; "" for any."""

    effect: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How runs are judged: the look, the property's and the wanted value's name, and the characters that count."""

    look: Callable[[RunFormat], Look]
    what: str
    value: str
    keep: Callable[[str], bool] = is_visible


@dataclass(frozen=True, slots=True)
class CharacterProperty:
    """One property: the check type's name without its family, its title, parameters, and how it is judged."""

    name: str
    title: str
    parameters: type[Parameters]
    judge: Callable[[Any], Judgement]


def _east_asian(wanted: FontOf) -> Judgement:
    def look(form: RunFormat) -> Look:
        name = form.east_asian or form.latin
        return Look(is_same_font(name, wanted.font), name or _("未指定"))

    return Judgement(look, _("中文字体"), wanted.font, is_chinese)


def _latin(wanted: FontOf) -> Judgement:
    def look(form: RunFormat) -> Look:
        return Look(is_same_font(form.latin, wanted.font), form.latin or _("未指定"))

    return Judgement(look, _("西文字体"), wanted.font, is_latin)


def _size(wanted: SizeOf) -> Judgement:
    size = size_points(wanted.size)
    return Judgement(look_at_size(size), _("字号"), shown_size(size))


def _bold(wanted: Switch) -> Judgement:
    look, shown = look_at_switch(lambda form: form.bold, (_("加粗"), _("不加粗")), on=wanted.value)
    return Judgement(look, _("字形"), shown)


def _italic(wanted: Switch) -> Judgement:
    look, shown = look_at_switch(lambda form: form.italic, (_("倾斜"), _("不倾斜")), on=wanted.value)
    return Judgement(look, _("字形"), shown)


def _underline(wanted: UnderlineOf) -> Judgement:
    return Judgement(look_at_underline(wanted.style), _("下划线"), underline_name(wanted.style))


def _strike(wanted: Switch) -> Judgement:
    names = (_("有删除线"), _("没有删除线"))
    look, shown = look_at_switch(lambda form: form.strike or form.double_strike, names, on=wanted.value)
    return Judgement(look, _("删除线"), shown)


def _emphasis(wanted: Switch) -> Judgement:
    names = (_("有着重号"), _("没有着重号"))
    look, shown = look_at_switch(lambda form: form.emphasis_mark not in {"", "none"}, names, on=wanted.value)
    return Judgement(look, _("着重号"), shown)


def _colour(wanted: ColourOf) -> Judgement:
    code = colour_code(wanted.colour)
    return Judgement(look_at_colour(code), _("颜色"), shown_colour(code))


def _highlight(wanted: ColourOf) -> Judgement:
    """Shading of the characters in the wanted colour looks the same and counts."""
    name = wanted.colour.strip()
    code = HIGHLIGHT_NAMES.get(name.lower()) or colour_code(name)

    def look(form: RunFormat) -> Look:
        seen = form.highlight or form.shading
        return Look(is_near_colour(seen, code), shown_colour(seen) or _("没有突出显示"))

    return Judgement(look, _("突出显示颜色"), shown_colour(code))


def _shading(wanted: ColourOf) -> Judgement:
    code = colour_code(wanted.colour)

    def look(form: RunFormat) -> Look:
        return Look(is_near_colour(form.shading, code), shown_colour(form.shading) or _("没有底纹"))

    return Judgement(look, _("字符底纹"), shown_colour(code))


def _points(what: str, wanted: SpacingOf, read: Callable[[RunFormat], Decimal]) -> Judgement:
    points = length_points(wanted.value)

    def look(form: RunFormat) -> Look:
        return Look(abs(read(form) - points) <= SPACING_TOLERANCE, _("{n} 磅").format(n=read(form)))

    return Judgement(look, what, _("{n} 磅").format(n=points))


def _spacing(wanted: SpacingOf) -> Judgement:
    return _points(_("字符间距"), wanted, lambda form: form.spacing_pt)


def _raised(wanted: SpacingOf) -> Judgement:
    return _points(_("字符位置"), wanted, lambda form: form.raised_pt)


def _scale(wanted: ScaleOf) -> Judgement:
    def look(form: RunFormat) -> Look:
        return Look(form.scale_percent == wanted.value, f"{form.scale_percent}%")

    return Judgement(look, _("字符缩放"), f"{wanted.value}%")


def _baseline(wanted: BaselineOf) -> Judgement:
    if wanted.value not in BASELINES:
        raise CannotJudgeError(_("评分标准中的上下标“{name}”不认识。").format(name=wanted.value))
    goal, shown = BASELINES[wanted.value]
    names = dict(BASELINES.values())

    def look(form: RunFormat) -> Look:
        return Look(form.baseline is goal, _(names[form.baseline]))

    return Judgement(look, _("上下标"), _(shown))


def _capitals(wanted: CapitalsOf) -> Judgement:
    if wanted.value not in CAPITALS:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.value))

    def look(form: RunFormat) -> Look:
        seen = "all" if form.all_caps else "small" if form.small_caps else "none"
        return Look(seen == wanted.value, _(CAPITALS[seen]))

    return Judgement(look, _("大写格式"), _(CAPITALS[wanted.value]))


def _hidden(wanted: Switch) -> Judgement:
    look, shown = look_at_switch(lambda form: form.hidden, (_("隐藏"), _("不隐藏")), on=wanted.value)
    return Judgement(look, _("隐藏文字"), shown)


def _border(wanted: Switch) -> Judgement:
    look, shown = look_at_switch(lambda form: form.border.is_drawn, (_("有边框"), _("没有边框")), on=wanted.value)
    return Judgement(look, _("字符边框"), shown)


def _effect(wanted: EffectOf) -> Judgement:
    def look(form: RunFormat) -> Look:
        seen = effects_of(form)
        is_met = wanted.effect in seen if wanted.effect else bool(seen)
        return Look(is_met, "、".join(named(EFFECTS, one) for one in sorted(seen)) or _("没有文字效果"))

    return Judgement(look, _("文字效果"), named(EFFECTS, wanted.effect) or _("有文字效果"))


def effects_of(form: RunFormat) -> frozenset[str]:
    """Return the effects of characters, the old switches and those of newer programs under one name each."""
    switches = {"shadow": form.shadow, "outline": form.outline, "emboss": form.emboss, "imprint": form.imprint}
    newer = {"outerShdw": "shadow", "innerShdw": "shadow", "textOutline": "outline", "ln": "outline"}
    return frozenset(name for name, is_on in switches.items() if is_on) | {
        newer.get(name, name) for name in form.effects
    }


CHARACTER_PROPERTIES: tuple[CharacterProperty, ...] = (
    CharacterProperty("font_east_asian", N_("中文字体"), FontOf, _east_asian),
    CharacterProperty("font_latin", N_("西文字体"), FontOf, _latin),
    CharacterProperty("font_size", N_("字号"), SizeOf, _size),
    CharacterProperty("bold", N_("加粗"), Switch, _bold),
    CharacterProperty("italic", N_("倾斜"), Switch, _italic),
    CharacterProperty("strike", N_("删除线"), Switch, _strike),
    CharacterProperty("colour", N_("文字颜色"), ColourOf, _colour),
    CharacterProperty("highlight", N_("突出显示"), ColourOf, _highlight),
    CharacterProperty("spacing", N_("字符间距"), SpacingOf, _spacing),
    CharacterProperty("baseline", N_("上标和下标"), BaselineOf, _baseline),
    CharacterProperty("capitals", N_("大写格式"), CapitalsOf, _capitals),
    CharacterProperty("text_effect", N_("文字效果"), EffectOf, _effect),
)
DOCUMENT_PROPERTIES: tuple[CharacterProperty, ...] = (
    *CHARACTER_PROPERTIES,
    CharacterProperty("underline", N_("下划线"), UnderlineOf, _underline),
    CharacterProperty("emphasis_dot", N_("着重号"), Switch, _emphasis),
    CharacterProperty("raised", N_("字符位置"), SpacingOf, _raised),
    CharacterProperty("scale", N_("字符缩放"), ScaleOf, _scale),
    CharacterProperty("shading", N_("字符底纹"), ColourOf, _shading),
    CharacterProperty("character_border", N_("字符边框"), Switch, _border),
    CharacterProperty("hidden_text", N_("隐藏文字"), Switch, _hidden),
)
"""What only documents have is in this table alone; underlines are wanted single unless a rubric says otherwise."""

SLIDE_PROPERTIES: tuple[CharacterProperty, ...] = (
    *CHARACTER_PROPERTIES,
    CharacterProperty("underline", N_("下划线"), AnyUnderline, _underline),
)

"""The properties of paragraphs that documents and slides are checked for: one line each in one table.

Each says how it looks at one paragraph; which paragraphs is the business of the families.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError
from grading.checks.lengths import (
    MULTIPLE_TOLERANCE,
    POINT_TOLERANCE,
    is_near,
    multiple,
    shown,
    shown_wanted,
)
from grading.checks.names import colour_code, is_near_colour, length_points, named
from grading.checks.paragraph_looks import (
    LIST_NAMES,
    font_sizes_of,
    indent_is,
    leading_blanks,
    look_at_space,
    shown_indent,
    shown_lines,
    shown_list,
    typed_characters,
    typed_indent,
)
from grading.checks.tally import Look
from grading.checks.types import Parameters
from grading.checks.values import Colour, Length, ParagraphLength
from grading.checks.words import LEADERS, LISTS, TABS, shown_line
from grading.office.model import Alignment, LineRule, ListKind, Paragraph, ParagraphFormat
from itembank.base.i18n import N_, _

ALIGNMENTS = {
    "left": (Alignment.LEFT, N_("左对齐")),
    "center": (Alignment.CENTER, N_("居中")),
    "right": (Alignment.RIGHT, N_("右对齐")),
    "justify": (Alignment.JUSTIFY, N_("两端对齐")),
    "distribute": (Alignment.DISTRIBUTE, N_("分散对齐")),
}
BULLETS = frozenset({ListKind.BULLET, ListKind.PICTURE})
SPACES_THAT_ALIGN = 2
PAGINATION = {
    "keep_next": N_("与下段同页"),
    "keep_lines": N_("段中不分页"),
    "page_break_before": N_("段前分页"),
    "widow_control": N_("孤行控制"),
}
SIDES = ("top", "bottom", "left", "right")
SIDE_NAMES = {"top": N_("上"), "bottom": N_("下"), "left": N_("左"), "right": N_("右")}

LookAt = Callable[[Paragraph, Decimal | None], Look]
"""How one paragraph is judged; the second value is the height of a line of the page's grid, if there is one."""


class AlignmentOf(Parameters, frozen=True, kw_only=True):
    """An alignment: left, center, right, justify or distribute."""

    value: str


class LengthOf(Parameters, frozen=True, kw_only=True):
    """A length: characters ("2char"), lines ("0.5line"), or "0.75cm", "12pt"."""

    value: ParagraphLength


class FirstLineOf(LengthOf, frozen=True, kw_only=True):
    """A length: characters ("2char"), lines ("0.5line"), or "0.75cm", "12pt"; with `typed` blanks in front do as well.

    A full-width blank is one character wide, an ordinary one half of it, a tab two.
    """

    typed: bool = False


class LineSpacingOf(Parameters, frozen=True, kw_only=True):
    """A multiple ("1.5", within 0.02) or exact points ("20pt"); with `any_rule` points may be "at least" as well."""

    value: str
    any_rule: bool = False


class ListOf(Parameters, frozen=True, kw_only=True):
    """A list; `format` is a number format ("decimal", "chineseCounting") or a bullet character, "" for any."""

    format: str = ""


class ListLevel(Parameters, frozen=True, kw_only=True):
    """The level of a list, counted from 1."""

    level: int


class BorderOf(Parameters, frozen=True, kw_only=True):
    """Lines around paragraphs: `sides` of "top bottom left right"; `style` and `colour` where they matter."""

    sides: str = "top bottom left right"
    style: str = ""
    colour: Colour = ""


class ShadingOf(Parameters, frozen=True, kw_only=True):
    """A background colour; "" for any but white."""

    colour: Colour = ""


class TabOf(Parameters, frozen=True, kw_only=True):
    """A tab stop; `alignment` (left, center, right, decimal) and `leader` ("dot") where they matter."""

    position: Length
    alignment: str = ""
    leader: str = ""


class PaginationOf(Parameters, frozen=True, kw_only=True):
    """A switch: "keep_next", "keep_lines", "page_break_before" or "widow_control"; off with `value` false."""

    option: str
    value: bool = True


@dataclass(frozen=True, slots=True)
class ParagraphJudgement:
    """How paragraphs are judged: the look, and what is looked at and wanted, in words."""

    look: LookAt
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class ParagraphProperty:
    """One property: the check type's name without its family, its title, parameters, and how it is judged."""

    name: str
    title: str
    parameters: type[Parameters]
    judge: Callable[[Any], ParagraphJudgement]


def _alignment(wanted: AlignmentOf) -> ParagraphJudgement:
    """Blanks in front of the text align nothing."""
    if wanted.value not in ALIGNMENTS:
        raise CannotJudgeError(_("评分标准中的对齐方式“{name}”不认识。").format(name=wanted.value))
    goal, name = ALIGNMENTS[wanted.value]
    names = dict(ALIGNMENTS.values())

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        own = paragraph.format.alignment
        blanks = leading_blanks(paragraph)
        padded = own is not goal and goal is not Alignment.LEFT and blanks >= SPACES_THAT_ALIGN
        extra = _("（用 {count} 个空白字符代替）").format(count=blanks) if padded else ""
        return Look(own is goal, _(names[own]) + extra)

    return ParagraphJudgement(look, _("对齐方式"), _(name))


def _first_line(wanted: FirstLineOf) -> ParagraphJudgement:
    """Blanks in front of the text are no indent unless the rubric takes them."""

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        form, sizes = paragraph.format, font_sizes_of(paragraph)
        met = indent_is(form.first_line_chars, form.first_line_pt, wanted.value, sizes)
        seen = shown_indent(form.first_line_chars, form.first_line_pt) + typed_indent(paragraph, met=met)
        if wanted.typed and not (form.first_line_chars or form.first_line_pt):
            met = met or indent_is(typed_characters(paragraph), Decimal(0), wanted.value, sizes)
        return Look(met, seen)

    return ParagraphJudgement(look, _("首行缩进"), shown_wanted(wanted.value))


def _indent(what: str, wanted: LengthOf, read: Callable[[ParagraphFormat], _Indent]) -> ParagraphJudgement:
    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        own = read(paragraph.format)
        return Look(
            indent_is(own.chars, own.points, wanted.value, font_sizes_of(paragraph)),
            shown_indent(own.chars, own.points),
        )

    return ParagraphJudgement(look, what, shown_wanted(wanted.value))


@dataclass(frozen=True, slots=True)
class _Indent:
    chars: Decimal | None
    points: Decimal


def _hanging(wanted: LengthOf) -> ParagraphJudgement:
    """A hanging indent is given as a positive length."""

    def read(form: ParagraphFormat) -> _Indent:
        return _Indent(None if form.first_line_chars is None else -form.first_line_chars, -form.first_line_pt)

    return _indent(_("悬挂缩进"), wanted, read)


def _left(wanted: LengthOf) -> ParagraphJudgement:
    return _indent(_("左缩进"), wanted, lambda form: _Indent(form.indent_left_chars, form.indent_left_pt))


def _right(wanted: LengthOf) -> ParagraphJudgement:
    return _indent(_("右缩进"), wanted, lambda form: _Indent(form.indent_right_chars, form.indent_right_pt))


def _before(wanted: LengthOf) -> ParagraphJudgement:
    def look(paragraph: Paragraph, grid: Decimal | None) -> Look:
        form = paragraph.format
        return look_at_space(
            form.space_before_lines, form.space_before_pt, wanted.value, grid, auto=form.space_before_auto
        )

    return ParagraphJudgement(look, _("段前间距"), shown_wanted(wanted.value))


def _after(wanted: LengthOf) -> ParagraphJudgement:
    def look(paragraph: Paragraph, grid: Decimal | None) -> Look:
        form = paragraph.format
        return look_at_space(
            form.space_after_lines, form.space_after_pt, wanted.value, grid, auto=form.space_after_auto
        )

    return ParagraphJudgement(look, _("段后间距"), shown_wanted(wanted.value))


def _line_spacing(wanted: LineSpacingOf) -> ParagraphJudgement:
    times = multiple(wanted.value)
    points = None if times is not None else length_points(wanted.value)

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        form = paragraph.format
        if times is not None:
            near = abs(form.line_multiple - times) <= MULTIPLE_TOLERANCE
            return Look(form.line_rule is LineRule.MULTIPLE and near, shown_lines(form))
        rules = {LineRule.EXACT, LineRule.AT_LEAST} if wanted.any_rule else {LineRule.EXACT}
        near = points is not None and form.line_pt is not None and abs(form.line_pt - points) <= POINT_TOLERANCE
        return Look(form.line_rule in rules and near, shown_lines(form))

    exact = _("{length}（固定值或最小值）") if wanted.any_rule else _("固定值 {length}")
    goal = exact.format(length=shown_wanted(wanted.value)) if times is None else _("{n} 倍").format(n=times)
    return ParagraphJudgement(look, _("行距"), goal)


def _bulleted(wanted: ListOf) -> ParagraphJudgement:
    """Typed signs are no bullets."""

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        mark = paragraph.format.list_mark
        kind = ListKind.NONE if mark is None else mark.kind
        own = "" if mark is None else mark.text
        fits = wanted.format in {"", own}
        return Look(kind in BULLETS and fits, shown_list(paragraph, kind, own if wanted.format else ""))

    return ParagraphJudgement(look, _("列表格式"), f"{_('项目符号')} {wanted.format}".strip())


def _numbered(wanted: ListOf) -> ParagraphJudgement:
    """Typed numbers are no list."""

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        mark = paragraph.format.list_mark
        kind = ListKind.NONE if mark is None else mark.kind
        own = "" if mark is None else mark.format
        fits = wanted.format in {"", own}
        return Look(kind is ListKind.NUMBER and fits, shown_list(paragraph, kind, own if wanted.format else ""))

    return ParagraphJudgement(look, _("列表格式"), f"{_('自动编号')} {named(LISTS, wanted.format)}".strip())


def _list_level(wanted: ListLevel) -> ParagraphJudgement:
    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        mark = paragraph.format.list_mark
        if mark is None or mark.kind is ListKind.NONE:
            return Look(is_met=False, seen=_(LIST_NAMES[ListKind.NONE]))
        return Look(mark.level + 1 == wanted.level, _("第 {n} 级").format(n=mark.level + 1))

    return ParagraphJudgement(look, _("列表级别"), _("第 {n} 级").format(n=wanted.level))


def _border(wanted: BorderOf) -> ParagraphJudgement:
    sides = wanted.sides.split()
    if not sides or any(side not in SIDES for side in sides):
        raise CannotJudgeError(_("评分标准中的边框要求“{text}”无法理解。").format(text=wanted.sides))

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        lines = [getattr(paragraph.format.borders, side) for side in sides]
        met = all(
            line.is_drawn
            and wanted.style in {"", line.style}
            and (not wanted.colour or is_near_colour(line.colour or "000000", colour_code(wanted.colour)))
            for line in lines
        )
        drawn = [shown_line(line.style, shown_colour(line.colour)) for line in lines if line.is_drawn]
        bare_sides = [_(SIDE_NAMES[side]) for side, line in zip(sides, lines, strict=True) if not line.is_drawn]
        seen = "、".join(dict.fromkeys(drawn))
        if drawn and bare_sides:
            seen += _("（{sides}没有边框）").format(sides="、".join(bare_sides))
        return Look(met, seen or _("没有边框"))

    colour = shown_colour(colour_code(wanted.colour)) if wanted.colour else ""
    return ParagraphJudgement(look, _("段落边框"), shown_line(wanted.style, colour) or _("有边框"))


def _paragraph_shading(wanted: ShadingOf) -> ParagraphJudgement:
    code = colour_code(wanted.colour) if wanted.colour else ""

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        seen = paragraph.format.shading
        met = is_near_colour(seen, code) if code else bool(seen) and not is_near_colour(seen, "FFFFFF")
        return Look(met, shown_colour(seen) or _("没有底纹"))

    return ParagraphJudgement(look, _("段落底纹"), shown_colour(code) or _("有底纹"))


def _tab_stop(wanted: TabOf) -> ParagraphJudgement:
    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        tabs = paragraph.format.tabs
        met = any(
            is_near(tab.position_pt, wanted.position)
            and wanted.alignment in {"", tab.alignment}
            and wanted.leader in {"", tab.leader}
            for tab in tabs
        )
        seen = "、".join(_tab(shown(tab.position_pt, wanted.position), tab.alignment, tab.leader) for tab in tabs)
        return Look(met, seen or _("没有制表位"))

    goal = _tab(shown_wanted(wanted.position), wanted.alignment, wanted.leader)
    return ParagraphJudgement(look, _("制表位"), goal)


def _tab(position: str, alignment: str, leader: str) -> str:
    return " ".join(part for part in (position, named(TABS, alignment), named(LEADERS, leader)) if part)


def _pagination(wanted: PaginationOf) -> ParagraphJudgement:
    if wanted.option not in PAGINATION:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.option))

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        is_on = bool(getattr(paragraph.format, wanted.option))
        return Look(is_on is wanted.value, _("已选中") if is_on else _("没有选中"))

    what = _("选项“{name}”").format(name=_(PAGINATION[wanted.option]))
    return ParagraphJudgement(look, what, _("已选中") if wanted.value else _("没有选中"))


SHARED_PROPERTIES: tuple[ParagraphProperty, ...] = (
    ParagraphProperty("alignment", N_("对齐方式"), AlignmentOf, _alignment),
    ParagraphProperty("first_line_indent", N_("首行缩进"), FirstLineOf, _first_line),
    ParagraphProperty("hanging_indent", N_("悬挂缩进"), LengthOf, _hanging),
    ParagraphProperty("indent_left", N_("左缩进"), LengthOf, _left),
    ParagraphProperty("space_before", N_("段前间距"), LengthOf, _before),
    ParagraphProperty("space_after", N_("段后间距"), LengthOf, _after),
    ParagraphProperty("line_spacing", N_("行距"), LineSpacingOf, _line_spacing),
)
PARAGRAPH_PROPERTIES: tuple[ParagraphProperty, ...] = (
    *SHARED_PROPERTIES,
    ParagraphProperty("indent_right", N_("右缩进"), LengthOf, _right),
    ParagraphProperty("bulleted", N_("项目符号"), ListOf, _bulleted),
    ParagraphProperty("numbered", N_("自动编号"), ListOf, _numbered),
    ParagraphProperty("list_level", N_("列表级别"), ListLevel, _list_level),
    ParagraphProperty("paragraph_border", N_("段落边框"), BorderOf, _border),
    ParagraphProperty("paragraph_shading", N_("段落底纹"), ShadingOf, _paragraph_shading),
    ParagraphProperty("tab_stop", N_("制表位"), TabOf, _tab_stop),
    ParagraphProperty("pagination", N_("换行和分页"), PaginationOf, _pagination),
)
"""The first ones hold for slides too."""

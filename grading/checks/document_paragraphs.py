"""W: how paragraphs lie: alignment, indents, space around and between lines, headings, lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import regex

from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.lengths import (
    CHARACTER_TOLERANCE,
    MULTIPLE_TOLERANCE,
    POINT_TOLERANCE,
    POINTS_A_LINE,
    in_characters,
    in_lines,
    is_near,
    multiple,
    shown,
    shown_wanted,
)
from grading.checks.names import length_points
from grading.checks.selectors import Where, has_text, heading_level, select, style_level
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, is_visible, weigh
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.office.model import Alignment, Document, LineRule, ListKind, Paragraph, ParagraphFormat
from itembank.base.i18n import N_, _

ALIGNMENTS = {
    "left": (Alignment.LEFT, N_("左对齐")),
    "center": (Alignment.CENTER, N_("居中")),
    "right": (Alignment.RIGHT, N_("右对齐")),
    "justify": (Alignment.JUSTIFY, N_("两端对齐")),
    "distribute": (Alignment.DISTRIBUTE, N_("分散对齐")),
}
LIST_NAMES = {
    ListKind.NONE: N_("没有列表格式"),
    ListKind.BULLET: N_("项目符号"),
    ListKind.NUMBER: N_("自动编号"),
    ListKind.PICTURE: N_("图片项目符号"),
}
BULLETS = frozenset({ListKind.BULLET, ListKind.PICTURE})
SPACES_THAT_ALIGN = 2

_TYPED_MARK = regex.compile(
    r"\s*(?:[0-9]{1,3}[.、．)）]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳•●■◆★▪○·\-*])"
)


class Paragraphs(Parameters, frozen=True):
    """`where` selects; the share of paragraphs counts."""

    where: Where


class AlignmentOf(Paragraphs, frozen=True, kw_only=True):
    """An alignment: left, center, right, justify or distribute."""

    value: str


class LengthOf(Paragraphs, frozen=True, kw_only=True):
    """A length: characters ("2char"), lines ("0.5line"), or "0.75cm", "12pt"."""

    value: str


class LineSpacingOf(Paragraphs, frozen=True, kw_only=True):
    """A multiple ("1.5") or exact points ("20pt"); with `any_rule` points may be "at least" as well."""

    value: str
    any_rule: bool = False


class LevelOf(Paragraphs, frozen=True, kw_only=True):
    """A heading's level 1-9; `via` "style" asks for the style itself, "any" takes an outline level too."""

    level: int
    via: str = "any"


class ListOf(Paragraphs, frozen=True, kw_only=True):
    """A list; `format` is a number format ("decimal", "chineseCounting") or a bullet character, "" for any."""

    format: str = ""


class DropCapOf(Paragraphs, frozen=True, kw_only=True):
    """A drop cap over `lines` lines (0 for any); `kind` is "drop" (in the text) or "margin"."""

    lines: int = 0
    kind: str = "drop"


def alignment(subject: Subject, file: str, wanted: AlignmentOf) -> Finding:
    """Look at the alignment; blanks in front of the text align nothing."""
    if wanted.value not in ALIGNMENTS:
        raise CannotJudgeError(_("评分标准中的对齐方式“{name}”不认识。").format(name=wanted.value))
    goal, name = ALIGNMENTS[wanted.value]
    names = dict(ALIGNMENTS.values())

    def look(paragraph: Paragraph) -> Look:
        own = paragraph.format.alignment
        blanks = leading_blanks(paragraph)
        padded = own is not goal and goal is not Alignment.LEFT and blanks >= SPACES_THAT_ALIGN
        extra = _("（用 {count} 个空白字符代替）").format(count=blanks) if padded else ""
        return Look(own is goal, _(names[own]) + extra)

    return _judge(subject, file, wanted, look, (_("对齐方式"), _(name)))


def first_line_indent(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at the first line's indent: in characters, or as many times the font size."""

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        met = _indent_is(form.first_line_chars, form.first_line_pt, wanted.value, font_size_of(paragraph))
        return Look(met, _shown_indent(form.first_line_chars, form.first_line_pt) + _typed_indent(paragraph, met=met))

    return _judge(subject, file, wanted, look, (_("首行缩进"), shown_wanted(wanted.value)))


def hanging_indent(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at a hanging indent, given as a positive length."""

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        chars = None if form.first_line_chars is None else -form.first_line_chars
        met = _indent_is(chars, -form.first_line_pt, wanted.value, font_size_of(paragraph))
        return Look(met, _shown_indent(chars, -form.first_line_pt))

    return _judge(subject, file, wanted, look, (_("悬挂缩进"), shown_wanted(wanted.value)))


def indent_left(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at the left indent."""

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        met = _indent_is(form.indent_left_chars, form.indent_left_pt, wanted.value, font_size_of(paragraph))
        return Look(met, _shown_indent(form.indent_left_chars, form.indent_left_pt))

    return _judge(subject, file, wanted, look, (_("左缩进"), shown_wanted(wanted.value)))


def indent_right(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at the right indent."""

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        met = _indent_is(form.indent_right_chars, form.indent_right_pt, wanted.value, font_size_of(paragraph))
        return Look(met, _shown_indent(form.indent_right_chars, form.indent_right_pt))

    return _judge(subject, file, wanted, look, (_("右缩进"), shown_wanted(wanted.value)))


def space_before(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at the space before."""
    document = subject.document(file)

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        grid = _grid(document, paragraph)
        return _space(form.space_before_lines, form.space_before_pt, wanted.value, grid, auto=form.space_before_auto)

    return _judge(subject, file, wanted, look, (_("段前间距"), shown_wanted(wanted.value)))


def space_after(subject: Subject, file: str, wanted: LengthOf) -> Finding:
    """Look at the space after."""
    document = subject.document(file)

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        grid = _grid(document, paragraph)
        return _space(form.space_after_lines, form.space_after_pt, wanted.value, grid, auto=form.space_after_auto)

    return _judge(subject, file, wanted, look, (_("段后间距"), shown_wanted(wanted.value)))


def line_spacing(subject: Subject, file: str, wanted: LineSpacingOf) -> Finding:
    """Look at the space between lines."""
    times = multiple(wanted.value)
    points = None if times is not None else length_points(wanted.value)

    def look(paragraph: Paragraph) -> Look:
        form = paragraph.format
        if times is not None:
            near = abs(form.line_multiple - times) <= MULTIPLE_TOLERANCE
            return Look(form.line_rule is LineRule.MULTIPLE and near, _shown_lines(form))
        rules = {LineRule.EXACT, LineRule.AT_LEAST} if wanted.any_rule else {LineRule.EXACT}
        near = points is not None and form.line_pt is not None and abs(form.line_pt - points) <= POINT_TOLERANCE
        return Look(form.line_rule in rules and near, _shown_lines(form))

    exact = _("{length}（固定值或最小值）") if wanted.any_rule else _("固定值 {length}")
    goal = exact.format(length=shown_wanted(wanted.value)) if times is None else _("{n} 倍").format(n=times)
    return _judge(subject, file, wanted, look, (_("行距"), goal))


def heading(subject: Subject, file: str, wanted: LevelOf) -> Finding:
    """Look that a paragraph is a heading of a level; big and bold text alone is none."""
    read = style_level if wanted.via == "style" else heading_level

    def look(paragraph: Paragraph) -> Look:
        level = read(paragraph)
        if level is None:
            return Look(is_met=False, seen=_("“{style}”样式").format(style=paragraph.style or _("正文")))
        return Look(level == wanted.level, _("{level} 级标题").format(level=level))

    return _judge(subject, file, wanted, look, (_("样式"), _("{level} 级标题").format(level=wanted.level)))


def style(subject: Subject, file: str, wanted: AlignmentOf) -> Finding:
    """Look at the style by its name, as the program shows it."""

    def look(paragraph: Paragraph) -> Look:
        own = paragraph.style
        return Look(own.casefold() == wanted.value.strip().casefold(), own or _("正文"))

    return _judge(subject, file, wanted, look, (_("样式"), wanted.value))


def bulleted(subject: Subject, file: str, wanted: ListOf) -> Finding:
    """Look for real bullets; typed signs are none."""

    def look(paragraph: Paragraph) -> Look:
        mark = paragraph.format.list_mark
        kind = ListKind.NONE if mark is None else mark.kind
        fits = not wanted.format or (mark is not None and mark.text == wanted.format)
        return Look(kind in BULLETS and fits, _shown_list(paragraph, kind))

    return _judge(subject, file, wanted, look, (_("列表格式"), _("项目符号")))


def numbered(subject: Subject, file: str, wanted: ListOf) -> Finding:
    """Look for real numbers; typed ones are none."""

    def look(paragraph: Paragraph) -> Look:
        mark = paragraph.format.list_mark
        kind = ListKind.NONE if mark is None else mark.kind
        fits = not wanted.format or (mark is not None and mark.format == wanted.format)
        return Look(kind is ListKind.NUMBER and fits, _shown_list(paragraph, kind))

    return _judge(subject, file, wanted, look, (_("列表格式"), _("自动编号")))


def drop_cap(subject: Subject, file: str, wanted: DropCapOf) -> Finding:
    """Look for a drop cap where the paragraph is, or in the frame just before it, where programs put the letter."""
    document = subject.document(file)
    target = select(document, wanted.where)
    own = list(document.paragraphs())
    first = target.paragraphs[0]
    place = next((index for index, paragraph in enumerate(own) if paragraph is first), 0)
    cap = next((p.format.drop_cap for p in own[max(place - 1, 0) : place + 1] if p.format.drop_cap), None)
    fits = cap is not None and cap.kind == wanted.kind and wanted.lines in {0, cap.lines}
    seen = _("没有首字下沉") if cap is None else _("首字下沉 {lines} 行").format(lines=cap.lines)
    goal = _("首字下沉 {lines} 行").format(lines=wanted.lines) if wanted.lines else _("首字下沉")
    return weigh([(1, Look(fits, seen))], Wanted(_("首字"), goal, target.place))


def leading_blanks(paragraph: Paragraph) -> int:
    """Count the blanks and tabs in front of the text."""
    text = paragraph.text
    return len(text) - len(text.lstrip())


def font_size_of(paragraph: Paragraph) -> Decimal | None:
    """Return the size of the first visible character, which one character of indent is as wide as."""
    for run in paragraph.runs:
        if any(is_visible(character) for character in run.text):
            return run.format.size_pt
    return paragraph.mark.size_pt


def _judge(
    subject: Subject,
    file: str,
    wanted: Paragraphs,
    look: Callable[[Paragraph], Look],
    goal: tuple[str, str],
) -> Finding:
    target = select(subject.document(file), wanted.where)
    looks = ((1, look(paragraph)) for paragraph in target.paragraphs if has_text(paragraph))
    return weigh(looks, Wanted(*goal, target.place))


def _indent_is(chars: Decimal | None, points: Decimal, wanted: str, size: Decimal | None) -> bool:
    # 0 characters means "not given in characters": the points beside it hold.
    given = chars or None
    count = in_characters(wanted)
    if count is not None:
        if given is not None:
            return abs(given - count) <= CHARACTER_TOLERANCE
        return size is not None and abs(points - count * size) <= CHARACTER_TOLERANCE * size
    effective = points if given is None or size is None else given * size
    return is_near(effective, wanted) or is_near(points, wanted)


def _shown_indent(chars: Decimal | None, points: Decimal) -> str:
    return _("{n} 字符").format(n=chars) if chars else shown(points)


def _typed_indent(paragraph: Paragraph, *, met: bool) -> str:
    blanks = leading_blanks(paragraph)
    if met or not blanks:
        return ""
    return _("（用 {count} 个空白字符代替）").format(count=blanks)


def _space(lines: Decimal | None, points: Decimal, wanted: str, grid: Decimal | None, *, auto: bool) -> Look:
    """Judge space before or after; one line is a line of the grid, 12 points or 15.6 points."""
    if auto:
        return Look(is_met=False, seen=_("自动"))
    seen = _("{n} 行").format(n=lines) if lines else shown(points)
    heights = (*POINTS_A_LINE, grid) if grid else POINTS_A_LINE
    count = in_lines(wanted)
    if count is None:
        values = {points} if not lines else {points, *(lines * height for height in heights)}
        return Look(any(is_near(value, wanted) for value in values), seen)
    if lines:
        return Look(abs(lines - count) <= CHARACTER_TOLERANCE / 2, seen)
    return Look(any(abs(points - count * height) <= POINT_TOLERANCE for height in heights), seen)


def _grid(document: Document, paragraph: Paragraph) -> Decimal | None:
    sections = document.sections
    return sections[paragraph.section].grid_line_pt if paragraph.section < len(sections) else None


def _shown_lines(form: ParagraphFormat) -> str:
    if form.line_rule is LineRule.MULTIPLE or form.line_pt is None:
        return _("{n} 倍").format(n=form.line_multiple)
    text = _("固定值 {n} 磅") if form.line_rule is LineRule.EXACT else _("最小值 {n} 磅")
    return text.format(n=form.line_pt)


def _shown_list(paragraph: Paragraph, kind: ListKind) -> str:
    typed = kind is ListKind.NONE and _TYPED_MARK.match(paragraph.text) is not None
    return _(LIST_NAMES[kind]) + (_("（符号或编号是手工输入的）") if typed else "")


PARAGRAPHS: tuple[AnyCheckType, ...] = (
    CheckType("W.alignment", N_("对齐方式"), AlignmentOf, alignment),
    CheckType("W.first_line_indent", N_("首行缩进"), LengthOf, first_line_indent),
    CheckType("W.hanging_indent", N_("悬挂缩进"), LengthOf, hanging_indent),
    CheckType("W.indent_left", N_("左缩进"), LengthOf, indent_left),
    CheckType("W.indent_right", N_("右缩进"), LengthOf, indent_right),
    CheckType("W.space_before", N_("段前间距"), LengthOf, space_before),
    CheckType("W.space_after", N_("段后间距"), LengthOf, space_after),
    CheckType("W.line_spacing", N_("行距"), LineSpacingOf, line_spacing),
    CheckType("W.heading", N_("标题样式"), LevelOf, heading),
    CheckType("W.style", N_("样式"), AlignmentOf, style),
    CheckType("W.bulleted", N_("项目符号"), ListOf, bulleted),
    CheckType("W.numbered", N_("自动编号"), ListOf, numbered),
    CheckType("W.drop_cap", N_("首字下沉"), DropCapOf, drop_cap),
)

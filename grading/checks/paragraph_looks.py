"""How one paragraph's formatting is judged and named: indents, space, line spacing, lists; for documents and slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import regex

from grading.checks.lengths import (
    CHARACTER_TOLERANCE,
    POINT_TOLERANCE,
    POINTS_A_LINE,
    in_characters,
    in_lines,
    is_near,
    shown,
)
from grading.checks.names import named
from grading.checks.tally import Look, is_visible
from grading.checks.words import LISTS
from grading.office.model import LineRule, ListKind, Paragraph, ParagraphFormat
from itembank.base.i18n import N_, _

LIST_NAMES = {
    ListKind.NONE: N_("没有列表格式"),
    ListKind.BULLET: N_("项目符号"),
    ListKind.NUMBER: N_("自动编号"),
    ListKind.PICTURE: N_("图片项目符号"),
}

HALF = Decimal("0.5")
BLANK_WIDTHS = {"\u3000": Decimal(1), "\u2003": Decimal(1), "\t": Decimal(2), **dict.fromkeys("\n\v\f", Decimal(0))}
"""How wide blanks are in characters; others are half as wide as a Chinese character, breaks have no width."""
_TYPED_MARK = regex.compile(
    r"\s*(?:[0-9]{1,3}[.、．)）]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳•●■◆★▪○·\-*])"
)


def leading_blanks(paragraph: Paragraph) -> int:
    """Count the blanks and tabs in front of the text."""
    text = paragraph.text
    return len(text) - len(text.lstrip())


def typed_characters(paragraph: Paragraph) -> Decimal:
    """Return how many characters wide the blanks and tabs in front of the text are."""
    text = paragraph.text
    return sum((BLANK_WIDTHS.get(blank, HALF) for blank in text[: leading_blanks(paragraph)]), Decimal(0))


def font_sizes_of(paragraph: Paragraph) -> tuple[Decimal, ...]:
    """Return the sizes one character of indent may be as wide as: of the first character, and of most of them."""
    sizes: Counter[Decimal] = Counter()
    for run in paragraph.runs:
        if run.format.size_pt is not None:
            sizes[run.format.size_pt] += sum(is_visible(character) for character in run.text)
    seen = [size for size, count in sizes.items() if count]
    if not seen:
        return () if paragraph.mark.size_pt is None else (paragraph.mark.size_pt,)
    return tuple(dict.fromkeys((seen[0], max(seen, key=lambda size: sizes[size]))))


def indent_is(chars: Decimal | None, points: Decimal, wanted: str, sizes: Sequence[Decimal]) -> bool:
    """Tell whether an indent is the wanted length, given in characters of one of the sizes or in points."""
    # 0 characters means "not given in characters": the points beside it hold.
    given = chars or None
    count = in_characters(wanted)
    if count is not None:
        if given is not None:
            return abs(given - count) <= CHARACTER_TOLERANCE
        return any(abs(points - count * size) <= CHARACTER_TOLERANCE * size for size in sizes)
    effective = [points] if given is None else [points, *(given * size for size in sizes)]
    return any(is_near(one, wanted) for one in effective)


def shown_indent(chars: Decimal | None, points: Decimal) -> str:
    """Return an indent for people."""
    return _("{n} 字符").format(n=chars) if chars else shown(points)


def typed_indent(paragraph: Paragraph, *, met: bool) -> str:
    """Say that blanks were typed instead of an indent."""
    blanks = leading_blanks(paragraph)
    if met or not blanks:
        return ""
    return _("（用 {count} 个空白字符代替）").format(count=blanks)


def look_at_space(lines: Decimal | None, points: Decimal, wanted: str, grid: Decimal | None, *, auto: bool) -> Look:
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


def shown_lines(form: ParagraphFormat) -> str:
    """Return the space between lines for people."""
    if form.line_rule is LineRule.MULTIPLE or form.line_pt is None:
        return _("{n} 倍").format(n=form.line_multiple)
    text = _("固定值 {n} 磅") if form.line_rule is LineRule.EXACT else _("最小值 {n} 磅")
    return text.format(n=form.line_pt)


def shown_list(paragraph: Paragraph, kind: ListKind, form: str = "") -> str:
    """Return the kind of list for people, its format where that matters, and whether its marks are typed."""
    typed = kind is ListKind.NONE and _TYPED_MARK.match(paragraph.text) is not None
    name = f"{_(LIST_NAMES[kind])} {named(LISTS, form)}".strip()
    return name + (_("（符号或编号是手工输入的）") if typed else "")

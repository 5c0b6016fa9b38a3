"""How effective formatting is written in a rubric: the same spellings that a person would use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from grading.checks.character_looks import colour_name, shown_colour
from grading.checks.lengths import shown_wanted
from grading.checks.names import SIZE_NAMES, named
from grading.checks.tally import is_chinese, is_latin, is_visible
from grading.checks.words import shown_word
from grading.office.model import Baseline, LineRule, ListKind, Paragraph, ParagraphFormat, RunFormat
from itembank.base.i18n import N_, _

CM = Decimal("28.3464567")
_SIZES = {points: name for name, points in SIZE_NAMES.items()}
_UNITS = {"char": N_("{n} 字符"), "line": N_("{n} 行"), "pt": N_("{n} 磅"), "cm": N_("{n} 厘米")}
_WORDS = {
    "true": "",
    "left": N_("左对齐"),
    "center": N_("居中"),
    "right": N_("右对齐"),
    "justify": N_("两端对齐"),
    "distribute": N_("分散对齐"),
    "top": N_("靠上"),
    "bottom": N_("靠下"),
    "single": N_("单线"),
    "double": N_("双线"),
    "superscript": N_("上标"),
    "subscript": N_("下标"),
    "number": N_("数值"),
    "percent": N_("百分比"),
    "currency": N_("货币"),
    "accounting": N_("会计专用"),
    "date": N_("日期"),
    "time": N_("时间"),
    "text": N_("文本"),
    "general": N_("常规"),
    "scientific": N_("科学记数"),
    "wave": N_("波浪线"),
    "thick": N_("粗线"),
    "dotted": N_("点线"),
    "dash": N_("虚线"),
    "words": N_("字下加线"),
    "keep_next": N_("与下段同页"),
    "keep_lines": N_("段中不分页"),
    "all": N_("全部大写"),
    "small": N_("小型大写"),
    "yellow": N_("黄色"),
    "for": N_("for 循环"),
    "while": N_("while 循环"),
    "recursion": N_("递归"),
}
STOPGAPS = frozenset(
    "Noto Sans CJK SC|Noto Serif CJK SC|DejaVu Sans|Liberation Sans|Liberation Serif|Droid Sans Fallback".split("|")
)
PAGINATION = ("keep_next", "keep_lines")
_HALF, _HUNDREDTH = Decimal("0.5"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RunLook:
    """A property of characters: how the check is called, its parameter, and its value in a format ("" = none).

    `fields` are the names of the format's fields it comes from.
    """

    fields: frozenset[str]
    check: str
    parameter: str
    title: str
    value: Callable[[RunFormat], str]
    counts: Callable[[str], bool] = is_visible


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A property of paragraphs, likewise."""

    fields: frozenset[str]
    check: str
    parameter: str
    title: str
    value: Callable[[Paragraph], str]


def size(points: Decimal | None) -> str:
    """Write a font size: 字号 where there is one."""
    if points is None:
        return ""
    return _SIZES.get(points) or f"{plain(points)}pt"


def points_text(points: Decimal) -> str:
    """Write points to the nearest half."""
    return f"{plain((points / _HALF).quantize(Decimal(1)) * _HALF)}pt"


def centimetres(points: Decimal) -> str:
    """Write a length in centimetres."""
    return f"{plain((points / CM).quantize(_HUNDREDTH))}cm"


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without zeros behind."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: str) -> str:
    """Write a value for a title in the words of people; "" for a switch."""
    if value in _WORDS:
        return named(_WORDS, value)
    for unit, pattern in _UNITS.items():
        number = value.removesuffix(unit)
        if number != value and number.replace(".", "").isdecimal():
            return _(pattern).format(n=number)
    kind, _blank, rest = value.partition(" ")
    decimals, _blank, sign = rest.partition(" ")
    if kind in _WORDS and decimals.isdecimal():
        return _("{kind}，{n} 位小数").format(kind=_(_WORDS[kind]), n=decimals) + (f"，{sign}" if sign else "")
    if _is_colour(value):
        return colour_name(value) or shown_colour(value)
    return shown_word(value)


def _is_colour(value: str) -> bool:
    return len(value) == len("RRGGBB") and all(letter in "0123456789ABCDEF" for letter in value)


def length_title(value: str) -> str:
    """Write "5cm" as people do."""
    return shown_wanted(value)


def asked_font(name: str) -> str:
    """Return a font's name, "" for one that a program takes where the wanted one is missing."""
    return "" if name in STOPGAPS else name


def switch(*, is_on: bool) -> str:
    """Write a switch that is on; off is nothing to ask for."""
    return "true" if is_on else ""


def _indent(chars: Decimal | None, points: Decimal, paragraph: Paragraph) -> str:
    if chars:
        return f"{plain(chars)}char" if chars > 0 else ""
    if points <= 0:
        return ""
    font = next((run.format.size_pt for run in paragraph.runs if run.text.strip()), None)
    if font and points % font < _HUNDREDTH * 50 and points >= font:
        return f"{(points / font).quantize(Decimal(1))}char"
    return centimetres(points)


def _first_line(paragraph: Paragraph) -> str:
    form = paragraph.format
    return _indent(form.first_line_chars, form.first_line_pt, paragraph)


def _hanging(paragraph: Paragraph) -> str:
    form = paragraph.format
    chars = None if form.first_line_chars is None else -form.first_line_chars
    return _indent(chars, -form.first_line_pt, paragraph) if form.list_mark is None else ""


def _left(paragraph: Paragraph) -> str:
    form = paragraph.format
    return _indent(form.indent_left_chars, form.indent_left_pt, paragraph) if form.list_mark is None else ""


def _space(lines: Decimal | None, points: Decimal) -> str:
    return f"{plain(lines)}line" if lines else points_text(points) if points else ""


def _lines(paragraph: Paragraph) -> str:
    form: ParagraphFormat = paragraph.format
    if form.line_rule is LineRule.MULTIPLE:
        return plain(form.line_multiple.quantize(_HUNDREDTH)) if form.line_multiple != 1 else ""
    return points_text(form.line_pt) if form.line_rule is LineRule.EXACT and form.line_pt is not None else ""


def border_of(paragraph: Paragraph) -> tuple[str, str, str]:
    """Return the sides with a line, and the lines' style and colour where they are all alike; "" for none."""
    own = paragraph.format.borders
    lines = {side: line for side in ("top", "bottom", "left", "right") if (line := getattr(own, side)).is_drawn}
    styles, colours = {line.style for line in lines.values()}, {line.colour for line in lines.values()}
    style = next(iter(styles)) if len(styles) == 1 else ""
    colour = next(iter(colours)) if len(colours) == 1 else ""
    return " ".join(lines), style, colour


def _list(paragraph: Paragraph, kind: ListKind) -> str:
    mark = paragraph.format.list_mark
    return "true" if mark is not None and mark.kind is kind else ""


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


RUN_LOOKS = (
    RunLook(
        _of("east_asian"),
        "font_east_asian",
        "font",
        N_("中文字体"),
        lambda form: asked_font(form.east_asian),
        is_chinese,
    ),
    RunLook(_of("latin"), "font_latin", "font", N_("西文字体"), lambda form: asked_font(form.latin), is_latin),
    RunLook(_of("size_pt"), "font_size", "size", N_("字号"), lambda form: size(form.size_pt)),
    RunLook(_of("bold"), "bold", "value", N_("加粗"), lambda form: switch(is_on=form.bold)),
    RunLook(_of("italic"), "italic", "value", N_("倾斜"), lambda form: switch(is_on=form.italic)),
    RunLook(_of("strike"), "strike", "value", N_("删除线"), lambda form: switch(is_on=form.strike)),
    RunLook(
        _of("underline"),
        "underline",
        "style",
        N_("下划线"),
        lambda form: form.underline if form.underline != "none" else "",
    ),
    RunLook(_of("colour"), "colour", "colour", N_("文字颜色"), lambda form: form.colour),
    RunLook(_of("highlight", "shading"), "highlight", "colour", N_("突出显示"), lambda form: form.highlight),
    RunLook(
        _of("spacing_pt"),
        "spacing",
        "value",
        N_("字符间距"),
        lambda form: points_text(form.spacing_pt) if form.spacing_pt else "",
    ),
    RunLook(
        _of("baseline"),
        "baseline",
        "value",
        N_("上标或下标"),
        lambda form: form.baseline.value if form.baseline is not Baseline.NORMAL else "",
    ),
    RunLook(
        _of("scale_percent"),
        "scale",
        "value",
        N_("字符缩放"),
        lambda form: f"{form.scale_percent}%" if form.scale_percent != 100 else "",
    ),
    RunLook(
        _of("raised_pt"),
        "raised",
        "value",
        N_("字符位置"),
        lambda form: points_text(form.raised_pt) if form.raised_pt else "",
    ),
    RunLook(
        _of("border"), "character_border", "value", N_("字符边框"), lambda form: switch(is_on=form.border.is_drawn)
    ),
    RunLook(_of("hidden"), "hidden_text", "value", N_("隐藏文字"), lambda form: switch(is_on=form.hidden)),
    RunLook(
        _of("all_caps", "small_caps"),
        "capitals",
        "value",
        N_("大写格式"),
        lambda form: "all" if form.all_caps else "small" if form.small_caps else "",
    ),
    RunLook(
        _of("emphasis_mark"),
        "emphasis_dot",
        "value",
        N_("着重号"),
        lambda form: switch(is_on=form.emphasis_mark not in {"", "none"}),
    ),
)
PARAGRAPH_LOOKS = (
    ParagraphLook(_of("alignment"), "alignment", "value", N_("对齐方式"), lambda one: one.format.alignment.value),
    ParagraphLook(_of("first_line_pt", "first_line_chars"), "first_line_indent", "value", N_("首行缩进"), _first_line),
    ParagraphLook(_of("first_line_pt", "first_line_chars"), "hanging_indent", "value", N_("悬挂缩进"), _hanging),
    ParagraphLook(_of("indent_left_pt", "indent_left_chars"), "indent_left", "value", N_("左缩进"), _left),
    ParagraphLook(
        _of("space_before_pt", "space_before_lines"),
        "space_before",
        "value",
        N_("段前间距"),
        lambda one: _space(one.format.space_before_lines, one.format.space_before_pt),
    ),
    ParagraphLook(
        _of("space_after_pt", "space_after_lines"),
        "space_after",
        "value",
        N_("段后间距"),
        lambda one: _space(one.format.space_after_lines, one.format.space_after_pt),
    ),
    ParagraphLook(
        _of("indent_right_pt", "indent_right_chars"),
        "indent_right",
        "value",
        N_("右缩进"),
        lambda one: _indent(one.format.indent_right_chars, one.format.indent_right_pt, one),
    ),
    ParagraphLook(_of("line_rule", "line_multiple", "line_pt"), "line_spacing", "value", N_("行距"), _lines),
    ParagraphLook(_of("list_mark"), "bulleted", "", N_("项目符号"), lambda one: _list(one, ListKind.BULLET)),
    ParagraphLook(_of("list_mark"), "numbered", "", N_("自动编号"), lambda one: _list(one, ListKind.NUMBER)),
    ParagraphLook(_of("shading"), "paragraph_shading", "colour", N_("段落底纹"), lambda one: one.format.shading),
    ParagraphLook(
        _of("keep_next", "keep_lines"),
        "pagination",
        "option",
        N_("换行和分页"),
        lambda one: next((name for name in PAGINATION if getattr(one.format, name)), ""),
    ),
)


def value_title(title: str, value: str) -> str:
    """Return "字号：三号", or the bare name of a switch."""
    words = shown(value)
    return _("{what}：{value}").format(what=_(title), value=words) if words else _(title)

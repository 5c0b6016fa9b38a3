"""W: breaks, first and even pages, page number formats, watermarks, text direction."""

from __future__ import annotations

from grading.checks.character_looks import AUTOMATIC, shown_colour
from grading.checks.document_page import ColourAt, ValueOf, edges_of
from grading.checks.drawings import words_of
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.lengths import is_near, shown, shown_wanted
from grading.checks.names import colour_code, is_near_colour, named
from grading.checks.selectors import Where, find_paragraph, select, short, text_of_blocks
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Length
from grading.checks.words import STANDING, shown_line
from grading.office.model import Document, Edge, PageKind, Paragraph, Section, Shape, ShapeKind, shapes_of
from itembank.base.i18n import N_, _

SECTION_STARTS = {
    "nextPage": N_("下一页"),
    "continuous": N_("连续"),
    "evenPage": N_("偶数页"),
    "oddPage": N_("奇数页"),
    "nextColumn": N_("下一栏"),
}
NUMBER_FORMATS = {
    "decimal": "1, 2, 3", "upperRoman": "I, II, III", "lowerRoman": "i, ii, iii", "upperLetter": "A, B, C",
    "lowerLetter": "a, b, c", "numberInDash": "- 1 -", "chineseCounting": "一, 二, 三",
    "chineseCountingThousand": "一, 二, 三", "japaneseCounting": "一, 二, 三",
}  # fmt: skip
CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"})


VERTICAL = frozenset({"tbRl", "tbRlV", "tbLrV", "btLr", "rl", "rlV", "tb-rl", "tb-lr"})
"""Names of vertical writing in OOXML, transitional and Strict ("tb" is horizontal there), and in ODF."""


class BeforeText(Parameters, frozen=True):
    """The paragraph that must begin after the break, by its text."""

    before: str


class SectionBreak(Parameters, frozen=True):
    """A section that begins with the paragraph `before`; `kind` nextPage, continuous, evenPage, oddPage or ""."""

    before: str
    kind: str = ""


class EdgeOn(Parameters, frozen=True):
    """Text of a header or footer (`edge`) of the `pages` "first" or "even"; it must be shown."""

    text: str
    edge: str = "header"
    pages: str = "first"


class NumberFormat(Parameters, frozen=True):
    """How pages are numbered: a number format ("decimal", "upperRoman", "numberInDash") and where counting starts."""

    format: str = ""
    start: int | None = None


class WatermarkOf(Parameters, frozen=True):
    """A watermark's text, "" for any, a picture too."""

    text: str = ""


class DirectionOf(Parameters, frozen=True):
    """Text of the pages that runs "vertical" or "horizontal"."""

    value: str = "vertical"


class DistanceOf(Parameters, frozen=True):
    """How far header and footer are from the paper's edge; "" is not looked at."""

    header: Length = ""
    footer: Length = ""


class GapOf(Parameters, frozen=True):
    """The gap between the columns of the text that `where` selects."""

    where: Where
    gap: Length


def page_break(subject: Subject, file: str, wanted: BeforeText) -> Finding:
    """Look for a page break; empty paragraphs that push the text down are none."""
    document = subject.document(file)
    is_met = (
        _is_broken(document, wanted.before, "\f") or find_paragraph(document, wanted.before).format.page_break_before
    )
    if not is_met:
        is_met = _section_kind(document, wanted.before) in {"nextPage", "oddPage", "evenPage"}
    blanks = _blank_paragraphs(document, wanted.before)
    seen = _("没有分页符（前面有 {count} 个空段落）").format(count=blanks) if blanks else _("没有分页符")
    return _break(wanted.before, _("分页符"), seen, is_met=is_met)


def column_break(subject: Subject, file: str, wanted: BeforeText) -> Finding:
    """Look for a column break."""
    is_met = _is_broken(subject.document(file), wanted.before, "\v")
    return _break(wanted.before, _("分栏符"), _("没有分栏符"), is_met=is_met)


def section_break(subject: Subject, file: str, wanted: SectionBreak) -> Finding:
    """Look for a section break of a kind."""
    if wanted.kind and wanted.kind not in SECTION_STARTS:
        raise CannotJudgeError(_("评分标准中的分节符“{name}”不认识。").format(name=wanted.kind))
    kind = _section_kind(subject.document(file), wanted.before)
    is_met = bool(kind) and wanted.kind in {"", kind}
    seen = named(SECTION_STARTS, kind) if kind else _("没有分节符")
    goal = _(SECTION_STARTS[wanted.kind]) if wanted.kind else _("有分节符")
    place = _("段落“{text}”之前").format(text=short(wanted.before))
    return compared(is_met=is_met, what=_("分节符"), seen=seen, wanted=goal, place=place)


def page_edge(subject: Subject, file: str, wanted: EdgeOn) -> Finding:
    """Look at the header or footer of first or even pages."""
    if wanted.edge not in {"header", "footer"} or wanted.pages not in {"first", "even"}:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=f"{wanted.edge} {wanted.pages}"))
    kind, edge = PageKind(wanted.pages), Edge(wanted.edge)
    texts = [
        text_of_blocks(one.blocks) for one in edges_of(subject.document(file)) if one.edge is edge and one.pages is kind
    ]
    is_met = any(bare(wanted.text) in bare(text) for text in texts)
    names = {"header": _("页眉"), "footer": _("页脚"), "first": _("首页"), "even": _("偶数页")}
    seen = "、".join(short(text, 30) for text in texts if text.strip())
    place = names[wanted.pages]
    return compared(is_met=is_met, what=names[wanted.edge], seen=seen, wanted=short(wanted.text, 30), place=place)


def page_number_format(subject: Subject, file: str, wanted: NumberFormat) -> Finding:
    """Look how pages are numbered in some section."""
    sections = subject.document(file).sections
    numbered = any(field.kind == "PAGE" for field in subject.document(file).fields)
    if not numbered:
        raise NotThereError(_("没有插入页码。"))
    is_met = any(
        _is_number_format(section.page_number_format or "decimal", wanted.format)
        and (wanted.start is None or section.page_number_start == wanted.start)
        for section in sections
    )
    goal = _numbering(wanted.format, wanted.start)
    seen = "；".join(
        dict.fromkeys(_numbering(one.page_number_format or "decimal", one.page_number_start) for one in sections)
    )
    return compared(is_met=is_met, what=_("页码格式"), seen=seen, wanted=goal, place=_("页面"))


def watermark(subject: Subject, file: str, wanted: WatermarkOf) -> Finding:
    """Look for a watermark: a drawing in a header whose words, or name, say so."""
    shapes = [
        shape
        for section in subject.document(file).sections
        for edge in section.headers_footers
        if edge.edge is Edge.HEADER
        for shape in shapes_of(edge.blocks)
    ]
    marks = [shape for shape in shapes if is_watermark(shape)]
    texts = [words_of(shape) or shape.description or shape.name for shape in marks]
    is_met = any(bare(wanted.text) in bare(text) for text in texts)
    seen = "、".join(short(text) for text in texts)
    return compared(is_met=is_met, what=_("水印"), seen=seen, wanted=wanted.text, place=_("页面"))


def text_direction(subject: Subject, file: str, wanted: DirectionOf) -> Finding:
    """Look which way the text of the pages runs."""
    seen = [_direction(section) for section in subject.document(file).sections]
    names = {"vertical": _("竖排"), "horizontal": _("横排")}
    if wanted.value not in names:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.value))
    is_met = bool(seen) and all(one == wanted.value for one in seen)
    shown_names = "、".join(dict.fromkeys(names[one] for one in seen))
    return compared(is_met=is_met, what=_("文字方向"), seen=shown_names, wanted=names[wanted.value], place=_("页面"))


def line_numbers(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look for line numbers."""
    is_met = any(section.line_numbers for section in subject.document(file).sections)
    return compared(is_met=is_met, what=_("行号"), seen=_("有") if is_met else "", wanted="", place=_("页面"))


def vertical_alignment(subject: Subject, file: str, wanted: ValueOf) -> Finding:
    """Look how text lies between top and bottom of the page: top, center, both, bottom."""
    seen = [section.vertical_alignment for section in subject.document(file).sections]
    is_met = bool(seen) and all(one == wanted.value for one in seen)
    names = "、".join(named(STANDING, one) for one in seen)
    goal = named(STANDING, wanted.value)
    return compared(is_met=is_met, what=_("页面垂直对齐"), seen=names, wanted=goal, place=_("页面"))


def edge_distance(subject: Subject, file: str, wanted: DistanceOf) -> Finding:
    """Look how far header and footer are from the edge of the paper."""
    sections = subject.document(file).sections
    faults = [
        shown(seen, goal)
        for section in sections
        for seen, goal in (
            (section.header_distance_pt, wanted.header), (section.footer_distance_pt, wanted.footer))
        if goal and not is_near(seen, goal)
    ]  # fmt: skip
    goal = "、".join(shown_wanted(text) for text in (wanted.header, wanted.footer) if text)
    return compared(
        is_met=bool(sections) and not faults,
        what=_("页眉页脚距边界"),
        seen=faults[0] if faults else goal,
        wanted=goal,
        place=_("页面"),
    )


def column_gap(subject: Subject, file: str, wanted: GapOf) -> Finding:
    """Look at the gap between columns."""
    document = subject.document(file)
    target = select(document, wanted.where)
    numbers = {paragraph.section for paragraph in target.paragraphs}
    columns = [document.sections[number].columns for number in sorted(numbers) if number < len(document.sections)]
    seen = [shown(one.gap_pt, wanted.gap) if one.count > 1 else _("没有分栏") for one in columns]
    is_met = bool(columns) and all(one.count > 1 and is_near(one.gap_pt, wanted.gap) for one in columns)
    goal = shown_wanted(wanted.gap)
    return compared(is_met=is_met, what=_("栏间距"), seen="、".join(seen), wanted=goal, place=target.place)


def border_colour(subject: Subject, file: str, wanted: ColourAt) -> Finding:
    """Look at the art or the lines around pages in a colour."""
    lines = [
        line
        for section in subject.document(file).sections
        for line in (section.page_borders.top, section.page_borders.left)
        if line.is_drawn
    ]
    code = colour_code(wanted.colour) if wanted.colour else ""
    is_met = bool(lines) and all(not code or is_near_colour(line.colour or "000000", code) for line in lines)
    seen = "、".join(dict.fromkeys(shown_line(line.style, shown_colour(line.colour or AUTOMATIC)) for line in lines))
    return compared(is_met=is_met, what=_("页面边框"), seen=seen, wanted=shown_colour(code), place=_("页面"))


def _break(before: str, what: str, seen: str, *, is_met: bool) -> Finding:
    place = _("段落“{text}”之前").format(text=short(before))
    return compared(is_met=is_met, what=what, seen=_("有") if is_met else seen, wanted="", place=place)


def _is_broken(document: Document, text: str, mark: str) -> bool:
    """Tell whether a break stands just before the text: in front of it, or after the text of the paragraph before."""
    paragraph = find_paragraph(document, text)
    own = paragraph.text
    start = own.find(text.strip()[:8]) if text.strip()[:8] in own else len(own) - len(own.lstrip(mark + " \u3000"))
    if mark in own[: max(start, 0)]:
        return True
    before = _before(document, paragraph)
    return bool(before) and any(mark in one.text[len(one.text.rstrip(" \u3000\f\v")) :] for one in before)


def _before(document: Document, paragraph: Paragraph) -> list[Paragraph]:
    """Return the paragraph before another, with the empty ones between them."""
    own = list(document.paragraphs())
    place = next((index for index, one in enumerate(own) if one is paragraph), 0)
    found: list[Paragraph] = []
    for one in reversed(own[:place]):
        found.append(one)
        if one.text.strip(" \u3000\f\v\n\t"):
            break
    return found


def _blank_paragraphs(document: Document, text: str) -> int:
    return sum(1 for one in _before(document, find_paragraph(document, text)) if not one.text.strip())


def _section_kind(document: Document, text: str) -> str:
    """Return how the section of a paragraph starts, "" when the paragraph before is in the same one."""
    paragraph = find_paragraph(document, text)
    before = _before(document, paragraph)
    if not before or before[-1].section == paragraph.section or paragraph.section >= len(document.sections):
        return ""
    return document.sections[paragraph.section].starts


def is_watermark(shape: Shape) -> bool:
    """Tell whether a drawing in a header is a watermark, by its name or because it is WordArt."""
    named = any(word in f"{shape.name} {shape.id}".casefold() for word in ("watermark", "水印"))
    return named or (shape.kind is ShapeKind.WORD_ART and bool(words_of(shape) or shape.description))


def _direction(section: Section) -> str:
    return "vertical" if section.text_direction in VERTICAL else "horizontal"


def _is_number_format(seen: str, wanted: str) -> bool:
    return wanted in {"", seen} or (wanted in CHINESE and seen in CHINESE)


def _numbering(form: str, start: int | None) -> str:
    first = _("起始 {n}").format(n=start) if start is not None else ""
    return " ".join(part for part in (NUMBER_FORMATS.get(form, form), first) if part)


BREAKS: tuple[AnyCheckType, ...] = (
    CheckType("W.page_break", N_("分页符"), BeforeText, page_break),
    CheckType("W.column_break", N_("分栏符"), BeforeText, column_break),
    CheckType("W.section_break", N_("分节符"), SectionBreak, section_break),
    CheckType("W.page_edge", N_("首页或偶数页的页眉页脚"), EdgeOn, page_edge),
    CheckType("W.page_number_format", N_("页码格式"), NumberFormat, page_number_format),
    CheckType("W.watermark", N_("水印"), WatermarkOf, watermark),
    CheckType("W.text_direction", N_("文字方向"), DirectionOf, text_direction),
    CheckType("W.line_numbers", N_("行号"), NoParameters, line_numbers),
    CheckType("W.vertical_alignment", N_("页面垂直对齐"), ValueOf, vertical_alignment),
    CheckType("W.edge_distance", N_("页眉页脚距边界"), DistanceOf, edge_distance),
    CheckType("W.column_gap", N_("栏间距"), GapOf, column_gap),
    CheckType("W.page_border_colour", N_("页面边框的颜色"), ColourAt, border_colour),
)

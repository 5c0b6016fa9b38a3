"""W: the page: size, orientation, margins, columns, headers, footers, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from grading.checks.character_looks import shown_colour
from grading.checks.document_text import full_text, occurrences
from grading.checks.finding import CannotJudgeError, Finding, found
from grading.checks.lengths import CENTIMETRE_TOLERANCE, is_near, shown, shown_wanted
from grading.checks.names import colour_code, is_near_colour, length_points
from grading.checks.selectors import Where, select, short, text_of_blocks
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Colour, Count, Length
from grading.office.model import Document, Edge, HeaderFooter, Paragraph, Section, paragraphs_of
from itembank.base.i18n import N_, _

CM = Decimal(72) / Decimal("2.54")
PAPERS: dict[str, tuple[tuple[Decimal, Decimal], ...]] = {
    name: tuple((Decimal(width) * CM, Decimal(height) * CM) for width, height in sizes)
    for name, sizes in {
        "A3": (("29.7", "42"),),
        "A4": (("21", "29.7"),),
        "A5": (("14.8", "21"),),
        "A6": (("10.5", "14.8"),),
        "B4": (("25.7", "36.4"), ("25", "35.3")),
        "B5": (("18.2", "25.7"), ("17.6", "25")),
        "16K": (("18.4", "26"), ("19.5", "27"), ("19.7", "27.3")),
        "16开": (("18.4", "26"), ("19.5", "27"), ("19.7", "27.3")),
        "32K": (("13", "18.4"), ("9.7", "15.1")),
        "32开": (("13", "18.4"), ("9.7", "15.1")),
        "LETTER": (("21.59", "27.94"),),
        "LEGAL": (("21.59", "35.56"),),
    }.items()
}
"""Width and height in points; some names mean several sizes, by norm or program."""

ORIENTATIONS = {"landscape": N_("横向"), "portrait": N_("纵向")}
_CHINESE_ORIENTATIONS = {"横向": "landscape", "纵向": "portrait"}


class PaperOf(Parameters, frozen=True):
    """A paper's name ("A4", "B5", "16K") or its size "21cm x 29.7cm", whichever way it is turned."""

    value: str


class ValueOf(Parameters, frozen=True):
    """A word, see the check."""

    value: str


class MarginsOf(Parameters, frozen=True):
    """Margins with units; those left out do not matter. 0.05 cm may differ."""

    top: Length = ""
    bottom: Length = ""
    left: Length = ""
    right: Length = ""


class ColumnsOf(Parameters, frozen=True):
    """Columns of the text that `where` selects, or of some section; `line` asks for a line between (or none)."""

    count: Count
    where: Where | None = None
    line: bool | None = None


class EdgeText(Parameters, frozen=True):
    """Text of a header or footer; `match` is "contains" or "equals" (blanks aside)."""

    text: str
    match: str = "contains"


class NumberAt(Parameters, frozen=True):
    """A page number; `edge` is "header", "footer" or "" for either."""

    edge: str = ""


class ColourAt(Parameters, frozen=True):
    """A colour; "" for any."""

    colour: Colour = ""


def page_size(subject: Subject, file: str, wanted: PaperOf) -> Finding:
    """Look at the paper's size in every section."""
    sizes = _paper_sizes(wanted.value)

    def look(section: Section) -> Look:
        edges = sorted((section.page_width_pt, section.page_height_pt))
        met = any(_near(edges[0], min(size)) and _near(edges[1], max(size)) for size in sizes)
        return Look(met, _paper_words(edges))

    return _sections(subject, file, look, (_("纸张大小"), wanted.value))


def orientation(subject: Subject, file: str, wanted: ValueOf) -> Finding:
    """Look which way the paper is turned: landscape or portrait."""
    goal = _CHINESE_ORIENTATIONS.get(wanted.value, wanted.value)
    if goal not in ORIENTATIONS:
        raise CannotJudgeError(_("评分标准中的纸张方向“{name}”不认识。").format(name=wanted.value))

    def look(section: Section) -> Look:
        seen = "landscape" if section.page_width_pt > section.page_height_pt else "portrait"
        return Look(seen == goal, _(ORIENTATIONS[seen]))

    return _sections(subject, file, look, (_("纸张方向"), _(ORIENTATIONS[goal])))


def margins(subject: Subject, file: str, wanted: MarginsOf) -> Finding:
    """Look at the margins; each given one counts the same."""
    document = subject.document(file)
    given = [(name, value, read) for name, value, read in _sides(wanted) if value]
    looks = [
        (1, Look(is_near(read(section), value), f"{name} {shown(read(section), value)}"))
        for section in document.sections
        for name, value, read in given
    ]
    goal = "、".join(f"{name} {shown_wanted(value)}" for name, value, _read in given)
    return weigh(looks, Wanted(_("页边距"), goal, _("页面")))


def columns(subject: Subject, file: str, wanted: ColumnsOf) -> Finding:
    """Look at the columns of the selected text, or of the section that has most."""
    document = subject.document(file)
    place = _("页面")
    sections = list(document.sections)
    if wanted.where is not None:
        target = select(document, wanted.where)
        place = target.place
        numbers = sorted({paragraph.section for paragraph in target.paragraphs})
        sections = [sections[number] for number in numbers if number < len(sections)]
    elif sections:
        fitting = [section for section in sections if section.columns.count == wanted.count]
        sections = (fitting if wanted.count > 1 else []) or sections
    looks = ((1, _look_at_columns(section, wanted)) for section in sections)
    goal = _("{count} 栏").format(count=wanted.count)
    return weigh(looks, Wanted(_("分栏"), goal + _shown_line(wanted.line), place))


def header_text(subject: Subject, file: str, wanted: EdgeText) -> Finding:
    """Look for text in a shown header."""
    return _edge_text(subject, file, wanted, Edge.HEADER, _("页眉"))


def footer_text(subject: Subject, file: str, wanted: EdgeText) -> Finding:
    """Look for text in a shown footer."""
    return _edge_text(subject, file, wanted, Edge.FOOTER, _("页脚"))


def page_number(subject: Subject, file: str, wanted: NumberAt) -> Finding:
    """Look for a page number that counts; a typed digit does not."""
    document = subject.document(file)
    allowed = {wanted.edge} if wanted.edge else {"header", "footer"}
    placed = {field.place for field in document.fields if field.kind == "PAGE"} & {"header", "footer"}
    seen = {name for name in placed if not _is_number_hidden(document, Edge(name))}
    is_met = bool(seen & allowed)
    typed = any(text_of_blocks(edge.blocks).strip().strip("-—第页 ").isdecimal() for edge in edges_of(document))
    if is_met:
        sentence = _("已插入页码。")
    elif seen:
        sentence = _("页码不在要求的位置。")
    else:
        sentence = _("页码是手工输入的数字，不会随页变化。") if typed else _("没有插入页码。")
    names = {"header": _("页眉"), "footer": _("页脚")}
    return found(
        is_met=is_met,
        sentence=sentence,
        observed="、".join(names[edge] for edge in sorted(seen)),
        expected=names.get(wanted.edge, _("页码")),
        place=file,
    )


def page_border(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look for a border around the page."""

    def look(section: Section) -> Look:
        lines = section.page_borders
        drawn = any(line.is_drawn for line in (lines.top, lines.bottom, lines.left, lines.right))
        has = drawn or bool(section.page_border_art)
        return Look(has, _("有") if has else _("没有"))

    return _sections(subject, file, look, (_("页面边框"), _("有")))


def page_background(subject: Subject, file: str, wanted: ColourAt) -> Finding:
    """Look at the page colour."""
    seen = subject.document(file).background
    code = colour_code(wanted.colour) if wanted.colour else ""
    is_met = is_near_colour(seen, code) if code else bool(seen) and not is_near_colour(seen, "FFFFFF")
    goal = shown_colour(code) or _("有颜色")
    look = Look(is_met, shown_colour(seen) or _("没有颜色"))
    return weigh([(1, look)], Wanted(_("页面颜色"), goal, _("页面")))


def edges_of(document: Document) -> Iterator[HeaderFooter]:
    """Yield the headers and footers that are shown, each once."""
    for section in document.sections:
        for edge in section.headers_footers:
            if edge.shown and not edge.inherited:
                yield edge


def _is_number_hidden(document: Document, edge: Edge) -> bool:
    """Tell whether page numbers stand only in headers (footers) that a switch hides."""
    own = [one for section in document.sections for one in section.headers_footers if one.edge is edge]
    numbered = [one.shown for one in own if any(map(_is_numbered, paragraphs_of(one.blocks)))]
    return bool(numbered) and not any(numbered)


def _is_numbered(paragraph: Paragraph) -> bool:
    return any(run.field.split()[:1] == ["PAGE"] for run in paragraph.runs)


def _edge_text(subject: Subject, file: str, wanted: EdgeText, edge: Edge, name: str) -> Finding:
    document = subject.document(file)
    texts = [text_of_blocks(one.blocks) for one in edges_of(document) if one.edge is edge]
    goal = bare(wanted.text)
    is_met = any(bare(text) == goal if wanted.match == "equals" else goal in bare(text) for text in texts)
    seen = "、".join(short(text, 30) for text in texts if text.strip())
    if is_met:
        sentence = _("{edge}中有“{text}”。")
    elif seen:
        sentence = _("{edge}应为“{text}”，实际为“{seen}”。")
    elif occurrences(full_text(document), wanted.text):
        sentence = _("“{text}”在正文中，没有放进{edge}。")
    else:
        sentence = _("没有{edge}文字。")
    return found(
        is_met=is_met,
        sentence=sentence.format(edge=name, text=short(wanted.text, 30), seen=seen),
        observed=seen,
        expected=wanted.text,
        place=name,
    )


def _sides(wanted: MarginsOf) -> tuple[tuple[str, str, Callable[[Section], Decimal]], ...]:
    return (
        (_("上"), wanted.top, lambda section: section.margin_top_pt),
        (_("下"), wanted.bottom, lambda section: section.margin_bottom_pt),
        (_("左"), wanted.left, lambda section: section.margin_left_pt),
        (_("右"), wanted.right, lambda section: section.margin_right_pt),
    )


def _look_at_columns(section: Section, wanted: ColumnsOf) -> Look:
    own = section.columns
    seen = _("{count} 栏").format(count=own.count)
    fits = wanted.line is None or own.line_between is wanted.line
    line = own.line_between if wanted.line is not None else None
    return Look(own.count == wanted.count and fits, seen + _shown_line(line))


def _shown_line(line: bool | None) -> str:  # noqa: FBT001 - three-valued, the name says it
    if line is None:
        return ""
    return _("，有分隔线") if line else _("，没有分隔线")


def _sections(subject: Subject, file: str, look: Callable[[Section], Look], goal: tuple[str, str]) -> Finding:
    document = subject.document(file)
    return weigh(((1, look(section)) for section in document.sections), Wanted(*goal, _("页面")))


def _paper_sizes(value: str) -> tuple[tuple[Decimal, Decimal], ...]:
    name = value.strip().upper()
    if name in PAPERS:
        return PAPERS[name]
    width, _cross, height = value.lower().replace("×", "x").replace("*", "x").partition("x")
    return ((length_points(width), length_points(height)),)


def paper_name(edges: list[Decimal]) -> str:
    """Return the name of a paper by its shorter and longer edge, "" for a size of its own."""
    sizes = PAPERS.items()
    return next(
        (name for name, own in sizes if any(_near(edges[0], min(s)) and _near(edges[1], max(s)) for s in own)), ""
    )


def _paper_words(edges: list[Decimal]) -> str:
    name = paper_name(edges)
    if name:
        return name
    centimetres = [(edge / CM).quantize(Decimal("0.01")) for edge in edges]
    return _("{width} × {height} 厘米").format(width=centimetres[0], height=centimetres[1])


def _near(seen: Decimal, wanted: Decimal) -> bool:
    return abs(seen - wanted) <= CENTIMETRE_TOLERANCE


PAGES: tuple[AnyCheckType, ...] = (
    CheckType("W.page_size", N_("纸张大小"), PaperOf, page_size),
    CheckType("W.orientation", N_("纸张方向"), ValueOf, orientation),
    CheckType("W.margins", N_("页边距"), MarginsOf, margins),
    CheckType("W.columns", N_("分栏"), ColumnsOf, columns),
    CheckType("W.header_text", N_("页眉文字"), EdgeText, header_text),
    CheckType("W.footer_text", N_("页脚文字"), EdgeText, footer_text),
    CheckType("W.page_number", N_("页码"), NumberAt, page_number),
    CheckType("W.page_border", N_("页面边框"), NoParameters, page_border),
    CheckType("W.page_background", N_("页面颜色"), ColourAt, page_background),
)

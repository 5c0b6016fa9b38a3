"""P: what slides are made of besides text: tables, media, buttons, footers, placeholders, positions, drawings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading.checks.character_looks import shown_colour
from grading.checks.document_text import address_key
from grading.checks.drawings import DRAWINGS, DrawingProperty, Scene
from grading.checks.drawings_chart import CHARTS
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.lengths import is_near, shown, shown_wanted
from grading.checks.names import colour_code, is_near_colour
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.slides_find import OnSlide, OnSlides, chosen_slides, get_slide, leads_to, slide_name, target_words
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, joined
from grading.checks.values import Colour, Length, Ordinal
from grading.office.model import FillKind, Paragraph, Shape, ShapeKind, Slide, Table, paragraphs_of
from itembank.base.i18n import N_, _

FOOTERS = {"sldNum": N_("幻灯片编号"), "dt": N_("日期和时间"), "ftr": N_("页脚")}
PLACES = {"title": ("title", "ctrTitle"), "body": ("body", "obj", ""), "subtitle": ("subTitle",)}
BUTTONS = "actionButton"


class CellOn(OnSlide, frozen=True, kw_only=True):
    """A cell of a slide's table (row and column from 1) and its text, blanks aside."""

    row: Ordinal
    column: Ordinal
    text: str


class TableStyle(OnSlide, frozen=True, kw_only=True):
    """A slide's table: a table style by name, or the colour of a row's cells (from 1); left out: not looked at."""

    style: str = ""
    row: Ordinal | None = None
    colour: Colour = ""


class MediaOn(OnSlides, frozen=True, kw_only=True):
    """A sound or film: "audio", "video", "" for either."""

    kind: str = ""


class ButtonOn(OnSlides, frozen=True, kw_only=True):
    """An action button and where it leads: an address, "#3" for a slide, first, last, next, previous; "" for any.

    `leads_to` is the title of the slide it must lead to, wherever that one stands now.
    """

    target: str = ""
    leads_to: str = ""


class FooterOn(OnSlides, frozen=True, kw_only=True):
    """A footer that is shown, with a text ("" for any); null as slide: on all but title slides."""

    text: str = ""


class PlaceholderText(OnSlide, frozen=True, kw_only=True):
    """Text in a slide's placeholder: "title", "subtitle" or "body"; a text box beside it is none."""

    text: str
    place: str = "body"


class LevelOf(OnSlide, frozen=True, kw_only=True):
    """Paragraphs of a slide (a line each) and their level, from 1."""

    text: str
    level: Ordinal


class PositionOf(OnSlide, frozen=True, kw_only=True):
    """The shape with a text (or the n-th picture) and its top left corner; "" is not looked at."""

    text: str = ""
    picture: Ordinal | None = None
    left: Length = ""
    top: Length = ""


class DirectionOf(OnSlide, frozen=True, kw_only=True):
    """The shape with a text whose letters stand "vertical" or run "horizontal"."""

    text: str
    value: str = "vertical"


def table_cell(subject: Subject, file: str, wanted: CellOn) -> Finding:
    """Look at one cell's text."""
    slide = get_slide(subject.presentation(file), wanted)
    for table in _tables(slide):
        for row in table.rows:
            for cell in row.cells:
                if (cell.row, cell.column) == (wanted.row - 1, wanted.column - 1):
                    place = _("{slide}表格第 {row} 行第 {column} 列").format(
                        slide=slide_name(slide), row=wanted.row, column=wanted.column
                    )
                    is_met = bare(cell.text) == bare(wanted.text)
                    goal = short(wanted.text)
                    return compared(is_met=is_met, what=_("文字"), seen=short(cell.text), wanted=goal, place=place)
    raise NotThereError(_("{slide}的表格中没有这个单元格。").format(slide=slide_name(slide)))


def table_style(subject: Subject, file: str, wanted: TableStyle) -> Finding:
    """Look how a slide's table looks."""
    slide = get_slide(subject.presentation(file), wanted)
    code = colour_code(wanted.colour) if wanted.colour else ""
    faults = [_table_fault(table, wanted, code) for table in _tables(slide)]
    is_met = any(not fault for fault in faults)
    goal = " ".join(part for part in (wanted.style, shown_colour(code)) if part)
    seen = goal if is_met else faults[0]
    return compared(is_met=is_met, what=_("表格样式"), seen=seen, wanted=goal, place=slide_name(slide))


def media(subject: Subject, file: str, wanted: MediaOn) -> Finding:
    """Look for a sound or film."""
    slides = chosen_slides(subject.presentation(file), wanted)
    kinds = [shape.media for slide in slides for shape in slide.all_shapes() if shape.media]
    is_met = wanted.kind in kinds if wanted.kind else bool(kinds)
    names = {"audio": _("声音"), "video": _("视频")}
    seen = "、".join(names.get(kind, kind) for kind in dict.fromkeys(kinds))
    goal = names.get(wanted.kind, wanted.kind)
    return compared(is_met=is_met, what=_("媒体"), seen=seen, wanted=goal, place=place_of(slides, wanted))


def button(subject: Subject, file: str, wanted: ButtonOn) -> Finding:
    """Look for an action button; any shape that leads there does as well."""
    slides = chosen_slides(subject.presentation(file), wanted)
    shapes = [shape for slide in slides for shape in slide.all_shapes() if shape.link or _is_button(shape)]
    targets = [_target(shape) for shape in shapes if shape.link]
    all_slides = subject.presentation(file).slides
    is_met = any(
        not (wanted.target or wanted.leads_to)
        or (bool(wanted.target) and _is_target(target, wanted.target))
        or leads_to(all_slides, target, wanted.leads_to)
        for target in targets
    )
    seen = "、".join(target_words(all_slides, one) for one in dict.fromkeys(targets))
    seen = seen or (_("按钮没有动作") if shapes else "")
    goal = f"“{wanted.leads_to}”" if wanted.leads_to else target_words(all_slides, wanted.target)
    return compared(is_met=is_met, what=_("动作按钮"), seen=seen, wanted=goal, place=place_of(slides, wanted))


def footer(kind: str) -> AnyCheckType:
    """Return the check for one of the three kinds of footers."""

    def look(subject: Subject, file: str, wanted: FooterOn) -> Finding:
        presentation = subject.presentation(file)
        slides = chosen_slides(presentation, wanted)
        if wanted.slide is None:
            slides = tuple(one for one in slides if one.layout_kind != "title") or slides
        looks = [(1, _footer_look(slide, kind, wanted.text)) for slide in slides]
        return weigh(looks, Wanted(_(FOOTERS[kind]), wanted.text or _("已显示"), place_of(slides, wanted)))

    names = {"sldNum": "slide_number", "dt": "date", "ftr": "footer"}
    return CheckType(f"P.{names[kind]}", FOOTERS[kind], FooterOn, look)


def placeholder_text(subject: Subject, file: str, wanted: PlaceholderText) -> Finding:
    """Look for text in a placeholder."""
    if wanted.place not in PLACES:
        raise CannotJudgeError(_("评分标准中的占位符“{name}”不认识。").format(name=wanted.place))
    slide = get_slide(subject.presentation(file), wanted)
    goal = bare(wanted.text)
    own = [one for one in slide.all_shapes() if one.placeholder and one.placeholder.kind in PLACES[wanted.place]]
    is_met = bool(goal) and any(goal in bare(one.text) for one in own)
    elsewhere = goal in bare(slide.text)
    seen = _("文字在占位符之外") if elsewhere and not is_met else "、".join(short(one.text) for one in own)
    what = _("占位符中的文字")
    return compared(is_met=is_met, what=what, seen=seen, wanted=short(wanted.text), place=slide_name(slide))


def level(subject: Subject, file: str, wanted: LevelOf) -> Finding:
    """Look at the level of paragraphs; blanks in front are none."""
    slide = get_slide(subject.presentation(file), wanted)
    goals = [bare(line) for line in wanted.text.splitlines() if bare(line)]
    own = [one for one in slide.paragraphs() if bare(one.text) and any(goal in bare(one.text) for goal in goals)]
    if not own:
        raise NotThereError(_("幻灯片上没有找到“{text}”。").format(text=short(wanted.text)))
    looks = [(1, Look(one.format.level + 1 == wanted.level, _level_text(one))) for one in own]
    return weigh(looks, Wanted(_("文本级别"), _("第 {n} 级").format(n=wanted.level), slide_name(slide)))


def position(subject: Subject, file: str, wanted: PositionOf) -> Finding:
    """Look where a shape stands."""
    slide = get_slide(subject.presentation(file), wanted)
    shape = _shape_of(slide, wanted)
    looks = []
    for seen, goal, name in (
        (shape.placement.left_pt, wanted.left, _("左")),
        (shape.placement.top_pt, wanted.top, _("上")),
    ):
        if goal:
            where = shown(seen, goal) if seen is not None else _("未知")
            looks.append((1, Look(seen is not None and is_near(seen, goal), f"{name} {where}")))
    goal = " ".join(shown_wanted(one) for one in (wanted.left, wanted.top) if one)
    return weigh(looks, Wanted(_("位置"), goal, slide_name(slide)))


def text_direction(subject: Subject, file: str, wanted: DirectionOf) -> Finding:
    """Look which way the letters of a shape run."""
    slide = get_slide(subject.presentation(file), wanted)
    own = [one for one in slide.all_shapes() if bare(wanted.text) in bare(one.text) and bare(one.text)]
    if not own:
        raise NotThereError(_("幻灯片上没有找到“{text}”。").format(text=short(wanted.text)))
    seen = ["horizontal" if one.text_vertical in {"", "horz"} else "vertical" for one in own]
    names = {"vertical": _("竖排"), "horizontal": _("横排")}
    looks = [(1, Look(one == wanted.value, names[one])) for one in seen]
    return weigh(looks, Wanted(_("文字方向"), names.get(wanted.value, wanted.value), slide_name(slide)))


def place_of(slides: Sequence[Slide], wanted: OnSlides) -> str:
    """Return how a report calls the slides."""
    return slide_name(slides[0]) if wanted.slide is not None else _("演示文稿")


def _drawing(kind: DrawingProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        presentation = subject.presentation(file)
        slides = chosen_slides(presentation, wanted)
        shapes = [shape for slide in slides for shape in slide.all_shapes()]
        return kind.look(Scene(subject, file, shapes, place_of(slides, wanted), presentation.format), wanted)

    return CheckType(f"P.{kind.name}", kind.title, joined(OnSlides, kind.parameters), look)


def _tables(slide: Slide) -> list[Table]:
    tables = [shape.table for shape in slide.all_shapes() if shape.table is not None]
    if not tables:
        raise NotThereError(_("{slide}没有表格。").format(slide=slide_name(slide)))
    return tables


def _table_fault(table: Table, wanted: TableStyle, code: str) -> str:
    if wanted.style and bare(table.style).casefold() != bare(wanted.style).casefold():
        return table.style or _("没有")
    rows = table.rows if wanted.row is None else table.rows[wanted.row - 1 : wanted.row]
    fills = [cell.fill for row in rows for cell in row.cells]
    if code and not (
        fills and all(one.kind is not FillKind.NONE and is_near_colour(one.colour, code) for one in fills)
    ):
        return "、".join(dict.fromkeys(shown_colour(one.colour) for one in fills if one.colour)) or _("没有填充")
    return ""


def _is_button(shape: Shape) -> bool:
    return shape.geometry.startswith(BUTTONS)


def _target(shape: Shape) -> str:
    jumps = {"firstslide": "first", "lastslide": "last", "nextslide": "next", "previousslide": "previous"}
    word = shape.link.rpartition("jump=")[2].casefold()
    return jumps.get(word, shape.link)


def _is_target(seen: str, wanted: str) -> bool:
    return seen == wanted or address_key(seen) == address_key(wanted)


def _footer_look(slide: Slide, kind: str, text: str) -> Look:
    texts = [
        one.text for one in slide.all_shapes() if one.placeholder and one.placeholder.kind == kind and not one.hidden
    ]
    is_met = any(bare(text) in bare(one) and bare(one) for one in texts)
    return Look(is_met, "、".join(short(one) for one in texts if bare(one)) or _("没有显示"))


def _level_text(paragraph: Paragraph) -> str:
    blanks = len(paragraph.text) - len(paragraph.text.lstrip())
    extra = _("（用 {count} 个空白字符代替）").format(count=blanks) if blanks >= 2 else ""
    return _("第 {n} 级").format(n=paragraph.format.level + 1) + extra


def _shape_of(slide: Slide, wanted: PositionOf) -> Shape:
    if not (wanted.left or wanted.top):
        raise CannotJudgeError(_("评分标准没有写明位置。"))
    if wanted.picture is not None:
        own = [one for one in slide.all_shapes() if one.kind is ShapeKind.PICTURE][wanted.picture - 1 :][:1]
    else:
        own = [one for one in slide.all_shapes() if bare(wanted.text) in bare(_all_text(one)) and bare(_all_text(one))]
    if not own:
        raise NotThereError(_("{place}没有图形“{text}”。").format(place=slide_name(slide), text=short(wanted.text)))
    return own[0]


def _all_text(shape: Shape) -> str:
    cells = "" if shape.table is None else "".join(one.text for one in paragraphs_of((shape.table,)))
    return shape.text + cells


SLIDE_PARTS: tuple[AnyCheckType, ...] = (
    CheckType("P.table_cell", N_("幻灯片表格的文字"), CellOn, table_cell),
    CheckType("P.table_style", N_("幻灯片表格的样式"), TableStyle, table_style),
    CheckType("P.media", N_("声音和视频"), MediaOn, media),
    CheckType("P.button", N_("动作按钮"), ButtonOn, button),
    CheckType("P.placeholder_text", N_("占位符中的文字"), PlaceholderText, placeholder_text),
    CheckType("P.level", N_("文本级别"), LevelOf, level),
    CheckType("P.position", N_("对象的位置"), PositionOf, position),
    CheckType("P.text_direction", N_("文字方向"), DirectionOf, text_direction),
    *(footer(kind) for kind in FOOTERS),
    *(_drawing(kind) for kind in (*DRAWINGS, *CHARTS)),
)

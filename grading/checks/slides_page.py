"""P: slides as wholes: how many, layout, pictures, tables, background, transition, animation, size."""

from __future__ import annotations

from decimal import Decimal

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding, found
from grading.checks.names import colour_code, is_near_colour, named
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.slides_find import OnSlide, OnSlides, chosen_slides, get_slide, slide_name
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Colour, Count
from grading.checks.words import ANIMATIONS, TRANSITIONS
from grading.checks.words import FILLS as FILL_NAMES
from grading.office.model import Fill, FillKind, Presentation, Shape, ShapeKind, Slide
from itembank.base.i18n import N_, _

LAYOUTS: dict[str, frozenset[str]] = {
    "title": frozenset({"titleslide", "标题幻灯片"}),
    "obj": frozenset({"titleandcontent", "title,content", "标题和内容", "标题与内容"}),
    "tx": frozenset({"titleandtext", "标题和文本"}),
    "secHead": frozenset({"sectionheader", "节标题"}),
    "twoObj": frozenset({"twocontent", "两栏内容", "title,2content"}),
    "twoTxTwoObj": frozenset({"comparison", "比较"}),
    "titleOnly": frozenset({"titleonly", "仅标题"}),
    "blank": frozenset({"blank", "blankslide", "空白"}),
    "objTx": frozenset({"contentwithcaption", "内容与标题"}),
    "picTx": frozenset({"picturewithcaption", "图片与标题"}),
    "vertTx": frozenset({"titleandverticaltext", "标题和竖排文字"}),
}
"""Kinds of layouts and the names programs give them, in small letters without blanks."""

LAYOUT_NAMES = {
    "title": N_("标题幻灯片"), "obj": N_("标题和内容"), "tx": N_("标题和文本"), "secHead": N_("节标题"),
    "twoObj": N_("两栏内容"), "twoTxTwoObj": N_("比较"), "titleOnly": N_("仅标题"), "blank": N_("空白"),
    "objTx": N_("内容与标题"), "picTx": N_("图片与标题"), "vertTx": N_("标题和竖排文字"),
}  # fmt: skip

FILLS = {
    FillKind.NONE: N_("没有填充"),
    FillKind.SOLID: N_("纯色"),
    FillKind.GRADIENT: N_("渐变"),
    FillKind.PATTERN: N_("图案"),
    FillKind.PICTURE: N_("图片"),
}
SMIL_EFFECTS = {
    "pushWipe": "push", "slideWipe": "cover", "barWipe": "wipe", "barnDoorWipe": "split", "blindsWipe": "blinds",
    "checkerBoardWipe": "checker", "randomBarWipe": "randomBar", "pinWheelWipe": "wheel", "fanWipe": "wedge",
    "ellipseWipe": "circle", "fourBoxWipe": "plus", "irisWipe": "zoom", "waterfallWipe": "strips", "zoom": "newsflash",
}  # fmt: skip
"""Transitions as ODF names them, and what OOXML calls the same."""

WHITE = "FFFFFF"
RATIOS = {"16:9": Decimal(16) / 9, "4:3": Decimal(4) / 3, "16:10": Decimal(16) / 10}
RATIO_TOLERANCE = Decimal("0.01")


class SlideCount(Parameters, frozen=True):
    """How many slides there are: exactly `value`, or `at_least`."""

    value: int | None = None
    at_least: int | None = None


class LayoutOf(OnSlide, frozen=True, kw_only=True):
    """A layout by its name ("两栏内容"), in Chinese or English, or by its OOXML type ("twoObj")."""

    name: str = ""
    type: str = ""


class CountOn(OnSlide, frozen=True, kw_only=True):
    """A slide (from 1) and how many of something it must have."""

    at_least: Count = 1


class TransitionOf(OnSlides, frozen=True, kw_only=True):
    """The transition of one slide or of all; `effect` by its OOXML name ("fade"), "" for any."""

    effect: str = ""


class BackgroundOf(OnSlides, frozen=True, kw_only=True):
    """The background of one slide or of all; a `colour`, a `kind` (solid, gradient, pattern, picture), or any."""

    colour: Colour = ""
    kind: str = ""


class TableOn(OnSlide, frozen=True, kw_only=True):
    """A table on a slide (from 1) and its size."""

    rows: Count
    columns: Count


class AnimationOn(OnSlide, frozen=True, kw_only=True):
    """An animation on a slide, on the shape with a text ("" for any); `category` "entr", "emph", "exit", "path"."""

    text: str = ""
    category: str = ""


class SlideOnly(OnSlide, frozen=True, kw_only=True):
    """One slide (from 1)."""


class SizeOf(Parameters, frozen=True):
    """A ratio: "16:9", "4:3"."""

    value: str


class Titles(Parameters, frozen=True):
    """Titles in the wanted order; slides between them do not matter."""

    titles: tuple[str, ...]


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the file can be opened."""
    subject.presentation(file)
    return found(is_met=True, sentence=_("演示文稿“{file}”可以打开。").format(file=file), place=file)


def slide_count(subject: Subject, file: str, wanted: SlideCount) -> Finding:
    """Count the slides."""
    count = len(subject.presentation(file).slides)
    if wanted.value is None and wanted.at_least is None:
        raise CannotJudgeError(_("评分标准没有写明幻灯片的数量。"))
    is_met = count == wanted.value if wanted.value is not None else count >= (wanted.at_least or 0)
    goal = str(wanted.value) if wanted.value is not None else _("至少 {n}").format(n=wanted.at_least)
    sentence = _("演示文稿有 {count} 张幻灯片，正确。") if is_met else _("幻灯片应为 {goal} 张，实际 {count} 张。")
    return found(
        is_met=is_met, sentence=sentence.format(count=count, goal=goal), observed=count, expected=goal, place=file
    )


def slide_order(subject: Subject, file: str, wanted: Titles) -> Finding:
    """Look at the order of slides by their titles."""
    titles = [bare(slide.title) for slide in subject.presentation(file).slides]
    place, missing = 0, ""
    for title in wanted.titles:
        try:
            place = titles.index(bare(title), place) + 1
        except ValueError:
            missing = title
            break
    sentence = _("幻灯片顺序正确。") if not missing else _("标题为“{text}”的幻灯片不在要求的位置。")
    return found(
        is_met=not missing,
        sentence=sentence.format(text=short(missing)),
        observed=" → ".join(short(title, 8) for title in titles),
        expected=" → ".join(short(title, 8) for title in wanted.titles),
        place=file,
    )


def layout(subject: Subject, file: str, wanted: LayoutOf) -> Finding:
    """Look at a slide's layout."""
    slide = get_slide(subject.presentation(file), wanted)
    goal = wanted.name or wanted.type
    if not goal:
        raise CannotJudgeError(_("评分标准没有写明版式。"))
    is_met = _is_layout(slide, goal)
    seen = layout_name(slide.layout_kind) or slide.layout or _("未知")
    seen = slide.layout if seen == layout_name(goal) and not is_met else seen
    return weigh([(1, Look(is_met, seen))], Wanted(_("版式"), layout_name(goal) or goal, slide_name(slide)))


def picture(subject: Subject, file: str, wanted: CountOn) -> Finding:
    """Count the pictures on a slide (not those of its layout)."""
    slide = get_slide(subject.presentation(file), wanted)
    count = sum(1 for shape in slide.all_shapes() if shape.kind is ShapeKind.PICTURE or _is_filled_place(shape))
    sentence = (
        _("{slide}有 {count} 张图片。")
        if count >= wanted.at_least
        else _("{slide}有 {count} 张图片，应至少 {least} 张。")
    )
    return found(
        is_met=count >= wanted.at_least,
        sentence=sentence.format(slide=slide_name(slide), count=count, least=wanted.at_least),
        observed=count,
        expected=wanted.at_least,
        place=slide_name(slide),
    )


def table(subject: Subject, file: str, wanted: TableOn) -> Finding:
    """Look for a table of a size on a slide."""
    slide = get_slide(subject.presentation(file), wanted)
    sizes = [
        (len(shape.table.rows), max((len(row.cells) for row in shape.table.rows), default=0))
        for shape in slide.all_shapes()
        if shape.table is not None
    ]
    seen = "、".join(_("{rows} 行 {columns} 列").format(rows=rows, columns=columns) for rows, columns in sizes)
    goal = _("{rows} 行 {columns} 列").format(rows=wanted.rows, columns=wanted.columns)
    look = Look((wanted.rows, wanted.columns) in sizes, seen or _("没有表格"))
    return weigh([(1, look)], Wanted(_("表格"), goal, slide_name(slide)))


def transition(subject: Subject, file: str, wanted: TransitionOf) -> Finding:
    """Look at how slides come in; timing alone is no effect."""
    slides = chosen_slides(subject.presentation(file), wanted)
    looks = []
    for slide in slides:
        effect = slide.transition.effect if slide.transition is not None else ""
        effect = SMIL_EFFECTS.get(effect, effect)
        seen = named(TRANSITIONS, effect) or _("没有切换效果")
        looks.append((1, Look(bool(effect) and wanted.effect in {"", effect}, seen)))
    goal = named(TRANSITIONS, wanted.effect) or _("有切换效果")
    return weigh(looks, Wanted(_("切换效果"), goal, _name(slides, wanted.slide)))


def background(subject: Subject, file: str, wanted: BackgroundOf) -> Finding:
    """Look at the background; plain white is none unless white is wanted."""
    slides = chosen_slides(subject.presentation(file), wanted)
    code = colour_code(wanted.colour) if wanted.colour else ""
    looks = [
        (1, Look(_is_background(slide.background, code, wanted.kind), _shown_fill(slide.background)))
        for slide in slides
    ]
    goal = shown_colour(code) or named(FILL_NAMES, wanted.kind) or _("有背景")
    return weigh(looks, Wanted(_("背景"), goal, _name(slides, wanted.slide)))


def animation(subject: Subject, file: str, wanted: AnimationOn) -> Finding:
    """Look for an animation on a shape of a slide."""
    slide = get_slide(subject.presentation(file), wanted)
    texts = {shape.id: shape.text or shape.name for shape in slide.all_shapes()}
    fitting = [
        one
        for one in slide.animations
        if wanted.category in {"", one.category} and bare(wanted.text) in bare(texts.get(one.shape, ""))
    ]
    what = _("动画")
    seen = "、".join(
        f"“{short(texts.get(one.shape, ''))}”{named(ANIMATIONS, one.category)}" for one in slide.animations[:3]
    )
    kind = _("{kind}动画").format(kind=named(ANIMATIONS, wanted.category)) if wanted.category else _("有动画")
    goal = f"“{short(wanted.text)}”{kind}" if wanted.text else kind
    return weigh([(1, Look(bool(fitting), seen or _("没有动画")))], Wanted(what, goal, slide_name(slide)))


def hidden(subject: Subject, file: str, wanted: SlideOnly) -> Finding:
    """Look that a slide is hidden."""
    slide = get_slide(subject.presentation(file), wanted)
    look = Look(slide.hidden, _("隐藏") if slide.hidden else _("没有隐藏"))
    return weigh([(1, look)], Wanted(_("放映状态"), _("隐藏"), slide_name(slide)))


def slide_size(subject: Subject, file: str, wanted: SizeOf) -> Finding:
    """Look at the ratio of the slides."""
    if wanted.value not in RATIOS:
        raise CannotJudgeError(_("评分标准中的幻灯片比例“{name}”不认识。").format(name=wanted.value))
    presentation = subject.presentation(file)
    seen = _ratio(presentation)
    is_met = seen is not None and abs(seen - RATIOS[wanted.value]) <= RATIO_TOLERANCE
    edges = (presentation.width_pt, presentation.height_pt)
    width, height = ((edge * Decimal("2.54") / 72).quantize(Decimal("0.01")) for edge in edges)
    size = _("{width} × {height} 厘米").format(width=width, height=height)
    return weigh([(1, Look(is_met, size))], Wanted(_("幻灯片大小"), wanted.value, _("演示文稿")))


def layout_name(kind: str) -> str:
    """Return how programs call a kind of layout, "" for one without a name there."""
    return named(LAYOUT_NAMES, kind) if kind in LAYOUT_NAMES else ""


def _ratio(presentation: Presentation) -> Decimal | None:
    return presentation.width_pt / presentation.height_pt if presentation.height_pt else None


def _name(slides: tuple[Slide, ...], number: int | None) -> str:
    return slide_name(slides[0]) if number is not None else _("全部幻灯片")


def _is_layout(slide: Slide, goal: str) -> bool:
    wanted, own = _layout_name(goal), _layout_name(slide.layout)
    if wanted in {own, slide.layout_kind.casefold()}:
        return True
    for kind, names in LAYOUTS.items():
        if wanted in names or wanted == kind.casefold():
            return own in names or slide.layout_kind == kind
    return False


def _layout_name(name: str) -> str:
    """Return a layout's name as it is compared; programs put "1_" in front of copies."""
    return bare(name).casefold().lstrip("0123456789").removeprefix("_")


def _is_filled_place(shape: Shape) -> bool:
    return shape.picture is not None and shape.kind is ShapeKind.PLACEHOLDER


def _is_background(fill: Fill, code: str, kind: str) -> bool:
    if kind and fill.kind.value != kind:
        return False
    if code:
        return fill.kind is not FillKind.NONE and is_near_colour(fill.colour, code)
    if fill.kind is FillKind.SOLID:
        return bool(fill.colour) and not is_near_colour(fill.colour, WHITE)
    return fill.kind is not FillKind.NONE


def _shown_fill(fill: Fill) -> str:
    name = _(FILLS[fill.kind])
    return f"{name} {shown_colour(fill.colour)}" if fill.colour and fill.kind is not FillKind.NONE else name


SLIDE_PAGES: tuple[AnyCheckType, ...] = (
    CheckType("P.opens", N_("演示文稿可以打开"), NoParameters, opens),
    CheckType("P.slide_count", N_("幻灯片数量"), SlideCount, slide_count),
    CheckType("P.slide_order", N_("幻灯片顺序"), Titles, slide_order),
    CheckType("P.layout", N_("幻灯片版式"), LayoutOf, layout),
    CheckType("P.picture", N_("幻灯片上的图片"), CountOn, picture),
    CheckType("P.table", N_("幻灯片上的表格"), TableOn, table),
    CheckType("P.transition", N_("幻灯片切换"), TransitionOf, transition),
    CheckType("P.background", N_("幻灯片背景"), BackgroundOf, background),
    CheckType("P.animation", N_("动画"), AnimationOn, animation),
    CheckType("P.hidden", N_("隐藏幻灯片"), SlideOnly, hidden),
    CheckType("P.slide_size", N_("幻灯片大小"), SizeOf, slide_size),
)

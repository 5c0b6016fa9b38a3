"""P: the presentation as a whole: theme, master, sections, show settings; slides deleted and inserted."""

from __future__ import annotations

from collections.abc import Iterable

from grading.checks.character_looks import look_at_size, shown_colour
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found
from grading.checks.names import colour_code, is_near_colour, is_same_font, named, size_points
from grading.checks.properties import PropertyOf, file_format, property_of
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.slides_find import OnSlides, chosen_slides, numbered_slide, slide_name
from grading.checks.slides_parts import FOOTERS, place_of
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Colour, Count, FontName, FontSize, Ordinal
from grading.office.model import Layout, Presentation, Slide
from itembank.base.i18n import N_, _

KINDS = {"present": N_("演讲者放映"), "browse": N_("观众自行浏览"), "kiosk": N_("在展台浏览")}


class FormatOf(Parameters, frozen=True):
    """The format the file must be saved in: "pptx", "ppsx", "pptm", "odp"."""

    value: str = "pptx"


class DeletedSlide(Parameters, frozen=True):
    """A slide by its title or another text of it, which must be gone while the other starter slides are there."""

    text: str


class InsertedSlide(Parameters, frozen=True):
    """A new slide at a place, with a title; `count` is how many slides there must be in all, null for any."""

    slide: Ordinal
    title: str = ""
    count: Count | None = None


class ThemeOf(OnSlides, frozen=True, kw_only=True):
    """A theme by its name ("环保", "Facet"), "" for any but the plain one; on one slide or on all."""

    name: str = ""


class MasterText(Parameters, frozen=True):
    """Text, or with `picture` a picture, on the master, or on a layout by its name."""

    text: str = ""
    picture: bool = False
    layout: str = ""


class MasterFont(Parameters, frozen=True):
    """How the master's "title" or "body" looks: font, size, colour; left out: not looked at."""

    place: str = "title"
    font: FontName = ""
    size: FontSize = ""
    colour: Colour = ""


class SectionOf(Parameters, frozen=True):
    """A section by its name, and the slide (from 1) it begins with."""

    name: str
    slide: Ordinal | None = None


class ShowOf(Parameters, frozen=True):
    """Show settings: `kind` present, browse, kiosk; loop; from and to slide; left out: not looked at."""

    kind: str = ""
    loop: bool | None = None
    first: Ordinal | None = None
    last: Ordinal | None = None


class CommentOn(OnSlides, frozen=True, kw_only=True):
    """A comment with a text, "" for any."""

    text: str = ""


def is_format(subject: Subject, file: str, wanted: FormatOf) -> Finding:
    """Look at the format of the file itself."""
    return file_format(subject.presentation(file).format, wanted.value, file)


def has_property(subject: Subject, file: str, wanted: PropertyOf) -> Finding:
    """Look at a document property."""
    return property_of(subject.presentation(file).properties, wanted, file)


def slide_deleted(subject: Subject, file: str, wanted: DeletedSlide) -> Finding:
    """Look that one slide is gone and no other: an emptied presentation proves nothing."""
    slides = subject.presentation(file).slides
    before = subject.starter_presentation(file).slides
    goal = bare(wanted.text)
    gone = [slide for slide in before if goal and goal in bare(slide.text)]
    if len(gone) != 1:
        raise CannotJudgeError(_("素材中有 {count} 张幻灯片含有“{text}”。").format(count=len(gone), text=wanted.text))
    if any(goal in bare(slide.text) for slide in slides):
        sentence = _("含有“{text}”的幻灯片还在。").format(text=short(wanted.text))
        return found(is_met=False, sentence=sentence, place=file)
    if sum(_is_empty(slide) for slide in slides) > sum(_is_empty(slide) for slide in before):
        sentence = _("含有“{text}”的幻灯片只清空了内容，没有删除。").format(text=short(wanted.text))
        return found(is_met=False, sentence=sentence, place=file)
    if len(slides) < len(before) - 1:
        sentence = _("原有 {before} 张幻灯片，现在只有 {now} 张，删除得过多。")
        return found(is_met=False, sentence=sentence.format(before=len(before), now=len(slides)), place=file)
    sentence = _("含有“{text}”的幻灯片已删除。").format(text=short(wanted.text))
    return found(is_met=True, sentence=sentence, observed=len(slides), place=file)


def slide_inserted(subject: Subject, file: str, wanted: InsertedSlide) -> Finding:
    """Look for a slide that the starter did not have."""
    slides = subject.presentation(file).slides
    before = subject.starter_presentation(file).slides
    if len(slides) <= len(before):
        sentence = _("幻灯片没有增加（原有 {before} 张，现在 {now} 张）。")
        return found(is_met=False, sentence=sentence.format(before=len(before), now=len(slides)), place=file)
    slide = numbered_slide(subject.presentation(file), wanted.slide)
    is_met = bare(slide.title) == bare(wanted.title) if wanted.title else True
    is_met = is_met and wanted.count in {None, len(slides)}
    seen = _("{title}（共 {count} 张）").format(title=short(slide.title) or _("没有标题"), count=len(slides))
    goal = short(wanted.title) or _("新幻灯片")
    return compared(is_met=is_met, what=_("新幻灯片"), seen=seen, wanted=goal, place=slide_name(slide))


def theme(subject: Subject, file: str, wanted: ThemeOf) -> Finding:
    """Look at the theme of slides."""
    plain = {
        "",
        "officetheme",
        "office主题",
        "office主题\u200b\u200b",
        "默认设计模板",
        "default",
        "defaultdesign",
        "office",
    }
    slides = chosen_slides(subject.presentation(file), wanted)
    looks = []
    for slide in slides:
        seen = bare(slide.theme).casefold().strip("\u200b")
        is_met = seen == bare(wanted.name).casefold() if wanted.name else seen not in plain
        looks.append((1, Look(is_met, slide.theme or _("没有"))))
    place = slide_name(slides[0]) if wanted.slide is not None else _("演示文稿")
    return weigh(looks, Wanted(_("主题"), wanted.name or _("不是默认主题"), place))


def master(subject: Subject, file: str, wanted: MasterText) -> Finding:
    """Look for text or a picture on a master or layout that some slide uses."""
    presentation = subject.presentation(file)
    sheets = [one for one in presentation.layouts if _is_meant(presentation, one, wanted.layout)]
    shapes = [shape for one in sheets for shape in one.shapes]
    if wanted.picture:
        is_met = any(shape.picture is not None for shape in shapes)
        seen, goal = _("有图片") if is_met else _("没有图片"), _("有图片")
    else:
        is_met = bool(bare(wanted.text)) and any(bare(wanted.text) in bare(shape.text) for shape in shapes)
        seen, goal = short(wanted.text) if is_met else "", short(wanted.text)
    return compared(is_met=is_met, what=_("母版内容"), seen=seen, wanted=goal, place=wanted.layout or _("幻灯片母版"))


def master_font(subject: Subject, file: str, wanted: MasterFont) -> Finding:
    """Look how the master writes titles or body text."""
    kinds = {"title": {"title", "ctrTitle"}, "body": {"body", "obj"}}.get(wanted.place)
    if kinds is None:
        raise CannotJudgeError(_("评分标准中的占位符“{name}”不认识。").format(name=wanted.place))
    presentation = subject.presentation(file)
    used = [one for one in presentation.layouts if one.is_master and _is_used(presentation, one)]
    shapes = [s for one in used for s in one.shapes if s.placeholder and s.placeholder.kind in kinds]
    forms = [run.format for shape in shapes for block in shape.blocks for run in getattr(block, "runs", ())[:1]]
    if not forms:
        raise NotThereError(_("母版中没有要求的占位符。"))
    form = forms[0]
    looks = []
    if wanted.font:
        met = is_same_font(form.east_asian, wanted.font) or is_same_font(form.latin, wanted.font)
        looks.append((1, Look(met, form.east_asian or form.latin or _("未指定"))))
    if wanted.size:
        looks.append((1, look_at_size(size_points(wanted.size))(form)))
    if wanted.colour:
        code = colour_code(wanted.colour)
        looks.append(
            (1, Look(is_near_colour(form.colour or "000000", code), shown_colour(form.colour) or _("自动（黑色）")))
        )
    colour = shown_colour(colour_code(wanted.colour)) if wanted.colour else ""
    goal = " ".join(part for part in (wanted.font, wanted.size, colour) if part)
    return weigh(looks, Wanted(_("母版格式"), goal, _("幻灯片母版")))


def section(subject: Subject, file: str, wanted: SectionOf) -> Finding:
    """Look for a section of slides."""
    sections = subject.presentation(file).sections
    own = [one for one in sections if bare(one.name) == bare(wanted.name)]
    is_met = any(wanted.slide is None or (one.slides and one.slides[0] == wanted.slide) for one in own)
    seen = "、".join(
        _("{name}（从第 {n} 张起）").format(name=one.name, n=min(one.slides, default=0)) for one in sections
    )
    return compared(is_met=is_met, what=_("节"), seen=seen, wanted=wanted.name, place=file)


def show(subject: Subject, file: str, wanted: ShowOf) -> Finding:
    """Look at the settings of the show; a slide range counts by its ends."""
    presentation = subject.presentation(file)
    seen = presentation.show
    looks = []
    if wanted.kind:
        looks.append((1, Look(seen.kind == wanted.kind, named(KINDS, seen.kind))))
    if wanted.loop is not None:
        looks.append((1, Look(seen.loop is wanted.loop, _("循环放映") if seen.loop else _("不循环放映"))))
    if wanted.first is not None or wanted.last is not None:
        slides = seen.slides or tuple(range(1, len(presentation.slides) + 1))
        ends = (min(slides, default=0), max(slides, default=0))
        met = wanted.first in {None, ends[0]} and wanted.last in {None, ends[1]}
        looks.append((1, Look(met, f"{ends[0]}-{ends[1]}")))
    if not looks:
        raise CannotJudgeError(_("评分标准没有写明放映设置。"))
    goal = " ".join(_show_goal(wanted))
    return weigh(looks, Wanted(_("放映设置"), goal, file))


def comment(subject: Subject, file: str, wanted: CommentOn) -> Finding:
    """Look for a comment."""
    slides = chosen_slides(subject.presentation(file), wanted)
    texts = [one.text for slide in slides for one in slide.comments]
    is_met = any(bare(wanted.text) in bare(text) for text in texts)
    seen = "、".join(short(text) for text in texts)
    return compared(is_met=is_met, what=_("批注"), seen=seen, wanted=wanted.text, place=place_of(slides, wanted))


def _is_empty(slide: Slide) -> bool:
    """Tell whether nothing stands on a slide but its number, date and footer."""
    shapes = [one for one in slide.all_shapes() if not (one.placeholder and one.placeholder.kind in FOOTERS)]
    return not any(bare(one.text) or one.picture or one.chart or one.table or one.media for one in shapes)


def _is_meant(presentation: Presentation, layout: Layout, name: str) -> bool:
    if name:
        return bare(layout.name).casefold() == bare(name).casefold()
    return layout.is_master and _is_used(presentation, layout)


def _is_used(presentation: Presentation, master_sheet: Layout) -> bool:
    masters = {slide.master for slide in presentation.slides}
    return master_sheet.name in masters or not masters or masters == {""}


def _show_goal(wanted: ShowOf) -> Iterable[str]:
    if wanted.kind:
        yield named(KINDS, wanted.kind)
    if wanted.loop is not None:
        yield _("循环放映") if wanted.loop else _("不循环放映")
    if wanted.first is not None or wanted.last is not None:
        yield f"{wanted.first or ''}-{wanted.last or ''}"


SLIDE_SHOWS: tuple[AnyCheckType, ...] = (
    CheckType("P.format", N_("演示文稿的保存格式"), FormatOf, is_format),
    CheckType("P.property", N_("文档属性"), PropertyOf, has_property),
    CheckType("P.slide_deleted", N_("已删除幻灯片"), DeletedSlide, slide_deleted),
    CheckType("P.slide_inserted", N_("已插入幻灯片"), InsertedSlide, slide_inserted),
    CheckType("P.theme", N_("主题"), ThemeOf, theme),
    CheckType("P.master", N_("母版内容"), MasterText, master),
    CheckType("P.master_font", N_("母版格式"), MasterFont, master_font),
    CheckType("P.section", N_("节"), SectionOf, section),
    CheckType("P.show", N_("放映设置"), ShowOf, show),
    CheckType("P.comment", N_("批注"), CommentOn, comment),
)

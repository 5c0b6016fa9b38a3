"""P: what slides say and how their text looks: titles, words, fonts, sizes, colours, links, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from grading.checks.character_looks import (
    look_at_colour,
    look_at_size,
    look_at_switch,
    look_at_underline,
    shown_colour,
    shown_size,
    underline_name,
)
from grading.checks.document_text import address_key
from grading.checks.finding import CannotJudgeError, Finding, found
from grading.checks.names import colour_code, is_same_font, size_points
from grading.checks.selectors import has_text, short
from grading.checks.similar import bare, plain
from grading.checks.slides_find import chosen_slides, find_text, get_slide, slide_name
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, is_chinese, is_latin, is_visible, weigh, weigh_characters
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.office.model import Alignment, ListKind, Paragraph, RunFormat, Slide
from itembank.base.i18n import N_, _

ALIGNMENTS = {
    "left": (Alignment.LEFT, N_("左对齐")),
    "center": (Alignment.CENTER, N_("居中")),
    "right": (Alignment.RIGHT, N_("右对齐")),
    "justify": (Alignment.JUSTIFY, N_("两端对齐")),
    "distribute": (Alignment.DISTRIBUTE, N_("分散对齐")),
}


class TitleOf(Parameters, frozen=True):
    """A slide (from 1) and its title; blanks and line ends do not matter."""

    slide: int
    text: str


class TextOn(Parameters, frozen=True, kw_only=True):
    """Text on one slide (from 1), or on any."""

    slide: int | None = None
    text: str


class TextIn(Parameters, frozen=True):
    """Text of a slide: a fragment, whole lines, or "" for all of it; `enough` is the share that counts as met."""

    slide: int | None = None
    text: str = ""
    enough: Fraction = Fraction(1)


class FontOf(TextIn, frozen=True, kw_only=True):
    """A font in any of its spellings."""

    font: str


class SizeOf(TextIn, frozen=True, kw_only=True):
    """A size: 字号 or points ("28pt")."""

    size: str


class Switch(TextIn, frozen=True, kw_only=True):
    """On, or off with `value` false."""

    value: bool = True


class UnderlineOf(TextIn, frozen=True, kw_only=True):
    """An underline's OOXML name; "any" for every one."""

    style: str = "any"


class ColourOf(TextIn, frozen=True, kw_only=True):
    """A colour "RRGGBB" or the name of a standard colour; 8 a channel may differ."""

    colour: str


class AlignmentOf(Parameters, frozen=True):
    """An alignment of the paragraphs with a text."""

    slide: int
    text: str
    value: str


class BulletOn(Parameters, frozen=True):
    """Paragraphs of a slide with a text (a line each) that have bullets, or numbers with `numbered`."""

    slide: int
    text: str
    numbered: bool = False


class LinkOn(Parameters, frozen=True):
    """A link on text or a shape with it; `address` is a web address, "#3" for a slide, or "" for any."""

    slide: int
    text: str = ""
    address: str = ""


def slide_title(subject: Subject, file: str, wanted: TitleOf) -> Finding:
    """Look at the title placeholder; a text box is none."""
    slide = get_slide(subject.presentation(file), wanted.slide)
    is_met = bare(slide.title) == bare(wanted.text)
    if is_met:
        sentence = _("{slide}的标题是“{text}”。")
    elif bare(wanted.text) in bare(slide.text) and not bare(slide.title):
        sentence = _("{slide}的“{text}”不在标题占位符中。")
    else:
        sentence = _("{slide}的标题应为“{text}”，实际为“{seen}”。")
    return found(
        is_met=is_met,
        sentence=sentence.format(slide=slide_name(slide), text=short(wanted.text), seen=short(slide.title)),
        observed=plain(slide.title),
        expected=wanted.text,
        place=slide_name(slide),
    )


def text_present(subject: Subject, file: str, wanted: TextOn) -> Finding:
    """Look for text on a slide, blanks and line ends aside."""
    slides = chosen_slides(subject.presentation(file), wanted.slide)
    goal = bare(wanted.text)
    if not goal:
        raise CannotJudgeError(_("评分标准中要查找的文字是空的。"))
    holding = [slide for slide in slides if goal in bare(slide.text)]
    place = slide_name(slides[0]) if wanted.slide is not None else _("演示文稿")
    sentence = _("{place}有“{text}”。") if holding else _("{place}没有“{text}”。")
    return found(
        is_met=bool(holding),
        sentence=sentence.format(place=place, text=short(wanted.text)),
        expected=wanted.text,
        place=place,
    )


def text_absent(subject: Subject, file: str, wanted: TextOn) -> Finding:
    """Look that text is gone while other text is still there."""
    slides = chosen_slides(subject.presentation(file), wanted.slide)
    place = slide_name(slides[0]) if wanted.slide is not None else _("演示文稿")
    if not any(slide.text.strip() for slide in subject.presentation(file).slides):
        return found(is_met=False, sentence=_("演示文稿中没有文字，不算删除。"), place=place)
    is_met = not any(bare(wanted.text) in bare(slide.text) for slide in slides)
    sentence = _("{place}已没有“{text}”。") if is_met else _("{place}仍有“{text}”。")
    return found(is_met=is_met, sentence=sentence.format(place=place, text=short(wanted.text)), place=place)


def font_east_asian(subject: Subject, file: str, wanted: FontOf) -> Finding:
    """Look at the font of Chinese characters."""

    def look(form: RunFormat) -> Look:
        name = form.east_asian or form.latin
        return Look(is_same_font(name, wanted.font), name or _("未指定"))

    return _characters(subject, file, wanted, look, (_("中文字体"), wanted.font), keep=is_chinese)


def font_latin(subject: Subject, file: str, wanted: FontOf) -> Finding:
    """Look at the font of western letters and digits."""

    def look(form: RunFormat) -> Look:
        return Look(is_same_font(form.latin, wanted.font), form.latin or _("未指定"))

    return _characters(subject, file, wanted, look, (_("西文字体"), wanted.font), keep=is_latin)


def font_size(subject: Subject, file: str, wanted: SizeOf) -> Finding:
    """Look at the size."""
    size = size_points(wanted.size)
    return _characters(subject, file, wanted, look_at_size(size), (_("字号"), shown_size(size)))


def bold(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at bold."""
    look, shown = look_at_switch(lambda form: form.bold, (_("加粗"), _("不加粗")), on=wanted.value)
    return _characters(subject, file, wanted, look, (_("字形"), shown))


def italic(subject: Subject, file: str, wanted: Switch) -> Finding:
    """Look at italic."""
    look, shown = look_at_switch(lambda form: form.italic, (_("倾斜"), _("不倾斜")), on=wanted.value)
    return _characters(subject, file, wanted, look, (_("字形"), shown))


def underline(subject: Subject, file: str, wanted: UnderlineOf) -> Finding:
    """Look at the underline."""
    shown = (_("下划线"), underline_name(wanted.style))
    return _characters(subject, file, wanted, look_at_underline(wanted.style), shown)


def colour(subject: Subject, file: str, wanted: ColourOf) -> Finding:
    """Look at the text colour."""
    code = colour_code(wanted.colour)
    return _characters(subject, file, wanted, look_at_colour(code), (_("颜色"), shown_colour(code)))


def alignment(subject: Subject, file: str, wanted: AlignmentOf) -> Finding:
    """Look at the alignment of the paragraphs with a text."""
    if wanted.value not in ALIGNMENTS:
        raise CannotJudgeError(_("评分标准中的对齐方式“{name}”不认识。").format(name=wanted.value))
    goal, name = ALIGNMENTS[wanted.value]
    names = dict(ALIGNMENTS.values())
    slide = get_slide(subject.presentation(file), wanted.slide)
    looks = [
        (1, Look(one.format.alignment is goal, _(names[one.format.alignment]))) for one in _lines(slide, wanted.text)
    ]
    return weigh(looks, Wanted(_("对齐方式"), _(name), slide_name(slide)))


def bulleted(subject: Subject, file: str, wanted: BulletOn) -> Finding:
    """Look at bullets or numbers of paragraphs."""
    slide = get_slide(subject.presentation(file), wanted.slide)
    kinds = {ListKind.NUMBER} if wanted.numbered else {ListKind.BULLET, ListKind.PICTURE}
    names = {
        ListKind.NONE: _("没有"), ListKind.BULLET: _("项目符号"), ListKind.PICTURE: _("项目符号"),
        ListKind.NUMBER: _("编号"),
    }  # fmt: skip
    looks = []
    for one in _lines(slide, wanted.text):
        kind = ListKind.NONE if one.format.list_mark is None else one.format.list_mark.kind
        looks.append((1, Look(kind in kinds, names[kind])))
    goal = names[ListKind.NUMBER] if wanted.numbered else names[ListKind.BULLET]
    return weigh(looks, Wanted(_("列表格式"), goal, slide_name(slide)))


def hyperlink(subject: Subject, file: str, wanted: LinkOn) -> Finding:
    """Look for a link on text or on a shape."""
    slide = get_slide(subject.presentation(file), wanted.slide)
    on_text = [address for text, address in _links(slide) if bare(wanted.text) in bare(text)]
    is_met = any(not wanted.address or address_key(address) == address_key(wanted.address) for address in on_text)
    if is_met:
        sentence = _("{slide}的“{text}”已设置超链接。")
    elif on_text:
        sentence = _("{slide}的“{text}”应链接到 {address}，实际链接到 {seen}。")
    else:
        sentence = _("{slide}的“{text}”没有超链接。")
    seen = "、".join(on_text[:3])
    return found(
        is_met=is_met,
        sentence=sentence.format(slide=slide_name(slide), text=short(wanted.text), address=wanted.address, seen=seen),
        observed=seen,
        expected=wanted.address,
        place=slide_name(slide),
    )


def notes(subject: Subject, file: str, wanted: TitleOf) -> Finding:
    """Look for text in the speaker's notes."""
    slide = get_slide(subject.presentation(file), wanted.slide)
    is_met = bare(wanted.text) in bare(slide.notes_text)
    sentence = _("{slide}的备注正确。") if is_met else _("{slide}的备注中没有“{text}”。")
    return found(
        is_met=is_met,
        sentence=sentence.format(slide=slide_name(slide), text=short(wanted.text)),
        observed=short(slide.notes_text, 60),
        expected=wanted.text,
        place=slide_name(slide),
    )


def _characters(
    subject: Subject,
    file: str,
    wanted: TextIn,
    look: Callable[[RunFormat], Look],
    shown: tuple[str, str],
    *,
    keep: Callable[[str], bool] = is_visible,
) -> Finding:
    target = find_text(subject.presentation(file), wanted.slide, wanted.text)
    return weigh_characters(target.runs, keep, look, Wanted(*shown, target.place, wanted.enough))


def _lines(slide: Slide, text: str) -> list[Paragraph]:
    """Return the paragraphs of a slide that hold one of the lines of a text; all of them for ""."""
    goals = [bare(line) for line in text.splitlines() if line.strip()]
    own = [paragraph for paragraph in slide.paragraphs() if has_text(paragraph)]
    return [one for one in own if not goals or any(goal in bare(one.text) for goal in goals)]


def _links(slide: Slide) -> Iterator[tuple[str, str]]:
    for paragraph in slide.paragraphs():
        texts: dict[str, str] = {}
        for run in paragraph.runs:
            if run.link:
                texts[run.link] = texts.get(run.link, "") + run.text
        yield from ((text, address) for address, text in texts.items())
    for shape in slide.all_shapes():
        if shape.link:
            yield shape.text or shape.name, shape.link


SLIDE_TEXTS: tuple[AnyCheckType, ...] = (
    CheckType("P.slide_title", N_("幻灯片标题"), TitleOf, slide_title),
    CheckType("P.text_present", N_("有指定的文字"), TextOn, text_present),
    CheckType("P.text_absent", N_("已删除指定的文字"), TextOn, text_absent),
    CheckType("P.font_east_asian", N_("中文字体"), FontOf, font_east_asian),
    CheckType("P.font_latin", N_("西文字体"), FontOf, font_latin),
    CheckType("P.font_size", N_("字号"), SizeOf, font_size),
    CheckType("P.bold", N_("加粗"), Switch, bold),
    CheckType("P.italic", N_("倾斜"), Switch, italic),
    CheckType("P.underline", N_("下划线"), UnderlineOf, underline),
    CheckType("P.colour", N_("文字颜色"), ColourOf, colour),
    CheckType("P.alignment", N_("对齐方式"), AlignmentOf, alignment),
    CheckType("P.bulleted", N_("项目符号和编号"), BulletOn, bulleted),
    CheckType("P.hyperlink", N_("超链接"), LinkOn, hyperlink),
    CheckType("P.notes", N_("备注"), TitleOf, notes),
)

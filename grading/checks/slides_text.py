"""P: what slides say and how their text looks: titles, words, fonts, sizes, colours, links, notes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from grading.checks.character_properties import SLIDE_PROPERTIES, CharacterProperty
from grading.checks.document_text import address_key
from grading.checks.finding import CannotJudgeError, Finding, found
from grading.checks.paragraph_properties import SHARED_PROPERTIES, ParagraphProperty
from grading.checks.selectors import has_text, short
from grading.checks.similar import bare, plain
from grading.checks.slides_find import (
    OnSlide,
    OnSlides,
    chosen_slides,
    find_text,
    get_slide,
    leads_to,
    slide_name,
    target_words,
)
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, weigh, weigh_characters
from grading.checks.types import AnyCheckType, CheckType, joined
from grading.checks.values import Share
from grading.office.model import ListKind, Paragraph, Slide
from itembank.base.i18n import N_, _


class TitleOf(OnSlide, frozen=True, kw_only=True):
    """A slide (from 1) and its title; blanks and line ends do not matter."""

    text: str


class TextOn(OnSlides, frozen=True, kw_only=True):
    """Text on one slide (from 1), or on any."""

    text: str


class TextIn(OnSlides, frozen=True, kw_only=True):
    """Text of a slide: a fragment, whole lines, or "" for all of it; `enough` is the share that counts as met."""

    text: str = ""
    enough: Share = Fraction(1)


class LinesOn(OnSlide, frozen=True, kw_only=True):
    """The paragraphs of a slide (from 1) with a text (a line each), "" for all of them."""

    text: str = ""


class BulletOn(OnSlide, frozen=True, kw_only=True):
    """Paragraphs of a slide with a text (a line each) that have bullets, of one `sign`, or numbers with `numbered`."""

    text: str
    numbered: bool = False
    sign: str = ""


class LinkOn(OnSlide, frozen=True, kw_only=True):
    """A link on text or a shape with it; `address` is a web address, "#3" for a slide, or "" for any.

    `leads_to` is the title of the slide it must lead to, wherever that one stands now.
    """

    text: str = ""
    address: str = ""
    leads_to: str = ""


def slide_title(subject: Subject, file: str, wanted: TitleOf) -> Finding:
    """Look at the title placeholder; a text box is none."""
    slide = get_slide(subject.presentation(file), wanted)
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
    slides = chosen_slides(subject.presentation(file), wanted)
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
    slides = chosen_slides(subject.presentation(file), wanted)
    place = slide_name(slides[0]) if wanted.slide is not None else _("演示文稿")
    if not any(slide.text.strip() for slide in subject.presentation(file).slides):
        return found(is_met=False, sentence=_("演示文稿中没有文字，不算删除。"), place=place)
    is_met = not any(bare(wanted.text) in bare(slide.text) for slide in slides)
    sentence = _("{place}已没有“{text}”。") if is_met else _("{place}仍有“{text}”。")
    return found(is_met=is_met, sentence=sentence.format(place=place, text=short(wanted.text)), place=place)


def bulleted(subject: Subject, file: str, wanted: BulletOn) -> Finding:
    """Look at bullets or numbers of paragraphs."""
    slide = get_slide(subject.presentation(file), wanted)
    kinds = {ListKind.NUMBER} if wanted.numbered else {ListKind.BULLET, ListKind.PICTURE}
    names = {
        ListKind.NONE: _("没有"), ListKind.BULLET: _("项目符号"), ListKind.PICTURE: _("项目符号"),
        ListKind.NUMBER: _("自动编号"),
    }  # fmt: skip
    looks = []
    for one in _lines(slide, wanted.text):
        kind = ListKind.NONE if one.format.list_mark is None else one.format.list_mark.kind
        own = "" if one.format.list_mark is None else one.format.list_mark.text
        is_met = kind in kinds and (not wanted.sign or sign_key(own) == sign_key(wanted.sign))
        looks.append((1, Look(is_met, f"{names[kind]} {own if wanted.sign else ''}".strip())))
    goal = names[ListKind.NUMBER] if wanted.numbered else f"{names[ListKind.BULLET]} {wanted.sign}".strip()
    return weigh(looks, Wanted(_("列表格式"), goal, slide_name(slide)))


def sign_key(sign: str) -> str:
    """Return a bullet as it is compared: a place in a symbol font is written by itself, high up, or as its look."""
    own = "".join(chr(ord(letter) & 0xFF) if 0xF000 <= ord(letter) <= 0xF0FF else letter for letter in sign)
    return {"➢": "Ø", "●": "l", "■": "n", "◆": "u", "❖": "v", "▪": "§", "✓": "ü"}.get(own, own)


def hyperlink(subject: Subject, file: str, wanted: LinkOn) -> Finding:
    """Look for a link on text or on a shape."""
    slide = get_slide(subject.presentation(file), wanted)
    on_text = [address for text, address in _links(slide) if bare(wanted.text) in bare(text)]
    slides = subject.presentation(file).slides
    is_met = any(
        not (wanted.address or wanted.leads_to)
        or (bool(wanted.address) and address_key(address) == address_key(wanted.address))
        or leads_to(slides, address, wanted.leads_to)
        for address in on_text
    )
    if is_met:
        sentence = _("{slide}的“{text}”已设置超链接。")
    elif on_text:
        sentence = _("{slide}的“{text}”应链接到 {address}，实际链接到 {seen}。")
    else:
        sentence = _("{slide}的“{text}”没有超链接。")
    seen = "、".join(target_words(slides, one) for one in on_text[:3])
    goal = f"“{wanted.leads_to}”" if wanted.leads_to else target_words(slides, wanted.address)
    return found(
        is_met=is_met,
        sentence=sentence.format(slide=slide_name(slide), text=short(wanted.text), address=goal, seen=seen),
        observed=seen,
        expected=goal,
        place=slide_name(slide),
    )


def notes(subject: Subject, file: str, wanted: TitleOf) -> Finding:
    """Look for text in the speaker's notes."""
    slide = get_slide(subject.presentation(file), wanted)
    is_met = bare(wanted.text) in bare(slide.notes_text)
    sentence = _("{slide}的备注正确。") if is_met else _("{slide}的备注中没有“{text}”。")
    return found(
        is_met=is_met,
        sentence=sentence.format(slide=slide_name(slide), text=short(wanted.text)),
        observed=short(slide.notes_text, 60),
        expected=wanted.text,
        place=slide_name(slide),
    )


def _characters(kind: CharacterProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        judgement = kind.judge(wanted)
        target = find_text(subject.presentation(file), wanted, wanted.text)
        goal = Wanted(judgement.what, judgement.value, target.place, wanted.enough)
        return weigh_characters(target.runs, judgement.keep, judgement.look, goal)

    return CheckType(f"P.{kind.name}", kind.title, joined(TextIn, kind.parameters), look)


def _paragraphs(kind: ParagraphProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        judgement = kind.judge(wanted)
        slide = get_slide(subject.presentation(file), wanted)
        looks = [(1, judgement.look(one, None)) for one in _lines(slide, wanted.text)]
        return weigh(looks, Wanted(judgement.what, judgement.value, slide_name(slide)))

    return CheckType(f"P.{kind.name}", kind.title, joined(LinesOn, kind.parameters), look)


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
    *(_characters(kind) for kind in SLIDE_PROPERTIES),
    *(_paragraphs(kind) for kind in SHARED_PROPERTIES),
    CheckType("P.bulleted", N_("项目符号和编号"), BulletOn, bulleted),
    CheckType("P.hyperlink", N_("超链接"), LinkOn, hyperlink),
    CheckType("P.notes", N_("备注"), TitleOf, notes),
)

"""Finds slides, and text on slides, for the P checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.selectors import has_text, short
from grading.checks.similar import bare, matches
from grading.checks.types import Parameters
from grading.checks.values import Ordinal
from grading.office.model import Paragraph, Presentation, Run, Slide
from grading.office.units import whole_number
from itembank.base.i18n import _


@dataclass(frozen=True, slots=True)
class SlideText:
    """The runs with a text, and how a report calls the place."""

    runs: tuple[Run, ...]
    place: str


class OnSlide(Parameters, frozen=True, kw_only=True):
    """`slide` counts from 1; `titled` is its title, by which it is found where it stands at another place."""

    slide: Ordinal
    titled: str = ""


class OnSlides(Parameters, frozen=True, kw_only=True):
    """`slide` is one slide (from 1), null for all; `titled` is its title, by which it is found at another place."""

    slide: Ordinal | None = None
    titled: str = ""


def numbered_slide(presentation: Presentation, number: int) -> Slide:
    """Return the n-th slide; raises `NotThereError`."""
    slides = presentation.slides
    if not 1 <= number <= len(slides):
        raise NotThereError(_("演示文稿有 {count} 张幻灯片，没有第 {n} 张。").format(count=len(slides), n=number))
    return slides[number - 1]


def get_slide(presentation: Presentation, at: OnSlide) -> Slide:
    """Return the slide that is meant, by its title where one is given, else by its number; raises `NotThereError`.

    A slide too many before it, or one that was not moved, is another point's business.
    """
    return _titled(presentation, at.titled, at.slide) or numbered_slide(presentation, at.slide)


def chosen_slides(presentation: Presentation, at: OnSlides) -> tuple[Slide, ...]:
    """Return one slide, or all of them where no number is given; raises `NotThereError`."""
    if at.slide is not None:
        return (_titled(presentation, at.titled, at.slide) or numbered_slide(presentation, at.slide),)
    if not presentation.slides:
        raise NotThereError(_("演示文稿中没有幻灯片。"))
    return presentation.slides


def find_text(presentation: Presentation, at: OnSlides, text: str) -> SlideText:
    """Find the paragraphs with a text on a slide, or on another one when the slide was moved.

    A text that is only part of a paragraph means that part; "" means all text of the slide, or of all slides.
    Raises `NotThereError`, or `CannotJudgeError` when several other slides have it.
    """
    number = at.slide
    titled = _titled(presentation, at.titled, number or 0)
    if titled is not None or (number is not None and number <= len(presentation.slides)):
        own = _on_slide(titled or numbered_slide(presentation, number or 0), text)
        if own is not None:
            return own
    elsewhere = [found for slide in presentation.slides if (found := _on_slide(slide, text)) is not None]
    if not text:
        return _all_text(elsewhere if number is None else [])
    if not elsewhere:
        raise NotThereError(_("幻灯片上没有找到“{text}”。").format(text=short(text)))
    if len(elsewhere) > 1:
        raise CannotJudgeError(
            _("有 {count} 张幻灯片含有“{text}”，无法确定是哪一张。").format(count=len(elsewhere), text=short(text))
        )
    return elsewhere[0]


def leads_to(slides: Sequence[Slide], address: str, title: str) -> bool:
    """Tell whether an address such as "#3" leads to the slide with a title."""
    number = _slide_number(address)
    return bool(bare(title)) and 1 <= number <= len(slides) and bare(slides[number - 1].title) == bare(title)


def target_words(slides: Sequence[Slide], address: str) -> str:
    """Return where a link leads, for people: a slide with its title, a jump by its name, or the address itself."""
    jumps = {"first": _("第一张"), "last": _("最后一张"), "next": _("下一张"), "previous": _("上一张")}
    if address in jumps:
        return jumps[address]
    number = _slide_number(address)
    if not number:
        return address
    title = slides[number - 1].title if number <= len(slides) else ""
    words = _("第 {n} 张幻灯片").format(n=number)
    return f"{words}“{short(title)}”" if title.strip() else words


def _all_text(found: list[SlideText]) -> SlideText:
    """Return the text of several slides as one; raises `NotThereError` when there is none."""
    if not found:
        raise NotThereError(_("幻灯片上没有文字。"))
    return SlideText(tuple(run for one in found for run in one.runs), _("演示文稿"))


def _titled(presentation: Presentation, title: str, number: int) -> Slide | None:
    """Return the slide with a title, of several the one at the number; None when no title or several say so."""
    slides = presentation.slides
    places = matches(title, [slide.title for slide in slides]) if title else []
    if len(places) != 1:
        places = [place for place in places if place + 1 == number]
    return slides[places[0]] if places else None


def _slide_number(address: str) -> int:
    """Return the number in an address such as "#3", 0 for another address."""
    return whole_number(address[1:]) or 0 if address[:1] == "#" and address[1:].isdecimal() else 0


def slide_name(slide: Slide) -> str:
    """Return how a report calls a slide."""
    return _("第 {n} 张幻灯片").format(n=slide.number)


def _on_slide(slide: Slide, text: str) -> SlideText | None:
    own = [paragraph for paragraph in slide.paragraphs() if has_text(paragraph)]
    if not text:
        return SlideText(tuple(run for one in own for run in one.runs), slide_name(slide)) if own else None
    lines = text.splitlines()
    if len(lines) > 1:
        parts = [_on_slide(slide, line) for line in lines if line.strip()]
        found = [part for part in parts if part is not None]
        if len(found) < len(parts):
            return None
        return SlideText(tuple(run for part in found for run in part.runs), found[0].place)
    runs = tuple(run for place in matches(text, [one.text for one in own]) for run in _part(own[place], text))
    place = _("第 {n} 张幻灯片的“{text}”").format(n=slide.number, text=short(text))
    return SlideText(runs, place) if runs else None


def _part(paragraph: Paragraph, text: str) -> tuple[Run, ...]:
    """Return the runs of a text inside a paragraph; all of them when it is there only in similar words."""
    whole = paragraph.text
    start = whole.find(text)
    if start < 0 or bare(whole) == bare(text):
        return paragraph.runs
    place, parts = 0, []
    for run in paragraph.runs:
        first, last = max(start - place, 0), min(start + len(text) - place, len(run.text))
        if first < last:
            parts.append(Run(text=run.text[first:last], format=run.format, link=run.link))
        place += len(run.text)
    return tuple(parts)

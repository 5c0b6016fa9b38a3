"""W: how paragraphs lie, by the share of paragraphs; what only documents have: headings, styles, drop caps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from grading.checks.finding import Finding
from grading.checks.paragraph_properties import PARAGRAPH_PROPERTIES, ParagraphJudgement, ParagraphProperty
from grading.checks.selectors import Where, has_text, heading_level, select, style_level
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, Parameters, joined
from grading.checks.values import Count
from grading.office.model import Document, Paragraph
from itembank.base.i18n import N_, _


class Paragraphs(Parameters, frozen=True):
    """`where` selects; the share of paragraphs counts."""

    where: Where


class StyleOf(Parameters, frozen=True, kw_only=True):
    """A style's name, as the program shows it."""

    value: str


class LevelOf(Parameters, frozen=True, kw_only=True):
    """A heading's level 1-9; `via` "style" asks for the style itself, "any" takes an outline level too."""

    level: int
    via: str = "any"


class DropCapOf(Paragraphs, frozen=True, kw_only=True):
    """A drop cap over `lines` lines (0 for any); `kind` is "drop" (in the text) or "margin"."""

    lines: Count = 0
    kind: str = "drop"


def drop_cap(subject: Subject, file: str, wanted: DropCapOf) -> Finding:
    """Look for a drop cap where the paragraph is, or in the frame just before it, where programs put the letter."""
    document = subject.document(file)
    target = select(document, wanted.where)
    own = list(document.paragraphs())
    first = target.paragraphs[0]
    place = next((index for index, paragraph in enumerate(own) if paragraph is first), 0)
    cap = next((p.format.drop_cap for p in own[max(place - 1, 0) : place + 1] if p.format.drop_cap), None)
    fits = cap is not None and cap.kind == wanted.kind and wanted.lines in {0, cap.lines}
    seen = _("没有首字下沉") if cap is None else _("首字下沉 {lines} 行").format(lines=cap.lines)
    goal = _("首字下沉 {lines} 行").format(lines=wanted.lines) if wanted.lines else _("首字下沉")
    return compared(is_met=fits, what=_("首字"), seen=seen, wanted=goal, place=target.place)


def _heading(wanted: LevelOf) -> ParagraphJudgement:
    """Big and bold text alone is no heading."""
    read = style_level if wanted.via == "style" else heading_level

    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        level = read(paragraph)
        if level is None:
            return Look(is_met=False, seen=_("“{style}”样式").format(style=paragraph.style or _("正文")))
        return Look(level == wanted.level, _("{level} 级标题").format(level=level))

    return ParagraphJudgement(look, _("样式"), _("{level} 级标题").format(level=wanted.level))


def _style(wanted: StyleOf) -> ParagraphJudgement:
    def look(paragraph: Paragraph, _grid: Decimal | None) -> Look:
        own = paragraph.style
        return Look(own.casefold() == wanted.value.strip().casefold(), own or _("正文"))

    return ParagraphJudgement(look, _("样式"), wanted.value)


def _check(kind: ParagraphProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        judgement = kind.judge(wanted)
        document = subject.document(file)
        target = select(document, wanted.where)
        looks = (
            (1, judgement.look(paragraph, _grid(document, paragraph)))
            for paragraph in target.paragraphs
            if has_text(paragraph)
        )
        return weigh(looks, Wanted(judgement.what, judgement.value, target.place))

    return CheckType(f"W.{kind.name}", kind.title, joined(Paragraphs, kind.parameters), look)


def _grid(document: Document, paragraph: Paragraph) -> Decimal | None:
    sections = document.sections
    return sections[paragraph.section].grid_line_pt if paragraph.section < len(sections) else None


PARAGRAPHS: tuple[AnyCheckType, ...] = (
    *(_check(kind) for kind in PARAGRAPH_PROPERTIES),
    _check(ParagraphProperty("heading", N_("标题样式"), LevelOf, _heading)),
    _check(ParagraphProperty("style", N_("样式"), StyleOf, _style)),
    CheckType("W.drop_cap", N_("首字下沉"), DropCapOf, drop_cap),
)

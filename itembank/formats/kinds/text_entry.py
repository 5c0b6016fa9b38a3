"""Fill-ins: one or several blanks inside the stem."""

from __future__ import annotations

import unicodedata

from itembank.base.i18n import _
from itembank.formats.answers import FillAnswer, read_fills
from itembank.formats.columns import Column
from itembank.formats.findings import Notes, RowError
from itembank.formats.markup import Blanks
from itembank.formats.methods import read_text_normal
from itembank.formats.source import Built, RowSource
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import AcceptedText, ResponseRule, RuleScoring, TextNormal, TextRule, TextSetRule
from itembank.model.richtext import Block, Paragraph, Slot

WIDTH_STEP = 5
MIN_WIDTH, MAX_WIDTH = 10, 40


def build_text_entry(source: RowSource, notes: Notes) -> Built:
    """Read a fill-in; the number of answers must be the number of blanks."""
    blanks = Blanks()
    body = source.body(blanks)
    answer = read_fills(source.need(Column.ANSWER))
    if not blanks.taken:
        body = _with_blank(body, blanks)
        notes.warn(_("题干中没有留空，已在末尾加上一个空。"))
    responses = ordered_blanks(blanks)
    if len(responses) != len(answer.blanks):
        raise RowError(
            _("题干有 {blanks} 个空，答案却有 {answers} 组；不同的空用分号隔开。").format(
                blanks=len(responses), answers=len(answer.blanks)
            )
        )
    width = _shared_width(answer)
    interactions = tuple(
        TextEntryInteraction(
            response=response, expected_length=width, numeric=all(a.number is not None for a in accepted)
        )
        for response, accepted in zip(responses, answer.blanks, strict=True)
    )
    scoring = RuleScoring(rules=_rules(responses, answer, read_text_normal(source.text(Column.METHOD))))
    return Built(body, interactions, scoring, answer.shown())


def ordered_blanks(blanks: Blanks) -> tuple[str, ...]:
    """Return the responses B1, B2, ... ; raises `RowError` when a number is left out."""
    wanted = tuple(f"B{number}" for number in range(1, len(blanks.taken) + 1))
    if set(wanted) != set(blanks.taken):
        raise RowError(_("题干中的空应从 {1} 起连续编号。"))
    return wanted


def _with_blank(body: tuple[Block, ...], blanks: Blanks) -> tuple[Block, ...]:
    slot = Slot(response=blanks.take())
    if body and isinstance(body[-1], Paragraph) and not body[-1].level:
        return (*body[:-1], Paragraph(inlines=(*body[-1].inlines, slot)))
    return (*body, Paragraph(inlines=(slot,)))


def _rules(responses: tuple[str, ...], answer: FillAnswer, normal: TextNormal) -> tuple[ResponseRule, ...]:
    if answer.any_order:
        from_all = TextSetRule(responses=responses, accepted=answer.blanks, normal=normal)
        return (from_all,)
    return tuple(
        TextRule(response=response, accepted=accepted, normal=normal)
        for response, accepted in zip(responses, answer.blanks, strict=True)
    )


def _shared_width(answer: FillAnswer) -> int:
    """One width for all blanks of an item, in steps, so that it tells little about the answers."""
    longest = max(_columns(accepted) for blank in answer.blanks for accepted in blank)
    steps = -(-longest // WIDTH_STEP)
    return min(max(steps * WIDTH_STEP, MIN_WIDTH), MAX_WIDTH)


def _columns(accepted: AcceptedText) -> int:
    text = accepted.text if accepted.text is not None else f"{accepted.number or ''}{accepted.unit}"
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

"""Matches: the option columns hold the left side, 配对项 the right side, the answer pairs such as A-2."""

from __future__ import annotations

import re

from itembank.base.i18n import _
from itembank.formats.answers import read_pairs
from itembank.formats.columns import Column
from itembank.formats.findings import Notes, RowError
from itembank.formats.kinds.order import dealt_places
from itembank.formats.markup import read_inlines
from itembank.formats.methods import read_match_method
from itembank.formats.source import RESPONSE, Built, RowSource
from itembank.model.codec import to_bytes
from itembank.model.items.choice import SimpleChoice
from itembank.model.items.match import MatchInteraction
from itembank.model.marking import MatchRule, RuleScoring
from itembank.model.richtext import Inline, plain_inlines

GAPS = re.compile(r"[\n|｜]+")
NUMBERED = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳])\s*")
MAX_TARGETS = 12
Pairs = tuple[tuple[str, int], ...]


def build_match(source: RowSource, notes: Notes) -> Built:
    """Read a match; right entries that nobody takes are distractors. Straight pairs are dealt anew as in an order."""
    sources = source.options()
    targets = _targets(source)
    letters = [choice.identifier for choice in sources]
    pairs = read_pairs(source.need(Column.ANSWER), letters, len(targets))
    shown = "；".join(f"{letter}-{plain_inlines(targets[number - 1])}" for letter, number in pairs)
    if [number for _letter, number in sorted(pairs)] == list(range(1, len(pairs) + 1)) and len(pairs) > 1:
        targets, pairs = _dealt(targets, pairs)
        notes.warn(_("左右两侧按书写顺序一一对应，右侧已重新编排，以免试卷透露答案。"))
    interaction = MatchInteraction(
        response=RESPONSE,
        sources=sources,
        targets=tuple(
            SimpleChoice(identifier=f"R{number}", content=content) for number, content in enumerate(targets, start=1)
        ),
        source_max=max(sum(letter == other for other, _number in pairs) for letter in letters),
        shuffle=True,
    )
    key = tuple(sorted(f"{letter} R{number}" for letter, number in pairs))
    rule = MatchRule(response=RESPONSE, key=key, method=read_match_method(source.text(Column.METHOD)))
    return Built(source.body(), (interaction,), RuleScoring(rules=(rule,)), shown)


def _targets(source: RowSource) -> list[tuple[Inline, ...]]:
    texts = [NUMBERED.sub("", piece).strip() for piece in GAPS.split(source.need(Column.PARTNERS)) if piece.strip()]
    if not all(texts) or len(set(texts)) != len(texts) or len(texts) > MAX_TARGETS:
        raise RowError(
            _("“配对项”应写互不相同的几项，每行一项，或用 | 隔开，最多 {limit} 项。").format(limit=MAX_TARGETS)
        )
    return [read_inlines(text, source.find_picture) for text in texts]


def _dealt(targets: list[tuple[Inline, ...]], pairs: Pairs) -> tuple[list[tuple[Inline, ...]], Pairs]:
    places = dealt_places([to_bytes(content) for content in targets])
    renumbered = {place + 1: at for at, place in enumerate(places, start=1)}
    return [targets[place] for place in places], tuple((letter, renumbered[number]) for letter, number in pairs)

"""Drop-downs inside the stem: the n-th option column holds the entries of the n-th blank, parted by | or /."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.formats.answers import BAR_GAPS, BLANK_GAPS, SLASH_GAPS, narrow
from itembank.formats.columns import OPTION_LETTERS, Column
from itembank.formats.findings import Notes, RowError
from itembank.formats.kinds.text_entry import ordered_blanks
from itembank.formats.markup import Blanks
from itembank.formats.source import Built, RowSource
from itembank.model.items.choice import SimpleChoice
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.marking import ChoiceRule, RuleScoring
from itembank.model.richtext import Text


def build_inline_choice(source: RowSource, _notes: Notes) -> Built:
    """Read drop-downs; an answer is a letter or the text of the entry itself."""
    blanks = Blanks()
    body = source.body(blanks)
    responses = ordered_blanks(blanks)
    lists = source.option_texts()
    answers = [piece.strip() for piece in BLANK_GAPS.split(source.need(Column.ANSWER))]
    if not responses or not len(responses) == len(lists) == len(answers):
        raise RowError(
            _("题干有 {blanks} 个空，选项有 {lists} 列，答案有 {answers} 组；三者应当相等。").format(
                blanks=len(responses), lists=len(lists), answers=len(answers)
            )
        )
    entries = [_entries(text) for text in lists]
    keys = [_key(answer, texts) for answer, texts in zip(answers, entries, strict=True)]
    interactions = tuple(
        InlineChoiceInteraction(response=response, choices=_choices(texts), shuffle=True)
        for response, texts in zip(responses, entries, strict=True)
    )
    rules = tuple(
        ChoiceRule(response=response, keys=((OPTION_LETTERS[key],),))
        for response, key in zip(responses, keys, strict=True)
    )
    shown = "；".join(texts[key] for texts, key in zip(entries, keys, strict=True))
    return Built(body, interactions, RuleScoring(rules=rules), shown)


def _entries(text: str) -> list[str]:
    gaps = BAR_GAPS if BAR_GAPS.search(text) else SLASH_GAPS
    entries = [piece.strip() for piece in gaps.split(text)]
    if not 2 <= len(entries) <= len(OPTION_LETTERS) or not all(entries) or len(set(entries)) != len(entries):
        raise RowError(
            _("“{text}”应写 2 到 {limit} 个不同的备选词，用 | 隔开。").format(text=text[:40], limit=len(OPTION_LETTERS))
        )
    return entries


def _key(answer: str, entries: list[str]) -> int:
    if answer in entries:
        return entries.index(answer)
    letter = narrow(answer)
    if letter and letter in OPTION_LETTERS[: len(entries)]:
        return OPTION_LETTERS.index(letter)
    raise RowError(_("答案“{text}”不在备选词中。").format(text=answer[:40]))


def _choices(texts: list[str]) -> tuple[SimpleChoice, ...]:
    return tuple(
        SimpleChoice(identifier=letter, content=(Text(text=text),))
        for letter, text in zip(OPTION_LETTERS, texts, strict=False)
    )

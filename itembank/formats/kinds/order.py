"""Orders: the option columns hold the entries, the answer their letters from first to last."""

from __future__ import annotations

from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.formats.answers import read_order
from itembank.formats.columns import OPTION_LETTERS, Column
from itembank.formats.findings import Notes, RowError
from itembank.formats.methods import read_order_method
from itembank.formats.source import RESPONSE, Built, RowSource
from itembank.model.codec import to_bytes
from itembank.model.items.choice import SimpleChoice
from itembank.model.items.order import OrderInteraction
from itembank.model.marking import OrderRule, RuleScoring
from itembank.model.richtext import Inline, plain_inlines


def build_order(source: RowSource, notes: Notes) -> Built:
    """Read an order. An answer that equals the written order would lie open in the paper, so letters are dealt anew."""
    choices = source.options()
    if len(choices) < 2:
        raise RowError(_("至少要有两项才能排序。"))
    key = read_order(source.need(Column.ANSWER), [choice.identifier for choice in choices])
    shown = " → ".join(plain_inlines(_content(choices, letter)) for letter in key)
    if list(key) == sorted(key):
        choices, key = _dealt(choices, key)
        notes.warn(_("答案就是书写的顺序，各项的字母已重新编排，以免试卷透露答案。"))
    interaction = OrderInteraction(response=RESPONSE, choices=choices)
    rule = OrderRule(response=RESPONSE, keys=(key,), method=read_order_method(source.text(Column.METHOD)))
    return Built(source.body(), (interaction,), RuleScoring(rules=(rule,)), shown)


def dealt_places(contents: list[bytes]) -> list[int]:
    """Return an order of places that follows from the contents alone and is never the written one (for two or more)."""
    places = sorted(range(len(contents)), key=lambda place: digest(contents[place]))
    if places == list(range(len(contents))):
        places.reverse()
    return places


def _dealt(choices: tuple[SimpleChoice, ...], key: tuple[str, ...]) -> tuple[tuple[SimpleChoice, ...], tuple[str, ...]]:
    places = dealt_places([to_bytes(choice.content) for choice in choices])
    renamed = {choices[place].identifier: OPTION_LETTERS[at] for at, place in enumerate(places)}
    dealt = tuple(
        SimpleChoice(identifier=OPTION_LETTERS[at], content=choices[place].content) for at, place in enumerate(places)
    )
    return dealt, tuple(renamed[letter] for letter in key)


def _content(choices: tuple[SimpleChoice, ...], letter: str) -> tuple[Inline, ...]:
    return next(choice.content for choice in choices if choice.identifier == letter)

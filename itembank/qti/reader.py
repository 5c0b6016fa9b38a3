"""Reads one assessmentItem of QTI 2.1, 2.2 or 3.0 into an item and its marking.

Two readings are offered: `read_item` for the bank (can it be delivered?) and
`read_scoring` for an author who wants to try response processing alone, which
works for every interaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from itembank.base.i18n import _
from itembank.model.codec import ModelError
from itembank.model.item import INLINE_INTERACTIONS, Interaction, Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import Declaration, HumanScoring, ItemMarking, ProcessingScoring
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.declarations import read_declarations
from itembank.qti.errors import Problem, QtiError
from itembank.qti.interactions import Interactions
from itembank.qti.maximum import declared_maximum, reachable_maximum
from itembank.qti.original import Original
from itembank.qti.processing import names_template, read_processing, read_rules
from itembank.qti.text import TextReader
from itembank.qti.whole import check_marking, read_beside
from itembank.qti.xmltree import attribute, find, line_of, name_of, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from itembank.model.marking import Scoring
    from itembank.model.richtext import Block

KINDS: dict[type[Interaction], ItemKind] = {
    TextEntryInteraction: ItemKind.TEXT_ENTRY,
    InlineChoiceInteraction: ItemKind.INLINE_CHOICE,
    OrderInteraction: ItemKind.ORDER,
    MatchInteraction: ItemKind.MATCH,
    ExtendedTextInteraction: ItemKind.EXTENDED_TEXT,
}
SCORE = "SCORE"
TRUE_FALSE_CHOICES = 2
TRUE_FALSE_NAMES = frozenset({"true", "false", "t", "f"})


@dataclass(frozen=True)
class ImportedItem:
    """What was read. `item` is None when a blocking problem stands in the way; `media` by digest.

    `original` is the item in our own words, where a package of ours carries them; it goes before everything else.
    """

    identifier: str
    title: str
    item: Item | None
    marking: ItemMarking | None
    problems: tuple[Problem, ...]
    media: dict[str, bytes] = field(default_factory=dict)
    original: Original | None = None


def read_item(data: bytes, find_media: Callable[[str], bytes | None] = lambda _href: None) -> ImportedItem:
    """Read an item for delivery; raises `QtiError` only when the bytes are no QTI item at all."""
    root = item_root(data)
    problems: list[Problem] = []
    identifier, title = attribute(root, "identifier"), attribute(root, "title")
    media: dict[str, bytes] = {}
    item = marking = None
    try:
        scoring = _scoring(root, problems)
        read_beside(root, problems)
        item, media = _read_delivery(root, scoring, problems, find_media)
        if item is not None:
            check_marking(item.interactions, scoring, problems)
            marking = ItemMarking(
                item=item.identifier,
                item_version=item.version(),
                scoring=_final_scoring(item, scoring, problems, is_standard=names_template(root)),
            )
    except (QtiError, ModelError) as error:
        problems.append(Problem(sentence=error.message, line=line_of(root)))
    if any(problem.blocking for problem in problems):
        item = marking = None
    return ImportedItem(identifier, title, item, marking, tuple(problems), media)


def read_scoring(data: bytes) -> ProcessingScoring:
    """Read declarations and processing alone; raises `QtiError` naming the first rule that is not supported."""
    problems: list[Problem] = []
    scoring = _scoring(item_root(data), problems)
    if problems:
        first = problems[0]
        raise QtiError(_("第 {line} 行：{sentence}").format(line=first.line, sentence=first.sentence))
    return scoring


def item_root(data: bytes) -> etree._Element:
    """Return the assessmentItem element; raises `QtiError`."""
    root = parse_xml(data)
    if name_of(root) != "assessmentItem":
        raise QtiError(_("这不是 QTI 试题文件（根元素是“{name}”）。").format(name=name_of(root)))
    return root


def _scoring(root: etree._Element, problems: list[Problem]) -> ProcessingScoring:
    outcomes = _outcomes(root)
    template = find(root, "templateProcessing")
    return ProcessingScoring(
        responses=read_declarations(root, "responseDeclaration"),
        outcomes=outcomes,
        processing=read_processing(root, problems, outcomes),
        templates=read_declarations(root, "templateDeclaration"),
        template_processing=read_rules(template, problems) if template is not None else (),
    )


def _outcomes(root: etree._Element) -> tuple[Declaration, ...]:
    """Read the outcomes; SCORE, which the standard templates set, need not be declared for them (seen in the wild)."""
    outcomes = read_declarations(root, "outcomeDeclaration")
    if names_template(root) and all(outcome.identifier != SCORE for outcome in outcomes):
        implied = Declaration(identifier=SCORE, cardinality=Cardinality.SINGLE, base_type=BaseType.FLOAT)
        return (*outcomes, implied)
    return outcomes


def _read_delivery(
    root: etree._Element,
    scoring: ProcessingScoring,
    problems: list[Problem],
    find_media: Callable[[str], bytes | None],
) -> tuple[Item | None, dict[str, bytes]]:
    body = find(root, "itemBody")
    if body is None:
        problems.append(Problem(sentence=_("试题没有题干（itemBody）。"), element="assessmentItem"))
        return None, {}
    interactions = Interactions(scoring.responses, problems)
    reader: TextReader
    reader = TextReader(find_media, interactions.reader(lambda: reader), problems)
    blocks = _with_prompts(body, reader)
    if scoring.templates:
        problems.append(
            Problem(
                sentence=_("含有随机变量（templateDeclaration）的试题不能在考试中使用。"), element="templateDeclaration"
            )
        )
    if not interactions.found:
        problems.append(Problem(sentence=_("试题没有可以作答的部分。"), element="itemBody"))
    if any(problem.blocking for problem in problems):
        return None, reader.media
    found = tuple(interactions.found)
    item = Item(
        identifier=attribute(root, "identifier"),
        kind=kind_of(found),
        body=blocks,
        interactions=found,
        title=attribute(root, "title"),
        language=attribute(root, "{http://www.w3.org/XML/1998/namespace}lang", "zh-CN"),
    )
    return item, reader.media


def _with_prompts(body: etree._Element, reader: TextReader) -> tuple[Block, ...]:
    """Read the body with each interaction's prompt moved in front of it, where candidates read it."""
    for element in list(body.iter()):
        prompt = find(element, "prompt") if name_of(element).endswith("Interaction") else None
        parent = element.getparent()
        if prompt is not None and parent is not None:
            prompt.tail = None
            parent.insert(parent.index(element), prompt)
    return reader.blocks(body)


def kind_of(interactions: tuple[Interaction, ...]) -> ItemKind:
    """Return what teachers call an item with these interactions."""
    kinds = {type(interaction) for interaction in interactions}
    if len(kinds) > 1 or (len(interactions) > 1 and not isinstance(interactions[0], INLINE_INTERACTIONS)):
        return ItemKind.COMPOSITE
    first = interactions[0]
    if not isinstance(first, ChoiceInteraction):
        return KINDS[type(first)]
    if first.max_choices != 1:
        return ItemKind.MULTIPLE_CHOICE
    names = {choice.identifier.lower() for choice in first.choices}
    true_false = len(first.choices) == TRUE_FALSE_CHOICES and names <= TRUE_FALSE_NAMES
    return ItemKind.TRUE_FALSE if true_false else ItemKind.SINGLE_CHOICE


def _final_scoring(item: Item, scoring: ProcessingScoring, problems: list[Problem], *, is_standard: bool) -> Scoring:
    """Give free text without any processing to people; everything else keeps its processing and gets its maximum.

    That of a standard template is known; of an item's own rules it is only a bound, which is said.
    """
    first = item.interactions[0]
    if isinstance(first, ExtendedTextInteraction) and len(item.interactions) == 1 and not scoring.processing:
        return HumanScoring(response=first.response)
    most = declared_maximum(scoring)
    if most is None and scoring.processing and any(outcome.identifier == SCORE for outcome in scoring.outcomes):
        most = reachable_maximum(scoring, _most_picks(item))
        if most is None or not is_standard:
            problems.append(_maximum_problem(most))
    return msgspec.structs.replace(scoring, max_score=most or Fraction(1))


def _maximum_problem(most: Fraction | None) -> Problem:
    """Say that the item does not say its maximum; without one, shares of it would be guesses."""
    sentence = (
        _("试题没有声明满分（MAXSCORE），也无法由评分规则推出。")
        if most is None
        else _("试题没有声明满分（MAXSCORE），按评分规则推定为 {points} 分。").format(points=most)
    )
    return Problem(sentence=sentence, element="outcomeDeclaration", blocking=most is None)


def _most_picks(item: Item) -> dict[str, int]:
    """Return how many options a choice lets a candidate pick."""
    return {i.response: i.max_choices for i in item.interactions if isinstance(i, ChoiceInteraction)}

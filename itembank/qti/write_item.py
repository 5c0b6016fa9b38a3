"""One item with its marking as an assessmentItem of QTI 2.1 or 3.0: the other direction of `reader`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from itembank.base.i18n import _
from itembank.model.item import Item
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    Declaration,
    HumanScoring,
    ItemMarking,
    ProcessingScoring,
    RubricScoring,
    RuleNode,
    RuleScoring,
)
from itembank.model.richtext import Text, places
from itembank.qti.errors import QtiError
from itembank.qti.spelling import ITEM_SCHEMAS, XML, XSI, Spelling, Version, flag_text, spaces
from itembank.qti.templates import TEMPLATES, template_rules
from itembank.qti.write_declarations import write_declaration
from itembank.qti.write_declared import shape_of
from itembank.qti.write_nodes import decimal_text
from itembank.qti.write_rules import as_processing, float_outcome
from itembank.qti.write_text import TextWriter, words_of
from itembank.version import VERSION

TOOL = "Jikao"
BY_MACHINE, BY_PEOPLE = "externalMachine", "human"


@dataclass(frozen=True)
class WrittenItem:
    """An item's XML, and in sentences what it does not carry (which the package carries beside it)."""

    xml: bytes
    losses: tuple[str, ...]


def write_item(
    item: Item, marking: ItemMarking, points: Fraction, version: Version, place_of: Callable[[str, str], str]
) -> WrittenItem:
    """Write an item; `place_of(digest, name)` returns the address of a picture or a starter file.

    Raises `QtiError` for what XML cannot hold, such as control characters.
    """
    writer = _ItemWriter(item, Spelling(version), place_of)
    try:
        root = writer.written(marking, points)
    except ValueError as error:
        raise QtiError(_("试题“{item}”含有 XML 不能写的字符。").format(item=item.identifier)) from error
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return WrittenItem(xml, tuple(dict.fromkeys(writer.losses)))


class _ItemWriter:
    def __init__(self, item: Item, spell: Spelling, place_of: Callable[[str, str], str]) -> None:
        self._item = item
        self._spell = spell
        self._place_of = place_of
        self._interactions = {one.response: one for one in item.interactions}
        self._text = TextWriter(spell, lambda digest: place_of(digest, ""), self._interaction)
        self.losses: list[str] = []

    def written(self, marking: ItemMarking, points: Fraction) -> etree._Element:
        root = etree.Element(
            f"{{{self._spell.space}}}{self._spell.name('assessmentItem')}",
            nsmap=spaces(self._spell.space, xsi=XSI),
        )
        root.set(f"{{{XSI}}}schemaLocation", f"{self._spell.space} {ITEM_SCHEMAS[self._spell.version]}")
        root.set("identifier", self._item.identifier)
        root.set("title", self._item.title or self._item.identifier)
        root.set("adaptive", "false")
        timed = "timeDependent" if self._spell.version is Version.V2_1 else "time-dependent"
        root.set(timed, "false")
        root.set(f"{XML}lang", self._item.language)
        tool = ("toolName", "toolVersion") if self._spell.version is Version.V2_1 else ("tool-name", "tool-version")
        root.set(tool[0], TOOL)
        root.set(tool[1], VERSION)
        scoring, external = self._scoring(marking, points)
        for kind, declarations in (
            ("responseDeclaration", scoring.responses),
            ("outcomeDeclaration", scoring.outcomes),
            ("templateDeclaration", scoring.templates),
        ):
            for one in declarations:
                made = write_declaration(self._spell, kind, one)
                if external and one.identifier == "SCORE":
                    self._say_external(made, external)
                root.append(made)
        if scoring.template_processing:
            self._rules(self._spell.below(root, "templateProcessing"), scoring.template_processing)
        self._body(root)
        self._processing(root, scoring)
        return root

    def _scoring(self, marking: ItemMarking, points: Fraction) -> tuple[ProcessingScoring, str]:
        """Return the marking in QTI's words, and who marks it outside of QTI, if somebody does."""
        match marking.scoring:
            case ProcessingScoring():
                return marking.scoring, ""
            case RuleScoring():
                written = as_processing(self._item, marking.scoring, points)
                self.losses += written.losses
                return written.scoring, ""
            case HumanScoring():
                self.losses.append(_("人工评分，QTI 规则不给分；参考答案和评分要点在 jikao 文件中。"))
                return self._outside(points), BY_PEOPLE
            case RubricScoring():
                self.losses.append(_("操作题由程序按评分标准评分，QTI 规则不给分；评分标准在 jikao 文件中。"))
                return self._outside(points), BY_MACHINE

    def _outside(self, points: Fraction) -> ProcessingScoring:
        shapes = [(one.response, *shape_of(one)) for one in self._item.interactions]
        most = points if decimal_text(points) is not None else Fraction(1)
        return ProcessingScoring(
            responses=tuple(Declaration(identifier=name, cardinality=c, base_type=b) for name, c, b in shapes),
            outcomes=(
                float_outcome("SCORE", Fraction(0), most),
                float_outcome("MAXSCORE", most),
            ),
        )

    def _say_external(self, made: etree._Element, who: str) -> None:
        """Name who marks; QTI 2.1 has no attribute for it, only words."""
        if self._spell.version is Version.V2_1:
            made.set("interpretation", f"externalScored={who}")
        else:
            made.set("external-scored", who)

    def _body(self, root: etree._Element) -> None:
        body = self._spell.below(root, "itemBody")
        self._text.blocks(body, self._item.body)
        placed = set(places(self._item.body))
        for one in self._item.interactions:
            if one.response not in placed:
                body.append(self._interaction(one.response))
            if isinstance(one, PracticalInteraction):
                self._starters(body, one)

    def _starters(self, body: etree._Element, interaction: PracticalInteraction) -> None:
        """Offer the starter files where another system's candidate can get them."""
        files = [file for file in interaction.starter_files if not file.folder]
        if not files:
            return
        listed = self._spell.below(body, "ul")
        for file in files:
            entry = self._spell.below(listed, "li")
            self._spell.below(entry, "a", {"href": self._place_of(file.media, file.path)}, file.path)

    def _interaction(self, response: str) -> etree._Element:
        one = self._interactions[response]
        given = {"responseIdentifier": response}
        match one:
            case ChoiceInteraction():
                return self._choice(one, given)
            case TextEntryInteraction():
                hint = {"placeholderText": one.hint} if one.hint else {}
                return self._spell.element(
                    "textEntryInteraction", given | {"expectedLength": str(one.expected_length)} | hint
                )
            case ExtendedTextInteraction():
                hint = {"placeholderText": one.hint} if one.hint else {}
                return self._spell.element(
                    "extendedTextInteraction", given | {"expectedLines": str(one.expected_lines)} | hint
                )
            case InlineChoiceInteraction():
                return self._inline_choice(one, given)
            case OrderInteraction():
                made = self._spell.element("orderInteraction", given | {"shuffle": flag_text(one.shuffle)})
                self._choices(made, "simpleChoice", one.choices, {})
                return made
            case MatchInteraction():
                return self._match(one, given)
            case PracticalInteraction():
                return self._spell.element("uploadInteraction", given)

    def _choice(self, one: ChoiceInteraction, given: dict[str, str]) -> etree._Element:
        counts = {"shuffle": flag_text(one.shuffle), "maxChoices": str(one.max_choices)}
        least = {"minChoices": str(one.min_choices)} if one.min_choices else {}
        across = {"orientation": "horizontal"} if one.horizontal and self._spell.version is Version.V3_0 else {}
        made = self._spell.element("choiceInteraction", given | counts | least | across)
        self._choices(made, "simpleChoice", one.choices, {})
        return made

    def _inline_choice(self, one: InlineChoiceInteraction, given: dict[str, str]) -> etree._Element:
        made = self._spell.element("inlineChoiceInteraction", given | {"shuffle": flag_text(one.shuffle)})
        for choice in one.choices:
            if any(not isinstance(inline, Text) or inline.marks for inline in choice.content):
                self.losses.append(_("下拉选项在 QTI 中只有文字，格式和图片没有写进去。"))
            named = {"identifier": choice.identifier} | ({"fixed": "true"} if choice.fixed else {})
            self._spell.below(made, "inlineChoice", named, words_of(choice.content))
        return made

    def _match(self, one: MatchInteraction, given: dict[str, str]) -> etree._Element:
        made = self._spell.element(
            "matchInteraction", given | {"shuffle": flag_text(one.shuffle), "maxAssociations": "0"}
        )
        for choices, most in ((one.sources, one.source_max), (one.targets, one.target_max)):
            side = self._spell.below(made, "simpleMatchSet")
            self._choices(side, "simpleAssociableChoice", choices, {"matchMax": str(most)})
        return made

    def _choices(
        self, parent: etree._Element, name: str, choices: tuple[SimpleChoice, ...], more: dict[str, str]
    ) -> None:
        for choice in choices:
            named = {"identifier": choice.identifier} | more | ({"fixed": "true"} if choice.fixed else {})
            self._text.inlines(self._spell.below(parent, name, named), choice.content)

    def _processing(self, root: etree._Element, scoring: ProcessingScoring) -> None:
        if not scoring.processing:
            return
        name = template_of(scoring)
        if name:
            self._spell.below(root, "responseProcessing", {"template": self._spell.template(name)})
            return
        self._rules(self._spell.below(root, "responseProcessing"), scoring.processing)

    def _rules(self, parent: etree._Element, rules: tuple[RuleNode, ...]) -> None:
        for rule in rules:
            made = self._spell.below(parent, rule.name, rule.attributes, rule.text)
            self._rules(made, rule.children)


def template_of(scoring: ProcessingScoring) -> str:
    """Return the name of the standard template with the same rules, or an empty text."""
    outcomes = frozenset(outcome.identifier for outcome in scoring.outcomes)
    standard = ("match_correct", "map_response", "map_response_point")
    names = [name for name in TEMPLATES if name in standard]
    return next((name for name in names if template_rules(name, outcomes) == scoring.processing), "")

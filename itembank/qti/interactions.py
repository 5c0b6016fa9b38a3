"""QTI interactions as ours; the kinds that the desk cannot show are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.errors import Problem
from itembank.qti.text import INLINE_INTERACTIONS
from itembank.qti.xmltree import attribute, find_all, flag, line_of, name_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from itembank.model.item import Interaction
    from itembank.model.marking import Declaration
    from itembank.qti.text import TextReader

NUMERIC = {BaseType.INTEGER, BaseType.FLOAT}


class Interactions:
    """Reads the interactions of one item as its text reader meets them."""

    def __init__(self, declarations: tuple[Declaration, ...], problems: list[Problem]) -> None:
        """`declarations` are the item's response declarations."""
        self.found: list[Interaction] = []
        self._declarations = {declaration.identifier: declaration for declaration in declarations}
        self._problems = problems

    def reader(self, text: Callable[[], TextReader]) -> Callable[[etree._Element], bool | None]:
        """Return the function that a `TextReader` calls for each interaction; `text` gives that reader."""

        def read(element: etree._Element) -> bool | None:
            interaction = self._read(element, text())
            if interaction is None:
                return None
            self.found.append(interaction)
            return name_of(element) in INLINE_INTERACTIONS

        return read

    def _read(self, element: etree._Element, text: TextReader) -> Interaction | None:
        name = name_of(element)
        response = attribute(element, "responseIdentifier")
        if response not in self._declarations:
            self._refuse(element, _("作答变量“{name}”没有声明。").format(name=response))
            return None
        match name:
            case "choiceInteraction":
                return self._choice(element, response, text)
            case "textEntryInteraction":
                return self._text_entry(element, response)
            case "extendedTextInteraction":
                return ExtendedTextInteraction(
                    response=response, expected_lines=max(1, whole(element, "expectedLines", 6))
                )
            case "inlineChoiceInteraction":
                choices = tuple(self._choices(element, "inlineChoice", text))
                return InlineChoiceInteraction(response=response, choices=choices, shuffle=flag(element, "shuffle"))
            case "orderInteraction":
                choices = tuple(self._choices(element, "simpleChoice", text))
                if 0 < whole(element, "maxChoices", 0) < len(choices):
                    self._refuse(element, _("只排一部分选项的排序题无法作答。"))
                return OrderInteraction(response=response, choices=choices, shuffle=flag(element, "shuffle"))
            case "matchInteraction":
                return self._match(element, response, text)
        self._refuse(element, _("暂不支持的题型“{name}”。").format(name=name))
        return None

    def _choice(self, element: etree._Element, response: str, text: TextReader) -> ChoiceInteraction:
        choices = tuple(self._choices(element, "simpleChoice", text))
        single = self._declarations[response].cardinality is Cardinality.SINGLE
        return ChoiceInteraction(
            response=response,
            choices=choices,
            max_choices=1 if single else min(len(choices), max(0, whole(element, "maxChoices", 0))),
            min_choices=max(0, whole(element, "minChoices", 0)),
            shuffle=flag(element, "shuffle"),
            horizontal=attribute(element, "orientation") == "horizontal",
        )

    def _text_entry(self, element: etree._Element, response: str) -> TextEntryInteraction:
        if attribute(element, "patternMask"):
            self._lose(element, _("输入格式的限制（patternMask）不导入。"))
        return TextEntryInteraction(
            response=response,
            expected_length=min(60, max(1, whole(element, "expectedLength", 10))),
            hint=attribute(element, "placeholderText"),
            numeric=self._declarations[response].base_type in NUMERIC,
        )

    def _match(self, element: etree._Element, response: str, text: TextReader) -> MatchInteraction | None:
        sets = find_all(element, "simpleMatchSet")
        if len(sets) != 2:
            self._refuse(element, _("连线题应有两组选项。"))
            return None
        if any(len(_match_limits(side)) > 1 for side in sets):
            self._lose(element, _("各项的 matchMax 不同，都按其中最大的算。"))
        return MatchInteraction(
            response=response,
            sources=tuple(self._choices(sets[0], "simpleAssociableChoice", text)),
            targets=tuple(self._choices(sets[1], "simpleAssociableChoice", text)),
            source_max=_match_max(sets[0]),
            target_max=_match_max(sets[1]),
            shuffle=flag(element, "shuffle"),
        )

    def _choices(self, element: etree._Element, name: str, text: TextReader) -> list[SimpleChoice]:
        return [
            SimpleChoice(
                identifier=attribute(choice, "identifier"), content=text.inlines(choice), fixed=flag(choice, "fixed")
            )
            for choice in find_all(element, name)
        ]

    def _refuse(self, element: etree._Element, sentence: str) -> None:
        self._problems.append(Problem(sentence=sentence, element=name_of(element), line=line_of(element)))

    def _lose(self, element: etree._Element, sentence: str) -> None:
        self._problems.append(
            Problem(sentence=sentence, element=name_of(element), line=line_of(element), blocking=False)
        )


def _match_max(element: etree._Element) -> int:
    """Return how often each entry of a side may be used: the largest `matchMax`, 0 (any number) winning."""
    limits = _match_limits(element)
    return 0 if 0 in limits else max(limits, default=1)


def _match_limits(element: etree._Element) -> set[int]:
    return {whole(choice, "matchMax", 1) for choice in find_all(element, "simpleAssociableChoice")}

"""An item as it is delivered (QTI assessmentItem without response processing): no key, no mapping, no feedback.

How it is marked stands in `marking.ItemMarking`, which the room never sees.
"""

from __future__ import annotations

from enum import Enum

from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, Value, content_id
from itembank.model.ids import check_identifier
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.richtext import Block, Image, media_used, places

Interaction = (
    ChoiceInteraction
    | TextEntryInteraction
    | InlineChoiceInteraction
    | OrderInteraction
    | MatchInteraction
    | ExtendedTextInteraction
    | PracticalInteraction
)
INLINE_INTERACTIONS = (TextEntryInteraction, InlineChoiceInteraction)


class ItemKind(Enum):
    """What teachers call an item; used by blueprints, palettes and reports."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    TEXT_ENTRY = "text_entry"
    INLINE_CHOICE = "inline_choice"
    ORDER = "order"
    MATCH = "match"
    EXTENDED_TEXT = "extended_text"
    PRACTICAL = "practical"
    COMPOSITE = "composite"


KIND_NAMES = {
    ItemKind.SINGLE_CHOICE: N_("单选题"),
    ItemKind.MULTIPLE_CHOICE: N_("多选题"),
    ItemKind.TRUE_FALSE: N_("判断题"),
    ItemKind.TEXT_ENTRY: N_("填空题"),
    ItemKind.INLINE_CHOICE: N_("选择填空题"),
    ItemKind.ORDER: N_("排序题"),
    ItemKind.MATCH: N_("连线题"),
    ItemKind.EXTENDED_TEXT: N_("简答题"),
    ItemKind.PRACTICAL: N_("操作题"),
    ItemKind.COMPOSITE: N_("综合题"),
}


class Item(Value, frozen=True):
    """One item. `identifier` names the head in the bank; `interactions` are what the candidate acts on.

    An interaction without a place in `body` stands after the last block.
    """

    identifier: str
    kind: ItemKind
    body: tuple[Block, ...]
    interactions: tuple[Interaction, ...]
    title: str = ""
    language: str = "zh-CN"

    def __post_init__(self) -> None:
        """Refuse doubled responses, places without an interaction, and blanks without a place."""
        check_identifier(self.identifier, _("试题"))
        responses = [interaction.response for interaction in self.interactions]
        placed = places(self.body)
        if len(set(responses)) != len(responses) or len(set(placed)) != len(placed):
            raise ModelError(_("试题“{item}”的作答变量有重复。").format(item=self.identifier))
        if missing := sorted(set(placed) - set(responses)):
            raise ModelError(
                _("试题“{item}”的题干引用了不存在的作答变量 {names}。").format(
                    item=self.identifier, names="、".join(missing)
                )
            )
        for interaction in self.interactions:
            if isinstance(interaction, INLINE_INTERACTIONS) and interaction.response not in placed:
                raise ModelError(
                    _("试题“{item}”的空 {name} 在题干中没有位置。").format(
                        item=self.identifier, name=interaction.response
                    )
                )

    def version(self) -> str:
        """Return the content hash of this delivery projection."""
        return content_id(self)

    def pictures(self) -> set[str]:
        """Return the digests of all pictures that candidates see."""
        shown = (one for one in self.interactions if not isinstance(one, PracticalInteraction))
        return media_used(self.body).union(*(_interaction_media(one) for one in shown))

    def media(self) -> set[str]:
        """Return the digests of all pictures and starter files this item needs."""
        found = media_used(self.body)
        for interaction in self.interactions:
            found |= _interaction_media(interaction)
        return found


def _interaction_media(interaction: Interaction) -> set[str]:
    if isinstance(interaction, PracticalInteraction):
        return {file.media for file in interaction.starter_files if not file.folder}
    if isinstance(interaction, MatchInteraction):
        choices = (*interaction.sources, *interaction.targets)
    elif isinstance(interaction, TextEntryInteraction | ExtendedTextInteraction):
        return set()
    else:
        choices = interaction.choices
    return {inline.media for choice in choices for inline in choice.content if isinstance(inline, Image)}

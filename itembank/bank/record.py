"""An item as the bank keeps it: what the candidate sees, how it is marked, and what authors say about it.

A `BankItem` is one immutable version; its name is the hash of all of it. Only
`item` ever leaves for the room, only `item` and `marking` for the graders.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction

from itembank.base.i18n import N_, _
from itembank.model.certificate import Certificate
from itembank.model.codec import ModelError, Value, content_id
from itembank.model.golden import GoldenWork
from itembank.model.ids import check_identifier
from itembank.model.item import Item
from itembank.model.items.practical import Software, StarterFile
from itembank.model.marking import ItemMarking

MAX_SECONDS = 4 * 3600
KNOWLEDGE_SEPARATORS = re.compile(r"[./]")


class CognitiveLevel(Enum):
    """What an item asks of the mind, in the words of the curriculum."""

    KNOW = "know"
    UNDERSTAND = "understand"
    APPLY = "apply"
    COMBINE = "combine"


LEVEL_NAMES = {
    CognitiveLevel.KNOW: N_("了解"),
    CognitiveLevel.UNDERSTAND: N_("理解"),
    CognitiveLevel.APPLY: N_("应用"),
    CognitiveLevel.COMBINE: N_("综合"),
}


class ItemFacts(Value, frozen=True):
    """What authors say about an item.

    `difficulty` is the expected share of the points (0-1, higher is easier),
    `seconds` the expected time. `enemies` are items that may not stand in the
    same form, `stimulus` names a set of items that stand together or not at
    all. `explanation` is for teachers and never leaves the bank.
    """

    points: Fraction = Fraction(1)
    domain: str = ""
    level: CognitiveLevel | None = None
    curriculum: str = ""
    difficulty: Fraction | None = None
    seconds: int = 0
    enemies: tuple[str, ...] = ()
    stimulus: str = ""
    source: str = ""
    software: tuple[Software, ...] = ()
    explanation: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible marks, difficulties and times."""
        if self.points <= 0:
            raise ModelError(_("分值必须大于 0。"))
        if self.difficulty is not None and not 0 <= self.difficulty <= 1:
            raise ModelError(_("难度应在 0 到 1 之间（数值越大越容易）。"))
        if not 0 <= self.seconds <= MAX_SECONDS:
            raise ModelError(_("预计用时应在 0 到 {limit} 秒之间。").format(limit=MAX_SECONDS))
        for enemy in self.enemies:
            check_identifier(enemy, _("互斥题"))


class BankItem(Value, frozen=True):
    """One version of an item.

    `model_files` are the model answer of a practical task, `certificate` the
    result of its rubric's test on these very files, `golden` folders with known
    points out of that test.
    """

    item: Item
    marking: ItemMarking
    facts: ItemFacts = ItemFacts()
    model_files: tuple[StarterFile, ...] = ()
    certificate: Certificate | None = None
    golden: tuple[GoldenWork, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a marking that belongs to another item."""
        if self.marking.item != self.item.identifier or self.marking.item_version != self.item.version():
            raise ModelError(_("试题“{item}”的评分规则与题面不匹配。").format(item=self.item.identifier))

    @property
    def identifier(self) -> str:
        """The name of the head."""
        return self.item.identifier

    @property
    def knowledge_points(self) -> tuple[str, ...]:
        """The codes of the knowledge points."""
        return self.marking.knowledge_points

    def version(self) -> str:
        """Return the content hash of item, marking and facts."""
        return content_id(self)

    def media(self) -> set[str]:
        """Return the digests of all files this version needs, model answer and golden work included."""
        files = {file.media for file in self.model_files if not file.folder}
        return self.item.media() | files | {name for work in self.golden for name in work.media()}


def is_under(code: str, parent: str) -> bool:
    """Say whether a knowledge point lies in the subtree of `parent`; levels are parted by "." or "/"."""
    steps, wanted = KNOWLEDGE_SEPARATORS.split(code), KNOWLEDGE_SEPARATORS.split(parent)
    return steps[: len(wanted)] == wanted

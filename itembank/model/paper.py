"""A paper (test form) as the candidate sees it: sections of items with points and stored draws."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_identifier
from itembank.model.item import Item
from itembank.model.richtext import Block

if TYPE_CHECKING:
    from collections.abc import Iterator


class PaperItem(Value, frozen=True):
    """An item at its place. `number` runs through the whole paper from 1.

    `choice_order` holds the drawn order of choices by response identifier
    (sources of a match under the response, targets under "response.targets");
    a response without an entry keeps the item's own order. `scoring_note` is
    the marking rule in a sentence, shown to the candidate.
    """

    number: int
    item: Item
    points: Fraction
    choice_order: dict[str, tuple[str, ...]] = {}
    scoring_note: str = ""

    def __post_init__(self) -> None:
        """Refuse worthless items."""
        if self.points <= 0 or self.number < 1:
            raise ModelError(_("第 {number} 题的题号或分值不对。").format(number=self.number))


class Section(Value, frozen=True):
    """A part of the paper, such as 一、单选题."""

    identifier: str
    title: str
    items: tuple[PaperItem, ...]
    instructions: tuple[Block, ...] = ()


class Paper(Value, frozen=True):
    """One test form. `seed` is the seed its draws were made with; `backup` marks the form of the backup paper."""

    form: str
    exam: str
    title: str
    sections: tuple[Section, ...]
    duration_minutes: int
    seed: int = 0
    backup: bool = False

    def __post_init__(self) -> None:
        """Refuse gaps in the numbering, doubled items and an impossible duration."""
        check_identifier(self.form, _("试卷"))
        numbers = [entry.number for entry in self.entries()]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ModelError(_("试卷“{form}”的题号不连续。").format(form=self.form))
        names = [entry.item.identifier for entry in self.entries()]
        if len(set(names)) != len(names):
            raise ModelError(_("试卷“{form}”中有重复的试题。").format(form=self.form))
        if not 1 <= self.duration_minutes <= 600:
            raise ModelError(_("考试时长应在 1 到 600 分钟之间。"))

    def entries(self) -> Iterator[PaperItem]:
        """Yield the items in the order of the paper."""
        for section in self.sections:
            yield from section.items

    def total_points(self) -> Fraction:
        """Return the sum of all points."""
        return sum((entry.points for entry in self.entries()), Fraction(0))

    def media(self) -> set[str]:
        """Return the digests of everything that must travel beside the paper."""
        return {media for entry in self.entries() for media in entry.item.media()}

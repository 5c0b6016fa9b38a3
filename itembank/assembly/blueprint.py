"""What a paper must consist of (双向细目表 as rules), checked when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from itembank.assembly.errors import BlueprintError
from itembank.bank.record import LEVEL_NAMES, BankItem, CognitiveLevel, is_under
from itembank.base.i18n import _
from itembank.model.ids import check_identifier
from itembank.model.item import KIND_NAMES, ItemKind

MAX_FORMS = 50
MAX_ITEMS = 300


class Overlap(Enum):
    """Whether two forms may have an item in common."""

    DISJOINT = "disjoint"
    SHARE = "share"


class Arrangement(Enum):
    """How the items of a section are put in order."""

    DRAWN = "drawn"
    EASY_FIRST = "easy_first"
    BY_NAME = "by_name"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are meant; an empty field does not restrict."""

    knowledge: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    levels: tuple[CognitiveLevel, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    easiest: Fraction | None = None
    hardest: Fraction | None = None
    one_of: tuple[str, ...] = ()

    def takes(self, item: BankItem) -> bool:
        """Say whether an item is meant."""
        facts = item.facts
        return (
            (not self.one_of or item.identifier in self.one_of)
            and (not self.kinds or item.item.kind in self.kinds)
            and (not self.domains or facts.domain in self.domains)
            and (not self.levels or facts.level in self.levels)
            and (
                not self.knowledge
                or any(is_under(code, parent) for code in item.knowledge_points for parent in self.knowledge)
            )
            and self._takes_difficulty(facts.difficulty)
        )

    def title(self) -> str:
        """Name the filter as a teacher would: 数据与编程×应用."""
        parts = [
            "/".join(self.domains),
            "/".join(_(LEVEL_NAMES[level]) for level in self.levels),
            "/".join(_(KIND_NAMES[kind]) for kind in self.kinds),
            "、".join(self.knowledge),
            self._difficulty_title(),
            _("{names} 中选一").format(names="、".join(self.one_of)) if self.one_of else "",
        ]
        return "×".join(part for part in parts if part)

    def _takes_difficulty(self, difficulty: Fraction | None) -> bool:
        if self.easiest is None and self.hardest is None:
            return True
        if difficulty is None:
            return False
        return (self.hardest is None or difficulty >= self.hardest) and (
            self.easiest is None or difficulty <= self.easiest
        )

    def _difficulty_title(self) -> str:
        if self.easiest is None and self.hardest is None:
            return ""
        low = float(self.hardest if self.hardest is not None else 0)
        high = float(self.easiest if self.easiest is not None else 1)
        return _("难度 {low:g} 至 {high:g}").format(low=low, high=high)


@dataclass(frozen=True, slots=True)
class Quota:
    """A row of the blueprint: so many items of a section are of that kind."""

    filter: Filter
    at_least: int
    at_most: int

    def __post_init__(self) -> None:
        """Refuse impossible counts."""
        if not 0 <= self.at_least <= self.at_most:
            raise BlueprintError(_("“{title}”的题数范围不对。").format(title=self.filter.title()))


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section of every form; `points` None keeps each item's own."""

    identifier: str
    title: str
    count: int
    filter: Filter = Filter()
    quotas: tuple[Quota, ...] = ()
    points: Fraction | None = None
    instructions: str = ""
    overlap: Overlap | None = None
    arrangement: Arrangement = Arrangement.DRAWN

    def __post_init__(self) -> None:
        """Refuse empty sections, worthless items, and quotas that ask for more than the section has."""
        check_identifier(self.identifier, _("大题"))
        if not 1 <= self.count <= MAX_ITEMS:
            raise BlueprintError(_("“{title}”的题数应在 1 到 {limit} 之间。").format(title=self.title, limit=MAX_ITEMS))
        if self.points is not None and self.points <= 0:
            raise BlueprintError(_("“{title}”的每题分值应大于 0。").format(title=self.title))
        for quota in self.quotas:
            if quota.at_least > self.count:
                raise BlueprintError(
                    _("“{section}”只有 {count} 题，“{title}”却要求 {wanted} 题。").format(
                        section=self.title, count=self.count, title=quota.filter.title(), wanted=quota.at_least
                    )
                )

    def points_of(self, item: BankItem) -> Fraction:
        """What an item is worth in this section."""
        return item.facts.points if self.points is None else self.points


@dataclass(frozen=True, slots=True)
class Blueprint:
    """All rules of an exam's forms. `difficulty` is the wanted mean share of points, `tolerance` its free band."""

    exam: str
    title: str
    duration_minutes: int
    seed: int
    forms: tuple[str, ...]
    sections: tuple[SectionPlan, ...]
    backup: str = ""
    overlap: Overlap = Overlap.DISJOINT
    shuffle_choices: bool = True
    difficulty: Fraction | None = None
    tolerance: Fraction = Fraction(1, 100)
    total_points: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse doubled names and impossible numbers."""
        check_identifier(self.exam, _("考试"))
        for form in self.all_forms():
            check_identifier(form, _("试卷"))
        for names, what in (
            (self.all_forms(), _("试卷")),
            (tuple(section.identifier for section in self.sections), _("大题")),
        ):
            if not names or len({name.casefold() for name in names}) != len(names):
                raise BlueprintError(_("{what}的名称重复，或一个也没有。").format(what=what))
        if len(self.all_forms()) > MAX_FORMS or not self.forms:
            raise BlueprintError(_("试卷份数应在 1 到 {limit} 之间。").format(limit=MAX_FORMS))
        if not 1 <= self.duration_minutes <= 600:
            raise BlueprintError(_("考试时长应在 1 到 600 分钟之间。"))
        if self.difficulty is not None and not 0 < self.difficulty < 1:
            raise BlueprintError(_("整卷难度应在 0 到 1 之间，数值越大越容易。"))

    def all_forms(self) -> tuple[str, ...]:
        """The forms in their order, the backup form last."""
        return (*self.forms, self.backup) if self.backup else self.forms

    def overlap_of(self, section: SectionPlan) -> Overlap:
        """The rule of a section: its own, or that of the paper."""
        return self.overlap if section.overlap is None else section.overlap
